"""What the cells of an .xlsx sheet show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.tables.parts import MOST_SHOWN, UNCALCULATED, Position, Sheet, Workbook, WorkbookError, choose, pack, scan

__all__ = ["open_xlsx", "xlsx_sheets"]


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
    scan(data, handler)
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
            self.texts[-1] = (self.texts[-1] + text)[:MOST_SHOWN]
            self.lengths[-1] += len(text)


_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class _Cells:
    """The cells of one worksheet."""

    strings: _Strings
    sheet: Sheet
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


def xlsx_sheets(parts: dict[str, bytes]) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    targets = {e["Id"]: e["Target"] for e in _elements(parts["xl/_rels/workbook.xml.rels"], "Relationship") if e["Type"].endswith("/worksheet")}
    return {e["name"]: _inside(targets[e["id"]]) for e in _elements(parts["xl/workbook.xml"], "sheet") if e.get("id") in targets}


def open_xlsx(parts: dict[str, bytes], name: str) -> Workbook:
    """The sheet of that name, or the first. Raises `WorkbookError`, and `KeyError` or `ExpatError` where the file is no workbook."""
    sheets = xlsx_sheets(parts)
    chosen = choose(sheets, name)
    strings, sheet = _Strings(), Sheet(chosen)
    if "xl/sharedStrings.xml" in parts:
        scan(parts["xl/sharedStrings.xml"], strings)
    try:
        scan(parts[sheets[chosen]], _Cells(strings, sheet))
    except ValueError as error:
        raise error if isinstance(error, WorkbookError) else WorkbookError("sheet-unreadable") from error
    # Sheets that nobody looked at are left out: the library cannot open them by mistake.
    kept = {part: data for part, data in parts.items() if part == sheets[chosen] or part not in sheets.values()}
    return Workbook(pack(kept), chosen, sheet.shown, tuple(sheet.merged))


def _inside(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
