"""What was taken off the cells of a table without asking, told once for the table and not once for each cell."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from kg.clean import visible
from kg.findings import Finding, Place, find
from kg.tables.safe import is_formula

__all__ = ["Tidied"]

#: The report on one cell, and the one on several.
_SEVERAL = {"cell-edge": "cell-edges", "cell-apostrophe": "cell-apostrophes"}
#: So much of a text is shown at either end.
_SHOWN = 24


@dataclass
class Tidied:
    """Counts the cells whose text is not what stands in the file."""

    #: By the code of the report: where the first such cell stands, what it holds, and how many others there are.
    _first: dict[str, tuple[Place, str]] = field(default_factory=dict)
    _others: dict[str, int] = field(default_factory=dict)

    def look(self, raw: str, text: str, place: Place) -> None:
        """Compares what stands in a cell with the text that was made of it."""
        code = _taken_off(raw, text)
        if not code:
            return
        if code in self._first:
            self._others[code] = self._others.get(code, 0) + 1
        else:
            self._first[code] = place, _ends(raw)

    def reports(self) -> tuple[Finding, ...]:
        """One report for each kind of thing that was taken off."""
        return tuple(
            find(_SEVERAL[code] if self._others.get(code) else code, place, value=shown, count=self._others.get(code, 0))
            for code, (place, shown) in self._first.items()
        )


def _taken_off(raw: str, text: str) -> str:
    """The code of the report on a cell, or an empty string where nothing is to be told."""
    written = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    if written == text:
        return ""
    if not written.partition(text)[0].endswith("'"):
        return "cell-edge"
    # Before a formula we write the apostrophe ourselves, and so do other programs, for a spreadsheet's sake.
    return "" if is_formula(text) else "cell-apostrophe"


def _ends(raw: str) -> str:
    """A cell as a finding may print it: of a long one both ends, since it is there that something was taken off."""
    return visible(raw) if len(raw) <= 2 * _SHOWN else f"{visible(raw[:_SHOWN])} … {visible(raw[-_SHOWN:])}"
