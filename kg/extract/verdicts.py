"""What somebody says of another with a predicate: "“The ruling is a disgrace,” Ana Berg said" criticizes the court, as "called it a disgrace" does."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.mentions import Actor, Mentions
from kg.extract.relations import Link, may_be
from kg.extract.view import View
from kg.extract.voices import Voices
from kg.ontology import Ontology
from kg.ontology.lexicon import Phrase

__all__ = ["verdict_links"]


def verdict_links(view: View, mentions: Mentions, voices: Voices, lexicon: dict[str, tuple[Phrase, ...]], ontology: Ontology) -> Iterator[Link]:
    """The speech acts that "call ~ PREDICATE" names, where the predicate stands in what somebody is quoted or reported to say."""
    relation_of = {p.words[0]: p.relation for p in lexicon.get("call", ()) if len(p.words) == 1 and not p.reverse and not p.preposition}
    for verb in view.doc:
        if verb.lemma_ != "be" or any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children):
            continue
        relation = next(
            (relation_of[w] for c in verb.children if c.dep_ in ("acomp", "attr") for w in (c.lemma_.lower(), c.lower_) if w in relation_of), ""
        )
        speaker = _speaker(verb, voices)
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if not relation or relation not in ontology.relations or speaker is None or subject is None:
            continue
        judged = mentions.actor(subject, parts=True)
        if judged is not None and judged.named and judged.name != speaker.name and _fits(judged, relation, ontology):
            yield Link(relation, speaker, judged, verb, [verb], pattern=f"{relation}: said to be", kind="verdict", confidence=0.6)


def _fits(judged: Actor, relation: str, ontology: Ontology) -> bool:
    return judged.type not in ("Place", "Person") and may_be(judged, ontology.relations[relation].range, ontology)


def _speaker(verb: Token, voices: Voices) -> Actor | None:
    number = voices.quotation_of(verb)
    if number is not None:
        return voices.mentions.speakers.get(number)
    return voices.source_of(verb.head) if verb.dep_ == "ccomp" and voices.is_reporting(verb.head) else None
