"""Take documents in: the text of files of others into `data/documents/`, and a row each in the table of sources; whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from kg.clean import cell, trouble, visible
from kg.documents.taken import LeftOut
from kg.errors import DataError, UsageError, WorkspaceError
from kg.files import locked, publish, roll_forward
from kg.findings import Finding, Place, find
from kg.folder import Folder
from kg.graph import find_rdf
from kg.model import Source
from kg.tables import METADATA, append_rows, describe
from kg.tasks.came import Came, Wish, check_wish, is_address, open_document
from kg.tasks.known import Known
from kg.tasks.manifest import inputs
from kg.tasks.reading import Reading, read_workspace
from kg.tasks.recovery import data_lock
from kg.tasks.trial import trial

__all__ = ["Added", "AddedAll", "Ask", "Wish", "add"]


@dataclass(frozen=True, slots=True)
class Added:
    """One document that is a source now."""

    #: As the user named it.
    name: str
    source: Source
    words: int
    #: The columns of the source that the document itself filled in.
    found: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    #: The encoding, where the file names another than UTF-8.
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class AddedAll:
    """What became of every document: added, there already or otherwise worth knowing (`reports`), or not added (`findings`)."""

    added: tuple[Added, ...] = ()
    reports: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()


#: Asked for what neither the user nor the document has said: the name of the document, and its source as far as it is known.
Ask = Callable[[str, Source], Source]


def add(folder: Folder, names: Iterable[str | Path], wish: Wish | None = None, *, online: bool = False, ask: Ask | None = None) -> AddedAll:
    """Adds files, and with `online` what lies at addresses, as documents with their sources; what cannot be read hinders no other.

    All that can be added is written together or not at all. A file that is held already (by its hash) is not added again, and
    nothing that is there is ever overwritten. Raises `UsageError` for a wish that means nothing, and `DataError` when the
    table of sources cannot be written to.
    """
    given, wished = [str(name) for name in names], wish or Wish()
    check_wish(wished, given)
    address = next(filter(is_address, given), "")
    if address and not online:
        host = visible(urlsplit(address).hostname or address)
        raise UsageError(f"kg asks nobody by itself; to fetch this tells {host} that somebody reads it.", hint="If that may be, add: --online")
    seen, before = inputs(folder), read_workspace(folder)
    known = Known(before.case, folder)
    reports: list[Finding] = []
    findings: list[Finding] = []
    came: list[Came] = []
    for name in given:
        document, told = open_document(name, wished, known.by_hash)
        if document:
            came.append(replace(document, source=ask(name, document.source)) if ask else document)
        for finding in told:
            (reports if finding.code == "add-known" else findings).append(finding)
    if not came:
        return AddedAll((), tuple(reports), tuple(findings))
    with locked(data_lock(folder)):
        roll_forward(folder.data)
        # Reading documents takes its time, and answering questions too: somebody may have worked on the tables meanwhile.
        adding = _Adding(folder, before if inputs(folder) == seen else read_workspace(folder), wished.id)
        added = adding.write(came)
    return AddedAll(added, (*reports, *adding.reports), (*findings, *adding.findings))


@dataclass
class _Adding:
    """From texts to rows and files."""

    folder: Folder
    before: Reading
    wished_id: str
    reports: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def write(self, came: Sequence[Came]) -> tuple[Added, ...]:
        """Writes all that the check of the workspace has nothing against; what it has goes into the findings, under the document's name."""
        _check_place(self.folder)
        known = Known(self.before.case, self.folder)
        pairs = [(added, document.taken.text.encode()) for document in came if (added := self._added(document, known))]
        while pairs:
            seen = inputs(self.folder)
            files = self._files(pairs)
            blamed = self._blamed(pairs, files)
            if not blamed:
                if inputs(self.folder) != seen:
                    raise WorkspaceError(
                        "The workspace changed while documents were being added; nothing was written.", hint="Run the command again."
                    )
                publish(self.folder.data, files, last="sources.csv")
                break
            self.findings += [finding for findings in blamed.values() for finding in findings]
            pairs = [(added, text) for added, text in pairs if added.source.id not in blamed]
        kept = {added.name for added, _ in pairs}
        self.reports = [report for report in self.reports if report.code == "add-known" or report.place.path in kept]
        return tuple(added for added, _ in pairs)

    def _added(self, document: Came, known: Known) -> Added | None:
        place, source, text = Place(document.name), document.source, document.taken.text
        if held := known.by_hash.get(source.sha256):
            self.reports.append(find("add-known", place, source=held))
            return None
        ending = ".md" if document.form == "markdown" else ".txt"
        title = cell(source.title) or _named(document.name)
        name = self.wished_id or known.new_id(replace(source, title=title), document.name, ending)
        if not known.is_free(name, ending):
            raise UsageError(f'"{name}" is taken already; nothing was added.', hint="Choose another id.")
        digest = hashlib.sha256(text.encode()).hexdigest()
        former = self._former(place, source, known, digest)
        source = replace(
            source, id=name, title=title, publisher=known.publisher(source.publisher), kind=source.kind or "other",
            document=f"{name}{ending}", text_sha256="" if digest == source.sha256 else digest,
            note=f"Another version of {former}: the same address, another text." if former else "",
        )  # fmt: skip
        known.count(source)
        return Added(document.name, source, len(text.split()), document.found, document.taken.left_out, document.taken.encoding)

    def _former(self, place: Place, source: Source, known: Known, digest: str) -> str:
        """The source that had another text at this address; told, as is a source with the very same text."""
        same, former = known.by_hash.get(digest, ""), known.by_address.get(source.url, "")
        if same:
            self.reports.append(find("add-same-text", place, source=same))
        elif former:
            self.reports.append(find("add-version", place, source=former))
        return "" if same else former

    def _files(self, pairs: Sequence[tuple[Added, bytes]]) -> dict[str, bytes]:
        """The new files by their names below `data/`: documents, the table, and its description where there is one."""
        path, table = append_rows(self.folder, "sources", [_cells(added.source) for added, _ in pairs])
        files = {f"documents/{added.source.document}": text for added, text in pairs} | {path.name: table}
        described = describe(self.folder, {path: table}, closed=not find_rdf(self.folder))
        return files | ({METADATA: described} if described and (self.folder.data / METADATA).is_file() else {})

    def _blamed(self, pairs: Sequence[tuple[Added, bytes]], files: dict[str, bytes]) -> dict[str, list[Finding]]:
        """What the check says with the new files and does not without them, by the id of the source that it is about.

        Raises `DataError` with all that is about none of them.
        """
        old = {(finding.place.path, finding.code, finding.values) for finding in self.before.findings}
        with trial(self.folder) as tried:
            for name, data in files.items():
                tried.write(tried.folder.data / name, data)
            new = [f for f in read_workspace(tried.folder).findings if (f.place.path, f.code, f.values) not in old]
        first = files["sources.csv"].count(b"\n") - len(pairs) + 1
        places = {f"data/documents/{added.source.document}": added for added, _ in pairs}
        lines = {first + number: added for number, (added, _) in enumerate(pairs)}
        blamed: dict[str, list[Finding]] = {}
        for finding in new:
            added = places.get(finding.place.path) or (lines.get(finding.place.line) if finding.place.path == "data/sources.csv" else None)
            if added is None:
                raise DataError(new)
            blamed.setdefault(added.source.id, []).append(replace(finding, place=Place(added.name, 0, finding.place.column)))
        return blamed


def _named(name: str) -> str:
    """A title after the name of a file, where that can be one."""
    stem = cell(PurePath(urlsplit(name).path if is_address(name) else name).stem)
    return stem if stem and not trouble(stem, kind="label") else "Untitled"


def _check_place(folder: Folder) -> None:
    """Raises `WorkspaceError` where `data/documents` leads out of the workspace: nothing is written there."""
    if folder.documents.resolve() != folder.root.resolve() / "data" / "documents":
        raise WorkspaceError('"data/documents" is a link to somewhere else; nothing was written.', hint="Make it a folder.")


def _cells(source: Source) -> dict[str, str]:
    texts = {item.name: getattr(source, item.name) for item in fields(Source) if item.name != "at"}
    days = {"published": source.published.text if source.published else "", "retrieved": source.retrieved.isoformat() if source.retrieved else ""}
    return {name: str(text) for name, text in (texts | days).items() if text}
