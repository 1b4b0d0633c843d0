"""The parts of a spreadsheet file, unpacked within limits, and the cells of its sheets, noted within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from kg.tables.cells import MOST_BYTES, MOST_ROWS
from kg.tables.header import MOST_COLUMNS

__all__ = ["MOST_SHOWN", "UNCALCULATED", "Handler", "Position", "Sheet", "Workbook", "WorkbookError", "choose", "pack", "scan", "unpack"]

_MOST_UNPACKED = 200_000_000
_MOST_RATIO = 200
_MOST_PARTS = 1_000
_MOST_CELLS = 1_000_000
#: The beginning of what a cell shows is enough to say what it is.
MOST_SHOWN = 60

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


def unpack(raw: bytes) -> dict[str, bytes]:
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


def pack(parts: dict[str, bytes]) -> bytes:
    """A file made of such parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return packed.getvalue()


class Handler(Protocol):
    """What is told of XML as it is read."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text stands between."""


def scan(data: bytes, handler: Handler) -> None:
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
class Sheet:
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
            self.shown[row, column] = text[:MOST_SHOWN]


def choose(sheets: Iterable[str], name: str) -> str:
    """The sheet of that name, or the first one where none has it."""
    names = list(sheets)
    return next((sheet for sheet in names if sheet.casefold() == name), names[0])
