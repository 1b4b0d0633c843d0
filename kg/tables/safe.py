"""Cells that no spreadsheet takes for a formula, and back to the text that they hold.

A spreadsheet calculates what begins with one of these signs, also when a stranger typed it into a label. An apostrophe in
front says "this is text". Reading takes one apostrophe off, and only there, so that every text comes back as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

__all__ = ["guarded", "is_formula", "to_csv", "unguarded"]

#: The full-width forms count in some East Asian settings; a tab or line end is skipped before the sign is looked at.
_SIGN = "[=+\\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(_SIGN)
#: What is a number to every spreadsheet stays one: -5 is no formula, and an apostrophe would make it text.
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
#: A text that begins like a guarded one gets one apostrophe more, else reading would take off one that belongs to it.
_GUARDED = re.compile(f"'+{_SIGN}")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell that holds this text for a formula."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """The text as a cell of a CSV file that people open in a spreadsheet: `=1+1` as `'=1+1`, `-5` as it is."""
    return f"'{text}" if is_formula(text) or _GUARDED.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` made."""
    return cell[1:] if _GUARDED.match(cell) else cell


def to_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file for people and programs: guarded cells, and a byte order mark, without which Excel takes UTF-8 for something else."""
    text = io.StringIO()
    # With both characters in the line end, a cell that holds either is quoted by every version of the module.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(map(guarded, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")
