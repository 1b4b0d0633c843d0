"""The passage of a document that is most like a quote which does not stand in it: a suggestion, never an anchor."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import Match, SequenceMatcher

from kg.documents.folding import Folded

__all__ = ["Passages"]

#: A word that stands more often than this says nothing about where a passage lies.
COMMON = 300
#: Longer quotes are looked up by their beginning.
LONGEST = 400
#: So many words may interrupt a quote (a page number and a footer), or stand at its edges instead of what was typed.
INTERRUPTION = 12
EDGE = 3
#: Of fewer words nothing can be said, nor when fewer than half of them stand together.
FEWEST = 3


@dataclass(slots=True)
class Passages:
    """The words of a folded document and their places."""

    folded: Folded
    _spans: list[tuple[int, int]] = field(init=False)
    _words: list[str] = field(init=False)
    _places: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._spans = [match.span() for match in re.finditer(r"\S+", self.folded.text)]
        self._words = [_word(self.folded.text[start:end]) for start, end in self._spans]
        self._places = {}
        for place, word in enumerate(self._words):
            self._places.setdefault(word, []).append(place)

    def nearest(self, quote: str) -> tuple[int, int] | None:
        """The span, in the original text, of the passage most like the folded quote; `None` where nothing is like it."""
        wanted = [_word(part) for part in quote.split()][:LONGEST]
        first = self._window(wanted)
        if first is None:
            return None
        width = max(len(wanted), INTERRUPTION)
        words = self._words[first : first + 4 * width]
        matching = SequenceMatcher(None, wanted, words, autojunk=False).get_matching_blocks()
        blocks = _together([block for block in matching if block.size])
        matched = sum(block.size for block in blocks)
        if matched < FEWEST or 2 * matched < len(wanted):
            return None
        start = max(first, first + blocks[0].b - min(blocks[0].a, EDGE))
        left_over = len(wanted) - blocks[-1].a - blocks[-1].size
        end = min(len(self._words), first + blocks[-1].b + blocks[-1].size + min(left_over, EDGE))
        return self.folded.origin(self._spans[start][0], self._spans[end - 1][1])

    def _window(self, wanted: list[str]) -> int | None:
        """The word at which to start looking: most rare words of the quote stand a little after it, at their distance."""
        width = max(len(wanted), INTERRUPTION)
        votes: Counter[int] = Counter()
        for index, word in enumerate(wanted):
            places = self._places.get(word, ())
            if len(places) <= COMMON:
                votes.update((place - index) // width for place in places)
        if not votes:
            return None
        best = min(votes, key=lambda bucket: (-votes[bucket], bucket))
        return max(0, (best - 1) * width)


def _together(blocks: list[Match]) -> list[Match]:
    """The blocks around the largest one: a word that matches far away belongs to another sentence."""
    if not blocks:
        return []
    largest = blocks.index(max(blocks, key=lambda block: block.size))
    first = last = largest
    while first > 0 and blocks[first].b - (blocks[first - 1].b + blocks[first - 1].size) <= INTERRUPTION:
        first -= 1
    while last + 1 < len(blocks) and blocks[last + 1].b - (blocks[last].b + blocks[last].size) <= INTERRUPTION:
        last += 1
    return blocks[first : last + 1]


def _word(part: str) -> str:
    """A word as suggestions compare it: without the marks around it, whatever its case."""
    return re.sub(r"^\W+|\W+$", "", part).casefold() or part
