"""Answers as bytes: each format exactly, what fits which answer, and nothing a terminal would obey."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.query.results import FORMATS, to_format
from kg.query.run import Answer, Term

PREFIXES = {"actor": "https://example.org/made/actor/"}
ACRA = ox.NamedNode("https://example.org/made/actor/alder")
MET = ox.NamedNode("https://w3id.org/actor-kg/met")


def rows(columns: str, *cells: Iterable[Term]) -> Answer:
    return Answer("select", tuple(columns.split()), tuple(map(tuple, cells)))


def written(answer: Answer, name: str, width: int = 120) -> str:
    return to_format(answer, name, prefixes=PREFIXES, width=width).decode()


TWO = rows(
    "who n quote",
    (ACRA, ox.Literal(7), ox.Literal('said "so", twice\nor more', language="en")),
    (ox.NamedNode("http://elsewhere.org/x/"), None, ox.Literal("=1+1")),
)
TRIPLES = Answer("construct", triples=(ox.Triple(ACRA, MET, ACRA), ox.Triple(ACRA, MET, ox.Literal("x"))))


def test_the_formats_are_those_that_are_promised() -> None:
    """Every format that exists is named here, so that a new one is noticed."""
    assert list(FORMATS) == ["table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld", "rdfxml"]


def test_a_table_is_aligned_and_shortens_iris() -> None:
    """IRIs stand with their prefix where one fits, literals as their text, and columns line up."""
    assert written(TWO, "table") == (
        "who                      n  quote\n"
        "───────────────────────  ─  ────────────────────────\n"
        'actor:alder              7  said "so", twice or more\n'
        "http://elsewhere.org/x/     =1+1\n"
    )


def test_csv_holds_every_cell_exactly() -> None:
    """Also one that a spreadsheet would take for a formula; IRIs are whole."""
    assert written(TWO, "csv") == (
        'who,n,quote\r\nhttps://example.org/made/actor/alder,7,"said ""so"", twice\nor more"\r\nhttp://elsewhere.org/x/,,=1+1\r\n'
    )


def test_tsv_holds_whole_terms() -> None:
    """In the writing of the SPARQL standard."""
    assert written(TWO, "tsv") == (
        '?who\t?n\t?quote\n<https://example.org/made/actor/alder>\t7\t"said \\"so\\", twice\\nor more"@en\n<http://elsewhere.org/x/>\t\t"=1+1"\n'
    )


def test_json_and_xml_keep_type_language_and_order() -> None:
    """Both are the standard's, with the columns in the order of the answer."""
    found = json.loads(written(TWO, "json"))
    tree = ET.fromstring(written(TWO, "xml"))

    assert found["head"]["vars"] == ["who", "n", "quote"]
    assert found["results"]["bindings"][0]["n"] == {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert found["results"]["bindings"][0]["quote"] == {"type": "literal", "value": 'said "so", twice\nor more', "xml:lang": "en"}
    assert set(found["results"]["bindings"][1]) == {"who", "quote"}
    assert [variable.get("name") for variable in tree.iter("{http://www.w3.org/2005/sparql-results#}variable")] == ["who", "n", "quote"]


def test_triples_as_turtle_and_ntriples() -> None:
    """Prefixes stand in one order, and the triples in that of the answer."""
    assert written(TRIPLES, "ntriples") == (
        "<https://example.org/made/actor/alder> <https://w3id.org/actor-kg/met> <https://example.org/made/actor/alder> .\n"
        '<https://example.org/made/actor/alder> <https://w3id.org/actor-kg/met> "x" .\n'
    )
    assert written(TRIPLES, "turtle") == (
        "@prefix actor: <https://example.org/made/actor/> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        "@prefix kg: <https://w3id.org/actor-kg/> .\n"
        "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        'actor:alder kg:met actor:alder , "x" .\n'
    )
    assert written(TRIPLES, "table").splitlines()[2:] == ["actor:alder  kg:met     actor:alder", "actor:alder  kg:met     x"]


def test_yes_and_no() -> None:
    """A table says it in a word, the others as their standard does."""
    yes = Answer("ask", boolean=True)

    assert [written(yes, name) for name in ("table", "csv", "tsv", "json")] == ["yes\n", "true\n", "true\n", '{"head":{},"boolean":true}\n']
    assert written(Answer("ask"), "table") == "no\n"


def test_an_empty_answer_still_names_its_columns() -> None:
    """No row is not no answer."""
    none = rows("who n")

    assert written(none, "table") == "who  n\n───  ─\n"
    assert written(none, "csv") == "who,n\r\n"
    assert written(Answer("construct"), "ntriples") == ""
    assert written(Answer("select"), "table") == ""


@pytest.mark.parametrize(
    ("answer", "name", "sentence"),
    [
        (TWO, "turtle", "Rows of a SELECT cannot be written as turtle. Formats that fit are: table, csv, tsv, json, xml."),
        (TWO, "ntriples", "Rows of a SELECT cannot be written as ntriples. Formats that fit are: table, csv, tsv, json, xml."),
        (Answer("ask"), "turtle", "The yes or no of an ASK cannot be written as turtle. Formats that fit are: table, csv, tsv, json, xml."),
        (TRIPLES, "csv", "Triples cannot be written as csv. Formats that fit are: table, turtle, ntriples, jsonld, rdfxml."),
        (TWO, "xlsx", 'There is no format "xlsx". Formats are: table, csv, tsv, json, xml, turtle, ntriples, jsonld, rdfxml.'),
        (rows("x", [ox.Literal("a\x0bb")]), "xml", "A cell holds a control character, which XML cannot. Take json, csv or tsv."),
    ],
)
def test_a_format_that_does_not_fit_says_which_do(answer: Answer, name: str, sentence: str) -> None:
    """Nothing is written in a form that would lose or break the answer."""
    with pytest.raises(UsageError) as caught:
        written(answer, name)

    assert str(caught.value) == sentence


def test_a_terminal_is_never_steered() -> None:
    """Escape sequences, bells and marks that turn the text round are shown, not obeyed."""
    text = written(rows("x", [ox.Literal("a\x1b[31mred\x07 \u202eback\x9b\r\n\tend\x00")]), "table")

    assert text.splitlines()[2] == "a\\x1b[31mred\\x07 \\u202eback\\x9b\\x0d end\\x00"


def test_wide_characters_take_two_places_and_marks_none() -> None:
    """Columns line up in a terminal also under Chinese, and Khmer vowels above a letter take no room."""
    text = written(
        rows("a b", [ox.Literal("協会"), ox.Literal("x")], [ox.Literal("ខ្មែ"), ox.Literal("y")], [ox.Literal("abcd"), ox.Literal("z")]), "table"
    )

    assert text == "a     b\n────  ─\n協会  x\nខ្មែ   y\nabcd  z\n"


def test_long_cells_are_wrapped_to_the_width_and_very_long_ones_cut() -> None:
    """The widest column gives way first; what would fill the screen ends in an ellipsis."""
    long = rows("id quote", [ox.Literal("s1"), ox.Literal("one two three four five six")], [ox.Literal("s2"), ox.Literal("word " * 1000)])

    lines = written(long, "table", 20).splitlines()

    assert max(map(len, lines)) <= 20
    assert lines[2:4] == ["s1  one two three", "    four five six"]
    assert lines[-1] == "    word word word…"
    assert len(lines) == 2 + 2 + 60


def test_a_word_wider_than_its_column_is_cut_not_lost() -> None:
    """Every letter of a long IRI is there, line under line."""
    long = "http://elsewhere.org/" + "x" * 40

    lines = written(rows("a b", [ox.NamedNode(long), ox.Literal("short")]), "table", 30).splitlines()[2:]

    assert "".join(line.split("  ")[0].strip() for line in lines) == long


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"])).map(ox.Literal),
    st.integers().map(ox.Literal),
    st.text("ab").map(lambda local: ox.NamedNode(f"urn:x:{local}")),
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_machine_formats_lose_nothing(cells: list[tuple[Term, Term]]) -> None:
    """What is read back from tsv and json are the same terms, and csv holds their very text."""
    answer = rows("one other", *cells)

    for name, form in (("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)):
        back = ox.parse_query_results(to_format(answer, name), format=form)
        assert isinstance(back, ox.QuerySolutions)
        assert tuple((row["one"], row["other"]) for row in back) == answer.rows
    table = list(csv.reader(io.StringIO(written(answer, "csv"), newline="")))
    assert [tuple(row) for row in table[1:] if row] == [tuple("" if c is None else c.value for c in row) for row in cells]  # type: ignore[union-attr]  # no triple here


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), st.integers(1, 60))
def test_a_table_has_no_control_character_and_ends_each_line(cells: list[tuple[Term, Term]], width: int) -> None:
    """Whatever the cells hold and however narrow the terminal."""
    text = written(rows("one other", *cells), "table", width)

    assert text.endswith("\n")
    assert not {c for c in text if c != "\n" and (ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0)}
