"""Who met whom at a gathering: its hosts, and the list of those who took part, however the sentence spreads them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.clauses import agents, patients, prepositional
from kg.extract.lists import following
from kg.extract.mentions import Actor, Mentions
from kg.extract.relations import Link
from kg.extract.view import View

__all__ = ["attendance", "gathering_links"]

_GATHERINGS = frozenset(("meeting", "talk", "conference", "summit", "forum", "workshop", "seminar", "session", "table", "roundtable", "hearing"))
#: In tokens: so far behind the word that tells of it a list of guests begins.
_REACH = 60
_HOSTS = frozenset(("hold", "host", "chair", "convene", "organise", "organize", "preside", "call", "lead"))


def gathering_links(view: View, mentions: Mentions) -> Iterator[Link]:
    """`met` between each host and each participant; a host is known from the same sentence or from the paragraphs before."""
    hosts: list[Actor] = []
    for sentence in view.doc.sents:
        found = [actor for token in sentence for actor in _hosts(token, mentions)]
        hosts = found or hosts
        for token in sentence:
            occasion = _noun(token)
            guests = list(_guests(token, view, mentions)) if occasion is not None else []
            receiving = [a for noun in _gathering_of(token) for t in prepositional(noun, "with") for a in mentions.actors(t) if a.named]
            for host in receiving[:1] or hosts if guests else ():
                for guest in guests:
                    if guest.name != host.name and guest.type not in ("Place", "Country", "Report"):
                        yield Link("met", host, guest, token, [token], pattern="met: took part", kind="event", confidence=0.6, occasion=occasion)


def attendance(view: View, mentions: Mentions) -> Iterator[tuple[Token, Token | None, Actor]]:
    """The word that says that somebody took part, the noun of the gathering where the words have one ("Also present were A and B"), and each who did."""
    for token in view.doc:
        noun = _noun(token)
        if noun is not None or (token.lower_ == "present" and token.head.lemma_ == "be" and not list(prepositional(token, "at", "in"))):
            yield from ((token, noun, guest) for guest in _guests(token, view, mentions))


def _noun(token: Token) -> Token | None:
    return next(iter(_gathering_of(token)), None)


def _is_gathering(token: Token) -> bool:
    return token.lemma_.lower() in _GATHERINGS and token.pos_ == "NOUN"


def _hosts(verb: Token, mentions: Mentions) -> list[Actor]:
    """As in "X held a meeting", "a meeting chaired by X"."""
    if verb.pos_ != "VERB" or verb.lemma_ not in _HOSTS:
        return []
    nouns = [*patients(verb), *prepositional(verb, "over"), verb.head]
    found = [a for t in agents(verb) for a in mentions.actors(t) if a.named] if any(_is_gathering(n) for n in nouns) else []
    return [mentions.find(mentions.body_of.get(a.name, ""), verb) or a for a in found]


def _gathering_of(token: Token) -> list[Token]:
    """The gathering in which a word says that somebody took part."""
    if token.lemma_ == "attend":
        found = [*patients(token), token.head]
    elif token.lemma_ == "participate" or (token.lemma_ == "take" and any(c.lower_ == "part" for c in token.children)):
        found = list(prepositional(token, "in"))
    elif token.lower_ == "present":
        found = list(prepositional(token, "at"))
    else:
        return []
    return [noun for noun in found if _is_gathering(noun)]


def _guests(token: Token, view: View, mentions: Mentions) -> Iterator[Actor]:
    verb = token.head if token.lower_ == "present" and token.head.lemma_ == "be" else token
    first = agents(verb)
    opener = (":", "were", "was") if token.lower_ == "present" and not first else (":",)
    after = next((t for t in token.doc[token.i + 1 : min(token.i + _REACH, token.sent.end)] if t.lower_ in opener), None)
    if after is not None:
        first = [t for t in token.doc[after.i + 1 : min(after.i + _REACH, token.sent.end)] if t.i in view.names][:1]
    seen: set[str] = set()
    for item in [*first, *following(first[0], view)] if first else ():
        for actor in mentions.actors(item):
            if actor.named and actor.name not in seen:
                seen.add(actor.name)
                yield actor
