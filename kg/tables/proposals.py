"""What a run of the extractor proposes: `data/extracted/actors.csv` and `events.csv`, in the form of the tables of those names.

They are written by machine only. Whoever takes a proposed actor or event over copies its row into the table in `data/`: from
then on that row counts and this one is passed over.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.folder import Folder
from kg.tables.cells import Grid, read_csv
from kg.tables.columns import TABLES
from kg.tables.inventory import read_bytes

__all__ = ["proposals_path", "read_proposals"]


def proposals_path(folder: Folder, table: str) -> Path:
    """Where proposed `actors` or `events` stand."""
    return folder.extracted / TABLES[table].file


def read_proposals(folder: Folder, name: str, adopted: frozenset[str]) -> Grid:
    """The proposed `actors` or `events` that nobody has taken over, as a table; an empty one where there is no file."""
    path, table = proposals_path(folder, name), TABLES[name]
    if not path.exists():
        return Grid(table, folder.name(path))
    raw, wrong = read_bytes(folder, path)
    if raw is None:
        return Grid(table, folder.name(path), findings=wrong)
    grid = read_csv(raw, table, folder.name(path))
    return replace(grid, rows=tuple(row for row in grid.rows if row["id"] not in adopted))
