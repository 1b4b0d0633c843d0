"""What hosts are given to hold and to do in the tests of `kg.limits.host`."""

from __future__ import annotations

import time
from pathlib import Path

from kg.errors import QueryError, WorkspaceError


def build(number: int) -> list[int]:
    """Something to hold."""
    return list(range(number))


def fail_to_build() -> None:
    """Something that is not there."""
    raise WorkspaceError("There is nothing.")


def add(number: int, held: list[int]) -> int:
    """The sum of what is held and one more."""
    held.append(number)
    return sum(held)


def refuse(held: list[int]) -> None:
    """An error of ours."""
    raise QueryError("No.", hint="Ask less.")


def grow(held: list[int]) -> int:
    """More memory than anybody has."""
    return len(bytes(1 << 40))


def do_nothing_for_ever(held: list[int], most: float = 1e9) -> int:
    """Nothing, for long."""
    end = time.monotonic() + most
    while time.monotonic() < end:
        pass
    return sum(held)


def count_files(held: list[int]) -> int:
    """How many files are open here, the one that lists them left out."""
    return len(list(Path("/proc/self/fd").iterdir())) - 1
