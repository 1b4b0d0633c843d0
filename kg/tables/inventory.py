"""Which files of a workspace are tables, and the one way in which each is opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

from kg.findings import Finding, Place, find
from kg.folder import Folder
from kg.tables.cells import MOST_BYTES, Grid, read_csv
from kg.tables.columns import TABLES
from kg.tables.header import nearest
from kg.tables.sheets import read_sheet

__all__ = ["find_tables", "read_bytes", "read_grids"]

_READ = (".csv", ".xlsx", ".ods")
#: What people keep tables in, and we do not read.
_OTHER = (".tsv", ".tab", ".xls", ".xlsm", ".xlsb", ".numbers", ".fods")


def find_tables(folder: Folder) -> tuple[dict[str, Path], tuple[Finding, ...]]:
    """The file of each table that is there, by the table's name; and a finding for each file that looks like one and is none."""
    tables: dict[str, Path] = {}
    found: list[Finding] = []
    for path in sorted(folder.data.iterdir()) if folder.data.is_dir() else ():
        # Locks and copies that spreadsheets leave beside a file while it is open.
        if path.name.startswith((".", "~$")) or path.suffix.lower() not in (*_READ, *_OTHER):
            continue
        place = Place(folder.name(path))
        if path.suffix in _OTHER and path.stem in TABLES:
            found.append(find("table-format", place, format=path.suffix))
        elif path.suffix not in _READ or path.stem not in TABLES:
            near = nearest(path.stem, TABLES)
            found.append(find("table-unknown", place, known=", ".join(table.file for table in TABLES.values()), near=near and f"{near}.csv"))
        elif path.stem in tables:
            found.append(find("table-double", place, other=folder.name(tables[path.stem])))
        else:
            tables[path.stem] = path
    return tables, tuple(found)


def read_grids(folder: Folder) -> tuple[dict[str, Grid], tuple[Finding, ...]]:
    """Every table of the workspace by its name, an empty one where there is no file, and all that is wrong with files and cells."""
    paths, found = find_tables(folder)
    grids = {name: Grid(table, f"data/{table.file}") for name, table in TABLES.items()}
    for name in grids.keys() & {_meant(finding) for finding in found} - paths.keys():
        grids[name] = replace(grids[name], findings=tuple(finding for finding in found if _meant(finding) == name))
    for name, path in paths.items():
        raw, wrong = read_bytes(folder, path)
        read = read_csv if path.suffix == ".csv" else read_sheet
        grids[name] = Grid(TABLES[name], folder.name(path), findings=wrong) if raw is None else read(raw, TABLES[name], folder.name(path))
        found += grids[name].findings
    return grids, found


def _meant(finding: Finding) -> str:
    """The name of the table that a file which was not read may be."""
    return PurePath(finding.value("near") or finding.place.path).stem


def read_bytes(folder: Folder, path: Path) -> tuple[bytes | None, tuple[Finding, ...]]:
    """What a file of the workspace holds, or why it was not read."""
    place = Place(folder.name(path))
    try:
        if not path.resolve().is_relative_to(folder.root):
            return None, (find("table-outside", place),)
        if not path.is_file():
            return None, (find("table-unreadable", place, detail="it is no file"),)
        if path.stat().st_size > MOST_BYTES:
            return None, (find("table-large", place, most=MOST_BYTES // 1_000_000),)
        return path.read_bytes(), ()
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        return None, (find("table-unreadable", place, detail=getattr(error, "strerror", "") or "links in a circle"),)
