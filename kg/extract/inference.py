"""What follows from what was read, inside one text: an accusation from a charge of harm, a denial from "rejected the accusations"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.clauses import agents, objects, surface
from kg.extract.firmness import stance_of
from kg.extract.mentions import Actor, Mentions
from kg.extract.view import View
from kg.extract.voices import Voices
from kg.extract.words import words
from kg.ontology import Ontology

if TYPE_CHECKING:
    from kg.extract.read import Candidate

__all__ = ["accusations", "general_denials", "threats"]

#: Who brings a case before a court has accused already by that.
_FORMAL = frozenset(("charged", "sued", "prosecuted", "convicted", "filedComplaintAgainst", "accused"))
_HARMS = ("attacked", "sanctioned_unlawfully")
_REFUSALS = ("deny", "reject", "dismiss", "refute", "dispute", "rebut", "call", "describe", "brand", "label")


def _is_harm(candidate: Candidate, ontology: Ontology) -> bool:
    relation = ontology.relations[candidate.relation]
    return relation.grave or relation.id == "threatened" or (relation.group == "exploitation" and relation.id != "recruited")


def accusations(found: Iterable[Candidate], view: View, ontology: Ontology) -> list[Candidate]:
    """Whoever by name says that a named other did harm has accused that other; courts do not accuse."""
    rows = list(found)
    formal = {(c.subject.name, c.object.name) for c in rows if c.relation in _FORMAL}
    made: list[Candidate] = []
    for row in rows:
        speaker = row.claimant
        if row.modality != "alleged" or row.negative or speaker is None or not _is_harm(row, ontology):
            continue
        if (
            speaker.type in ("Court", "Report")
            or speaker.name.lower().split()[-1] in ("judge", "judges", "jury", "jurors", "magistrates")
            or (not row.subject.named and row.subject.type != "Group")
            or speaker.name == row.subject.name
        ):
            continue
        if (speaker.name, row.subject.name) not in formal and "accused" in ontology.relations:
            formal.add((speaker.name, row.subject.name))
            made.append(replace(row, subject=speaker, relation="accused", object=row.subject, modality="asserted", claimant=None, quantity="", when="", place="", pattern="accused: by what is alleged",
                                confidence=round(row.confidence * 0.9, 2)))  # fmt: skip
    return made


#: What is harm when it is announced on a condition.
_ANNOUNCED = frozenset(("sued", "sanctioned", "charged", "prosecuted", "filedComplaintAgainst", "attacked", "protestedAgainst", "arrested"))


def threats(found: Iterable[Candidate], view: View, mentions: Mentions, ontology: Ontology) -> list[Candidate]:
    """As in "we will revoke its licence unless it pays": who announces harm on a condition has threatened the other."""
    made: list[Candidate] = []
    for row in found if "threatened" in ontology.relations else ():
        speaker = row.claimant
        if row.relation not in _ANNOUNCED or row.modality not in ("planned", "hypothetical") or row.negative or speaker is None:
            continue
        own = row.subject.name in (speaker.name, mentions.body_of.get(speaker.name, ""))
        words_ = [t.lower_ for t in view.doc[row.at].sent]
        conditional = "unless" in words_ or ("if" in words_ and bool({"not", "n't", "n’t", "fails", "refuses"} & set(words_)))
        if own and conditional and speaker.name != row.object.name:
            made.append(replace(row, subject=speaker, relation="threatened", modality="asserted", claimant=None, when="", place="", quantity="",
                                pattern="threatened: harm on a condition", confidence=round(row.confidence * 0.9, 2)))  # fmt: skip
    return made


def general_denials(found: Iterable[Candidate], view: View, mentions: Mentions, voices: Voices) -> list[Candidate]:
    """As in "rejected the accusations": what was alleged of the speaker or of his side before, denied."""
    rows = list(found)
    made: list[Candidate] = []
    for token in view.doc:
        speaker = _refuser(token, mentions, voices)
        if speaker is None:
            continue
        side = {speaker.name, mentions.body_of.get(speaker.name, "")}
        said = [c for c in rows if c.modality == "alleged" and not c.negative and c.at < token.i and c.subject.name in side]
        told = {
            (c.subject.name, c.relation, c.object.name) for c in rows if c.modality == "denied" and c.claimant and c.claimant.name == speaker.name
        }
        last = max((c.start for c in said), default=-1)
        for row in said:
            if row.start == last and (row.subject.name, row.relation, row.object.name) not in told:
                start, end = view.spans[token.sent.start][0], view.spans[token.sent.end - 1][1]
                short = (start, end) if end - start <= 200 else (row.start, row.end)
                made.append(
                    replace(
                        row,
                        modality="denied",
                        claimant=speaker,
                        when="",
                        start=short[0],
                        end=short[1],
                        at=token.i,
                        pattern="denied as a whole",
                        confidence=round(row.confidence * 0.8, 2),
                    )
                )
    return made


def _refuser(token: Token, mentions: Mentions, voices: Voices) -> Actor | None:
    """Who denies everything with this verb, or `None`."""
    if token.lower_ in ("true", "correct") and token.head.lemma_ == "be":
        return _contradicts(token.head, voices)
    if token.pos_ != "VERB" or token.lemma_ not in _REFUSALS or any(c.dep_ == "neg" for c in token.children):
        return None
    if token.lemma_ in ("deny", "dispute", "reject") and any(t.lower_ in ("it", "this", "that", "them") and t.pos_ == "PRON" for t in objects(token)):
        return next(_actors(token, voices), None)
    things = {t.lemma_ for t in objects(token)}
    labelled = {t.lower_ for t in token.subtree} & words("deny", "labels")
    if token.lemma_ in ("call", "describe", "brand", "label"):
        if not labelled or not things & words("deny", "nouns"):
            return None
    elif not things & words("deny", "nouns") or any(c.dep_ in ("acl", "relcl", "ccomp") for t in objects(token) for c in t.children):
        return None
    stance = stance_of(token, voices)
    if stance.modality not in ("asserted", "alleged") or stance.negative or stance.dropped:
        return None
    return next(_actors(token, voices), None)


def _contradicts(verb: Token, voices: Voices) -> Actor | None:
    """As in "said that was not true": who said it."""
    vague = any(c.dep_ == "nsubj" and c.lower_ in ("that", "this", "it", "none") for c in verb.children)
    negated = any(c.dep_ == "neg" for c in verb.children)
    return voices.source_of(verb.head) if vague and negated and verb.dep_ == "ccomp" and voices.is_reporting(verb.head) else None


def _actors(token: Token, voices: Voices) -> Iterator[Actor]:
    for subject in agents(token) or surface(token):
        found = voices.named_source(subject)
        if found is not None:
            yield found
