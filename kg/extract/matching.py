"""A phrase of the lexicon against one word of a parsed text: who stands at its two ends."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.clauses import agents, conjuncts, is_passive, objects, owners, patients, prepositional, reach, surface
from kg.extract.deeds import event_matches
from kg.extract.describing import describing_matches, noun_matches
from kg.extract.match import ANY_PREPOSITION, Match
from kg.ontology.lexicon import ANY, Phrase

__all__ = ["Match", "match_phrase"]


def match_phrase(phrase: Phrase, token: Token) -> Iterator[Match]:
    """All ways in which a phrase stands at a token, the closest first."""
    if phrase.event:
        if token.pos_ in ("NOUN", "PROPN"):
            yield from event_matches(phrase, token)
        return
    if token.pos_ == "VERB" and token.tag_ != "NN":
        found = _verb(phrase, token)
        if found is not None:
            yield found
            return
    if token.pos_ in ("NOUN", "PROPN") or (phrase.words and token.pos_ in ("VERB", "ADJ", "ADP")):
        yield from noun_matches(phrase, token)
    if token.pos_ in ("ADJ", "ADP", "SCONJ", "ADV", "VERB"):
        yield from describing_matches(phrase, token)


def _verb(phrase: Phrase, verb: Token) -> Match | None:
    participle = phrase.head == verb.lower_ != verb.lemma_ or (phrase.head == verb.lower_ and phrase.preposition == "by" and verb.tag_ == "VBN")
    if not participle and phrase.head != verb.lemma_:
        return None
    tokens = _further(phrase.words, verb)
    if tokens is None or _is_aux_use(verb) or (verb.dep_ in ("amod", "compound") and not participle):
        return None
    here = [verb, *tokens]
    if participle:
        if verb.tag_ not in ("VBN", "VBD") or not phrase.preposition:
            return None
        ends = [*prepositional(verb, phrase.preposition), *_hyphenated(phrase, verb)]
        for token in tokens:
            ends += list(prepositional(token, phrase.preposition))
        return Match(phrase, verb, _modified_noun(verb), ends, here, kind="describing") if ends else None
    ends = _objects(phrase, verb, tokens)
    if not ends and phrase.text.endswith(" to ~") and tokens[0].dep_ == "aux":
        ends = patients(tokens[0].head)  # "threatened to sue X"
    doers = agents(verb)
    apart = [t for t in patients(verb) if t.i not in {token.i for token in tokens}]
    if not ends and not apart and len(doers) > 1 and not is_passive(verb) and phrase.preposition in ("", "with"):
        return Match(phrase, verb, doers, doers, here, mutual=True)  # "A and B signed an agreement"
    return Match(phrase, verb, agents(verb), ends, here) if ends else None


def _hyphenated(phrase: Phrase, verb: Token) -> list[Token]:
    """As in "the Amsterdam-based group"."""
    doc = verb.doc
    return [doc[verb.i - 2]] if phrase.preposition == "in" and verb.i > 1 and doc[verb.i - 1].text == "-" and doc[verb.i - 2].pos_ == "PROPN" else []


def _is_aux_use(verb: Token) -> bool:
    return verb.dep_ in ("aux", "auxpass")


def _modified_noun(verb: Token) -> list[Token]:
    """What a participle describes: "the firm based in X", "X, founded by Y", "X was founded by Y"."""
    if not is_passive(verb) and verb.dep_ not in ("acl", "amod", "appos"):
        return objects(verb)  # "handed them to the sisters"
    if verb.dep_ == "acl" and verb.head.lemma_ in ("percent", "%", "cent") and verb.head.dep_ == "attr":
        return surface(verb.head.head)  # "X is 41 percent owned by Y"
    found = surface(verb)
    if not found and verb.dep_ in ("appos", "amod"):
        found = [verb.head]
    return found


def _further(wanted: tuple[str, ...], verb: Token) -> list[Token] | None:
    """The tokens of the further words of a phrase around a verb, or `None` when one is missing."""
    if not wanted:
        return []
    near = [*reach(verb), *(t for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i for t in c.children if t.dep_ == "mark")]
    found: list[Token] = []
    for word in wanted:
        token = next((t for t in near if t not in found and (t.lower_ == word or t.lemma_ == word)), None)
        if token is None:
            return None
        found.append(token)
    return found


def _objects(phrase: Phrase, verb: Token, tokens: list[Token]) -> list[Token]:
    """The object of a verb phrase, wherever the phrase says that it stands."""
    if phrase.preposition:
        return _by_preposition(phrase, verb, tokens)
    held = {t.i for t in tokens}
    found = [t for t in patients(verb) if t.i not in held]
    if phrase.text.endswith("that ~"):  # "demanded that X withdraw"
        return [t for mark in tokens if mark.dep_ == "mark" and mark.head.tag_ == "VB" for t in surface(mark.head)]
    matched = next((t for t in tokens if t.dep_ in ("dobj", "nsubjpass") or (t.dep_ == "attr")), None)
    if matched is not None and (not found or all(t.i == matched.i for t in found)):
        # "took their passports", "the licence of X was revoked": the owner of the thing is meant
        return owners(matched) or list(prepositional(matched, "of", "from")) or [matched]
    if not found and is_passive(verb) and tokens:
        return surface(verb)
    if not found and tokens and tokens[-1].dep_ == "prep" and phrase.text.endswith(" ~"):
        return [t for c in tokens[-1].children if c.dep_ == "pobj" for t in conjuncts(c)]  # "took in 17 of them"
    if not found and tokens and tokens[-1].dep_ == "oprd":
        return owners(tokens[-1])  # "called the ministry's silence shameful", read as one phrase
    return found


def _by_preposition(phrase: Phrase, verb: Token, tokens: list[Token]) -> list[Token]:
    wanted = ANY_PREPOSITION if phrase.preposition == ANY else (phrase.preposition,)
    found: list[Token] = []
    if phrase.text == f"{phrase.head} for" and objects(verb):
        return []  # "paid the broker for workers" did not pay for the broker
    for token in (*reversed(tokens), verb):
        found += [t for t in prepositional(token, *wanted) if t not in found]
    if not found:
        for thing in patients(verb):
            found += list(prepositional(thing, *wanted)) if not is_passive(verb) else []
        if not found and wanted == ("from",) and not is_passive(verb):
            found = [t for thing in patients(verb) for inner in prepositional(thing) for t in prepositional(inner, "from")]
    if phrase.preposition == "to":
        found += [t for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP" for t in conjuncts(child)]
    particle = any(c.dep_ in ("prt", "advmod") and c.lower_ == phrase.preposition for c in verb.children)
    if not found and particle and not phrase.words:
        found = patients(verb)
    if not found and is_passive(verb) and any(c.dep_ == "prep" and c.lower_ == phrase.preposition and not list(c.children) for c in verb.children):
        found = surface(verb)  # "was called on to", "were lied to"
    taken = {t.i for t in tokens}
    return [t for t in found if t.i not in taken]
