"""The one writer when everything goes wrong: at every single touch of the disk it is killed, refused or interrupted.

A child is forked and an audit hook in it counts what the program does to the folder; at the n-th event it strikes, for every
n until the work is done before it can. So no place is left out, nothing is mocked, and the product has no seam for tests.
"""

from __future__ import annotations

import resource
import shutil
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from more import TIMES
from striking import DONE, REFUSED, STRUCK, Striker, Work, at_sync, every_strike, fill, fill_folder, held, in_child, interrupt, kill, outcome

from kg.errors import WorkspaceError
from kg.files import publish, roll_forward, write_atomic

pytestmark = pytest.mark.fault

OLD = {"graph.nq": b"old graph", "index.html": b"old page", "manifest.json": b"old manifest"}
NEW = {"graph.nq": b"new graph" * 1000, "statements.csv": b"new table", "manifest.json": b"new manifest"}


def build(folder: Path) -> None:
    """What a build does with its exports."""
    publish(folder, NEW, "manifest.json", stale=OLD)


def rewrite(folder: Path) -> None:
    """What a command does with one table."""
    write_atomic(folder / "graph.nq", NEW["graph.nq"])


STRIKES = pytest.mark.parametrize(
    ("strike", "lasting"), [(kill, False), (fill, False), (fill, True), (interrupt, False)], ids=["killed", "refused", "disk-full", "interrupted"]
)


BELOW = {"actors.csv": b"old", "extracted/a.jsonl": b"old"}
ABOVE = {"actors.csv": b"new", "extracted/a.jsonl": b"new", "extracted/more/b.jsonl": b"new"}


@STRIKES
@pytest.mark.parametrize("start", [{}, BELOW] if TIMES > 1 else [BELOW], ids=["empty", "existing"] if TIMES > 1 else ["existing"])
def test_files_in_folders_below_go_with_the_others(tmp_path: Path, start: dict[str, bytes], strike: Callable[[], None], *, lasting: bool) -> None:
    """Struck anywhere, tables and candidates are all of before or all new, and no part of either is left over."""
    data, ends = tmp_path / "data", []

    for code in every_strike(lambda folder: publish(folder, ABOVE, max(ABOVE)), start, data, strike, lasting=lasting):
        if code != DONE + STRUCK:
            roll_forward(data)
            ends.append(held(data))

    changed = ends.index(ABOVE)
    assert ends == [start] * changed + [ABOVE] * (len(ends) - changed)
    assert held(data) == ABOVE


@STRIKES
@pytest.mark.parametrize("start", [{}, OLD], ids=["empty", "existing"])
def test_a_build_struck_anywhere_is_all_old_or_all_new(tmp_path: Path, start: dict[str, bytes], strike: Callable[[], None], *, lasting: bool) -> None:
    """After one more roll forward the exports are those of before or the new ones, with nothing between and nothing left over."""
    exports, ends = tmp_path / "exports", []

    for code in every_strike(build, start, exports, strike, lasting=lasting):
        if code == DONE + STRUCK:  # the error did not matter, such as that of making a folder that is there
            assert held(exports) == NEW
            continue
        roll_forward(exports)
        roll_forward(exports)
        ends.append(held(exports))

    # There is one moment from which on it is the new: struck later, it is never the old again.
    changed = ends.index(NEW)
    assert ends == [start] * changed + [NEW] * (len(ends) - changed)
    assert changed > len(NEW)
    assert held(exports) == NEW


@pytest.mark.parametrize("strike", [kill, fill, interrupt], ids=["killed", "refused", "interrupted"])
@pytest.mark.parametrize("start", [{}, OLD], ids=["empty", "existing"])
def test_a_build_struck_while_the_disk_is_asked_to_keep_something_is_all_old_or_all_new(
    tmp_path: Path, start: dict[str, bytes], strike: Callable[[], None]
) -> None:
    """A disk may first say that it is full, or fail, when what was written is to be kept for good."""
    exports, ends = tmp_path / "exports", []

    for turn in count(1):
        shutil.rmtree(exports, ignore_errors=True)
        fill_folder(exports, start)
        code = in_child(at_sync(build, strike, turn), exports)
        roll_forward(exports)
        ends.append(held(exports))
        if code == DONE:
            break
        assert code == (-signal.SIGKILL if strike is kill else REFUSED)

    changed = ends.index(NEW)
    assert ends == [start] * changed + [NEW] * (len(ends) - changed)
    assert changed > len(NEW), "every file was kept before anything was put in place"


@pytest.mark.parametrize("start", [{}, OLD], ids=["empty", "existing"])
def test_a_roll_forward_struck_anywhere_is_finished_by_the_next(tmp_path: Path, start: dict[str, bytes]) -> None:
    """Whatever a killed build left, and wherever the roll forward is killed too, the next one ends as the first would have."""
    exports, again, seen = tmp_path / "exports", tmp_path / "again", []

    for _ in every_strike(build, start, exports, kill):
        left = held(exports)
        if left in seen or not exports.is_dir():
            continue
        seen.append(left)
        roll_forward(exports)
        for _ in every_strike(roll_forward, left, again, kill):
            roll_forward(again)
            assert held(again) == held(exports)

    assert [left for left in seen if any(name.startswith(".next/") for name in left)]
    assert [left for left in seen if any(name.startswith(".next.part/") for name in left)]


def test_a_new_manifest_stands_only_beside_new_files(tmp_path: Path) -> None:
    """Wherever the build is killed, who finds the new manifest finds all that it names and nothing that it has dropped."""
    exports = tmp_path / "exports"

    states = [held(exports) for _ in every_strike(build, OLD, exports, kill)]
    seen = [{name: data for name, data in state.items() if not name.startswith(".")} for state in states]

    assert [files for files in seen if files["manifest.json"] != OLD["manifest.json"] and files != NEW] == []
    assert [files for files in seen if files["manifest.json"] == OLD["manifest.json"] and files != OLD]


@STRIKES
def test_a_file_struck_anywhere_is_old_or_new(tmp_path: Path, strike: Callable[[], None], *, lasting: bool) -> None:
    """One file written alone is never torn, and its temporary file is gone after a roll forward."""
    folder, ends = tmp_path / "data", []

    for _ in every_strike(rewrite, {"graph.nq": b"old graph"}, folder, strike, lasting=lasting):
        roll_forward(folder)
        ends.append(held(folder)["graph.nq"])
        assert list(held(folder)) == ["graph.nq"]

    assert set(ends) == {b"old graph", NEW["graph.nq"]}


@pytest.mark.parametrize("work", [build, rewrite])
def test_a_write_that_the_system_cuts_short_leaves_the_old(tmp_path: Path, work: Work) -> None:
    """A real error in the middle of writing, the system's limit on the size of files, is told with name, reason and remedy."""
    fill_folder(tmp_path, OLD)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
    try:
        with pytest.raises(WorkspaceError) as caught:
            work(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    message = f'"{tmp_path / "graph.nq"}" cannot be written: File too large. Choose a disk that takes files of this size.'
    assert str(caught.value) == f"{message} What was there before is untouched."
    assert held(tmp_path) == OLD


@pytest.mark.parametrize("work", [build, rewrite, roll_forward])
def test_the_work_of_the_children_is_done_when_nothing_strikes(tmp_path: Path, work: Work) -> None:
    """The same functions in this process: they end well, and a striker whose turn never comes only counts."""
    fill_folder(tmp_path, OLD)
    striker = Striker(tmp_path, fill, 1000, lasting=False)
    striker("open", (tmp_path / "graph.nq", "rb", 0))
    striker("open", (3, "rb", 0))
    striker("os.rename", ("/elsewhere/a", "/elsewhere/b"))

    ended = outcome(work, tmp_path)

    assert (ended, striker.seen) == (DONE, 1)
    assert held(tmp_path)["graph.nq"] == (OLD if work is roll_forward else NEW)["graph.nq"]
