"""A workspace tried out: a copy in which rows are appended and checked before anything is written to the real one."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.clean import decode
from kg.files import write_atomic
from kg.folder import Folder
from kg.interchange.arrivals import Arrival
from kg.tables import add_identifiers, append_candidates, append_rows

__all__ = ["Trial", "trial"]


@dataclass
class Trial:
    """The copy, and which of its files were written by the rows that were appended."""

    folder: Folder
    real: Folder
    #: The bytes before and after of each file that changed, by its path below `data/`.
    before: dict[str, bytes | None] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    #: The ids of actors of the workspace whose row got identifiers.
    identified: set[str] = field(default_factory=set)

    def append(self, arrivals: Mapping[str, Sequence[Arrival]], name: str) -> dict[tuple[str, int], Arrival]:
        """Appends rows, candidates to the file of that name, and returns where each of them stands now, by path and line."""
        where: dict[tuple[str, int], Arrival] = {}
        for table, rows in arrivals.items():
            if not rows:
                continue
            cells = [arrival.cells for arrival in rows]
            path, data = append_candidates(self.folder, name, cells) if table == "extracted" else append_rows(self.folder, table, cells)
            self.write(path, data)
            lines = [line for line, _ in _records(data, path)][-len(rows) :]
            where |= {(self.folder.name(path), line): arrival for line, arrival in zip(lines, rows, strict=True)}
        return where

    def identify(self, found: Mapping[str, Sequence[str]]) -> None:
        """Adds identifiers to actors that are there."""
        if found:
            self.write(*add_identifiers(self.folder, found))
            self.identified |= found.keys()

    def write(self, path: Path, data: bytes) -> None:
        """Puts bytes in the place of a file of the copy; the real one stays as it is."""
        name = path.relative_to(self.folder.data).as_posix()
        real = self.real.data / name
        self.before.setdefault(name, real.read_bytes() if real.is_file() else None)
        self.after[name] = data
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)

    def state(self) -> dict[str, bytes]:
        """What `back` needs to return here."""
        return dict(self.after)

    def back(self, state: Mapping[str, bytes]) -> None:
        """Undoes what was appended since."""
        for name in self.after:
            data = state.get(name, self.before[name])
            path = self.folder.data / name
            path.unlink() if data is None else write_atomic(path, data)
        self.after = dict(state)

    def added(self) -> dict[str, tuple[str, ...]]:
        """The lines that are new in each file, the header of a table first."""
        found: dict[str, tuple[str, ...]] = {}
        for name, data in sorted(self.after.items()):
            old = len(_records(self.before[name] or b"", Path(name)))
            records = [text for _, text in _records(data, Path(name))]
            head = records[:1] if name.endswith(".csv") else []
            new = records[max(old, len(head)) :]
            found |= {f"data/{name}": (*head, *new)} if new else {}
        return found

    def changed(self) -> dict[str, tuple[str, ...]]:
        """The lines that were there and are another now, with the header of their table."""
        if not self.identified:
            return {}
        head, *records = [text for _, text in _records(self.after["actors.csv"], Path("actors.csv"))]
        place = next(csv.reader([head])).index("id")
        lines = (text for text in records if next(csv.reader(text.splitlines(keepends=True)))[place] in self.identified)
        return {"data/actors.csv": (head, *lines)}


def _records(data: bytes, path: Path) -> list[tuple[int, str]]:
    """Each record of a file that we wrote, with the line where it begins."""
    lines = list(io.StringIO(decode(data), newline=""))
    if path.suffix != ".csv":
        return [(number, line.rstrip("\r\n")) for number, line in enumerate(lines, 1) if line.strip()]
    reader, start, found = csv.reader(lines), 0, []
    for cells in reader:
        if any(cells):
            found.append((start + 1, "".join(lines[start : reader.line_num]).rstrip("\r\n")))
        start = reader.line_num
    return found


@contextlib.contextmanager
def trial(folder: Folder) -> Iterator[Trial]:
    """A copy of what a workspace is made of, gone when the block ends. Files are shared until they are written anew."""
    folder.cache.mkdir(parents=True, exist_ok=True)
    for stale in folder.cache.glob("import-*"):  # of a run that was killed: whoever is here holds the lock
        shutil.rmtree(stale, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="import-", dir=folder.cache) as place:
        root = Path(place).resolve()
        shutil.copyfile(folder.root / "kg.toml", root / "kg.toml")
        for top in (folder.data, folder.ontology):
            if top.is_dir():
                shutil.copytree(top, root / top.name, symlinks=True, copy_function=_share)
        (root / "data").mkdir(exist_ok=True)
        yield Trial(Folder(root), folder)


def _share(source: str, target: str) -> str:
    """A second name for a file, or a copy where the disk has no second names."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target)
    return target
