"""What a mention may be: somebody, a place, a body, an office; a name or a description of one."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.capitals import modifiers
from kg.extract.clauses import surface
from kg.extract.mentions import Mentions
from kg.extract.naming import titles
from kg.extract.view import View
from kg.extract.words import is_person_noun, name_words, table, words

__all__ = ["ActorLike"]

_PRONOUNS = frozenset().union(*(words("people_words", person) for person in ("i", "we", "he", "she", "it", "they")), ("who", "which"))
_DEFINITE = frozenset(("the", "his", "her", "its", "their"))


class ActorLike:
    """The mentions of one view, by what they may be."""

    def __init__(self, view: View, mentions: Mentions) -> None:
        self.view = view
        self.mentions = mentions

    def span(self, token: Token) -> tuple[int, int]:
        """Characters of a mention."""
        if token.i in self.view.name_spans:
            return self.view.name_spans[token.i]
        return self.mentions.phrase(token) if token.pos_ in ("NOUN", "PROPN", "NUM") else self.view.spans[token.i]

    def kind(self, token: Token) -> str:
        """The type of a name; of a noun whether it means a place or a group."""
        if token.i in self.view.names:
            return self.view.names[token.i].type
        if token.lemma_.lower() in words("ties", "places") and token.pos_ in ("NOUN", "PROPN"):
            return "Place"
        return "Group" if self.acts(token) else ""

    def is_place(self, token: Token) -> bool:
        """Whether a mention is a town, a country, a building."""
        return self.kind(token) in ("Place", "Country")

    def is_body(self, token: Token) -> bool:
        """Whether a mention is an organisation or a force, by name or noun."""
        if token.i in self.view.names:
            return self.view.names[token.i].type not in ("Person", "Place", "Country", "Report")
        low = token.lemma_.lower()
        again = table("groups", "again").get(low, ("Person",))[0]
        return token.pos_ in ("NOUN", "PROPN") and (
            low in words("pairs", "collectives") | words("pairs", "forces") or again not in ("Person", "Report")
        )

    def is_office(self, token: Token) -> bool:
        """Whether a token is an office: "minister", "secretary"."""
        low = token.lemma_.lower()
        return token.pos_ in ("NOUN", "PROPN") and low in titles() and low not in modifiers() and token.i not in self.view.names

    def acts(self, token: Token) -> bool:
        """Whether a token means somebody: a name, an office, people, a body."""
        if token.pos_ == "PRON":
            return token.lower_ in _PRONOUNS
        name = self.view.names.get(token.i)
        if name is not None:
            return name.type != "Report" and name.text.lower() not in name_words("countries", "demonyms") | name_words("joins", "never")
        low = token.lemma_.lower()
        again = table("groups", "again").get(low, ())
        if token.pos_ not in ("NOUN", "PROPN") or again[:1] == ("Report",):
            return False
        return bool(again) or self.is_office(token) or is_person_noun(low) or low in words("pairs", "collectives") | words("pairs", "forces")

    def identifies(self, token: Token) -> bool:
        """Whether a mention means one actor and no kind of actor: a name, "the commander", "his adviser"."""
        if not self.acts(token):
            return False
        return token.text[:1].isupper() or any(c.lower_ in _DEFINITE or c.dep_ == "poss" for c in token.children)

    def described(self, token: Token) -> Token:
        """Whom a description stands for: X in "X, the head of" and "X is the head of"."""
        if token.dep_ == "appos" and self.acts(token.head):
            return token.head
        if token.dep_ == "attr":
            return next((t for t in surface(token.head) if self.acts(t) or self.is_place(t)), token)
        return token
