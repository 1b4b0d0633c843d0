"""What a named person decided, dated and with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kg.findings import Place
from kg.model.actor import NOWHERE
from kg.vocab import SEPARATOR, digest

__all__ = ["CAUTIOUS", "IDENTITIES", "READINGS", "WORLD", "Identity", "Judgement"]

#: Did we read it right? The row names the source.
READINGS = ("accept", "reject", "unsure")
#: Do we hold it true? All sources together; the row names none.
WORLD = ("uphold", "refute")
#: Are they one actor?
IDENTITIES = ("same", "different", "unsure")
#: On a tie of dates the cautious word of a curator counts.
CAUTIOUS = frozenset(("reject", "unsure", "refute"))


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of `judgements.csv`: about the reading of a statement in one source, or about the world."""

    statement: str
    judgement: str
    curator: str
    date: date
    reason: str
    source: str = ""
    #: The reading of the curated statement that takes the place of a rejected candidate.
    instead: str = ""
    at: Place = field(default=NOWHERE, compare=False)
    #: The reading as it was typed, before identity decisions; empty where nothing was rewritten.
    recorded: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """A hash of all that is said."""
        parts = (self.statement, self.source, self.judgement, self.curator, self.date.isoformat(), self.reason, self.instead)
        return digest(SEPARATOR.join(parts))


@dataclass(frozen=True, slots=True)
class Identity:
    """One row of `identities.csv`; for `same` the left actor's label is the heading."""

    left: str
    right: str
    judgement: str
    curator: str
    date: date
    reason: str
    at: Place = field(default=NOWHERE, compare=False)

    @property
    def id(self) -> str:
        """A hash of all that is said."""
        return digest(SEPARATOR.join((self.left, self.judgement, self.right, self.curator, self.date.isoformat(), self.reason)))
