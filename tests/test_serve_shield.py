"""Attacks on the server, each tried for real and refused: foreign names, foreign pages, too much, too slow, secrets in addresses."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import time
from pathlib import Path

import pytest
from cli_kit import example, kg
from limits_kit import PATIENCE
from maker import make_workspace
from serve_kit import MARKS, Server, served

from kg.folder import Folder

pytestmark = MARKS

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80@127.0.0.1", "127.0.0.1 evil", "", "127.0.0.1:80:80",
        "127.0.0.1/..", "graph.example.net.", "[::2]", "0.0.0.0", "2130706433",
    ],
)  # fmt: skip
def test_a_foreign_name_gets_nothing(server: Server, host: str) -> None:
    """DNS rebinding: a page whose name was made to point here still sends its own name."""
    for path in ("/", "/sparql?query=ASK{}", "/graph.nq", "/nothing"):
        got = server.get(path, headers={"Host": host})
        assert got.status == 400, path
        assert b"kg" not in got.body


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:9", "[::1]", "[::1]:7300", "graph.example.net", "graph.example.net:443"])
def test_our_own_names_are_known_at_any_port(server: Server, host: str) -> None:
    """The names of this machine and those that were given are let in; a port does not matter, since a proxy may have another."""
    assert server.get("/health", headers={"Host": host}).status == 200


def test_two_names_are_none(server: Server) -> None:
    """A request with two Host headers is refused, whatever a proxy before it made of them."""
    assert b" 400 " in _raw(server, b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n").split(b"\r\n")[0]
    assert b" 400 " in _raw(server, b"GET /health HTTP/1.1\r\n\r\n").split(b"\r\n")[0]


FOREIGN = [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_page_of_another_site_posts_in_vain(server: Server, headers: dict[str, str]) -> None:
    """A form or a script elsewhere that posts here is refused; the same post without a page behind it is answered."""
    assert server.form(headers, query="ASK {}").status == 403
    assert server.form(query="ASK {}").status == 200
    assert server.form({"Origin": server.address.rstrip("/"), "Sec-Fetch-Site": "same-origin"}, query="ASK {}").status == 200


def test_what_explains_a_query_is_guarded_as_what_runs_it(server: Server) -> None:
    """A name, a page elsewhere, a body and a query that are refused at `/sparql` are refused where it is explained."""
    kind = {"Content-Type": "application/sparql-query"}
    path, service = "/sparql/explain", b"ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    tries = [
        ({"Host": "evil.example"}, b"ASK {}", 400),
        ({"Origin": "null"}, b"ASK {}", 403),
        ({}, b"x" * 65_537, 413),
        ({}, service, 400),
        ({}, b"ASK {}", 200),
    ]
    assert [server.get(path, "POST", body=body, headers={**kind, **more}).status for more, body, _ in tries] == [status for _, _, status in tries]


def test_a_page_of_another_site_embeds_and_reads_nothing(server: Server) -> None:
    """A picture, script or frame elsewhere that names our address gets nothing, while a link that is followed shows the page."""
    for dest, mode in (("image", "no-cors"), ("script", "no-cors"), ("iframe", "navigate"), ("empty", "cors")):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": dest, "Sec-Fetch-Mode": mode}
        assert server.get("/graph.nq", headers=headers).status == 403
    assert server.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}).status == 200


def test_no_other_origin_is_ever_allowed(server: Server) -> None:
    """CORS: no answer names another origin, and what a browser asks first is refused."""
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Private-Network": "true"}
    for got in (server.get(method="OPTIONS", headers=asked), server.get("/", headers={"Origin": server.address.rstrip("/")}), server.ask("ASK {}")):
        assert not [name for name in got.headers if name.startswith("access-control")]
    assert server.get(method="OPTIONS", headers=asked).status == 405


def test_a_body_that_is_too_large_is_not_read(server: Server) -> None:
    """A length over the limit is refused at once, one that is not told after the limit, and a lie about it is no way in."""
    head = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
    assert server.get(method="POST", body=b"x" * 65_537, headers={"Content-Type": "application/sparql-query"}).status == 413
    assert b" 413 " in _raw(server, head + b"Content-Length: 99999999999\r\n\r\n").split(b"\r\n")[0]
    chunks = b"10000\r\n" + b"x" * 65_536 + b"\r\n1\r\nx\r\n0\r\n\r\n"
    assert b" 413 " in _raw(server, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks).split(b"\r\n")[0]
    both = head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert re.match(rb"HTTP/1.1 [24]", _raw(server, both))
    assert server.get(method="POST", body=b"x" * 60_000, headers={"Content-Type": "application/sparql-query"}).status == 400


def test_addresses_and_headers_have_limits(server: Server) -> None:
    """A long address is sent to POST, long headers and many of them are refused."""
    assert server.get("/sparql?query=" + "x" * 70_000).status == 414
    assert server.get("/", headers={"X-Long": "x" * 20_000}).status == 431
    assert server.get("/", headers={f"X-{n}": "x" for n in range(80)}).status == 431
    assert b" 431 " in _raw(server, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 120_000 + b"\r\n\r\n").split(b"\r\n")[0]


@pytest.mark.parametrize("name", ["token", "access_token", "t", "key", "Password"])
def test_a_secret_in_an_address_is_refused(server: Server, name: str) -> None:
    """Whoever writes a secret into an address is told to send it otherwise, whether there is one to know or not."""
    got = server.get(f"/?{name}=abc")
    assert (got.status, got.text) == (400, "A secret has no place in an address. Send it as a password.\n")


def test_every_answer_has_the_headers_that_protect_it(server: Server) -> None:
    """Also what is refused, at any point: no answer without them, and none that says what program it is."""
    answers = [
        server.get("/"), server.get("/sparql"), server.ask("ASK {}"), server.get("/nothing"), server.get(method="PUT"), server.get("/health"),
        server.get("/", headers={"Host": "evil"}), server.form({"Origin": "null"}, query="ASK {}"), server.get("/graph.nq"), server.get(token="x"),
        server.get("/sparql", headers={"Accept": "text/html"}), server.get("/", headers={"X-Long": "x" * 20_000}),
    ]  # fmt: skip
    for got in answers:
        assert HEADERS.items() <= got.headers.items()
        assert got.headers["x-frame-options"] in ("DENY", "SAMEORIGIN")
        policy = got.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors" in policy
        assert not [word for word in ("unsafe-eval", "http:", "https:", "*") if word in policy]
        assert "server" not in got.headers


@pytest.mark.parametrize("request_", [b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nno header\r\n\r\n", b"\x16\x03\x01\x02\x00\x01"])
def test_what_is_no_http_is_answered_with_the_same_headers(server: Server, request_: bytes) -> None:
    """Also where no request could be read at all; nothing of it is repeated."""
    got = _raw(server, request_ + b"\r\n\r\n").lower()
    assert got.startswith(b"http/1.1 400 ")
    assert all(f"{name}: {value}".encode() in got for name, value in HEADERS.items())
    assert b"nonsense" not in got


def test_no_path_leads_anywhere_else(server: Server) -> None:
    """Nothing redirects, nothing is echoed, and no path leaves the files that are served."""
    for path in (
        "//evil.example/",
        "/../etc/passwd",
        "/%2e%2e/kg.toml",
        "/kg.toml",
        "/sparql/..%2f..%2fkg.toml",
        "/sparql/../graph.nq",
        "/sparql//",
        "/\\evil",
    ):
        got = server.get(path)
        assert (got.status, "location" in got.headers) == (404, False), path
        assert "evil" not in got.text
        assert "etc" not in got.text


def test_a_slow_client_is_let_go() -> None:
    """A head that comes by drops, a body that does not end, and a connection that says nothing each end; others are answered meanwhile."""
    with served(example().root, before="import kg.serve.run as run; run.PATIENCE = 1.5") as server:
        _be_slow(server)


def _be_slow(server: Server) -> None:
    silent, dripping, lingering = _connected(server), _connected(server), _connected(server)
    lingering.sendall(b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\nContent-Length: 10\r\n\r\nASK")
    dripping.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    begun = time.monotonic()
    with contextlib.suppress(OSError):
        while time.monotonic() - begun < PATIENCE:
            dripping.sendall(b"X: y\r\n")
            time.sleep(0.2)
            assert server.get("/health").status == 200
    assert time.monotonic() - begun < PATIENCE
    assert silent.recv(100) == b""
    assert b" 408 " in lingering.recv(100)
    for connection in (silent, dripping, lingering):
        connection.close()


def test_a_team_that_others_can_reach_has_a_password(server: Server) -> None:
    """Beyond this machine the team's copy is shown to who knows the password only; it is in no address and in no answer."""
    with served(example().root, "--host", "0.0.0.0", "--profile", "team") as open_to_all:
        said = "\n".join(open_to_all.said)
        token = re.findall(r"The password, with any user name: (\S+)", said)
        for _ in range(100):
            if token:
                break
            time.sleep(0.05)
            token = re.findall(r"The password, with any user name: (\S+)", "\n".join(open_to_all.said))
        assert token[0] not in open_to_all.address
        assert "put a proxy with TLS before it" in "\n".join(open_to_all.said)
        refused = open_to_all.get("/")
        assert (refused.status, refused.headers["www-authenticate"]) == (401, 'Basic realm="kg", charset="UTF-8"')
        basic = base64.b64encode(f"anybody:{token[0]}".encode()).decode()
        hosts = {"192.168.1.5:7300": 401, "[fe80::1]": 401, "evil.example": 400, "192.168.1.5.evil.example": 400}
        assert {host: open_to_all.get("/health", headers={"Host": host}).status for host in hosts} == hosts
        for given, status in (
            (f"Basic {basic}", 200), (f"Bearer {token[0]}", 200), ("Bearer x", 401), ("Basic !!", 401), (f"Basic {token[0]}", 401), ("", 401),
        ):  # fmt: skip
            assert open_to_all.get("/health", headers={"Authorization": given}).status == status, given


def test_the_public_sees_the_redacted_dataset_only(tmp_path: Path) -> None:
    """Beyond this machine everything that is served, page, files and answers, is the public's, made of what was built."""
    make_workspace(
        tmp_path,
        actors=[
            {"id": "silva", "type": "Company", "label": "Silva Shipping"},
            {"id": "c-1", "type": "Person", "label": "Marama Quill", "publish": "no"},
        ],
        sources=[{"id": "wire", "kind": "news", "title": "The Wire"}],
        statements=[
            {"subject": "silva", "relation": "aided", "object": "c-1", "modality": "asserted", "source": "wire", "locator": "p. 1", "curator": "ed"}
        ],
    )
    folder = Folder(tmp_path)
    built = kg("build", "-w", str(tmp_path))
    assert built.code == 0, built.err
    assert "Marama Quill" in (folder.exports / "graph.nq").read_text(encoding="utf-8")
    with served(folder.root, "--host", "0.0.0.0") as public:
        assert "for anybody" in public.said[0]
        for path in ("/", "/graph.nq", "/graph.trig", "/statements.csv", "/.well-known/void", "/sparql", "/sparql/words"):
            got = public.get(path)
            assert got.status == 200, path
            assert b"Marama Quill" not in got.body, path
            assert b"c-1" not in got.body, path
        found = public.ask('ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), "Marama") || CONTAINS(STR(?s), "c-1")) }', "text/csv")
        assert found.text.split() == ["false"]
    settings = folder.root / "kg.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    refused = kg("serve", "-w", str(folder.root), "--profile", "public", "--port", "0")
    assert refused.code == 1
    assert refused.err == "Error: The workspace is not what was built last; the public sees only what was. Run: kg build\n"


def _connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)


def _raw(server: Server, request: bytes) -> bytes:
    with _connected(server) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(request)
        received = b""
        with contextlib.suppress(OSError):
            while b"\r\n\r\n" not in received and (piece := connection.recv(1 << 16)):
                received += piece
        return received
