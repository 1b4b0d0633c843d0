"""`kg query` and `kg terms`, as a user types them: every word on stdout and stderr, and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_kit import HELP, Ran, copy_of_example, example, kg, kg_apart

from kg.query import named_queries

MEMBERS = "SELECT ?a ?b { ?a kg:memberOf ?b }"
TABLE = "a                   b\n──────────────────  ──────────\nactor:cdm-manpower  actor:acra\n"
A, R, B = "https://example.org/case/actor/cdm-manpower", "https://w3id.org/actor-kg/memberOf", "https://example.org/case/actor/acra"
USAGE = "query [OPTIONS] [TEXT] [NAME=VALUE]..."


def wrong_usage(error: str) -> Ran:
    """What a wrong use looks like that the command line itself finds."""
    return Ran(2, "", HELP.format(usage=USAGE, command=" query", error=error))


# ---- where the question comes from


def test_a_question_may_be_text_a_file_or_stdin(tmp_path: Path) -> None:
    """The prefixes of the vocabulary and of the workspace need not be declared."""
    (tmp_path / "members.rq").write_text(MEMBERS, encoding="utf-8")
    (tmp_path / "windows.rq").write_bytes(b"\xef\xbb\xbf" + MEMBERS.replace(" { ", "\r\n{ ").encode())
    folder = ["-w", str(example().root)]

    assert kg("query", MEMBERS) == Ran(0, TABLE, "")
    assert kg("query", *folder, "members.rq", cwd=tmp_path) == Ran(0, TABLE, "")
    assert kg("query", *folder, "windows.rq", cwd=tmp_path) == Ran(0, TABLE, "")
    assert kg("query", "-", stdin=MEMBERS) == Ran(0, TABLE, "")
    assert kg_apart("query", "-", stdin=MEMBERS) == Ran(0, TABLE, "")


def test_a_file_of_a_question_must_be_there_and_be_text(tmp_path: Path) -> None:
    """One sentence each."""
    (tmp_path / "latin.rq").write_bytes(b"SELECT * { ?a ?b 'caf\xe9' }")
    folder = ["-w", str(example().root)]

    missing = kg("query", *folder, "none.rq", cwd=tmp_path)
    latin = kg("query", *folder, "latin.rq", cwd=tmp_path)

    assert missing == wrong_usage('"none.rq" cannot be read: No such file or directory.')
    assert latin == wrong_usage('"latin.rq" is not UTF-8: byte 21.')
    assert kg("query", "-", stdin=b"\xff\xfe") == wrong_usage('"stdin" is not UTF-8: byte 0.')


@pytest.mark.parametrize("text", [[], [""]])
def test_without_a_question_it_asks_for_one(text: list[str]) -> None:
    """And says what a question may be."""
    assert kg("query", *text) == wrong_usage("What is the question? Give SPARQL, a file, - or a name; kg query --list shows the names.")


def test_before_the_first_build_there_is_nothing_to_ask(tmp_path: Path) -> None:
    """With the command that changes that."""
    kg("init", "case", cwd=tmp_path)

    assert kg("query", "sources", cwd=tmp_path / "case") == Ran(1, "", "Error: Nothing has been built here yet. Run: kg build\n")


def test_damaged_exports_are_built_anew(tmp_path: Path) -> None:
    """A sentence, not a traceback."""
    case = copy_of_example(tmp_path / "case")
    (case.exports / "graph.nq").write_text("<a> <b", encoding="utf-8")

    ran = kg("query", "sources", cwd=case.root)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Error: graph.nq is damaged: ")
    assert ran.err.endswith(" Run: kg build\n")


# ---- named queries


def test_the_list_has_every_named_query_with_its_parameters() -> None:
    """Name and parameters in one line, those that may be left out in brackets; the title below."""
    ran = kg("query", "--list")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("about actor\n    What is established about an actor, and what is only said\naccusations [actor]\n    Who is accused ")
    assert "\nat-the-table actor [from] [to]\n" in ran.out
    assert len(ran.out.splitlines()) == 2 * len(named_queries())
    assert kg("query", "--list", cwd=Path("/")) == ran


def test_an_actor_may_be_named_by_id_label_or_alias() -> None:
    """All the same question."""
    by_id = kg("query", "members", "organisation=acra")

    assert by_id.code == 0
    assert kg("query", "members", "organisation=Association of Cambodian Recruitment Agencies") == by_id
    assert kg("query", "members", "organisation=ACRA") == by_id


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["abuot"], 'There is no query "abuot". Did you mean "about"?'),
        (["nothing"], 'There is no query "nothing". kg query --list shows the named queries.'),
        (["about"], 'The query "about" needs actor (The actor or event to look at). It takes: actor.'),
        (["about", "actor="], 'The query "about" needs actor (The actor or event to look at). It takes: actor.'),
        (["connection", "one=acra"], 'The query "connection" needs other (Where it ends). It takes: one other.'),
        (["about", "actr=acra"], 'The query "about" has no parameter "actr". Did you mean "actor"?'),
        (["sources", "x=1"], 'The query "sources" has no parameter "x". It takes no parameters.'),
        (["about", "actor=acraa"], 'actor: no actor is called "acraa". Did you mean "acra"?'),
        (["true-on", "day=yesterday"], 'day: "yesterday" is no day. Write it as 2013-07-15.'),
        (["who-says-so", "subject=acra", "relation=metting"], 'relation: no relation is called "metting". Did you mean "met"?'),
        ([MEMBERS, "a=acra"], "Only a named query takes parameters. Write the values into the SPARQL."),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_a_wrong_name_or_value_is_met_with_what_it_may_be(arguments: list[str], error: str) -> None:
    """Wrong use, in one sentence with its remedy."""
    assert kg("query", *arguments) == Ran(2, "", f"Error: {error}\n")


def test_a_parameter_has_a_name() -> None:
    """SPARQL that lost its quotes to the shell comes in as parameters too."""
    assert kg("query", "about", "acra") == wrong_usage('"acra" is no parameter. Write it as name=value; SPARQL stands in quotes.')


# ---- how the answer is written


FORMS = {
    "table": TABLE,
    "csv": f"a,b\r\n{A},{B}\r\n",
    "tsv": f"?a\t?b\n<{A}>\t<{B}>\n",
    "json": '{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"uri","value":"A"},"b":{"type":"uri","value":"B"}}]}}\n'.replace(
        '"A"', f'"{A}"'
    ).replace('"B"', f'"{B}"'),
    "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/><variable name="b"/></head>'
    f'<results><result><binding name="a"><uri>{A}</uri></binding><binding name="b"><uri>{B}</uri></binding></result></results></sparql>\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_rows_in_each_format(form: str) -> None:
    """A table for people and the standard formats for programs."""
    assert kg("query", MEMBERS, "-f", form) == Ran(0, FORMS[form], "")


@pytest.mark.parametrize(("form", "written"), [("table", "yes\n"), ("csv", "true\n"), ("tsv", "true\n"), ("json", '{"head":{},"boolean":true}\n')])
def test_a_yes_in_each_format(form: str, written: str) -> None:
    """ASK is answered in a word."""
    assert kg("query", "ASK { actor:cdm-manpower kg:memberOf actor:acra }", "-f", form) == Ran(0, written, "")


def test_triples_in_each_format() -> None:
    """CONSTRUCT gives triples: as Turtle with the prefixes of the workspace, as N-Triples, or to look at."""
    text = MEMBERS.replace("SELECT ?a ?b", "CONSTRUCT WHERE")

    turtle = kg("query", text, "-f", "turtle")
    shown = kg("query", text)

    assert kg("query", text, "-f", "ntriples") == Ran(0, f"<{A}> <{R}> <{B}> .\n", "")
    assert turtle.out.splitlines()[0] == "@prefix actor: <https://example.org/case/actor/> ."
    assert turtle.out.splitlines()[-1] == "actor:cdm-manpower kg:memberOf actor:acra ."
    assert shown.out.splitlines()[0].split() == ["subject", "predicate", "object"]
    assert shown.out.splitlines()[2].split() == ["actor:cdm-manpower", "kg:memberOf", "actor:acra"]


@pytest.mark.parametrize(
    ("text", "form", "error"),
    [
        (MEMBERS, "turtle", "Rows of a SELECT cannot be written as turtle. Formats that fit are: table, csv, tsv, json, xml."),
        (
            "ASK { ?a kg:met ?b }",
            "ntriples",
            "The yes or no of an ASK cannot be written as ntriples. Formats that fit are: table, csv, tsv, json, xml.",
        ),
        (
            "CONSTRUCT WHERE { ?a kg:met ?b }",
            "csv",
            "Triples cannot be written as csv. Formats that fit are: table, turtle, ntriples, jsonld, rdfxml.",
        ),
    ],
)
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(text: str, form: str, error: str) -> None:
    """Wrong use, and no half of an answer."""
    assert kg("query", text, "-f", form) == Ran(2, "", f"Error: {error}\n")


def test_an_unknown_format_is_refused() -> None:
    """With the list of those there are."""
    names = "'table', 'csv', 'tsv', 'json', 'xml', 'turtle', 'ntriples', 'jsonld', 'rdfxml'"

    assert kg("query", MEMBERS, "-f", "yaml") == wrong_usage(f"Invalid value for '--format' / '-f': 'yaml' is not one of {names}.")


def test_an_answer_goes_into_a_file_or_to_stdout(tmp_path: Path) -> None:
    """`-o -` is stdout; a file holds the same bytes and stdout nothing."""
    folder = ["-w", str(example().root)]

    written = kg("query", MEMBERS, "-f", "csv", "-o", "members.csv", *folder, cwd=tmp_path)

    assert written == Ran(0, "", "")
    assert (tmp_path / "members.csv").read_bytes() == FORMS["csv"].encode()
    assert kg("query", MEMBERS, "-f", "csv", "-o", "-") == Ran(0, FORMS["csv"], "")


@pytest.mark.parametrize(
    ("name", "code", "start"),
    [(".", 2, 'Error: "." is a folder. Name a file in it.\n'), ("none/x.csv", 1, 'Error: "none/x.csv" cannot be written: ')],
)
def test_an_answer_that_cannot_be_written(name: str, code: int, start: str, tmp_path: Path) -> None:
    """The place, the reason and what to do."""
    ran = kg("query", MEMBERS, "-o", name, "-w", str(example().root), cwd=tmp_path)

    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(start)
    assert len(ran.err.splitlines()) == 1


def test_a_table_is_as_wide_as_the_terminal() -> None:
    """Long cells are wrapped at words, and the widest give way first."""
    ran = kg("query", "contradictions", COLUMNS="120")

    assert max(map(len, ran.out.splitlines())) <= 120
    assert ran.out.splitlines()[0].split() == ["one", "one_quote", "one_source", "other", "other_quote", "other_source", "id", "other_id"]


# ---- what is said beside the answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?a ?b { ?a kg:trafficked ?b }", ["No rows.", "1 statement that is not established uses kg:trafficked; see: kg query accusations"]),
        ("SELECT ?a { ?a kg:convicted ?b }", ["No rows.", "2 statements that are not established use kg:convicted; see: kg query relations-used"]),
        ("SELECT ?a { ?a kg:traficked ?b }", ["No rows.", "kg:traficked is not known here. Did you mean kg:trafficked?"]),
        ("SELECT ?a { ?a kg:memberOf actor:acraa }", ["No rows.", "actor:acraa is not known here. Did you mean actor:acra?"]),
        (
            "SELECT ?a { ?a skos:prefLabel 'Caram' }",
            ["No rows.", "\"Caram\" stands here with a language: write \"Caram\"@en, or ask for rdfs:label, which has none."],
        ),
        ("SELECT ?a { ?a kg:attacked ?b }", ["No rows.", "No statement here uses kg:attacked, so the query has no answer."]),
    ],
)  # fmt: skip
def test_an_empty_answer_says_why_it_may_be_empty(text: str, said: list[str]) -> None:
    """On stderr; the table itself has its headings and no row, and that is no failure."""
    ran = kg("query", text)

    assert (ran.code, ran.err.splitlines()) == (0, said)
    assert len(ran.out.splitlines()) == 2


def test_an_empty_answer_for_a_program_is_empty() -> None:
    """Only hints are said beside a standard format, and on stderr."""
    ran = kg("query", "SELECT ?a { ?a kg:attacked ?b }", "-f", "csv")

    assert ran == Ran(0, "a\r\n", "No statement here uses kg:attacked, so the query has no answer.\n")


# ---- what is refused

UNREADABLE = "Look for a missing dot or semicolon, a misspelled word, or a form that is not SPARQL 1.1."
PREFIXES = "Known without declaring: actor:, dct:, event:, evidence:, graph:, kg:, prov:, rdf:, rdfs:, skos:, source:, statement:, xsd:"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }",
            "SERVICE would ask another server; a query stays inside this dataset. Take the SERVICE part out.",
        ),
        (
            "SELECT * FROM <http://example.org/> { ?a ?b ?c }",
            "FROM is not read: a query always sees all graphs of this dataset. Narrow a part of it with GRAPH graph:established { … }",
        ),
        ("DELETE WHERE { ?a ?b ?c }", "This would change the data; queries only read. Change the tables, then run: kg build"),
        ("SELECT ?a {\n  ?a kg:met ?b", 'The { at line 1, column 11 is never closed: "SELECT ?a {".'),
        (
            "SELECT ?a WHERE\n  ?a kg:met ?b",
            'The query cannot be read near line 2, column 3: "?a kg:met ?b". ' + UNREADABLE,
        ),
        (
            "SELECT ?a { ?a ftm:owns ?b }",
            'The prefix "ftm:" at line 1 is not declared: "SELECT ?a { ?a ftm:owns ?b }". ' + PREFIXES,
        ),
        (" ", "The query is empty. kg query --list shows the named queries."),
    ],
)
def test_what_cannot_or_may_not_be_asked(text: str, error: str) -> None:
    """Exit code 1, the place where it goes wrong, and what to do instead."""
    assert kg("query", text) == Ran(1, "", f"Error: {error}\n")


# ---- terms


def test_terms_lists_the_vocabulary() -> None:
    """Every type and every relation in tables, group by group, with or without a workspace around."""
    ran = kg("terms")

    assert (ran.code, ran.err) == (0, "")
    assert "| `memberOf` " in ran.out
    assert "| `RecruitmentAgency` " in ran.out
    assert kg("terms", cwd=Path("/")) == ran


def test_terms_explains_a_relation_or_a_type() -> None:
    """Definition, example and counter-example, what it may join, and how it is said."""
    relation, kind = kg("terms", "memberOf"), kg("terms", "RecruitmentAgency")

    assert relation.out.startswith(
        "relation: memberOf\nIRI: https://w3id.org/actor-kg/memberOf\nlabel: is a member of\ninverse label: has as a member\n"
    )
    assert "\nfrom: Actor\nto: Organisation\n" in relation.out
    assert kind.out.startswith("actor type: RecruitmentAgency\n")
    assert (relation.code, relation.err, kind.code, kind.err) == (0, "", 0, "")


@pytest.mark.parametrize(
    ("name", "error"),
    [("memberof", 'There is no term "memberof". Did you mean "memberOf"?'), ("zzz", 'There is no term "zzz". List them with: kg terms')],
)
def test_an_unknown_term_is_met_with_the_nearest(name: str, error: str) -> None:
    """Wrong use, in one sentence."""
    assert kg("terms", name) == Ran(2, "", f"Error: {error}\n")


def test_terms_of_a_workspace_that_is_named_but_not_there(tmp_path: Path) -> None:
    """Without `-w` the shipped vocabulary is enough; with it the workspace is meant."""
    ran = kg("terms", "-w", str(tmp_path))

    assert ran.code == 1
    assert ran.err == f'Error: There is no workspace here: "{tmp_path}" and the folders above it hold no kg.toml. Make one with: kg init my-case\n'
