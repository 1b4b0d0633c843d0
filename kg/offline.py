"""The promise, enforced: while one of our commands runs, nothing in this process opens the network.

Readers and queries refuse what would make a request; this is the belt behind them, for what a library does that nobody
thought of. Python reports each such step as an audit event before it is taken, and a hook refuses it. A hook stays for
the life of the process, so it acts only between entering and leaving `offline()`: a program that uses this one as a library
keeps its network outside our calls. What opens sockets without Python (the store does) is not seen here: such a query is
refused before it runs.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from kg.errors import NetworkError

__all__ = ["offline", "online"]

#: Events that name whom they ask, and where in their arguments.
_NAMED = {
    "urllib.Request": 0,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "http.client.connect": 1,
    "ftplib.connect": 1,
    "imaplib.open": 1,
    "nntplib.connect": 1,
    "poplib.connect": 1,
    "smtplib.connect": 1,
    "telnetlib.Telnet.open": 1,
    "webbrowser.open": 0,
}
#: Events with an address in their arguments, by number already; a path, as text or bytes, is a socket of this machine.
_ADDRESSED = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getnameinfo": 0}
_EVENTS = frozenset((*_NAMED, *_ADDRESSED))


@dataclass(frozen=True, slots=True, eq=False)
class _Watch:
    """One stretch without a network, but for the hosts that the user named; and what was refused in it."""

    hosts: frozenset[str] = frozenset()
    refused: list[NetworkError] = field(default_factory=list)


_watch: ContextVar[_Watch | None] = ContextVar("kg_offline", default=None)
#: Of the whole process, where it is ours: threads that a library starts begin without context variables.
_everywhere: list[_Watch] = []
_hooked: list[bool] = []


@contextlib.contextmanager
def offline(*, everywhere: bool = False) -> Iterator[None]:
    """Refuses every connection while the block runs; as a decorator, while the function does.

    With `everywhere` also in other threads: for a process that is ours alone. Raises `NetworkError` with the host that was
    asked for, and also at the end of the block, when a library kept the refusal to itself: its answer would not be whole.
    """
    _hook_once()
    around = _watch.get()
    with _watching(replace(around, refused=[]) if around else _Watch(), everywhere=everywhere):
        yield


@contextlib.contextmanager
def online(*hosts: str) -> Iterator[None]:
    """Lets connections to these hosts through while the block runs: the user typed them in this command, and no others.

    A redirection to another host is refused like any other request.
    """
    around = _watch.get() or _Watch()
    with _watching(replace(around, hosts=frozenset(map(str.lower, hosts)), refused=[])):
        yield


@contextlib.contextmanager
def _watching(watch: _Watch, *, everywhere: bool = False) -> Iterator[None]:
    token = _watch.set(watch)
    if everywhere:
        _everywhere.append(watch)
    try:
        yield
    except (Exception, SystemExit) as error:
        # Whatever a library made of the refusal, it is the reason.
        if watch.refused and not isinstance(error, NetworkError):
            raise watch.refused[0] from error
        raise
    finally:
        _watch.reset(token)
        if everywhere:
            _everywhere.remove(watch)
    if watch.refused:
        raise watch.refused[0]


def _hook_once() -> None:
    if not _hooked:
        _hooked.append(True)
        sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    """Called at every audit event of the process, also long after us: one look into a set, and no more, for nearly all of them."""
    if event in _EVENTS:
        watch = _watch.get() or (_everywhere[-1] if _everywhere else None)
        if watch is not None:
            _refuse(watch, event, arguments)


def _refuse(watch: _Watch, event: str, arguments: tuple[object, ...]) -> None:
    """Raises `NetworkError`, unless the event stays on this machine or asks a host that the user named."""
    if event in _ADDRESSED:
        address = arguments[_ADDRESSED[event]]
        # An address that is a number was looked up by name first, and let through there.
        if not isinstance(address, tuple) or watch.hosts:
            return
        host = ":".join(str(part) for part in address[:2])
    else:
        host = _host(arguments[_NAMED[event]])
        if not host or host.lower() in watch.hosts:
            return
    error = NetworkError(
        f'A connection to "{_shown(host)}" was asked for and refused: kg asks nobody.',
        hint="Look for this address in the files and the query that were read, and take it out.",
    )
    watch.refused.append(error)
    raise error


def _host(asked: object) -> str:
    """The host of an address, or what is asked for as a whole; nothing for this machine, which a server asks for by no name."""
    text = asked.decode("utf-8", "replace") if isinstance(asked, (bytes, bytearray)) else str(asked or "")
    try:
        return urlsplit(text).hostname or text if "://" in text else text
    except ValueError:
        return text


def _shown(host: str) -> str:
    """Safe to print: it comes from a file of a stranger."""
    return "".join(character if character.isprintable() else "?" for character in host[:200])
