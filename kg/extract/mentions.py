"""Who is meant inside one text: names folded to their fullest form, groups, "the ministry", pronouns where one antecedent is possible.

Nothing is guessed across texts, and a word that could mean two actors means none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from kg.extract.clauses import conjuncts, owners, prepositional, relative
from kg.extract.quantities import count_of, number_of_words
from kg.extract.view import View
from kg.extract.words import table, words

__all__ = ["Actor", "Mentions"]

_BODIES = ("Person", "Place", "Group", "Report", "Event")
_PLURAL = ("NNS", "NNPS")
_GENERIC = frozenset(
    ("man", "woman", "people", "person", "victim", "worker", "child", "other", "group", "girl", "migrant", "member", "defendant", "suspect")
)
_OPEN_TO_ANY = frozenset(("same", "latter", "former", "two", "three", "whole", "said", "very", "late", "young", "old", "new", "big"))


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
class _Entity:
    name: str
    type: str
    at: list[int] = field(default_factory=list)
    genders: set[str] = field(default_factory=set)
    count: str = ""
    lemma: str = ""
    named: bool = True


class Mentions:
    """The actors of one view; asked for by token."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.doc = view.doc
        self.entities: list[_Entity] = []
        self.at: dict[int, _Entity] = {}
        #: Office noun → the person that holds it, and person → body: filled by what is found first.
        self.posts: dict[str, str] = {}
        self.body_of: dict[str, str] = {}
        #: Speaker of each quotation.
        self.speakers: dict[int, Actor] = {}
        #: Deed → who did it: "the suspension" is that of the one who suspended.
        self.deeds: dict[str, str] = {}
        self._fold_names()
        self._register_groups()
        self.register_descriptions()

    # names

    def _fold_names(self) -> None:
        names = self.view.names
        longest = self._longest_forms()
        by_name: dict[str, _Entity] = {}
        for i in sorted(names):
            name = names[i]
            full = longest.get((name.text, name.type), name.text)
            if full is not None and " " not in full:
                full = self._body_called(full, i) or full
            if full is None:
                continue
            entity = by_name.get(full)
            if entity is None:
                entity = by_name[full] = _Entity(full, self._type_of(full, name.type))
                self.entities.append(entity)
            entity.at.append(i)
            entity.genders |= _gender(name.title)
            self.at[i] = entity

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
            fits = sorted({longer for longer, other in kinds if longer != text and _same_sort(kind, other) and _short_for(text, longer, kind)})
            fits = [one for one in fits if not any(one != other and _short_for(one, other, kind) for other in fits)]
            found[text, kind] = fits[0] if len(fits) == 1 else None if fits else text
        for key, full in list(found.items()):
            seen = 0
            while full in shorts and shorts[full] != full and seen < 3:
                full, seen = shorts[full], seen + 1
            found[key] = full
        return found

    # groups

    def _register_groups(self) -> None:
        for token in self.doc:
            if token.i in self.at or not self._is_group(token):
                continue
            before = self._earlier_group(token)
            if before is not None:
                before.at.append(token.i)
                self.at[token.i] = before
            elif self._counts(token) or _plain_plural(token):
                start, end = self.phrase(token)
                text = _without_article(self.view.source(start, end))
                entity = _Entity(text, "Group", [token.i], count=self._counts(token), lemma=token.lemma_, named=False)
                self.entities.append(entity)
                self.at[token.i] = entity

    def _is_group(self, token: Token) -> bool:
        if token.pos_ == "NUM" and token.dep_ not in ("nummod", "quantmod", "compound", "npadvmod", "appos"):
            return bool([t for t in prepositional(token, "of") if t.lemma_ in words("groups", "people")]) or any(
                c.lower_ == "the" for c in token.children
            )
        return (
            token.pos_ == "NOUN"
            and token.lemma_ in words("groups", "people")
            and (token.tag_ in _PLURAL or token.lemma_ in ("people", "police", "gang", "couple", "crew", "family"))
            and token.lower_ != "police"
        )

    def _counts(self, token: Token) -> str:
        start, _ = self.phrase(token)
        return count_of(token, self.view.text[max(0, start - 14) : self.view.spans[token.i][1]])

    def _earlier_group(self, token: Token) -> _Entity | None:
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
        if not definite or _has_own_detail(token):
            return next((e for e in groups if count and e.count.lstrip("<>=~") == count and e.lemma == token.lemma_), None)
        same = [e for e in groups if e.lemma == token.lemma_ and (not count or e.count.lstrip("<>=~") in ("", count))]
        if same:
            return same[-1]
        counted = [e for e in groups if e.count]
        return counted[-1] if counted and token.lemma_ in _GENERIC and not count else None

    def register_descriptions(self) -> None:
        """Notes where "the ministry" and "the director" take up a name, so that pronouns find them."""
        for token in self.doc:
            if token.i not in self.at and token.pos_ == "NOUN" and (token.lemma_ in table("groups", "again") or token.lemma_ in self.posts):
                found = self._taken_up(token)
                entity = next((e for e in self.entities if found is not None and e.name == found.name), None)
                if entity is not None and not any(c.dep_ == "appos" and c.i in self.at for c in token.children):
                    entity.at.append(token.i)
                    self.at[token.i] = entity

    # phrases

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
            ) or (top.dep_ == "prep" and top.lower_ == "of" and top.i == token.i + 1 and not _has_clause(child, top)):
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

    # asking

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
        if not wanted or token.i in self.at or _has_own_detail(token):
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

    def _of(self, entity: _Entity, token: Token, sure: float = 1.0) -> Actor:
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

    def find(self, name: str, token: Token, sure: float = 0.8) -> Actor | None:
        """The actor of a name, as meant at a token."""
        entity = next((e for e in self.entities if e.name == name), None)
        return self._of(entity, token, sure) if entity else None

    def _noun(self, token: Token, *, acting: bool, parts: bool) -> Actor | None:
        if token.dep_ == "appos" and token.head.i in self.at and self.at[token.head.i].named and token.tag_ not in _PLURAL:
            return self._of(self.at[token.head.i], token.head)
        inner = self._named_inside(token, acting=acting) or self._of_place(token) or self._of_owner(token)
        if inner is not None:
            return inner
        if token.lemma_ in words("parts", "of") or token.lower_ in words("parts", "of"):
            found = next(prepositional(token, "of"), None)
            if found is not None:
                return self.actor(found, acting=acting, parts=parts)
        if parts and token.lemma_ in words("parts", "nouns"):
            owner = self._owner(token) or self._by_deed(token)
            if owner is not None:
                return owner
        return self._taken_up(token) or self._described(token)

    def _named_inside(self, token: Token, *, acting: bool) -> Actor | None:
        """As in "the charity Open Nets", "the company, X,"; with `acting`, "Labor Ministry officials"."""
        for child in token.children:
            if child.dep_ == "appos" and child.i in self.at and self.at[child.i].named and token.tag_ not in _PLURAL:
                return self._of(self.at[child.i], child)
            if child.dep_ in ("compound", "nmod") and child.i == token.i + 1 and child.i in self.at:
                return self._of(self.at[child.i], child)
        person = self._after_its_body(token)
        if person is not None:
            return person
        if acting and token.lemma_ in words("groups", "standing_for"):
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
        if token.tag_ in _PLURAL:
            return None
        for inner in prepositional(token):
            for child in inner.children:
                if child.dep_ == "appos" and child.i in self.at and self.at[child.i].type == "Person" and self.doc[child.i - 1].text == ",":
                    return self._of(self.at[child.i], child)
        return None

    def _leader(self, token: Token) -> Actor | None:
        """As in "a delegation led by County Head Baek": the leader stands for it."""
        if token.lemma_ not in ("delegation", "mission", "team"):
            return None
        for verb in token.subtree:
            if verb.lemma_ in ("lead", "head") and verb.tag_ == "VBN":
                found = next((self.actor(t) for t in prepositional(verb, "by")), None)
                if found is not None:
                    return found
        return None

    def _of_place(self, token: Token) -> Actor | None:
        """As in "the province of Ca Mau": a place that acts."""
        if token.lemma_ not in (
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
        if owner is None or token.lemma_ not in _OWN:
            return None
        found = self.actor(owner)
        body = self.body_of.get(found.name) if found is not None else None
        return self.find(body, token, 0.75) if body else None

    def _owner(self, token: Token) -> Actor | None:
        for owner in [*owners(token), *prepositional(token, "of", "against", "from", "at")]:
            if owner.i != token.i:
                found = self.actor(owner, parts=owner.lemma_ in words("parts", "nouns"))
                if found is not None:
                    return found
        compound = next((c for c in token.children if c.dep_ == "compound" and c.i in self.at), None)
        return self._of(self.at[compound.i], compound) if compound is not None else None

    def _by_deed(self, token: Token) -> Actor | None:
        """As in "the suspension drew criticism": of the one who suspended."""
        name = next((who for deed, who in self.deeds.items() if len(deed) > 4 and token.lemma_.startswith(deed[:6])), None)
        return self.find(name, token, 0.7) if name and any(c.lower_ in ("the", "this") for c in token.children) else None

    def _taken_up(self, token: Token) -> Actor | None:
        """As in "the ministry", "that company", "the chief executive": the nearest earlier actor that fits."""
        kinds = table("groups", "again").get(token.lemma_)
        post = self.posts.get(token.lemma_)
        definite = [c for c in token.children if c.lower_ in ("the", "this", "that", "its", "my", "our", "their", "his", "her")]
        if token.tag_ in _PLURAL or not (definite or token.dep_ == "poss"):
            return None
        if post and not _modified(token):
            return self.find(post, token)
        if not kinds:
            return None
        fits = [e for e in self.entities if any(i < token.i for i in e.at) and e.named and self._fits(e, token, kinds)]
        if not fits or _modified(token):
            fits = [e for e in fits if set(_modifier_words(token)) & set(e.name.lower().replace("’s", "").split())]
        named = [e for e in fits if token.lemma_ in re.findall(r"\w+", e.name.lower())]
        return self._of(max(named or fits, key=lambda e: max(i for i in e.at if i < token.i)), token, 0.8) if fits else None

    def _fits(self, entity: _Entity, token: Token, kinds: tuple[str, ...]) -> bool:
        word = token.lemma_ in re.findall(r"\w+", entity.name.lower())
        if entity.type == "Person":
            female = token.lemma_ in ("woman", "chairwoman", "spokeswoman")
            return "Person" in kinds and not (entity.genders == {"male"} and female)
        return entity.type in kinds or (word and entity.type not in ("Place", "Country"))

    def _described(self, token: Token) -> Actor | None:
        """Somebody without a name: "prosecutors", "the mayor's office", "a woman in Cusco"."""
        lemma = token.lemma_
        if any(c.lower_ in ("no", "what", "which", "any", "each", "every", "single") for c in token.children):
            return None
        if lemma not in words("groups", "people") and lemma not in table("groups", "again"):
            return None
        start, end = self.phrase(token)
        text = _without_article(self.view.source(start, end))
        kind = _kind_of_noun(token)
        if not kind or len(text) > 90 or "\n" in text:
            return None
        return Actor(text, kind, start, end, token.i, self._counts(token), 0.6, False)

    # pronouns

    def _pronoun(self, token: Token) -> Actor | None:
        low = token.lower_
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
        return self._nearest(token, lambda e: e.type == "Person" and not (other in e.genders and gender not in e.genders))

    def _they(self, token: Token) -> Actor | None:
        if token.i in self.view.quoted:
            speaker = self.speakers.get(self.view.quoted[token.i])
            mine = {speaker.name, self.body_of.get(speaker.name, "")} if speaker else set()
            return self._nearest(token, lambda e: e.type not in ("Person", "Place", "Country") and e.name not in mine)
        return self._nearest(token, lambda e: e.type == "Group") or self._nearest(token, lambda e: e.type not in ("Person", "Place", "Country"))

    def _nearest(self, token: Token, fits: object) -> Actor | None:
        """The one antecedent in this sentence and the two before: a subject before others, and no guess between two."""
        assert callable(fits)
        aside = token.i > 0 and token.dep_ == "nsubj" and token.head.lemma_ in words("report", "plain") and self.doc[token.i - 1].text == ","
        for low, high in list(self._windows(token))[1 if aside else 0 :]:
            found: dict[str, tuple[bool, int, _Entity]] = {}
            for entity in self.entities:
                here = [i for i in entity.at if low <= i < high and i != token.i]
                if here and fits(entity):
                    found[entity.name] = (any(self._is_subject(i) for i in here), max(here), entity)
            subjects = [item for item in found.values() if item[0]]
            if len(found) == 1 or len(subjects) == 1:
                chosen = (subjects if len(subjects) == 1 else list(found.values()))[0][2]
                return self._of(chosen, token, 0.75)
            if found:
                return None
        return None

    def _windows(self, token: Token) -> Iterator[tuple[int, int]]:
        sentences = self.view.sentences
        here = next((k for k, (a, b) in enumerate(sentences) if a <= token.i < b), 0)
        yield sentences[here][0], token.i
        for k in range(here - 1, max(-1, here - 3), -1):
            yield sentences[k]

    def _is_subject(self, i: int) -> bool:
        token = self.doc[i]
        return (
            token.dep_ in ("nsubj", "nsubjpass")
            or (token.dep_ == "conj" and token.head.dep_ == "nsubj")
            or (token.dep_ == "appos" and token.head.dep_ == "nsubj")
        )


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


def _how_many(token: Token) -> int:
    """Two for "both women" and "the pair", three for "the three", else none."""
    low = {c.lower_ for c in token.children}
    person = token.pos_ != "NOUN" or token.lemma_ in words("groups", "people") | words("kin", "words")
    if not person or not (low & {"the", "these", "both"} or token.lower_ == "both"):
        return 0
    if token.lemma_ in ("pair", "couple", "duo") or token.lower_ in ("both", "two") or low & {"both", "two"}:
        return 2
    return 3 if token.lower_ == "three" or "three" in low else 0


def _gender(title: str) -> set[str]:
    found = set(title.split())
    return {sex for sex in ("female", "male") if found & words("people_words", sex)}


def _same_sort(left: str, right: str) -> bool:
    """Whether two types may be those of one actor in one text."""
    return (left in _BODIES) == (right in _BODIES) and (left == right or left not in _BODIES)


def _short_for(text: str, longer: str, kind: str) -> bool:
    """Whether a name is a short form of another: the family name of a person, the first words of a body."""
    if len(text) >= len(longer):
        return False
    left, right = text.split(), longer.split()
    if kind == "Person":
        return set(left) <= set(right) and (left[-1] == right[-1] or left[0] == right[0] or left[-1] in right)
    if kind in ("Place", "Country"):
        return False
    return longer.startswith(text + " ") and not (
        len(left) == 1 and left[0].lower() in ("ministry", "department", "court", "embassy", "office", "agency")
    )


def _without_article(text: str) -> str:
    return re.sub(r"^(?:the|a|an|its|their|his|her|these|those|this|that)\s+", "", " ".join(text.split()), flags=re.IGNORECASE)


def _plain_plural(token: Token) -> bool:
    return token.tag_ in _PLURAL or token.lemma_ in ("people", "family", "gang", "crew", "couple")


def _has_clause(token: Token, below: Token) -> bool:
    while token.i != below.i:
        if token.dep_ in ("relcl", "acl", "pcomp", "appos"):
            return True
        token = token.head
    return False


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


def _has_own_detail(token: Token) -> bool:
    return any(
        c.dep_ in ("compound", "relcl", "acl") or (c.dep_ == "poss" and c.pos_ != "PRON") or (c.dep_ == "prep" and c.lower_ in ("of", "from", "at"))
        for c in token.children
    )


def _kind_of_noun(token: Token) -> str:
    lemma = token.lemma_
    if lemma == "police":
        return "Police"
    if token.tag_ in _PLURAL or lemma in ("people", "family", "gang", "crew", "couple", "staff", "personnel"):
        return "Group"
    kinds = table("groups", "again").get(lemma, ())
    if kinds:
        return kinds[0] if kinds[0] != "Government" else "GovernmentBody"
    return {"authority": "GovernmentBody", "country": "", "state": "", "group": "Group", "community": "Group", "team": "Group", "unit": "Group"}.get(
        lemma, "Person"
    )
