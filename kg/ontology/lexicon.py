"""The lexicon of a relation: short phrases that people write, read into patterns; how a text is searched for them is not known here.

| written | means |
| --- | --- |
| `arrest` | a verb from doer to object, in the active and the passive; a noun that describes: `director` |
| `meet with` | the object stands after the last word, a preposition |
| `take ~ into custody` | `~` is the object where it is not last |
| `pay … to` | `…` is something or somebody else in between |
| `the arrest of` | a noun of doing: *X's arrest of Y*, *the arrest of Y by X*, *X made an arrest of Y* |
| `director of` | a noun that describes: *X, director of Y*, *X is director of Y*, *Y director X* |
| `based in` | a participle, adjective or preposition that describes |
| `<employ` | the other way round: *Y employed X* |
| `not acquit` | it says that the relation does not hold |
| `director of [Company]` | only where the object is of this type; `[Person:Company]` restricts both ends |
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["ANY", "Phrase", "parse_phrase", "phrases_by_head"]

#: Stands for every preposition: the phrase has words but names no place for its object.
ANY = "*"
_PREPOSITIONS = frozenset(
    "about above across after against along among amongst around as at before behind between by concerning despite during for from in "
    "inside into like near of off on onto out outside over past since through to toward towards under until up upon via with within".split()
)
_IDLE = frozenset(("a", "an", "the", "its", "their", "his", "her", "be"))
_FORM = re.compile(r"(?P<back><?) ?(?P<not>not )?(?P<event>the )?(?P<words>[^\[\]<]+?) ?(?:\[(?:(?P<left>\w+):)?(?P<right>\w+)\])?")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of a lexicon, taken apart."""

    relation: str
    text: str
    #: The first word: the verb, the noun, or the word that describes.
    head: str
    #: Further words that must stand with it, in order.
    words: tuple[str, ...] = ()
    #: The preposition before the object; empty for a direct object, `*` for any.
    preposition: str = ""
    #: A noun of doing, with who does it and whom it meets around it.
    event: bool = False
    #: The doer of the text is the object of the relation.
    reverse: bool = False
    negative: bool = False
    #: Types of the ontology that subject and object must have, or empty.
    subject_type: str = ""
    object_type: str = ""


def parse_phrase(relation: str, text: str) -> Phrase | None:
    """The pattern that an entry stands for; `None` where it holds no word that could be searched for."""
    match = _FORM.fullmatch(" ".join(text.split()))
    words = [word for word in match["words"].lower().split() if word not in _IDLE] if match else []
    if match is None or not words or words[0] == "~":
        return None
    head, *rest = words
    preposition, rest = _place_of_object(head, rest)
    return Phrase(
        relation, text, head, tuple(rest), preposition, bool(match["event"]), bool(match["back"]), bool(match["not"]),
        match["left"] or "", match["right"] or "",
    )  # fmt: skip


def _place_of_object(head: str, rest: list[str]) -> tuple[str, list[str]]:
    """The preposition before the object, and the words that are left."""
    rest = [word for word in rest if word != "…"]
    if "~" in rest:
        return "", [word for word in rest if word != "~"]
    if rest and rest[-1] in _PREPOSITIONS:
        return rest[-1], rest[:-1]
    if not rest:
        return (head, []) if head in _PREPOSITIONS else ("", [])
    return ANY, rest


def phrases_by_head(lexicons: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[Phrase, ...]]:
    """All entries of (relation, lexicon) pairs by their first word, longer ones first, each once."""
    found: dict[str, dict[Phrase, None]] = {}
    for relation, lexicon in lexicons:
        for text in lexicon:
            phrase = parse_phrase(relation, text)
            if phrase:
                found.setdefault(phrase.head, {})[phrase] = None
    order = sorted(found.items())
    return {head: tuple(sorted(phrases, key=lambda p: (-len(p.words) - bool(p.preposition), p.relation, p.text))) for head, phrases in order}
