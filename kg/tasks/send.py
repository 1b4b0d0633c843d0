"""Send a case on: in the format of another program, for the public or for the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError, UsageError
from kg.files import locked, publish, write_atomic
from kg.folder import Folder
from kg.interchange import FORMATS, Content, Format
from kg.redact import Redacted
from kg.tasks.manifest import MANIFEST, written_before
from kg.tasks.names import nearest
from kg.tasks.profile import PROFILES, redacted
from kg.tasks.reading import Reading, read_workspace
from kg.texts import phrase

__all__ = ["Exported", "Packed", "check_place", "content_of", "export", "get_format", "pack", "unpack"]


@dataclass(frozen=True, slots=True)
class Packed:
    """A case in one format, not yet written."""

    format: Format
    #: The bytes of each file by its name; the name is empty where there is but one.
    files: Mapping[str, bytes]
    #: What the format does not hold, a sentence each.
    losses: tuple[str, ...]
    #: The case as its readers may see it.
    seen: Redacted

    @property
    def counts(self) -> dict[str, int]:
        """How many actors, events, sources, statements, and established ones these readers may see."""
        case, weighed = self.seen.case, self.seen.weighed
        kinds = {"actors": case.actors, "events": case.events, "sources": case.sources, "statements": case.statements}
        return {kind: len(records) for kind, records in kinds.items()} | {"established": sum(map(weighed.established, case.statements))}


@dataclass(frozen=True, slots=True)
class Exported:
    """What `export` wrote."""

    paths: tuple[Path, ...]
    #: What the format does not hold, a sentence each.
    losses: tuple[str, ...]
    #: How many actors, events, sources, statements, and established ones these readers may see.
    counts: Mapping[str, int]


def export(folder: Folder, format: str, output: Path, *, profile: str = "public") -> Exported:  # noqa: A002  # what the command calls it
    """Writes a workspace in a format to a file, or into a folder where the format has several files; whole or not at all.

    Raises `DataError` with every finding, `UsageError` for an unknown format or profile and for an output that would lie over
    what the workspace is made of, and `WorkspaceError` where it cannot be written.
    """
    check_place(get_format(format), folder, output)
    packed = pack(folder, format, profile=profile)
    return Exported(unpack(packed, folder, output), packed.losses, packed.counts)


def get_format(name: str) -> Format:
    """The format of that name; raises `UsageError` with the nearest one."""
    if name not in FORMATS:
        raise UsageError(f'There is no format "{name}".', hint=nearest(name, FORMATS) or f"Formats are: {', '.join(FORMATS)}.")
    return FORMATS[name]


def pack(folder: Folder, name: str, *, profile: str = "public") -> Packed:
    """A workspace in the format of that name, in memory; raises as `export` does."""
    form = get_format(name)
    if profile not in PROFILES:
        raise UsageError(f'There is no profile "{profile}".', hint=f"Profiles are: {', '.join(PROFILES)}.")
    reading = read_workspace(folder)
    if reading.findings:
        raise DataError(reading.findings)
    seen = redacted(reading, profile)
    content = content_of(reading, seen, profile)
    losses = tuple(phrase("loss", loss.code, **dict(loss.values)) for loss in form.losses(content))
    return Packed(form, form.write(content), losses, seen)


def content_of(reading: Reading, seen: Redacted, profile: str) -> Content:
    """What the readers of a profile get of a workspace.

    Triples of other vocabularies carry no word on whether they may be published, so the public does not get them.
    """
    if profile == "team":
        return Content(seen.case, seen.ontology, seen.weighed, profile, reading.kept)
    return Content(seen.case, seen.ontology, seen.weighed, profile, foreign=sum(len(quads) for _, quads in reading.kept))


def unpack(packed: Packed, folder: Folder, output: Path) -> tuple[Path, ...]:
    """Writes what was packed and returns the paths; what was there before stays whole until all of it is new."""
    check_place(packed.format, folder, output)
    if packed.format.suffix:
        write_atomic(output, packed.files[""])
        return (output,)
    with locked(output / ".lock"):
        publish(output, packed.files, last=max(packed.files))
    return tuple(output / name for name in sorted(packed.files))


def check_place(form: Format, folder: Folder, output: Path) -> None:
    """Nothing, where a format may be written to `output`; raises `UsageError` where that is no place for it."""
    if folder.holds_input(output) or folder.root.resolve().is_relative_to(output.resolve()):
        raise UsageError(f'"{output}" belongs to what the workspace is made of; nothing was written.', hint="Choose another place.")
    if output.resolve().parent == folder.exports.resolve() and output.name in {MANIFEST, *written_before(folder.exports)}:
        raise UsageError(f'"{output}" is what kg build writes; nothing was written.', hint="Choose another name.")
    if form.suffix and output.is_dir():
        raise UsageError(f'"{output}" is a folder.', hint="Name a file in it.")
    if not form.suffix and output.exists() and not output.is_dir():
        raise UsageError(f'"{output}" is a file, and this format has several.', hint="Name a folder.")
