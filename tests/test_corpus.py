"""The corpus: every input that once went wrong, replayed through the commands that a user types."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from cli_kit import kg
from golden_files import Case, read_case

HERE = Path(__file__).parent
CASES = [read_case(path) for path in sorted((HERE / "corpus").glob("*.txt"))]
_COMMAND = re.compile(r"^\$ kg (.*)$", re.MULTILINE)


def answered(case: Case, root: Path) -> str:
    """What the commands of a case answer, each with its exit code, as the case writes it down."""
    told = []
    for line in _COMMAND.findall(case.expected):
        ran = kg(*shlex.split(line), cwd=root)
        errors = "".join(f"! {text}".rstrip() + "\n" for text in ran.err.splitlines())
        out = ran.out if not ran.out or ran.out.endswith("\n") else ran.out + "\n"
        told.append(f"$ kg {line}\n{out}{errors}exit {ran.code}\n")
    return "".join(told)


def test_the_corpus_says_what_it_holds() -> None:
    """Every file of the corpus tells what once went wrong, and holds a command."""
    assert len(CASES) >= 25
    assert [case.path.name for case in CASES if not case.what.endswith(".") or not _COMMAND.search(case.expected)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_what_once_went_wrong_is_answered(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Word for word: what each command says, where it says it, and how it ends."""
    root = tmp_path / "case"
    shutil.copytree(HERE / "workspaces" / "minimal", root)
    case.lay_over(root)

    found = answered(case, root)

    if request.config.getoption("--update-golden"):
        case.path.write_bytes(case.rewritten(found).encode())
    else:
        assert found == case.expected
