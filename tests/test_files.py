"""The one writer, when nothing goes wrong or the system refuses: whole files, whole folders, one writer at a time."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.errors import WorkspaceError
from kg.files import locked, publish, roll_forward, write_atomic

OLD = {"graph.nq": b"old graph", "index.html": b"old page", "manifest.json": b"old manifest"}
NEW = {"graph.nq": b"new graph", "statements.csv": b"new table", "manifest.json": b"new manifest"}
#: A number that no process has: above the highest that Linux gives.
DEAD = 2**22 + 1


def _held(folder: Path) -> dict[str, bytes]:
    """All that lies in a folder, hidden files too."""
    return {path.name: path.read_bytes() if path.is_file() else b"a folder" for path in folder.iterdir()}


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    """A new file holds the data, an old one is replaced, no temporary file stays."""
    path = tmp_path / "actors.csv"

    write_atomic(path, b"old")
    write_atomic(path, b"new")

    assert _held(tmp_path) == {"actors.csv": b"new"}


def test_a_written_file_keeps_its_mode(tmp_path: Path) -> None:
    """Who could read or run a file before still can, and nobody else."""
    path = tmp_path / "actors.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)

    write_atomic(path, b"new")

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_name_as_long_as_the_system_takes_is_written(tmp_path: Path) -> None:
    """The temporary name beside a file is never too long when its own name is not."""
    name = "ភ" * 83 + ".txt"

    write_atomic(tmp_path / name, b"text")

    assert _held(tmp_path) == {name: b"text"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes with a place in a folder.")
def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    """What is no file of bytes (a pipe, a device) is never replaced by one: an administrator's `-o /dev/null` would break the machine."""
    path = tmp_path / "out"
    os.mkfifo(path)
    got: list[bytes] = []
    # Open for both, so that neither side waits for the other.
    end = os.open(path, os.O_RDWR)
    try:
        write_atomic(path, b"new")
        assert stat.S_ISFIFO(path.lstat().st_mode)
        os.set_blocking(end, False)
        got.append(os.read(end, 100))
    finally:
        os.close(end)

    assert got == [b"new"]
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_a_link_laid_where_the_temporary_file_goes_is_not_followed(tmp_path: Path) -> None:
    """A workspace from a stranger cannot make us write outside of it."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / f".kg-actors.csv-{os.getpid()}.tmp").symlink_to(victim)

    write_atomic(tmp_path / "actors.csv", b"new")

    assert _held(tmp_path) == {"actors.csv": b"new", "victim": b"mine"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none/a.csv", "cannot be written: No such file or directory. Check that its folder is there. What was there before is untouched."),
        ("a" * 300, "cannot be written: File name too long. Choose a shorter name. What was there before is untouched."),
        ("folder", "cannot be written: Is a directory. Put that right and run the command again. What was there before is untouched."),
    ],
)
def test_a_file_that_cannot_be_written_is_named_with_the_reason_and_a_remedy(tmp_path: Path, name: str, message: str) -> None:
    """The system's reason comes with the name of the file and what to do; nothing is left behind."""
    (tmp_path / "folder").mkdir()

    with pytest.raises(WorkspaceError) as caught:
        write_atomic(tmp_path / name, b"new")

    assert str(caught.value) == f'"{tmp_path / name}" {message}'
    assert _held(tmp_path) == {"folder": b"a folder"}


def test_a_folder_is_published_whole(tmp_path: Path) -> None:
    """New files come, equal names are replaced, stale ones go, what is nobody's stays; a second time changes nothing."""
    exports = tmp_path / "case" / "exports"

    publish(exports, OLD, "manifest.json")
    (exports / "README.md").write_bytes(b"keep")
    for _ in range(2):
        publish(exports, NEW, "manifest.json", stale=OLD)

    assert _held(exports) == NEW | {"README.md": b"keep"}


def test_published_files_keep_their_mode(tmp_path: Path) -> None:
    """A page that was opened to the group stays open to it."""
    publish(tmp_path, OLD, "manifest.json")
    (tmp_path / "graph.nq").chmod(0o660)

    publish(tmp_path, NEW, "manifest.json")

    assert stat.S_IMODE((tmp_path / "graph.nq").stat().st_mode) == 0o660


def test_a_manifest_cannot_make_us_delete_elsewhere(tmp_path: Path) -> None:
    """Names of stale files come from a file that anybody may have edited: only plain names of files are followed."""
    exports = tmp_path / "exports"
    (tmp_path / "actors.csv").write_bytes(b"mine")
    (exports / "kept").mkdir(parents=True)

    publish(exports, NEW, "manifest.json", stale=("../actors.csv", str(tmp_path / "actors.csv"), "kept", "..", ".", "", "a\nb"))

    assert _held(tmp_path) == {"actors.csv": b"mine", "exports": b"a folder"}
    assert _held(exports) == NEW | {"kept": b"a folder"}


def test_a_folder_in_the_way_is_named_and_the_rest_is_finished_later(tmp_path: Path) -> None:
    """When a file cannot take its place the finding names it; once the way is free the next run finishes."""
    (tmp_path / "graph.nq").mkdir()

    with pytest.raises(WorkspaceError) as caught:
        publish(tmp_path, NEW, "manifest.json")
    (tmp_path / "graph.nq").rmdir()
    roll_forward(tmp_path)

    message = f'"{tmp_path / "graph.nq"}" cannot be written: Is a directory. Put that right and run the command again.'
    assert str(caught.value) == message
    assert _held(tmp_path) == NEW


def test_exports_that_cannot_be_made_are_named(tmp_path: Path) -> None:
    """A file where the folder should be is the user's: it stays."""
    exports = tmp_path / "exports"
    exports.write_bytes(b"mine")

    with pytest.raises(WorkspaceError) as caught:
        publish(exports, NEW, "manifest.json")

    assert str(caught.value).startswith(f'"{exports}" cannot be written: File exists.')
    assert exports.read_bytes() == b"mine"


def test_rolling_forward_leaves_a_finished_folder_alone(tmp_path: Path) -> None:
    """Where nothing was interrupted nothing is written; a folder that is not there is not made."""
    publish(tmp_path / "exports", NEW, "manifest.json")
    before = (tmp_path / "exports").stat().st_mtime_ns

    roll_forward(tmp_path / "exports")
    roll_forward(tmp_path / "none")

    assert (tmp_path / "exports").stat().st_mtime_ns == before
    assert _held(tmp_path) == {"exports": b"a folder"}


def test_rolling_forward_finishes_what_was_prepared_and_drops_the_rest(tmp_path: Path) -> None:
    """A prepared folder is moved into place, a half prepared one dropped, and so are temporary files of dead processes."""
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    for folder, files in ((".next", {**NEW, ".plan": b"manifest.json\nindex.html"}), (".next.part", {"graph.nq": b"ha"})):
        (tmp_path / folder).mkdir()
        for name, data in files.items():
            (tmp_path / folder / name).write_bytes(data)
    for process in (DEAD, os.getpid(), os.getppid(), 10**30):
        (tmp_path / f".kg-graph.nq-{process}.tmp").write_bytes(b"ha")

    roll_forward(tmp_path)

    assert _held(tmp_path) == NEW | {f".kg-graph.nq-{os.getppid()}.tmp": b"ha"}


def test_a_prepared_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    """A workspace from a stranger cannot make us move or delete files that lie elsewhere."""
    exports, elsewhere = tmp_path / "exports", tmp_path / "elsewhere"
    exports.mkdir()
    elsewhere.mkdir()
    (elsewhere / "letter.txt").write_bytes(b"mine")
    (elsewhere / ".plan").write_bytes(b"manifest.json")
    (exports / ".next").symlink_to(elsewhere)
    (exports / ".next.part").symlink_to(elsewhere)

    roll_forward(exports)

    assert _held(exports) == {}
    assert _held(elsewhere) == {"letter.txt": b"mine", ".plan": b"manifest.json"}


def test_the_lock_is_free_again_after_the_block(tmp_path: Path) -> None:
    """The lock's folder is made, the file names its holder, and the end of the block, an error too, lets it go."""
    path = tmp_path / ".kg" / "lock"

    with pytest.raises(KeyError), locked(path):
        raise KeyError
    with locked(path, wait=0):
        holder = path.read_text(encoding="ascii")

    assert holder == str(os.getpid())
    assert path.read_bytes() == b""  # what is left in a folder of exports is the same each time


def test_a_second_writer_waits_and_then_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    """After the wait the message names the process that holds the lock."""
    path = tmp_path / "lock"

    with locked(path), pytest.raises(WorkspaceError) as caught, locked(path, wait=0.1):
        pass

    message = f'Another command (process {os.getpid()}) is writing here and holds "{path}". Wait until it is done, or end it.'
    assert str(caught.value) == message


def test_a_second_writer_goes_on_when_the_first_is_done(tmp_path: Path) -> None:
    """Waiting ends as soon as the lock is free."""
    path, order = tmp_path / "lock", []
    first = threading.Event()

    def hold() -> None:
        with locked(path):
            first.set()
            order.append("first")

    thread = threading.Thread(target=hold)
    thread.start()
    first.wait()
    with locked(path):
        order.append("second")
    thread.join()

    assert order == ["first", "second"]


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """Nobody has to delete a lock file: the system lets go of it with the process."""
    path = tmp_path / "lock"
    script = f"import os, pathlib\nfrom kg.files import locked\nwith locked(pathlib.Path({str(path)!r})): os.kill(os.getpid(), 9)"

    killed = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parent.parent, check=False)
    with locked(path, wait=0):
        holder = path.read_text(encoding="ascii")

    assert (killed.returncode, holder) == (-9, str(os.getpid()))


def test_a_lock_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A folder in the place of the lock file is an error with a remedy, no traceback."""
    with pytest.raises(WorkspaceError) as caught, locked(tmp_path):
        pass

    message = f'"{tmp_path}" cannot be written: Is a directory. Put that right and run the command again. What was there before is untouched.'
    assert str(caught.value) == message
