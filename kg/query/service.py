"""What a query service says of itself: SPARQL's Service Description."""

from __future__ import annotations

import pyoxigraph as ox

from kg.graph.terms import integer
from kg.query.run import Answer, lexical
from kg.vocab import RDF, SD, VOID

__all__ = ["GRAPHS", "Triples", "counted", "service_description"]

_FORMATS = ("SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples JSON-LD RDF_XML").split()
#: Each named graph with the number of its triples.
GRAPHS = "SELECT ?x (COUNT(*) AS ?n) { GRAPH ?x { ?s ?p ?o } } GROUP BY ?x"


class Triples(set[ox.Triple]):
    """What is said, as it is gathered."""

    def say(self, subject: str, predicate: str, *values: ox.NamedNode | ox.Literal) -> None:
        """One triple for each value."""
        self.update(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value) for value in values)

    def answer(self) -> Answer:
        """All of them, as a query would give them."""
        return Answer("construct", triples=tuple(sorted(self, key=str)))


def service_description(store: ox.Store, endpoint: str) -> Answer:
    """The service at an address: its language, its formats, and that a query sees the union of all its named graphs."""
    said, service, dataset = Triples(), f"{endpoint}#service", f"{endpoint}#dataset"
    said.say(service, RDF.type, ox.NamedNode(SD.Service))
    said.say(service, SD.endpoint, ox.NamedNode(endpoint))
    said.say(service, SD.supportedLanguage, ox.NamedNode(SD.SPARQL11Query))
    said.say(service, SD.feature, ox.NamedNode(SD.UnionDefaultGraph))
    said.say(service, SD.resultFormat, *(ox.NamedNode(f"http://www.w3.org/ns/formats/{name}") for name in _FORMATS))
    said.say(service, SD.defaultDataset, ox.NamedNode(dataset))
    said.say(dataset, RDF.type, ox.NamedNode(SD.Dataset))
    said.say(dataset, SD.defaultGraph, ox.NamedNode(f"{endpoint}#union"))
    said.say(f"{endpoint}#union", RDF.type, ox.NamedNode(SD.Graph))
    for row, (graph, number) in enumerate(counted(store, GRAPHS), 1):
        named = f"{endpoint}#graph-{row}"
        said.say(dataset, SD.namedGraph, ox.NamedNode(named))
        said.say(named, RDF.type, ox.NamedNode(SD.NamedGraph))
        said.say(named, SD.name, ox.NamedNode(graph))
        said.say(named, SD.graph, ox.NamedNode(f"{named}-graph"))
        said.say(f"{named}-graph", RDF.type, ox.NamedNode(SD.Graph))
        said.say(f"{named}-graph", VOID.triples, integer(number))
    return said.answer()


def counted(store: ox.Store, query: str) -> list[tuple[str, int]]:
    """Pairs of a term and a number that a query gives as `?x` and `?n`, sorted."""
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted((lexical(row["x"]), int(lexical(row["n"]))) for row in rows)
