"""Quotes that a document writes otherwise than they were typed: what is kept is the document's writing, and that is told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from kg.clean import visible
from kg.documents.folding import one_line
from kg.findings import Finding, Place, find

__all__ = ["Rewritten"]

#: Characters shown of either writing, and how many of them stand before the first difference.
_SHOWN = 40
_BEFORE = 16


@dataclass
class Rewritten:
    """The quotes of one document that differ from it in blanks or marks."""

    document: str
    _found: dict[Place, tuple[str, str]] = field(default_factory=dict)

    def look(self, typed: str, written: str, place: Place) -> None:
        """Compares a quote as it was typed with the characters of the document that it was found at.

        A line end is a blank on either side, and several blanks of the document may be typed as one.
        """
        document = _unwrapped(written)
        if _unwrapped(typed) not in (document, one_line(document), _unwrapped(one_line(written))):
            self._found[place] = _unwrapped(typed), document

    def report(self) -> tuple[Finding, ...]:
        """One report for the document: its first such quote, and how many others there are."""
        if not self._found:
            return ()
        place = min(self._found)
        typed, written = self._found[place]
        shown = {"value": _around(typed, written), "written": _around(written, typed)}
        others = len(self._found) - 1
        return (find("quotes-rewritten" if others else "quote-rewritten", place, document=self.document, count=others, **shown),)


def _unwrapped(text: str) -> str:
    return re.sub(r"\s*[\n\r]\s*", " ", unicodedata.normalize("NFC", text)).strip()


def _around(text: str, other: str) -> str:
    """The text around the first place where it is not the other."""
    same = next((n for n, (one, two) in enumerate(zip(text, other, strict=False)) if one != two), min(len(text), len(other)))
    start = max(0, same - _BEFORE)
    piece = text[start : start + _SHOWN]
    return ("…" if start else "") + visible(piece) + ("…" if start + _SHOWN < len(text) else "")
