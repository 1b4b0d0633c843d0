"""Tables back to bytes: canonical form, an id renamed everywhere, rows added. Nothing is written to disk here.

In canonical form a table is UTF-8 with LF, its columns stand in the order of their declaration, optional columns that are
empty are left out (but from tables that are only added to), rows are sorted by their content, and cells are quoted only where they must be.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.clean import id_trouble
from kg.errors import DataError, UsageError
from kg.findings import Finding
from kg.folder import Folder
from kg.tables.candidates import find_candidates, parse_line, split_lines
from kg.tables.cells import Grid, Row, plain, read_csv
from kg.tables.columns import CANDIDATES, TABLES, Table
from kg.tables.inventory import find_tables, read_bytes, read_grids
from kg.tables.safe import is_formula

__all__ = ["add_identifiers", "append_candidates", "append_rows", "rename", "tidy_tables", "to_table"]

Cells = Mapping[str, str]


def tidy_tables(folder: Folder) -> tuple[dict[Path, bytes], tuple[Finding, ...]]:
    """The new bytes of each CSV table that is not in canonical form, and what is wrong with the tables that are left alone."""
    paths, found = find_tables(folder)
    changed: dict[Path, bytes] = {}
    for name, path in paths.items():
        raw, wrong = read_bytes(folder, path)
        found += wrong
        if raw is None or path.suffix != ".csv":
            continue
        grid = read_csv(raw, TABLES[name], folder.name(path))
        found += grid.findings
        if not grid.findings and grid.columns and (tidied := _canonical(grid)) != raw:
            changed[path] = tidied
    return changed, found


def _canonical(grid: Grid) -> bytes:
    rows = sorted((row.cells for row in grid.rows), key=lambda cells: _order(grid.table, cells))
    filled = {name for cells in rows for name in cells}
    # A table without rows keeps its columns: they are the form that somebody will fill in.
    columns = grid.table.names if grid.table.appended else grid.columns
    return _to_csv(grid.table, columns if grid.table.appended or not rows else filled | set(grid.table.required), rows)


def _order(table: Table, cells: Cells) -> tuple[object, ...]:
    """A row's content, column by column; the name of a row comes last, so that statements stand by what they say."""
    named = [column.name for column in table.columns if column.type != "handle"]
    others = sorted((name, text) for name, text in cells.items() if name not in named)
    return *(cells.get(name, "") for name in named), others


def _to_csv(table: Table, columns: Iterable[str], rows: Iterable[Cells]) -> bytes:
    names = table.in_order(columns)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_guarded(cells.get(name, "")) for name in names] for cells in rows)
    return text.getvalue().encode()


def _guarded(text: str) -> str:
    """The text with an apostrophe where a spreadsheet would take it for a formula; reading takes it off again."""
    return f"'{text}" if is_formula(text) else text


def to_table(name: str, rows: Iterable[Cells]) -> bytes:
    """A whole table in canonical form, for a file that only a machine writes."""
    cells = [{column: plain(text) for column, text in row.items() if text} for row in rows]
    filled = {column for row in cells for column in row} | set(TABLES[name].required)
    return _to_csv(TABLES[name], filled, sorted(cells, key=lambda row: _order(TABLES[name], row)))


# ---- an id renamed everywhere


def rename(folder: Folder, old: str, new: str) -> dict[Path, bytes]:
    """The new bytes of each file that names an actor, source or event, with another id in its place.

    Judgements keep fitting: the id is replaced in the readings they cite too. Raises `UsageError` when there is no such id, or
    the new one is taken or none, and `DataError` when a table cannot be read as one.
    """
    grids, found = read_grids(folder)
    lines = {path: _lines(folder, path) for path in find_candidates(folder)}
    wrong = [*found, *(finding for file in lines.values() for finding in file.findings)]
    if wrong:
        raise DataError(wrong)
    _check_names({row["id"] for name in ("actors", "sources", "events") for row in grids[name].rows}, old, new)
    changed = {folder.root / grid.path: _renamed_table(grid, old, new) for grid in grids.values() if _holds(grid, old)}
    sheets = sorted(folder.name(path) for path in changed if path.suffix != ".csv")
    if sheets:
        raise UsageError(f'"{old}" stands in {", ".join(sheets)}, and spreadsheets are not rewritten.', hint="Save them as CSV first.")
    files = {path: _renamed_lines(file, old, new) for path, file in lines.items()}
    return changed | {path: data for path, data in files.items() if data is not None}


def _check_names(ids: set[str], old: str, new: str) -> None:
    if old not in ids:
        raise UsageError(f'There is no actor, source or event "{old}".')
    if new in ids:
        raise UsageError(f'"{new}" is the id of something else already.', hint="To say that two actors are one, write a row in identities.csv.")
    if id_trouble(new):
        raise UsageError(f'"{new}" cannot be an id.', hint="Write small letters a to z, digits and hyphens, with a letter first.")


def _holds(grid: Grid, old: str) -> bool:
    return any(_renamed(text, grid.table, name, old, "") != text for row in grid.rows for name, text in row.cells.items())


def _renamed(text: str, table: Table, name: str, old: str, new: str) -> str:
    """A cell with the new id where it holds the old one as an id; names of rows and running text stay."""
    column = table.get_column(name)
    if column.type == "reading":
        return _renamed_reading(text, old, new)
    return new if text == old and (column.to or column.type == "id") else text


def _renamed_reading(text: str, old: str, new: str) -> str:
    """A reading with the new id as subject, object, claimant, place or event; the words of a role stay."""
    head, bracket, details = text.partition("[")
    head = re.sub(rf"^{old}(?= )|(?<= ){old}(?= *$)", new, head)
    return head + re.sub(rf"(?<=\[)((?:[a-z]+ by|in|during) ){old}(?=\])", rf"\g<1>{new}", bracket + details)


def _renamed_table(grid: Grid, old: str, new: str) -> bytes:
    rows = [{name: _renamed(text, grid.table, name, old, new) for name, text in row.cells.items()} for row in grid.rows]
    return _canonical(replace(grid, rows=tuple(Row(row.place, cells) for row, cells in zip(grid.rows, rows, strict=True))))


@dataclass(frozen=True, slots=True)
class _Lines:
    """A file of candidates, line by line."""

    text: tuple[str, ...]
    findings: tuple[Finding, ...]


def _lines(folder: Folder, path: Path) -> _Lines:
    raw, found = read_bytes(folder, path)
    lines, wrong = split_lines(raw or b"", folder.name(path))
    rows = [parse_line(place, line) for place, line in lines]
    unread = tuple(row for row in rows if isinstance(row, Finding))
    return _Lines(tuple(line for _, line in lines), found + wrong + unread)


def _renamed_lines(lines: _Lines, old: str, new: str) -> bytes | None:
    """The file with the new id, lines that do not hold it as they were; `None` when no line holds it."""
    renamed = [_renamed_line(line, old, new) for line in lines.text]
    return "".join(f"{line}\n" for line in renamed).encode() if renamed != list(lines.text) else None


def _renamed_line(line: str, old: str, new: str) -> str:
    fields = json.loads(line)
    changed = {name: _renamed(value, CANDIDATES, name, old, new) if isinstance(value, str) else value for name, value in fields.items()}
    return line if changed == fields else json.dumps(changed, ensure_ascii=False)


# ---- rows added


def append_rows(folder: Folder, name: str, rows: Iterable[Cells]) -> tuple[Path, bytes]:
    """The file of a table and its bytes with rows added at the end; what was there keeps its order.

    Raises `DataError` when the table cannot be read as one, and `UsageError` when it is a spreadsheet.
    """
    path, grid = _writable(folder, name)
    added = [{column: plain(text) for column, text in cells.items()} for cells in rows]
    kept = TABLES[name].names if TABLES[name].appended else grid.columns or TABLES[name].required
    columns = {*kept, *(column for cells in added for column, text in cells.items() if text)}
    return path, _to_csv(TABLES[name], columns, [*(row.cells for row in grid.rows), *added])


def _writable(folder: Folder, name: str) -> tuple[Path, Grid]:
    """The file of a table, and what it holds."""
    paths, found = find_tables(folder)
    path = paths.get(name, folder.data / TABLES[name].file)
    if path.suffix != ".csv":
        raise UsageError(f"{folder.name(path)} is a spreadsheet, and those are not rewritten.", hint="Save it as CSV first.")
    grid = Grid(TABLES[name], folder.name(path))
    if name in paths:
        raw, found = read_bytes(folder, path)
        grid = grid if raw is None else read_csv(raw, TABLES[name], folder.name(path))
    if found or grid.findings:
        raise DataError(found + grid.findings)
    return path, grid


def add_identifiers(folder: Folder, found: Mapping[str, Iterable[str]]) -> tuple[Path, bytes]:
    """The table of actors and its bytes with identifiers added to those that are named by their id; an actor of no row gets none.

    Raises as `append_rows` does.
    """
    path, grid = _writable(folder, "actors")
    rows = []
    for row in grid.rows:
        known = [text for text in row["identifiers"].split("|") if text]
        every = "|".join(dict.fromkeys((*known, *found.get(row["id"], ()))))
        rows.append({**row.cells, **({"identifiers": every} if every else {})})
    return path, _to_csv(TABLES["actors"], {*grid.columns, "identifiers"}, rows)


def append_candidates(folder: Folder, name: str, rows: Iterable[Cells]) -> tuple[Path, bytes]:
    """The file of candidates of that name and its bytes with lines added at the end; what is no field of a candidate is left out.

    Raises `DataError` when the file cannot be read as one.
    """
    path = folder.extracted / f"{name}.jsonl"
    before = _lines(folder, path) if path.exists() else _Lines((), ())
    if before.findings:
        raise DataError(before.findings)
    return path, "".join(f"{line}\n" for line in (*before.text, *map(_candidate_line, rows))).encode()


def _candidate_line(cells: Cells) -> str:
    fields = {column.name: cells[column.name] for column in CANDIDATES.columns if cells.get(column.name)}
    return json.dumps(fields | {"confidence": float(cells["confidence"])}, ensure_ascii=False)
