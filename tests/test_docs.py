"""What the documentation shows is what the program does."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.texts import words

FIRST = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[all]' && .venv/bin/kg extract && .venv/bin/kg build"
SECOND = "bash tests/run"


def blocks(text: str) -> list[str]:
    """The fenced blocks of a page."""
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_the_first_two_blocks_of_the_readme_are_the_two_commands(root: Path) -> None:
    """Whoever clones needs two lines: one sets up and builds, one sets up and tests."""
    first, second, *_ = blocks((root / "README.md").read_text(encoding="utf-8"))

    assert first == FIRST + "\n"
    assert second == SECOND + "\n"


def test_ci_calls_the_same_script(root: Path) -> None:
    """CI runs what the README says, and nothing else."""
    lines = (root / ".ci" / "run").read_text().splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == ['exec bash "$(dirname "$0")/../tests/run"']


@pytest.mark.parametrize("name", main.list_commands(click.Context(main)))
def test_every_command_is_in_the_readme_and_has_an_example(name: str, root: Path) -> None:
    """Its help ends with an example, and the README names it."""
    command = main.get_command(click.Context(main), name)

    assert command is not None
    assert command.help is not None
    assert re.search(r"Example:\n {6}kg " + name + r"\b", "      ".join(command.help.replace("\b", "").splitlines(keepends=True))) or re.search(
        rf"Example:\s+kg {name}\b", command.help
    )
    assert f"`kg {name}" in (root / "README.md").read_text(encoding="utf-8")


def test_the_exceptions_are_those_of_the_outline(root: Path) -> None:
    """The tree at the top of errors.py names every exception class, and no other."""
    source = (root / "kg" / "errors.py").read_text(encoding="utf-8")

    classes = {node.name for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}
    outline = ast.get_docstring(ast.parse(source))
    assert outline is not None
    assert set(re.findall(r"\b(\w+Error)\b", outline)) == classes


def test_public_names_are_sorted_importable_and_no_rooms() -> None:
    """`kg.X` works for each name of `__all__`; none is the name of a room."""
    rooms = {p.stem for p in Path(kg.__file__).parent.iterdir()} - {"init"}

    assert kg.__all__ == sorted(kg.__all__)
    for name in kg.__all__:
        assert getattr(kg, name) is not None
        assert name not in rooms


def test_every_code_in_the_source_has_a_sentence_and_every_sentence_a_code(root: Path) -> None:
    """No finding without words, no words without a finding."""
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "kg").rglob("*.py")))

    unused = [code for code in words()["finding"] if f'"{code}"' not in source and f"'{code}'" not in source]
    assert unused == []


@pytest.mark.parametrize("path", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "DESIGN.md", "ontology/README.md"])
def test_links_to_files_resolve(path: str, root: Path) -> None:
    """Every relative link leads somewhere."""
    text = (root / path).read_text(encoding="utf-8")

    for target in re.findall(r"\]\((?!http|#|mailto)([^)#]+)", text):
        assert ((root / path).parent / target).exists(), target


def test_help_imports_nothing_heavy() -> None:
    """`kg --help` starts without rdflib, networkx, pyvis, pyoxigraph or numpy."""
    code = (
        "import sys; from kg.cli import main\n"
        "try: main(['--help'], standalone_mode=False)\n"
        "finally: print([m for m in ('rdflib', 'networkx', 'pyvis', 'pyoxigraph', 'numpy', 'pyshacl') if m in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"
    assert "Build dataset, table and page" in done.stdout


def test_short_help_of_the_group_is_that_of_the_commands() -> None:
    """`kg --help` lists every command with a line of its own."""
    shown = CliRunner().invoke(main, ["--help"]).stdout

    for name in main.list_commands(click.Context(main)):
        assert re.search(rf"^  {name} +\w", shown, re.MULTILINE), name
