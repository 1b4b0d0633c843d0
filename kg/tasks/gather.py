"""Take in what others have gathered: files of other programs into the tables, or as candidates; whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kg.clean import id_trouble, slug
from kg.errors import DataError, UsageError, WorkspaceError
from kg.files import locked, publish, roll_forward
from kg.findings import Finding, Place
from kg.folder import Folder, Settings
from kg.graph import find_rdf
from kg.interchange import READERS, Fate, Incoming, Receiver
from kg.interchange.arrivals import Arrival, Placed
from kg.interchange.incoming import fate
from kg.interchange.mapping import ColumnMap, parse_mapping
from kg.interchange.reading import TABULAR, Asked, File, find_format, read_files
from kg.model import Case
from kg.tables import CANDIDATES, METADATA, describe, held_rows, row_key
from kg.tables.cells import MOST_BYTES
from kg.tasks.build import check
from kg.tasks.manifest import inputs
from kg.tasks.reading import Reading, read_workspace
from kg.tasks.recovery import data_lock
from kg.tasks.trial import Trial, trial

__all__ = ["FORMS", "WAYS", "Imported", "import_files"]

#: Every format that is read, with a line on what it is.
FORMS: dict[str, str] = {**TABULAR, **{name: reader.title for name, reader in READERS.items()}}
WAYS = ("curated", "candidates")
_BEST = ("imported", "known", "skipped")
#: Formats whose tables fit together: two files of them are one map.
_TOGETHER = ("kumu",)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or with `written` false would do."""

    fates: tuple[Fate, ...]
    #: The lines that are new, by the file of the workspace that they stand in; of a table its header comes first.
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The lines that were there before and got identifiers, likewise.
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    written: bool = False

    def count(self, outcome: str) -> int:
        """How many rows or entities met with a fate; of several that one row has, the best is the row's."""
        best: dict[Place, str] = {}
        for one in self.fates:
            if one.place.line and _BEST.index(one.outcome) <= _BEST.index(best.get(one.place, "skipped")):
                best[one.place] = one.outcome
        return sum(found == outcome for found in best.values())


@dataclass(frozen=True, slots=True)
class _Wish:
    """How somebody wants it."""

    curator: str
    entered: date | None
    asked: Asked
    form: str


def import_files(
    folder: Folder,
    files: Iterable[str | Path],
    *,
    form: str | None = None,
    mapping: str | Path | None = None,
    way: str = "curated",
    source: str | None = None,
    curator: str | None = None,
    entered: date | None = None,
    dry_run: bool = False,
) -> Imported:
    """Appends what files hold to the tables of a workspace (or to its candidates) and returns the fate of every row.

    Everything is tried out in a copy first: raises `DataError` with all findings, at their places in the files, when the
    workspace would not pass its check afterwards; then nothing is written. The same import once more adds nothing. Raises
    `UsageError` for a format, source or curator that there is not.
    """
    reading = read_workspace(folder)
    if reading.findings:
        raise DataError(reading.findings)
    given = [_file(Path(name), str(name)) for name in files]
    columns = parse_mapping(_file(Path(mapping), str(mapping)).raw, str(mapping)) if mapping else ColumnMap()
    if way not in WAYS or (form and form not in FORMS):
        raise UsageError(f'"{form if way in WAYS else way}" is no way to import.', hint=f"Known are: {', '.join(FORMS if way in WAYS else WAYS)}.")
    groups = _groups(given, form, mapped=mapping is not None)
    wish = _Wish(
        _curator(reading.case.settings, curator, way), entered, Asked(columns, way == "candidates", _source(reading.case, source, groups)), ""
    )
    with locked(data_lock(folder)):
        roll_forward(folder.data)
        return _import(folder, groups, reading, wish, dry_run=dry_run)


def _import(folder: Folder, groups: Sequence[tuple[str, list[File]]], reading: Reading, wish: _Wish, *, dry_run: bool) -> Imported:
    before = inputs(folder)
    fates: list[Fate] = []
    with trial(folder) as tried:
        for form, files in groups:
            reading, told = _take(tried, files, reading, replace(wish, form=form))
            fates += told
        added, changed, whole = tried.added(), tried.changed(), tried.after | _described(tried)
    if whole and not dry_run:
        if inputs(folder) != before:
            raise WorkspaceError("The workspace changed while files were being read; nothing was written.", hint="Run the import again.")
        publish(folder.data, whole, last=max(whole))
    return Imported(tuple(fates), added, changed, written=bool(whole) and not dry_run)


def _described(tried: Trial) -> dict[str, bytes]:
    """The description of the tables' columns, where the workspace has one and its tables changed."""
    path = tried.folder.data / METADATA
    described = describe(tried.folder, closed=not find_rdf(tried.folder)) if tried.after and path.is_file() else None
    return {METADATA: described} if described and described != path.read_bytes() else {}


def _take(tried: Trial, files: list[File], reading: Reading, wish: _Wish) -> tuple[Reading, tuple[Fate, ...]]:
    """The workspace with one group of files in it, checked, and the fates of their rows."""
    receiver = Receiver(reading.case, reading.ontology, wish.curator, wish.entered)
    incoming = read_files(wish.form, files, receiver, wish.asked, READERS)
    if incoming.findings:
        raise DataError(incoming.findings)
    arrivals, told = _prepared(incoming, files[0], reading, wish)
    name, state = slug(Path(files[0].title).stem) or "import", tried.state()
    where = tried.append(arrivals, name)
    tried.identify(incoming.identifiers)
    checked = check(tried.folder)
    firmer = _firmer(where, checked.reading, reading) if not checked.findings else set()
    if firmer:
        tried.back(state)
        arrivals, told = _lowered(arrivals, told, firmer, files[0], reading)
        where = tried.append(arrivals, name)
        tried.identify(incoming.identifiers)
        checked = check(tried.folder)
    if checked.findings:
        raise DataError(_placed(finding, where, files[0]) for finding in checked.findings)
    return replace(checked.reading, folder=tried.real), (*told, *_weaker(where, checked.reading))


def _prepared(incoming: Incoming, file: File, reading: Reading, wish: _Wish) -> tuple[dict[str, tuple[Arrival, ...]], tuple[Fate, ...]]:
    """The rows as they are to be appended; where candidates are asked for, none is left that a person would have signed."""
    plain = {table: tuple(Arrival(row) for row in rows) for table, rows in incoming.rows.items()}
    arrivals = dict(incoming.arrivals) if isinstance(incoming, Placed) else plain
    told = list(incoming.fates)
    if wish.asked.candidates:
        said = arrivals.pop("statements", ())
        told += [fate("row-withdrawal", "skipped", a.place, reading=_words(a)) for a in said if a.cells.get("stance")]
        arrivals["extracted"] = (*arrivals.get("extracted", ()), *(_as_candidate(a, file) for a in said if not a.cells.get("stance")))
        if arrivals.get("identities"):
            raise UsageError("Rows about who is who cannot be candidates.", hint="Leave out --as candidates.")
    held = held_rows(reading.case)
    fresh = (a for a in arrivals.get("extracted", ()) if not held.holds(row_key(a.cells, reading.case, reading.ontology), candidate=True))
    return arrivals | {"extracted": tuple(fresh)}, tuple(told)


def _as_candidate(arrival: Arrival, file: File) -> Arrival:
    """The row as something that nobody has judged; a confidence of 0, so that no rule of the workspace admits it either."""
    cells = {name: text for name, text in arrival.cells.items() if name in CANDIDATES.names}
    return replace(arrival, cells={"run": f"import of {file.title}"} | cells | {"confidence": "0"})


def _words(arrival: Arrival) -> str:
    return " ".join(arrival.cells.get(name, "") for name in ("subject", "relation", "object"))


def _firmer(where: Mapping[tuple[str, int], Arrival], after: Reading, before: Reading) -> set[int]:
    """The rows that by coming in alone made a statement a fact which the file itself does not hold to be one."""
    found = set()
    for statement in after.case.statements:
        known = before.case.statement_by_id.get(statement.id)
        if not after.weighed.established(statement) or (known and before.weighed.established(known)):
            continue
        rows = [where[item.at.path, item.at.line] for item in statement.evidence if (item.at.path, item.at.line) in where]
        found |= {id(row) for row in rows if row.standing not in ("", "established")}
    return found


def _weaker(where: Mapping[tuple[str, int], Arrival], after: Reading) -> Iterator[Fate]:
    """The rows that the file holds established and the workspace does not: somebody upheld them there, nobody here."""
    for statement in after.case.statements:
        rows = [where[item.at.path, item.at.line] for item in statement.evidence if (item.at.path, item.at.line) in where]
        for row in rows if not after.weighed.established(statement) else ():
            if row.standing == "established":
                yield fate("row-weaker", "imported", row.place, reading=statement.reading, standing=after.weighed.standing[statement.id].word)


def _lowered(
    arrivals: Mapping[str, tuple[Arrival, ...]], told: tuple[Fate, ...], firmer: set[int], file: File, reading: Reading
) -> tuple[dict[str, tuple[Arrival, ...]], tuple[Fate, ...]]:
    """The same rows, those too firm as candidates that nothing admits, unless they are candidates already; and their fates."""
    kept = {table: tuple(a for a in rows if id(a) not in firmer) for table, rows in arrivals.items()}
    low = [a for table in ("statements", "extracted") for a in arrivals.get(table, ()) if id(a) in firmer]
    held = held_rows(reading.case)
    known = {id(a) for a in low if held.holds(row_key(a.cells, reading.case, reading.ontology), candidate=True)}
    places = {a.place for a in low}
    others = [one for one in told if one.place not in places or one.code not in ("row-imported", "row-candidate")]
    others += [
        fate("row-known", "known", a.place, reading=_words(a)) if id(a) in known
        else fate("row-lowered", "imported", a.place, reading=_words(a), standing=a.standing)
        for a in low
    ]  # fmt: skip
    fresh = tuple(_as_candidate(a, file) for a in low if id(a) not in known)
    return kept | {"extracted": (*kept.get("extracted", ()), *fresh)}, tuple(sorted(others))


def _placed(finding: Finding, where: Mapping[tuple[str, int], Arrival], file: File) -> Finding:
    """The finding at the place in the imported file, where it is about a row that came from there."""
    arrival = where.get((finding.place.path, finding.place.line))
    if arrival is None:
        return finding
    place = arrival.place if arrival.place.path else Place(file.name)
    return replace(finding, place=Place(place.path, place.line, finding.place.column))


# ---- what was asked for


def _file(path: Path, name: str) -> File:
    """A file that somebody named, read; never one of which there is more than a table may hold."""
    try:
        if not path.is_file():
            raise UsageError(f'There is no file "{name}".')
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f'"{name}" is larger than {MOST_BYTES // 1_000_000} MB.', hint="Divide it.")
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f'"{name}" cannot be read: {error.strerror}.') from error
    return File(name, raw, hashlib.sha256(raw).hexdigest())


def _groups(files: list[File], form: str | None, *, mapped: bool) -> list[tuple[str, list[File]]]:
    """The files by format, in the order in which they were named; those that are one map together."""
    groups: list[tuple[str, list[File]]] = []
    for file in files:
        name = form or find_format(file, READERS, mapped=mapped)
        if groups and groups[-1][0] == name and name in _TOGETHER:
            groups[-1][1].append(file)
        else:
            groups.append((name, [file]))
    return groups


def _curator(settings: Settings, curator: str | None, way: str) -> str:
    """Who signs the rows; candidates are signed by nobody."""
    known = [name for name, _ in settings.curators]
    if curator and curator not in known:
        raise UsageError(f'"{curator}" is no curator of kg.toml.', hint=f"Known are: {', '.join(known) or 'none'}.")
    if curator or way == "candidates":
        return curator or (known[0] if known else "")
    if len(known) != 1:
        raise UsageError("Somebody answers for the rows.", hint=f"Say who: --curator {' or '.join(known) or 'ID, after adding it to kg.toml'}")
    return known[0]


def _source(case: Case, source: str | None, groups: Sequence[tuple[str, list[File]]]) -> str:
    """The id of the source that the files are to be."""
    if source is None:
        return ""
    if any(form in READERS or form in ("csv", "xlsx") for form, _ in groups):
        raise UsageError("--source does not go with files whose rows name their own sources.")
    if source not in case.source_by_id and (id_trouble(source) or source in case.actor_by_id or source in case.event_by_id):
        raise UsageError(f'"{source}" cannot be the id of a source.', hint="Write small letters a to z, digits and hyphens, and none that is taken.")
    return source
