"""Attributions by themselves: who is said to say what, as places in the text; for measuring the voices apart from relations."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.extract.cues import cues
from kg.extract.mentions import Mentions
from kg.extract.model import load_model
from kg.extract.view import View, make_view
from kg.extract.voices import Voices

__all__ = ["attributions"]

Span = tuple[int, int]


def attributions(text: str) -> list[tuple[Span, Span]]:
    """(characters of the source, characters of what it says), in the order of the text."""
    view = make_view(text, load_model())
    voices = Voices(view, Mentions(view))
    found: dict[tuple[Span, Span], None] = {}
    for cue in cues(view, voices):
        content = _stretch(cue.content, view)
        if content is not None:
            found[_phrase(cue.source, view), content] = None
    return list(found)


def _phrase(token: Token, view: View) -> Span:
    """The whole noun phrase of a source, up to its first clause or apposition."""
    cut = {t.i for c in token.children if c.dep_ in ("relcl", "acl", "appos", "conj", "cc", "punct", "advcl") and c.i > token.i for t in c.subtree}
    keep = {t.i for t in token.subtree} - cut
    left = right = token.i
    while left - 1 in keep:
        left -= 1
    while right + 1 in keep:
        right += 1
    while left < token.i and view.doc[left].is_punct:
        left += 1
    return view.spans[left][0], view.spans[right][1]


def _stretch(numbers: Iterable[int], view: View) -> Span | None:
    """From the first to the last token of what is said, without the commas at its ends; with the marks of a quotation."""
    inside = sorted(numbers)
    while inside and view.doc[inside[0]].text in ",;:–-.":
        inside.pop(0)
    while inside and view.doc[inside[-1]].text in ",;:–-":
        inside.pop()
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    if first in view.quoted and view.doc[first - 1].text == '"':
        first -= 1
    if last in view.quoted and last + 1 < len(view.doc) and view.doc[last + 1].text == '"':
        last += 1
    return view.spans[first][0], view.spans[last][1]
