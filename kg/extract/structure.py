"""Relations that show in the build of a text rather than in a phrase: offices before names, units in the possessive, deeds taken up again."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.clauses import agents, conjuncts, is_passive, owners, prepositional, relative, surface
from kg.extract.mentions import Actor, Mentions
from kg.extract.relations import Link, may_be
from kg.extract.view import View
from kg.extract.words import table, words
from kg.ontology import Ontology
from kg.ontology.lexicon import Phrase

__all__ = ["author_links", "deed_links", "member_links", "seat_links", "title_links", "unit_links"]

_DOING = frozenset(("carry", "commit", "perpetrate", "organise", "organize", "mastermind", "orchestrate"))


def deed_links(view: View, mentions: Mentions, lexicon: dict[str, tuple[Phrase, ...]], ontology: Ontology) -> Iterator[Link]:
    """As in "… the trafficking of Cambodians. This was carried out by X": X is the one whom the deed before lacked."""
    for token in view.doc:
        if token.lemma_ not in _DOING or token.pos_ != "VERB":
            continue
        taken = surface(token) if is_passive(token) else [c for c in token.children if c.dep_ == "dobj"]
        if not any(t.lower_ in ("this", "that", "it", "these") or t.lemma_ in ("crime", "deed", "act", "abuse") for t in taken):
            continue
        deed = _deed_before(token, mentions, lexicon, ontology)
        if deed is None:
            continue
        relation, patient, noun = deed
        for doer in agents(token):
            for actor in mentions.actors(_named_in_apposition(doer)):
                if actor.name != patient.name and may_be(actor, ontology.relations[relation].domain, ontology):
                    yield Link(relation, actor, patient, token, [token], pattern=f"{relation}: carried out", kind="event", confidence=0.6, deed=noun)


def _named_in_apposition(token: Token) -> Token:
    return next((c for c in token.children if c.dep_ == "appos" and c.pos_ == "PROPN"), token)


def _deed_before(token: Token, mentions: Mentions, lexicon: dict[str, tuple[Phrase, ...]], ontology: Ontology) -> tuple[str, Actor, Token] | None:
    """The last deed without a doer in the two sentences before: its relation, whom it met, and its noun."""
    sentences = [sent for sent in token.doc.sents if sent.start <= token.i]
    for sent in reversed(sentences[-3:]):
        for noun in reversed([t for t in sent if t.i < token.i and t.pos_ in ("NOUN", "VERB")]):
            for phrase in lexicon.get(noun.lemma_, ()) + lexicon.get(noun.lower_, ()):
                if not phrase.event or phrase.words or not ontology.relations[phrase.relation].grave:
                    continue
                patient = next((a for t in prepositional(noun, phrase.preposition or "of") if (a := mentions.actor(t)) is not None), None)
                if patient is not None and not any(c.dep_ == "poss" for c in noun.children) and not list(prepositional(noun, "by")):
                    return phrase.relation, patient, noun
    return None


def member_links(view: View, mentions: Mentions, ontology: Ontology) -> Iterator[Link]:
    """As in "the federation, whose members include X and Y", "members of the federation are X and Y"."""
    for token in view.doc if "memberOf" in ontology.relations else ():
        verb = token.head
        if token.lemma_ != "member" or token.dep_ != "nsubj" or verb.lemma_ not in ("include", "be", "comprise"):
            continue
        bodies = [relative(c) for c in token.children if c.dep_ == "poss"] or list(prepositional(token, "of"))
        whole = next((a for t in bodies if (a := mentions.actor(t)) is not None and ontology.is_a(a.type, "Organisation")), None)
        listed = [t for c in verb.children if c.dep_ in ("dobj", "attr") for t in conjuncts(c)]
        for member in [a for t in listed if whole is not None for a in mentions.actors(t) if a.named]:
            assert whole is not None
            if member.name != whole.name and member.type not in ("Place", "Report"):
                yield Link("memberOf", member, whole, verb, [token], pattern="memberOf: its members include", kind="noun", confidence=0.8)


def author_links(view: View, mentions: Mentions, ontology: Ontology) -> Iterator[Link]:
    """As in "the department's Trafficking Report": a report in the possessive of a body was published by it."""
    for token in view.doc if "published" in ontology.relations else ():
        report = mentions.at.get(token.i)
        if report is None or report.type != "Report" or not report.named:
            continue
        for owner in [t for noun in (token, token.head) if noun.i == token.i or token.dep_ == "appos" for t in owners(noun)]:
            body, work = mentions.actor(owner), mentions.actor(token)
            if body is not None and work is not None and ontology.is_a(body.type, "Organisation"):
                yield Link("published", body, work, token, [token], pattern="published: possessive", kind="title", confidence=0.75)


def seat_links(view: View, mentions: Mentions, ontology: Ontology) -> Iterator[Link]:
    """As in "Haki Centre, a legal clinic in Mombasa", "X, a Beirut campaign group": what a body is called tells where it is."""
    kinds = table("groups", "again")
    for token in view.doc if "basedIn" in ontology.relations else ():
        kind = kinds.get(token.lemma_.lower(), ("",))[0]
        if token.dep_ != "appos" or token.head.i not in view.names or kind in ("", "Person", "Place", "Report", "Group"):
            continue
        before = [c for c in token.children if c.dep_ in ("compound", "nmod", "amod") and c.i in view.names]
        inside = [t for t in prepositional(token, "in", "from") if t.i in view.names]
        body = mentions.actor(token.head)
        place = next((a for t in (*before, *inside) if (a := mentions.actor(t)) is not None and a.type in ("Place", "Country")), None)
        if body is not None and place is not None and ontology.is_a(body.type, "Organisation"):
            yield Link("basedIn", body, place, token, [token], pattern="basedIn: a body in a place", kind="title", confidence=0.7)


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
            yield Link("partOf", unit, whole, token, [token], pattern="partOf: possessive", kind="title", confidence=0.7)


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
