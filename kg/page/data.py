"""A case as the page needs it: everything in words, with short ids; what a statement is worth is asked of `standing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.model import Actor, Case, Event, Evidence, Judgement, Source, Statement, Time
from kg.network import between, to_network
from kg.ontology import Ontology
from kg.page.look import families, family_of, lines, plain_word
from kg.page.wording import Json, name_in, names, statement_words, terms
from kg.standing import Weighed, counted, stands, voice_label
from kg.texts import ENGLISH

__all__ = ["PageData", "page_data", "records_of"]

#: Shortest ways between all pairs are counted up to so many actors.
COUNTED = 300


def records_of(case: Case) -> tuple[Actor | Event, ...]:
    """Actors, events, and a bare actor for every name that a statement uses and nobody declares; sorted by id."""
    known = {record.id for record in case.things}
    unknown = {end for statement in case.statements for end in (statement.subject, statement.object)} - known
    return tuple(sorted((*case.things, *(Actor(name, "", name) for name in unknown)), key=lambda record: record.id))


def page_data(case: Case, ontology: Ontology, weighed: Weighed, language: str = ENGLISH) -> Json:
    """Actors, statements, sources and the looks of standings and families, each list in a fixed order; sentences in a language."""
    maker = PageData(case, ontology, weighed, language)
    return {
        "actors": [maker.actor(record) for record in maker.records],
        "statements": [maker.statement(statement) for statement in case.statements],
        "sources": [maker.source(source) for source in case.sources],
        "standings": [
            {
                "key": line.key,
                "dash": line.dash,
                "arrow": line.arrow,
                "light": line.light,
                "dark": line.dark,
                "hidden": line.hidden,
            }
            for line in lines()
        ],
        "families": [{"key": f.key, "shape": f.shape, "light": f.light, "dark": f.dark, "dashed": f.dashed} for f in families()],
        "contradictions": sorted(
            {tuple(sorted((maker.edges[one], maker.edges[other]), key=_number)) for one, other in _pairs(weighed)}, key=_numbers
        ),
        "terms": terms(case, ontology),
    }


def _pairs(weighed: Weighed) -> list[tuple[str, str]]:
    return [(one, other) for one, others in weighed.contradicts.items() for other in others]


def _number(short: str) -> int:
    return int(short[1:])


def _numbers(pair: Sequence[str]) -> list[int]:
    return [_number(short) for short in pair]


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


@dataclass
class PageData:
    """Makes the records of the page; short ids are `n0`, `n1` … for actors and events, `e0`, `e1` … for statements."""

    case: Case
    ontology: Ontology
    weighed: Weighed
    language: str = ENGLISH
    records: tuple[Actor | Event, ...] = ()
    nodes: dict[str, str] = field(default_factory=dict)
    edges: dict[str, str] = field(default_factory=dict)
    #: The rows of the list of sources, by their ids.
    rows: dict[str, int] = field(default_factory=dict)
    judged: dict[str, list[Judgement]] = field(default_factory=dict)
    #: How often an actor lies between two others, along established lines; of a large network nobody counts it.
    between: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.records = records_of(self.case)
        self.nodes = {record.id: f"n{row}" for row, record in enumerate(self.records)}
        self.edges = {statement.id: f"e{row}" for row, statement in enumerate(self.case.statements)}
        self.rows = {source.id: row for row, source in enumerate(self.case.sources)}
        for judgement in self.case.judgements:
            self.judged.setdefault(judgement.statement, []).append(judgement)
        if len(self.records) <= COUNTED:
            self.between = between(to_network(self.case, self.weighed))

    def actor(self, record: Actor | Event) -> Json:
        """What the page says of an actor or event."""
        event = record if isinstance(record, Event) else None
        kind = self.ontology.types.get(record.type)
        return {
            "node": self.nodes[record.id],
            "id": record.id,
            "label": record.label,
            "names": names(record),
            "labels": record.labels,
            "aliases": () if isinstance(record, Event) else record.aliases,
            "type": kind.label if kind else record.type,
            "family": family_of(record.type, self.ontology).key,
            "description": record.description,
            "identifiers": () if isinstance(record, Event) else record.identifiers,
            "event": event is not None,
            "when": str(event.when or "") if event else "",
            "place": self._name(event.place if event else ""),
            "standing": self.weighed.events.get(record.id, "") if event else "",
            "span": _span(event.when) if event else (),
            "between": self.between.get(record.id, 0),
        }

    def statement(self, statement: Statement) -> Json:
        """What the page says of a statement; the headline is that of every other output."""
        standing = self.weighed.standing[statement.id]
        relation = self.ontology.relations.get(statement.relation)
        rows = self.judged.get(statement.reading, [])
        return {
            "edge": self.edges[statement.id],
            "id": statement.id,
            "reading": statement.reading,
            "subject": self.nodes[statement.subject],
            "object": self.nodes[statement.object],
            "relation": relation.label if relation else statement.relation,
            "relationId": statement.relation,
            "group": relation.group if relation else "other",
            "standing": standing.word,
            "kind": plain_word(standing),
            "established": standing.established,
            "contested": statement.id in self.weighed.contested,
            "because": standing.because_in(self.language),
            # The same as a key and its values: the page says it in its other languages.
            "why": [standing.why[0], dict(standing.why[1])],
            **statement_words(statement, self.case, self.ontology, self.weighed, rows, self.language),
            "polarity": statement.polarity,
            "modality": statement.modality,
            "voices": [self._voice(voice) for voice in self.weighed.voices[statement.id]],
            "claimant": self._voice(statement.claimant) if statement.claimant else "",
            "claimantId": statement.claimant,
            "when": str(statement.when or ""),
            "sort": _day(statement.when.earliest or statement.when.latest) if statement.when else "",
            "span": _span(statement.when),
            "place": self._name(statement.place),
            "quantity": str(statement.quantity or ""),
            "role": statement.role,
            "event": self._name(statement.event),
            "origins": sorted({item.origin for item in statement.evidence}),
            "sources": sorted(self._sources(statement)),
            "evidence": [self._evidence(item, counted(rows)) for item in statement.evidence],
            "judgements": [self._judgement(row, counted(rows)) for row in sorted(rows, key=lambda row: (row.date, row.curator, row.id))],
            "contradicts": [self.edges[other] for other in self.weighed.contradicts.get(statement.id, ())],
        }

    def _name(self, name: str) -> str:
        return name_in(self.language, name, self.case)

    def _voice(self, voice: str) -> str:
        return voice_label(voice, self.case, self.language)

    def _sources(self, statement: Statement, seen: frozenset[str] = frozenset()) -> set[int]:
        """The sources of a statement, and of what it follows from."""
        found = {self.rows[item.source] for item in statement.evidence if item.source in self.rows}
        for item in statement.evidence:
            for premise in item.premises:
                if premise in self.case.statement_by_id and premise not in seen:
                    found |= self._sources(self.case.statement_by_id[premise], seen | {statement.id})
        return found

    def _evidence(self, item: Evidence, rows: Sequence[Judgement]) -> Json:
        rules = {rule.id: rule.label for rule in self.ontology.rules}
        return {
            "source": self.rows.get(item.source, -1),
            "quote": item.quote,
            "prefix": item.prefix,
            "suffix": item.suffix,
            "locator": item.locator,
            "stance": item.stance,
            "origin": item.origin,
            "curator": self._person(item.curator),
            "entered": _day(item.entered),
            "note": item.note,
            "run": item.run,
            "confidence": "" if item.confidence is None else f"{item.confidence:.2f}",
            "fate": stands(item, rows, admit=self.case.settings.admit_confidence),
            "rule": rules.get(item.rule, item.rule),
            "premises": [self.edges[premise] for premise in item.premises if premise in self.edges],
        }

    def _judgement(self, row: Judgement, rows: Sequence[Judgement]) -> Json:
        return {
            "judgement": row.judgement,
            "curator": self._person(row.curator),
            "date": _day(row.date),
            "reason": row.reason,
            "source": self.rows.get(row.source, -1),
            "instead": row.instead,
            "counts": row in rows,
        }

    def _person(self, curator: str) -> str:
        return self.case.curator_by_id.get(curator, curator)

    def source(self, source: Source) -> Json:
        """What the page says of a source; its publisher may be an actor."""
        copied = self.case.source_by_id.get(source.copies)
        return {
            "id": source.id,
            "kind": source.kind,
            "title": source.title,
            "publisher": self._name(source.publisher),
            "publisherNode": self.nodes.get(source.publisher, ""),
            "author": source.author,
            "published": str(source.published or ""),
            "url": source.url,
            "archived": source.archived_url,
            "retrieved": _day(source.retrieved),
            "language": source.language,
            "documentIs": source.document_is,
            "copies": copied.title if copied else source.copies,
            "copyOf": self.rows.get(source.copies, -1),
            "sha256": source.sha256,
            "reliability": source.reliability,
            "note": source.note,
        }


def _span(when: Time | None) -> tuple[str, ...]:
    """The first and the last day that a time allows, an open bound empty; nothing of what has no date, or no bound."""
    return (_day(when.earliest), _day(when.latest)) if when and (when.earliest or when.latest) else ()


def counts(data: Mapping[str, object]) -> Json:
    """How many actors, events, statements and sources the page holds."""
    actors, statements, sources = data["actors"], data["statements"], data["sources"]
    assert isinstance(actors, list)
    assert isinstance(statements, list)
    assert isinstance(sources, list)
    events = sum(bool(actor["event"]) for actor in actors)
    return {"actors": len(actors) - events, "events": events, "statements": len(statements), "sources": len(sources)}
