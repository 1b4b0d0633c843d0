"""Cases in one file each: what it shows, the files laid over a sound workspace, and what the program must say.

    what: a sentence
    --- data/statements.csv
    (the whole file)
    --- data/actors.csv [windows-1252]
    (the whole file, in that encoding)
    +++ expected
    exit 1
    (stdout of `kg check`)

In brackets: an encoding; `append` (the lines are added to the file of the sound workspace); `edit` (each line `OLD => NEW`
changes the one place where that file holds OLD); `delete`; `hex` (bytes); `folder`; `link` (to the path in the body); `times`
(`{a*3}` stands for `aaa`); `xlsx` (rows of cells like `text`, `n:2013`, `d:2013-07-01`, `t:90` for minutes, `b:true`, `f:=1+1`,
separated by `;`, and `[Name]` where another sheet begins).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
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
            if how in _WAYS:
                _WAYS[how](path, text)
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


def _append(path: Path, text: str) -> None:
    path.write_bytes(path.read_bytes() + text.encode())


def _delete(path: Path, _: str) -> None:
    path.unlink()


def _edit(path: Path, text: str) -> None:
    content = path.read_bytes().decode()
    for line in text.removesuffix("\n").split("\n"):
        old, _, new = line.partition(" => ")
        # A case whose edit no longer changes what it should would go on to pass for the wrong reason.
        assert content.count(old) == 1, f'"{old}" stands {content.count(old)} times in {path.name}'
        content = content.replace(old, new)
    path.write_bytes(content.encode())


def _hex(path: Path, text: str) -> None:
    path.write_bytes(bytes.fromhex(text))


def _folder(path: Path, _: str) -> None:
    path.mkdir()


def _link(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(text.strip())


def _times(path: Path, text: str) -> None:
    path.write_text(re.sub(r"\{(.)\*([0-9]+)\}", lambda found: found[1] * int(found[2]), text), encoding="utf-8", newline="")


def _xlsx(path: Path, text: str) -> None:
    """A workbook, its cells typed by their prefix; a line such as `[Sheet2]` begins the next sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for line in text.splitlines():
        if line.startswith("["):
            sheet = book.create_sheet(line[1:-1])
            continue
        sheet.append([_typed(cell) for cell in line.split(";")])
    book.save(path)


def _typed(cell: str) -> object:
    kind, _, value = cell.partition(":")
    if kind == "n":
        return float(value) if "." in value else int(value)
    if kind == "d":
        return datetime.fromisoformat(value)
    if kind == "t":
        return timedelta(minutes=int(value))
    if kind == "b":
        return value == "true"
    return value if kind == "f" else (cell or None)


_WAYS = {
    "append": _append, "delete": _delete, "edit": _edit, "folder": _folder, "hex": _hex, "link": _link, "times": _times, "xlsx": _xlsx,
}  # fmt: skip
