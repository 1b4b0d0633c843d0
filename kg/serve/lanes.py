"""Who may ask when: every query begins in the quick lane, and one that takes longer is begun anew in the long one.

So a light query never waits behind a long one. Both lanes let two in at once and a few wait; whoever comes then is sent away.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from kg.errors import KgError
from kg.limits import Died, Limits, Outcome, Stopped, run
from kg.limits.host import Host, Work, outcome_of
from kg.tasks.asked import Held, Reply

__all__ = ["Busy", "Lanes", "Opened", "do", "open_dataset"]

T = TypeVar("T")
_CHUNK = 1 << 16
#: What fits here is light; nobody who asks for more waits noticeably longer for having been begun twice.
QUICK = 0.5
#: Long queries give way to whatever else the machine does.
NICE = 15


class Busy(KgError):  # noqa: N818  # no error of whoever asks
    """So many are waiting already."""


@dataclass(frozen=True)
class Opened:
    """A dataset that can be asked: a host that holds it, or, where none can be had, what opens it for each query anew."""

    host: Host[Held] | None
    open: Callable[[], Held]


class _Lane:
    def __init__(self, at_once: int, waiting: int) -> None:
        self._free, self._places = asyncio.Semaphore(at_once), at_once + waiting

    @contextlib.asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place in the lane, as soon as there is one; raises `Busy` when too many wait for it."""
        if not self._places:
            raise Busy("Too many queries are waiting.", hint="Try again in a few seconds.")
        self._places -= 1
        try:
            async with self._free:
                yield
        finally:
            self._places += 1


class Lanes:
    """The two lanes, and the limits of a query."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._quick, self._long = limits, _Lane(2, 64), _Lane(2, 8)

    async def ask(self, opened: Opened, question: Callable[[Held], Reply]) -> Outcome[Reply]:
        """How a question ended; raises what it raised, and `Busy`."""
        whole = self._limits.seconds
        quick = QUICK if whole is None else min(QUICK, whole / 2)
        async with self._quick.place():
            outcome = await do(opened, Work(question, replace(self._limits, seconds=quick)))
        if outcome != Stopped("seconds", quick):
            return outcome
        async with self._long.place():
            return await do(opened, Work(question, self._limits, NICE))


async def do(opened: Opened, work: Work[Held, T]) -> Outcome[T]:
    """How a piece of work ended; raises what it raised. It ends when nobody waits for it any more."""
    if opened.host is None:
        return await asyncio.to_thread(run, _Anew(opened.open, work.do), work.limits, alone=False)
    connection, received = opened.host.begin(work), bytearray()
    connection.setblocking(False)
    with connection:
        try:
            while piece := await asyncio.get_running_loop().sock_recv(connection, _CHUNK):
                received += piece
        except OSError as error:
            return Died(f"ended without an answer ({error.strerror})")
    return outcome_of(bytes(received))


@dataclass(frozen=True, slots=True)
class _Anew:
    """Opens what is asked and asks it, in a new interpreter."""

    open: Callable[[], Held]
    do: Callable[[Held], Any]

    def __call__(self) -> Any:
        """What the work gives."""
        return self.do(self.open())


def open_dataset(prepare: Callable[[], Held], *, forks: bool = sys.platform == "linux") -> Opened:
    """A dataset, ready to be asked; raises what goes wrong with opening it."""
    if not forks:
        return Opened(None, prepare)
    host = Host(prepare)
    host.wait()
    return Opened(host, prepare)
