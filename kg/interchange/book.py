"""A workbook (.xlsx) of text and numbers: never a formula, and the same bytes for the same rows on every machine."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import canonicalize

from kg.errors import UsageError, WorkspaceError

__all__ = ["LONGEST", "UNWRITABLE", "Cell", "Sheet", "write_book"]

Cell = str | float | None

#: What a cell of a spreadsheet holds at most.
LONGEST = 32_767
_MOST_ROWS = 1_048_576
#: What XML cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A spreadsheet reads _x0041_ as A; it is kept by writing the sign that begins it so.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: The first moment that a packed file can name; it has no time zones.
_LONG_AGO = datetime(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the names and widths of its columns, and its rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[Cell]]


def write_book(sheets: Sequence[Sheet], *, title: str, day: date | None) -> bytes:
    """The workbook, as of `day`, the last one that its data names.

    Every text is an inline string: whoever opens it sees `=1+1`, not 2. Raises `UsageError` for more rows than a sheet takes.
    """
    from openpyxl import Workbook  # a second of start-up, for this alone

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        if len(sheet.rows) >= _MOST_ROWS:
            raise UsageError(f"A sheet of a workbook takes {_MOST_ROWS} rows, and {sheet.title} has more.", hint="Choose csv.")
        _fill(book.create_sheet(sheet.title), sheet)
    made = datetime.combine(day, time()) if day else _LONG_AGO
    book.properties.creator, book.properties.title, book.properties.created = "kg", _text(title), made
    saved = io.BytesIO()
    try:
        book.save(saved)
    except Exception as error:  # its sheets lie in temporary files on the way; where lxml is there, openpyxl lets it write them
        if not isinstance(error, OSError) and type(error).__name__ != "SerialisationError":
            raise
        hint = "Free some space where temporary files are kept. What was there before is untouched."
        raise WorkspaceError(f"The workbook cannot be written: {getattr(error, 'strerror', None) or error}.", hint=hint) from error
    return _settled(saved.getvalue(), made)


def _fill(target: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    bold, top = Font(bold=True), Alignment(vertical="top")
    for number, (name, width) in enumerate(sheet.columns, 1):
        _set(target.cell(1, number), name).font = bold
        target.column_dimensions[get_column_letter(number)].width = width
    for number, row in enumerate(sheet.rows, 2):
        for position, value in enumerate(row, 1):
            if value not in (None, ""):
                _set(target.cell(number, position), value).alignment = top
    # The header stays when one scrolls down, the first column when one scrolls right: a row never loses its standing.
    target.freeze_panes = "B2"
    target.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"


def _set(cell: Any, value: Cell) -> Any:
    if isinstance(value, str):
        cell.value = _text(value)
        # After the value: setting that looks for a formula, and finds one in every text that begins with "=".
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def _text(value: str) -> str:
    """A text as XML and a spreadsheet can hold it; what that changes is counted in the loss note."""
    cut = value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
    # A parser of XML makes a line feed of a bare carriage return; this is how spreadsheets write one.
    return _ESCAPED.sub("_x005F_", UNWRITABLE.sub("\ufffd", cut)).replace("\r", "_x000D_")[:LONGEST]


def _settled(raw: bytes, made: datetime) -> bytes:
    """The same workbook without the time of writing and the habits of the XML writer and the packer that happened to be there.

    Parts are stored, not squeezed: what squeezing gives differs from one zlib to the next.
    """
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, zipfile.ZipFile(settled, "w", zipfile.ZIP_STORED) as target:
        # Readers that look at the first bytes only want this part first.
        for name in sorted(packed.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = packed.read(name).decode("utf-8")
            if name == "docProps/core.xml":
                part = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{made.isoformat()}Z", part)
            text = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + canonicalize(part)
            target.writestr(zipfile.ZipInfo(name, _LONG_AGO.timetuple()[:6]), text.encode())
    return settled.getvalue()
