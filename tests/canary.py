"""A server on this machine that notes every request, and a file that nobody may open: whoever reaches them is seen."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

__all__ = ["SECRET", "Canary", "listening", "secret_file"]

#: What the server answers with and the file holds; in no output of ours.
SECRET = "canary-text-7261"
_RESULTS = '{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"urn:%s"}}]}}'
#: What each kind of reader would take for a good answer.
_BODIES = {
    "sparql": ("application/sparql-results+json", _RESULTS % SECRET),
    "context": ("application/ld+json", f'{{"@context": {{"@vocab": "urn:{SECRET}:"}}}}'),
}
_TURTLE = ("text/turtle", f"<urn:{SECRET}> <urn:p> <urn:o> .\n")


@dataclass(frozen=True)
class Canary:
    """Where the server listens, and the paths it was asked for."""

    address: str
    hits: list[str]

    @property
    def port(self) -> int:
        """The port of the server."""
        return int(self.address.rpartition(":")[2])


def secret_file(folder: Path) -> Path:
    """A file that would be good Turtle, a good table and a good context."""
    path = folder / "secret.jsonld"
    path.write_text(_BODIES["context"][1], encoding="utf-8")
    return path


@contextlib.contextmanager
def listening() -> Iterator[Canary]:
    """The server, while the block runs; the test must be allowed sockets."""
    hits: list[str] = []
    handler = type("Handler", (_Handler,), {"hits": hits})
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield Canary(f"http://127.0.0.1:{server.server_port}", hits)
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Says nothing of those who leave before they are answered."""


class _Handler(BaseHTTPRequestHandler):
    hits: list[str]

    def do_GET(self) -> None:
        self.hits.append(self.path)
        kind, body = next((found for word, found in _BODIES.items() if word in self.path), _TURTLE)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_POST(self) -> None:
        self.do_GET()

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Says nothing."""
