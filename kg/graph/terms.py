"""RDF terms in canonical writing, and the sink that collects quads; every term of the dataset is made here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import EDTF, XSD, Mint

__all__ = ["Sink", "day", "decimal", "edtf", "integer", "number", "plain", "tagged", "truth"]

_EDTF, _DATE, _INTEGER, _DECIMAL, _BOOLEAN = map(NamedNode, (EDTF, XSD.date, XSD.integer, XSD.decimal, XSD.boolean))


def plain(text: str) -> Literal:
    """A string without a language."""
    return Literal(text)


def tagged(text: str, language: str) -> Literal:
    """A string of a language; tags are lower case, since engines write them so."""
    return Literal(text, language=language.lower())


def edtf(text: str) -> Literal:
    """A vague time as its source writes it; engines cannot compare these, hence the dates beside it."""
    return Literal(text, datatype=_EDTF)


def day(value: date) -> Literal:
    """A day."""
    return Literal(value.isoformat(), datatype=_DATE)


def integer(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=_INTEGER)


def decimal(value: Decimal) -> Literal:
    """A decimal number without trailing zeros: engines rewrite `1.50` to `1.5`, so we never write it."""
    # Not normalize(): it rounds to 28 digits.
    text = f"{value:f}"
    return Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=_DECIMAL)


def number(value: Decimal) -> Literal:
    """A whole number where it is one, else a decimal."""
    return integer(int(value)) if value == value.to_integral_value() else decimal(value)


def truth(value: bool) -> Literal:  # a literal of the value itself, not a switch
    """`true` or `false`."""
    return Literal("true" if value else "false", datatype=_BOOLEAN)


class Sink:
    """Collects quads; a triple that is added twice stands once."""

    def __init__(self, mint: Mint) -> None:
        self._mint = mint
        self._quads: set[Quad] = set()
        self._graphs: dict[str, NamedNode] = {}

    def add(self, graph: str, subject: NamedNode, predicate: str, value: NamedNode | Literal) -> None:
        """Adds one triple to the graph of that name."""
        if graph not in self._graphs:
            self._graphs[graph] = NamedNode(self._mint.graph(graph))
        self._quads.add(Quad(subject, NamedNode(predicate), value, self._graphs[graph]))

    def take(self, quads: Iterable[Quad]) -> None:
        """Adds quads that stand in their graph already."""
        self._quads.update(quads)

    def text(self, graph: str, subject: NamedNode, predicate: str, value: str) -> None:
        """Adds a plain string, unless it is empty."""
        if value:
            self.add(graph, subject, predicate, plain(value))

    def day(self, graph: str, subject: NamedNode, predicate: str, value: date | None) -> None:
        """Adds a day, unless there is none."""
        if value:
            self.add(graph, subject, predicate, day(value))

    def sorted(self) -> list[Quad]:
        """All quads by graph, subject, predicate, object as text: an order that no engine or hash seed changes."""
        return sorted(self._quads, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))
