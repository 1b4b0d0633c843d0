"""Candidates: `data/extracted/*.jsonl`, one JSON object a line, written by a machine and read as strictly as tables."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from kg.clean import TextError, decode, visible
from kg.findings import Finding, Place, find
from kg.folder import Folder
from kg.model import Statement
from kg.tables.cells import MOST_ROWS, Row
from kg.tables.columns import CANDIDATES
from kg.tables.header import nearest
from kg.tables.inventory import read_bytes
from kg.tables.statements import statement_troubles, to_statement
from kg.tables.values import Known, as_findings, read_values

__all__ = ["Candidates", "find_candidates", "parse_line", "read_candidates", "split_lines"]

_MOST_IN_LINE = 1 << 20


@dataclass
class Candidates:
    """What the files of candidates hold."""

    statements: list[Statement] = field(default_factory=list)
    #: What is left of candidates with findings.
    doubtful: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: How many lines there are, and whether each of them could be read.
    count: int = 0
    whole: bool = True


def read_candidates(folder: Folder, known: Known) -> Candidates:
    """The candidates of every file, and what is wrong with them."""
    read = Candidates()
    for path in find_candidates(folder):
        raw, wrong = read_bytes(folder, path)
        lines, broken = split_lines(raw or b"", folder.name(path))
        rows = [parse_line(place, line) for place, line in lines]
        unread = [*wrong, *broken, *(row for row in rows if isinstance(row, Finding))]
        read.findings += unread
        read.whole &= not unread
        read.count += len(lines)
        for row in rows:
            if isinstance(row, Row):
                _take(row, known, read)
    return read


def find_candidates(folder: Folder) -> tuple[Path, ...]:
    """The files of candidates, sorted."""
    return tuple(sorted(path for path in folder.extracted.glob("*.jsonl") if not path.name.startswith(".")))


def _take(row: Row, known: Known, read: Candidates) -> None:
    values, found = read_values(row, CANDIDATES, known)
    statement = to_statement(values, known, origin="extracted")
    found += as_findings(statement_troubles(statement), row, found)
    read.findings += found
    if found:
        read.doubtful.append(to_statement(values.without({finding.place.column for finding in found}), known, origin="extracted"))
    else:
        read.statements.append(statement)


def split_lines(raw: bytes, path: str) -> tuple[list[tuple[Place, str]], tuple[Finding, ...]]:
    """The lines of a file that hold anything, with their places; and why there are none."""
    try:
        lines = decode(raw).split("\n")
    except TextError as error:
        return [], (find(error.code, Place(path, error.line), **error.values),)
    if len(lines) > MOST_ROWS + 1:
        return [], (find("table-long", Place(path), most=MOST_ROWS),)
    return [(Place(path, number), line) for number, line in enumerate(lines, 1) if line.strip()], ()


class _Refused(ValueError):  # noqa: N818  # no error of the program: a line on its way to a finding
    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def parse_line(place: Place, line: str) -> Row | Finding:
    """One line as a row of text, or what is wrong with it."""
    try:
        return Row(place, _cells(line))
    except _Refused as refused:
        return find(refused.code, place, **refused.values)


def _cells(line: str) -> dict[str, str]:
    """The fields of one line as the text of cells."""
    if len(line) > _MOST_IN_LINE:
        raise _Refused("line-long", most=str(_MOST_IN_LINE))
    try:
        fields = json.loads(line, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise _Refused("line-json", detail=f"{error.msg} at character {error.colno}") from error
    except RecursionError as error:
        raise _Refused("line-object") from error
    except ValueError as error:
        raise error if isinstance(error, _Refused) else _Refused("line-json", detail="a number has too many digits") from error
    if not isinstance(fields, dict):
        raise _Refused("line-object")
    return {name: text for name, value in fields.items() if (text := _text(name, value))}


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Refused("field-twice", value=visible(next(name for name in names if names.count(name) > 1)))
    return fields


def _no_number(word: str) -> object:
    raise _Refused("line-json", detail=f"{word} is no number")


def _text(name: str, value: object) -> str:
    column = CANDIDATES.find_column(name)
    if column is None:
        raise _Refused("field-unknown", value=visible(name), known=", ".join(CANDIDATES.names), near=nearest(name, CANDIDATES.names))
    if column.type == "number":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _Refused("field-type", value=name, wanted="a number")
        return repr(value)
    if not isinstance(value, str):
        raise _Refused("field-type", value=name, wanted="text in quotes")
    # A machine needs no apostrophe before a number: what a cell of a table would lose stays here.
    return re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", value).strip())
