"""How standings and types look, read from `look.toml`: one table for drawing, legend, filter and export."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.ontology import Ontology
from kg.standing import Standing

__all__ = ["Family", "Line", "families", "family_of", "line_of", "lines", "plain_word"]


@dataclass(frozen=True, slots=True)
class Line:
    """How the lines of one standing are drawn; no dash means solid."""

    key: str
    dash: tuple[int, ...]
    arrow: str
    light: str
    dark: str
    width: float
    #: Not drawn until its filter is switched on.
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Types of actors that share a symbol."""

    key: str
    shape: str
    size: int
    light: str
    dark: str
    types: tuple[str, ...] = ()
    dashed: bool = False


def _rows(kind: str) -> list[dict[str, object]]:
    table = tomllib.loads(files("kg.page").joinpath("look.toml").read_text(encoding="utf-8"))
    return [{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()} for row in table[kind]]


@cache
def lines() -> tuple[Line, ...]:
    """The look of every standing, in the order of the legend."""
    return tuple(Line(**row) for row in _rows("standing"))  # type: ignore[arg-type]  # a field that is missing fails here


@cache
def families() -> tuple[Family, ...]:
    """Every family, in the order of the legend; the last takes what no other does."""
    return tuple(Family(**row) for row in _rows("family"))  # type: ignore[arg-type]  # a field that is missing fails here


def plain_word(standing: Standing) -> str:
    """The word of a standing without the polarity: the key of its look."""
    return standing.word.removesuffix(" not")


def line_of(standing: Standing) -> Line:
    """The look of a standing; one that the table does not name fails, so that nothing is ever drawn solid by mistake."""
    return _line_by_key()[plain_word(standing)]


@cache
def _line_by_key() -> dict[str, Line]:
    return {line.key: line for line in lines()}


def family_of(kind: str, ontology: Ontology) -> Family:
    """The family of a type: that of the nearest type up the ontology that a family names."""
    named = _family_by_type()
    found = ontology.types.get(kind)
    return next((named[name] for name in (kind, *(found.wider if found else ())) if name in named), families()[-1])


@cache
def _family_by_type() -> dict[str, Family]:
    return {name: family for family in families() for name in family.types}
