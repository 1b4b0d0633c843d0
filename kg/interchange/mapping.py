"""The mapping file of `kg import`: which of their columns is which of ours, what holds for every row, and what their words mean."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.clean import TextError, decode, visible
from kg.errors import DataError
from kg.findings import Finding, Place, find
from kg.folder import where_in_toml
from kg.tables import TABLES
from kg.tables.header import nearest

__all__ = ["PEOPLE", "STATEMENT", "THING", "ColumnMap", "parse_mapping"]

#: Whoever a row can name; each has further columns: `_id`, `_type` and `_identifiers`.
PEOPLE = ("subject", "object", "claimant", "place", "event")
#: What a row of statements can be made of, beside the file being its source.
STATEMENT = (
    *(column.name for column in TABLES["statements"].columns if column.name not in ("id", "source", "stance", "curator", "entered", "publish")),
    "unit",
    "direction",
    *(f"{name}_{part}" for name in PEOPLE for part in ("id", "type", "identifiers")),
)  # fmt: skip
#: What a row about an actor or event can be made of.
THING = ("id", "label", "type", "aliases", "description", "identifiers", "tags")
_TABLES = {"statements": STATEMENT, "actors": THING}
_KEYS = ("table", "sheet", "columns", "constants", "values", "schemes", "fill_down", "days")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A mapping, read; where a file needs none it is empty."""

    table: str = "statements"
    sheet: str = ""
    #: Our column → theirs.
    columns: Mapping[str, str] = field(default_factory=dict)
    #: Our column → what stands in it in every row where their column is empty or there is none.
    constants: Mapping[str, str] = field(default_factory=dict)
    #: Our column → their word → ours.
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: Our column of identifiers → the scheme of their numbers, such as wikidata.
    schemes: Mapping[str, str] = field(default_factory=dict)
    #: Our columns in which an empty cell means what stands above it.
    fill_down: tuple[str, ...] = ()
    #: Our columns of which every date in a spreadsheet is meant as a day, those on the first of a month too.
    days: tuple[str, ...] = ()

    def value(self, column: str, cell: str) -> str:
        """What a cell of theirs means under a column of ours: their word translated, or the constant where it is empty."""
        words = self.values.get(column, {})
        folded = {word.casefold(): ours for word, ours in words.items()}
        return words.get(cell, folded.get(cell.casefold(), cell)) if cell else self.constants.get(column, "")


def parse_mapping(raw: bytes, path: str) -> ColumnMap:
    """The mapping of a TOML file. Raises `DataError` with everything that is wrong with it."""
    try:
        table = tomllib.loads(decode(raw))
    except TextError as error:
        raise DataError([find(error.code, Place(path, error.line), **error.values)]) from error
    except tomllib.TOMLDecodeError as error:
        line, said = where_in_toml(error)
        raise DataError([find("settings-unreadable", Place(path, line), detail=said)]) from error
    found = list(_wrong(table, path))
    if found:
        raise DataError(found)
    tables = {key: table.get(key, {}) for key in ("columns", "constants", "values", "schemes")}
    return ColumnMap(
        table.get("table", "statements"),
        table.get("sheet", ""),
        **tables,
        fill_down=tuple(table.get("fill_down", ())),
        days=tuple(table.get("days", ())),
    )


def _wrong(table: dict[str, object], path: str) -> Iterator[Finding]:
    wanted = table.get("table", "statements")
    if wanted not in _TABLES:
        yield find("mapping-table", Place(path, 0, "table"), value=visible(str(wanted)), known=" or ".join(_TABLES))
    ours = _TABLES.get(str(wanted), STATEMENT)
    for key, value in table.items():
        if key not in _KEYS:
            yield find("mapping-key", Place(path, 0, key), known=", ".join(_KEYS), near=nearest(key, _KEYS))
        elif key in ("table", "sheet"):
            yield from _typed(value, str, "text in quotes", Place(path, 0, key))
        elif key in ("fill_down", "days"):
            yield from _typed(value, list, "a list of columns", Place(path, 0, key))
            yield from _columns(value if isinstance(value, list) else (), ours, path, key)
        else:
            yield from _typed(value, dict, "a table", Place(path, 0, key))
            entries = value if isinstance(value, dict) else {}
            yield from _columns(entries, ours, path, key)
            for name, entry in entries.items():
                yield from _entry(key, entry, Place(path, 0, f"{key}.{name}"))


def _columns(names: object, ours: tuple[str, ...], path: str, key: str) -> Iterator[Finding]:
    for name in names if isinstance(names, (dict, list, tuple)) else ():
        if name not in ours and not (ours is THING and TABLES["actors"].find_column(str(name))):
            near = nearest(str(name), ours)
            yield find("mapping-column", Place(path, 0, key), value=visible(str(name)), known=", ".join(ours), near=near)


def _entry(key: str, entry: object, place: Place) -> Iterator[Finding]:
    if key != "values":
        yield from _typed(entry, str, "text in quotes", place)
    elif not isinstance(entry, dict) or not all(isinstance(word, str) for word in entry.values()):
        yield find("mapping-type", place, wanted='a table of "their word" = "our word"')


def _typed(value: object, kind: type, wanted: str, place: Place) -> Iterator[Finding]:
    if not isinstance(value, kind):
        yield find("mapping-type", place, wanted=wanted)
