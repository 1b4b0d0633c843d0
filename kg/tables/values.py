"""What a cell means: the text of each type of column to a value, or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from kg.clean import Kind, Trouble, id_trouble, trouble, visible
from kg.findings import Finding, Place, find
from kg.folder import Settings
from kg.model import Quantity, QuantityError, Time, TimeError, parse_quantity, parse_time
from kg.model.rules import curator_trouble, word_trouble
from kg.ontology import Ontology
from kg.tables.cells import Row
from kg.tables.columns import Column, Table

__all__ = ["Known", "Values", "as_findings", "read_values"]


@dataclass(frozen=True, slots=True)
class Known:
    """What names in cells are compared with."""

    ontology: Ontology
    settings: Settings

    @property
    def curators(self) -> tuple[str, ...]:
        """The ids of the curators, sorted."""
        return tuple(key for key, _ in self.settings.curators)


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one row by column; what is empty is not there, and a time or number that cannot be read neither."""

    place: Place
    parsed: Mapping[str, object]
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The text of a column, as it was typed where it cannot be read; empty where there is none."""
        return str(self.parsed.get(column, self.cells.get(column, "")))

    def without(self, columns: Collection[str]) -> Values:
        """The row with some columns empty."""
        parsed = {column: value for column, value in self.parsed.items() if column not in columns}
        return Values(self.place, parsed, {column: text for column, text in self.cells.items() if column not in columns})

    def with_text(self, column: str, text: str) -> Values:
        """The row with another text in one column."""
        return Values(self.place, {**self.parsed, column: text}, self.cells)

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a column that may hold several."""
        value = self.parsed.get(column, ())
        assert isinstance(value, tuple)
        return value

    def time(self, column: str) -> Time | None:
        """The time in a column."""
        value = self.parsed.get(column)
        assert value is None or isinstance(value, Time)
        return value

    def find_day(self, column: str) -> date | None:
        """The day in a column, or `None`."""
        value = self.parsed.get(column)
        assert value is None or isinstance(value, date)
        return value

    def get_day(self, column: str) -> date:
        """The day in a required column; in a row that has findings, and so makes no record, it may be a day before all others."""
        return self.find_day(column) or date.min

    def quantity(self, column: str) -> Quantity | None:
        """The quantity in a column."""
        value = self.parsed.get(column)
        assert value is None or isinstance(value, Quantity)
        return value

    def number(self, column: str) -> float | None:
        """The number in a column."""
        value = self.parsed.get(column)
        assert value is None or isinstance(value, float)
        return value

    def labels(self) -> tuple[tuple[str, str], ...]:
        """(language, label) of the columns `label@xx`, sorted."""
        return tuple(sorted((name.partition("@")[2], text) for name, text in self.cells.items() if name.startswith("label@")))


class _Wrong(Exception):  # noqa: N818  # no error of the program: what is wrong with a cell, on its way to a finding
    def __init__(self, *troubles: Trouble) -> None:
        super().__init__(troubles)
        self.troubles = troubles


def read_values(row: Row, table: Table, known: Known) -> tuple[Values, list[Finding]]:
    """The values of a row and what is wrong with its cells, each by itself."""
    parsed: dict[str, object] = {}
    empty = (column for column in table.columns if column.required and column.name not in row.cells.keys() | row.faulty)
    found = [find("cell-empty", row.place.at(column.name), wanted=_wanted(column)) for column in empty]
    for name, text in row.cells.items():
        column = table.get_column(name)
        try:
            parsed[name] = _read(text, column, known)
        except _Wrong as wrong:
            found += [find(code, row.place.at(name), **values) for code, values in wrong.troubles]
    return Values(row.place, parsed, row.cells), found


def as_findings(troubles: Iterable[tuple[str, str, dict[str, str]]], row: Row, found: Iterable[Finding]) -> list[Finding]:
    """What the rules of the records have against a row, but for the cells that have a finding already."""
    told = {finding.place.column for finding in found} | row.faulty
    return [find(code, row.place.at(column), **values) for code, column, values in troubles if column not in told]


def _wanted(column: Column) -> str:
    """What an empty cell should hold, to follow "Write"."""
    return _one_of(column.words) if column.words else column.description


def _one_of(words: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _read(text: str, column: Column, known: Known) -> object:
    read = _READERS[column.type]
    if column.many:
        return tuple(dict.fromkeys(str(read(part, column, known)) for part in _parts(text, column)))
    return read(text, column, known)


def _wrong(code: str, text: str, **values: str) -> NoReturn:
    raise _Wrong((code, {"value": visible(text), **values}))


def _sound(text: str, kind: Kind) -> str:
    troubles = trouble(text, kind=kind)
    if troubles:
        raise _Wrong(*troubles)
    return text


def _parts(text: str, column: Column) -> list[str]:
    """The values between the |; a list that is divided in another way is refused, since nobody can know what was meant.

    "Smith, John" and "CDM Co., Ltd." are one name each, so one comma says nothing unless whole names stand on both sides. A |
    at the end says that all of it is one.
    """
    if "|" not in text and (_LISTED[column.type].search(text) or len(text.split(",")) > 2):
        suggestion = "|".join(filter(None, (part.strip() for part in re.split("[,;]", text))))
        _wrong("cell-list", text, suggestion=visible(suggestion))
    return [part for part in map(str.strip, text.split("|")) if part]


#: What tells a list from one value, by the type of the column.
_LISTED = {"label": re.compile(r";|^ *[^ ,]+ [^,]*, *[^ ,]+ [^,]*$"), "identifier": re.compile(r"[,;] *[a-z][a-z0-9-]*:")}


def _id(text: str, column: Column, known: Known) -> str:
    return _sound(text, "id")


def _ref(text: str, column: Column, known: Known) -> str:
    wrong = id_trouble(text)
    # It may be the label of what is meant: who knows all labels can say the id of it.
    if text == column.also or (wrong and wrong[0] == "id-form" and (wrong[1]["near"] or not text.isascii())):
        return _sound(text, "label")
    return _sound(text, "id")


def _label(text: str, column: Column, known: Known) -> str:
    return _sound(text, "label")


def _text(text: str, column: Column, known: Known) -> str:
    return _sound(text, "text")


def _file(text: str, column: Column, known: Known) -> str:
    return _sound(text, "file")


def _reading(text: str, column: Column, known: Known) -> str:
    return " ".join(_sound(text, "label").split())


def _word(text: str, column: Column, known: Known) -> str:
    if "uphold" in column.words and text not in column.words:
        _wrong("judgement-word", text)
    return _ruled(text, word_trouble(column.name, text, column.words))


def _curator(text: str, column: Column, known: Known) -> str:
    return _ruled(text, curator_trouble(text, known.settings))


def _ruled(text: str, troubles: Iterable[tuple[str, str, dict[str, str]]]) -> str:
    """The text, unless a rule of the records has something against it."""
    found = [(code, values) for code, _, values in troubles]
    if found:
        raise _Wrong(*found)
    return text


def _time(text: str, column: Column, known: Known) -> Time:
    try:
        return parse_time(text)
    except TimeError as error:
        _wrong(error.code, text, suggestion=error.suggestion)


def _day(text: str, column: Column, known: Known) -> date:
    time = _time(text, column, known)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        _wrong("day-vague", text)
    assert time.earliest is not None
    return time.earliest


def _quantity(text: str, column: Column, known: Known) -> Quantity:
    try:
        return parse_quantity(text)
    except QuantityError as error:
        _wrong(error.code, text, near=error.near)


def _number(text: str, column: Column, known: Known) -> float:
    number = float(text)  # a number of JSON, written out again
    if not 0 <= number <= 1:
        _wrong("confidence", text)
    return number


_READERS: Mapping[str, Callable[[str, Column, Known], object]] = {
    "curator": _curator,
    "date": _day,
    "file": _file,
    "handle": _id,
    "hash": _label,
    "id": _id,
    "identifier": _label,
    "label": _label,
    "language": _label,
    "number": _number,
    "quantity": _quantity,
    "reading": _reading,
    "ref": _ref,
    "relation": _label,
    "role": _label,
    "text": _text,
    "time": _time,
    "type": _label,
    "url": _label,
    "word": _word,
}
