"""What a reader of a foreign file returns: rows for our tables, and what became of each thing that the file holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kg.findings import Finding, Place
from kg.model import Case
from kg.ontology import Ontology
from kg.texts import phrase

__all__ = ["TABLES", "Fate", "Incoming", "Outcome", "Reader", "Receiver", "Row", "fate"]

#: The text of each cell by its column, as `kg/tables/columns.toml` wants it; several values are divided by `|`.
Row = Mapping[str, str]
#: The tables that rows may come in for, in the order in which they name each other.
TABLES = ("actors", "events", "sources", "statements", "identities")
#: `imported`: it makes a row, or a part of one. `known`: the workspace holds it already. `skipped`: nothing came of it.
Outcome = Literal["imported", "known", "skipped"]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes a file in: the workspace as it is, and whose name and day new rows bear."""

    case: Case
    ontology: Ontology
    #: The curator's id; empty where the workspace has but one.
    curator: str = ""
    #: The day of the import, as the caller says: no reader looks at a clock.
    entered: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Fate:
    """What became of one row or entity; its sentence is under its code in `kg/texts` (`[fate.<code>]`)."""

    place: Place
    code: str
    outcome: Outcome
    values: tuple[tuple[str, str], ...] = field(default=())

    def __str__(self) -> str:
        """`data.jsonl:3: imported as actor silva-shipping.`"""
        return f"{self.place}: {phrase('fate', self.code, **dict(self.values))}"


def fate(code: str, outcome: Outcome, place: Place, /, **values: object) -> Fate:
    """A fate whose values are kept as text."""
    return Fate(place, code, outcome, tuple(sorted((name, str(value)) for name, value in values.items())))


@dataclass(frozen=True, slots=True)
class Incoming:
    """The rows that a file brings, by table; every line of the file has a fate or a finding."""

    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    #: Identifiers to add to actors that are here, by their id: a row of theirs would be a second actor.
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fates: tuple[Fate, ...] = ()
    #: What is wrong with the file: where there is any, a careful caller writes nothing.
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that `kg import` reads."""

    #: The word on the command line.
    name: str
    #: What it is and who writes it, in one line.
    title: str
    #: The bytes of a file, the name that places bear, and the workspace that takes it in.
    read: Callable[[bytes, str, Receiver], Incoming]
