"""Help beside an answer: slips of spelling, and what an empty answer does not mean."""

from __future__ import annotations

from dataclasses import replace

import pytest
from query_dataset import MINT, Made, make_dataset, ontology

from kg.errors import QueryError
from kg.ontology import Ontology
from kg.query.hints import hints
from kg.query.run import run

OWN = "https://example.org/made/terms#"


@pytest.fixture(scope="module")
def made() -> Made:
    """One copy of the generated case."""
    return make_dataset(5, 1)


def hint(made: Made, text: str, *, vocabulary: Ontology | None = None, before: bool = False) -> tuple[str, ...]:
    answer = None if before else run(made.store, text, prefixes=MINT.prefixes)
    return hints(text, answer, made.store, vocabulary or ontology(), MINT.prefixes)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ASK { ?a kg:memberof ?b }", "kg:memberof is not known here. Did you mean kg:memberOf?"),
        ("ASK { ?a kg:met/^kg:memberOff ?b }", "kg:memberOff is not known here. Did you mean kg:memberOf?"),
        ("ASK { ?s a kg:Statment }", "kg:Statment is not known here. Did you mean kg:Statement?"),
        ("ASK { ?s kg:standng 'established' }", "kg:standng is not known here. Did you mean kg:standing?"),
        ("PREFIX x: <https://w3id.org/actor-kg/> ASK { ?a x:memberof ?b }", "x:memberof is not known here. Did you mean x:memberOf?"),
        ("ASK { ?a <https://w3id.org/actor-kg/memberof> ?b }", "<https://w3id.org/actor-kg/memberof> is not known here. Did you mean memberOf?"),
        ("ASK { ?a ?b ?c MINUS { ?a kg:qqq ?b } }", "kg:qqq is not known here."),
    ],
)
def test_an_unknown_term_is_named_with_the_nearest(made: Made, text: str, sentence: str) -> None:
    """Wherever it stands in the query, as it is written there, and before anything is run."""
    assert hint(made, text, before=True) == (sentence,)
    assert hint(made, text)[0] == sentence


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s a kg:Statement ; kg:standing 'established' ; rdf:predicate kg:memberOf }",
        "ASK { ?a a kg:Ministry ; rdfs:label ?label }",
        "PREFIX kg: <urn:other:> ASK { ?a kg:memberof ?b }",
        "ASK { ?a ?b 'kg:memberof' } # kg:memberof",
        "ASK { ?a kg:derivedBy kg:metAtMeeting }",
    ],
)
def test_what_is_known_is_not_remarked_on(made: Made, text: str) -> None:
    """Terms of the vocabulary, names of other vocabularies, strings and comments."""
    assert hint(made, text, before=True) == ()


def test_terms_of_the_workspace_are_known_and_their_slips_seen(made: Made) -> None:
    """A relation that a workspace adds needs no code, whatever its namespace is."""
    shipped = ontology()
    vocabulary = replace(shipped, relations={**shipped.relations, "lentTo": replace(shipped.relations["paid"], id="lentTo", iri=f"{OWN}lentTo")})

    assert hint(made, f"PREFIX my: <{OWN}> ASK {{ ?a my:lentTo ?b }}", vocabulary=vocabulary) == ()
    assert hint(made, f"PREFIX my: <{OWN}> ASK {{ ?a my:lentto ?b }}", vocabulary=vocabulary) == (
        "my:lentto is not known here. Did you mean my:lentTo?",
    )


def test_an_actor_that_is_not_there_is_named_with_the_nearest(made: Made) -> None:
    """Also an event or a source, written with a prefix or whole, whether the answer is empty or not."""
    name = made.worlds[0].ids["union"]

    assert hint(made, f"ASK {{ actor:{name}x ?r ?b }}") == (f"actor:{name}x is not known here. Did you mean actor:{name}?",)
    assert hint(made, f"SELECT * {{ ?s ?p ?o FILTER(?s != <{MINT.actor(name)}x>) }}") == (
        f"<{MINT.actor(name)}x> is not known here. Did you mean actor:{name}?",
    )
    assert hint(made, "ASK { ?e kg:source source:papre }") == ("source:papre is not known here. Did you mean source:paper?",)
    assert hint(made, f"ASK {{ actor:{name} ?r ?b }}") == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("SELECT ?a { ?a kg:trafficked ?b }", ("1 statement that is not established uses kg:trafficked; see: kg query accusations",)),
        ("ASK { ?a kg:convicted ?b }", ("2 statements that are not established use kg:convicted; see: kg query relations-used",)),
        ("SELECT (COUNT(*) AS ?n) { ?a kg:trafficked ?b }", ("1 statement that is not established uses kg:trafficked; see: kg query accusations",)),
        ("CONSTRUCT WHERE { ?a kg:trafficked ?b }", ("1 statement that is not established uses kg:trafficked; see: kg query accusations",)),
        ("ASK { ?a kg:sued ?b }", ()),
        ("SELECT ?a { ?a kg:memberOf ?b }", ()),
        ("ASK { ?s rdf:predicate kg:trafficked ; kg:standing 'established' }", ()),
    ],
)
def test_an_empty_answer_says_what_is_only_said(made: Made, text: str, sentences: tuple[str, ...]) -> None:
    """A relation is a predicate of established statements only: silence is not a no."""
    assert hint(made, text) == sentences


def test_a_string_that_stands_with_a_language_is_pointed_out(made: Made) -> None:
    """A plain string finds no tagged one; the hint says how to write it, and only when nothing was found."""
    label = made.worlds[0].labels["union"]

    assert hint(made, f'SELECT ?a {{ ?a skos:prefLabel "{label}" }}') == (
        f'"{label}" stands here with a language: write "{label}"@en, or ask for rdfs:label, which has none.',
    )
    assert hint(made, f'SELECT ?a {{ ?a rdfs:label "{label}" }}') == ()
    assert hint(made, f'SELECT ?a {{ ?a skos:prefLabel "{label}"@fr }}') == ()
    assert hint(made, 'SELECT ?a { ?a skos:prefLabel "no such \\"label\\"\\n" }') == ()


def test_a_query_that_is_refused_gets_no_hint(made: Made) -> None:
    """The guard stands in front of hints as well."""
    with pytest.raises(QueryError):
        hints("ASK { SERVICE <urn:x> {} }", None, made.store, ontology(), MINT.prefixes)
