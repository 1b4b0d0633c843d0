"""Check a workspace, and build its exports: whole or not at all, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import DataError, WorkspaceError
from kg.files import locked, publish, roll_forward
from kg.findings import Finding
from kg.folder import Folder
from kg.graph import to_nquads, to_trig
from kg.page import render
from kg.tables import summary
from kg.tasks.manifest import MANIFEST, Manifest, inputs, sha256, to_bytes, written_before
from kg.tasks.reading import Reading, read_workspace
from kg.validate import check_shapes, shape_places
from kg.vocab import Mint

__all__ = ["OUTPUTS", "Built", "Checked", "build", "check", "outputs"]

#: Up to this many statements every build runs the shapes; above, `kg check --shacl` does.
SHAPED_UP_TO = 2_000


@dataclass(frozen=True)
class Checked:
    """A workspace that was read: what is wrong, what is worth knowing, and what there is."""

    reading: Reading
    findings: tuple[Finding, ...]

    @property
    def reports(self) -> tuple[Finding, ...]:
        """What is worth knowing and stops nothing."""
        return self.reading.reports


@dataclass(frozen=True)
class Built:
    """What a build wrote."""

    reading: Reading
    #: Where each output lies, by its name.
    paths: Mapping[str, Path]
    #: SHA-256 of each output, by its name.
    hashes: Mapping[str, str]

    @property
    def page(self) -> Path:
        """The page to open in a browser."""
        return self.paths["index.html"]


def check(folder: Folder, *, shacl: bool = False) -> Checked:
    """Reads the workspace and returns all findings; writes nothing.

    The shapes run on small workspaces, and always with `shacl`; only a case without other findings can be put to them.
    """
    reading = read_workspace(folder)
    findings = reading.findings
    if not findings and (shacl or len(reading.case.statements) <= SHAPED_UP_TO):
        findings = check_shapes(reading.quads, folder, shape_places(reading.case))
    return Checked(reading, findings)


def build(folder: Folder, *, day: date | None = None, output: Path | None = None) -> Built:
    """Builds the exports of a workspace into `exports/`, or into `output`.

    Raises `DataError` with every finding; then, and on any other failure, what was there before stays as it was.
    With `day` (which needs an `output` of its own) standings are those of that day.
    """
    target = output or folder.exports
    if day and target.resolve() == folder.exports.resolve():
        raise WorkspaceError("What was known on a day is no replacement for today's exports.", hint="Add a folder of its own: -o FOLDER")
    if folder.holds_input(target) or target.resolve() == folder.root.resolve():
        raise WorkspaceError(f'"{target}" holds what a build reads; nothing was written.', hint="Choose a folder of its own, such as exports/.")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f'"{target}" cannot be made: {error.strerror}.', hint="Choose a folder that you may write to.") from error
    with locked(target / ".lock"):
        roll_forward(target)
        before = inputs(folder)
        checked = check(folder)
        if checked.findings:
            raise DataError(checked.findings)
        reading = read_workspace(folder, day=day) if day else checked.reading
        files = {name: write(reading) for name, write in OUTPUTS.items()}
        if inputs(folder) != before:
            raise WorkspaceError("The workspace changed while it was being read; nothing was written.", hint="Run: kg build")
        hashes = {name: sha256(data) for name, data in files.items()}
        files[MANIFEST] = to_bytes(Manifest(before, hashes, day=day))
        publish(target, files, last=MANIFEST, stale=written_before(target) - files.keys())
    return Built(reading, {name: target / name for name in files}, hashes)


def outputs() -> tuple[str, ...]:
    """The names of all files that a build writes, the manifest included."""
    return (*OUTPUTS, MANIFEST)


def _page(reading: Reading) -> bytes:
    title = f"{reading.case.settings.title} – as known on {reading.day.isoformat()}" if reading.day else None
    return render(reading.case, reading.ontology, reading.weighed, title=title, stories=reading.stories).encode()


#: Every output of a build by its name; a test runs the law over all of them, so a new one cannot be forgotten.
OUTPUTS: dict[str, Callable[[Reading], bytes]] = {
    "graph.nq": lambda reading: to_nquads(reading.quads),
    "graph.trig": lambda reading: to_trig(reading.quads, Mint(reading.case.settings.base)),
    "statements.csv": lambda reading: summary(reading.case, reading.weighed),
    "index.html": _page,
}
