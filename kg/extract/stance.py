"""The stance of a clause while it is read, and what the clause's own words do to it: will, not, allegedly, so-called, almost."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.clauses import governor
from kg.extract.mentions import Actor
from kg.extract.words import table, words

__all__ = ["Stance", "firmer", "is_conditional", "is_named", "is_none", "negates", "own_words"]


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
    #: Said to be untrue, by somebody whom the way up may yet find.
    refuted: bool = False
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


def own_words(token: Token, stance: Stance) -> None:
    """Auxiliaries, adverbs and negations of the clause itself."""
    verb = token
    if verb.pos_ in ("NOUN", "PROPN", "ADJ", "ADP") or verb.tag_ in ("NN", "NNS"):
        _noun_words(verb, stance)
        above = governor(token)
        if above is None or verb.dep_ in ("appos", "compound", "poss") or is_named(verb):
            return
        if _links(verb, above):
            _verb_words(above, stance, token)
        return
    _verb_words(verb, stance, token)


def is_named(noun: Token) -> bool:
    """As in "the lawyer for X, Oba Lawson, said nothing": the office is the text's word, whatever its bearer does."""
    if noun.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj"):
        return False
    inner = [g for c in noun.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj" for g in p.children]
    return any(t.dep_ == "appos" and t.pos_ == "PROPN" for t in (*noun.children, *inner))


def _links(noun: Token, verb: Token) -> bool:
    """Whether a noun is the predicate, subject or object of a verb, so that its "will" and "not" are the noun's."""
    here = noun
    while here.dep_ in ("conj", "prep", "pobj") and here.head.i != verb.i:
        here = here.head
    return here.head.i == verb.i


def _noun_words(noun: Token, stance: Stance) -> None:
    left = noun.left_edge.i
    if noun.dep_ == "appos" and left and noun.doc[left - 1].lower_ == "not":
        stance.negative = True
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "advmod", "nmod"):
            _adjective(_compounded(child), stance)
        if child.lower_ in ("no", "neither", "never", "not") and child.dep_ in ("det", "neg", "preconj", "advmod"):
            stance.negative = True
        if child.dep_ == "advmod" and child.lower_ in words("hedge", "adverbs"):
            stance.voice(None)


def _compounded(word: Token) -> str:
    """A word with what is joined to it by a hyphen: "so-called"."""
    doc, i = word.doc, word.i
    return f"{doc[i - 2].lower_}-{word.lower_}" if i > 1 and doc[i - 1].text == "-" else word.lower_


def _adjective(word: str, stance: Stance) -> None:
    if word in words("hedge", "feigned_adjectives"):
        stance.dropped = True
    elif word in words("hedge", "adjectives"):
        stance.voice(None)
    elif word in words("plan", "adjectives"):
        stance.unreal = firmer(stance.unreal, "planned")


def _verb_words(verb: Token, stance: Stance, token: Token) -> None:
    for child in verb.children:
        low = child.lower_
        if child.dep_ in ("aux", "auxpass") and low in table("plan", "aux"):
            stance.unreal = firmer(stance.unreal, table("plan", "aux")[low][0])
        elif (child.dep_ == "neg" or low in ("never", "not", "nor", "neither", "hardly", "barely", "scarcely")) and child.dep_ in (
            "neg",
            "advmod",
            "preconj",
            "cc",
        ):
            stance.negative ^= negates(child)
        elif low == "ever" and any(c.lower_ in ("hardly", "barely", "scarcely") for c in child.children):
            stance.dropped = True  # "hardly ever" is neither yes nor no
        elif low in words("hedge", "almost") and child.dep_ == "advmod":
            stance.dropped = True
        elif low in words("hedge", "adverbs") and child.dep_ == "advmod":
            stance.hedged = True
            stance.voice(None)
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "expl") and is_none(child):
            stance.dropped = stance.dropped or child.i != token.i
        elif (
            (child.dep_ == "mark" and low in words("plan", "conditions") and low not in ("before", "until", "once"))
            or (child.dep_ == "advmod" and low == "whether")
            or (child.dep_ == "advcl" and stance.unreal and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children))
        ):
            stance.unreal = "hypothetical"
    if _is_inverted(verb):
        stance.unreal = "hypothetical"
    if stance.unreal and is_conditional(verb):
        stance.unreal, stance.conditional = "hypothetical", True
    if verb.tag_ == "VB" and verb.dep_ == "ROOT" and not any(c.dep_ in ("nsubj", "aux") for c in verb.children):
        stance.dropped = True


def _is_inverted(verb: Token) -> bool:
    """As in "Had X known, …", "Should X sue, …"."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    return (
        verb.dep_ == "advcl"
        and subject is not None
        and any(c.lower_ in ("had", "should", "were") and c.dep_ in ("aux", "auxpass") and c.i < subject.i for c in verb.children)
    )


def firmer(old: str, new: str) -> str:
    """Hypothetical beats planned."""
    return "hypothetical" if "hypothetical" in (old, new) else new or old


def negates(word: Token) -> bool:
    """Whether a "not" denies: "not only" and "no doubt" do not."""
    after = word.doc[word.i + 1].lower_ if word.i + 1 < len(word.doc) else ""
    return after not in ("only", "just", "merely", "least", "doubt")


def is_none(noun: Token) -> bool:
    """As in "No member was charged", "nobody": a subject or object that there is not."""
    if noun.lower_ in ("nobody", "none", "nothing", "neither", "few"):
        return True
    return any(c.lower_ in ("few", "fewer", "less") and c.dep_ == "amod" for c in noun.children) or any(
        c.lower_ in ("no", "neither") and c.dep_ in ("det", "neg", "preconj") for c in noun.children
    )


def is_conditional(verb: Token) -> bool:
    """Whether a clause with "if" hangs on a verb."""
    return any(c.dep_ == "advcl" and any(g.dep_ == "mark" and g.lower_ in ("if", "unless") for g in c.children) for c in verb.children)
