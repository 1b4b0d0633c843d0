"""Runs one query on a store and holds its answer, in an order that does not depend on the engine."""

from __future__ import annotations

import html
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Literal, TypeVar

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.graph.remote import Server, Triples
from kg.query.guard import Query, read_query
from kg.query.syntax import refused_by_engine, variables
from kg.vocab import PREFIXES, XSD

__all__ = ["Answer", "Graphs", "Term", "Value", "kind_of", "lexical", "run", "value_of"]

T = TypeVar("T")
#: An RDF term, or `None` where a row has no value.
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
#: What a term is in Python; IRIs are text.
Value = str | int | float | Decimal | bool | date | datetime | None

_PARTS = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: rows for SELECT, triples for CONSTRUCT and DESCRIBE, yes or no for ASK.

    Iterates as dictionaries of Python values: `for row in answer: row["who"]`. Rows come in the order that the query
    asks for, else sorted; triples are sorted, each once.
    """

    kind: Literal["select", "ask", "construct"]
    #: In the order of the query; of `SELECT *` in the order in which the query first names them.
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term, ...], ...] = ()
    boolean: bool = False
    triples: tuple[ox.Triple, ...] = ()
    #: Whether the engine had more rows or triples than `run` was to take.
    more: bool = False

    def __len__(self) -> int:
        return {"select": len(self.rows), "construct": len(self.triples), "ask": 1}[self.kind]

    def __bool__(self) -> bool:
        return self.boolean if self.kind == "ask" else len(self) > 0

    def __iter__(self) -> Iterator[dict[str, Value]]:
        for row in self.cells:
            yield {column: value_of(term) for column, term in zip(self.headings, row, strict=True)}

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns, whatever kind of answer it is."""
        return {"select": self.columns, "construct": _PARTS, "ask": ("answer",)}[self.kind]

    @property
    def cells(self) -> tuple[tuple[Term, ...], ...]:
        """The terms under the headings, row by row."""
        if self.kind == "ask":
            return ((ox.Literal(self.boolean),),)
        return self.rows or tuple((t.subject, t.predicate, t.object) for t in self.triples)

    def to_dataframe(self) -> Any:  # pandas is no dependency, so its type is not known here
        """The rows as a pandas `DataFrame`; raises `UsageError` when pandas is not installed."""
        try:
            pandas = importlib.import_module("pandas")
        except ImportError as error:
            raise UsageError("pandas is not installed.", hint="Install it with: pip install pandas") from error
        return pandas.DataFrame(list(self), columns=list(self.headings))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(column)}</th>" for column in self.headings)
        rows = ("".join(f"<td>{html.escape(lexical(term))}</td>" for term in row) for row in self.cells)
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def lexical(term: Term) -> str:
    """The text of a term without quotes, language or type; nothing for no term."""
    if term is None:
        return ""
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else str(term)


def value_of(term: Term) -> Value:
    """A term as a Python value; a literal that is not what its type says stays text."""
    if term is None:
        return None
    convert = _VALUES.get(term.datatype.value) if isinstance(term, ox.Literal) else None
    if convert is None:
        return lexical(term)
    try:
        value: Value = convert(lexical(term))
    except (ValueError, ArithmeticError, KeyError):
        return lexical(term)
    return value


_VALUES: Mapping[str, Any] = {  # each is a callable of one text
    XSD.integer: int,
    XSD.decimal: Decimal,
    XSD.term("double"): float,
    XSD.term("float"): float,
    XSD.boolean: {"true": True, "1": True, "false": False, "0": False}.__getitem__,
    XSD.date: date.fromisoformat,
    XSD.term("dateTime"): datetime.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that one query sees, by their IRIs: those whose union has no name in it, and those that `GRAPH` finds."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def run(
    store: ox.Store | Server,
    text: str,
    *,
    prefixes: Mapping[str, str],
    base_iri: str | None = None,
    most: int | None = None,
    graphs: Graphs | None = None,
) -> Answer:
    """The answer of a store to a query over the union of all its graphs; of more than `most` rows only the first, as they come.

    `prefixes` are the workspace's own; together with `PREFIXES` they need no PREFIX line, and the query's own lines win.
    With `graphs` it sees these and no others; one that the dataset does not have is never fetched, and a `QueryError`.
    Raises `QueryError` for a query that is refused, cannot be read or cannot be run. A triple that stands in several
    graphs counts once for each: that is Oxigraph's way, and the query's business (`DISTINCT`).
    """
    known = {**PREFIXES, **prefixes}
    query = read_query(text, prefixes=known)
    try:
        found = store.query(query.text, base_iri=base_iri, prefixes=known, **_seen(store, query, graphs))
        return _answer(query, found, most)
    except SyntaxError as error:
        raise refused_by_engine(query.text, str(error), known) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"The query cannot be run: {error}.") from error


def kind_of(text: str, prefixes: Mapping[str, str]) -> Literal["select", "ask", "construct"]:
    """What kind of answer a query will have; raises as `run` does for one that is refused or cannot be read."""
    form = read_query(text, prefixes={**PREFIXES, **prefixes}).form.name
    kinds: dict[str, Literal["select", "ask"]] = {"SelectQuery": "select", "AskQuery": "ask"}
    return kinds.get(form, "construct")


def _seen(store: ox.Store | Server, query: Query, graphs: Graphs | None) -> dict[str, Any]:
    """How the engine is told which graphs a query sees; a server, which always sees its own, what kind of answer is waited for."""
    if graphs is None:
        triples = query.form.name in ("ConstructQuery", "DescribeQuery")
        return {"triples": triples} if isinstance(store, Server) else {"use_default_graph_as_union": True}
    if isinstance(store, Server):
        raise QueryError("A dataset on a server is asked as a whole.", hint="Name the graphs in the query itself: GRAPH <…> { … }")
    return {"default_graph": [_graph(store, name) for name in graphs.default], "named_graphs": [_graph(store, name) for name in graphs.named]}


def _graph(store: ox.Store, name: str) -> ox.NamedNode:
    try:
        graph = ox.NamedNode(name)
    except ValueError as error:
        raise QueryError(f'"{name}" is no name of a graph.', hint="Write its whole IRI.") from error
    if not store.contains_named_graph(graph):
        raise QueryError(f"This dataset has no graph <{name}>, and none is fetched.", hint="SELECT DISTINCT ?g { GRAPH ?g { } } lists its graphs.")
    return graph


def _answer(query: Query, found: Any, most: int | None) -> Answer:  # one of three classes that share no base
    if isinstance(found, ox.QueryBoolean):
        return Answer("ask", boolean=bool(found))
    if isinstance(found, (ox.QueryTriples, Triples)):
        triples, more = _first(_each_once(found), most)
        return Answer("construct", triples=tuple(sorted(triples, key=str)), more=more)
    engines = tuple(variable.value for variable in found.variables)
    columns = engines
    if query.starred:
        named = variables(query.text)
        columns = tuple(sorted(columns, key=lambda c: named.index(c) if c in named else len(named)))
    # A row as the engine has it costs a fifth of one that is looked up by name.
    as_asked = (tuple(solution[column] for column in columns) for solution in found) if columns != engines else map(tuple, found)
    rows, more = _first(as_asked, most)
    return Answer("select", columns, tuple(rows if query.ordered else sorted(rows, key=_key)), more=more)


def _first(found: Iterator[T], most: int | None) -> tuple[list[T], bool]:
    """The first of what an engine finds while it is still looking, and whether there is more."""
    kept = list(islice(found, most))
    return kept, most is not None and next(found, None) is not None


def _each_once(triples: Iterator[ox.Triple]) -> Iterator[ox.Triple]:
    seen = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _key(row: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple("" if term is None else str(term) for term in row)
