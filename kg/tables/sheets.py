"""Spreadsheets to rows with places: one sheet of an .xlsx or .ods file, under the rules that hold for CSV.

A cell that a spreadsheet has changed on its own is a finding where the change cannot be undone: a number among ids, a date on
the first of a month, a yes or no. The line of a place is the number of the row. A formula counts as what it showed when the
file was saved.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from kg.clean import Trouble, visible
from kg.findings import Finding, Place, find
from kg.tables.cells import Grid, RawRow, damaged, plain, to_grid
from kg.tables.columns import Column, Table
from kg.tables.workbook import UNCALCULATED, Workbook, WorkbookError, open_workbook, sheet_names

__all__ = ["from_sheet", "read_sheet", "sheet_records", "unread_sheets"]

#: A spreadsheet keeps 15 digits of a number.
_EXACT = 10**15
#: So many sheets are looked at for a table that the first one does not hold.
_LISTED = 10
#: Columns whose cells are words or codes: a number there has lost its zeros, or was something else when it was typed.
_CODES = ("id", "handle", "ref", "relation", "type", "word", "curator", "reading", "hash", "language", "identifier")


def read_sheet(raw: bytes, table: Table, path: str) -> Grid:
    """The table that a spreadsheet file holds, on the sheet called like the table or else on the first one."""
    try:
        records, merged = sheet_records(raw, table.name, path)
    except WorkbookError as error:
        return Grid(table, path, findings=(find(error.code, Place(path), **error.values),))
    grid = to_grid(table, path, records, from_sheet)
    unseen = unread_sheets(raw, table, path, "sheet-blank") if not grid.columns and not grid.findings else ()
    return replace(grid, findings=grid.findings + merged + unseen)


def unread_sheets(raw: bytes, table: Table, path: str, code: str) -> tuple[Finding, ...]:
    """A finding of this code where the first sheet is read and empty, and rows stand on others: the table may be there."""
    names = sheet_names(raw, ods=path.lower().endswith(".ods"))
    if any(name.casefold() == table.name for name in names):
        return ()
    full = [name for name in names[1:_LISTED] if any(any(cells) for _, cells in sheet_records(raw, name.casefold(), path)[0])]
    others = ", ".join(f'"{visible(name)}"' for name in full)
    return (find(code, Place(path), value=visible(names[0]), others=others, first=visible(full[0]), table=table.name),) if full else ()


def sheet_records(raw: bytes, name: str, path: str) -> tuple[list[RawRow], tuple[Finding, ...]]:
    """The rows of the sheet called `name`, or else of the first one, and a finding for each group of merged cells.

    Raises `WorkbookError` for what cannot or may not be opened.
    """
    book = open_workbook(raw, name, ods=path.lower().endswith(".ods"))
    # All but one of merged cells are empty in the file, whatever the person sees.
    merged = tuple(find("cells-merged", Place(path, row + 1), value=cells) for row, cells in book.merged)
    return list(_records(book, _values(book))), merged


def _values(book: Workbook) -> Sequence[Sequence[object]]:
    from python_calamine import CalamineWorkbook  # here, since most workspaces have no spreadsheet

    try:
        opened = CalamineWorkbook.from_filelike(io.BytesIO(book.raw))
        return opened.get_sheet_by_name(book.sheet).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # what the library raises when it panics is no Exception
        raise WorkbookError("sheet-unreadable") from error


@dataclass(frozen=True, slots=True)
class _Unread:
    """A cell that shows something for which the library gives nothing."""

    shown: str

    def __str__(self) -> str:
        return self.shown


def _records(book: Workbook, rows: Sequence[Sequence[object]]) -> Iterator[RawRow]:
    """The rows, with every cell that shows more than the library says."""
    width = max((column for _, column in book.shown), default=-1) + 1
    height = max((row for row, _ in book.shown), default=-1) + 1
    for number in range(max(height, len(rows))):
        values = rows[number] if number < len(rows) else []
        full = [*values, *[""] * (width - len(values))]
        yield number + 1, [_Unread(book.shown[number, n]) if v == "" and (number, n) in book.shown else v for n, v in enumerate(full)]


def from_sheet(value: object, column: Column) -> str | Trouble:
    """The text of a cell of a spreadsheet, or what is wrong with it."""
    if isinstance(value, str):
        text = plain(value)
        return damaged(text) or text
    if isinstance(value, _Unread):
        return _unread(value)
    if isinstance(value, bool):
        return "cell-boolean", {"value": str(value).upper()}
    if isinstance(value, (int, float)):
        return _number(value, column)
    if isinstance(value, (date, datetime)):
        return _date(value, column)
    assert isinstance(value, (time, timedelta))
    return "cell-duration", {"value": str(value)}


def _unread(value: _Unread) -> Trouble:
    if value.shown == UNCALCULATED:
        return "cell-uncalculated", {}
    return damaged(value.shown) or ("cell-unread", {"value": visible(value.shown)})


def _number(value: float, column: Column) -> str | Trouble:
    whole = value == int(value) if abs(value) < _EXACT else False
    if column.type in _CODES:
        return "cell-number", {"value": f"{value:g}" if not whole else str(int(value))}
    # 0.5 may have been typed as 50 %, and a long number has lost its last digits.
    return str(int(value)) if whole else ("cell-decimal", {"value": repr(value)})


def _date(value: date | datetime, column: Column) -> str | Trouble:
    day = value.date() if isinstance(value, datetime) else value
    if column.type not in ("time", "date"):
        return "cell-date", {"value": day.isoformat()}
    if isinstance(value, datetime) and value.time() != time():
        return "time-clock", {"value": value.isoformat(" "), "suggestion": day.isoformat()}
    if column.type == "time" and day.day == 1:
        return "cell-first", {"value": day.isoformat(), "month": day.isoformat()[:7]}
    return day.isoformat()
