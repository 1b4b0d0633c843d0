"""A whole build when everything goes wrong: killed, or the disk full, at every single touch of the exports; and two at once."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from maker import make_workspace
from more import TIMES
from striking import DONE, REFUSED, STRUCK, Striker, begun, ended, fill, held, in_child, interrupt, kill

from kg.errors import WorkspaceError
from kg.files import publish
from kg.folder import Folder
from kg.tasks.build import build
from kg.tasks.exports import check_exports
from kg.tasks.recovery import finish_interrupted_build

pytestmark = pytest.mark.fault

ROW = {"subject": "union", "relation": "aided", "object": "crew", "modality": "alleged", "claimant": "union", "source": "tide", "locator": "page 1"}


def workspace(root: Path, year: int = 2020) -> Folder:
    """A small workspace; those of two years differ in every file of their exports."""
    upheld = {"statement": "union aided crew [alleged by union]", "judgement": "uphold", "curator": "ed", "date": f"{year}-06-01", "reason": "seen"}
    return make_workspace(
        root,
        actors=[{"id": "union", "type": "Association", "label": "Dock Union"}, {"id": "crew", "type": "Group", "label": "Crew"}],
        sources=[{"id": "tide", "kind": "news", "title": "The Tide"}],
        statements=[ROW | {"curator": "ed"}],
        judgements=[upheld],
    )


def exports(folder: Folder) -> dict[str, bytes]:
    """What stands in the exports, the lock apart."""
    return {name: data for name, data in held(folder.exports).items() if name != ".lock"}


def fill_exports(folder: Folder, files: dict[str, bytes]) -> None:
    """Exports that hold these files and no others."""
    folder.exports.mkdir(exist_ok=True)
    for path in sorted(folder.exports.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    for name, data in files.items():
        (folder.exports / name).write_bytes(data)


def work(root: Path) -> None:
    """The build of the workspace that holds these exports."""
    build(Folder(root.parent))


def told(folder: Folder) -> set[str]:
    """The codes of what `kg check --exports` finds; it changes nothing."""
    before = exports(folder)
    found = {finding.code for finding in check_exports(folder).findings}
    assert exports(folder) == before
    return found


@pytest.fixture
def case(tmp_path: Path) -> tuple[Folder, dict[str, bytes], dict[str, bytes]]:
    """A workspace, the exports of how it was, and those of how it is."""
    folder = workspace(tmp_path.resolve() / "case", 2019)
    build(folder)
    old = exports(folder)
    workspace(folder.root)
    build(folder)
    new = exports(folder)
    assert old.keys() == new.keys()
    assert all(old[name] != new[name] for name in old)
    return folder, old, new


Case = tuple[Folder, dict[str, bytes], dict[str, bytes]]


#: `bash tests/run more` also strikes where there was nothing before, as a full disk does and as Ctrl-C does; each of these takes as long as half a
#: minute. That a disk is full at any file is seen below in any run.
MORE = [(kill, "nothing"), (fill, "older exports"), (interrupt, "older exports")] if TIMES > 1 else []
STRIKES = [(kill, "older exports"), *MORE]


@pytest.mark.parametrize(("strike", "over"), STRIKES)
def test_a_build_struck_at_any_touch_leaves_all_old_or_all_new(case: Case, strike: Callable[[], None], over: str) -> None:
    """After the next command all files are those of before or those of the new build; and the next build works.

    Until then a look at the exports says that a build was interrupted, and accuses no file.
    """
    folder, old, new = case
    old = old if over == "older exports" else {}

    ends = set()
    for turn in count(1):
        fill_exports(folder, old)

        code = in_child(work, folder.exports, Striker(folder.exports, strike, turn, lasting=False))
        assert told(folder) <= {"exports-interrupted", *(() if old else ("exports-unbuilt",))}, f"at touch {turn}"
        finish_interrupted_build(folder)

        found = exports(folder)
        assert found in (old, new), f"at touch {turn}: {sorted(found)}"
        assert told(folder) == (set() if found else {"exports-unbuilt"})
        ends.add("new" if found == new else "old")
        if code == DONE:
            break
        assert code < 0 or code in (DONE + STRUCK, REFUSED + STRUCK)

    assert turn > 20
    assert ends == {"old", "new"}
    build(folder)
    assert exports(folder) == new


def test_a_build_whose_writing_is_cut_short_at_any_file_leaves_the_old(case: Case) -> None:
    """The system lets each file grow to one byte less than it needs: a real error of writing, of each file in turn."""
    folder, old, new = case
    fill_exports(folder, old)
    said = []

    def limited(size: int) -> Callable[[Path], None]:
        def build_limited(root: Path) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
            try:
                work(root)
            except WorkspaceError as error:
                os.write(pipe, f"{error}\n".encode())
                raise

        return build_limited

    for name in new:
        reading, pipe = os.pipe()
        assert in_child(limited(len(new[name]) - 1), folder.exports) == REFUSED
        said.append(os.read(reading, 1000).decode())
        os.close(reading)
        os.close(pipe)
        assert exports(folder) == old

    wanted = " cannot be written: File too large. Choose a disk that takes files of this size. What was there before is untouched.\n"
    assert all(line.startswith(f'"{folder.exports}/') and line.endswith(wanted) for line in said)
    build(folder)
    assert exports(folder) == new


def test_killed_at_sixty_random_moments(case: Case) -> None:
    """Whenever it is killed while it puts one build over the other, what is there is one of the two, and nothing is left over."""
    folder, old, new = case
    chance = random.Random(60)
    reading, pipe = os.pipe()
    seen, left = [], 0

    def publish_on_and_on(root: Path) -> None:
        os.write(pipe, b".")
        while True:
            for files in (old, new):
                publish(root, files, "manifest.json")

    for _ in range(60):
        child = begun(publish_on_and_on, folder.exports)
        os.read(reading, 1)  # it has begun, however busy the machine is
        time.sleep(chance.uniform(0, 0.04))
        os.kill(child, signal.SIGKILL)
        assert ended(child) == -signal.SIGKILL
        left += any(name.startswith(".next") for name in exports(folder))
        finish_interrupted_build(folder)
        seen.append(exports(folder))
        assert seen[-1] in (old, new)
        assert told(folder) == set()

    assert old in seen
    assert new in seen
    assert left > 5, "most of the time something was half done"
    os.close(reading)
    os.close(pipe)
    build(folder)
    assert exports(folder) == new


def build_into(folder: Folder, output: Path) -> Callable[[Path], None]:
    """A build into another folder, as work for a child."""

    def build_there(_: Path) -> None:
        build(folder, output=output)

    return build_there


def test_two_builds_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    """Again and again two builds of different workspaces go into one folder: what is there is all of one of them.

    The other waits its turn; on a machine so busy that the turn does not come in time it says so, and changes nothing.
    """
    folders = [workspace(tmp_path.resolve() / name, year) for name, year in (("a", 2019), ("b", 2020))]
    for folder in folders:
        build(folder)
    whole = [exports(folder) for folder in folders]
    together = Folder(tmp_path.resolve() / "c")
    together.root.mkdir()

    for turn in range(4 * TIMES):
        fill_exports(together, {})
        order = (turn % 2, 1 - turn % 2)
        children = [begun(build_into(folders[n], together.exports), together.exports) for n in order]

        ends = {n: ended(child) for n, child in zip(order, children, strict=True)}
        assert set(ends.values()) in ({DONE}, {DONE, REFUSED})
        assert ends[whole.index(exports(together))] == DONE


def test_two_commands_at_once_write_one_build(tmp_path: Path) -> None:
    """The same in two processes of their own, as two people would type it."""
    folder = workspace(tmp_path.resolve() / "case")
    command = [sys.executable, "-m", "kg", "build", "-w", str(folder.root)]

    children = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]

    said = [(*child.communicate(), child.returncode) for child in children]
    done = [out.decode() for out, _, code in said if code == 0]
    assert done in ([f"{folder.exports}/index.html\n"] * 2, [f"{folder.exports}/index.html\n"])
    assert all(b"is writing here and holds" in err for _, err, code in said if code)
    assert told(folder) == set()
    assert sorted(exports(folder)) == ["graph.nq", "graph.trig", "index.html", "manifest.json", "statements.csv"]
