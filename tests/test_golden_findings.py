"""Bad input: each case's whole stdout and exit code, no traceback, and exports as they were."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from golden_files import Case, read_case

from kg.cli import main
from kg.texts import words

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
    """Hundreds of kinds of bad input are kept here for good."""
    assert len(CASES) >= 300


#: What is only worth knowing: it goes to stderr and stops nothing.
REPORTS = {
    "alias-shared", "identity-disagreement", "identity-doubted", "identity-types", "judgement-disagreement", "label-alike", "label-joined",
    "label-twice", "publisher-printed", "statement-circular", "cell-edge", "cell-edges", "cell-apostrophe", "cell-apostrophes", "quote-rewritten",
    "quotes-rewritten",
}  # fmt: skip
#: Findings about files of other programs, which an import reads and no check: tests/test_ftm_read.py, tests/test_sssom.py, tests/test_import.py;
#: about documents that are added: tests/test_add.py; and about queries, which are no files: tests/test_query_explain.py.
FOREIGN = ("add-", "query-", "llm-", "settings-key", "settings-model", "ftm-", "sssom-", "import-", "mapping-")
#: Findings that no case here provokes, with the reason.
ELSEWHERE = {
    "cell-unread": "a workbook that our writer of workbooks cannot make",
    "cells-merged": "a workbook that our writer of workbooks cannot make",
    "document-unreadable": "differs between systems: who is root may read everything",
    "rdf-many": "half a million triples",
    "sheet-blank": "a workbook of several sheets: tests/corpus",
    "sheet-bomb": "a packed file made by hand",
    "table-large": "fifty megabytes",
    "table-long": "two hundred thousand rows",
}


#: What is said of the exports, in tests/test_check_exports.py.
OF_EXPORTS = {
    "exports-changed", "exports-foreign", "exports-interrupted", "exports-manifest", "exports-missing", "exports-program", "exports-unbuilt",
    "input-changed", "input-gone", "input-new",
}  # fmt: skip


def test_every_finding_is_provoked_by_some_case() -> None:
    """A finding is in the whole stdout of some case; of the others it is said why."""
    told: set[str] = set()
    for line in {line for case in CASES for line in case.expected.splitlines()[1:]}:
        # "{message}" fits everything: of those that fit, those with the most letters of their own are it.
        fitting = [(sum(map(str.isalpha, pattern.pattern)), code) for code, pattern in PATTERNS if pattern.fullmatch(line)]
        told |= {code for letters, code in fitting if letters == max(fitting)[0]}

    assert {code for code, _ in PATTERNS if not code.startswith(FOREIGN)} - told == REPORTS | ELSEWHERE.keys() | OF_EXPORTS


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The lines that each finding can be: with its remedy, and with "Did you mean"."""
    near = words()["phrase"]["near"]["text"]
    for code, text in words()["finding"].items():
        for remedy in {text.get("remedy", ""), near}:
            said = f"{text['sentence']} {remedy}".strip()
            yield code, re.compile(r"[^ ]+: (?:[^ ]+(?: [^ ]+)?: )?" + ".*".join(map(re.escape, re.split(r"\{\w+\}", said))))


PATTERNS = tuple(_patterns())


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
