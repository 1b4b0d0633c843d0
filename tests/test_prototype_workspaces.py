"""The workspaces that the table format was tried on read, build, and are caught at the same faults."""

from __future__ import annotations

import importlib.util
import random
import shutil
from pathlib import Path

import pytest

from kg.folder import Folder
from kg.tasks.build import build
from kg.tasks.reading import Reading, read_workspace

PROTOTYPES = Path(__file__).parents[2] / "shared" / "prototypes" / "tables"

pytestmark = pytest.mark.skipif(not (PROTOTYPES / "check.py").is_file(), reason="the prototypes are not beside this checkout")

#: Our code for each of the faults that the prototype's checker tries, in its order.
CODES = (
    "quote-not-found",
    "handle-differs",
    "party-asserts",
    "cell-empty",
    "claimant-missing",
    "judgement-unfit",
    "quantity-unreadable",
    "event-time",
    "curator-unknown",
    "judgement-word",
    "judgement-unfit",
    "judgement-world",
    "judgement-sourceless",
    "identity-turned",
    "id-reveals",
    "id-rewritten",
    "cell-word",
)

#: A statement that changes leaves its judgement without one: that is found at the judgement, not at the broken table.
ELSEWHERE = {5: "judgements.csv"}

#: The examples in section 5 of the prototype's README.
STANDINGS = {
    "labour-inspectorate raided marim-frutas [when 2019-03-11] [during raid-2019]": "established",
    "ponte-sul confined workers-2019 [alleged by tiago-moura] [when 2018/2019-03]": "withdrawn",
    "rui-falcao owns marim-frutas [when 2019-03]": "refuted",
    "vale-marim-police arrested duarte-nunes-inspector [when 2019-03-11]": "rejected",
}
CASE_STANDINGS = {
    "cdm-manpower trafficked trafficked-workers-2012 [alleged by joel-preston] [when 2012] [in thailand]": "alleged",
    "cdm-manpower memberOf acra [alleged by joel-preston] [when 2013]": "established",
}


def copied(name: str, to: Path) -> Folder:
    """A copy of a prototype's workspace, to build in and to break."""
    shutil.copytree(PROTOTYPES / name, to / name)
    return Folder((to / name).resolve())


def faults() -> list[tuple[str, str, str, str]]:
    """What the prototype's checker breaks: table, text in it, what it becomes, words of its own finding."""
    spec = importlib.util.spec_from_file_location("prototype_check", PROTOTYPES / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [(table, old, new, words) for table, old, new, words in module.FAULTS]


def shuffle(folder: Folder, seed: int) -> None:
    """Puts the rows of every table, and of every file of candidates, into another order."""
    rng = random.Random(seed)
    for path in sorted((folder.root / "data").rglob("*.csv")) + sorted((folder.root / "data").rglob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        head = lines[:1] if path.suffix == ".csv" else []
        rows = lines[len(head) :]
        rng.shuffle(rows)
        path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def standings(reading: Reading) -> dict[str, str]:
    """The standing of each statement, by its reading."""
    return {statement.reading: reading.weighed.standing[statement.id].word for statement in reading.case.statements}


def established(reading: Reading) -> set[tuple[str, str, str]]:
    """The triples that stand as facts."""
    return {(s.subject, s.relation, s.object) for s in reading.case.statements if reading.weighed.established(s)}


@pytest.mark.parametrize("name", ["second", "case"])
def test_a_prototype_reads_without_findings_and_builds(name: str, tmp_path: Path) -> None:
    """The format that was agreed on is the format that is read."""
    folder = copied(name, tmp_path)

    found = read_workspace(folder).findings
    built = build(folder)

    assert found == ()
    assert built.page.is_file()


def test_there_is_a_code_for_every_fault() -> None:
    """A fault that is added to the prototype must be added here."""
    tried = faults()

    assert len(tried) == len(CODES)


@pytest.mark.parametrize("number", range(len(CODES)))
def test_a_fault_of_the_prototype_is_found_where_it_shows(number: int, tmp_path: Path) -> None:
    """What the prototype's checker refuses is refused here, for the fitting reason and at the fitting table."""
    table, old, new, words = faults()[number]
    folder = copied("second", tmp_path)
    path = folder.root / "data" / table
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    found = read_workspace(folder).findings

    assert old in text
    assert CODES[number] in {finding.code for finding in found if finding.place.path == f"data/{ELSEWHERE.get(number, table)}"}, words


@pytest.mark.parametrize("name", ["second", "case"])
def test_the_order_of_rows_changes_no_byte_of_the_graph(name: str, tmp_path: Path) -> None:
    """Sorting a spreadsheet is no change."""
    before = build(copied(name, tmp_path / "as-is")).paths["graph.nq"].read_bytes()
    folder = copied(name, tmp_path / "shuffled")
    shuffle(folder, seed=1)

    after = build(folder).paths["graph.nq"].read_bytes()

    assert after == before


@pytest.mark.parametrize(("name", "expected"), [("second", STANDINGS), ("case", CASE_STANDINGS)])
def test_the_standings_are_those_that_the_prototype_lists(name: str, expected: dict[str, str], tmp_path: Path) -> None:
    """The words of the prototype's README hold, reading by reading."""
    folder = copied(name, tmp_path)

    found = standings(read_workspace(folder))

    assert {reading: found.get(reading) for reading in expected} == expected


def test_without_the_upheld_rows_exactly_one_triple_leaves(tmp_path: Path) -> None:
    """To delete a judgement undoes what it did, and nothing else: the other upheld owner is asserted as well."""
    folder = copied("second", tmp_path)
    before = established(read_workspace(folder))
    path = folder.root / "data" / "judgements.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if "uphold" not in line]
    path.write_text("".join(kept), encoding="utf-8")

    after = established(read_workspace(folder))

    assert before - after == {("rui-falcao", "owns", "marim-frutas")}
    assert after <= before
