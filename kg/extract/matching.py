"""A phrase of the lexicon against one word of a parsed text: who stands at its two ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.clauses import agents, conjuncts, governor, is_passive, objects, owners, patients, prepositional, reach, relative, surface
from kg.extract.words import words
from kg.ontology.lexicon import ANY, Phrase

__all__ = ["Match", "match_phrase"]

_ANY_PREPOSITION = ("of", "for", "to", "with", "against", "on", "at", "in", "from", "by")
_AT = ("of", "for", "at", "with", "in", "to", "on", "from", "within", "under")
_AGENTS = ("by", "from")
#: What is said or done in them is done by those who met.
_TALKS = frozenset(
    ("meeting", "talk", "talks", "session", "conversation", "discussion", "summit", "interview", "consultation", "audience", "negotiation")
)
#: What stands for a place in the view: "the repatriation of maids from Malaysia" has no agent.
_PLACES = ("Paris", "France")


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


def match_phrase(phrase: Phrase, token: Token) -> Iterator[Match]:
    """All ways in which a phrase stands at a token, the closest first."""
    if phrase.event:
        if token.pos_ in ("NOUN", "PROPN"):
            yield from _event(phrase, token)
        return
    if token.pos_ == "VERB" and token.tag_ != "NN":
        found = _verb(phrase, token)
        if found is not None:
            yield found
            return
    if token.pos_ in ("NOUN", "PROPN") or (phrase.words and token.pos_ in ("VERB", "ADJ", "ADP")):
        yield from _noun(phrase, token)
    if token.pos_ in ("ADJ", "ADP", "SCONJ", "ADV", "VERB"):
        yield from _describing(phrase, token)


# verbs


def _verb(phrase: Phrase, verb: Token) -> Match | None:
    participle = phrase.head == verb.lower_ != verb.lemma_
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
    if not ends and len(doers) > 1 and phrase.preposition in ("", "with"):
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
    wanted = _ANY_PREPOSITION if phrase.preposition == ANY else (phrase.preposition,)
    found: list[Token] = []
    if phrase.text == f"{phrase.head} for" and objects(verb):
        return []  # "paid the broker for workers" did not pay for the broker
    for token in (*reversed(tokens), verb):
        found += [t for t in prepositional(token, *wanted) if t not in found]
    if not found:
        for thing in patients(verb):
            found += list(prepositional(thing, *wanted)) if not is_passive(verb) else []
    if phrase.preposition == "to":
        found += [t for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP" for t in conjuncts(child)]
    particle = any(c.dep_ in ("prt", "advmod") and c.lower_ == phrase.preposition for c in verb.children)
    if not found and particle and not phrase.words:
        found = patients(verb)
    if not found and is_passive(verb) and any(c.dep_ == "prep" and c.lower_ == phrase.preposition and not list(c.children) for c in verb.children):
        found = surface(verb)  # "was called on to", "were lied to"
    taken = {t.i for t in tokens}
    return [t for t in found if t.i not in taken]


# nouns that describe somebody


def _noun(phrase: Phrase, token: Token) -> Iterator[Match]:
    tokens = _in_a_row(phrase, token)
    if tokens is None:
        return
    core = tokens[-1]
    if phrase.words and core.pos_ == "ADP":
        return
    for inner in tokens:
        if inner.head not in tokens:
            core = inner
    if core.pos_ not in ("NOUN", "PROPN"):
        return
    ends = _bodies(phrase, core, tokens)
    if not ends:
        return
    for holders in _holders(core, tokens):
        if holders:
            yield Match(phrase, core, holders, ends, tokens, kind="noun")
            return


def _in_a_row(phrase: Phrase, token: Token) -> list[Token] | None:
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


def _bodies(phrase: Phrase, core: Token, tokens: list[Token]) -> list[Token]:
    """The other end of "director": behind a preposition, in the possessive, before it."""
    taken = {t.i for t in tokens}
    inside = phrase.preposition in ("at", "with")
    wanted = _AT if phrase.preposition in ("", ANY, "of", "for") else ("at", "with", "in") if inside else (phrase.preposition,)
    found = [t for inner in {core, tokens[-1]} for t in prepositional(inner, *wanted) if t.i not in taken]
    if not found and core.dep_ == "appos":
        found = [t for t in prepositional(core.head, *wanted) if t.i > core.i]
    around = [core, core.head] if core.dep_ in ("compound", "nmod") and core.head.pos_ == "PROPN" and core.head.i > core.i else [core]
    possessed = [relative(t) for noun in around for child in noun.children if child.dep_ == "poss" and child.i < core.i for t in conjuncts(child)]
    before = [
        c for noun in around for c in noun.children if c.dep_ in ("compound", "nmod") and c.i not in taken and c.pos_ == "PROPN" and c.i < core.i
    ]
    if inside:
        return found
    if possessed and not (found and possessed[0].pos_ == "PRON"):
        return possessed
    return found or before or _in_which(core)


def _in_which(core: Token) -> list[Token]:
    """As in "the federation, of which Himchuli is a member"."""
    verb = core.head
    if core.dep_ != "attr" or verb.dep_ != "relcl":
        return []
    held = any(g.tag_ == "WDT" for c in (*verb.children, *core.children) if c.dep_ == "prep" for g in c.children)
    return [verb.head] if held else []


def _holders(core: Token, tokens: list[Token]) -> Iterator[list[Token]]:
    """Who is described by a noun."""
    bearer = next((c for c in core.children if c.dep_ == "appos" and c.text == "Smith" and c.i > core.i), None)
    if core.dep_ == "appos" and bearer is not None and core.head.text != "Smith":
        yield [bearer]  # "…, its spokesperson, Ana Berg, said" beside another body's name
    if core.dep_ == "appos":
        yield _unless_same([core.head])
    hung = [
        c
        for inner in prepositional(core)
        for c in inner.children
        if c.dep_ == "appos"
        and c.pos_ == "PROPN"
        and inner.pos_ == "PROPN"
        and core.dep_ in ("nsubj", "nsubjpass", "dobj", "ROOT", "pobj", "attr", "conj")
    ]
    after = [c for c in core.children if c.dep_ == "appos" and (c.pos_ == "PROPN" or c.pos_ == "NOUN") and c.i > core.i]
    if after:
        yield after[:1]
    if hung and not after and core.dep_ != "appos":
        yield hung[:1]
    if core.dep_ in ("compound", "nmod", "amod") and core.head.pos_ == "PROPN" and core.head.i > core.i:
        yield [core.head]
    inside = [c for c in core.children if c.dep_ in ("compound", "nmod") and c.pos_ == "PROPN" and c.i > core.i]
    if inside:
        yield inside
    if core.dep_ in ("attr", "acomp", "oprd"):
        verb = core.head
        found = patients(verb) if core.dep_ == "oprd" and verb.lemma_ not in ("be", "become", "remain") else surface(verb)
        yield [t for t in found if t.i not in {x.i for x in tokens}]
    if core.dep_ == "pobj" and core.head.lower_ == "as":
        verb = core.head.head
        yield (patients(verb) or surface(verb)) if verb.lemma_ not in ("serve", "work", "act") else surface(verb)
    one = core.head.head if core.dep_ == "pobj" and core.head.lower_ == "of" and core.head.head.lower_ == "one" else None
    if one is not None and one.dep_ in ("attr", "appos"):  # "is one of the main sponsors of"
        yield surface(one.head) if one.dep_ == "attr" else [one.head]
    if core.dep_ == "conj":
        yield from _holders(core.head, tokens)
    if core.dep_ in ("nsubj", "dobj", "pobj") and core.i + 1 < len(core.doc):
        following = core.doc[tokens[-1].i + 1] if tokens[-1].i + 1 < len(core.doc) else core
        if following.pos_ == "PROPN" and following.i != core.i and following.dep_ in ("appos", "nsubj"):
            yield [following]


def _unless_same(found: list[Token]) -> list[Token]:
    return found


# participles, adjectives and prepositions that describe


def _describing(phrase: Phrase, token: Token) -> Iterator[Match]:
    tokens = _in_a_row(phrase, token)
    if tokens is None or not phrase.preposition:
        return
    last = tokens[-1]
    if token.pos_ in ("ADP", "SCONJ", "ADV") and len(tokens) == 1 and phrase.preposition == phrase.head:
        if token.lower_ in ("of", "for") and token.head.pos_ != "PROPN":
            return  # "director of X" has phrases of its own
        ends = [relative(t) for c in token.children if c.dep_ == "pobj" for t in conjuncts(c)]
    else:
        wanted = _ANY_PREPOSITION if phrase.preposition == ANY else (phrase.preposition,)
        ends = [t for inner in reversed(tokens) for t in prepositional(inner, *wanted)]
        following = last.doc[last.i + 1] if last.i + 1 < len(last.doc) else None
        if not ends and following is not None and following.lower_ in wanted:
            ends = [relative(t) for c in following.children if c.dep_ == "pobj" for t in conjuncts(c)]
    if ends:
        yield Match(phrase, token, _described(token), ends, tokens, kind="describing")


def _described(token: Token) -> list[Token]:
    """What an adjective or prepositional phrase is said of."""
    head = token.head
    if token.lower_ == "among" and head.pos_ == "VERB" and head.lemma_ not in ("count", "figure", "rank", "remain", "belong", "number"):
        return []  # "ranked X last among twelve exporters" says nothing of who ranked
    if token.dep_ in ("acomp", "attr", "oprd", "prep", "advmod", "pobj", "ROOT", "xcomp", "advcl", "dep") and head.pos_ in ("VERB", "AUX"):
        return agents(head) if head.lemma_ not in ("be", "remain", "become") else surface(head)
    if head.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ in ("prep", "amod", "acl", "appos", "relcl"):
        return [relative(head)]
    if token.dep_ == "pcomp" or head.pos_ == "ADP":
        return _described(head) if head.i != token.i else []
    return []


# nouns of doing


def _event(phrase: Phrase, token: Token) -> Iterator[Match]:
    tokens = _in_a_row(phrase, token)
    if tokens is None:
        return
    core = next((t for t in tokens if t.head not in tokens), tokens[-1])
    wanted = (phrase.preposition,) if phrase.preposition else ("of",)
    if phrase.preposition == "between":
        pair = list(prepositional(core, "between"))
        if len(pair) > 1:
            yield Match(phrase, core, pair, pair, tokens, mutual=True, kind="event")
        return
    verb = _light_verb(core)
    ends = list(prepositional(core, *wanted))
    if not ends:
        ends = [t for c in core.children if c.dep_ == "acl" and c.tag_ == "VBN" for t in prepositional(c, *wanted)]
    if not ends and wanted != ("of",):
        ends = [t for by in _agents_of(core) for t in prepositional(by, *wanted)]
    if not ends and verb is not None:
        ends = [t for t in prepositional(verb, *wanted) if t.i != core.i]
    doers = _doers(core, verb, ends)
    owned = [relative(t) for c in core.children if c.dep_ == "poss" for t in conjuncts(c)]
    if not ends and owned and wanted == ("of",):
        by = _agents_of(core)
        ends, doers = (owned, by) if by else ([], doers)
    if not ends and verb is not None and verb.lemma_ in words("light", "backward") and core.dep_ in ("dobj", "pobj", "attr"):
        by = _agents_of(core) or list(prepositional(verb, "from", "by", "at"))
        ends, doers = surface(verb), by
    above = governor(core)
    if ends and not doers and core.dep_ == "pobj" and core.head.lower_ in ("in", "at", "during", "after") and core.lemma_ in _TALKS:
        doers = surface(above) if above is not None else []  # "will discuss it in a meeting with X"
    if (
        ends
        and not doers
        and core.dep_ == "pobj"
        and core.head.lower_ == "on"
        and above is not None
        and above.lemma_ in ("be", "go", "leave", "come")
    ):
        doers = surface(above)  # "is on a visit to X"
    if ends and not doers and wanted in (("to",), ("into",)):
        doers = list(prepositional(core, "of"))  # "the deportation of X to Y" is X's way
    if ends and doers:
        yield Match(phrase, core, doers, ends, tokens, kind="event")


def _agents_of(noun: Token) -> list[Token]:
    return [t for t in prepositional(noun, *_AGENTS) if t.text not in _PLACES]


def _light_verb(noun: Token) -> Token | None:
    """The verb that carries a noun of doing: "held a meeting", "a complaint was filed"."""
    verb = noun.head
    if noun.dep_ == "conj":
        verb = noun.head.head
    if noun.dep_ == "pobj":
        above = governor(noun)
        return (
            above if above is not None and above.lemma_ in words("light", "backward") and noun.head.lower_ in ("under", "into", "in", "to") else None
        )
    if verb.pos_ in ("VERB", "AUX") and noun.dep_ in ("dobj", "nsubjpass", "attr", "conj", "nsubj", "dative"):
        return verb
    return verb if noun.head.dep_ == "relcl" and noun.dep_ == "dobj" else None


def _doers(noun: Token, verb: Token | None, ends: list[Token]) -> list[Token]:
    owned = [relative(t) for c in noun.children if c.dep_ == "poss" for t in conjuncts(c)]
    by = _agents_of(noun)
    if owned:
        return owned
    if by:
        return by
    named = [c for c in noun.children if c.dep_ in ("compound", "nmod") and c.pos_ == "PROPN"]
    if named:
        return named
    participle = next(
        (c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in words("light", "forward") | {"announce"}), None
    )
    if participle is not None:
        return [t for t in agents(participle) if t.i != noun.i]
    if verb is not None and (verb.lemma_ in words("light", "forward") or verb.lemma_ == "attend") and noun.dep_ != "nsubj":
        return [t for t in agents(verb) if t.i not in {e.i for e in ends}]
    if verb is not None and verb.dep_ == "relcl" and noun.dep_ == "dobj":
        return surface(verb)
    return []


def spare(tokens: list[Token]) -> list[Token]:
    """The direct objects of a verb."""
    return [t for token in tokens for t in objects(token)]
