"""What may be opened of a spreadsheet file, and what its cells show: a look at the XML before a library reads the values.

The library gives an empty text for a cell that shows an error and for a formula that was never calculated, and a single cell
far out on an empty sheet makes it ask for so much memory that the process dies. So every part is unpacked here within limits,
the cells that show something are noted, and the library gets a file made of the parts that were looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from kg.tables.cells import MOST_BYTES, MOST_ROWS
from kg.tables.header import MOST_COLUMNS

__all__ = ["UNCALCULATED", "Workbook", "WorkbookError", "open_workbook", "sheet_names"]

_MOST_UNPACKED = 200_000_000
_MOST_RATIO = 200
_MOST_PARTS = 1_000
_MOST_CELLS = 1_000_000
_MOST_SHOWN = 60

#: Shown by a formula that was never calculated.
UNCALCULATED = "="

#: (row, column), both from 0.
Position = tuple[int, int]


class WorkbookError(ValueError):
    """The file is not opened; `code` names the finding and `values` fill its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Workbook:
    """One sheet of a spreadsheet file, looked at and found small enough to be read."""

    #: The file, made anew of the parts that were looked at.
    raw: bytes
    sheet: str
    #: The beginning of what each cell shows, for every cell that shows something.
    shown: dict[Position, str]
    #: (row, cells) of each group of merged cells.
    merged: tuple[tuple[int, str], ...]


def open_workbook(raw: bytes, name: str, *, ods: bool) -> Workbook:
    """The sheet called `name`, or the first one where none is. Raises `WorkbookError` for what cannot or may not be opened."""
    parts = _unpack(raw)
    try:
        return _open_ods(parts, name) if ods else _open_xlsx(parts, name)
    except (KeyError, IndexError, expat.ExpatError) as error:
        raise WorkbookError("sheet-unreadable") from error


def sheet_names(raw: bytes, *, ods: bool) -> tuple[str, ...]:
    """The names of the sheets, in order. Raises as `open_workbook` does."""
    parts = _unpack(raw)
    try:
        return tuple(sheet.name for sheet in _ods_tables(parts)) if ods else tuple(_xlsx_sheets(parts))
    except (KeyError, IndexError, expat.ExpatError) as error:
        raise WorkbookError("sheet-unreadable") from error


def _unpack(raw: bytes) -> dict[str, bytes]:
    """The XML parts of a packed file, none of them longer than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            _check(members, len(raw))
            return {m.filename: packed.read(m) for m in members if m.filename == "mimetype" or m.filename.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        if isinstance(error, WorkbookError):
            raise
        raise WorkbookError("sheet-unreadable") from error


def _check(members: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    names = [member.filename for member in members]
    if len(members) > _MOST_PARTS or len({name.lower() for name in names}) < len(names):
        raise WorkbookError("sheet-unreadable")
    if any(".." in name or name.startswith("/") or "\\" in name for name in names):
        raise WorkbookError("sheet-unreadable")
    if unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * size:
        raise WorkbookError("sheet-bomb", most=_MOST_UNPACKED // 1_000_000)


def _pack(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return packed.getvalue()


class _Handler(Protocol):
    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def data(self, text: str) -> None: ...


def _scan(data: bytes, handler: _Handler) -> None:
    """Feeds XML to a handler, names without their namespace; entities, which can grow without end, are refused."""
    parser = expat.ParserCreate("utf-8", "\n")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise WorkbookError("sheet-unreadable")

    def start(name: str, attributes: dict[str, str]) -> None:
        handler.start(name.rpartition("\n")[2], {key.rpartition("\n")[2]: value for key, value in attributes.items()})

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: handler.end(name.rpartition("\n")[2])
    parser.CharacterDataHandler = handler.data
    parser.Parse(data, True)


@dataclass
class _Sheet:
    """The cells of one sheet as they are met; stops at the limits."""

    name: str = ""
    shown: dict[Position, str] = field(default_factory=dict)
    merged: list[tuple[int, str]] = field(default_factory=list)
    length: int = 0

    def reach(self, row: int, column: int, text: str, length: int) -> None:
        """Notes a cell; one that has a value but shows nothing takes the library's memory too."""
        self.length += length
        if row < 0 or column < 0:
            raise WorkbookError("sheet-unreadable")
        if row > MOST_ROWS:
            raise WorkbookError("table-long", most=MOST_ROWS)
        if column >= MOST_COLUMNS:
            raise WorkbookError("sheet-wide", most=MOST_COLUMNS)
        if self.length > MOST_BYTES or len(self.shown) >= _MOST_CELLS:
            raise WorkbookError("table-large", most=MOST_BYTES // 1_000_000)
        if text:
            self.shown[row, column] = text[:_MOST_SHOWN]


# ---- xlsx


@dataclass
class _Elements:
    """All elements of one name, by their attributes."""

    wanted: str
    found: list[dict[str, str]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.wanted:
            self.found.append(attributes)

    def end(self, name: str) -> None: ...
    def data(self, text: str) -> None: ...


def _elements(data: bytes, name: str) -> list[dict[str, str]]:
    handler = _Elements(name)
    _scan(data, handler)
    return handler.found


@dataclass
class _Strings:
    """The strings that cells share: the beginning of each and its length, readings of East Asian letters left out."""

    texts: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    _wanted: bool = False
    _reading: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.texts.append("")
            self.lengths.append(0)
        self._reading |= name == "rPh"
        self._wanted = name == "t" and not self._reading

    def end(self, name: str) -> None:
        self._reading &= name != "rPh"
        self._wanted &= name != "t"

    def data(self, text: str) -> None:
        if self._wanted:
            self.texts[-1] = (self.texts[-1] + text)[:_MOST_SHOWN]
            self.lengths[-1] += len(text)


_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class _Cells:
    """The cells of one worksheet."""

    strings: _Strings
    sheet: _Sheet
    _row: int = -1
    _column: int = -1
    _kind: str = ""
    _inside: str = ""
    _text: str = ""
    _formula: bool = False
    _valued: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
        elif name == "c":
            row, self._column = _position(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
            if row != self._row:
                raise WorkbookError("sheet-unreadable")
            self._kind, self._text, self._formula, self._valued = attributes.get("t", "n"), "", False, False
        elif name == "mergeCell":
            self.sheet.merged.append((_position(attributes["ref"].partition(":")[0])[0], attributes["ref"]))
        elif name in ("v", "t"):
            self._inside = name
        self._formula |= name == "f"
        self._valued |= name in ("f", "v", "is")

    def end(self, name: str) -> None:
        if name == "c" and self._valued:
            self._reach()
        self._inside = "" if name == self._inside else self._inside

    def _reach(self) -> None:
        text, length = self._text.strip(), len(self._text)
        if text and self._kind == "s":
            text, length = self.strings.texts[int(text)].strip(), self.strings.lengths[int(text)]
        elif not text and self._formula and self._kind != "str":
            text = UNCALCULATED
        self.sheet.reach(self._row, self._column, text, length)

    def data(self, text: str) -> None:
        if self._inside:
            self._text += text


def _position(reference: str) -> Position:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise WorkbookError("sheet-unreadable")
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _xlsx_sheets(parts: dict[str, bytes]) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    targets = {e["Id"]: e["Target"] for e in _elements(parts["xl/_rels/workbook.xml.rels"], "Relationship") if e["Type"].endswith("/worksheet")}
    return {e["name"]: _inside(targets[e["id"]]) for e in _elements(parts["xl/workbook.xml"], "sheet") if e.get("id") in targets}


def _open_xlsx(parts: dict[str, bytes], name: str) -> Workbook:
    sheets = _xlsx_sheets(parts)
    chosen = _choose(sheets, name)
    strings, sheet = _Strings(), _Sheet(chosen)
    if "xl/sharedStrings.xml" in parts:
        _scan(parts["xl/sharedStrings.xml"], strings)
    try:
        _scan(parts[sheets[chosen]], _Cells(strings, sheet))
    except ValueError as error:
        raise error if isinstance(error, WorkbookError) else WorkbookError("sheet-unreadable") from error
    # Sheets that nobody looked at are left out: the library cannot open them by mistake.
    kept = {part: data for part, data in parts.items() if part == sheets[chosen] or part not in sheets.values()}
    return Workbook(_pack(kept), chosen, sheet.shown, tuple(sheet.merged))


def _inside(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _choose(sheets: Iterable[str], name: str) -> str:
    names = list(sheets)
    return next((sheet for sheet in names if sheet.casefold() == name), names[0])


# ---- ods


#: What stands in or beside the cells and is no part of what they show.
_BESIDE = ("annotation", "tracked-changes", "frame", "custom-shape")


_VALUES = ("value-type", "value", "string-value", "date-value", "time-value", "boolean-value")


@dataclass
class _Tables:
    """The cells of all tables of an OpenDocument spreadsheet: the library reads them all when it opens the file."""

    tables: list[_Sheet] = field(default_factory=list)
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
            self.tables.append(_Sheet(attributes["name"]))
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


def _ods_tables(parts: dict[str, bytes]) -> list[_Sheet]:
    handler = _Tables()
    try:
        _scan(parts["content.xml"], handler)
    except ValueError as error:
        raise error if isinstance(error, WorkbookError) else WorkbookError("sheet-unreadable") from error
    return handler.tables


def _open_ods(parts: dict[str, bytes], name: str) -> Workbook:
    tables = _ods_tables(parts)
    chosen = _choose([sheet.name for sheet in tables], name)
    sheet = next(sheet for sheet in tables if sheet.name == chosen)
    return Workbook(_pack(parts), chosen, sheet.shown, tuple(sheet.merged))
