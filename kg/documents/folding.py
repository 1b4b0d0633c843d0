"""A text without what typing and printing change, and the way back to each of its characters.

White space, quotation marks, dashes, ligatures, invisible characters and the composition of accents are folded; letters,
digits and their case are not. Nothing here is approximate.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

__all__ = ["Folded", "fold", "one_line"]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origin` leads from its spans to those of the text it was made of."""

    text: str
    _steps: tuple[_Step, ...] = ()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that the span `[start, end)` of the folded one, which is not empty, was made of."""
        for step in reversed(self._steps):
            start, end = step.origin(start)[0], step.origin(end - 1)[1]
        return start, end


def fold(text: str) -> Folded:
    """The folded text: two texts that differ only in typing and printing fold to the same."""
    steps = []
    for pattern, rewrite in ((_PRINTED, _plain), (_COMPOSED, _composed)):
        step = _Step()
        text = step.take(text, pattern, rewrite)
        steps.append(step)
    return Folded(text, tuple(steps))


def one_line(text: str) -> str:
    """The text as it stands, but with each run of white space as one blank, so that it fits in a line."""
    return re.sub(r"\s+", " ", _HYPHENATED.sub("\xad", text))


@dataclass(slots=True)
class _Step:
    """One rewriting of a text, as pieces: where each begins in the new text, and the span of the old one behind it."""

    starts: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    #: Whether the piece was taken over character by character; else it can only be gone back from as a whole.
    kept: list[bool] = field(default_factory=list)

    def take(self, text: str, pattern: re.Pattern[str], rewrite: Callable[[str], Iterator[tuple[int, str]]]) -> str:
        """The text with each match of the pattern rewritten; remembers the way back."""
        written: list[str] = []
        length = position = 0

        def add(piece: str, end: int) -> None:
            nonlocal length, position
            if piece:
                self.starts.append(length)
                self.spans.append((position, end))
                self.kept.append(piece == text[position:end])
                written.append(piece)
                length += len(piece)
            position = end

        for match in pattern.finditer(text):
            add(text[position : match.start()], match.start())
            for taken, piece in rewrite(match[0]):
                add(piece, position + taken)
        add(text[position:], len(text))
        return "".join(written)

    def origin(self, position: int) -> tuple[int, int]:
        """The span of the old text that the character at a position of the new one came from."""
        piece = bisect_right(self.starts, position) - 1
        start, end = self.spans[piece]
        if self.kept[piece]:
            start += position - self.starts[piece]
            return start, start + 1
        return start, end


_BREAK = r"\xad[ \t]*(?:\r\n|[\r\n\u2028\u2029])\s*"
_HYPHENATED = re.compile(_BREAK)
_UNSEEN = "\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_LETTERS = {
    **dict.fromkeys("‘’‚‛′‹›", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
# A single blank is left alone: it is the most frequent character of a text, and folds to itself.
_PRINTED = re.compile(rf"{_BREAK}|(?! (?![\s{_UNSEEN}]))[\s{_UNSEEN}]+|[{''.join(_LETTERS)}]")


def _plain(run: str) -> Iterator[tuple[int, str]]:
    if run in _LETTERS:
        yield len(run), _LETTERS[run]
    elif _HYPHENATED.fullmatch(run):
        yield len(run), ""
    else:
        yield len(run), " " if any(character.isspace() for character in run) else ""


# No character below U+0300 composes with the one before it.
_COMPOSED = re.compile(r"[\s\S][\u0300-\U0010ffff]+|[\u0300-\U0010ffff]+")
#: No letter of any language carries more marks; without a bound, a hostile heap of them would take hours to sort.
_MARKS = 64


def _composed(run: str) -> Iterator[tuple[int, str]]:
    """The run in NFC, cut wherever both sides compose on their own, so that spans stay narrow."""
    if unicodedata.is_normalized("NFC", run):
        yield len(run), run
        return
    start = 0
    for end in range(1, len(run) + 1):
        if end == len(run) or end - start == _MARKS or _apart(run[start:end], run[end]):
            yield end - start, unicodedata.normalize("NFC", run[start:end])
            start = end


def _apart(left: str, right: str) -> bool:
    whole = unicodedata.normalize("NFC", left + right)
    return whole == unicodedata.normalize("NFC", left) + unicodedata.normalize("NFC", right)
