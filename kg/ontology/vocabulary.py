"""The vocabulary of a workspace in memory: types, relations and rules, looked up by the names that tables use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.findings import Place

__all__ = ["Ontology", "Relation", "Rule", "Type"]

NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Type:
    """A type of actor or event: one class of the ontology."""

    #: The local name of the IRI: what the `type` column of a table holds.
    id: str
    iri: str
    label: str
    definition: str = ""
    example: str = ""
    #: Ids of all wider types, nearest first, `Actor` or `Event` among them; not the type itself.
    wider: tuple[str, ...] = ()
    #: The default of the `publish` column: `yes`, `pseudonym` or `no`.
    publish: str = "yes"
    #: (language, label) beside the main one, sorted.
    labels: tuple[tuple[str, str], ...] = ()
    #: The schema of FollowTheMoney that stands for it, its own or that of the nearest wider type; may be empty.
    followthemoney: str = ""
    #: Of a type of event: the nouns by which texts call one.
    lexicon: tuple[str, ...] = ()
    at: Place = field(default=NOWHERE, compare=False)

    def label_in(self, language: str) -> str:
        """The label in a language, or the main one where there is none."""
        return dict(self.labels).get(language, self.label)


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of relationship, all of it read from Turtle."""

    id: str
    iri: str
    label: str
    inverse_label: str
    definition: str
    example: str
    counter_example: str
    #: Ids of the types that subject and object must have.
    domain: str
    range: str
    group: str
    #: `act` (happened within the time given) or `state` (held then, the source vouches for no more).
    aspect: str
    symmetric: bool = False
    transitive: bool = False
    #: Imputes a grave wrong: never established by assertion alone.
    grave: bool = False
    #: The id of another relation that says the same from the other side, or empty.
    inverse: str = ""
    plover: str = ""
    #: The schema of its edge in FollowTheMoney, then the properties that hold subject and object where they do not follow the edge.
    followthemoney: str = ""
    #: Words and patterns that signal the relation in text.
    lexicon: tuple[str, ...] = ()
    publish: str = "yes"
    labels: tuple[tuple[str, str], ...] = ()
    at: Place = field(default=NOWHERE, compare=False)
    #: An act of speech: the only thing that the paper of a party asserts about the party itself (`kg:speech true`).
    speech: bool = False
    #: The label where a statement is negative (`did not prosecute`), in the language of `label`; empty where "is" becomes "is not".
    negative_label: str = ""

    def negated_as(self, label: str) -> str:
        """The negative of one of the labels, or empty where the ontology has none for it."""
        return self.negative_label if label == self.label else ""

    def label_in(self, language: str) -> str:
        """The label in a language, or the main one where there is none."""
        return dict(self.labels).get(language, self.label)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who holds `premise` and who holds `co_premise` to one event of `event_type` stand in `conclusion` to each other."""

    id: str
    iri: str
    label: str
    premise: str
    co_premise: str
    conclusion: str
    event_type: str
    subject_type: str
    object_type: str
    definition: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    at: Place = field(default=NOWHERE, compare=False)

    def label_in(self, language: str) -> str:
        """The label in a language, or the main one where there is none."""
        return dict(self.labels).get(language, self.label)


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything the vocabulary declares, by id."""

    types: Mapping[str, Type] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    #: (term, SKOS mapping property, term of another vocabulary), all IRIs, sorted.
    alignments: tuple[tuple[str, str, str], ...] = ()
    #: The ids of terms with findings; an empty one where a file could not be read, and any id may be in it.
    unread: tuple[str, ...] = field(default=(), compare=False)

    def may_have(self, name: str) -> bool:
        """Whether a name that is no term may be one that could not be read."""
        return name in self.unread or "" in self.unread

    def is_a(self, kind: str, wider: str) -> bool:
        """Whether a type is `wider` or lies under it; unknown types are nothing."""
        found = self.types.get(kind)
        return found is not None and (kind == wider or wider in found.wider)

    def is_event(self, kind: str) -> bool:
        """Whether a type is a type of event."""
        return self.is_a(kind, "Event")

    def groups(self) -> tuple[str, ...]:
        """The names of the groups of relations, sorted."""
        return tuple(sorted({relation.group for relation in self.relations.values()}))
