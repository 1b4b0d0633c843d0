"""A query in plain words before it is run: what it asks for, about how often each pattern matches, what cannot be and what takes long."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.findings import Finding, Place, find, in_order
from kg.graph.remote import Server
from kg.ontology import Ontology
from kg.query.costs import costs
from kg.query.doubts import Doubts
from kg.query.guard import read_query
from kg.query.hints import hints as hints_by_words
from kg.query.hints import says_nothing, unknown_names
from kg.query.probe import Count, Probe
from kg.query.run import Answer, lexical
from kg.query.shape import Group, Node, Pattern, Shape, read_shape
from kg.query.syntax import line_of, refused_by_engine
from kg.texts import phrase, sentence
from kg.vocab import PREFIXES, RDF, RDFS

__all__ = ["Explanation", "Line", "explain", "hints"]

#: Of the questions that may be put to find out why an answer is empty.
FEW = 40
#: What is said of a value that somebody typed.
_OF_WORDS = ("query-value", "query-form", "query-literal", "query-iri", "query-absent")
#: What is no news once a name is known to be wrong.
_WEAK = ("query-unestablished", "query-unestablished-one", "query-nothing", "query-form", "query-pair")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a query looks for, or a word such as `if there is one:` over those that are set in under it."""

    text: str
    depth: int = 0
    #: How often the pattern matches, alone; `None` where that was not counted.
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a query asks for, in sentences, and what is to be said of it."""

    asks: str
    lines: tuple[Line, ...]
    #: What is wrong: names that nobody knows, and patterns that can have no match.
    findings: tuple[Finding, ...]
    #: What takes long, or gives rows twice.
    costs: tuple[Finding, ...]
    #: Whether it can have no answer on this dataset.
    impossible: bool
    #: Whether the dataset was looked at; otherwise nothing is counted, and only what the vocabulary shows is said.
    counted: bool = True

    def to_text(self) -> str:
        """The explanation for people, without the findings."""
        return "".join(f"{line}\n" for line in (self.asks, *map(_shown, self.lines)))

    def to_json(self) -> str:
        """All of it for programs."""
        lines = [{"text": line.text, "depth": line.depth, **_counted(line.count)} for line in self.lines]
        told = {name: [_told(finding) for finding in group] for name, group in (("findings", self.findings), ("costs", self.costs))}
        whole = {"asks": self.asks, "patterns": lines, **told, "impossible": self.impossible, "counted": self.counted}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _shown(line: Line) -> str:
    indent = "  " * (line.depth + 1)
    if line.count is None:
        return f"{indent}{line.text}"
    return f"{indent}{line.text}  [{line.count} {'match' if line.count == Count(1) else 'matches'}]"


def _counted(count: Count | None) -> dict[str, object]:
    return {} if count is None else {"matches": count.number, "more": count.more}


def _told(finding: Finding) -> dict[str, object]:
    return {"code": finding.code, "line": finding.place.line, "sentence": _sentence(finding)}


def _sentence(finding: Finding) -> str:
    """What is said of a query, beginning as sentences do."""
    said = sentence(finding).removeprefix(f"{finding.place}: ")
    return said[0].upper() + said[1:] if said.split(" ")[0].isalpha() else said


def explain(text: str, store: ox.Store | Server | None, ontology: Ontology, prefixes: Mapping[str, str], *, shipped: bool = False) -> Explanation:
    """The explanation of a query; without a store only by its words and the vocabulary.

    `prefixes` are the workspace's own. Of a query that ships (`shipped`) no word is doubted, only whether it has an answer
    here. Raises `QueryError` as `run` does; the query is not run.
    """
    known = {**PREFIXES, **prefixes}
    query = read_query(text, prefixes=known)
    _readable(query.text, known)
    shape, probe = read_shape(query, known), Probe(store)
    # Without a dataset nobody can say which actors there are.
    unknown = unknown_names(query, ox.Store() if store is None else store, ontology, {} if store is None else prefixes, known)
    doubts = Doubts(query.text, probe, ontology, (name.iri for name in unknown), parts=not shipped)
    impossible = doubts.impossible(shape)
    doubted = [finding for finding in doubts.found if not shipped or finding.code not in _OF_WORDS]
    names = [find("query-unknown", Place("query", line_of(query.text, name.written)), name=name.written, near=name.near) for name in unknown]
    return Explanation(
        asks=_asks(shape),
        lines=tuple(_Words(probe, ontology).lines(shape.where, 0, {})),
        findings=in_order((*names, *doubted)),
        costs=in_order(costs(query.text, shape, probe)),
        impossible=impossible,
        counted=store is not None,
    )


def hints(
    text: str, answer: Answer | None, store: ox.Store | Server, ontology: Ontology, prefixes: Mapping[str, str], *, shipped: bool = False
) -> tuple[str, ...]:
    """What helps with a query, as `kg.query.hints` finds it by words; before it up to two reasons why an answer is empty.

    A query that ships (`shipped`) is right as it is written, so its empty answer is not reasoned about.
    """
    found = hints_by_words(text, answer, store, ontology, prefixes)
    if shipped:
        return found
    known = {**PREFIXES, **prefixes}
    query = read_query(text, prefixes=known)
    # A name that nobody knows is reason enough.
    if answer is None or not says_nothing(answer) or unknown_names(query, store, ontology, prefixes, known):
        return found
    doubts = Doubts(query.text, Probe(store, FEW, patient=False), ontology, (), parts=False)
    doubts.impossible(read_shape(query, known))
    # What the words have said is not said again, nor what is less than that.
    reasons = [finding for finding in doubts.found if not found or finding.code not in _WEAK]
    return (*(_sentence(finding) for finding in reasons[:2]), *found)


def _readable(text: str, prefixes: Mapping[str, str]) -> None:
    """Raises `QueryError` for what only the engine refuses; it is given an empty store, so that nothing is looked for."""
    try:
        ox.Store().query(text, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise refused_by_engine(text, str(error), prefixes) from error


def _asks(shape: Shape) -> str:
    columns = ", ".join(shape.columns) or "everything that it names"
    form = {"select": f"Asks for {columns}", "ask": "Asks whether there is any match", "construct": "Makes triples of the matches"}
    said = [form.get(shape.form, "Describes things by all their triples")]
    said += ["each row once"] if shape.form == "select" and shape.distinct else []
    said += ["counted or summed up"] if shape.grouped else []
    said += ["sorted"] if shape.ordered else []
    said += [f"at most {shape.limit:,} rows"] if shape.limit is not None else []
    return f"{', '.join(said)}." + (" It looks for:" if shape.where.patterns or shape.where.groups or shape.where.values else "")


class _Words:
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
        elif name.iri:
            said = phrase("explain", _PARTS.get(name.iri, "property"), s=s, o=o, label=_spaced(name.iri), name=name.shown)
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


def _spaced(iri: str) -> str:
    """The last part of an IRI as words."""
    local = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()
