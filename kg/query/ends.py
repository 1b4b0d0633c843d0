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


#: What only a statement has, whatever else is in the dataset.
_PARTS = (RDF.subject, RDF.predicate, RDF.object)
#: How to get from one kind of record to a property of another.
_WAYS = {
    (KG.Actor, KG.Statement): "?s rdf:subject {node} ; {name} ?x",
    (KG.Event, KG.Statement): "?s rdf:subject {node} ; {name} ?x",
    (KG.Actor, KG.Evidence): "?s rdf:subject {node} ; kg:evidence ?e . ?e {name} ?x",
    (KG.Event, KG.Evidence): "?s rdf:subject {node} ; kg:evidence ?e . ?e {name} ?x",
    (KG.Statement, KG.Evidence): "{node} kg:evidence ?e . ?e {name} ?x",
    (KG.Statement, KG.Source): "{node} kg:evidence ?e . ?e kg:source ?d . ?d {name} ?x",
    (KG.Evidence, KG.Source): "{node} kg:source ?d . ?d {name} ?x",
    (KG.Evidence, KG.Statement): "?s kg:evidence {node} ; {name} ?x",
    (KG.Statement, KG.Judgement): "?j kg:about {node} ; {name} ?x",
    (KG.Statement, KG.Actor): "{node} rdf:subject ?a . ?a {name} ?x",
}


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
        return _or(self.types)


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
        if pattern.predicate.iri in _PARTS:
            yield End(pattern.subject, "is", (KG.Statement,), pattern)
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
        return _or(self._narrow(classes))

    def at_subject(self, pattern: Pattern) -> End | None:
        """What the vocabulary demands of the subject of a pattern, or the dataset shows of it, if anything."""
        return next((end for end in self._ends(pattern) if end.node == pattern.subject), None)

    def shown(self, node: Node) -> tuple[str, ...]:
        """What the dataset says that a constant is: types of actors and events, or kinds of record; nothing of a variable."""
        classes = self._probe.classes(node) if node.iri else frozenset()
        return self._narrow(classes) or tuple(iri for iri in _RECORDS if iri in classes)

    def misplaced(self, pattern: Pattern, types: tuple[str, ...]) -> dict[str, str] | None:
        """What is to be said of a property whose subject is one of these types, when only other kinds of record have it."""
        if not pattern.predicate.iri or pattern.predicate.iri in (RDF.type, *self._relations):
            return None
        having = self.records(self._probe.subjects(pattern))
        kinds = tuple(dict.fromkeys(map(self._kind, types)))
        # Of a kind that may have it, something else is what does not fit.
        if not having or not kinds or set(kinds) & set(having):
            return None
        name, node = pattern.predicate.shown, pattern.subject.shown
        ways = [_WAYS[kind, other].format(node=node, name=name) for kind in kinds for other in having if (kind, other) in _WAYS]
        said = {"name": name, "node": node, "one": _or(types), "other": _or(having)}
        return {**said, "ask": ways[0]} if ways else said

    def _kind(self, iri: str) -> str:
        """The kind of record that a type is."""
        kind = self._types.get(iri)
        return iri if not kind else KG.Event if self._ontology.is_a(kind, "Event") else KG.Actor

    def records(self, classes: Iterable[str]) -> tuple[str, ...]:
        """The kinds of record among some classes; types of actors and events count as these two."""
        return tuple(iri for iri in (KG.Actor, KG.Event, *_RECORDS) if iri in set(classes))


def _or(iris: Iterable[str]) -> str:
    return " or ".join(map(short, iris))
