"""The words that show a candidate: short, word for word, once in the text, with both actors in them or a word that stands for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.extract.relations import Link
from kg.extract.view import View

__all__ = ["LONGEST", "once", "quote_of"]

LONGEST = 200
#: So far a quotation is widened until it stands once.
_WIDEST = 600


def quote_of(view: View, link: Link) -> tuple[int, int]:
    """The characters of the quotation: the sentence where it is short, else the clause, cut at words."""
    sentence = link.trigger.sent
    low, high = view.spans[sentence.start][0], view.spans[sentence.end - 1][1]
    if high - low <= LONGEST:
        return once(view.text, low, high)
    numbers = [t.i for t in link.tokens] + [link.trigger.i]
    numbers += [actor.at for actor in (link.subject, link.object) if sentence.start <= actor.at < sentence.end]
    start, end = view.spans[min(numbers)][0], view.spans[max(numbers)][1]
    if end - start > LONGEST:
        start, end = view.spans[link.trigger.i][0], view.spans[link.trigger.i][1]
        near = [a for a in (link.subject, link.object) if sentence.start <= a.at < sentence.end]
        for actor in sorted(near, key=lambda a: abs(a.at - link.trigger.i)):
            wider = min(start, view.spans[actor.at][0]), max(end, view.spans[actor.at][1])
            if wider[1] - wider[0] <= LONGEST:
                start, end = wider
    return once(view.text, *_widen(view, start, end, view.spans[sentence.start : sentence.end]))


def _widen(view: View, start: int, end: int, words: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Takes in whole words of the sentence after it, as far as the length allows: a quotation shows its clause."""
    for _, stop in words[bisect_left(words, (end, 0)) :]:
        if stop - start > LONGEST:
            break
        end = stop
        if view.text[stop - 1 : stop] in ",;:–":
            end = stop - 1
            break
    return start, end


def once(text: str, start: int, end: int) -> tuple[int, int]:
    """Widened to the left and right until it stands only once, or is too long for a quotation: a text may say one thing for ever."""
    while end - start <= _WIDEST and text.count(text[start:end]) > 1 and (start > 0 or end < len(text)):
        start = max(0, start - 20)
        end = min(len(text), end + 20)
    while start > 0 and text[start - 1 : start + 1].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
