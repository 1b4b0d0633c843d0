"""What in a query cannot be: patterns that have no match here, and why; each claim is checked on the dataset before it is made.

A claim is only about patterns that every row must fulfil, so a query that has an answer is never called impossible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from kg.findings import Finding, Place, find
from kg.ontology import Ontology
from kg.query.ends import End, Ends
from kg.query.probe import Probe
from kg.query.reasons import Reasons, either_of, is_no_word
from kg.query.shape import Group, Node, Pattern, Shape, required
from kg.query.syntax import line_of, line_with
from kg.texts import phrase
from kg.vocab import KG, RDF

__all__ = ["Doubts", "place_in"]

#: Of pairs of patterns in one group; a query of more is looked at less closely.
MOST_PAIRS = 40
#: Of things that are said of one query.
MOST = 12
_WAYS = {"starts": "starts at", "leads": "leads to"}


def place_in(text: str, pattern: Pattern) -> Place:
    """The line of a query on which a pattern probably stands; without a line where it cannot be told."""
    predicate, beside = pattern.predicate.shown.strip("()^*+?"), (pattern.object.shown, pattern.subject.shown)
    if pattern.predicate.variable:
        predicate = pattern.predicate.shown
    return Place("query", line_with(text, predicate, *beside) or line_of(text, pattern.subject.shown))


@dataclass(frozen=True)
class _Scope:
    """What holds together where one group is looked at: its own patterns, those around it, and what a group without match means."""

    own: tuple[Pattern, ...]
    outer: tuple[Pattern, ...]
    values: Mapping[str, tuple[Node, ...]]
    #: The code of what it means, as the texts have it under `so`.
    so: str

    @property
    def whole(self) -> bool:
        """Whether the whole query hangs on it; elsewhere a group without match is nothing strange."""
        return self.so in ("query", "ask", "count", "exists")


class Doubts:
    """Looks through a query once; what is wrong gathers in `found`, and `impossible` says whether it can have no answer.

    Without `parts` nothing is said of those parts of a query that may stay empty, such as an OPTIONAL.
    """

    def __init__(self, text: str, probe: Probe, ontology: Ontology, unknown: Iterable[str], *, parts: bool = True) -> None:
        self._text, self._probe, self._parts = text, probe, parts
        self._unknown = frozenset(unknown)
        self._ends = Ends(ontology, probe)
        self._reasons = Reasons(ontology, probe, self._ends)
        self._relations = {relation.iri: relation for relation in ontology.relations.values()}
        self.found: list[Finding] = []

    def impossible(self, shape: Shape) -> bool:
        """Whether no row comes about; a row of counts that are all 0 is none."""
        so = "count" if shape.totals else "ask" if shape.form == "ask" else "query"
        return self._look(shape.where, _Scope((), (), {}, so))

    def _look(self, group: Group, around: _Scope) -> bool:
        if group.select:
            so = "count" if group.select.totals else around.so
            return self._look(group.select.where, _Scope((), (), {}, so)) and not group.select.totals
        if group.kind == "either":
            return self._sides(group, around)
        scope = _Scope(tuple(required(group)), (*around.outer, *around.own), {**around.values, **_values(group)}, around.so)
        told: set[Pattern] = set()
        # One after the other: what clashes is not asked for another reason.
        nothing = self._clash(scope, told)
        nothing |= self._alone(scope, told)
        nothing |= self._pairs(scope, told)
        nothing |= self._compared(group, scope)
        for child, holder in _inner(group):
            nothing |= self._inside(child, holder, scope)
        return nothing

    def _sides(self, group: Group, around: _Scope) -> bool:
        """Where every side of a UNION is without match, each is told of as if it stood alone."""
        before = len(self.found)
        # Each side is looked at, also after one that has a match.
        without = [self._look(side, replace(around, so="side")) for side in group.groups]
        if all(without) and around.whole:
            del self.found[before:]
            for side in group.groups:
                self._look(side, around)
        return all(without)

    def _inside(self, child: Group, holder: Group, scope: _Scope) -> bool:
        """A group inside, which stands directly in `holder`; whether nothing at all comes about because of it."""
        if child.kind in ("either", "select"):
            return self._look(child, scope)
        # What an EXISTS or a MINUS sees is its own group only.
        near = scope if child.kind == "optional" else _Scope(tuple(required(holder)), (), _values(holder), scope.so)
        nothing = self._look(replace(child, kind="all"), replace(near, so="exists" if child.kind == "maybe" else child.kind))
        return nothing and child.kind == "exists"

    def _say(self, code: str, scope: _Scope, pattern: Pattern, **values: object) -> None:
        if len(self.found) < MOST and (scope.whole or self._parts):
            self.found.append(find(code, place_in(self._text, pattern), so=phrase("so", scope.so), pattern=pattern.shown, **values))

    # ---- what the vocabulary excludes

    def _clash(self, scope: _Scope, told: set[Pattern]) -> bool:
        nothing = False
        for one, other in combinations(self._ends.of(scope.own, scope.outer), 2):
            patterns = {one.pattern, other.pattern}
            if one.node != other.node or patterns <= told or not patterns & set(scope.own) or self._ends.fit(one, other):
                continue
            if self._probe.holds(patterns, scope.values):
                continue
            nothing = True
            told |= patterns & set(scope.own)
            self._say_clash(scope, one, other)
        return nothing

    def _say_clash(self, scope: _Scope, one: End, other: End) -> None:
        """Of two ends `is` comes first, then `leads`, then `starts`."""
        node = one.node.shown
        if other.way == "is":
            self._say("query-types", scope, other.pattern, node=node, one=one.kinds, other=other.kinds)
        elif one.way == "is":
            code = "query-starts" if other.way == "starts" else "query-leads"
            near = self._turned(other.pattern, one.pattern, scope) or _of_statement(one, other)
            term = self._relations[other.pattern.predicate.iri].id
            self._say(code, scope, other.pattern, node=node, one=one.kinds, other=other.kinds, name=other.name, near=near, term=term)
        else:
            first, second = (f"{end.name} {_WAYS[end.way]} a {end.kinds}" for end in (one, other))
            self._say("query-ends", scope, other.pattern, node=node, one=first, other=second)

    def _turned(self, pattern: Pattern, beside: Pattern, scope: _Scope) -> str:
        """The pattern the other way round, when that has matches beside the other one; else nothing."""
        if not pattern.predicate.iri or pattern.predicate.iri == RDF.type or pattern.object.text is not None:
            return ""
        if pattern.subject.nameless or pattern.object.nameless:
            return ""  # inside a path nobody can write it so
        turned = replace(pattern, subject=pattern.object, object=pattern.subject)
        together = (turned,) if pattern == beside else (turned, beside)
        return turned.shown if self._probe.holds(together, scope.values) else ""

    # ---- what a pattern alone does not find

    def _alone(self, scope: _Scope, told: set[Pattern]) -> bool:
        nothing = False
        for pattern in scope.own:
            fixed = _fixed(pattern, scope.values)
            if self._probe.holds((pattern,), scope.values) is False or (self._probe.store is None and is_no_word(fixed)):
                nothing = True
                if pattern not in told:
                    told.add(pattern)
                    self._say_alone(scope, fixed)
        return nothing

    def _say_alone(self, scope: _Scope, pattern: Pattern) -> None:
        if self._unknown & {pattern.subject.iri, pattern.predicate.iri, pattern.object.iri}:
            return
        reason = self._reasons.of(pattern)
        # Of a part that may stay empty only a slip is told, not that it is empty.
        if reason and (scope.whole or reason.slip):
            self._say(reason.code, scope, pattern, **reason.values)

    # ---- what a FILTER cannot order

    def _compared(self, group: Group, scope: _Scope) -> bool:
        nothing = False
        for each in group.compared:
            for pattern in scope.own:
                if (
                    pattern.object.sparql != each.name
                    or not self._probe.holds((pattern,), {})
                    or self._probe.orders(pattern, each.name, each.literal.sparql) is not False
                ):
                    continue
                nothing = True
                self._say("query-compared", scope, pattern, **self._reasons.of_order(pattern, each))
                break
        return nothing

    # ---- what two patterns do not find together

    def _pairs(self, scope: _Scope, told: set[Pattern]) -> bool:
        own = tuple(pattern for pattern in scope.own if pattern not in told)
        pairs = [*combinations(own, 2), *((pattern, outer) for pattern in own for outer in scope.outer)]
        apart: list[tuple[Pattern, Pattern]] = []
        for one, other in [pair for pair in pairs if pair[0].variables & pair[1].variables][:MOST_PAIRS]:
            # Where one of the two finds nothing even alone, that was said, or goes without saying.
            if self._probe.holds((one,), scope.values) and self._probe.holds((other,), scope.values):
                apart += [(one, other)] if self._probe.holds((one, other), scope.values) is False else []
        # A pattern whose fault is known makes others fail with it; of those nothing is said.
        for say in (self._say_misplaced, self._say_turned, self._say_pair):
            for pair in apart:
                if not told & {*pair}:
                    told |= say(scope, *pair)
        return bool(apart)

    def _say_turned(self, scope: _Scope, one: Pattern, other: Pattern) -> set[Pattern]:
        for pattern, beside in ((one, other), (other, one)):
            turned = self._turned(pattern, beside, scope)
            if turned:
                self._say("query-turned", scope, pattern, other=beside.shown, turned=turned)
                return {one, other}
        return set()

    def _say_misplaced(self, scope: _Scope, one: Pattern, other: Pattern) -> set[Pattern]:
        for whose, said in ((one, other), (other, one)):
            demand = self._ends.at_subject(whose) if whose.subject == said.subject else None
            values = self._ends.misplaced(said, demand.types) if demand else None
            if values:
                self._say("query-property" if "ask" in values else "query-property-of", scope, said, **values)
                return {said}
        return set()

    def _say_pair(self, scope: _Scope, one: Pattern, other: Pattern) -> set[Pattern]:
        if scope.whole:
            self._say("query-pair", scope, one, other=other.shown, node=either_of(_shared(one, other)))
        return {one, other}


def _of_statement(one: End, other: End) -> str:
    """Of a relation that was asked of a statement how a statement is asked for its relation; else nothing."""
    if other.way != "starts" or one.types != (KG.Statement,):
        return ""
    return f"{one.node.shown} rdf:predicate {other.name} ; rdf:object {other.pattern.object.shown}"


def _shared(one: Pattern, other: Pattern) -> list[str]:
    """The variables of both, as people read them."""
    nodes = {node.sparql: node.shown for node in (one.subject, one.predicate, one.object, *((one.graph,) if one.graph else ()))}
    return sorted(nodes[name] for name in one.variables & other.variables)


def _values(group: Group) -> dict[str, tuple[Node, ...]]:
    found = dict(group.values)
    for inner in group.groups:
        if inner.kind == "all":
            found |= _values(inner)
    return found


def _inner(group: Group) -> Iterator[tuple[Group, Group]]:
    """Each group inside that is more than braces, and the group in which it stands."""
    for inner in group.groups:
        if inner.kind == "all":
            yield from _inner(inner)
        else:
            yield inner, group


def _fixed(pattern: Pattern, values: Mapping[str, tuple[Node, ...]]) -> Pattern:
    """The pattern with a constant in place of each variable that may be one thing only."""
    subject, other = (values[node.sparql][0] if len(values.get(node.sparql, ())) == 1 else node for node in (pattern.subject, pattern.object))
    return replace(pattern, subject=subject, object=other)
