"""The SPARQL 1.1 Protocol, its query half: how a question may come, in which format its answer goes, and what is said instead of one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError, QueryError, UsageError
from kg.limits import Finished, Outcome
from kg.query import Graphs
from kg.serve.accept import GRAPHS, MEDIA, ROWS, choose
from kg.serve.lanes import Busy, Lanes, Opened
from kg.serve.shield import refusal
from kg.tasks.asked import Held, Question, Reply

__all__ = ["Asked", "Refused", "answer", "question_of", "work"]

_FORM, _DIRECT, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
#: Seconds after which it is worth to try again.
LATER = {"Retry-After": "5"}


class Refused(Exception):  # noqa: N818  # what it carries is no error of ours
    """A request that is no question; `answer` says why."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request gave, by name; each name may be given several times."""

    values: tuple[tuple[str, str], ...] = field(default=())

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of that name."""
        return tuple(value for key, value in self.values if key == name)

    def one(self, name: str) -> str:
        """The last value of that name; nothing when there is none."""
        return (self.all(name) or ("",))[-1]


async def question_of(request: Request) -> Asked:
    """What a request asks, however it came; raises `Refused`."""
    asked = _pairs(request.scope["query_string"])
    if request.method == "POST":
        kind, body = _kind(request), await request.body()
        if kind == _FORM:
            asked += _pairs(body)
        elif kind == _DIRECT:
            asked += (("query", _text(body)),)
        elif kind == _UPDATE:
            raise Refused(refusal(400, "Nothing can be changed here: this service has no update."))
        else:
            raise Refused(refusal(415, f"A query is posted as {_FORM} or {_DIRECT}."))
    found = Asked(asked)
    if found.all("update"):
        raise Refused(refusal(400, "Nothing can be changed here: this service has no update."))
    if len(found.all("query")) > 1:
        raise Refused(refusal(400, "One request asks one query, and this one has several."))
    if request.method == "POST" and not found.all("query"):
        raise Refused(refusal(400, "There is no query in this request."))
    return found


def _kind(request: Request) -> str:
    kind, *parameters = request.headers.get("content-type", "").lower().split(";")
    charsets = [value.strip().strip('"') for name, _, value in (part.partition("=") for part in parameters) if name.strip() == "charset"]
    if any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise Refused(refusal(415, "A query is UTF-8."))
    return kind.strip()


def _pairs(raw: bytes) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(parse_qsl(_text(raw), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=200))
    except ValueError as error:
        raise Refused(refusal(400, "The parameters of this request cannot be read.")) from error


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Refused(refusal(400, "A query is UTF-8, and this one is not.")) from error


async def answer(request: Request, asked: Asked, opened: Opened, lanes: Lanes, most: int) -> Response:
    """The answer of the dataset to a request, or a sentence with the status that the protocol wants."""
    accept = request.headers.getlist("accept")
    rows, graphs = choose(accept, ROWS), choose(accept, GRAPHS)
    formats = {kind: name for kind, name in (("select", rows), ("ask", rows), ("construct", graphs)) if name}
    first = asked.one("first")
    if first and not (first.isascii() and first.isdigit() and int(first[:9])):
        return refusal(400, "first is a number above 0.")
    default, named = asked.all("default-graph-uri"), asked.all("named-graph-uri")
    seen = Graphs(default, named) if default or named else None
    question = Question(asked.one("query"), formats, min(int(first[:9]), most) if first else most, bool(first), seen, asked.one("hints") == "1")
    return await work(request, question, opened, lanes, most)


async def work(request: Request, question: Callable[[Held], Reply], opened: Opened, lanes: Lanes, most: int) -> Response:
    """How a question ended, as an answer to a request; when whoever asked leaves, it ends too."""
    asking = asyncio.ensure_future(lanes.ask(opened, question))
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((asking, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            return refusal(503, "Whoever asked has left.")
        return _said(asking.result(), most)
    except Busy as error:
        return refusal(429, str(error), LATER)
    except QueryError as error:
        return refusal(400, str(error))
    except UsageError as error:
        return refusal(406, str(error))
    except KgError as error:
        return refusal(503, str(error), LATER)
    finally:
        asking.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _said(outcome: Outcome[Reply], most: int) -> Response:
    if not isinstance(outcome, Finished):
        return refusal(503, f"{outcome.sentence('The query')} Narrow it, for instance to one actor, relation or graph.", LATER)
    reply = outcome.value
    if reply.format is None:
        return refusal(406, f"An answer can be had as {', '.join(ROWS.values())}; triples as {', '.join(GRAPHS.values())}.")
    if reply.more and not reply.data:
        return refusal(503, f"The answer has more than {most:,} rows. Ask for a part of it: ORDER BY with LIMIT and OFFSET, or a narrower question.")
    return _typed(reply)


def _typed(reply: Reply) -> Response:
    """A reply with the headers that say what it is."""
    media = MEDIA.get(reply.format or "", "application/json" if reply.format == "words" else "text/plain")
    headers = {"Vary": "Accept"}
    if reply.more:
        headers["X-KG-Truncated"] = "rows"
    if reply.hints:
        headers["X-KG-Hints"] = json.dumps(reply.hints)
    return Response(reply.data, 200, headers, media if media.startswith("application/") else f"{media}; charset=utf-8")
