"""Descriptions that mean somebody: "the ministry", "his client", "a man known as X", "a woman in Cusco"."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.clauses import owners, prepositional, relative
from kg.extract.entities import Actor, Entity
from kg.extract.folding import PLURAL, without_article
from kg.extract.naming import titles
from kg.extract.pronouns import Pronouns
from kg.extract.words import is_person_noun, table, words

__all__ = ["OWN", "Descriptions"]

_OPEN_TO_ANY = frozenset(("same", "latter", "former", "two", "three", "whole", "said", "very", "late", "young", "old", "new", "big"))
OWN = frozenset(
    (
        "company",
        "firm",
        "client",
        "agency",
        "group",
        "ministry",
        "organisation",
        "organization",
        "union",
        "business",
        "institute",
        "party",
        "office",
        "department",
    )
)


class Descriptions(Pronouns):
    """What common nouns mean in a view."""

    def _the_one_report(self, token: Token) -> Actor | None:
        """As in "a study by X says …", where the text gives the title of only one."""
        if table("groups", "again").get(token.lemma_.lower(), ())[:1] != ("Report",) or (
            token.tag_ in PLURAL and token.lemma_ not in ("finding", "conclusion")
        ):
            return None
        named = [e for e in self.entities if e.type == "Report" and e.named]
        fresh = any(c.lower_ in ("another", "earlier", "previous", "no", "any", "every", "each") for c in token.children)
        return self._of(named[0], token, 0.7) if len(named) == 1 and not fresh and not any(c.dep_ == "poss" for c in token.children) else None

    def _speakers_body(self, ours: Token) -> Actor | None:
        """As in "our inspectors", "my ministry" in a minister's mouth: that of the speaker."""
        speaker = self.speakers.get(self.view.quoted.get(ours.i, -1))
        if speaker is None or speaker.type != "Person":
            return speaker
        body = self.body_of.get(speaker.name)
        return self.find(body, ours, 0.7) if body else None

    def _named_inside(self, token: Token, *, acting: bool) -> Actor | None:
        """As in "the charity Open Nets", "the company, X,"; with `acting`, "Labor Ministry officials"."""
        for child in token.children:
            if child.dep_ == "appos" and child.i in self.at and self.at[child.i].named and token.tag_ not in PLURAL:
                return self._of(self.at[child.i], child)
            if child.dep_ in ("compound", "nmod") and child.i == token.i + 1 and child.i in self.at:
                return self._of(self.at[child.i], child)
        called = self._called(token)
        if called is not None:
            return called
        person = self._after_its_body(token)
        if person is not None:
            return person
        if acting and token.lemma_.lower() in words("groups", "standing_for"):
            leader = self._leader(token)
            if leader is not None:
                return leader
            for child in token.children:
                owner = relative(child) if child.dep_ in ("compound", "poss", "nmod") else child
                found = self.actor(owner) if child.dep_ in ("compound", "poss", "nmod") and owner.i != token.i else None
                if found is not None and found.type not in ("Person", "Place", "Country", "Group"):
                    return replace(found, sure=0.9 * found.sure)
            for owner in prepositional(token, "of", "from", "for", "at", "with"):
                found = self.actor(owner)
                if found is not None and found.type not in ("Person", "Place", "Group"):
                    return found
        return None

    def _called(self, token: Token) -> Actor | None:
        """As in "a recruiter known only as Pak Dodi", "a man they knew as Zé Branco", "a Bulgarian named Dimov"."""
        if token.tag_ in PLURAL:
            return None
        for verb in token.children:
            if verb.dep_ in ("acl", "relcl") and verb.lemma_ in ("know", "name", "call", "identify", "nickname"):
                inner = [*(c for c in verb.children if c.dep_ in ("oprd", "attr", "dobj", "npadvmod")), *prepositional(verb, "as")]
                name = next((t for t in inner if t.i in self.at and self.at[t.i].named), None)
                if name is not None:
                    return self._of(self.at[name.i], name)
        return None

    def _after_its_body(self, token: Token) -> Actor | None:
        """As in "a lawyer for Mastrolillo, Ettore Quagliano, said": the name after the body's is the lawyer's, wherever it was hung."""
        if token.tag_ in PLURAL:
            return None
        for inner in prepositional(token):
            for child in inner.children:
                if child.dep_ == "appos" and child.i in self.at and self.at[child.i].type == "Person" and self.doc[child.i - 1].text == ",":
                    return self._of(self.at[child.i], child)
        return None

    def _leader(self, token: Token) -> Actor | None:
        """As in "a delegation led by County Head Baek": the leader stands for it."""
        if token.lemma_.lower() not in ("delegation", "mission", "team"):
            return None
        for verb in token.subtree:
            if verb.lemma_ in ("lead", "head") and verb.tag_ == "VBN":
                found = next((self.actor(t) for t in prepositional(verb, "by")), None)
                if found is not None:
                    return found
        return None

    def _of_place(self, token: Token) -> Actor | None:
        """As in "the province of Ca Mau": a place that acts."""
        if token.lemma_.lower() not in (
            "county",
            "region",
            "province",
            "city",
            "municipality",
            "state",
            "district",
            "town",
            "kingdom",
            "republic",
            "village",
        ):
            return None
        found = next((self.actor(t) for t in prepositional(token, "of")), None)
        if found is None:
            inside = next((c for c in token.children if c.dep_ in ("compound", "nmod") and c.i in self.at), None)
            found = self._of(self.at[inside.i], inside) if inside is not None else None
        return replace(found, type="GovernmentBody") if found is not None and found.type in ("Place", "Country") else None

    def _of_owner(self, token: Token) -> Actor | None:
        """As in "his company", "her client": the one that the owner works for or speaks for."""
        owner = next((c for c in token.children if c.dep_ == "poss" and c.tag_ == "PRP$"), None)
        if owner is None or token.lemma_.lower() not in OWN:
            return None
        found = self.actor(owner)
        body = self.body_of.get(found.name) if found is not None else None
        return self.find(body, token, 0.75) if body else None

    def _owner(self, token: Token) -> Actor | None:
        report = next((a for t in prepositional(token, "on", "in", "of") if (a := self.actor(t)) is not None and a.type == "Report"), None)
        if report is not None:
            return report
        for owner in [*owners(token), *prepositional(token, "of", "against", "from", "at")]:
            if owner.i != token.i:
                found = self.actor(owner, parts=owner.lemma_ in words("parts", "nouns"))
                if found is not None:
                    return found
        compound = next((c for c in token.children if c.dep_ == "compound" and c.i in self.at), None)
        return self._of(self.at[compound.i], compound) if compound is not None else None

    def _by_deed(self, token: Token) -> Actor | None:
        """As in "the suspension drew criticism": of the one who suspended."""
        name = next((who for deed, who in self.deeds.items() if len(deed) > 4 and token.lemma_.lower().startswith(deed[:6])), None)
        return self.find(name, token, 0.7) if name and any(c.lower_ in ("the", "this") for c in token.children) else None

    def _taken_up(self, token: Token) -> Actor | None:
        """As in "the ministry", "that company", "the chief executive": the nearest earlier actor that fits."""
        kinds = table("groups", "again").get(token.lemma_.lower())
        post = self.posts.get(token.lemma_.lower())
        definite = [c for c in token.children if c.lower_ in ("the", "this", "that", "its", "my", "our", "their", "his", "her")]
        if token.tag_ in PLURAL or not (definite or token.dep_ == "poss"):
            return None
        if post and not _modified(token):
            return self.find(post, token)
        if not kinds:
            return None
        fits = [e for e in self.entities if any(i < token.i for i in e.at) and e.named and self._fits(e, token, kinds)]
        if not fits or _modified(token):
            fits = [e for e in fits if set(_modifier_words(token)) & set(e.name.lower().replace("’s", "").split())]
        named = [e for e in fits if token.lemma_.lower() in re.findall(r"\w+", e.name.lower())]
        return self._of(max(named or fits, key=lambda e: max(i for i in e.at if i < token.i)), token, 0.8) if fits else None

    def _fits(self, entity: Entity, token: Token, kinds: tuple[str, ...]) -> bool:
        word = token.lemma_.lower() in re.findall(r"\w+", entity.name.lower())
        if token.lemma_.lower() == "police" and not word:
            return False
        if entity.type == "Person":
            if token.lemma_.lower() in titles() and not self._bears(entity, token.lemma_.lower()):
                return False  # "The minister" is nobody of whom the text does not say so
            female = token.lemma_.lower() in ("woman", "chairwoman", "spokeswoman")
            return "Person" in kinds and not (entity.genders == {"male"} and female)
        if token.lemma_.lower() in ("government", "office", "authority", "council", "state"):
            return word and entity.type not in ("Place", "Country")
        return entity.type in kinds or (word and entity.type not in ("Place", "Country"))

    def _bears(self, entity: Entity, office: str) -> bool:
        """Whether the text gives somebody an office: "Prime Minister Ana Berg", "Ana Berg, the minister of labour,"."""
        names = (self.view.names[i] for i in entity.at if i in self.view.names)
        beside = (c for i in entity.at for c in self.doc[i].children if c.dep_ == "appos")
        return any(office in name.title.split() for name in names) or any(c.lemma_.lower() == office for c in beside)

    def _described(self, token: Token) -> Actor | None:
        """Somebody without a name: "prosecutors", "the mayor's office", "a woman in Cusco"."""
        lemma = token.lemma_.lower()
        if any(c.lower_ in ("no", "what", "which", "any", "each", "every", "single", "whose", "our", "my", "your") for c in token.children):
            return None
        if not is_person_noun(lemma) and lemma not in table("groups", "again") and lemma not in words("pairs", "forces"):
            return None
        start, end = self.phrase(token)
        text = without_article(self.view.source(start, end))
        kind = _kind_of_noun(token)
        if not kind or len(text) > 90 or "\n" in text:
            return None
        return Actor(text, kind, start, end, token.i, self._counts(token), 0.6, False)


def _modifier_words(token: Token) -> list[str]:
    return [
        c.lower_
        for c in token.children
        if c.dep_ in ("amod", "compound", "nmod", "poss")
        and c.lower_ not in words("people_words", "it") | words("people_words", "we") | words("people_words", "they")
    ]


def _modified(token: Token) -> bool:
    """Whether "the miners' federation" tells itself apart from the one before."""
    return any(word not in _OPEN_TO_ANY for word in _modifier_words(token)) or any(
        c.dep_ == "prep" and c.i == token.i + 1 and c.lower_ in ("of", "on", "for") for c in token.children
    )


def _kind_of_noun(token: Token) -> str:
    lemma = token.lemma_.lower()
    if lemma == "police":
        return "Police"
    if token.tag_ in PLURAL or lemma in ("people", "family", "gang", "crew", "couple", "staff", "personnel"):
        return "Group"
    kinds = table("groups", "again").get(lemma, ())
    if not kinds and lemma in words("pairs", "forces") and not is_person_noun(lemma):
        return "Group"
    if kinds:
        return kinds[0] if kinds[0] != "Government" else "GovernmentBody"
    return {"authority": "GovernmentBody", "country": "", "state": "", "group": "Group", "community": "Group", "team": "Group", "unit": "Group"}.get(
        lemma, "Person"
    )
