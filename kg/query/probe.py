"""Short questions to a store about the patterns of a query: whether anything matches, and about how much."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.graph.remote import Server
from kg.query.run import Term, lexical
from kg.query.shape import Node, Pattern
from kg.vocab import RDF

__all__ = ["Count", "Probe", "joined"]

#: Nobody needs to know more exactly how many matches are many.
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Count:
    """How many matches there are; `more` when the counting was given up at that number."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"more than {self.number:,}" if self.more else f"{self.number:,}"


@dataclass
class Probe:
    """Asks one store, at most so many questions and for so long; then, and without a store, every answer is `None`: not known."""

    store: ox.Store | Server | None
    left: int = 200
    #: When asking ends, by `time.monotonic`; a question that is under way is answered.
    until: float = math.inf
    #: Whether paths of any length are followed, which may take long.
    patient: bool = True
    _kept: dict[str, object] = field(default_factory=dict)

    def holds(self, patterns: Iterable[Pattern], values: Mapping[str, tuple[Node, ...]]) -> bool | None:
        """Whether anything fulfils all the patterns at once."""
        patterns = sorted(patterns, key=lambda pattern: pattern.sparql)
        if not self.patient and any(pattern.endless for pattern in patterns):
            return None
        found = self._ask(f"ASK {{ {joined(patterns, values)} }}")
        return None if found is None else bool(found)

    def count(self, pattern: Pattern, values: Mapping[str, tuple[Node, ...]], most: int = MOST) -> Count | None:
        """How often a pattern matches."""
        rows = self._rows(f"SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {joined((pattern,), values)} }} LIMIT {most + 1} }}")
        if not rows:
            return None
        number = int(lexical(rows[0][0]))
        return Count(min(number, most), number > most)

    def classes(self, node: Node) -> frozenset[str]:
        """The IRIs of the classes that the dataset gives to a thing."""
        rows = self._rows(f"SELECT DISTINCT ?c {{ {node.sparql} <{RDF.type}> ?c }} LIMIT 100") or []
        return frozenset(lexical(row[0]) for row in rows)

    def terms(self, variable: str, pattern: Pattern, most: int) -> tuple[Term, ...]:
        """The first different values of one variable of a pattern, sorted."""
        rows = self._rows(f"SELECT DISTINCT {variable} {{ {pattern.sparql} }} LIMIT {most}") or []
        return tuple(sorted((row[0] for row in rows), key=str))

    def orders(self, pattern: Pattern, name: str, literal: str) -> bool | None:
        """Whether any value of a variable of a pattern can be ordered against a literal; text and dates, for instance, cannot."""
        found = self._ask(f"ASK {{ {pattern.sparql} FILTER({name} < {literal} || {name} >= {literal}) }}")
        return None if found is None else bool(found)

    def spelt(self, predicate: Node, text: str, most: int) -> tuple[Term, ...]:
        """The values of a property that are written with these characters, in whatever language or datatype, sorted."""
        rows = (
            self._rows(f"SELECT DISTINCT ?o {{ ?s {predicate.sparql} ?o FILTER(ISLITERAL(?o) && STR(?o) = {ox.Literal(text)}) }} LIMIT {most}") or []
        )
        return tuple(sorted((row[0] for row in rows), key=str))

    def subjects(self, pattern: Pattern) -> frozenset[str]:
        """The classes of what stands at the beginning of a property; looked for among the first of them only."""
        first = f"SELECT DISTINCT ?s {{ ?s {pattern.predicate.sparql} ?o }} LIMIT {MOST}"
        rows = self._rows(f"SELECT DISTINCT ?c {{ {{ {first} }} ?s <{RDF.type}> ?c }} LIMIT 1000") or []
        return frozenset(lexical(row[0]) for row in rows)

    def twice(self, pattern: Pattern) -> bool:
        """Whether any of the first matches of a pattern stands in two graphs."""
        triple = f"{pattern.subject.sparql} {pattern.predicate.sparql} {pattern.object.sparql}"
        first = f"SELECT * {{ GRAPH ?graph_one {{ {triple} }} }} LIMIT {MOST}"
        return bool(self._ask(f"ASK {{ {{ {first} }} GRAPH ?graph_two {{ {triple} }} FILTER(?graph_one != ?graph_two) }}"))

    def _rows(self, text: str) -> list[tuple[Term, ...]] | None:
        found = self._ask(text)
        return found if isinstance(found, list) else None

    def _ask(self, text: str) -> object:
        """Each question is put once, however often it comes up."""
        if text not in self._kept:
            if self.store is None or self.left <= 0 or time.monotonic() > self.until:
                return None
            self.left -= 1
            found = self.store.query(text, use_default_graph_as_union=True)
            self._kept[text] = [tuple(row[v] for v in found.variables) for row in found] if isinstance(found, ox.QuerySolutions) else bool(found)
        return self._kept[text]


def joined(patterns: Iterable[Pattern], values: Mapping[str, tuple[Node, ...]]) -> str:
    """The patterns as the inside of a query, their variables held to the values that they may have."""
    patterns = tuple(patterns)
    named = frozenset[str]().union(*(pattern.variables for pattern in patterns))
    held = (f"VALUES {name} {{ {' '.join(node.sparql for node in nodes)} }}" for name, nodes in sorted(values.items()) if name in named)
    return " ".join((*held, *(pattern.sparql for pattern in patterns)))
