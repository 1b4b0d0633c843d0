"""Puts the dataset to the SHACL shapes of the ontology: offline, SHACL core only, every violation listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.clean import visible
from kg.findings import Finding, Place, find, in_order
from kg.folder import Folder
from kg.model import Case
from kg.ontology.read import shapes
from kg.ontology.turtle import read_turtle
from kg.vocab import RDF, SH, Mint

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib import Graph

__all__ = ["check_shapes", "shape_places"]

#: SHACL can hold queries, which could ask another machine and so tell it what is being read here.
QUERIES = frozenset(SH.base + name for name in ("select", "ask", "construct", "update"))


def shape_places(case: Case) -> dict[str, Place]:
    """Where the record behind each IRI of the dataset stands."""
    mint = Mint(case.settings.base)
    places = {mint.actor(actor.id): actor.at for actor in case.actors}
    places |= {mint.event(event.id): event.at for event in case.events}
    places |= {mint.source(source.id): source.at for source in case.sources}
    places |= {mint.judgement(row.id): row.at for row in case.judgements}
    places |= {mint.judgement(pair.id): pair.at for pair in case.identities}
    for statement in case.statements:
        places[mint.statement(statement.id)] = statement.at
        places |= {mint.evidence(statement.evidence_id(item)): item.at for item in statement.evidence}
    return places


def check_shapes(quads: Iterable[Quad], folder: Folder, places: Mapping[str, Place]) -> tuple[Finding, ...]:
    """What in the union of all graphs breaks a shape, at the place of its record, and what is wrong with the shapes."""
    from rdflib import Graph

    wanted = Graph()
    found: list[Finding] = []
    for path in shapes(folder):
        found += _read_shapes(wanted, path, folder.name(path))
    if found:
        return in_order(found)
    data = Graph().parse(data="\n".join(f"{quad.triple} ." for quad in quads), format="nt")
    return in_order(_violations(data, wanted, places))


def _read_shapes(wanted: Graph, path: Path, name: str) -> list[Finding]:
    """Adds one file of shapes; findings when it is no Turtle, or holds queries."""
    from pyoxigraph import RdfFormat, parse

    # Shapes are written with blank nodes, for lists and within each other; what else is wrong with Turtle is wrong here.
    found = [finding for finding in read_turtle(path, name)[1] if finding.code != "ontology-blank"]
    if found:
        return found
    triples = list(parse(path=path, format=RdfFormat.TURTLE))
    asked = sorted({triple.predicate.value for triple in triples} & QUERIES)
    if asked:
        return [find("shapes-query", Place(name), value=f"sh:{asked[0].removeprefix(SH.base)}")]
    wanted.parse(data="\n".join(f"{triple} ." for triple in triples), format="nt")
    return []


def _violations(data: Graph, wanted: Graph, places: Mapping[str, Place]) -> list[Finding]:
    from pyshacl import validate
    from pyshacl.errors import ReportableRuntimeError

    try:
        conforms, report, text = validate(data, shacl_graph=wanted, inference="none", advanced=False, do_owl_imports=False)
    except (ReportableRuntimeError, RecursionError, re.error) as error:
        return [find("shapes-unusable", Place("ontology/shapes.ttl"), detail=_said(str(error)))]
    if conforms:
        return []
    if isinstance(report, Exception):
        return [find("shapes-unusable", Place("ontology/shapes.ttl"), detail=_said(text))]
    results: dict[Any, dict[str, Any]] = {}
    for subject, predicate, value in report:
        results.setdefault(subject, {})[str(predicate)] = value
    kind = SH.term("ValidationResult")
    return [_finding(result, places) for result in results.values() if str(result.get(RDF.type)) == kind]


def _said(message: str) -> str:
    """What the library said, safe to print; it calls a shape without a name by a new one each time."""
    named = re.sub(r"['\"]?\bN[0-9a-f]{32}\b['\"]?", "a shape without a name", message)
    return re.sub("(?s).{1,60}", lambda piece: visible(piece[0]), " ".join(named.split())[:240]).rstrip(".")


def _finding(result: Mapping[str, Any], places: Mapping[str, Place]) -> Finding:
    focus, path, value = (result.get(SH.term(name)) for name in ("focusNode", "resultPath", "value"))
    place = places.get(str(focus), Place(str(focus)))
    if ":" in str(path):  # else it is a path without a name, such as the inverse of a property
        place = place.at(re.split("[/#]", str(path))[-1])
    message = str(result.get(SH.term("resultMessage"), ""))
    if value is None or value == focus:
        return find("shape-broken", place, message=message)
    return find("shape-value", place, message=message, value=visible(str(value)))
