"""What a query asks for, as patterns in groups that must, may or must not match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Comparison", "Group", "Node", "Pattern", "Shape", "required"]


@dataclass(frozen=True, slots=True)
class Node:
    """A term or variable of a pattern: as SPARQL with whole IRIs, and as people read it; a variable's IRI and text are empty."""

    sparql: str
    shown: str
    iri: str = ""
    text: str | None = None

    @property
    def variable(self) -> bool:
        """Whether it may be anything."""
        return self.sparql.startswith("?")

    @property
    def nameless(self) -> bool:
        """Whether the query gives it no name: a blank node, or what lies between two steps of a path."""
        return self.variable and self.sparql != self.shown


@dataclass(frozen=True, slots=True)
class Pattern:
    """One triple pattern; a path `a/b` is two, and `^a` is one the other way round, as SPARQL defines them."""

    subject: Node
    #: A path that is no single step has neither IRI nor text, and is no variable.
    predicate: Node
    object: Node
    graph: Node | None = None
    #: Whether the path may be followed any number of times.
    endless: bool = False

    @property
    def sparql(self) -> str:
        """The pattern for an engine, inside its graph."""
        triple = f"{self.subject.sparql} {self.predicate.sparql} {self.object.sparql} ."
        return f"GRAPH {self.graph.sparql} {{ {triple} }}" if self.graph else triple

    @property
    def shown(self) -> str:
        """The pattern for people."""
        return f"{self.subject.shown} {self.predicate.shown} {self.object.shown}"

    @property
    def variables(self) -> frozenset[str]:
        """The variables of subject, predicate, object and graph."""
        nodes = (self.subject, self.predicate, self.object, *((self.graph,) if self.graph else ()))
        return frozenset(node.sparql for node in nodes if node.variable)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A variable that a FILTER orders against a literal, such as `?day < "2013"`."""

    name: str
    literal: Node


@dataclass(frozen=True)
class Group:
    """Patterns that must hold together, and groups inside with what they mean for the whole.

    `kind` is `all` (the same as outside), `either` (its groups are the sides of a UNION), `optional`, `minus`, `exists`,
    `not-exists`, `maybe` (an EXISTS inside an expression) or `select`.
    """

    kind: str = "all"
    patterns: tuple[Pattern, ...] = ()
    groups: tuple[Group, ...] = ()
    #: The terms to which VALUES, BIND or a FILTER with `=` hold a variable.
    values: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)
    #: Variables whose text a FILTER searches.
    searched: tuple[str, ...] = ()
    #: What its FILTERs order, each of which must hold.
    compared: tuple[Comparison, ...] = ()
    select: Shape | None = None

    @property
    def variables(self) -> frozenset[str]:
        """All variables that the patterns here and inside name; of a sub-select those that it hands out."""
        if self.select:
            return frozenset(self.select.columns) or self.select.where.variables
        return frozenset[str]().union(*(p.variables for p in self.patterns), *(g.variables for g in self.groups), self.values)


@dataclass(frozen=True)
class Shape:
    """A whole query, or a sub-select."""

    #: `select`, `ask`, `construct` or `describe`.
    form: str
    where: Group
    #: The variables that it asks for, or the things that it describes; empty for `*`.
    columns: tuple[str, ...] = ()
    distinct: bool = False
    #: Whether it gives a row of counts even where nothing matches.
    totals: bool = False
    grouped: bool = False
    #: Whether its aggregates count each term once.
    counts_distinct: bool = True
    ordered: bool = False
    limit: int | None = None


def required(group: Group) -> Iterator[Pattern]:
    """The patterns that every row of a group fulfils, with the same values of its variables."""
    yield from group.patterns
    for inner in group.groups:
        if inner.kind == "all":
            yield from required(inner)
