"""Two workspaces that the table format was tried on, where they lie beside the checkout: sound as they are, and broken in 17 ways."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import pytest

from kg.folder import Folder
from kg.tasks.build import build
from kg.tasks.reading import read_workspace

TABLES = Path(__file__).parents[2] / "shared" / "prototypes" / "tables"
pytestmark = pytest.mark.skipif(not TABLES.is_dir(), reason="the two workspaces are not part of the repository")


def second(root: Path) -> Folder:
    """A copy of the invented case."""
    shutil.copytree(TABLES / "second", root / "second", copy_function=shutil.copyfile)
    return Folder((root / "second").resolve())


def faults() -> list[Any]:
    """(table, text, what it becomes, words) of each planted fault."""
    if not TABLES.is_dir():
        return []
    spec = importlib.util.spec_from_file_location("prototype_check", TABLES / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.FAULTS)


def test_the_invented_case_builds_with_its_standings(tmp_path: Path) -> None:
    """Four documents, a correction, a copy, a withdrawal: no finding, and each statement is worth what it should be."""
    reading = build(second(tmp_path)).reading

    word = {s.reading: reading.weighed.standing[s.id].word for s in reading.case.statements}
    assert word["labour-inspectorate raided marim-frutas [when 2019-03-11] [during raid-2019]"] == "established"
    assert word["ponte-sul confined workers-2019 [alleged by tiago-moura] [when 2018/2019-03]"] == "withdrawn"
    assert word["rui-falcao owns marim-frutas [when 2019-03]"] == "refuted"
    assert word["vale-marim-police arrested duarte-nunes-inspector [when 2019-03-11]"] == "rejected"
    assert word["ponte-sul trafficked workers-2019 [alleged by casa-aberta]"] == "alleged"


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault[3])
def test_each_planted_fault_is_found_in_its_table(fault: tuple[str, str, str, str], tmp_path: Path) -> None:
    """One changed text gives at least one finding, at the table that was changed or at the judgement that no longer fits."""
    table, old, new, _ = fault
    folder = second(tmp_path)
    path = folder.data / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    places = {finding.place.path for finding in read_workspace(folder).findings}

    assert places & {f"data/{table}", "data/judgements.csv"}
