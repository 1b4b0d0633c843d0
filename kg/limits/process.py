"""Two ways to have a child: a fork of this process, or a new interpreter that is told what to do."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import selectors
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, NoReturn, Protocol

from kg.errors import KgError
from kg.limits.child import begin
from kg.limits.outcome import Limits

if sys.platform != "win32":
    import fcntl

__all__ = ["Child", "Ended", "Said", "can_fork", "interrupts_held", "start"]

_CHUNK = 1 << 16
#: How often Ctrl-C is looked for where it does not wake whoever waits.
_TICK = 0.1
#: How long what a dead child has said is waited for.
_LINGER = 1.0
#: What a new interpreter runs; it finds modules where this one does, and never imports the script that was started.
_START = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from kg.limits.child import from_stdin; from_stdin()"


class Said(NamedTuple):
    """Something that a child wrote: to its answer or to what would be its terminal; empty at the end of that file."""

    is_answer: bool
    content: bytes


class Ended(NamedTuple):
    """The end of a child: its exit code, negative for a signal, and what it wrote beside its answer and nobody had read yet."""

    code: int
    words: bytes


class Child(Protocol):
    """A running child."""

    def next(self, timeout: float | None) -> Said | None:
        """What it wrote next; `None` when that was nothing for so many seconds."""

    def end(self) -> Ended:
        """How it ended; kills it if it still runs, and leaves no process and no open file."""


def can_fork() -> bool:
    """Whether a copy of this process would be sound: on Linux, while it has a single thread.

    Threads are not copied, but the locks that they hold are; and macOS's own libraries do not survive a fork.
    """
    return sys.platform == "linux" and sum(1 for _ in Path("/proc/self/task").iterdir()) == 1


def start(work: Callable[[], object], limits: Limits, *, alone: bool | None) -> Child:
    """A child that has begun; raises `KgError` where the system gives none."""
    try:
        if sys.platform == "linux" and (can_fork() if alone is None else alone):
            return _Forked(work, limits)
        return _Fresh(work, limits)
    except OSError as error:
        raise KgError(f"No process can be started: {error.strerror}.", hint="Close other programs and try again.") from error


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Lets Ctrl-C wait while the block runs, so that no child is lost between its start and the first look at it."""
    if sys.platform == "win32":  # pragma: no cover  # one platform a run
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


if sys.platform != "win32":
    #: All open ends of pipes: a child that is forked while another runs must not hold that one's.
    _ours: set[int] = set()

    class _Forked:
        """A copy of this process: nothing is sent to it, what the parent holds is there already."""

        def __init__(self, work: Callable[[], object], limits: Limits) -> None:
            with contextlib.ExitStack() as theirs, contextlib.ExitStack() as ours:
                lifeline, self._lifeline = _pipe(theirs, ours)
                self._answer, answer = _pipe(ours, theirs)
                self._noise, noise = _pipe(ours, theirs)
                parent = os.getpid()
                with warnings.catch_warnings():
                    # Python warns about threads; the caller has vouched for them.
                    warnings.simplefilter("ignore", DeprecationWarning)
                    self._number = os.fork()
                if self._number == 0:
                    self._become(work, limits, parent, (lifeline, answer, noise))
                self._files = ours.pop_all()
            self._open = selectors.PollSelector()  # the one kind that opens no file itself
            self._open.register(self._answer, selectors.EVENT_READ, True)
            self._open.register(self._noise, selectors.EVENT_READ, False)

        @staticmethod
        def _become(work: Callable[[], object], limits: Limits, parent: int, files: tuple[int, int, int]) -> NoReturn:
            with contextlib.suppress(BaseException):
                lifeline, answer, noise = files
                for other in _ours - {*files}:
                    os.close(other)
                for theirs, place in ((lifeline, 0), (noise, 1), (noise, 2)):
                    os.dup2(theirs, place)
                os.close(lifeline)
                os.close(noise)
                begin(answer, work, limits, parent)
            os._exit(1)

        def next(self, timeout: float | None) -> Said | None:
            for key, _ in self._open.select(timeout):
                content = os.read(key.fd, _CHUNK)
                if not content:
                    self._open.unregister(key.fd)
                return Said(key.data, content)
            return None

        def end(self) -> Ended:
            with self._files:
                # Until it is waited for, the number is its own.
                os.kill(self._number, signal.SIGKILL)
                code, words = 0, b""
                with contextlib.suppress(ChildProcessError):  # whoever ignores SIGCHLD is told nothing
                    code = os.waitstatus_to_exitcode(os.waitpid(self._number, 0)[1])
                os.set_blocking(self._noise, False)
                with contextlib.suppress(BlockingIOError):  # somebody else holds it open
                    words = os.read(self._noise, _CHUNK)
                return Ended(code, words)

    def _pipe(reader: contextlib.ExitStack, writer: contextlib.ExitStack) -> tuple[int, int]:
        """A pipe whose ends are none of the files 0 to 2, even where one of those was closed, each closed by its stack."""
        ends = []
        for end, stack in zip(os.pipe(), (reader, writer), strict=True):
            ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 3))
            os.close(end)
            _ours.add(ends[-1])
            stack.callback(_close, ends[-1])
        return ends[0], ends[1]

    def _close(end: int) -> None:
        _ours.discard(end)
        os.close(end)


class _Fresh:
    """A new interpreter, for processes that must not be copied: the work goes to it, and threads read what it says."""

    def __init__(self, work: Callable[[], object], limits: Limits) -> None:
        import subprocess

        job = pickle.dumps(sys.path) + pickle.dumps((work, limits, os.getpid()))
        self._said: queue.Queue[Said] = queue.Queue(maxsize=64)
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-c", _START], stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603  # our own program
        files = ((True, self._process.stdout), (False, self._process.stderr))
        self._readers = [threading.Thread(target=self._read, args=file, daemon=True) for file in files]
        for reader in self._readers:
            reader.start()
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):  # then it died at once, and says why
            self._process.stdin.write(job)
            self._process.stdin.flush()

    def _read(self, is_answer: bool, file: IO[bytes]) -> None:
        with file:
            while content := os.read(file.fileno(), _CHUNK):
                self._said.put(Said(is_answer, content))
        self._said.put(Said(is_answer, b""))

    def next(self, timeout: float | None) -> Said | None:
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            rest = _TICK if until is None else until - time.monotonic()
            with contextlib.suppress(queue.Empty):
                return self._said.get(timeout=min(max(rest, 0), _TICK))
            if rest <= 0:
                return None

    def end(self) -> Ended:
        self._process.kill()
        code, words = self._process.wait(), b""
        # A reader may wait for room; one that goes on has a pipe that somebody else holds open, and closes it one day.
        until = time.monotonic() + _LINGER
        while not self._said.empty() or (any(reader.is_alive() for reader in self._readers) and time.monotonic() < until):
            said = self.next(0.01)
            words += said.content if said and not said.is_answer else b""
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        return Ended(code, words)
