"""Strikes a program at its n-th touch of the disk: a forked child, and an audit hook in it that kills, refuses or interrupts.

So no place is left out, nothing is mocked, and the product has no seam for tests.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from kg.errors import WorkspaceError

#: Each touches the disk; a rename is the event of `os.replace` too.
EVENTS = frozenset(("open", "os.chmod", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir"))
#: How a child ended that was not killed; `STRUCK` is added when the hook had its turn.
DONE, REFUSED, STRUCK = 0, 1, 10

Work = Callable[[Path], None]


def kill() -> None:
    """The machine stops."""
    os.kill(os.getpid(), signal.SIGKILL)


def fill() -> None:
    """The disk is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt() -> None:
    """The user presses Ctrl-C."""
    raise KeyboardInterrupt


def outcome(work: Work, folder: Path) -> int:
    """How the work ended; any other exception than ours or the user's is a fault of the program and goes on."""
    try:
        work(folder)
    except (WorkspaceError, KeyboardInterrupt):
        return REFUSED
    return DONE


class Striker:
    """An audit hook that strikes at the n-th event in a folder, or from then on."""

    def __init__(self, folder: Path, strike: Callable[[], None], turn: int, *, lasting: bool) -> None:
        self.folder, self.strike, self.turn, self.lasting = str(folder), strike, turn, lasting
        self.seen = 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Counts an event that touches the folder."""
        if event in EVENTS and any(isinstance(a, (str, os.PathLike)) and os.fspath(a).startswith(self.folder) for a in arguments):
            self.seen += 1
            if self.seen == self.turn or (self.lasting and self.seen > self.turn):
                self.strike()


def in_child(work: Work, folder: Path, striker: Striker | None = None) -> int:
    """The exit code of the work done in a forked child, under the hook if there is one; negative when it was killed."""
    return ended(begun(work, folder, striker))


def begun(work: Work, folder: Path, striker: Striker | None = None) -> int:
    """The number of a forked child that does the work now."""
    with warnings.catch_warnings():
        # Python warns about forking beside threads: those of pytest-xdist hold no lock that the child takes.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 99
        try:
            if striker:
                sys.addaudithook(striker)
            code = outcome(work, folder) + (STRUCK if striker and striker.seen >= striker.turn else 0)
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    """How a child ended; negative when it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def every_strike(work: Work, start: dict[str, bytes], folder: Path, strike: Callable[[], None], *, lasting: bool = False) -> Iterator[int]:
    """Does the work from the same start again and again, struck one event later each time, and gives its exit codes.

    Ends when the work was done before it could be struck.
    """
    for turn in count(1):
        shutil.rmtree(folder, ignore_errors=True)
        if start:
            fill_folder(folder, start)
        code = in_child(work, folder, Striker(folder, strike, turn, lasting=lasting))
        if code == DONE:
            return
        assert code in ((-signal.SIGKILL,) if strike is kill else (DONE + STRUCK, REFUSED + STRUCK))
        yield code


def at_sync(work: Work, strike: Callable[[], None], turn: int) -> Work:
    """The work, struck when it asks for the n-th time that something be put on the disk; for a child of its own.

    Python has no audit event for that, so the one function of the system is taken in hand there.
    """
    asked = count(1)
    sync = os.fsync

    def struck(handle: int) -> None:
        if next(asked) == turn:
            strike()
        sync(handle)

    def work_struck(folder: Path) -> None:
        os.fsync = struck  # type: ignore[assignment]  # our files are asked for by number
        try:
            work(folder)
        finally:
            os.fsync = sync

    return work_struck


def fill_folder(folder: Path, files: dict[str, bytes]) -> None:
    """A folder with these files."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def held(folder: Path) -> dict[str, bytes]:
    """All files in a folder and below it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
