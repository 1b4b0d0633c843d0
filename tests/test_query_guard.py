"""What may not be asked: the network, other data, changes, and texts that would stop the program."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
import pytest
import rdflib.plugins.sparql
from hypothesis import given, settings
from hypothesis import strategies as st
from more import TIMES

from kg.errors import QueryError
from kg.query.guard import check_query
from kg.query.run import run

CALL = "SERVICE <http://127.0.0.1:1/> { ?a ?b ?c }"
NO_SERVICE = "SERVICE would ask another server; a query stays inside this dataset. Take the SERVICE part out."
NO_FROM = "FROM is not read: a query always sees all graphs of this dataset. Narrow a part of it with GRAPH graph:established { … }"

#: Every place where a SERVICE was seen to reach the network, with the call to be put in.
HIDING = {
    "group": "SELECT * { %s }",
    "lower case": "SELECT * { %s }".replace("%s", "service <http://127.0.0.1:1/> { ?a ?b ?c }"),
    "silent": "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?a ?b ?c } }",
    "variable": "SELECT * { BIND(<http://127.0.0.1:1/> AS ?x) SERVICE ?x { ?a ?b ?c } }",
    "prefixed": "PREFIX x: <http://127.0.0.1:1/> SELECT * { SERVICE x: { ?a ?b ?c } }",
    "escaped": "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",
    "in an escaped comment": "SELECT * { ?s ?p ?o # \\u0058\n %s }",
    "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { %s } }",
    "not exists": "SELECT * { ?s ?p ?o FILTER NOT EXISTS { %s } }",
    "minus": "SELECT * { ?s ?p ?o MINUS { %s } }",
    "optional": "SELECT * { OPTIONAL { %s } }",
    "union": "SELECT * { { ?s ?p ?o } UNION { %s } }",
    "graph": "SELECT * { GRAPH ?g { %s } }",
    "sub-select": "SELECT * { { SELECT * { %s } } }",
    "having": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(EXISTS { %s })",
    "order by": "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { %s })",
    "bind": "SELECT * { BIND(EXISTS { %s } AS ?x) }",
    "projection": "SELECT (EXISTS { %s } AS ?x) {}",
    "group by": "SELECT ?x { ?s ?p ?o } GROUP BY (EXISTS { %s } AS ?x)",
    "inside a function": "SELECT * { FILTER(COALESCE(IF(EXISTS { %s }, 1, 2), 3) = 1) }",
    "inside IN": "SELECT * { FILTER(true IN (1, EXISTS { %s })) }",
    "aggregate": "SELECT (COUNT(IF(EXISTS { %s }, 1, 2)) AS ?n) {}",
    "ask": "ASK { %s }",
    "construct": "CONSTRUCT { ?a ?b ?c } WHERE { %s }",
    "describe": "DESCRIBE ?a WHERE { %s }",
}

#: Texts that are harmless to rdflib and reach the network in Oxigraph: a comment that ends in a carriage return, and a
#: backslash that escapes the quotation mark only for one of the two.
READ_IN_TWO_WAYS = {
    "carriage return": ("ASK { # \r %s\n }", NO_SERVICE),
    "escaped backslash": (
        'ASK { BIND("\\u005C" AS ?x) %s # " AS ?x)\n}',
        '\\u005C at line 1, column 13 is not read in a query. Write the character itself, or \\" \\\\ \\n.',
    ),
}


@pytest.mark.parametrize("name", HIDING)
def test_service_is_refused_wherever_it_hides(name: str) -> None:
    """No place in a query is missed."""
    text = HIDING[name].replace("%s", CALL)

    with pytest.raises(QueryError) as caught:
        check_query(text)

    assert str(caught.value) == NO_SERVICE


@pytest.mark.parametrize("name", READ_IN_TWO_WAYS)
def test_what_the_engines_read_differently_is_refused(name: str) -> None:
    """A text that only one engine takes for code does not pass."""
    text, sentence = READ_IN_TWO_WAYS[name]

    with pytest.raises(QueryError) as caught:
        check_query(text.replace("%s", CALL))

    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:1/> { ?s ?p ?o }",
        "ASK FROM <file:///etc/hostname> {}",
        "CONSTRUCT FROM </etc/hostname> WHERE { ?s ?p ?o }",
        "DESCRIBE <urn:a> from named <http://127.0.0.1:1/>",
        "SELECT * \\u0046ROM <http://127.0.0.1:1/> { ?s ?p ?o }",
    ],
)
def test_from_is_refused_in_every_form(text: str) -> None:
    """FROM neither loads nor is silently ignored."""
    with pytest.raises(QueryError) as caught:
        check_query(text)

    assert str(caught.value) == NO_FROM


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } FROM <x>" }',
        "SELECT * { ?s ?p '''\nSERVICE <x> {} ''' }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1:1/> { } FROM <x>",
        "PREFIX from: <urn:f#> PREFIX service: <urn:s#> SELECT ?from ?service { ?from service:SERVICE from:FROM ; service:x ?service }",
        "SELECT * { ?s <urn:SERVICE> <http://example.org/#FROM> FILTER(?s < 3 && ?p > 2) }",
        'SELECT * { ?s ?p "caf\\u00e9"@fr , "a \\"quoted\\" FROM" }',
        "ASK { ?s kg:a·FROM ?ខ្មែរ . kg:កែFROM kg:\\-FROM _:FROM FILTER(?x = 'y'@en-FROM) }",
        "# a comment first\r\nSELECT * {\r\n ?s ?p ?o # FROM\r\n}",
    ],
)
def test_words_in_strings_comments_and_names_pass(text: str) -> None:
    """Only what is code is refused."""
    check_query(text)


class _Canary(BaseHTTPRequestHandler):
    hits: list[str]

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.hits.append(self.path)
        body = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"urn:canary"}}]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def canary(socket_enabled: None) -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and the list of requests it has had."""
    hits: list[str] = []
    handler = type("Handler", (_Canary,), {"hits": hits})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", hits
    server.shutdown()
    server.server_close()


def test_no_query_reaches_the_network(canary: tuple[str, list[str]]) -> None:
    """None of the hidden calls arrives, while the engine alone would send them."""
    address, hits = canary
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.NamedNode("urn:o"), ox.NamedNode("urn:g")))
    texts = [*HIDING.values(), *(text for text, _ in READ_IN_TWO_WAYS.values()), "SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }"]
    here = [text.replace("%s", CALL).replace("http://127.0.0.1:1/", address) for text in texts]

    for text in here:
        with pytest.raises(QueryError):
            run(store, text, prefixes={})
    refused = list(hits)
    for text, _ in READ_IN_TWO_WAYS.values():
        assert bool(store.query(text.replace("%s", CALL).replace("http://127.0.0.1:1/", address)))

    assert refused == []
    assert len(hits) == len(READ_IN_TWO_WAYS), "the canary sees what is not refused"


def test_rdflib_loads_no_graphs() -> None:
    """The second belt is on as soon as the room is imported."""
    assert rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS is False


WRAPS = (
    "{ %s }",
    "OPTIONAL { %s }",
    "MINUS { %s }",
    "FILTER EXISTS { %s }",
    "FILTER(!(NOT EXISTS { %s }) || 1 = 2)",
    "{ SELECT * { %s } }",
    "{ ?s ?p ?o } UNION { %s }",
    "{ %s } UNION { ?s ?p ?o }",
    "GRAPH ?g { %s }",
    "?s ?p ?o . BIND(EXISTS { %s } AS ?x)",
    "?s ?p 'a # b' . # SERVICE in a comment\n { %s }",
)
TOPS = ("SELECT * { %s }", "ASK { %s }", "CONSTRUCT { ?s ?p ?o } WHERE { %s }", "DESCRIBE ?s { %s }", "SELECT ?s {} ORDER BY (EXISTS { %s })")
CALLS = ("SERVICE <urn:x> { ?s ?p ?o }", "SERVICE SILENT <urn:x> { ?s ?p ?o }", "sErViCe?x{?s ?p ?o}", "\\u0053ERVICE <urn:x> {}", "SERVICE kg:x {}")
FROMS = (" FROM <urn:x> ", " FROM NAMED <urn:x>", "\nfrom\n<urn:x>", " FROM # a comment\n <urn:x> ")


@given(st.sampled_from(TOPS), st.lists(st.sampled_from(WRAPS), max_size=6), st.sampled_from(CALLS))
@settings(max_examples=80 * TIMES)
def test_a_hidden_service_is_always_refused_and_its_twin_never(top: str, wraps: list[str], call: str) -> None:
    """At any depth, in any mixture of groups, the call is found; the same query without it is allowed."""
    text = top
    for wrap in wraps:
        text = text.replace("%s", wrap)

    check_query(text.replace("%s", "?s ?p ?o"))
    with pytest.raises(QueryError) as caught:
        check_query(text.replace("%s", call))

    assert str(caught.value) == NO_SERVICE


@given(st.sampled_from(FROMS), st.lists(st.sampled_from(WRAPS), max_size=5))
@settings(max_examples=60 * TIMES)
def test_a_from_is_always_refused_and_its_twin_never(clause: str, wraps: list[str]) -> None:
    """However it is written, and whatever follows it."""
    text = "SELECT *%FROM{ %s }"
    for wrap in wraps:
        text = text.replace("%s", wrap)
    text = text.replace("%s", "?s ?p ?o")

    check_query(text.replace("%FROM", ""))
    with pytest.raises(QueryError) as caught:
        check_query(text.replace("%FROM", clause))

    assert str(caught.value) == NO_FROM


def refusal(act: Callable[[], object]) -> str:
    """The sentence of a refusal, or nothing."""
    try:
        act()
    except QueryError as error:
        return str(error)
    return ""


@given(st.text(alphabet="{}()[]<>\"'\\#\n\r?!^.,;:*/|&=@ aSELCTWHRFOMervic0123456789u", max_size=60))
@settings(max_examples=250 * TIMES)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    """Nothing but our own error comes out, whatever is typed, and it is one line."""
    assert "\n" not in refusal(lambda: check_query(f"SELECT * {{ {text} }}"))


#: What can open, close or hide a string, an IRI or a comment for one of the engines.
PIECES = (
    '"', "'", '"""', "'''", "\\", '\\"', "\\\\", "\\u0022", "\\u005C", "\\u0027", "\\u000A", "\\u000D", "\\u0023", "\\u003E",
    "#", "\n", "\r", "\u0085", "\u2028", "a", " ", "<", "<urn:x", ">", "@en",
)  # fmt: skip
FRAMES = (
    "ASK { ?s ?p {0} {CALL} {1}\n }",
    "ASK { BIND({0} AS ?x) {CALL} {1} AS ?x)\n }",
    "ASK { BIND({2}{0}{2} AS ?x) {CALL} # {2} AS ?x)\n}",
    "ASK { VALUES ?x { {0} } {CALL} {1}\n }",
    "ASK { # {0} {CALL}\n {1} }",
    "ASK { ?s <urn:{0} {CALL} {1}> ?o }",
)


@given(st.sampled_from(FRAMES), *[st.lists(st.sampled_from(PIECES), max_size=4).map("".join)] * 2, st.sampled_from(PIECES[:4]))
@settings(max_examples=500 * TIMES)
def test_what_passes_makes_no_call_in_the_engine(frame: str, one: str, other: str, quote: str) -> None:
    """Whatever quotes, escapes and comments stand around it: Oxigraph finds no SERVICE where the guard found none."""
    text = frame.replace("{0}", one).replace("{1}", other).replace("{2}", quote)
    # Oxigraph itself refuses to call port 9, by an OSError and before it opens a socket.
    text = text.replace("{CALL}", "SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }")

    assert "port 9" not in refusal(lambda: run(ox.Store(), text, prefixes={}))


UPDATE = "This would change the data; queries only read. Change the tables, then run: kg build"
UNREADABLE = "Look for a missing dot or semicolon, a misspelled word, or a form that is not SPARQL 1.1."
REFUSED = {
    "": "The query is empty. kg query --list shows the named queries.",
    " # only a comment": "The query is empty. kg query --list shows the named queries.",
    "x" * 20_000: "The query is 20000 bytes long; at most 16384 are read. Ask in several queries.",
    "ASK { FILTER(1 IN (" + "1, " * 1_996 + "1)) }": "The query has 4003 words and signs; at most 4000 are read. Ask in several queries.",
    "ASK { FILTER(1 = " + "1" * 1_001 + ") }": "A number of the query has more than 1000 digits. Write a shorter one.",
    "ASK {} \ud800": "Character 8 of the query is half a character. Save the query as UTF-8.",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }": UPDATE,
    "DELETE WHERE { ?s ?p ?o }": UPDATE,
    "LOAD <http://example.org/>": UPDATE,
    "PREFIX x: <urn:x> CLEAR ALL": UPDATE,
    "ASK " + "{" * 21 + "}" * 21: "The query is nested too deeply. At most 20 brackets may stand inside each other.",
    "ASK " + "{" * 8_000 + "}" * 8_000: "The query is nested too deeply. At most 20 brackets may stand inside each other.",
    "ASK { FILTER(" + "!" * 10_000 + "?s) }": "The query is nested too deeply. At most 20 brackets may stand inside each other.",
    "ASK { FILTER(" + "IF(1,1," * 19 + "1" + ")" * 19 + ") }": "The query is nested too deeply. At most 20 brackets may stand inside each other.",
    "ASK { " + "?s ?p ?o . " * 41 + "}": "One group of this query joins 41 patterns; at most 40 can be planned. Ask in several queries.",
    "ASK { " + "{ ?s ?p ?o } " * 41 + "}": "One group of this query joins 41 patterns; at most 40 can be planned. Ask in several queries.",
    "ASK { GRAPH ?g { "
    + "?s ?p ?o, 1 . " * 21
    + "} }": "One group of this query joins 42 patterns; at most 40 can be planned. Ask in several queries.",
    "ASK { " + "{ { ?s ?p ?o } UNION { ?s ?p 1, 2 } } " * 21 + "}": (
        "One group of this query joins 42 patterns; at most 40 can be planned. Ask in several queries."
    ),
    "ASK { ?s "
    + "/".join(["<urn:a>"] * 41)
    + " ?o }": "One group of this query joins 41 patterns; at most 40 can be planned. Ask in several queries.",
    "SELECT * {\n  ?a ?b ?c\n": 'The { at line 1, column 10 is never closed: "SELECT * {".',
    "SELECT * {\n  ?a ?b ?c } }": 'The } at line 2, column 14 closes nothing: "?a ?b ?c } }".',
    "SELECT * { ?a ?b (1 2] }": 'The ] at line 1, column 22 closes nothing: "SELECT * { ?a ?b (1 2] }".',
    "SELECT * {\n  ?a ?b 'c }": 'The quotation mark at line 2, column 9 is never closed: "?a ?b \'c }".',
    "SELECT ?a WERE {\n ?a ?b ?c }": f'The query cannot be read near line 1, column 16: "SELECT ?a WERE {{". {UNREADABLE}',
    "ASK { ?a ?b ?c LATERAL { ?a ?b ?c } }": f'The query cannot be read near line 1, column 16: "ASK {{ ?a ?b ?c LATERAL {{ ?a ?b ?c }} }}". {UNREADABLE}',
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_asked_is_refused_in_plain_words(text: str) -> None:
    """Each reason for a refusal has its own sentence, with the place and the remedy."""
    with pytest.raises(QueryError) as caught:
        check_query(text, prefixes={"kg": "urn:kg:"})

    assert str(caught.value) == REFUSED[text]


def test_only_code_counts_as_words() -> None:
    """A comment is none, a string or an IRI is one, whatever stands in it."""
    check_query("ASK { # " + "word " * 900 + "\n FILTER('" + "1 " * 2_500 + "' != <urn:" + "a/" * 2_500 + ">) }")


def test_four_thousand_words_are_read() -> None:
    """The longest list that fits is a query like any other."""
    check_query("SELECT * { VALUES ?x { " + "1 " * 3_992 + "} }")


def deep(levels: int, act: Callable[[], object]) -> object:
    return deep(levels - 1, act) if levels else act()


def test_a_parser_that_runs_out_of_room_is_a_refusal() -> None:
    """However deep in the program the query is read."""
    with pytest.raises(QueryError) as caught:
        deep(700, lambda: check_query("ASK { FILTER" + "(" * 18 + "1" + ")" * 18 + " }"))

    assert str(caught.value) == "The query is too long, or nested too deeply, to be read. Ask in several queries."


def test_forty_patterns_pass() -> None:
    """The limit is on one join, not on the query: optional parts and sub-selects are planned alone."""
    group = "?s ?p ?o . " * 40

    check_query(f"ASK {{ {group} OPTIONAL {{ {group} }} {{ SELECT * {{ {group} }} }} FILTER EXISTS {{ {group} }} }}")
