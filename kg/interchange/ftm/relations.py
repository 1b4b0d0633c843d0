"""Which relation a link of FollowTheMoney is, between these two, and which way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.interchange.ftm.schemata import ALIGNED, FALLBACK, Schema, link_of, shared_schemata
from kg.ontology import Ontology, Relation

__all__ = ["Choice", "Relations"]

#: What is connected in a way that the source leaves open.
OPEN = "associateOf"


@dataclass(frozen=True, slots=True)
class Choice:
    """A relation with its two ends, the words that are left for the role, and what the relation cannot say."""

    subject: str
    relation: str
    object: str
    words: tuple[str, ...] = ()
    note: str = ""


class Relations:
    """Chooses relations by the vocabulary; `types` are those of the actors and events that links may join."""

    def __init__(self, ontology: Ontology, types: Mapping[str, str]) -> None:
        self.ontology = ontology
        self.types = types
        self.shared = shared_schemata(ontology)
        self.links = {relation.id: link_of(relation) for relation in ontology.relations.values()}
        self.by_label: dict[str, list[Relation]] = {}
        for relation in ontology.relations.values():
            for label in {relation.label, *(text for _, text in relation.labels)}:
                self.by_label.setdefault(label.casefold(), []).append(relation)

    def choose(self, schema: Schema, words: tuple[str, ...], source: str, target: str, recorded: str = "") -> Choice | None:
        """The relation that a file of ours recorded, the one that a word names, or the nearest to the schema.

        Only one that these two may stand in; else they are associates, with words for what the link was.
        """
        for relation in self._candidates(schema, words, recorded):
            subject, other = self._ends(relation, schema, source, target)
            if self._may_be(subject, relation.domain) and self._may_be(other, relation.range):
                left = tuple(word for word in words if word.casefold() not in self._labels(relation))
                return Choice(subject, relation.id, other, left)
        if OPEN not in self.ontology.relations or not (self._may_be(source, "Actor") and self._may_be(target, "Actor")):
            return None
        said = words or ((schema.name,) if schema.name != FALLBACK else ())
        return Choice(source, OPEN, target, said, f"{schema.name} from {source} to {target}")

    def part(self, name: str) -> str:
        """The relation of who stands in a property of an event, or an empty string."""
        fitting = sorted(relation for relation, link in self.links.items() if link.schema == "Event" and link.subject == name)
        return fitting[0] if fitting else ""

    def names_relation(self, words: tuple[str, ...]) -> bool:
        """Whether one of some words is the label of a relation."""
        return any(word.casefold() in self.by_label for word in words)

    def _candidates(self, schema: Schema, words: tuple[str, ...], recorded: str) -> Iterator[Relation]:
        named = self.ontology.relations.get(recorded)
        # Where a schema is that of several relations, the words that people see decide which one it is.
        if named and self._may_be_written(named, schema) and (schema.name not in self.shared or self._labels(named) & {w.casefold() for w in words}):
            yield named
        for word in words:
            for relation in self.by_label.get(word.casefold(), ()):
                if self._may_be_written(relation, schema):
                    yield relation
        yield from self._nearest(schema)

    def _may_be_written(self, relation: Relation, schema: Schema) -> bool:
        return schema.name in (FALLBACK, self.links[relation.id].schema)

    def _nearest(self, schema: Schema) -> Iterator[Relation]:
        """The relation aligned with a schema, or the only one that is written as it."""
        if schema.name == FALLBACK:
            return
        iri = ALIGNED + schema.name
        close = {subject for subject, mapping, other in self.ontology.alignments if other == iri and mapping.endswith(("exactMatch", "closeMatch"))}
        written = [self.ontology.relations[name] for name, link in sorted(self.links.items()) if link.schema == schema.name and link.object]
        yield from (relation for relation in written if relation.iri in close or schema.name not in self.shared)

    def _ends(self, relation: Relation, schema: Schema, source: str, target: str) -> tuple[str, str]:
        link = self.links[relation.id]
        turned = link.schema == schema.name and schema.edge and link.subject == schema.edge[1]
        return (target, source) if turned else (source, target)

    def _may_be(self, name: str, kind: str) -> bool:
        return self.ontology.is_a(self.types.get(name, ""), kind)

    def _labels(self, relation: Relation) -> set[str]:
        return {relation.label.casefold(), *(text.casefold() for _, text in relation.labels)}
