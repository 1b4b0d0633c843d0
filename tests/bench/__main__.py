"""`python -m tests.bench [NAME] [--statements N] [--json]`: CPU seconds of children, medians, and ratios between them.

help    kg --help against importing click (to reach: at most 2)
build   kg build of the shipped case against importing rdflib, networkx, pyvis and pyshacl (to reach: at most 4)
query   kg query of a named query against the same answer worked out without a child (to reach: at most 1.15)
page    the page of 500, 5,000 and 20,000 actors in a browser: file, ready, acts, frame, heap; ratio to pyvis' own page of the same data
serve   kg serve: 50 clients, 1,000 light queries beside two runaways, p95 against the median without them (to reach: at most 5); memory after 200 runaways
extract kg extract over 10,000 short documents: the memory held over the last 50 against that over the first 50 (to reach: at most 1.1)
size    kg build of N generated statements against loading and dumping their graph.nq with pyoxigraph (to reach: at most 3, page apart)
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from maker import make_workspace  # noqa: E402  # the tests' folder is no package
from many_documents import held_while_reading  # noqa: E402


def cpu(*arguments: str, cwd: Path = ROOT) -> float:
    """CPU seconds, user and system, of one Python process."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def median(*arguments: str, cwd: Path = ROOT, runs: int = 7) -> float:
    """The median over several runs, the first (which fills the disk's cache) left out."""
    return statistics.median([cpu(*arguments, cwd=cwd) for _ in range(runs + 1)][1:])


def compare(name: str, ours: float, theirs: float, limit: float) -> dict[str, object]:
    """One result: both figures, their ratio, what was to be reached."""
    return {"name": name, "cpu_s": round(ours, 3), "against_s": round(theirs, 3), "ratio": round(ours / theirs, 2), "to_reach": limit}


def bench_help(_: int) -> dict[str, object]:
    """`kg --help`."""
    return compare("help", median("-m", "kg", "--help"), median("-c", "import click"), 2)


def bench_build(_: int) -> dict[str, object]:
    """`kg build` of the shipped case."""
    with tempfile.TemporaryDirectory() as place:
        cpu("-m", "kg", "init", "--example", f"{place}/case")
        ours = median("-m", "kg", "build", "-w", f"{place}/case")
    return compare("build", ours, median("-c", "import rdflib, networkx, pyvis, pyvis.network, pyshacl"), 4)


def bench_query(_: int) -> dict[str, object]:
    """`kg query` of the shipped case, a child process and all."""
    here = "import sys; from kg.cli.main import *; from kg.folder import find_folder; from kg.tasks.ask import query; sys.stdout.buffer.write"
    here += "(query(find_folder(), 'about', {'actor': 'acra'}).written('table'))"
    with tempfile.TemporaryDirectory() as place:
        cpu("-m", "kg", "init", "--example", f"{place}/case")
        cpu("-m", "kg", "build", "-w", f"{place}/case")
        ours = median("-m", "kg", "query", "about", "actor=acra", cwd=Path(place, "case"))
        return compare("query", ours, median("-c", here, cwd=Path(place, "case")), 1.15)


def bench_extract(_: int) -> dict[str, object]:
    """`kg extract` over very many documents, no two of which name the same people."""
    held = held_while_reading(10_000)
    first, last = statistics.mean(held[:50]), statistics.mean(held[-50:])
    return {"name": "extract", "first_mb": round(first / 1e6), "last_mb": round(last / 1e6), "ratio": round(last / first, 2), "to_reach": 1.1}


def bench_size(statements: int) -> dict[str, object]:
    """A build of many statements; the page is rendered too, so the ratio is an upper bound."""
    with tempfile.TemporaryDirectory() as place:
        generate(Path(place), statements)
        ours = median("-m", "kg", "build", "-w", place, runs=1)
        again = "import pyoxigraph as o; s=o.Store(); s.bulk_load(path='exports/graph.nq', format=o.RdfFormat.N_QUADS); s.dump('again.nq', format=o.RdfFormat.N_QUADS)"
        return compare(f"size {statements}", ours, median("-c", again, cwd=Path(place), runs=1), 3)


def generate(root: Path, statements: int) -> None:
    """A workspace whose statements each have a sentence of their own."""
    many = max(statements // 10, 2)
    relations = ("accused", "supported", "aided", "criticized", "met")
    rows, sentences = [], []
    for n in range(statements):
        one, other = n % many, (n * 7 + 1) % many
        if one == other:
            other = (other + 1) % many
        sentences.append(f"Sentence {n} stands here for a quote of a usual length, so that files get their size.")
        modality = "alleged" if n % 3 == 0 else "asserted"
        rows.append(
            {"subject": f"actor-{min(one, other)}", "relation": relations[n % 5], "object": f"actor-{max(one, other)}", "modality": modality}
            | {"claimant": f"actor-{n % 11 % many}" if n % 3 == 0 else "", "when": str(1000 + n % 1000), "source": f"paper-{n // 500}"}
            | {"quote": sentences[-1], "curator": "ed", "locator": f"p. {n}"}
        )
    papers = range(-(-statements // 500))
    make_workspace(
        root,
        actors=[{"id": f"actor-{n}", "type": "NGO", "label": f"Actor number {n}"} for n in range(many)],
        sources=[{"id": f"paper-{p}", "kind": "news", "title": f"Paper {p}", "document": f"{p}.txt", "document_is": "original"} for p in papers],
        statements=rows,
        documents={f"{p}.txt": "\n".join(sentences[p * 500 : (p + 1) * 500]) for p in papers},
    )


BENCHES: dict[str, Callable[[int], dict[str, object]]] = {
    "help": bench_help,
    "build": bench_build,
    "query": bench_query,
    "extract": bench_extract,
    "size": bench_size,
}


def main() -> None:
    """Runs one benchmark, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("name", nargs="?", choices=sorted((*BENCHES, "page", "serve")))
    parser.add_argument("--statements", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    results = [BENCHES[name](given.statements) for name in ([given.name] if given.name else BENCHES) if name in BENCHES]
    if given.name in (None, "page"):
        from .page import bench_page

        results += bench_page()
    if given.name in (None, "serve"):
        from .serve import bench_serve

        results += bench_serve(given.statements, generate)
    for result in results:
        print(json.dumps(result) if given.json else "  ".join(f"{key} {value}" for key, value in result.items()))


if __name__ == "__main__":
    main()
