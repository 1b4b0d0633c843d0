"""Queries made at random, asked of the engine that ships and of rdflib's own: both give the same rows."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pyoxigraph as ox
import rdflib
from cli_kit import example
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from more import TIMES

from kg.query.run import lexical, run
from kg.vocab import PREFIXES

#: What is asked about: the actors, what is said and what is established. The vocabulary would make every join ten times as long.
GRAPHS = ("actors", "statements", "established", "events")
#: Predicates, each with objects that some subject has; without any, a variable alone.
PREDICATES = {
    "rdf:subject": (), "rdf:object": (), "rdf:predicate": ("kg:met", "kg:participatedIn"), "rdf:type": ("kg:Statement", "kg:NGO"),
    "skos:prefLabel": ('"Caram"@en', '"ACRA"'), "skos:altLabel": ('"ACRA"',), "kg:modality": ('"asserted"', '"alleged"'), "kg:when": (),
    "kg:claimant": (), "kg:memberOf": (), "kg:participatedIn": (), "kg:met": (), "kg:criticized": (), "kg:presidedOver": (),
}  # fmt: skip
PATHS = (
    "kg:participatedIn/^kg:participatedIn",
    "kg:met+",
    "^kg:met",
    "(kg:criticized|kg:met)",
    "rdf:subject/skos:prefLabel",
    "kg:memberOf?",
    "!rdf:type",
)
VARIABLES = ("?a", "?b", "?c")


@cache
def quads() -> tuple[ox.Quad, ...]:
    """The part of the shipped case that is asked."""
    every = ox.parse(path=str(example().exports / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    kept = tuple(quad for quad in every if str(quad.graph_name.value).rsplit("/graph/")[-1] in GRAPHS)
    assert len(kept) > 500
    return kept


@cache
def store() -> ox.Store:
    """Those quads in the engine that ships."""
    found = ox.Store()
    found.extend(quads())
    return found


@cache
def oracle() -> rdflib.Dataset:
    """The same in rdflib's own store."""
    found = rdflib.Dataset(default_union=True)
    found.parse(data=ox.serialize(quads(), format=ox.RdfFormat.N_QUADS), format="nquads")
    return found


@st.composite
def triple(draw: st.DrawFn, bound: str = "?a") -> str:
    """A pattern that holds a variable that is bound elsewhere, so that nothing is multiplied with everything."""
    predicate = draw(st.sampled_from((*PREDICATES, *PREDICATES, *PATHS)))
    other = draw(st.sampled_from((*VARIABLES[1:], *VARIABLES[1:], *PREDICATES.get(predicate, ()))))
    # A text is no subject, and a path that may be empty reaches all there is.
    turned = draw(st.booleans()) and other.startswith("?") and predicate in PREDICATES
    return f"{other} {predicate} {bound} ." if turned else f"{bound} {predicate} {other} ."


FILTERS = (
    "FILTER(?b = ?a)", "FILTER(?b != ?a)", "FILTER(BOUND(?b))", "FILTER(!BOUND(?c))", 'FILTER(CONTAINS(LCASE(STR(?b)), "m"))', "FILTER(ISIRI(?b))",
    'FILTER(LANG(?b) = "en")', 'FILTER(LANGMATCHES(LANG(?b), "km"))', "FILTER(STRLEN(STR(?b)) > 20)", 'FILTER(REGEX(STR(?b), "^C", "i"))',
    "FILTER(?b IN (kg:met, kg:NGO, kg:alleged))", "FILTER NOT EXISTS { ?a kg:claimant ?x }", "FILTER EXISTS { ?x rdf:object ?a }",
    'FILTER(?b > "C" || BOUND(?c))', "FILTER(COALESCE(?c, ?b) = ?b)",
)  # fmt: skip
FORMS = (
    "SELECT ?a ?b ?c", "SELECT DISTINCT ?b", "SELECT (COUNT(*) AS ?n)", "SELECT (COUNT(DISTINCT ?b) AS ?n)", "SELECT ?b (COUNT(?a) AS ?n)", "SELECT (SUM(STRLEN(STR(?a))) AS ?n)",
)  # fmt: skip


@st.composite
def query(draw: st.DrawFn) -> str:
    """A query over patterns that hang together, with what people put around them."""
    first = draw(triple())
    parts = [first if draw(st.booleans()) else f"GRAPH ?g {{ {first} }}"]
    for kind in draw(st.lists(st.sampled_from(("and", "optional", "minus", "union", "values", "bind", "sub")), max_size=2, unique=True)):
        more = draw(triple())
        parts.append({
            "and": more,
            "optional": f"OPTIONAL {{ {more} }}",
            "minus": f"MINUS {{ {more} }}",
            "union": f"{{ {more} }} UNION {{ {draw(triple())} }}",
            "values": "VALUES ?b { kg:met kg:NGO kg:alleged }",
            "bind": "BIND(STR(?a) AS ?d)",
            "sub": f"{{ SELECT DISTINCT ?a {{ {more} }} }}",
        }[kind])  # fmt: skip
    parts += draw(st.lists(st.sampled_from(FILTERS), max_size=1))
    form = draw(st.sampled_from(FORMS))
    return f"{form} {{ {' '.join(parts)} }}{' GROUP BY ?b' if form.startswith('SELECT ?b (') else ''}"


def rows_here(text: str) -> Counter[tuple[str, ...]]:
    """The rows of the engine that ships, each with how often it comes."""
    return Counter(tuple(lexical(term) for term in row) for row in run(store(), text, prefixes={}).rows)


def rows_there(text: str) -> Counter[tuple[str, ...]]:
    """The rows of rdflib, which leaves out a row in which nothing is bound."""
    head = "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in PREFIXES.items())
    return Counter(tuple("" if term is None else str(term) for term in row) for row in oracle().query(head + text))  # type: ignore[union-attr]  # rows of a SELECT


ANSWERED: Counter[bool] = Counter()


@settings(max_examples=100 * TIMES, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(query())
def compare(text: str) -> None:
    """The same rows, as often."""
    ours, theirs = rows_here(text), rows_there(text)

    ANSWERED[bool(ours)] += 1
    assert {row: n for row, n in ours.items() if any(row)} == {row: n for row, n in theirs.items() if any(row)}, text


def test_two_engines_give_the_same_rows() -> None:
    """Whatever is joined, left out, counted or followed; most of it has an answer, else two engines would agree on nothing."""
    compare()

    assert ANSWERED[True] > ANSWERED[False]
