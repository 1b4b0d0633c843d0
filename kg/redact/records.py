"""Records as the public may see them: an allow-list, field by field, so that a new field is withheld until somebody decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Actor, Case, Event, Evidence, Judgement, Source, Statement
from kg.model.statement import UNSTATED
from kg.ontology import Ontology
from kg.redact.decisions import NO, PSEUDONYM, YES, Decisions
from kg.redact.names import CUT, Names
from kg.redact.pseudonyms import Pseudonyms

__all__ = ["Veil"]

#: Of a withheld group smaller counts are not told: they may be one family.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Veil:
    """Rewrites the records of a case; what it returns as `None` is left out."""

    case: Case
    ontology: Ontology
    decisions: Decisions
    names: Names
    pseudonyms: Pseudonyms

    def name(self, name: str) -> str:
        """The id of an actor, event or source as the public sees it; names that are no ids are cut like any text."""
        if name in self.decisions.veiled:
            return self.pseudonyms.id(name)
        known = name in self.case.actor_by_id or name in self.case.event_by_id or name in self.case.source_by_id
        return name if known or name in ("", UNSTATED) else self.names.cut(name)

    def _kind(self, record: Actor | Event) -> str:
        kind = self.ontology.types.get(record.type)
        return kind.label if kind else "Actor"

    def actor(self, actor: Actor) -> Actor | None:
        """An actor as it is, under a pseudonym, or not at all."""
        decided = self.decisions.of(actor.id)
        if decided == NO:
            return None
        if decided == PSEUDONYM:
            return Actor(self.name(actor.id), actor.type, self.pseudonyms.label(actor.id, self._kind(actor)), publish=PSEUDONYM)
        return Actor(
            actor.id,
            actor.type,
            actor.label,
            labels=tuple((language, label) for language, label in actor.labels if not self.names.any(label)),
            aliases=tuple(alias for alias in actor.aliases if not self.names.any(alias)),
            description=self.names.cut(actor.description),
            identifiers=tuple(value for value in actor.identifiers if not self.names.address(value)),
            former=tuple(old for old in actor.former if not self.names.address(old)),
        )

    def event(self, event: Event) -> Event | None:
        """An event as it is, under a pseudonym with its time and place, or not at all."""
        decided = self.decisions.of(event.id)
        if decided == NO:
            return None
        place = "" if self.decisions.of(event.place) == NO else self.name(event.place)
        if decided == PSEUDONYM:
            label = self.pseudonyms.label(event.id, self._kind(event))
            return Event(self.name(event.id), event.type, label, when=event.when, place=place, publish=PSEUDONYM)
        labels = tuple((language, label) for language, label in event.labels if not self.names.any(label))
        return Event(event.id, event.type, event.label, labels, event.when, place, self.names.cut(event.description))

    def source(self, source: Source) -> Source | None:
        """A source as it is, as a kind of source without a name, or not at all."""
        decided = self.decisions.of(source.id)
        if decided == NO:
            return None
        copies = "" if self.decisions.of(source.copies) == NO else self.name(source.copies)
        if decided == PSEUDONYM:
            label = self.pseudonyms.label(source.id, "Source")
            return Source(self.name(source.id), source.kind, label, copies=copies, reliability=source.reliability, publish=PSEUDONYM)
        return Source(
            source.id,
            source.kind,
            self.names.cut(source.title),
            publisher="" if self.decisions.of(source.publisher) == NO else self.name(source.publisher),
            author=self.names.cut(source.author),
            published=source.published,
            url=self._address(source.url),
            archived_url=self._address(source.archived_url),
            retrieved=source.retrieved,
            sha256=source.sha256,
            text_sha256=source.text_sha256,
            language=source.language,
            document=self._address(source.document),
            document_is=source.document_is,
            copies=copies,
            reliability=source.reliability,
            note=self.names.cut(source.note),
        )

    def _address(self, text: str) -> str:
        return "" if self.names.address(text) else text

    def statement(self, statement: Statement) -> Statement | None:
        """A statement with the evidence that may be seen; nothing when it names what is hidden, or no evidence is left."""
        if any(self.decisions.of(name) == NO for name in self._named(statement)):
            return None
        evidence = tuple(filter(None, (self.evidence(statement, item) for item in statement.evidence)))
        if not evidence:
            return None
        return Statement(
            self.name(statement.subject),
            statement.relation,
            self.name(statement.object),
            statement.modality,
            statement.negative,
            self.name(statement.claimant),
            self.names.cut(statement.role),
            statement.when,
            self.name(statement.place),
            None if self._tells_few(statement) or self._unit_tells(statement) else statement.quantity,
            self.name(statement.event),
            evidence,
        )

    @staticmethod
    def _named(statement: Statement) -> tuple[str, ...]:
        return (statement.subject, statement.object, statement.claimant, statement.place, statement.event)

    def _tells_few(self, statement: Statement) -> bool:
        few = statement.quantity is not None and not statement.quantity.unit and (statement.quantity.most or FEWEST) < FEWEST
        return few and any(self.decisions.of(name) != YES for name in (statement.subject, statement.object))

    def _unit_tells(self, statement: Statement) -> bool:
        return statement.quantity is not None and self.names.any(statement.quantity.unit)

    def evidence(self, statement: Statement, item: Evidence) -> Evidence | None:
        """An evidence with its words, without them, or not at all; of what is derived the premises are put right later."""
        key = (statement.reading, item.id)
        if key in self.decisions.silent or self.decisions.of(item.source) == NO:
            return None
        if item.origin == "derived":
            return Evidence("", origin="derived", premises=item.premises, rule=item.rule)
        veiled = self.decisions.of(item.source) == PSEUDONYM
        spoken = key not in self.decisions.wordless and not self.names.any(item.quote)
        placed = spoken and not veiled
        return Evidence(
            self.name(item.source),
            quote=item.quote if spoken else CUT,
            locator="" if key in self.decisions.wordless or veiled else self.names.cut(item.locator),
            stance=item.stance,
            origin=item.origin,
            curator=self.curator(item.curator),
            entered=item.entered,
            note="" if key in self.decisions.wordless or veiled else self.names.cut(item.note),
            run="" if self.names.address(item.run) else item.run,
            confidence=item.confidence,
            span=item.span if placed else None,
            prefix=self.names.before(item.prefix) if placed else "",
            suffix=self.names.after(item.suffix) if placed else "",
            document_hash=item.document_hash if placed else "",
        )

    def judgement(self, row: Judgement, readings: Mapping[str, str]) -> Judgement | None:
        """A judgement of a statement that may be seen, under its new reading; its reason is cut like any sentence."""
        if row.statement not in readings or self.decisions.of(row.source) == NO:
            return None
        return Judgement(
            readings[row.statement],
            row.judgement,
            self.curator(row.curator),
            row.date,
            self.names.cut(row.reason),
            self.name(row.source),
            readings.get(row.instead, ""),
            # What was signed before identities were settled decides which rows replace each other; its words are not needed.
            recorded=self.pseudonyms.token(row.recorded) if row.recorded else "",
        )

    def curator(self, curator: str) -> str:
        """The id of a curator, unless it holds a withheld name."""
        return f"curator-{self.pseudonyms.token(curator)[:8]}" if self.names.address(curator) else curator
