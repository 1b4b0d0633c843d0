"""The tables of a workspace to a case: every row becomes records or findings, and all findings come in one run.

Checked here is what a row shows by itself and within its table. Whether the ids and types it uses mean anything, whether a
quote stands in its document and what a judgement is about are asked elsewhere, of rows and of RDF alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeVar

from kg.clean import visible
from kg.findings import Finding, Place, find, in_order
from kg.folder import Folder, Settings
from kg.model import Actor, Case, Event, Identity, Judgement, Source, Statement, gather
from kg.model.rules import Trouble, actor_trouble, curator_trouble, event_trouble, source_trouble
from kg.ontology import Ontology
from kg.tables.candidates import read_candidates
from kg.tables.cells import Grid, Row
from kg.tables.inventory import read_grids
from kg.tables.proposals import read_proposals
from kg.tables.statements import check_handles, check_twice, statement_troubles, to_statement
from kg.tables.values import Known, Values, as_findings, read_values

__all__ = ["Counts", "read_tables"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was read: nothing is lost unseen."""

    #: (table, rows) of every table, `extracted` (lines of candidates) among them; blank rows are none.
    tables: tuple[tuple[str, int], ...] = ()
    statements: int = 0
    evidences: int = 0
    #: What was taken off cells, a report or two for each table.
    tidied: tuple[Finding, ...] = ()

    @property
    def rows(self) -> int:
        """Rows that should be evidence: those of statements and of candidates."""
        return sum(count for name, count in self.tables if name in ("statements", "extracted"))


def read_tables(folder: Folder, settings: Settings, ontology: Ontology) -> tuple[Case, tuple[Finding, ...], Counts]:
    """The tables and candidates as a case, all that is wrong with them, and how many rows there were.

    Where something is wrong the case is for finding out more, never for building: judgements and identities with findings are
    left out of it, statements are `doubtful`; actors, sources and events are kept for the sake of those that name them.
    """
    grids, found = read_grids(folder)
    reader = _Reader(Known(ontology, settings), list(found))
    actors = reader.read(grids["actors"], _actor, reader.actor_troubles)
    more_actors = read_proposals(folder, "actors", frozenset(actor.id for actor in actors))
    actors += reader.read(more_actors, _actor, reader.actor_troubles)
    sources = reader.read(grids["sources"], _source, _source_troubles)
    events = reader.read(grids["events"], _event, event_trouble)
    more_events = read_proposals(folder, "events", frozenset(event.id for event in events))
    events += reader.read(more_events, _event, event_trouble)
    curated = reader.read(grids["statements"], reader.statement, reader.statement_troubles)
    judgements = reader.read(grids["judgements"], _judgement, _judgement_troubles)
    identities = reader.read(grids["identities"], _identity, _nothing)
    extracted = read_candidates(folder, reader.known)
    reader.found += extracted.findings
    statements = gather(reader.agreeing(curated) + reader.agreeing(extracted.statements))
    for name, proposed in (("actors", more_actors), ("events", more_events)):
        reader.found += proposed.findings
        reader.unread |= {name} if proposed.findings else set()
    reader.unread |= {name for name, grid in grids.items() if not grid.whole} | ({"statements"} if not extracted.whole else set())
    if settings.whole and not settings.curators and any(grids[name].count for name in _SIGNED):
        reader.found.append(find("curators-none", Place("kg.toml")))
    case = Case(
        settings=settings,
        actors=_sorted(actors, "id"),
        events=_sorted(events, "id"),
        sources=_sorted(sources, "id"),
        statements=statements,
        judgements=_sorted(judgements, "statement", "source", "curator", "date", "id"),
        identities=_sorted(identities, "left", "right", "curator", "date", "judgement", "reason"),
        doubtful=(*reader.doubtful, *extracted.doubtful),
        unread=tuple(sorted(reader.unread)),
    )
    counted = (*((name, grid.count) for name, grid in grids.items()), ("extracted", extracted.count))
    evidences = sum(len(s.evidence) for s in statements)
    tidied = tuple(report for grid in grids.values() for report in grid.reports)
    return case, in_order(reader.found), Counts(counted, len(statements), evidences, tidied)


#: Tables whose rows somebody answers for.
_SIGNED = ("statements", "judgements", "identities")
#: Tables that share one list of ids.
_NAMED = ("actors", "sources", "events")

_Record = TypeVar("_Record")


def _sorted(records: Iterable[_Record], *fields: str) -> tuple[_Record, ...]:
    return tuple(sorted(records, key=attrgetter(*fields)))


@dataclass
class _Reader:
    """Reads tables one after the other and gathers what is wrong."""

    known: Known
    found: list[Finding]
    #: As in `Case`.
    doubtful: list[Statement] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    #: Where each id of actors, sources and events stands first.
    _ids: dict[str, Place] = field(default_factory=dict)

    def read(self, grid: Grid, build: Callable[[Values], _Record], troubles: Callable[[_Record], Iterable[Trouble]]) -> list[_Record]:
        """The records of the sound rows of a table, and of those that others may name although something is wrong with them."""
        records = []
        for row in grid.rows:
            values, wrong = read_values(row, grid.table, self.known)
            record = build(values)
            wrong += as_findings(troubles(record), row, wrong)
            if grid.table.name in _NAMED:
                wrong += self._taken(row)
            self.found += wrong
            faulty = {finding.place.column for finding in wrong} | row.faulty
            if not faulty:
                records.append(record)
            elif grid.table.name in _NAMED:
                name = self._name(values, wrong)
                records += [build(values.without(faulty).with_text("id", name))] if name and not self._is_second(name, row) else []
                self.unread |= {grid.table.name} if not name else set()
            elif grid.table.name == "statements":
                self.doubtful.append(self.statement(values.without(faulty)))
        return records

    def _name(self, row: Values, wrong: Iterable[Finding]) -> str:
        """The id of a row with findings, or the one that is suggested for it: else each row that names it had a finding too."""
        near = (finding.value("near") for finding in wrong if finding.place.column == "id")
        return row.text("id") if "id" in row.parsed else next(near, "")

    def _is_second(self, name: str, row: Row) -> bool:
        """Whether an earlier row of the same table has the id."""
        first = self._ids.get(name, row.place)
        return first != row.place and first.path == row.place.path

    def _taken(self, row: Row) -> Iterator[Finding]:
        """An id that an earlier row has, be that row sound or not: both are found in one run."""
        first = self._ids.setdefault(row["id"], row.place) if row["id"] else row.place
        if first != row.place:
            yield find("id-twice", row.place.at("id"), value=visible(row["id"]), other=first)

    def actor_troubles(self, actor: Actor) -> tuple[Trouble, ...]:
        """What is wrong between the cells of an actor."""
        return actor_trouble(actor, group=self.known.ontology.is_a(actor.type, "Group"))

    def statement(self, row: Values) -> Statement:
        """A row of statements."""
        return to_statement(row, self.known)

    def statement_troubles(self, statement: Statement) -> tuple[Trouble, ...]:
        """What is wrong between the cells of a row of statements, which somebody answers for."""
        return (*statement_troubles(statement), *curator_trouble(statement.evidence[0].curator, self.known.settings))

    def agreeing(self, statements: list[Statement]) -> list[Statement]:
        """The statements whose row neither contradicts nor repeats an earlier one."""
        wrong = [*check_handles(statements), *check_twice(statements)]
        self.found += wrong
        places = {(finding.place.path, finding.place.line) for finding in wrong}
        self.doubtful += [s for s in statements if (s.at.path, s.at.line) in places]
        return [s for s in statements if (s.at.path, s.at.line) not in places]


def _source_troubles(source: Source) -> Iterator[Trouble]:
    yield from source_trouble(source)
    if source.copies and source.copies == source.id:
        yield "source-itself", "copies", {"value": visible(source.copies)}


def _judgement_troubles(judgement: Judgement) -> Iterator[Trouble]:
    if judgement.instead and judgement.judgement != "reject":
        yield "judgement-instead", "instead", {"value": visible(judgement.judgement)}


def _nothing(_: object) -> tuple[Trouble, ...]:
    return ()


# ---- rows to records


def _actor(row: Values) -> Actor:
    return Actor(
        id=row.text("id"),
        type=row.text("type"),
        label=row.text("label"),
        labels=row.labels(),
        aliases=row.several("aliases"),
        description=row.text("description"),
        identifiers=row.several("identifiers"),
        publish=row.text("publish"),
        at=row.place,
    )


def _event(row: Values) -> Event:
    return Event(
        id=row.text("id"),
        type=row.text("type"),
        label=row.text("label"),
        labels=row.labels(),
        when=row.time("when"),
        place=row.text("place"),
        description=row.text("description"),
        publish=row.text("publish"),
        at=row.place,
    )


#: Columns of a source that are kept as their text.
_TEXTS = (
    "id", "kind", "title", "publisher", "author", "url", "archived_url", "sha256", "text_sha256", "language",
    "document", "document_is", "copies", "reliability", "publish", "note",
)  # fmt: skip


def _source(row: Values) -> Source:
    texts = {name: row.text(name) for name in _TEXTS}
    return Source(**texts, published=row.time("published"), retrieved=row.find_day("retrieved"), at=row.place)


def _judgement(row: Values) -> Judgement:
    return Judgement(
        statement=row.text("statement"),
        source=row.text("source"),
        judgement=row.text("judgement"),
        curator=row.text("curator"),
        date=row.get_day("date"),
        reason=row.text("reason"),
        instead=row.text("instead"),
        at=row.place,
    )


def _identity(row: Values) -> Identity:
    return Identity(
        left=row.text("left"),
        right=row.text("right"),
        judgement=row.text("judgement"),
        curator=row.text("curator"),
        date=row.get_day("date"),
        reason=row.text("reason"),
        at=row.place,
    )
