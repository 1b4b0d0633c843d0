"""The server under load: many clients with light queries while two queries never end, and its memory after many such."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from limits_kit import until
from serve_kit import EVERYTHING, Got, Server, served

from kg.folder import Folder
from kg.tasks.build import build

__all__ = ["bench_serve"]

CLIENTS, QUERIES, RUNAWAYS = 50, 1_000, 200
LIGHT = "SELECT ?l {{ actor:actor-{} rdfs:label ?l }}"


def bench_serve(statements: int, generate: Callable[[Path, int], None]) -> list[dict[str, object]]:
    """Latencies alone, of fifty clients, and of fifty clients beside two runaways; and the memory of all processes of the server."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        generate(root, statements)
        build(Folder(root.resolve()))
        with served(root, "--timeout", "30") as server:
            alone = [_timed(server, number)[0] for number in range(100)]
            calm = _load(server)
            with ExitStack() as stack:
                for _ in range(2):
                    stack.enter_context(_run_away(server))
                time.sleep(2)
                busy = _load(server)
        with served(root, "--timeout", "0.1", before="import kg.serve.lanes as lanes; lanes.QUICK = 0.05") as server:
            return [_latency(alone, calm, busy), _memory(server)]


def _timed(server: Server, number: int) -> tuple[float, Got]:
    begun = time.perf_counter()
    got = server.ask(LIGHT.format(number % 20))
    return time.perf_counter() - begun, got


def _load(server: Server) -> list[tuple[float, Got]]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(lambda number: _timed(server, number), range(QUERIES)))


def _run_away(server: Server) -> ExitStack:
    from test_serve_limits import run_away

    stack = ExitStack()
    stack.enter_context(run_away(server))
    return stack


def _latency(alone: list[float], calm: list[tuple[float, Got]], busy: list[tuple[float, Got]]) -> dict[str, object]:
    def p95(times: list[float]) -> float:
        return statistics.quantiles(times, n=20)[-1]

    first, many, beside = (sorted(times) for times in (alone, [t for t, _ in calm], [t for t, _ in busy]))
    return {
        "name": "serve: 50 clients beside two runaways",
        "one_client_median_ms": round(1000 * statistics.median(first), 1),
        "calm_median_ms": round(1000 * statistics.median(many), 1),
        "calm_p95_ms": round(1000 * p95(many), 1),
        "busy_p95_ms": round(1000 * p95(beside), 1),
        "ratio": round(p95(beside) / statistics.median(many), 2),
        "to_reach": 5,
        "ratio_to_one_client": round(p95(beside) / statistics.median(first), 2),
        "statuses": dict(Counter(got.status for _, got in busy)),
    }


def _memory(server: Server) -> dict[str, object]:
    server.ask("ASK {}")
    before = _resident(server)
    with ThreadPoolExecutor(4) as pool:
        statuses = Counter(got.status for got in pool.map(lambda _: server.ask(EVERYTHING), range(RUNAWAYS)))
    until(lambda: server.ask("ASK {}").status == 200)
    after = _resident(server)
    return {
        "name": f"serve: memory after {RUNAWAYS} runaways",
        "before_mb": round(before / 1e6, 1),
        "after_mb": round(after / 1e6, 1),
        "ratio": round(after / before, 2),
        "to_reach": 1.2,
        "statuses": dict(statuses),
    }


def _resident(server: Server) -> int:
    """Bytes that the web server and the host hold."""
    from limits_kit import children

    numbers = (server.process.pid, *children(server.process.pid))
    return sum(_pages(number) for number in numbers) * 4096


def _pages(number: int) -> int:
    return int(Path(f"/proc/{number}/statm").read_text(encoding="ascii").split()[1]) if sys.platform == "linux" else 0
