"""The dataset as JSON-LD: its context is made from the vocabulary and stands in the file, so that nobody fetches anything.

A term says what its values are (an IRI, a day, a text of a language) only where that is true of every value; the few values
that differ stand under the compact IRI with their type beside them. The context has no language of its own: it would tag ids too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.interchange.registry import Content
from kg.ontology import Ontology
from kg.vocab import DCT, EDTF, KG, PREFIXES, PROV, RDF, RDFS, SKOS, XSD

__all__ = ["to_jsonld"]

Json = dict[str, object]
Term = NamedNode | BlankNode | Literal | Triple

#: What the values of a property are, where it is always the same: another node, a term of the vocabulary, a day …
_KINDS = {
    "@id": (
        "subject object claimant place event evidence source publisher copies about instead voice contradicts triple wasDerivedFrom "
        "wasAttributedTo wasGeneratedBy exactMatch closeMatch broadMatch narrowMatch relatedMatch"
    ),
    "@vocab": "predicate domain range inverse premise coPremise conclusion eventType subjectType objectType derivedBy subClassOf",
    EDTF: "when issued",
    XSD.date: "earliest latest publishedEarliest publishedLatest retrieved entered date",
    XSD.decimal: "confidence",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
#: Texts by their language, as `"label": {"en": …, "km": …}`.
_TAGGED = "prefLabel"
#: A whole number that every reader of JSON keeps exactly.
_EXACT = re.compile(r"0|-?[1-9][0-9]{0,14}")


def to_jsonld(content: Content) -> bytes:
    """The dataset with one object for each named graph and each node in it, in the order of the quads."""
    words = _Words(content)
    graphs = [
        {"id": words.iri(graph), "@graph": [words.node(subject, quads) for subject, quads in groupby(inside, key=lambda quad: quad.subject)]}
        for graph, inside in groupby(content.quads, key=lambda quad: quad.graph_name)
    ]
    return to_json({"@context": words.context, "@graph": graphs})


def to_json(content: object) -> bytes:
    """JSON to read: letters as they are, keys in the order given."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


class _Words:
    """The context of one file, and terms of the dataset in its words."""

    def __init__(self, content: Content) -> None:
        self.prefixes = _prefixes(content)
        self.terms = _terms(content.ontology)
        self.names = {iri: name for name, iri in reversed(self.terms.items())}
        self.context: Json = {"id": "@id", "type": "@type", **self.prefixes}
        self.context |= {name: self._definition(name, iri, content.ontology) for name, iri in self.terms.items()}

    def _definition(self, name: str, iri: str, ontology: Ontology) -> object:
        relation = ontology.relations.get(name)
        kind = "@id" if relation and relation.iri == iri else _KIND_OF.get(name)
        if name == _TAGGED:
            return {"@id": self.iri(iri), "@container": "@language"}
        return {"@id": self.iri(iri), "@type": kind if str(kind).startswith("@") else self.iri(str(kind))} if kind else self.iri(iri)

    def iri(self, term: object) -> str:
        """An IRI with a prefix, or whole."""
        text = term.value if isinstance(term, NamedNode) else str(term)
        fitting = [(base, prefix) for prefix, base in self.prefixes.items() if text.startswith(base) and text != base]
        base, prefix = max(fitting, default=("", ""), key=lambda pair: len(pair[0]))
        rest = text[len(base) :]
        return f"{prefix}:{rest}" if base and not rest.startswith("//") else text

    def node(self, subject: object, quads: Iterable[Quad]) -> Json:
        """A node with its properties, those of one term together."""
        made: Json = {"id": self.iri(subject)}
        gathered: dict[str, list[object]] = {"type": []}
        for quad in quads:
            key, value = self._said(quad)
            gathered.setdefault(key, []).append(value)
        for key, values in gathered.items():
            if key == _TAGGED:
                made[key] = _by_language(values)
            elif values:
                made[key] = values[0] if len(values) == 1 else values
        return made

    def _said(self, quad: Quad) -> tuple[str, object]:
        """The key under which a value stands, and the value."""
        if quad.predicate.value == RDF.type and isinstance(quad.object, NamedNode):
            return "type", self.names.get(quad.object.value) or self.iri(quad.object)
        name = self.names.get(quad.predicate.value, "")
        coerced = self._coerced(name, quad.object) if name else None
        if coerced is not None:
            return name, coerced
        plain = name and self.context[name] == self.iri(quad.predicate)
        return (name if plain else self.iri(quad.predicate)), self._whole(quad.object)

    def _coerced(self, name: str, value: Term) -> object:
        """A value as its term says all its values are, or nothing where this one is not."""
        definition = self.context[name]
        if not isinstance(definition, Mapping):
            return None
        if isinstance(value, NamedNode):
            named = self.names.get(value.value, "") if definition.get("@type") == "@vocab" else ""
            return named or self.iri(value) if definition.get("@type") in ("@id", "@vocab") else None
        if not isinstance(value, Literal):
            return None
        if "@container" in definition:
            return (value.language, value.value) if value.language else None
        return value.value if definition.get("@type") == self.iri(value.datatype) else None

    def _whole(self, value: Term) -> object:
        """A value that says itself what it is."""
        if isinstance(value, NamedNode):
            return {"id": self.iri(value)}
        assert isinstance(value, Literal)  # the dataset has neither blank nodes nor triples as terms
        if value.language:
            return {"@language": value.language, "@value": value.value}
        return _native(value) if value.datatype.value in _NATIVE else {"@type": self.iri(value.datatype), "@value": value.value}


_NATIVE = (XSD.string, XSD.boolean, XSD.integer)


def _native(value: Literal) -> object:
    """Text, `true`, `false` and whole numbers as JSON has them; other writings of these, such as `01`, keep their own."""
    if value.datatype.value == XSD.string:
        return value.value
    if value.datatype.value == XSD.boolean and value.value in ("true", "false"):
        return value.value == "true"
    if value.datatype.value == XSD.integer and _EXACT.fullmatch(value.value):
        return int(value.value)
    return {"@type": value.datatype.value, "@value": value.value}


def _by_language(values: Iterable[object]) -> Json:
    found: dict[str, list[str]] = {}
    for value in values:
        assert isinstance(value, tuple)
        found.setdefault(value[0], []).append(value[1])
    return {language: texts[0] if len(texts) == 1 else texts for language, texts in found.items()}


def _prefixes(content: Content) -> dict[str, str]:
    """Prefixes of the file; one that is also the scheme of an IRI in it would make another IRI of that."""
    wanted = {**PREFIXES, "case": content.case.settings.base}
    terms = (term for quad in content.quads for term in (quad.subject, quad.predicate, quad.object))
    schemes = {term.value.partition(":")[0] for term in terms if isinstance(term, NamedNode)}
    return {prefix: base for prefix, base in sorted(wanted.items()) if prefix not in schemes}


def _terms(ontology: Ontology) -> dict[str, str]:
    """Short names and what they stand for; the first to have a name keeps it."""
    named = [(name, space.term(name)) for space in (RDF, RDFS, SKOS, PROV) for name in space.names if space.term(name) != RDF.type]
    named += [(name, DCT.term(name)) for name in ("title", "license", "description", "identifier", "issued")]
    named += [(name, KG.term(name)) for name in KG.names]
    named += [(term.id, term.iri) for terms in (ontology.types, ontology.relations) for term in terms.values()]
    found: dict[str, str] = {}
    for name, iri in named:
        if name not in ("id", "type", *PREFIXES, "case"):
            found.setdefault(name, iri)
    return found
