"""Which format a file has, and the reader for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from kg.errors import UsageError
from kg.interchange.arrivals import Arrivals
from kg.interchange.edges import File, Taken, read_edges, read_kumu
from kg.interchange.incoming import Incoming, Reader, Receiver
from kg.interchange.mapping import ColumnMap
from kg.interchange.returning import is_ours, read_ours
from kg.interchange.settling import settled
from kg.tables import read_foreign, sheets_of

__all__ = ["TABULAR", "Asked", "File", "find_format", "read_files"]

#: The formats of tables that are read, each with a line on what it is.
TABULAR: Mapping[str, str] = {
    "csv": "the flat sheet of statements that `kg export csv` writes",
    "xlsx": "the workbook that `kg export xlsx` writes",
    "kumu": "Kumu's elements (Label, Type, Description, Tags) and connections (From, To, Type, Direction)",
    "edges": "a table of who does what to whom, in any columns, with a mapping file",
    "openrefine": "a CSV or TSV file exported from OpenRefine, columns of reconciled ids among them; as edges",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody who imports asks for beside the files."""

    mapping: ColumnMap = field(default_factory=ColumnMap)
    #: Whether all rows come as candidates.
    candidates: bool = False
    #: The id of the source that the files are.
    source: str = ""


def find_format(file: File, readers: Mapping[str, Reader], *, mapped: bool) -> str:
    """The name of a file's format, by its name and header. Raises `UsageError` where that does not tell."""
    name = file.title.lower()
    if mapped:
        return "edges"
    if "sssom" in readers and (name.endswith((".sssom.tsv", ".sssom.csv")) or b"mapping_set_id" in file.raw[:4000]):
        return "sssom"
    if "ftm" in readers and name.endswith((".json", ".jsonl", ".ijson", ".ftm")):
        return "ftm"
    if PurePath(name).suffix in (".csv", ".tsv", ".txt", ".xlsx", ".ods"):
        found = _tabular(file)
        if found:
            return found
    known = ", ".join((*TABULAR, *readers))
    raise UsageError(f'"{file.name}" does not show which format it has.', hint=f"Say it with --from ({known}), or name its columns with --map.")


def _tabular(file: File) -> str:
    if is_ours(file):
        return "xlsx" if PurePath(file.title).suffix.lower() in (".xlsx", ".ods") else "csv"
    if any(sheet.casefold() in ("elements", "connections") for sheet in sheets_of(file.raw, file.name)):
        return "kumu"
    columns = set(read_foreign(file.raw, file.name, dict.fromkeys((*_KUMU, *_OURS), "text")).grid.columns)
    if {"From", "To"} <= columns or ({"Label", "Type"} <= columns and not columns & set(_OURS)):
        return "kumu"
    return "edges" if set(_OURS) <= columns else ""


_KUMU = ("From", "To", "Label", "Type")
_OURS = ("subject", "relation", "object")


def read_files(form: str, files: Sequence[File], receiver: Receiver, asked: Asked, readers: Mapping[str, Reader]) -> Incoming:
    """What files of one format bring; of a format that is no table there is one at a time."""
    key = hashlib.sha256("".join(file.sha256 for file in files).encode()).hexdigest()
    if form in readers:
        [file] = files
        return settled(readers[form].read(file.raw, file.name, receiver), receiver, key, file.name, candidates=asked.candidates)
    arrivals = Arrivals(receiver, key, candidates=asked.candidates)
    if form in ("csv", "xlsx"):
        read_ours(list(files), arrivals)
        return arrivals.done()
    cited = [replace(file, source=arrivals.source_for(file.title, file.sha256, asked.source)) for file in files]
    read: Callable[[list[File], Taken], None] = read_kumu if form == "kumu" else read_edges
    read(cited, Taken(arrivals, asked.mapping))
    return arrivals.done()
