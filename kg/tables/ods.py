"""What the cells of an OpenDocument spreadsheet show."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.tables.cells import MOST_ROWS
from kg.tables.parts import UNCALCULATED, Sheet, Workbook, WorkbookError, choose, pack, scan

__all__ = ["ods_tables", "open_ods"]

#: What stands in or beside the cells and is no part of what they show.
_BESIDE = ("annotation", "tracked-changes", "frame", "custom-shape")


_VALUES = ("value-type", "value", "string-value", "date-value", "time-value", "boolean-value")


@dataclass
class _Tables:
    """The cells of all tables of an OpenDocument spreadsheet: the library reads them all when it opens the file."""

    tables: list[Sheet] = field(default_factory=list)
    _inside: bool = False
    _skipped: int = 0
    _row: int = 0
    _rows: int = 1
    _column: int = 0
    _columns: int = 1
    _text: str = ""
    _value: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipped or name in _BESIDE:
            self._skipped += 1
        elif name == "table" and self._inside:
            raise WorkbookError("sheet-unreadable")
        elif name == "table":
            self._inside, self._row = True, 0
            self.tables.append(Sheet(attributes["name"]))
        elif self._inside and name == "table-row":
            self._column, self._rows = 0, _repeated(attributes, "rows", MOST_ROWS * 10)
        elif self._inside and name in ("table-cell", "covered-table-cell"):
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._columns, self._text = _repeated(attributes, "columns", 1 << 15), ""
        # Whatever attribute holds a value, the library may take it, with a type or without.
        values = [text for key, text in attributes.items() if key in _VALUES and text]
        self._value = next(iter(values), UNCALCULATED if "formula" in attributes else "")
        if any(int(attributes.get(f"number-{side}-spanned", "1")) > 1 for side in ("rows", "columns")):
            self.tables[-1].merged.append((self._row, f"from column {self._column + 1}"))

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "table":
            self._inside = False
        elif self._inside and name == "table-row":
            self._row += self._rows
        elif self._inside and name in ("table-cell", "covered-table-cell"):
            self._reach()
            self._column += self._columns

    def _reach(self) -> None:
        text = self._text.strip() or (self._value if self._value != "string" else "")
        for row in range(self._row, self._row + self._rows) if text or self._value else ():
            for column in range(self._column, self._column + self._columns):
                self.tables[-1].reach(row, column, text, len(self._text))

    def data(self, text: str) -> None:
        if self._inside and not self._skipped:
            self._text += text


def _repeated(attributes: dict[str, str], side: str, most: int) -> int:
    text = attributes.get(f"number-{side}-repeated", "1")
    if not text.isdecimal() or not 0 < int(text[:10]) <= most:
        raise WorkbookError("sheet-unreadable")
    return int(text)


def ods_tables(parts: dict[str, bytes]) -> list[Sheet]:
    """All sheets of the file, in order; raises as `open_ods` does."""
    handler = _Tables()
    try:
        scan(parts["content.xml"], handler)
    except ValueError as error:
        raise error if isinstance(error, WorkbookError) else WorkbookError("sheet-unreadable") from error
    return handler.tables


def open_ods(parts: dict[str, bytes], name: str) -> Workbook:
    """The sheet of that name, or the first. Raises `WorkbookError`, and `KeyError` or `ExpatError` where the file is no workbook."""
    tables = ods_tables(parts)
    chosen = choose([sheet.name for sheet in tables], name)
    sheet = next(sheet for sheet in tables if sheet.name == chosen)
    return Workbook(pack(parts), chosen, sheet.shown, tuple(sheet.merged))
