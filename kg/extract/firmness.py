"""How firmly a clause is said: asserted, alleged, denied, planned, hypothetical, negative; or not said to have happened at all.

From the word that shows a relation the way goes up through the clauses around it. The innermost voice counts; whatever lies
further out can only make a statement weaker, never firmer.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.clauses import agents, coordinate, governor, is_passive, prepositional
from kg.extract.stance import Stance, firmer, is_conditional, is_named, is_none, negates, own_words
from kg.extract.voices import Voices
from kg.extract.words import table, words

__all__ = ["Stance", "stance_of", "title_stance"]

_STEPS = 14
#: "far from paying", "stopped short of suing": it did not happen.
_NOT_QUITE = frozenset((("far", "from"), ("short", "of"), ("close", "to"), ("near", "to"), ("rule", "out")))
#: Nouns whose "of …ing" the text itself says to be so.
_PRACTICES = frozenset(("practice", "habit", "way", "process", "task", "work", "job", "result", "purpose", "aim", "cost", "method", "policy"))


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
            _under_clause(here, above, stance, voices)
        elif label == "xcomp":
            _under_infinitive(here, above, stance, voices)
        elif label == "advcl":
            _under_adverbial(here, above, stance, voices)
        elif label == "prep" and here.lower_ not in ("in", "on", "at", "during", "by", "since", "to"):
            _under_preposition(here, above, stance, voices)
        elif label == "oprd" and above.lemma_ in words("report", "naming"):
            _speaks(above, stance, voices)
        elif label in ("dobj", "nsubj", "nsubjpass", "attr", "pobj"):
            _under_object(here, above, stance, voices)
        elif label == "conj":
            _beside(here, above, stance)
    elif label in ("acl", "ccomp", "relcl", "pcomp", "prep", "xcomp") and above.pos_ in ("NOUN", "PROPN", "ADJ"):
        _under_noun(here, above, stance, voices)
    elif label == "pcomp":
        instead = above.lower_ == "of" and above.i > 0 and above.nbor(-1).lower_ == "instead"
        if instead or (above.head.lemma_, above.lower_) in _NOT_QUITE:
            stance.dropped = True
        elif above.lower_ in ("without", "instead", "besides"):
            stance.negative = above.lower_ != "besides" or stance.negative
        elif above.lower_ == "whether":
            stance.unreal = "hypothetical"


def _speaks(verb: Token, stance: Stance, voices: Voices) -> None:
    """The subject of a verb of saying is the voice."""
    if not stance.voiced:
        stance.speakers = voices.sources_of(verb)
    stance.voice(voices.source_of(verb))


def _denies(verb: Token) -> bool:
    return verb.lemma_ in words("deny", "verbs")


def _is_negated(verb: Token) -> bool:
    return any((c.dep_ == "neg" or c.lower_ == "never") and negates(c) for c in verb.children)


def _under_clause(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "X said that …", "X denied that …", "this does not mean that …"."""
    if verb.lemma_ in words("deny", "doubts") | words("hedge", "feigned") or any(c.dep_ in ("nsubj", "attr") and is_none(c) for c in verb.children):
        stance.dropped = True
    elif verb.lemma_ in ("be", "seem", "appear", "look", "sound") and _predicate(verb, stance, voices):
        return
    elif _denies(verb):
        if _is_negated(verb):
            stance.dropped = True
        stance.denied = True
        _speaks(verb, stance, voices)
    elif _is_negated(verb) and verb.lemma_ in words("deny", "mean"):
        stance.denied = True
        if verb.lemma_ != "mean":
            _speaks(verb, stance, voices)
    elif _is_negated(verb) and verb.lemma_ in (
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
        _speaks(verb, stance, voices)
    elif verb.lemma_ in words("plan", "demands") and here.tag_ == "VB":
        stance.unreal = "hypothetical"
        _speaks(verb, stance, voices)
    elif verb.lemma_ in ("mean", "imply", "ensure", "make", "let", "help", "see", "be"):
        return
    elif verb.lemma_ in words("plan", "verbs") and verb.lemma_ in ("hope", "want", "expect", "wish", "propose", "consider", "prepare", "intend"):
        stance.unreal = firmer(stance.unreal, "planned")
        _speaks(verb, stance, voices)
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
        _speaks(verb, stance, voices)


def _predicate(verb: Token, stance: Stance, voices: Voices) -> bool:
    """As in "it is false that …", "the claim is that …": what the predicate or its noun makes of the clause."""
    said = {c.lemma_.lower() for c in verb.children if c.dep_ in ("acomp", "attr", "oprd")}
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "attr") and c.pos_ == "NOUN"), None)
    if said & words("deny", "false") or (_is_negated(verb) and said & words("report", "certain")):
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


def _under_infinitive(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "failed to arrest", "plans to sue", "is said to have met"."""
    lemma = verb.lemma_
    if lemma in ("have", "be", "remain") and any(c.lower_ == "yet" for c in verb.children):
        stance.negative ^= True  # "have yet to arrest him"
    elif lemma in words("hedge", "feigned") or (lemma == "rule" and any(c.lower_ == "out" for c in verb.children)):
        stance.dropped = True
    elif _denies(verb):
        stance.denied = True
        _speaks(verb, stance, voices)
    elif _is_said_of(verb):
        stance.voice(None)
    elif lemma in words("plan", "failures"):
        stance.negative ^= True
    elif lemma in words("plan", "attempts"):
        stance.dropped = True
    elif is_passive(verb) and lemma in words("hedge", "passive") and not agents(verb):
        stance.voice(None)
    elif lemma in words("report", "verbs") and lemma not in words("plan", "demands") and lemma not in words("plan", "verbs") and not _vows(verb):
        _speaks(verb, stance, voices)
    elif lemma in ("want", "expect", "hope", "wish") and not any(c.dep_ == "dobj" for c in verb.children):
        stance.unreal = firmer(stance.unreal, "planned")
    elif lemma in words("plan", "demands") and (here.tag_ == "VB" or lemma in ("consider", "propose", "recommend")):
        stance.unreal, stance.demanded = "hypothetical", True
        if lemma not in ("consider", "want", "expect", "seek", "apply"):
            _speaks(verb, stance, voices)
    elif lemma in words("plan", "verbs") or _vows(verb):
        stance.unreal = firmer(stance.unreal, "planned")
    elif lemma not in words("plan", "real"):
        stance.unreal = stance.unreal or "hypothetical"


def _is_said_of(verb: Token) -> bool:
    """As in "Jon Vale, said to be the owner": a participle that the parser took for the verb of the sentence."""
    return verb.lemma_ in words("hedge", "passive") and verb.tag_ in ("VBD", "VBN") and verb.i > 0 and verb.nbor(-1).text == "," and not _vows(verb)


def _vows(verb: Token) -> bool:
    return verb.lemma_ in words("report", "plans")


def _under_adverbial(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
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
        _speaks(verb, stance, voices)


def _under_preposition(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "accused of luring", "arrested for smuggling", "denied from": what a verb of blame is about is its doer's word."""
    if not any(c.dep_ in ("pcomp", "pobj") for c in here.children):
        return
    low = here.lower_
    if low == "as" and verb.lemma_ in words("hedge", "feigned"):
        stance.dropped = True
    elif low in ("of", "about") and verb.lemma_ in words("report", "talk"):
        if verb.lemma_ in ("think", "talk", "dream", "joke", "speak") and any(c.dep_ == "pcomp" for c in here.children):
            stance.unreal = "hypothetical"
        _speaks(verb, stance, voices)
    elif low == "as" and verb.lemma_ in words("report", "naming"):
        _speaks(verb, stance, voices)
    elif low in ("without", "instead", "rather"):
        stance.negative = True
    elif verb.lemma_ in words("hedge", "clears") and low in ("of", "from"):
        stance.dropped = True
    elif _denies(verb) and low in ("of", "from"):
        stance.denied = True
        _speaks(verb, stance, voices)
    elif verb.lemma_ in words("plan", "attempts") and low == "from":
        stance.dropped = True
    elif verb.lemma_ in words("hedge", "accuse") and low in ("of", "with", "for", "over", "as"):
        found = agents(verb) if not stance.hedged else []
        stance.voice(voices.named_source(found[0]) if found else None)
    elif low in ("against", "from") and verb.lemma_ in ("warn", "protect", "decide", "advise", "guard"):
        stance.dropped = True


def _under_object(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    if here.dep_ == "dobj" and _counts(verb):
        _speaks(verb, stance, voices)
    elif here.dep_ in ("dobj", "nsubjpass") and _calls_off(verb):
        stance.dropped = True
    elif _denies(verb) and here.dep_ in ("dobj", "nsubjpass") and here.pos_ in ("NOUN", "VERB"):
        stance.denied = True
        _speaks(verb, stance, voices)
    elif here.dep_ == "dobj" and verb.lemma_ in words("plan", "demands") | {"plan", "propose", "threaten", "consider"} and here.pos_ == "NOUN":
        stance.unreal = "hypothetical" if verb.lemma_ not in ("plan", "propose") else "planned"
        if verb.lemma_ not in ("consider", "plan"):
            _speaks(verb, stance, voices)


def _counts(verb: Token) -> bool:
    """As in "puts at 300 those whom …", "the figures have nine sailors trafficked by …"."""
    if verb.lemma_ in words("report", "figures"):
        return True
    subjects = {c.lemma_.lower() for c in verb.children if c.dep_ == "nsubj"}
    return verb.lemma_ in ("have", "show", "contain", "include") and bool(subjects & words("parts", "documents"))


def _calls_off(verb: Token) -> bool:
    """As in "the meeting was cancelled", "called off the strike"."""
    return verb.lemma_ in words("plan", "undone") or (verb.lemma_ == "call" and any(c.lower_ == "off" for c in verb.children))


def _beside(here: Token, above: Token, stance: Stance) -> None:
    """A coordinated verb without a subject of its own shares "will" and "did not … or"."""
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in here.children):
        return
    if here.tag_ == "VB" or here.tag_ == above.tag_:
        for child in above.children:
            if child.dep_ == "aux" and child.lower_ in table("plan", "aux") and here.tag_ == "VB":
                stance.unreal = firmer(stance.unreal, table("plan", "aux")[child.lower_][0])
    if any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in above.children) and _is_negated(above):
        stance.negative = True


def _under_noun(here: Token, noun: Token, stance: Stance, voices: Voices) -> None:
    """As in "the claim that …", "on suspicion of …", "plans to …", "guilty of …"."""
    lemma = noun.lemma_
    above = governor(noun) if here.dep_ == "prep" and here.lower_ in ("with", "of", "for", "over") else None
    if above is not None and lemma not in words("hedge", "nouns") and above.lemma_ in words("hedge", "accuse") and any(c.dep_ == "pcomp" for c in here.children):
        _under_preposition(here, above, stance, voices)  # "charged the owner and his foreman with holding them"
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
        _under_preposition(here, noun.head.head, stance, voices)  # "convicted by the court of selling"
        return
    if here.dep_ == "prep" and here.lower_ == "of" and any(c.dep_ == "pcomp" for c in here.children) and lemma not in _PRACTICES:
        stance.voice(None)  # a deed that only stands behind a noun is nobody's report
    if here.dep_ == "prep" and here.lower_ not in ("of", "that", "about") and lemma not in ("charge", "trial", "suspicion"):
        return
    content = here.dep_ in ("acl", "ccomp") or here.lower_ in ("of", "about", "for", "on")
    if content and lemma in words("report", "nouns") | words("hedge", "nouns") and not (here.dep_ == "acl" and here.tag_ == "VBN"):
        owners = [c for c in noun.children if c.dep_ == "poss"] or list(prepositional(noun, "by", "from"))
        above = governor(noun)
        if above is not None and _denies(above) and not _is_negated(above):
            stance.denied = True
            _speaks(above, stance, voices)
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
        {c.lemma_.lower() for c in above.children if c.dep_ in ("acomp", "attr")} if above is not None and not _is_negated(above) else set()
    )
    if said & words("deny", "false") or is_none(noun):
        stance.dropped = True
    elif noun.lemma_ in words("deny", "possible"):
        stance.unreal = "hypothetical"
    return stance.dropped


def _outer_words(verb: Token, token: Token, stance: Stance) -> None:
    """Hedges of the clauses around: they only weaken."""
    for child in verb.children:
        if child.dep_ == "advmod" and child.lower_ in words("hedge", "adverbs"):
            stance.voice(None)
