"""Look over the exports: are they what the build wrote, all of it, and nothing else? Writes nothing and repairs nothing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.clean import visible
from kg.files import locked, when_recovered
from kg.findings import Finding, Place, find, in_order
from kg.folder import Folder
from kg.tasks.build import OUTPUTS
from kg.tasks.manifest import MANIFEST, PROGRAM, Manifest, inputs, parse_manifest, sha256

__all__ = ["CheckedExports", "check_exports"]

#: What lies in `exports/` from the beginning, and a build leaves alone.
OURS = frozenset((MANIFEST, "README.md"))


@dataclass(frozen=True, slots=True)
class CheckedExports:
    """What is wrong with the exports, and what has changed in the workspace since they were built, which is only worth knowing."""

    findings: tuple[Finding, ...]
    reports: tuple[Finding, ...] = ()
    #: How many files are as the manifest says.
    sound: int = 0


def check_exports(folder: Folder) -> CheckedExports:
    """Compares `exports/` with its manifest: what is missing, changed, written by no build, or left by an interrupted one.

    Waits for a build that is running. Of an interrupted one the files are compared as the next command will put them in place.
    The hashes tell of accidents; who changes a file and the manifest alike is found by building again.
    """
    lock = folder.exports / ".lock"
    # Where nobody may write nobody builds, and looking on must leave no trace.
    with locked(lock) if os.access(lock, os.W_OK) else contextlib.nullcontext():
        files, left = when_recovered(folder.exports)
        found = tuple(find("exports-interrupted", _place(folder, name)) for name in left)
        manifest, wrong = _manifest(folder, files.get(MANIFEST))
        if manifest is None:
            return CheckedExports(in_order(found + wrong))
        differing = _differing(folder, files, manifest)
        sound = len(manifest.outputs) - sum(finding.code != "exports-foreign" for finding in differing)
        return CheckedExports(in_order(found + differing), _stale(folder, manifest), sound)


def _place(folder: Folder, name: str) -> Place:
    return Place(visible(folder.name(folder.exports / name)))


def _manifest(folder: Folder, path: Path | None) -> tuple[Manifest | None, tuple[Finding, ...]]:
    place = _place(folder, MANIFEST)
    if path is None:
        return None, (find("exports-unbuilt", place),)
    try:
        manifest = parse_manifest(path.read_bytes())
    except OSError as error:
        return None, (find("exports-manifest", place, detail=f"it cannot be read ({error.strerror})"),)
    except ValueError as error:
        return None, (find("exports-manifest", place, detail=visible(str(error))),)
    # Another version may write other files; of our own we know what it writes.
    strange = sorted(manifest.outputs.keys() ^ OUTPUTS.keys()) if manifest.program == PROGRAM else []
    if strange:
        says = "names" if strange[0] in manifest.outputs else "does not name"
        return None, (find("exports-manifest", place, detail=visible(f'it {says} "{strange[0]}"')),)
    return manifest, ()


def _differing(folder: Folder, files: Mapping[str, Path], manifest: Manifest) -> tuple[Finding, ...]:
    missing = manifest.outputs.keys() - files.keys()
    changed = (name for name in manifest.outputs.keys() & files.keys() if _hash(files[name]) != manifest.outputs[name])
    foreign = files.keys() - manifest.outputs.keys() - OURS
    codes = {"exports-missing": missing, "exports-changed": changed, "exports-foreign": foreign}
    return tuple(find(code, _place(folder, name)) for code, names in codes.items() for name in names)


def _hash(path: Path) -> str:
    """The hash of a file; none of a folder, of a link (it would show what lies elsewhere), and of what cannot be read."""
    try:
        return "" if path.is_symlink() or not path.is_file() else sha256(path.read_bytes())
    except OSError:
        return ""


def _stale(folder: Folder, manifest: Manifest) -> tuple[Finding, ...]:
    """Each input that is another than the build read."""
    before, now = manifest.inputs, inputs(folder)
    changed = {name for name in before.keys() & now.keys() if before[name] != now[name]}
    codes = {"input-changed": changed, "input-new": now.keys() - before.keys(), "input-gone": before.keys() - now.keys()}
    found = [find(code, Place(visible(name))) for code, names in codes.items() for name in names]
    if manifest.program != PROGRAM:
        found.append(find("exports-program", _place(folder, MANIFEST), value=visible(manifest.program), now=PROGRAM))
    return in_order(found)
