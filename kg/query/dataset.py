"""What a service says of the dataset behind it, in VoID and DCAT: what `kg export void` says of it, and where it can be asked and had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from kg.graph.catalogue import citation, counted_in_words, licence_of, part_name
from kg.graph.terms import day, integer, plain, tagged
from kg.query.run import Answer, lexical
from kg.query.service import GRAPHS, Triples, counted
from kg.standing import citing
from kg.vocab import DCAT, DCT, KG, RDF, RDFS, VOID, Mint

__all__ = ["About", "dataset_description"]

_CLASSES = f"SELECT ?x (COUNT(*) AS ?n) {{ ?s <{RDF.type}> ?x }} GROUP BY ?x"
_PROPERTIES = "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x"
_STANDINGS = f"SELECT ?x (COUNT(*) AS ?n) {{ ?s a <{KG.Statement}> ; <{KG.standing}> ?x }} GROUP BY ?x"
_DAYS = f"SELECT (MAX(?d) AS ?day) {{ ?s <{KG.entered}>|<{KG.date}> ?d }}"
_FIRST = f"SELECT (MIN(?d) AS ?day) {{ ?s a <{KG.Statement}> ; <{KG.earliest}> ?d }}"
_LAST = f"SELECT (MAX(?d) AS ?day) {{ ?s a <{KG.Statement}> ; <{KG.latest}> ?d }}"
_SOURCES = (
    f"SELECT ?s ?title ?name ?issued ?held ?url {{ ?s a <{KG.Source}> ; <{RDFS.label}> ?title OPTIONAL {{ ?s <{KG.publisher}> ?p . ?p <{RDFS.label}> ?name }} "
    f"OPTIONAL {{ ?s <{DCT.issued}> ?issued }} OPTIONAL {{ ?s <{KG.documentIs}> ?held }} OPTIONAL {{ ?s <{KG.url}> ?url }} }} ORDER BY ?s"
)
_CURATORS = f"SELECT ?c ?name {{ ?c a <{KG.Curator}> ; <{RDFS.label}> ?name }} ORDER BY ?c"


@dataclass(frozen=True, slots=True)
class About:
    """What no triple says of a dataset."""

    title: str
    language: str
    licence: str
    #: Hash of its sorted N-Quads.
    version: str
    #: Whom it is not for, in words; nothing where it is for anybody.
    access: str
    #: The address at which it is asked, and those of its files.
    endpoint: str
    dumps: tuple[str, ...] = ()


def dataset_description(store: ox.Store, mint: Mint, about: About) -> Answer:
    """The dataset: what it is called and may be used for, how it is cited, what it rests on, and what there is of each part."""
    said, whole = Triples(), mint.dataset()
    for kind in (VOID.Dataset, DCAT.Dataset):
        said.say(whole, RDF.type, ox.NamedNode(kind))
    said.say(whole, VOID.sparqlEndpoint, ox.NamedNode(about.endpoint))
    said.say(whole, VOID.dataDump, *map(ox.NamedNode, about.dumps))
    said.say(whole, VOID.uriSpace, plain(mint.base))
    said.say(whole, VOID.vocabulary, ox.NamedNode(KG.base))
    said.say(whole, DCT.title, tagged(about.title, about.language))
    said.say(whole, DCT.language, plain(about.language.lower()))
    said.say(whole, DCAT.version, plain(f"sha256:{about.version}"))
    if about.licence:
        said.say(whole, *licence_of(about.licence))
    if about.access:
        said.say(whole, DCT.accessRights, plain(about.access))
    _used(said, store, mint, about)
    _numbers(said, store, mint)
    return said.answer()


def _used(said: Triples, store: ox.Store, mint: Mint, about: About) -> None:
    """Who made it and when, of which time it speaks, and the sources that it rests on."""
    whole, people = mint.dataset(), []
    for row in _rows(store, _CURATORS):
        people.append(row["name"])
        said.say(whole, DCT.contributor, ox.NamedNode(row["c"]))
        said.say(row["c"], RDFS.label, plain(row["name"]))
    as_of = _day(store, _DAYS)
    if as_of:
        said.say(whole, DCT.modified, day(as_of))
    said.say(whole, DCT.bibliographicCitation, plain(citation(", ".join(people), about.title, as_of, mint.base, about.licence)))
    for name, bound in ((DCAT.startDate, _day(store, _FIRST)), (DCAT.endDate, _day(store, _LAST))):
        if bound:
            node = mint.dataset("time")
            said.say(whole, DCT.temporal, ox.NamedNode(node))
            said.say(node, RDF.type, ox.NamedNode(DCT.PeriodOfTime))
            said.say(node, name, day(bound))
    for row in _rows(store, _SOURCES):
        said.say(whole, DCT.source, ox.NamedNode(row["s"]))
        said.say(row["s"], RDFS.label, plain(row["title"]))
        said.say(row["s"], DCT.bibliographicCitation, plain(citing(row["title"], row["name"], row["issued"], row["held"])))
        if row["url"]:
            said.say(row["s"], KG.url, plain(row["url"]))


def _numbers(said: Triples, store: ox.Store, mint: Mint) -> None:
    """What there is: of the whole, of each named graph, of each class and of each property."""
    whole, graphs, classes, properties = mint.dataset(), counted(store, GRAPHS), counted(store, _CLASSES), counted(store, _PROPERTIES)
    each = dict(classes)
    kinds = {"actor": KG.Actor, "event": KG.Event, "source": KG.Source, "statement": KG.Statement}
    standings = dict(counted(store, _STANDINGS))
    said.say(whole, DCT.description, plain(counted_in_words({word: each.get(iri, 0) for word, iri in kinds.items()}, standings)))
    subjects = _number(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")
    numbers = {
        VOID.triples: sum(number for _, number in graphs),
        VOID.distinctSubjects: subjects,
        VOID.entities: subjects,
        VOID.distinctObjects: _number(store, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        VOID.classes: len(classes),
        VOID.properties: len(properties),
    }
    for name, number in numbers.items():
        said.say(whole, name, integer(number))
    for graph, number in graphs:
        said.say(whole, VOID.subset, ox.NamedNode(graph))
        said.say(graph, RDF.type, ox.NamedNode(VOID.Dataset))
        said.say(graph, VOID.triples, integer(number))
    parts = (
        ("class", classes, VOID.classPartition, VOID.term("class"), VOID.entities),
        ("property", properties, VOID.propertyPartition, VOID.property, VOID.triples),
    )
    for kind, found, link, name, counts in parts:
        for iri, number in found:
            part = mint.dataset(f"{kind}/{part_name(iri)}")
            said.say(whole, link, ox.NamedNode(part))
            said.say(part, name, ox.NamedNode(iri))
            said.say(part, counts, integer(number))


def _rows(store: ox.Store, query: str) -> Iterator[dict[str, str]]:
    """The rows of a query as text; what has no value is empty."""
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: "" if row[name] is None else lexical(row[name]) for name in names}


def _number(store: ox.Store, query: str) -> int:
    return int(next(row["n"] for row in _rows(store, query)))


def _day(store: ox.Store, query: str) -> date | None:
    """The day that a query gives as `?day`, if any."""
    found = next(_rows(store, query))["day"]
    return date.fromisoformat(found) if found else None
