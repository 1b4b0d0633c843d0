"""What a server serves: one whole build, set aside so that the next build takes nothing from under it, and the answers to queries on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError, WorkspaceError
from kg.files import write_atomic
from kg.folder import Folder, Settings
from kg.graph import to_nquads, to_trig
from kg.page import render
from kg.tables import summary
from kg.tasks.build import OUTPUTS
from kg.tasks.manifest import MANIFEST, Manifest, inputs, parse_manifest, sha256
from kg.tasks.profile import PROFILES, redacted
from kg.tasks.reading import read_workspace
from kg.tasks.send import content_of
from kg.vocab import Mint

__all__ = ["Snapshot", "drop_snapshot", "drop_snapshots", "snapshot_place", "take_snapshot"]

_UNBUILT = "Nothing whole has been built here yet."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One build as its readers may see it, in a folder of its own that nobody writes to any more."""

    place: Path
    profile: str
    title: str
    language: str
    licence: str
    base: str
    #: Hash of its quads.
    digest: str
    #: Hash of the build; another build, another version.
    version: str
    #: The files that readers may have, by name.
    files: tuple[str, ...]

    @property
    def dataset(self) -> Path:
        """Its quads."""
        return self.place / "graph.nq"


def snapshot_place(folder: Folder) -> Path:
    """Where this process keeps its snapshots; those of processes that have ended are taken away."""
    for old in sorted(folder.cache.glob("serve-*")):
        if not Path(f"/proc/{old.name.removeprefix('serve-')}").exists() and Path("/proc/self").exists():
            shutil.rmtree(old, ignore_errors=True)
    return folder.cache / f"serve-{os.getpid()}"


def drop_snapshot(snapshot: Snapshot) -> None:
    """Takes one snapshot away."""
    shutil.rmtree(snapshot.place, ignore_errors=True)


def drop_snapshots(folder: Folder) -> None:
    """Takes all snapshots of this process away."""
    shutil.rmtree(snapshot_place(folder), ignore_errors=True)


def take_snapshot(folder: Folder, profile: str, place: Path) -> Snapshot:
    """Sets the last build aside under `place`: for the team as it is, for the public redacted anew from the same input.

    Raises `WorkspaceError` when there is no build, it is just being written, or, for the public, the workspace is no longer
    what was built: nobody else is to see what no build of yours has shown you.
    """
    if profile not in PROFILES:
        raise UsageError(f'There is no profile "{profile}".', hint=f"Profiles are: {', '.join(PROFILES)}.")
    manifest, version = _manifest(folder)
    aside = place / version
    # A build that came again has the same version, and its snapshot may be in use: the new one gets a place beside it.
    while aside.exists():
        aside = aside.with_name(f"{aside.name}x")
    aside.mkdir(parents=True)
    if profile == "team":
        _set_aside(folder, manifest, aside)
        settings = folder.settings()[0]
    else:
        # Of the title and the licence too others see what may be seen only.
        settings = _redact(folder, manifest, profile, aside)
    digest = sha256((aside / "graph.nq").read_bytes())
    return Snapshot(aside, profile, settings.title, settings.language, settings.licence, settings.base, digest, version, tuple(sorted(OUTPUTS)))


def _manifest(folder: Folder) -> tuple[Manifest, str]:
    try:
        raw = (folder.exports / MANIFEST).read_bytes()
        manifest = parse_manifest(raw)
    except (OSError, ValueError) as error:
        raise WorkspaceError(_UNBUILT, hint="Run: kg build") from error
    if not OUTPUTS.keys() <= manifest.outputs.keys():
        raise WorkspaceError(_UNBUILT, hint="Run: kg build")
    return manifest, sha256(raw)[:16]


def _set_aside(folder: Folder, manifest: Manifest, aside: Path) -> None:
    """Links the outputs, which a build replaces and never changes; a file that is not the one of the manifest is none of this build."""
    for name in OUTPUTS:
        kept = aside / name
        try:
            _link(folder.exports / name, kept)
            is_sound = sha256(kept.read_bytes()) == manifest.outputs[name]
        except FileNotFoundError:
            is_sound = False
        if not is_sound:
            hint = "If no build is running, run: kg build"
            raise WorkspaceError(f"exports/{name} is not the file that the last build wrote.", hint=hint)


def _link(path: Path, kept: Path) -> None:
    if path.is_symlink():
        raise FileNotFoundError(path)
    try:
        kept.hardlink_to(path)
    except FileNotFoundError:
        raise
    except OSError:  # a disk without links
        shutil.copyfile(path, kept)


def _redact(folder: Folder, manifest: Manifest, profile: str, aside: Path) -> Settings:
    """Writes the outputs as the readers of a profile may see them, and returns the settings as they may."""
    changed = WorkspaceError("The workspace is not what was built last; the public sees only what was.", hint="Run: kg build")
    if inputs(folder) != manifest.inputs:
        raise changed
    reading = read_workspace(folder)
    seen = redacted(reading, profile)
    content = content_of(reading, seen, profile)
    write: Mapping[str, Callable[[], bytes]] = {
        "graph.nq": lambda: to_nquads(content.quads),
        "graph.trig": lambda: to_trig(content.quads, Mint(seen.case.settings.base)),
        "statements.csv": lambda: summary(seen.case, seen.weighed),
        "index.html": lambda: render(seen.case, seen.ontology, seen.weighed, profile=profile, withheld=seen.withheld, stories=seen.stories).encode(),
    }
    for name in OUTPUTS:
        write_atomic(aside / name, write[name]())
    if inputs(folder) != manifest.inputs:
        raise changed
    return seen.case.settings
