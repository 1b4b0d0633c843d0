"""What may stand at the ends of patterns: the types that a class or a relation demands of a variable, and whether two demands fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.ontology import Ontology
from kg.ontology.properties import short
from kg.query.probe import Probe
from kg.query.shape import Node, Pattern
from kg.vocab import KG, RDF

__all__ = ["End", "Ends"]

#: The kinds of record that are no type of actor or event; nothing is two of these.
_RECORDS = tuple(KG.term(name) for name in ("Statement", "Evidence", "Source", "Judgement", "Relation", "Curator", "Publisher"))


@dataclass(frozen=True, slots=True)
class End:
    """A demand on a node: it is one of these types, because a pattern says so (`is`), or its relation `starts` or `leads` there."""

    node: Node
    way: str
    types: tuple[str, ...]
    pattern: Pattern
    name: str = ""

    @property
    def kinds(self) -> str:
        """The types as people write them."""
        return " or ".join(map(short, self.types))


class Ends:
    """Reads demands from patterns, by the vocabulary; of constants the dataset says what they are."""

    def __init__(self, ontology: Ontology, probe: Probe) -> None:
        self._ontology, self._probe = ontology, probe
        self._types = {kind.iri: kind.id for kind in ontology.types.values()}
        self._relations = {relation.iri: relation for relation in ontology.relations.values()}

    def of(self, *patterns: Iterable[Pattern]) -> tuple[End, ...]:
        """The demands of all the patterns, those of classes first."""
        found = dict.fromkeys(end for each in patterns for pattern in each for end in self._ends(pattern))
        return tuple(sorted(found, key=lambda end: end.way))

    def _ends(self, pattern: Pattern) -> Iterator[End]:
        relation = self._relations.get(pattern.predicate.iri)
        if pattern.predicate.iri == RDF.type and (pattern.object.iri in self._types or pattern.object.iri in _RECORDS):
            yield End(pattern.subject, "is", (pattern.object.iri,), pattern)
        if not relation:
            return
        domain, reach = (self._ontology.types[kind].iri for kind in (relation.domain, relation.range))
        both = tuple(dict.fromkeys((domain, reach)))
        for node, way, kind in ((pattern.subject, "starts", domain), (pattern.object, "leads", reach)):
            if node.text is None:
                yield End(node, way, both if relation.symmetric else (kind,), pattern, pattern.predicate.shown)
            known = self._narrow(self._probe.classes(node)) if node.iri else ()
            if known:
                yield End(node, "is", known, pattern)

    def _narrow(self, classes: Iterable[str]) -> tuple[str, ...]:
        """The types among some classes under which no other of them lies."""
        known = [iri for iri in classes if iri in self._types]
        wider = {name for iri in known for name in self._ontology.types[self._types[iri]].wider}
        return tuple(sorted(iri for iri in known if self._types[iri] not in wider))

    def fit(self, one: End, other: End) -> bool:
        """Whether anything can meet both demands."""
        return any(self._meet(a, b) for a in one.types for b in other.types)

    def _meet(self, one: str, other: str) -> bool:
        if one == other:
            return True
        if one not in self._types or other not in self._types:
            return False
        wanted = (self._types[one], self._types[other])
        return any(all(self._ontology.is_a(kind, wider) for wider in wanted) for kind in self._ontology.types)

    def narrowest(self, classes: Iterable[str]) -> str:
        """The types among some classes under which no other of them lies, as people write them."""
        return " or ".join(map(short, self._narrow(classes)))

    def at_subject(self, pattern: Pattern) -> str:
        """What the vocabulary demands of the subject of a pattern, or nothing."""
        return next((end.kinds for end in self._ends(pattern) if end.node == pattern.subject), "")

    def records(self, classes: Iterable[str]) -> tuple[str, ...]:
        """The kinds of record among some classes, as people write them; types of actors and events count as these two."""
        return tuple(short(iri) for iri in (KG.Actor, KG.Event, *_RECORDS) if iri in set(classes))
