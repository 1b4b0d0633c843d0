"""The tables as declared in `columns.toml`: which columns each has, in which order, and what their cells hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from types import MappingProxyType
from typing import Any

__all__ = ["CANDIDATES", "TABLES", "Column", "Table"]

_LABEL = re.compile(r"label@[a-z]{2,3}(-[a-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; what the fields mean stands at the top of `columns.toml`."""

    name: str
    type: str
    description: str = ""
    required: bool = False
    many: bool = False
    to: tuple[str, ...] = ()
    also: str = ""
    words: tuple[str, ...] = ()
    said: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `name` is `statements` for `statements.csv`."""

    name: str
    file: str
    description: str
    columns: tuple[Column, ...]
    #: Whether `label@xx` may stand beside `label`.
    languages: bool = False
    #: Whether rows are only added, so that in canonical form it keeps every column: what is added fits without a look at it.
    appended: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that a table must have."""
        return tuple(column.name for column in self.columns if column.required)

    def find_column(self, name: str) -> Column | None:
        """The column of that name, made up for `label@xx` where the table has languages; `None` when there is none."""
        if self.languages and _LABEL.fullmatch(name):
            return Column(name, "label", f"the label in the language {name.partition('@')[2]}")
        return next((column for column in self.columns if column.name == name), None)

    def get_column(self, name: str) -> Column:
        """The column of that name, which there is."""
        column = self.find_column(name)
        assert column is not None, name
        return column

    def in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names of this table's columns in the order of their declaration, `label@xx` sorted after `label`."""
        return tuple(sorted(names, key=lambda name: (self.names.index(name.partition("@")[0]), name)))


def _column(declared: Mapping[str, Any]) -> Column:
    # TOML gives values of any type; a key that is no field of Column stops here, at import.
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in declared.items()}
    return Column(**fields)


def _table(name: str, declared: Mapping[str, Any]) -> Table:
    columns = tuple(map(_column, declared["columns"]))
    return Table(name, declared["file"], declared["description"], columns, declared.get("languages", False), declared.get("appended", False))


def _read() -> tuple[Mapping[str, Table], Table]:
    declared = tomllib.loads(files("kg.tables").joinpath("columns.toml").read_text(encoding="utf-8"))
    candidates = declared.pop("extracted")
    tables = {name: _table(name, table) for name, table in declared.items()}
    shared = tuple(column for column in tables["statements"].columns if column.name in candidates["shares"])
    own = _table("extracted", candidates)
    return MappingProxyType(tables), replace(own, columns=shared + own.columns)


#: Every table by its name, in the order of design and documentation; and the fields of a candidate.
TABLES, CANDIDATES = _read()
