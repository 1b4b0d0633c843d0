"""The statements of a case as one flat sheet: one row an evidence, the standing first.

One row is one evidence and not one statement, because an analyst filters by source, reads quotes and sends single rows on:
several quotes in one cell can be neither filtered nor cited. The statement's id in the last column is what is counted by.
What people read stands left, with labels; the ids by which a row is read again stand right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from kg.interchange.registry import Content
from kg.model import Actor, Event, Evidence, Judgement, Source, Statement
from kg.standing import body, counted, headline, stands, voice_label

__all__ = ["COLUMNS", "FlatColumn", "flat_rows"]


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """One column of the sheet; cells are text but where `number` says that they are counted with."""

    name: str
    get: Callable[[_Row], str | float | None]
    width: int = 14
    number: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """One evidence of one statement, and everything its cells are made of."""

    content: Content
    statement: Statement
    evidence: Evidence
    source: Source | None
    #: The judgements that count about this statement.
    judged: tuple[Judgement, ...]

    def thing(self, name: str) -> Actor | Event | None:
        case = self.content.case
        return case.actor_by_id.get(name) or case.event_by_id.get(name)

    def label(self, name: str) -> str:
        return voice_label(name, self.content.case) if name else ""

    def type(self, name: str) -> str:
        return self.content.case.type_of(name)

    def of_source(self, field: str) -> str:
        return str(getattr(self.source, field) or "") if self.source else ""

    @property
    def relation_label(self) -> str:
        relation = self.content.ontology.relations.get(self.statement.relation)
        return relation.label if relation else self.statement.relation

    @property
    def because(self) -> str:
        """The reason of the standing, and for what follows by a rule the statements it follows from."""
        case = self.content.case
        known = [case.statement_by_id[name] for name in self.evidence.premises if name in case.statement_by_id]
        premises = "; ".join(body(premise, case, self.content.ontology) for premise in sorted(known, key=attrgetter("reading")))
        because = self.content.weighed.standing[self.statement.id].because
        return f"{because}: {premises}" if premises else because

    @property
    def fate(self) -> str:
        """What has become of this evidence by itself."""
        return stands(self.evidence, self.judged, admit=self.content.case.settings.admit_confidence)

    @property
    def against(self) -> str:
        others = self.content.weighed.contradicts.get(self.statement.id, ())
        case = self.content.case
        return "|".join(sorted(case.statement_by_id[other].reading for other in others))


def _day(statement: Statement, bound: str) -> str:
    day = getattr(statement.when, bound) if statement.when else None
    return day.isoformat() if day else ""


def _bound(statement: Statement, bound: str) -> float | None:
    number = getattr(statement.quantity, bound) if statement.quantity else None
    return None if number is None else float(number)


def _said(name: str) -> FlatColumn:
    return FlatColumn(name, lambda row: str(getattr(row.statement, name) or ""))


def _named(name: str) -> FlatColumn:
    return FlatColumn(f"{name}_label", lambda row: row.label(getattr(row.statement, name)), 28)


def _typed(name: str) -> FlatColumn:
    return FlatColumn(f"{name}_type", lambda row: row.type(getattr(row.statement, name)))


def _shown(name: str, width: int = 14) -> FlatColumn:
    return FlatColumn(name, lambda row: str(getattr(row.evidence, name) or ""), width)


def _cited(name: str, field: str, width: int = 14) -> FlatColumn:
    return FlatColumn(name, lambda row: row.of_source(field), width)


#: Left what people read, from `subject` on what the program reads again.
COLUMNS: tuple[FlatColumn, ...] = (
    FlatColumn("standing", lambda row: row.content.weighed.standing[row.statement.id].word),
    FlatColumn("sentence", lambda row: headline(row.statement, row.content.case, row.content.ontology, row.content.weighed), 60),
    _named("subject"),
    FlatColumn("relation_label", lambda row: row.relation_label, 20),
    _named("object"),
    _named("claimant"),
    _said("modality"),
    _said("polarity"),
    _said("role"),
    _said("when"),
    FlatColumn("earliest", lambda row: _day(row.statement, "earliest"), 12),
    FlatColumn("latest", lambda row: _day(row.statement, "latest"), 12),
    _named("place"),
    _said("quantity"),
    FlatColumn("at_least", lambda row: _bound(row.statement, "least"), 10, number=True),
    FlatColumn("at_most", lambda row: _bound(row.statement, "most"), 10, number=True),
    FlatColumn("unit", lambda row: row.statement.quantity.unit if row.statement.quantity else "", 10),
    _named("event"),
    _shown("quote", 60),
    # A quote from our own note or a translation must never look like the paper's words.
    _cited("quoted_from", "document_is"),
    _shown("locator"),
    _shown("stance"),
    _cited("source_title", "title", 36),
    FlatColumn("publisher_label", lambda row: row.label(row.source.publisher) if row.source else "", 24),
    _cited("published", "published", 12),
    _cited("url", "url", 30),
    _cited("archived_url", "archived_url", 30),
    FlatColumn("voices", lambda row: float(len(row.content.weighed.voices[row.statement.id])), 8, number=True),
    FlatColumn("because", lambda row: row.because, 40),
    FlatColumn("contradicted_by", lambda row: row.against, 40),
    _shown("note", 30),
    _said("subject"),
    _typed("subject"),
    _said("relation"),
    _said("object"),
    _typed("object"),
    _said("claimant"),
    _typed("claimant"),
    _said("place"),
    _typed("place"),
    _said("event"),
    _typed("event"),
    _shown("source"),
    _cited("source_kind", "kind"),
    _cited("publisher", "publisher"),
    FlatColumn("publisher_type", lambda row: row.type(row.source.publisher) if row.source else ""),
    _cited("copies", "copies"),
    _cited("source_language", "language"),
    _cited("source_publish", "publish"),
    _shown("origin"),
    FlatColumn("evidence_is", lambda row: row.fate),
    _shown("run"),
    FlatColumn("confidence", lambda row: row.evidence.confidence, 10, number=True),
    _shown("curator"),
    _shown("entered"),
    _shown("publish"),
    FlatColumn("reading", lambda row: row.statement.reading, 40),
    FlatColumn("id", lambda row: row.statement.id, 18),
)


def flat_rows(content: Content) -> Iterator[tuple[str | float | None, ...]]:
    """The rows in the order of the case: statements by reading, each evidence of one after the other."""
    rows: dict[str, list[Judgement]] = {}
    for judgement in content.case.judgements:
        rows.setdefault(judgement.statement, []).append(judgement)
    for statement in content.case.statements:
        judged = counted(rows.get(statement.reading, ()))
        for item in statement.evidence:
            row = _Row(content, statement, item, content.case.source_by_id.get(item.source), judged)
            yield tuple(column.get(row) for column in COLUMNS)
