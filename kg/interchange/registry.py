"""What a format of exchange is: a name, a writer, and a note on what it cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kg.graph import Kept, to_quads
from kg.model import Case, Evidence, Judgement, Statement
from kg.ontology import Ontology
from kg.standing import Weighed, counted, stands

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["TEAM", "Content", "Format", "Loss", "left_out", "one_file"]

#: What a file for the team says of itself, wherever it has a place for words.
TEAM = "Team copy – not for publication"


@dataclass(frozen=True)
class Content:
    """What is exported: a weighed case, already cut to what its readers may see."""

    case: Case
    ontology: Ontology
    weighed: Weighed
    #: `team` or `public`: who may read it; every format that has a place for words says so.
    profile: str = "team"
    #: Triples of other vocabularies in the workspace's own files, by the graph of their file.
    kept: tuple[Kept, ...] = ()
    #: How many such triples were left out, since nothing says whether these readers may see them.
    foreign: int = 0

    @cached_property
    def quads(self) -> list[Quad]:
        """The dataset of this content, sorted."""
        return to_quads(self.case, self.ontology, self.weighed, kept=self.kept)

    @cached_property
    def established(self) -> tuple[Statement, ...]:
        """The statements that a format without a place for standings may hold, in the order of the case."""
        return tuple(statement for statement in self.case.statements if self.weighed.established(statement))

    @cached_property
    def as_of(self) -> date | None:
        """The day of the latest entry or decision: the date of the data, which no clock knows."""
        days = [item.entered for statement in self.case.statements for item in statement.evidence]
        days += [row.date for row in self.case.judgements] + [pair.date for pair in self.case.identities]
        return max((day for day in days if day), default=None)

    @cached_property
    def _judged(self) -> dict[str, tuple[Judgement, ...]]:
        rows: dict[str, list[Judgement]] = {}
        for row in self.case.judgements:
            rows.setdefault(row.statement, []).append(row)
        return {reading: counted(own) for reading, own in rows.items()}

    def fate(self, statement: Statement, item: Evidence) -> str:
        """What has become of one evidence: `stands`, `rejected`, `unsure` or `candidate`."""
        return stands(item, self._judged.get(statement.reading, ()), admit=self.case.settings.admit_confidence)

    def reasons(self, statement: Statement) -> tuple[Evidence, ...]:
        """The evidence that carries a statement: what supports it and stands, and of what is derived, that of its premises."""
        found: dict[Evidence, None] = {}
        for item in statement.evidence:
            if item.origin == "derived":
                premises = (self.case.statement_by_id[name] for name in item.premises if name in self.case.statement_by_id)
                found |= {reason: None for premise in premises for reason in self.reasons(premise)}
            elif item.stance != "withdraws" and self.fate(statement, item) == "stands":
                found[item] = None
        return tuple(found)


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


def left_out(content: Content, code: str = "standing") -> tuple[Loss, ...]:
    """The loss of a format that holds what is established only: how many of all statements are missing; none where none is."""
    everything = len(content.case.statements)
    missing = everything - len(content.established)
    return (Loss(code, left_out=missing, all=everything),) if missing else ()
