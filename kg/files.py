"""The one writer: a file, or a whole folder of exports, is all old or all new, whenever the machine stops.

Nothing here knows what it writes. Who calls `publish` or `roll_forward` holds `locked` around it: two at once would take each
other's files away.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from io import FileIO
from pathlib import Path

from kg.errors import WorkspaceError

if sys.platform == "win32":  # pragma: no cover  # one platform a run
    import msvcrt
else:
    import fcntl

__all__ = ["locked", "publish", "roll_forward", "when_recovered", "write_atomic"]

_PART = ".next.part"
_NEXT = ".next"
#: In `.next`: the name of the file that comes last, then the names of the files that go; it is what a later run finishes by.
_PLAN = ".plan"
_TEMPORARY = re.compile(r"\.kg-.*-([0-9]+)\.tmp", re.DOTALL)
_REMEDIES = {
    errno.ENOSPC: "Free some space on the disk and run the command again.",
    errno.EDQUOT: "Free some of your space on the disk and run the command again.",
    errno.EFBIG: "Choose a disk that takes files of this size.",
    errno.EROFS: "Copy the workspace to a disk that can be written.",
    errno.EACCES: "Check that the file and its folder are yours to write.",
    errno.EPERM: "Check that the file and its folder are yours to write.",
    errno.ENOENT: "Check that its folder is there.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}
_REMEDY = "Put that right and run the command again."


@contextlib.contextmanager
def _explained(path: Path, *, untouched: bool = True) -> Iterator[None]:
    """Turns the system's error into ours, with the file, the system's reason and what to do."""
    try:
        yield
    except OSError as error:
        before = " What was there before is untouched." if untouched else ""
        remedy = _REMEDIES.get(error.errno or 0, _REMEDY)
        raise WorkspaceError(f'"{path}" cannot be written: {error.strerror or error}.', hint=remedy + before) from error


def write_atomic(path: Path, data: bytes) -> None:
    """Writes a file so that it holds either all of `data` or what it held before; an existing file keeps its mode.

    A pipe or a device is written into as it stands. Raises `WorkspaceError` with the system's reason.
    """
    if _is_stream(path):
        with _explained(path, untouched=False), path.open("wb", buffering=0) as stream:
            view = memoryview(data)
            while view:
                view = view[stream.write(view) :]
        return
    # The name is cut because a system takes 255 bytes, and the longest letter has four.
    temporary = path.with_name(f".kg-{path.name[:50]}-{os.getpid()}.tmp")
    with _explained(path):
        try:
            temporary.unlink(missing_ok=True)
            _write(temporary, data, like=path)
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _sync(path.parent)


def _is_stream(path: Path) -> bool:
    """Whether what stands there takes bytes but is no file: to replace it would take it from everybody else."""
    with contextlib.suppress(OSError):
        mode = path.stat().st_mode
        return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode)
    return False


def publish(folder: Path, files: Mapping[str, bytes], last: str, stale: Iterable[str] = ()) -> None:
    """Puts `files` into `folder` as a whole, `last` after all others; files named in `stale` and not in `files` go.

    A name may lie in a folder below, such as `extracted/case.jsonl`, which is made where it is missing.
    Until everything is safely on the disk nothing of before is touched; from then on `roll_forward` finishes whatever
    was begun, here or in the next run. Raises `WorkspaceError` with the system's reason.
    """
    roll_forward(folder)
    part = folder / _PART
    try:
        with _explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            part.mkdir()
        for name in sorted(files):
            with _explained(folder / name):
                (part / name).parent.mkdir(parents=True, exist_ok=True)
                _write(part / name, files[name], like=folder / name)
        with _explained(folder):
            plan = [last, *sorted(name for name in {*stale} - {*files} if _is_plain(name))]
            _write(part / _PLAN, "\n".join(plan).encode(), like=part)
            for made in _folders(part):
                _sync(made)
            part.rename(folder / _NEXT)
    except BaseException:
        with contextlib.suppress(OSError):
            _drop(part)
        raise
    roll_forward(folder)


def roll_forward(folder: Path) -> None:
    """Finishes what an interrupted `publish` had begun, and drops what it, or a killed `write_atomic`, left half written.

    Does nothing, and writes nothing, where there is nothing to finish; may be stopped at any point and repeated.
    """
    if not folder.is_dir():
        return
    coming, part = folder / _NEXT, folder / _PART
    with _explained(folder, untouched=False):
        if coming.is_symlink():
            _drop(coming)
        elif coming.is_dir():
            _finish(folder, coming)
        _drop(part)
        for path in sorted(folder.iterdir()):
            match = _TEMPORARY.fullmatch(path.name)
            # Our own number is that of a dead namesake: whoever holds the lock is not writing now.
            if match and (int(match[1]) == os.getpid() or not _is_alive(int(match[1]))):
                path.unlink(missing_ok=True)


def when_recovered(folder: Path) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Where each file lies that a `roll_forward` would leave in a folder, by name, and what it would tidy away; writes nothing.

    Hidden files are nobody's output and left out.
    """
    there = {path.name: path for path in sorted(folder.iterdir())} if folder.is_dir() else {}
    left = tuple(name for name in (_NEXT, _PART) if name in there)
    files = {name: path for name, path in there.items() if not name.startswith(".")}
    coming = folder / _NEXT
    if not coming.is_symlink() and (coming / _PLAN).is_file():
        _, stale = _planned(coming)
        files = {name: path for name, path in files.items() if name not in stale}
        files |= {path.name: path for path in sorted(coming.iterdir()) if path.name != _PLAN}
    return files, left


def _planned(coming: Path) -> tuple[str, tuple[str, ...]]:
    """The file that comes last and those that go; names that are none, which no `publish` wrote, are left out."""
    last, *stale = (coming / _PLAN).read_text(encoding="utf-8", errors="replace").split("\n")
    return (last if _is_plain(last) else ""), tuple(filter(_is_plain, stale))


def _finish(folder: Path, coming: Path) -> None:
    """Moves everything that has not moved yet; the plan goes when all is done, so a second run knows as much as the first."""
    _sync(folder)
    plan = coming / _PLAN
    if plan.is_file():
        last, stale = _planned(coming)
        names = [path.relative_to(coming).as_posix() for path in sorted(coming.rglob("*")) if path.is_file()]
        for name in names:
            if name not in (_PLAN, last):
                _move(coming / name, folder / name)
        for name in stale:
            _remove(folder / name)
        _sync(folder)
        if last and (coming / last).is_file():
            _move(coming / last, folder / last)
        for name in names:
            if name != _PLAN:
                _sync((folder / name).parent)
        _sync(folder)
        plan.unlink()
    for made in reversed(_folders(coming)):
        made.rmdir()


def _folders(top: Path) -> list[Path]:
    """A folder and all folders below it, from the top down."""
    return [top, *sorted(path for path in top.rglob("*") if path.is_dir() and not path.is_symlink())]


def _move(path: Path, target: Path) -> None:
    with _explained(target, untouched=False):
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)


def _remove(path: Path) -> None:
    """Takes a file away; a folder that came to bear its name is somebody else's."""
    if path.is_file() or path.is_symlink():
        with _explained(path, untouched=False):
            path.unlink(missing_ok=True)


def _is_plain(name: str) -> bool:
    """Whether a name stays in its folder: names of files that go come from a manifest that anybody may have edited."""
    return name not in ("", ".", "..") and not any(character in name for character in "/\\:\n\0")


def _write(path: Path, data: bytes, *, like: Path) -> None:
    """A new file with all of `data` on the disk, and the mode of the file `like` where there is one.

    It must be new: opening what is there would follow a link that somebody laid.
    """
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if like.is_file():
        path.chmod(stat.S_IMODE(like.stat().st_mode))


def _drop(folder: Path) -> None:
    """Removes a folder of files; a link to one is removed itself."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.is_dir():
        for path in sorted(folder.iterdir()):
            _drop(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        folder.rmdir()


def _sync(folder: Path) -> None:
    """Puts the names in a folder on the disk; where a folder cannot be opened (Windows) the system does it in its own time."""
    if not hasattr(os, "O_DIRECTORY"):  # pragma: no cover  # one platform a run
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_alive(process: int) -> bool:
    try:
        if sys.platform != "win32":  # there it would end the process; an open file cannot be removed there anyway
            os.kill(process, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return sys.platform != "win32"


@contextlib.contextmanager
def locked(path: Path, *, wait: float = 5.0) -> Iterator[None]:
    """Holds the lock file `path` while the block runs; the system lets go of it when the process ends in whatever way.

    Not to be nested. Raises `WorkspaceError` with the number of the process that holds it after `wait` seconds.
    """
    with contextlib.ExitStack() as stack:
        with _explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(path.open("a+b", buffering=0))
            _acquire(file, path, wait)
            file.truncate(0)
            file.write(str(os.getpid()).encode())
        try:
            yield
        finally:
            # Folders of exports are handed on, and are the same bytes each time: nobody's number stays in them.
            with contextlib.suppress(OSError):
                file.truncate(0)


def _acquire(file: FileIO, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while not _try_lock(file):
        if time.monotonic() >= deadline:
            file.seek(0)
            holder = file.read(20).decode("ascii", "replace") or "unknown"
            raise WorkspaceError(f'Another command (process {holder}) is writing here and holds "{path}".', hint="Wait until it is done, or end it.")
        time.sleep(0.05)


def _try_lock(file: FileIO) -> bool:
    """Whether the lock is ours now."""
    try:
        if sys.platform == "win32":  # pragma: no cover  # one platform a run
            # Far behind the end, since a locked byte cannot be read and others want to read the number of the holder.
            file.seek(1 << 30)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except PermissionError:  # pragma: no cover  # what Windows says for the same
        return False
    return True
