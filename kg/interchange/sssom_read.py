"""SSSOM tables to rows of `identities.csv` and identifiers to add; every row has a fate."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.clean import TextError, cell, decode, trouble, visible
from kg.findings import Finding, Place, find
from kg.interchange.incoming import Fate, Incoming, Outcome, Reader, Receiver, Row, fate
from kg.interchange.sssom import MANUAL, NAMESPACES
from kg.model import Actor
from kg.model.rules import actor_trouble
from kg.tables.cells import MOST_BYTES, MOST_ROWS
from kg.tables.header import MOST_COLUMNS
from kg.vocab import SKOS, Mint

__all__ = ["READERS"]

_KEY = re.compile(r"(?P<indent> *)(?P<key>[A-Za-z_][A-Za-z0-9_.-]*): *(?P<value>.*)")
_ITEM = re.compile(r" *- +(?P<value>.*)")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^'\\]*)'")
#: What begins something other than plain text in YAML.
_NOT_PLAIN = re.compile(r"[\[\]{}&*!|>%@`\"'#,?-]|.*(?:: | #|:$)")
_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_SAME = (SKOS.base + "exactMatch", "http://www.w3.org/2002/07/owl#sameAs")
_KNOWN = {
    **NAMESPACES,
    "owl": "http://www.w3.org/2002/07/owl#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS.base,
    "wd": NAMESPACES["wikidata"],
}
_MANUAL = (MANUAL.partition(":")[2], "MappingReview")


@dataclass
class _Table:
    """A file, taken apart: prefixes, and rows with their places."""

    prefixes: dict[str, str] = field(default_factory=lambda: dict(_KNOWN))
    rows: list[tuple[Place, dict[str, str]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(raw: bytes, path: str, receiver: Receiver) -> Incoming:
    """The rows that a file of mappings brings, the fate of each, and what is wrong with the file."""
    if len(raw) > MOST_BYTES:
        return Incoming(findings=(find("sssom-large", Place(path), most=MOST_BYTES),))
    try:
        lines = decode(raw).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except TextError as error:
        return Incoming(findings=(find(error.code, Place(path, error.line), **error.values),))
    head = next((number for number, line in enumerate(lines) if not line.startswith("#") and line.strip()), len(lines))
    table = _Table()
    _read_header(lines[:head], path, table)
    _read_rows(lines, head, path, table)
    return _Taker(table, receiver, path).incoming()


# ---- the header: the few forms of YAML that such files have, and no others


def _read_header(lines: list[str], path: str, table: _Table) -> None:
    inside = ""
    for number, line in enumerate(lines, 1):
        text = re.sub(r"^# ?", "", line).rstrip() if line.startswith("#") else ""
        # "# curie_map:" is written as well as "#curie_map:"; what is indented further belongs to the key above.
        raw = line[1:].rstrip() if line.startswith("#") else ""
        match = _KEY.fullmatch(raw)
        indented = len(raw) - len(raw.lstrip(" ")) > 1
        if not text or text.lstrip().startswith("#"):
            continue
        if match and not indented:
            inside = match["key"] if not match["value"] else ""
            understood = not match["value"] or _scalar(match["value"]) is not None
        elif match and inside == "curie_map":
            understood = _prefix(match["key"], match["value"], table)
        else:
            item = _ITEM.fullmatch(raw)
            understood = bool(inside and item and _scalar(item["value"]) is not None and inside != "curie_map")
        if not understood:
            table.findings.append(find("sssom-header", Place(path, number), value=visible(text)))


def _prefix(key: str, value: str, table: _Table) -> bool:
    iri = _scalar(value)
    if not iri or not re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", iri):
        return False
    table.prefixes[key] = iri
    return True


def _scalar(text: str) -> str | None:
    """The text of a YAML scalar of one line, or `None` for anything cleverer."""
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return quoted[1] if quoted[1] is not None else quoted[2]
    return None if not text or _NOT_PLAIN.match(text) else text


# ---- the rows


def _read_rows(lines: list[str], head: int, path: str, table: _Table) -> None:
    if head == len(lines):
        table.findings.append(find("sssom-empty", Place(path)))
        return
    names = [cell(name) for name in lines[head].split("\t")]
    missing = [name for name in _REQUIRED if name not in names]
    if missing or len(set(names)) < len(names) or len(names) > MOST_COLUMNS:
        table.findings.append(find("sssom-columns", Place(path, head + 1), missing=", ".join(missing) or "each column once"))
        return
    for start, cells in _records(lines[head + 1 :], head + 2, path, table):
        if len(table.rows) >= MOST_ROWS:
            table.findings.append(find("table-long", Place(path), most=MOST_ROWS))
            return
        if len(cells) > len(names):
            table.findings.append(find("sssom-row", Place(path, start), cells=len(cells), columns=len(names)))
        elif any(map(cell, cells)):
            table.rows.append((Place(path, start), {name: cell(text) for name, text in zip(names, cells, strict=False)}))


def _records(lines: list[str], first: int, path: str, table: _Table) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter="\t", strict=True)
    start = first
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            table.findings.append(find("sssom-quotes", Place(path, start)))
        else:
            yield start, cells
        start = first + reader.line_num


# ---- what becomes of them


@dataclass
class _Taker:
    table: _Table
    receiver: Receiver
    path: str
    identities: list[Row] = field(default_factory=list)
    identifiers: dict[str, list[str]] = field(default_factory=dict)
    fates: list[Fate] = field(default_factory=list)

    def incoming(self) -> Incoming:
        """All that comes in."""
        for place, row in self.table.rows:
            self._take(place, row)
        rows = {"identities": tuple(self.identities)} if self.identities else {}
        identifiers = {name: tuple(found) for name, found in self.identifiers.items()}
        return Incoming(rows, identifiers, tuple(self.fates), tuple(sorted(set(self.table.findings))))

    def _tell(self, place: Place, code: str, outcome: Outcome, **values: object) -> None:
        self.fates.append(fate(code, outcome, place, **values))

    def _take(self, place: Place, row: Mapping[str, str]) -> None:
        predicate = self._expand(row.get("predicate_id", ""))
        ends = [self._end(row.get(name, "")) for name in ("subject_id", "object_id")]
        actors = [value for kind, value in ends if kind == "actor"]
        if predicate not in _SAME:
            self._tell(place, "sssom-weaker", "skipped", predicate=visible(row.get("predicate_id", "")))
        elif len(actors) == 2:
            self._identity(place, row, *actors)
        elif len(actors) == 1:
            self._identifier(place, row, actors[0], next(value for kind, value in ends if kind != "actor"))
        else:
            shown = " and ".join(visible(row.get(name, "")) for name in ("subject_id", "object_id"))
            self._tell(place, "sssom-unknown", "skipped", value=shown)

    def _expand(self, curie: str) -> str:
        """The IRI of a CURIE; an IRI stays what it is."""
        prefix, colon, name = curie.partition(":")
        return self.table.prefixes[prefix] + name if colon and prefix in self.table.prefixes and not name.startswith("//") else curie

    def _end(self, curie: str) -> tuple[str, str]:
        """(`actor`, its id) for what is an actor here, else (``, the identifier that it may be)."""
        iri, actors = self._expand(curie), Mint(self.receiver.case.settings.base).actor("")
        name = iri.removeprefix(actors) if iri.startswith(actors) else curie
        if name in self.receiver.case.actor_by_id:
            return "actor", name
        if iri.startswith(actors):
            return "", ""
        scheme = next((scheme for scheme, base in NAMESPACES.items() if iri.startswith(base)), "")
        if scheme:
            return "", f"{scheme}:{iri.removeprefix(NAMESPACES[scheme])}"
        prefix, _, value = curie.partition(":")
        return "", f"{prefix.lower()}:{value}"

    # -- two actors of ours

    def _identity(self, place: Place, row: Mapping[str, str], left: str, right: str) -> None:
        if left == right:
            self._tell(place, "sssom-itself", "skipped", id=left)
            return
        curator, day = self._curator(row), self._day(row)
        if not curator or not day:
            self._tell(place, "sssom-unsigned" if not curator else "sssom-undated", "skipped")
            return
        different = row.get("predicate_modifier", "").casefold() == "not"
        # Only what a person decided may join or part two actors.
        manual = _is_manual(row)
        word = "unsure" if not manual else "different" if different else "same"
        made = {"left": left, "right": right, "judgement": word, "curator": curator, "date": day, "reason": self._reason(row, manual)}
        here = {(one.left, one.right, one.judgement, one.curator, one.date.isoformat(), one.reason) for one in self.receiver.case.identities}
        if tuple(made.values()) in here or made in self.identities:
            self._tell(place, "sssom-known", "known", left=left, right=right, judgement=word)
        else:
            self.identities.append(made)
            self._tell(place, "sssom-identity", "imported", left=left, right=right, judgement=word)

    def _curator(self, row: Mapping[str, str]) -> str:
        """The curator of that name, else whoever takes the file in."""
        curators = self.receiver.case.settings.curators
        author = row.get("author_label", "")
        named = (key for key, name in curators if author and author in (key, name))
        alone = curators[0][0] if len(curators) == 1 else ""
        return next(named, "") or self.receiver.curator or alone

    def _day(self, row: Mapping[str, str]) -> str:
        try:
            return date.fromisoformat(row.get("mapping_date", "")).isoformat()
        except ValueError:
            return self.receiver.entered.isoformat() if self.receiver.entered else ""

    def _reason(self, row: Mapping[str, str], manual: bool) -> str:
        """The comment; who says so, where it is nobody here; and what a machine rests on."""
        author, comment, justification = (row.get(name, "") for name in ("author_label", "comment", "mapping_justification"))
        known = {one for pair in self.receiver.case.settings.curators for one in pair}
        parts = [
            "" if trouble(comment, kind="text") else comment,
            "" if author in known or trouble(author, kind="label") else author,
            "" if manual or trouble(justification, kind="label") else justification,
        ]
        said = "; ".join(filter(None, parts))
        return said if parts[0] else f"{said} (from {self.path})".strip()

    # -- an actor of ours and a register

    def _identifier(self, place: Place, row: Mapping[str, str], actor_id: str, identifier: str) -> None:
        actor = self.receiver.case.actor_by_id[actor_id]
        told = (*actor.identifiers, *self.identifiers.get(actor.id, ()))
        checked = Actor(actor.id, actor.type, actor.label, identifiers=(identifier,))
        if row.get("predicate_modifier", "").casefold() == "not":
            self._tell(place, "sssom-not", "skipped", id=actor.id, value=visible(identifier))
        elif not identifier or "|" in identifier or actor_trouble(checked) or trouble(identifier, kind="label"):
            self._tell(place, "sssom-unknown", "skipped", value=visible(identifier or row.get("object_id", "")))
        elif not _is_manual(row):
            self._tell(place, "sssom-machine", "skipped", id=actor.id, value=identifier)
        elif identifier in told:
            self._tell(place, "sssom-identifier-known", "known", id=actor.id, value=identifier)
        else:
            self.identifiers.setdefault(actor.id, []).append(identifier)
            self._tell(place, "sssom-identifier", "imported", id=actor.id, value=identifier)


def _is_manual(row: Mapping[str, str]) -> bool:
    """Whether a person looked at a mapping; where nothing says so, a machine made it."""
    return re.split("[:/#]", row.get("mapping_justification", ""))[-1] in _MANUAL


READERS = (Reader("sssom", "SSSOM mappings: who is one with whom, and identifiers in registers", read),)
