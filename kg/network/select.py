"""A part of a case: the statements that somebody asks for, with what they cannot be read without, weighed as in the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from kg.model import Case, Statement, Time
from kg.standing import Weighed

__all__ = ["Part", "Wanted", "select"]

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for of a case; a field that is empty asks for nothing in particular."""

    #: Ids of actors and events, and how many steps along the statements asked for everybody else may be away from them.
    actors: tuple[str, ...] = ()
    hops: int = 1
    relations: tuple[str, ...] = ()
    #: First and last day: a statement belongs where it may lie between them; what has no date does not.
    since: date | None = None
    until: date | None = None
    #: Words of standings, without their polarity.
    standings: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether nothing in particular is asked for."""
        return not (self.actors or self.relations or self.since or self.until or self.standings)


@dataclass(frozen=True, slots=True)
class Part:
    """A case of the statements asked for, weighed as in the whole case."""

    case: Case
    weighed: Weighed
    #: Statements that were not asked for: counterparts of contradictions, and what a selected one follows from.
    beside: int


def select(case: Case, weighed: Weighed, wanted: Wanted) -> Part:
    """The statements asked for, each with those that stand against it and those that it follows from.

    A contested statement is nothing without its counterpart, so no standing changes by what is left out. With the
    statements come the actors, events, sources and judgements that they name; those asked for by name come in any case.
    """
    found = {statement.id for statement in _near([s for s in case.statements if _fits(s, case, weighed, wanted)], wanted)}
    whole = _completed(found, case, weighed)
    statements = tuple(statement for statement in case.statements if statement.id in whole)
    return Part(_case_of(statements, case, weighed, wanted), _weighed_of(whole, weighed), len(whole) - len(found))


def _fits(statement: Statement, case: Case, weighed: Weighed, wanted: Wanted) -> bool:
    if wanted.relations and statement.relation not in wanted.relations:
        return False
    if wanted.standings and weighed.standing[statement.id].word.removesuffix(" not") not in wanted.standings:
        return False
    if not (wanted.since or wanted.until):
        return True
    when = _when(statement, case)
    return when is not None and when.overlaps(Time("", wanted.since, wanted.until))


def _when(statement: Statement, case: Case) -> Time | None:
    """The time of a statement: its own, or that of the event it speaks of."""
    events = (case.event_by_id.get(name) for name in (statement.event, statement.object, statement.subject))
    return statement.when or next((event.when for event in events if event and event.when), None)


def _near(statements: list[Statement], wanted: Wanted) -> list[Statement]:
    """The statements among those who are at most so many steps away from the actors asked for."""
    if not wanted.actors:
        return statements
    beside: dict[str, set[str]] = {}
    for statement in statements:
        beside.setdefault(statement.subject, set()).add(statement.object)
        beside.setdefault(statement.object, set()).add(statement.subject)
    reached = frontier = set(wanted.actors)
    for _ in range(wanted.hops):
        frontier = {other for name in frontier for other in beside.get(name, ())} - reached
        reached = reached | frontier
    return [statement for statement in statements if {statement.subject, statement.object} <= reached]


def _completed(found: Iterable[str], case: Case, weighed: Weighed) -> set[str]:
    whole, more = set[str](), set(found)
    while more:
        whole |= more
        against = {other for name in more for other in weighed.contradicts.get(name, ())}
        below = {premise for name in more for item in case.statement_by_id[name].evidence for premise in item.premises}
        more = ((against | below) & case.statement_by_id.keys()) - whole
    return whole


def _case_of(statements: tuple[Statement, ...], case: Case, weighed: Weighed, wanted: Wanted) -> Case:
    readings = {statement.reading for statement in statements}
    judgements = tuple(row for row in case.judgements if row.statement in readings)
    cited = {item.source for s in statements for item in s.evidence} | {row.source for row in judgements}
    cited = _with_originals(cited | {voice for s in statements for voice in weighed.voices[s.id]}, case)
    names = _names(statements, weighed) | {*wanted.actors} | {case.source_by_id[source].publisher for source in cited}
    events = tuple(event for event in case.events if event.id in names)
    names |= {event.place for event in events}
    return replace(
        case,
        actors=tuple(actor for actor in case.actors if actor.id in names),
        events=events,
        sources=tuple(source for source in case.sources if source.id in cited),
        statements=statements,
        judgements=judgements,
        identities=tuple(row for row in case.identities if {row.left, row.right} <= names),
    )


def _names(statements: Iterable[Statement], weighed: Weighed) -> set[str]:
    return {name for s in statements for name in (s.subject, s.object, s.claimant, s.place, s.event, *weighed.voices[s.id])}


def _with_originals(cited: set[str], case: Case) -> set[str]:
    """The sources, and those that they copy: a copy is no second voice, and that must be seen."""
    whole, more = set[str](), cited & case.source_by_id.keys()
    while more:
        whole |= more
        more = ({case.source_by_id[name].copies for name in more} & case.source_by_id.keys()) - whole
    return whole


def _weighed_of(whole: set[str], weighed: Weighed) -> Weighed:
    def of(rows: Mapping[str, Kept]) -> dict[str, Kept]:
        return {name: row for name, row in rows.items() if name in whole}

    return replace(
        weighed,
        standing=of(weighed.standing),
        voices=of(weighed.voices),
        contradicts=of(weighed.contradicts),
        contested=weighed.contested & whole,
    )
