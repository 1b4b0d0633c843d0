"""A dataset on a real SPARQL server: the same rows as in process, and never half a load."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_kit import copy_of_example, kg
from query_dataset import BASE, MINT, Made, make_dataset, ontology

import kg as kg_program
from kg.errors import NetworkError, UsageError
from kg.folder import Folder
from kg.graph.remote import Server, server_at
from kg.query.named import fill, get_named, known_names, named_queries
from kg.query.run import run

pytestmark = [pytest.mark.enable_socket]
GIVEN = {"actor": "ministry", "organisation": "union", "subject": "joined", "one": "joined", "other": "official", "day": "2014-12-31"}


def lines(made: Made) -> dict[str, list[str]]:
    """The triples of a dataset as lines, by graph."""
    graphs: dict[str, list[str]] = {}
    for quad in made.store:
        graphs.setdefault(quad.graph_name.value, []).append(f"{quad.triple} .")
    return graphs


@pytest.fixture(scope="module", params=[False, True], ids=["separate", "union"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server with nothing in it, whose default graph is its own or the union of all."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    program = Path(sys.executable).with_name("oxigraph")
    flags = ["--union-default-graph"] if request.param else []
    with subprocess.Popen([program, "serve", "-b", place, *flags], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        host, port = place.split(":")
        for _ in range(200):
            try:
                socket.create_connection((host, int(port))).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://{place}"
        process.kill()


@pytest.fixture(scope="module")
def server(address: str) -> Server:
    """The server, loaded with a first dataset and then with another in its place."""
    found = server_at(f"{address}/query", f"{address}/update", BASE, {})
    found.replace("first", lines(make_dataset(1, 1)))
    found.replace("second", lines(make_dataset(3, 1)), pieces=50)
    return found


@pytest.mark.parametrize("name", [named.name for named in named_queries()])
def test_named_queries_give_the_same_rows(server: Server, name: str) -> None:
    """Each named query, on the store in process and on the server."""
    made = make_dataset(3, 1)
    named, world = get_named(name), made.worlds[0]
    values = {p.name: world.ids.get(GIVEN[p.name], GIVEN[p.name]) for p in named.parameters if p.default is None}
    text = fill(named, values, mint=MINT, ontology=ontology(), known=known_names(server, MINT))

    assert run(server, text, prefixes=MINT.prefixes).rows == run(made.store, text, prefixes=MINT.prefixes).rows


def test_other_kinds_of_answers(server: Server) -> None:
    """CONSTRUCT, ASK, and a graph by its name."""
    made = make_dataset(3, 1)
    for text in ("CONSTRUCT { ?x kg:memberOf ?y } WHERE { ?x kg:memberOf ?y }", "ASK { ?x kg:memberOf ?y }",
                 "SELECT (COUNT(*) AS ?n) { GRAPH graph:established { ?s ?p ?o } }"):  # fmt: skip
        assert run(server, text, prefixes=MINT.prefixes) == run(made.store, text, prefixes=MINT.prefixes)


def test_a_load_that_was_cut_off_is_not_seen(server: Server) -> None:
    """What is on its way is part of no answer, whatever the server's default graph is, and the next load takes it away."""
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    held, before = server.held(), run(server, text, prefixes={})
    server._mark(held.key, held.graphs, [f"{BASE}load/0"])
    server.update(f"INSERT DATA {{ GRAPH <{BASE}load/0> {{ <urn:a> <urn:b> <urn:c> }} }}")

    assert run(server, text, prefixes={}) == before
    server.replace("third", lines(make_dataset(3, 1)))
    assert run(server, text, prefixes={}) == before
    assert server.held().staged == ()


def test_an_empty_or_wrong_server_is_told(address: str) -> None:
    """Nothing loaded, nothing at the address, and nobody there."""
    with pytest.raises(NetworkError, match="holds no dataset of this workspace"):
        run(server_at(f"{address}/query", f"{address}/update", "https://example.org/none/", {}), "ASK {}", prefixes={})
    with pytest.raises(NetworkError, match="has nothing at this address"):
        run(server_at(f"{address}/nowhere", "", BASE, {}), "ASK {}", prefixes={})
    with pytest.raises(NetworkError, match="cannot be reached"):
        run(server_at("http://127.0.0.1:1/query", "", BASE, {}), "ASK {}", prefixes={})


def test_a_login_is_sent_over_locked_lines_only_and_never_shown() -> None:
    """Plain http to another machine is refused, and the object does not print it."""
    with pytest.raises(UsageError, match="in the open"):
        server_at("http://example.org/sparql", "", BASE, {"KG_STORE_TOKEN": "secret"})
    assert "secret" not in repr(server_at("https://example.org/sparql", "", BASE, {"KG_STORE_TOKEN": "secret"}))


def test_the_commands_load_and_ask(address: str, tmp_path: Path) -> None:
    """The example on a server gives what it gives at home; without `--online` nobody is asked."""
    folder = copy_of_example(tmp_path / "case")
    home = kg("query", "relations-used", "-w", str(folder.root))
    assert kg("load", "--online", "-w", str(folder.root)).err == (
        'Error: kg.toml names no SPARQL server. Write a line such as: store = "https://example.org/sparql"\n'
    )
    settings = folder.root / "kg.toml"
    settings.write_text(f'store = "{address}/query"\nstore_update = "{address}/update"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")

    assert "add: --online" in kg("load", "-w", str(folder.root)).err
    loaded = kg("load", "--online", "-w", str(folder.root))
    asked = kg("query", "relations-used", "--online", "-w", str(folder.root))

    assert loaded.code == 0, loaded.err
    assert "127.0.0.1 holds " in loaded.err
    assert (asked.code, asked.out, asked.err) == (0, home.out, "Asking 127.0.0.1 …\n")
    refused = kg("query", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "--online", "-w", str(folder.root))
    assert refused.err.endswith("a query stays inside this dataset. Take the SERVICE part out.\n")
    assert len(kg_program.open(folder.root).query("relations-used", online=True)) > 0
    assert set(kg_program.open(folder.root).graph(online=True).quads()) == set(kg_program.open(folder.root).graph().quads())


def test_wrong_addresses_are_findings(tmp_path: Path) -> None:
    """A login in the file, and what is no address."""
    for address in ("https://me:secret@example.org/sparql", "ftp://example.org/", "example.org"):
        (tmp_path / "kg.toml").write_text(f'store = "{address}"\n', encoding="utf-8")
        assert [finding.code for finding in Folder(tmp_path).settings()[1]] == ["settings-store"]
