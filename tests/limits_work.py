"""What children are given to do in the tests of `kg.limits`: a module of its own, so that a new interpreter can find it."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

from kg.errors import DataError, KgError, QueryError, UsageError, WorkspaceError
from kg.findings import Place, find

ERRORS: dict[str, KgError | OSError] = {
    "KgError": KgError("It went wrong.", hint="Do this."),
    "WorkspaceError": WorkspaceError("There is none.", hint="Make one."),
    "QueryError": QueryError("It is refused.", hint="Ask otherwise."),
    "UsageError": UsageError("It means nothing."),
    "DataError": DataError([find("b", Place("b.csv", 2), value="x"), find("a", Place("a.csv", 1))]),
    "FileNotFoundError": FileNotFoundError(2, "No such file or directory", "gone.txt"),
}


def double(number: int) -> int:
    """Twice the number."""
    return number * 2


def talk() -> str:
    """A word, after much talk on files 1 and 2, in Python's way and in the system's."""
    print("hello")
    sys.stderr.write("hello")
    for file in (1, 2):
        os.write(file, b"x" * 200_000)
    return "done"


def fail(name: str) -> None:
    """One of `ERRORS`, raised."""
    raise ERRORS[name]


def stumble() -> None:
    """An exception that nobody expects."""
    raise ValueError("a line\nand another")


def read_document(raw: bytes) -> str:
    """The text of some bytes."""
    return raw.decode()


def spin() -> None:
    """Never ends."""
    while True:
        pass


def backtrack() -> object:
    """Never ends, in native code that lets no other thread run and hears no signal."""
    return re.match("(a|a)+$", "a" * 60 + "!")


def eat(size: int) -> int:
    """So many bytes of memory, asked for at once."""
    return len(bytearray(size))


def lack() -> None:
    """What Python says when there is no memory."""
    raise MemoryError


def abort() -> None:
    """What a native library does that has no memory left."""
    os.write(2, b"memory allocation of 4096 bytes failed\n" + b"a frame of its stack\n" * 1_000)
    os.abort()


def crash() -> None:
    """A read at address 0."""
    ctypes.string_at(0)


def kill() -> None:
    """As the system does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def leave(code: int) -> None:
    """An end without a word."""
    os._exit(code)


def press_ctrl_c() -> str:
    """A word, after what a terminal sends to everybody."""
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)
    return "still here"


def start_another() -> str:
    """A word, while a process of its own sleeps on."""
    subprocess.Popen(["sleep", "2"])
    return "started"


def unsendable() -> object:
    """A value that cannot leave its process."""
    return lambda: None


def core_limit() -> tuple[int, int]:
    """How much of a crashed process the system may write to a file."""
    return resource.getrlimit(resource.RLIMIT_CORE)


def open_files() -> int:
    """How many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def count(most: int) -> Generator[int, None, int]:
    """The numbers from 0; returns how many there were."""
    yield from range(most)
    return most


def repeat(row: object, times: int) -> Generator[object, None, None]:
    """The same row again and again."""
    for _ in range(times):
        yield row


def rows_then_fail() -> Generator[int, None, None]:
    """Two rows and an error."""
    yield 1
    yield 2
    raise QueryError("The third cannot be read.")


def forever() -> Generator[str, None, None]:
    """Rows without end."""
    while True:
        yield "row"
