"""A statement as a sentence that cannot be mistaken for a fact: page, query, dossier and tables share this one."""

from __future__ import annotations

from kg.model import Case, Source, Statement
from kg.model.statement import UNSTATED
from kg.ontology import Ontology
from kg.standing.weighing import Weighed

__all__ = ["body", "cited", "headline", "voice_label"]

#: Standings that say already how firmly it was said; the others are followed by the modality.
FIRMNESS = frozenset(("asserted", "alleged", "denied", "planned", "hypothetical"))
#: What the text held of a source is, when it is not the source's own.
DOCUMENT = {"note": "our reading note on ", "excerpt": "an excerpt of ", "translation": "a translation of "}


def voice_label(voice: str, case: Case) -> str:
    """The name of a voice: an actor's label, a publisher's name as printed, a source's title, or that nobody is named."""
    if voice == UNSTATED:
        return "somebody the source does not name"
    if voice in case.source_by_id:
        return case.source_by_id[voice].title
    return case.label(voice)


def body(statement: Statement, case: Case, ontology: Ontology) -> str:
    """`CDM Manpower trafficked Cambodians at a factory (2012, Thailand)`, whatever it is worth."""
    relation = ontology.relations.get(statement.relation)
    verb = relation.label if relation else statement.relation
    said = f"{case.label(statement.subject)} {_negated(verb) if statement.negative else verb} {case.label(statement.object)}"
    during = case.label(statement.event) if statement.event else ""
    place = case.label(statement.place) if statement.place else ""
    details = [str(part) for part in (statement.role, statement.quantity, statement.when, place, during) if part]
    return f"{said} ({', '.join(details)})" if details else said


def _negated(verb: str) -> str:
    return f"is not {verb.removeprefix('is ')}" if verb.startswith("is ") else f"not {verb}"


def headline(statement: Statement, case: Case, ontology: Ontology, weighed: Weighed) -> str:
    """The body, led by the standing in capitals and who says so, unless it is established and uncontested."""
    word = weighed.standing[statement.id].word
    said = body(statement, case, ontology)
    if weighed.standing[statement.id].established:
        return f"CONTESTED: {said}" if statement.id in weighed.contested else said
    plain = word.removesuffix(" not")
    # "ALLEGED NOT" is what was said; "CANDIDATE NOT" would be no candidate: there the body says what is negative.
    head = word.upper() if plain in FIRMNESS else f"{plain.upper()}, {statement.modality}"
    voices = [voice_label(voice, case) for voice in weighed.voices[statement.id]]
    speaker = statement.claimant or statement.modality == "asserted"
    return f"{head} by {', '.join(voices)}: {said}" if speaker and voices else f"{head}: {said}"


def cited(source: Source, case: Case) -> str:
    """`our reading note on "Union finds ship", The Harbour Post, 2013-07`: the source in words, and what is held of it."""
    publisher = f", {case.label(source.publisher)}" if source.publisher else ""
    published = f", {source.published}" if source.published else ""
    return f'{DOCUMENT.get(source.document_is, "")}"{source.title}"{publisher}{published}'
