"""The law for RDF input: nothing of it comes out as a fact by another way, not even to programs that reason."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from more import TIMES
from rdf_kit import BASE, EVIDENCE, ONTOLOGY, PREFIXES, SHORT, STATEMENT, read

from kg.graph import to_quads
from kg.graph.parse import Kept
from kg.standing import weigh
from kg.vocab import KG, RDF, Mint

#: With a relation and a type of the workspace's own, in a namespace of its own.
OWN = replace(
    ONTOLOGY,
    relations={**ONTOLOGY.relations, "hired": replace(ONTOLOGY.relations["aided"], id="hired", iri="http://example.net/hired")},
    types={**ONTOLOGY.types, "Union": replace(ONTOLOGY.types["NGO"], id="Union", iri="http://example.net/Union")},
)
FACTUAL = {relation.iri for relation in OWN.relations.values()}

SUBJECTS = (
    "<actor/alder>",
    "<actor/birch>",
    "<statement/1>",
    "<evidence/1>",
    "_:b",
    "ex:a",
    "ex:C",
    "kg:trafficked",
    "kg:NGO",
    "<event/raid>",
    "ex:hired",
)
PREDICATES = (
    "kg:trafficked", "kg:met", "kg:memberOf", "ex:hired", "rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "rdf:first", "rdf:reifies",
    "rdfs:subPropertyOf", "rdfs:subClassOf", "rdfs:domain", "rdfs:range", "rdfs:label", "owl:sameAs", "owl:inverseOf", "owl:equivalentProperty",
    "owl:equivalentClass", "owl:onProperty", "owl:hasValue", "owl:propertyChainAxiom", "owl:someValuesFrom", "owl:hasKey", "ex:p", "ex:trafficked",
    "org:memberOf", "<http://w3id.org/actor-kg/trafficked>", "<https://w3id.org/actor-kg/%74rafficked>", "<https://w3id.org/actor-kg#met>",
    "kg:modality", "kg:evidence", "kg:source", "kg:quote", "kg:standing", "kg:polarity", "kg:claimant", "prov:wasDerivedFrom", "skos:prefLabel",
)  # fmt: skip
OBJECTS = (
    *SUBJECTS, "ex:Union", "kg:Statement", "kg:Evidence", "kg:Relation", "kg:Judgement", "owl:ObjectProperty", "owl:TransitiveProperty", "owl:Restriction",
    "owl:SymmetricProperty", "rdf:Property", "rdfs:subPropertyOf", "rdf:type", "kg:unstated", '"established"', '"asserted"', '"alleged"',
    "( kg:met kg:trafficked )", "[ ex:p kg:met ]", "<source/gazette>", "2013",
)  # fmt: skip
GRAPHS = ("", "", "", "ex:g", "<graph/established>", "<graph/statements>", "<graph/data/x.ttl>")
SOUND = PREFIXES + SHORT + STATEMENT.replace("asserted", "planned") + EVIDENCE + '<event/raid> a kg:Raid ; rdfs:label "Raid" .\n'
TRIPLES = st.lists(st.tuples(st.sampled_from(GRAPHS), st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES), st.sampled_from(OBJECTS)), max_size=6)


def written(triples: list[tuple[str, str, str, str]]) -> str:
    """A hostile graph as TriG."""
    said = (
        f"{graph} {{ {subject} {predicate} {other} }}" if graph else f"{subject} {predicate} {other} ."
        for graph, subject, predicate, other in triples
    )
    return PREFIXES + "\n".join(said)


def harmless(kept: tuple[Kept, ...]) -> bool:
    """Whether no kept triple has a predicate or a class of ours, and all stand in graphs of files."""
    quads = [quad for _, quads in kept for quad in quads]
    terms = {quad.predicate.value for quad in quads} | {str(quad.object)[1:-1] for quad in quads if quad.predicate.value == RDF.type}
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    blank = any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert "http://example.net/Union" not in terms
    return not terms & FACTUAL and not any(term.startswith(KG.base) for term in terms) and graphs <= {f"{BASE}graph/data/b.trig"} and not blank


@pytest.mark.law
@given(TRIPLES)
@settings(max_examples=80 * TIMES)
def test_no_rdf_makes_a_fact(triples: list[tuple[str, str, str, str]]) -> None:
    """Whatever is written beside a plan, no relation is a predicate but for statements that are established."""
    with tempfile.TemporaryDirectory() as folder:
        case, kept, _ = read(Path(folder), {"a.ttl": SOUND, "b.trig": written(triples)}, ontology=OWN)

    assert harmless(kept)
    quads = to_quads(case, OWN, weigh(case, OWN))
    facts = {str(quad.triple) for quad in quads if quad.predicate.value in FACTUAL}
    weighed = weigh(case, OWN)
    mint = Mint(BASE)
    meant = {(s.subject, s.relation, s.object) for s in case.statements if weighed.established(s)}
    assert facts == {str(ox.Triple(*map(ox.NamedNode, (mint.actor(s), OWN.relations[r].iri, mint.actor(o))))) for s, r, o in meant}


#: Triples of other vocabularies that let a reasoner conclude something, in whatever combination.
FOREIGN = ("<actor/alder>", "<actor/birch>", "_:b", "ex:C", "ex:p", "ex:q")
AXIOMS = (
    "rdf:type", "rdf:first", "rdf:rest", "rdfs:subPropertyOf", "rdfs:subClassOf", "rdfs:domain", "rdfs:range", "owl:sameAs", "owl:inverseOf",
    "owl:equivalentProperty", "owl:equivalentClass", "owl:onProperty", "owl:hasValue", "owl:propertyChainAxiom", "owl:hasKey", "owl:unionOf",
    "owl:intersectionOf", "owl:someValuesFrom", "ex:p", "ex:q",
)  # fmt: skip
TERMS = (
    *FOREIGN, "kg:NGO", "ex:Union", "kg:met", "ex:hired", "kg:trafficked", "owl:Restriction", "owl:TransitiveProperty", "owl:SymmetricProperty",
    "owl:InverseFunctionalProperty", "owl:FunctionalProperty", "rdf:type", "rdf:nil", "rdfs:subPropertyOf", "( kg:met )", "( ex:p ex:q )",
)  # fmt: skip


def attack(*lines: str) -> list[tuple[str, str, str, str]]:
    """Triples of the default graph, as the tests below draw them."""
    parts = [line.split(" ", 2) for line in lines]
    return [("", subject, predicate, other) for subject, predicate, other in parts]


@pytest.mark.law
@example(attack("ex:p rdf:type owl:InverseFunctionalProperty", "<actor/alder> ex:p ex:C", "<actor/birch> ex:p ex:C"))
@example(attack("ex:p rdf:type owl:FunctionalProperty", "ex:C ex:p <actor/alder>", "ex:C ex:p <actor/birch>"))
@example(attack("ex:p rdfs:subPropertyOf rdfs:subPropertyOf", "ex:q ex:p kg:trafficked", "<actor/birch> ex:q <actor/alder>"))
@example(attack("ex:q rdfs:subPropertyOf ex:hired", "<actor/birch> ex:q <actor/alder>"))
@example(attack("ex:q owl:inverseOf kg:trafficked", "<actor/birch> ex:q <actor/alder>"))
@example(attack("ex:C owl:intersectionOf ( kg:NGO )", "<actor/birch> rdf:type ex:C"))
@example(attack("ex:C owl:onProperty kg:trafficked", "ex:C owl:hasValue <actor/alder>", "<actor/birch> rdf:type ex:C"))
@example(attack("ex:p rdfs:range kg:NGO", "ex:C ex:p <actor/birch>"))
@example(attack("kg:trafficked owl:propertyChainAxiom ( ex:p ex:p )", "<actor/birch> ex:p <actor/alder>", "<actor/alder> ex:p <actor/birch>"))
@example(attack("<actor/alder> owl:sameAs <actor/birch>"))
@given(st.lists(st.tuples(st.just(""), *map(st.sampled_from, (FOREIGN, AXIOMS, TERMS))), min_size=1, max_size=4))
@settings(max_examples=30 * TIMES)
def test_programs_that_reason_conclude_no_fact(triples: list[tuple[str, str, str, str]]) -> None:
    """What passes without a finding lets a reasoner (OWL RL and RDFS) conclude no relation, no type and no identity of ours."""
    import rdflib
    from owlrl import DeductiveClosure, RDFS_OWLRL_Semantics  # type: ignore[import-untyped]  # it has no types

    with tempfile.TemporaryDirectory() as folder:
        _, kept, found = read(Path(folder), {"b.trig": written(triples)}, ontology=OWN)
    if found:
        return
    met = f"<{BASE}actor/alder> <{KG.term('met')}> <{BASE}actor/birch> .\n<{BASE}actor/alder> <{RDF.type}> <{KG.term('NGO')}> .\n"
    graph = rdflib.Graph().parse(data=met + "\n".join(f"{quad.triple} ." for _, quads in kept for quad in quads), format="nt")
    before = ours_of(graph)

    DeductiveClosure(RDFS_OWLRL_Semantics).expand(graph)

    assert ours_of(graph) == before


def ours_of(graph: object) -> set[tuple[str, str, str]]:
    """All relations, and all types and identities of things of this workspace, that a graph holds."""
    import rdflib

    assert isinstance(graph, rdflib.Graph)
    found = {(str(s), str(p), str(o)) for s, p, o in graph}
    same = "http://www.w3.org/2002/07/owl#sameAs"
    ours = {(s, p, o) for s, p, o in found if s.startswith(BASE) and o.startswith(BASE if p == same else KG.base) and s != o}
    return ours | {(s, p, o) for s, p, o in found if p in FACTUAL}
