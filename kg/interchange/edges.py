"""Tables of other people: edge lists with a mapping (OpenRefine's exports among them), lists of actors, and Kumu's two sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from kg.clean import match_key, visible
from kg.findings import Finding, Place, find
from kg.interchange.arrivals import Arrivals, Named
from kg.interchange.mapping import PEOPLE, STATEMENT, THING, ColumnMap
from kg.model import UNSTATED
from kg.tables import SPREADSHEETS, read_foreign, sheets_of
from kg.tables.cells import Row
from kg.tables.header import nearest

__all__ = ["File", "Taken", "read_edges", "read_kumu"]


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody wants imported: the name under which it is spoken of, what it holds, and its hash."""

    name: str
    raw: bytes
    sha256: str
    #: The id of the source that it is.
    source: str = ""

    @property
    def title(self) -> str:
        """The name without the folders, which are nobody's business."""
        return PurePath(self.name.replace("\\", "/")).name


#: What a spreadsheet may hold in a column beside text.
_CELLS = {"when": "time", "quantity": "amount"}
#: Types of actor that a column asks for by itself.
_WANTED = {"place": "Place", "event": "Event"}
#: How a row says which way it goes: as it stands, the other way round, both ways, or no way at all.
_DIRECTIONS = {
    **dict.fromkeys(("", "directed", "->", "→", "forward", "one-way"), "as"),
    **dict.fromkeys(("<-", "←", "backward", "reverse", "reversed"), "back"),
    **dict.fromkeys(("mutual", "both", "<->", "↔", "bidirectional", "two-way"), "both"),
    **dict.fromkeys(("undirected", "--", "-", "none"), "none"),
}
#: The address of something in Wikidata, and its number alone.
_WIKIDATA = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]*)")


@dataclass
class Taken:
    """What one run of readers knows: the arrivals, the mapping, and names whose own row was left out."""

    arrivals: Arrivals
    mapping: ColumnMap
    refused: dict[str, Place] = field(default_factory=dict)

    def cells(self, row: Row, names: tuple[str, ...]) -> dict[str, str]:
        """The cells of a row under our columns, their words translated, constants where nothing stands."""
        found = {name: self.mapping.value(name, row[name]) for name in names}
        return {name: text for name, text in found.items() if text}


def read_edges(files: list[File], taken: Taken) -> None:
    """Takes in edge lists (or lists of actors) under a mapping; without one, columns that are called like ours are read."""
    mapping = taken.mapping
    things = mapping.table == "actors"
    names = (*THING, *(name for name in mapping.columns if name.startswith("label@"))) if things else STATEMENT
    theirs = {ours: mapping.columns.get(ours, "" if mapping.columns else ours) for ours in names}
    for file in files:
        rows = [(taken.cells(row, names), row.place) for row in _filled(_rows(file, theirs, taken, mapping.sheet), mapping.fill_down)]
        if mapping.columns:
            _check_columns(file, taken)
        if not things and rows and not any("modality" in cells for cells, _ in rows):
            taken.arrivals.findings.append(find("mapping-modality", Place(file.name)))
            continue
        for cells, place in rows:
            _thing(cells, place, taken) if things else _edge(cells, place, file, taken)


def _check_columns(file: File, taken: Taken) -> None:
    """A finding for each column of the mapping that the file does not have."""
    asked = dict.fromkeys(taken.mapping.columns.values(), "text")
    read = read_foreign(file.raw, file.name, asked, sheet=taken.mapping.sheet)
    for name in (name for name in asked if read.grid.columns and name not in read.grid.columns):
        near = nearest(name, read.left)
        taken.arrivals.findings.append(find("mapping-absent", Place(file.name), value=visible(name), near=near))


def _rows(file: File, theirs: Mapping[str, str], taken: Taken, sheet: str = "") -> tuple[Row, ...]:
    """The rows of a file, their cells under our names; what is wrong, and which columns nobody reads, is told."""
    asked = {ours: name for ours, name in theirs.items() if name}
    days = dict.fromkeys(taken.mapping.days, "date")
    types = {name: (_CELLS | days).get(ours, "text") for ours, name in asked.items()}
    read = read_foreign(file.raw, file.name, types, sheet=sheet)
    # Ours would be asked to change the cell; of somebody else's file it can be said once what all such cells are.
    taken.arrivals.findings += _firsts(read.grid.findings)
    if read.left and read.grid.columns:
        taken.arrivals.tell("columns-left", "skipped", Place(file.name), columns=", ".join(map(visible, read.left)))
    for report in read.grid.reports:
        taken.arrivals.tell(report.code, "skipped", Place(file.name), line=report.place.line, **dict(report.values))
    # One of their columns may be two of ours, such as an address that is locator and note.
    return tuple(replace(row, cells={ours: row[name] for ours, name in asked.items() if row[name]}) for row in read.grid.rows)


def _firsts(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, with those about dates on the first of a month in one column as one."""
    by_column: dict[str, list[Finding]] = {}
    for one in findings:
        if one.code == "cell-first":
            by_column.setdefault(one.place.column, []).append(one)
        else:
            yield one
    for first, *others in by_column.values():
        if others:
            yield find("import-firsts", first.place, count=len(others), **dict(first.values))
        else:
            yield replace(first, code="import-first")


def _filled(rows: tuple[Row, ...], columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows with what stands above in cells that were left blank, as exports of grouped records leave them."""
    above: dict[str, str] = {}
    for row in rows:
        above |= {name: row[name] for name in columns if row[name]}
        yield replace(row, cells=above | dict(row.cells))


# ---- rows that say who somebody is


def _thing(cells: dict[str, str], place: Place, taken: Taken) -> None:
    label, arrivals = cells.get("label", ""), taken.arrivals
    if not label:
        arrivals.tell("row-empty", "skipped", place, column=taken.mapping.columns.get("label", "label"))
        return
    kind = arrivals.vocabulary.type(cells.get("type", ""))
    if cells.get("type") and not kind:
        arrivals.tell("type-unknown", "skipped", place, value=visible(cells["type"]), hint=_hint(arrivals.vocabulary.near_types(cells["type"])))
        taken.refused.setdefault(match_key(label), place)
        return
    named = Named(label, cells.get("id", ""), kind, _identifiers(cells, "identifiers", taken), cells=_beside(cells))
    count = len(arrivals.fates)
    meant = arrivals.meet(named, place)
    if not arrivals.is_new(meant, place) and len(arrivals.fates) == count:
        arrivals.tell("name-held", "known", place, value=visible(label), id=meant)


def _beside(cells: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The further cells of somebody new; tags, for which there is no column, stand with the description."""
    tags = ", ".join(filter(None, map(str.strip, cells.get("tags", "").split("|"))))
    description = "; ".join(filter(None, (cells.get("description", ""), f"tags: {tags}" if tags else "")))
    labels = {name: text for name, text in cells.items() if name.startswith("label@")}
    kept = labels | {"description": description, "aliases": cells.get("aliases", "")}
    return tuple((name, text) for name, text in kept.items() if text)


def _identifiers(cells: Mapping[str, str], column: str, taken: Taken) -> tuple[str, ...]:
    """`scheme:value`, of reconciled columns that hold only the number or the address of it."""
    found = []
    for text in filter(None, map(str.strip, cells.get(column, "").split("|"))):
        wikidata, scheme = _WIKIDATA.fullmatch(text), taken.mapping.schemes.get(column, "")
        bare = ":" not in text or text.startswith(("http://", "https://"))
        found.append(f"wikidata:{wikidata[1]}" if wikidata else f"{scheme}:{text.rstrip('/').rpartition('/')[2]}" if bare and scheme else text)
    return tuple(dict.fromkeys(found))


# ---- rows that say what somebody does


def _edge(cells: dict[str, str], place: Place, file: File, taken: Taken) -> None:
    """Takes in one row, or tells why not: nothing in it is guessed."""
    arrivals = taken.arrivals
    for column in ("subject", "object", "relation", "modality"):
        if not (cells.get(column) or cells.get(f"{column}_id")):
            arrivals.tell("row-empty", "skipped", place, column=taken.mapping.columns.get(column, column))
            return
    word = cells["relation"]
    meant = arrivals.vocabulary.relation(word)
    if meant is None:
        arrivals.tell("relation-unknown", "skipped", place, value=visible(word), hint=_hint(arrivals.vocabulary.near_relations(word)))
        return
    for way in _ways(cells, meant, place, taken):
        _say(cells, meant[0], way, place, file, taken)


def _hint(near: tuple[str, ...]) -> str:
    quoted = " or ".join(f'"{name}"' for name in near)
    return f" Did you mean {quoted}?" if near else " List them with: kg terms."


def _ways(cells: Mapping[str, str], meant: tuple[str, bool], place: Place, taken: Taken) -> tuple[bool, ...]:
    """Which ways the row is to be read: `True` is from its object to its subject."""
    relation, turned = taken.arrivals.receiver.ontology.relations[meant[0]], meant[1]
    said = cells.get("direction", "")
    way = _DIRECTIONS.get(said.casefold())
    if way is None:
        taken.arrivals.tell("direction-unknown", "skipped", place, value=visible(said))
        return ()
    if relation.symmetric:
        return (False,)
    if way == "none":
        # Which of the two does it to the other is what the row does not say.
        taken.arrivals.tell("direction-none", "skipped", place, value=visible(said), relation=relation.id)
        return ()
    return (False, True) if way == "both" else (turned != (way == "back"),)


def _say(cells: Mapping[str, str], relation: str, turned: bool, place: Place, file: File, taken: Taken) -> None:
    ontology = taken.arrivals.receiver.ontology
    declared = ontology.relations[relation]
    ends = ("object", "subject") if turned else ("subject", "object")
    row = {name: cells[name] for name in STATEMENT if name in cells and name not in PEOPLE and "_" not in name and name not in ("direction", "unit")}
    row |= {"relation": relation, "source": file.source}
    if cells.get("quantity") and cells.get("unit"):
        row["quantity"] = f"{cells['quantity']} {cells['unit']}"
    wanted = _WANTED | {ends[0]: declared.domain, ends[1]: declared.range}
    kinds, wrong = _kinds(cells, taken)
    if wrong:
        taken.arrivals.tell("type-unknown", "skipped", place, value=visible(wrong), hint=_hint(taken.arrivals.vocabulary.near_types(wrong)))
        return
    refused = next((cells[name] for name in PEOPLE if match_key(cells.get(name, "")) in taken.refused), "")
    if refused:
        taken.arrivals.tell("name-refused", "skipped", place, value=visible(refused), other=taken.refused[match_key(refused)])
        return
    for name in PEOPLE:
        text, number = cells.get(name, ""), cells.get(f"{name}_id", "")
        if not text and not number:
            continue
        identifiers = _identifiers(cells, f"{name}_identifiers", taken)
        wikidata = _WIKIDATA.fullmatch(number)
        if wikidata:  # reconciled, but not with us
            identifiers, number = (f"wikidata:{wikidata[1]}", *identifiers), ""
        named = Named(text or number, number, kinds.get(name, ""), identifiers, wanted.get(name, ""), looked_up=True)
        row[dict(zip(ends, ("subject", "object"), strict=True)).get(name, name)] = UNSTATED if text == UNSTATED else taken.arrivals.meet(named, place)
    where = f"{'row' if PurePath(file.name).suffix.lower() in SPREADSHEETS else 'line'} {place.line}"
    row["locator"] = f"{row['locator']} ({where})" if row.get("locator") else where
    taken.arrivals.say(row, place)


def _kinds(cells: Mapping[str, str], taken: Taken) -> tuple[dict[str, str], str]:
    """The type of each that the row gives one, and a word that is none."""
    words = {name: cells[f"{name}_type"] for name in PEOPLE if cells.get(f"{name}_type")}
    kinds = {name: taken.arrivals.vocabulary.type(word) for name, word in words.items()}
    return kinds, next((words[name] for name, kind in kinds.items() if not kind), "")


# ---- Kumu

_ELEMENTS = {"label": "Label", "type": "Type", "description": "Description", "tags": "Tags", "aliases": "Aliases"}
_CONNECTIONS = {
    "subject": "From",
    "object": "To",
    "relation": "Type",
    "direction": "Direction",
    "note": "Description",
    "label": "Label",
    "tags": "Tags",
}
#: Fields that a map may have under our names, since Kumu takes any column.
_MORE = ("modality", "polarity", "claimant", "role", "when", "place", "quantity", "quote", "locator")


def read_kumu(files: list[File], taken: Taken) -> None:
    """Takes in Kumu's elements and connections, from two files or two sheets of one; connections may name more than the elements."""
    tables = [(file, sheet, *_kind(file, sheet)) for file in files for sheet in (_kumu_sheets(file) or ("",))]
    for file, sheet, kind, theirs in tables:
        if kind == "elements":
            for row in _rows(file, theirs, taken, sheet):
                _thing(taken.cells(row, tuple(theirs)), row.place, taken)
    for file, sheet, kind, theirs in tables:
        if kind != "elements":
            for row in _rows(file, theirs, taken, sheet):
                _connection(taken.cells(row, tuple(theirs)), row.place, file, taken)


def _kumu_sheets(file: File) -> tuple[str, ...]:
    return tuple(name for name in sheets_of(file.raw, file.name) if name.casefold() in ("elements", "connections"))


def _kind(file: File, sheet: str) -> tuple[str, dict[str, str]]:
    """Whether a table holds elements or connections, and their columns."""
    connections = _CONNECTIONS | dict(zip(_MORE, _MORE, strict=True))
    read = read_foreign(file.raw, file.name, dict.fromkeys(connections.values(), "text"), sheet=sheet)
    is_connections = not {"From", "To"}.isdisjoint(read.grid.columns)
    return ("connections", connections) if is_connections else ("elements", _ELEMENTS)


def _connection(cells: dict[str, str], place: Place, file: File, taken: Taken) -> None:
    """An edge whose relation is its type, or its label where it has no type; what a map says without more is asserted by the map."""
    label, tags = cells.pop("label", ""), cells.pop("tags", "")
    relation = {"relation": cells.get("relation") or label}
    note = "; ".join(filter(None, (cells.get("note", ""), label if cells.get("relation") else "", f"tags: {tags}" if tags else "")))
    modality = {"modality": cells.get("modality") or taken.mapping.constants.get("modality", "asserted")}
    _edge(cells | relation | modality | ({"note": note} if note else {}), place, file, taken)
