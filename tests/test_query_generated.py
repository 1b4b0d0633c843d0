"""A hundred queries made by chance, on our store and on rdflib's own: equal rows, as often as each."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from query_dataset import make_dataset
from query_maker import Maker

from kg.query.run import lexical, run
from kg.vocab import KG

#: Ten seeds of ten queries.
SEEDS = range(10 * int(os.environ.get("KG_EXAMPLES", "1")))
EACH = 10


@cache
def ours(copies: int) -> ox.Store:
    """One copy of the case, each triple in its graph and in `copies` more; without the words of the lexicon, two thirds of it all."""
    store = ox.Store()
    for quad in make_dataset(3, 1).store:
        if quad.predicate.value == KG.lexicon:
            continue
        store.add(quad)
        for copy in range(copies):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(f"urn:copy:{copy}")))
    return store


@cache
def oracle(copies: int) -> rdflib.Dataset:
    """The same quads in rdflib's memory store, which has no code in common with ours."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data="".join(f"{quad} .\n" for quad in ours(copies)), format="nquads")
    return dataset


def compared(text: str, copies: int) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """The rows of both engines, each as often as it comes; yes or no is one row."""
    answer = run(ours(copies), text, prefixes={})
    found = oracle(copies).query(text)
    if answer.kind == "ask":
        return Counter([(str(answer.boolean),)]), Counter([(str(found.askAnswer),)])
    rows = Counter(tuple(lexical(term) for term in row) for row in answer.rows)
    return rows, Counter(tuple("" if term is None else str(term) for term in row) for row in found)  # type: ignore[union-attr]  # rows of a SELECT


@pytest.mark.parametrize("seed", SEEDS)
def test_two_engines_give_the_same_rows(seed: int) -> None:
    """Every form of SPARQL that both have, over the union of all graphs, where each triple stands in one graph."""
    maker = Maker(ours(0), seed)
    for _ in range(EACH):
        text = maker.query(distinct=False)
        mine, theirs = compared(text, 0)
        assert mine == theirs, text


@pytest.mark.parametrize("seed", SEEDS)
def test_a_triple_in_three_graphs_is_said_once_where_the_query_says_distinct(seed: int) -> None:
    """Our engine gives a triple once for each of its graphs, rdflib's once: DISTINCT makes them equal."""
    maker = Maker(ours(0), seed)
    for _ in range(EACH // 5):
        text = maker.query(distinct=True)
        mine, theirs = compared(text, 2)
        assert mine == theirs, text


def test_most_of_what_is_asked_is_there() -> None:
    """Two engines that find nothing agree too easily: most queries must have an answer, and all forms must come."""
    texts = [text for seed in SEEDS[:10] for maker in (Maker(ours(0), seed),) for text in [maker.query(distinct=False) for _ in range(EACH)]]

    assert sum(bool(run(ours(0), text, prefixes={})) for text in texts) > 60
    for form in (
        "OPTIONAL",
        "UNION",
        "MINUS",
        "EXISTS",
        "NOT EXISTS",
        "FILTER(",
        "VALUES",
        "BIND",
        "GRAPH",
        "GROUP BY",
        "HAVING",
        "ASK",
        "^",
        "+ ",
        "|",
        "? ",
    ):
        assert any(form in text for text in texts), form
