"""What a verb says of the clause, the infinitive or the phrase under it: said, denied, planned, attempted, demanded."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.clauses import agents, is_passive, prepositional
from kg.extract.stance import Stance, firmer, is_conditional, is_none, negates
from kg.extract.voices import Voices
from kg.extract.words import words

__all__ = ["denies", "is_negated", "speaks", "under_adverbial", "under_clause", "under_infinitive", "under_object", "under_preposition"]


def speaks(verb: Token, stance: Stance, voices: Voices) -> None:
    """The subject of a verb of saying is the voice."""
    if not stance.voiced:
        stance.speakers = voices.sources_of(verb)
    stance.voice(voices.source_of(verb))


def denies(verb: Token) -> bool:
    """Whether a verb denies what stands under it."""
    return verb.lemma_ in words("deny", "verbs")


def is_negated(verb: Token) -> bool:
    """Whether a verb is negated in earnest."""
    return any((c.dep_ == "neg" or c.lower_ == "never") and negates(c) for c in verb.children)


def under_clause(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "X said that …", "X denied that …", "this does not mean that …"."""
    if verb.lemma_ in words("deny", "doubts") | words("hedge", "feigned") or any(c.dep_ in ("nsubj", "attr") and is_none(c) for c in verb.children):
        stance.dropped = True
    elif verb.lemma_ in ("be", "seem", "appear", "look", "sound") and _predicate(verb, stance, voices):
        return
    elif denies(verb):
        if is_negated(verb):
            stance.dropped = True
        stance.denied = True
        speaks(verb, stance, voices)
    elif is_negated(verb) and verb.lemma_ in words("deny", "mean"):
        stance.denied = True
        if verb.lemma_ != "mean":
            speaks(verb, stance, voices)
    elif is_negated(verb) and verb.lemma_ in (
        "know",
        "believe",
        "think",
        "find",
        "see",
        "hear",
        "show",
        "prove",
        "establish",
        "indicate",
        "reveal",
        "demonstrate",
        "confirm",
    ):
        stance.negative ^= True
        speaks(verb, stance, voices)
    elif verb.lemma_ in words("plan", "demands") and here.tag_ == "VB":
        stance.unreal = "hypothetical"
        speaks(verb, stance, voices)
    elif verb.lemma_ in ("mean", "imply", "ensure", "make", "let", "help", "see", "be"):
        return
    elif verb.lemma_ in words("plan", "verbs") and verb.lemma_ in ("hope", "want", "expect", "wish", "propose", "consider", "prepare", "intend"):
        stance.unreal = firmer(stance.unreal, "planned")
        speaks(verb, stance, voices)
    else:
        if any(c.dep_ == "mark" and c.lower_ in ("whether", "if") for c in here.children):
            stance.unreal = "hypothetical"
        if (
            stance.unreal == "hypothetical"
            and not stance.demanded
            and any(c.dep_ == "aux" and c.lower_ == "would" for c in here.children)
            and not is_conditional(here)
        ):
            stance.unreal = "planned"  # "said it would": the future of the past
        speaks(verb, stance, voices)


def _predicate(verb: Token, stance: Stance, voices: Voices) -> bool:
    """As in "it is false that …", "the claim is that …": what the predicate or its noun makes of the clause."""
    said = {c.lemma_.lower() for c in verb.children if c.dep_ in ("acomp", "attr", "oprd")}
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "attr") and c.pos_ == "NOUN"), None)
    if said & words("deny", "false") or (is_negated(verb) and said & words("report", "certain")):
        stance.refuted = True
        return True
    if said & words("deny", "possible"):
        stance.unreal = "hypothetical"
    elif verb.lemma_ in ("seem", "appear", "look", "sound"):
        stance.voice(None)
    elif subject is not None and subject.lemma_ in words("report", "nouns") | words("hedge", "nouns") | words("report", "frames") | words(
        "parts", "documents"
    ):
        owners = [c for c in subject.children if c.dep_ == "poss"] or list(prepositional(subject, "by", "from", "of"))
        stance.voice(voices.named_source(owners[0]) if owners else None)
    return stance.dropped or stance.voiced or bool(stance.unreal)


def under_infinitive(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "failed to arrest", "plans to sue", "is said to have met"."""
    lemma = verb.lemma_
    if lemma in ("have", "be", "remain") and any(c.lower_ == "yet" for c in verb.children):
        stance.negative ^= True  # "have yet to arrest him"
    elif lemma in words("hedge", "feigned") or (lemma == "rule" and any(c.lower_ == "out" for c in verb.children)):
        stance.dropped = True
    elif denies(verb):
        stance.denied = True
        speaks(verb, stance, voices)
    elif _is_said_of(verb):
        stance.voice(None)
    elif lemma in words("plan", "failures"):
        stance.negative ^= True
    elif lemma in words("plan", "attempts"):
        stance.dropped = True
    elif is_passive(verb) and lemma in words("hedge", "passive") and not agents(verb):
        stance.voice(None)
    elif lemma in words("report", "verbs") and lemma not in words("plan", "demands") and lemma not in words("plan", "verbs") and not _vows(verb):
        speaks(verb, stance, voices)
    elif lemma in ("want", "expect", "hope", "wish") and not any(c.dep_ == "dobj" for c in verb.children):
        stance.unreal = firmer(stance.unreal, "planned")
    elif lemma in words("plan", "demands") and (here.tag_ == "VB" or lemma in ("consider", "propose", "recommend")):
        stance.unreal, stance.demanded = "hypothetical", True
        if lemma not in ("consider", "want", "expect", "seek", "apply"):
            speaks(verb, stance, voices)
    elif lemma in words("plan", "verbs") or _vows(verb):
        stance.unreal = firmer(stance.unreal, "planned")
    elif lemma not in words("plan", "real"):
        stance.unreal = stance.unreal or "hypothetical"


def _is_said_of(verb: Token) -> bool:
    """As in "Jon Vale, said to be the owner": a participle that the parser took for the verb of the sentence."""
    return verb.lemma_ in words("hedge", "passive") and verb.tag_ in ("VBD", "VBN") and verb.i > 0 and verb.nbor(-1).text == "," and not _vows(verb)


def _vows(verb: Token) -> bool:
    return verb.lemma_ in words("report", "plans")


def under_adverbial(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "if X paid", "until X pays", "to pay"."""
    marks = {c.lower_ for c in here.children if c.dep_ in ("mark", "advmod")}
    if {"rather", "than"} <= marks:
        stance.dropped = True
    elif marks & {"if", "unless", "whether", "lest", "provided"}:
        stance.unreal = "hypothetical"
    elif marks & {"until", "before", "once"} and stance.unreal != "hypothetical":
        stance.dropped = stance.dropped or "until" in marks
    elif any(c.dep_ == "aux" and c.lower_ == "to" for c in here.children):
        stance.unreal = stance.unreal or "purpose"
    elif verb.lemma_ in ("accuse", "suspect") or (voices.is_reporting(verb) and marks & {"that"}):
        speaks(verb, stance, voices)


def under_preposition(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "accused of luring", "arrested for smuggling", "denied from": what a verb of blame is about is its doer's word."""
    if not any(c.dep_ in ("pcomp", "pobj") for c in here.children):
        return
    low = here.lower_
    if low == "as" and verb.lemma_ in words("hedge", "feigned"):
        stance.dropped = True
    elif low in ("of", "about") and verb.lemma_ in words("report", "talk"):
        if verb.lemma_ in ("think", "talk", "dream", "joke", "speak") and any(c.dep_ == "pcomp" for c in here.children):
            stance.unreal = "hypothetical"
        speaks(verb, stance, voices)
    elif low == "as" and verb.lemma_ in words("report", "naming"):
        speaks(verb, stance, voices)
    elif low in ("without", "instead", "rather"):
        stance.negative = True
    elif verb.lemma_ in words("hedge", "clears") and low in ("of", "from"):
        stance.dropped = True
    elif denies(verb) and low in ("of", "from"):
        stance.denied = True
        speaks(verb, stance, voices)
    elif verb.lemma_ in words("plan", "attempts") and low == "from":
        stance.dropped = True
    elif verb.lemma_ in words("hedge", "accuse") and low in ("of", "with", "for", "over", "as"):
        found = agents(verb) if not stance.hedged else []
        stance.voice(voices.named_source(found[0]) if found else None)
    elif low in ("against", "from") and verb.lemma_ in ("warn", "protect", "decide", "advise", "guard"):
        stance.dropped = True


def under_object(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "puts at 300 those whom …", "called off the strike", "denied the theft of"."""
    if here.dep_ == "dobj" and _counts(verb):
        speaks(verb, stance, voices)
    elif here.dep_ in ("dobj", "nsubjpass") and _calls_off(verb):
        stance.dropped = True
    elif denies(verb) and here.dep_ in ("dobj", "nsubjpass") and here.pos_ in ("NOUN", "VERB"):
        stance.denied = True
        speaks(verb, stance, voices)
    elif here.dep_ == "dobj" and verb.lemma_ == "order" and not list(prepositional(here, "by")):
        return  # "the court ordered the release of X": it released him
    elif here.dep_ == "dobj" and verb.lemma_ in words("plan", "demands") | {"plan", "propose", "threaten", "consider"} and here.pos_ == "NOUN":
        stance.unreal = "hypothetical" if verb.lemma_ not in ("plan", "propose") else "planned"
        if verb.lemma_ not in ("consider", "plan"):
            speaks(verb, stance, voices)


def _counts(verb: Token) -> bool:
    """As in "puts at 300 those whom …", "the figures have nine sailors trafficked by …"."""
    if verb.lemma_ in words("report", "figures"):
        return True
    subjects = {c.lemma_.lower() for c in verb.children if c.dep_ == "nsubj"}
    return verb.lemma_ in ("have", "show", "contain", "include") and bool(subjects & words("parts", "documents"))


def _calls_off(verb: Token) -> bool:
    """As in "the meeting was cancelled", "called off the strike"."""
    return verb.lemma_ in words("plan", "undone") or (verb.lemma_ == "call" and any(c.lower_ == "off" for c in verb.children))
