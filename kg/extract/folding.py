"""Which names and nouns may mean one actor: short forms, kinds of actors, pairs and plurals."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.extract.words import words

__all__ = ["PLURAL", "gender", "has_clause", "has_own_detail", "pair_of_known", "plain_plural", "same_sort", "short_for", "without_article"]

_BODIES = ("Person", "Place", "Group", "Report", "Event")


PLURAL = ("NNS", "NNPS")


def pair_of_known(token: Token) -> bool:
    """Whether "both women" or "the two" take up persons named before."""
    low = {child.lower_ for child in token.children}
    return "both" in low or bool(low & {"the", "these"} and low & {"two"} and not has_own_detail(token))


def gender(title: str) -> set[str]:
    """The sex that a title tells."""
    found = set(title.split())
    return {sex for sex in ("female", "male") if found & words("people_words", sex)}


def same_sort(left: str, right: str) -> bool:
    """Whether two types may be those of one actor in one text."""
    return (left in _BODIES) == (right in _BODIES) and (left == right or left not in _BODIES)


def short_for(text: str, longer: str, kind: str) -> bool:
    """Whether a name is a short form of another: the family name of a person, the first words of a body."""
    if len(text) >= len(longer):
        return False
    left, right = text.split(), longer.split()
    if kind == "Person":
        if len(left) > 1 and left[-1] == right[-1] and all(_is_initial(word, right) for word in left[:-1]):
            return True
        return set(left) <= set(right) and (left[-1] == right[-1] or left[0] == right[0] or left[-1] in right)
    if kind in ("Place", "Country"):
        return False
    if _field_of_office(text) and _field_of_office(text) <= _field_of_office(longer):
        return True
    return longer.startswith(text + " ") and not (
        len(left) == 1 and left[0].lower() in ("ministry", "department", "court", "embassy", "office", "agency")
    )


def _is_initial(word: str, names: list[str]) -> bool:
    """Whether a word is the first letter of one of the names, as in "J. Preston"."""
    return bool(re.fullmatch(r"[^\W\d_]\.?", word)) and any(name.startswith(word[0]) for name in names[:-1])


def _field_of_office(name: str) -> frozenset[str]:
    """The fields of a ministry, in whatever order: "Labor Ministry" and "Ministry of Labour and Social Security"."""
    words_ = [{"labor": "labour", "defense": "defence"}.get(w, w) for w in re.findall(r"[a-z]+", name.lower())]
    heads = [w for w in words_ if w in ("ministry", "department")]
    return frozenset(w for w in words_ if w not in ("of", "and", "for", "the", "affairs")) if heads and len(words_) > 1 else frozenset()


def without_article(text: str) -> str:
    """A phrase without the article or possessive that begins it."""
    return re.sub(r"^(?:the|a|an|its|their|his|her|these|those|this|that)\s+", "", " ".join(text.split()), flags=re.IGNORECASE)


def plain_plural(token: Token) -> bool:
    """Whether a noun means several by its form."""
    return token.tag_ in PLURAL or token.lemma_.lower() in ("people", "family", "gang", "crew", "couple")


def has_clause(token: Token, below: Token) -> bool:
    """Whether a clause lies between a token and the word that it hangs on."""
    while token.i != below.i:
        if token.dep_ in ("relcl", "acl", "pcomp", "appos"):
            return True
        token = token.head
    return False


def has_own_detail(token: Token) -> bool:
    """Whether a noun says by itself which ones are meant."""
    return any(
        c.dep_ in ("compound", "relcl", "acl") or (c.dep_ == "poss" and c.pos_ != "PRON") or (c.dep_ == "prep" and c.lower_ in ("of", "from", "at"))
        for c in token.children
    )
