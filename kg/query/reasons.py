"""Why a pattern has no match even alone: its name, its value, its graph or its direction is not what the dataset has."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.ontology import Ontology
from kg.ontology.properties import short
from kg.query.closed import CLOSED
from kg.query.ends import Ends
from kg.query.hints import count_unestablished
from kg.query.probe import Probe
from kg.query.run import Term, lexical
from kg.query.shape import Comparison, Node, Pattern
from kg.vocab import RDF, XSD

__all__ = ["Reason", "Reasons", "either_of", "is_no_word"]

#: Of values a property may have to be told, of graphs to be named, and of values among which a slip is looked for.
MOST_TOLD, MOST_GRAPHS, MOST_LOOKED = 12, 4, 2_000
_S, _P, _O = (Node(name, name) for name in ("?s", "?p", "?o"))


@dataclass(frozen=True, slots=True)
class Reason:
    """The code of a finding with its values; `slip` says whether it is wrong anywhere, also in a part that may stay empty."""

    code: str
    values: Mapping[str, object]
    slip: bool = True


def is_no_word(pattern: Pattern) -> bool:
    """Whether a pattern asks for a word that its property cannot have, whatever the dataset holds."""
    words = CLOSED.get(pattern.predicate.iri)
    return words is not None and pattern.object.text is not None and pattern.object.text not in words


class Reasons:
    """Finds the reason by the vocabulary and short questions to the dataset."""

    def __init__(self, ontology: Ontology, probe: Probe, ends: Ends) -> None:
        self._probe, self._ends = probe, ends
        self._relations = {relation.iri: relation for relation in ontology.relations.values()}

    def of(self, pattern: Pattern) -> Reason:
        """Why a pattern that has no match has none."""
        if pattern.graph and self._probe.holds((replace(pattern, graph=None),), {}):
            return self._graph(pattern, pattern.graph)
        if pattern.predicate.iri == RDF.type and pattern.object.iri:
            return self._class(pattern)
        if not pattern.predicate.iri:
            return _NOTHING
        if is_no_word(pattern):
            return _no_word(pattern)
        if self._probe.holds((Pattern(_S, pattern.predicate, _O),), {}):
            return self._value(pattern)
        return self._unused(pattern)

    def _graph(self, pattern: Pattern, graph: Node) -> Reason:
        if not self._probe.holds((Pattern(_S, _P, _O, graph),), {}):
            return Reason("query-no-graph", {"graph": graph.shown})
        stands = self._probe.terms("?found_graph", replace(pattern, graph=Node("?found_graph", "")), MOST_GRAPHS)
        return Reason("query-graph", {"graph": graph.shown, "others": either_of(f"<{lexical(term)}>" for term in stands)})

    def _class(self, pattern: Pattern) -> Reason:
        kinds = "" if pattern.subject.variable else self._ends.narrowest(self._probe.classes(pattern.subject))
        if kinds:
            return Reason("query-type-of", {"node": pattern.subject.shown, "one": pattern.object.shown, "other": kinds})
        return Reason("query-class-empty", {"name": pattern.object.shown}, slip=False)

    def _unused(self, pattern: Pattern) -> Reason:
        relation, name = self._relations.get(pattern.predicate.iri), pattern.predicate.shown
        number = count_unestablished(self._probe.store, relation.iri) if relation and self._probe.store is not None else 0
        if not relation:
            return Reason("query-property-empty", {"name": name}, slip=False)
        if not number:
            return Reason("query-relation-empty", {"name": name}, slip=False)
        see = "accusations" if relation.grave else "relations-used"
        code = "query-unestablished" if number > 1 else "query-unestablished-one"
        return Reason(code, {"name": name, "count": number, "see": see}, slip=False)

    def of_order(self, pattern: Pattern, compared: Comparison) -> dict[str, str]:
        """What is to be said of a value that is ordered against a literal of another type."""
        term = next(iter(self._probe.terms(compared.name, pattern, MOST_LOOKED)), None)
        # Types of others have no order that an engine knows.
        ordered = isinstance(term, ox.Literal) and term.datatype.value.startswith(XSD.base)
        typed = ox.Literal(compared.literal.text or "", datatype=term.datatype) if isinstance(term, ox.Literal) and ordered else None
        way = "A time has kg:earliest and kg:latest, a quantity kg:atLeast and kg:atMost; these can be compared."
        if typed is not None and self._probe.orders(pattern, compared.name, str(typed)):
            way = f"Write: {_written(typed)}"
        example = _written(term) if isinstance(term, ox.Literal) else f"<{lexical(term)}>"
        return {"name": compared.name, "value": compared.literal.shown, "property": pattern.predicate.shown, "example": example, "way": way}

    def _value(self, pattern: Pattern) -> Reason:
        """The property has values, only not this one."""
        name, value = pattern.predicate.shown, pattern.object
        turned = replace(pattern, subject=pattern.object, object=pattern.subject)
        if value.text is None and self._probe.holds((turned,), {}):
            return Reason("query-direction", {"turned": turned.shown})
        misplaced = self._ends.misplaced(pattern, self._ends.shown(pattern.subject))
        if misplaced:
            return Reason("query-property" if "ask" in misplaced else "query-property-of", misplaced)
        free = Pattern(_S, pattern.predicate, _O)
        terms = self._probe.terms("?o", free, MOST_LOOKED)
        literals = [term for term in terms if isinstance(term, ox.Literal)]
        if value.text is not None and terms and not literals:
            return Reason("query-literal", {"name": name, "value": value.shown, "example": f"<{lexical(terms[0])}>"})
        if value.iri and literals and len(literals) == len(terms):
            return Reason("query-iri", {"name": name, "value": value.shown, "example": str(literals[0])})
        if value.text is not None and self._probe.holds((free,), {"?o": (value,)}) is False:
            return self._literal(pattern, literals, every=len(terms) < MOST_LOOKED)
        return _NOTHING

    def _literal(self, pattern: Pattern, literals: list[ox.Literal], *, every: bool) -> Reason:
        """`every` says whether the literals are all that the property has."""
        name, value = pattern.predicate.shown, pattern.object
        alike = [_written(term) for term in self._probe.spelt(pattern.predicate, value.text or "", MOST_GRAPHS)]
        if alike:
            return Reason("query-form", {"name": name, "value": value.shown, "other": either_of(alike)})
        told = _quoted(term.value for term in literals) if every and len(literals) <= MOST_TOLD else ""
        if pattern.predicate.iri in CLOSED:
            # A word of the program's own is no slip; it only does not occur.
            return Reason("query-absent", {"name": name, "value": value.shown, "known": told}, slip=False) if told else _NOTHING
        near = difflib.get_close_matches(value.text or "", sorted(term.value for term in literals), 1)
        if near:
            return Reason("query-value", {"name": name, "value": value.shown, "near": near[0], "known": ""})
        return Reason("query-value", {"name": name, "value": value.shown, "known": told}, slip=False) if told else _NOTHING


_NOTHING = Reason("query-nothing", {}, slip=False)


def _no_word(pattern: Pattern) -> Reason:
    words = CLOSED[pattern.predicate.iri]
    near = difflib.get_close_matches(pattern.object.text or "", words, 1)
    known = "" if near else _quoted(words)
    return Reason("query-value", {"name": pattern.predicate.shown, "value": pattern.object.shown, "near": "".join(near), "known": known})


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in sorted(words))


def _written(term: Term) -> str:
    """A literal as a query writes it, its datatype with its usual prefix."""
    if not isinstance(term, ox.Literal) or term.language or term.datatype.value == XSD.string:
        return str(term)
    return f"{ox.Literal(term.value)}^^{short(term.datatype.value)}"


def either_of(names: Iterable[str]) -> str:
    """`a, b or c`."""
    names = list(names)
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
