"""A whole build when everything goes wrong: killed, or the disk full, at every single touch of the exports."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from striking import DONE, REFUSED, STRUCK, Striker, fill, in_child, kill

from kg.folder import Folder
from kg.tasks.build import build
from kg.tasks.recovery import finish_interrupted_build

pytestmark = pytest.mark.fault

MINIMAL = Path(__file__).parent / "workspaces" / "minimal"


def exports(folder: Folder) -> dict[str, bytes]:
    """What stands in the exports, the lock apart."""
    return {p.name: p.read_bytes() for p in sorted(folder.exports.iterdir()) if p.name != ".lock"} if folder.exports.exists() else {}


def work(root: Path) -> None:
    """The build of the workspace that holds these exports."""
    build(Folder(root.parent))


def changed(folder: Folder) -> None:
    """Another state of the workspace: its exports differ in every file."""
    table = folder.data / "judgements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("register says so", "register of 2020 says so"), encoding="utf-8")


@pytest.mark.parametrize(("strike", "over"), [(kill, "nothing"), (kill, "older exports"), (fill, "older exports")])
def test_a_build_struck_at_any_touch_leaves_all_old_or_all_new(tmp_path: Path, strike: Callable[[], None], over: str) -> None:
    """After the next command all files are those of before or those of the new build; and the next build works."""
    root = tmp_path.resolve() / "case"
    shutil.copytree(MINIMAL, root)
    folder = Folder(root)
    build(folder)
    old = exports(folder) if over == "older exports" else {}
    changed(folder)
    build(folder)
    new = exports(folder)
    assert all(old[name] != new[name] for name in old)

    ends = set()
    for turn in count(1):
        shutil.rmtree(folder.exports)
        folder.exports.mkdir()
        for name, data in old.items():
            (folder.exports / name).write_bytes(data)

        code = in_child(work, folder.exports, Striker(folder.exports, strike, turn, lasting=False))
        finish_interrupted_build(folder)

        found = exports(folder)
        assert found in (old, new), f"at touch {turn}: {sorted(found)}"
        ends.add("new" if found == new else "old")
        if code == DONE:
            break
        assert code < 0 or code in (DONE + STRUCK, REFUSED + STRUCK)

    assert turn > 20
    assert ends == {"old", "new"}
    build(folder)
    assert exports(folder) == new
