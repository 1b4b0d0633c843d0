"""How firmly a clause is said: asserted, alleged, denied, planned, hypothetical, negative; or not said to have happened at all.

From the word that shows a relation the way goes up through the clauses around it. The innermost voice counts; whatever lies
further out can only make a statement weaker, never firmer.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.clauses import coordinate
from kg.extract.governing import is_negated, speaks, under_adverbial, under_clause, under_infinitive, under_object, under_preposition
from kg.extract.governing_nouns import under_noun
from kg.extract.stance import Stance, firmer, is_named, own_words
from kg.extract.voices import Voices
from kg.extract.words import table, words

__all__ = ["Stance", "stance_of", "title_stance"]

_STEPS = 14
#: "far from paying", "stopped short of suing": it did not happen.
_NOT_QUITE = frozenset((("far", "from"), ("short", "of"), ("close", "to"), ("near", "to"), ("rule", "out")))


def stance_of(token: Token, voices: Voices) -> Stance:
    """How firmly the clause of a token is said, and by whom."""
    stance = Stance()
    own_words(token, stance)
    if _describes(token) and voices.quotation_of(token) is None:
        return stance.settle()
    here = token
    for _ in range(_STEPS):
        if here.head.i == here.i or stance.dropped:
            break
        if _is_background(here) and voices.quotation_of(here) is None:
            beside, claimant = voices.aside(token)
            if beside:
                stance.voice(claimant)
            return stance.settle()
        above = coordinate(here)
        if here.dep_ == "ccomp" and here.i < above.i and any(t.text in (";", ":") for t in here.doc[here.i : above.i]):
            break
        _step(here, above, stance, voices)
        here = above
        if here.pos_ in ("VERB", "AUX"):
            _outer_words(here, token, stance)
    if voices.quotation_of(token) is not None:
        number = voices.quotation_of(token)
        assert number is not None
        stance.voice(voices.mentions.speakers.get(number))
    else:
        beside, claimant = voices.aside(token)
        if beside:
            stance.voice(claimant)
    if voices.is_story(token):
        stance.dropped = True
    if voices.is_held_at_arms_length(token):
        stance.voice(None)
    if stance.refuted:  # "it is not true that …": somebody denies it, or nobody has said it
        stance.denied, stance.dropped = stance.claimant is not None, stance.dropped or stance.claimant is None
    if here.sent[-1].text == "?" or (len(here.sent) > 1 and here.sent[-2].text == "?"):
        stance.dropped = True
    return stance.settle()


def _describes(token: Token) -> bool:
    """Whether a title, or where a name is from, stands on the name itself: the article's own word, whoever the sentence is given to."""
    if token.dep_ in ("compound", "nmod"):
        return token.head.pos_ == "PROPN" and token.head.i > token.i
    if token.pos_ == "NOUN" and (is_named(token) or any(c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > token.i for c in token.children)):
        return token.doc[token.left_edge.i - 1].lower_ not in ("as", "a", "an") if token.left_edge.i else True  # "his daughter, Mercy"
    near = token.dep_ == "prep" and token.i == token.head.i + 1 and token.lower_ in ("near", "outside", "of")
    return near and (token.head.pos_ == "PROPN" or (token.head.pos_ == "NOUN" and token.lower_ != "of"))


def title_stance(token: Token, voices: Voices) -> Stance:
    """How firmly a title is said: by the text itself, except in a quotation and where it is hedged."""
    stance = Stance()
    if token.pos_ == "NOUN":
        own_words(token, stance)
    number = voices.quotation_of(token)
    if number is not None:
        stance.voice(voices.mentions.speakers.get(number))
    return stance.settle()


def _is_background(token: Token) -> bool:
    """A relative clause or apposition between commas is the article's own word on a name."""
    if token.dep_ not in ("relcl", "appos", "acl"):
        return False
    left = min(t.i for t in token.subtree)
    before = token.doc[left - 1].text if left else ""
    return before in (",", "–", "(", "-", ";") and not (token.dep_ == "acl" and token.tag_ == "VB")


def _step(here: Token, above: Token, stance: Stance, voices: Voices) -> None:
    """What the head says about the clause below it."""
    label = here.dep_
    if label == "relcl" and above.dep_ == "pobj" and above.head.lower_ == "as":
        stance.voice(None)  # "named him as the man who sold them"
    if above.pos_ in ("VERB", "AUX"):
        if label in ("ccomp", "csubj") or (label == "parataxis" and voices.is_reporting(above)):
            under_clause(here, above, stance, voices)
        elif label == "xcomp":
            under_infinitive(here, above, stance, voices)
        elif label == "advcl":
            under_adverbial(here, above, stance, voices)
        elif label == "prep" and here.lower_ not in ("in", "on", "at", "during", "by", "since", "to"):
            under_preposition(here, above, stance, voices)
        elif label == "oprd" and above.lemma_ in words("report", "naming"):
            speaks(above, stance, voices)
        elif label in ("dobj", "nsubj", "nsubjpass", "attr", "pobj"):
            under_object(here, above, stance, voices)
        elif label == "conj":
            _beside(here, above, stance)
    elif label in ("acl", "ccomp", "relcl", "pcomp", "prep", "xcomp") and above.pos_ in ("NOUN", "PROPN", "ADJ"):
        under_noun(here, above, stance, voices)
    elif label == "pcomp":
        instead = above.lower_ == "of" and above.i > 0 and above.nbor(-1).lower_ == "instead"
        if instead or (above.head.lemma_, above.lower_) in _NOT_QUITE:
            stance.dropped = True
        elif above.lower_ in ("without", "instead", "besides"):
            stance.negative = above.lower_ != "besides" or stance.negative
        elif above.lower_ == "whether":
            stance.unreal = "hypothetical"


def _beside(here: Token, above: Token, stance: Stance) -> None:
    """A coordinated verb without a subject of its own shares "will" and "did not … or"."""
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in here.children):
        return
    if here.tag_ == "VB" or here.tag_ == above.tag_:
        for child in above.children:
            if child.dep_ == "aux" and child.lower_ in table("plan", "aux") and here.tag_ == "VB":
                stance.unreal = firmer(stance.unreal, table("plan", "aux")[child.lower_][0])
    if any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in above.children) and is_negated(above):
        stance.negative = True


def _outer_words(verb: Token, token: Token, stance: Stance) -> None:
    """Hedges of the clauses around: they only weaken."""
    for child in verb.children:
        if child.dep_ == "advmod" and child.lower_ in words("hedge", "adverbs"):
            stance.voice(None)
