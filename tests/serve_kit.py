"""The real server in a process of its own, and a client that says exactly what it is told to."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from limits_kit import PATIENCE, until

__all__ = ["EVERYTHING", "MARKS", "Got", "Server", "served", "server"]

# One group: one worker starts servers, so that two of them never share the two cores.
MARKS = [
    pytest.mark.server,
    pytest.mark.enable_socket,
    pytest.mark.skipif(sys.platform != "linux", reason="children are looked at in /proc"),
]
EVERYTHING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@dataclass(frozen=True)
class Got:
    """An answer: status, headers in lower case, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of results in JSON, each value as text."""
        return [{name: term["value"] for name, term in row.items()} for row in json.loads(self.body)["results"]["bindings"]]


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[str]
    address: str
    said: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rstrip("/").rpartition(":")[2])

    def get(
        self, path: str = "/sparql", method: str = "GET", *, body: bytes | None = None, headers: Mapping[str, str] | None = None, **values: Any
    ) -> Got:
        """What it answers; `values` go into the address, and a list gives a name several times."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            said = dict(headers or {})
            connection.putrequest(method, path + (f"?{urlencode(values, doseq=True)}" if values else ""), skip_host="Host" in said)
            if body is not None:
                said.setdefault("Content-Length", str(len(body)))
            for name, value in said.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return Got(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())

    def ask(self, query: str, accept: str = "application/sparql-results+json", **values: Any) -> Got:
        """The answer to a query, by GET."""
        return self.get(headers={"Accept": accept}, query=query, **values)

    def form(self, headers: Mapping[str, str] | None = None, **values: Any) -> Got:
        """The answer to a form that is posted."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.get(method="POST", body=urlencode(values, doseq=True).encode(), headers={**kind, **(headers or {})})

    def end(self) -> int:
        """Its exit code, after Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@contextlib.contextmanager
def served(folder: Path, *options: str, before: str = "") -> Iterator[Server]:
    """A server of a built workspace, after some Python that shortens its waits; it ends with the block."""
    start = ["-c", f"{before}\nfrom kg.cli import main\nmain()"] if before else ["-m", "kg"]
    command = [sys.executable, *start, "serve", "-w", str(folder), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    server = Server(process, "")
    reader = threading.Thread(target=_listen, args=(server,), daemon=True)
    reader.start()
    try:
        until(lambda: any(line.startswith("http://") for line in server.said) or process.poll() is not None)
        found = re.match(r"http://\S+", next((line for line in server.said if line.startswith("http://")), ""))
        assert found, server.said
        server.address = found[0]
        yield server
    finally:
        if process.poll() is None:
            server.end()
        reader.join(PATIENCE)
        assert process.stderr
        process.stderr.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The shipped case, served for all tests that only ask; under one more name, and with few rows."""
    from cli_kit import example

    with served(example().root, "--max-rows", "500", "--name", "graph.example.net") as found:
        yield found


def _listen(server: Server) -> None:
    assert server.process.stderr
    for line in server.process.stderr:
        server.said.append(line.rstrip("\n"))
