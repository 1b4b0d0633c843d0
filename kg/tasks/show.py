"""Write one page of a case, for the team or for others."""

from __future__ import annotations

from pathlib import Path

from kg.errors import DataError, UsageError
from kg.files import write_atomic
from kg.folder import Folder
from kg.model import Case
from kg.ontology import Ontology
from kg.page import render
from kg.tasks.reading import Reading, read_workspace

__all__ = ["PROFILES", "allow", "page", "page_text", "withheld"]

PROFILES = ("public", "team")


def page(folder: Folder, output: Path, *, profile: str = "public", title: str | None = None) -> Path:
    """Writes the page of a workspace to a file and returns its path; the file is whole or untouched.

    Raises `DataError` with every finding, and `UsageError` when a public page would show what must not leave the room.
    """
    text = page_text(folder, profile=profile, title=title)
    write_atomic(output, text.encode())
    return output


def page_text(folder: Folder, *, profile: str = "public", title: str | None = None) -> str:
    """The page of a workspace as HTML; raises as `page` does."""
    reading = read_workspace(folder)
    allow(reading, profile, "Pages")
    return render(reading.case, reading.ontology, reading.weighed, title=title, profile=profile)


def allow(reading: Reading, profile: str, what: str) -> None:
    """Nothing, where `what` (pages, exports) may be made of a reading for a profile.

    Raises `DataError` with every finding, and `UsageError` for an unknown profile and for the public of a case that holds what
    must not leave the room.
    """
    if profile not in PROFILES:
        raise UsageError(f'There is no profile "{profile}".', hint=f"Profiles are: {', '.join(PROFILES)}.")
    if reading.findings:
        raise DataError(reading.findings)
    names = withheld(reading.case, reading.ontology)
    if profile == "public" and names:
        raise UsageError(
            f"This case holds {len(names)} record{'' if len(names) == 1 else 's'} not to be published as they are: "
            f"{', '.join(names[:5])}{' …' if len(names) > 5 else ''}.",
            hint=f"{what} cannot redact yet. For your own team: --profile team",
        )


def withheld(case: Case, ontology: Ontology) -> tuple[str, ...]:
    """The ids (of statements the readings) of all records that are not to be published as they are, sorted.

    A record without a `publish` of its own has that of its type or relation.
    """
    defaults = {kind.id: kind.publish for kind in ontology.types.values()}
    found = {record.id for record in case.things if (record.publish or defaults.get(record.type, "yes")) != "yes"}
    found |= {source.id for source in case.sources if source.publish not in ("", "yes")}
    for statement in case.statements:
        relation = ontology.relations[statement.relation]
        own = {item.publish or relation.publish for item in statement.evidence if item.origin != "derived"}
        if own - {"yes"}:
            found.add(statement.reading)
    return tuple(sorted(found))
