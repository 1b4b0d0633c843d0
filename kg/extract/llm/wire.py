"""One request to one host, in a process of its own: bounded in time and bytes, never redirected, and told in plain values."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import partial
from typing import IO
from urllib.parse import urlsplit

from kg.clean import visible
from kg.documents.fetch import proxies_of
from kg.documents.taken import UnreadableError
from kg.limits import Finished, Limits, run
from kg.offline import offline, online

__all__ = ["LARGEST", "REFUSED", "Answered", "Failed", "ask_once", "is_local"]

#: Bytes of a reply: 200 statements with their quotations are some 100 kB.
LARGEST = 4_000_000
_PIECE = 1 << 16
#: Stands for a status where we refuse what the host wants: the same request would be refused again.
REFUSED = 1
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back, whole."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """Why nothing came back that can be used."""

    detail: str
    #: The status of the answer; 0 where there was none.
    status: int = 0
    #: The seconds after which the host wants to be asked again; -1 where it says nothing.
    after: float = -1

    @property
    def again(self) -> bool:
        """Whether the same request may succeed later."""
        return self.status in (0, 408, 429) or self.status >= 500


def is_local(url: str) -> bool:
    """Whether an address is one of this machine."""
    return urlsplit(url).hostname in _LOCAL


def ask_once(url: str, body: dict[str, object], key: str, seconds: float) -> Answered | Failed:
    """What the host answers. However slowly or endlessly it does, the child ends at its limit."""
    limits = Limits(seconds=seconds, memory=1 << 29, answer_bytes=LARGEST + (1 << 16))
    outcome = run(partial(_apart, url, json.dumps(body, ensure_ascii=False).encode(), key, seconds), limits)
    return outcome.value if isinstance(outcome, Finished) else Failed(outcome.sentence("it").removesuffix("."))


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: text and key are for the host that the user named."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> None:
        """Raises `UnreadableError`."""
        raise UnreadableError("llm", detail=f"it sends elsewhere, to {visible(newurl[:200])}, which is not asked")


def _apart(url: str, body: bytes, key: str, seconds: float) -> Answered | Failed:
    """What the child does."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "kg"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    host = urlsplit(url).hostname or ""
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310  # http and https only
    try:
        proxies, others = ({}, set()) if is_local(url) else proxies_of(urlsplit(url).scheme)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _Nowhere())
        with offline(everywhere=True), online(host, *others), opener.open(request, timeout=seconds) as answer:
            return _read(answer)
    except UnreadableError as error:
        return Failed(error.values.get("detail", "it cannot be reached"), REFUSED)
    except urllib.error.HTTPError as error:
        with error:
            return Failed(_plain(f"{error.code} {error.reason}"), error.code, _after(error.headers.get("Retry-After", "")))
    except urllib.error.URLError as error:
        return Failed(_plain(getattr(error.reason, "strerror", None) or error.reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Failed(_plain(error) or type(error).__name__)


def _read(answer: http.client.HTTPResponse) -> Answered | Failed:
    raw = bytearray()
    while piece := answer.read1(_PIECE):
        raw += piece
        if len(raw) > LARGEST:
            return Failed(f"its reply is larger than {LARGEST // 1_000_000} MB", REFUSED)
    expected = answer.headers.get("Content-Length", "")
    if expected.isdecimal() and len(expected) < 12 and int(expected) != len(raw):
        return Failed(f"only {len(raw):,} of {int(expected):,} bytes came")
    return Answered(bytes(raw))


def _after(said: str) -> float:
    return float(said) if said.isdecimal() and len(said) < 6 else -1


def _plain(said: object) -> str:
    """What the other side or the system said, safe to print."""
    return visible(" ".join(str(said).split())[:200])
