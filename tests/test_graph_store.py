"""Where a dataset lies while it is asked: read anew when small, kept by its hash when large."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from rdf_kit import BASE, ONTOLOGY, whole

from kg.errors import WorkspaceError
from kg.graph import dataset_of, open_store, store_of, to_nquads, to_quads
from kg.standing import weigh
from kg.vocab import KG, Mint

MINT = Mint(BASE)

LONG = b"# " + b"x" * 9_998 + b"\n"


def write_dataset(path: Path, *, large: bool = False) -> int:
    """Writes a dataset, with 51 MB of comments before it when it is to be a large one; returns how many quads it has."""
    quads = to_quads(whole(), ONTOLOGY, weigh(whole(), ONTOLOGY))
    path.write_bytes((LONG * 5_100 if large else b"") + to_nquads(quads))
    return len(quads)


def test_nothing_to_ask_is_said(tmp_path: Path) -> None:
    """Without a build there is an error with the command that makes one."""
    with pytest.raises(WorkspaceError, match=r"^Nothing has been built here yet\. Run: kg build$"):
        open_store(tmp_path / "graph.nq", tmp_path / "cache")


def test_a_damaged_dataset_is_said(tmp_path: Path) -> None:
    """A file that is no N-Quads is an error that names it, and no traceback of the engine."""
    (tmp_path / "graph.nq").write_text("<http://example.net/a> oops\n")

    with pytest.raises(WorkspaceError, match=r"^graph\.nq is damaged: .* Run: kg build$"):
        open_store(tmp_path / "graph.nq", tmp_path / "cache")


def test_a_small_dataset_is_read_anew_each_time(tmp_path: Path) -> None:
    """It leaves nothing behind."""
    count = write_dataset(tmp_path / "graph.nq")

    store = open_store(tmp_path / "graph.nq", tmp_path / "cache")

    assert len(store) == count
    assert not (tmp_path / "cache").exists()


def test_a_large_dataset_is_kept_by_its_hash(tmp_path: Path) -> None:
    """It is loaded once; another dataset takes the place of the old, and what a killed command left goes."""
    cache = tmp_path / "cache"
    count = write_dataset(tmp_path / "graph.nq", large=True)
    (cache / "part-0123").mkdir(parents=True)

    first = open_store(tmp_path / "graph.nq", cache)
    made = [path.name for path in cache.iterdir() if path.is_dir()]
    again = open_store(tmp_path / "graph.nq", cache)
    with (tmp_path / "graph.nq").open("ab") as file:
        file.write(b"<http://example.net/a> <http://example.net/b> <http://example.net/c> .\n")
    third = open_store(tmp_path / "graph.nq", cache)

    assert (len(first), len(again), len(third)) == (count, count, count + 1)
    now = [path.name for path in cache.iterdir() if path.is_dir()]
    assert len(made) == len(now) == 1
    assert made != now


def _ask(nquads: Path, cache: Path) -> int:
    return len(open_store(nquads, cache))


def test_two_commands_at_once_share_one_store(tmp_path: Path) -> None:
    """Commands that ask for a large dataset at the same moment wait for each other and see the same."""
    count = write_dataset(tmp_path / "graph.nq", large=True)

    with multiprocessing.get_context("spawn").Pool(3) as pool:
        counts = pool.starmap(_ask, [(tmp_path / "graph.nq", tmp_path / "cache")] * 3)

    assert counts == [count] * 3
    assert len([path for path in (tmp_path / "cache").iterdir() if path.is_dir()]) == 1


def test_the_rdflib_view_sees_the_union_of_all_graphs() -> None:
    """A query of rdflib over the store needs no GRAPH, and narrows with one."""
    quads = to_quads(whole(), ONTOLOGY, weigh(whole(), ONTOLOGY))
    dataset = dataset_of(store_of(quads))

    rows = list(dataset.query(f"SELECT ?a ?b {{ ?a <{KG.term('met')}> ?b }}"))
    named = list(dataset.query(f"SELECT ?a {{ GRAPH <{MINT.graph('computed')}> {{ ?a <{KG.term('met')}> ?b }} }}"))

    assert len(rows) == 2
    assert named == []
    assert len(list(dataset.triples((None, None, None)))) == len(quads)
