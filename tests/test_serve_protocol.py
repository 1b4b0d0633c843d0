"""SPARQL 1.1 Protocol, its query half: the cases of W3C's suite as a table, and negotiation of formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from cli_kit import example, kg
from maker import make_workspace
from serve_kit import MARKS, Got, Server

from kg.folder import Folder
from kg.graph import open_store
from kg.interchange import TEAM
from kg.query import to_format
from kg.query.dataset import About, dataset_description
from kg.serve.accept import GRAPHS, ROWS, choose
from kg.tasks.profile import PROFILES
from kg.tasks.send import pack
from kg.tasks.served import take_snapshot
from kg.vocab import VOID, Mint

pytestmark = MARKS

ASK = "ASK {}"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
ESTABLISHED = "https://example.org/case/graph/established"
STATEMENTS = "https://example.org/case/graph/statements"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
IN_GRAPHS = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def posted(server: Server, kind: str | None, body: str | bytes, **values: Any) -> Got:
    headers = {"Content-Type": kind} if kind else {}
    return server.get(method="POST", body=body.encode() if isinstance(body, str) else body, headers=headers, **values)


def test_a_query_comes_by_get_by_form_or_alone(server: Server) -> None:
    """query_get, query_post_form, query_post_direct: the three ways give the same answer."""
    ways = [server.get(query=ASK), posted(server, FORM, urlencode({"query": ASK})), posted(server, DIRECT, ASK)]
    ways.append(posted(server, f"{DIRECT}; charset=UTF-8", ASK))
    assert [way.status for way in ways] == [200] * 4
    assert {json.loads(way.body)["boolean"] for way in ways} == {True}
    assert {way.kind for way in ways} == {"application/sparql-results+json"}


REFUSED: dict[str, tuple[int, Callable[[Server], Got], str]] = {
    "bad_query_method": (405, lambda s: s.get(method="PUT", body=ASK.encode(), headers={"Content-Type": DIRECT}), "Here one can only read"),
    "delete": (405, lambda s: s.get(method="DELETE", query=ASK), "Here one can only read"),
    "bad_multiple_queries": (400, lambda s: s.get(query=[ASK, "SELECT * {}"]), "One request asks one query, and this one has several."),
    "multiple by form": (400, lambda s: posted(s, FORM, urlencode({"query": [ASK, ASK]}, doseq=True)), "One request asks one query"),
    "one in the address and one in the form": (400, lambda s: posted(s, FORM, urlencode({"query": ASK}), query=ASK), "One request asks one query"),
    "bad_query_wrong_media_type": (415, lambda s: posted(s, "text/plain", ASK), f"A query is posted as {FORM} or {DIRECT}."),
    "bad_query_missing_form_type": (415, lambda s: posted(s, None, urlencode({"query": ASK})), "A query is posted as"),
    "bad_query_missing_direct_type": (415, lambda s: posted(s, None, ASK), "A query is posted as"),
    "bad_query_non_utf8": (415, lambda s: posted(s, f"{DIRECT}; charset=UTF-16", ASK.encode("utf-16")), "A query is UTF-8."),
    "no utf8, and no word of it": (400, lambda s: posted(s, DIRECT, ASK.encode("utf-16")), "A query is UTF-8, and this one is not."),
    "no utf8 in the address": (400, lambda s: s.get("/sparql?query=%ff"), "The parameters of this request cannot be read."),
    "bad_query_syntax": (400, lambda s: s.ask("ASK { ?s ?p }"), "The query cannot be read near line 1, column 7"),
    "an empty query": (400, lambda s: s.get(query=""), "The query is empty."),
    "a form without a query": (400, lambda s: posted(s, FORM, "x=1"), "There is no query in this request."),
    "an update as a query": (400, lambda s: s.ask("INSERT DATA { <urn:a> <urn:b> <urn:c> }"), "This would change the data; queries only read."),
    "an update by form": (400, lambda s: posted(s, FORM, urlencode({"update": "CLEAR ALL"})), "this service has no update"),
    "an update by get": (400, lambda s: s.get(update="CLEAR ALL"), "this service has no update"),
    "an update alone": (400, lambda s: posted(s, "application/sparql-update", "CLEAR ALL"), "this service has no update"),
    "a remote service": (400, lambda s: s.ask("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), "SERVICE would ask another server"),
    "a remote graph in the query": (400, lambda s: s.ask("SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }"), "FROM is not read"),
    "a remote graph in the address": (
        400,
        lambda s: s.ask(COUNT, **{"default-graph-uri": "http://127.0.0.1:1/data0.rdf"}),
        "This dataset has no graph <http://127.0.0.1:1/data0.rdf>, and none is fetched.",
    ),
    # The suite lets the request overrule FROM; here FROM itself is refused, so that a query means the same wherever it is asked.
    "query_multiple_dataset": (
        400,
        lambda s: s.ask(f"ASK FROM <{STATEMENTS}> {{ ?s ?p ?o }}", **{"default-graph-uri": ESTABLISHED}),
        "FROM is not read",
    ),
    "no name of a graph": (400, lambda s: s.ask(COUNT, **{"named-graph-uri": "a b"}), '"a b" is no name of a graph.'),
    "another name": (400, lambda s: s.get(headers={"Host": "evil.example"}, query=ASK), "This server does not go by that name."),
    "what cannot be explained": (400, lambda s: s.get("/sparql/explain", query="ASK { ?s }"), "The query cannot be read near line 1"),
    "nothing to explain": (400, lambda s: s.get("/sparql/explain", "POST", body=b"x=1", headers={"Content-Type": FORM}), "There is no query"),
    "a picture": (406, lambda s: s.ask(COUNT, "image/png"), "An answer can be had as application/sparql-results+json,"),
    "rows as turtle": (406, lambda s: s.ask(COUNT, "text/turtle"), "triples as text/turtle,"),
    "triples as csv": (406, lambda s: s.ask("DESCRIBE actor:acra", "text/csv"), "An answer can be had as"),
    "a description as a picture": (406, lambda s: s.get(headers={"Accept": "image/png"}), "The description can be had as text/turtle,"),
    "too many rows": (503, lambda s: s.ask("SELECT * { ?s ?p ?o }"), "The answer has more than 500 rows. Ask for a part of it: ORDER BY with LIMIT"),
    "a first that is none": (400, lambda s: s.ask(COUNT, first="-1"), "first is a number above 0."),
    "something else": (404, lambda s: s.get("/<b>hi</b>"), "There is nothing here."),
    "a post elsewhere": (405, lambda s: s.get("/", "POST", body=b"x"), "Only queries are posted."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_question_gets_the_status_of_the_protocol_and_a_sentence(server: Server, case: str) -> None:
    """Each is refused with its status and one plain sentence, in which nothing of the path stands."""
    status, ask, sentence = REFUSED[case]
    got = ask(server)
    assert (got.status, got.kind) == (status, "text/plain")
    assert sentence in got.text
    assert "<b>" not in got.text


def boolean(got: Got) -> object:
    return json.loads(got.body)["boolean"]


#: What the suite wants of a right request: status 200, a type of the right kind, and the answer.
ANSWERED: dict[str, tuple[Callable[[Server], Got], tuple[str, ...], Callable[[Got], object]]] = {
    "query_get": (lambda s: s.get(query=ASK), (ROWS["json"], ROWS["xml"]), boolean),
    "query_post_form": (lambda s: posted(s, FORM, urlencode({"query": ASK})), (ROWS["json"], ROWS["xml"]), boolean),
    "query_post_direct": (lambda s: posted(s, DIRECT, ASK), (ROWS["json"], ROWS["xml"]), boolean),
    "query_content_type_select": (lambda s: posted(s, FORM, urlencode({"query": "SELECT (1 AS ?value) {}"})), tuple(ROWS.values()), lambda got: got.rows),
    "query_content_type_ask": (lambda s: posted(s, FORM, urlencode({"query": ASK})), (ROWS["json"], ROWS["xml"]), boolean),
    "query_content_type_describe": (
        lambda s: posted(s, FORM, urlencode({"query": "DESCRIBE actor:acra"})), tuple(GRAPHS.values()), lambda got: list(ox.parse(got.body, format=ox.RdfFormat.TURTLE)),
    ),
    "query_content_type_construct": (
        lambda s: posted(s, FORM, urlencode({"query": "CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}"})),
        tuple(GRAPHS.values()), lambda got: list(ox.parse(got.body, format=ox.RdfFormat.TURTLE)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ANSWERED)
def test_what_is_right_is_answered_in_a_type_that_fits(server: Server, case: str) -> None:
    """The suite names no type: whoever says nothing of it gets one that the kind of query allows."""
    ask, kinds, read = ANSWERED[case]
    got = ask(server)
    assert (got.status, got.kind in kinds, bool(read(got))) == (200, True, True)


def test_no_case_of_the_suite_is_forgotten() -> None:
    """W3C's protocol suite, the cases about queries; those about updates are refused together, in the table above."""
    suite = (
        "query_get query_post_form query_post_direct query_dataset_default_graph query_dataset_default_graphs query_dataset_named_graphs query_dataset_full "
        "query_multiple_dataset query_content_type_select query_content_type_ask query_content_type_describe query_content_type_construct bad_query_method "
        "bad_multiple_queries bad_query_wrong_media_type bad_query_missing_form_type bad_query_missing_direct_type bad_query_non_utf8 bad_query_syntax"
    )
    assert set(suite.split()) - {*ANSWERED, *REFUSED, *DATASETS} == set()


DATASETS: dict[str, tuple[dict[str, Any], str, Any]] = {
    "query_dataset_default_graph": ({"default-graph-uri": ESTABLISHED}, COUNT, {ESTABLISHED}),
    "query_dataset_default_graphs": ({"default-graph-uri": [ESTABLISHED, STATEMENTS]}, COUNT, {ESTABLISHED, STATEMENTS}),
    "query_dataset_named_graph": ({"named-graph-uri": ESTABLISHED}, IN_GRAPHS, 1),
    "query_dataset_named_graphs": ({"named-graph-uri": [ESTABLISHED, STATEMENTS]}, IN_GRAPHS, 2),
    "query_dataset_full": ({"default-graph-uri": ESTABLISHED, "named-graph-uri": STATEMENTS}, IN_GRAPHS, 1),
    "nothing without a name where only named graphs are": ({"named-graph-uri": ESTABLISHED}, COUNT, 0),
}


@pytest.mark.parametrize("by_post", [False, True])
@pytest.mark.parametrize("case", DATASETS)
def test_the_graphs_that_a_request_names_are_all_that_its_query_sees(server: Server, case: str, by_post: bool) -> None:
    """The cases of the suite about datasets, with graphs that are ours, by GET and by POST."""
    graphs, query, expected = DATASETS[case]
    got = server.form(query=query, **graphs) if by_post else server.ask(query, **graphs)
    if isinstance(expected, set):
        quads = {q for q in ox.parse(path=str(example().exports / "graph.nq"), format=ox.RdfFormat.N_QUADS) if q.graph_name.value in expected}
        expected = len({q.triple for q in quads})
    assert got.rows == [{"n": str(expected)}]


SELECT, CONSTRUCT = "SELECT ?s { ?s a kg:Event } ORDER BY ?s LIMIT 1", "CONSTRUCT { ?s a ?t } WHERE { ?s a kg:Event, ?t }"
FORMATS = [
    *((SELECT, kind, kind) for kind in ROWS.values()),
    *((ASK, kind, kind) for kind in ROWS.values()),
    *((query, kind, kind) for query in (CONSTRUCT, "DESCRIBE actor:acra") for kind in GRAPHS.values()),
    (SELECT, "*/*", ROWS["json"]),
    (CONSTRUCT, "*/*", GRAPHS["turtle"]),
    (SELECT, "application/json", ROWS["json"]),
    (SELECT, "text/csv;q=0.5, application/sparql-results+xml", ROWS["xml"]),
    (SELECT, "text/*", ROWS["csv"]),
    (SELECT, "text/*;q=1, text/csv;q=0", ROWS["tsv"]),
    (SELECT, "text/turtle, application/sparql-results+xml;q=0.1", ROWS["xml"]),
    (SELECT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ROWS["xml"]),
    (CONSTRUCT, "application/rdf+xml;q=0.9, application/ld+json", GRAPHS["jsonld"]),
]


@pytest.mark.parametrize(("query", "accept", "kind"), FORMATS)
def test_an_answer_comes_in_the_format_that_is_most_welcome(server: Server, query: str, accept: str, kind: str) -> None:
    """Each format is what it says it is, for all four kinds of query, and weights decide."""
    got = server.ask(query, accept)
    assert (got.status, got.kind, got.headers["vary"]) == (200, kind, "Accept")
    if kind in GRAPHS.values():
        assert list(ox.parse(got.body, format=ox.RdfFormat.from_media_type(kind)))
    elif kind == "text/csv":
        assert got.text.split() == (["true"] if query == ASK else ["s", "https://example.org/case/event/meeting-2013-07"])
    else:
        assert ox.parse_query_results(got.body, format=ox.QueryResultsFormat.from_media_type(kind)) is not None


def test_negotiation_by_the_letter() -> None:
    """Weights out of range accept nothing, the most exact range speaks for a type, and of equals the first is taken."""
    assert choose([], ROWS) == "json"
    assert choose(["text/csv;q=7"], ROWS) is None
    assert choose(["text/csv;q=0"], ROWS) is None
    assert choose(["*/*;q=0.1", "text/csv"], ROWS) == "csv"
    assert choose(["TEXT/CSV"], ROWS) == "csv"
    assert choose(["text/tab-separated-values, text/csv"], ROWS) == "csv"
    assert choose(["application/*;q=0.4, text/csv;q=0.3"], ROWS) == "json"
    assert choose([";;;,,"], ROWS) is None


def test_the_first_rows_can_be_had_and_the_answer_says_that_there_are_more(server: Server) -> None:
    """With `first` an answer is cut where it was asked to be, and marked; one that is whole is not."""
    cut, whole = server.ask("SELECT * { ?s ?p ?o }", first=7), server.ask("SELECT * { ?s ?p ?o } LIMIT 7", first=7)
    assert (cut.status, len(cut.rows), cut.headers["x-kg-truncated"]) == (200, 7, "rows")
    assert len(server.ask("SELECT * { ?s ?p ?o }", first=5_000).rows) == 500
    assert (whole.status, len(whole.rows), whole.headers.get("x-kg-truncated")) == (200, 7, None)


def test_hints_come_when_they_are_asked_for(server: Server) -> None:
    """A name that is not known is named in a header, as JSON in plain ASCII."""
    got = server.ask("SELECT * { ?s kg:memberOff ?o }", hints=1)
    assert json.loads(got.headers["x-kg-hints"]) == ["kg:memberOff is not known here. Did you mean kg:memberOf?"]
    assert "x-kg-hints" not in server.ask("SELECT * { ?s kg:memberOff ?o }").headers


def test_a_query_is_explained_in_json(server: Server) -> None:
    """What `kg query --explain --format json` says, by GET and by POST; nothing is asked twice that takes long."""
    query = "SELECT ?a { ?a kg:memberOf ?b . ?b a kg:Event }"
    ways = (server.get("/sparql/explain", query=query), server.get("/sparql/explain", "POST", body=query.encode(), headers={"Content-Type": DIRECT}))
    ran = kg("query", "-w", str(example().root), "--explain", "-f", "json", query)
    assert [(way.status, way.kind, json.loads(way.body)) for way in ways] == [(200, "application/json", json.loads(ran.out))] * 2


def test_the_service_and_the_dataset_describe_themselves(server: Server) -> None:
    """Without a query the service tells what it can; VoID lies at its well-known address; both name the endpoint they were asked at."""
    for path in ("/sparql", "/.well-known/void"):
        for kind in GRAPHS.values():
            got = server.get(path, headers={"Accept": kind})
            assert (got.status, got.kind) == (200, kind)
    sd, void = server.get().text, server.get("/.well-known/void").text
    assert f"sd:endpoint <{server.address}sparql>" in sd
    assert "sd:supportedLanguage sd:SPARQL11Query" in sd
    assert "sd:UnionDefaultGraph" in sd
    assert f"void:sparqlEndpoint <{server.address}sparql>" in void
    quads = sum(1 for _ in ox.parse(path=str(example().exports / "graph.nq"), format=ox.RdfFormat.N_QUADS))
    assert f"void:triples {quads}" in void
    assert f"<{server.address}graph.nq>" in void


@pytest.mark.parametrize("profile", PROFILES)
def test_the_dataset_is_described_as_it_is_exported(profile: str, tmp_path: Path) -> None:
    """VoID at its address is what `kg export void` writes, and where the dataset can be asked and had; of the public's copy too."""
    make_workspace(
        tmp_path,
        actors=[
            {"id": "silva", "type": "Company", "label": "Silva Shipping"},
            {"id": "c-1", "type": "Person", "label": "Marama Quill", "publish": "no"},
            {"id": "fund", "type": "Association", "label": "Harbour Fund"},
        ],
        sources=[
            {"id": "wire", "kind": "news", "title": "The Wire on Marama Quill", "publisher": "fund", "published": "2019-05", "url": "https://wire.example/1"},
            {"id": "roll", "kind": "dataset", "title": "The Roll", "document": "roll.txt", "document_is": "note", "language": "en"},
        ],
        statements=[
            {"subject": "silva", "relation": "aided", "object": "c-1", "modality": "asserted", "source": "wire", "locator": "p. 1", "curator": "ed"},
            {"subject": "silva", "relation": "funded", "object": "fund", "modality": "asserted", "when": "2018-02/2019", "source": "roll", "quote": "Harbour Fund got money.",
             "curator": "ed", "entered": "2020-02-03"},
            {"subject": "fund", "relation": "criticized", "object": "silva", "modality": "alleged", "claimant": "unstated", "source": "roll", "quote": "It complained of Silva.",
             "curator": "ed"},
        ],
        documents={"roll.txt": "Harbour Fund got money. It complained of Silva.\n"},
    )  # fmt: skip
    folder = Folder(tmp_path)
    settings = tmp_path / "kg.toml"
    settings.write_text(re.sub(r"(?m)^title = .*", 'title = "What Marama Quill said"', settings.read_text(encoding="utf-8")), encoding="utf-8")
    built = kg("build", "-w", str(tmp_path))
    assert built.code == 0, built.err
    exported = list(ox.parse(pack(folder, "void", profile=profile).files[""], format=ox.RdfFormat.TURTLE))
    snapshot = take_snapshot(folder, profile, tmp_path / "aside")
    about = About(snapshot.title, snapshot.language, snapshot.licence, snapshot.digest, TEAM if profile == "team" else "", "http://127.0.0.1/sparql")

    answer = dataset_description(open_store(snapshot.dataset, tmp_path / "cache"), Mint(snapshot.base), about)

    assert {quad.triple for quad in exported} - set(answer.triples) == set()
    assert {str(triple.predicate) for triple in set(answer.triples) - {quad.triple for quad in exported}} == {f"<{VOID.sparqlEndpoint}>"}
    assert ("Marama Quill" in f"{to_format(answer, 'turtle').decode()} {snapshot.title}") is (profile == "team")


def test_pages_and_files_are_those_of_the_build(server: Server) -> None:
    """Every file of the build comes byte for byte; HEAD gives the same headers without them."""
    exports = example().exports
    for name, kind in {
        "index.html": "text/html",
        "": "text/html",
        "graph.nq": "application/n-quads",
        "graph.trig": "application/trig",
        "statements.csv": "text/csv",
    }.items():
        got = server.get(f"/{name}")
        assert (got.status, got.kind, got.body) == (200, kind, (exports / (name or "index.html")).read_bytes())
        assert server.get(f"/{name}", "HEAD").body == b""
    assert server.get("/manifest.json").status == 404
    assert json.loads(server.get("/health").body)["status"] == "ok"


def test_text_in_every_script_comes_through(server: Server) -> None:
    """What is sent percent-encoded or as UTF-8 is the text that comes back."""
    text = "ភាសាខ្មែរ & ?=#+"
    query = f'SELECT ("{text}" AS ?x) {{}}'
    ways = (server.ask(query), server.get(f"/sparql?query={quote(query)}"), posted(server, DIRECT, query), server.form(query=query))
    assert [way.rows for way in ways] == [[{"x": text}]] * 4


def test_an_answer_that_is_too_large_is_cut_off_whole(server: Server) -> None:
    """Ten megabytes are the most; nothing of a larger one is sent, so nobody takes a part of it for all."""
    doubled = "BIND('aaaaaaaaaa' AS ?t0) " + " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(18))
    got = server.ask(f"SELECT ?t18 {{ {doubled} VALUES ?x {{ 1 2 3 4 5 }} }}", "text/csv")
    assert (got.status, got.text.split(". ")[0]) == (503, "The query was stopped: its answer is larger than 10 MiB")
