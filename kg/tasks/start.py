"""Make a new workspace: empty but complete, or the shipped example."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from kg.clean import trouble
from kg.errors import WorkspaceError
from kg.folder import Folder, shipped
from kg.tables import METADATA, TABLES, describe

__all__ = ["init"]

SETTINGS = """\
title = {title}
# What every IRI of this case starts with. Choose it before you share anything: it never changes afterwards.
base = "https://example.org/{name}/"
language = "en"
licence = "CC-BY-4.0"

# Everybody who enters rows or judges them: id = "Full Name".
# With exactly one curator the column `curator` may be left empty.
[curators]
me = "My Name"
"""

#: Only appended to, each row dated: both sides of a merge are kept. Edited tables must conflict, so that a person looks.
ATTRIBUTES = """\
data/*.csv text eol=lf
data/csv-metadata.json text eol=lf
data/judgements.csv text eol=lf merge=union
data/identities.csv text eol=lf merge=union
"""

IGNORED = """\
.kg/
/page.html
exports/*
!exports/README.md
~$*
.~lock.*
"""

EXPORTS = """\
# exports

`kg build` writes here. Everything but this page is disposable and the team's copy: it may hold names that must not leave the room.
"""


def init(folder: str | Path, *, example: bool = False) -> Folder:
    """Makes a workspace in a new or empty folder and returns it; nothing that exists is ever overwritten.

    A new folder appears whole or not at all; an empty one stays the same folder, since somebody may stand in it. Raises
    `WorkspaceError` when it exists and is not empty.
    """
    target = Path(folder).absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WorkspaceError(f'"{folder}" exists and is no empty folder; nothing was written.', hint="Choose a new folder.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".kg-init-", dir=target.parent))
    except OSError as error:
        raise WorkspaceError(f'"{folder}" cannot be made: {error.strerror}.', hint="Choose a folder that you may write to.") from error
    try:
        _copy_example(part) if example else _write_empty(part, target.name)
        _write(part, {".gitattributes": ATTRIBUTES, ".gitignore": IGNORED, "exports/README.md": EXPORTS})
        part.chmod(0o777 & ~_umask())
        _move(part, target) if target.exists() else part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Folder(target.resolve())


def _move(part: Path, target: Path) -> None:
    """The content of one folder into the other, `kg.toml` last: a folder without it is no workspace."""
    for path in sorted(part.iterdir(), key=lambda path: (path.name == "kg.toml", path.name)):
        path.rename(target / path.name)
    part.rmdir()


def _umask() -> int:
    """The mask for new files: a temporary folder is private, a workspace is what the user's other folders are."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _copy_example(part: Path) -> None:
    shutil.copytree(shipped() / "data", part / "data", ignore=shutil.ignore_patterns(".*", "~$*", "extracted"))
    # The wheel cannot rename a single file on its way in, so the example's settings are package data; a test compares them.
    _write(part, {"kg.toml": files("kg.tasks").joinpath("example.toml").read_text(encoding="utf-8")})
    (part / "ontology").mkdir()


def _write_empty(part: Path, name: str) -> None:
    plain = "".join(c if c.isascii() and (c.isalnum() or c == "-") else "-" for c in name.lower()).strip("-") or "case"
    sound = "".join(letter for letter in name if not trouble(letter, kind="text"))
    title = json.dumps(sound, ensure_ascii=False)  # a string of JSON is one of TOML
    headers = {f"data/{table.file}": ",".join(column.name for column in table.columns) + "\n" for table in TABLES.values()}
    _write(part, {"kg.toml": SETTINGS.format(title=title, name=plain), **headers})
    for empty in ("data/documents", "ontology"):
        (part / empty).mkdir()
    described = describe(Folder(part))
    assert described, "its tables are CSV"
    _write(part, {f"data/{METADATA}": described.decode()})


def _write(part: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
