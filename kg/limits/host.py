"""A process that holds something large, and does each piece of work in a fork of itself.

What is held is made once, in a new interpreter with a single thread, so that a copy of it is always sound. For each piece of
work it makes one copy, which watches over a limited child as any caller of `run` does and sends back how that ended. Nobody
waits for anybody: work that runs away takes nothing from other work but its share of the machine. The way to a host is a
socket without a name, which no other program can find. Linux only, as every fork of ours.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from struct import Struct
from typing import Any, Generic, NoReturn, TypeVar

from kg.errors import KgError
from kg.limits.outcome import Died, Limits, Outcome
from kg.limits.parent import run

if sys.platform != "win32":
    import fcntl

__all__ = ["Host", "Work", "from_stdin", "outcome_of", "received"]

H = TypeVar("H")
T = TypeVar("T")

_SIZE = Struct(">Q")
_CHUNK = 1 << 16
_START = "import pickle, sys; sys.path[:] = {path!r}; from kg.limits.host import from_stdin; from_stdin()"


@dataclass(frozen=True, slots=True)
class Work(Generic[H, T]):
    """A piece of work for a host: a picklable function of what it holds, and its limits."""

    do: Callable[[H], T]
    limits: Limits
    #: How far it gives way to others, 0 to 19.
    nice: int = 0


class Host(Generic[H]):
    """A host from this side; it ends when this is closed, or this process does."""

    def __init__(self, prepare: Callable[[], H]) -> None:
        """Starts it; `prepare`, which is picklable, makes there what it holds."""
        self._control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-c", _START.format(path=sys.path)]
            try:
                self._process: subprocess.Popen[bytes] = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL)  # noqa: S603  # our own program
            except OSError as error:
                self._control.close()
                raise KgError(f"No process can be started: {error.strerror}.", hint="Close other programs and try again.") from error
        _send(self._control, pickle.dumps(prepare))

    @property
    def number(self) -> int:
        """The number of its process."""
        return self._process.pid

    def wait(self) -> None:
        """Returns when it holds what it is to hold; raises what went wrong with that."""
        said = _receive(self._control)
        error = pickle.loads(said) if said else KgError("What the queries ask could not be opened: its process has ended.")  # noqa: S301  # our own
        if error is not None:
            self.close()
            raise error

    def begin(self, work: Work[H, Any]) -> socket.socket:
        """Begins a piece of work; what comes through the socket until its end is for `outcome_of`. To close it ends the work."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                ours.sendall(pickle.dumps(work))
                ours.shutdown(socket.SHUT_WR)
                socket.send_fds(self._control, [b"w"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise KgError("What the queries ask is not open: its process has ended.") from error
        return ours

    def do(self, work: Work[H, T]) -> Outcome[T]:
        """How a piece of work ended; raises what it raised of ours."""
        with self.begin(work) as answer:
            return outcome_of(received(answer))

    def close(self) -> None:
        """Lets it go; work that has begun comes to its end."""
        self._control.close()
        self._process.wait()


def received(answer: socket.socket) -> bytes:
    """All that comes through the socket of a piece of work; nothing when what works on it was killed before it had read what to do."""
    with contextlib.suppress(ConnectionResetError):
        return b"".join(iter(partial(answer.recv, _CHUNK), b""))
    return b""


def outcome_of(content: bytes) -> Outcome[Any]:
    """How the work ended that sent this; raises what it raised of `kg.errors` or `OSError`."""
    outcome, error = pickle.loads(content) if content else (Died("ended without an answer"), None)  # noqa: S301  # from our own process
    if error is not None:
        raise error
    assert outcome is not None
    return outcome


def from_stdin() -> NoReturn:
    """All that a host ever does; file 0 is the way to whoever started it."""
    # Ctrl-C reaches the whole group of processes: whoever started us hears it too, and lets us go.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=os.dup(0)) as control:
        prepare = pickle.loads(_receive(control))  # noqa: S301  # from our own parent
        try:
            held = prepare()
        except (KgError, OSError) as error:
            _send(control, pickle.dumps(error))
            os._exit(1)
        # What every child needs is there already.
        importlib.import_module("ctypes")
        # A collection of garbage in a copy would write to every page and so really copy it.
        gc.collect()
        gc.freeze()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a copy ended: the system lets it go
        _send(control, pickle.dumps(None))
        _attend(control, held)
    os._exit(0)


def _attend(control: socket.socket, held: object) -> None:
    while True:
        try:
            _, files, _, _ = socket.recv_fds(control, 1, 1)
        except OSError:
            return
        if not files:
            return
        # The system may have no room for one more: then whoever asked sees the connection end without an answer.
        with socket.socket(fileno=files[0]) as connection, contextlib.suppress(OSError):
            if os.fork() == 0:
                _watch_over(control, connection, held)


def _watch_over(control: socket.socket, connection: socket.socket, held: object) -> NoReturn:
    """The copy: does one piece of work in a child of its own, and answers."""
    with contextlib.suppress(BaseException):
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        work = pickle.loads(b"".join(iter(partial(connection.recv, _CHUNK), b"")))  # noqa: S301  # from our own process
        _end_with(connection)
        if work.nice:
            os.nice(work.nice)
        connection.sendall(pickle.dumps(_done(work, held)))
    os._exit(0)


def _done(work: Work[Any, T], held: object) -> tuple[Outcome[T] | None, Exception | None]:
    try:
        return run(partial(work.do, held), work.limits, alone=True), None
    except (KgError, OSError) as error:
        return None, error


def _end_with(connection: socket.socket) -> None:
    """Ends this process, and so its child, as soon as nobody waits for the answer any more."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(connection, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(connection, fcntl.F_SETFL, fcntl.fcntl(connection, fcntl.F_GETFL) | os.O_ASYNC)
    left = select.poll()
    left.register(connection, 0)
    if left.poll(0):
        os._exit(0)


def _send(connection: socket.socket, content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):
        connection.sendall(_SIZE.pack(len(content)) + content)


def _receive(connection: socket.socket) -> bytes:
    """What `_send` sent; nothing when the other side has ended."""
    head = _exactly(connection, _SIZE.size)
    return _exactly(connection, _SIZE.unpack(head)[0]) if head else b""


def _exactly(connection: socket.socket, size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        with contextlib.suppress(ConnectionResetError):
            if piece := connection.recv(size - len(content)):
                content += piece
                continue
        return b""
    return bytes(content)
