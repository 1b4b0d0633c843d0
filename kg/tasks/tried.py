"""A workspace as it would be with some of its files new: what its check would say, before anything is written to it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kg.folder import Folder
from kg.tasks.reading import Reading, read_workspace

__all__ = ["tried"]


def tried(folder: Folder, files: Mapping[str, bytes]) -> Reading:
    """The workspace, read with these files (by their names below `data/`) in the place of what is there; it is left untouched."""
    folder.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="add-", dir=folder.cache) as place:
        root = Path(place).resolve()
        shutil.copyfile(folder.root / "kg.toml", root / "kg.toml")
        for top in (folder.data, folder.ontology):
            if top.is_dir():
                shutil.copytree(top, root / top.name, symlinks=True, copy_function=_share, ignore=shutil.ignore_patterns(".*"))
        for name, data in files.items():
            path = root / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)  # it may be a second name of the real one
            path.write_bytes(data)
        return read_workspace(Folder(root))


def _share(source: str, target: str) -> str:
    """A second name for a file, or a copy where the disk has no second names."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target)
    return target
