"""Reading many documents takes no more memory than reading a few."""

from __future__ import annotations

import statistics
import sys

import pytest
from many_documents import held_while_reading


@pytest.mark.skipif(sys.platform != "linux", reason="how much a process holds is asked of Linux")
def test_the_last_of_three_hundred_documents_finds_no_more_memory_taken_than_the_first() -> None:
    """No two of them name the same people, so that whatever is kept of each would show; `python -m tests.bench extract` reads 10,000."""
    held = held_while_reading(300)

    assert len(held) == 300
    assert statistics.mean(held[-50:]) <= 1.1 * statistics.mean(held[:50])
