"""Bytes of a table to rows with places: which columns it has, and what every cell holds as text.

What a cell means is read elsewhere. A row that cannot be laid under the columns becomes a finding, never a guess.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.clean import TextError, Trouble, cell, decode, visible
from kg.findings import Finding, Place, find
from kg.tables.columns import Column, Table
from kg.tables.header import columns_of
from kg.tables.tidied import Tidied

__all__ = [
    "MOST_BYTES", "MOST_ROWS", "Convert", "Grid", "RawRow", "Row",
    "csv_records", "damaged", "from_csv", "plain", "read_csv", "to_grid",
]  # fmt: skip

MOST_BYTES = 50_000_000
MOST_ROWS = 200_000
_MOST_IN_CELL = 1 << 20
_MOST_IN_HEAD = 100_000

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
#: What a spreadsheet shows, and saves, where it has no value.
_DAMAGE = re.compile(r"#{3,}|#(?:REF|VALUE|DIV/0|NUM|NULL|CALC|SPILL)!|#N/A|#NAME\?|Err:[0-9]{3}")
_TYPOGRAPHIC = re.compile("[“”„]")

#: The line where a row begins, and its cells as the file holds them.
RawRow = tuple[int, Sequence[object]]
#: Makes a cell's value into text, or says what is wrong with it.
Convert = Callable[[object, Column], str | Trouble]


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a cell that is empty, or whose column is left out, is an empty text."""

    place: Place
    cells: Mapping[str, str]
    #: Columns whose cell has a finding already: the row makes no record, and its other cells are still looked at.
    faulty: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as read from one file."""

    table: Table
    path: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    #: Rows that hold anything at all, those that could not be read among them.
    count: int = 0
    findings: tuple[Finding, ...] = field(default=())
    #: What was taken off cells without asking: only worth knowing.
    reports: tuple[Finding, ...] = field(default=())

    @property
    def whole(self) -> bool:
        """Whether every row was read, though its cells may be wrong: else what is not here may stand in one that was lost."""
        return len(self.rows) == self.count and (bool(self.columns) or not self.findings)


def read_csv(raw: bytes, table: Table, path: str) -> Grid:
    """The table that a CSV file holds: UTF-8, separated by commas, semicolons or tabs as its header shows."""
    try:
        records, separator = csv_records(raw, path, lambda name: table.find_column(name) is not None)
    except TextError as error:
        return Grid(table, path, findings=(find(error.code, Place(path, error.line), **error.values),))
    return to_grid(table, path, records, from_csv, separator=separator)


def csv_records(raw: bytes, path: str, knows: Callable[[str], bool]) -> tuple[list[RawRow | Finding], str]:
    """The records of a CSV file, or a finding for lines that are none, and the name of the separator under which it `knows` most columns.

    Raises `TextError` for what is no UTF-8.
    """
    lines = list(io.StringIO(decode(raw), newline=""))
    separator = _separator(lines, knows)
    # The limit of the csv module is one for the whole process: it is put back at once.
    before = csv.field_size_limit(_MOST_IN_CELL)
    try:
        return list(_records(lines, separator, path)), _SEPARATORS[separator]
    finally:
        csv.field_size_limit(before)


def _separator(lines: list[str], knows: Callable[[str], bool]) -> str:
    """The separator under which the first line names the most columns that are known; never a matter of counting characters.

    Where none is known no row is read, and the one that divides the line into most parts lets a finding show its names.
    """
    head = next((line for line in lines if cell(line)), "")[:_MOST_IN_HEAD]

    def known(separator: str) -> tuple[int, int]:
        names = next(csv.reader([head], delimiter=separator), [])
        found = sum(knows(cell(name)) for name in names)
        return found, 0 if found else len(names)

    return max(_SEPARATORS, key=known)


def _records(lines: list[str], separator: str, path: str) -> Iterator[RawRow | Finding]:
    """Each record with the line where it begins, or a finding for lines that are none; reading goes on after them."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(error, lines[start - 1 : reader.line_num], start, separator, path)
        else:
            yield start, cells
        start = reader.line_num + 1


def _broken(error: csv.Error, lines: list[str], start: int, separator: str, path: str) -> Finding:
    if "field limit" in str(error):
        return find("cell-large", Place(path, start), most=_MOST_IN_CELL)
    opened, last = start + _lines_before_fault(lines, separator), start + len(lines) - 1
    if "unexpected end" in str(error):
        return find("row-unclosed", Place(path, opened), last=last)
    return find("row-unquoted", Place(path, opened), last=last)


def _lines_before_fault(lines: list[str], separator: str) -> int:
    """How many lines of a record come before the one where its first malformed cell begins."""
    text, other = "".join(lines), re.escape(separator)
    sound = re.compile(rf'(?:"[^"]*(?:""[^"]*)*"|[^"{other}\r\n][^{other}\r\n]*)?(?:{other}|\r\n?|\n)')
    position = 0
    while match := sound.match(text, position):
        position = match.end()
    return len(list(io.StringIO(text[:position] + ".", newline=""))) - 1


def from_csv(value: object, column: Column) -> str | Trouble:
    """The text of a cell of a CSV file, or what is wrong with it."""
    raw = str(value)
    text = plain(raw)
    # What stands before the first "=" is blank, or the apostrophe that says: this is text.
    if text.startswith("=") and not raw.partition("=")[0].endswith("'"):
        return "cell-formula", {"value": visible(text)}
    return damaged(text) or text


def plain(text: str) -> str:
    """The text of a cell as everything else sees it: tidied, with LF at the end of its lines on every system."""
    return re.sub(r"\r\n?", "\n", cell(text))


def damaged(text: str) -> Trouble | None:
    """What is wrong with the text that a spreadsheet shows in place of a value it does not have; else `None`."""
    return ("cell-damaged", {"value": visible(text)}) if _DAMAGE.fullmatch(text) else None


def to_grid(table: Table, path: str, records: Iterable[RawRow | Finding], convert: Convert, *, separator: str = "") -> Grid:
    """Lays records under the columns that their first one names; blank records are left out.

    Where the first record is no header of this table, one finding says so and no row is read.
    """
    rest = iter(records)
    head = next((item for item in rest if isinstance(item, Finding) or not all(map(_blank, item[1]))), None)
    if head is None:
        return Grid(table, path)
    if isinstance(head, Finding):
        return Grid(table, path, findings=(head,))
    names = [cell(str(value)) for value in head[1]]
    while not names[-1]:
        names.pop()
    columns, found = columns_of(table, Place(path, head[0]), names)
    if columns is None:
        return Grid(table, path, findings=found)
    nameless = frozenset(n for n, name in enumerate(names) if not name)
    return _lay(_Layout(table, path, columns, nameless, convert, separator), rest, found)


@dataclass(frozen=True, slots=True)
class _Layout:
    table: Table
    path: str
    columns: list[Column | None]
    #: Positions under an empty cell of the header.
    nameless: frozenset[int]
    convert: Convert
    separator: str


def _lay(layout: _Layout, records: Iterator[RawRow | Finding], found: tuple[Finding, ...]) -> Grid:
    rows: list[Row] = []
    findings = list(found)
    tidied = Tidied()
    count = 0
    for item in records:
        if isinstance(item, Finding):
            row, wrong = None, [item]
        elif all(map(_blank, item[1])) or _is_header(layout, item[1]):
            continue
        else:
            row, wrong = _row(layout, *item, tidied)
        count += 1
        if count > MOST_ROWS:
            findings.append(find("table-long", Place(layout.path), most=MOST_ROWS))
            break
        rows += [row] if row else []
        findings += wrong
    names = tuple(column.name for column in layout.columns if column)
    return Grid(layout.table, layout.path, names, tuple(rows), count, tuple(findings), tidied.reports())


def _is_header(layout: _Layout, values: Sequence[object]) -> bool:
    """Whether the header stands here again, as where one file was put behind another: it says nothing new."""
    names = [cell(str(value)) for value in values]
    return names[: len(layout.columns)] == [column and column.name for column in layout.columns] and not any(names[len(layout.columns) :])


def _row(layout: _Layout, line: int, values: Sequence[object], tidied: Tidied) -> tuple[Row | None, list[Finding]]:
    place, width = Place(layout.path, line), len(layout.columns)
    if len(values) < width or not all(map(_blank, values[width:])):
        return None, [find(_ragged(layout, values), place, cells=len(values), columns=width, separator=layout.separator)]
    cells: dict[str, str] = {}
    wrong: list[Finding] = []
    for number, (value, column) in enumerate(zip(values, layout.columns, strict=False)):
        if column is None:
            # An unknown name has a finding already; under no name nobody would see that a value is lost.
            if number in layout.nameless and not _blank(value):
                wrong.append(find("cell-nameless", place, value=visible(str(value)), number=number + 1))
            continue
        text = layout.convert(value, column)
        if not isinstance(text, str):
            wrong.append(find(text[0], place.at(column.name), **text[1]))
        elif text:
            cells[column.name] = text
            if isinstance(value, str) and value != text:
                tidied.look(value, text, place.at(column.name))
    return Row(place, cells, frozenset(finding.place.column for finding in wrong)), wrong


def _ragged(layout: _Layout, values: Sequence[object]) -> str:
    if not layout.separator:
        return "row-wide"
    typographic = len(values) > len(layout.columns) and any(map(_TYPOGRAPHIC.search, map(str, values)))
    return "row-typographic" if typographic else "row-ragged"


def _blank(value: object) -> bool:
    return value == "" or (isinstance(value, str) and not cell(value))
