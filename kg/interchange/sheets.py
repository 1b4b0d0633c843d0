"""Sheets for people with a spreadsheet: `csv`, the statements as one flat table, and `xlsx`, a workbook of the whole case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

import kg
from kg.interchange.book import LONGEST, UNWRITABLE, Cell, Sheet, write_book
from kg.interchange.flat import COLUMNS, flat_rows
from kg.interchange.registry import Content, Format, Loss, one_file
from kg.model import Actor, Case, Event, Source
from kg.standing import headline
from kg.tables import TABLES
from kg.tables.safe import to_csv
from kg.texts import phrase

__all__ = ["FORMATS"]


def write_csv(content: Content) -> bytes:
    """The statements as a CSV file that a spreadsheet opens and calculates nothing in."""
    names = tuple(column.name for column in COLUMNS)
    return to_csv((names, *(tuple(map(_plain, row)) for row in flat_rows(content))))


def _plain(value: Cell) -> str:
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return value or ""


def write_xlsx(content: Content) -> bytes:
    """The case as a workbook: statements, actors, events, sources, contradictions, and a sheet that says how to read it."""
    sheets = (*_sheets(content), _about(content))
    return write_book(sheets, title=content.case.settings.title, day=_last_day(content.case))


def _sheets(content: Content) -> tuple[Sheet, ...]:
    return (_statements(content), _actors(content), _events(content), _sources(content), _contradictions(content))


def _statements(content: Content) -> Sheet:
    return Sheet("Statements", tuple((column.name, column.width) for column in COLUMNS), tuple(flat_rows(content)))


_WIDE = {"label": 32, "title": 36, "description": 40, "aliases": 30, "url": 30, "archived_url": 30, "note": 30}


def _columns(*names: str) -> tuple[tuple[str, int], ...]:
    return tuple((name, _WIDE.get(name.partition("@")[0], 14)) for name in names)


def _record(table: str, record: Actor | Event | Source, languages: tuple[str, ...]) -> tuple[Cell, ...]:
    """The cells of a record under the columns of its table, and its labels in other languages."""
    labels = dict(record.labels) if not isinstance(record, Source) else {}
    values = (getattr(record, column.name) for column in TABLES[table].columns)
    cells = ("|".join(value) if isinstance(value, tuple) else str(value or "") for value in values)
    return (*cells, *(labels.get(language, "") for language in languages))


def _languages(records: tuple[Actor, ...] | tuple[Event, ...]) -> tuple[str, ...]:
    return tuple(sorted({language for record in records for language, _ in record.labels}))


def _mentions(content: Content) -> Callable[[str], tuple[Cell, Cell]]:
    """Tells how many statements name somebody, and how many of those are established."""
    named: Counter[str] = Counter()
    established: Counter[str] = Counter()
    for s in content.case.statements:
        names = {s.subject, s.object, s.claimant, s.place, s.event}
        named.update(names)
        established.update(names if content.weighed.established(s) else ())
    return lambda name: (float(named[name]), float(established[name]))


def _actors(content: Content) -> Sheet:
    actors, mentions = content.case.actors, _mentions(content)
    languages = _languages(actors)
    names = (*TABLES["actors"].names, *(f"label@{language}" for language in languages), "formerly", "statements", "established")
    rows = ((*_record("actors", actor, languages), "|".join(actor.former), *mentions(actor.id)) for actor in actors)
    return Sheet("Actors", _columns(*names), tuple(rows))


def _events(content: Content) -> Sheet:
    events, mentions, standing = content.case.events, _mentions(content), content.weighed.events
    languages = _languages(events)
    names = (*TABLES["events"].names, *(f"label@{language}" for language in languages), "standing", "statements", "established")
    rows = ((*_record("events", event, languages), standing.get(event.id, ""), *mentions(event.id)) for event in events)
    return Sheet("Events", _columns(*names), tuple(rows))


def _sources(content: Content) -> Sheet:
    cited = Counter(item.source for statement in content.case.statements for item in statement.evidence)
    rows = tuple((*_record("sources", source, ()), float(cited[source.id])) for source in content.case.sources)
    return Sheet("Sources", _columns(*TABLES["sources"].names, "evidences"), rows)


def _contradictions(content: Content) -> Sheet:
    """Each pair once, side by side."""
    case = content.case
    reading = {statement.id: statement.reading for statement in case.statements}
    pairs = {tuple(sorted((one, other), key=reading.__getitem__)) for one, others in content.weighed.contradicts.items() for other in others}
    rows = []
    for pair in sorted(pairs, key=lambda pair: [reading[name] for name in pair]):
        row: list[Cell] = []
        for statement in (case.statement_by_id[name] for name in pair):
            standing = content.weighed.standing[statement.id].word
            row += [standing, headline(statement, case, content.ontology, content.weighed), statement.reading]
        rows.append(tuple(row))
    names = (("standing", 14), ("sentence", 60), ("reading", 40), ("against_standing", 14), ("against_sentence", 60), ("against_reading", 40))
    return Sheet("Contradictions", names, tuple(rows))


#: How to read the sheets, in this order; the sentences are in `kg/texts`.
_HOW = ("row", "standing", "allegation", "quote", "time", "count", "contradiction")


def _about(content: Content) -> Sheet:
    settings = content.case.settings
    rows: list[tuple[Cell, Cell]] = [
        ("title", settings.title),
        ("who may read it", phrase("about", content.profile)),
        ("licence", settings.licence or phrase("about", "licence-none")),
        ("language", settings.language),
        ("addresses begin with", settings.base),
        ("statements", float(len(content.case.statements))),
        ("established", float(len(content.established))),
        ("written by", f"kg {kg.__version__}"),
    ]
    rows += [("how to read it" if number == 0 else "", phrase("about", code)) for number, code in enumerate(_HOW)]
    notes = [phrase("loss", loss.code, **dict(loss.values)) for loss in xlsx_losses(content)]
    rows += [("what it does not hold" if number == 0 else "", note) for number, note in enumerate(notes)]
    return Sheet("About", (("about", 24), ("", 120)), tuple(rows))


def _last_day(case: Case) -> date | None:
    """The last day that somebody did something to the case: what a file is made of is as old as that, whenever it is written."""
    entered = [item.entered for statement in case.statements for item in statement.evidence if item.entered]
    days = [*entered, *(row.date for row in case.judgements), *(row.date for row in case.identities)]
    return max((day for day in days if day.year >= 1980), default=None)


# ---- what they cannot hold


def _beside(content: Content) -> Iterator[Loss]:
    """What no sheet holds."""
    documents = {source.document for source in content.case.sources if source.document}
    if documents:
        yield Loss("sheet-documents", count=len(documents))
    decisions = len(content.case.judgements) + len(content.case.identities)
    if decisions:
        yield Loss("sheet-judgements", count=decisions)


def csv_losses(content: Content) -> tuple[Loss, ...]:
    """What one flat table leaves out of the records that statements name, and the records that none names."""
    case = content.case
    named = {name for s in case.statements for name in (s.subject, s.object, s.claimant, s.place, s.event)}
    named |= {source.publisher for source in case.sources}
    more = [actor for actor in case.actors if actor.id in named and (actor.labels or actor.aliases or actor.description or actor.identifiers)]
    told = [event for event in case.events if event.id in named and (event.labels or event.when or event.place or event.description)]
    cited = {item.source for statement in case.statements for item in statement.evidence}
    unnamed = [thing for thing in case.things if thing.id not in named]
    silent = [source for source in case.sources if source.id not in cited]
    found = list(_beside(content))
    found += [Loss("csv-details", count=len(more) + len(told))] if more or told else []
    found += [Loss("csv-unnamed", count=len(unnamed) + len(silent))] if unnamed or silent else []
    return tuple(found)


def xlsx_losses(content: Content) -> tuple[Loss, ...]:
    """What a workbook leaves out, and what a cell cannot hold."""
    texts = [value for sheet in _sheets(content) for row in sheet.rows for value in row if isinstance(value, str)]
    cut, lost = sum(len(text) > LONGEST for text in texts), sum(bool(UNWRITABLE.search(text)) for text in texts)
    found = list(_beside(content))
    found += [Loss("xlsx-cut", count=cut, most=LONGEST)] if cut else []
    found += [Loss("xlsx-signs", count=lost)] if lost else []
    return tuple(found)


FORMATS = (
    Format("csv", ".csv", "the statements as one sheet, a row for each evidence, for any spreadsheet", one_file(write_csv), csv_losses),
    Format("xlsx", ".xlsx", "a workbook of statements, actors, events, sources and contradictions", one_file(write_xlsx), xlsx_losses),
)
