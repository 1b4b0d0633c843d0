"""A SPARQL server that fails, lies or stalls: one sentence each, nothing half loaded, and no login where it does not belong."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from cli_kit import copy_of_example, kg

from kg.errors import KgError, NetworkError, QueryError
from kg.graph import remote
from kg.graph.remote import Server, server_at
from kg.vocab import DCT

pytestmark = [pytest.mark.enable_socket]
BASE = "https://example.org/case/"
JSON = {"Content-Type": "application/sparql-results+json"}
SECRET = {"KG_STORE_TOKEN": "s3cret-token"}
ASKED = "SELECT ?s { ?s ?p ?o }"
Answer = tuple[int, dict[str, str], bytes]


def rows(*found: tuple[str, str]) -> bytes:
    """A result in JSON with ?p and ?o."""
    cells = [{"p": {"type": "uri", "value": p}, "o": {"type": "uri" if o.startswith("http") else "literal", "value": o}} for p, o in found]
    return json.dumps({"head": {"vars": ["p", "o"]}, "results": {"bindings": cells}}).encode()


HELD = rows((DCT.identifier, "first"), (DCT.term("hasPart"), f"{BASE}graph/actors"))


@dataclass
class Faulty:
    """What the server answers to a question about the data, and to an update; what it was sent: path, login and body."""

    port: int = 0
    question: Answer = (200, JSON, rows())
    update: Answer = (204, {}, b"")
    #: Called before the body of an answer to a question is sent.
    before: Callable[[], None] = lambda: None
    #: Updates with this word are refused.
    refused: str = ""
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def server(self) -> Server:
        """The server as the program sees it, with a login."""
        place = f"http://127.0.0.1:{self.port}"
        return server_at(f"{place}/query", f"{place}/update", BASE, SECRET)

    def updates(self) -> list[str]:
        """The updates that came, in order."""
        return [parse_qs(body)["update"][0] for path, _, body in self.sent if path == "/update"]


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    """A server for the time of a test, that holds a dataset by its own word."""
    made = Faulty()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            made.sent.append((self.path, self.headers.get("Authorization", ""), body))
            asked = parse_qs(body).get("query", [""])[0]
            about_load = f"<{BASE}load>" in asked
            update = parse_qs(body).get("update", [""])[0]
            answer = made.update if update else (200, JSON, HELD) if about_load else made.question
            status, headers, data = (503, dict[str, str](), b"") if made.refused and made.refused in update else answer
            with contextlib.suppress(OSError):
                self.send_response(status)
                for name, value in {"Content-Length": str(len(data)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.path == "/query" and not about_load:
                    self.wfile.flush()
                    made.before()
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def said(error: KgError) -> str:
    """The sentence and its remedy; the login stands in neither."""
    text = str(error)
    assert "s3cret" not in text
    return text


FAULTS: dict[str, tuple[Answer, type[KgError], str]] = {
    "no login": (
        (401, {"WWW-Authenticate": "Bearer"}, b"who?"), NetworkError,
        "127.0.0.1 wants a login. Set KG_STORE_TOKEN, or KG_STORE_USER and KG_STORE_PASSWORD, in the environment.",
    ),
    "no right": ((403, {}, b""), NetworkError, "127.0.0.1 does not let this login do that. Ask whoever runs the server for the right to it."),
    "nothing here": ((404, {}, b""), NetworkError, '127.0.0.1 has nothing at this address. Look at "store" and "store_update" in kg.toml.'),
    "refused query": ((400, {}, b"line 1:\x1b[31m no\n"), QueryError, "127.0.0.1 cannot read the query: line 1: [31m no"),
    "broken": ((500, {}, b"out of\x00memory"), NetworkError, "127.0.0.1 answered 500: out of memory"),
    "echo": ((500, {}, b"token s3cret-token is too old"), NetworkError, "127.0.0.1 answered 500: token … is too old"),
    "cut in its own error": (
        (502, {"Transfer-Encoding": "chunked", "Content-Length": ""}, b"ff\r\nx"), NetworkError, "127.0.0.1 answered 502: x",
    ),
    "busy": ((503, {"Retry-After": "30"}, b""), NetworkError, "127.0.0.1 is too busy to answer. Try again in 30 s."),
    "busy, and lies": ((429, {"Retry-After": "never; rm -rf"}, b""), NetworkError, "127.0.0.1 is too busy to answer. Try again later."),
    "web page": (
        (200, {"Content-Type": "text/html"}, b"<h1>Welcome</h1>"), NetworkError,
        '127.0.0.1 is no SPARQL server at this address: it answered with text/html. Look at "store" in kg.toml.',
    ),
    "no JSON": ((200, JSON, b"<sparql/>"), NetworkError, "The answer of 127.0.0.1 is damaged or was cut short. Narrow the query, or try again."),
    "broken triples": (
        (200, {"Content-Type": "application/n-triples"}, b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn"), NetworkError,
        "The answer of 127.0.0.1 is damaged or was cut short. Narrow the query, or try again.",
    ),
    "less than it says": ((200, JSON | {"Content-Length": "500"}, b"{"), NetworkError, "Only 1 of 500 bytes came from 127.0.0.1. Try again."),
    "broken pieces": (
        (200, JSON | {"Transfer-Encoding": "chunked", "Content-Length": ""}, b"ff\r\n{"), NetworkError,
        "The answer of 127.0.0.1 is damaged or was cut short. Try again.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence_with_its_remedy(name: str, faulty: Faulty) -> None:
    """Whatever the server says of itself is shown safe to print, and short."""
    faulty.question, kind, sentence = FAULTS[name]

    with pytest.raises(kind) as raised:
        list(faulty.server.query(ASKED))

    assert said(raised.value) == sentence


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirection_is_followed(status: int, faulty: Faulty) -> None:
    """Neither the question nor the login goes to whoever the server names."""
    faulty.question = status, {"Location": f"http://127.0.0.1:{faulty.port}/elsewhere"}, b""

    with pytest.raises(NetworkError) as raised:
        faulty.server.query(ASKED)

    assert said(raised.value) == (
        '127.0.0.1 sends elsewhere, and nothing is sent there. Write the address that is meant in kg.toml, as "store" or "store_update".'
    )
    assert {path for path, _, _ in faulty.sent} == {"/query"}


def test_an_answer_without_end_is_cut(faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of bytes holds for what comes, not for what is promised."""
    monkeypatch.setattr(remote, "MOST_BYTES", 1_000_000)
    faulty.question = 200, JSON, b" " * 3_000_000

    with pytest.raises(NetworkError, match=r"^The answer of 127\.0\.0\.1 is larger than 1 MB\. Narrow the query, or give it a LIMIT\.$"):
        faulty.server.query(ASKED)


def test_a_server_that_says_nothing_is_not_waited_for(faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither before nor between the pieces of an answer."""
    monkeypatch.setattr(remote, "_WAIT", 0.3)
    faulty.before = lambda: time.sleep(1)

    with pytest.raises(NetworkError) as raised:
        faulty.server.query(ASKED)

    assert said(raised.value) == "127.0.0.1 did not answer within 0.3 s. Narrow the query, or try again later."


def test_nobody_there_is_told() -> None:
    """A port at which nobody listens."""
    with pytest.raises(NetworkError) as raised:
        server_at("http://127.0.0.1:9/query", "", BASE, SECRET).query(ASKED)

    assert said(raised.value) == "127.0.0.1 cannot be reached: Connection refused."


def test_a_load_that_is_refused_half_way_leaves_the_old_dataset_named(faulty: Faulty) -> None:
    """After the first refusal nothing more is sent: graphs are exchanged last, and the old ones stay marked as the dataset."""
    faulty.question = 200, JSON, json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "1"}}]}}).encode()

    with pytest.raises(NetworkError, match="kept 1 of 2 triples of a graph; the old dataset stands"):
        faulty.server.replace("second", {f"{BASE}graph/actors": ["<urn:a> <urn:b> <urn:c> .", "<urn:a> <urn:b> <urn:d> ."]})

    assert not any("MOVE" in text for text in faulty.updates())
    assert '"first"' in faulty.updates()[1]
    assert {login for _, login, _ in faulty.sent} == {"Bearer s3cret-token"}


def test_a_refused_exchange_leaves_the_old_dataset_to_its_readers(faulty: Faulty) -> None:
    """Nothing was moved: the mark of the old dataset, taken away for the time of the exchange, is put back."""
    faulty.question = 200, JSON, json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "1"}}]}}).encode()
    faulty.refused = "MOVE"

    with pytest.raises(NetworkError, match=r"^127\.0\.0\.1 is too busy to answer\. Try again later\.$"):
        faulty.server.replace("second", {f"{BASE}graph/actors": ["<urn:a> <urn:b> <urn:c> ."]})

    *_, away, exchange, back = faulty.updates()
    assert ('"first"' in away, "MOVE" in exchange, '"first"' in back) == (False, True, True)


def test_a_load_that_is_not_seen_is_no_load(faulty: Faulty) -> None:
    """A page that answers every update with 200, as one that wants a login, has taken nothing."""
    faulty.question = 200, JSON, json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "1"}}]}}).encode()
    faulty.update = 200, {"Content-Type": "text/html"}, b"<h1>Who are you?</h1>"

    with pytest.raises(NetworkError, match="took the load and does not show it"):
        faulty.server.replace("second", {f"{BASE}graph/actors": ["<urn:a> <urn:b> <urn:c> ."]})


def test_a_password_is_cut_out_as_it_was_typed(faulty: Faulty) -> None:
    """A server may decode what it was sent before it writes it into its error."""
    faulty.question = 400, {}, b"user ada with hunter2-long may not ask"
    place = f"http://127.0.0.1:{faulty.port}/query"

    with pytest.raises(QueryError) as raised:
        server_at(place, "", BASE, {"KG_STORE_USER": "ada", "KG_STORE_PASSWORD": "hunter2-long"}).query(ASKED)

    assert str(raised.value) == "127.0.0.1 cannot read the query: user ada with … may not ask"


def test_the_command_says_it_without_a_traceback(faulty: Faulty, tmp_path: Path) -> None:
    """Exit code 1 and one line, and the login is not in it."""
    folder = copy_of_example(tmp_path / "case")
    settings = folder.root / "kg.toml"
    settings.write_text(f'store = "http://127.0.0.1:{faulty.port}/query"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    faulty.question = FAULTS["busy"][0]

    ran = kg("query", "--online", "contradictions", cwd=folder.root)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "Asking 127.0.0.1 …\nError: 127.0.0.1 is too busy to answer. Try again in 30 s.\n"
