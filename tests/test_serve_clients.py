"""Real clients ask the server: SPARQLWrapper, rdflib's store and curl get what our own command gets."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from typing import Any

import pytest
from cli_kit import example, kg
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serve_kit import MARKS, Server
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

pytestmark = MARKS

QUERY = "PREFIX kg: <https://w3id.org/actor-kg/> SELECT ?s ?l { ?s a kg:Event ; <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?s"


@pytest.fixture(scope="module")
def expected() -> list[tuple[str, str]]:
    """What our own command says."""
    got = kg("query", "-w", str(example().root), "-f", "csv", QUERY).out
    rows = [(row["s"], row["l"]) for row in csv.DictReader(io.StringIO(got))]
    assert rows
    return rows


def test_sparqlwrapper(server: Server, expected: list[tuple[str, str]]) -> None:
    """By GET, by form and directly; rows as JSON, XML and CSV, triples as Turtle."""
    client: Any = SPARQLWrapper(f"{server.address}sparql")
    client.setQuery(QUERY)
    client.setReturnFormat(JSON)
    for method, way in (("GET", None), (POST, None), (POST, POSTDIRECTLY)):
        client.setMethod(method)
        if way:
            client.setRequestMethod(way)
        found = client.query().convert()
        assert [(row["s"]["value"], row["l"]["value"]) for row in found["results"]["bindings"]] == expected
    client.setReturnFormat(XML)
    assert len(client.query().convert().getElementsByTagName("result")) == len(expected)
    client.setReturnFormat(CSV)
    assert [tuple(row) for row in list(csv.reader(io.StringIO(client.query().convert().decode())))[1:]] == expected
    client.setQuery("DESCRIBE <https://example.org/case/actor/acra>")
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=client.query().convert(), format="turtle")) > 3


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_the_store_of_rdflib(server: Server, expected: list[tuple[str, str]], method: str) -> None:
    """A graph of rdflib over the endpoint: queries, its own pattern look-ups, and CONSTRUCT."""
    graph = Graph(SPARQLStore(f"{server.address}sparql", method=method))
    assert [(str(row[0]), str(row[1])) for row in graph.query(QUERY)] == expected  # type: ignore[index]  # rows of a SELECT
    first = URIRef(expected[0][0])
    assert str(graph.value(first, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))) == expected[0][1]
    made = graph.query(f"CONSTRUCT WHERE {{ <{first}> ?p ?o }}").graph
    assert made is not None
    assert (first, None, None) in made


def test_curl(server: Server, expected: list[tuple[str, str]]) -> None:
    """The line that the README shows."""
    curl = shutil.which("curl")
    if not curl:
        pytest.skip("curl is not installed")
    command = [curl, "-sf", f"{server.address}sparql", "-H", "Accept: text/csv", "--data-urlencode", f"query={QUERY}"]
    assert [tuple(row) for row in list(csv.reader(io.StringIO(subprocess.check_output(command, text=True))))[1:]] == expected
