"""The belt behind the readers: while a command or a method runs nothing opens the network, and afterwards everything may."""

from __future__ import annotations

import http.client
import shutil
import socket
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib
import rdflib.plugins.sparql
from canary import Canary, listening
from click.testing import CliRunner
from striking import Striker, in_child

import kg
from kg.cli import main
from kg.errors import DataError, NetworkError
from kg.offline import offline, online
from kg.tasks.build import build

pytestmark = [
    pytest.mark.enable_socket,
    # rdflib uses names that it has itself deprecated
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

MINIMAL = Path(__file__).parent / "workspaces" / "minimal"
REFUSED = 'A connection to "{}" was asked for and refused: kg asks nobody. Look for this address in the files and the query that were read, and take it out.'


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A server that notes every request."""
    with listening() as found:
        yield found


# ---- ways in which a program opens the network


def _over_http(canary: Canary) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", canary.port)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    finally:
        connection.close()


def _by_number(canary: Canary) -> None:
    with socket.socket() as sock:
        sock.connect(("127.0.0.1", canary.port))
        sock.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert sock.recv(10)


def _dataset() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.add((rdflib.URIRef("urn:s"), rdflib.URIRef("urn:p"), rdflib.URIRef("urn:o")))
    return dataset


def _imports(canary: Canary) -> None:
    from pyshacl import validate

    text = f"<urn:o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> <{canary.address}/o.ttl> ."
    graph = rdflib.Graph().parse(data=text, format="turtle")
    validate(graph, shacl_graph=graph, do_owl_imports=True)


#: What each library does where nobody stops it.
WAYS: dict[str, Callable[[Canary], object]] = {
    "urllib": lambda canary: urllib.request.urlopen(canary.address).close(),
    "http.client": _over_http,
    "a socket": _by_number,
    "SERVICE": lambda canary: list(_dataset().query(f"SELECT * {{ SERVICE <{canary.address}/sparql> {{ ?a ?b ?c }} }}")),
    "FROM": lambda canary: list(_dataset().query(f"SELECT * FROM <{canary.address}/x.ttl> {{ ?a ?b ?c }}")),
    "FROM NAMED": lambda canary: list(_dataset().query(f"SELECT * FROM NAMED <{canary.address}/x.ttl> {{ GRAPH ?g {{ ?a ?b ?c }} }}")),
    "LOAD": lambda canary: _dataset().update(f"LOAD <{canary.address}/x.ttl>"),
    "LOAD SILENT": lambda canary: _dataset().update(f"LOAD SILENT <{canary.address}/x.ttl>"),
    "a context": lambda canary: rdflib.Dataset().parse(data=f'{{"@context": "{canary.address}/context", "@id": "urn:a", "b": 1}}', format="json-ld"),
    "parse": lambda canary: rdflib.Graph().parse(f"{canary.address}/x.ttl"),
    "owl:imports": _imports,
}


@pytest.mark.parametrize("way", WAYS)
def test_no_library_opens_the_network_inside_and_every_one_may_outside(way: str, canary: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside, the one reason is told with its host, whatever the library made of it; the same call outside arrives."""
    monkeypatch.setattr(rdflib.plugins.sparql, "SPARQL_LOAD_GRAPHS", True)

    with pytest.raises(NetworkError) as caught, offline():
        WAYS[way](canary)
    refused = list(canary.hits)
    WAYS[way](canary)

    assert str(caught.value) in (REFUSED.format("127.0.0.1"), REFUSED.format(f"127.0.0.1:{canary.port}"))
    assert refused == []
    assert canary.hits, "the canary sees what is not refused"


LOOK_UPS: dict[str, Callable[[str], object]] = {
    "gethostbyname": socket.gethostbyname,
    "gethostbyaddr": socket.gethostbyaddr,
    "getaddrinfo": lambda name: socket.getaddrinfo(name, 80),
    "getfqdn": socket.getfqdn,  # says nothing of what went wrong
}


@pytest.mark.parametrize("ask", LOOK_UPS)
def test_no_name_is_looked_up(ask: str) -> None:
    """A look-up alone tells the network which host is meant; also where a library swallows the refusal."""
    with pytest.raises(NetworkError) as caught, offline():
        LOOK_UPS[ask]("host.invalid")

    assert str(caught.value) == REFUSED.format("host.invalid")


def test_no_datagram_is_sent() -> None:
    """A packet needs no connection."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        with pytest.raises(NetworkError) as caught, offline():
            sock.sendto(b"x", ("127.0.0.1", 9))
        sock.sendto(b"x", ("127.0.0.1", 9))

    assert str(caught.value) == REFUSED.format("127.0.0.1:9")


def test_sockets_of_this_machine_and_servers_are_left_alone(tmp_path: Path) -> None:
    """Child processes talk through paths, and to listen is not to ask."""
    with offline(), socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
        socket.getaddrinfo(None, 80, flags=socket.AI_PASSIVE)


def test_a_file_address_is_refused_too(tmp_path: Path) -> None:
    """What is meant for the web opens no file either; the sentence is safe to print and short."""
    with pytest.raises(NetworkError) as caught, offline():
        urllib.request.urlopen("file:///etc/hostname")
    with pytest.raises(NetworkError) as odd, offline():
        sys.audit("urllib.Request", "http://[\u202e" + "x" * 1000, None, {}, "GET")

    assert str(caught.value) == REFUSED.format("file:///etc/hostname")
    assert str(odd.value) == REFUSED.format("http://[?" + "x" * 191)


def test_only_the_hosts_that_the_user_named_are_asked(canary: Canary) -> None:
    """Inside `online` its hosts are reached, others not; afterwards nobody again."""
    with offline():
        with online("127.0.0.1"):
            urllib.request.urlopen(canary.address).close()
            with offline():
                urllib.request.urlopen(canary.address).close()
        calls: tuple[Callable[[str], object], ...] = (urllib.request.urlopen, socket.getfqdn)
        for call in calls:  # the latter says nothing of what went wrong
            with pytest.raises(NetworkError, match=r'"host\.invalid"'), online("127.0.0.1"):
                call("http://host.invalid/")
    with pytest.raises(NetworkError, match=r'"127\.0\.0\.1"'), offline():
        urllib.request.urlopen(canary.address)

    assert canary.hits == ["/", "/"]


def _threaded(work: Callable[[], object]) -> list[Exception]:
    caught: list[Exception] = []

    def run() -> None:
        try:
            work()
        except NetworkError as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return caught


def test_threads_of_a_command_are_offline_and_those_of_the_caller_are_not(canary: Canary) -> None:
    """A command is the whole process; a call from a library leaves the user's other threads their network."""
    with offline():
        beside = _threaded(lambda: urllib.request.urlopen(canary.address).close())
    with pytest.raises(NetworkError), offline(everywhere=True):
        inside = _threaded(lambda: urllib.request.urlopen(canary.address).close())

    assert (beside, len(inside)) == ([], 1)
    assert canary.hits == ["/"]


def test_errors_of_the_block_itself_come_through() -> None:
    """Nothing is turned into a refusal that was none."""
    with pytest.raises(ZeroDivisionError), offline():
        raise ZeroDivisionError
    with pytest.raises(SystemExit), offline():
        sys.exit(3)


# ---- it is on wherever we run: at the first touch of the workspace somebody tries to connect


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was built."""
    root = tmp_path_factory.mktemp("built") / "case"
    shutil.copytree(MINIMAL, root)
    (root / "ontology").mkdir()
    (root / "ontology" / "own.ttl").write_text("# no term of our own yet\n")
    build(kg.open(root).folder)
    return root


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(built, tmp_path.resolve() / "case"))


METHODS: dict[str, Callable[[kg.Workspace], object]] = {
    "reading": lambda case: case.reading,
    "case": lambda case: case.case,
    "check": lambda case: case.check(),
    "check_exports": lambda case: case.check_exports(),
    "build": lambda case: case.build(),
    "query": lambda case: case.query("about", actor="dock-union"),
    "why": lambda case: case.why("dock-union"),
    "terms": lambda case: case.terms(),
    "page": lambda case: case.page(case.folder.root / "page.html"),
    "network": lambda case: case.network(),
    "add": lambda case: case.add(case.folder.root / "kg.toml"),
    "export": lambda case: case.export("csv", case.folder.root / "case.csv", profile="team"),
    "import_": lambda case: case.import_(case.folder.data / "actors.csv", dry_run=True),
}
COMMANDS = (
    "init .", "add kg.toml", "check", "check --exports", "tidy", "build", "extract", "evaluate", "import kg.toml --dry-run",
    "query about actor=dock-union", "why dock-union", "terms", "page", "export csv", "load",
)  # fmt: skip


def _connects(canary: Canary) -> Callable[[], None]:
    return lambda: urllib.request.urlopen(f"{canary.address}/struck").close()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_under_the_belt(method: str, case: Path, canary: Canary) -> None:
    """Whoever connects while a method reads or writes the workspace is refused."""
    said = case.parent / "said"
    workspace = kg.open(case)

    def work(_: Path) -> None:
        try:
            METHODS[method](workspace)
        except NetworkError as error:
            said.write_text(str(error))

    assert in_child(work, case, Striker(case, _connects(canary), 1, lasting=False)) >= 10, "it was struck"
    assert (said.read_text(), canary.hits) == (REFUSED.format("127.0.0.1"), [])


def test_opening_and_making_are_under_the_belt(case: Path, canary: Canary) -> None:
    """`kg.open` and `kg.init` too."""
    said = case.parent / "said"

    def work(_: Path) -> None:
        calls: tuple[Callable[[], object], ...] = (lambda: kg.open(case), lambda: kg.init(case / "new"))
        for call in calls:
            with pytest.raises(NetworkError) as caught:
                call()
            said.write_text(str(caught.value))

    (case / "exports" / ".next.part").mkdir()

    in_child(work, case, Striker(case, _connects(canary), 1, lasting=True))

    assert (said.read_text(), canary.hits) == (REFUSED.format("127.0.0.1"), [])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_under_the_belt(command: str, case: Path, canary: Canary) -> None:
    """Whoever connects while a command runs is refused, and the user reads a sentence."""
    said = case.parent / "said"

    def work(_: Path) -> None:
        ran = CliRunner().invoke(main, [*command.split(), *(() if "init" in command else ("-w", str(case)))], catch_exceptions=False)
        said.write_text(f"{ran.exit_code} {ran.stderr.splitlines()[-1]}")

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(case)
        in_child(work, case, Striker(case, _connects(canary), 1, lasting=False))

    assert (said.read_text(), canary.hits) == (f"1 Error: {REFUSED.format('127.0.0.1')}", [])


def test_the_methods_above_are_all_there_are() -> None:
    """A method that is added is tried above, or it fails here."""
    public = {name for name in vars(kg.Workspace) if not name.startswith("_")}

    # The store opens the file of the graph itself, and Python sees nothing of it; what a server does is tried in tests/test_serve_shield.py;
    # an explanation is worked out in a child, whose calls are not seen from here.
    assert public - METHODS.keys() == {"ontology", "graph", "serve", "explain"}
    assert {command.split()[0] for command in COMMANDS} == set(main.list_commands(None)) - {"completion", "serve"}  # type: ignore[arg-type]  # the list is always the same


def test_the_callers_network_is_back_after_a_call(case: Path, canary: Canary) -> None:
    """Also after a call that failed."""
    workspace = kg.open(case)
    (case / "data" / "actors.csv").write_text("id,type,label\n?,?,?\n", encoding="utf-8")
    assert workspace.check()
    with pytest.raises(DataError):
        workspace.build()

    urllib.request.urlopen(canary.address).close()

    assert canary.hits == ["/"]
