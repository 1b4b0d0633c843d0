"""Reads the shape of a query from the guard's parse tree, which is not parsed again and not changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox
from pyparsing import ParseResults
from rdflib import BNode, Literal, URIRef, Variable
from rdflib.plugins.sparql.parserutils import CompValue

from kg.query.guard import Query, walk
from kg.query.shape import Comparison, Group, Node, Pattern, Shape
from kg.vocab import RDF

__all__ = ["read_shape"]

#: A VALUES of more terms is somebody's list, in which one more or less is no slip.
MOST_VALUES = 100
_LISTS = (list, tuple, ParseResults)
_SEARCHES = ("Builtin_CONTAINS", "Builtin_REGEX", "Builtin_STRSTARTS", "Builtin_STRENDS")
_ORDERS = ("<", ">", "<=", ">=")
_ONCE = ("Aggregate_Max", "Aggregate_Min", "Aggregate_Sample")


@dataclass
class _Found:
    """What gathers while a group is read."""

    groups: list[Group] = field(default_factory=list)
    values: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    searched: list[str] = field(default_factory=list)
    compared: list[Comparison] = field(default_factory=list)


def read_shape(query: Query, prefixes: Mapping[str, str]) -> Shape:
    """The shape of a query that has passed the guard."""
    return _Reader(query, prefixes).shape(query.form)


class _Reader:
    """Reads one parse tree; blank nodes and the things between the steps of a path get numbers in the order of the text."""

    def __init__(self, query: Query, prefixes: Mapping[str, str]) -> None:
        self._prefixes, self._base = dict(prefixes), ""
        for line in query.tree[0]:
            if line.name == "PrefixDecl":
                self._prefixes[line.prefix or ""] = urljoin(self._base, str(line.iri))
            elif line.name == "Base":
                self._base = urljoin(self._base, str(line.iri))
        self._blank: dict[BNode, Node] = {}
        self._numbered = 0

    def shape(self, form: CompValue) -> Shape:
        """The shape of one SELECT, ASK, CONSTRUCT or DESCRIBE."""
        name = {"SubSelect": "select"}.get(form.name, form.name.removesuffix("Query").lower())
        group = self.group(form.where) if form.where is not None else self._short(form)
        if form.valuesClause:
            group = Group(groups=(group,), values=self._values(form.valuesClause))
        limits, projection = form.limitoffset, form.projection or ()
        counted = [node for part in projection for node in walk(part) if isinstance(node, CompValue) and node.name.startswith("Aggregate_")]
        return Shape(
            form=name,
            where=group,
            columns=tuple(f"?{part.evar or part.var}" for part in projection) or tuple(self._node(term).shown for term in _described(form)),
            distinct=form.modifier in ("DISTINCT", "REDUCED") or name != "select",
            totals=bool(counted) and not form.groupby,
            grouped=bool(form.groupby or counted),
            counts_distinct=all(bool(node.distinct) or node.name in _ONCE for node in counted),
            ordered="orderby" in form,
            limit=int(limits.limit) if limits and limits.limit is not None else None,
        )

    def _short(self, form: CompValue) -> Group:
        """`CONSTRUCT WHERE { … }`, whose template is its pattern."""
        return Group(patterns=tuple(p for triples in form.triples or () for p in self._patterns(triples, None)))

    def group(self, part: CompValue, kind: str = "all", graph: Node | None = None) -> Group:
        """One group of the tree, inside a graph or not."""
        if part.name == "SubSelect":
            return Group("select", select=self.shape(part))
        patterns: list[Pattern] = []
        found = _Found()
        for item in part.part or ():
            if item.name == "TriplesBlock":
                patterns += (p for triples in item.triples for p in self._patterns(triples, graph))
            elif item.name == "Filter":
                self._filter(item.expr, graph, found)
            elif item.name == "InlineData":
                found.values |= self._values(item)
            elif item.name == "Bind":
                self._bind(item, found.values)
            else:
                found.groups.append(self._inner(item, graph))
        searched = tuple(dict.fromkeys(found.searched))
        return Group(kind, tuple(patterns), tuple(found.groups), found.values, searched, tuple(found.compared))

    def _inner(self, item: CompValue, graph: Node | None) -> Group:
        if item.name == "GraphGraphPattern":
            return self.group(item.graph, graph=self._node(item.term))
        if item.name == "GroupOrUnionGraphPattern":
            sides = tuple(self.group(side, graph=graph) for side in item.graph)
            return sides[0] if len(sides) == 1 else Group("either", groups=sides)
        kind = {"OptionalGraphPattern": "optional", "MinusGraphPattern": "minus"}[item.name]
        inner = self.group(item.graph, kind, graph)
        return Group(kind, groups=(inner,)) if inner.select else inner

    def _filter(self, expr: Any, graph: Node | None, found: _Found) -> None:
        expr = _peeled(expr)
        name = getattr(expr, "name", "")
        if name == "ConditionalAndExpression":
            for each in (expr.expr, *expr.other):
                self._filter(each, graph, found)
        elif name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            found.groups.append(self.group(expr.graph, "exists" if name == "Builtin_EXISTS" else "not-exists", graph))
        elif name == "RelationalExpression" and expr.op in ("=", "IN"):
            self._equal(expr, found.values)
        elif name == "RelationalExpression" and expr.op in _ORDERS:
            self._ordered(expr, found.compared)
        else:
            self._expression(expr, graph, found)

    def _expression(self, expr: Any, graph: Node | None, found: _Found) -> None:
        if isinstance(expr, CompValue) and expr.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            found.groups.append(self.group(expr.graph, "maybe", graph))
            return
        if isinstance(expr, CompValue) and expr.name in _SEARCHES:
            found.searched += (f"?{node}" for node in walk(expr.arg1 if expr.arg1 is not None else expr.text) if isinstance(node, Variable))
        inside = expr.values() if isinstance(expr, CompValue) else expr if isinstance(expr, _LISTS) else ()
        for each in list(inside):
            self._expression(each, graph, found)

    def _ordered(self, expr: CompValue, compared: list[Comparison]) -> None:
        sides = [_peeled(expr.expr), _peeled(expr.other)]
        for variable, term in (sides, reversed(sides)):
            node = None if isinstance(term, Variable) else self._constant(term)
            if isinstance(variable, Variable) and node and node.text is not None:
                compared.append(Comparison(f"?{variable}", node))

    def _equal(self, expr: CompValue, values: dict[str, tuple[Node, ...]]) -> None:
        """`?x = "text"` and `?x IN (…)`, of IRIs and plain strings only: of these alone equal means the same term."""
        sides = [_peeled(expr.expr), *map(_peeled, expr.other if expr.op == "IN" else [expr.other])]
        variables, terms = [s for s in sides if isinstance(s, Variable)], [s for s in sides if not isinstance(s, Variable)]
        nodes = tuple(node for node in map(self._constant, terms) if node)
        plain = all(node.iri or node.sparql.endswith('"') for node in nodes)
        if len(variables) == 1 and plain and 0 < len(nodes) == len(terms) <= MOST_VALUES and (expr.op == "=" or isinstance(sides[0], Variable)):
            values.setdefault(f"?{variables[0]}", nodes)

    def _bind(self, item: CompValue, values: dict[str, tuple[Node, ...]]) -> None:
        node = self._constant(_peeled(item.expr))
        if node:
            values.setdefault(f"?{item.var}", (node,))

    def _values(self, item: CompValue) -> dict[str, tuple[Node, ...]]:
        variables = [f"?{v}" for v in item.var or ()]
        rows = [row if isinstance(row, _LISTS) else [row] for row in item.value or ()]
        if len(variables) == 1:
            rows = [[cell] for row in rows for cell in row]
        found: dict[str, tuple[Node, ...]] = {}
        for place, variable in enumerate(variables):
            cells = [self._constant(row[place]) if len(row) > place else None for row in rows]
            # UNDEF lets anything through, and a long list is not gone through.
            if 0 < len(cells) <= MOST_VALUES and all(cells):
                found[variable] = tuple(dict.fromkeys(cell for cell in cells if cell))
        return found

    def _constant(self, term: Any) -> Node | None:
        is_term = isinstance(term, (URIRef, Literal)) or (isinstance(term, CompValue) and term.name in ("pname", "literal"))
        return self._node(term) if is_term else None

    def _node(self, term: Any) -> Node:  # whatever rdflib's tree holds
        if isinstance(term, Variable):
            return Node(f"?{term}", f"?{term}")
        if isinstance(term, BNode):
            if term not in self._blank:
                self._blank[term] = self._between()
            return self._blank[term]
        if isinstance(term, CompValue) and term.name == "pname":
            prefix, local = term.prefix or "", term.localname or ""
            iri = self._prefixes[prefix] + local
            return Node(f"<{iri}>", f"{prefix}:{local}", iri)
        if isinstance(term, URIRef):
            iri = urljoin(self._base, term) if self._base else str(term)
            return Node(f"<{iri}>", "a" if iri == RDF.type else f"<{term}>", iri)
        return self._literal(term)

    def _literal(self, term: Any) -> Node:
        if isinstance(term, Literal):
            literal = ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(str(term))
            return Node(str(literal), str(term), text=str(term))
        plain = ox.Literal(str(term.string))
        if term.datatype is not None:
            kind = self._node(term.datatype)
            typed = ox.Literal(str(term.string), datatype=ox.NamedNode(kind.iri))
            return Node(str(typed), f"{plain}^^{kind.shown}", text=str(term.string))
        literal = ox.Literal(str(term.string), language=str(term.lang)) if term.lang else plain
        return Node(str(literal), str(literal), text=str(term.string))

    def _between(self) -> Node:
        self._numbered += 1
        return Node(f"?between_{self._numbered}_", f"(thing {self._numbered})")

    def _patterns(self, triples: Any, graph: Node | None) -> Iterator[Pattern]:
        """In the order of the text; rdflib holds the triples of a block as one flat list: subject, predicate, object, subject, …"""
        flat = list(triples)
        for subject, predicate, other in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
            yield from self._steps(self._node(subject), predicate, self._node(other), graph)

    def _steps(self, subject: Node, path: Any, other: Node, graph: Node | None) -> Iterator[Pattern]:
        path = _peeled_path(path)
        if isinstance(path, CompValue) and path.name == "PathSequence":
            ends = [subject, *(self._between() for _ in path.part[1:]), other]
            for step, begin, end in zip(path.part, ends, ends[1:], strict=False):
                yield from self._steps(begin, step, end, graph)
        elif isinstance(path, CompValue) and path.name == "PathEltOrInverse":
            yield from self._steps(other, path.part, subject, graph)
        elif isinstance(path, CompValue) and path.name != "pname":
            endless = any(isinstance(node, CompValue) and node.name == "PathElt" and node.mod in ("*", "+") for node in walk(path))
            yield Pattern(subject, Node(self._path(path, "sparql"), self._path(path, "shown")), other, graph, endless=endless)
        else:
            yield Pattern(subject, self._node(path), other, graph)

    def _path(self, path: Any, form: str) -> str:
        """A path as SPARQL; `form` says in which writing its IRIs come."""
        if not isinstance(path, CompValue) or path.name == "pname":
            return str(getattr(self._node(path), form))
        if path.name == "PathNegatedPropertySet" and any(isinstance(node, CompValue) and node.name == "InversePath" for node in walk(path)):
            # rdflib keeps nothing of a `^` in here; what stands instead matches all that it could.
            return "(!<urn:x>|!(^<urn:x>))" if form == "sparql" else "!(…)"
        inner = [self._path(part, form) for part in (path.part if isinstance(path.part, _LISTS) else [path.part])]
        if path.name == "PathElt":
            return f"{inner[0]}{path.mod or ''}"
        if path.name == "PathEltOrInverse":
            return f"^{inner[0]}"
        if path.name == "PathNegatedPropertySet":
            return f"!({'|'.join(inner)})"
        joined = ("/" if path.name == "PathSequence" else "|").join(inner)
        return joined if len(inner) == 1 else f"({joined})"


def _described(form: CompValue) -> tuple[Any, ...]:
    """What a DESCRIBE names."""
    return tuple(form.var or ()) if form.name == "DescribeQuery" else ()


def _peeled(expr: Any) -> Any:
    """An expression without the levels of the grammar that do nothing."""
    while isinstance(expr, CompValue) and expr.expr is not None and len(expr) == 1:
        expr = expr.expr
    return expr


def _peeled_path(path: Any) -> Any:
    """A path without the levels of the grammar that do nothing."""
    while isinstance(path, CompValue) and path.name in ("PathAlternative", "PathSequence", "PathElt") and not path.mod:
        parts = list(path.part) if isinstance(path.part, _LISTS) else [path.part]
        if len(parts) > 1:
            return path
        path = parts[0]
    return path
