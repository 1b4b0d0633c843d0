"""A hundred documents made to harm their reader, all in one workspace: each ends as clean text or in a finding, and nothing else happens.

`kg add` takes them in one run, so that none hinders another, and `kg extract` reads what is left of them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest
from add_kit import case
from cli_kit import Ran, kg, kg_apart
from hostile_kit import CANARY, SAID, SECRET, Recipe, recipes

import kg as program
from kg.clean import trouble
from kg.folder import Folder
from kg.model import Source

pytestmark = pytest.mark.enable_socket  # for the server that nobody may ask


#: What is said of a file that was added.
_TOLD = (" in data/documents/", " has word for word the text of ")


@dataclass
class Aftermath:
    """What is there when both commands have run."""

    folder: Folder
    made: dict[str, Recipe] = field(repr=False)
    added: Ran
    extracted: Ran
    #: What lies around the workspace, before and after.
    around: tuple[dict[str, str], dict[str, str]] = field(repr=False)
    was_asked: bool

    @cached_property
    def found(self) -> dict[str, str]:
        """What `kg add` said is wrong, by the names of files."""
        lines = [
            line.removeprefix("../in/")
            for line in self.added.err.splitlines()
            if line.startswith("../in/") and not any(said in line for said in _TOLD)
        ]
        return {name: said for name in self.made if (said := "\n".join(line for line in lines if line.startswith(f"{name}:")))}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources that files became, by the names of files."""
        known = {source.sha256: source for source in program.open(self.folder.root).case.sources}
        digests = {name: hashlib.sha256(recipe.raw).hexdigest() for name, recipe in self.made.items()}
        return {name: known[digest] for name, digest in digests.items() if digest in known}

    def text(self, source: Source) -> str:
        """The text of a source as it lies in the workspace."""
        return (self.folder.documents / source.document).read_bytes().decode("utf-8", "strict")


def _around(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file() and "case" not in path.relative_to(root).parts)
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextlib.contextmanager
def _server() -> Iterator[socket.socket]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        server.setblocking(False)
        yield server


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """One run of each command over all of them."""
    root = tmp_path_factory.mktemp("hostile")
    folder, secret = case(root / "case"), root / "secret.txt"
    secret.write_text(f"{CANARY}\n", encoding="utf-8")
    (root / "in").mkdir()
    with _server() as server:
        made = {recipe.name: recipe for recipe in recipes(str(secret), f"http://127.0.0.1:{server.getsockname()[1]}")}
        for name, recipe in made.items():
            (root / "in" / name).write_bytes(recipe.raw)
        before = _around(root)
        added = kg_apart("add", *(f"../in/{name}" for name in made), cwd=folder.root)
        extracted = kg_apart("extract", cwd=folder.root)
        try:
            server.accept()[0].close()
            asked = True
        except BlockingIOError:
            asked = False
    return Aftermath(folder, made, added, extracted, (before, _around(root)), asked)


def complaints(after: Aftermath, recipe: Recipe) -> Iterator[str]:
    """What is not as it should be with one file."""
    finding, source = after.found.get(recipe.name, ""), after.sources.get(recipe.name)
    if (source is None) != bool(finding):
        yield "is neither text nor finding, or both"
    if not recipe.either and bool(recipe.finding) != bool(finding):
        yield f"ended otherwise: {finding or 'text'}"
    if (recipe.finding not in finding and not recipe.either) or "Traceback" in finding:
        yield f"said: {finding}"
    if source is None:
        return
    text = after.text(source)
    if trouble(text, kind="document"):
        yield f"holds what no document may: {trouble(text, kind='document')}"
    if CANARY in text or SECRET in text:
        yield "holds what its reader does not see"
    if SAID not in text and not recipe.either:
        yield "does not hold what it says"


def test_each_ends_as_text_or_in_a_finding(after: Aftermath) -> None:
    """Never as both, never as neither, and as the one that its recipe says."""
    assert len(after.made) >= 90
    assert {name: found for name, recipe in after.made.items() if (found := list(complaints(after, recipe)))} == {}


def test_none_hinders_another(after: Aftermath) -> None:
    """All that can be added is, in one run; what is wrong is counted, and nobody reads of a crash."""
    assert after.added.code == 1
    assert after.added.err.splitlines()[-2:] == [
        f"Added: {len(after.sources)} sources. Next: kg check",
        f"{sum(map(len, map(str.splitlines, after.found.values())))} findings; the others were added.",
    ]
    assert (after.extracted.code, "Traceback" in after.added.err + after.extracted.err) == (0, False)
    assert len(after.sources) + len(after.found) == len(after.made)


def test_nothing_else_happens(after: Aftermath) -> None:
    """Nobody was asked, no file around the workspace was touched or drawn in, nothing lies half-written in it, and its check is content."""
    before, now = after.around
    held = {path for path in after.folder.documents.rglob("*") if path.is_file()}

    assert not after.was_asked
    assert now == before
    assert held == {after.folder.documents / source.document for source in program.open(after.folder.root).case.sources if source.document}
    assert [path.name for path in after.folder.root.rglob("*") if path.name.endswith((".tmp", ".new"))] == []
    assert [path.name for path in after.folder.root.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()] == []
    assert kg("check", cwd=after.folder.root).err.endswith("\nNothing is wrong.\n")


def test_what_is_read_of_them_is_what_they_say(after: Aftermath) -> None:
    """Each candidate quotes its document; an order to the reader is no statement, and hidden words make none."""
    rows = [json.loads(line) for path in after.folder.extracted.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    texts = {source.id: after.text(source) for source in program.open(after.folder.root).case.sources if source.document}

    assert len([row for row in rows if (row["relation"], row["quote"]) == ("met", SAID)]) >= 35
    assert [row for row in rows if row["quote"] not in texts[row["source"]]] == []
    assert [row for row in rows if row["relation"] in ("convicted", "bribed") or "SECRET" in row["quote"]] == []
