"""Bad input: each case's whole stdout and exit code, no traceback, and exports as they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from golden_files import Case, read_case

from kg.cli import main

HERE = Path(__file__).parent
CASES = [read_case(path) for path in sorted((HERE / "golden" / "findings").glob("*.txt"))]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the sound workspace, with exports of an older build."""
    root = tmp_path / "case"
    shutil.copytree(HERE / "workspaces" / "minimal", root)
    (root / "exports").mkdir()
    (root / "exports" / "graph.nq").write_text("old")
    return root


def test_the_workspace_under_the_cases_is_sound(workspace: Path) -> None:
    """Every finding of a case comes from the case."""
    result = CliRunner().invoke(main, ["check", "-w", str(workspace)])

    assert (result.exit_code, result.stdout) == (0, "")


def test_there_are_many_cases() -> None:
    """At least sixty kinds of bad input are kept here for good."""
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_bad_input_gets_its_findings(case: Case, workspace: Path, request: pytest.FixtureRequest) -> None:
    """All findings of the case in one run, word for word; a build refuses and leaves the exports alone."""
    case.lay_over(workspace)

    checked = CliRunner().invoke(main, ["check", "-w", str(workspace)], catch_exceptions=False)
    built = CliRunner().invoke(main, ["build", "-w", str(workspace)], catch_exceptions=False)

    found = f"exit {checked.exit_code}\n{checked.stdout}"
    if request.config.getoption("--update-golden"):
        case.path.write_bytes(case.rewritten(found).encode())
    else:
        assert found == case.expected
    assert built.exit_code == checked.exit_code
    if built.exit_code:
        assert [p.name for p in (workspace / "exports").iterdir() if not p.name.startswith(".")] == ["graph.nq"]
        assert (workspace / "exports" / "graph.nq").read_text() == "old"
