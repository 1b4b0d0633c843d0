"""Actors that a run of the extractor proposes: `data/extracted/actors.csv`, in the form of `data/actors.csv`, written by machine only.

Whoever takes a proposed actor over copies its row into `data/actors.csv`: from then on that row counts and this one is passed over.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.folder import Folder
from kg.tables.cells import Grid, read_csv
from kg.tables.columns import TABLES
from kg.tables.inventory import read_bytes

__all__ = ["proposals_path", "read_proposals"]


def proposals_path(folder: Folder) -> Path:
    """Where proposed actors stand."""
    return folder.extracted / "actors.csv"


def read_proposals(folder: Folder, adopted: frozenset[str]) -> Grid:
    """The proposed actors that nobody has taken over, as a table; an empty one where there is no file."""
    path, table = proposals_path(folder), TABLES["actors"]
    if not path.exists():
        return Grid(table, folder.name(path))
    raw, wrong = read_bytes(folder, path)
    if raw is None:
        return Grid(table, folder.name(path), findings=wrong)
    grid = read_csv(raw, table, folder.name(path))
    return replace(grid, rows=tuple(row for row in grid.rows if row["id"] not in adopted))
