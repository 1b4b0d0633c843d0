"""`kg add --online ADDRESS`: the one way in which the program asks another machine, and all that it does not do on the way."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from add_kit import ARTICLE, case, page, sources
from cli_kit import kg

import kg as program
from kg.documents.fetch import address_of, fetch
from kg.documents.taken import UnreadableError
from kg.folder import Folder
from kg.limits import Limits

pytestmark = pytest.mark.enable_socket

HTML = "text/html; charset=utf-8"


@dataclass
class Site:
    """What a server on this machine answers by path, and what it was asked: paths and headers."""

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    """A server for the time of a test."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, dict(self.headers)))
            status, headers, body = made.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                for piece in [bytes([one]) for one in body] if "drip" in self.path else [body]:
                    self.wfile.write(piece)
                    time.sleep(0.05 if "drip" in self.path else 0)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A sound workspace."""
    return case(tmp_path / "case")


def test_nothing_is_asked_without_leave(folder: Folder, site: Site) -> None:
    """An address alone is no leave: that somebody reads it is told to its host."""
    ran = kg("add", site.at("/a"), cwd=folder.root)

    assert (ran.code, ran.err, site.asked) == (
        2, "Error: kg asks nobody by itself; to fetch this tells 127.0.0.1 that somebody reads it. If that may be, add: --online\n", [],
    )  # fmt: skip


def test_a_page_is_fetched_and_nothing_that_it_names(folder: Folder, site: Site) -> None:
    """One request without a cookie; the address that was typed and the day are in the row, not what the page claims to be at."""
    inside = f'<img src="{site.at("/pixel")}"><iframe src="{site.at("/frame")}"></iframe><link rel="stylesheet" href="{site.at("/style")}">'
    site.answers["/a%20b?x=1"] = 200, {"Content-Type": HTML, "Set-Cookie": "seen=1"}, page(inside)

    ran = kg("add", "--online", site.at("/a%20b?x=1#top"), cwd=folder.root)

    assert (ran.code, ran.out) == (0, "union-sues-silva-shipping\n")
    ((path, headers),) = site.asked
    assert (path, {name: headers.get(name) for name in ("User-Agent", "Cookie", "Referer", "Accept-Language", "Accept-Encoding")}) == (
        "/a%20b?x=1", {"User-Agent": "Mozilla/5.0", "Cookie": None, "Referer": None, "Accept-Language": None, "Accept-Encoding": "identity"},
    )  # fmt: skip
    source = program.open(folder.root).case.source_by_id["union-sues-silva-shipping"]
    assert (source.url, source.retrieved, source.sha256) == (site.at("/a%20b?x=1"), date.today(), hashlib.sha256(page(inside)).hexdigest())
    assert (folder.documents / source.document).read_text(encoding="utf-8") == ARTICLE
    assert kg("check", cwd=folder.root).code == 0


def test_the_type_decides_and_the_ending_only_where_there_is_none(folder: Folder, site: Site) -> None:
    """A page may lie at an address that ends in .pdf; a server that knows no Markdown calls it text."""
    site.answers["/report.pdf"] = 200, {"Content-Type": "text/plain; charset=windows-1252"}, "Médecins met Lena Moor.".encode("windows-1252")
    site.answers["/m.md"] = 200, {"Content-Type": "text/plain"}, b"# Minutes\n\nLena Moor met Ana Silva.\n"
    site.answers["/c.txt"] = 200, {"Content-Type": "application/octet-stream"}, b"Cedar met Lena Moor.\n"

    ran = kg("add", "--online", site.at("/report.pdf"), site.at("/m.md"), site.at("/c.txt"), cwd=folder.root)

    assert (ran.code, ran.out) == (0, "report\nminutes\nc\n")
    assert "  read as windows-1252, as the file itself says\n" in ran.err
    assert (folder.documents / "report.txt").read_text(encoding="utf-8") == "Médecins met Lena Moor."
    assert (folder.documents / "minutes.md").exists()


def test_what_changed_at_its_address_is_a_source_of_its_own(folder: Folder, site: Site) -> None:
    """Fetched again: nothing where nothing changed, another row where something did; the first text stays."""
    site.answers["/a"] = 200, {"Content-Type": HTML}, page()
    kg("add", "--online", site.at("/a"), cwd=folder.root)
    again = kg("add", "--online", site.at("/a"), cwd=folder.root)
    site.answers["/a"] = 200, {"Content-Type": HTML}, page("<p>Corrected: the crew was paid in full on Tuesday.</p>")
    changed = kg("add", "--online", site.at("/a"), cwd=folder.root)

    assert (again.code, again.out, again.err) == (0, "", f"{site.at('/a')}: is union-sues-silva-shipping already; nothing was added.\n")
    assert (changed.code, changed.out) == (0, "union-sues-silva-shipping-2\n")
    assert "Another version of union-sues-silva-shipping" in sources(folder)[-1]
    assert (folder.documents / "union-sues-silva-shipping.txt").read_text(encoding="utf-8") == ARTICLE


def test_other_hosts_are_told_and_not_asked(folder: Folder, site: Site) -> None:
    """A redirection on the host is followed, any other is the user's to decide; so is one to a file."""
    site.answers["/old"] = 301, {"Location": "/new"}, b""
    site.answers["/new"] = 200, {"Content-Type": HTML}, page()
    site.answers["/away"] = 302, {"Location": site.at("/new", "localhost")}, b""
    site.answers["/file"] = 302, {"Location": "file:///etc/hostname"}, b""
    site.answers["/loop"] = 302, {"Location": "/loop"}, b""

    ran = kg("add", "--online", *map(site.at, ("/away", "/file", "/loop", "/old")), cwd=folder.root)

    assert (ran.code, ran.out) == (1, "union-sues-silva-shipping\n")
    assert program.open(folder.root).case.source_by_id["union-sues-silva-shipping"].url == site.at("/new")
    lines = ran.err.splitlines()
    again = "If you trust that address, add it in the place of this one."
    assert f"{site.at('/away')}: leads elsewhere, to {site.at('/new', 'localhost')}, which was not asked. {again}" in lines
    assert [line for line in lines if line.startswith(f"{site.at('/file')}: is not given out: the server answered 302 ")]
    assert [path for path, headers in site.asked if headers["Host"] != f"127.0.0.1:{site.port}"] == []
    assert sum(path == "/loop" for path, _ in site.asked) <= 6


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"Content-Type": "image/png"}, "is of the type image/png, which is no document that is read."),
        ({}, "is of the type unknown, which is no document that is read."),
        ({"Content-Type": HTML, "Content-Encoding": "gzip"}, "could not be fetched: it came packed as gzip, which was not asked for."),
        ({"Content-Type": HTML, "Content-Length": "5000"}, "could not be fetched: "),
    ],
    ids=["image", "no type", "packed", "cut off"],
)
def test_what_is_no_whole_document_is_one_line(folder: Folder, site: Site, headers: dict[str, str], said: str) -> None:
    """Nothing half fetched is held."""
    site.answers["/a"] = 200, headers, page()
    before = sources(folder)

    ran = kg("add", "--online", site.at("/a"), cwd=folder.root)

    assert (ran.code, sources(folder)) == (1, before)
    assert ran.err.startswith(f"{site.at('/a')}: {said}")
    assert ran.err.endswith("\n1 finding; nothing was added.\n")


def test_a_server_that_says_no_or_is_not_there_is_one_line(folder: Folder, site: Site) -> None:
    """With what it answered, or why it could not be reached."""
    ran = kg("add", "--online", site.at("/gone"), "http://127.0.0.1:1/", cwd=folder.root)

    assert ran.err == (
        f"{site.at('/gone')}: is not given out: the server answered 404 Not Found. Open it in the browser; if it shows there, save it and add the file.\n"
        "http://127.0.0.1:1/: could not be fetched: Connection refused. Try again later, or save it from the browser and add the file.\n"
        "2 findings; nothing was added.\n"
    )


def test_a_proxy_is_used_and_never_gone_around(folder: Folder, site: Site) -> None:
    """Whoever set one does not want to be seen: the proxy is asked for the address, and where it is of a kind that is not known, nobody is."""
    site.answers["http://tide.example/a"] = 200, {"Content-Type": HTML}, page()

    ran = kg("add", "--online", "http://tide.example/a", cwd=folder.root, http_proxy=site.at(""), no_proxy="")
    other = kg("add", "--online", site.at("/b"), cwd=folder.root, all_proxy="socks5h://127.0.0.1:9", no_proxy="")

    assert (ran.code, ran.out, [path for path, _ in site.asked]) == (0, "union-sues-silva-shipping\n", ["http://tide.example/a"])
    assert other.err.startswith(f"{site.at('/b')}: could not be fetched: your system names a proxy of a kind that is not known here.")


def test_a_server_that_answers_letter_by_letter_is_left(site: Site) -> None:
    """Each letter comes in time, and the whole never would."""
    site.answers["/drip"] = 200, {"Content-Type": HTML}, page() * 50

    with pytest.raises(UnreadableError) as caught:
        fetch(site.at("/drip"), limits=Limits(seconds=2))

    assert (caught.value.code, caught.value.values) == ("add-unreached", {"detail": "it was stopped after 2 s"})


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ("ftp://tide.example/a", "only http and https are fetched"),
        ("file:///etc/hostname", "only http and https are fetched"),
        ("javascript://tide.example/%0aalert(1)", "only http and https are fetched"),
        ("https:///a", "only http and https are fetched"),
        ("https://ana:secret@tide.example/a", "it holds a name or a password, which would be kept with the source"),
        ("https://tide.example:99999/", "it is no address"),
        ("https://[::1/", "it is no address"),
        ("https://tide.example/a b", "it holds blanks or signs that no address has"),
    ],
)
def test_what_is_no_address_of_the_web_is_not_fetched(typed: str, detail: str) -> None:
    """Refused before anything is looked up."""
    with pytest.raises(UnreadableError) as caught:
        address_of(typed)

    assert (caught.value.code, caught.value.values) == ("add-address", {"detail": detail})


def test_an_address_with_letters_of_any_script_is_escaped() -> None:
    """As a browser sends it; the fragment stays at home."""
    assert address_of("https://tide.example/é?q=\u1780&r=%20#top") == "https://tide.example/%C3%A9?q=%E1%9E%80&r=%20"
