"""Tables of other people: columns that are not ours, in CSV, TSV, .xlsx or .ods, under the rules that hold for our own.

Only the columns that somebody asks for are read; of the others it is told that they are there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from kg.clean import TextError, Trouble, cell, visible
from kg.findings import Finding, Place, find
from kg.tables.cells import MOST_BYTES, Convert, Grid, RawRow, csv_records, damaged, from_csv, to_grid
from kg.tables.columns import Column, Table
from kg.tables.safe import unguarded
from kg.tables.sheets import from_sheet, sheet_records, unread_sheets
from kg.tables.workbook import WorkbookError, sheet_names

__all__ = ["SPREADSHEETS", "Foreign", "read_foreign", "sheets_of"]

SPREADSHEETS = (".xlsx", ".ods")
#: The type of a column that nobody asks for: whatever stands in it is not looked at.
_UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A table as it was read; the cells of its rows stand under the names that were asked for."""

    grid: Grid
    #: Names of columns that nobody asked for, as the file writes them.
    left: tuple[str, ...] = ()


def sheets_of(raw: bytes, path: str) -> tuple[str, ...]:
    """The names of the sheets of a spreadsheet file, in order; none of a file that is none or cannot be opened."""
    if PurePath(path).suffix.lower() not in SPREADSHEETS or len(raw) > MOST_BYTES:
        return ()
    try:
        return sheet_names(raw, ods=path.lower().endswith(".ods"))
    except WorkbookError:
        return ()


def read_foreign(raw: bytes, path: str, types: Mapping[str, str], *, sheet: str = "", exact: bool = False) -> Foreign:
    """The columns named in `types`, whatever the case of their names, each read as a cell of the type given there.

    Of a spreadsheet the sheet of that name is read, or the first one. `exact` is for files that we wrote: an apostrophe is
    taken off only where we put it. A file without any of the columns has a finding, and no row.
    """
    table = Table(sheet.casefold() or "table", path, "", tuple(Column(name, kind) for name, kind in types.items()))
    if len(raw) > MOST_BYTES:
        return Foreign(Grid(table, path, findings=(find("table-large", Place(path), most=MOST_BYTES // 1_000_000),)))
    known = {name.casefold(): name for name in types}
    try:
        if PurePath(path).suffix.lower() in SPREADSHEETS:
            records, merged = sheet_records(raw, table.name, path)
            unread = () if any(any(cells) for _, cells in records) else unread_sheets(raw, table, path, "import-sheet")
            if unread:
                return Foreign(Grid(table, path, findings=unread))
            return _lay(table, path, records, known, _sheet_cells(exact=exact), merged)
        lines, separator = csv_records(raw, path, lambda name: name.casefold() in known)
        return _lay(table, path, lines, known, _csv_cells(exact=exact), (), separator)
    except TextError as error:
        return Foreign(Grid(table, path, findings=(find(error.code, Place(path, error.line), **error.values),)))
    except WorkbookError as error:
        return Foreign(Grid(table, path, findings=(find(error.code, Place(path), **error.values),)))


def _lay(
    table: Table, path: str, records: Sequence[RawRow | Finding], known: Mapping[str, str], convert: Convert,
    merged: tuple[Finding, ...], separator: str = "",
) -> Foreign:  # fmt: skip
    """The records under a header whose known names are written as they were asked for."""
    start = next((n for n, item in enumerate(records) if isinstance(item, Finding) or any(cell(str(value)) for value in item[1])), None)
    head = None if start is None else records[start]
    if start is None or head is None or isinstance(head, Finding):
        grid = to_grid(table, path, records, convert)
        return Foreign(grid if grid.findings else replace(grid, findings=(find("import-empty", Place(path)),)))
    written = [cell(str(value)) for value in head[1]]
    # A column without a name gets one: what stands in it is left like that of any other column that nobody asks for.
    names = [known.get(name.casefold(), name) or f"column {n}" for n, name in enumerate(written, 1)]
    left = tuple(name for name in dict.fromkeys(written) if name and name.casefold() not in known)
    if len(left) == len({*filter(None, written)}):
        values = {"columns": _listed(written), "known": ", ".join(known.values())}
        return Foreign(Grid(table, path, findings=(find("import-columns", Place(path, head[0]), **values),)))
    columns = [table.find_column(name) or Column(name, _UNREAD) for name in dict.fromkeys(names)]
    rest: Iterable[RawRow | Finding] = ((head[0], names), *records[start + 1 :])
    grid = to_grid(replace(table, columns=tuple(columns)), path, rest, convert, separator=separator)
    return Foreign(replace(grid, findings=grid.findings + merged), left)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{visible(name)}"' for name in list(names)[:8])


def _csv_cells(*, exact: bool) -> Convert:
    return _asked(_exact_csv if exact else from_csv)


def _sheet_cells(*, exact: bool) -> Convert:
    return _asked(_exact_sheet if exact else from_sheet)


def _asked(convert: Convert) -> Convert:
    def read(value: object, column: Column) -> str | Trouble:
        if column.type == _UNREAD:
            return ""
        # What is below 1 may have been typed as 50 %: an amount of money may be none of these.
        if isinstance(value, float) and (column.type == "number" or (column.type == "amount" and abs(value) >= 1)):
            return str(int(value)) if value.is_integer() else repr(value)
        return convert(value, column)

    return read


def _exact_csv(value: object, column: Column) -> str | Trouble:
    text = str(value)
    # Our own file has an apostrophe there: somebody typed this formula into it.
    if text.lstrip().startswith("="):
        return "cell-formula", {"value": visible(text)}
    return _whole(unguarded(text))


def _exact_sheet(value: object, column: Column) -> str | Trouble:
    return _whole(value) if isinstance(value, str) else from_sheet(value, column)


def _whole(text: str) -> str | Trouble:
    """The text as it is, without blanks at its edges, which a pass through a spreadsheet may have brought."""
    tidied = re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", text)).strip()
    return damaged(tidied) or tidied
