"""Says the patterns of a query in words, with the labels of the vocabulary and of the dataset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.ontology import Ontology
from kg.ontology.properties import short
from kg.query.probe import Count, Probe
from kg.query.run import lexical
from kg.query.shape import Group, Node, Pattern
from kg.texts import phrase, words
from kg.vocab import DCT, KG, RDF, RDFS, SKOS

__all__ = ["Line", "Wording", "say_property"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a query looks for, or a word such as `if there is one:` over those that are set in under it."""

    text: str
    depth: int = 0
    #: How often the pattern matches, alone; `None` where that was not counted.
    count: Count | None = None


class Wording:
    """Says patterns in words, with the labels of the vocabulary and of the dataset."""

    def __init__(self, probe: Probe, ontology: Ontology) -> None:
        self._probe = probe
        self._types = {kind.iri: kind.label for kind in ontology.types.values()}
        self._relations = {relation.iri: relation.label for relation in ontology.relations.values()}

    def lines(self, group: Group, depth: int, values: Mapping[str, tuple[Node, ...]]) -> Iterator[Line]:
        """The lines of a group: its patterns, then the groups inside under a word that says what they are."""
        if group.select:
            yield Line(phrase("explain", "select"), depth)
            yield from self.lines(group.select.where, depth + 1, {})
            return
        values = {**values, **group.values}
        for pattern in group.patterns:
            yield Line(self._said(pattern), depth, self._probe.count(pattern, values))
        for name, nodes in sorted(group.values.items()):
            yield Line(phrase("explain", "values", node=name, values=", ".join(self._few(nodes)), count=len(nodes)), depth)
        for number, inner in enumerate(group.groups):
            head = _head(inner, number) if group.kind == "either" or inner.kind not in ("all", "either", "select") else ""
            if head:
                yield Line(phrase("explain", head), depth)
            yield from self.lines(inner, depth + 1 if head else depth, values)

    def _said(self, pattern: Pattern) -> str:
        s, o, name = self._name(pattern.subject), self._name(pattern.object), pattern.predicate
        if name.iri == RDF.type:
            said = phrase("explain", "type", s=s, o=o)
        elif name.iri in self._relations:
            said = phrase("explain", "relation", s=s, o=o, label=self._relations[name.iri], name=name.shown)
        elif name.variable:
            said = phrase("explain", "any", s=s, o=o, name=name.shown)
        elif name.iri in _PARTS:
            said = phrase("explain", _PARTS[name.iri], s=s, o=o, name=name.shown)
        elif name.iri:
            said = say_property(name.iri, name.shown, s, o)
        else:
            said = phrase("explain", "path", s=s, o=o, name=name.shown)
        return phrase("explain", "graph", said=said, name=pattern.graph.shown) if pattern.graph else said

    def _name(self, node: Node) -> str:
        """A thing by its label, with its name behind it; anything else as it is written."""
        if node.iri in self._relations or node.iri in self._types:
            return f'"{self._relations.get(node.iri) or self._types[node.iri]}" ({node.shown})'
        label = Pattern(node, Node(f"<{RDFS.label}>", "rdfs:label"), Node("?label", "?label"))
        labels = self._probe.terms("?label", label, 1) if node.iri else ()
        return f'"{lexical(labels[0])}" ({node.shown})' if labels else node.shown

    def _few(self, nodes: tuple[Node, ...]) -> tuple[str, ...]:
        rest = (f"{len(nodes) - 8} more",) if len(nodes) > 8 else ()
        return (*map(self._name, nodes[:8]), *rest)


def _head(group: Group, number: int) -> str:
    """The code of the word over a group; of a side of a UNION it says whether it is the first."""
    return group.kind if group.kind not in ("all", "either", "select") else "side" if number else "first-side"


_PARTS = {RDF.subject: "subject", RDF.predicate: "predicate", RDF.object: "object", RDFS.label: "label"}


def say_property(iri: str, shown: str, s: str, o: str) -> str:
    """A property in words; one that is not ours is only named."""
    own = short(iri)
    if own in words()["verb"]:
        return phrase("verb", own, s=s, o=o, name=shown)
    known = iri.removeprefix(KG.base) in KG.names or iri.removeprefix(DCT.base) in DCT.names or iri.removeprefix(SKOS.base) in SKOS.names
    return phrase("explain", "property" if known else "other", s=s, o=o, label=_spaced(iri), name=shown)


def _spaced(iri: str) -> str:
    """The last part of an IRI as words."""
    local = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()
