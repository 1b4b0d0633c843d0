"""What all tests share; small on purpose."""

from __future__ import annotations

import gc
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


#: What forks hundreds of children comes first: a process is copied quickly while it is small. Then what is long, so that both workers end together.
_FIRST = ("fault", "package", "law", "server", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts files of tests in the order in which they take least time together; xdist must not sort them by how many tests they hold."""
    items.sort(key=lambda item: next((rank for rank, mark in enumerate(_FIRST) if item.get_closest_marker(mark)), len(_FIRST)))


def pytest_collection_finish() -> None:
    """Leaves what is imported by now out of every later search for garbage, here and in forked children."""
    gc.collect()
    gc.freeze()
    # What tests make is let go when they end; looking for circles in all of it again and again takes a tenth of the time.
    gc.set_threshold(200_000, 20, 1000)
