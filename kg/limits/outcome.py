"""How limited work ends, as values; each that is no answer has one sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

__all__ = ["Died", "Finished", "Limit", "Limits", "Outcome", "Stopped"]

T = TypeVar("T")
Limit = Literal["seconds", "cpu_seconds", "memory", "answer_bytes", "answer_rows"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a piece of work may take; `None` is no limit."""

    #: By the clock on the wall.
    seconds: float | None = None
    #: Of computing, on all cores together; whole seconds, rounded up. Not on Windows.
    cpu_seconds: float | None = None
    #: Bytes of address space beyond what the child began with. Not on Windows, and macOS does not enforce it.
    memory: int | None = None
    #: Of the value, or of all rows together, as they come through the pipe.
    answer_bytes: int | None = None
    answer_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Finished(Generic[T]):
    """The work was done; what it returned."""

    value: T


@dataclass(frozen=True, slots=True)
class Stopped:
    """A limit was reached; of a stream, what came before it was handed on and is sound."""

    limit: Limit
    #: The limit, as it was given.
    most: float

    def sentence(self, what: str) -> str:
        """`The query was stopped after 5 s.`"""
        return f"{what} was stopped{_REASONS[self.limit].format(_amount(self.limit, self.most))}."


@dataclass(frozen=True, slots=True)
class Died:
    """The child ended without an answer, and no limit explains it."""

    #: A predicate: `crashed (SIGSEGV)`.
    how: str
    #: What the child said last, and where; for whoever looks for the fault, not for the user.
    detail: str = ""

    def sentence(self, what: str) -> str:
        """`The query crashed (SIGSEGV).`"""
        return f"{what} {self.how}."


Outcome = Finished[T] | Stopped | Died

_REASONS: dict[Limit, str] = {
    "seconds": " after {}",
    "cpu_seconds": " after {} of computing",
    "memory": ": it needs more than {} of memory",
    "answer_bytes": ": its answer is larger than {}",
    "answer_rows": ": its answer has more than {} rows",
}
_SIZES = ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"), (1, "bytes"))


def _amount(limit: Limit, most: float) -> str:
    if limit in ("seconds", "cpu_seconds"):
        return f"{most:g} s"
    if limit == "answer_rows":
        return f"{most:,.0f}"
    size, unit = next((size, unit) for size, unit in _SIZES if most >= size or size == 1)
    return f"{most / size:.4g} {unit}"
