"""Many ask at once, some without end: light queries are answered meanwhile, long ones are cut off, and nothing is left of them."""

from __future__ import annotations

import gc
import json
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from cli_kit import copy_of_example, example, kg
from limits_kit import PATIENCE, children, is_gone, until
from serve_kit import EVERYTHING, MARKS, Got, Server, served

from kg import UsageError
from kg import open as kg_open

pytestmark = MARKS

STOPPED = "The query was stopped after {} s. Narrow it, for instance to one actor, relation or graph.\n"


def host(server: Server) -> int:
    """The process that holds the dataset."""
    (found,) = children(server.process.pid)
    return found


def is_idle(server: Server) -> bool:
    """Whether nothing is left of any query."""
    return all(map(is_gone, children(host(server))))


def test_who_leaves_a_query_that_never_ends_ends_it(server: Server) -> None:
    """Two that run away give way to whatever else the machine does, are long in progress beside light ones, and end when nobody waits for them."""
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(run_away(server))
        until(lambda: len([copy for copy in children(host(server)) if gives_way(copy)]) == 2)
        both = [copy for copy in children(host(server)) if gives_way(copy)]
        assert light(server, 7).rows == [{"n": "7", "some": "true"}]
        assert not any(map(is_gone, both))
        begun = time.monotonic()
    until(lambda: all(map(is_gone, both)))
    assert time.monotonic() - begun < 5  # their limit is 10 seconds


def test_runaways_that_are_cut_off_come_again_and_again_and_light_queries_are_answered() -> None:
    """With half a second for a query and nothing else changed: two clients ask without end, each is stopped with a sentence, and fifty get their answers.

    Half a second may be too little even for a light query while the machine does much else; who is told so asks again, as the answer says.
    """
    gc.collect()
    with served(example().root, "--timeout", "0.5") as server, ThreadPoolExecutor(6) as pool:
        done = threading.Event()
        runaways = [pool.submit(again_and_again, server, done) for _ in range(2)]
        until(lambda: not is_idle(server))
        try:
            answers = list(pool.map(lambda number: answered(server, number), range(50)))
        finally:
            done.set()
        assert [got.rows for got in answers] == [[{"n": str(number), "some": "true"}] for number in range(50)]
        stopped = [got for runaway in runaways for got in runaway.result()]
        assert {(got.status, got.text) for got in stopped} == {(503, STOPPED.format(0.5))}
        assert len(stopped) >= 2
        until(lambda: is_idle(server))


def again_and_again(server: Server, done: threading.Event) -> list[Got]:
    """The answers to a query that never ends, asked anew whenever it was cut off."""
    got = []
    while not done.is_set():
        got.append(server.ask(EVERYTHING))
    return got


def answered(server: Server, number: int) -> Got:
    """The answer to a light query, which is asked again for as long as it is stopped."""
    end = time.monotonic() + PATIENCE
    while (got := light(server, number)).status == 503 and got.text == STOPPED.format(0.5):
        assert time.monotonic() < end
    return got


def light(server: Server, number: int) -> Got:
    """The answer to a query of its own."""
    return server.ask(f"SELECT ({number} AS ?n) (COUNT(DISTINCT ?s) > 0 AS ?some) {{ ?s a kg:Event }}")


def run_away(server: Server) -> socket.socket:
    """A connection on which a query was asked that never ends."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    connection.sendall(f"GET /sparql?query={quote(EVERYTHING)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return connection


def gives_way(number: int) -> bool:
    """Whether a process runs with low priority, as long queries do."""
    try:
        return os.getpriority(os.PRIO_PROCESS, number) == 15
    except ProcessLookupError:
        return False


def test_more_than_may_wait_are_sent_away() -> None:
    """Of many long queries at once two run, eight wait, and the others hear so at once; every refusal says when to come again."""
    with served(example().root, "--timeout", "0.5", before="import kg.serve.lanes as lanes; lanes.QUICK = 0.1") as server:
        with ThreadPoolExecutor(14) as pool:
            got = list(pool.map(lambda _: server.ask(EVERYTHING), range(14)))
        assert {answer.status for answer in got} == {429, 503}
        assert all(answer.headers["retry-after"] == "5" for answer in got)
        assert {answer.text for answer in got} == {"Too many queries are waiting. Try again in a few seconds.\n", STOPPED.format(0.5)}
        until(lambda: server.ask("ASK {}").status == 200)


def test_a_crash_takes_nothing_with_it(server: Server) -> None:
    """A query whose process is killed gets a sentence, and the next one an answer."""
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(server.ask, EVERYTHING)

        def shoot() -> bool:
            for copy in children(host(server)):
                for worker in children(copy):
                    os.kill(worker, 9)
            return asking.done()

        until(shoot)
    assert asking.result().status == 503
    assert "was killed by the system or by somebody else" in asking.result().text
    until(lambda: server.ask("ASK {}").status == 200)


def test_a_new_build_is_served_without_dropping_a_query(tmp_path: Path) -> None:
    """While a build is written the old one is served; then, without a restart, the new one; what was asked before is answered to the end."""
    folder = copy_of_example(tmp_path / "case")
    with served(folder.root, "--timeout", "3", before="import kg.serve.lanes as lanes; lanes.QUICK = 1.5") as server:
        before = json.loads(server.get("/health").body)["build"]
        title = "SELECT ?l { actor:acra rdfs:label ?l }"
        assert server.ask(title).rows == [{"l": "Association of Cambodian Recruitment Agencies"}]
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(server.ask, EVERYTHING)
            until(lambda: not is_idle(server))
            first = host(server)
            table = folder.data / "actors.csv"
            table.write_text(
                table.read_text(encoding="utf-8").replace("Association of Cambodian Recruitment Agencies", "Silva Shipping"), encoding="utf-8"
            )
            (folder.exports / "graph.nq").touch()
            assert json.loads(server.get("/health").body)["build"] == before
            assert kg("build", "-w", str(folder.root)).code == 0
            until(lambda: json.loads(server.get("/health").body)["build"] != before)
            assert server.ask(title).rows == [{"l": "Silva Shipping"}]
            assert b"Silva Shipping" in server.get("/").body
            # It began on the old build, which stayed open for it; only its own limit ended it.
            assert (asking.result().status, asking.result().text) == (503, STOPPED.format(3))
            until(lambda: is_gone(first))
        (folder.exports / "graph.nq").unlink()
        assert server.ask(title).rows == [{"l": "Silva Shipping"}]
        assert server.end() == 0
    assert server.said[-1] == "Ended."
    assert not list(folder.cache.glob(f"serve-{server.process.pid}"))
    refused = kg("serve", "-w", str(folder.root), "--port", "0")
    assert (refused.code, refused.err) == (
        1, "Error: exports/graph.nq is not the file that the last build wrote. If no build is running, run: kg build\n",
    )  # fmt: skip


def test_where_nothing_was_built_nothing_is_served(tmp_path: Path) -> None:
    """The command says what to run first; an address that is taken is told too."""
    kg("init", str(tmp_path / "new"))
    assert kg("serve", "-w", str(tmp_path / "new"), "--port", "0").err == "Error: Nothing whole has been built here yet. Run: kg build\n"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        got = kg("serve", "-w", str(example().root), "--port", str(port))
        assert (got.code, got.err) == (
            2, f"Error: Nobody can listen on 127.0.0.1, port {port}: Address already in use. Choose another with --port, or 0 for any that is free.\n",
        )  # fmt: skip


def test_python_serves_what_the_command_serves() -> None:
    """`kg.open().serve()` takes the same options, says the same, and raises what the command says."""
    workspace = kg_open(example().root)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Nobody can listen on 127.0.0.1, port {port}: Address already in use."):
            workspace.serve(port=port)
    with pytest.raises(UsageError, match='There is no profile "nobody"'):
        workspace.serve(port=0, profile="nobody")


def test_where_no_process_can_be_forked_each_query_gets_a_new_one() -> None:
    """As on macOS and Windows: slower, with the same answers, limits and sentences."""
    before = "import kg.serve.lanes as lanes; lanes.open_dataset.__kwdefaults__['forks'] = False; lanes.QUICK = 30"
    with served(example().root, "--timeout", "60", before=before) as server:
        assert light(server, 7).rows == [{"n": "7", "some": "true"}]
        assert server.ask("ASK { ?s ?p }").status == 400
