"""What can be asked for: the page, the files of the build, SPARQL, and what they say of themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from kg.interchange import TEAM
from kg.serve.accept import GRAPHS, MEDIA, choose
from kg.serve.current import Current, Served
from kg.serve.editor import editor, editor_file
from kg.serve.lanes import Lanes
from kg.serve.shield import refusal
from kg.serve.sparql import Refused, answer, question_of, work
from kg.tasks.asked import About, Description, Example, Explained, Words

__all__ = ["App"]

_CHUNK = 1 << 16
FILES = {"graph.nq": "application/n-quads", "graph.trig": "application/trig", "statements.csv": "text/csv; charset=utf-8"}
_EDITOR = {"html": "text/html"}
Handler = Callable[[Request, Served], Awaitable[Response]]


@dataclass
class App:
    """The application behind the shield."""

    current: Current
    lanes: Lanes
    most: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, from the build that is served as it comes."""
        served = self.current.served
        served.users += 1
        try:
            await (await self._answer_or_refuse(Request(scope, receive), served))(scope, receive, send)
        finally:
            served.users -= 1

    async def _answer_or_refuse(self, request: Request, served: Served) -> Response:
        try:
            return await self._answer(request, served)
        except Refused as refused:
            return refused.answer

    async def _answer(self, request: Request, served: Served) -> Response:
        path = request.scope["path"]
        if path == "/sparql":
            return await self._sparql(request, served)
        if path == "/sparql/explain":
            return await self._explain(request, served)
        if request.method == "POST":
            return refusal(405, "Only queries are posted.", {"Allow": "GET, HEAD"})
        if path.startswith("/sparql/") and (file := editor_file(path.removeprefix("/sparql/"))):
            return file
        handlers: dict[str, Handler] = {
            "/": _page,
            "/index.html": _page,
            "/health": _health,
            "/robots.txt": _robots,
            "/favicon.ico": _nothing,
            "/.well-known/void": self._void,
            "/sparql/words": self._words,
            "/sparql/example": self._example,
            **{f"/{name}": _file for name in FILES},
        }
        handler = handlers.get(path)
        return await handler(request, served) if handler else refusal(404, "There is nothing here.")

    async def _sparql(self, request: Request, served: Served) -> Response:
        asked = await question_of(request)
        if asked.all("query"):
            return await answer(request, asked, served.opened, self.lanes, self.most)
        # The first is what those get who accept anything: programs want the description, browsers name HTML.
        form = choose(request.headers.getlist("accept"), (*GRAPHS, "html"), {**MEDIA, **_EDITOR})
        if form == "html":
            return editor(served.snapshot.title, served.snapshot.profile)
        return await self._described(request, served, "service", form)

    async def _explain(self, request: Request, served: Served) -> Response:
        return await work(request, Explained((await question_of(request)).one("query")), served.opened, self.lanes, self.most)

    async def _void(self, request: Request, served: Served) -> Response:
        return await self._described(request, served, "dataset", choose(request.headers.getlist("accept"), GRAPHS))

    async def _described(self, request: Request, served: Served, what: str, form: str | None) -> Response:
        if form is None:
            return refusal(406, f"The description can be had as {', '.join(GRAPHS.values())}.")
        here, snapshot = f"{request.url.scheme}://{request.headers['host']}", served.snapshot
        dumps = tuple(f"{here}/{name}" for name in FILES if name.startswith("graph."))
        about = About(
            snapshot.title, snapshot.language, snapshot.licence, snapshot.digest, TEAM if snapshot.profile == "team" else "", f"{here}/sparql", dumps
        )
        return await work(request, Description(what, form, about), served.opened, self.lanes, self.most)

    async def _words(self, request: Request, served: Served) -> Response:
        return await work(request, Words(), served.opened, self.lanes, self.most)

    async def _example(self, request: Request, served: Served) -> Response:
        asked = await question_of(request)
        values = tuple((key, value) for key, value in asked.values if key != "query-name")
        return await work(request, Example(asked.one("query-name"), values), served.opened, self.lanes, self.most)


async def _page(request: Request, served: Served) -> Response:
    # The editor, and nobody else, shows the page inside itself.
    headers = {"Content-Security-Policy": f"{served.policy}; frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"}
    return StreamingResponse(_pieces(served.snapshot.place / "index.html"), 200, headers, "text/html; charset=utf-8")


async def _file(request: Request, served: Served) -> Response:
    name = request.scope["path"].removeprefix("/")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_pieces(served.snapshot.place / name), 200, headers, FILES[name])


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    """What the file held when it was opened, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


async def _health(request: Request, served: Served) -> Response:
    return JSONResponse({"status": "ok", "build": served.snapshot.version, "profile": served.snapshot.profile})


async def _robots(request: Request, served: Served) -> Response:
    return Response("User-agent: *\nDisallow: /\n", media_type="text/plain")


async def _nothing(request: Request, served: Served) -> Response:
    return Response(status_code=204)
