"""Nouns of doing: "the arrest of Y by X", "X's meeting with Y", "Y drew criticism from X"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.clauses import agents, conjuncts, governor, prepositional, relative, surface
from kg.extract.match import Match, in_a_row
from kg.extract.words import words
from kg.ontology.lexicon import Phrase

__all__ = ["event_matches"]

_AGENTS = ("by", "from")


#: What is said or done in them is done by those who met.
_TALKS = frozenset(
    ("meeting", "talk", "talks", "session", "conversation", "discussion", "summit", "interview", "consultation", "audience", "negotiation")
)


#: What stands for a place in the view: "the repatriation of maids from Malaysia" has no agent.
_PLACES = ("Paris", "France")


def event_matches(phrase: Phrase, token: Token) -> Iterator[Match]:
    """The doers of a noun of doing and whom it meets."""
    tokens = in_a_row(phrase, token)
    if tokens is None:
        return
    core = next((t for t in tokens if t.head not in tokens), tokens[-1])
    wanted = (phrase.preposition,) if phrase.preposition else ("of",)
    if phrase.preposition == "between":
        pair = list(prepositional(core, "between"))
        if len(pair) > 1:
            yield Match(phrase, core, pair, pair, tokens, mutual=True, kind="event")
        return
    verb = _light_verb(core)
    ends = list(prepositional(core, *wanted))
    if not ends:
        ends = [t for c in core.children if c.dep_ == "acl" and c.tag_ == "VBN" for t in prepositional(c, *wanted)]
    if not ends and wanted != ("of",):
        ends = [t for by in _agents_of(core) for t in prepositional(by, *wanted)]
    if not ends and verb is not None:
        ends = [t for t in prepositional(verb, *wanted) if t.i != core.i]
    doers = _doers(core, verb, ends)
    owned = [relative(t) for c in core.children if c.dep_ == "poss" for t in conjuncts(c)]
    if not ends and owned and wanted == ("of",):
        by = _agents_of(core)
        ends, doers = (owned, by) if by else ([], doers)
    if not ends and verb is not None and verb.lemma_ in words("light", "backward") and core.dep_ in ("dobj", "pobj", "attr"):
        by = _agents_of(core) or list(prepositional(verb, "from", "by", "at"))
        ends, doers = surface(verb), by
    above = governor(core)
    if ends and not doers and core.dep_ == "pobj" and core.head.lower_ in ("in", "at", "during", "after") and core.lemma_ in _TALKS:
        doers = surface(above) if above is not None else []  # "will discuss it in a meeting with X"
    if (
        ends
        and not doers
        and core.dep_ == "pobj"
        and core.head.lower_ == "on"
        and above is not None
        and above.lemma_ in ("be", "go", "leave", "come")
    ):
        doers = surface(above)  # "is on a visit to X"
    if ends and not doers and wanted in (("to",), ("into",)):
        doers = list(prepositional(core, "of"))  # "the deportation of X to Y" is X's way
    if ends and doers:
        yield Match(phrase, core, doers, ends, tokens, kind="event")


def _agents_of(noun: Token) -> list[Token]:
    return [t for t in prepositional(noun, *_AGENTS) if t.text not in _PLACES]


def _light_verb(noun: Token) -> Token | None:
    """The verb that carries a noun of doing: "held a meeting", "a complaint was filed"."""
    verb = noun.head
    if noun.dep_ == "conj":
        verb = noun.head.head
    if noun.dep_ == "pobj":
        above = governor(noun)
        return (
            above if above is not None and above.lemma_ in words("light", "backward") and noun.head.lower_ in ("under", "into", "in", "to") else None
        )
    if verb.pos_ in ("VERB", "AUX") and noun.dep_ in ("dobj", "nsubjpass", "attr", "conj", "nsubj", "dative"):
        return verb
    return verb if noun.head.dep_ == "relcl" and noun.dep_ == "dobj" else None


def _doers(noun: Token, verb: Token | None, ends: list[Token]) -> list[Token]:
    owned = [relative(t) for c in noun.children if c.dep_ == "poss" for t in conjuncts(c)]
    by = _agents_of(noun)
    if owned:
        return owned
    if by:
        return by
    named = [c for c in noun.children if c.dep_ in ("compound", "nmod") and c.pos_ == "PROPN"]
    if named:
        return named
    participle = next(
        (c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in words("light", "forward") | {"announce"}), None
    )
    if participle is not None:
        return [t for t in agents(participle) if t.i != noun.i]
    if verb is not None and (verb.lemma_ in words("light", "forward") or verb.lemma_ == "attend") and noun.dep_ != "nsubj":
        return [t for t in agents(verb) if t.i not in {e.i for e in ends}]
    if verb is not None and verb.dep_ == "relcl" and noun.dep_ == "dobj":
        return surface(verb)
    return []
