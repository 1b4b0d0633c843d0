"""Grammar of a parsed sentence: who does it, whom it meets, what hangs on which preposition. Nothing here knows a relation.

Passives, shared and relative subjects, control ("urged X to leave"), participles and purpose clauses are undone, so that the
callers only ask for agents, patients and objects of prepositions.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.coordination import conjuncts, not_a_person, relative
from kg.extract.words import words

__all__ = [
    "agents",
    "conjuncts",
    "coordinate",
    "governor",
    "is_passive",
    "objects",
    "owners",
    "patients",
    "prepositional",
    "reach",
    "relative",
    "surface",
]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
#: Verbs whose subject, not object, does what the infinitive says.
_SUBJECT_CONTROL = frozenset(("promise", "threaten", "vow", "ask_leave", "help", "assist"))
#: "after arresting", "by locking": the subject of the main verb does it.
_OF_SUBJECT = frozenset(
    ("after", "before", "by", "while", "without", "since", "instead", "despite", "through", "on", "upon", "besides", "when", "in")
)
#: "According to the union, X did not pay": the union is no part of the deed.
_SENTENCE_OPENERS = frozenset(("according", "due", "owing", "thanks", "prior", "contrary", "apart", "aside"))
_DEPTH = 6
_APART = ("relcl", "conj", "nsubj", "nsubjpass", "parataxis", "advcl", "agent", "punct", "cc", "appos")


def is_passive(verb: Token) -> bool:
    """Whether a verb suffers: "was arrested", "workers hired by X"."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return True
    if verb.tag_ == "VBD" and verb.dep_ == "conj" and _has(verb, "agent") and not _has(verb, "dobj", "nsubj"):
        return True
    if verb.tag_ != "VBN":
        return False
    if _has(verb, "agent") and _no_aux(verb) and not _has(verb, "dobj"):
        return True
    if verb.dep_ in ("acl", "relcl", "amod", "appos") or (
        verb.dep_ in ("advcl", "ccomp", "xcomp", "ROOT") and _no_aux(verb) and not _has(verb, "dobj")
    ):
        return not _has(verb, "nsubj") or verb.dep_ == "acl"
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and _no_aux(verb) and not _has(verb, "nsubj"):
        return is_passive(verb.head) and not _has(verb, "dobj")
    return False


def _no_aux(verb: Token) -> bool:
    return not any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def _has(verb: Token, *labels: str) -> bool:
    return any(child.dep_ in labels for child in verb.children)


def surface(verb: Token, depth: int = 0) -> list[Token]:
    """The grammatical subjects of a verb, shared ones found."""
    own = [t for child in verb.children if child.dep_ in _SUBJECTS for t in conjuncts(child)]
    if own and verb.tag_ == "VB" and verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "with" for c in verb.children):
        return surface(verb.head, depth + 1) if depth < _DEPTH else []  # "held a meeting with officials to contest it"
    if own:
        return [relative(t) for t in own]
    return _inherited(verb, depth) if depth < _DEPTH else []


def _inherited(verb: Token, depth: int) -> list[Token]:
    head, label = verb.head, verb.dep_
    if label == "relcl":
        pronoun = next((c for c in verb.children if c.lower_ == "which"), None)
        return [not_a_person(head, pronoun) if pronoun is not None else head]
    if label == "acl":
        return _of_noun_clause(verb, depth)
    if label == "xcomp":
        return _controlled(verb, depth)
    described = _just_before(verb)
    if described is not None:
        return [described]
    if label in ("conj", "advcl", "ccomp", "dep") and head.pos_ in ("VERB", "AUX"):
        return surface(coordinate(verb), depth + 1)
    if label == "conj" and head.dep_ in ("acl", "relcl"):
        return surface(head, depth + 1)
    if label == "pcomp":
        return _after_preposition(head, depth)
    if label == "amod":
        return [head]
    if label in ("acomp", "oprd") and head.pos_ in ("VERB", "AUX"):
        return surface(head, depth + 1)
    if label == "prep":  # "including", "following" read as verbs
        return []
    return []


def coordinate(verb: Token) -> Token:
    """The verb that a coordinated one stands beside: in "urged X to close Y and left", "left" stands beside "urged"."""
    head = verb.head
    finite = verb.dep_ == "conj" and verb.tag_ in ("VBD", "VBZ") and head.tag_ == "VB" and head.dep_ in ("xcomp", "advcl", "acl", "ccomp")
    above = governor(head) if finite and head.head.pos_ not in ("VERB", "AUX") else head.head
    return above if finite and above is not None and above.tag_ == verb.tag_ else head


def _just_before(verb: Token) -> Token | None:
    """As in "handed to the shelter Casa Amanecer, run by the sisters": a participle behind a comma describes the name before it."""
    if verb.dep_ not in ("advcl", "dep") or verb.tag_ != "VBN" or not _no_aux(verb):
        return None
    left = verb.left_edge.i
    near = verb.doc[left - 2] if left > 1 and verb.doc[left - 1].text == "," else None
    return near if near is not None and near.text == "Microsoft" and near.dep_ != "nsubj" else None


def _of_noun_clause(verb: Token, depth: int) -> list[Token]:
    """A participle or infinitive on a noun."""
    head = verb.head
    if verb.tag_ in ("VBG", "VBN"):
        return [head]
    owner = owners(head)
    above = governor(head)
    if head.dep_ == "pobj" and head.head.lower_ == "with" and above is not None and head.lemma_ in words("groups", "people"):
        return surface(above, depth + 1)  # "held a meeting with officials to contest it": who held it contests it
    return owner or (surface(above, depth + 1) if above is not None else [head])


def _controlled(verb: Token, depth: int) -> list[Token]:
    head = verb.head
    if head.lemma_ not in _SUBJECT_CONTROL:
        found = [t for child in head.children if child.dep_ in ("dobj", "dative") and child.i < verb.i for t in conjuncts(child)]
        if found:
            return [relative(t) for t in found]
        called = [t for child in head.children if child.dep_ == "prep" and child.lower_ in ("on", "upon", "to", "for", "with") and head.lemma_ in ("call", "appeal", "plead", "ask")
                  for g in child.children if g.dep_ == "pobj" for t in conjuncts(g)]  # fmt: skip
        if called:
            return called
    if head.pos_ == "ADJ":
        above = governor(head)
        return surface(above, depth + 1) if above is not None else []
    return surface(head, depth + 1)


def _after_preposition(preposition: Token, depth: int) -> list[Token]:
    """As in "accused X of luring": X; "escaped by climbing": who escaped."""
    head = preposition.head
    if head.pos_ in ("VERB", "AUX"):
        met = patients(head)
        if met and preposition.lower_ not in _OF_SUBJECT:
            return met
        return surface(head, depth + 1)
    fined = _before_a_sum(head) if head.pos_ == "NOUN" else []
    if fined:
        return fined  # "fined X 2 million for underpaying them"
    above = governor(head)
    if above is None:
        return []
    if head.pos_ == "ADJ" and head.dep_ in ("oprd", "acomp", "ccomp"):
        own = [t for child in head.children if child.dep_ == "nsubj" for t in conjuncts(child)]
        return own or (patients(above) if patients(above) and above.lemma_ != "be" else surface(above, depth + 1))
    if head.lemma_ in words("hedge", "nouns") or head.lemma_ in ("role", "part", "involvement"):
        return owners(head) or patients(above) or surface(above, depth + 1)
    return owners(head) or surface(above, depth + 1)


def governor(token: Token) -> Token | None:
    """The verb that a noun or adjective hangs on."""
    here = token
    for _ in range(8):
        if here.dep_ == "ROOT":
            return here if here.pos_ in ("VERB", "AUX") and here.i != token.i else None
        here = here.head
        if here.pos_ in ("VERB", "AUX"):
            return here
    return None


def agents(verb: Token) -> list[Token]:
    """Who does what a verb says."""
    by = [relative(t) for child in verb.children if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and is_passive(verb))
          for g in child.children if g.dep_ == "pobj" for t in conjuncts(g)]  # fmt: skip
    if is_passive(verb):
        if not by and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and is_passive(verb.head):
            return agents(verb.head)
        return by or _later_agents(verb) or _under_infinitive(verb)
    return surface(verb)


def _under_infinitive(verb: Token) -> list[Token]:
    """As in "were made to work by X", "were kept from leaving by X": the agent hangs on the verb below."""
    for other in verb.children:
        if other.dep_ in ("xcomp", "advcl", "ccomp") and other.tag_ in ("VB", "VBG"):
            by = [
                t
                for child in other.children
                if child.lower_ == "by"
                for g in child.children
                if g.dep_ == "pobj" and g.pos_ in ("PROPN", "NOUN")
                for t in conjuncts(g)
            ]
            if by and not is_passive(other):
                return [t for t in by if t.pos_ == "PROPN" or t.lemma_ in words("groups", "people")]
    return []


def _later_agents(verb: Token) -> list[Token]:
    """As in "were beaten and robbed by guards": the agent stands with the last verb."""
    for other in verb.children:
        if other.dep_ == "conj" and other.tag_ == "VBN" and is_passive(other):
            by = [t for child in other.children if child.dep_ == "agent" for g in child.children if g.dep_ == "pobj" for t in conjuncts(g)]
            if by:
                return by
    return []


def patients(verb: Token) -> list[Token]:
    """Whom a verb meets: direct object, subject of the passive, subject of a small clause."""
    if is_passive(verb):
        return surface(verb)
    return objects(verb)


def objects(verb: Token) -> list[Token]:
    """The direct objects of an active verb, in the order of the text."""
    found = [t for child in verb.children if child.dep_ in ("dobj", "dative") and child.pos_ != "ADP" for t in conjuncts(child)]
    found = [met for t in found for met in (_before_a_sum(t) or [t])]
    for child in verb.children:
        if child.dep_ in ("ccomp", "oprd", "xcomp") and (child.pos_ in ("ADJ", "NOUN") or _bare(child)):
            found += [t for g in child.children if g.dep_ in ("nsubj", "nsubjpass") for t in conjuncts(g)]
    if not found and verb.dep_ == "relcl" and any(c.dep_ == "nsubj" and relative(c) is c for c in verb.children):
        found = [verb.head]
    if not found:
        found = [t for other in verb.children if other.dep_ == "conj" and other.tag_ == verb.tag_ and not _has(other, "nsubj") and other.i - verb.i < 4
                 for child in other.children if child.dep_ == "dobj" for t in conjuncts(child)]  # fmt: skip
    return [relative(t) for t in found]


def _before_a_sum(noun: Token) -> list[Token]:
    """As in "fined Polar Fish 40,000 euros", read as one phrase: the name is the one who was fined."""
    counted = next((c for c in noun.children if c.dep_ == "nummod"), None)
    return [c for c in noun.children if c.dep_ in ("nmod", "compound") and c.pos_ == "PROPN" and c.i < counted.i] if counted is not None else []


def _bare(verb: Token) -> bool:
    """An infinitive that shares its clause: "forced the men to work", "made them work"."""
    return (
        verb.pos_ == "VERB"
        and verb.tag_ in ("VB", "VBG")
        and not any(c.dep_ == "mark" or (c.dep_ == "aux" and c.tag_ == "MD") for c in verb.children)
    )


def prepositional(token: Token, *wanted: str) -> Iterator[Token]:
    """The objects of prepositions on a token; all of them when none is named."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV", "PART"):
            if not wanted or child.lower_ in wanted or "*" in wanted:
                yield from _objects_of(child)
            for inner in child.children if child.lower_ not in _SENTENCE_OPENERS else ():
                if inner.dep_ == "prep" and inner.lower_ in wanted:
                    yield from _objects_of(inner)


def _objects_of(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            for token in conjuncts(child):
                yield relative(token)
    if preposition.dep_ == "prep" and not any(c.dep_ in ("pobj", "pcomp") for c in preposition.children) and preposition.head.dep_ == "relcl":
        yield preposition.head.head  # "the firm they had signed with"


def owners(noun: Token) -> list[Token]:
    """Who stands in the possessive of a noun, or behind its "by"."""
    found = [relative(t) for child in noun.children if child.dep_ == "poss" or _has(child, "case") for t in conjuncts(child)]
    return found or list(prepositional(noun, "by"))


def reach(token: Token, depth: int = 3) -> Iterator[Token]:
    """The tokens that belong closely to a verb: particles, objects, phrases, not other clauses."""
    for child in token.children:
        if child.lower_ in _SENTENCE_OPENERS:
            continue
        if child.dep_ in _APART and not (child.dep_ == "advcl" and depth == 3 and child.tag_ in ("VB", "VBG")):
            continue
        if child.dep_ == "ccomp" and not _bare(child) and child.pos_ not in ("ADJ", "NOUN"):
            continue
        yield child
        if depth > 1:
            yield from reach(child, depth - 1)
