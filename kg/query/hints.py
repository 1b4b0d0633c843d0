"""What to say beside an answer: names that are not known here, and why an answer may be empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.plugins.sparql.parserutils import CompValue

from kg.graph.remote import Server
from kg.ontology import Ontology
from kg.query.guard import Query, read_query, walk
from kg.query.named import did_you_mean
from kg.query.run import Answer, lexical
from kg.vocab import KG, PREFIXES, RDF, RDFS

__all__ = ["Unknown", "count_unestablished", "hints", "says_nothing", "unknown_names"]

#: Of each kind of hint; nobody reads more, and some look through the whole dataset.
MOST = 10
#: The kinds of things whose IRIs a query may spell, so that a slip can be seen; hashes are not spelt by hand.
_SPELT = ("actor", "event", "source")


def hints(text: str, answer: Answer | None, store: ox.Store | Server, ontology: Ontology, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """What helps with a query, one sentence each; with `answer` `None` (before running) only what its words show.

    `prefixes` are the workspace's own. Raises `QueryError` as `run` does.
    """
    known = {**PREFIXES, **prefixes}
    words = _Words(read_query(text, prefixes=known), known)
    found = [unknown.sentence for unknown in _unknown(words, store, ontology, prefixes)]
    if answer is not None and says_nothing(answer):
        found += [*_unestablished(words, store, ontology), *_tagged(words, store)]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that is not known here: as the query writes it, its IRI, and the nearest name that is known, or nothing."""

    written: str
    iri: str
    near: str = ""

    @property
    def sentence(self) -> str:
        """What is said of it."""
        return f"{self.written} is not known here." + (f" Did you mean {self.near}?" if self.near else "")


def unknown_names(
    query: Query, store: ox.Store | Server, ontology: Ontology, prefixes: Mapping[str, str], known: Mapping[str, str]
) -> tuple[Unknown, ...]:
    """The names of the vocabulary and of this workspace that a query spells and nobody knows, each once.

    `prefixes` are those of the workspace whose things are looked up, `known` all that the query need not declare.
    """
    return tuple(dict.fromkeys(_unknown(_Words(query, known), store, ontology, prefixes)))


def _unknown(words: _Words, store: ox.Store | Server, ontology: Ontology, prefixes: Mapping[str, str]) -> Iterator[Unknown]:
    yield from islice(_unknown_terms(words, ontology), MOST)
    yield from islice(_unknown_things(words, store, prefixes), MOST)


def says_nothing(answer: Answer) -> bool:
    """Whether there is no row, a no, or one row of nothing but zeros, as of a COUNT."""
    return not answer or all(lexical(term) in ("", "0") for row in answer.cells for term in row)


@dataclass(frozen=True, slots=True)
class _Name:
    """An IRI that a query spells: as it is written there, and whole."""

    written: str
    iri: str
    prefix: str = ""


class _Words:
    """The names and strings of one query, with its own PREFIX lines applied."""

    def __init__(self, query: Query, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(prefixes)
        for line in query.tree[0]:
            if line.name == "PrefixDecl":
                self._prefixes[line.prefix or ""] = str(line.iri)
        nodes = list(walk(query.form))
        self.names = tuple(self._names(nodes))
        # rdflib holds the triples of a block as one flat list: subject, predicate, object, subject, …
        blocks = (triples for node in nodes if isinstance(node, CompValue) and node.name == "TriplesBlock" for triples in node.triples)
        predicates = (part for triples in blocks for predicate in list(triples)[1::3] for part in walk(predicate))
        self.predicates = tuple(dict.fromkeys(name.iri for name in self._names(predicates)))
        self.strings = tuple(dict.fromkeys(str(node.string) for node in nodes if _is_plain(node)))

    def _names(self, nodes: Any) -> Iterator[_Name]:  # whatever rdflib's tree holds
        for node in nodes:
            if isinstance(node, CompValue) and node.name == "pname":
                prefix, local = node.prefix or "", node.localname or ""
                if prefix in self._prefixes:
                    yield _Name(f"{prefix}:{local}", self._prefixes[prefix] + local, f"{prefix}:")
            elif isinstance(node, URIRef):
                yield _Name(f"<{node}>", str(node))


def _is_plain(node: object) -> bool:
    """Whether a node of the tree is a string without language and type."""
    return isinstance(node, CompValue) and node.name == "literal" and not node.lang and not node.datatype


def _unknown_terms(words: _Words, ontology: Ontology) -> Iterator[Unknown]:
    declared = [term.iri for kind in (ontology.types, ontology.relations) for term in kind.values()]
    known = {KG.term(name) for name in KG.names} | set(declared) | {rule.iri for rule in ontology.rules}
    namespaces = {KG.base} | {iri[: len(iri) - len(_local(iri))] for iri in declared}
    for name in words.names:
        local = _local(name.iri)
        if local and name.iri not in known and name.iri[: -len(local)] in namespaces:
            here = [_local(iri) for iri in known if iri.startswith(name.iri[: -len(local)])]
            yield _not_known(name, did_you_mean(local, here, prefix=name.prefix))


def _local(iri: str) -> str:
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def _not_known(name: _Name, near: str) -> Unknown:
    return Unknown(name.written, name.iri, near.removeprefix('Did you mean "').removesuffix('"?'))


def _unknown_things(words: _Words, store: ox.Store | Server, prefixes: Mapping[str, str]) -> Iterator[Unknown]:
    for kind in _SPELT:
        start = prefixes.get(kind)
        for name in words.names if start else ():
            assert start
            if name.iri.startswith(start) and not _has_label(store, name.iri):
                subjects = (lexical(q.subject) for q in store.quads_for_pattern(None, ox.NamedNode(RDFS.label), None, None))
                near = did_you_mean(name.iri[len(start) :], (iri[len(start) :] for iri in subjects if iri.startswith(start)), prefix=f"{kind}:")
                yield _not_known(name, near)


def _has_label(store: ox.Store | Server, iri: str) -> bool:
    return next(iter(store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDFS.label), None, None)), None) is not None


def _unestablished(words: _Words, store: ox.Store | Server, ontology: Ontology) -> Iterator[str]:
    """A relation's IRI is a predicate of established statements only: what is merely said of it must be asked for otherwise."""
    by_iri = {relation.iri: relation for relation in ontology.relations.values()}
    for iri in words.predicates:
        number = count_unestablished(store, iri) if iri in by_iri else 0
        if number:
            said = "1 statement that is not established uses" if number == 1 else f"{number} statements that are not established use"
            name = next(name.written for name in words.names if name.iri == iri)
            yield f"{said} {name}; see: kg query {'accusations' if by_iri[iri].grave else 'relations-used'}"


def count_unestablished(store: ox.Store | Server, relation: str) -> int:
    """How many statements that are not established use a relation."""
    rows = _select(
        store,
        f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s <{RDF.predicate}> {ox.NamedNode(relation)} ; <{KG.standing}> ?standing "
        'FILTER(?standing != "established") }',
    )
    return next(int(lexical(row["n"])) for row in rows)


def _tagged(words: _Words, store: ox.Store | Server) -> Iterator[str]:
    for text in words.strings[:MOST]:
        literal = ox.Literal(text)
        rows = _select(store, f"SELECT DISTINCT ?x {{ ?s ?p ?x FILTER(STR(?x) = {literal} && LANG(?x) != '') }}")
        tagged = sorted(str(row["x"]) for row in rows)
        if tagged:
            yield f"{literal} stands here with a language: write {' or '.join(tagged)}, or ask for rdfs:label, which has none."


def _select(store: ox.Store | Server, text: str) -> ox.QuerySolutions:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found
