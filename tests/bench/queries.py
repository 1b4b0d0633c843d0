"""The named queries over many statements: through our guard and answer, on the bare engine, and on rdflib's memory store."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import rdflib
from query_dataset import MINT, Made, make_dataset, ontology

from kg.folder import Folder
from kg.limits import Limits
from kg.query import fill, get_named, known_names, named_queries, run
from kg.query.guard import read_query
from kg.tasks.ask import query, query_apart
from kg.tasks.build import build

__all__ = ["bench_queries"]

#: What the named queries that need a value are asked about: parts of the generated case.
GIVEN = {"actor": "ministry", "organisation": "union", "subject": "joined", "one": "joined", "other": "official", "day": "2014-12-31"}
#: Statements in one copy of the generated case.
_COPY = 45
#: Statements for rdflib's store: on all of them its engine takes minutes for one query.
_SMALL = 90


def bench_queries(statements: int, generate: Callable[[Path, int], None]) -> list[dict[str, object]]:
    """A row for each named query, and one for what guard and child add to a light query."""
    # First, while this process is small: a fork copies what lists its memory.
    added = _added(generate)
    large, small = make_dataset(1, max(1, statements // _COPY)), make_dataset(1, _SMALL // _COPY)
    memory = rdflib.Dataset(default_union=True)
    memory.parse(data="".join(f"{quad} .\n" for quad in small.store), format="nquads")
    found = [_named(name, text, large, small, memory) for name, text in _texts(large)]
    return [*found, added]


def _texts(made: Made) -> list[tuple[str, str]]:
    known, ids = known_names(made.store, MINT), made.worlds[0].ids
    texts = []
    for named in named_queries():
        values = {p.name: ids.get(GIVEN[p.name], GIVEN[p.name]) for p in named.parameters if p.default is None}
        texts.append((named.name, fill(get_named(named.name), values, mint=MINT, ontology=ontology(), known=known)))
    return texts


def _named(name: str, text: str, large: Made, small: Made, memory: rdflib.Dataset) -> dict[str, object]:
    ours, bare = _pair(lambda: run(large.store, text, prefixes={}), lambda: list(large.store.query(text, use_default_graph_as_union=True)))  # type: ignore[arg-type]  # a SELECT
    here, there = _pair(lambda: run(small.store, text, prefixes={}), lambda: list(memory.query(text)), runs=1)
    row: dict[str, object] = {
        "name": name,
        "statements": len(large.case.statements),
        "cpu_ms": round(ours * 1000, 1),
        "bare_ms": round(bare * 1000, 1),
    }
    row["ratio"] = round(ours / bare, 2)
    # What ends at once is all overhead: there the ratio says nothing.
    row["to_reach"] = 1.5 if ours > 0.05 else "-"
    return row | {"rdflib_small_ratio": round(there / here, 1)}


def _added(generate: Callable[[Path, int], None]) -> dict[str, object]:
    """What reading the query and a process of its own add, in the wall time of one who waits."""
    with tempfile.TemporaryDirectory() as place:
        generate(Path(place), 200)
        folder = Folder(Path(place).resolve())
        build(folder)
        text = "SELECT ?l { actor:actor-1 rdfs:label ?l }"
        texts = iter([f"{text} LIMIT {number}" for number in range(1, 10)])  # one that is known is not read again
        guard = _wall(lambda: read_query(next(texts), prefixes={"actor": "urn:a:", "rdfs": "urn:r:"}))
        apart = _wall(lambda: query_apart(folder, text, {}, lambda asked: len(asked.answer), Limits(seconds=20), alone=True))
        within = _wall(lambda: query(folder, text, {}))
    return {"name": "guard and child", "guard_ms": round(guard * 1000, 1), "child_adds_ms": round((apart - within) * 1000, 1), "to_reach": 60}


def _pair(ours: Callable[[], object], theirs: Callable[[], object], runs: int = 3) -> tuple[float, float]:
    """The median CPU of both, turn by turn, after one of each that nobody counts."""
    times = [(_cpu(ours), _cpu(theirs)) for _ in range(runs + 1)]
    return statistics.median(t[0] for t in times[1:]), statistics.median(t[1] for t in times[1:])


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _wall(work: Callable[[], object], runs: int = 9) -> float:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
