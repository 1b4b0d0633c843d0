"""Who is meant inside one text: names folded to their fullest form, groups, "the ministry", pronouns where one antecedent is possible.

Nothing is guessed across texts, and a word that could mean two actors means none.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.clauses import agents, conjuncts, owners, prepositional
from kg.extract.descriptions import OWN, Descriptions
from kg.extract.entities import PLURAL, Actor, Entity, has_own_detail
from kg.extract.view import View
from kg.extract.words import table, words

__all__ = ["Actor", "Mentions"]

_WOMEN = frozenset(("woman", "sister", "girl", "mother", "daughter", "lady"))
_MEN = frozenset(("man", "brother", "boy", "father", "son"))


class Mentions(Descriptions):
    """The actors of one view; asked for by token."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self._learn_sexes()
        self.register_descriptions()
        self._learn_authors()

    def _learn_sexes(self) -> None:
        """As in "his wife, R. Kumari", "spokeswoman R. Kumari": a noun beside a name tells what the name does not."""
        for token in self.doc:
            sex = next((sex for sex in ("female", "male") if token.lemma_.lower() in words("people_words", f"{sex}_nouns")), "")
            for other in (token.head, *token.children) if sex else ():
                beside = (other.i == token.head.i and token.dep_ in ("appos", "compound")) or (other.dep_ == "appos" and other.head.i == token.i)
                if beside and other.i in self.at and self.at[other.i].type == "Person":
                    self.at[other.i].genders |= {sex}

    def _learn_authors(self) -> None:
        """As in "the State Department's Trafficking Report", "a report by SourceCheck, “Second Skin”"."""
        for token in self.doc:
            report = self.at.get(token.i)
            if report is None and token.pos_ == "NOUN" and (one := self._the_one_report(token)) is not None:
                report = next(e for e in self.entities if e.name == one.name)
            if report is not None and report.type == "Report":
                noun = token.head if token.dep_ == "appos" else token
                told = [t for c in (*token.children, *noun.children) if c.dep_ == "acl" and c.tag_ == "VBN" for t in agents(c)]
                for owner in [*owners(token), *owners(noun), *told]:
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
        if _how_many(token) and "both" in {token.lower_, *(c.lower_ for c in token.children)} and token.i not in self.at:
            return []
        found = self.actor(token, acting=acting, parts=parts)
        return [found] if found is not None else []

    def _several(self, token: Token) -> list[Actor]:
        if token.lower_ == "those" and token.dep_ == "pobj" and token.head.lower_ == "among" and token.head.head.lemma_ == "be":
            verb = token.head.head
            return [a for c in verb.children if c.dep_ in ("nsubj", "attr") for t in conjuncts(c) if (a := self.actor(t)) is not None]
        wanted = _how_many(token)
        if not wanted or token.i in self.at or has_own_detail(token):
            return []
        sexes = _sex_of(token)
        seen: dict[str, Entity] = {}
        for low_end, high in self.windows(token, 3):
            for entity in self.entities:
                if entity.type == "Person" and entity.named and any(low_end <= i < high for i in entity.at):
                    seen[entity.name] = entity
            known = [e for e in seen.values() if e.genders & sexes]
            kin = token.lemma_.lower() in words("kin", "words")
            here = known if len(known) == wanted else [e for e in seen.values() if not sexes or (not e.genders and not kin) or e.genders & sexes]
            if len(here) == wanted:
                return [self._of(e, token, 0.75) for e in here]
            if len(here) > wanted:
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
        ours = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in ("our", "my")), None)
        if ours is not None and token.lemma_.lower() in words("groups", "standing_for") | OWN:
            body = self._speakers_body(ours)
            if body is not None:
                return body
        if token.dep_ == "appos" and token.head.i in self.at and self.at[token.head.i].named and token.tag_ not in PLURAL:
            return self._of(self.at[token.head.i], token.head)
        inner = self._named_inside(token, acting=acting) or self._of_place(token) or self._of_owner(token)
        if inner is not None:
            return inner
        if token.lemma_.lower() in words("parts", "of") or token.lower_ in words("parts", "of"):
            found = next(prepositional(token, "of"), None)
            named = next((c for t in (token, found) if t is not None for c in t.children if c.dep_ == "appos" and c.pos_ == "PROPN"), None)
            if token.lower_ == "one" and named is not None and named.i in self.at and self.doc[named.left_edge.i - 1].text == ",":
                return self._of(self.at[named.i], named)  # "one of the critics, the financier William Browder"
            if found is not None:
                return self.actor(found, acting=acting, parts=parts)
        if parts and token.lemma_.lower() in words("parts", "nouns"):
            owner = self._owner(token) or self._by_deed(token)
            if owner is not None:
                return owner
            if token.lemma_.lower() in ("judgment", "judgement", "verdict", "ruling") and (court := self.last_of(token, "Court")) is not None:
                return court  # "praised the judgment"
        return self._taken_up(token) or self._the_one_report(token) or self._described(token)


def _sex_of(token: Token) -> set[str]:
    low = token.lemma_.lower()
    return {sex for sex, nouns in (("female", _WOMEN), ("male", _MEN)) if low in nouns}


def _how_many(token: Token) -> int:
    """Two for "both women" and "the pair", three for "the three", else none."""
    low = {c.lower_ for c in token.children}
    person = token.pos_ != "NOUN" or token.lemma_.lower() in words("groups", "people") | words("kin", "words")
    if not person or not (low & {"the", "these", "both"} or token.lower_ == "both"):
        return 0
    if token.lemma_.lower() in ("pair", "couple", "duo") or token.lower_ in ("both", "two") or low & {"both", "two"}:
        return 2
    return 3 if token.lower_ == "three" or "three" in low else 0
