"""What stands before everything else: nobody gets in by a foreign name, from a foreign page, with too much, or too slowly.

The headers of every answer are set here too, so that none can be forgotten.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import ipaddress
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "LOOPBACK", "MOST_BODY", "Shield", "refusal"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MOST_BODY = 64 * 1024
MOST_ADDRESS = 64 * 1024
MOST_HEADERS, MOST_FIELDS = 16 * 1024, 64
#: Seconds in which all of a request must have come, and in which a reader must have taken the next piece of an answer.
PATIENCE = 10.0
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")
#: A secret in an address stays in histories and logs, and goes to whoever a link leads to.
_SECRETS = frozenset("token access_token auth key apikey api_key password secret t".split())
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}


def refusal(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """An answer of one sentence; never made of what was asked."""
    return PlainTextResponse(f"{sentence}\n", status, headers)


class _TooMuchError(Exception):
    pass


class _TooSlowError(Exception):
    pass


@dataclass(frozen=True)
class Shield:
    """The application behind it, for those who may come in."""

    app: ASGIApp
    #: The names under which the server may be asked for.
    hosts: frozenset[str]
    #: What has to be known, where not everybody may read.
    token: str = ""
    #: Whether it may be asked for by any number: a name can be made to point here by somebody else, a number cannot.
    numbers: bool = False
    patience: float = PATIENCE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request in, or refuses it."""
        if scope["type"] != "http":
            return
        guarded = self._guarded(send)
        refused = self._refused(scope)
        if refused:
            await refused(scope, receive, guarded)
            return
        try:
            body = await asyncio.wait_for(_body(scope, receive), self.patience)
        except _TooMuchError:
            await refusal(413, f"A request may have {MOST_BODY // 1024} KiB, and this one has more.")(scope, receive, guarded)
        except TimeoutError:
            await refusal(408, "The request did not come in time.", {"Connection": "close"})(scope, receive, guarded)
        else:
            if body is not None:
                await self._let_in(scope, _again(body, receive), guarded)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except _TooSlowError:
            return  # an answer that is not whole ends its connection
        except Exception:
            if not begun:
                await refusal(500, "Something went wrong in the server; its owner can read what.")(scope, receive, send)
            raise

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        own = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if not own or not (own[1].lower() in self.hosts or (self.numbers and _is_number(own[1]))):
            return refusal(400, "This server does not go by that name.")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return refusal(405, "Here one can only read: GET, HEAD and POST.", {"Allow": "GET, HEAD, POST"})
        return _oversized(scope, headers) or _foreign(scope["method"], headers, hosts[0]) or _told(scope) or self._unknown(headers)

    def _unknown(self, headers: Headers) -> Response | None:
        if not self.token or any(secrets.compare_digest(given.encode(), self.token.encode()) for given in _given(headers)):
            return None
        return refusal(
            401, "This server asks for its token, as the password of any user name.", {"WWW-Authenticate": 'Basic realm="kg", charset="UTF-8"'}
        )

    def _guarded(self, send: Send) -> Send:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            # Whoever reads nothing holds a place and memory; the time ends the connection, and so the answer.
            try:
                await asyncio.wait_for(send(message), self.patience)
            except TimeoutError:
                raise _TooSlowError from None

        return guarded


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _oversized(scope: Scope, headers: Headers) -> Response | None:
    if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_ADDRESS:
        return refusal(414, "The address is too long. POST the query instead.")
    if len(headers.raw) > MOST_FIELDS or sum(len(name) + len(value) for name, value in headers.raw) > MOST_HEADERS:
        return refusal(431, "The headers are too long.")
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MOST_BODY:
        return refusal(413, f"A request may have {MOST_BODY // 1024} KiB, and this one has more.", {"Connection": "close"})
    return None


def _foreign(method: str, headers: Headers, host: str) -> Response | None:
    """A request that a page of somebody else makes; to follow a link is not one, since nobody but the reader sees where it leads."""
    site = headers.get("sec-fetch-site")
    if site is None:
        origin = headers.get("origin")
        is_foreign = origin is not None and origin.lower() not in (f"http://{host}".lower(), f"https://{host}".lower())
    else:
        follows = method != "POST" and headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        is_foreign = site not in ("same-origin", "none") and not follows
    return refusal(403, "A page of another site asked for this, and gets nothing.") if is_foreign else None


def _told(scope: Scope) -> Response | None:
    names = (name.lower() for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    return refusal(400, "A secret has no place in an address. Send it as a password.") if any(name in _SECRETS for name in names) else None


def _given(headers: Headers) -> Iterable[str]:
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        yield value.strip()
    if kind.lower() == "basic":
        try:
            yield base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """All of what was sent with a request; nothing when whoever sends it has left."""
    if scope["method"] != "POST":
        return b""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > MOST_BODY:
            raise _TooMuchError
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
