"""The actors that a text names or counts: names folded to their fullest form, groups with their number, and phrases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.clauses import prepositional
from kg.extract.folding import PLURAL, gender, has_clause, has_own_detail, pair_of_known, plain_plural, same_sort, short_for, without_article
from kg.extract.naming import Name
from kg.extract.quantities import count_of, number_of_words
from kg.extract.view import View
from kg.extract.words import given_gender, is_person_noun, name_words, table, words

__all__ = ["PLURAL", "Actor", "Entities", "Entity", "has_own_detail", "without_article"]

_GENERIC = frozenset(
    ("man", "woman", "people", "person", "victim", "worker", "child", "other", "group", "girl", "migrant", "member", "defendant", "suspect")
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody a text speaks of: the fullest name or description in it, and the mention at hand."""

    name: str
    #: A type of the ontology.
    type: str
    #: Characters of the mention.
    start: int
    end: int
    #: The token of the mention.
    at: int
    #: How many a group counts.
    count: str = ""
    #: How sure it is that this actor is meant.
    sure: float = 1.0
    #: A name, not a description.
    named: bool = False


@dataclass(slots=True)
class Entity:
    """One actor while a text is read, with every token that names it."""

    name: str
    type: str
    at: list[int] = field(default_factory=list)
    genders: set[str] = field(default_factory=set)
    count: str = ""
    lemma: str = ""
    named: bool = True


class Entities:
    """The actors of one view as far as names and numbers tell; see `Mentions` for what else may mean them."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.doc = view.doc
        self.entities: list[Entity] = []
        self.at: dict[int, Entity] = {}
        #: Office noun → the person that holds it, and person → body: filled by what is found first.
        self.posts: dict[str, str] = {}
        self.body_of: dict[str, str] = {}
        #: Speaker of each quotation.
        self.speakers: dict[int, Actor] = {}
        #: A report, or "complaint" → who wrote it; the last gathering's hosts.
        self.filers: dict[str, str] = {}
        self.hosts: list[Actor] = []
        #: Deed → who did it: "the suspension" is that of the one who suspended.
        self.deeds: dict[str, str] = {}
        self._fold_names()
        self._register_groups()

    def _fold_names(self) -> None:
        names = self.view.names
        longest = self._longest_forms()
        by_name: dict[str, Entity] = {}
        for i in sorted(names):
            name = names[i]
            full = self._alias_of(i) or longest.get((name.text, name.type), name.text)
            if full is not None and " " not in full:
                full = self._body_called(full, i) or full
            if full is None:
                full = self._only_one_so_far(name, i)
            if full is None:
                continue
            entity = by_name.get(full)
            if entity is None:
                entity = by_name[full] = Entity(full, self._type_of(full, name.type))
                self.entities.append(entity)
            entity.at.append(i)
            entity.genders |= gender(name.title) or {g for g in (given_gender(name.text),) if g in ("female", "male") and not entity.genders}
            self.at[i] = entity

    def _alias_of(self, at: int) -> str:
        """The name before "also known as", "alias" and their like."""
        before = [t.lower_ for t in self.doc[max(0, at - 3) : at]]
        known = before[-2:] == ["known", "as"] or before[-1:] in (["alias"], ["aka"], ["a.k.a."], ["nicknamed"])
        earlier = max((i for i in self.at if i < at and self.doc[i].sent.start == self.doc[at].sent.start), default=-1) if known else -1
        return self.at[earlier].name if earlier >= 0 and at - earlier < 6 else ""

    def _only_one_so_far(self, name: Name, at: int) -> str | None:
        """The one bearer of a short name that the text has introduced so far."""
        earlier = {n.text for i, n in self.view.names.items() if i < at and n.type == name.type and short_for(name.text, n.text, name.type)}
        return earlier.pop() if len(earlier) == 1 else None

    def _body_called(self, word: str, at: int) -> str:
        """The name that "the Ministry" or "the Embassy" takes up with a capital: the last one before with that word in it."""
        low = word.lower()
        if low not in table("groups", "again"):
            return ""
        earlier = [n.text for i, n in sorted(self.view.names.items()) if i < at and " " in n.text and low in n.text.lower().split()]
        return earlier[-1] if earlier else ""

    def _type_of(self, full: str, fallback: str) -> str:
        kinds = Counter(name.type for name in self.view.names.values() if name.text == full)
        return kinds.most_common(1)[0][0] if kinds else fallback

    def _longest_forms(self) -> dict[tuple[str, str], str | None]:
        """(text, type) → the fullest form; `None` where two fit."""
        shorts = {name.short: name.text for name in self.view.names.values() if name.short}
        kinds = {(name.text, name.type) for name in self.view.names.values()}
        found: dict[tuple[str, str], str | None] = {}
        for text, kind in sorted(kinds, key=lambda pair: (-len(pair[0]), pair)):
            if text in shorts:
                found[text, kind] = shorts[text]
                continue
            fits = sorted({longer for longer, other in kinds if longer != text and same_sort(kind, other) and short_for(text, longer, kind)})
            fits = [one for one in fits if not any(one != other and short_for(one, other, kind) for other in fits)]
            found[text, kind] = fits[0] if len(fits) == 1 else None if fits else text
        for key, full in list(found.items()):
            seen = 0
            while full in shorts and shorts[full] != full and seen < 3:
                full, seen = shorts[full], seen + 1
            found[key] = full
        return found

    def _register_groups(self) -> None:
        for token in self.doc:
            if token.i in self.at or not self._is_group(token):
                continue
            before = self._earlier_group(token)
            if before is not None:
                before.at.append(token.i)
                self.at[token.i] = before
            elif pair_of_known(token):
                continue  # "both women", "the two sisters": persons named before
            elif self._counts(token) or plain_plural(token):
                start, end = self.phrase(token)
                text = without_article(self.view.source(start, end))
                entity = Entity(text, "Group", [token.i], count=self._counts(token), lemma=token.lemma_.lower(), named=False)
                self.entities.append(entity)
                self.at[token.i] = entity

    def _is_group(self, token: Token) -> bool:
        if token.pos_ == "NUM" and token.dep_ not in ("nummod", "quantmod", "compound", "npadvmod", "appos"):
            return bool([t for t in prepositional(token, "of") if is_person_noun(t.lemma_)]) or any(c.lower_ == "the" for c in token.children)
        if token.tag_ in (*PLURAL, "NNP") and token.lower_.endswith("s") and token.lower_[:-1] in name_words("countries", "demonyms"):
            return True  # "31 Syrians"
        if any(c.lower_ in ("whose", "our", "my", "your") for c in token.children):
            return False
        return (
            token.pos_ == "NOUN"
            and (is_person_noun(token.lemma_) or token.lemma_.lower() in words("pairs", "forces"))
            and not self._stand_for_a_body(token)
            and (token.tag_ in PLURAL or token.lemma_.lower() in ("people", "police", "gang", "couple", "crew", "family"))
            and token.lower_ != "police"
        )

    def _stand_for_a_body(self, token: Token) -> bool:
        """As in "Labor Ministry officials": the body acts through them, unless they are counted."""
        counted = any(c.dep_ == "nummod" for c in token.children)
        inside = [c for c in token.children if c.dep_ in ("compound", "nmod", "poss") and c.i in self.view.names]
        bodies = [c for c in inside if self.view.names[c.i].type not in ("Person", "Place", "Country", "Report")]
        return not counted and bool(bodies) and token.lemma_.lower() in words("groups", "standing_for")

    def _counts(self, token: Token) -> str:
        start, _ = self.phrase(token)
        return count_of(token, self.view.text[max(0, start - 14) : self.view.spans[token.i][1]])

    def _earlier_group(self, token: Token) -> Entity | None:
        """The group that "the men", "the four" or "the 87 workers" takes up again."""
        definite = any(
            c.lower_ in ("the", "these", "those", "all", "both", "his", "her", "its", "their") and c.dep_ in ("det", "poss", "predet")
            for c in token.children
        )
        count = self._counts(token).lstrip("<>=~")
        groups = [e for e in self.entities if e.type == "Group" and not e.named]
        if token.pos_ == "NUM":
            fits = [e for e in groups if number_of_words(token.text) is not None and e.count.lstrip("<>=~") == str(number_of_words(token.text))]
            return fits[-1] if fits and not list(prepositional(token, "of")) else None
        if not definite or has_own_detail(token):
            return next((e for e in groups if count and e.count.lstrip("<>=~") == count and e.lemma == token.lemma_.lower()), None)
        same = [e for e in groups if e.lemma == token.lemma_.lower() and (not count or e.count.lstrip("<>=~") in ("", count))]
        if same:
            return same[-1]
        counted = [e for e in groups if e.count]
        return counted[-1] if counted and token.lemma_.lower() in _GENERIC and not count else None

    def phrase(self, token: Token) -> tuple[int, int]:
        """Characters of the noun phrase of a token, without clauses and later prepositions."""
        left = right = token.i
        keep = {token.i}
        for child in token.subtree:
            top = child
            while top.head.i != token.i and top.i != token.i:
                top = top.head
            if (
                top.i == token.i
                or (
                    top.dep_ in ("det", "nummod", "amod", "compound", "poss", "quantmod", "nmod", "advmod", "predet", "punct", "neg")
                    and top.i < token.i
                )
            ) or (top.dep_ == "prep" and top.lower_ == "of" and top.i == token.i + 1 and not has_clause(child, top)):
                keep.add(child.i)
        while left - 1 in keep:
            left -= 1
        while right + 1 in keep:
            right += 1
        while left < token.i and (self.doc[left].is_punct or self.doc[left].lower_ in ("only", "also", "just", "even")):
            left += 1
        while right > token.i and self.doc[right].is_punct:
            right -= 1
        return self.view.spans[left][0], self.view.spans[right][1]

    def _of(self, entity: Entity, token: Token, sure: float = 1.0) -> Actor:
        if token.i in self.view.name_spans:
            start, end = self.view.name_spans[token.i]
        elif token.pos_ in ("NOUN", "NUM"):
            start, end = self.phrase(token)
        else:
            near = max((i for i in entity.at if i <= token.i), default=entity.at[0])
            start, end = self.view.name_spans.get(near) or self.phrase(self.doc[near])
        return Actor(entity.name, entity.type, start, end, token.i, entity.count, sure, entity.named)

    def last_of(self, token: Token, kind: str) -> Actor | None:
        """The actor of a type that was named last before a token."""
        fits = [e for e in self.entities if e.type == kind and e.named and any(i < token.i for i in e.at)]
        return self._of(max(fits, key=lambda e: max(i for i in e.at if i < token.i)), token, 0.8) if fits else None

    def is_place(self, name: str) -> bool:
        """Whether a name is that of a place in this text."""
        return any(e.name == name and e.type in ("Place", "Country") for e in self.entities)

    def find(self, name: str, token: Token, sure: float = 0.8) -> Actor | None:
        """The actor of a name, as meant at a token."""
        entity = next((e for e in self.entities if e.name == name), None)
        return self._of(entity, token, sure) if entity else None

    def windows(self, token: Token, back: int = 2) -> Iterator[tuple[int, int]]:
        """Token positions of this sentence up to a token, then of so many sentences before it, the nearest first."""
        sentences = self.view.sentences
        here = next((k for k, (a, b) in enumerate(sentences) if a <= token.i < b), 0)
        yield sentences[here][0], token.i
        for k in range(here - 1, max(-1, here - back - 1), -1):
            yield sentences[k]

    def _is_subject(self, i: int) -> bool:
        token = self.doc[i]
        return (
            token.dep_ in ("nsubj", "nsubjpass")
            or (token.dep_ == "conj" and token.head.dep_ == "nsubj")
            or (token.dep_ == "appos" and token.head.dep_ == "nsubj")
        )
