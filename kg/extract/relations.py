"""Relations in a parsed text: the lexicon of the ontology laid over it, and what domain and range leave of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from kg.extract.clauses import prepositional
from kg.extract.lists import named_among
from kg.extract.matching import Match, match_phrase
from kg.extract.mentions import Actor, Mentions
from kg.extract.quantities import money_in
from kg.extract.view import View
from kg.extract.words import is_person_noun, words
from kg.ontology import Ontology
from kg.ontology.lexicon import Phrase

__all__ = ["Link", "find_links", "may_be"]

_ORGANISATION = "Organisation"
#: Relations of these groups let "the licences of X" and "the department's move" stand for their owner.
_LOOSE_GROUPS = ("conflict", "justice", "support", "contact", "exploitation", "publication")
_JUDGING = ("conflict", "support", "publication")
_PLACE_OBJECTS = frozenset(("visited", "basedIn", "locatedIn", "movedTo", "operatesIn", "raided"))
#: A place stands for those who rule or live there where it is shelled, threatened or called upon.
_AGAINST_PLACES = frozenset(("attacked", "sanctioned", "threatened", "demandedOf", "criticized", "accused"))
_NOT_OF_PLACE = frozenset(("in", "at", "near", "outside", "from"))
#: They say that money changed hands only with a sum: "received a letter from" is no payment.
_SUMS = frozenset(("<receive … from", "<get … from", "hand over … to", "hand … to", "give … to"))
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
    #: Where the deed stands that the trigger only takes up again: its time and place are looked for there too.
    deed: Token | None = None
    #: The noun of the gathering at which it happened, where the words of the relation do not hold it.
    occasion: Token | None = None


def find_links(view: View, mentions: Mentions, lexicon: dict[str, tuple[Phrase, ...]], ontology: Ontology, *, affiliations: bool) -> Iterator[Link]:
    """The relations of a text; first those of office and kinship, from which later ones learn who "the director" is, then the others."""
    for token in view.doc:
        if token.i in mentions.at and mentions.at[token.i].named:
            continue
        heads = {token.lemma_.lower(), token.lower_}
        phrases = [
            p for head in sorted(heads) for p in lexicon.get(head, ()) if (ontology.relations[p.relation].group == "affiliation") == affiliations
        ]
        phrases.sort(key=lambda p: (-len(p.words), -bool(p.object_type), -bool(p.preposition)))
        taken: set[str] = set()
        pairs: dict[frozenset[str], list[int]] = {}
        for phrase in phrases:
            size = len(phrase.words) + bool(phrase.preposition) + bool(phrase.object_type)
            if phrase.relation in taken:
                continue
            matches = [m for m in match_phrase(phrase, token) if affiliations or _is_apt(m)]
            links = [link for match in matches for link in _links(match, mentions, ontology)]
            if phrase.relation == "participatedIn" and "met" in ontology.relations:
                links = [link for match in matches for link in _gathered(match, mentions)]
            links = [link for link in links if not any(size < longer for longer in pairs.get(_pair(link), ()))]
            if links:
                taken.add(phrase.relation)
                for link in links:
                    pairs.setdefault(_pair(link), []).append(size)
                    mentions.deeds[link.trigger.lemma_[:6]] = link.subject.name
                    if link.relation == "met" and (link.kind == "event" or len(link.tokens) > 1):
                        mentions.hosts = [link.subject]
                    yield link
                if affiliations and links[0].kind == "noun":
                    break


def _is_apt(match: Match) -> bool:
    """Whether a noun that describes somebody is one of a person or firm: "supplier", not "counsel" or "shelter", which name a deed or a thing."""
    plain = match.kind == "noun" and not match.phrase.words and not match.phrase.preposition
    return not plain or is_person_noun(match.phrase.head)


def _pair(link: Link) -> frozenset[str]:
    """The two that a word relates: of its phrases the longest counts for them."""
    return frozenset((link.subject.name, link.object.name))


def _links(match: Match, mentions: Mentions, ontology: Ontology) -> Iterator[Link]:
    relation = ontology.relations[match.phrase.relation]
    if match.mutual and not relation.symmetric:
        return
    if relation.id == "paid" and match.phrase.text in _SUMS and not money_in(_text_under(match, mentions)):
        return
    loose = relation.group in _LOOSE_GROUPS
    acting = relation.group in _SPEAKING_GROUPS
    view = mentions.view
    picked = [] if relation.id == "oneOf" else [t for end in match.objects for t in named_among(end, view)]
    pickers = [] if relation.id == "oneOf" else [t for end in match.subjects for t in named_among(end, view)]
    ends = [
        a for t in [*match.objects, *picked] for a in mentions.actors(t, acting=acting or match.phrase.reverse, parts=loose and match.kind != "noun")
    ]
    doers = [a for t in [*match.subjects, *pickers] for a in _doers(t, mentions, parts=match.kind == "event")]
    if relation.range == "Place":  # "the village of X" is the place here, not those who govern it
        ends = [replace(a, type="Place") if mentions.is_place(a.name) else a for a in ends]
    if relation.domain == "Place":
        doers = [replace(a, type="Place") if mentions.is_place(a.name) else a for a in doers]
    if relation.id == "holdsOfficeAt":  # a town has a mayor, a country ministers
        before = mentions.view.doc
        ends = [
            replace(a, type="GovernmentBody") if a.type in ("Place", "Country") and a.named and before[a.at - 1].lower_ not in ("in", "at") else a
            for a in ends
        ]
    stands_for = any(t.lemma_.lower() in words("groups", "standing_for") for t in match.objects)
    pairs = [(a, b) for k, a in enumerate(doers) for b in ends[k + 1 :]] if match.mutual else [(a, b) for a in doers for b in ends]
    for left, right in pairs:
        subject, object_ = (right, left) if match.phrase.reverse else (left, right)
        if subject.name != object_.name and _fits(match.phrase, subject, object_, ontology, stands_for=stands_for):
            yield Link(relation.id, subject, object_, match.trigger, match.tokens, match.phrase.negative, _role(match, mentions, relation.group),
                       f"{relation.id}: {match.phrase.text}", match.kind, _confidence(match, subject, object_))  # fmt: skip


def _text_under(match: Match, mentions: Mentions) -> str:
    start, end = mentions.view.span_of(list(match.trigger.subtree))
    return mentions.view.text[start:end]


def _doers(token: Token, mentions: Mentions, *, parts: bool) -> list[Actor]:
    """Who stands as subject; where a meeting does, its host; a judgment is its court's."""
    if token.lemma_ in _GATHERINGS:
        hosts = [a for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN" for t in prepositional(c, "by") for a in mentions.actors(t)]
        return [mentions.find(mentions.body_of.get(a.name, ""), token) or a for a in hosts]
    if token.lemma_ in _DOCUMENTS:
        return [writer] if (writer := _author(token, mentions)) is not None else mentions.actors(token, parts=parts)
    if token.lemma_ in ("judgment", "verdict", "ruling", "judgement", "judge", "panel") and token.i not in mentions.at:
        return [court] if (court := mentions.last_of(token, "Court")) is not None else mentions.actors(token, parts=parts)
    return mentions.actors(token, parts=parts)


_DOCUMENTS = frozenset(("report", "index", "study", "survey", "ranking"))


def _author(token: Token, mentions: Mentions) -> Actor | None:
    """Whose word a report is: it ranks and criticizes in its author's name."""
    report = mentions.actor(token)
    name = mentions.filers.get(report.name) if report is not None else None
    return mentions.find(name, token) if name else None


def _gathered(match: Match, mentions: Mentions) -> list[Link]:
    """As in "present at the meeting were A and B": its hosts met each of them."""
    occasion = next((t for t in match.objects if t.lemma_ in _GATHERINGS and t.i not in mentions.at), None)
    if not mentions.hosts or occasion is None:
        return []
    guests = [a for t in match.subjects for a in mentions.actors(t)]
    pattern = f"met: {match.phrase.text} the meeting"
    return [
        Link("met", host, guest, match.trigger, match.tokens, pattern=pattern, kind="event", confidence=0.6, occasion=occasion)
        for host in mentions.hosts
        for guest in guests
        if host.name != guest.name and guest.type not in ("Place", "Report")
    ]


def _confidence(match: Match, subject: Actor, object_: Actor) -> float:
    base = {"noun": 0.85, "verb": 0.8, "event": 0.7, "describing": 0.7}[match.kind]
    return round(base * subject.sure * object_.sure, 2)


def _fits(phrase: Phrase, subject: Actor, object_: Actor, ontology: Ontology, *, stands_for: bool = False) -> bool:
    """Whether domain, range and the phrase's own types allow two actors; with `stands_for` people of a body were named, not the body."""
    relation = ontology.relations[phrase.relation]
    if relation.range == "Event":
        return False
    ends = (
        (subject, relation.domain, phrase.subject_type),
        (object_, relation.range, "" if stands_for and phrase.object_type == "Person" else phrase.object_type),
    )
    if not all(may_be(actor, wanted, ontology) and (not narrow or may_be(actor, narrow, ontology)) for actor, wanted, narrow in ends):
        return False
    if phrase.head == "of" == phrase.preposition and object_.type == _ORGANISATION:
        return False  # most likely a town
    if "Report" in (subject.type, object_.type) and relation.group not in _JUDGING:
        return False
    if object_.type == "Place" and not _may_suffer(phrase, object_, relation.id, relation.group):
        return False
    return not (subject.type == "Place" and relation.group != "location")


def _may_suffer(phrase: Phrase, place: Actor, relation: str, group: str) -> bool:
    """Whether a place may be the object of a relation."""
    if not place.named:
        return relation in ("attacked", "raided")
    if relation in _AGAINST_PLACES and phrase.preposition not in _NOT_OF_PLACE:
        return True
    return relation in _PLACE_OBJECTS or (group in _JUDGING and not phrase.preposition)


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
