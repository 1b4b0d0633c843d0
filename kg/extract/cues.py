"""Cues of attribution: the verbs, nouns, adjectives and marks that tie what is said, thought or wanted to somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.clauses import agents, is_passive, prepositional, surface
from kg.extract.view import View
from kg.extract.voices import Voices
from kg.extract.words import table, words

__all__ = ["Cue", "cues"]

_OWN = words("people_words", "i") | words("people_words", "we") | {"you", "your", "yours"}
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
#: So far from a verb of saying its speaker may stand.
_NEAR = 12


@dataclass(frozen=True, slots=True)
class Cue:
    """One attribution: the head of its source and the tokens of its content."""

    source: Token
    content: frozenset[int]


def cues(view: View, voices: Voices) -> Iterator[Cue]:
    """The attributions of a text in its own voice; what a speaker says of others is the speaker's word, and no cue."""
    quotations = _quotations(view, voices)
    for token in view.doc:
        if token.text == ":":
            yield from _colon(token, view, voices)
        elif voices.quotation_of(token) is not None:
            continue
        elif token.text in ("–", "--"):
            yield from _dash(token, view)
        elif token.lower_ == "according":
            yield from _according(token)
        elif token.pos_ in ("VERB", "AUX"):
            yield from _verb(token, voices, quotations.get(token.i, frozenset()))
        elif token.pos_ in ("NOUN", "PROPN"):
            yield from _noun(token)
        elif token.pos_ == "ADJ":
            yield from _adjective(token)


def _below(token: Token) -> frozenset[int]:
    return frozenset(t.i for t in token.subtree)


def _around(token: Token) -> frozenset[int]:
    """The rest of the sentence of a cue that stands aside."""
    inside = _below(token)
    return frozenset(t.i for t in token.sent if t.i not in inside and not t.is_punct)


# quotations


def _quotations(view: View, voices: Voices) -> dict[int, frozenset[int]]:
    """Verb of saying → tokens of the quotations that it introduces or closes; one without a verb goes on with the last of its paragraph."""
    found: dict[int, frozenset[int]] = {}
    verb, paragraph = -1, -1
    for number, (start, end) in enumerate(view.quotes):
        if not voices.is_speech(number):
            continue
        here = view.paragraph[start]
        near = min(voices.reporting_near(start, end), key=lambda item: item[0], default=None)
        if near is not None:
            verb = near[1].i
        elif not (paragraph == here or (paragraph == here - 1 and voices.opens_paragraph(start))):
            continue
        if verb >= 0:
            found[verb] = found.get(verb, frozenset()) | frozenset(range(start, end))
            paragraph = here
    return found


def _next_to(verb: Token, voices: Voices) -> Token | None:
    """The noun right before or behind a verb of saying whose subject the parser took from the quotation."""
    doc = verb.doc
    for places in (range(verb.i - 1, verb.i - _NEAR, -1), range(verb.i + 1, verb.i + _NEAR)):
        for i in takewhile(lambda i: 0 <= i < len(doc) and doc[i].text not in '".:;' and voices.quotation_of(doc[i]) is None, places):
            if doc[i].text == "," and abs(i - verb.i) == 1:
                break
            if doc[i].pos_ in ("PROPN", "PRON", "NOUN") and doc[i].dep_ not in ("compound", "poss", "pobj", "npadvmod", "appos"):
                return doc[i]
    return None


# verbs


def _verb(verb: Token, voices: Voices, quoted: frozenset[int]) -> Iterator[Cue]:
    source = _source(verb)
    if quoted:
        if source is None or voices.quotation_of(source) is not None:
            source = _next_to(verb, voices)
        content = _with_quotation(verb, quoted)
    else:
        content = _content(verb)
        source = source if source is not None and _may_speak(source) else None
    if source is not None and content and source.i not in content:
        yield Cue(source, content)


def _source(verb: Token) -> Token | None:
    """Who stands as the speaker; "who" itself in a relative clause."""
    if is_passive(verb):
        return next(iter(agents(verb)), None)
    found = [c for c in verb.children if c.dep_ in _SUBJECTS] or surface(verb)
    return found[0] if found and found[0].pos_ in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ") else None


def _may_speak(token: Token) -> bool:
    return token.lower_ not in words("cues", "nobody")


def _with_quotation(verb: Token, quoted: frozenset[int]) -> frozenset[int]:
    """What is quoted, with the clause around it: "said that it was “a hoax”"."""
    clauses = [i for c in verb.children if c.dep_ in ("ccomp", "parataxis") for i in _below(c)]
    own = {verb.i, *(i for c in verb.children if c.dep_ == "nsubj" for i in _below(c))}
    return quoted.union(clauses) - own


def _content(verb: Token) -> frozenset[int]:
    """What a verb gives to its subject: a clause, the sentence around it, an infinitive, an object, what hangs on its preposition."""
    if is_passive(verb) and not agents(verb):
        return frozenset()
    return _clause(verb) or _aside(verb) or _infinitive(verb) or _object(verb) or _about(verb)


def _union(tokens: list[Token]) -> frozenset[int]:
    return frozenset(i for token in tokens for i in _below(token))


def _clause(verb: Token) -> frozenset[int]:
    if verb.lemma_ in words("cues", "no_clause"):
        return frozenset()
    return _union([c for c in verb.children if c.dep_ == "ccomp"])


def _aside(verb: Token) -> frozenset[int]:
    """As in "…, the group said, …", "…, as the group said"."""
    if verb.lemma_ not in words("report", "verbs") or any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in verb.children):
        return frozenset()
    as_said = verb.dep_ == "advcl" and verb.head.i < verb.i and any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children)
    left = verb.left_edge.i
    behind_comma = verb.dep_ == "ccomp" and left > 0 and verb.doc[left - 1].text == ","
    return _around(verb) if as_said or behind_comma or verb.dep_ in ("parataxis", "dep") else frozenset()


def _infinitive(verb: Token) -> frozenset[int]:
    """As in "wants to leave", "urged them to leave"."""
    wanted = [c for c in verb.children if c.dep_ == "xcomp"] if verb.lemma_ in words("cues", "infinitive") else []
    return _union([*wanted, *(c for c in verb.children if c.dep_ == "dobj")]) if wanted else frozenset()


def _object(verb: Token) -> frozenset[int]:
    """As in "condemned the attack", "called it a hoax", "the attack was condemned by"."""
    if verb.lemma_ not in words("cues", "object"):
        return frozenset()
    if is_passive(verb):
        return _union([c for c in verb.children if c.dep_ == "nsubjpass"])
    return _union([c for c in verb.children if c.dep_ in ("dobj", "oprd", "attr", "dative") and c.lower_ not in ("it", "that", "this")])


def _about(verb: Token) -> frozenset[int]:
    """As in "spoke of the attack"."""
    wanted = table("cues", "about").get(verb.lemma_, ())
    found = (_below(c) - {c.i} for c in verb.children if c.dep_ == "prep" and c.lower_ in wanted)
    return next(filter(None, found), frozenset())


# other words and marks


def _according(token: Token) -> Iterator[Cue]:
    """As in "according to X"."""
    source = next(prepositional(token, "to"), None) or next((g for c in token.children for g in c.children if g.dep_ == "pobj"), None)
    if source is not None and (rest := _around(token)):
        yield Cue(source, rest)


def _noun(noun: Token) -> Iterator[Cue]:
    """As in "his claim that …", "a warning by X that …"."""
    if noun.lemma_.lower() not in words("cues", "nouns"):
        return
    clauses = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl")]
    clause = next((c for c in clauses if any(g.lower_ == "that" and g.dep_ == "mark" for g in c.children)), None)
    owner = next((c for c in noun.children if c.dep_ == "poss"), None) or next(prepositional(noun, "by", "from", "among"), None)
    if clause is not None and owner is not None and owner.lower_ not in _OWN:
        yield Cue(owner, _below(clause))


def _adjective(adjective: Token) -> Iterator[Cue]:
    """As in "was confident that …"."""
    if adjective.lemma_.lower() not in words("cues", "adjectives") or adjective.head.pos_ not in ("VERB", "AUX"):
        return
    clause = next((c for c in adjective.children if c.dep_ == "ccomp"), None)
    source = _source(adjective.head)
    if clause is not None and source is not None and _may_speak(source) and source.lower_ not in _OWN:
        yield Cue(source, _below(clause))


def _colon(colon: Token, view: View, voices: Voices) -> Iterator[Cue]:
    """As in "Ana Prior: We never paid", in a headline or in what was taken down of a debate."""
    label = voices.label_before(colon)
    if label is None or label.i not in view.names:
        return
    here = view.paragraph[colon.i]
    content = frozenset(takewhile(lambda i: view.paragraph[i] == here, range(colon.i + 1, len(view.doc))))
    if len(content) > 1:
        yield Cue(label, content)


def _dash(dash: Token, view: View) -> Iterator[Cue]:
    """As in "“We never paid.” — Ana Prior"."""
    before = next((quote for quote in view.quotes if quote[1] <= dash.i <= quote[1] + 3), None)
    if before is not None and dash.i + 1 in view.names:
        yield Cue(view.doc[dash.i + 1], frozenset(range(*before)))
