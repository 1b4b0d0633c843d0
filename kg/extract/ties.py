"""What a text says of actors beside its relations: other names, places, numbers, whose they are, whom they fight and talk to.

These ties are wider than the relations of the vocabulary and say less: they are measured on other people's sets, and not stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.actorlike import ActorLike
from kg.extract.clauses import agents, patients, prepositional, relative, surface
from kg.extract.mentions import Mentions
from kg.extract.model import load_model
from kg.extract.view import make_view
from kg.extract.words import words

__all__ = ["Tie", "ties"]

Span = tuple[int, int]
_Found = Iterator[tuple[str, Token, Token]]
#: Kind of a deed → the prepositions behind its verbs, and behind its nouns.
_BEHIND_VERBS = {"against": ("against", "at", "with", "on"), "talk": ("with", "to"), "head": ("of", "over"), "for": (), "dislike": (), "with": ("with", "alongside")}  # fmt: skip
_BEHIND_NOUNS = {"against": ("against", "on", "with", "of"), "talk": ("with", "to"), "for": ("for", "of", "to"), "dislike": ("of", "against"), "with": ("with", "for", "of", "to")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tie:
    """Two mentions and what ties them."""

    kind: str
    left: Span
    right: Span


def ties(text: str) -> list[Tie]:
    """The ties of a text, each once. Raises `UsageError` when the model is not installed."""
    view = make_view(text, load_model())
    return list(dict.fromkeys(_Ties(view, Mentions(view)).all()))


class _Ties(ActorLike):
    """The ties of one view."""

    def all(self) -> Iterator[Tie]:
        for token in self.view.doc:
            yield from self._acronym(token)
            for kind, left, right in (*self._same(token), *self._part(token), *self._place(token), *self._deed(token), *self._number(token)):
                if left.i != right.i:
                    yield Tie(kind, self.view.spans[left.i] if kind == "count" else self.span(left), self.span(right))

    # other names

    def _acronym(self, token: Token) -> Iterator[Tie]:
        name = self.view.names.get(token.i)
        if name is not None and name.short:
            start, end = self.view.name_spans[token.i]
            at = self.view.text.find(name.short, end, self.view.spans[token.i][1])
            if at >= 0:
                yield Tie("same", (start, end), (at, at + len(name.short)))

    def _same(self, token: Token) -> _Found:
        """As in "X, the head of Y", "X is the head of Y", "the group known as X"."""
        if token.dep_ == "appos" and token.pos_ in ("NOUN", "PROPN"):
            head = token.head
            if self.is_place(head) and self.is_place(token):
                yield "place", head, token
            elif (
                not list(head.conjuncts) and self.identifies(token) and self.identifies(head) and not self.is_place(token) and not self.is_place(head)
            ):
                yield "same", head, token
        elif token.lemma_ in ("be", "become"):
            for attribute in (c for c in token.children if c.dep_ == "attr" and self.identifies(c)):
                yield from (("same", subject, attribute) for subject in surface(token) if subject.pos_ != "PRON" and self.identifies(subject))
        elif token.lemma_ in ("know", "call", "name", "dub") and token.tag_ == "VBN":
            called = [*prepositional(token, "as"), *(c for c in token.children if c.dep_ == "oprd")]
            yield from (("same", one, other) for one in surface(token) if self.acts(one) for other in called if other.i in self.view.names)
        if token.i > 1 and token.dep_ != "appos" and token.i in self.view.names and self.kind(token) == "Person":
            yield from self._behind_office(token)

    def _behind_office(self, name: Token) -> _Found:
        """As in "The minister for ports, Ana Prior, said", however it was parsed."""
        if name.nbor(-1).text != ",":
            return
        before = name.nbor(-2)
        for _ in range(3):
            if before.dep_ in ("pobj", "conj"):
                before = before.head.head if before.dep_ == "pobj" else before.head
        if self.is_office(before):
            yield "same", before, name

    # whose they are

    def _part(self, token: Token) -> _Found:
        if token.pos_ in ("NOUN", "PROPN") and self.acts(token):
            yield from self._of_body(token)
        if token.lemma_.lower() in ("part", "member") and token.dep_ in ("attr", "pobj", "appos"):
            above = token.head if token.dep_ == "attr" else token.head.head
            for one in surface(above) if above.pos_ in ("VERB", "AUX") else [above]:
                yield from (("part", one, whole) for whole in prepositional(token, "of") if self.acts(one) and self.acts(whole))
        if token.lower_ == "including" and token.dep_ in ("prep", "acl"):
            for part in (t for c in token.children if c.dep_ in ("pobj", "dobj") for t in (c, *c.conjuncts)):
                if self.is_place(part) and self.is_place(token.head):
                    yield "place", part, token.head
                elif self.acts(part) and self.acts(token.head):
                    yield "part", part, token.head
        if token.pos_ == "VERB" and token.lemma_ in ("belong", "serve", "fight", "work", "study"):
            wholes = prepositional(token, "to") if token.lemma_ == "belong" else prepositional(token, "in", "for", "at", "with")
            yield from (("part", one, whole) for whole in wholes if self.is_body(whole) for one in surface(token) if self.acts(one))

    def _of_body(self, noun: Token) -> _Found:
        """As in "the army's officers", "members of the union", "the leader of the union"."""
        yield from (("part", noun, relative(c)) for c in noun.children if c.dep_ == "poss" and self.is_body(relative(c)))
        leads = noun.lemma_.lower() in words("ties", "heads")
        for whole in prepositional(noun, "of"):
            if leads and (self.acts(whole) or self.is_place(whole)):
                yield "head", self.described(noun), whole
            elif self.is_body(whole) and noun.i not in self.view.names:
                yield "part", self.described(noun), whole
        for whole in prepositional(noun, "for", "from"):
            if leads and self.acts(whole) and not self.is_place(whole):
                yield "head", self.described(noun), whole
            elif not leads and whole.head.lower_ == "from" and self.is_body(whole) and noun.i not in self.view.names:
                yield "part", self.described(noun), whole

    # where

    def _place(self, token: Token) -> _Found:
        if token.dep_ == "prep" and token.lower_ in words("ties", "where"):
            places = [t for c in token.children if c.dep_ == "pobj" for t in (c, *c.conjuncts) if self.is_place(t)]
            yield from (("place", one, place) for place in places for one in self._found_at(token.head))
        elif token.pos_ == "VERB" and token.lemma_ in words("ties", "reach"):
            ends = [t for t in (*patients(token), *prepositional(token, "to", "into", "from", "through", "at", "in")) if self.is_place(t)]
            yield from (("place", one, place) for one in (agents(token) if ends else ()) if self.acts(one) for place in ends)
        elif token.i in self.view.names and self.is_place(token):
            after = token.doc[token.i + 1 : token.i + 3]
            if len(after) == 2 and after[0].text == "," and after[1].i in self.view.names and self.is_place(after[1]):
                yield "place", token, after[1]

    def _found_at(self, head: Token) -> list[Token]:
        """Who is where a prepositional phrase of place says."""
        if head.pos_ in ("VERB", "AUX"):
            return [t for t in (patients(head) or surface(head))[:1] if self.acts(t) or self.is_place(t)]
        if self.acts(head) or self.is_place(head):
            return [self.described(head)]
        return [c for c in head.children if c.dep_ in ("poss", "compound") and self.acts(c)]

    # what they do

    def _deed(self, token: Token) -> _Found:
        if token.pos_ == "VERB":
            for kind in (k for k in _BEHIND_VERBS if token.lemma_ in words("ties", k)):
                doers = [one for doer in agents(token) for one in self._resolved(doer) if self.acts(one)]
                ends = [*patients(token), *prepositional(token, *_BEHIND_VERBS[kind])]
                if kind == "talk" and not ends and len(doers) > 1:
                    ends = doers
                yield from ((kind, doer, end) for doer in doers for end in ends if self._may_meet(kind, token, end))
        elif token.pos_ == "NOUN":
            for kind in (k for k in _BEHIND_NOUNS if token.lemma_ in words("ties", f"{k}_nouns")):
                pair = list(prepositional(token, "between"))
                if len(pair) > 1:
                    yield kind, pair[0], pair[1]
                doers = [one for doer in self._doers(token) for one in self._resolved(doer) if self.acts(one)]
                ends = list(prepositional(token, *_BEHIND_NOUNS[kind]))
                yield from ((kind, doer, end) for doer in doers for end in ends if self._may_meet(kind, token, end))

    def _may_meet(self, kind: str, verb: Token, end: Token) -> bool:
        """Whether somebody can be fought, led or talked to; a town is captured and held."""
        if kind == "head" and verb.lemma_ in words("ties", "reach"):
            return self.is_place(end)
        return self.acts(end) or (kind in ("against", "head") and self.is_place(end))

    def _resolved(self, token: Token) -> list[Token]:
        """The actors before a possessive: "helped A and B in their fight"."""
        if token.tag_ != "PRP$":
            return [token]
        before = [t for t in token.sent if t.i < token.i and t.pos_ != "PRON" and self.acts(t) and t.dep_ not in ("compound", "nmod")]
        return [before[-1], *(t for t in before[-1].conjuncts if t.i < token.i)] if before else [token]

    def _doers(self, noun: Token) -> list[Token]:
        """Who does what a noun says: its possessor, its "by", the subject of its light verb, or who stands before "in the fight"."""
        found = [relative(c) for c in noun.children if c.dep_ == "poss" or (c.dep_ == "compound" and c.i in self.view.names)]
        found = found or list(prepositional(noun, "by"))
        if found:
            return found
        head = noun.head
        if noun.dep_ == "pobj" and head.lower_ == "in":
            return [head.head, *head.head.conjuncts] if head.head.pos_ in ("NOUN", "PROPN") else [*patients(head.head), *surface(head.head)][:1]
        return surface(head) if head.pos_ in ("VERB", "AUX") and head.lemma_ in words("light", "forward") else []

    def _number(self, token: Token) -> _Found:
        """As in "125 soldiers", "thousands of refugees"."""
        if token.dep_ == "nummod" and token.head.pos_ == "NOUN" and self.acts(token.head) and token.head.i not in self.view.names:
            yield "count", token.head, token
        elif token.pos_ == "NOUN" and token.lower_ in ("hundreds", "thousands", "dozens", "scores", "millions", "tens"):
            yield from (("count", group, token) for group in prepositional(token, "of") if self.acts(group))
