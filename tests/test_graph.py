"""The dataset as it is written, dumped and stored: each triple in one graph, no blank nodes, the same bytes, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from rdf_kit import BASE, ONTOLOGY, RELATIONS, SETTINGS, cases, whole
from rdflib.compare import to_isomorphic

from kg.findings import Place
from kg.graph import GRAPHS, store_of, to_nquads, to_quads, to_trig
from kg.graph.terms import day, decimal, edtf, integer, number, plain, tagged, truth
from kg.model import Case, Evidence, Statement, gather
from kg.standing import weigh
from kg.vocab import DCT, EDTF, KG, PROV, RDF, RDFS, SKOS, XSD, Mint

MINT = Mint(BASE)


def graph(name: str) -> ox.NamedNode:
    return ox.NamedNode(MINT.graph(name))


def quads_of(case: Case) -> list[ox.Quad]:
    """The dataset of a case."""
    return to_quads(case, ONTOLOGY, weigh(case, ONTOLOGY))


def about(quads: list[ox.Quad], iri: str, name: str) -> set[tuple[str, str]]:
    """(property, value) of one subject in one graph, IRIs of the workspace shortened."""
    found = (quad for quad in quads if quad.subject == ox.NamedNode(iri) and quad.graph_name == graph(name))
    return {(quad.predicate.value, str(quad.object).replace(BASE, "")) for quad in found}


# ---- the quads


def test_each_triple_stands_in_one_named_graph_and_no_node_is_blank() -> None:
    """Queries see the union of all graphs: a triple in two of them would count twice, one in the default graph not at all."""
    quads = quads_of(whole())

    assert max(Counter(quad.triple for quad in quads).values()) == 1
    assert {type(quad.graph_name) for quad in quads} == {ox.NamedNode}
    assert {type(term) for quad in quads for term in (quad.subject, quad.object)} == {ox.NamedNode, ox.Literal}
    names = {quad.graph_name.value.removeprefix(MINT.graph("")) for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert names == {*GRAPHS, "evidence/gazette%2050%25"}


def test_relations_are_predicates_of_established_statements_only() -> None:
    """A direct triple stands for what is established, both ways where the relation is symmetric, and for nothing else."""
    quads = quads_of(whole())

    direct = {str(quad).replace(BASE, "").replace(KG.base, "") for quad in quads if quad.predicate.value in RELATIONS}

    assert direct == {
        "<actor/alder> <presidedOver> <event/meeting> <graph/established>",
        "<actor/birch> <participatedIn> <event/meeting> <graph/established>",
        "<actor/alder> <met> <actor/birch> <graph/established>",
        "<actor/birch> <met> <actor/alder> <graph/established>",
    }  # the membership was upheld by one curator and refuted by another


def test_every_node_that_is_named_is_described() -> None:
    """No IRI of the workspace stands as a value without a type somewhere, and whatever has a name for people has one label."""
    quads = quads_of(whole())
    typed = {quad.subject for quad in quads if quad.predicate.value == RDF.type}
    named = {quad.object for quad in quads if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(BASE)}
    labels = Counter(
        quad.subject for quad in quads if quad.predicate.value == RDFS.label and isinstance(quad.object, ox.Literal) and not quad.object.language
    )

    # The key that statements of one triple share is a name for grouping, nothing more.
    assert {term for term in named - typed if "/triple/" not in term.value} == set()
    assert set(labels.values()) == {1}
    named_for_people = ("actor/", "event/", "source/", "statement/", "publisher/", "curator/")
    assert {term for term in typed if isinstance(term, ox.NamedNode) and term.value.removeprefix(BASE).startswith(named_for_people)} <= labels.keys()


def test_an_actor_has_all_its_types_names_and_former_ids() -> None:
    """Superclasses are written out, language tags are lower case, ids that were joined stay findable."""
    quads = quads_of(whole())

    assert about(quads, MINT.actor("alder"), "actors") == {
        *((RDF.type, f"<{KG.term(name)}>") for name in ("NGO", "Organisation", "Actor")),
        (RDFS.label, '"Alder"'),
        (SKOS.prefLabel, '"Alder"@en'),
        (SKOS.prefLabel, '"ចាស់"@km'),
        (SKOS.prefLabel, '"Amieiro"@pt-br'),
        (SKOS.altLabel, '"AA"'),
        (DCT.description, '"An NGO."'),
        (DCT.identifier, '"wikidata:Q42"'),
        (DCT.identifier, '"former:old-alder"'),
    }


def test_a_source_says_all_that_its_row_says() -> None:
    """Every column of a source is a property; the hash of the original is among them."""
    quads = quads_of(whole())

    said = about(quads, MINT.source("gazette"), "sources")

    publisher = MINT.publisher("Gazette Ltd").removeprefix(BASE)
    texts = {
        KG.kind: "news", RDFS.label: "The Gazette", KG.author: "A. Writer", KG.url: "https://example.net/", KG.archivedUrl: "https://example.org/",
        KG.language: "en", KG.document: "gazette.txt", KG.documentIs: "note", KG.documentHash: "cd" * 32, KG.reliability: "B", KG.note: "Note.",
    }  # fmt: skip
    days = {KG.retrieved: "2013-08-01", KG.publishedEarliest: "2013-01-01", KG.publishedLatest: "2013-12-31"}
    assert said == {
        (RDF.type, f"<{KG.Source}>"),
        (KG.publisher, f"<{publisher}>"),
        (DCT.issued, f'"2013"^^<{EDTF}>'),
        *((name, f'"{text}"'.replace(BASE, "")) for name, text in texts.items()),
        *((name, f'"{text}"^^<{XSD.date}>') for name, text in days.items()),
    }
    assert (KG.publisher, "<actor/alder>") in about(quads, MINT.source("wire"), "sources"), "a publisher's former id is the actor"


def test_evidence_stands_in_the_graph_of_how_it_was_found() -> None:
    """What a person typed and what a run found in a document are never in one graph, and lose nothing."""
    case = whole()
    quads = quads_of(case)
    alleged = next(s for s in case.statements if s.modality == "alleged" and s.relation == "trafficked")
    found, quoted = sorted(alleged.evidence, key=lambda item: item.origin, reverse=True)

    machine = about(quads, MINT.evidence(alleged.evidence_id(found)), "evidence/gazette 50%")
    person = about(quads, MINT.evidence(alleged.evidence_id(quoted)), "evidence/curated")

    assert machine == {
        (RDF.type, f"<{KG.Evidence}>"),
        (KG.source, "<source/gazette>"),
        (KG.quote, '"Found."'),
        (KG.stance, '"supports"'),
        (KG.origin, '"extracted"'),
        (KG.run, '"rules 1"'),
        (KG.confidence, f'"0.00001"^^<{XSD.decimal}>'),
    }
    assert person == {
        (RDF.type, f"<{KG.Evidence}>"),
        (KG.source, "<source/gazette>"),
        (KG.quote, '"A \\"quote\\" <b>\\r\\n\u2028"'),
        (KG.locator, '"page 2"'),
        (KG.stance, '"supports"'),
        (KG.origin, '"curated"'),
        (KG.curator, '"ed"'),
        (PROV.wasAttributedTo, "<curator/ed>"),
        (KG.entered, f'"2013-08-01"^^<{XSD.date}>'),
        (KG.note, '"A note."'),
        (KG.prefix, '"be "'),
        (KG.suffix, '" af"'),
        (KG.start, f'"3"^^<{XSD.integer}>'),
        (KG.end, f'"9"^^<{XSD.integer}>'),
        (KG.documentHash, f'"{"ab" * 32}"'),
    }


def test_candidates_of_a_document_called_curated_are_not_taken_for_curated() -> None:
    """A file name cannot move what a machine found into the graph of what people typed."""
    found = Evidence("gazette", "Found.", origin="extracted", run="r", confidence=0.5, at=Place("data/extracted/curated.jsonl", 1))
    case = replace(whole(), statements=(Statement("alder", "aided", "birch", "asserted", evidence=(found,)),), judgements=())

    graphs = {quad.graph_name for quad in quads_of(case) if quad.predicate.value == KG.origin}

    assert graphs == {graph("evidence/curated-candidates")}


def test_a_derived_statement_points_to_what_it_follows_from() -> None:
    """Rule, premises and the evidence of the premises are named; evidence that itself follows by a rule is no node."""
    case = whole()
    chaired, there, met = (next(s for s in case.statements if s.relation == name) for name in ("presidedOver", "participatedIn", "met"))
    follows = replace(chaired, evidence=(*chaired.evidence, replace(met.evidence[0], premises=(there.id,))))
    case = replace(case, statements=tuple(follows if s == chaired else s for s in case.statements))

    said = about(quads_of(case), MINT.statement(met.id), "computed")

    reasons = {MINT.evidence(s.evidence_id(item)) for s in (chaired, there) for item in s.evidence}
    assert {value for name, value in said if name == KG.evidence} == {f"<{iri.removeprefix(BASE)}>" for iri in reasons}
    assert {value for name, value in said if name == PROV.wasDerivedFrom} == {f"<statement/{chaired.id}>", f"<statement/{there.id}>"}
    assert {value for name, value in said if name == KG.derivedBy} == {f"<{ONTOLOGY.rules[0].iri}>"}


def test_statements_carry_their_standing_and_their_contradictions() -> None:
    """What the build works out stands beside each statement, and contradictions are linked both ways."""
    case = whole()
    quads = quads_of(case)
    one, other = (next(s for s in case.statements if s.relation == "trafficked" and s.modality == m) for m in ("alleged", "denied"))

    said = about(quads, MINT.statement(one.id), "computed")

    assert (KG.standing, '"alleged"') in said
    assert (KG.reading, f'"{one.reading}"') in said
    assert (KG.triple, f"<triple/{one.triple}>") in said
    assert (KG.voice, f"<{KG.unstated}>") in said
    assert (KG.contradicts, f"<statement/{other.id}>") in said
    assert (KG.contradicts, f"<statement/{one.id}>") in about(quads, MINT.statement(other.id), "computed")
    assert about(quads, KG.unstated, "ontology") == {(RDFS.label, '"somebody the source does not name"')}
    bounds = about(quads, MINT.statement(one.id), "statements")
    assert {(KG.quantity, '">=0.5 EUR"'), (KG.atLeast, f'"0.5"^^<{XSD.decimal}>'), (KG.unit, '"EUR"')} <= bounds


def test_judgements_are_about_statements_and_name_who_signed() -> None:
    """A judgement points to its statement, a row of identities holds ids, a curator has a name."""
    case = whole()
    quads = quads_of(case)
    upheld = next(row for row in case.judgements if row.judgement == "uphold")
    member = next(s for s in case.statements if s.reading == upheld.statement)

    assert about(quads, MINT.judgement(upheld.id), "judgements") == {
        (RDF.type, f"<{KG.Judgement}>"),
        (KG.about, f"<statement/{member.id}>"),
        (KG.judgement, '"uphold"'),
        (KG.curator, '"jo"'),
        (KG.reason, '"Seen."'),
        (KG.date, f'"2014-01-01"^^<{XSD.date}>'),
    }
    assert {(KG.left, '"alder"'), (KG.right, '"old-alder"')} <= about(quads, MINT.judgement(case.identities[0].id), "judgements")
    assert about(quads, MINT.curator("jo"), "judgements") == {(RDF.type, f"<{KG.Curator}>"), (RDFS.label, '"Jo Reader"')}


@given(cases())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_order_of_records_changes_no_quad(case: Case) -> None:
    """A case whose records come in another order has the same dataset, each triple once, which the engine writes back as it is."""
    rows = [replace(statement, evidence=(item,)) for statement in case.statements for item in statement.evidence]
    turned = replace(case, actors=case.actors[::-1], sources=case.sources[::-1], statements=gather(rows[::-1])[::-1])

    quads = quads_of(case)

    assert quads_of(turned) == quads
    assert to_nquads(store_of(quads)) == to_nquads(quads)
    assert len({quad.triple for quad in quads}) == len(quads)


# ---- terms


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (plain('a "b"'), '"a \\"b\\""'),
        (tagged("x", "EN-gb"), '"x"@en-gb'),
        (edtf("2013~"), f'"2013~"^^<{EDTF}>'),
        (day(date(987, 1, 2)), f'"0987-01-02"^^<{XSD.date}>'),
        (integer(10**30), f'"{10**30}"^^<{XSD.integer}>'),
        (truth(True), f'"true"^^<{XSD.boolean}>'),
        (decimal(Decimal("1.50")), f'"1.5"^^<{XSD.decimal}>'),
        (decimal(Decimal(100)), f'"100"^^<{XSD.decimal}>'),
        (decimal(Decimal("1E+3")), f'"1000"^^<{XSD.decimal}>'),
        (decimal(Decimal("1E-5")), f'"0.00001"^^<{XSD.decimal}>'),
        (decimal(Decimal("0." + "1" * 40)), f'"0.{"1" * 40}"^^<{XSD.decimal}>'),
        (number(Decimal("2.0")), f'"2"^^<{XSD.integer}>'),
        (number(Decimal("2.5")), f'"2.5"^^<{XSD.decimal}>'),
        (number(Decimal("9" * 40 + ".5")), f'"{"9" * 40}.5"^^<{XSD.decimal}>'),
    ],
)
def test_terms_are_written_in_one_way(term: ox.Literal, written: str) -> None:
    """Numbers without idle zeros and to the last digit, tags in lower case, years of four digits."""
    assert str(term) == written


# ---- dumps


def test_a_dump_is_one_line_a_quad_whatever_a_text_holds() -> None:
    """Lines end nowhere else than at the end of a quad, and reading them back gives the same quads."""
    hostile = '\r\n\u2028\u0085\x0b\x0c </script> " \\ @prefix x: <y> .\n@prefix z: <w> .'
    case = replace(whole(), actors=(replace(whole().actors[0], description=hostile), *whole().actors[1:]))
    quads = quads_of(case)

    dump = to_nquads(quads)

    assert dump.count(b"\n") == len(quads) == len(dump.split(b"\n")) - 1
    assert dump.split(b"\n")[:-1] == sorted(dump.split(b"\n")[:-1])
    assert set(ox.parse(dump, format=ox.RdfFormat.N_QUADS)) == set(quads)
    assert set(ox.parse(to_trig(quads, MINT), format=ox.RdfFormat.TRIG)) == set(quads)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser of TriG uses it
@pytest.mark.parametrize("base", ["https://example.org/made/", "https://example.org/made#", "https://example.org/a%20b/"])
def test_trig_has_readable_names_under_every_base(base: str) -> None:
    """Prefixes stand first, sorted, and the file is the same dataset for Oxigraph and for rdflib."""
    case = replace(whole(), settings=replace(SETTINGS, base=base))
    quads = quads_of(case)

    trig = to_trig(quads, Mint(base))

    head = [line for line in trig.decode().split("\n") if line.startswith("@prefix")]
    assert head == trig.decode().split("\n")[: len(head)] == sorted(head)
    assert f"@prefix actor: <{base}actor/> ." in head
    assert b"\n\tactor:alder " in trig
    assert set(ox.parse(trig, format=ox.RdfFormat.TRIG)) == set(quads)
    other = rdflib.Dataset()
    other.parse(data=trig.decode(), format="trig")
    assert len(set(other.quads())) == len(quads)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser of TriG uses it
@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_other_programs_read_the_same_dataset(form: str) -> None:
    """Rdflib reads from either file the triples that Oxigraph has."""
    quads = quads_of(whole())
    data = (to_nquads(quads) if form == "nquads" else to_trig(quads, MINT)).decode()
    expected = rdflib.Graph().parse(data="\n".join(f"{quad.triple} ." for quad in quads), format="nt")

    read = rdflib.Dataset(default_union=True)
    read.parse(data=data, format=form)

    union = rdflib.Graph()
    for triple in read.triples((None, None, None)):
        union.add(triple)
    assert to_isomorphic(union) == to_isomorphic(expected)


def test_an_engine_writes_the_same_lines_back() -> None:
    """Nothing that we write is written otherwise by the store: numbers, dates and tags are canonical already."""
    quads = quads_of(whole())

    assert to_nquads(store_of(quads)) == to_nquads(quads)


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    """Two programs with other hash seeds write the same bytes in both forms."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import rdf_kit, test_graph as t;"
        "q = t.quads_of(rdf_kit.whole()); sys.stdout.buffer.write(t.to_nquads(q) + t.to_trig(q, t.MINT))"
    )

    runs = {
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(runs) == 1
    assert runs.pop().count(b"\n") > 1000
