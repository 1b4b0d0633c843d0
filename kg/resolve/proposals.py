"""Names of one text to actors of the case: the one that bears the name, or a proposed actor; never a guess between two.

Only whole names are compared here, folded as everywhere. What is alike but not equal is for a person to decide.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.clean import match_key, slug, visible
from kg.model import Actor
from kg.ontology import Ontology

__all__ = ["Proposals"]

_COUNTED = re.compile(
    r"^(?:(?:more than|over|at least|at most|up to|about|around|some|nearly|almost|fewer than|less than|no fewer than|the|an? estimated|as many as) )*"
    r"(?:\d[\d,.]*|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?|"
    r"a?\s?dozen|hundreds?|thousands?))\b(?: (?:of|hundred|thousand|million))?(?: the| them)?\s*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Prof|Rev|Sra?)\.? (?=\S+ \S)")
_LONGEST = 60


@dataclass
class Proposals:
    """The actors of a case by name, and those proposed for names that nobody bears."""

    ontology: Ontology
    _known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _types: dict[str, str] = field(default_factory=dict)
    _labels: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _where: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    _described: Counter[tuple[str, str]] = field(default_factory=Counter)

    def know(self, actors: Iterable[Actor]) -> None:
        """Takes in the actors of the case: their ids, labels and aliases."""
        for actor in actors:
            self._types[actor.id] = actor.type
            for name in (actor.label, *(label for _, label in actor.labels), *actor.aliases):
                self._known[match_key(name)].add(actor.id)
                # Of "Ms. Bun Eng" a text is read to name Bun Eng: how somebody is addressed is part of no name.
                self._known[match_key(_ADDRESS.sub("", name))].add(actor.id)

    def identify(self, name: str, kind: str, source: str, *, named: bool) -> str:
        """The id of the one actor of that name, or of a proposed one; a description ("the drivers") means somebody in its source only."""
        known = self._known.get(match_key(name), set())
        if len(known) == 1 and (named or kind != "Group"):
            return next(iter(known))
        label = name if named else _uncounted(name)
        key = slug(label)
        mark = hashlib.sha256(match_key(name if named else f"{source}/{name}").encode()).hexdigest()[:8]
        made = f"c-{key[:_LONGEST].rstrip('-')}" if key else "c-actor"
        # Two bear the name, or it is no name, or it has no letters for an id: then the id alone must tell them apart.
        made = made if named and key and not known else f"{made}-{mark}"
        shown = label if named else self._told_apart(made, label, source)
        self._labels[made][shown] += 1
        self._kinds[made][kind if kind in self.ontology.types and not self.ontology.is_event(kind) else "Organisation"] += 1
        self._where[made].add(source)
        return made

    def _told_apart(self, made: str, label: str, source: str) -> str:
        """A label that no other group of the source has: two lots of "drivers" in one paper are two."""
        if made in self._labels:
            return _most(self._labels[made])
        self._described[label, source] += 1
        number = self._described[label, source]
        return f"{label} ({source})" if number == 1 else f"{label} ({source}, {chr(96 + min(number, 26))})"

    def type_of(self, actor: str) -> str:
        """The type of an actor of the case, or the one that texts gave a proposed actor most often."""
        return self._types.get(actor) or _most(self._kinds[actor])

    def rows(self, used: Iterable[str]) -> list[dict[str, str]]:
        """The proposed actors among some ids as rows of the table of actors."""
        return [
            {
                "id": made,
                "type": self.type_of(made),
                "label": _most(self._labels[made]),
                "description": f"Proposed: named in {visible(', '.join(sorted(self._where[made])))}.",
            }
            for made in sorted(set(used))
            if made in self._labels
        ]


def _uncounted(name: str) -> str:
    """A group's label never holds its number: the number is the statement's."""
    return _COUNTED.sub("", name).strip() or "people"


def _most(counts: Counter[str]) -> str:
    return max(counts.items(), key=lambda item: (item[1], item[0]))[0]
