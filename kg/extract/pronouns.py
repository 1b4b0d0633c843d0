"""Pronouns: the one actor that can be meant, or nobody."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.clauses import surface
from kg.extract.entities import Actor, Entities, Entity
from kg.extract.words import words

__all__ = ["Pronouns"]


class Pronouns(Entities):
    """What he, she, it, they, I and we mean in a view."""

    @abstractmethod
    def actor(self, token: Token, *, acting: bool = True, parts: bool = False) -> Actor | None:
        """Whom a token names or takes up again."""

    def _pronoun(self, token: Token) -> Actor | None:
        low = token.lower_
        beside = self._beside(token)
        if beside is not None:
            return beside
        speaker = self._speaker_of_clause(token)
        if speaker is not None:
            return speaker
        if low in words("people_words", "i") | words("people_words", "we"):
            return self._first_person(token)
        if low in words("people_words", "he") | words("people_words", "she"):
            return self._third_person(token, "male" if low in words("people_words", "he") else "female")
        if low in words("people_words", "it"):
            return self._nearest(token, lambda e: e.type not in ("Person", "Group", "Place", "Report"))
        if low in words("people_words", "they"):
            return self._they(token)
        if low == "those" and any(c.dep_ == "relcl" for c in token.children):
            return self._nearest(token, lambda e: e.type == "Group")
        return None

    def _beside(self, token: Token) -> Actor | None:
        """As in "the contractor and its president": the possessive takes up what stands beside it."""
        if token.tag_ != "PRP$" or token.head.dep_ != "conj":
            return None
        found = self.actor(token.head.head)
        person = token.lower_ in ("his", "her")
        return (
            replace(found, at=token.i, sure=0.8 * found.sure)
            if found is not None and (found.type == "Person") == person and token.lower_ != "their"
            else None
        )

    def _speaker_of_clause(self, token: Token) -> Actor | None:
        """As in "the agency denied that it recruited minors": the pronoun that begins a reported clause is the one who reports it."""
        own = token.tag_ == "PRP$" and token.head.dep_ in ("nsubj", "nsubjpass")
        verb = token.head.head if own else token.head
        if not (own or token.dep_ in ("nsubj", "nsubjpass")) or verb.dep_ not in ("ccomp", "advcl") or token.i in self.view.quoted:
            return None
        if verb.head.lemma_ not in words("report", "verbs") | words("deny", "verbs"):
            return None
        subject = next((c for c in verb.head.children if c.dep_ == "nsubj" and c.i < token.i and c.pos_ != "PRON"), None)
        found = self.actor(subject) if subject is not None else None
        if found is None:
            return None
        low = token.lower_
        person = low in words("people_words", "he") | words("people_words", "she")
        fits = found.type == "Person" if person else found.type not in ("Person", "Group") if low == "it" else low == "they" and found.type == "Group"
        return replace(found, at=token.i, sure=0.8 * found.sure) if fits else None

    def _first_person(self, token: Token) -> Actor | None:
        quotation = self.view.quoted.get(token.i)
        speaker = self.speakers.get(quotation) if quotation is not None else None
        if speaker is None:
            return None
        if token.lower_ in words("people_words", "we") and speaker.type == "Person":
            body = self.body_of.get(speaker.name)
            return self.find(body, token, 0.7) if body else None
        return Actor(speaker.name, speaker.type, speaker.start, speaker.end, token.i, "", 0.85, speaker.named)

    def _third_person(self, token: Token, gender: str) -> Actor | None:
        other = {"male": "female", "female": "male"}[gender]
        own = self._doers_of(token)
        return self._nearest(
            token, lambda e: e.type == "Person" and e.name not in own and not (other in e.genders and gender not in e.genders), gender
        )

    def _doers_of(self, token: Token) -> set[str]:
        """Who does what befalls a pronoun: "called him" means another."""
        if token.dep_ not in ("dobj", "dative", "pobj") or token.lower_.endswith("self"):
            return set()
        verb = token.head if token.dep_ != "pobj" else token.head.head
        return {self.at[t.i].name for t in surface(verb) if t.i in self.at} if verb.pos_ == "VERB" else set()

    def _they(self, token: Token) -> Actor | None:
        if token.i in self.view.quoted:
            speaker = self.speakers.get(self.view.quoted[token.i])
            mine = {speaker.name, self.body_of.get(speaker.name, "")} if speaker else set()
            return self._nearest(token, lambda e: e.type not in ("Person", "Place", "Country") and e.name not in mine)
        others = self._speakers_beside(token) if token.dep_ not in ("nsubj", "nsubjpass") else set()
        return self._nearest(token, lambda e: e.type == "Group" and e.name not in others) or self._nearest(
            token, lambda e: e.type not in ("Person", "Place", "Country") and e.name not in others
        )

    def _speakers_beside(self, token: Token) -> set[str]:
        """Who acts in the clause of a pronoun, and officials who tell it: "Judges said the pair had beaten several of them"."""
        above = [t for t in token.ancestors if t.pos_ == "VERB"]
        acting = {s.i for t in above[:1] for s in surface(t)}
        told = {s.i for t in above if t.lemma_ in words("report", "verbs") for s in surface(t) if s.lemma_.lower() in words("groups", "standing_for")}
        return {self.at[i].name for i in acting | told if i in self.at}

    def _nearest(self, token: Token, fits: Callable[[Entity], bool], gender: str = "") -> Actor | None:
        """The one antecedent in this sentence and the two before: a subject before others, one of known sex before others, and no guess between two."""
        aside = token.i > 0 and token.dep_ == "nsubj" and token.head.lemma_ in words("report", "plain") and self.doc[token.i - 1].text == ","
        for low, high in list(self.windows(token))[1 if aside else 0 :]:
            found: dict[str, tuple[bool, int, Entity]] = {}
            for entity in self.entities:
                here = [i for i in entity.at if low <= i < high and i != token.i]
                if here and fits(entity):
                    found[entity.name] = (any(self._is_subject(i) for i in here), max(here), entity)
            subjects = [item for item in found.values() if item[0]]
            if len(found) == 1 or len(subjects) == 1:
                chosen = (subjects if len(subjects) == 1 else list(found.values()))[0][2]
                return self._of(chosen, token, 0.75)
            known = [item for item in found.values() if gender in item[2].genders]
            if gender and len(known) == 1:
                return self._of(known[0][2], token, 0.7)
            if found:
                return None
        return None
