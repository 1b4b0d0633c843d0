"""What may be opened of a spreadsheet file, and what its cells show: a look at the XML before a library reads the values.

The library gives an empty text for a cell that shows an error and for a formula that was never calculated, and a single cell
far out on an empty sheet makes it ask for so much memory that the process dies. So every part is unpacked here within limits,
the cells that show something are noted, and the library gets a file made of the parts that were looked at.
"""

from __future__ import annotations

from xml.parsers import expat

from kg.tables.ods import ods_tables, open_ods
from kg.tables.parts import UNCALCULATED, Workbook, WorkbookError, unpack
from kg.tables.xlsx import open_xlsx, xlsx_sheets

__all__ = ["UNCALCULATED", "Workbook", "WorkbookError", "open_workbook", "sheet_names"]


def open_workbook(raw: bytes, name: str, *, ods: bool) -> Workbook:
    """The sheet called `name`, or the first one where none is. Raises `WorkbookError` for what cannot or may not be opened."""
    parts = unpack(raw)
    try:
        return open_ods(parts, name) if ods else open_xlsx(parts, name)
    except (KeyError, IndexError, expat.ExpatError) as error:
        raise WorkbookError("sheet-unreadable") from error


def sheet_names(raw: bytes, *, ods: bool) -> tuple[str, ...]:
    """The names of the sheets, in order. Raises as `open_workbook` does."""
    parts = unpack(raw)
    try:
        return tuple(sheet.name for sheet in ods_tables(parts)) if ods else tuple(xlsx_sheets(parts))
    except (KeyError, IndexError, expat.ExpatError) as error:
        raise WorkbookError("sheet-unreadable") from error
