"""Requests made at random: whatever is asked in whatever way, the server answers with a sentence, its headers, and no fault of its own."""

from __future__ import annotations

import contextlib
import socket
from urllib.parse import quote

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from limits_kit import PATIENCE
from more import TIMES
from serve_kit import MARKS, Server

pytestmark = MARKS

#: What every answer carries, also one to what is no HTTP.
HEADERS = ("x-content-type-options: nosniff", "referrer-policy: no-referrer", "cache-control: no-store", "content-security-policy: ")
QUERIES = (
    "ASK {}", "SELECT * { ?a kg:memberOf ?b }", "SELECT ?a { ?a kg:memberOf", "CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b } LIMIT 3", "DESCRIBE actor:acra",
    "SELECT * FROM <urn:x> { ?a ?b ?c }", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", "DELETE WHERE { ?a ?b ?c }", "\x00", "SELECT (1/0 AS ?x) {}",
)  # fmt: skip
PATHS = (
    "/", "/sparql", "/graph.nq", "/graph.trig", "/statements.csv", "/index.html", "/health", "/void", "/.well-known/void", "/editor.js", "//evil.example/", "/../kg.toml",
    "/sparql/../graph.nq", "/%2e%2e/kg.toml", "/%00", "/%", "/sparql?query", "*", "http://127.0.0.1/sparql",
)  # fmt: skip
NAMES = ("query", "update", "default-graph-uri", "named-graph-uri", "format", "output", "first", "hints", "timeout", "token", "graph", "name")
METHODS = ("GET", "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get", "BREW")
FIELDS = ("Accept", "Content-Type", "Origin", "Sec-Fetch-Site", "Authorization", "Accept-Encoding", "Range", "If-None-Match", "X-Forwarded-Host", "Expect")  # fmt: skip
SAID = (
    "*/*", "text/csv", "application/sparql-results+json;q=0.2, text/turtle", "q=;;,", "application/x-www-form-urlencoded", "application/sparql-query; charset=utf-16",
    "application/sparql-update", "null", "https://evil.example", "cross-site", "Basic Og==", "bytes=5-1", "-1", "5", "99999999999", "100-continue", "multipart/form-data",
)  # fmt: skip
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12)


@st.composite
def request_(draw: st.DrawFn) -> bytes:
    """One request, as bytes."""
    path = draw(st.sampled_from(PATHS) | TEXT.map(lambda text: "/" + quote(text, safe="/%?=")))
    values = draw(st.lists(st.tuples(st.sampled_from(NAMES) | TEXT, st.sampled_from(QUERIES) | TEXT), max_size=3))
    asked = "&".join(f"{quote(name)}={quote(value)}" for name, value in values)
    body = draw(st.sampled_from(("", asked, *QUERIES))).encode()
    head = [f"{draw(st.sampled_from(METHODS))} {path}{'?' if '?' not in path else '&'}{asked} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    head += [f"{name}: {value}" for name, value in draw(st.lists(st.tuples(st.sampled_from(FIELDS), st.sampled_from(SAID)), max_size=3))]
    # More than comes is announced in the tests of slow clients: the server waits for it, as it must.
    head.append(f"Content-Length: {draw(st.sampled_from((len(body), len(body), len(body), 0, '-1', 'many')))}")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def answered(server: Server, sent: bytes) -> str:
    """The head of the answer."""
    received = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(sent)
        while b"\r\n\r\n" not in received and (more := connection.recv(65_536)):
            received += more
    return received.partition(b"\r\n\r\n")[0].decode("latin-1")


STATUSES: set[int] = set()


@settings(max_examples=500 * TIMES, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(sent=request_())
def ask(server: Server, sent: bytes) -> None:
    """Every answer is of the protocol, carries the headers, and none says that the server failed."""
    head = answered(server, sent)

    assert head, sent
    status = int(head.split(" ")[1])
    STATUSES.add(status)
    assert status < 500 or status == 503, (sent, head)
    assert [name for name in HEADERS if name not in head.lower()] == [], (sent, head)


def test_no_request_finds_a_fault_of_the_server(server: Server) -> None:
    """Five hundred of them, of all methods, addresses, headers and bodies; afterwards it answers as before."""
    ask(server)

    assert {200, 400, 404, 405} <= STATUSES
    assert server.get("/health").status == 200
    assert [line for line in server.said if "Traceback" in line] == []
