"""What a command does first: a build that was interrupted between two files is finished, one that was not yet whole is dropped."""

from __future__ import annotations

from kg.files import locked, roll_forward
from kg.folder import Folder

__all__ = ["finish_interrupted_build"]


def finish_interrupted_build(folder: Folder) -> None:
    """Leaves the exports all old or all new; touches nothing when no build was interrupted."""
    exports = folder.exports
    if any((exports / name).exists() for name in (".next", ".next.part")):
        with locked(exports / ".lock"):
            roll_forward(exports)
