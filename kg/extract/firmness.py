"""How firmly a clause is said: asserted, alleged, denied, planned, hypothetical, negative; or not said to have happened at all.

From the word that shows a relation the way goes up through the clauses around it. The innermost voice counts; whatever lies
further out can only make a statement weaker, never firmer.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.clauses import agents, governor, is_passive, prepositional, surface
from kg.extract.mentions import Actor
from kg.extract.voices import Voices
from kg.extract.words import table, words

__all__ = ["Stance", "stance_of"]

_STEPS = 14
#: Nouns whose "of …ing" the text itself says to be so.
_PRACTICES = frozenset(("practice", "habit", "way", "process", "task", "work", "job", "result", "purpose", "aim", "cost", "method", "policy"))


@dataclass(slots=True)
class Stance:
    """How a clause stands in the text while its surroundings are read."""

    modality: str = "asserted"
    negative: bool = False
    #: Somebody else than the text says it.
    voiced: bool = False
    claimant: Actor | None = None
    #: Not said to have happened: a question, an attempt, somebody cleared of it.
    dropped: bool = False
    #: Inside "if …" or a demand.
    unreal: str = ""
    denied: bool = False
    conditional: bool = False
    #: "Allegedly" stands with the clause itself: whoever acts on it is not its voice.
    hedged: bool = False
    demanded: bool = False
    #: All who speak, where several do with one verb.
    speakers: list[Actor] = field(default_factory=list)

    def voice(self, claimant: Actor | None) -> None:
        """Takes the innermost voice."""
        if not self.voiced:
            self.voiced, self.claimant = True, claimant
        elif self.claimant is None and claimant is not None:
            self.claimant = claimant

    def settle(self) -> Stance:
        """The modality that all of it makes."""
        if self.denied:
            self.modality, self.negative = "denied", False
        elif self.unreal:
            self.modality = self.unreal
        elif self.voiced:
            self.modality = "alleged"
        return self


def stance_of(token: Token, voices: Voices) -> Stance:
    """How firmly the clause of a token is said, and by whom."""
    stance = Stance()
    _own_words(token, stance)
    here = token
    for _ in range(_STEPS):
        if here.head.i == here.i or stance.dropped:
            break
        if _is_background(here) and voices.quotation_of(here) is None:
            return stance.settle()
        above = here.head
        if here.dep_ == "ccomp" and here.i < above.i and any(t.text == ";" for t in here.doc[here.i : above.i]):
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
    if here.sent[-1].text == "?" or (len(here.sent) > 1 and here.sent[-2].text == "?"):
        stance.dropped = True
    return stance.settle()


def _is_background(token: Token) -> bool:
    """A relative clause or apposition between commas is the article's own word on a name."""
    if token.dep_ not in ("relcl", "appos", "acl"):
        return False
    left = min(t.i for t in token.subtree)
    before = token.doc[left - 1].text if left else ""
    return before in (",", "–", "(", "-", ";") and not (token.dep_ == "acl" and token.tag_ == "VB")


def _own_words(token: Token, stance: Stance) -> None:
    """Auxiliaries, adverbs and negations of the clause itself."""
    verb = token
    if verb.pos_ in ("NOUN", "PROPN", "ADJ", "ADP") or verb.tag_ in ("NN", "NNS"):
        _noun_words(verb, stance)
        above = governor(token)
        if above is None or (verb.dep_ in ("appos", "compound", "poss", "conj") and verb.dep_ != "conj"):
            return
        if _links(verb, above):
            _verb_words(above, stance, token)
        return
    _verb_words(verb, stance, token)


def _links(noun: Token, verb: Token) -> bool:
    """Whether a noun is the predicate, subject or object of a verb, so that its "will" and "not" are the noun's."""
    here = noun
    while here.dep_ in ("conj", "prep", "pobj") and here.head.i != verb.i:
        here = here.head
    return here.head.i == verb.i


def _noun_words(noun: Token, stance: Stance) -> None:
    for child in noun.children:
        if child.lower_ in words("hedge", "adjectives") and child.dep_ in ("amod", "compound"):
            stance.voice(None)
        if child.lower_ in ("no", "neither", "never", "not") and child.dep_ in ("det", "neg", "preconj", "advmod"):
            stance.negative = True
        if child.dep_ == "advmod" and child.lower_ in words("hedge", "adverbs"):
            stance.voice(None)


def _verb_words(verb: Token, stance: Stance, token: Token) -> None:
    for child in verb.children:
        low = child.lower_
        if child.dep_ in ("aux", "auxpass") and low in table("plan", "aux"):
            stance.unreal = _firmer(stance.unreal, table("plan", "aux")[low][0])
        elif (child.dep_ == "neg" or low in ("never", "not", "nor", "neither", "hardly", "barely", "scarcely")) and child.dep_ in (
            "neg",
            "advmod",
            "preconj",
            "cc",
        ):
            stance.negative ^= _negates(child)
        elif low in words("hedge", "adverbs") and child.dep_ == "advmod":
            stance.hedged = True
            stance.voice(None)
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "expl") and _is_none(child):
            stance.dropped = stance.dropped or child.i != token.i
        elif (
            (child.dep_ == "mark" and low in words("plan", "conditions") and low not in ("before", "until", "once"))
            or (child.dep_ == "advmod" and low == "whether")
            or (child.dep_ == "advcl" and stance.unreal and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children))
        ):
            stance.unreal = "hypothetical"
    if stance.unreal and _conditional(verb):
        stance.unreal, stance.conditional = "hypothetical", True
    if verb.tag_ == "VB" and verb.dep_ == "ROOT" and not any(c.dep_ in ("nsubj", "aux") for c in verb.children):
        stance.dropped = True


def _firmer(old: str, new: str) -> str:
    """Hypothetical beats planned."""
    return "hypothetical" if "hypothetical" in (old, new) else new or old


def _negates(word: Token) -> bool:
    """Whether a "not" denies: "not only" and "no doubt" do not."""
    after = word.doc[word.i + 1].lower_ if word.i + 1 < len(word.doc) else ""
    return after not in ("only", "just", "merely", "least", "doubt")


def _is_none(noun: Token) -> bool:
    """As in "No member was charged", "nobody": a subject or object that there is not."""
    if noun.lower_ in ("nobody", "none", "nothing", "neither", "few"):
        return True
    return any(c.lower_ in ("few", "fewer", "less") and c.dep_ == "amod" for c in noun.children) or any(
        c.lower_ in ("no", "neither") and c.dep_ in ("det", "neg", "preconj") for c in noun.children
    )


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
        elif label in ("dobj", "nsubj", "nsubjpass", "attr", "pobj"):
            _under_object(here, above, stance, voices)
        elif label == "conj":
            _beside(here, above, stance)
    elif label in ("acl", "ccomp", "relcl", "pcomp", "prep") and above.pos_ in ("NOUN", "PROPN", "ADJ"):
        _under_noun(here, above, stance, voices)
    elif label == "pcomp":
        if above.lower_ in ("without", "instead", "besides"):
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
    return any((c.dep_ == "neg" or c.lower_ == "never") and _negates(c) for c in verb.children)


def _under_clause(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "X said that …", "X denied that …", "this does not mean that …"."""
    if _denies(verb):
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
        stance.unreal = _firmer(stance.unreal, "planned")
        _speaks(verb, stance, voices)
    else:
        if any(c.dep_ == "mark" and c.lower_ in ("whether", "if") for c in here.children):
            stance.unreal = "hypothetical"
        if (
            stance.unreal == "hypothetical"
            and not stance.demanded
            and any(c.dep_ == "aux" and c.lower_ == "would" for c in here.children)
            and not _conditional(here)
        ):
            stance.unreal = "planned"  # "said it would": the future of the past
        _speaks(verb, stance, voices)


def _conditional(verb: Token) -> bool:
    return any(c.dep_ == "advcl" and any(g.dep_ == "mark" and g.lower_ in ("if", "unless") for g in c.children) for c in verb.children)


def _under_infinitive(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    """As in "failed to arrest", "plans to sue", "is said to have met"."""
    lemma = verb.lemma_
    if _denies(verb):
        stance.denied = True
        _speaks(verb, stance, voices)
    elif lemma in words("plan", "failures"):
        stance.negative ^= True
    elif lemma in words("plan", "attempts"):
        stance.dropped = True
    elif is_passive(verb) and lemma in words("hedge", "passive") and not agents(verb):
        stance.voice(None)
    elif lemma in words("report", "verbs") and lemma not in words("plan", "demands") and lemma not in words("plan", "verbs") and not _vows(verb):
        _speaks(verb, stance, voices)
    elif lemma in ("want", "expect", "hope", "wish") and not any(c.dep_ == "dobj" for c in verb.children):
        stance.unreal = _firmer(stance.unreal, "planned")
    elif lemma in words("plan", "demands") and (here.tag_ == "VB" or lemma in ("consider", "propose", "recommend")):
        stance.unreal, stance.demanded = "hypothetical", True
        if lemma not in ("consider", "want", "expect", "seek", "apply"):
            _speaks(verb, stance, voices)
    elif lemma in words("plan", "verbs") or _vows(verb):
        stance.unreal = _firmer(stance.unreal, "planned")
    elif lemma not in words("plan", "real"):
        stance.unreal = stance.unreal or "hypothetical"


def _vows(verb: Token) -> bool:
    return verb.lemma_ in words("report", "plans")


def _under_adverbial(here: Token, verb: Token, stance: Stance, voices: Voices) -> None:
    marks = {c.lower_ for c in here.children if c.dep_ in ("mark", "advmod")}
    if marks & {"if", "unless", "whether", "lest", "provided"}:
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
    if low in ("without", "instead", "rather"):
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
    if _denies(verb) and here.dep_ in ("dobj", "nsubjpass") and here.pos_ in ("NOUN", "VERB"):
        stance.denied = True
        _speaks(verb, stance, voices)
    elif here.dep_ == "dobj" and verb.lemma_ in words("plan", "demands") | {"plan", "propose", "threaten", "consider"} and here.pos_ == "NOUN":
        stance.unreal = "hypothetical" if verb.lemma_ not in ("plan", "propose") else "planned"
        if verb.lemma_ not in ("consider", "plan"):
            _speaks(verb, stance, voices)


def _beside(here: Token, above: Token, stance: Stance) -> None:
    """A coordinated verb without a subject of its own shares "will" and "did not … or"."""
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in here.children):
        return
    if here.tag_ == "VB" or here.tag_ == above.tag_:
        for child in above.children:
            if child.dep_ == "aux" and child.lower_ in table("plan", "aux") and here.tag_ == "VB":
                stance.unreal = _firmer(stance.unreal, table("plan", "aux")[child.lower_][0])
    if any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in above.children) and _is_negated(above):
        stance.negative = True


def _under_noun(here: Token, noun: Token, stance: Stance, voices: Voices) -> None:
    """As in "the claim that …", "on suspicion of …", "plans to …", "guilty of …"."""
    lemma = noun.lemma_
    if here.dep_ == "relcl":
        return
    if noun.pos_ == "ADJ":
        if lemma in ("guilty", "responsible", "liable", "accused", "suspected"):
            above = governor(noun)
            found = agents(above) if above is not None and above.lemma_ != "be" else []
            stance.voice(voices.named_source(found[0]) if found else None)
        elif lemma in ("innocent", "unlikely", "unwilling", "unable"):
            stance.dropped = True
        elif lemma in ("likely", "able", "ready", "willing", "free", "due", "set", "certain", "eager", "bound", "poised", "prepared"):
            stance.unreal = stance.unreal or ("planned" if lemma in ("due", "set", "ready") else "hypothetical")
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
        stance.unreal = _firmer(stance.unreal, "planned")


def _outer_words(verb: Token, token: Token, stance: Stance) -> None:
    """Hedges of the clauses around: they only weaken."""
    for child in verb.children:
        if child.dep_ == "advmod" and child.lower_ in words("hedge", "adverbs"):
            stance.voice(None)


def subject_of(verb: Token) -> list[Token]:
    """The subjects of a verb in the text."""
    return surface(verb)
