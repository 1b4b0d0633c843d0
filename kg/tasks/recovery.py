"""What a command does first: what was interrupted between two files is finished, what was not yet whole is dropped."""

from __future__ import annotations

from pathlib import Path

from kg.files import locked, roll_forward
from kg.folder import Folder

__all__ = ["data_lock", "finish_interrupted_build"]


def data_lock(folder: Folder) -> Path:
    """The lock of whoever writes several tables at once; it lies beside the data and not among it."""
    return folder.root / ".kg" / "data.lock"


def finish_interrupted_build(folder: Folder) -> None:
    """Leaves exports and tables all old or all new; touches nothing when neither a build nor an import was interrupted."""
    for place, lock in ((folder.exports, folder.exports / ".lock"), (folder.data, data_lock(folder))):
        if any((place / name).exists() for name in (".next", ".next.part")):
            with locked(lock):
                roll_forward(place)
