"""A query explained before it is run: what it asks for, what cannot be, what takes long, and why an answer is empty."""

from __future__ import annotations

import json
import os
import random
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from cli_kit import Ran, kg
from hypothesis import given
from hypothesis import strategies as st
from query_dataset import MINT, Made, make_dataset, ontology

import kg as library
from kg.errors import QueryError
from kg.folder import shipped
from kg.query import Explanation, explain, hints, known_names, named_queries, run
from kg.query import fill as fill_in
from kg.query.closed import CLOSED
from kg.query.probe import Count
from kg.texts import sentence, words
from kg.vocab import DCT, KG, PREFIXES, PROV, SKOS

SO = "so the query has no answer"


@pytest.fixture(scope="module")
def made() -> Made:
    """One copy of the generated case."""
    return make_dataset(5, 1)


def explained(made: Made, text: str, *, store: ox.Store | None = None) -> Explanation:
    """The explanation of a query in which `$part` stands for the id of an actor of the case."""
    for part, name in made.worlds[0].ids.items():
        text = text.replace(f"${part} ", f"actor:{name} ")
    return explain(text, store or made.store, ontology(), MINT.prefixes)


def told(made: Made, text: str, *, store: ox.Store | None = None) -> list[str]:
    """All that is said of a query, line by line."""
    found = explained(made, text, store=store)
    return [sentence(finding) for finding in (*found.findings, *found.costs)]


IMPOSSIBLE = [
    ("SELECT * { ?a kg:memberof ?b }", 'query:1: kg:memberof is not known here. Did you mean "kg:memberOf"?'),
    (
        "SELECT *\n{ ?m a kg:Ministry .\n  ?x kg:basedIn ?m }",
        f"query:3: kg:basedIn leads to a kg:Place, and ?m is a kg:Ministry, {SO}. More: kg terms basedIn",
    ),
    (
        "SELECT * { ?m a kg:Meeting ; kg:paid ?x }",
        f"query:1: kg:paid starts at a kg:Actor, and ?m is a kg:Meeting, {SO}. More: kg terms paid",
    ),
    (
        "SELECT * { ?m a kg:Meeting ; kg:participatedIn ?x }",
        f'query:1: kg:participatedIn starts at a kg:Actor, and ?m is a kg:Meeting, {SO}. Did you mean "?x kg:participatedIn ?m"?',
    ),
    (
        "ASK { ?x a kg:Person , kg:Event }",
        ("query:1: ?x would be a kg:Person and a kg:Event, and nothing is both, so the answer is no. "
        "Take one of the two types away, or give it another variable."),
    ),
    (
        "SELECT * { ?x a kg:Statement ; kg:memberOf ?y }",
        f'query:1: kg:memberOf starts at a kg:Actor, and ?x is a kg:Statement, {SO}. Did you mean "?x rdf:predicate kg:memberOf ; rdf:object ?y"?',
    ),
    (
        "SELECT * { ?a kg:participatedIn ?e . ?e kg:memberOf ?x }",
        f"query:1: kg:participatedIn leads to a kg:Event, kg:memberOf starts at a kg:Actor, and ?e would be both, {SO}. Give one of them another variable.",
    ),
    ("SELECT * { ?a a kg:Court }", f"query:1: nothing here is a kg:Court, {SO}."),
    ("SELECT * { ?a kg:sued ?b }", f"query:1: no statement here uses kg:sued, {SO}."),
    ("SELECT (COUNT(*) AS ?n) { ?a kg:sued ?b }", "query:1: no statement here uses kg:sued, so there is nothing to count."),
    (
        "SELECT * { ?a kg:convicted ?b }",
        f"query:1: kg:convicted is established of nobody, {SO}; 2 statements that are not established use it. See: kg query relations-used",
    ),
    (
        "SELECT * { ?a kg:trafficked ?b }",
        f"query:1: kg:trafficked is established of nobody, {SO}; 1 statement that is not established uses it. See: kg query accusations",
    ),
    ("SELECT * { ?s kg:reliability ?x }", f"query:1: nothing here has kg:reliability, {SO}."),
    ("SELECT * { ?s kg:standing 'establishd' }", f'query:1: kg:standing is never "establishd", {SO}. Did you mean "established"?'),
    ("SELECT * { ?s kg:standing ?x FILTER('establishd' = ?x) }", f'query:1: kg:standing is never "establishd", {SO}. Did you mean "established"?'),
    ("SELECT * { VALUES ?x { 'establishd' } ?s kg:standing ?x }", f'query:1: kg:standing is never "establishd", {SO}. Did you mean "established"?'),
    ("SELECT * { ?s kg:polarity 'maybe' }", f'query:1: kg:polarity is never "maybe", {SO}. Here it is one of: "negative", "positive"'),
    (
        "SELECT * { ?s kg:modality 'hypothetical' }",
        f'query:1: no kg:modality here is "hypothetical", {SO}. Here it is one of: "alleged", "asserted", "denied", "planned"',
    ),
    ("SELECT * { ?s kg:modality 'aleged' }", f'query:1: kg:modality is never "aleged", {SO}. Did you mean "alleged"?'),
    (
        "SELECT * { ?s rdf:predicate 'memberOf' }",
        (f'query:1: rdf:predicate leads to things and not to text such as "memberOf", {SO}. '
        "Write the IRI of the thing, as in <https://w3id.org/actor-kg/abused>, or ask for its rdfs:label."),
    ),
    ("SELECT * { ?s kg:standing kg:memberOf }", f'query:1: kg:standing has text and not things such as kg:memberOf, {SO}. Write text in quotes, as in "alleged not"'),
    (
        "SELECT * { ?e kg:entered '2014-01-02' }",
        f'query:1: kg:entered is never "2014-01-02", {SO}; here it is written "2014-01-02"^^xsd:date. Write it so.',
    ),
    ("SELECT * { ?a kg:memberOf ?b ; kg:standing ?s }", None),
    (
        "SELECT * { ?a a kg:Person ; kg:standing ?s }",
        f"query:1: kg:standing is said of a kg:Event or kg:Statement, and ?a is a kg:Person, {SO}. Ask: ?s rdf:subject ?a ; kg:standing ?x",
    ),
    (
        "SELECT * { ?u a kg:Association ; kg:memberOf ?x }",
        (f'query:1: "?u kg:memberOf ?x" and "?u a kg:Association" have no match together, {SO}; with the first the other way round they have. '
        "Write: ?x kg:memberOf ?u"),
    ),
    (
        "SELECT * { GRAPH graph:nowhere { ?a a kg:Person } }",
        f"query:1: there is no graph graph:nowhere, {SO}. SELECT DISTINCT ?g {{ GRAPH ?g {{ }} }} lists the graphs.",
    ),
    (
        "SELECT * { GRAPH graph:established { ?a a kg:Person ; kg:memberOf ?b } }",
        (f'query:1: "?a a kg:Person" has no match in the graph graph:established, {SO}; it has in <https://example.org/made/graph/actors>. '
        "Take it out of GRAPH, or name the graph in which it stands."),
    ),
    (
        "SELECT * { ?s kg:role 'secretary' ; kg:polarity 'negative' }",
        f'query:1: "?s kg:role "secretary"" and "?s kg:polarity "negative"" have matches, and none with the same ?s, {SO}. Try them one at a time.',
    ),
    (
        "SELECT * { ?a rdfs:label 'Nobody' }",
        f'query:1: "?a rdfs:label "Nobody"" has no match, {SO}. Try it with a variable in place of a name or a value.',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), IMPOSSIBLE, ids=[text for text, _ in IMPOSSIBLE])
def test_what_cannot_be_is_said_with_its_reason(made: Made, text: str, line: str | None) -> None:
    """One line that names the place, the reason, what it means for the query, and what to write."""
    found = explained(made, text)

    assert found.impossible
    assert line is None or [sentence(finding) for finding in found.findings] == [line]
    assert not run(made.store, text, prefixes=MINT.prefixes) or "COUNT" in text


def test_a_name_is_told_by_what_it_is_here(made: Made) -> None:
    """Constants have a type and a direction too."""
    union = made.worlds[0].ids["union"]

    assert told(made, "SELECT * { $union a kg:Person }") == [f"query:1: actor:{union} is a kg:Association and no kg:Person, {SO}."]
    assert told(made, "SELECT * { $union kg:memberOf ?x }") == [
        f'query:1: "actor:{union} kg:memberOf ?x" has no match, {SO}; the other way round it has. Write: ?x kg:memberOf actor:{union}'
    ]
    assert told(made, "SELECT * { ?x kg:basedIn $union }") == told(made, f"SELECT * {{ ?x kg:basedIn actor:{union} }}")
    assert told(made, "SELECT * { ?x kg:basedIn $union }") == [
        f"query:1: kg:basedIn leads to a kg:Place, and actor:{union} is a kg:Association, {SO}. More: kg terms basedIn"
    ]
    assert told(made, f"SELECT * {{ actor:{union}x ?p ?o }}") == [f'query:1: actor:{union}x is not known here. Did you mean "actor:{union}"?']


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "SELECT * { ?s a kg:Statement ; kg:entered ?day ; kg:standing 'established' }",
            f"query:1: kg:entered is said of a kg:Evidence, and ?s is a kg:Statement, {SO}. Ask: ?s kg:evidence ?e . ?e kg:entered ?x",
        ),
        (
            "SELECT * { ?s rdf:subject $union ; kg:memberOf ?x }",
            f'query:1: kg:memberOf starts at a kg:Actor, and ?s is a kg:Statement, {SO}. Did you mean "?s rdf:predicate kg:memberOf ; rdf:object ?x"?',
        ),
        (
            "SELECT * { ?s kg:evidence ?e . ?e a kg:Evidence ; kg:modality ?m }",
            f"query:1: kg:modality is said of a kg:Statement, and ?e is a kg:Evidence, {SO}. Ask: ?s kg:evidence ?e ; kg:modality ?x",
        ),
        (
            "SELECT * { ?d a kg:Source ; kg:curator ?c }",
            f"query:1: kg:curator is said of a kg:Evidence or kg:Judgement, and ?d is a kg:Source, {SO}.",
        ),
    ],
)  # fmt: skip
def test_who_asks_the_wrong_record_is_shown_the_way(made: Made, text: str, line: str) -> None:
    """Statement, evidence, source and judgement each have properties of their own; one finding, whatever else fails with it."""
    assert told(made, text) == [line.replace("$union ", f"actor:{made.worlds[0].ids['union']} ")]


ORDER = "nothing of these two kinds is more or less than the other"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "SELECT * { ?s kg:earliest ?d\n  FILTER(?d > '2012-01-01') }",
            [
                f'query:1: FILTER orders ?d against "2012-01-01", and kg:earliest is written "2010-01-01"^^xsd:date; {ORDER}, {SO}. Write: "2012-01-01"^^xsd:date'
            ],
        ),
        (
            "SELECT * { ?s a kg:Statement OPTIONAL { ?s kg:when ?w FILTER(2012 <= ?w && ?w != 3) } }",
            [
                (
                    f'query:1: FILTER orders ?w against 2012, and kg:when is written "2010/2012"^^<http://id.loc.gov/datatypes/edtf/EDTF>; {ORDER}, '
                    "so this OPTIONAL adds nothing. A time has kg:earliest and kg:latest, a quantity kg:atLeast and kg:atMost; these can be compared."
                )
            ],
        ),
        ("SELECT * { ?s kg:earliest ?d FILTER(?d > '1012-01-01'^^xsd:date || ?d < 'x') }", []),
        ("SELECT * { ?s kg:earliest ?d FILTER(STR(?d) > '2012-01-01') }", []),
        ("SELECT * { ?s kg:role ?d FILTER(?d > 'a') }", []),
        ("SELECT * { ?s kg:role ?d FILTER(?d < 'a') }", []),
    ],
)
def test_what_cannot_be_ordered_is_no_filter(made: Made, text: str, lines: list[str]) -> None:
    """A date against text lets nothing through, and no engine says so."""
    assert told(made, text) == lines
    assert not lines or "OPTIONAL" in text or not run(made.store, text, prefixes=MINT.prefixes)


def test_inside_a_path_no_name_is_made_up(made: Made) -> None:
    """What lies between two steps has no name to be written."""
    assert told(made, "SELECT * { ?a ^kg:memberOf/kg:met ?b }") == [
        f'query:1: "(thing 1) kg:memberOf ?a" and "(thing 1) kg:met ?b" have matches, and none with the same (thing 1), {SO}. Try them one at a time.'
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("SELECT ?nme { ?a rdfs:label ?name }", ['query:1: nothing in the query gives ?nme a value, so it is always empty. Did you mean "?name"?']),
        (
            "SELECT ?a\n{ ?a a kg:Person\n  FILTER(?born < 3) }",
            ["query:3: nothing in the query gives ?born a value, so it is always empty. Name it in a pattern, in VALUES or in BIND."],
        ),
        ("SELECT ?l { ?a a kg:Person FILTER NOT EXISTS { ?a kg:note ?l } }", [('query:1: nothing in the query gives ?l a value, so it is always empty. '
        "Name it in a pattern, in VALUES or in BIND.")]),
        ("CONSTRUCT { ?a rdfs:label ?k } { ?a a kg:Person ; rdfs:label ?lbl }", [("query:1: nothing in the query gives ?k a value, so it is always empty. "
        "Name it in a pattern, in VALUES or in BIND.")]),
        ("SELECT (COUNT(?a) AS ?n) ?g { GRAPH ?g { ?a a kg:Person } } GROUP BY ?g HAVING(COUNT(?a) > 1) ORDER BY ?n", []),
        ("SELECT ?u ?v ?w { VALUES (?u ?v) { (1 2) } ?a a kg:Person BIND(?v + 1 AS ?w) FILTER(BOUND(?w)) }", []),
        ("SELECT ?l { { SELECT ?a (SAMPLE(?k) AS ?l) { ?a a kg:Person ; rdfs:label ?k } GROUP BY ?a } FILTER EXISTS { ?a rdfs:label ?m FILTER(?m = ?l) } }", []),
    ],
)  # fmt: skip
def test_a_variable_without_a_value_is_a_slip(made: Made, text: str, lines: list[str]) -> None:
    """In what is asked for, filtered or made; not where a pattern, VALUES, BIND, AS or GRAPH gives it one."""
    assert [line for line in told(made, text) if "gives" in line] == lines


@pytest.mark.parametrize(
    ("text", "impossible", "end"),
    [
        ("SELECT ?a { ?a rdfs:label ?l OPTIONAL { ?a a kg:Event ; kg:memberOf ?b } }", False, "so this OPTIONAL adds nothing."),
        ("SELECT ?a { ?a a kg:Person MINUS { ?a kg:standing ?b } }", False, "so this MINUS takes nothing away."),
        ("SELECT ?a { ?a a kg:Person FILTER NOT EXISTS { ?a kg:standing ?b } }", False, "so this NOT EXISTS is always true."),
        ("SELECT ?a { ?a a kg:Person FILTER EXISTS { ?a kg:standing ?b } }", True, "so this EXISTS is never true."),
        ("SELECT ?a { ?a a kg:Person FILTER(EXISTS { ?a kg:standing ?b } || ?a = 1) }", False, "so this EXISTS is never true."),
        ("SELECT ?a { { ?a a kg:Person } UNION { ?a a kg:Event ; kg:memberOf ?b } }", False, "so this side of the UNION gives nothing."),
        ("SELECT ?a { { ?a a kg:Event ; kg:memberOf ?b } UNION { ?b a kg:Event ; kg:owns ?a } }", True, f"{SO}."),
        ("SELECT ?a { ?a a kg:Person { SELECT ?b { ?b a kg:Event ; kg:owns ?c } } }", True, f"{SO}."),
        ("SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?b a kg:Event ; kg:owns ?c } } }", False, "so there is nothing to count."),
        ("CONSTRUCT WHERE { ?b a kg:Event ; kg:owns ?c }", True, f"{SO}."),
        ("DESCRIBE ?b { ?b a kg:Event ; kg:owns ?c }", True, f"{SO}."),
    ],
)
def test_what_it_means_depends_on_where_it_stands(made: Made, text: str, impossible: bool, end: str) -> None:
    """Only what every row must fulfil makes a query impossible."""
    found = explained(made, text)

    assert found.impossible is impossible
    assert found.findings
    assert all(end in sentence(finding) for finding in found.findings)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT DISTINCT ?a { ?a kg:memberOf ?b ; a kg:Company }",
        "SELECT ?a { ?a a kg:Person OPTIONAL { ?a kg:sued ?b } }",
        "SELECT ?a { { ?a a kg:Person } UNION { ?a a kg:Court } }",
        "SELECT ?a { ?a a kg:Person MINUS { ?a kg:sued ?b } FILTER NOT EXISTS { ?a kg:sued ?c } }",
        "SELECT ?a { ?a a kg:Statement OPTIONAL { ?a kg:modality 'hypothetical' } MINUS { ?a kg:origin 'derived' } }",
        "SELECT ?b { ?a kg:memberOf* ?b } VALUES ?a { kg:Person }",
        "SELECT * { ?a kg:met ?b . ?b kg:met ?a }",
        "SELECT * { ?a a kg:Person FILTER EXISTS { ?a rdfs:label ?x } FILTER EXISTS { ?a kg:directorOf ?x } }",
        "ASK { }",
        "DESCRIBE kg:memberOf",
        "SELECT (1 AS ?one) {}",
        "PREFIX kg: <urn:other:> SELECT * { ?a ?b ?c OPTIONAL { ?a kg:memberof ?d } }",
    ],
)
def test_what_may_be_is_not_remarked_on(made: Made, text: str) -> None:
    """Neither an option that nothing fills, nor a name that belongs to others."""
    found = explained(made, text)

    assert (told(made, text), found.impossible) == ([], False)


# ---- what takes long


@cache
def large() -> Made:
    """Some thousand statements, so that something is many."""
    return make_dataset(5, 60)


COSTLY = [
    (
        "SELECT * { ?a kg:memberOf ?b . ?c kg:partOf ?d }",
        (
            'query:1: "?a kg:memberOf ?b" (120 matches) and "?c kg:partOf ?d" (120) share no variable: each goes with each, 14,400 rows. '
            "Join them by a pattern that names a variable of both, or ask twice."
        ),
    ),
    (
        "SELECT DISTINCT ?b { ?a kg:memberOf+ ?b }",
        (
            'query:1: "?a kg:memberOf+ ?b" walks from everything to everything, as neither end is known. '
            "Say what ?b is, by its name or by another pattern. Some servers refuse it."
        ),
    ),
    (
        "SELECT DISTINCT ?s { ?s ?p ?o\n  FILTER(CONTAINS(LCASE(STR(?o)), 'quay')) }",
        "query:2: the search in ?o looks at each of more than 10,000 texts. Narrow them first, to a type, a relation or a graph.",
    ),
    (
        "SELECT DISTINCT ?s { ?s kg:quote ?o FILTER REGEX(?o, '^x') }",
        "query:1: the search in ?o looks at each of 2,375 texts. Narrow them first, to a type, a relation or a graph.",
    ),
    (
        "SELECT DISTINCT ?s { ?s kg:quote ?o FILTER NOT EXISTS { ?s kg:note ?n } }",
        'query:1: NOT EXISTS looks for "?s kg:note ?n" once for each row, of which there may be 2,375. Narrow the rows first.',
    ),
    (
        "SELECT DISTINCT ?s { ?s ?p ?o }\nORDER BY ?s",
        "query:2: ORDER BY sorts all rows before it shows one, and there may be more than 10,000. Add LIMIT 100.",
    ),
]


@pytest.mark.parametrize(("text", "line"), COSTLY, ids=[text for text, _ in COSTLY])
def test_what_takes_long_is_said_with_numbers(text: str, line: str) -> None:
    """These are remarks: such a query may still be the right one."""
    found = explained(large(), text)

    assert ([sentence(cost) for cost in found.costs], found.findings, found.impossible) == ([line], (), False)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a kg:memberOf ?b . ?b kg:owns ?c . ?c kg:partOf ?d }",
        "SELECT * { VALUES ?u { kg:memberOf } ?s rdf:predicate ?u ; kg:standing ?x }",
        "SELECT * { ?a kg:memberOf ?b { SELECT ?b ?c { ?c kg:partOf ?b } } }",
        "SELECT * { ?a kg:memberOf+ ?b . ?a a kg:Person }",
        "SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 10",
        "SELECT DISTINCT ?s { ?s kg:role ?o FILTER CONTAINS(?o, 'x') }",
    ],
)
def test_what_is_quick_is_not_remarked_on(text: str) -> None:
    """Joined patterns, one known end, few texts."""
    assert explained(large(), text).costs == ()


def test_a_triple_in_two_graphs_calls_for_distinct(made: Made) -> None:
    """Only where the dataset has such a triple, and the query does not say DISTINCT itself."""
    store = ox.Store()
    store.bulk_extend(iter(made.store))
    twice = next(iter(store.quads_for_pattern(None, ox.NamedNode(PREFIXES["kg"] + "memberOf"), None, None)))
    store.add(ox.Quad(twice.subject, twice.predicate, twice.object, ox.NamedNode("urn:mine")))
    line = 'query:1: "?a kg:memberOf ?b" stands in several graphs, and each gives a row of its own. Write SELECT DISTINCT, or COUNT(DISTINCT ?x).'

    assert told(made, "SELECT ?a { ?a kg:memberOf ?b }", store=store) == [line]
    assert told(made, "SELECT (COUNT(?a) AS ?n) { ?a kg:memberOf ?b }", store=store) == [line]
    assert told(made, "SELECT DISTINCT ?a { ?a kg:memberOf ?b }", store=store) == []
    assert told(made, "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a kg:memberOf ?b }", store=store) == []
    assert told(made, "SELECT ?a { ?a kg:memberOf ?b }") == []


# ---- what it asks for


def test_a_query_is_said_in_the_words_of_the_vocabulary(made: Made) -> None:
    """Labels of classes, relations and actors; groups under a word; how often each pattern matches."""
    union = made.worlds[0].ids["union"]
    label = made.worlds[0].labels["union"]
    text = (
        "SELECT DISTINCT ?who (COUNT(*) AS ?n) { ?who a kg:Company ; kg:memberOf $union . ?who kg:owns/rdfs:label 'x' . "
        "{ ?s rdf:subject ?who } UNION { GRAPH graph:statements { ?s rdf:object ?who } } OPTIONAL { ?who ?p ?o } MINUS { ?who kg:partOf+ ?w } "
        "{ SELECT ?s { ?s rdf:predicate kg:memberOf } } VALUES ?s { 1 2 } } GROUP BY ?who ORDER BY ?n LIMIT 1000"
    )

    assert explained(made, text).to_text().splitlines() == [
        "Asks for ?who, ?n, each row once, counted or summed up, sorted, at most 1,000 rows. It looks for:",
        "  ?who is of the type \"Company\" (kg:Company)  [3 matches]",
        f'  ?who is a member of "{label}" (actor:{union}) (kg:memberOf, as established)  [2 matches]',
        "  ?who owns (thing 1) (kg:owns, as established)  [1 match]",
        '  (thing 1) is called "x" (rdfs:label)  [0 matches]',
        "  ?s is one of: 1, 2",
        "  either:",
        "    ?s says something of ?who (rdf:subject)  [0 matches]",
        "  or:",
        "    in the graph graph:statements: ?s says it towards ?who (rdf:object)  [0 matches]",
        "  if there is one:",
        f"    ?who has ?o, by whatever property (?p)  [{len(made.store):,} matches]",
        "  but not with:",
        "    from ?who to ?w by the path kg:partOf+  [2 matches]",
        "  the answer of a query inside:",
        '    ?s says it with the relation "is a member of" (kg:memberOf) (rdf:predicate)  [3 matches]',
    ]  # fmt: skip


#: Nouns that read well after "the"; every other property of ours has a sentence of its own.
NOUNS = (
    "kg:aspect kg:author kg:confidence kg:conclusion kg:copies kg:counterExample kg:curator kg:date kg:document kg:example kg:group kg:inverse "
    "kg:inverseLabel kg:judgement kg:kind kg:language kg:locator kg:modality kg:negativeLabel kg:note kg:origin kg:place kg:polarity kg:premise "
    "kg:publisher kg:quantity kg:quote kg:reading kg:reason kg:reliability kg:role kg:source kg:stance kg:standing kg:unit kg:identifier "
    "dct:title dct:license dct:language dct:description dct:identifier dct:rights dct:accessRights dct:contributor dct:source dct:temporal "
    "dct:bibliographicCitation skos:definition"
)


def test_each_form_says_what_it_asks_for(made: Made) -> None:
    """A DESCRIBE names what it describes."""
    asks = [
        explained(made, text).asks
        for text in ("DESCRIBE kg:memberOf", "DESCRIBE ?a kg:met { ?a a kg:Person }", "SELECT * {}", "CONSTRUCT {} {}", "ASK {}")
    ]
    assert asks == [
        "Describes kg:memberOf by all its triples.",
        "Describes ?a, kg:met by all their triples. It looks for:",
        "Asks for everything that it names.",
        "Makes triples of the matches.",
        "Asks whether there is any match.",
    ]


def test_every_property_of_ours_reads_as_english(made: Made) -> None:
    """`?s was derived from ?o`, never `has ?o as its was derived from`; what is not ours is only named."""
    own = {f"kg:{name}" for name in KG.names if name[0].islower()} | {f"dct:{name}" for name in DCT.names if name[0].islower()}
    own |= {f"skos:{name}" for name in SKOS.names} | {f"prov:{name}" for name in PROV.names}
    known = {*words()["verb"], *NOUNS.split()}

    assert own <= known, sorted(own - known)
    query = (
        "ASK { ?s kg:quote ?q ; prov:wasDerivedFrom ?p ; kg:entered ?e ; skos:altLabel ?a ; kg:documentIs ?d ; <urn:x> ?x ; kg:publishedLatest ?l }"
    )
    assert [line.text for line in explained(made, query).lines] == [
        "the quote of ?s is ?q (kg:quote)",
        "?s was derived from ?p (prov:wasDerivedFrom)",
        "?s was entered on ?e (kg:entered)",
        "?s is also called ?a (skos:altLabel)",
        "the document of ?s is the source's own text or not: ?d (kg:documentIs)",
        "?s is joined to ?x by <urn:x>",
        "?s was published no later than ?l (kg:publishedLatest)",
    ]


def test_counting_ends_at_ten_thousand() -> None:
    """Nobody needs to know more exactly how many are many."""
    found = explained(large(), "SELECT DISTINCT ?s { ?s ?p ?o }")

    assert found.lines[0].count == Count(10_000, more=True)
    assert found.to_text().endswith("  [more than 10,000 matches]\n")


def test_without_the_dataset_the_vocabulary_still_speaks() -> None:
    """So it is when counting took too long."""
    found = explain("SELECT * { ?m a kg:Ministri . ?x kg:basedIn ?m , ?n . ?n a kg:Ministry }", None, ontology(), MINT.prefixes)

    assert [sentence(finding) for finding in found.findings] == [
        f"query:1: kg:basedIn leads to a kg:Place, and ?n is a kg:Ministry, {SO}. More: kg terms basedIn",
        'query:1: kg:Ministri is not known here. Did you mean "kg:Ministry"?',
    ]
    assert [line.count for line in found.lines] == [None] * 4
    assert not found.counted

    words = explain("SELECT * { ?s kg:modality 'aleged' ; kg:origin 'extracted' ; kg:standing 'x' }", None, ontology(), MINT.prefixes)
    assert [sentence(finding) for finding in words.findings] == [f'query:1: kg:modality is never "aleged", {SO}. Did you mean "alleged"?']
    assert words.impossible


@pytest.mark.parametrize(
    "text", ["ASK { ?a kg:memberOf }", "ASK { SERVICE <urn:x> { ?a ?b ?c } }", "ASK { <relative> ?b ?c }", "SELECT ?a { } GROUP BY ?b"]
)
def test_what_cannot_be_run_cannot_be_explained(made: Made, text: str) -> None:
    """The same refusal as when it is run."""
    with pytest.raises(QueryError) as refused:
        explained(made, text)
    with pytest.raises(QueryError) as unrun:
        run(made.store, text, prefixes=MINT.prefixes)
    assert str(refused.value) == str(unrun.value)


def test_no_shipped_query_is_called_wrong() -> None:
    """Each on a case that holds every shape it asks for; one that has rows is never impossible."""
    made = make_dataset(5, 1)
    ids, known = made.worlds[0].ids, known_names(made.store, MINT)
    values = {"actor": ids["joined"], "organisation": ids["union"], "one": ids["joined"], "other": ids["union"], "event": ids["meeting"]}
    values |= {"day": "2013-07-15", "subject": ids["joined"]}
    for named in named_queries():
        given_ = {p.name: values[p.name] for p in named.parameters if p.default is None}
        text = fill_in(named, given_, mint=MINT, ontology=ontology(), known=known)
        found = explain(text, made.store, ontology(), MINT.prefixes)

        assert [cost.code for cost in found.costs] == [], named.name
        assert not (found.impossible and run(made.store, text, prefixes=MINT.prefixes)), named.name
        assert not found.findings or found.impossible, named.name


# ---- the law


@cache
def _quads() -> list[ox.Quad]:
    return sorted(make_dataset(3, 1).store, key=str)


@cache
def _oracle() -> rdflib.Dataset:
    """Rdflib's own store, which knows nothing of ours."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=ox.serialize(_quads(), format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


class _Maker:
    """Makes a query from quads of the dataset, so that it has an answer, or nearly so: a term may be exchanged for another."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.names: dict[object, str] = {}

    def text(self, *, spoilt: bool) -> str:
        """An ASK over a few patterns in different clothes."""
        quads = self._walk(self.random.randint(1, 4))
        parts = [self._dressed(quad) for quad in quads]
        text = f"ASK {{ {' '.join(parts)} }}"
        if spoilt:
            wrong = self.random.choice(_quads())
            text = text.replace(str(self.random.choice(quads).object), str(wrong.object), 1).replace(str(quads[0].predicate), str(wrong.predicate), 1)
        return text

    def _walk(self, steps: int) -> list[ox.Quad]:
        """Quads of which each is tied to one before it, mostly."""
        found = [self.random.choice(_quads())]
        while len(found) < steps:
            ends = {str(end) for quad in found for end in (quad.subject, quad.object)}
            tied = [quad for quad in _quads() if str(quad.subject) in ends]
            found.append(self.random.choice(tied if tied and self.random.random() < 0.9 else _quads()))
        return found

    def _term(self, term: object) -> str:
        if term not in self.names:
            self.names[term] = f"?v{len(self.names)}" if self.random.random() < 0.6 else str(term)
        return self.names[term]

    def _dressed(self, quad: ox.Quad) -> str:
        subject, predicate, other = self._term(quad.subject), str(quad.predicate), self._term(quad.object)
        pattern = f"{subject} {predicate} {other} ."
        clothes = [
            pattern,
            f"GRAPH {quad.graph_name} {{ {pattern} }}",
            f"GRAPH ?g{len(self.names)} {{ {pattern} }}",
            f"{{ {pattern} }} UNION {{ ?none <urn:none> {other} }}",
            f"OPTIONAL {{ {pattern} }} OPTIONAL {{ {subject} a <urn:none> }}",
            f"FILTER EXISTS {{ {subject} {predicate} ?local }}",
            f"{{ SELECT * {{ {pattern} }} }}",
            f"{subject} ({predicate}|<urn:none>) {other} .",
            f"{subject} {predicate}+ {other} .",
            f"{other} ^{predicate} {subject} ." if isinstance(quad.object, ox.NamedNode) else pattern,
            f"{pattern} MINUS {{ {subject} <urn:none> {other} }} FILTER NOT EXISTS {{ {subject} <urn:none> ?x }}",
        ]
        if other.startswith("?"):
            clothes.append(f"{pattern} VALUES {other} {{ {quad.object} <urn:none> }}")
            if isinstance(quad.object, ox.NamedNode):
                clothes.append(f"{pattern} FILTER({other} = {quad.object})")
        return self.random.choice(clothes)


def _has_an_answer(text: str) -> bool:
    """By the engine that ships; with `KG_EXAMPLES` by another one as well, which takes its time."""
    ours = bool(run(make_dataset(3, 1).store, text, prefixes=MINT.prefixes))
    return ours or ("KG_EXAMPLES" in os.environ and bool(_oracle().query(text)))


@given(st.integers(min_value=0))
def test_a_query_that_has_an_answer_is_never_called_impossible(seed: int) -> None:
    """Made from the data, dressed in any form."""
    made, text = make_dataset(3, 1), _Maker(seed).text(spoilt=False)

    assert not (_has_an_answer(text) and explain(text, made.store, ontology(), MINT.prefixes).impossible), text


@given(st.integers(min_value=0))
def test_a_query_that_was_spoilt_is_called_impossible_only_where_it_is(seed: int) -> None:
    """One term or property is exchanged; where that leaves an answer, nothing is said against it."""
    made, text = make_dataset(3, 1), _Maker(seed).text(spoilt=True)

    found = explain(text, made.store, ontology(), MINT.prefixes)

    assert not (found.impossible and _has_an_answer(text)), text


# ---- after a run, and from outside


def test_words_that_the_program_knows_are_those_of_the_shapes() -> None:
    """Else a right word would be called wrong."""
    shapes = rdflib.Graph().parse(shipped() / "ontology" / "shapes.ttl")
    listed: dict[str, set[str]] = {}
    for shape, head in shapes.subject_objects(rdflib.SH["in"]):
        path = str(shapes.value(shape, rdflib.SH.path))
        listed.setdefault(path, set()).update(map(str, rdflib.collection.Collection(shapes, head)))

    assert {iri: set(words_) for iri, words_ in CLOSED.items()} == listed


def test_a_query_that_ships_is_not_doubted(made: Made) -> None:
    """Not when it is explained, and not when it finds nothing; the same text typed by somebody is."""
    text = "SELECT * { ?s kg:modality 'hypothetical' OPTIONAL { ?s a kg:Event ; kg:owns ?x } }"
    found = explain(text, made.store, ontology(), MINT.prefixes, shipped=True)

    assert (found.findings, found.impossible) == ((), True)
    assert len(explained(made, text).findings) == 2
    empty = run(made.store, text, prefixes=MINT.prefixes)
    assert hints(text, empty, made.store, ontology(), MINT.prefixes, shipped=True) == ()
    # A part that may stay empty is no reason why all is.
    assert hints(text, empty, made.store, ontology(), MINT.prefixes) == (
        f'No kg:modality here is "hypothetical", {SO}. Here it is one of: "alleged", "asserted", "denied", "planned"',
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("SELECT * { $union kg:memberOf ?x }", 2),
        ("SELECT * { ?m a kg:Ministry . ?x kg:basedIn ?m }", 2),
        ("SELECT * { ?a kg:memberof ?b }", 1),
        ("SELECT * { ?a kg:sued ?b . ?b a kg:Court . ?c kg:standing 'x' }", 2),
        ("SELECT * { ?a a kg:Person }", 0),
        ("SELECT * { ?a a kg:Person FILTER(?a = 1) }", 0),
    ],
)
def test_an_empty_answer_gets_its_most_likely_reason(made: Made, text: str, sentences: int) -> None:
    """In one or two sentences, the first of those that the explanation has; none beside rows."""
    union = made.worlds[0].ids["union"]
    text = text.replace("$union ", f"actor:{union} ")
    said = hints(text, run(made.store, text, prefixes=MINT.prefixes), made.store, ontology(), MINT.prefixes)

    assert len(said) == sentences
    plain = [line.removeprefix("query:1: ").replace('"', "").lower() for line in told(made, text)]
    assert not said or said[0].replace('"', "").lower() in plain
    assert hints(text, None, made.store, ontology(), MINT.prefixes) == (said if "memberof" in text else ())


def test_the_command_explains_and_runs_nothing() -> None:
    """The text and its findings are data; how many there are is talk."""
    ran = kg("query", "--explain", "SELECT ?a { ?a kg:memberOf ?b . ?b a kg:Event }")

    assert ran == Ran(
        1,
        "Asks for ?a. It looks for:\n  ?a is a member of ?b (kg:memberOf, as established)  [1 match]\n"
        '  ?b is of the type "Event" (kg:Event)  [1 match]\n'
        f"query:1: kg:memberOf leads to a kg:Organisation, and ?b is a kg:Event, {SO}. More: kg terms memberOf\n",
        "1 finding.\n",
    )
    assert kg("query", "--explain", "ASK {}") == Ran(0, "Asks whether there is any match.\n", "Nothing is wrong.\n")


def test_the_command_explains_named_queries_and_stdin_for_programs() -> None:
    """With `--format json` the findings have codes; remarks on costs leave the exit code 0."""
    named = kg("query", "--explain", "--format", "json", "about", "actor=acra")
    costly = kg("query", "--explain", "-f", "json", "-", stdin="SELECT * { ?a kg:memberOf+ ?b }")

    assert (named.code, json.loads(named.out)["findings"], json.loads(named.out)["impossible"]) == (0, [], False)
    assert (costly.code, costly.err) == (0, "Nothing is wrong; 1 remark on time and rows.\n")
    assert [(cost["code"], cost["line"]) for cost in json.loads(costly.out)["costs"]] == [("query-endless", 1)]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["-f", "csv", "ASK {}"], "An explanation is text or json, not csv."),
        (["abuot"], 'There is no query "abuot". Did you mean "about"?'),
        (["ASK {}", "a=b"], "Only a named query takes parameters. Write the values into the SPARQL."),
    ],
)
def test_wrong_use_of_an_explanation_is_refused(arguments: list[str], error: str) -> None:
    """As for a query that is run."""
    ran = kg("query", "--explain", *arguments)

    assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (2, "", f"Error: {error}")


def test_where_looking_takes_too_long_the_vocabulary_is_asked() -> None:
    """A limit ends the counting, never the explanation."""
    ran = kg("query", "--explain", "--timeout", "0.000001", "ASK { ?a kg:memberof ?b }")

    assert ran == Ran(
        1,
        "Asks whether there is any match. It looks for:\n  ?a is joined to ?b by kg:memberof\n"
        'query:1: kg:memberof is not known here. Did you mean "kg:memberOf"?\n',
        "Looking at the data took too long; this is what the vocabulary alone shows. More time: --timeout 60\n1 finding.\n",
    )


def test_what_is_meant_for_a_server_is_explained_without_it() -> None:
    """The vocabulary needs no network; the server's address leads nowhere."""
    ran = kg("query", "--explain", "--online", "SELECT * { ?m a kg:Ministry . ?x kg:basedIn ?m }")

    assert ran == Ran(
        1,
        'Asks for everything that it names. It looks for:\n  ?m is of the type "Ministry" (kg:Ministry)\n  ?x is based in ?m (kg:basedIn, as established)\n'
        f"query:1: kg:basedIn leads to a kg:Place, and ?m is a kg:Ministry, {SO}. More: kg terms basedIn\n",
        "A server is not asked how often each pattern matches; this is what the vocabulary shows. Without --online: the last build here.\n1 finding.\n",
    )


def test_a_workspace_explains() -> None:
    """The same from Python, as values."""
    from cli_kit import example

    found = library.open(example().root).explain("SELECT * { ?s kg:standing 'establishd' }")

    assert [(finding.code, finding.value("near")) for finding in found.findings] == [("query-value", "established")]
    assert (found.impossible, found.counted) == (True, True)


def test_every_sentence_is_provoked_above(made: Made) -> None:
    """No finding of a query without a query that gets it."""
    said = [explained(made, text) for text, _ in IMPOSSIBLE] + [explained(large(), text) for text, _ in COSTLY]
    codes = {finding.code for found in said for finding in (*found.findings, *found.costs)}

    of_names = {"query-type-of", "query-direction"}
    elsewhere = {"query-doubled", "query-compared", "query-unbound", "query-property-of"}
    assert {code for code in words()["finding"] if code.startswith("query-")} == codes | of_names | elsewhere
