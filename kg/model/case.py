"""A case: everything a workspace holds, read and checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

from kg.folder import Settings
from kg.model.actor import Actor, Event
from kg.model.judgement import Identity, Judgement
from kg.model.statement import Source, Statement

__all__ = ["Case", "gather", "join"]


@dataclass(frozen=True)
class Case:
    """Every record of a workspace, each kind sorted by id (statements by reading), so that order of rows never shows."""

    settings: Settings = field(default_factory=Settings)
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()
    statements: tuple[Statement, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    identities: tuple[Identity, ...] = ()
    #: What is left of statements with findings: they are looked at, so that one run tells all, and nothing comes of them.
    doubtful: tuple[Statement, ...] = field(default=(), compare=False)
    #: The kinds of record (`actors`, `statements`, …) of which some could not be read: a name that none has may be theirs.
    unread: tuple[str, ...] = field(default=(), compare=False)

    @property
    def things(self) -> tuple[Actor | Event, ...]:
        """Actors, then events: all that a statement can be about."""
        return (*self.actors, *self.events)

    @cached_property
    def actor_by_id(self) -> dict[str, Actor]:
        """Actors by their id and by every former id."""
        found = {actor.id: actor for actor in self.actors}
        return found | {old: actor for actor in self.actors for old in actor.former}

    @cached_property
    def event_by_id(self) -> dict[str, Event]:
        """Events by their id."""
        return {event.id: event for event in self.events}

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """Sources by their id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def statement_by_id(self) -> dict[str, Statement]:
        """Statements by the hash of their reading."""
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def curator_by_id(self) -> dict[str, str]:
        """Curators' names by their id."""
        return dict(self.settings.curators)

    @cached_property
    def _doubtful_words(self) -> frozenset[tuple[str, str, str]]:
        return frozenset((statement.subject, statement.relation, statement.object) for statement in self.doubtful)

    def may_say(self, subject: str, relation: str, other: str) -> bool:
        """Whether a statement that could not be read, or only in part, may be the one of these three words."""
        possible = product((subject, ""), (relation, ""), (other, ""))
        return "statements" in self.unread or any(words in self._doubtful_words for words in possible)

    def label(self, name: str) -> str:
        """The label of an actor or event, or the id itself where neither knows it."""
        found = self.actor_by_id.get(name) or self.event_by_id.get(name)
        return found.label if found else name

    def type_of(self, name: str) -> str:
        """The type of an actor or event, or an empty string."""
        found = self.actor_by_id.get(name) or self.event_by_id.get(name)
        return found.type if found else ""


def gather(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements of one reading become one, with all their evidence, sorted by reading; evidence by content, each once."""
    together: dict[str, list[Statement]] = {}
    for statement in statements:
        together.setdefault(statement.reading, []).append(statement)
    gathered = []
    for reading in sorted(together):
        same = sorted(together[reading], key=lambda s: (s.at, s.handle))
        evidence = {item.id: item for s in reversed(same) for item in s.evidence}
        ordered = tuple(sorted(evidence.values(), key=lambda e: (e.source, e.stance, e.origin, e.quote, e.id)))
        gathered.append(replace(same[0], evidence=ordered))
    return tuple(gathered)


def join(first: Case, *others: Case) -> Case:
    """The records of several inputs as one case, under the settings of the first; ids that clash are somebody else's finding."""
    cases = (first, *others)
    return replace(
        first,
        actors=tuple(sorted((a for case in cases for a in case.actors), key=lambda a: (a.id, a.at))),
        events=tuple(sorted((e for case in cases for e in case.events), key=lambda e: (e.id, e.at))),
        sources=tuple(sorted((s for case in cases for s in case.sources), key=lambda s: (s.id, s.at))),
        statements=gather(s for case in cases for s in case.statements),
        judgements=tuple(j for case in cases for j in case.judgements),
        identities=tuple(i for case in cases for i in case.identities),
        doubtful=tuple(s for case in cases for s in case.doubtful),
        unread=tuple(sorted({kind for case in cases for kind in case.unread})),
    )
