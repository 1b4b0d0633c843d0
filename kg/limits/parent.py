"""The parent's side: it waits on the pipe of a child, and kills it when a limit, Ctrl-C or any exception says so."""

from __future__ import annotations

import pickle
import signal
import time
from collections.abc import Callable, Generator
from typing import Any, Generic, TypeVar

from kg.limits.child import CRASH, ERROR, HEADER, MEMORY, RAW_ROW, ROW, VALUE
from kg.limits.outcome import Died, Finished, Limits, Outcome, Stopped
from kg.limits.process import Child, Ended, interrupts_held, start

__all__ = ["run", "stream"]

T = TypeVar("T")
R = TypeVar("R")

#: Systems take no longer waits than some weeks.
_LONGEST = 86_400.0
#: Of what a child wrote beside its answer so many bytes are kept.
_LAST_WORDS = 4096
#: What allocators say before they end a process.
_NO_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"annot allocate memory")


def run(work: Callable[[], T], limits: Limits, *, alone: bool | None = None) -> Outcome[T]:
    """What `work()` returns, or how it ended, done in a child that is gone when this returns.

    The child is a fork where `can_fork` says so, else a new interpreter; then work and value must be picklable, the work a
    function of a module or a `partial` of one. With `alone` the caller vouches that no other thread holds what the work
    needs, and it is forked wherever that can be done. What the work raises of `kg.errors` or `OSError` is raised here.
    """
    return _Wait[T](limits, lambda _: None).until_end(work, alone=alone)


def stream(work: Callable[[], Generator[R, None, T]], each: Callable[[R], object], limits: Limits, *, alone: bool | None = None) -> Outcome[T]:
    """As `run`, for a generator: `each` is called here with every row as it comes, the value is what the generator returns.

    Rows that came before an end of any kind stay handed over. What `each` raises ends the child and goes on.
    """
    return _Wait[T](limits, each).until_end(work, alone=alone)


class _Wait(Generic[T]):
    """One child from its start to its end, and what is known of its answer so far."""

    def __init__(self, limits: Limits, each: Callable[[Any], object]) -> None:
        self._limits, self._each = limits, each
        self._received = bytearray()
        self._noise, self._lacks_memory = b"", False
        self._bytes = self._rows = 0
        self._end: tuple[bytes, bytes] | None = None

    def until_end(self, work: Callable[[], object], *, alone: bool | None) -> Outcome[T]:
        """Starts the child, waits for it and leaves nothing of it."""
        child, ended = None, Ended(0, b"")
        try:
            with interrupts_held():
                child = start(work, self._limits, alone=alone)
            stopped = self._listen(child)
        finally:
            if child:
                with interrupts_held():
                    ended = child.end()
        self._hear(ended.words)
        return stopped or self._judged(ended.code)

    def _listen(self, child: Child) -> Stopped | None:
        seconds = self._limits.seconds
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            rest = _LONGEST if deadline is None else min(deadline - time.monotonic(), _LONGEST)
            said = child.next(rest) if rest > 0 else None
            if said is None:
                if self._end:  # an answer that is whole counts, however long its sender takes to leave
                    return None
                if seconds is not None and rest <= 0:
                    return Stopped("seconds", seconds)
                continue
            if not said.is_answer:
                self._hear(said.content)
            elif not said.content:
                return None
            elif stopped := self._take(said.content):
                return stopped

    def _hear(self, words: bytes) -> None:
        """Keeps the last of what the child says beside its answer, and whether any of it told of memory."""
        noise = self._noise + words
        self._lacks_memory |= any(said in noise for said in _NO_MEMORY)
        self._noise = noise[-_LAST_WORDS:]

    def _take(self, content: bytes) -> Stopped | None:
        """Takes in a piece of the answer; gives the limit that it breaks."""
        received, limits = self._received, self._limits
        received += content
        while len(received) >= HEADER.size:
            kind, size = HEADER.unpack_from(received)
            if kind in (ROW, RAW_ROW, VALUE) and limits.answer_bytes is not None and self._bytes + size > limits.answer_bytes:
                return Stopped("answer_bytes", limits.answer_bytes)
            if kind in (ROW, RAW_ROW) and self._rows == limits.answer_rows:
                return Stopped("answer_rows", self._rows)
            if len(received) < HEADER.size + size:
                break
            with memoryview(received) as view:
                whole = bytes(view[HEADER.size : HEADER.size + size])
            del received[: HEADER.size + size]
            self._bytes += size
            self._frame(kind, whole)
        return None

    def _frame(self, kind: bytes, content: bytes) -> None:
        if kind in (ROW, RAW_ROW):
            self._rows += 1
            self._each(content if kind == RAW_ROW else pickle.loads(content))  # noqa: S301  # from our own child
        else:
            self._end = kind, content

    def _judged(self, code: int) -> Outcome[T]:
        """What the last frame says, or without one the way in which the child ended."""
        kind, content = self._end or (b"", b"")
        if kind == VALUE:
            return Finished(pickle.loads(content))  # noqa: S301  # from our own child
        if kind == ERROR:
            raise pickle.loads(content)  # noqa: S301  # from our own child
        if kind == CRASH:
            short, detail = pickle.loads(content)  # noqa: S301  # from our own child
            return Died(f"failed with {short}", detail)
        self._lacks_memory |= kind == MEMORY
        return self._dead(code)

    def _dead(self, code: int) -> Stopped | Died:
        limits, noise = self._limits, self._noise.decode(errors="replace")
        if self._lacks_memory:
            return Died("ran out of memory", noise) if limits.memory is None else Stopped("memory", limits.memory)
        if code >= 0:
            return Died(f"ended without an answer (exit code {code})", noise)
        name = next((known.name for known in signal.Signals if known == -code), f"signal {-code}")
        if name == "SIGXCPU" and limits.cpu_seconds is not None:
            return Stopped("cpu_seconds", limits.cpu_seconds)
        if name == "SIGKILL":
            return Died("was killed by the system or by somebody else, perhaps because no memory was left", noise)
        return Died(f"crashed ({name})", noise)
