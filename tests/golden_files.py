"""Cases in one file each: what it shows, the files laid over a sound workspace, and what the program must say.

    what: a sentence
    --- data/statements.csv
    (the whole file)
    --- data/actors.csv [windows-1252]
    (the whole file, in that encoding)
    +++ expected
    exit 1
    (stdout of `kg check`)

In brackets: an encoding; `append` (the lines are added to the file of the sound workspace); `delete`; `hex` (bytes);
`xlsx` (rows of cells like `text`, `n:2013`, `d:2013-07-01`, `b:true`, `f:=1+1`, separated by `;`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_HEAD = re.compile(r"^(---|\+\+\+) (?P<name>\S+)(?: \[(?P<how>[\w-]+)\])?$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One case file, parsed."""

    path: Path
    what: str
    #: (name, how, text)
    files: tuple[tuple[str, str, str], ...]
    expected: str

    def lay_over(self, root: Path) -> None:
        """Puts the case's files over a workspace."""
        for name, how, text in self.files:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if how == "delete":
                path.unlink()
            elif how == "append":
                path.write_bytes(path.read_bytes() + text.encode())
            elif how == "hex":
                path.write_bytes(bytes.fromhex(text))
            elif how == "xlsx":
                write_xlsx(path, text)
            else:
                path.write_bytes(text.encode(how or "utf-8", "surrogatepass"))

    def rewritten(self, expected: str) -> str:
        """The case file with another expectation."""
        return self.path.read_bytes().decode().partition("+++ expected\n")[0] + "+++ expected\n" + expected


def read_case(path: Path) -> Case:
    """Parses a case file."""
    text = path.read_bytes().decode()  # bytes, so that a lone carriage return stays
    heads = list(_HEAD.finditer(text))
    what = text[: heads[0].start()].removeprefix("what: ").strip()
    bodies = [text[head.end() + 1 : after.start() if after else len(text)] for head, after in zip(heads, [*heads[1:], None], strict=True)]
    parts = [(head["name"], head["how"] or "", body) for head, body in zip(heads, bodies, strict=True)]
    return Case(path, what, tuple(parts[:-1]), parts[-1][2])


def write_xlsx(path: Path, text: str) -> None:
    """A workbook with one sheet, its cells typed by their prefix."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for line in text.splitlines():
        sheet.append([_typed(cell) for cell in line.split(";")])
    book.save(path)


def _typed(cell: str) -> object:
    kind, _, value = cell.partition(":")
    if kind == "n":
        return float(value) if "." in value else int(value)
    if kind == "d":
        return datetime.fromisoformat(value)
    if kind == "b":
        return value == "true"
    return value if kind == "f" else (cell or None)
