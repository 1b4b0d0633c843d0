"""What a noun or adjective says of the clause under it: "the claim that …", "on suspicion of …", "plans to …", "guilty of …"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.clauses import agents, governor, prepositional
from kg.extract.governing import denies, is_negated, speaks, under_preposition
from kg.extract.stance import Stance, firmer, is_none
from kg.extract.voices import Voices
from kg.extract.words import words

__all__ = ["under_noun"]

#: Nouns whose "of …ing" the text itself says to be so.
_PRACTICES = frozenset(("practice", "habit", "way", "process", "task", "work", "job", "result", "purpose", "aim", "cost", "method", "policy"))


def under_noun(here: Token, noun: Token, stance: Stance, voices: Voices) -> None:
    """As in "the claim that …", "on suspicion of …", "plans to …", "guilty of …"."""
    lemma = noun.lemma_
    above = governor(noun) if here.dep_ == "prep" and here.lower_ in ("with", "of", "for", "over") else None
    if (
        above is not None
        and lemma not in words("hedge", "nouns")
        and above.lemma_ in words("hedge", "accuse")
        and any(c.dep_ == "pcomp" for c in here.children)
    ):
        under_preposition(here, above, stance, voices)  # "charged the owner and his foreman with holding them"
        return
    if here.dep_ == "relcl" and not _is_content(here):
        return
    if here.dep_ in ("relcl", "acl", "ccomp") and _is_void(noun, stance):
        return
    if here.dep_ == "relcl":
        if lemma not in words("report", "holding"):
            owners = [c for c in noun.children if c.dep_ == "poss"] or list(prepositional(noun, "by", "from"))
            stance.voice(voices.named_source(owners[0]) if owners else None)
        return
    if noun.pos_ == "ADJ":
        if lemma in ("guilty", "responsible", "liable", "accused", "suspected"):
            above = governor(noun)
            found = agents(above) if above is not None and above.lemma_ != "be" else []
            stance.voice(voices.named_source(found[0]) if found else None)
        elif lemma in ("innocent", "unlikely", "unwilling", "unable", "reluctant", "afraid", "loath", "powerless", "hesitant", "impossible"):
            stance.dropped = True
        elif here.dep_ == "xcomp" and lemma in words("report", "feelings"):
            return
        elif here.dep_ == "xcomp" or lemma in (
            "likely",
            "able",
            "about",
            "close",
            "near",
            "ready",
            "willing",
            "free",
            "due",
            "set",
            "certain",
            "eager",
            "bound",
            "poised",
            "prepared",
        ):
            stance.unreal = stance.unreal or ("planned" if lemma in ("due", "set", "ready", "about") else "hypothetical")
        return
    if here.dep_ == "prep" and noun.dep_ == "pobj" and noun.head.dep_ == "agent":
        under_preposition(here, noun.head.head, stance, voices)  # "convicted by the court of selling"
        return
    if here.dep_ == "prep" and here.lower_ == "of" and any(c.dep_ == "pcomp" for c in here.children) and lemma not in _PRACTICES:
        stance.voice(None)  # a deed that only stands behind a noun is nobody's report
    if here.dep_ == "prep" and here.lower_ not in ("of", "that", "about") and lemma not in ("charge", "trial", "suspicion"):
        return
    content = here.dep_ in ("acl", "ccomp") or here.lower_ in ("of", "about", "for", "on")
    if content and lemma in words("report", "nouns") | words("hedge", "nouns") and not (here.dep_ == "acl" and here.tag_ == "VBN"):
        owners = [c for c in noun.children if c.dep_ == "poss"] or list(prepositional(noun, "by", "from"))
        above = governor(noun)
        if above is not None and denies(above) and not is_negated(above):
            stance.denied = True
            speaks(above, stance, voices)
        else:
            stance.voice(voices.named_source(owners[0]) if owners else None)
    elif here.dep_ == "acl" and here.tag_ == "VB" and lemma in words("plan", "attempt_nouns"):
        stance.dropped = True
    elif here.dep_ == "acl" and here.tag_ == "VB" and lemma in ("decision", "move") and list(prepositional(noun, "by")):
        return  # "welcomed the decision by the court to …": it was taken
    elif here.dep_ == "acl" and here.tag_ == "VB" and lemma in words("plan", "nouns"):
        stance.unreal = firmer(stance.unreal, "planned")


def _is_content(verb: Token) -> bool:
    """Whether a clause with "that" is what a noun says, though it was read as a relative clause: nothing is missing in it."""
    that = next((c for c in verb.children if c.lower_ == "that" and c.i < verb.i), None)
    return that is not None and all(any(c.dep_ in labels and c.i != that.i for c in verb.children) for labels in (("nsubj",), ("dobj",)))


def _is_void(noun: Token, stance: Stance) -> bool:
    """As in "a false report that", "no evidence that", "the rumour that … is false"."""
    above = noun.head if noun.dep_ in ("nsubj", "nsubjpass") else None
    said = {c.lower_ for c in noun.children if c.dep_ in ("amod", "compound")} | (
        {c.lemma_.lower() for c in above.children if c.dep_ in ("acomp", "attr")} if above is not None and not is_negated(above) else set()
    )
    if said & words("deny", "false") or is_none(noun):
        stance.dropped = True
    elif noun.lemma_ in words("deny", "possible"):
        stance.unreal = "hypothetical"
    return stance.dropped
