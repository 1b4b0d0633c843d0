"""What a process that only holds a dataset does with it: answer queries, describe itself, and list the words that queries are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.folder import Folder
from kg.graph import open_prepared, prepare_store
from kg.offline import offline
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.query import Graphs, explain, fill, get_named, hints, kind_of, known_names, named_queries, run, to_format
from kg.query.dataset import About, dataset_description
from kg.query.service import service_description
from kg.tasks.served import Snapshot
from kg.vocab import DCAT, PREFIXES, SD, VOID, Mint

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["About", "Description", "Example", "Explained", "Held", "Question", "Reply", "Words", "hold"]

#: Queries that use every part of the grammar, and find next to nothing.
_GRAMMAR = (
    "SELECT DISTINCT ?s (COUNT(*) AS ?n) { { ?s a/rdf:type*|^rdfs:label 'x'@en, 1.5 ; kg:met _:b FILTER(REGEX(STR(?s), '^x', 'i') && ?s != <urn:x>) } UNION "
    "{ GRAPH ?g { ?s ?p true } OPTIONAL { ?s ?q ?o BIND(STRLEN(?o) + 1 AS ?l) } MINUS { ?s rdfs:label ?m } } VALUES ?s { <urn:x> } } "
    "GROUP BY ?s HAVING(COUNT(*) > 1) ORDER BY DESC(?n) ?s LIMIT 5 OFFSET 1"
)
_FIRST = (
    _GRAMMAR,
    "ASK { FILTER NOT EXISTS { <urn:x> ?p [ a kg:Event ] } }",
    "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o } LIMIT 1",
    "DESCRIBE <urn:x>",
)
#: Seconds for which a dataset is looked at to explain a query; whoever has none to wait reads what was found by then.
LOOKING = 2.0
#: An editor offers no more names; whoever has more types the id.
MOST_NAMES = 20_000


@dataclass(frozen=True)
class Held:
    """A dataset, opened, with what is needed to ask it."""

    store: Store
    mint: Mint
    ontology: Ontology

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The workspace's own."""
        return self.mint.prefixes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as bytes, in the format it names; without one, none of those that were asked for fits this kind of answer."""

    format: str | None
    data: bytes = b""
    #: Whether there are more rows than anybody may have at once.
    more: bool = False
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One query as it came, and what its answer may look like."""

    text: str
    #: By kind of answer (`select`, `ask`, `construct`) the format to write it in.
    formats: Mapping[str, str]
    #: Of more rows or triples than so many none are given; with `first` the first of them.
    most: int
    first: bool = False
    graphs: Graphs | None = None
    #: Whether to say what may be wrong with it.
    helpful: bool = False

    def __call__(self, held: Held) -> Reply:
        """The reply; raises `QueryError` for what cannot be asked, `UsageError` for what the format cannot hold."""
        form = self.formats.get(kind_of(self.text, held.prefixes))
        if form is None:
            return Reply(None)
        answer = run(held.store, self.text, prefixes=held.prefixes, most=self.most, graphs=self.graphs)
        if answer.more and not self.first:
            return Reply(form, more=True)
        said = hints(self.text, answer, held.store, held.ontology, held.prefixes) if self.helpful else ()
        return Reply(form, to_format(answer, form, prefixes=held.prefixes), answer.more, said)


@dataclass(frozen=True, slots=True)
class Explained:
    """What is to be said of a query without running it."""

    text: str

    def __call__(self, held: Held) -> Reply:
        """The explanation as JSON; raises `QueryError` for what cannot be asked."""
        found = explain(self.text, held.store, held.ontology, held.prefixes, seconds=LOOKING)
        return Reply("words", found.to_json().encode())


@dataclass(frozen=True, slots=True)
class Description:
    """What the service, or its dataset, says of itself."""

    what: str
    format: str
    about: About

    def __call__(self, held: Held) -> Reply:
        """The description in that format."""
        if self.what == "service":
            answer = service_description(held.store, self.about.endpoint)
        else:
            answer = dataset_description(held.store, held.mint, self.about)
        more = {"sd": SD.base, "void": VOID.base, "dcat": DCAT.base}
        return Reply(self.format, to_format(answer, self.format, prefixes={**held.prefixes, **more}))


@dataclass(frozen=True, slots=True)
class Words:
    """What an editor completes and offers: prefixes, terms, names, named queries."""

    def __call__(self, held: Held) -> Reply:
        """All of it, as JSON."""
        known = known_names(held.store, held.mint)
        words: dict[str, Any] = {
            "prefixes": {**PREFIXES, **held.prefixes},
            "terms": [*_terms("relation", held.ontology.relations.values()), *_terms("type", held.ontology.types.values())],
            "names": [
                {"kind": kind, "id": name, "iri": held.prefixes[kind] + name, "names": list(names)}
                for kind in sorted(known)
                for name, names in known[kind].items()
            ][:MOST_NAMES],
            "queries": [
                {"name": q.name, "title": q.title, "description": q.description, "usage": q.usage, "text": q.text}
                | {"parameters": [{"name": p.name, "types": p.types, "text": p.text, "optional": p.default is not None} for p in q.parameters]}
                for q in named_queries()
            ],
        }
        return Reply("words", json.dumps(words, ensure_ascii=False).encode())


def _terms(kind: str, terms: Iterable[Any]) -> list[dict[str, str]]:
    """Relations or types, which share these fields and no base."""
    return [{"kind": kind, "id": term.id, "iri": term.iri, "label": term.label, "definition": term.definition} for term in terms]


@dataclass(frozen=True, slots=True)
class Example:
    """A named query with its values filled in."""

    name: str
    values: tuple[tuple[str, str], ...]

    def __call__(self, held: Held) -> Reply:
        """Its text; raises `UsageError` for a name or value that means nothing."""
        text = fill(get_named(self.name), dict(self.values), mint=held.mint, ontology=held.ontology, known=known_names(held.store, held.mint))
        return Reply("sparql", text.encode())


def hold(folder: Folder, snapshot: Snapshot) -> Held:
    """Opens a snapshot's dataset; from then on nothing in this process reaches the network."""
    ExitStack().enter_context(offline(everywhere=True))
    store = open_prepared(prepare_store(snapshot.dataset, snapshot.place / "store"))
    held = Held(store, Mint(snapshot.base), read_ontology(folder)[0])
    # Parsers are made ready by their first use: done once here, every copy of this process has them ready.
    for text in _FIRST:
        for form in ("json", "xml", "csv", "tsv") if text.startswith(("SELECT", "ASK")) else ("turtle", "ntriples", "jsonld", "rdfxml"):
            Question(text, {"select": form, "ask": form, "construct": form}, 10, first=True)(held)
    return held
