"""The body of an office whose sentence does not name it: "Labour Minister Ana Berg" is of the one labour ministry that the text speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.mentions import Actor, Mentions
from kg.extract.relations import Link
from kg.extract.view import View
from kg.extract.words import name_words, table
from kg.ontology import Ontology

__all__ = ["implied_offices"]

_SPELLING = {"labor": "labour", "defense": "defence", "programme": "program"}
#: Offices of firms and clubs: the one spoken of last.
_HEADS = frozenset(("executive", "director", "chairman", "chairwoman", "manager", "founder", "owner"))


def implied_offices(view: View, mentions: Mentions, ontology: Ontology) -> Iterator[Link]:
    """Offices that stand before a person's name or beside it without their body, where only one body in the text can be meant."""
    for i in sorted(view.names):
        token = view.doc[i]
        person = mentions.at.get(i)
        if person is None or person.type != "Person" or person.name in mentions.body_of:
            continue
        for office, at in _offices(token, view):
            body = _body(office, at, mentions)
            relation = "directorOf" if body is not None and body.type not in _PUBLIC and office[-1] in _HEADS else "holdsOfficeAt"
            holder = mentions.actor(token)
            if body is None or holder is None or relation not in ontology.relations or not ontology.is_a(body.type, "Organisation"):
                continue
            mentions.body_of.setdefault(holder.name, body.name)
            yield Link(relation, holder, body, at, [at], False, " ".join(office), f"{relation}: office of the body spoken of", "title", 0.6)
            break


_PUBLIC = frozenset(("GovernmentBody", "Ministry", "Police", "Court", "Embassy", "IntergovernmentalOrganisation"))


def _offices(token: Token, view: View) -> Iterator[tuple[list[str], Token]]:
    """The words of an office with the token where it stands."""
    title = view.names[token.i].title.replace("-", " ").split()
    if title:
        yield title, token
    for noun in (token.head, *token.children):
        beside = (noun.i == token.head.i and token.dep_ == "appos") or (noun.dep_ in ("compound", "appos") and noun.head.i == token.i)
        if beside and noun.pos_ == "NOUN" and noun.i not in view.names and not any(c.dep_ in ("poss", "prep") for c in noun.children):
            yield [*(c.lower_ for c in noun.children if c.dep_ in ("compound", "amod") and c.i < noun.i), noun.lower_], noun


def _body(office: list[str], at: Token, mentions: Mentions) -> Actor | None:
    """The one body in the text that an office can belong to."""
    words = {_SPELLING.get(word, word) for word in office}
    wanted = next((kinds for word, kinds in table("offices", "bodies").items() if word in words), None)
    if wanted is None:
        return _last_firm(at, mentions) if office[-1] in _HEADS else None
    kind, *nouns = wanted
    fits = [e for e in mentions.entities if e.named and e.type == kind and (not nouns or set(nouns) & _parts(e.name))]
    fields = words & name_words("joins", "topics")
    if fields:
        fits = [e for e in fits if fields & _parts(e.name)]
    if len(fits) > 1:
        fits = [e for e in fits if any(i < at.i for i in e.at)]
    if len(fits) == 1:
        return mentions.find(fits[0].name, at, 0.7)
    return None if fits else _plain(kind, at, mentions)


def _parts(name: str) -> set[str]:
    return {_SPELLING.get(word, word) for word in name.lower().replace("’s", "").replace(",", "").split()}


def _plain(kind: str, at: Token, mentions: Mentions) -> Actor | None:
    """As in "the ministry", where no ministry has a name in the text."""
    if kind != "Ministry" or any(e.type == "Ministry" for e in mentions.entities):
        return None
    noun = next((t for t in at.doc if t.lemma_.lower() == "ministry" and t.pos_ == "NOUN" and t.i not in mentions.at), None)
    return mentions.actor(noun) if noun is not None else None


def _last_firm(at: Token, mentions: Mentions) -> Actor | None:
    """The one firm of this sentence so far and the two before."""
    seen: set[str] = set()
    for low, high in mentions.windows(at):
        seen |= {e.name for e in mentions.entities if e.named and e.type == "Company" and any(low <= i < high for i in e.at)}
    return mentions.find(seen.pop(), at, 0.6) if len(seen) == 1 else None
