"""What is in each format of exchange, word for word, as a reader of that format sees it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from exports_readers import neo4j, network, rows
from page_case import case as rich_case
from page_case import evil_case
from rdf_kit import BASE, ONTOLOGY, whole

from kg.folder import Settings
from kg.graph import to_nquads
from kg.interchange import FORMATS, Content
from kg.interchange.drawn import EDGE
from kg.model import Actor, Case, Evidence, Judgement, Source, Statement, gather, parse_quantity, parse_time
from kg.standing import weigh
from kg.texts import phrase
from kg.vocab import KG, Mint

#: Its reader of JSON-LD uses a class that it has deprecated itself.
RDFLIB_WARNS = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
ANNOTATED = (
    "Of a statement it holds the sentence with its standing, who and whom, and the claimant; "
    "not its time, place and quantity as data, nor judgements and contradictions."
)
REASONS = (
    "Times stand as text, with the earliest and latest day beside them; of the evidence it holds quotes and titles of sources, "
    "not judgements and not what speaks against a statement."
)


def content_of(case: Case, profile: str = "public", **more: Any) -> Content:
    """A case weighed under the shipped vocabulary."""
    return Content(case, ONTOLOGY, weigh(case, ONTOLOGY), profile, **more)


def written(name: str, content: Content) -> bytes:
    """The one file of a format."""
    return FORMATS[name].write(content)[""]


def told(name: str, content: Content) -> list[str]:
    """What the format says it cannot hold."""
    return [phrase("loss", loss.code, **dict(loss.values)) for loss in FORMATS[name].losses(content)]


def said(subject: str, relation: str, other: str, modality: str = "asserted", **more: Any) -> Statement:
    """A statement with one quote."""
    evidence = more.pop("evidence", (Evidence("post", "So it was.", curator="ed", entered=date(2024, 3, 1)),))
    return Statement(subject, relation, other, modality, evidence=evidence, **more)


def small(*statements: Statement, judgements: tuple[Judgement, ...] = (), **source: Any) -> Case:
    """The harbour: two bodies, one paper."""
    actors = (Actor("silva", "Company", "Silva Shipping"), Actor("union", "Association", "Dockers' Union", (("km", "សហជីព"),), ("DU", "the dockers")))
    paper = replace(Source("post", "news", "Crew unpaid", "Harbour Post", published=parse_time("2019-11")), **source)
    return Case(Settings("The harbour", BASE, curators=(("ed", "Ed Itor"),)), actors, (), (paper,), gather(statements), judgements)


# ---- the dataset


@pytest.mark.parametrize("case", [whole(), rich_case(), evil_case()], ids=["every kind of record", "every standing", "hostile"])
@pytest.mark.parametrize(("name", "form"), [("trig", ox.RdfFormat.TRIG), ("nq", ox.RdfFormat.N_QUADS), ("jsonld", ox.RdfFormat.JSON_LD)])
def test_the_dataset_comes_back_quad_by_quad(name: str, form: ox.RdfFormat, case: Case) -> None:
    """Every named graph holds the same triples: language tags, datatypes and IRIs are those of the dataset."""
    content = content_of(case)

    assert set(ox.parse(written(name, content), format=form)) == set(content.quads)
    assert told(name, content) == []


@RDFLIB_WARNS
def test_other_readers_of_jsonld_get_the_same_without_a_network() -> None:
    """rdflib, with sockets closed: the context stands in the file."""
    content = content_of(whole())

    read = rdflib.Dataset().parse(data=written("jsonld", content), format="json-ld")

    assert isinstance(read, rdflib.Dataset)
    lines = read.serialize(format="nquads").encode()
    assert set(ox.parse(lines, format=ox.RdfFormat.N_QUADS)) == set(content.quads)


def test_jsonld_reads_like_plain_json() -> None:
    """Short names from the vocabulary, labels by language, numbers as numbers; no language that would tag everything."""
    document = json.loads(written("jsonld", content_of(whole())))

    context = document["@context"]
    assert "@language" not in context
    assert all(not isinstance(part, str) or ":" in part or part.startswith("@") for part in context.values()), "no context to fetch"
    assert context["prefLabel"] == {"@id": "skos:prefLabel", "@container": "@language"}
    assert context["memberOf"] == {"@id": "kg:memberOf", "@type": "@id"}
    graphs = {graph["id"]: {node["id"]: node for node in graph["@graph"]} for graph in document["@graph"]}
    assert list(graphs) == sorted(graphs)
    assert graphs["case:graph/actors"]["case:actor/alder"] == {
        "id": "case:actor/alder", "type": ["Actor", "NGO", "Organisation"], "description": "An NGO.",
        "identifier": ["former:old-alder", "wikidata:Q42"], "label": "Alder", "altLabel": "AA",
        "prefLabel": {"en": "Alder", "km": "ចាស់", "pt-br": "Amieiro"},
    }  # fmt: skip
    claim = next(node for node in graphs["case:graph/statements"].values() if node.get("claimant") == "kg:unstated")
    assert {name: claim[name] for name in ("subject", "predicate", "object", "modality", "quantity", "atLeast", "unit")} == {
        "subject": "case:actor/birch", "predicate": "trafficked", "object": "case:actor/cedar", "modality": "alleged",
        "quantity": ">=0.5 EUR", "atLeast": {"@type": "xsd:decimal", "@value": "0.5"}, "unit": "EUR",
    }  # fmt: skip
    assert next((node["start"], node["end"]) for node in graphs["case:graph/evidence/curated"].values() if "start" in node) == (3, 9)


def test_a_value_that_is_not_what_its_term_says_is_written_whole() -> None:
    """Foreign triples may give a property of theirs any value, and have IRIs that look like one of our prefixes."""
    graph = ox.NamedNode(Mint(BASE).graph("data/x.ttl"))
    odd = [("kg:memberOf", "rdf:odd"), ("http://example.net/a", "http://example.net/p"), ("case:42", "http://example.net/01")]
    edtf, integer = ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF"), ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    values = [
        ox.Literal("01", datatype=integer),
        ox.Literal("x", datatype=integer),
        ox.Literal("9" * 40, datatype=integer),
        ox.Literal("x", language="km"),
    ]
    kept = tuple(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), ox.NamedNode("urn:x"), graph) for s, p in odd)
    kept += tuple(ox.Quad(ox.NamedNode("urn:x"), ox.NamedNode(KG.when), value, graph) for value in (*values, ox.Literal("2013", datatype=edtf)))
    kept += tuple(
        ox.Quad(ox.NamedNode("urn:x"), ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), value, graph)
        for value in (*values, ox.Literal("y"))
    )
    content = content_of(whole(), "team", kept=(("data/x.ttl", kept),))

    assert set(ox.parse(written("jsonld", content), format=ox.RdfFormat.JSON_LD)) == set(content.quads)


def test_terms_of_ones_own_do_not_displace_others() -> None:
    """A relation called as a property, or in a namespace of its own, keeps its IRI."""
    own = (
        replace(ONTOLOGY.relations["aided"], id="note", iri="http://example.net/note"),
        replace(ONTOLOGY.relations["aided"], id="hired", iri="http://example.net/hired"),
    )
    ontology = replace(ONTOLOGY, relations={**ONTOLOGY.relations, **{relation.id: relation for relation in own}})
    case = small(said("silva", "note", "union"), said("silva", "hired", "union"))
    content = Content(case, ontology, weigh(case, ontology))

    data = written("jsonld", content)

    assert set(ox.parse(data, format=ox.RdfFormat.JSON_LD)) == set(content.quads)
    assert json.loads(data)["@context"]["hired"] == {"@id": "http://example.net/hired", "@type": "@id"}
    assert json.loads(data)["@context"]["note"] == "kg:note"


def test_a_file_for_the_team_says_so_where_it_has_a_place() -> None:
    """And one for the public does not."""
    mark = "Team copy – not for publication".encode()
    places = {name for name, form in FORMATS.items() if any(mark in data for data in form.write(content_of(whole(), "team")).values())}

    assert places >= {"trig", "oa", "void", "graphml", "gexf", "node-link", "neo4j"}
    assert not [name for name, form in FORMATS.items() if any(mark in data for data in form.write(content_of(whole())).values())]


@pytest.mark.parametrize(
    ("foreign", "sentence"),
    [
        (1, "1 triple of another vocabulary is left out: nothing says whether it may be published."),
        (2, "2 triples of other vocabularies are left out: nothing says whether they may be published."),
    ],
)
def test_triples_that_nobody_released_are_counted(foreign: int, sentence: str) -> None:
    """They have no column `publish`, so the public does not get them."""
    assert [told(name, content_of(small(), foreign=foreign)) for name in ("trig", "nq", "jsonld")] == [[sentence]] * 3


# ---- annotations


def annotated(content: Content) -> list[dict[str, Any]]:
    """The annotations of the file."""
    return [node for node in json.loads(written("oa", content))["@graph"] if node["type"] == "Annotation"]


def test_an_annotation_is_the_words_and_the_statement_with_its_standing() -> None:
    """In the text held, found by its words or its place; in the page too, since the text is the source's own."""
    quoted = Evidence(
        "post", "Silva paid nobody.", "p. 3", curator="ed", entered=date(2024, 3, 1), note="on the front page", span=(4, 22), prefix="So: "
    )
    case = small(
        said("silva", "exploited", "union", "alleged", claimant="union", evidence=(quoted,)),
        url="https://post.example/1",
        document="p.txt",
        document_is="original",
    )

    (found,) = annotated(content_of(case))

    here = found["id"]
    words = {"id": f"{here}/quote", "type": "TextQuoteSelector", "exact": "Silva paid nobody.", "prefix": "So: "}
    assert found == {
        "id": Mint("case:").evidence(case.statements[0].evidence_id(quoted)),
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {
                "id": f"case:statement/{case.statements[0].id}", "type": ["TextualBody", "Statement"], "purpose": "describing",
                "value": "ALLEGED by Dockers' Union: Silva Shipping exploited Dockers' Union",
                "standing": "alleged", "because": "a claim that nobody upheld", "reading": "silva exploited union [alleged by union]",
                "subject": "case:actor/silva", "predicate": "https://w3id.org/actor-kg/exploited", "object": "case:actor/union",
                "claimant": "case:actor/union",
            },
            {"id": f"{here}/comment", "type": "TextualBody", "purpose": "commenting", "value": "on the front page"},
        ],
        "target": [
            {
                "id": f"{here}/target", "type": "SpecificResource", "source": "case:source/post/text", "locator": "p. 3",
                "selector": [words, {"id": f"{here}/position", "type": "TextPositionSelector", "start": "4", "end": "22"}],
            },
            {"id": f"{here}/page", "type": "SpecificResource", "source": "https://post.example/1", "selector": [words]},
        ],
        "stance": "supports", "origin": "curated", "entered": "2024-03-01", "attributedTo": "case:curator/ed",
    }  # fmt: skip
    assert told("oa", content_of(case)) == [ANNOTATED]


@pytest.mark.parametrize("kind", ["note", "translation"])
def test_our_own_words_are_not_looked_for_on_the_page(kind: str) -> None:
    """A reading note or a translation stands in no page of the source; the text says what it is."""
    case = small(said("silva", "criticized", "union"), url="https://post.example/1", document="p.txt", document_is=kind)

    graph = json.loads(written("oa", content_of(case)))["@graph"]

    assert [target["source"] for target in graph[0]["target"]] == ["case:source/post/text"]
    assert graph[1]["title"] == {"note": "our reading note on ", "translation": "a translation of "}[kind] + '"Crew unpaid", Harbour Post, 2019-11'
    assert graph[1]["documentIs"] == kind


def test_words_that_carry_nothing_say_so() -> None:
    """What takes a statement back, what was misread, and what only a machine found is never shown like a reason."""
    items = (
        Evidence("post", "It did not.", stance="withdraws", curator="ed"),
        Evidence("wire", "It did.", curator="ed"),
        Evidence("post", "It may have.", origin="extracted", run="rules 1", confidence=0.5),
    )
    case = small(said("silva", "criticized", "union", evidence=items))
    case = replace(case, sources=(*case.sources, Source("wire", "news", "Wire")))
    case = replace(case, judgements=(Judgement(case.statements[0].reading, "reject", "ed", date(2024, 4, 1), "No.", "wire"),))

    found = {one["target"][0]["selector"][0]["exact"]: [body["value"] for body in one["body"]] for one in annotated(content_of(case))}

    head = "CANDIDATE, asserted by Harbour Post: Silva Shipping criticized Dockers' Union"
    withdrawn = found["It did not."][0]
    assert found == {
        "It did not.": [withdrawn, "These words take it back."],
        "It did.": [withdrawn, "Rejected as misread."],
        "It may have.": [withdrawn, "Found by a machine; nobody has judged it."],
    }
    assert withdrawn in (head, head.replace("CANDIDATE", "WITHDRAWN"))


@RDFLIB_WARNS
def test_annotations_have_no_blank_nodes_and_load_elsewhere() -> None:
    """In pyoxigraph and, with sockets closed, in rdflib; what follows by a rule has no words, and that is said."""
    content = content_of(whole())

    quads = list(ox.parse(written("oa", content), format=ox.RdfFormat.JSON_LD))
    other = rdflib.Graph().parse(data=written("oa", content), format="json-ld")

    assert not [quad for quad in quads if ox.BlankNode in (type(quad.subject), type(quad.object))]
    assert len(other) == len({quad.triple for quad in quads})
    own = replace(
        whole(),
        statements=tuple(
            replace(s, evidence=tuple(e for e in s.evidence if e.origin == "derived" or s.relation != "met")) for s in whole().statements
        ),
    )
    assert told("oa", content_of(own))[0] == "1 statement that follows by a rule is left out: it has no words of its own to annotate."


# ---- the description


def test_the_description_counts_what_is_there() -> None:
    """Triples, graphs, classes and properties of the dataset itself; how to cite it; every date is one of the data."""
    content = content_of(replace(whole(), settings=replace(whole().settings, title="Case", licence="CC-BY-4.0")))

    graph = rdflib.Graph().parse(data=written("void", content), format="turtle")

    asked = graph.query(
        "PREFIX void: <http://rdfs.org/ns/void#> PREFIX dct: <http://purl.org/dc/terms/> PREFIX dcat: <http://www.w3.org/ns/dcat#>"
        "SELECT ?triples ?licence ?modified ?cite ?from ?to ?version ?met { ?d a void:Dataset, dcat:Dataset ; void:triples ?triples ; dct:license ?licence ;"
        " dct:modified ?modified ; dct:bibliographicCitation ?cite ; dct:temporal [ dcat:startDate ?from ; dcat:endDate ?to ] ; dcat:version ?version ;"
        " void:propertyPartition [ void:property <https://w3id.org/actor-kg/met> ; void:triples ?met ] }"
    )
    import hashlib

    assert [[str(cell) for cell in row] for row in asked] == [  # type: ignore[union-attr]  # rows of a SELECT
        [
            str(len(content.quads)), "https://spdx.org/licenses/CC-BY-4.0", "2014-01-02",
            "Ed Itor, Jo Reader. Case. As of 2014-01-02. https://example.org/made/. CC-BY-4.0",
            "2013-07-15", "2013-07-15", f"sha256:{hashlib.sha256(to_nquads(content.quads)).hexdigest()}", "2",
        ]
    ]  # fmt: skip
    assert not [node for triple in graph for node in triple if isinstance(node, rdflib.BNode)]


def test_a_licence_that_is_no_address_is_quoted() -> None:
    """Nothing is made of a text that only looks like a licence."""
    case = small()
    case = replace(case, settings=replace(case.settings, licence="Ask us first"))

    text = written("void", content_of(case)).decode()

    assert 'dct:rights "Ask us first"' in text
    assert "dct:license" not in text
    assert "0 events, 1 source and 0 statements. Only what is established stands as a direct triple." in text
    assert told("void", content_of(case)) == ["It holds no statement: it counts and describes them."]


# ---- graphs


@pytest.mark.parametrize("name", ["graphml", "gexf", "node-link"])
def test_a_graph_has_parallel_edges_and_all_that_is_known_of_each(name: str) -> None:
    """Keys are the ids of the statements; what a statement does not say is absent, and all attributes are text (or lists of it)."""
    one = said("silva", "paid", "union", when=parse_time("2013~"), quantity=parse_quantity("133"), role="advance")
    two = said("silva", "paid", "union", quantity=parse_quantity("~133 EUR"), when=parse_time("2014"))
    case = small(one, two, said("union", "met", "silva", "planned"))

    graph = network(name, FORMATS[name].write(content_of(case)))

    assert {key for *_, key in graph.edges(keys=True)} == {one.id, two.id}
    found = {key: data for *_, key, data in graph.edges(keys=True, data=True)}
    joined = name != "node-link"
    assert {k: v for k, v in found[one.id].items() if k != "id"} == {
        "label": "paid", "relation": "paid", "standing": "established",
        "voices": "Harbour Post" if joined else ["Harbour Post"],
        "when": "2013~", "earliest": "2013-01-01", "latest": "2013-12-31", "role": "advance", "quantity": "133",
        "quote": "So it was." if joined else ["So it was."],
        "cited": '"Crew unpaid", Harbour Post, 2019-11' if joined else ['"Crew unpaid", Harbour Post, 2019-11'],
        "reading": "silva paid union [as advance] [when 2013~] [quantity 133]",
    }  # fmt: skip
    assert {k: v for k, v in graph.nodes["union"].items() if k != "id"} == {
        "label": "Dockers' Union", "type": "Association", "label_km": "សហជីព",
        "aliases": "DU | the dockers" if joined else ["DU", "the dockers"],
    }  # fmt: skip


def test_the_list_of_edges_has_a_column_for_each_attribute() -> None:
    """Also for those that no statement of this case has: the columns are always the same."""
    head = written("edges-csv", content_of(small())).decode().strip().split(",")

    assert {"id", "source", "target", "label", *EDGE} <= {*head}
    assert len(head) == len({*head})


def test_what_a_graph_leaves_out_is_told() -> None:
    """How many statements and events, and what an arrow cannot show; a single one is spoken of as one."""
    content = content_of(rich_case())
    left = len(content.case.statements) - len(content.established)

    assert told("gexf", content) == [
        f"{left} of {len(content.case.statements)} statements are left out: graph programs draw every line alike, so the file holds what is established only.",
        "2 events are left out: nothing that is established says that they took place.",
        "1 statement holds both ways and is one arrow; its attribute symmetric says so.",
        REASONS,
    ]
    assert told("gexf", content_of(small(said("union", "aided", "silva", "planned"))))[0].startswith("1 of 1 statements is left out: ")
    assert "hearing" not in network("gexf", FORMATS["gexf"].write(content)).nodes, "it is planned only"
    assert network("gexf", FORMATS["gexf"].write(content)).nodes["round-table"]["when"] == "2019-10"


def test_gexf_is_dated_by_the_data() -> None:
    """The day of the last entry or decision, and the curators; no clock, so the same bytes tomorrow."""
    text = written("gexf", content_of(rich_case())).decode()

    assert '<meta lastmodifieddate="2024-04-02">' in text
    assert "<creator>Kim Sørensen</creator>" in text
    bare = replace(small(), settings=Settings("Bare", BASE))
    assert "<meta>\n  <creator>kg</creator>" in written("gexf", content_of(bare)).decode()


def test_what_is_contested_says_so_on_its_line() -> None:
    """The label is all that a picture shows."""
    denial = said("silva", "criticized", "union", "denied", claimant="silva")
    content = content_of(small(said("silva", "criticized", "union"), denial))

    (row,) = rows(written("edges-csv", content))

    assert (row["label"], row["contested"], row["standing"], row["relation"]) == ("CONTESTED: criticized", "yes", "established", "criticized")


def test_an_upheld_allegation_keeps_its_claimant() -> None:
    """It is established since somebody upheld it, and still it was he who said so."""
    claim = said("silva", "exploited", "union", "alleged", claimant="union")
    content = content_of(small(claim, judgements=(Judgement(claim.reading, "uphold", "ed", date(2024, 5, 1), "Seen."),)))

    (row,) = rows(written("edges-csv", content))

    assert (row["source"], row["target"], row["source_label"], row["target_label"]) == ("silva", "union", "Silva Shipping", "Dockers' Union")
    assert (row["claimant"], row["voices"], row["id"]) == ("Dockers' Union", "Dockers' Union", claim.id)
    assert list(row)[:2] == ["source", "target"], "there programs look for them"


def test_only_reasons_that_carry_are_quoted() -> None:
    """Not a misread passage, not a correction; of what follows by a rule, the words of its premises."""
    content = content_of(rich_case())
    quotes = {row["relation"]: row["quote"] for row in rows(written("edges-csv", content))}

    assert sorted(quotes["met"].split(" | ")) == ["The ministry held a round table.", "The union sat at the table."]
    items = (Evidence("post", "It was.", curator="ed"), Evidence("post", "Perhaps.", origin="extracted", run="r", confidence=0.2))
    (row,) = rows(written("edges-csv", content_of(small(said("silva", "aided", "union", evidence=items)))))
    assert row["quote"] == "It was."


@pytest.mark.parametrize(
    ("aliases", "option"),
    [
        (("A", "B"), ""),
        (("A;A", "B"), "--array-delimiter=U+007C "),
        (("A;|", "B"), "--array-delimiter=U+00A6 "),
        ((";|¦", "B"), "--array-delimiter=U+001F "),
    ],
)
def test_neo4j_divides_values_by_what_none_of_them_holds(aliases: tuple[str, ...], option: str) -> None:
    """The command that comes with the tables names it, unless it is Neo4j's own."""
    case = small(said("silva", "aided", "union"))
    case = replace(case, actors=(replace(case.actors[0], aliases=aliases), *case.actors[1:]))
    files = FORMATS["neo4j"].write(content_of(case))

    points, lines = neo4j(files)

    assert f"--relationships=relationships.csv {option}--multiline-fields=true\n" in files["import.txt"].decode()
    assert points[0] == {
        "id:ID": "silva",
        "label": "Silva Shipping",
        "type": "Company",
        "aliases:string[]": list(aliases),
        ":LABEL": ["Company", "Organisation", "Actor"],
    }
    assert (lines[0][":START_ID"], lines[0][":TYPE"], lines[0][":END_ID"], lines[0]["quote:string[]"]) == ("silva", "aided", "union", ["So it was."])
