"""Users' RDF becomes records; what belongs to other vocabularies is kept; a case written as RDF is read back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdf_kit import ALONE, BASE, EVIDENCE, FIRST, ONTOLOGY, PREFIXES, SETTINGS, SHORT, STATEMENT, cases, lines, read

from kg.findings import Place
from kg.graph import to_nquads, to_quads, to_trig
from kg.model import Actor, Case, Event, Evidence, Source, Statement, parse_quantity, parse_time
from kg.standing import weigh
from kg.vocab import Mint

# ---- what is read

WHOLE = """\
<actor/alder> a kg:NGO , kg:Organisation , kg:Actor ;
    rdfs:label "Alder" ;
    skos:prefLabel "Alder"@en , "Aune"@fi , "ចាស់"@KM ;
    skos:altLabel "The Alders" , "AA"@en ;
    dct:description "An NGO." ;
    dct:identifier "wikidata:Q42" ;
    kg:publish "pseudonym" .
<actor/birch> a kg:Company ; skos:prefLabel "Birch"@en .
<actor/cedar> a kg:Country ; rdfs:label "Cedar"@en .
<event/raid> a kg:Raid ; rdfs:label "Raid" ; kg:when "2013-07"^^edtf:EDTF ; kg:earliest "2013-07-01"^^xsd:date ;
    kg:latest "2013-07-31"^^xsd:date ; kg:place <actor/cedar> ; dct:description "At dawn." .
<source/gazette> a kg:Source ; rdfs:label "The Gazette" ; kg:kind "news" ; kg:publisher <publisher/1> ; kg:author "A. Writer" ;
    dct:issued "2013-07-15"^^xsd:date ; kg:url <https://gazette.example/1> ; kg:archivedUrl "https://archive.example/1" ;
    kg:retrieved "2013-07-16"^^xsd:date ; kg:language "en" ; kg:document "gazette.txt" ; kg:documentIs "note" ;
    kg:reliability "B" ; kg:note "Seen on paper." .
<source/wire> a kg:Source ; rdfs:label "The Wire" ; kg:kind "dataset" ; kg:publisher <actor/birch> ; kg:copies <source/gazette> .
<source/herald> a kg:Source ; rdfs:label "The Herald" ; kg:kind "other" ; kg:publisher "Herald Press" .
<publisher/1> a kg:Publisher ; rdfs:label "Gazette Ltd" .
ex:first a kg:Statement ;
    rdf:subject <actor/alder> ; rdf:predicate kg:aided ; rdf:object <actor/birch> ;
    kg:modality "alleged" ; kg:polarity "negative" ; kg:claimant <actor/cedar> ; kg:role "adviser" ; kg:when 2013 ;
    kg:place <actor/cedar> ; kg:quantity ">=40000 EUR" ; kg:atLeast 40000 ; kg:unit "EUR" ; kg:event <event/raid> ;
    kg:evidence <evidence/1> , <evidence/2> .
<evidence/1> a kg:Evidence ; kg:source <source/gazette> ; kg:quote "They were not helped."@en ; kg:stance "supports" ;
    kg:curator "ed" ; prov:wasAttributedTo <curator/ed> ; kg:entered "2013-08-01"^^xsd:date ; kg:note "Checked." ; kg:origin "curated" .
<evidence/2> a kg:Evidence ; kg:source <source/wire> ; kg:locator "page 2" ; kg:stance "withdraws" ; kg:publish "no" .
"""


def test_every_property_is_read_into_its_field(tmp_path: Path) -> None:
    """Actors, events, sources, statements and their evidence come out as records, with the line that each stands on."""
    case, kept, found = read(tmp_path, {"case.ttl": PREFIXES + WHOLE})

    assert found == ()
    assert kept == ()
    assert case.actors == (
        Actor("alder", "NGO", "Alder", (("fi", "Aune"), ("km", "ចាស់")), ("AA", "The Alders"), "An NGO.", ("wikidata:Q42",), "pseudonym"),
        Actor("birch", "Company", "Birch"),
        Actor("cedar", "Country", "Cedar"),
    )
    assert case.events == (Event("raid", "Raid", "Raid", (), parse_time("2013-07"), "cedar", "At dawn."),)
    assert case.sources == (
        Source(
            "gazette", "news", "The Gazette", "Gazette Ltd", "A. Writer", parse_time("2013-07-15"), "https://gazette.example/1",
            "https://archive.example/1", date(2013, 7, 16), "", "en", "gazette.txt", "note", "", "B", "", "Seen on paper.",
        ),
        Source("herald", "other", "The Herald", "Herald Press"),
        Source("wire", "dataset", "The Wire", "birch", copies="gazette"),
    )  # fmt: skip
    statement = Statement(
        "alder", "aided", "birch", "alleged", True, "cedar", "adviser", parse_time("2013"), "cedar", parse_quantity(">=40000 EUR"), "raid",
    )  # fmt: skip
    first = Evidence("gazette", "They were not helped.", curator="ed", entered=date(2013, 8, 1), note="Checked.", recorded=statement.reading)
    second = Evidence("wire", locator="page 2", stance="withdraws", curator="ed", publish="no", recorded=statement.reading)
    statement = replace(statement, evidence=(first, second))
    assert case.statements == (statement,)
    assert case.actors[0].at == Place("data/case.ttl", FIRST)
    assert case.statements[0].at == Place("data/case.ttl", FIRST + 18)
    assert [item.at.line - FIRST for item in case.statements[0].evidence] == [23, 25]


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nt", "nq", "jsonld"])
def test_every_format_says_the_same(tmp_path: Path, suffix: str) -> None:
    """A case written in any of the formats comes out as the same records and the same kept triples."""
    forms = {"ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS}
    triples = [quad.triple for quad in ox.parse(PREFIXES + WHOLE + '<actor/alder> foaf:age 7 , "x"@EN .', format=ox.RdfFormat.TURTLE)]
    text = ox.serialize(triples, format=forms.get(suffix, ox.RdfFormat.JSON_LD)) or b""
    expected, expected_kept, _ = read(tmp_path / "one", {"case.ttl": PREFIXES + WHOLE + '<actor/alder> foaf:age 7 , "x"@EN .'})

    case, kept, found = read(tmp_path / "other", {f"case.{suffix}": text})

    assert found == ()
    assert case == expected
    assert lines(kept[0]) == lines(expected_kept[0])


def test_json_with_a_context_of_its_own_is_read(tmp_path: Path) -> None:
    """JSON-LD as people write it, with aliases, coercion, a language map and relative IRIs, gives records at their lines."""
    text = """\
{"@context": {"id": "@id", "type": "@type", "kg": "https://w3id.org/actor-kg/",
  "name": {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@container": "@language"}},
 "@graph": [
  {"id": "actor/alder",
   "type": "kg:NGO", "name": {"en": "Alder", "fi": "Aune"}}]}
"""

    case, _, found = read(tmp_path, {"case.jsonld": text})

    assert found == ()
    assert case.actors == (Actor("alder", "NGO", "Alder", (("fi", "Aune"),)),)
    assert case.actors[0].at == Place("data/case.jsonld", 4)


def test_a_record_may_be_written_in_several_files(tmp_path: Path) -> None:
    """Files are one: the statement stands in one, its evidence in another, in a folder below."""
    case, kept, found = read(tmp_path, {"a.ttl": PREFIXES + STATEMENT, "sub/b.ttl": PREFIXES + EVIDENCE + SHORT})

    assert found == ()
    assert kept == ()
    assert [statement.reading for statement in case.statements] == ["alder aided birch"]
    assert case.statements[0].at.path == "data/a.ttl"
    assert case.statements[0].evidence[0].at == Place("data/sub/b.ttl", FIRST)


def test_documents_candidates_and_hidden_files_are_not_read(tmp_path: Path) -> None:
    """RDF among the documents is a document; what an editor or a spreadsheet leaves behind is nothing."""
    files: dict[str, str | bytes] = dict.fromkeys(("documents/a.ttl", "extracted/b.nq", ".c.ttl", "~$d.ttl", "e.txt"), "nonsense")

    assert read(tmp_path, files) == (Case(ALONE), (), ())


def test_a_workspace_without_data_is_empty(tmp_path: Path) -> None:
    """No folder, no records, no findings."""
    assert read(tmp_path, {}) == (Case(ALONE), (), ())


def test_statements_of_one_reading_gather_their_evidence(tmp_path: Path) -> None:
    """Two nodes that say the same are one statement with the evidence of both."""
    again = (STATEMENT + EVIDENCE).replace("/1>", "/2>").replace("Alder aided Birch.", "Help came.")

    case, _, found = read(tmp_path, {"case.ttl": PREFIXES + SHORT + STATEMENT + EVIDENCE + again})

    assert found == ()
    assert [[item.quote for item in statement.evidence] for statement in case.statements] == [["Alder aided Birch.", "Help came."]]


def test_text_is_tidied_as_a_cell_is(tmp_path: Path) -> None:
    """What a table would make of a text, RDF makes of it too, so that both name one statement."""
    text = SHORT.replace('"Alder"', '" Alde\\u0072\\u00A0"') + STATEMENT.replace('"asserted"', '"asserted\\u00A0"') + EVIDENCE

    case, _, found = read(tmp_path, {"case.ttl": PREFIXES + text})

    assert found == ()
    assert case.actors[0].label == "Alder"
    assert case.statements[0].modality == "asserted"


# ---- what is kept


def test_other_vocabularies_are_kept_in_the_graph_of_their_file(tmp_path: Path) -> None:
    """Numbers and language tags come out as the engine writes them, blank nodes with an IRI by order of appearance."""
    text = """\
<actor/alder> foaf:homepage <https://alder.example/> ; foaf:age 007 ; foaf:nick "Al"@EN-gb ; a foaf:Organization .
ex:report dct:title "Report" ; rdfs:label "Report" ; ex:parts ( "one" ) ; dct:subject kg:trafficked ; skos:closeMatch kg:NGO .
[] foaf:name "Somebody" ; ex:since "2013~"^^edtf:EDTF .
"""

    case, kept, found = read(tmp_path, {"my notes.ttl": PREFIXES + text})

    assert found == ()
    assert case == Case(ALONE)
    assert [name for name, _ in kept] == ["data/my notes.ttl"]
    assert {quad.graph_name for quad in kept[0][1]} == {ox.NamedNode(f"{BASE}graph/data/my%20notes.ttl")}
    node = "graph/data/my%20notes.ttl/b"
    assert sorted(lines(kept[0])) == [
        '<actor/alder> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Organization>',
        '<actor/alder> <http://xmlns.com/foaf/0.1/age> "7"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '<actor/alder> <http://xmlns.com/foaf/0.1/homepage> <https://alder.example/>',
        '<actor/alder> <http://xmlns.com/foaf/0.1/nick> "Al"@en-gb',
        f'<{node}1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "one"',
        f"<{node}1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
        f'<{node}2> <http://example.net/since> "2013~"^^<http://id.loc.gov/datatypes/edtf/EDTF>',
        f'<{node}2> <http://xmlns.com/foaf/0.1/name> "Somebody"',
        f"<http://example.net/report> <http://example.net/parts> <{node}1>",
        "<http://example.net/report> <http://purl.org/dc/terms/subject> <https://w3id.org/actor-kg/trafficked>",
        '<http://example.net/report> <http://purl.org/dc/terms/title> "Report"',
        '<http://example.net/report> <http://www.w3.org/2000/01/rdf-schema#label> "Report"',
        "<http://example.net/report> <http://www.w3.org/2004/02/skos/core#closeMatch> <https://w3id.org/actor-kg/NGO>",
    ]  # fmt: skip


def test_a_kept_triple_stands_in_one_graph(tmp_path: Path) -> None:
    """What two files say, in whatever writing and under whatever graph, is kept once, in the first."""
    files: dict[str, str | bytes] = {
        "a.ttl": PREFIXES + "ex:a ex:b 7 , 8 .",
        "b.trig": PREFIXES + "ex:g { ex:a ex:b 007 , 9 } ex:h { ex:a ex:b 9 }",
        "c.ttl": PREFIXES + "ex:a ex:b 8 .",
    }

    _, kept, found = read(tmp_path, files)

    assert found == ()
    numbers = {name: [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)] for name, quads in kept}
    assert numbers == {"data/a.ttl": ["7", "8"], "data/b.trig": ["9"]}


# ---- the dataset, written and read back


def test_a_copy_of_an_export_is_refused(tmp_path: Path) -> None:
    """A dataset that a build wrote is no input: its graphs are named, and as Turtle what it worked out is."""
    case, _, _ = read(tmp_path / "first", {"case.ttl": PREFIXES + SHORT + STATEMENT + EVIDENCE})
    quads = to_quads(case, ONTOLOGY, weigh(case, ONTOLOGY))
    flat = ox.serialize([quad.triple for quad in quads], format=ox.RdfFormat.TURTLE) or b""

    exported = read(tmp_path / "nq", {"graph.nq": to_nquads(quads), "graph.trig": to_trig(quads, Mint(BASE))})
    flattened = read(tmp_path / "ttl", {"graph.ttl": flat})

    assert exported[:2] == (Case(ALONE), ())
    graphs = sorted({quad.graph_name.value.removeprefix(BASE) for quad in quads if isinstance(quad.graph_name, ox.NamedNode)})
    remedy = "Delete this file if it is a copy of an export; else give the graph a name of your own."
    assert sorted(re.sub(r":\d+:", ":", line) for line in exported[2]) == [
        f'data/graph.{ending}: "{graph}" is a graph that a build writes. {remedy}' for ending in ("nq", "trig") for graph in graphs
    ]
    for word in ("kg:standing: is worked out", "kg:triple: is worked out", "kg:aided: a relation stands as a bare triple"):
        assert any(word in line for line in flattened[2]), word


#: What a build works out, or signs, or knows from elsewhere.
BUILT = ("ontology", "judgements", "computed", "established")


@given(cases(), st.sampled_from([("case.ttl", ox.RdfFormat.TURTLE), ("case.jsonld", ox.RdfFormat.JSON_LD)]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_records_written_as_rdf_are_read_back(case: Case, form: tuple[str, ox.RdfFormat]) -> None:
    """Actors, events, sources, statements and evidence, written as the dataset has them, come back as the same records."""
    quads = to_quads(case, ONTOLOGY, weigh(case, ONTOLOGY))
    built = {ox.NamedNode(Mint(BASE).graph(name)) for name in BUILT}
    written = ox.serialize([quad.triple for quad in quads if quad.graph_name not in built], format=form[1]) or b""
    with tempfile.TemporaryDirectory() as folder:
        again, kept, found = read(Path(folder), {form[0]: written}, SETTINGS)

    assert found == ()
    assert kept == ()
    assert again == case
    assert to_quads(again, ONTOLOGY, weigh(again, ONTOLOGY)) == quads


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    """Blank nodes, order and findings do not depend on the hash seed or on the run."""
    text = PREFIXES + "".join(f'[] ex:p{i % 7} [ ex:q ( {i} "x"@EN ) ] .\n' for i in range(40)) + "ex:a kg:met ex:b , ex:c .\n" + WHOLE
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text(text)
    (tmp_path / "data" / "b.jsonld").write_text('[{"http://example.net/p": [{"http://example.net/q": {"@list": [1, {}]}}, {"@id": "_:x"}]}]')
    program = (
        "import sys; from pathlib import Path; from kg.folder import Folder, Settings; from kg.graph.parse import read_rdf;"
        "from kg.ontology.read import read_ontology; sys.stdout.write(repr(read_rdf(Folder(Path(sys.argv[1])), Settings(), read_ontology()[0])))"
    )

    runs = [
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("1", "2")
    ]

    assert runs[0] == runs[1]
    assert "graph/data/b.jsonld/b1" in runs[0]
