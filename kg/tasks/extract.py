"""From the documents of a workspace to candidates: read, resolved, written; a person judges them."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
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
from kg.model.time import TimeError, parse_time
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.tables import read_tables
from kg.tasks.asking import Asked, Asking, begin
from kg.tasks.candidates import Resolving, publish

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
    #: The least confidence with which the workspace takes a candidate in unseen; `None` where it takes in none.
    admitted: float | None = None
    #: Events that are proposed.
    events: int = 0


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
    unchanged: int = 0

    def write(self, progress: Callable[[int, int], None] | None) -> Extracted:
        """Reads, resolves and writes."""
        sources = _english(self.case)
        # Names are settled when all is read; until then ten thousand documents wait packed, in a tenth of the memory.
        read: list[tuple[Source, bytes]] = []
        for number, source in enumerate(sources):
            if progress:
                progress(number, len(sources))
            document, wrong = read_document(source, self.folder)
            self.findings += wrong
            if document is not None and not wrong:
                rows = self._rows(source, document)
                rows += self.asking.rows(source, document, document.text[:LARGEST]) if self.asking else []
                read.append((source, zlib.compress(json.dumps(rows).encode(), 1)))
        if progress:
            progress(len(sources), len(sources))
        resolving = Resolving(self.folder, self.case, self.ontology, self.asking.run if self.asking else "")
        found = resolving.resolved((source, json.loads(zlib.decompress(packed))) for source, packed in read)
        paths = publish(self.folder, found)
        count = sum(len(rows) for rows in found.lines.values())
        left = tuple(sorted(resolving.left_out.items()))
        asked, told = self.asking.done() if self.asking else (None, ())
        return Extracted(
            len(read), self.unchanged, count, len(found.actors), left, paths, (*self.findings, *told), asked, self.case.settings.admit_confidence,
            len(found.events),
        )  # fmt: skip

    def _rows(self, source: Source, document: Document) -> list[Row]:
        """The candidates of a document, from the cache where nothing has changed."""
        from kg.extract.read import VERSION, read_text
        from kg.extract.rows import to_rows

        published = source.published.text if source.published else ""
        lexicon = json.dumps(
            [[r.id, r.domain, r.range, r.group, r.speech, r.grave, list(r.lexicon)] for r in self.ontology.relations.values()]
            + [[kind.id, *kind.wider, list(kind.lexicon)] for kind in self.ontology.types.values() if kind.lexicon]
        )
        key = hashlib.sha256(f"{VERSION}\x00{__version__}\x00{published}\x00{lexicon}\x00{document.hash}".encode()).hexdigest()
        cached = self.folder.cache / "extracted" / f"{key}.json"
        try:
            rows: list[Row] = json.loads(cached.read_bytes())
            self.unchanged += 1
        except (OSError, ValueError):
            rows = to_rows(read_text(document.text[:LARGEST], self.ontology, published=published), events=True)
            cached.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(cached, json.dumps(rows, ensure_ascii=False).encode())
        return rows
