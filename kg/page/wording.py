"""The words of a page in its language and in the others that it can be read in: sentences, names of terms, and what is carried for a switch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from kg.model import Actor, Case, Event, Judgement, Statement
from kg.ontology import Ontology
from kg.standing import Weighed, apart, body, counted, headline, label_in, lead, voice_label
from kg.texts import LANGUAGES, say, speech

__all__ = ["Json", "carried", "listed", "name_in", "names", "rich", "statement_words", "terms", "upholders"]

Json = dict[str, object]


def names(record: Actor | Event) -> Json:
    """The labels of an actor or event in the languages that a page can be read in."""
    return {language: label for language, label in record.labels if language in LANGUAGES}


def terms(case: Case, ontology: Ontology) -> Json:
    """What relations, types and rules of the case are called in each language, where that is not their main label."""
    used = sorted({statement.relation for statement in case.statements} & ontology.relations.keys())
    denied = sorted({statement.relation for statement in case.statements if statement.negative} & ontology.relations.keys())
    kinds = sorted({record.type for record in case.things} & ontology.types.keys())
    applied = {item.rule for statement in case.statements for item in statement.evidence}
    found: Json = {}
    for language in LANGUAGES:
        relations = {name: ontology.relations[name].label_in(language) for name in used}
        types = {ontology.types[name].label: ontology.types[name].label_in(language) for name in kinds}
        rules = {rule.label: rule.label_in(language) for rule in ontology.rules if rule.id in applied}
        found[language] = {
            "relations": {name: label for name, label in relations.items() if label != ontology.relations[name].label},
            "negatives": {name: said for name in denied if (said := ontology.relations[name].negated_as(relations[name]))},
            "types": _other(types),
            "rules": _other(rules),
        }
    return found


def _other(labels: dict[str, str]) -> dict[str, str]:
    return {main: label for main, label in labels.items() if main != label}


def carried(home: str) -> Json:
    """All words of every language, so that a page can change it in place."""
    return {"home": home, "names": LANGUAGES, "texts": {language: speech(language) for language in LANGUAGES}}


def upholders(statement: Statement, case: Case, judged: Iterable[Judgement]) -> list[str]:
    """The names of all whose judgement that a statement is true counts, sorted."""
    rows = (row for row in counted(judged) if row.judgement == "uphold" and row.statement == statement.reading)
    return sorted({case.curator_by_id.get(row.curator, row.curator) for row in rows})


def statement_words(statement: Statement, case: Case, ontology: Ontology, weighed: Weighed, judged: Sequence[Judgement], language: str) -> Json:
    """A statement as sentences in a language: the whole, what leads it, and what it says whatever it is worth."""
    said = body(statement, case, ontology, language)
    standing = weighed.standing[statement.id]
    contested = statement.id in weighed.contested
    if not standing.established:
        found, head = lead(statement, case, weighed, language, loud=False), headline(statement, case, ontology, weighed, language)
    elif statement.claimant:
        found, head = _of_claim(statement, case, judged, said, language, contested=contested)
    else:
        found = say(language, "sentence.contested" if contested else "standing.established").capitalize()
        head = headline(statement, case, ontology, weighed, language)
    return {"headline": head, "lead": found, "body": said}


def _of_claim(statement: Statement, case: Case, judged: Sequence[Judgement], said: str, language: str, *, contested: bool) -> tuple[str, str]:
    """Of a claim that people upheld: whose claim it is, and who upheld it; neither line nor sentence may hide that it was made solid."""
    people = listed(upholders(statement, case, judged), language)
    values = {"claimant": apart(voice_label(statement.claimant, case, language)), "people": people}
    key = "claim-upheld" if people else "claim-made"
    word = say(language, "sentence.contested" if contested else "standing.established").upper()
    head = say(language, f"sentence.{key}-head", standing=word, **values)
    return say(language, f"sentence.{key}", **values), say(language, "sentence.whole", lead=head, body=said)


def listed(words: Sequence[str], language: str) -> str:
    """`Kim and Lee`, or `Ada, Kim and Lee`."""
    *most, last = words or [""]
    return say(language, "sentence.and", first=", ".join(most), last=last) if most else last


def rich(text: str) -> str:
    """A sentence of the texts as markup: `*strong*` and `` `code` ``, everything else as words."""
    return _between(text, "*", "b", lambda piece: _between(piece, "`", "code", escape))


def _between(text: str, mark: str, tag: str, made: Callable[[str], str]) -> str:
    return "".join(f"<{tag}>{made(piece)}</{tag}>" if row % 2 else made(piece) for row, piece in enumerate(text.split(mark)))


def name_in(language: str, name: str, case: Case) -> str:
    """The label of a place or event that a statement names, empty where it names none."""
    return label_in(language, name, case) if name else ""
