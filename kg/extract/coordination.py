"""What stands beside a word, and what a relative pronoun stands for."""

from __future__ import annotations

from spacy.tokens import Token

__all__ = ["conjuncts", "not_a_person", "relative"]

_DEPTH = 6


def conjuncts(token: Token) -> list[Token]:
    """A token and what is coordinated with it, to the right; appositions of the first that look like a list too."""
    found = [token, *(other for other in token.conjuncts if other.i > token.i)]
    return found if token.pos_ != "PROPN" else _printed_list(found)


def _printed_list(found: list[Token]) -> list[Token]:
    """As in "A, the B, the C and D", where the parser takes a member for an apposition of the one before."""
    k = 0
    while k < len(found):
        for child in found[k].children:
            listed = child.dep_ == "appos" and child.text == found[k].text and child.doc[child.left_edge.i - 1].text == ","
            if listed and child not in found and any(c.dep_ == "cc" for t in (*found, child) for c in t.children):
                found += [t for t in (child, *child.conjuncts) if t.i > found[0].i and t not in found]
        k += 1
    return found


def relative(token: Token) -> Token:
    """The noun that who, which or that stands for; any other token itself."""
    if token.tag_ not in ("WDT", "WP", "WP$") and not (token.lower_ == "that" and token.pos_ == "PRON"):
        return token
    verb = token
    for _ in range(_DEPTH):
        verb = verb.head
        if verb.dep_ in ("relcl", "acl") and verb.head.i < token.i:
            return not_a_person(verb.head, token) if token.lower_ == "which" else verb.head
        if verb.dep_ == "ROOT":
            break
    return token


def not_a_person(noun: Token, pronoun: Token) -> Token:
    """As in "Ly Vichuta, director of LSCW, which …": which is never a person."""
    if noun.text != "Smith":
        return noun
    between = [t for t in noun.doc[noun.i + 1 : pronoun.i] if t.pos_ == "PROPN" and t.text != "Smith"]
    return between[-1] if between else noun
