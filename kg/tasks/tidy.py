"""Canonical tables: the same rows in the same order, so that a pass through a spreadsheet is no difference."""

from __future__ import annotations

from kg.errors import DataError
from kg.files import write_atomic
from kg.folder import Folder
from kg.tables import rename as renamed
from kg.tables import tidy_tables

__all__ = ["tidy"]


def tidy(folder: Folder, *, rename: tuple[str, str] | None = None, write: bool = True) -> tuple[str, ...]:
    """Rewrites the tables that are not in canonical form (or that hold the id to rename) and returns their names.

    With `write=False` nothing is changed. Raises `DataError` when a table cannot be read as one, and `UsageError` when
    the id to rename is unknown or the new one is taken.
    """
    if rename:
        files = renamed(folder, *rename)
    else:
        files, findings = tidy_tables(folder)
        if findings:
            raise DataError(findings)
    if write:
        for path, data in sorted(files.items()):
            write_atomic(path, data)
    return tuple(folder.name(path) for path in sorted(files))
