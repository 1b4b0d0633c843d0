"""What a text tells of events: each once, however often it is named, and who had which part in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.clauses import governor, prepositional
from kg.extract.gatherings import attendance
from kg.extract.matching import Match, match_phrase
from kg.extract.mentions import Actor, Mentions
from kg.extract.relations import Link, may_be
from kg.extract.view import View
from kg.extract.words import words
from kg.ontology import Ontology
from kg.ontology.lexicon import Phrase

__all__ = ["PRESIDING", "TAKING_PART", "Events", "is_elsewhere", "occasion_of", "part_links"]

#: The relations of those who have a part in an event, as the shipped vocabulary calls them.
PRESIDING, TAKING_PART = "presidedOver", "participatedIn"

#: A noun with one of these is no particular event.
_NONE = frozenset(("no", "any", "every", "each", "some", "many", "several", "few", "such", "what", "which", "more", "regular"))
_NEW = frozenset(("a", "an", "another"))
#: "The earlier meeting" is not the one of which the text just spoke.
_OTHER = frozenset(
    "earlier previous prior last next first second third final later former recent separate other future upcoming annual weekly monthly".split()
)
#: Who does these is the host; who chairs or leads need not be.
_HOSTING = frozenset(("host", "hold", "organise", "organize", "convene", "call", "stage", "sponsor"))
#: Verbs and their helpers that speak of what is yet to be.
_PLANNING = frozenset("plan schedule expect intend hope want announce propose offer request seek demand".split())
_FUTURE = frozenset(("will", "would", "shall", "may", "might", "could", "should", "'ll"))
_LONGEST_ROLE = 80


class _Last:
    """The last events of a text, by type and by noun: "the forum", after a workshop, is the forum before."""

    def __init__(self) -> None:
        self._by_noun: dict[tuple[str, str], Actor] = {}
        self._by_kind: dict[str, Actor] = {}

    def of(self, noun: Token, kind: str) -> Actor | None:
        """The last one that was called by the same noun, or else the last one of the type."""
        return self._by_noun.get((kind, noun.lemma_)) or self._by_kind.get(kind)

    def take(self, noun: Token, event: Actor) -> None:
        """Notes an event that the text names at a noun."""
        self._by_noun[event.type, noun.lemma_] = self._by_kind[event.type] = event


class Events:
    """The events of one text; asked for by the token of their noun."""

    def __init__(self, view: View, mentions: Mentions, ontology: Ontology) -> None:
        self._view = view
        self.at: dict[int, Actor] = {}
        nouns = {tuple(noun.split()): kind.id for kind in ontology.types.values() if ontology.is_event(kind.id) for noun in kind.lexicon}
        # Those that were held come first, then those that are to come: what was attended was held.
        held, coming = _Last(), _Last()
        names: Counter[str] = Counter()
        for token in view.doc:
            kind = _kind(token, nouns) if token.pos_ == "NOUN" and token.i not in mentions.at and token.dep_ != "compound" else ""
            if not kind or _is_none(token):
                continue
            known = held.of(token, kind) or coming.of(token, kind)
            known = None if known is None or _is_new(token, view.doc[known.at]) else known
            event = self._mention(token, kind, known.name if known else "", names)
            self.at[token.i] = event
            (coming if known is None and _is_coming(token) else held).take(token, event)
        self._places = sorted(self.at)

    def _mention(self, token: Token, kind: str, name: str, names: Counter[str]) -> Actor:
        start, end = self._view.span_of(list(_phrase(token)))
        if not name:
            phrase = " ".join(self._view.text[start:end].split())
            names[phrase] += 1
            name = phrase if names[phrase] == 1 else f"{phrase} ({names[phrase]})"
        return Actor(name, kind, start, end, token.i)

    def before(self, token: Token) -> Actor | None:
        """The event that the same or the last sentence named."""
        number = bisect_left(self._places, token.i)
        first = token.sent.start
        first = token.doc[first - 1].sent.start if first else first
        return self.at[self._places[number - 1]] if number and self._places[number - 1] >= first else None

    def of(self, tokens: Iterable[Token]) -> Actor | None:
        """The event that one of some tokens names."""
        return next((self.at[token.i] for token in tokens if token.i in self.at), None)


def _phrase(noun: Token) -> Iterator[Token]:
    """A noun and what describes it before it, without article and owner."""
    described = [t for t in noun.children if t.dep_ in ("amod", "compound", "nmod") and t.i < noun.i and t.lower_ not in _OTHER]
    first = min((t.left_edge.i for t in described), default=noun.i)
    yield from noun.doc[first : noun.i + 1]


def _kind(token: Token, nouns: dict[tuple[str, ...], str]) -> str:
    """The type of event that a noun names, in the singular or as the lexicon writes it; the longest entry counts."""
    before = [t.lower_ for t in token.doc[max(0, token.i - 3) : token.i]]
    for length in range(3, -1, -1):
        lead = tuple(before[len(before) - length :]) if length <= len(before) else None
        for word in (token.lower_, *((token.lemma_,) if token.tag_ == "NN" else ())):
            if lead is not None and (*lead, word) in nouns:
                return nouns[*lead, word]
    return ""


def _is_none(token: Token) -> bool:
    return any(child.lower_ in _NONE for child in token.children if child.dep_ in ("det", "amod", "advmod"))


def _is_new(token: Token, last: Token) -> bool:
    """Whether a noun tells of another event than the last one, as "a meeting" does and "the meeting" does not."""
    fixed = False
    for child in token.children:
        if child.lower_ in _NEW or child.lower_ in _OTHER or child.dep_ == "nummod":
            return True
        if child.dep_ == "poss" and _is_date(child):  # "Monday's meeting" is the last one only where that was on Monday
            return child.lower_ not in {t.lower_ for t in last.sent}
        fixed |= child.dep_ in ("det", "poss")
    return not fixed


def _is_date(token: Token) -> bool:
    return token.lower_.endswith("day") or token.lemma_ in ("week", "month", "year")


def _is_coming(noun: Token) -> bool:
    """Whether an event is yet to be: "will hold a meeting", "the meeting planned for Monday"."""
    verb = governor(noun)
    over = [verb, *([verb.head] if verb is not None and verb.dep_ in ("xcomp", "ccomp") else [])]
    planned = [child for child in noun.children if child.dep_ == "acl"]
    return any(_is_future(one) for one in (*over, *planned) if one is not None)


def _is_future(verb: Token) -> bool:
    return verb.lemma_ in _PLANNING or any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in verb.children)


def part_links(
    links: Iterable[Link], view: View, mentions: Mentions, lexicon: dict[str, tuple[Phrase, ...]], ontology: Ontology, events: Events
) -> list[Link]:
    """Who hosted, chaired, attended: of every relation to an event whose words the ontology has, once for each word that tells it.

    What one says and another denies of the same part are two. `links` are the relations between actors: who met whom at an event took part in it, where no word says that they presided.
    """
    found: dict[tuple[str, str, str, int], Link] = {}
    for link in (*_by_phrases(view, mentions, lexicon, ontology, events), *_by_lists(view, mentions, ontology, events)):
        found.setdefault((link.relation, link.subject.name, link.object.name, link.trigger.i), link)
    had = {(link.subject.name, link.object.name) for link in found.values()}
    shared = _shared(links, had, events) if {TAKING_PART, "met"} <= ontology.relations.keys() else ()
    return [*found.values(), *shared]


def _by_phrases(view: View, mentions: Mentions, lexicon: dict[str, tuple[Phrase, ...]], ontology: Ontology, events: Events) -> Iterator[Link]:
    for token in view.doc if events.at else ():
        for head in sorted({token.lemma_.lower(), token.lower_}):
            for phrase in lexicon.get(head, ()):
                if ontology.is_event(ontology.relations[phrase.relation].range):
                    for match in match_phrase(phrase, token):
                        yield from _parts(match, mentions, ontology, events)


def _parts(match: Match, mentions: Mentions, ontology: Ontology, events: Events) -> Iterator[Link]:
    phrase, relation = match.phrase, ontology.relations[match.phrase.relation]
    places, doers = (match.subjects, match.objects) if phrase.reverse else (match.objects, match.subjects)
    event = events.of(places)
    if event is None or not ontology.is_a(event.type, relation.range):
        return
    hosting = phrase.relation == PRESIDING and match.trigger.lemma_ in _HOSTING
    for actor in (a for token in doers for a in _doers(token, mentions)):
        # Officials who host do so for their body.
        who = (hosting and mentions.find(mentions.body_of.get(actor.name, ""), match.trigger)) or actor
        if _may_take_part(who, relation.domain, ontology):
            yield Link(relation.id, who, event, match.trigger, match.tokens, phrase.negative, "host" if hosting else _role(match.trigger, mentions),
                       f"{relation.id}: {phrase.text}", "verb", round(0.75 * who.sure, 2), deed=match.trigger.doc[event.at])  # fmt: skip


def _by_lists(view: View, mentions: Mentions, ontology: Ontology, events: Events) -> Iterator[Link]:
    """As in "Also present were A, B and C", which grammar alone does not tell."""
    if TAKING_PART not in ontology.relations:
        return
    for word, noun, guest in attendance(view, mentions) if events.at else ():
        event = events.at.get(noun.i) if noun is not None else events.before(word)
        if event is not None and _may_take_part(guest, "Actor", ontology):
            sure = 0.7 if noun is not None else 0.6
            yield Link(TAKING_PART, guest, event, word, [word], pattern=f"{TAKING_PART}: list", confidence=sure, deed=noun)


def _doers(token: Token, mentions: Mentions) -> list[Actor]:
    """Whom a token means; all the bodies behind "delegates from A, B and C"."""
    if token.lemma_.lower() in words("groups", "standing_for"):
        bodies = [a for t in prepositional(token, "of", "from", "for") for a in mentions.actors(t)]
        sent = [a for a in bodies if a.named and a.type not in ("Person", "Place")]
        if sent:
            return sent
    return mentions.actors(token)


def _may_take_part(actor: Actor, domain: str, ontology: Ontology) -> bool:
    return actor.type not in ("Place", "Report") and may_be(actor, domain, ontology)


def _role(verb: Token, mentions: Mentions) -> str:
    """What the text says that somebody was there: "attended as an observer"."""
    for noun in prepositional(verb, "as"):
        if noun.i not in mentions.at and noun.pos_ == "NOUN":
            start, end = mentions.view.span_of([t for t in noun.children if t.dep_ in ("amod", "compound")] + [noun])
            return " ".join(mentions.view.text[start:end].split())[:_LONGEST_ROLE]
    return ""


def _shared(links: Iterable[Link], had: set[tuple[str, str]], events: Events) -> Iterator[Link]:
    for link in links:
        event = occasion_of(link, events) if link.relation == "met" else None
        if event is None:
            continue
        # Of a guest list only the guest is read here: its host may be that of another event.
        for actor in (link.object,) if link.occasion is not None else (link.subject, link.object):
            if (actor.name, event.name) not in had:
                yield replace(link, relation=TAKING_PART, subject=actor, object=event, pattern=f"{TAKING_PART}: {link.pattern}")


def is_elsewhere(link: Link, parts: Collection[tuple[str, str]], events: Events) -> bool:
    """Whether a guest list gives somebody a host who has no part in that event: the host is then that of another one.

    `parts` are names of actors and events.
    """
    event = events.at.get(link.occasion.i) if link.occasion is not None else None
    return event is not None and (link.subject.name, event.name) not in parts


def occasion_of(link: Link, events: Events) -> Actor | None:
    """The event at which a text says that something happened."""
    return events.of([*([link.occasion] if link.occasion is not None else []), *link.tokens, link.trigger])
