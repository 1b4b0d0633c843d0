"""Which parts of a document are prose: headlines, bylines, datelines, contact lines and boilerplate name nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["paragraphs"]

_ENDS = re.compile(r"[.!?:;…][\"”’»')\]]*$")
_MOST_WORDS = 18
_LONG_LINE = 45
#: Lines that belong to the paper and not to the text.
_APART = re.compile(
    r"^\W*(?:by [A-ZÀ-Þ][\w.’'-]+(?: [\w.’'-]+){0,7}$|(?:additional |with )?reporting by|editing by|edited by|written by|(?:media |press )?contacts?\b|"
    r"for (?:more|further) information|for immediate release|press release|share (?:this|on)|sign up|subscribe|follow us|advertisement|"
    r"read more|read also|copyright|©|all rights reserved|photo(?:graph)?:|image:|picture:|source:|tags?:|e-?mail:|tel(?:ephone)?[.:]|phone:|updated?:)",
    re.IGNORECASE,
)
_REST = re.compile(
    r"^\W*(?:related (?:stories|articles|news)|latest news|most (?:read|popular)|more (?:stories|news|from)|notes to editors|comments?)\W*$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^(?:(?:[A-ZÀ-Þ][\w.’'-]+)(?: [A-ZÀ-Þ][\w.’'-]+){0,3}(?: ?/ ?[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+)?)?(?:, [A-ZÀ-Þ0-9][\w. ]{1,24}){0,2} ?(?:\([\w ./]+\) ?)?[–—-]{1,2} |"
    r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+(?: [A-ZÀ-Þ.]+){0,3}(?:, [\w. ]{2,24})?(?: \([\w ./]+\))?(?:: | ?[–—-]{1,2} ))"
)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a text's paragraphs of prose, in order; a paragraph printed over several lines is one.

    A line without a full stop heads others; alone it is the text.
    """
    joined = list(_joined(text))
    for start, end in joined:
        line = text[start:end]
        if _REST.match(line):
            return
        if _APART.match(line) or (len(joined) > 1 and not _ENDS.search(line) and len(line.split()) <= _MOST_WORDS):
            continue
        dateline = _DATELINE.match(line)
        yield start + (dateline.end() if dateline else 0), end


def _joined(text: str) -> Iterator[tuple[int, int]]:
    """Lines without their edges; one that ends in the midst of a sentence goes on in the next."""
    held: tuple[int, int] | None = None
    for match in re.finditer(r"[^\n\r]*(?:\r\n|\n|\r|$)", text):
        line = match[0].rstrip()
        left = match.start() + len(line) - len(line.lstrip())
        if not line.strip():
            if held:
                yield held
            held = None
            continue
        if held and not _goes_on(text[held[0] : held[1]]):
            yield held
            held = None
        held = (held[0] if held else left, match.start() + len(line))
    if held:
        yield held


def _goes_on(line: str) -> bool:
    last = line.splitlines()[-1]
    return len(last) >= _LONG_LINE and not _ENDS.search(last)
