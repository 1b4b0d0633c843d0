"""What a format of exchange is: a name, a writer, and a note on what it cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.graph import to_quads
from kg.model import Case, Statement
from kg.ontology import Ontology
from kg.standing import Weighed

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["Content", "Format", "Loss", "one_file"]


@dataclass(frozen=True)
class Content:
    """What is exported: a weighed case, already cut to what its readers may see."""

    case: Case
    ontology: Ontology
    weighed: Weighed
    #: `team` or `public`: who may read it; every format that has a place for words says so.
    profile: str = "team"

    @cached_property
    def quads(self) -> list[Quad]:
        """The dataset of this content, sorted."""
        return to_quads(self.case, self.ontology, self.weighed)

    @cached_property
    def established(self) -> tuple[Statement, ...]:
        """The statements that a format without a place for standings may hold, in the order of the case."""
        return tuple(statement for statement in self.case.statements if self.weighed.established(statement))


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a format cannot hold; its sentence is under its code in `kg/texts`."""

    code: str
    values: tuple[tuple[str, object], ...] = ()

    def __init__(self, code: str, **values: object) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", tuple(sorted(values.items())))


@dataclass(frozen=True, slots=True)
class Format:
    """A format that `kg export` writes."""

    #: The word on the command line.
    name: str
    #: What the file's name ends in, such as `.jsonl`; a format of several files has none and is written into a folder.
    suffix: str
    #: What it is and who reads it, in one line.
    title: str
    #: The bytes of each file by its name; the name is empty where there is but one.
    write: Callable[[Content], Mapping[str, bytes]]
    #: What is left out or cannot be said, and of how many statements; nothing only where everything is held.
    losses: Callable[[Content], tuple[Loss, ...]]


def one_file(write: Callable[[Content], bytes]) -> Callable[[Content], Mapping[str, bytes]]:
    """A writer of one file as `Format` wants it."""
    return lambda content: {"": write(content)}
