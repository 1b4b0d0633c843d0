"""The child's side: it shuts itself in, does the work and sends the answer in frames through a pipe.

File 0 is a lifeline: nothing is ever sent on it, and when it closes the parent is gone. Files 1 and 2 go to a pipe that the
parent reads for the last words of a crash, so nothing of a child ever reaches the terminal.
"""

from __future__ import annotations

import _thread
import contextlib
import faulthandler
import io
import math
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from inspect import isgenerator
from pathlib import Path
from struct import Struct
from typing import NoReturn, Protocol

from kg.errors import KgError
from kg.limits.outcome import Limits

if sys.platform != "win32":
    import resource

__all__ = ["CRASH", "ERROR", "HEADER", "MEMORY", "RAW_ROW", "ROW", "VALUE", "Send", "begin", "from_stdin", "perform", "send_to"]

#: Kind of a frame and length of what follows.
HEADER = Struct(">cQ")
ROW, RAW_ROW, VALUE, ERROR, MEMORY, CRASH = b"r", b"b", b"v", b"e", b"m", b"x"
_PR_SET_PDEATHSIG = 1


class Send(Protocol):
    """Sends one frame."""

    def __call__(self, kind: bytes, content: bytes = b"", /) -> None:
        """Blocks until the parent has taken it."""


def perform(work: Callable[[], object], send: Send) -> None:
    """Does the work and sends what became of it: rows as they come, then a value, an error of ours, or how it failed."""
    try:
        result = work()
        if isgenerator(result):
            while True:
                try:
                    row = next(result)
                except StopIteration as end:
                    result = end.value
                    break
                send(*((RAW_ROW, row) if isinstance(row, bytes) else (ROW, pickle.dumps(row))))
        send(VALUE, pickle.dumps(result))
    except (KgError, OSError) as error:
        send(*_error(error))
    except MemoryError:
        _give_room()
        send(MEMORY)
    except BaseException as error:  # whatever it is, the parent must learn of it
        send(*_crash(error))


def _error(error: KgError | OSError) -> tuple[bytes, bytes]:
    try:
        content = pickle.dumps(error)
        pickle.loads(content)  # noqa: S301  # what was just written
    except Exception:
        return _crash(error)
    return ERROR, content


def _crash(error: BaseException) -> tuple[bytes, bytes]:
    said = " ".join(str(error).split())
    short = f"{type(error).__name__}: {said[:300]}" if said else type(error).__name__
    return CRASH, pickle.dumps((short, "".join(traceback.format_exception(error))))


def send_to(answer: int) -> Send:
    """A function that writes frames to an open file."""

    def send(kind: bytes, content: bytes = b"") -> None:
        for part in (HEADER.pack(kind, len(content)), content):
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(answer, rest) :]

    return send


def begin(answer: int, work: Callable[[], object], limits: Limits, parent: int) -> NoReturn:
    """All that a child ever does; files 0 to 2 are already those of a child."""

    def shut_in() -> object:
        _shut_in(limits, parent)
        return work()

    code = 1
    # Whoever hears no more needs no answer: then a pipe without a reader ends the child.
    with contextlib.suppress(BaseException):
        perform(shut_in, send_to(answer))
        code = 0
    os._exit(code)


def _shut_in(limits: Limits, parent: int) -> None:
    # Ctrl-C reaches the whole group of processes. The parent hears it too, and kills us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    faulthandler.disable()
    # What Python holds for 1 and 2 may be a test's or a notebook's: a print is to end where a native message does.
    sys.stdout = sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), encoding="utf-8", errors="backslashreplace", write_through=True)
    _die_with(parent)
    if sys.platform != "win32":
        _restrict(limits)


def _die_with(parent: int) -> None:
    """Ends this process when the parent ends, in whatever way, also while native code runs."""
    _thread.start_new_thread(_hold_lifeline, ())
    if sys.platform == "linux":
        # The thread above needs the interpreter, which native code may hold; the system needs nobody.
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _hold_lifeline() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    os._exit(1)


if sys.platform != "win32":

    def _restrict(limits: Limits) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        if limits.cpu_seconds is not None:
            _soften(resource.RLIMIT_CPU, math.ceil(time.process_time() + limits.cpu_seconds))
        if limits.memory is not None:
            with contextlib.suppress(OSError, ValueError):  # macOS knows the name and refuses
                _soften(resource.RLIMIT_AS, _address_space() + limits.memory)

    def _soften(kind: int, most: int) -> None:
        """Only the lower of the two limits is set, so that it can be lifted for the last words."""
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _give_room() -> None:
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _address_space() -> int:
    """Bytes that this process has now; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def from_stdin() -> NoReturn:
    """A child that was started as a new interpreter: the work comes through its lifeline, the answer goes to what was stdout."""
    work, limits, parent = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent
    answer = os.dup(1)
    os.dup2(2, 1)
    begin(answer, work, limits, parent)
