"""The wheel works outside the checkout: built, installed in a fresh environment, used."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.package]


def run(*command: str | Path, cwd: Path) -> str:
    """The output of a command that must succeed, without the checkout on its path."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_", "COVERAGE"))}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, root, cwd=folder)
    return next(folder.glob("*.whl"))


def test_the_wheel_ships_ontology_and_example_and_nothing_that_git_ignores(wheel: Path) -> None:
    """What `kg init --example` needs is inside; caches, exports and keys are not."""
    names = zipfile.ZipFile(wheel).namelist()

    for needed in ("ontology/kg.ttl", "ontology/shapes.ttl", "data/statements.csv", "data/documents/reading-note.txt"):
        assert f"kg/_shipped/{needed}" in names
    for room in ("kg/texts/en.toml", "kg/tables/columns.toml", "kg/query/named/about.rq", "kg/page/page.html.j2", "kg/py.typed"):
        assert room in names
    assert not [n for n in names if "__pycache__" in n or "/.kg/" in n or "exports/" in n or n.startswith("tests/")]


def test_a_fresh_environment_makes_and_builds_the_example(wheel: Path, tmp_path: Path) -> None:
    """`kg init --example c && kg build` with the core dependencies only."""
    place = tmp_path / "env"
    venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(place)
    bin_ = place / ("Scripts" if os.name == "nt" else "bin")
    run(bin_ / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel, cwd=tmp_path)

    run(bin_ / "kg", "init", "--example", "c", cwd=tmp_path)
    built = run(bin_ / "kg", "build", cwd=tmp_path / "c")

    assert built == "exports/index.html\n".replace("/", os.sep)
    assert (tmp_path / "c" / "exports" / "manifest.json").is_file()
    assert "established" in run(bin_ / "kg", "query", "about", "actor=cdm-manpower", cwd=tmp_path / "c")


def test_the_settings_of_the_example_are_those_of_the_repository(root: Path) -> None:
    """The repository is the example: its `kg.toml` is the one that `kg init --example` writes."""
    assert (root / "kg" / "tasks" / "example.toml").read_text() == (root / "kg.toml").read_text()


def test_the_version_stands_in_one_place(wheel: Path) -> None:
    """The wheel has the version that the package says."""
    import kg

    assert wheel.name.startswith(f"actor_kg-{kg.__version__}-")
