"""Write one page of a case or of a part of it, for the team or for others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.files import write_atomic
from kg.folder import Folder
from kg.page import render
from kg.redact import PROFILES, Redacted
from kg.tasks.portion import WHOLE, Choice, portion
from kg.tasks.profile import read_for
from kg.texts import ENGLISH

__all__ = ["PROFILES", "Choice", "Shown", "page", "page_of"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as HTML, what of the case it shows, and, of a part, the sentence that says which."""

    html: str
    seen: Redacted
    part: str = ""
    #: Stories that go with the whole case, and not with this part of it.
    untold: int = 0


def page(folder: Folder, output: Path, *, profile: str = "public", title: str | None = None, choice: Choice = WHOLE) -> Path:
    """Writes the page of a workspace to a file and returns its path; the file is whole or untouched.

    Raises `DataError` with every finding, and `UsageError` when nothing is selected.
    """
    write_atomic(output, page_of(folder, profile=profile, title=title, choice=choice).html.encode())
    return output


def page_of(folder: Folder, *, profile: str = "public", title: str | None = None, choice: Choice = WHOLE) -> Shown:
    """The page of a workspace, not written yet; raises as `page` does."""
    whole = read_for(folder, profile)
    seen, said = portion(whole, choice)
    html = render(seen.case, seen.ontology, seen.weighed, title=title, profile=profile, withheld=seen.withheld, stories=seen.stories, part=said)
    return Shown(html, seen, said.get(ENGLISH, ""), len(whole.stories) - len(seen.stories))
