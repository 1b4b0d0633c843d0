"""A statement as a sentence that cannot be mistaken for a fact: page, query, dossier and tables share this one.

Where no language is asked for, the words are English and every label is the main one.
"""

from __future__ import annotations

import re

from kg.model import Case, Source, Statement
from kg.model.statement import UNSTATED
from kg.ontology import Ontology
from kg.standing.weighing import Weighed
from kg.texts import ENGLISH, say

__all__ = ["FIRMNESS", "apart", "body", "cited", "citing", "headline", "label_in", "lead", "standing_word", "verb_of", "voice_label"]

#: Standings that say already how firmly it was said; the others are followed by the modality.
FIRMNESS = frozenset(("asserted", "alleged", "denied", "planned", "hypothetical"))
FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
#: What the text held of a source is, when it is not the source's own.
DOCUMENT = {"note": "our reading note on ", "excerpt": "an excerpt of ", "translation": "a translation of "}


def label_in(language: str, name: str, case: Case) -> str:
    """The label of an actor or event in a language, or the main one; of no language, the main one."""
    found = case.actor_by_id.get(name) or case.event_by_id.get(name)
    return dict(found.labels).get(language, found.label) if found else name


def voice_label(voice: str, case: Case, language: str = "") -> str:
    """The name of a voice: an actor's label, a publisher's name as printed, a source's title, or that nobody is named."""
    if voice == UNSTATED:
        return say(language or ENGLISH, "voice.unstated")
    if voice in case.source_by_id:
        return case.source_by_id[voice].title
    return label_in(language, voice, case)


def body(statement: Statement, case: Case, ontology: Ontology, language: str = "") -> str:
    """`CDM Manpower trafficked Cambodians at a factory (2012, Thailand)`, whatever it is worth."""
    verb = verb_of(statement.relation, ontology, language, negative=statement.negative)
    subject, target = (_inside(label_in(language, end, case), language) for end in (statement.subject, statement.object))
    said = f"{subject} {verb} {target}"
    place, during = (_inside(label_in(language, name, case), language) if name else "" for name in (statement.place, statement.event))
    details = [str(part) for part in (_inside(statement.role, language), statement.quantity, statement.when, place, during) if part]
    return say(language or ENGLISH, "sentence.details", body=said, details=", ".join(details)) if details else said


def verb_of(name: str, ontology: Ontology, language: str = "", *, negative: bool = False) -> str:
    """What stands between subject and object for a relation, negated where the statement is: `prosecuted`, `did not prosecute`."""
    relation = ontology.relations.get(name)
    verb = relation.label_in(language) if relation else name
    if not negative:
        return verb
    return (relation.negated_as(verb) if relation else "") or _negated(verb, language or ENGLISH)


def apart(name: str) -> str:
    """A name in a script that runs from the right between direction isolates, so that a sentence around it keeps its order."""
    return f"\u2068{name}\u2069" if FROM_RIGHT.search(name) else name


def _inside(name: str, language: str) -> str:
    """The name as it stands in a sentence: the sentences of no language in particular are data, and hold no marks of direction."""
    return apart(name) if language else name


def _negated(verb: str, language: str = ENGLISH) -> str:
    """A verb that no ontology negates, with its negation: the first row of the language whose beginning fits."""
    rows = (row.split("=") for row in say(language, "sentence.negations").split("|"))
    start, instead = next((start, instead) for start, instead in rows if verb.startswith(start))
    return instead + verb.removeprefix(start)


def standing_word(word: str, language: str = "") -> str:
    """The word of a standing in a language: `alleged not`, `allégué que non`."""
    plain = say(language or ENGLISH, f"standing.{word.removesuffix(' not')}")
    return say(language or ENGLISH, "standing.not", word=plain) if word.endswith(" not") else plain


def headline(statement: Statement, case: Case, ontology: Ontology, weighed: Weighed, language: str = "") -> str:
    """The body, led by the standing in capitals and who says so, unless it is established and uncontested."""
    words = language or ENGLISH
    said = body(statement, case, ontology, language)
    if weighed.standing[statement.id].established:
        contested = say(words, "sentence.contested").upper()
        return say(words, "sentence.whole", lead=contested, body=said) if statement.id in weighed.contested else said
    return say(words, "sentence.whole", lead=lead(statement, case, weighed, language), body=said)


def lead(statement: Statement, case: Case, weighed: Weighed, language: str = "", *, loud: bool = True) -> str:
    """What a statement that is not established is worth, and who says so: `ALLEGED by Joel Preston`, or `Alleged by …`."""
    words = language or ENGLISH
    word = weighed.standing[statement.id].word
    plain = word.removesuffix(" not")
    # "ALLEGED NOT" is what was said; "CANDIDATE NOT" would be no candidate: there the body says what is negative.
    head = standing_word(word if plain in FIRMNESS else plain, language)
    head = head.upper() if loud else head.capitalize()
    if plain not in FIRMNESS:
        head = say(words, "sentence.firmness", head=head, modality=standing_word(statement.modality, language))
    voices = [_inside(voice_label(voice, case, language), language) for voice in weighed.voices[statement.id]]
    speaker = statement.claimant or statement.modality == "asserted"
    return say(words, "sentence.by", head=head, voices=", ".join(voices)) if speaker and voices else head


def cited(source: Source, case: Case) -> str:
    """`our reading note on "Union finds ship", The Harbour Post, 2013-07`: the source in words, and what is held of it."""
    return citing(source.title, case.label(source.publisher) if source.publisher else "", str(source.published or ""), source.document_is)


def citing(title: str, publisher: str, published: str, document_is: str) -> str:
    """What `cited` says, of a source that is known by these words only."""
    parts = (f'{DOCUMENT.get(document_is, "")}"{title}"', publisher, published)
    return ", ".join(part for part in parts if part)
