"""Who is meant inside one text: names folded to their fullest form, groups, "the ministry", pronouns where one antecedent is possible.

Nothing is guessed across texts, and a word that could mean two actors means none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.clauses import conjuncts, owners, prepositional, relative
from kg.extract.entities import PLURAL, Actor, Entity, has_own_detail, without_article
from kg.extract.pronouns import Pronouns
from kg.extract.view import View
from kg.extract.words import is_person_noun, table, words

__all__ = ["Actor", "Mentions"]

_OPEN_TO_ANY = frozenset(("same", "latter", "former", "two", "three", "whole", "said", "very", "late", "young", "old", "new", "big"))
_OWN = frozenset(
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


class Mentions(Pronouns):
    """The actors of one view; asked for by token."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.register_descriptions()
        self._learn_authors()

    def _learn_authors(self) -> None:
        """As in "the State Department's Trafficking Report", "a report by SourceCheck, “Second Skin”"."""
        for token in self.doc:
            report = self.at.get(token.i)
            if report is not None and report.type == "Report":
                noun = token.head if token.dep_ == "appos" else token
                for owner in [*owners(token), *owners(noun)]:
                    found = self.actor(owner)
                    if found is not None and found.type not in ("Report", "Place", "Person"):
                        self.filers.setdefault(report.name, found.name)

    def register_descriptions(self) -> None:
        """Notes where "the ministry" and "the director" take up a name, so that pronouns find them."""
        for token in self.doc:
            if (
                token.i not in self.at
                and token.pos_ == "NOUN"
                and (token.lemma_.lower() in table("groups", "again") or token.lemma_.lower() in self.posts)
            ):
                found = self._taken_up(token)
                entity = next((e for e in self.entities if found is not None and e.name == found.name), None)
                if entity is not None and not any(c.dep_ == "appos" and c.i in self.at for c in token.children):
                    entity.at.append(token.i)
                    self.at[token.i] = entity

    def actors(self, token: Token, *, acting: bool = True, parts: bool = False) -> list[Actor]:
        """All that a token means: one, or the several behind "both men", "the pair", "those arrested"."""
        several = self._several(token)
        if several:
            return several
        found = self.actor(token, acting=acting, parts=parts)
        return [found] if found is not None else []

    def _several(self, token: Token) -> list[Actor]:
        if token.lower_ == "those" and token.dep_ == "pobj" and token.head.lower_ == "among" and token.head.head.lemma_ == "be":
            verb = token.head.head
            return [a for c in verb.children if c.dep_ in ("nsubj", "attr") for t in conjuncts(c) if (a := self.actor(t)) is not None]
        wanted = _how_many(token)
        if not wanted or token.i in self.at or has_own_detail(token):
            return []
        for low_end, high in self._windows(token):
            here = [e for e in self.entities if e.type == "Person" and e.named and any(low_end <= i < high for i in e.at)]
            if len(here) == wanted:
                return [self._of(e, token, 0.75) for e in here]
            if here:
                return []
        return []

    def actor(self, token: Token, *, acting: bool = True, parts: bool = False) -> Actor | None:
        """Whom a token names or takes up again, or `None`; with `parts`, "the licences of X" is X."""
        if token.i in self.at:
            return self._of(self.at[token.i], token)
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            return self._pronoun(token)
        if token.pos_ in ("NOUN", "PROPN", "NUM", "ADJ"):
            return self._noun(token, acting=acting, parts=parts)
        return None

    def _noun(self, token: Token, *, acting: bool, parts: bool) -> Actor | None:
        if token.dep_ == "appos" and token.head.i in self.at and self.at[token.head.i].named and token.tag_ not in PLURAL:
            return self._of(self.at[token.head.i], token.head)
        inner = self._named_inside(token, acting=acting) or self._of_place(token) or self._of_owner(token)
        if inner is not None:
            return inner
        if token.lemma_.lower() in words("parts", "of") or token.lower_ in words("parts", "of"):
            found = next(prepositional(token, "of"), None)
            if found is not None:
                return self.actor(found, acting=acting, parts=parts)
        if parts and token.lemma_.lower() in words("parts", "nouns"):
            owner = self._owner(token) or self._by_deed(token)
            if owner is not None:
                return owner
        return self._taken_up(token) or self._described(token)

    def _named_inside(self, token: Token, *, acting: bool) -> Actor | None:
        """As in "the charity Open Nets", "the company, X,"; with `acting`, "Labor Ministry officials"."""
        for child in token.children:
            if child.dep_ == "appos" and child.i in self.at and self.at[child.i].named and token.tag_ not in PLURAL:
                return self._of(self.at[child.i], child)
            if child.dep_ in ("compound", "nmod") and child.i == token.i + 1 and child.i in self.at:
                return self._of(self.at[child.i], child)
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
        return replace(found, type="GovernmentBody") if found is not None and found.type in ("Place", "Country") else None

    def _of_owner(self, token: Token) -> Actor | None:
        """As in "his company", "her client": the one that the owner works for or speaks for."""
        owner = next((c for c in token.children if c.dep_ == "poss" and c.tag_ == "PRP$"), None)
        if owner is None or token.lemma_.lower() not in _OWN:
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
        if entity.type == "Person":
            female = token.lemma_.lower() in ("woman", "chairwoman", "spokeswoman")
            return "Person" in kinds and not (entity.genders == {"male"} and female)
        if token.lemma_.lower() in ("government", "office", "authority", "council", "state"):
            return word and entity.type not in ("Place", "Country")
        return entity.type in kinds or (word and entity.type not in ("Place", "Country"))

    def _described(self, token: Token) -> Actor | None:
        """Somebody without a name: "prosecutors", "the mayor's office", "a woman in Cusco"."""
        lemma = token.lemma_.lower()
        if any(c.lower_ in ("no", "what", "which", "any", "each", "every", "single", "whose") for c in token.children):
            return None
        if not is_person_noun(lemma) and lemma not in table("groups", "again") and lemma not in words("pairs", "forces"):
            return None
        start, end = self.phrase(token)
        text = without_article(self.view.source(start, end))
        kind = _kind_of_noun(token)
        if not kind or len(text) > 90 or "\n" in text:
            return None
        return Actor(text, kind, start, end, token.i, self._counts(token), 0.6, False)


def _how_many(token: Token) -> int:
    """Two for "both women" and "the pair", three for "the three", else none."""
    low = {c.lower_ for c in token.children}
    person = token.pos_ != "NOUN" or token.lemma_.lower() in words("groups", "people") | words("kin", "words")
    if not person or not (low & {"the", "these", "both"} or token.lower_ == "both"):
        return 0
    if token.lemma_.lower() in ("pair", "couple", "duo") or token.lower_ in ("both", "two") or low & {"both", "two"}:
        return 2
    return 3 if token.lower_ == "three" or "three" in low else 0


def _modifier_words(token: Token) -> list[str]:
    return [
        c.lower_
        for c in token.children
        if c.dep_ in ("amod", "compound", "nmod", "poss")
        and c.lower_ not in words("people_words", "it") | words("people_words", "we") | words("people_words", "they")
    ]


def _modified(token: Token) -> bool:
    """Whether "the miners' federation" tells itself apart from the one before."""
    return any(word not in _OPEN_TO_ANY for word in _modifier_words(token)) or any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children)


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
