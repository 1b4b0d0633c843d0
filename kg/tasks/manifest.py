"""The manifest of a build: what it read and what it wrote, by hash; so it can be told whether the exports are still of today."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import kg
from kg.folder import Folder
from kg.tables import METADATA

__all__ = ["MANIFEST", "PROGRAM", "Manifest", "inputs", "is_stale", "parse_manifest", "sha256", "to_bytes", "written_before"]

MANIFEST = "manifest.json"
#: What wrote a manifest, as it says so.
PROGRAM = f"kg {kg.__version__}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build read and wrote: SHA-256 by name."""

    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    program: str = PROGRAM
    #: The day that standings are of; today's when `None`.
    day: date | None = None


def to_bytes(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    content = {"program": manifest.program, "profile": "team", "inputs": dict(manifest.inputs), "outputs": dict(manifest.outputs)}
    if manifest.day:
        content["known_on"] = manifest.day.isoformat()
    # A file's name need not be text; what of it is none is written as JSON escapes it, and read back as it was.
    return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8", "backslashreplace")


def parse_manifest(raw: bytes) -> Manifest:
    """The manifest that was written as these bytes; raises `ValueError` with what is wrong with any others.

    Whoever edits one by hand seldom keeps its form, so the form is compared to the last byte.
    """
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is no JSON") from error
    read, written = (_hashes(content, key) for key in ("inputs", "outputs"))
    strange = sorted(name for name in written if not _is_output(name))
    if strange:
        raise ValueError(f'"{strange[0]}" is no name of a file in this folder')
    day = content.get("known_on")
    manifest = Manifest(read, written, str(content.get("program")), _day(day) if day is not None else None)
    if to_bytes(manifest) != raw:
        raise ValueError("it was edited")
    return manifest


def _hashes(content: object, key: str) -> dict[str, str]:
    named = content.get(key) if isinstance(content, dict) else None
    if not isinstance(named, dict):
        raise ValueError(f"it does not name its {key}")
    for name, value in named.items():
        if not re.fullmatch("[0-9a-f]{64}", str(value)):
            raise ValueError(f'the hash of "{name}" is none')
    return named


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise ValueError("the day it is of is none") from error


def _is_output(name: str) -> bool:
    return bool(name) and not name.startswith(".") and "/" not in name and "\\" not in name


def inputs(folder: Folder) -> dict[str, str]:
    """SHA-256 of every file that a build may read, by its name in the workspace; the description of the tables is for others."""
    found = [folder.root / "kg.toml"]
    for top in (folder.ontology, folder.data):
        found += sorted(path for path in top.rglob("*") if path.is_file() and not path.name.startswith((".", "~$")))
    return {folder.name(path): sha256(path.read_bytes()) for path in found if path != folder.data / METADATA}


def _read(target: Path) -> dict[str, object]:
    try:
        content = json.loads((target / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def is_stale(folder: Folder) -> bool:
    """Whether the workspace has changed since its last build."""
    read = _read(folder.exports).get("inputs")
    return read is not None and read != inputs(folder)


def written_before(target: Path) -> set[str]:
    """The outputs that the last build names; whatever else lies in the folder is not ours to touch."""
    named = _read(target).get("outputs")
    return set(filter(_is_output, named)) if isinstance(named, dict) else set()


def sha256(data: bytes) -> str:
    """The hash as manifests write it."""
    return hashlib.sha256(data).hexdigest()
