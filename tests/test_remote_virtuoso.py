"""A dataset on a real Virtuoso: the same rows as in process. In the long run only, and where Virtuoso is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from more import TIMES
from query_dataset import BASE, MINT, Made, make_dataset, ontology
from test_remote import GIVEN, lines

from kg.graph.remote import Server, server_at
from kg.query.named import fill, get_named, known_names, named_queries
from kg.query.run import run

PROGRAM, ASKER = shutil.which("virtuoso-t"), shutil.which("isql-vt")
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(TIMES < 20, reason="only in the long run: bash tests/run more"),
    pytest.mark.skipif(PROGRAM is None or ASKER is None, reason="Virtuoso is not installed; on Debian 12: virtuoso-opensource-7-bin"),
]
SETTINGS = """[Database]
DatabaseFile = {place}/virtuoso.db
ErrorLogFile = {place}/virtuoso.log
LockFile = {place}/virtuoso.lck
TransactionFile = {place}/virtuoso.trx
xa_persistent_file = {place}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {place}/temporary.db
TransactionFile = {place}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""


def free_ports() -> tuple[int, int]:
    """Two ports of this machine at which nobody listens."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own that anybody on this machine may change, loaded with a first dataset and then with another in its place."""
    place = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_ports()
    settings = place / "virtuoso.ini"
    settings.write_text(SETTINGS.format(place=place, sql=sql, http=http), encoding="utf-8")
    assert PROGRAM is not None
    assert ASKER is not None
    with subprocess.Popen([PROGRAM, "-f", "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=place) as process:
        try:
            listening(http)
            # What a login with the right would be allowed: here whoever asks.
            subprocess.run([ASKER, f"127.0.0.1:{sql}", "dba", "dba", 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'], check=True, capture_output=True)
            found = server_at(f"http://127.0.0.1:{http}/sparql", "", BASE, {})
            found.replace("first", lines(make_dataset(1, 1)))
            found.replace("second", lines(make_dataset(3, 1)), pieces=50)
            yield found
        finally:
            process.kill()


def listening(port: int) -> None:
    """Waits until somebody listens."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("Virtuoso did not start within a minute.")


@pytest.mark.parametrize("name", [query.name for query in named_queries()])
def test_named_queries_give_the_same_rows(server: Server, name: str) -> None:
    """As often as in process. Their order is not compared: Virtuoso sorts texts, and what has no value, in its own way."""
    made: Made = make_dataset(3, 1)
    query = get_named(name)
    ids = made.worlds[0].ids
    values = {p.name: ids.get(GIVEN[p.name], GIVEN[p.name]) for p in query.parameters if p.default is None}
    text = fill(query, values, mint=MINT, ontology=ontology(), known=known_names(made.store, MINT))

    here, there = run(made.store, text, prefixes={}), run(server, text, prefixes={})

    assert there.columns == here.columns
    assert Counter(there.rows) == Counter(here.rows)
    assert here.rows


def test_no_triple_is_lost_on_the_way(server: Server) -> None:
    """Numbers, days, languages and long texts come back as they were sent."""
    made = make_dataset(3, 1)
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

    assert Counter(run(server, text, prefixes={}).triples) == Counter(run(made.store, text, prefixes={}).triples)
