"""What a query service says of itself and of the dataset behind it: SPARQL's Service Description, and VoID."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.query.run import Answer, lexical
from kg.vocab import DCT, RDF, SD, VOID, XSD, Mint

__all__ = ["dataset_description", "service_description"]

_FORMATS = ("SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples JSON-LD RDF_XML").split()
_GRAPHS = "SELECT ?x (COUNT(*) AS ?n) { GRAPH ?x { ?s ?p ?o } } GROUP BY ?x"
_CLASSES = f"SELECT ?x (COUNT(DISTINCT ?s) AS ?n) {{ ?s <{RDF.type}> ?x }} GROUP BY ?x"
_PROPERTIES = "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x"


class _Triples(set[ox.Triple]):
    def say(self, subject: str, predicate: str, *values: ox.NamedNode | ox.Literal) -> None:
        """One triple for each value."""
        self.update(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value) for value in values)

    def answer(self) -> Answer:
        """All of them, as a query would give them."""
        return Answer("construct", triples=tuple(sorted(self, key=str)))


def service_description(store: ox.Store, endpoint: str) -> Answer:
    """The service at an address: its language, its formats, and that a query sees the union of all its named graphs."""
    said, service, dataset = _Triples(), f"{endpoint}#service", f"{endpoint}#dataset"
    said.say(service, RDF.type, ox.NamedNode(SD.Service))
    said.say(service, SD.endpoint, ox.NamedNode(endpoint))
    said.say(service, SD.supportedLanguage, ox.NamedNode(SD.SPARQL11Query))
    said.say(service, SD.feature, ox.NamedNode(SD.UnionDefaultGraph))
    said.say(service, SD.resultFormat, *(ox.NamedNode(f"http://www.w3.org/ns/formats/{name}") for name in _FORMATS))
    said.say(service, SD.defaultDataset, ox.NamedNode(dataset))
    said.say(dataset, RDF.type, ox.NamedNode(SD.Dataset))
    said.say(dataset, SD.defaultGraph, ox.NamedNode(f"{endpoint}#union"))
    said.say(f"{endpoint}#union", RDF.type, ox.NamedNode(SD.Graph))
    for row, (graph, number) in enumerate(_counted(store, _GRAPHS), 1):
        named = f"{endpoint}#graph-{row}"
        said.say(dataset, SD.namedGraph, ox.NamedNode(named))
        said.say(named, RDF.type, ox.NamedNode(SD.NamedGraph))
        said.say(named, SD.name, ox.NamedNode(graph))
        said.say(named, SD.graph, ox.NamedNode(f"{named}-graph"))
        said.say(f"{named}-graph", RDF.type, ox.NamedNode(SD.Graph))
        said.say(f"{named}-graph", VOID.triples, _number(number))
    return said.answer()


def dataset_description(store: ox.Store, mint: Mint, *, endpoint: str, title: str, licence: str, dumps: Iterable[str]) -> Answer:
    """The dataset: what it is called, where it is asked and had as a file, and what there is of each graph, class and property."""
    said, whole = _Triples(), mint.dataset()
    said.say(whole, RDF.type, ox.NamedNode(VOID.Dataset))
    said.say(whole, DCT.title, ox.Literal(title))
    if licence:
        said.say(whole, DCT.rights, ox.Literal(licence))
    said.say(whole, VOID.sparqlEndpoint, ox.NamedNode(endpoint))
    said.say(whole, VOID.dataDump, *map(ox.NamedNode, dumps))
    said.say(whole, VOID.uriSpace, ox.Literal(mint.base))
    graphs = _counted(store, _GRAPHS)
    said.say(whole, VOID.triples, _number(sum(number for _, number in graphs)))
    for graph, number in graphs:
        said.say(whole, VOID.subset, ox.NamedNode(graph))
        said.say(graph, VOID.triples, _number(number))
    parts = (
        ("class", _CLASSES, VOID.classPartition, VOID.term("class"), VOID.entities),
        ("property", _PROPERTIES, VOID.propertyPartition, VOID.property, VOID.triples),
    )
    for kind, query, partition, names, counts in parts:
        for row, (iri, number) in enumerate(_counted(store, query), 1):
            part = mint.dataset(f"{kind}/{row}")
            said.say(whole, partition, ox.NamedNode(part))
            said.say(part, names, ox.NamedNode(iri))
            said.say(part, counts, _number(number))
    return said.answer()


def _counted(store: ox.Store, query: str) -> list[tuple[str, int]]:
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted((lexical(row["x"]), int(lexical(row["n"]))) for row in rows)


def _number(count: int) -> ox.Literal:
    return ox.Literal(str(count), datatype=ox.NamedNode(XSD.integer))
