"""Why a triple may not come in: it would state a fact without evidence, or say what is worked out, or mean nothing.

Whatever is not refused and belongs to no record is kept as it is; so this is where the law is kept for RDF.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.clean import match_key, trouble, visible
from kg.graph.fields import FIELDS, WORKED_OUT, WRITTEN, Names, is_axiom, value_of
from kg.model import TimeError, parse_time
from kg.ontology.properties import OWL, short
from kg.ontology.turtle import local_name
from kg.vocab import EDTF, KG, PROV, RDF, RDFS, XSD

__all__ = ["Refusal", "refusals"]

#: The code of a finding and the values of its sentence.
Refusal = tuple[str, dict[str, str]]

_REIFIED = (RDF.subject, RDF.predicate, RDF.object)
_JUDGED = (KG.Judgement, KG.Identity)
_DECLARED = (KG.Relation, KG.DerivationRule)
#: What says that two things are one, or that things which share a value are.
_JOINING = tuple(OWL + name for name in "sameAs hasKey cardinality maxCardinality qualifiedCardinality maxQualifiedCardinality".split())
_IDENTIFYING = (OWL + "FunctionalProperty", OWL + "InverseFunctionalProperty")
#: A property that means the same as one of the schema languages could declare a third one a kind of relation.
_SAME_PROPERTY = (RDFS.base + "subPropertyOf", OWL + "equivalentProperty", OWL + "inverseOf")
_SCHEMA = (RDF.base, RDFS.base, OWL)


def refusals(quad: Quad, kinds: Collection[str], names: Names) -> Iterator[Refusal]:
    """Why a triple is refused, or nothing; `kinds` are the kinds of record that its subject is."""
    subject, predicate, other = quad.subject, quad.predicate.value, quad.object
    if isinstance(subject, Triple) or isinstance(other, Triple):
        yield "rdf-triple-term", {}
    elif predicate in names.relations:
        issued = predicate == KG.term("published") and isinstance(other, Literal)
        yield ("rdf-issued" if issued else "rdf-relation"), {}
    elif names.is_term(value_of(subject)):
        yield "rdf-vocabulary", {"value": short(value_of(subject))}
    elif predicate == RDF.type and isinstance(other, NamedNode):
        yield from _typed(subject, other.value, names)
    elif predicate.startswith(KG.base) or predicate in _REIFIED:
        yield from _ours(subject, predicate, kinds, names)
    else:
        yield from _foreign(quad, kinds, names)


def _typed(subject: object, kind: str, names: Names) -> Iterator[Refusal]:
    if kind in _JUDGED:
        yield "rdf-judgement", {}
    elif kind == KG.Curator:
        yield "rdf-curator", {}
    elif kind in _IDENTIFYING:
        yield "rdf-same", {}
    elif kind in _DECLARED or kind in names.relations:
        yield "rdf-vocabulary", {"value": short(kind)}
    elif names.kind(kind):
        if isinstance(subject, BlankNode):
            yield "rdf-blank", {}
    elif _looks_ours(kind):
        yield "rdf-unknown", {"value": short(kind), "near": names.near(kind)}


def _ours(subject: object, predicate: str, kinds: Collection[str], names: Names) -> Iterator[Refusal]:
    """A property of this vocabulary, or one of the three of a statement."""
    if predicate in WORKED_OUT:
        yield "rdf-computed", {}
    elif not any(predicate in known for known in FIELDS.values()):
        declared = predicate.removeprefix(KG.base) in KG.names
        yield ("rdf-misplaced" if declared else "rdf-unknown"), {"value": short(predicate), "near": "" if declared else names.near(predicate)}
    elif isinstance(subject, BlankNode):
        yield "rdf-blank", {}
    elif not kinds:
        yield "rdf-untyped", {"value": names.shown(value_of(subject))}
    elif not any(predicate in FIELDS[kind] for kind in kinds):
        yield "rdf-misplaced", {"value": short(predicate)}


def _foreign(quad: Quad, kinds: Collection[str], names: Names) -> Iterator[Refusal]:
    """A property of another vocabulary."""
    subject, predicate, other = value_of(quad.subject), quad.predicate.value, value_of(quad.object)
    mine = bool(kinds) or names.is_ours(subject)
    if predicate in _JOINING:
        yield "rdf-same", {}
    elif predicate == OWL + "imports":
        yield "rdf-imports", {}
    elif is_axiom(predicate) and (names.is_term(other) or (predicate in _SAME_PROPERTY and other.startswith(_SCHEMA))):
        yield "rdf-axiom", {"value": short(other)}
    elif _looks_ours(predicate):
        yield "rdf-unknown", {"value": short(predicate), "near": names.near(predicate)}
    elif _is_worked_out(predicate, kinds, mine=mine):
        yield "rdf-computed", {}
    elif mine and not kinds and predicate in WRITTEN:
        yield "rdf-untyped", {"value": names.shown(subject)}
    # Programs show the local name: org:memberOf between two of our actors would read as an established memberOf.
    elif mine and names.is_ours(other) and match_key(local_name(predicate)) in names.relation_keys:
        yield "rdf-relation", {}
    elif isinstance(quad.object, Literal) and not any(predicate in FIELDS[kind] for kind in kinds):
        yield from _literal(quad.object)


def _is_worked_out(predicate: str, kinds: Collection[str], *, mine: bool) -> bool:
    return (predicate == PROV.wasDerivedFrom and mine) or (predicate == RDFS.label and bool({"statement", "evidence"} & set(kinds)))


@lru_cache(10_000)
def _looks_ours(iri: str) -> bool:
    """Whether an IRI is in our namespace or in one that a reader takes for it: with http, #, capitals or escapes."""
    bare = re.sub(r"^https?://(?:www\.)?", "", unquote(iri).lower())
    return iri.startswith(KG.base) or bare.startswith(KG.base.removeprefix("https://").rstrip("/"))


_ZONE = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_FORMS = {
    "integer": r"[+-]?[0-9]{1,100}",
    "decimal": r"[+-]?(?=.{1,100}$)(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "double": r"[+-]?(?=.{1,100}$)(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?|[+-]?INF|NaN",
    "boolean": r"true|false|0|1",
    "date": rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){_ZONE}",
    "dateTime": rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?{_ZONE}",
    "gYear": rf"[0-9]{{4}}{_ZONE}",
    "gYearMonth": rf"[0-9]{{4}}-(?:0[1-9]|1[0-2]){_ZONE}",
}
_WHOLE = "int long short byte nonNegativeInteger positiveInteger negativeInteger nonPositiveInteger unsignedInt unsignedLong"
_FORMS |= dict.fromkeys(_WHOLE.split(), _FORMS["integer"]) | {"float": _FORMS["double"]}
_PATTERNS = {XSD.base + name: re.compile(form) for name, form in _FORMS.items()}


def _literal(literal: Literal) -> Iterator[Refusal]:
    """Why a literal that would be kept is refused: engines disagree on ill-typed ones, and some crash on them."""
    yield from trouble(literal.value, kind="text")[:1]
    if literal.direction:
        yield "rdf-direction", {"value": visible(literal.value)}
    if not _is_well_formed(literal):
        yield "rdf-literal", {"value": visible(literal.value), "datatype": short(literal.datatype.value)}


def _is_well_formed(literal: Literal) -> bool:
    if literal.datatype.value == EDTF:
        try:
            parse_time(literal.value)
        except TimeError:
            return False
        return True
    pattern = _PATTERNS.get(literal.datatype.value)
    match = pattern.fullmatch(literal.value) if pattern else None
    if pattern and match and "day" in pattern.groupindex:
        try:
            date.fromisoformat(match["day"])
        except ValueError:
            return False
    return pattern is None or match is not None
