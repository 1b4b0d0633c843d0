"""One query on a store: prefixes, columns, order, Python values, and what cannot be run."""

from __future__ import annotations

import importlib.util
from datetime import UTC, date, datetime
from decimal import Decimal

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, UsageError
from kg.query.run import Answer, run

WORDS = {"actor": "https://example.org/made/actor/"}
KG = "https://w3id.org/actor-kg/"


def node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


@pytest.fixture
def store() -> ox.Store:
    """Three triples, the first of them in two graphs."""
    store = ox.Store()
    for subject, predicate, other, graph in (
        ("b", "memberOf", "a", "established"),
        ("b", "memberOf", "a", "copied"),
        ("c", "memberOf", "a", "established"),
        ("a", "met", "c", "established"),
    ):
        store.add(ox.Quad(node(WORDS["actor"] + subject), node(KG + predicate), node(WORDS["actor"] + other), node(f"urn:{graph}")))
    return store


def ask(store: ox.Store, text: str) -> Answer:
    return run(store, text, prefixes=WORDS)


def test_prefixes_need_no_declaration(store: ox.Store) -> None:
    """The preset prefixes and those of the workspace are there."""
    assert ask(store, "ASK { actor:b kg:memberOf actor:a }").boolean


def test_a_declaration_in_the_query_wins(store: ox.Store) -> None:
    """A query that declares a prefix of its own means what it says."""
    assert not ask(store, "PREFIX actor: <urn:other:> ASK { actor:b kg:memberOf actor:a }").boolean


def test_relative_iris_need_a_base(store: ox.Store) -> None:
    """They are read against the base given, and without one they cannot be read."""
    assert run(store, "ASK { <actor/b> ?r <actor/a> }", prefixes={}, base_iri="https://example.org/made/").boolean
    with pytest.raises(QueryError):
        ask(store, "ASK { <actor/b> ?r <actor/a> }")


def test_queries_see_all_graphs_and_a_triple_once_for_each(store: ox.Store) -> None:
    """The union of the graphs is a bag; DISTINCT is the query's business."""
    assert len(ask(store, "SELECT ?x { ?x kg:memberOf actor:a }")) == 3
    assert len(ask(store, "SELECT DISTINCT ?x { ?x kg:memberOf actor:a }")) == 2


def test_graph_narrows(store: ox.Store) -> None:
    """GRAPH asks one graph only."""
    assert [row["x"] for row in ask(store, "SELECT ?x { GRAPH <urn:copied> { ?x ?r ?y } }")] == [f"{WORDS['actor']}b"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT ?z ?x (1 AS ?n) { ?x ?y ?z }", ("z", "x", "n")),
        ("SELECT * { ?subject ?does ?object }", ("subject", "does", "object")),
        ("SELECT * { ?z ?a ?x BIND('?b # ?c' AS ?b) } # ?q", ("z", "a", "x", "b")),
        ("SELECT * { { SELECT ?d ?x { ?x ?hidden ?d } } ?x $a ?z }", ("d", "x", "a", "z")),
        ("SELECT * { ?ខ្មែរ ?ខ្មុំ ?កម្ពុជា }", ("ខ្មែរ", "ខ្មុំ", "កម្ពុជា")),
        ("ASK {}", ()),
        ("SELECT * {}", ()),
    ],
)
def test_columns_come_in_the_order_of_the_query(store: ox.Store, text: str, columns: tuple[str, ...]) -> None:
    """As they are selected; of `SELECT *` as the text first names them."""
    assert ask(store, text).columns == columns


def test_rows_are_sorted_unless_the_query_says_how() -> None:
    """The order in which a store was filled never shows."""
    quads = [ox.Quad(node(f"urn:{n}"), node("urn:p"), ox.Literal(n), node("urn:g")) for n in (2, 3, 1)]
    one, other = ox.Store(), ox.Store()
    one.extend(quads)
    other.extend(reversed(quads))

    rows = ask(one, "SELECT ?n ?s { ?s <urn:p> ?n }").rows

    assert rows == ask(other, "SELECT ?n ?s { ?s <urn:p> ?n }").rows
    assert [row["n"] for row in ask(one, "SELECT ?n ?s { ?s <urn:p> ?n }")] == [1, 2, 3]
    assert [row["n"] for row in ask(one, "SELECT ?n ?s { ?s <urn:p> ?n } ORDER BY DESC(?n)")] == [3, 2, 1]


def test_triples_are_sorted_and_each_once(store: ox.Store) -> None:
    """CONSTRUCT gives a set, in one order."""
    answer = ask(store, "CONSTRUCT { ?x kg:memberOf ?y } WHERE { ?x kg:memberOf ?y }")

    assert answer.kind == "construct"
    assert [row["subject"] for row in answer] == [f"{WORDS['actor']}b", f"{WORDS['actor']}c"]
    assert ask(store, "DESCRIBE actor:b").triples == answer.triples[:1]


def test_terms_become_python_values(store: ox.Store) -> None:
    """Numbers, days and truth values are what they are; IRIs and what is ill-formed are text."""
    text = """SELECT * { VALUES (?text ?tagged ?whole ?exact ?double ?true ?day ?time ?wrong ?iri ?none) {
        ("a" "b"@en 7 1.5 2.5e0 true "2013-07-15"^^xsd:date "2013-07-15T01:02:03Z"^^xsd:dateTime "2013-02-30"^^xsd:date kg:met UNDEF) } }"""

    (row,) = ask(store, text)

    assert list(row.values()) == [
        "a", "b", 7, Decimal("1.5"), 2.5, True, date(2013, 7, 15), datetime(2013, 7, 15, 1, 2, 3, tzinfo=UTC), "2013-02-30", f"{KG}met", None,
    ]  # fmt: skip
    assert isinstance(row["true"], bool)


def test_an_answer_is_true_when_it_says_something(store: ox.Store) -> None:
    """A no and an empty table are false, and each kind of answer has a length."""
    yes, no = ask(store, "ASK {}"), ask(store, "ASK { actor:a kg:memberOf ?x }")
    none = ask(store, "SELECT ?x { ?x kg:trafficked ?y }")

    assert (bool(yes), bool(no), bool(none)) == (True, False, False)
    assert (len(yes), len(no), len(none)) == (1, 1, 0)
    assert [list(a) for a in (yes, no, none)] == [[{"answer": True}], [{"answer": False}], []]


def test_the_notebook_table_is_escaped() -> None:
    """No cell can put markup into a notebook."""
    answer = Answer("select", ("a", "b"), ((ox.Literal("<script>alert('x')</script>"), None),))

    assert answer._repr_html_() == (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>"
        "<tr><td>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;</td><td></td></tr></tbody></table>"
    )


@pytest.mark.skipif(importlib.util.find_spec("pandas") is not None, reason="pandas is installed")
def test_a_data_frame_needs_pandas(store: ox.Store) -> None:
    """Without it the user is told what to install."""
    with pytest.raises(UsageError) as caught:
        ask(store, "ASK {}").to_dataframe()

    assert str(caught.value) == "pandas is not installed. Install it with: pip install pandas"


@pytest.mark.skipif(importlib.util.find_spec("pandas") is None, reason="pandas is not installed")
def test_a_data_frame_has_the_columns_of_the_query(store: ox.Store) -> None:
    """Columns in the order of the query, values as Python values."""
    frame = ask(store, "SELECT ?y ?x { ?x kg:met ?y }").to_dataframe()

    assert list(frame.columns) == ["y", "x"]
    assert frame.to_dict("records") == [{"y": f"{WORDS['actor']}c", "x": f"{WORDS['actor']}a"}]


UNREADABLE = "Look for a missing dot or semicolon, a misspelled word, or a form that is not SPARQL 1.1."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "SELECT * {\n  ?a foo:b ?c\n}",
            'The prefix "foo:" at line 2 is not declared: "?a foo:b ?c". Known without declaring: actor:, dct:, kg:, prov:, rdf:, rdfs:, skos:, xsd:',
        ),
        ("SELECT ?a ?b { ?a ?b ?c } GROUP BY ?a", "SELECT asks for a variable that GROUP BY does not give."),
        ("SELECT * { ?a ?b ?c } GROUP BY ?a", "SELECT * cannot stand with GROUP BY: name the columns."),
        ("SELECT * {\n ?a ?b ?c .\n ?a ?? ?c }", f'The query cannot be read near line 3, column 10: "?a ?? ?c }}". {UNREADABLE}'),
        ("SELECT * { ?a ?b ?c\n BIND(1 AS ?a) }", f'The query cannot be read near line 2, column 17: "BIND(1 AS ?a) }}". {UNREADABLE}'),
        ("SELECT * { ?a ?b ?c FILTER(kg:shout(?a)) }", f"The query cannot be run: The custom function <{KG}shout> is not supported."),
    ],
)
def test_what_cannot_be_run_is_said_in_plain_words(store: ox.Store, text: str, sentence: str) -> None:
    """With the line as the user typed it: the preset prefixes take no line."""
    with pytest.raises(QueryError) as caught:
        ask(store, text)

    assert str(caught.value) == sentence
