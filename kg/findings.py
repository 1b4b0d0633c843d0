"""What is wrong with a user's data, as values: a code, a place and the words that fill its sentence.

Rooms return findings, they never raise or print them; the sentence of each code lives in `texts/*.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["Finding", "Place", "find", "in_order"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a path relative to the workspace, a line (0: the file as a whole), a column."""

    path: str
    line: int = 0
    column: str = ""

    def at(self, column: str) -> Place:
        """The same line, narrowed to one column."""
        return Place(self.path, self.line, column)

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.path}{line}: {self.column}" if self.column else f"{self.path}{line}"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem: `place` first, so that findings sort as a reader walks through the files."""

    place: Place
    code: str
    #: What the sentence of the code needs, as sorted pairs (a dict could be neither hashed nor sorted).
    values: tuple[tuple[str, str], ...] = field(default=())

    def value(self, name: str) -> str:
        """The value called `name`, or an empty string."""
        return dict(self.values).get(name, "")


def find(code: str, place: Place, /, **values: object) -> Finding:
    """A finding whose values are kept as text."""
    return Finding(place, code, tuple(sorted((name, str(value)) for name, value in values.items())))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, sorted by place."""
    return tuple(sorted(set(findings)))
