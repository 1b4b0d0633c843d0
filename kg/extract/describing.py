"""Nouns, adjectives and prepositions that describe somebody: "X, director of Y", "X, based in Z"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.clauses import agents, conjuncts, patients, prepositional, relative, surface
from kg.extract.match import ANY_PREPOSITION, Match, in_a_row
from kg.ontology.lexicon import ANY, Phrase

__all__ = ["describing_matches", "noun_matches"]

_AT = ("of", "for", "at", "with", "in", "to", "on", "from", "within", "under")


def noun_matches(phrase: Phrase, token: Token) -> Iterator[Match]:
    """Whom a noun describes, and the other end that it names."""
    tokens = in_a_row(phrase, token)
    if tokens is None:
        return
    core = tokens[-1]
    if phrase.words and core.pos_ == "ADP":
        return
    for inner in tokens:
        if inner.head not in tokens:
            core = inner
    if core.pos_ not in ("NOUN", "PROPN"):
        return
    ends = _bodies(phrase, core, tokens)
    if not ends:
        return
    for holders in _holders(core, tokens):
        if holders:
            yield Match(phrase, core, holders, ends, tokens, kind="noun")
            return


def _bodies(phrase: Phrase, core: Token, tokens: list[Token]) -> list[Token]:
    """The other end of "director": behind a preposition, in the possessive, before it."""
    taken = {t.i for t in tokens}
    inside = phrase.preposition not in ("", ANY, "of", "for")
    wanted = _AT if not inside else ("at", "with", "in") if phrase.preposition in ("at", "with") else (phrase.preposition,)
    found = [t for inner in {core, tokens[-1]} for t in prepositional(inner, *wanted) if t.i not in taken]
    if not found and core.dep_ == "appos":
        found = [t for t in prepositional(core.head, *wanted) if t.i > core.i]
    around = [core, core.head] if core.dep_ in ("compound", "nmod") and core.head.pos_ == "PROPN" and core.head.i > core.i else [core]
    possessed = [relative(t) for noun in around for child in noun.children if child.dep_ == "poss" and child.i < core.i for t in conjuncts(child)]
    before = [
        c for noun in around for c in noun.children if c.dep_ in ("compound", "nmod") and c.i not in taken and c.pos_ == "PROPN" and c.i < core.i
    ]
    if inside:
        return found
    if possessed and not (found and possessed[0].pos_ == "PRON"):
        return possessed
    return found or before or _in_which(core)


def _in_which(core: Token) -> list[Token]:
    """As in "the federation, of which Himchuli is a member"."""
    verb = core.head
    if core.dep_ != "attr" or verb.dep_ != "relcl":
        return []
    held = any(g.tag_ == "WDT" for c in (*verb.children, *core.children) if c.dep_ == "prep" for g in c.children)
    return [verb.head] if held else []


def _holders(core: Token, tokens: list[Token]) -> Iterator[list[Token]]:
    """Who is described by a noun."""
    bearer = next((c for c in core.children if c.dep_ == "appos" and c.text == "Smith" and c.i > core.i), None)
    if core.dep_ == "appos" and bearer is not None and core.head.text != "Smith":
        yield [bearer]  # "…, its spokesperson, Ana Berg, said" beside another body's name
    if core.dep_ == "appos":
        yield _unless_same([core.head])
    hung = [
        c
        for inner in prepositional(core)
        for c in inner.children
        if c.dep_ == "appos"
        and c.pos_ == "PROPN"
        and inner.pos_ == "PROPN"
        and core.dep_ in ("nsubj", "nsubjpass", "dobj", "ROOT", "pobj", "attr", "conj")
    ]
    after = [c for c in core.children if c.dep_ == "appos" and (c.pos_ == "PROPN" or c.pos_ == "NOUN") and c.i > core.i]
    if after:
        yield after[:1]
    if hung and not after and core.dep_ != "appos":
        yield hung[:1]
    if core.dep_ in ("compound", "nmod", "amod") and core.head.pos_ == "PROPN" and core.head.i > core.i:
        yield [core.head]
    inside = [c for c in core.children if c.dep_ in ("compound", "nmod") and c.pos_ == "PROPN" and c.i > core.i]
    if inside:
        yield inside
    if core.dep_ == "nsubj" and core.head.lemma_ == "be":  # "X's only director is Ana Berg"
        named = [c for c in core.head.children if c.dep_ == "attr" and c.pos_ == "PROPN"]
        if named:
            yield named
    if core.dep_ in ("attr", "acomp", "oprd"):
        verb = core.head
        found = patients(verb) if core.dep_ == "oprd" and verb.lemma_ not in ("be", "become", "remain") else surface(verb)
        yield [t for t in found if t.i not in {x.i for x in tokens}]
    if core.dep_ == "pobj" and core.head.lower_ == "as":
        verb = core.head.head
        yield (patients(verb) or surface(verb)) if verb.lemma_ not in ("serve", "work", "act") else surface(verb)
    one = core.head.head if core.dep_ == "pobj" and core.head.lower_ == "of" and core.head.head.lower_ == "one" else None
    if one is not None and one.dep_ in ("attr", "appos"):  # "is one of the main sponsors of"
        yield surface(one.head) if one.dep_ == "attr" else [one.head]
    if core.dep_ == "conj":
        yield from _holders(core.head, tokens)
    if core.dep_ in ("nsubj", "dobj", "pobj") and core.i + 1 < len(core.doc):
        following = core.doc[tokens[-1].i + 1] if tokens[-1].i + 1 < len(core.doc) else core
        if following.pos_ == "PROPN" and following.i != core.i and following.dep_ in ("appos", "nsubj"):
            yield [following]


def _unless_same(found: list[Token]) -> list[Token]:
    return found


def describing_matches(phrase: Phrase, token: Token) -> Iterator[Match]:
    """What a participle, adjective or preposition is said of, and its object."""
    tokens = in_a_row(phrase, token)
    if tokens is None or not phrase.preposition:
        return
    last = tokens[-1]
    if token.pos_ in ("ADP", "SCONJ", "ADV") and len(tokens) == 1 and phrase.preposition == phrase.head:
        if token.lower_ in ("of", "for") and token.head.pos_ != "PROPN":
            return  # "director of X" has phrases of its own
        ends = [relative(t) for c in token.children if c.dep_ == "pobj" for t in conjuncts(c)]
    else:
        wanted = ANY_PREPOSITION if phrase.preposition == ANY else (phrase.preposition,)
        ends = [t for inner in reversed(tokens) for t in prepositional(inner, *wanted)]
        following = last.doc[last.i + 1] if last.i + 1 < len(last.doc) else None
        if not ends and following is not None and following.lower_ in wanted:
            ends = [relative(t) for c in following.children if c.dep_ == "pobj" for t in conjuncts(c)]
    if ends:
        yield Match(phrase, token, _described(token), ends, tokens, kind="describing")


def _described(token: Token) -> list[Token]:
    """What an adjective or prepositional phrase is said of."""
    head = token.head
    if token.lower_ == "among" and head.pos_ == "VERB" and head.lemma_ not in ("count", "figure", "rank", "remain", "belong", "number"):
        return []  # "ranked X last among twelve exporters" says nothing of who ranked
    if token.dep_ in ("acomp", "attr", "oprd", "prep", "advmod", "pobj", "ROOT", "xcomp", "advcl", "dep") and head.pos_ in ("VERB", "AUX"):
        return agents(head) if head.lemma_ not in ("be", "remain", "become") else surface(head)
    if head.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ in ("prep", "amod", "acl", "appos", "relcl"):
        return [relative(head)]
    if token.dep_ == "pcomp" or head.pos_ == "ADP":
        return _described(head) if head.i != token.i else []
    return []
