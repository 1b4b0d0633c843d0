"""Relations in a parsed text: the lexicon of the ontology laid over it, and what domain and range leave of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.clauses import prepositional
from kg.extract.matching import Match, match_phrase
from kg.extract.mentions import Actor, Mentions
from kg.extract.view import View
from kg.extract.words import words
from kg.ontology import Ontology
from kg.ontology.lexicon import Phrase

__all__ = ["Link", "find_links", "title_links"]

_ORGANISATION = "Organisation"
#: Relations of these groups let "the licences of X" and "the department's move" stand for their owner.
_LOOSE_GROUPS = ("conflict", "justice", "support", "contact", "exploitation", "publication")
_JUDGING = ("conflict", "support", "publication")
_PLACE_OBJECTS = frozenset(("visited", "basedIn", "locatedIn", "movedTo", "operatesIn", "raided"))
_GATHERINGS = frozenset(("session", "meeting", "talk", "conference", "ceremony", "summit", "gathering", "forum", "workshop", "seminar", "reception"))
_SPEAKING_GROUPS = ("contact", "conflict", "support", "justice", "money", "publication")


@dataclass(slots=True)
class Link:
    """A relation between two actors at one place of the text, before it is said how firmly."""

    relation: str
    subject: Actor
    object: Actor
    trigger: Token
    tokens: list[Token] = field(default_factory=list)
    negative: bool = False
    role: str = ""
    pattern: str = ""
    kind: str = "verb"
    confidence: float = 0.7


def find_links(view: View, mentions: Mentions, lexicon: dict[str, tuple[Phrase, ...]], ontology: Ontology, *, affiliations: bool) -> Iterator[Link]:
    """The relations of a text; first those of office and kinship, from which later ones learn who "the director" is, then the others."""
    for token in view.doc:
        if token.i in mentions.at and mentions.at[token.i].named:
            continue
        heads = {token.lemma_, token.lower_}
        phrases = [
            p for head in sorted(heads) for p in lexicon.get(head, ()) if (ontology.relations[p.relation].group == "affiliation") == affiliations
        ]
        phrases.sort(key=lambda p: (-len(p.words), -bool(p.object_type), -bool(p.preposition)))
        taken: set[str] = set()
        best = 0
        for phrase in phrases:
            size = len(phrase.words) + bool(phrase.preposition) + bool(phrase.object_type)
            if phrase.relation in taken or (best and size < best):
                continue
            links = [link for match in match_phrase(phrase, token) for link in _links(match, mentions, ontology)]
            if links:
                taken.add(phrase.relation)
                best = max(best, size)
                for link in links:
                    mentions.deeds[link.trigger.lemma_[:6]] = link.subject.name
                    yield link
                if affiliations and links[0].kind == "noun":
                    break


def _links(match: Match, mentions: Mentions, ontology: Ontology) -> Iterator[Link]:
    relation = ontology.relations[match.phrase.relation]
    loose = relation.group in _LOOSE_GROUPS
    acting = relation.group in _SPEAKING_GROUPS
    ends = [a for t in match.objects for a in mentions.actors(t, acting=acting or match.phrase.reverse, parts=loose and match.kind != "noun")]
    doers = [a for t in match.subjects for a in _doers(t, mentions, parts=match.kind == "event")]
    pairs = [(a, b) for k, a in enumerate(doers) for b in ends[k + 1 :]] if match.mutual else [(a, b) for a in doers for b in ends]
    for left, right in pairs:
        subject, object_ = (right, left) if match.phrase.reverse else (left, right)
        if subject.name != object_.name and _fits(match.phrase, subject, object_, ontology):
            yield Link(relation.id, subject, object_, match.trigger, match.tokens, match.phrase.negative, _role(match, mentions, relation.group),
                       f"{relation.id}: {match.phrase.text}", match.kind, _confidence(match, subject, object_))  # fmt: skip


def _doers(token: Token, mentions: Mentions, *, parts: bool) -> list[Actor]:
    """Who stands as subject; where a meeting does, its host; a judgment is its court's."""
    if token.lemma_ in _GATHERINGS:
        hosts = [a for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN" for t in prepositional(c, "by") for a in mentions.actors(t)]
        return [mentions.find(mentions.body_of.get(a.name, ""), token) or a for a in hosts]
    if token.lemma_ in ("judgment", "verdict", "ruling", "judgement", "judge", "panel") and token.i not in mentions.at:
        return [court] if (court := mentions.last_of(token, "Court")) is not None else mentions.actors(token, parts=parts)
    return mentions.actors(token, parts=parts)


def _confidence(match: Match, subject: Actor, object_: Actor) -> float:
    base = {"noun": 0.85, "verb": 0.8, "event": 0.7, "describing": 0.7}[match.kind]
    return round(base * subject.sure * object_.sure, 2)


def _fits(phrase: Phrase, subject: Actor, object_: Actor, ontology: Ontology) -> bool:
    relation = ontology.relations[phrase.relation]
    if relation.range == "Event":
        return False
    ends = ((subject, relation.domain, phrase.subject_type), (object_, relation.range, phrase.object_type))
    if not all(may_be(actor, wanted, ontology) and (not narrow or may_be(actor, narrow, ontology)) for actor, wanted, narrow in ends):
        return False
    if object_.type == "Place" and relation.id not in _PLACE_OBJECTS and (relation.group not in _JUDGING or phrase.preposition):
        return False
    return not (subject.type == "Place" and relation.group != "location")


def may_be(actor: Actor, wanted: str, ontology: Ontology) -> bool:
    """Whether an actor may be of a type: what is known only as an organisation may be any company or union, not a public body."""
    kind = actor.type if actor.type in ontology.types else _ORGANISATION
    if ontology.is_a(kind, wanted):
        return True
    if wanted == "Place":
        return kind == "Country"
    if kind == _ORGANISATION:
        return wanted in ("Company", "NGO", "Association")
    return kind == "Group" and wanted == _ORGANISATION and not actor.named and False


def _role(match: Match, mentions: Mentions, group: str) -> str:
    """The office or kinship, as it stands in the text."""
    if group != "affiliation" or match.kind != "noun":
        return ""
    core = match.trigger
    around = [t for t in core.children if t.dep_ in ("amod", "compound", "nmod") and t.i < core.i and t.i not in mentions.at and t.pos_ != "NUM"]
    numbers = [t.i for t in (*around, *match.tokens)]
    start, end = mentions.view.spans[min(numbers)][0], mentions.view.spans[max(numbers)][1]
    return " ".join(mentions.view.text[start:end].split())[:80]


def unit_links(view: View, mentions: Mentions, ontology: Ontology) -> Iterator[Link]:
    """As in "the department's Wage and Hour Division": a named unit in the possessive of a body is part of it."""
    if "partOf" not in ontology.relations:
        return
    for i in sorted(view.names):
        token = view.doc[i]
        owner = next((c for c in token.children if c.dep_ == "poss"), None)
        unit = mentions.actor(token)
        whole = mentions.actor(owner) if owner is not None else None
        if unit is None or whole is None or unit.name == whole.name or not whole.named:
            continue
        if unit.type in _UNITS and whole.type in (*_UNITS, "Ministry") and set(unit.name.lower().split()) & _UNIT_WORDS:
            yield Link("partOf", unit, whole, token, [token], pattern="partOf: possessive", kind="noun", confidence=0.7)


_UNITS = ("GovernmentBody", "Police", "Organisation")
_UNIT_WORDS = frozenset(
    ("division", "office", "bureau", "unit", "department", "directorate", "section", "branch", "inspectorate", "service", "desk", "squad")
)


def title_links(view: View, mentions: Mentions, lexicon: dict[str, tuple[Phrase, ...]], ontology: Ontology) -> Iterator[Link]:
    """Offices written before a name: "Director General Ana Berg of the department", "BI spokesperson Rowena Tuazon"."""
    for i in sorted(view.names):
        title = view.names[i].title
        if view.names[i].type != "Person" or not title:
            continue
        person = mentions.actor(view.doc[i])
        body = _body_of_title(view.doc[i], mentions)
        if person is None or body is None:
            continue
        phrase = _phrase_of_title(title, body, lexicon, ontology)
        if phrase is not None and ontology.is_a(body.type, "Organisation"):
            yield Link(phrase.relation, person, body, view.doc[i], [view.doc[i]], False, title, f"{phrase.relation}: {phrase.text}", "title", 0.8)


def _body_of_title(token: Token, mentions: Mentions) -> Actor | None:
    doc, view = token.doc, mentions.view
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "at", "for", "from", "with"):
            found = next((mentions.actor(g) for g in child.children if g.dep_ == "pobj"), None)
            if found is not None and found.type not in ("Place", "Country", "Person", "Group"):
                return found
    owner = next((c for c in token.children if c.dep_ in ("poss", "compound", "nmod") and c.i < token.i), None)
    if owner is not None:
        found = mentions.actor(owner)
        if found is not None and found.type not in ("Place", "Country", "Person", "Group"):
            return found
    before = doc[token.i - 1] if token.i else None
    if before is not None and before.i in view.names and view.names[before.i].type not in ("Person", "Place", "Country"):
        return mentions.actor(before)
    if token.i + 2 < len(doc) and doc[token.i + 1].text == "," and doc[token.i + 2].lower_ == "of":
        found = next((mentions.actor(g) for g in doc[token.i + 2].children if g.dep_ == "pobj"), None)
        return found if found is not None and found.type not in ("Place", "Country") else None
    return None


def _phrase_of_title(title: str, body: Actor, lexicon: dict[str, tuple[Phrase, ...]], ontology: Ontology) -> Phrase | None:
    """The longest phrase of an office that stands in a title and fits the body."""
    parts = [part for part in title.replace("-", " ").split() if part not in words("people_words", "male") | words("people_words", "female")]
    found: list[tuple[int, bool, int, Phrase]] = []
    for k, part in enumerate(parts):
        for phrase in lexicon.get(part, ()):
            relation = ontology.relations[phrase.relation]
            if relation.group != "affiliation" or phrase.event or phrase.reverse or relation.domain != "Person":
                continue
            if list(phrase.words) == parts[k + 1 : k + 1 + len(phrase.words)] and may_be(body, phrase.object_type or relation.range, ontology):
                found.append((len(phrase.words), bool(phrase.object_type), k, phrase))
    return max(found, key=lambda item: (item[0], item[1], item[2], item[3].relation, item[3].text))[3] if found else None
