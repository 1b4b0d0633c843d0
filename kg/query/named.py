"""Named queries: SPARQL files with a title, a description and typed parameters in their header.

A value becomes one RDF term, made and escaped by pyoxigraph, and stands in a `VALUES` clause where the file says
`# values`; no text of a user is ever pasted into a query.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from kg.clean import match_key
from kg.errors import UsageError
from kg.graph.remote import Server
from kg.ontology import Ontology
from kg.query.run import lexical
from kg.vocab import DCT, RDFS, SKOS, XSD, Mint

__all__ = ["Known", "Named", "Parameter", "did_you_mean", "fill", "get_named", "known_names", "named_queries"]

#: By kind (`actor`, `event`, `source`): each id with every other name it has, label first.
Known = Mapping[str, Mapping[str, tuple[str, ...]]]

_GRAPHS = {"actor": "actors", "event": "events", "source": "sources"}
_NAMES = (RDFS.label, SKOS.prefLabel, SKOS.altLabel)
_FORMER = "former:"
_HEADER = re.compile(r"# (title|description|parameter): (.+)")
_PARAMETER = re.compile(r"(?P<name>\w+) (?P<types>[\w|]+) (?P<text>[^=]+?)(?P<default> =.*)?")
_MARKER = re.compile(r"^(?P<indent> *)# values(?P<names>(?: \w+)*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a named query asks for: a name, the types a value may have, and a sentence for people."""

    name: str
    #: Of `actor`, `event`, `source`, `relation`, `type`, `date`, `text`, `number`; tried in this order.
    types: tuple[str, ...]
    text: str
    #: `None` where a value must be given, empty where it may be left out and nothing takes its place.
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A query that ships with the program."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    #: The whole file, header and markers included.
    text: str

    @property
    def usage(self) -> str:
        """The parameters in one line, those that may be left out in brackets: `actor [from] [to]`."""
        return " ".join(p.name if p.default is None else f"[{p.name}]" for p in self.parameters)


def did_you_mean(text: str, names: Iterable[str], *, prefix: str = "") -> str:
    """`Did you mean "x"?` with the nearest name, or an empty string when none is near."""
    near = difflib.get_close_matches(text, sorted(set(names)), 1)
    return f'Did you mean "{prefix}{near[0]}"?' if near else ""


@cache
def named_queries() -> tuple[Named, ...]:
    """All named queries, sorted by name."""
    folder = files("kg.query") / "named"
    texts = {entry.name.removesuffix(".rq"): entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".rq")}
    return tuple(_read(name, texts[name]) for name in sorted(texts))


def get_named(name: str) -> Named:
    """The query of that name; raises `UsageError` when there is none."""
    by_name = {query.name: query for query in named_queries()}
    if name not in by_name:
        near = did_you_mean(name, by_name)
        raise UsageError(f'There is no query "{name}".', hint=near or "kg query --list shows the named queries.")
    return by_name[name]


def _read(name: str, text: str) -> Named:
    head: dict[str, list[str]] = {"title": [], "description": [], "parameter": []}
    for line in text.splitlines():
        if match := _HEADER.fullmatch(line):
            head[match[1]].append(match[2])
    parameters = tuple(map(_parameter, head["parameter"]))
    return Named(name, " ".join(head["title"]), " ".join(head["description"]), parameters, text)


def _parameter(line: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    assert match, line
    default = match["default"]
    return Parameter(match["name"], tuple(match["types"].split("|")), match["text"], None if default is None else default[2:].strip())


def known_names(store: ox.Store | Server, mint: Mint) -> dict[str, dict[str, tuple[str, ...]]]:
    """Every actor, event and source of a dataset by its id, with its labels, aliases and former ids."""
    return {kind: _names_of(store, mint, kind) for kind in _GRAPHS}


def _names_of(store: ox.Store | Server, mint: Mint, kind: str) -> dict[str, tuple[str, ...]]:
    graph, start = ox.NamedNode(mint.graph(_GRAPHS[kind])), mint.prefixes[kind]
    found: dict[str, list[str]] = {}
    for predicate in (*_NAMES, DCT.identifier):
        names = [(lexical(q.subject), lexical(q.object)) for q in store.quads_for_pattern(None, ox.NamedNode(predicate), None, graph)]
        for iri, name in sorted(names):
            if iri.startswith(start) and (predicate != DCT.identifier or name.startswith(_FORMER)):
                found.setdefault(iri[len(start) :], []).append(name.removeprefix(_FORMER))
    return {key: tuple(dict.fromkeys(found[key])) for key in sorted(found)}


def fill(named: Named, values: Mapping[str, str], *, mint: Mint, ontology: Ontology, known: Known) -> str:
    """The text of a named query with its values in it, ready to run, its lines numbered as in the file.

    An actor, event or source is given by its id, or by a label or alias that only one of them has. Raises `UsageError`
    for a value that is none of what the parameter wants, a parameter that is missing, and one that is not there.
    """
    takes = f"It takes: {named.usage}." if named.parameters else "It takes no parameters."
    names = [p.name for p in named.parameters]
    for name in sorted(set(values) - set(names)):
        raise UsageError(f'The query "{named.name}" has no parameter "{name}".', hint=did_you_mean(name, names) or takes)
    missing = [p for p in named.parameters if p.default is None and not values.get(p.name, "").strip()]
    if missing:
        wanted = ", ".join(f"{p.name} ({p.text})" for p in missing)
        raise UsageError(f'The query "{named.name}" needs {wanted}.', hint=takes)
    context = _Context(mint, ontology, known)
    clauses = {}
    for parameter in named.parameters:
        value = values.get(parameter.name, "").strip() or parameter.default or ""
        if value:
            clauses[parameter.name] = f"VALUES ?{parameter.name} {{ {context.term(parameter, value)} }}"
    return _MARKER.sub(lambda marker: _clauses(marker, clauses), named.text)


def _clauses(marker: re.Match[str], clauses: Mapping[str, str]) -> str:
    names = marker["names"].split() or list(clauses)
    return marker["indent"] + " ".join(clauses[name] for name in names if name in clauses)


@dataclass(frozen=True, slots=True)
class _Context:
    """What a value may mean in one workspace."""

    mint: Mint
    ontology: Ontology
    known: Known

    def term(self, parameter: Parameter, value: str) -> str:
        """The value as SPARQL, of the first type that it fits."""
        wrong: list[UsageError] = []
        for kind in parameter.types:
            try:
                return str(self._term(kind, parameter, value))
            except UsageError as error:
                wrong.append(error)
        # Of several the one that has something to suggest helps most.
        raise next((error for error in wrong if error.hint.startswith("Did you mean")), wrong[0])

    def _term(self, kind: str, parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
        if kind in _GRAPHS:
            mint: Callable[[str], str] = getattr(self.mint, kind)
            return ox.NamedNode(mint(_meant(kind, parameter, value, self.known.get(kind, {}))))
        if kind in ("relation", "type"):
            terms = self.ontology.relations if kind == "relation" else self.ontology.types
            labels = {name: (term.label,) for name, term in terms.items()}
            return ox.NamedNode(terms[_meant(kind, parameter, value, labels)].iri)
        return _LITERALS[kind](parameter, value)


def _meant(kind: str, parameter: Parameter, value: str, known: Mapping[str, tuple[str, ...]]) -> str:
    if value in known:
        return value
    key = match_key(value)
    meant = sorted(name for name, others in known.items() if key in map(match_key, others))
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UsageError(f'{parameter.name}: "{value}" may be {" or ".join(meant)}.', hint="Write the id.")
    everything = [*known, *(other for others in known.values() for other in others)]
    raise UsageError(f'{parameter.name}: no {kind} is called "{value}".', hint=did_you_mean(value, everything))


def _day(parameter: Parameter, value: str) -> ox.Literal:
    try:
        return ox.Literal(date.fromisoformat(value).isoformat(), datatype=ox.NamedNode(XSD.date))
    except ValueError as error:
        raise UsageError(f'{parameter.name}: "{value}" is no day.', hint="Write it as 2013-07-15.") from error


def _number(parameter: Parameter, value: str) -> ox.Literal:
    if not re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
        raise UsageError(f'{parameter.name}: "{value}" is no number.', hint="Write it as 40 or 2.5.")
    return ox.Literal(value, datatype=ox.NamedNode(XSD.decimal if "." in value else XSD.integer))


def _text(parameter: Parameter, value: str) -> ox.Literal:
    try:
        return ox.Literal(value)
    except ValueError as error:
        raise UsageError(f"{parameter.name}: the text holds half a character.") from error


_LITERALS: Mapping[str, Callable[[Parameter, str], ox.Literal]] = {"date": _day, "number": _number, "text": _text}
