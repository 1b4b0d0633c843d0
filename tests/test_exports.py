"""`kg check --exports`: what lies in `exports/` is what the build wrote, or the user reads what is not, and nothing is touched."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_kit import HELP, Ran
from cli_kit import kg as run
from striking import held

import kg
from kg.files import locked, publish
from kg.folder import Folder
from kg.tasks.build import build

MINIMAL = Path(__file__).parent / "workspaces" / "minimal"
SOUND = Ran(0, "", "4 files as the build wrote them.\nNothing is wrong.\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was built."""
    root = tmp_path_factory.mktemp("built") / "case"
    shutil.copytree(MINIMAL, root)
    build(Folder(root.resolve()))
    return root


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Folder:
    """A copy of it."""
    return Folder(Path(shutil.copytree(built, tmp_path.resolve() / "case")))


def looked(case: Folder) -> Ran:
    """What the command says; nothing but the number in the lock may be another afterwards."""
    before = {name: data for name, data in held(case.root).items() if not name.endswith(".lock")}
    ran = run("check", "--exports", cwd=case.root)
    assert {name: data for name, data in held(case.root).items() if not name.endswith(".lock")} == before
    return ran


def test_what_a_build_wrote_is_sound(case: Folder) -> None:
    """Also beside the page that git keeps there and what the system hides."""
    (case.exports / "README.md").write_text("# exports\n")
    (case.exports / ".DS_Store").write_bytes(b"\0")

    assert looked(case) == SOUND
    assert kg.open(case.root).check_exports().findings == ()


def test_looking_on_leaves_no_trace(case: Folder) -> None:
    """Exports that were handed on without their lock, perhaps on a disk that nobody may write, do not get one."""
    (case.exports / ".lock").unlink()

    assert looked(case) == SOUND
    assert not (case.exports / ".lock").exists()


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _replace_by_link(path: Path) -> None:
    path.rename(path.parent.parent / path.name)
    path.symlink_to(path.parent.parent / path.name)


CHANGED = "exports/graph.nq: is not the file that the build wrote. Run: kg build\n"
FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda exports: (exports / "graph.nq").unlink(), "exports/graph.nq: is missing. Run: kg build\n"),
    "a byte more": (lambda exports: _append(exports / "graph.nq"), CHANGED),
    "empty": (lambda exports: (exports / "graph.nq").write_bytes(b""), CHANGED),
    "a folder": (lambda exports: _replace_by_folder(exports / "graph.nq"), CHANGED),
    "a link": (lambda exports: _replace_by_link(exports / "graph.nq"), CHANGED),
    "foreign": (
        lambda exports: (exports / "b\u202eoc.txt").touch(),
        "exports/b<U+202E>oc.txt: was not written by the build. Move it elsewhere, or delete it.\n",
    ),
    "a foreign folder": (lambda exports: (exports / "old").mkdir(), "exports/old: was not written by the build. Move it elsewhere, or delete it.\n"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_one_line(name: str, case: Folder) -> None:
    """With the file and what to do; and after the remedy all is sound."""
    fault, line = FAULTS[name]
    fault(case.exports)

    ran = looked(case)

    sound = "4 files as the build wrote them.\n" if "foreign" in name else "3 files as the build wrote them.\n"
    assert ran == Ran(1, line, f"{sound}1 finding.\n")
    if name == "a folder":
        (case.exports / "graph.nq").rmdir()
    if "foreign" in name:
        shutil.rmtree(case.exports)
    assert run("build", cwd=case.root).code == 0
    assert looked(case) == SOUND


def test_all_faults_are_told_in_one_run(case: Folder) -> None:
    """Sorted by file, and what changed in the workspace below, as worth knowing."""
    (case.exports / "graph.nq").write_text("x")
    (case.exports / "index.html").unlink()
    (case.exports / "mine.txt").touch()
    (case.exports / ".next.part").mkdir()
    (case.data / "events.csv").unlink()

    assert looked(case) == Ran(
        1,
        "exports/.next.part: was left by a build that was interrupted. Run any other command, such as kg check: it finishes or drops it.\n"
        "exports/graph.nq: is not the file that the build wrote. Run: kg build\n"
        "exports/index.html: is missing. Run: kg build\n"
        "exports/mine.txt: was not written by the build. Move it elsewhere, or delete it.\n",
        "Worth knowing:\ndata/events.csv: was there at the last build and is gone. Run: kg build\n2 files as the build wrote them.\n4 findings.\n",
    )


def test_what_changed_since_the_build_is_worth_knowing(case: Folder) -> None:
    """The exports are sound, of the workspace as it was: each input that is another now is named, and nothing fails."""
    _append(case.data / "actors.csv")
    (case.data / "events.csv").unlink()
    (case.root / "ontology").mkdir()
    (case.root / "ontology" / "own.ttl").write_text("")

    assert looked(case) == Ran(
        0,
        "",
        "Worth knowing:\n"
        "data/actors.csv: has changed since the last build. Run: kg build\n"
        "data/events.csv: was there at the last build and is gone. Run: kg build\n"
        f"ontology/own.ttl: is new since the last build. Run: kg build\n{SOUND.err}",
    )


def test_nothing_built_is_a_finding(case: Folder) -> None:
    """Without a manifest nothing can be compared, whether there is a folder or not."""
    line = "exports/manifest.json: is missing, so nothing says what belongs here. Run: kg build\n"
    (case.exports / "manifest.json").unlink()
    first = looked(case)
    shutil.rmtree(case.exports)

    assert first == looked(case) == Ran(1, line, "1 finding.\n")
    assert not case.exports.exists()


def _edited(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    """The manifest with a change, in its own form."""

    def edit(raw: bytes) -> bytes:
        content = json.loads(raw)
        change(content)
        return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()

    return edit


HASH = "0" * 64
#: How a manifest is spoilt, and what is said about it.
MANIFESTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda raw: b"", "it is no JSON"),
    "cut": (lambda raw: raw[:-20], "it is no JSON"),
    "no text": (lambda raw: b"\xff\xfe", "it is no JSON"),
    "deep": (lambda raw: b"[" * 100_000, "it is no JSON"),
    "a list": (lambda raw: b"[]", "it does not name its inputs"),
    "no outputs": (_edited(lambda content: content.pop("outputs")), "it does not name its outputs"),
    "outputs in a list": (_edited(lambda content: content.update(outputs=[])), "it does not name its outputs"),
    "a hash that is none": (_edited(lambda content: content["outputs"].update({"graph.nq": "0"})), 'the hash of "graph.nq" is none'),
    "a file above": (_edited(lambda content: content["outputs"].update({"../kg.toml": HASH})), '"../kg.toml" is no name of a file in this folder'),
    "a file of Windows": (_edited(lambda content: content["outputs"].update({"..\\x": HASH})), '"..\\x" is no name of a file in this folder'),
    "a hidden file": (_edited(lambda content: content["outputs"].update({".lock": HASH})), '".lock" is no name of a file in this folder'),
    "a file of others": (_edited(lambda content: content["outputs"].update({"README.md": HASH})), 'it names "README.md"'),
    "a file of ours left out": (_edited(lambda content: content["outputs"].pop("index.html")), 'it does not name "index.html"'),
    "a day that is none": (_edited(lambda content: content.update(known_on="2020-13-01")), "the day it is of is none"),
    "a key more": (_edited(lambda content: content.update(signed="yes")), "it was edited"),
    "another form": (lambda raw: json.dumps(json.loads(raw)).encode(), "it was edited"),
    "a blank more": (lambda raw: raw + b" ", "it was edited"),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_that_no_build_wrote_is_told(name: str, case: Folder) -> None:
    """Damaged or forged: what is wrong with it, and that a build makes it anew."""
    spoil, detail = MANIFESTS[name]
    path = case.exports / "manifest.json"
    path.write_bytes(spoil(path.read_bytes()))

    assert looked(case) == Ran(1, f"exports/manifest.json: is not as a build writes it: {detail}. Run: kg build\n", "1 finding.\n")


def test_a_folder_in_place_of_the_manifest_is_told(case: Folder) -> None:
    """With the system's reason."""
    _replace_by_folder(case.exports / "manifest.json")

    said = "exports/manifest.json: is not as a build writes it: it cannot be read (Is a directory). Run: kg build\n"
    assert looked(case) == Ran(1, said, "1 finding.\n")


def test_a_build_of_another_version_is_compared_with_its_own_manifest(case: Folder) -> None:
    """What it named is what counts, and that it was another version is worth knowing."""
    path = case.exports / "manifest.json"
    path.write_bytes(path.read_bytes().replace(f'"kg {kg.__version__}"'.encode(), b'"kg 0.0.1"'))

    worth = f"Worth knowing:\nexports/manifest.json: was written by kg 0.0.1, and this is kg {kg.__version__}. Run: kg build\n"
    assert looked(case) == Ran(0, "", worth + SOUND.err)


def test_an_interrupted_build_is_one_line(case: Folder) -> None:
    """Files that wait to be put in place count as if they were: what is half new is no fault of its own. Any command finishes it."""
    files = {name: data for name, data in held(case.exports).items() if name != ".lock"}
    coming = case.exports / ".next"
    publish(case.exports, {"gone.txt": b"", "manifest.json": b""}, "manifest.json")
    coming.mkdir()
    for name, data in files.items():
        (case.exports / name).write_bytes(b"of an older build")
        (coming / name).write_bytes(data)
    (coming / "graph.nq").replace(case.exports / "graph.nq")
    (coming / ".plan").write_text("manifest.json\ngone.txt")

    line = "exports/.next: was left by a build that was interrupted. Run any other command, such as kg check: it finishes or drops it.\n"
    assert looked(case) == Ran(1, line, "4 files as the build wrote them.\n1 finding.\n")
    assert run("check", cwd=case.root).code == 0
    assert looked(case) == SOUND


@pytest.mark.parametrize("plan", [b"", b"\n", b"\xff\n\xfe", b"../kg.toml\n../kg.toml\n..\n\0"])
def test_a_forged_plan_reaches_nothing_outside(plan: bytes, case: Folder) -> None:
    """Whatever stands in what an interrupted build seems to have left, the next command tidies it away and nothing else."""
    (case.exports / ".next").mkdir()
    (case.exports / ".next" / ".plan").write_bytes(plan)

    ran = looked(case)
    run("check", cwd=case.root)

    assert (ran.code, ran.out.count("\n"), ran.out.startswith("exports/.next: ")) == (1, 1, True)
    assert looked(case) == SOUND


def test_a_link_in_place_of_an_interrupted_build_is_not_followed(case: Folder, tmp_path: Path) -> None:
    """It is taken away, and what it led to stays."""
    other = tmp_path / "other"
    other.mkdir()
    (other / ".plan").write_text("manifest.json\ngraph.nq")
    (other / "graph.nq").write_text("of a stranger")
    (case.exports / ".next").symlink_to(other)

    ran = looked(case)
    run("check", cwd=case.root)

    assert ran.out.startswith("exports/.next: ")
    assert looked(case) == SOUND
    assert sorted(held(other)) == [".plan", "graph.nq"]


def test_it_waits_for_a_build_that_is_running(case: Folder) -> None:
    """What is being put in place is looked at when it is in place."""
    holds, graph = threading.Event(), case.exports / "graph.nq"
    whole = graph.read_bytes()

    def build_slowly() -> None:
        with locked(case.exports / ".lock"):
            graph.write_bytes(b"half")
            holds.set()
            time.sleep(0.3)
            graph.write_bytes(whole)

    thread = threading.Thread(target=build_slowly)
    thread.start()
    holds.wait()
    ran = run("check", "--exports", cwd=case.root)
    thread.join()

    assert ran == SOUND


def test_a_name_that_is_no_text_is_an_input_like_any_other(case: Folder) -> None:
    """Old archives hold such names; a build goes on, and its manifest can be read again."""
    (case.documents / os.fsdecode(b"caf\xe9.txt")).touch()

    assert run("build", cwd=case.root).code == 0
    assert looked(case) == SOUND
    (case.documents / os.fsdecode(b"caf\xe9.txt")).unlink()
    assert looked(case).err.startswith("Worth knowing:\ndata/documents/caf<U+DCE9>.txt: was there at the last build and is gone.")


def test_only_one_kind_of_check_at_a_time(case: Folder) -> None:
    """The shapes are for what would be built."""
    error = "--exports looks at what was built and --shacl at what would be: give one of them."

    ran = run("check", "--exports", "--shacl", cwd=case.root)

    assert ran == Ran(2, "", HELP.format(usage="check [OPTIONS]", command=" check", error=error))
