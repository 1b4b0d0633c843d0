"""How well a text was read: candidates against statements that a person marked, by levels, with every dangerous error by name.

A prediction is *dangerous* when it states as a fact what the text has only as alleged, denied, planned, hypothetical or not so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.annotated import Annotated, Said, parse_annotated, said_from
from kg.clean import match_key

__all__ = ["LEVELS", "Annotated", "Result", "Said", "Score", "measure", "parse_annotated", "said_from"]

#: From two actors in any relation, over the relation, to modality, polarity and claimant as well.
LEVELS = ("pair", "relation", "full")
_HONORIFIC = re.compile(r"^(?:the|a|an|mr\.?|mrs\.?|ms\.?|miss|dr\.?)\s+")


@dataclass(slots=True)
class Score:
    """Counts of one level."""

    right: int = 0
    wrong: int = 0
    marked: int = 0

    @property
    def precision(self) -> float:
        """Right among what was predicted."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Right among what is marked."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Result:
    """What was measured on one set; errors with the id of their text."""

    name: str
    texts: int
    levels: dict[str, Score]
    relations: dict[str, Score]
    facts: int = 0
    dangerous: list[tuple[str, Said]] = field(default_factory=list)
    trapped: list[tuple[str, Said]] = field(default_factory=list)
    wrong: list[tuple[str, Said]] = field(default_factory=list)
    missed: list[tuple[str, Said]] = field(default_factory=list)
    #: Pairs of actors that stand together, before any relation is read; where a reader proposes them.
    proposed: Score | None = None

    def as_json(self) -> dict[str, object]:
        """The figures as plain values."""
        return {
            "set": self.name,
            "texts": self.texts,
            "levels": {name: _figures(score) for name, score in self.levels.items()},
            **({"proposed": _figures(self.proposed)} if self.proposed else {}),
            "relations": {name: _figures(score) for name, score in sorted(self.relations.items())},
            "facts": self.facts,
            "dangerous": [f"{text}: {said}" for text, said in self.dangerous],
            "traps": [f"{text}: {said}" for text, said in self.trapped],
        }


def _figures(score: Score) -> dict[str, float]:
    return {
        "precision": round(score.precision, 3), "recall": round(score.recall, 3), "f1": round(score.f1, 3),
        "right": score.right, "wrong": score.wrong, "marked": score.marked,
    }  # fmt: skip


# ---- matching


def _words(name: str) -> list[str]:
    plain = re.sub(r"'s$", "", match_key(name))
    return re.findall(r"\w+", _HONORIFIC.sub("", plain))


def _same(predicted: str, marked: str, names: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether two names mean one actor: one holds all words of the other or ends like it, and it is nobody else's name."""
    if not predicted or not marked:
        return not predicted and not marked
    said, wanted = _words(predicted), _words(marked)
    if said == wanted or any(said == _words(other) for other in names.get(marked, ())):
        return True
    if any(said == _words(other) for actor, others in names.items() if actor != marked for other in (actor, *others)):
        return False
    return bool(said and wanted) and (set(said) <= set(wanted) or set(wanted) <= set(said) or said[-1] == wanted[-1])


def _overlap(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return max(left[0], right[0]) < min(left[1], right[1])


@dataclass(frozen=True)
class _Matcher:
    names: Mapping[str, tuple[str, ...]]
    symmetric: frozenset[str]
    by_span: bool

    def fits(self, predicted: Said, marked: Said, level: str) -> bool:
        """Whether a prediction is right on a level."""
        if level != "pair" and predicted.relation != marked.relation:
            return False
        swap = level == "pair" or marked.relation in self.symmetric
        if not (self.ends(predicted, marked, swapped=False) or (swap and self.ends(predicted, marked, swapped=True))):
            return False
        if level != "full":
            return True
        firm = predicted.modality == marked.modality and predicted.negative == marked.negative
        return firm and _same(predicted.claimant, marked.claimant, self.names)

    def ends(self, predicted: Said, marked: Said, *, swapped: bool) -> bool:
        if self.by_span and predicted.spans and marked.spans:
            left, right = reversed(predicted.spans) if swapped else predicted.spans
            return _overlap(left, marked.spans[0]) and _overlap(right, marked.spans[1])
        subject, object_ = (predicted.object, predicted.subject) if swapped else (predicted.subject, predicted.object)
        return _same(subject, marked.subject, self.names) and _same(object_, marked.object, self.names)


def _pairs(edges: Sequence[Sequence[int]]) -> dict[int, int]:
    """The largest one-to-one matching: marked → predicted."""
    taken: dict[int, int] = {}

    def place(predicted: int, seen: set[int]) -> bool:
        for marked in edges[predicted]:
            if marked not in seen:
                seen.add(marked)
                if marked not in taken or place(taken[marked], seen):
                    taken[marked] = predicted
                    return True
        return False

    for predicted in range(len(edges)):
        place(predicted, set())
    return taken


def _key(said: Said, level: str, symmetric: frozenset[str]) -> tuple[object, ...]:
    ends = [tuple(_words(said.subject)), tuple(_words(said.object))]
    if level == "pair" or said.relation in symmetric:
        ends.sort()
    if level == "pair":
        return tuple(ends)
    return (*ends, said.relation) if level == "relation" else (*ends, said.relation, said.modality, said.negative, tuple(_words(said.claimant)))


def measure(
    name: str,
    texts: Iterable[Annotated],
    read: Callable[[Annotated], Sequence[Said]],
    symmetric: Iterable[str] = (),
    *,
    by_span: bool = False,
    propose: Callable[[Annotated], Sequence[Said]] | None = None,
) -> Result:
    """The figures of a reader on annotated texts; `by_span` compares places instead of names, `propose` gives pairs without relations."""
    result = Result(name, 0, {level: Score() for level in LEVELS}, defaultdict(Score))
    both_ways = frozenset(symmetric)
    for text in texts:
        result.texts += 1
        predicted = list(read(text))
        matcher = _Matcher(text.names, both_ways, by_span)
        for level in LEVELS:
            _count(result, text, predicted, matcher, level)
        if propose is not None:
            result.proposed = result.proposed or Score()
            _count_proposed(result.proposed, text, propose(text), matcher)
        _look_for_danger(result, text, predicted, matcher)
    result.relations = dict(result.relations)
    return result


def _count(result: Result, text: Annotated, predicted: Sequence[Said], matcher: _Matcher, level: str) -> None:
    place = (lambda s: s.spans) if matcher.by_span else (lambda s: None)
    marked = list({(_key(s, level, matcher.symmetric), place(s)): s for s in reversed(text.statements)}.values())[::-1]
    rows = list({(_key(s, level, matcher.symmetric), place(s)): s for s in reversed(predicted)}.values())[::-1]
    ways = [[s, *(o for o in text.optional if o.instead_of is not None and text.statements[o.instead_of] == s)] for s in marked]
    edges = [[k for k, readings in enumerate(ways) if any(matcher.fits(row, way, level) for way in readings)] for row in rows]
    taken = _pairs(edges)
    used, score = set(taken.values()), result.levels[level]
    free = [row for k, row in enumerate(rows) if k not in used and not edges[k] and not any(matcher.fits(row, o, level) for o in text.optional)]
    lost = [said for k, said in enumerate(marked) if k not in taken]
    score.right += len(taken)
    score.wrong += len(free)
    score.marked += len(marked)
    if level == "relation":
        for k in taken:
            result.relations[marked[k].relation].right += 1
        for row in free:
            result.relations[row.relation].wrong += 1
        for said in marked:
            result.relations[said.relation].marked += 1
    elif level == "full":
        result.wrong += [(text.id, row) for row in free]
        result.missed += [(text.id, said) for said in lost]


def _count_proposed(score: Score, text: Annotated, proposed: Sequence[Said], matcher: _Matcher) -> None:
    """How many of the marked pairs are among the proposed ones, in either order, each proposal for one."""
    marked = list({(_key(s, "pair", matcher.symmetric), s.spans if matcher.by_span else None): s for s in text.statements}.values())
    taken = _pairs([[k for k, said in enumerate(marked) if matcher.fits(row, said, "pair")] for row in proposed])
    score.right += len(taken)
    score.wrong += len(proposed) - len(taken)
    score.marked += len(marked)


def _look_for_danger(result: Result, text: Annotated, predicted: Sequence[Said], matcher: _Matcher) -> None:
    known = (*text.statements, *text.optional)
    for row in {_key(s, "full", matcher.symmetric): s for s in predicted if s.is_fact}.values():
        result.facts += 1
        same = [said for said in known if matcher.fits(row, said, "relation")]
        if same and not any(said.is_fact for said in same):
            result.dangerous.append((text.id, row))
        elif not same and any(matcher.fits(row, trap, "relation") for trap in text.traps):
            result.trapped.append((text.id, row))
