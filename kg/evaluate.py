"""How well a text was read: candidates against statements that a person marked, by levels, with every dangerous error by name.

A prediction is *dangerous* when it states as a fact what the text has only as alleged, denied, planned, hypothetical or not so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.clean import match_key

__all__ = ["LEVELS", "Annotated", "Result", "Said", "Score", "measure", "parse_annotated", "said_from"]

#: From two actors in any relation, over the relation, to modality, polarity and claimant as well.
LEVELS = ("pair", "relation", "full")
_HONORIFIC = re.compile(r"^(?:the|a|an|mr\.?|mrs\.?|ms\.?|miss|dr\.?)\s+")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, marked or predicted, by the names in the text."""

    subject: str
    relation: str
    object: str
    modality: str = "asserted"
    negative: bool = False
    claimant: str = ""
    quote: str = ""
    #: For a second defensible reading: the number of the marked statement that it may stand for.
    instead_of: int | None = None
    #: Characters of subject and object, where they are marked.
    spans: tuple[tuple[int, int], tuple[int, int]] | None = None

    @property
    def is_fact(self) -> bool:
        """Whether the text is taken to say it in its own voice, as so."""
        return self.modality == "asserted" and not self.negative and not self.claimant

    def __str__(self) -> str:
        voice = f" by {self.claimant}" if self.claimant else ""
        return f"{self.subject} {self.relation} {self.object} [{self.modality}{' not' if self.negative else ''}{voice}]"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with all that should be read in it, what may be, and what must not."""

    id: str
    text: str
    published: str = ""
    statements: tuple[Said, ...] = ()
    optional: tuple[Said, ...] = ()
    traps: tuple[Said, ...] = ()
    #: Other names in the text, by the fullest.
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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

    def as_json(self) -> dict[str, object]:
        """The figures as plain values."""
        return {
            "set": self.name,
            "texts": self.texts,
            "levels": {name: _figures(score) for name, score in self.levels.items()},
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


def said_from(row: Mapping[str, object]) -> Said:
    """A statement from the fields of a JSON object."""
    spans = (row.get("s_span"), row.get("o_span"))
    instead = row.get("instead_of")
    return Said(
        str(row["subject"]), str(row["relation"]), str(row["object"]), str(row.get("modality") or "asserted"),
        row.get("polarity") == "negative", str(row.get("claimant") or ""), str(row.get("quote") or ""),
        instead if isinstance(instead, int) else None,
        (_span(spans[0]), _span(spans[1])) if all(isinstance(s, (list, tuple)) for s in spans) else None,
    )  # fmt: skip


def _span(value: object) -> tuple[int, int]:
    assert isinstance(value, (list, tuple))
    return int(value[0]), int(value[1])


def parse_annotated(name: str, text: str) -> Annotated:
    """A text in the plain form: `published 2019-03-04`, an empty line, the text, a line `---`, then one statement a line.

    `subject | relation | object | modality | claimant`, `not` after the modality for a negative one; `?` before a reading that
    may be given, `!` before one that must not, `= full name = other name, other name` for names. Raises `ValueError`.
    """
    head, _, rest = text.replace("\r\n", "\n").partition("\n\n")
    body, found, marks = rest.partition("\n---\n")
    if not found or not head.startswith("published"):
        raise ValueError('it wants a line "published DAY", an empty line, the text, and a line "---" before the statements')
    kinds: dict[str, list[Said]] = {"": [], "?": [], "!": []}
    names: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(marks.splitlines(), 1):
        sign = line[:1] if line[:1] in ("?", "!", "=") else ""
        if sign == "=":
            full, _, others = line[1:].partition("=")
            names[full.strip()] = tuple(filter(None, map(str.strip, others.split(","))))
        elif line.strip():
            kinds[sign].append(_marked(line[len(sign) :], number))
    return Annotated(name, body, head.removeprefix("published").strip(), tuple(kinds[""]), tuple(kinds["?"]), tuple(kinds["!"]), names)


def _marked(line: str, number: int) -> Said:
    fields = [part.strip() for part in line.split("|")]
    if not 4 <= len(fields) <= 5 or not all(fields[:4]):
        raise ValueError(f'statement {number} wants "subject | relation | object | modality", and a claimant behind a further |')
    modality, _, negative = fields[3].partition(" ")
    return Said(fields[0], fields[1], fields[2], modality, negative == "not", fields[4] if len(fields) > 4 else "")


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
    name: str, texts: Iterable[Annotated], read: Callable[[Annotated], Sequence[Said]], symmetric: Iterable[str] = (), *, by_span: bool = False
) -> Result:
    """The figures of a reader on annotated texts; `by_span` compares places instead of names."""
    result = Result(name, 0, {level: Score() for level in LEVELS}, defaultdict(Score))
    both_ways = frozenset(symmetric)
    for text in texts:
        result.texts += 1
        predicted = list(read(text))
        matcher = _Matcher(text.names, both_ways, by_span)
        for level in LEVELS:
            _count(result, text, predicted, matcher, level)
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


def _look_for_danger(result: Result, text: Annotated, predicted: Sequence[Said], matcher: _Matcher) -> None:
    known = (*text.statements, *text.optional)
    for row in {_key(s, "full", matcher.symmetric): s for s in predicted if s.is_fact}.values():
        result.facts += 1
        same = [said for said in known if matcher.fits(row, said, "relation")]
        if same and not any(said.is_fact for said in same):
            result.dangerous.append((text.id, row))
        elif not same and any(matcher.fits(row, trap, "relation") for trap in text.traps):
            result.trapped.append((text.id, row))
