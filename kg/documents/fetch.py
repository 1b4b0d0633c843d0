"""Fetches one file from the web, because the user typed its address: no cookies, no other host, nothing that it links to."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from functools import partial
from typing import IO
from urllib.parse import quote, urlsplit, urlunsplit

from kg.documents.formats import LARGEST_FILE, TYPES, form_of
from kg.documents.taken import UnreadableError, one_blank, without_controls
from kg.limits import Finished, Limits, run
from kg.offline import offline, online

__all__ = ["Fetched", "address_of", "fetch", "proxies_of"]

#: In seconds, for one answer of the other side; the whole file has those of the child.
_WAIT = 20.0
LIMITS = Limits(seconds=120, memory=1 << 29, answer_bytes=LARGEST_FILE + (1 << 20))
_PIECE = 1 << 16
_MOST_REDIRECTIONS = 5
#: It tells the other side nothing but that somebody reads; what it does not name cannot be told apart.
_HEADERS = {"User-Agent": "Mozilla/5.0", "Accept": "text/html, application/pdf, text/plain, */*;q=0.1", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from an address."""

    raw: bytes
    #: The form of document that its type says it is.
    form: str
    #: The address in the end, on the same host.
    url: str
    #: The encoding that the server gave, or empty.
    charset: str = ""


def address_of(text: str) -> str:
    """The address that a user typed, without its fragment; raises `UnreadableError` for one that is not fetched."""
    try:
        parts = urlsplit(text.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UnreadableError("add-address", detail="it is no address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise UnreadableError("add-address", detail="only http and https are fetched")
    if parts.username is not None or parts.password is not None:
        raise UnreadableError("add-address", detail="it holds a name or a password, which would be kept with the source")
    if any(character.isspace() or not character.isprintable() for character in text.strip()):
        raise UnreadableError("add-address", detail="it holds blanks or signs that no address has")
    return urlunsplit(
        (parts.scheme, parts.netloc, quote(parts.path, safe="/%:@!$&'()*+,;=~-._"), quote(parts.query, safe="/?%:@!$&'()*+,;=~-._"), "")
    )


def fetch(url: str, *, limits: Limits = LIMITS) -> Fetched:
    """What lies at an address; raises `UnreadableError` with why it was not fetched whole.

    A child process asks, and nobody but the host of the address, or the proxy that the user's system names: to go around
    that would tell who asks. However slowly the other side answers, the child ends at its limit.
    """
    outcome = run(partial(_apart, url), limits)
    if not isinstance(outcome, Finished):
        raise UnreadableError("add-unreached", detail=outcome.sentence("it").removesuffix("."))
    if isinstance(outcome.value, Fetched):
        return outcome.value
    code, values = outcome.value
    raise UnreadableError(code, **values)


def _apart(url: str) -> Fetched | tuple[str, dict[str, str]]:
    """What the child does: what came, or the code and the values of a finding."""
    host = urlsplit(url).hostname or ""
    request = urllib.request.Request(url, headers=_HEADERS)  # noqa: S310  # http and https only
    try:
        proxies, helpers = proxies_of(urlsplit(url).scheme)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _SameHost(host))
        with offline(everywhere=True), online(host, *helpers), opener.open(request, timeout=_WAIT) as answer:
            return _taken(answer, url)
    except UnreadableError as error:
        return error.code, error.values
    except urllib.error.HTTPError as error:
        return "add-refused", {"detail": f"{error.code} {_plain(error.reason)}".strip()}
    except urllib.error.URLError as error:
        return "add-unreached", {"detail": _plain(getattr(error.reason, "strerror", None) or error.reason)}
    except (OSError, http.client.HTTPException, ValueError) as error:
        return "add-unreached", {"detail": _plain(error) or type(error).__name__}


def proxies_of(scheme: str) -> tuple[dict[str, str], set[str]]:
    """The proxies that the user's system names, and their hosts; one of a kind that cannot be used is never gone around."""
    named = {name: proxy for name, proxy in urllib.request.getproxies().items() if name in ("http", "https", "all")}
    parts = {name: urlsplit(proxy if "://" in proxy else f"//{proxy}") for name, proxy in named.items()}
    if ("all" in named and scheme not in named) or any(part.scheme not in ("", "http", "https") for part in parts.values()):
        raise UnreadableError("add-unreached", detail="your system names a proxy of a kind that is not known here")
    used = {name: proxy for name, proxy in named.items() if name != "all"}
    return used, {part.hostname for name, part in parts.items() if name in used and part.hostname}


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirection on the same host, and never from a locked line to an open one; any other is told to the user."""

    max_redirections = _MOST_REDIRECTIONS

    def __init__(self, host: str) -> None:
        self._host = host

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """The next request, or `UnreadableError`."""
        parts = urlsplit(newurl)
        opened = urlsplit(req.full_url).scheme == "https" and parts.scheme != "https"
        if parts.hostname != self._host or opened or parts.username is not None:
            raise UnreadableError("add-redirected", url=_plain(newurl)[:500])
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _taken(answer: http.client.HTTPResponse, asked: str) -> Fetched:
    headers: Message = answer.headers
    packed = headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("", "identity"):
        raise UnreadableError("add-unreached", detail=f"it came packed as {_plain(packed)}, which was not asked for")
    kind = headers.get_content_type() if headers.get("Content-Type") else ""
    form = TYPES.get(kind, "") or (form_of(urlsplit(asked).path) if kind in ("", "application/octet-stream", "binary/octet-stream") else "")
    if not form:
        raise UnreadableError("add-type", type=_plain(kind) or "unknown", known=", ".join(TYPES))
    raw = _read(answer)
    expected = headers.get("Content-Length", "")
    if expected.isdecimal() and int(expected) != len(raw):
        raise UnreadableError("add-unreached", detail=f"only {len(raw):,} of {int(expected):,} bytes came")
    # Plain text that is Markdown has no type of its own on most servers.
    form = "markdown" if form == "text" and form_of(urlsplit(answer.url).path) == "markdown" else form
    return Fetched(raw, form, answer.url, headers.get_content_charset("") or "")


def _read(answer: http.client.HTTPResponse) -> bytes:
    raw = bytearray()
    while piece := answer.read1(_PIECE):
        raw += piece
        if len(raw) > LARGEST_FILE:
            raise UnreadableError("add-large", most=f"{LARGEST_FILE // 1_000_000}")
    return bytes(raw)


def _plain(said: object) -> str:
    """What the other side or the system said, safe to print."""
    return "".join(character for character in one_blank(without_controls(str(said))[0]) if character.isprintable())[:200]
