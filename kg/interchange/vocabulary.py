"""Words of other people's files for relations and types: what is declared is understood, everything else is only suggested."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from kg.clean import match_key
from kg.ontology import Ontology, Relation

__all__ = ["Vocabulary"]

_ALIKE = 0.7


class Vocabulary:
    """The words by which the ontology calls its relations and types.

    An id, a label and an inverse label are declared, so they are understood; words of the lexicon signal a relation in a text
    and may be wrong in a table, so they are offered and never taken.
    """

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self._relations: dict[str, set[tuple[str, bool]]] = {}
        self._signals: dict[str, set[str]] = {}
        for relation in ontology.relations.values():
            for word in _labels(relation):
                self._relations.setdefault(match_key(word), set()).add((relation.id, False))
            if relation.inverse_label:
                self._relations.setdefault(match_key(relation.inverse_label), set()).add((relation.id, not relation.symmetric))
            for word in relation.lexicon:
                self._signals.setdefault(match_key(word), set()).add(relation.id)
        self._types: dict[str, set[str]] = {}
        for kind in ontology.types.values():
            for word in (kind.label, *(label for _, label in kind.labels)):
                self._types.setdefault(match_key(word), set()).add(kind.id)

    def relation(self, word: str) -> tuple[str, bool] | None:
        """The relation of that id or label, and whether the word says it from the other side; `None` for none or several."""
        if word in self.ontology.relations:
            return word, False
        found = self._relations.get(match_key(word), set())
        return next(iter(found)) if len(found) == 1 else None

    def near_relations(self, word: str) -> tuple[str, ...]:
        """The ids of the relations that may have been meant, the likeliest first."""
        key = match_key(word)
        meant = {name for name, _ in self._relations.get(key, ())} | self._signals.get(key, set())
        by_key = {match_key(name): {name} for name in self.ontology.relations}
        for other, names in (*((k, {n for n, _ in found}) for k, found in self._relations.items()), *self._signals.items()):
            by_key.setdefault(other, set()).update(names)
        meant |= by_key.get(key, set())
        return tuple(sorted(meant)) or _near(key, by_key)

    def type(self, word: str) -> str:
        """The type of that id or label, or an empty string."""
        if word in self.ontology.types:
            return word
        found = self._types.get(match_key(word), set())
        return next(iter(found)) if len(found) == 1 else ""

    def near_types(self, word: str) -> tuple[str, ...]:
        """The ids of the types that may have been meant."""
        key = match_key(word)
        by_key = {match_key(name): {name} for name in self.ontology.types}
        for other, names in self._types.items():
            by_key.setdefault(other, set()).update(names)
        return tuple(sorted(by_key.get(key, ()))) or _near(key, by_key)

    def narrowest(self, kinds: Iterable[str]) -> str:
        """The type that lies under all of these; where there is none the first by name, and the check will say what is wrong."""
        wanted = sorted(set(kinds))
        return next((kind for kind in wanted if all(self.ontology.is_a(kind, other) for other in wanted)), wanted[0] if wanted else "")

    def agree(self, kind: str, other: str) -> bool:
        """Whether two types may be those of one actor: one of them unknown, or one under the other."""
        return not kind or not other or self.ontology.is_a(kind, other) or self.ontology.is_a(other, kind)


def _labels(relation: Relation) -> Iterator[str]:
    yield relation.label
    for _, label in relation.labels:
        yield label


def _near(key: str, by_key: dict[str, set[str]]) -> tuple[str, ...]:
    alike = difflib.get_close_matches(key, by_key, 1, _ALIKE)
    return tuple(sorted(by_key[alike[0]])) if alike else ()
