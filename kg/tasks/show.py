"""Write one page of a case or of a part of it, for the team or for others."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.files import write_atomic
from kg.folder import Folder
from kg.page import render
from kg.redact import PROFILES, Redacted
from kg.tasks.portion import WHOLE, Choice, portion
from kg.tasks.profile import read_for
from kg.texts import ENGLISH, LANGUAGES

__all__ = ["PROFILES", "Choice", "Shown", "cell", "page", "page_of"]


#: The page may run its own scripts, open a source, and save what a reader takes away; it reaches nothing of the notebook around it.
_ALLOWED = "allow-scripts allow-popups allow-downloads allow-modals"


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as HTML, what of the case it shows, and, of a part, the sentence that says which."""

    html: str
    seen: Redacted
    part: str = ""
    #: Stories that go with the whole case, and not with this part of it.
    untold: int = 0


def page(
    folder: Folder, output: Path, *, profile: str = "public", title: str | None = None, language: str | None = None, choice: Choice = WHOLE
) -> Path:
    """Writes the page of a workspace to a file and returns its path; the file is whole or untouched.

    Raises `DataError` with every finding, and `UsageError` when nothing is selected or the page does not speak the language.
    """
    write_atomic(output, page_of(folder, profile=profile, title=title, language=language, choice=choice).html.encode())
    return output


def page_of(folder: Folder, *, profile: str = "public", title: str | None = None, language: str | None = None, choice: Choice = WHOLE) -> Shown:
    """The page of a workspace, not written yet; raises as `page` does."""
    if language is not None and language not in LANGUAGES:
        raise UsageError(f'The page does not speak "{language}".', hint=f"It speaks {' and '.join(LANGUAGES)}.")
    whole = read_for(folder, profile)
    seen, said = portion(whole, choice)
    text = render(
        seen.case, seen.ontology, seen.weighed,
        title=title, profile=profile, withheld=seen.withheld, stories=seen.stories, part=said, language=language,
    )  # fmt: skip
    return Shown(text, seen, said.get(ENGLISH, ""), len(whole.stories) - len(seen.stories))


def cell(folder: Folder) -> str:
    """The page for others as HTML of one notebook cell, kept apart from the rest; raises as `page` does.

    For others, because a notebook keeps what its cells show, and is mailed as it is.
    """
    inside = html.escape(page_of(folder).html)
    return f'<iframe title="Page of the case" sandbox="{_ALLOWED}" style="width:100%;height:45em;border:0" srcdoc="{inside}"></iframe>'
