"""Which records the public may see as they are, under a pseudonym, or not at all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from kg.model import Actor, Case, Event, Evidence, Source, Statement
from kg.ontology import Ontology

__all__ = ["NO", "PSEUDONYM", "YES", "Decisions", "decide"]

YES, PSEUDONYM, NO = "yes", "pseudonym", "no"
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is decided about every record that is not simply public."""

    #: Ids of actors, events and sources that appear under a pseudonym.
    veiled: frozenset[str] = frozenset()
    #: Ids of actors, events and sources that do not appear at all.
    hidden: frozenset[str] = frozenset()
    #: (reading, id of the evidence) of what supports a statement in words that are withheld.
    wordless: frozenset[tuple[str, str]] = frozenset()
    #: (reading, id of the evidence) of what is withheld altogether.
    silent: frozenset[tuple[str, str]] = frozenset()
    #: Readings of which something is withheld.
    readings: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """Ids and readings of all that is not to be published as it is, sorted."""
        return tuple(sorted(self.veiled | self.hidden | self.readings))

    def of(self, name: str) -> str:
        """`yes`, `pseudonym` or `no` for an actor, event or source."""
        return NO if name in self.hidden else PSEUDONYM if name in self.veiled else YES


def decide(case: Case, ontology: Ontology) -> Decisions:
    """The decisions of a case: a record's own `publish`, else that of its type or relation; evidence of what is derived has none."""
    named = [(record.id, _of_thing(record, ontology)) for record in case.things] + [(source.id, _of_source(source)) for source in case.sources]
    said = [
        ((statement.reading, item.id), _of_evidence(statement, item, ontology))
        for statement in case.statements
        for item in statement.evidence
        if item.origin != "derived"
    ]
    wordless, silent = _having(said, PSEUDONYM), _having(said, NO)
    readings = frozenset(reading for reading, _ in wordless | silent)
    return Decisions(_having(named, PSEUDONYM), _having(named, NO), wordless, silent, readings)


def _having(decided: Iterable[tuple[Key, str]], word: str) -> frozenset[Key]:
    return frozenset(key for key, found in decided if found == word)


def _of_thing(record: Actor | Event, ontology: Ontology) -> str:
    kind = ontology.types.get(record.type)
    # A type that is not known protects nobody less than a known one would.
    return record.publish or (kind.publish if kind else PSEUDONYM)


def _of_source(source: Source) -> str:
    return source.publish or YES


def _of_evidence(statement: Statement, item: Evidence, ontology: Ontology) -> str:
    relation = ontology.relations.get(statement.relation)
    return item.publish or (relation.publish if relation else NO)
