"""The manifest of a build: what it read and what it wrote, by hash; so it can be told whether the exports are still of today."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kg.folder import Folder

__all__ = ["MANIFEST", "inputs", "is_stale", "sha256", "written_before"]

MANIFEST = "manifest.json"


def inputs(folder: Folder) -> dict[str, str]:
    """SHA-256 of every file that a build may read, by its name in the workspace."""
    found = [folder.root / "kg.toml"]
    for top in (folder.ontology, folder.data):
        found += sorted(path for path in top.rglob("*") if path.is_file() and not path.name.startswith((".", "~$")))
    return {folder.name(path): sha256(path.read_bytes()) for path in found}


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
    return {name for name in named if "/" not in name and "\\" not in name and not name.startswith(".")} if isinstance(named, dict) else set()


def sha256(data: bytes) -> str:
    """The hash as manifests write it."""
    return hashlib.sha256(data).hexdigest()
