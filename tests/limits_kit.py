"""Looking at real processes from outside, as the tests of limits do."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["PATIENCE", "children", "computes", "is_gone", "until"]

#: No test fails because a machine is slow: whatever should end at once has a minute.
PATIENCE = 60


def until(is_so: Callable[[], bool]) -> None:
    """Waits for something that must come."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def children(number: int) -> list[int]:
    """The numbers of the processes that a process has started, from whichever of its threads."""
    found: list[int] = []
    for listed in sorted(Path(f"/proc/{number}/task").glob("*/children")):
        # A thread may end between the two looks.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found += map(int, listed.read_text(encoding="ascii").split())
    return found


def computes(number: int) -> bool:
    """Whether a process has computed for some time: it is past its start."""
    return int(Path(f"/proc/{number}/stat").read_text(encoding="ascii").rsplit(")")[-1].split()[11]) > 15


def is_gone(number: int) -> bool:
    """Whether a process has ended; one that nobody waits for is a zombie in some containers."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rsplit(")")[-1].split()[0] in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return True
