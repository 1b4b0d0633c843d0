"""Words around a whole sentence that make it somebody's view, or a story: "in her view", "as he tells it", "in the film"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.clauses import prepositional
from kg.extract.words import words

__all__ = ["framing", "is_story"]

_OPENERS = ("in", "by", "on", "to", "per", "from")


def framing(token: Token) -> tuple[bool, Token | None]:
    """Whether a token begins words that give the sentence to somebody, and the noun of that one where it is named."""
    if token.pos_ in ("ADP", "SCONJ") and token.dep_ == "prep":
        return _view(token) or _of_whom(token) or _document(token) or (False, None)
    if token.dep_ in ("advcl", "conj", "parataxis") and token.pos_ in ("VERB", "AUX"):
        return _or_so(token) or (_clause(token) if token.dep_ == "advcl" else None) or (False, None)
    if token.lower_ in ("so", "source", "sources") and token.i + 1 < len(token.doc):
        return _aside(token) or (False, None)
    if token.lower_ == "whose" and token.i and token.nbor(-1).lower_ == "to" and token.nbor(-1).head.lower_ == "according":
        return True, token.head
    return False, None


def _aside(token: Token) -> tuple[bool, Token | None] | None:
    """As in "X, so Ana Prior, did it" and "X did it (source: Open House)"."""
    doc, i = token.doc, token.i
    before = doc[i - 1].text if i else ""
    if token.lower_ != "so":
        named = doc[i + 1].text == ":" and before in ("(", ";", "–", "-") and i + 2 < len(doc)
        first = next((t for t in doc[i + 2 : i + 6] if t.pos_ in ("PROPN", "NOUN")), None) if named else None
        return (True, first) if first is not None else None
    name = doc[i + 1] if doc[i + 1].lower_ not in ("the", "its", "his", "her") or i + 2 >= len(doc) else doc[i + 2]
    after = doc[name.i + 1].text if name.i + 1 < len(doc) else ""
    return (True, name) if before == "," and after in (",", ".") and name.pos_ in ("PROPN", "NOUN") else None


def _view(opener: Token) -> tuple[bool, Token | None] | None:
    """As in "in the view of X", "by her account", "in the words of the judge"."""
    if opener.lower_ not in _OPENERS:
        return None
    noun = next((c for c in opener.children if c.dep_ == "pobj" and c.lemma_.lower() in words("report", "frames")), None)
    if noun is None:
        return None
    whose = next((c for c in noun.children if c.dep_ == "poss"), None) or next(prepositional(noun, "of", "from"), None)
    return (True, whose) if whose is not None or opener.lower_ == "by" else None


def _of_whom(opener: Token) -> tuple[bool, Token | None] | None:
    """As in "For Ana Prior, the firm is a fraud"."""
    if opener.lower_ != "for" or opener.i != opener.sent.start:
        return None
    noun = next((c for c in opener.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
    after = noun.nbor(1).text if noun is not None and noun.i + 1 < len(noun.doc) else ""
    return (True, noun) if after == "," else None


def _document(opener: Token) -> tuple[bool, Token | None] | None:
    """As in "Under the indictment, …", "Per Open House, …" at the head of a sentence."""
    if opener.i != opener.sent.start or opener.lower_ not in ("in", "under", "per"):
        return None
    noun = next((c for c in opener.children if c.dep_ == "pobj"), None)
    if noun is None or (opener.lower_ == "per" and noun.pos_ == "PROPN"):
        return (True, noun) if noun is not None else None
    named = any(c.dep_ == "poss" or c.lower_ in ("the", "this", "that") for c in noun.children)
    return (True, noun) if named and noun.lemma_.lower() in words("parts", "documents") else None


def _or_so(verb: Token) -> tuple[bool, Token | None] | None:
    """As in "X did it, or so she says"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    so = any(c.lower_ == "so" and c.dep_ in ("advmod", "dobj", "mark") for c in verb.children)
    return (True, subject) if subject is not None and so and verb.lemma_ in words("report", "verbs") else None


def _clause(verb: Token) -> tuple[bool, Token | None] | None:
    """As in "as she tells it", "to hear him tell it", "if X is to be believed"."""
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod", "aux")}
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if "to" in marks and verb.lemma_ == "hear":
        told = next((c for c in verb.children if c.dep_ == "ccomp"), None)
        subject = next((c for c in told.children if c.dep_ == "nsubj"), None) if told is not None else None
        return (True, subject) if subject is not None else None
    if subject is None:
        reported = "as" in marks and verb.tag_ == "VBN" and verb.lemma_ in words("report", "verbs")
        return (True, next(prepositional(verb, "by", "in"), None)) if reported else None
    said = {verb.lemma_, *(c.lemma_ for c in verb.children if c.dep_ in ("xcomp", "acomp"))}
    if "if" in marks and said & words("report", "trusted"):
        return True, subject
    tells = verb.lemma_ in words("report", "verbs") | {"see", "put", "have", "view"}
    objects = [c for c in verb.children if c.dep_ in ("dobj", "ccomp", "xcomp") and c.lower_ != "it"]
    return (True, subject) if "as" in marks and tells and not objects else None


def is_story(token: Token) -> bool:
    """Whether a preposition puts the sentence into a film, a dream, a draft: nothing in it is said to have happened."""
    return (
        token.dep_ == "prep"
        and token.lower_ in ("in", "under", "per")
        and any(c.dep_ == "pobj" and c.lemma_.lower() in words("hedge", "stories") for c in token.children)
    )
