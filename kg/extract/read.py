"""From a text to candidates: statements that a machine read and nobody has judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.extract.clauses import governor, prepositional
from kg.extract.events import TAKING_PART, Events, is_elsewhere, occasion_of, part_links
from kg.extract.firmness import Stance, stance_of, title_stance
from kg.extract.gatherings import gathering_links
from kg.extract.implied import implied_offices
from kg.extract.inference import accusations, general_denials, threats
from kg.extract.mentions import Actor, Mentions
from kg.extract.model import load_model
from kg.extract.quantities import money_in, share_in
from kg.extract.quoting import quote_of
from kg.extract.relations import Link, find_links
from kg.extract.structure import author_links, deed_links, member_links, seat_links, title_links, unit_links
from kg.extract.verdicts import verdict_links
from kg.extract.view import View, make_view
from kg.extract.voices import Voices
from kg.extract.when import Moment, find_moments
from kg.ontology import Ontology
from kg.ontology.lexicon import Phrase, phrases_by_head

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["VERSION", "Candidate", "Reading", "read_text"]

#: Raised with every change of what is extracted, so that documents are read again.
VERSION = "6"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement as one place of a text says it; actors by their fullest name in the text."""

    subject: Actor
    relation: str
    object: Actor
    modality: str
    negative: bool
    #: Who says it; `None` where the text itself does, or names nobody (then `modality` tells).
    claimant: Actor | None
    role: str
    when: str
    quantity: str
    start: int
    end: int
    confidence: float
    pattern: str
    at: int = 0
    #: A place of the text, by its name.
    place: str = ""
    #: The event at which it happened, as the text calls it.
    event: str = ""


@dataclass(frozen=True)
class Reading:
    """What was found in one text."""

    candidates: tuple[Candidate, ...]
    view: View
    #: Who had which part in an event: `object` is the event. Who met whom there is among the candidates too.
    parts: tuple[Candidate, ...] = ()


def read_text(text: str, ontology: Ontology, *, published: str = "", party: str = "") -> Reading:
    """The candidates of an English text, in its order; the same text gives the same candidates.

    `published` is the day against which "last month" is read. Raises `UsageError` when the model is not installed.
    """
    view = make_view(text, load_model())
    mentions = Mentions(view)
    lexicon = _lexicon(tuple((r.id, r.lexicon) for r in ontology.relations.values()))
    first = [*title_links(view, mentions, lexicon, ontology), *find_links(view, mentions, lexicon, ontology, affiliations=True)]
    first += [
        *unit_links(view, mentions, ontology),
        *member_links(view, mentions, ontology),
        *author_links(view, mentions, ontology),
        *seat_links(view, mentions, ontology),
    ]
    _learn_posts(first, mentions)
    implied = list(implied_offices(view, mentions, ontology))
    _learn_posts(implied, mentions)
    first += implied
    mentions.register_descriptions()
    voices = Voices(view, mentions)
    links = [*first, *find_links(view, mentions, lexicon, ontology, affiliations=False)]
    links += deed_links(view, mentions, lexicon, ontology)
    links += verdict_links(view, mentions, voices, lexicon, ontology)
    if "met" in ontology.relations:
        links += gathering_links(view, mentions)
    _learn_authors(links, voices)
    moments = find_moments(text, published)
    events = Events(view, mentions, ontology)
    roles = part_links(links, view, mentions, lexicon, ontology, events)
    there = {(link.subject.name, link.object.name) for link in roles}
    links = [link for link in links if not is_elsewhere(link, there, events)]
    found = [replace(one, event=_event(link, events)) for link in links for one in _candidates(link, voices, moments, ontology)]
    parts = [candidate for link in roles for candidate in _candidates(link, voices, moments, ontology)]
    found = _closest(found)
    found += accusations(found, view, ontology)
    found += threats(found, view, mentions, ontology)
    found += general_denials(found, view, mentions, voices)
    return Reading(tuple(_unique(found)), view, tuple(_unique(_dated(parts))))


def _dated(parts: list[Candidate]) -> list[Candidate]:
    """Whoever took part did so when the event was, and where, as far as the same voice says so as firmly: a claimed day stays the claimant's."""
    whens = {_voiced(one): one.when for one in reversed(parts) if one.when and not one.negative}
    places = {_voiced(one): one.place for one in reversed(parts) if one.place and not one.negative}
    return [replace(one, when=one.when or whens.get(_voiced(one), ""), place=one.place or places.get(_voiced(one), "")) for one in parts]


def _voiced(part: Candidate) -> tuple[str, str, str]:
    return part.object.name, part.modality, part.claimant.name if part.claimant else ""


def _event(link: Link, events: Events) -> str:
    event = occasion_of(link, events) if link.relation == "met" else None
    return event.name if event is not None else ""


@cache
def _lexicon(entries: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[Phrase, ...]]:
    return phrases_by_head(entries)


def _learn_posts(links: Iterable[Link], mentions: Mentions) -> None:
    """As in "the chief executive" is the person of that office, "we" in a director's mouth is the body."""
    for link in links:
        if link.subject.type == "Person" and link.relation in ("directorOf", "holdsOfficeAt", "spokespersonFor", "employedBy", "represents", "owns"):
            mentions.body_of.setdefault(link.subject.name, link.object.name)
            word = link.role.split()[-1].lower() if link.role else ""
            if word:
                mentions.posts[word] = link.subject.name


def _learn_authors(links: Iterable[Link], voices: Voices) -> None:
    for link in links:
        if link.relation == "published" and link.object.named:
            voices.mentions.filers.setdefault(link.object.name, link.subject.name)
        elif link.relation in ("sued", "filedComplaintAgainst"):
            for word in ("complaint", "lawsuit", "suit", "petition", "filing", "claim"):
                voices.mentions.filers[word] = link.subject.name
        elif link.relation in ("charged", "prosecuted"):
            voices.mentions.filers["indictment"] = link.subject.name


def _candidates(link: Link, voices: Voices, moments: list[Moment], ontology: Ontology) -> Iterator[Candidate]:
    stance = title_stance(link.trigger, voices) if link.kind == "title" else stance_of(link.trigger, voices)
    relation = ontology.relations[link.relation]
    if stance.dropped or _asks_nothing(link) or (stance.negative and stance.modality in ("hypothetical", "planned")):
        return
    if any(speaker.name == link.subject.name for speaker in stance.speakers):
        stance.claimant = link.subject
    if stance.modality == "purpose":
        if not relation.speech and relation.group != "conflict":
            return
        stance.modality = "alleged" if stance.voiced else "asserted"
    if (
        stance.claimant is not None
        and stance.claimant.name == link.subject.name
        and relation.speech
        and stance.modality == "alleged"
        and (link.kind == "verdict" or not _quoted(link, voices))
    ):
        stance.modality, stance.claimant = "asserted", None
    start, end = quote_of(voices.view, link)
    if voices.view.text.count(voices.view.text[start:end]) > 1:
        return  # nothing that could be cited shows it
    negative = stance.negative ^ link.negative
    if stance.modality == "denied":
        negative = False
    elif stance.modality == "alleged" and negative and _denies_own(link, stance, voices):
        stance.modality, negative = "denied", False
    yield Candidate(
        link.subject, link.relation, link.object, stance.modality, negative, stance.claimant, link.role,
        _when(link, moments, voices.view, relation.aspect), _quantity(link, voices.view, relation.group),
        start, end, _confidence(link, stance), link.pattern, link.trigger.i, _place(link, voices.mentions, relation.group),
    )  # fmt: skip


def _quoted(link: Link, voices: Voices) -> bool:
    return voices.quotation_of(link.trigger) is not None


def _denies_own(link: Link, stance: Stance, voices: Voices) -> bool:
    """Whether the one who says that it was not so speaks for himself or for his own side."""
    if stance.claimant is None:
        return False
    own = {stance.claimant.name, voices.mentions.body_of.get(stance.claimant.name, "")}
    return link.subject.name in own


def _asks_nothing(link: Link) -> bool:
    """Statements to the medium that reports: "told the newspaper"."""
    return link.relation == "communicatedWith" and link.object.type == "MediaOutlet"


def _confidence(link: Link, stance: Stance) -> float:
    weaker = 0.9 if stance.voiced or stance.modality != "asserted" else 1.0
    return round(min(0.95, link.confidence * weaker), 2)


def _when(link: Link, moments: list[Moment], view: View, aspect: str) -> str:
    """The time nearest the trigger in its own clause; what somebody is or owns is dated only by its own words."""
    near = [m for m in moments if _in_clause(m, link.trigger, view, narrow=aspect == "state")]
    if not near and link.deed is not None:
        near = [m for m in moments if _in_clause(m, link.deed, view, narrow=False)]
    here = view.spans[link.trigger.i][0]
    return min(near, key=lambda m: abs(m.start - here)).value if near else ""


def _in_clause(moment: Moment, trigger: Token, view: View, *, narrow: bool) -> bool:
    token = next((t for t in trigger.sent if view.spans[t.i][0] <= moment.start < view.spans[t.i][1]), None)
    if token is None:
        return False
    if narrow:
        return any(t.i == token.i for t in trigger.subtree)
    verb = governor(trigger) if trigger.pos_ == "NOUN" else None
    here = token
    for _ in range(12):
        if here.i == trigger.i or (here.i == trigger.head.i and trigger.dep_ not in ("ccomp", "relcl", "advcl")):
            return True
        if verb is not None and here.i == verb.i:
            return True
        if here.pos_ in ("VERB", "AUX") and here.i != token.i:
            return False
        if here.head.i == here.i:
            return False
        here = here.head
    return False


_WHERE = ("in", "at", "near", "outside", "off")


def _place(link: Link, mentions: Mentions, group: str) -> str:
    """The named place where a deed was done, or to which its victims were brought; empty for what says itself where."""
    if group not in ("exploitation", "justice", "conflict", "contact"):
        return ""
    wanted = (*_WHERE, "to", "into") if link.relation == "trafficked" else _WHERE
    for token in (link.trigger, link.deed):
        for inner in prepositional(token, *wanted) if token is not None else ():
            found = mentions.at.get(inner.i)
            if found is not None and found.type in ("Place", "Country") and found.name not in (link.subject.name, link.object.name):
                return found.name
    return ""


#: Of these it counts how many did it.
_COUNTED_DOERS = frozenset(("movedTo", "protestedAgainst", "filedComplaintAgainst", "sued", TAKING_PART))


def _quantity(link: Link, view: View, group: str) -> str:
    start, end = view.span_of(list(link.trigger.subtree) or [link.trigger])
    if link.relation == "owns":
        return share_in(view.text[start:end])
    if link.relation in ("paid", "funded", "sanctioned"):
        return money_in(view.text[start:end])
    return link.object.count or (link.subject.count if link.relation in _COUNTED_DOERS else "")


#: Any of these between two actors says more than that one works for the other.
_CLOSER = frozenset(("directorOf", "holdsOfficeAt", "spokespersonFor", "represents", "consultantFor", "memberOf", "founded", "owns"))


def _closest(found: list[Candidate]) -> list[Candidate]:
    """Leaves out the plain post where the text tells a closer one, and denies what one side says was not so and the other says was."""
    close = {(c.subject.name, c.object.name) for c in found if c.relation in _CLOSER and not c.negative}
    claimed = {(c.subject.name, c.relation, c.object.name) for c in found if c.modality == "alleged" and not c.negative}
    kept = [c for c in found if c.relation != "employedBy" or (c.subject.name, c.object.name) not in close]
    return [
        replace(c, modality="denied", negative=False)
        if c.modality == "alleged" and c.negative and c.claimant and (c.subject.name, c.relation, c.object.name) in claimed
        else c
        for c in kept
    ]


def _unique(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Each reading once, the surest of its kind; in the order of the text."""
    best: dict[tuple[object, ...], Candidate] = {}
    for item in found:
        key = (item.subject.name, item.relation, item.object.name, item.modality, item.negative, item.claimant.name if item.claimant else "")
        if key not in best or item.confidence > best[key].confidence:
            best[key] = item if key not in best else replace(item, when=item.when or best[key].when)
    yield from sorted(best.values(), key=lambda c: (c.start, c.at, c.relation, c.subject.name, c.object.name, c.modality))
