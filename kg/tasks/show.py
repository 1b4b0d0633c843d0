"""Write one page of a case, for the team or for others."""

from __future__ import annotations

from pathlib import Path

from kg.files import write_atomic
from kg.folder import Folder
from kg.page import render
from kg.redact import PROFILES, Redacted
from kg.tasks.profile import read_for

__all__ = ["PROFILES", "page", "page_of"]


def page(folder: Folder, output: Path, *, profile: str = "public", title: str | None = None) -> Path:
    """Writes the page of a workspace to a file and returns its path; the file is whole or untouched.

    Raises `DataError` with every finding.
    """
    text, _ = page_of(folder, profile=profile, title=title)
    write_atomic(output, text.encode())
    return output


def page_of(folder: Folder, *, profile: str = "public", title: str | None = None) -> tuple[str, Redacted]:
    """The page of a workspace as HTML, and what it shows; raises as `page` does."""
    seen = read_for(folder, profile)
    return render(seen.case, seen.ontology, seen.weighed, title=title, profile=profile, withheld=seen.withheld, stories=seen.stories), seen
