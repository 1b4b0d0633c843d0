"""Where a phrase of the lexicon stands in a parsed text."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.ontology.lexicon import Phrase

__all__ = ["ANY_PREPOSITION", "Match", "in_a_row"]

ANY_PREPOSITION = ("of", "for", "to", "with", "against", "on", "at", "in", "from", "by")


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase stands and which tokens stand at its ends, in the order of the relation unless it is read backwards."""

    phrase: Phrase
    #: The token whose clause says how firmly.
    trigger: Token
    subjects: list[Token]
    objects: list[Token]
    #: All tokens of the phrase itself.
    tokens: list[Token] = field(default_factory=list)
    #: "between A and B": each with each.
    mutual: bool = False
    kind: str = "verb"


def in_a_row(phrase: Phrase, token: Token) -> list[Token] | None:
    """The tokens of a phrase that stands word by word."""
    if phrase.head not in (token.lemma_, token.lower_):
        return None
    tokens = [token]
    i = token.i + 1
    for word in phrase.words:
        while i < len(token.doc) and token.doc[i].text in "-'":
            i += 1
        if i >= len(token.doc) or word not in (token.doc[i].lower_, token.doc[i].lemma_):
            return None
        tokens.append(token.doc[i])
        i += 1
    return tokens
