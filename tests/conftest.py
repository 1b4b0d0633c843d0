"""What all tests share; small on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["page_kit", "serve_kit"]

ROOT = Path(__file__).parent.parent

# The same examples on every machine and in every run: a red test can be repeated.
settings.register_profile("ci", derandomize=True, database=None, deadline=None, print_blob=True)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository: it is the first workspace."""
    return ROOT


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--update-golden`."""
    parser.addoption("--update-golden", action="store_true", help="Rewrite golden files; read the difference as code.")
