"""Names in a row: "A (AB), B, C and D", and those that a text names out of a group: "nine men, among them A and B"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.entities import PLURAL
from kg.extract.view import View

__all__ = ["following", "named_among"]

_BETWEEN = frozenset((",", "and", "(", ")", "the", ";", "as", "well", "a"))
_OPENERS = (("among", "them"), ("among", "whom"), ("among", "those"), ("including",), ("namely",), ("among", "these"), ("such", "as"))
_REACH = 12


def following(first: Token, view: View) -> Iterator[Token]:
    """The names that follow one another after the first, whatever the parser made of the list."""
    for token in first.doc[first.i + 1 : first.sent.end]:
        if token.i in view.names:
            if token.nbor(-1).text != "(":
                yield token
        elif token.lower_ not in _BETWEEN:
            return


def named_among(group: Token, view: View) -> list[Token]:
    """The names that a text picks out of the people of a plural noun right after it."""
    if group.tag_ not in PLURAL and group.pos_ != "NUM":
        return []
    end = group.sent.end
    for i in range(group.i + 1, min(group.i + _REACH, end)):
        token = group.doc[i]
        if token.tag_ in PLURAL or token.text in (";", ":"):
            return []
        for opener in _OPENERS:
            if tuple(t.lower_ for t in group.doc[i : i + len(opener)]) == opener and group.doc[i - 1].text in (",", "(", "–"):
                return _names_after(i + len(opener), group, view)
    return []


def _names_after(i: int, group: Token, view: View) -> list[Token]:
    """The list that begins at a token, behind an office or kinship of at most some words."""
    reach = group.doc[i : min(i + 16, group.sent.end)]
    first = next((t for t in reach if t.i in view.names and view.names[t.i].type not in ("Place", "Country")), None)
    if first is not None and any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBN" for t in group.doc[i : first.i]):
        return []
    return [first, *following(first, view)] if first is not None else []
