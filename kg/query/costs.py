"""What in a query takes long, or gives rows that nobody wants: by its shape, and by how often its patterns match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kg.findings import Finding, Place, find
from kg.query.doubts import place_in
from kg.query.probe import Count, Probe
from kg.query.shape import Group, Node, Pattern, Shape, required
from kg.query.syntax import line_of

__all__ = ["costs"]

#: From so many matches on it is worth saying that each of them is gone through.
MANY = 1_000
#: Of remarks on one query.
MOST = 10


def costs(text: str, shape: Shape, probe: Probe) -> tuple[Finding, ...]:
    """Remarks on what costs time or gives rows twice, each once."""
    found: list[Finding] = []
    for each in _shapes(shape):
        look = _Look(text, each, probe)
        found += [*look.doubled(), *look.sorted_all(), *look.group(each.where, {}, frozenset())]
    return tuple(dict.fromkeys(found))[:MOST]


def _shapes(shape: Shape) -> Iterator[Shape]:
    yield shape
    for group in _all(shape.where):
        if group.select:
            yield from _shapes(group.select)


def _all(group: Group) -> Iterator[Group]:
    yield group
    for inner in group.groups:
        yield from _all(inner)


def _least(counts: list[Count]) -> Count:
    return min(counts, key=lambda count: count.number, default=Count(0))


@dataclass(frozen=True)
class _Look:
    text: str
    shape: Shape
    probe: Probe

    def _count(self, pattern: Pattern, values: Mapping[str, tuple[Node, ...]]) -> Count:
        return self.probe.count(pattern, values) or Count(0)

    def doubled(self) -> Iterator[Finding]:
        """A triple in two graphs gives two rows to a query that does not say DISTINCT."""
        if self.shape.counts_distinct if self.shape.grouped else self.shape.distinct:
            return
        for pattern in required(self.shape.where):
            if not pattern.graph and not pattern.endless and self.probe.twice(pattern):
                yield find("query-doubled", place_in(self.text, pattern), pattern=pattern.shown)
                return

    def sorted_all(self) -> Iterator[Finding]:
        """Sorting needs all rows before the first is shown."""
        if not self.shape.ordered or self.shape.limit is not None or self.shape.grouped:
            return
        least = _least([self._count(pattern, self.shape.where.values) for pattern in required(self.shape.where)])
        if least.more:
            yield find("query-sorted", Place("query", line_of(self.text, "ORDER", "order")), count=least)

    def group(self, group: Group, values: Mapping[str, tuple[Node, ...]], bound: frozenset[str]) -> Iterator[Finding]:
        """What costs in one group and those inside; `bound` are the variables that have a value before it."""
        values = {**values, **group.values}
        patterns = () if group.kind == "either" else tuple(required(group))
        if patterns:
            yield from self._multiplied(group, values, bound)
            yield from self._endless(patterns, values, bound)
            yield from self._searched(group, patterns, values)
            yield from self._denied(group, patterns, values)
        here = bound | frozenset[str]().union(*(pattern.variables for pattern in patterns), values)
        for inner in group.groups:
            # Braces alone are part of this group: what they hold was looked at with it.
            if inner.kind == "all" and group.kind != "either":
                yield from self._braces(inner, values, here)
            elif not inner.select:
                yield from self.group(inner, values, here)

    def _braces(self, group: Group, values: Mapping[str, tuple[Node, ...]], bound: frozenset[str]) -> Iterator[Finding]:
        """Of a group that is only braces its own filters, and what stands inside."""
        values = {**values, **group.values}
        patterns = tuple(required(group))
        yield from self._searched(group, patterns, values)
        yield from self._denied(group, patterns, values)
        for inner in group.groups:
            if inner.kind == "all":
                yield from self._braces(inner, values, bound)
            elif not inner.select:
                yield from self.group(inner, values, bound)

    def _multiplied(self, group: Group, values: Mapping[str, tuple[Node, ...]], bound: frozenset[str]) -> Iterator[Finding]:
        """Patterns that share no variable: each match of the one comes with each of the other."""
        parts = _parts(group, frozenset(name for name, nodes in values.items() if len(nodes) == 1) | bound)
        sized = [(patterns[0], _least([self._count(p, values) for p in patterns])) for patterns in parts if patterns]
        for (one, first), (other, second) in pairwise((pattern, count) for pattern, count in sized if count.number > 1):
            product = Count(first.number * second.number, first.more or second.more)
            yield find("query-product", place_in(self.text, other), one=one.shown, other=other.shown, first=first, second=second, product=product)

    def _endless(self, patterns: tuple[Pattern, ...], values: Mapping[str, tuple[Node, ...]], bound: frozenset[str]) -> Iterator[Finding]:
        """A path of any length with both ends open walks from everything to everything."""
        for pattern in patterns:
            others = frozenset[str]().union(*(other.variables for other in patterns if other != pattern and not other.endless), values, bound)
            ends = (pattern.subject, pattern.object)
            if pattern.endless and all(end.variable and end.sparql not in others for end in ends):
                yield find("query-endless", place_in(self.text, pattern), pattern=pattern.shown, node=pattern.object.shown)

    def _searched(self, group: Group, patterns: tuple[Pattern, ...], values: Mapping[str, tuple[Node, ...]]) -> Iterator[Finding]:
        """A search inside texts looks at every text that a pattern gives."""
        for name in group.searched:
            least = _least([self._count(pattern, values) for pattern in patterns if pattern.object.sparql == name])
            if least.number > MANY:
                yield find("query-searched", Place("query", line_of(self.text, "FILTER", "filter")), node=name, count=least)

    def _denied(self, group: Group, patterns: tuple[Pattern, ...], values: Mapping[str, tuple[Node, ...]]) -> Iterator[Finding]:
        """A NOT EXISTS is looked up anew for each row around it."""
        denied = [inner.patterns[0] for inner in group.groups if inner.kind == "not-exists" and inner.patterns]
        least = _least([self._count(pattern, values) for pattern in patterns]) if denied else Count(0)
        if least.number > MANY:
            for pattern in denied:
                yield find("query-denied", place_in(self.text, pattern), pattern=pattern.shown, count=least)


def _parts(group: Group, single: frozenset[str]) -> list[tuple[Pattern, ...]]:
    """The patterns that a group joins, in parts that share no variable; one that has a single value ties nothing together."""
    parts: list[tuple[frozenset[str], tuple[Pattern, ...]]] = []
    inner: list[tuple[frozenset[str], tuple[Pattern, ...]]] = [
        (g.variables, ()) for g in group.groups if g.kind in ("all", "either", "select", "optional")
    ]
    for names, patterns in [*((p.variables, (p,)) for p in required(group)), *inner]:
        free = names - single
        touching = [part for part in parts if part[0] & free]
        parts = [part for part in parts if part not in touching]
        parts.append((free.union(*(part[0] for part in touching)), (*(p for part in touching for p in part[1]), *patterns)))
    return [patterns for free, patterns in parts if free]
