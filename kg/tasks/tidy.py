"""Canonical tables, the same rows in the same order, so that a pass through a spreadsheet is no difference; and their description."""

from __future__ import annotations

from kg.errors import DataError
from kg.files import write_atomic
from kg.folder import Folder
from kg.graph import find_rdf
from kg.tables import METADATA, describe, tidy_tables
from kg.tables import rename as renamed

__all__ = ["tidy"]


def tidy(folder: Folder, *, rename: tuple[str, str] | None = None, write: bool = True) -> tuple[str, ...]:
    """Rewrites the tables that are not in canonical form (or that hold the id to rename) and returns their names.

    The description of their columns is kept up to date with them, and among the names when it was not.

    With `write=False` nothing is changed. Raises `DataError` when a table cannot be read as one, and `UsageError` when
    the id to rename is unknown or the new one is taken.
    """
    if rename:
        files = renamed(folder, *rename)
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
