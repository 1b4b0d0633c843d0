"""Who stands with whom: the actors that a sentence ties together, before anybody says by which relation.

A relation needs a word that the vocabulary has; that two actors have to do with each other needs only grammar. So this finds far
more than the lexicon does, and says far less.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Token

from kg.extract.clauses import agents, owners, patients, prepositional, surface
from kg.extract.mentions import Mentions
from kg.extract.model import load_model
from kg.extract.view import View, make_view
from kg.extract.words import is_person_noun, name_words, table, words

__all__ = ["pairs", "proposed_pairs"]

Span = tuple[int, int]
#: So far below the word that ties them the other actor may stand.
_DEPTH = 6
_PRONOUNS = frozenset().union(*(words("people_words", person) for person in ("i", "we", "he", "she", "it", "they")))


def proposed_pairs(text: str) -> list[tuple[Span, Span]]:
    """The pairs of a text. Raises `UsageError` when the model is not installed."""
    view = make_view(text, load_model())
    return pairs(view, Mentions(view))


def pairs(view: View, mentions: Mentions) -> list[tuple[Span, Span]]:
    """(characters of the one, characters of the other) for all that one clause ties together, in the order of the text."""
    found: dict[tuple[Span, Span], None] = {}
    for token in view.doc:
        for left, right in (*_under(token), *_beside(token)):
            one, other = _place(left, mentions), _place(right, mentions)
            if one[1] <= other[0] or other[1] <= one[0]:
                found[one, other] = None
    return list(found)


def _under(token: Token) -> Iterator[tuple[Token, Token]]:
    """Who does something, with everybody whom the clause below it names, and what it meets itself."""
    doers = {doer.i: doer for doer in _doers(token) if _is_actor(doer)}
    met = {t.i for t in (*patients(token), *prepositional(token)) if t.pos_ == "NOUN"} if doers else set()
    for doer in doers.values():
        for child in token.children:
            yield from ((doer, other) for other in _within(child, doer, _DEPTH) if other.i in met or _is_actor(other))


def _doers(token: Token) -> list[Token]:
    if token.pos_ in ("VERB", "AUX"):
        return [*agents(token), *surface(token)]
    if token.pos_ != "NOUN":
        return []
    return [*owners(token), *(c for c in token.children if c.dep_ in ("compound", "amod", "nmod") and (c.pos_ == "PROPN" or _is_people(c)))]


def _within(token: Token, doer: Token, depth: int) -> Iterator[Token]:
    if token.i != doer.i and depth:
        yield token
        for child in token.children:
            yield from _within(child, doer, depth - 1)


def _beside(token: Token) -> Iterator[tuple[Token, Token]]:
    """As in "talks between A and B", "A and B agreed": those who stand in one list."""
    if token.pos_ == "NOUN" and (named := list(prepositional(token, "between", "among"))):
        yield from combinations(named, 2)
    elif token.dep_ in ("nsubj", "nsubjpass") and token.conjuncts:
        yield from combinations([token, *token.conjuncts], 2)


def _is_people(token: Token) -> bool:
    """Whether a word names a people: "Iraqi", "Iraqis"."""
    return bool({token.lower_, token.lower_.removesuffix("s")} & name_words("countries", "demonyms"))


def _is_actor(token: Token) -> bool:
    """Whether a word names or means somebody, or a thing of somebody: "the detention of three journalists"."""
    if token.pos_ == "PRON":
        return token.lower_ in _PRONOUNS
    return _names(token) or (token.pos_ in ("NOUN", "NUM") and any(_names(t) for t in token.subtree))


def _names(token: Token) -> bool:
    low = token.lemma_.lower()
    if token.pos_ in ("NOUN", "PROPN") and (
        is_person_noun(low) or low in table("groups", "again") or low in words("pairs", "collectives") | words("pairs", "forces")
    ):
        return True
    return _is_people(token) or (token.pos_ == "PROPN" and token.lower_ not in name_words("joins", "never"))


def _place(token: Token, mentions: Mentions) -> Span:
    """Characters of the name or of the whole phrase; of whom a pronoun takes up where that is clear."""
    if token.i in mentions.view.name_spans:
        return mentions.view.name_spans[token.i]
    if token.pos_ == "PRON":
        actor = mentions.actor(token)
        return (actor.start, actor.end) if actor is not None else mentions.view.spans[token.i]
    return mentions.phrase(token) if token.pos_ in ("NOUN", "PROPN", "NUM") else mentions.view.spans[token.i]
