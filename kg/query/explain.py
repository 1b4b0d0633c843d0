"""A query in plain words before it is run: what it asks for, about how often each pattern matches, what cannot be and what takes long."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.findings import Finding, Place, find, in_order
from kg.graph.remote import Server
from kg.ontology import Ontology
from kg.query.costs import costs
from kg.query.doubts import Doubts
from kg.query.guard import read_query
from kg.query.hints import hints as hints_by_words
from kg.query.hints import says_nothing, unknown_names
from kg.query.probe import Count, Probe
from kg.query.run import Answer
from kg.query.shape import Shape
from kg.query.shape_reader import read_shape
from kg.query.syntax import line_of, refused_by_engine
from kg.query.unbound import unbound
from kg.query.wording import Line, Wording
from kg.texts import sentence
from kg.vocab import PREFIXES

__all__ = ["Explanation", "Line", "explain", "hints"]

#: Of the questions that may be put to find out why an answer is empty.
FEW = 40
#: What is said of a value that somebody typed.
_OF_WORDS = ("query-value", "query-form", "query-literal", "query-iri", "query-absent")
#: What is no news once a name is known to be wrong.
_WEAK = ("query-unestablished", "query-unestablished-one", "query-nothing", "query-form", "query-pair")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a query asks for, in sentences, and what is to be said of it."""

    asks: str
    lines: tuple[Line, ...]
    #: What is wrong: names that nobody knows, and patterns that can have no match.
    findings: tuple[Finding, ...]
    #: What takes long, or gives rows twice.
    costs: tuple[Finding, ...]
    #: Whether it can have no answer on this dataset.
    impossible: bool
    #: Whether the dataset was looked at; otherwise nothing is counted, and only what the vocabulary shows is said.
    counted: bool = True

    def to_text(self) -> str:
        """The explanation for people, without the findings."""
        return "".join(f"{line}\n" for line in (self.asks, *map(_shown, self.lines)))

    def to_json(self) -> str:
        """All of it for programs."""
        lines = [{"text": line.text, "depth": line.depth, **_counted(line.count)} for line in self.lines]
        told = {name: [_told(finding) for finding in group] for name, group in (("findings", self.findings), ("costs", self.costs))}
        whole = {"asks": self.asks, "patterns": lines, **told, "impossible": self.impossible, "counted": self.counted}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _shown(line: Line) -> str:
    indent = "  " * (line.depth + 1)
    if line.count is None:
        return f"{indent}{line.text}"
    return f"{indent}{line.text}  [{line.count} {'match' if line.count == Count(1) else 'matches'}]"


def _counted(count: Count | None) -> dict[str, object]:
    return {} if count is None else {"matches": count.number, "more": count.more}


def _told(finding: Finding) -> dict[str, object]:
    return {"code": finding.code, "line": finding.place.line, "sentence": _sentence(finding)}


def _sentence(finding: Finding) -> str:
    """What is said of a query, beginning as sentences do."""
    said = sentence(finding).removeprefix(f"{finding.place}: ")
    return said[0].upper() + said[1:] if said.split(" ")[0].isalpha() else said


def explain(
    text: str,
    store: ox.Store | Server | None,
    ontology: Ontology,
    prefixes: Mapping[str, str],
    *,
    shipped: bool = False,
    seconds: float = math.inf,
) -> Explanation:
    """The explanation of a query; without a store only by its words and the vocabulary.

    `prefixes` are the workspace's own. After so many `seconds` nothing more is asked of the store. Of a query that ships (`shipped`) no word is doubted, only whether it has an answer
    here. Raises `QueryError` as `run` does; the query is not run.
    """
    known = {**PREFIXES, **prefixes}
    query = read_query(text, prefixes=known)
    _readable(query.text, known)
    shape, probe = read_shape(query, known), Probe(store, until=time.monotonic() + seconds)
    # Without a dataset nobody can say which actors there are.
    unknown = unknown_names(query, ox.Store() if store is None else store, ontology, {} if store is None else prefixes, known)
    doubts = Doubts(query.text, probe, ontology, (name.iri for name in unknown), parts=not shipped)
    impossible = doubts.impossible(shape)
    doubted = [finding for finding in doubts.found if not shipped or finding.code not in _OF_WORDS]
    names = [find("query-unknown", Place("query", line_of(query.text, name.written)), name=name.written, near=name.near) for name in unknown]
    return Explanation(
        asks=_asks(shape),
        lines=tuple(Wording(probe, ontology).lines(shape.where, 0, {})),
        findings=in_order((*names, *unbound(query), *doubted)),
        costs=in_order(costs(query.text, shape, probe)),
        impossible=impossible,
        counted=store is not None,
    )


def hints(
    text: str, answer: Answer | None, store: ox.Store | Server, ontology: Ontology, prefixes: Mapping[str, str], *, shipped: bool = False
) -> tuple[str, ...]:
    """What helps with a query, as `kg.query.hints` finds it by words; before it up to two reasons why an answer is empty.

    A query that ships (`shipped`) is right as it is written, so its empty answer is not reasoned about.
    """
    found = hints_by_words(text, answer, store, ontology, prefixes)
    if shipped:
        return found
    known = {**PREFIXES, **prefixes}
    query = read_query(text, prefixes=known)
    # A name that nobody knows is reason enough.
    if answer is None or not says_nothing(answer) or unknown_names(query, store, ontology, prefixes, known):
        return found
    doubts = Doubts(query.text, Probe(store, FEW, patient=False), ontology, (), parts=False)
    doubts.impossible(read_shape(query, known))
    # What the words have said is not said again, nor what is less than that.
    reasons = [finding for finding in doubts.found if not found or finding.code not in _WEAK]
    return (*(_sentence(finding) for finding in reasons[:2]), *found)


def _readable(text: str, prefixes: Mapping[str, str]) -> None:
    """Raises `QueryError` for what only the engine refuses; it is given an empty store, so that nothing is looked for."""
    try:
        ox.Store().query(text, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise refused_by_engine(text, str(error), prefixes) from error


def _asks(shape: Shape) -> str:
    columns = ", ".join(shape.columns) or "everything that it names"
    form = {"select": f"Asks for {columns}", "ask": "Asks whether there is any match", "construct": "Makes triples of the matches"}
    said = [form.get(shape.form, f"Describes {columns} by all {'its' if len(shape.columns) == 1 else 'their'} triples")]
    said += ["each row once"] if shape.form == "select" and shape.distinct else []
    said += ["counted or summed up"] if shape.grouped else []
    said += ["sorted"] if shape.ordered else []
    said += [f"at most {shape.limit:,} rows"] if shape.limit is not None else []
    return f"{', '.join(said)}." + (" It looks for:" if shape.where.patterns or shape.where.groups or shape.where.values else "")
