"""Canonical tables, the same rows in the same order, so that a pass through a spreadsheet is no difference; and their description."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.errors import DataError
from kg.files import write_atomic
from kg.folder import Folder
from kg.graph import find_rdf
from kg.model import Statement
from kg.ontology import Ontology
from kg.stories import read_stories
from kg.stories import renamed as with_names
from kg.tables import METADATA, describe, tidy_tables
from kg.tables import rename as renamed
from kg.tasks.reading import read_workspace

__all__ = ["tidy"]


def tidy(folder: Folder, *, rename: tuple[str, str] | None = None, write: bool = True) -> tuple[str, ...]:
    """Rewrites the tables that are not in canonical form (or that hold the id to rename) and returns their names.

    The description of their columns is kept up to date with them, and among the names when it was not.

    With `write=False` nothing is changed. Raises `DataError` when a table cannot be read as one, and `UsageError` when
    the id to rename is unknown or the new one is taken.
    """
    if rename:
        files = renamed(folder, *rename) | _stories(folder, *rename)
    else:
        files, findings = tidy_tables(folder)
        if findings:
            raise DataError(findings)
    path = folder.data / METADATA
    described = describe(folder, files, closed=not find_rdf(folder))
    if described and not (path.is_file() and path.read_bytes() == described):
        files[path] = described
    if write:
        for path, data in sorted(files.items()):
            write_atomic(path, data)
    return tuple(folder.name(path) for path in sorted(files))


def _stories(folder: Folder, old: str, new: str) -> dict[Path, bytes]:
    """The new bytes of each story whose steps lead to what is renamed: an id is part of the hash of a statement too."""
    told, _ = read_stories(folder)
    if not told:
        return {}
    reading = read_workspace(folder)
    names = {old: new}
    names |= {statement.id: _renamed(statement, old, new, reading.ontology).id for statement in reading.case.statements}
    texts = {path: path.read_bytes().decode() for path in (folder.data / "stories" / f"{story.id}.md" for story in told)}
    return {path: changed.encode() for path, text in texts.items() if (changed := with_names(text, names)) != text}


def _renamed(statement: Statement, old: str, new: str, ontology: Ontology) -> Statement:
    def now(name: str) -> str:
        return new if name == old else name

    ends = (now(statement.subject), now(statement.object))
    relation = ontology.relations.get(statement.relation)
    subject, other = sorted(ends) if relation and relation.symmetric else ends
    return replace(statement, subject=subject, object=other, claimant=now(statement.claimant), place=now(statement.place), event=now(statement.event))
