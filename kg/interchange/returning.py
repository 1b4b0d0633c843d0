"""Our own sheets, come back: the flat CSV file and the workbook, whose rows name actors and sources by the ids of another workspace.

An evidence keeps the source that it names. What a machine had found, and what somebody there had not accepted, comes back as a
candidate; what follows by a rule does not come back, since a build works it out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.findings import Place
from kg.interchange.arrivals import Arrivals, Named, visible_line
from kg.interchange.edges import File
from kg.interchange.flat import COLUMNS
from kg.model import UNSTATED
from kg.tables import TABLES, read_foreign, sheets_of
from kg.tables.cells import Row

__all__ = ["is_ours", "read_ours"]

_NUMBERS = tuple(column.name for column in COLUMNS if column.number)
_TYPES = {"when": "time", "published": "time", "entered": "date"} | dict.fromkeys(_NUMBERS, "number")
_STATEMENTS = {column.name: _TYPES.get(column.name, "text") for column in COLUMNS}
#: The columns without which a file is not ours, whatever else it is called.
_SIGNS = ("standing", "reading", "origin", "evidence_is")
#: Who is named in a row of statements, with label and type beside it.
_NAMED = ("subject", "object", "claimant", "place", "event")
#: Column of the flat sheet → column of a source.
_SOURCE = {
    "source_kind": "kind", "source_title": "title", "published": "published", "url": "url", "archived_url": "archived_url",
    "source_language": "language", "source_publish": "publish",
}  # fmt: skip
#: What stays behind of a source: the document is not in the file.
_HELD = ("document", "document_is")
_KEPT = ("relation", "modality", "polarity", "role", "when", "quantity", "quote", "locator", "stance", "note", "publish")
_ACCEPTED = "stands"


def is_ours(file: File) -> bool:
    """Whether a file is one of our own exports of statements, by its header."""
    columns = read_foreign(file.raw, file.name, _STATEMENTS, sheet="Statements", exact=True).grid.columns
    return set(_SIGNS) <= set(columns)


@dataclass
class _Ours:
    """One file of ours on its way in: its records by their old ids."""

    file: File
    arrivals: Arrivals
    things: dict[str, tuple[Named, Place]] = field(default_factory=dict)
    sources: dict[str, tuple[Mapping[str, str], Place]] = field(default_factory=dict)

    def note(self, name: str, label: str, kind: str, place: Place, cells: Iterable[tuple[str, str]] = ()) -> None:
        """Notes who bears an id in the file; the first to say so counts."""
        if name and name != UNSTATED:
            beside = tuple((key, text) for key, text in cells if text)
            identifiers = tuple(filter(None, dict(beside).get("identifiers", "").split("|")))
            self.things.setdefault(name, (Named(label or name, name, kind, identifiers, cells=beside), place))

    def new(self, name: str) -> str:
        """The id of this workspace for one of the file."""
        if name in ("", UNSTATED) or name not in self.things:
            return name
        named, place = self.things[name]
        # Where an event took place is the id of somebody, too.
        cells = tuple((key, self.new(text) if key == "place" else text) for key, text in named.cells)
        return self.arrivals.meet(replace(named, cells=cells), place)

    def source(self, name: str) -> str:
        """The id of this workspace for a source of the file; what it repeats goes with it where the file has that."""
        cells, place = self.sources[name]
        copied = cells.get("copies", "")
        known = copied in self.sources and copied != name
        copies = self.source(copied) if known else ""
        return self.arrivals.cite({**cells, "copies": copies, "publisher": self.new(cells.get("publisher", ""))}, place)


def read_ours(files: list[File], arrivals: Arrivals) -> None:
    """Takes in our own sheets: with the sheets Actors, Events and Sources of a workbook, where it has them."""
    for file in files:
        ours = _Ours(file, arrivals)
        for sheet in ("Actors", "Events", "Sources"):
            for row in _records(file, sheet, arrivals):
                _note_record(row, sheet.lower(), ours)
        read = read_foreign(file.raw, file.name, _STATEMENTS, sheet="Statements", exact=True).grid
        arrivals.findings += read.findings
        for row in read.rows:
            _note_row(row, ours)
        arrivals.announce(named for named, _ in ours.things.values())
        for name in ours.things:
            ours.new(name)
        for row in read.rows:
            _row(row, ours)


def _records(file: File, sheet: str, arrivals: Arrivals) -> tuple[Row, ...]:
    """The rows of one of the other sheets; none of a CSV file, or where somebody deleted the sheet."""
    if sheet not in sheets_of(file.raw, file.name):
        return ()
    table = TABLES[sheet.lower()]
    languages = read_foreign(file.raw, file.name, {"id": "text"}, sheet=sheet, exact=True).left
    names = (*table.names, *(name for name in languages if name not in table.names and table.find_column(name)))
    read = read_foreign(file.raw, file.name, {name: _TYPES.get(name, "text") for name in names}, sheet=sheet, exact=True).grid
    arrivals.findings += read.findings
    return read.rows


def _note_record(row: Row, table: str, ours: _Ours) -> None:
    cells = {name: text for name, text in row.cells.items() if name not in _HELD and not _loosens(name, text)}
    if table == "sources":
        if cells.get("id"):
            ours.sources.setdefault(cells["id"], (cells, row.place))
        return
    beside = [(name, text) for name, text in cells.items() if name not in ("id", "type", "label")]
    ours.note(row["id"], row["label"], row["type"], row.place, beside)


def _loosens(column: str, text: str) -> bool:
    """Whether a cell would let out what is kept in by default: that is for the people of this workspace to say."""
    return column.endswith("publish") and text == "yes"


def _note_row(row: Row, ours: _Ours) -> None:
    for name in _NAMED:
        ours.note(row[name], row[f"{name}_label"], row[f"{name}_type"], row.place)
    if row["publisher_type"]:
        ours.note(row["publisher"], row["publisher_label"], row["publisher_type"], row.place)
    if row["source"]:
        cells = {"id": row["source"], "publisher": row["publisher"], "copies": row["copies"]} | {
            ours_: row[theirs] for theirs, ours_ in _SOURCE.items()
        }
        ours.sources.setdefault(row["source"], ({name: text for name, text in cells.items() if text and not _loosens(name, text)}, row.place))


def _row(row: Row, ours: _Ours) -> None:
    """Takes in one row, or tells why not."""
    if row["origin"] == "derived":
        ours.arrivals.tell("row-derived", "skipped", row.place, reading=visible_line(row["reading"]))
        return
    missing = next((name for name in ("subject", "relation", "object", "modality", "source") if not row[name]), "")
    if missing:
        ours.arrivals.tell("row-empty", "skipped", row.place, column=missing)
        return
    cells = {name: row[name] for name in _KEPT if not _loosens(name, row[name])} | {name: ours.new(row[name]) for name in _NAMED}
    cells |= {"source": ours.source(row["source"]), "polarity": row["polarity"] if row["polarity"] != "positive" else ""}
    where = f"{ours.file.title}, line {row.place.line}"
    if not ours.arrivals.has_document(cells["source"]):
        cells["locator"] = _quoted(row, where)
    cells["note"] = "; ".join(filter(None, (row["note"], f"imported from {where}")))
    candidate = row["origin"] == "extracted" or row["evidence_is"] != _ACCEPTED
    if candidate and row["stance"]:
        ours.arrivals.tell("row-withdrawal", "skipped", row.place, reading=visible_line(row["reading"]))
        return
    if candidate:
        cells |= {"run": row["run"] or f"import of {ours.file.title}", "confidence": row["confidence"] or "0", "publish": "", "stance": ""}
    ours.arrivals.say(cells, row.place, standing=row["standing"], candidate=candidate)


def _quoted(row: Row, where: str) -> str:
    """Where the words stand when the text that is quoted stayed behind: never as if they were the source's own, if they are not."""
    text = row["quoted_from"]
    other = f"from {'an' if text == 'excerpt' else 'a'} {text} of it, " if row["quote"] and text not in ("", "original") else ""
    return row["locator"] + (f" ({other.removesuffix(', ')})" if other else "") if row["locator"] else f"{other}quoted in {where}"
