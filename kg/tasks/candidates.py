"""From what was read to lines of candidates: names become actors, what no table would hold is left out and counted, files are written."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import __version__
from kg.files import write_atomic
from kg.folder import Folder
from kg.model import Case, Source
from kg.model.quantity import QuantityError, parse_quantity
from kg.model.time import TimeError, parse_time
from kg.ontology import Ontology
from kg.resolve.events import EventProposals, ReadEvent
from kg.resolve.proposals import Proposals
from kg.tables import proposals_path, to_table
from kg.tasks.asking import marked

__all__ = ["Resolved", "Resolving", "publish"]

Row = dict[str, Any]
#: In characters; what is longer names nobody, and a table of such names serves nobody either.
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a run says, in the form of files."""

    #: The lines of each file of candidates, by its name.
    lines: dict[str, list[Row]]
    #: Rows of the tables of proposed actors and events.
    actors: list[dict[str, str]]
    events: list[dict[str, str]]


@dataclass
class Resolving:
    """One run's way from rows to lines."""

    folder: Folder
    case: Case
    ontology: Ontology
    #: The run of the model that was asked; empty where none was.
    run: str = ""
    #: Candidates that are not kept, by why.
    left_out: dict[str, int] = field(default_factory=dict)

    def resolved(self, read: Iterable[tuple[Source, list[Row]]]) -> Resolved:
        """The lines of each file of candidates, and the rows of the actors and events that are proposed for them."""
        proposals, events = Proposals(self.ontology), EventProposals(self.ontology)
        proposed = self.folder.name(proposals_path(self.folder, "actors"))
        proposals.know(actor for actor in self.case.actors if actor.at.path != proposed)
        events.know(self.case, self.folder.name(proposals_path(self.folder, "events")))
        pending = [(source, self._lines(rows, source, proposals, events)) for source, rows in read]
        lines: dict[str, list[Row]] = {}
        for source, rows in pending:
            symmetric = frozenset(relation.id for relation in self.ontology.relations.values() if relation.symmetric)
            kept = marked((row for row in rows if self._is_allowed(row, proposals, events)), self._is_of_model, symmetric)
            lines.setdefault(_file_of(source.document), []).extend(_unique(kept))
        told = events.rows(_used(lines, "subject", "object", "event"))
        used = _used(lines, "subject", "object", "claimant", "place") | {row["place"] for row in told}
        return Resolved(lines, proposals.rows(used), told)

    def _lines(self, rows: Iterable[Row], source: Source, proposals: Proposals, events: EventProposals) -> list[Row]:
        """The lines of one text: who is meant first, then which events these had a part in."""
        named = [row for row in rows if self._is_named(row)]
        kinds = {name: kind for row in named for name, kind in row["types"].items() if self.ontology.is_event(kind)}
        lines = [self._line(row, source, proposals, kinds) for row in named]
        parts: dict[str, list[Row]] = {name: [] for name in kinds}
        for line in lines:
            for name in {line["subject"], line["object"]} & kinds.keys():
                parts[name].append(line)
        ids = events.identify((_read_event(name, kind, parts[name]) for name, kind in kinds.items()), source.id)
        for line in lines:
            line |= {key: ids[line[key]] for key in ("subject", "object", "event") if line.get(key) in ids}
        return lines

    def _is_of_model(self, line: Row) -> bool:
        return bool(self.run) and bool(line["run"] == self.run)

    def _leave_out(self, why: str) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1

    def _is_named(self, row: Row) -> bool:
        """Whether no actor has a name of a thousand words, as lists without an end and damaged texts give them."""
        long = any(len(name) > _LONGEST_NAME for name in row["types"])
        if long:
            self._leave_out(f"a name of more than {_LONGEST_NAME} characters")
        return not long

    def _line(self, row: Row, source: Source, proposals: Proposals, events: Collection[str]) -> Row:
        """A row as a line of the file: ids for names of actors, the rules of a party's paper, nothing that a table would refuse."""
        ids = {
            name: name if name in events else proposals.identify(name, kind, source.id, named=name in row["named"])
            for name, kind in row["types"].items()
        }
        line = {key: row[key] for key in ("relation", "modality", "polarity", "role", "quote", "confidence")}
        line |= {"subject": ids[row["subject"]], "object": ids[row["object"]], "claimant": ids.get(row["claimant"], ""), "source": source.id}
        line["when"], line["quantity"] = _sound_time(row["when"]), _sound_quantity(row["quantity"])
        line["role"] = str(row["role"]).replace("[", "").replace("]", "")
        if line["modality"] == "asserted" and source.kind == "party" and not self._is_own_act(line, source):
            line |= {"modality": "alleged", "claimant": source.publisher}
        if line["modality"] in ("alleged", "denied") and not line["claimant"]:
            line["claimant"] = "unstated"
        if row["place"]:
            line["place"] = proposals.identify(row["place"], "Place", source.id, named=True)
        if row["event"] in events:
            line["event"] = row["event"]
        line["run"] = row.get("run") or f"kg-extract {__version__}"
        line["note"] = row["pattern"]
        return line

    def _is_own_act(self, line: Row, source: Source) -> bool:
        return self.ontology.relations[line["relation"]].speech and line["subject"] == source.publisher

    def _is_allowed(self, line: Row, proposals: Proposals, events: EventProposals) -> bool:
        """Whether the vocabulary allows the line with the types that its actors have in the end; what it does not is counted."""
        relation = self.ontology.relations[line["relation"]]
        ends = ((line["subject"], relation.domain), (line["object"], relation.range))
        fits = all(self.ontology.is_a(events.type_of(one) or proposals.type_of(one), wanted) for one, wanted in ends)
        why = "" if fits and line["subject"] != line["object"] else "one actor at both ends" if fits else "actors of other types"
        if why:
            self._leave_out(why)
        return not why


def _read_event(name: str, kind: str, parts: list[Row]) -> ReadEvent:
    """An event by the lines about it; its time and place are the source's own where it gives any."""
    said = [line for line in parts if line["polarity"] == "positive"]
    own = [line for line in said if line["modality"] == "asserted"]
    when, place = (next((line[key] for line in own or said if line.get(key)), "") for key in ("when", "place"))
    return ReadEvent(name, kind, when, place, bool(own), frozenset(line["subject"] for line in said))


def publish(folder: Folder, found: Resolved) -> tuple[str, ...]:
    """Writes the files of candidates and of what is proposed, takes away those of documents that are gone, and returns their names."""
    files = {name: b"".join(_encoded(row) for row in rows) for name, rows in found.lines.items()}
    written = []
    folder.extracted.mkdir(parents=True, exist_ok=True)
    for stale in folder.extracted.glob("*.jsonl"):
        if stale.name not in files and _is_ours(stale):
            stale.unlink()
    for name, data in sorted(files.items()):
        write_atomic(folder.extracted / name, data)
        written.append(folder.name(folder.extracted / name))
    for table, rows in (("actors", found.actors), ("events", found.events)):
        path = proposals_path(folder, table)
        if rows or table == "actors":
            write_atomic(path, to_table(table, rows))
            written.append(folder.name(path))
        else:
            path.unlink(missing_ok=True)
    return tuple(written)


def _used(lines: Mapping[str, list[Row]], *keys: str) -> set[str]:
    """The ids that lines hold under some keys."""
    return {str(row[key]) for rows in lines.values() for row in rows for key in keys if row.get(key)}


def _file_of(document: str) -> str:
    """The file of candidates of a document: its own name, folders written with `--`."""
    return document.replace("/", "--").rpartition(".")[0] + ".jsonl" if "." in document else f"{document.replace('/', '--')}.jsonl"


def _is_ours(path: Path) -> bool:
    """Whether every line of a file was written by this command: nobody else's candidates are taken away."""
    try:
        return all('"run": "kg-extract ' in line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError):
        return False


_ORDER = (
    "subject",
    "relation",
    "object",
    "modality",
    "polarity",
    "claimant",
    "role",
    "when",
    "place",
    "quantity",
    "event",
    "source",
    "quote",
    "note",
    "run",
    "confidence",
)


def _encoded(row: Row) -> bytes:
    return json.dumps({key: row[key] for key in _ORDER if row.get(key) not in ("", None)}, ensure_ascii=False).encode() + b"\n"


def _unique(rows: Iterable[Row]) -> Iterator[Row]:
    """Each reading with its quotation once: two names may have become one actor."""
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = tuple(row.get(name, "") for name in (*_ORDER[:13], "run"))
        if key not in seen:
            seen.add(key)
            yield row


def _sound_time(text: str) -> str:
    try:
        return parse_time(text).text if text else ""
    except TimeError:
        return ""


def _sound_quantity(text: str) -> str:
    try:
        return parse_quantity(text).text if text else ""
    except QuantityError:
        return ""
