"""The page of generated cases in a real browser, against pyvis' own page of the same data with places given, in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from page_case import ontology, weighed  # noqa: E402  # the tests' folder is no package
from page_kit import launched  # noqa: E402
from page_large import generated, name_of  # noqa: E402

from kg.page import render  # noqa: E402

__all__ = ["SIZES", "bench_page"]

SIZES = (500, 5_000, 20_000)
RUNS = 3
#: What a person does, each as milliseconds of script; the page's own functions are what a click or key calls.
ACTS = {
    "search_ms": "name => { const box = KG.byId('search'); box.focus(); box.value = name; const t = performance.now();"
    " box.dispatchEvent(new Event('input')); const spent = performance.now() - t; box.value = ''; box.blur(); return spent; }",
    "select_ms": "name => { const node = KG.data.actors.find(a => a.label === name).node; const t = performance.now();"
    " KG.select({ actor: node }); return performance.now() - t; }",
    "part_ms": "() => { const t = performance.now(); KG.graph.part(0); return performance.now() - t; }",
    "filter_ms": "() => { const t = performance.now(); KG.set('standing', 'alleged', false); KG.changed('filters');"
    " const spent = performance.now() - t; KG.usual(); KG.changed('filters'); return spent; }",
    "table_ms": "() => { const t = performance.now(); KG.show('table'); const spent = performance.now() - t; KG.show('network'); return spent; }",
}
#: The median time of a frame while the picture is moved.
PAN = """network => new Promise(done => {
    const times = []; let last = 0; let step = 0;
    const frame = now => {
        if (last) times.push(now - last);
        last = now;
        step += 1;
        network.moveTo({ offset: { x: step % 2 ? 9 : -9, y: 0 } });
        if (step < 40) requestAnimationFrame(frame); else done(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]);
    };
    requestAnimationFrame(frame);
})"""
READY = """new Promise(done => {
    const ready = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
    if (document.documentElement.dataset.ready === '') ready();
    else new MutationObserver((_, watch) => { if (document.documentElement.dataset.ready === '') { watch.disconnect(); ready(); } })
        .observe(document.documentElement, { attributes: true });
})"""


def bench_page(sizes: tuple[int, ...] = SIZES) -> list[dict[str, object]]:
    """A row for each size: seconds of CPU to build, megabytes, ready, acts, frame and heap, and how many times sooner than pyvis."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as place, launched() as browser:
        for size in sizes:
            ours, stock = Path(place, f"{size}.html"), Path(place, f"{size}-stock.html")
            build = _apart("ours", size, ours)
            _apart("stock", size, stock)
            row: dict[str, object] = {
                "name": f"page {size}",
                "build_cpu_s": round(build, 1),
                "file_mb": _megabytes(ours),
                "stock_mb": _megabytes(stock),
            }
            mine = [_opened(browser, ours, size) for _ in range(RUNS)]
            row |= {key: round(statistics.median(run[key] for run in mine), 1) for key in mine[0]}
            theirs = statistics.median(_stock(browser, stock) for _ in range(RUNS if size < SIZES[-1] else 1))
            rows.append(row | {"stock_ready_ms": round(theirs), "ready_ratio": round(statistics.median(run["ready_ms"] for run in mine) / theirs, 2)})
    return rows


def _apart(which: str, size: int, file: Path) -> float:
    """CPU seconds of a process of its own that writes a page; reading no workspace, it is the work of the page alone."""
    before = os.times()
    subprocess.run([sys.executable, "-m", "tests.bench.page", which, str(size), str(file)], cwd=ROOT, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _megabytes(file: Path) -> float:
    return round(file.stat().st_size / 1e6, 2)


def _opened(browser: Any, file: Path, size: int) -> dict[str, float]:  # playwright's browser
    page = browser.new_page(viewport={"width": 1600, "height": 960})
    page.goto(file.as_uri(), wait_until="commit")
    found = {"ready_ms": page.evaluate(READY)}
    page.wait_for_timeout(1500)  # a person looks before they click
    for name, act in ACTS.items():
        found[name] = page.evaluate(act, name_of(size - 7))
    found["pan_ms"] = page.evaluate(f"() => ({PAN})(KG.graph.network)")
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    found["heap_mb"] = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    page.close()
    return {key: float(value) for key, value in found.items()}


def _stock(browser: Any, file: Path) -> float:  # playwright's browser
    """Milliseconds to the second frame after pyvis' own page has drawn everything; what it asks of strangers is refused at once."""
    page = browser.new_page(viewport={"width": 1600, "height": 960})
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.goto(file.as_uri(), wait_until="commit", timeout=300_000)
    page.set_default_timeout(300_000)
    page.wait_for_load_state("load")
    spent = page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))")
    page.close()
    return float(spent)


def _write_stock(size: int, file: Path) -> None:
    """The same actors and statements by pyvis' own template: words as labels and titles, places given, straight lines, no simulation."""
    from pyvis.network import Network

    case = generated(size)
    row = {actor.id: place for place, actor in enumerate(case.actors)}
    across = max(1, int(size**0.5))
    net = Network(directed=True, cdn_resources="in_line")
    net.nodes = [
        {"id": a.id, "label": a.label, "shape": "dot", "size": 10, "x": row[a.id] % across * 150, "y": row[a.id] // across * 90} for a in case.actors
    ]
    net.edges = [{"from": s.subject, "to": s.object, "arrows": "to", "title": f"{s.relation}: {s.evidence[0].quote}"} for s in case.statements]
    net.options = {"physics": {"enabled": False}, "edges": {"smooth": False}, "layout": {"improvedLayout": False}}
    file.write_text(net.generate_html(), encoding="utf-8")


def _write_ours(size: int, file: Path) -> None:
    case = generated(size)
    file.write_text(render(case, ontology(), weighed(case)), encoding="utf-8")


if __name__ == "__main__":
    {"ours": _write_ours, "stock": _write_stock}[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
