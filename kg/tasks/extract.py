"""From the documents of a workspace to candidates: read, resolved, written; a person judges them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import __version__
from kg.clean import TextError, decode
from kg.documents.read import Document, read_document
from kg.errors import DataError, UsageError
from kg.files import write_atomic
from kg.findings import Finding, Place, find
from kg.folder import Folder
from kg.graph import read_rdf
from kg.model import Case, Source, join
from kg.model.quantity import QuantityError, parse_quantity
from kg.model.time import TimeError, parse_time
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.resolve.proposals import Proposals
from kg.tables import proposals_path, read_tables, to_table
from kg.tasks.asking import Asked, Asking, begin, marked

__all__ = ["Estimate", "Extracted", "estimate", "extract", "extract_text"]

Row = dict[str, Any]
#: The largest text that is read, in characters; what is longer is split by chapters before it is added.
LARGEST = 400_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a run of the extractor did."""

    documents: int
    #: Documents that were read before and have not changed.
    unchanged: int
    candidates: int
    proposed: int
    #: Candidates that the vocabulary or the tables do not allow, by why.
    left_out: tuple[tuple[str, int], ...] = ()
    paths: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    #: What was asked of a model, where the workspace names one.
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What asking a model about all documents would take at most."""

    model: str
    host: str
    parts: int
    #: Parts that were answered before and cost nothing.
    answered: int
    requests: int
    tokens: int


def extract_text(raw: bytes, *, published: str = "", name: str = "text", folder: Folder | None = None) -> list[Row]:
    """The candidates of one text as rows, outside of any workspace or with the vocabulary of one.

    Raises `DataError` where the bytes are no text, `UsageError` for a date that is none and where the model is missing.
    """
    from kg.extract.model import load_model

    load_model()  # says what to install before anything of it is imported
    from kg.extract.read import read_text
    from kg.extract.rows import to_rows

    text = text_of(raw, name)
    if published:
        _check_day(published)
    ontology, wrong = read_ontology(folder)
    if wrong:
        raise DataError(wrong)
    return to_rows(read_text(text, ontology, published=published))


def text_of(raw: bytes, name: str) -> str:
    """The text of some bytes. Raises `DataError` where they are none, and `UsageError` where it is too long to be read."""
    try:
        text = decode(raw)
    except TextError as error:
        raise DataError((find(error.code, Place(name, error.line), **error.values),)) from error
    if len(text) > LARGEST:
        raise UsageError(f"{name} has more than {LARGEST:,} characters.", hint="Split it, for example by chapters.")
    return text


def _check_day(published: str) -> None:
    try:
        parse_time(published)
    except TimeError as error:
        raise UsageError(f'"{published}" is no date of publication.', hint="Write it as 2016-03-16.") from error


def extract(folder: Folder, *, online: bool = False, progress: Callable[[int, int], None] | None = None) -> Extracted:
    """Reads every English document of a workspace and writes its candidates to `data/extracted/`; the same input gives the same bytes.

    What has not changed since the last run (text, vocabulary, version) is not parsed again. With `online` the model that
    `kg.toml` names is asked; without, only what it said before is read again. Raises `DataError` when the tables have
    findings of their own, and `UsageError` when the model is not installed.
    """
    case, ontology = _inputs(folder)
    from kg.extract.model import load_model

    load_model()
    asking = begin(folder, case.settings.llm, ontology, online=online)
    return _Run(folder, case, ontology, asking).write(progress)


def estimate(folder: Folder) -> Estimate:
    """What `extract` with `online` would ask at most; nobody is asked, nothing is written. Raises `UsageError` where no model is named."""
    case, ontology = _inputs(folder)
    asking = begin(folder, case.settings.llm, ontology, online=False)
    if asking is None:
        raise UsageError("kg.toml names no model that could be asked.", hint="Write a section [extract.llm] with url and model.")
    needs = [
        asking.asker.needed(document.text[:LARGEST], source.published.text if source.published else "")
        for source in _english(case)
        if (document := read_document(source, folder)[0]) is not None
    ]
    parts, new, tokens = (sum(column) for column in zip(*needs, strict=True)) if needs else (0, 0, 0)
    host = asking.done()[0].host
    return Estimate(asking.asker.model.model, host, parts, parts - new, new, tokens)


def _inputs(folder: Folder) -> tuple[Case, Ontology]:
    """What the tables hold; raises `DataError` for findings about anything but candidates, which are made anew."""
    settings, found = folder.settings()
    ontology, wrong = read_ontology(folder)
    tables, troubles, _ = read_tables(folder, settings, ontology)
    records, _, more = read_rdf(folder, settings, ontology)
    mine = f"{folder.name(folder.extracted)}/"
    found += wrong + more + tuple(finding for finding in troubles if not finding.place.path.startswith(mine))
    if found:
        raise DataError(found)
    return join(tables, records), ontology


def _english(case: Case) -> list[Source]:
    return [source for source in case.sources if source.document and source.language.partition("-")[0] in ("", "en")]


@dataclass
class _Run:
    folder: Folder
    case: Case
    ontology: Ontology
    asking: Asking | None = None
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0

    def write(self, progress: Callable[[int, int], None] | None) -> Extracted:
        """Reads, resolves and writes."""
        sources = _english(self.case)
        read: list[tuple[Source, list[Row]]] = []
        for number, source in enumerate(sources):
            if progress:
                progress(number, len(sources))
            document, wrong = read_document(source, self.folder)
            self.findings += wrong
            if document is not None and not wrong:
                rows = self._rows(source, document)
                read.append((source, rows + self.asking.rows(source, document, document.text[:LARGEST]) if self.asking else rows))
        if progress:
            progress(len(sources), len(sources))
        lines, used, proposals = self._resolved(read)
        paths = self._publish(lines, proposals.rows(used))
        count = sum(len(rows) for rows in lines.values())
        left = tuple(sorted(self.left_out.items()))
        asked, told = self.asking.done() if self.asking else (None, ())
        return Extracted(len(read), self.unchanged, count, len(proposals.rows(used)), left, paths, (*self.findings, *told), asked)

    def _rows(self, source: Source, document: Document) -> list[Row]:
        """The candidates of a document, from the cache where nothing has changed."""
        from kg.extract.read import VERSION, read_text
        from kg.extract.rows import to_rows

        published = source.published.text if source.published else ""
        lexicon = json.dumps([[r.id, r.domain, r.range, r.group, r.speech, r.grave, list(r.lexicon)] for r in self.ontology.relations.values()])
        key = hashlib.sha256(f"{VERSION}\x00{__version__}\x00{published}\x00{lexicon}\x00{document.hash}".encode()).hexdigest()
        cached = self.folder.cache / "extracted" / f"{key}.json"
        try:
            rows: list[Row] = json.loads(cached.read_bytes())
            self.unchanged += 1
        except (OSError, ValueError):
            rows = to_rows(read_text(document.text[:LARGEST], self.ontology, published=published))
            cached.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(cached, json.dumps(rows, ensure_ascii=False).encode())
        return rows

    # names to actors, rows to lines

    def _resolved(self, read: Iterable[tuple[Source, list[Row]]]) -> tuple[dict[str, list[Row]], set[str], Proposals]:
        proposals = Proposals(self.ontology)
        proposed = self.folder.name(proposals_path(self.folder))
        proposals.know(actor for actor in self.case.actors if actor.at.path != proposed)
        pending = [(source, [self._line(row, source, proposals) for row in rows]) for source, rows in read]
        lines: dict[str, list[Row]] = {}
        for source, rows in pending:
            symmetric = frozenset(relation.id for relation in self.ontology.relations.values() if relation.symmetric)
            kept = marked((row for row in rows if self._is_allowed(row, proposals)), self._is_of_model, symmetric)
            lines.setdefault(_file_of(source.document), []).extend(_unique(kept))
        ends = ("subject", "object", "claimant", "place")
        used = {str(row[key]) for rows in lines.values() for row in rows for key in ends if row.get(key)}
        return lines, used, proposals

    def _is_of_model(self, line: Row) -> bool:
        return self.asking is not None and bool(line["run"] == self.asking.run)

    def _line(self, row: Row, source: Source, proposals: Proposals) -> Row:
        """A row as a line of the file: ids for names, the rules of a party's paper, nothing that a table would refuse."""
        ids = {name: proposals.identify(name, kind, source.id, named=name in row["named"]) for name, kind in row["types"].items()}
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
        line["run"] = row.get("run") or f"kg-extract {__version__}"
        line["note"] = row["pattern"]
        return line

    def _is_own_act(self, line: Row, source: Source) -> bool:
        return self.ontology.relations[line["relation"]].speech and line["subject"] == source.publisher

    def _is_allowed(self, line: Row, proposals: Proposals) -> bool:
        """Whether the vocabulary allows the line with the types that its actors have in the end; what it does not is counted."""
        relation = self.ontology.relations[line["relation"]]
        ends = ((line["subject"], relation.domain), (line["object"], relation.range))
        fits = all(self.ontology.is_a(proposals.type_of(actor), wanted) for actor, wanted in ends)
        why = "" if fits and line["subject"] != line["object"] else "one actor at both ends" if fits else "actors of other types"
        if why:
            self.left_out[why] = self.left_out.get(why, 0) + 1
        return not why

    def _publish(self, lines: dict[str, list[Row]], proposed: list[dict[str, str]]) -> tuple[str, ...]:
        files = {name: b"".join(_encoded(row) for row in rows) for name, rows in lines.items()}
        written = []
        self.folder.extracted.mkdir(parents=True, exist_ok=True)
        for stale in self.folder.extracted.glob("*.jsonl"):
            if stale.name not in files and _is_ours(stale):
                stale.unlink()
        for name, data in sorted(files.items()):
            write_atomic(self.folder.extracted / name, data)
            written.append(self.folder.name(self.folder.extracted / name))
        write_atomic(proposals_path(self.folder), to_table("actors", proposed))
        return (*written, self.folder.name(proposals_path(self.folder)))


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
        key = tuple(row.get(name, "") for name in (*_ORDER[:12], "run"))
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
