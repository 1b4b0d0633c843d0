"""A SPARQL 1.1 server that holds the dataset: asked as the store in process is, and loaded so that nobody reads half of it.

Only what every server has: queries and updates by POST, results as JSON, triples as N-Triples. Each question names the
graphs that it is about, so that neither graphs of others nor a load that is on its way are ever part of an answer.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from kg.errors import NetworkError, QueryError, UsageError
from kg.offline import online
from kg.vocab import DCT

__all__ = ["Held", "Server", "Triples", "by_graph", "server_at"]

T = TypeVar("T")

MOST_BYTES = 64_000_000
#: Seconds for one sign of life, and for a whole answer.
_WAIT, _WHOLE = 20.0, 300.0
_RESULTS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Held:
    """What a server says that it holds of a workspace."""

    #: The hash of the dataset; empty where there is none, or while graphs are being exchanged.
    key: str = ""
    graphs: tuple[str, ...] = ()
    #: Graphs of a load that is on its way, or was cut off.
    staged: tuple[str, ...] = ()


class Triples(Iterator[ox.Triple]):
    """What a CONSTRUCT gave."""

    def __init__(self, raw: bytes) -> None:
        # At once: what is damaged at its end is no answer either.
        found: list[ox.Triple] = [quad.triple for quad in ox.parse(raw, format=ox.RdfFormat.N_TRIPLES)]
        self._triples = iter(found)

    def __next__(self) -> ox.Triple:
        """The next triple."""
        return next(self._triples)


def by_graph(nquads: Path) -> dict[str, list[str]]:
    """The lines of a dataset that we wrote as N-Triples, by the IRI of their graph."""
    graphs: dict[str, list[str]] = {}
    for line in nquads.read_text(encoding="utf-8").split("\n"):
        if line:
            triple, graph = line.removesuffix(" .").rsplit(" ", 1)
            graphs.setdefault(graph[1:-1], []).append(f"{triple} .")
    return graphs


def server_at(query: str, update: str, base: str, environ: Mapping[str, str] = os.environ) -> Server:
    """The server at these addresses, with the login of the environment; raises `UsageError` where that would be sent in the open."""
    login = _login(environ)
    for address in (query, update or query) if login else ():
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise UsageError(f"The login would go to {parts.hostname} in the open.", hint="Use an address that begins with https://.")
    return Server(query, update or query, base, login)


def _login(environ: Mapping[str, str]) -> str:
    if token := environ.get("KG_STORE_TOKEN"):
        return f"Bearer {token}"
    if user := environ.get("KG_STORE_USER"):
        return "Basic " + base64.b64encode(f"{user}:{environ.get('KG_STORE_PASSWORD', '')}".encode()).decode()
    return ""


@dataclass(frozen=True, slots=True)
class Server:
    """Two addresses, the base of a workspace, and a login that is never shown."""

    query_url: str
    update_url: str
    base: str
    login: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """The host, as it is named to the user."""
        return urlsplit(self.query_url).hostname or ""

    @property
    def _load(self) -> ox.NamedNode:
        return ox.NamedNode(f"{self.base}load")

    def held(self) -> Held:
        """What the server holds at this moment."""
        rows = _rows(self._ask(f"SELECT ?p ?o {{ GRAPH {self._load} {{ {self._load} ?p ?o }} }}", (str(self._load.value),)), self.host)
        found = [(row["p"].value, row["o"].value) for row in rows]

        def values(predicate: str) -> tuple[str, ...]:
            return tuple(sorted(value for name, value in found if name == predicate))

        return Held("".join(values(DCT.identifier)), values(DCT.term("hasPart")), values(DCT.term("isReplacedBy")))

    def query(
        self, text: str, *, base_iri: str | None = None, prefixes: Mapping[str, str] | None = None, triples: bool = False, **_: Any
    ) -> Any:  # as pyoxigraph's
        """The answer over the union of the workspace's graphs, of one dataset and not of two; raises `NetworkError` and `QueryError`.

        With `triples` nothing but triples is accepted: a server that may choose can give them as rows.
        """
        written = "".join(f"PREFIX {name}: <{iri}> " for name, iri in sorted((prefixes or {}).items()))
        written = f"{f'BASE <{base_iri}> ' if base_iri else ''}{written}{text}"
        return _read(self._of_one(lambda held: self._ask(written, held.graphs, _TRIPLES if triples else _RESULTS)), self.host)

    def quads(self) -> list[ox.Quad]:
        """All that the server holds of the workspace, of one dataset and not of two; raises `NetworkError`."""
        return self._of_one(lambda held: [quad for graph in held.graphs for quad in self._graph(graph)])

    def _graph(self, name: str) -> Iterator[ox.Quad]:
        graph = ox.NamedNode(name)
        raw = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}", (name,), _TRIPLES)
        return (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in _read(raw, self.host))

    def _of_one(self, ask: Callable[[Held], T]) -> T:
        """What is asked of the dataset that stands; while graphs are exchanged it may hold some of either, and is asked for again."""
        for tried in range(_TRIES):
            before = self.held()
            if before.key:
                found = ask(before)
                if self.held().key == before.key:
                    return found
            elif not before.graphs:
                raise NetworkError(f"{self.host} holds no dataset of this workspace.", hint="Run: kg load --online")
            time.sleep(0.2 * 2**tried)
        raise NetworkError(f"{self.host} is being loaded just now, or a load was cut off.", hint="Try again soon, or run: kg load --online")

    def quads_for_pattern(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, other: ox.NamedNode | None, graph: ox.NamedNode | None
    ) -> Iterator[ox.Quad]:
        """Quads as pyoxigraph's store gives them; where no graph is asked for, the default one stands for all."""
        names = [str(term) if term else f"?{name}" for term, name in ((subject, "s"), (predicate, "p"), (other, "o"))]
        pattern = " ".join(names)
        for row in self.query(f"SELECT * {{ {f'GRAPH {graph} {{ {pattern} }}' if graph else pattern} }}"):
            yield ox.Quad(subject or row["s"], predicate or row["p"], other or row["o"], graph or ox.DefaultGraph())

    def update(self, text: str) -> None:
        """Runs an update; raises `NetworkError` where the server does not do it."""
        self._post(self.update_url, urlencode({"update": text}), "*/*")

    def replace(self, key: str, graphs: Mapping[str, Sequence[str]], pieces: int = 1000) -> None:
        """Puts a dataset in place of what is there: `graphs` are lines of N-Triples by the IRI of their graph.

        It is sent into new graphs in pieces, counted there, and exchanged in one request. Readers through `query` get the
        old dataset until then, and no answer out of both.
        """
        held = self.held()
        if held.key == key and not held.staged:
            return  # readers tell one load from the next by its key
        staged = {iri: f"{self.base}load/{number}" for number, iri in enumerate(sorted(graphs))}
        self.update("; ".join(f"DROP SILENT GRAPH <{iri}>" for iri in (*held.staged, *staged.values())))
        self._mark(held.key, held.graphs, staged.values())
        for iri, lines in graphs.items():
            for start in range(0, len(lines), pieces):
                self.update(f"INSERT DATA {{ GRAPH <{staged[iri]}> {{ {' '.join(lines[start : start + pieces])} }} }}")
            self._count(staged[iri], len(lines))
        self._mark("", held.graphs or tuple(graphs), staged.values())
        gone = [f"DROP SILENT GRAPH <{iri}>" for iri in held.graphs if iri not in graphs]
        try:
            self.update("; ".join((*gone, *(f"MOVE <{new}> TO <{iri}>" for iri, new in staged.items()))))
        except (_RefusalError, QueryError):
            # It was not done, so the old dataset is whole; of a server that fell silent nobody knows.
            with contextlib.suppress(NetworkError, QueryError):
                self._mark(held.key, held.graphs, staged.values())
            raise
        self._mark(key, graphs, ())
        if self.held().key != key:
            raise NetworkError(f"{self.host} took the load and does not show it.", hint='Look at "store" and "store_update" in kg.toml.')

    def _mark(self, key: str, graphs: Sequence[str] | Mapping[str, object], staged: Any) -> None:
        said = [(DCT.identifier, str(ox.Literal(key)))] if key else []
        said += [(DCT.term("hasPart"), f"<{iri}>") for iri in graphs] + [(DCT.term("isReplacedBy"), f"<{iri}>") for iri in staged]
        triples = " ".join(f"{self._load} <{predicate}> {value} ." for predicate, value in said)
        self.update(f"DROP SILENT GRAPH {self._load}; INSERT DATA {{ GRAPH {self._load} {{ {triples} }} }}")

    def _count(self, graph: str, sent: int) -> None:
        rows = _rows(self._ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", (graph,)), self.host)
        came = next((int(row["n"].value) for row in rows), 0)
        if came != sent:
            raise NetworkError(f"{self.host} kept {came:,} of {sent:,} triples of a graph; the old dataset stands.", hint="Run it again.")

    def _ask(self, text: str, graphs: Sequence[str], wanted: str = _RESULTS) -> tuple[str, bytes]:
        dataset = [(name, iri) for iri in graphs for name in ("default-graph-uri", "named-graph-uri")]
        return self._post(self.query_url, urlencode([("query", text), *dataset]), wanted)

    def _post(self, url: str, body: str, accept: str) -> tuple[str, bytes]:
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "identity"}
        request = urllib.request.Request(url, body.encode(), headers)  # noqa: S310  # http and https only, see the settings
        if self.login:
            request.add_unredirected_header("Authorization", self.login)
        host = urlsplit(url).hostname or ""
        proxies = urllib.request.getproxies()
        helpers = [urlsplit(proxy if "://" in proxy else f"//{proxy}").hostname or "" for proxy in proxies.values()]
        try:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _Nowhere())
            with online(host, *filter(None, helpers)), opener.open(request, timeout=_WAIT) as answer:
                return answer.headers.get_content_type(), _bounded(answer, host)
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(host, error, self.login) from None
        except TimeoutError:
            raise NetworkError(f"{host} did not answer within {_WAIT:g} s.", hint="Narrow the query, or try again later.") from None
        except http.client.IncompleteRead:
            raise NetworkError(f"The answer of {host} is damaged or was cut short.", hint="Try again.") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise NetworkError(f"{host} did not answer within {_WAIT:g} s.", hint="Try again later.") from None
            raise NetworkError(f"{host} cannot be reached: {_plain(getattr(reason, 'strerror', None) or reason)}.") from None


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the login and the question are for one host."""

    def redirect_request(self, *_: Any, **__: Any) -> None:  # urllib's own signature
        """Nothing."""
        return


class _RefusalError(NetworkError):
    """The server said no: what was asked for was not done."""


def _refused(host: str, error: urllib.error.HTTPError, login: str) -> _RefusalError | QueryError:
    code, said = error.code, ""
    with contextlib.suppress(OSError, http.client.HTTPException):
        # The first piece only: a server that drips is not waited for.
        read_once = getattr(error.fp, "read1", error.read)
        said = _plain(_without(login, read_once(2000).decode("utf-8", "replace")))
    if code == 400:
        return QueryError(f"{host} cannot read the query: {said}")
    known = {
        401: ("wants a login.", "Set KG_STORE_TOKEN, or KG_STORE_USER and KG_STORE_PASSWORD, in the environment."),
        403: ("does not let this login do that.", "Ask whoever runs the server for the right to it."),
        404: ("has nothing at this address.", 'Look at "store" and "store_update" in kg.toml.'),
    }
    if code in (429, 503):
        later = error.headers.get("Retry-After", "")
        known[code] = ("is too busy to answer.", f"Try again in {later} s." if later.isdecimal() and len(later) < 6 else "Try again later.")
    if 300 <= code < 400:
        known[code] = ("sends elsewhere, and nothing is sent there.", 'Write the address that is meant in kg.toml, as "store" or "store_update".')
    sentence, hint = known.get(code, (f"answered {code}: {said}", ""))
    return _RefusalError(f"{host} {sentence}", hint=hint)


def _without(login: str, said: str) -> str:
    """What a server said, without the login, which some write into their errors: neither as it was sent nor as it was typed."""
    kind, _, sent = login.partition(" ")
    typed = base64.b64decode(sent).decode().partition(":")[2] if kind == "Basic" else ""
    for secret in filter(None, (sent, typed)):
        said = said.replace(secret, "…")
    return said


def _bounded(answer: http.client.HTTPResponse, host: str) -> bytes:
    raw, until = bytearray(), time.monotonic() + _WHOLE
    while piece := answer.read1(1 << 16):
        raw += piece
        if len(raw) > MOST_BYTES:
            raise NetworkError(f"The answer of {host} is larger than {MOST_BYTES // 1_000_000} MB.", hint="Narrow the query, or give it a LIMIT.")
        if time.monotonic() > until:
            raise NetworkError(f"{host} did not finish its answer within {_WHOLE:g} s.", hint="Narrow the query.")
    expected = answer.headers.get("Content-Length", "")
    if expected.isdecimal() and int(expected) != len(raw):
        raise NetworkError(f"Only {len(raw):,} of {int(expected):,} bytes came from {host}.", hint="Try again.")
    return bytes(raw)


def _read(answer: tuple[str, bytes], host: str) -> Any:  # one of pyoxigraph's classes, or Triples
    kind, raw = answer
    try:
        if kind == _TRIPLES:
            return Triples(raw)
        if kind == _RESULTS:
            return ox.parse_query_results(raw, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError):
        pass
    else:
        raise NetworkError(f"{host} is no SPARQL server at this address: it answered with {_plain(kind)}.", hint='Look at "store" in kg.toml.')
    raise NetworkError(f"The answer of {host} is damaged or was cut short.", hint="Narrow the query, or try again.")


def _rows(answer: tuple[str, bytes], host: str) -> list[Any]:
    try:
        return list(_read(answer, host))
    except SyntaxError:
        raise NetworkError(f"The answer of {host} is damaged or was cut short.", hint="Try again.") from None


def _plain(said: object) -> str:
    """What the other side or the system said, safe to print."""
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in str(said))).strip()[:300]
