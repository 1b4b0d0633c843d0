"""Every format of exchange, read by a program that is not ours: what it takes for a fact, and which texts it finds.

`READERS` has one entry for each format of `kg.interchange.FORMATS`; `test_exports_law.py` fails for a format without one. A
reader takes the files as `Format.write` gives them. It is told nothing about standings: whatever a program that knows only the
format would show as a relation between two actors is a fact.
"""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import networkx as nx
import openpyxl
import pyoxigraph as ox

from kg.ontology.read import read_ontology
from kg.vocab import KG, RDF

__all__ = ["FIELDS", "READERS", "Files", "Reader", "Triple"]

Triple = tuple[str, str, str]
Files = Mapping[str, bytes]

RELATIONS = {relation.iri for relation in read_ontology()[0].relations.values()}
SYMMETRIC = {relation.id for relation in read_ontology()[0].relations.values() if relation.symmetric}
#: The texts of a case that somebody else may have typed; `test_exports_law.py` puts hostile ones into all of them.
FIELDS = (
    "case", "curator", "label", "label_km", "alias", "description", "identifier", "title", "publisher", "author", "source_note",
    "quote", "prefix", "suffix", "locator", "note", "role", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """How one format is read by somebody else."""

    #: Subject, relation, object of every fact, by their ids; both ways where a relation is symmetric. `None`: no format of facts.
    facts: Callable[[Files], set[Triple] | None]
    #: All texts that a reader gets out of the files.
    texts: Callable[[Files], set[str]]
    #: Those of `FIELDS` that the format has a place for; each comes out letter by letter.
    holds: tuple[str, ...]


def local(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rsplit("/", 1)[-1]


def both_ways(found: Iterable[Triple]) -> set[Triple]:
    """What stands for a relation that runs both ways."""
    return {t for s, r, o in found for t in ({(s, r, o), (o, r, s)} if r in SYMMETRIC else {(s, r, o)})}


# ---- RDF


def quads(files: Files, form: ox.RdfFormat) -> list[ox.Quad]:
    """All quads of the one file."""
    return list(ox.parse(files[""], format=form))


def facts_of_dataset(form: ox.RdfFormat) -> Callable[[Files], set[Triple]]:
    """A relation used as a predicate is a fact, wherever it stands."""

    def read(files: Files) -> set[Triple]:
        found = [quad for quad in quads(files, form) if quad.predicate.value in RELATIONS]
        assert {local(str(quad.graph_name.value)) for quad in found if isinstance(quad.graph_name, ox.NamedNode)} <= {"established"}
        return {(local(str(q.subject.value)), local(q.predicate.value), local(str(q.object.value))) for q in found}  # type: ignore[union-attr]  # no triple terms

    return read


def literals(form: ox.RdfFormat) -> Callable[[Files], set[str]]:
    """The text of all literals."""
    return lambda files: {quad.object.value for quad in quads(files, form) if isinstance(quad.object, ox.Literal)}


def facts_of_annotations(files: Files) -> set[Triple]:
    """A reader of annotations shows the body: a sentence that does not begin with a standing in capitals reads like a fact."""
    found = quads(files, ox.RdfFormat.JSON_LD)
    assert not [quad for quad in found if quad.predicate.value in RELATIONS]
    by_node: dict[str, dict[str, str]] = {}
    for quad in found:
        value = quad.object.value if isinstance(quad.object, (ox.NamedNode, ox.Literal)) else ""
        by_node.setdefault(str(quad.subject), {})[quad.predicate.value] = value
    bodies = [node for node in by_node.values() if KG.reading in node]
    value = RDF.base + "value"
    plain = [node for node in bodies if node[value].startswith("CONTESTED: ") or not node[value].split(" ")[0].strip(",:").isupper()]
    assert all(node[KG.standing] == "established" for node in plain)
    return both_ways((local(node[RDF.subject]), local(node[RDF.predicate]), local(node[RDF.object])) for node in plain)


def no_facts(files: Files) -> None:
    """A description of a dataset holds no relation at all."""
    assert not [quad for quad in quads(files, ox.RdfFormat.TURTLE) if quad.predicate.value in RELATIONS]


# ---- graphs


def network(name: str, files: Files) -> nx.MultiDiGraph:
    """The graph as networkx reads it."""
    if name == "graphml":
        return nx.read_graphml(io.BytesIO(files[""]), force_multigraph=True)
    if name == "gexf":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return nx.MultiDiGraph(nx.read_gexf(io.BytesIO(files[""])))
    return nx.node_link_graph(json.loads(files[""]), edges="edges")


def facts_of_network(name: str) -> Callable[[Files], set[Triple]]:
    """Every edge is drawn, whatever its attributes say."""
    return lambda files: both_ways((source, data["relation"], target) for source, target, data in network(name, files).edges(data=True))


def texts_of_network(name: str) -> Callable[[Files], set[str]]:
    """All attributes of graph, nodes and edges, as networkx has them."""

    def read(files: Files) -> set[str]:
        graph = network(name, files)
        held = [graph.graph, *(data for _, data in graph.nodes(data=True)), *(data for *_, data in graph.edges(data=True))]
        values = [value for data in held for value in data.values()]
        return {text for value in values for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)}

    return read


# ---- tables


def rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, by the names in its first line; none is longer or shorter than that line."""
    head, *body = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def facts_of_edges(files: Files) -> set[Triple]:
    """Every row is a line, whatever stands in its other columns."""
    return both_ways((row["source"], row["relation"], row["target"]) for row in rows(files[""]))


def shown(cell: str) -> str:
    """A cell without the apostrophe in front of a formula, which says that it is none."""
    return cell[1:] if re.match("'+[=+\\-@\t\r\n＝＋－＠]", cell) else cell


def facts_of_sheet(found: list[dict[str, str]]) -> set[Triple]:
    """Rows are read: the first cell says what a row is worth, and its sentence begins with the same where it is no fact."""
    for row in found:
        plain = row["sentence"].startswith("CONTESTED: ") or not row["sentence"].split(" ")[0].strip(",:").isupper()
        assert plain == (row["standing"] == "established"), row["sentence"]
    return both_ways((row["subject"], row["relation"], row["object"]) for row in found if row["standing"] == "established")


def flat(files: Files) -> list[dict[str, str]]:
    """The rows of the flat sheet, which begins with a byte order mark for the sake of spreadsheets."""
    return rows(files[""].removeprefix(b"\xef\xbb\xbf"))


def unescaped(cell: str) -> str:
    """A text as a spreadsheet shows it, which writes what XML cannot keep by its number."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), cell)


def book(files: Files) -> dict[str, list[dict[str, str]]]:
    """The sheets of the workbook, every cell as text; a formula in it would be a finding of its own."""
    sheets = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(files[""])):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}, sheet.title
        head, *body = ([unescaped(str(value)) if value is not None else "" for value in row] for row in sheet.iter_rows(values_only=True))
        sheets[sheet.title] = [dict(zip(head, row, strict=True)) for row in body]
    return sheets


def texts_of_book(files: Files) -> set[str]:
    """All cells of all sheets, several values of one cell apart."""
    return {part for found in book(files).values() for row in found for cell in row.values() for part in (cell, *cell.split("|"))}


def neo4j(files: Files) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Nodes and relationships as the importer sees them: typed by their header, arrays divided, empty cells absent."""
    command = files["import.txt"].decode().split("\n")[0].split()
    marks = [word.removeprefix("--array-delimiter=U+") for word in command if word.startswith("--array-delimiter=")]
    assert command[:4] == ["neo4j-admin", "database", "import", "full"]
    assert {"--nodes=nodes.csv", "--relationships=relationships.csv", "--multiline-fields=true"} <= set(command)
    separator = chr(int(marks[0], 16)) if marks else ";"

    def typed(row: dict[str, str]) -> dict[str, object]:
        lists = {name for name in row if name.endswith("[]") or name == ":LABEL"}
        return {name: value.split(separator) if name in lists else value for name, value in row.items() if value}

    points, lines = ([typed(row) for row in rows(files[name])] for name in ("nodes.csv", "relationships.csv"))
    ids = {point["id:ID"] for point in points}
    assert len(ids) == len(points), "an id twice stops the import"
    assert all(line[end] in ids for line in lines for end in (":START_ID", ":END_ID")), "so does an end that is no node"
    return points, lines


def facts_of_neo4j(files: Files) -> set[Triple]:
    """Every relationship is drawn by its type."""
    return both_ways((str(line[":START_ID"]), str(line[":TYPE"]), str(line[":END_ID"])) for line in neo4j(files)[1])


def texts_of_neo4j(files: Files) -> set[str]:
    """All properties, arrays in their parts."""
    values = [value for found in neo4j(files) for one in found for value in one.values()]
    return {str(text) for value in values for text in (value if isinstance(value, list) else [value])}


# ---- FollowTheMoney and SSSOM


def entities(files: Files) -> dict[str, dict[str, object]]:
    """The entities of the one file by their ids; an id twice would be one entity to the programs that read it."""
    found = [json.loads(line) for line in files[""].decode().split("\n") if line]
    assert len({one["id"] for one in found}) == len(found)
    return {one["id"]: one for one in found}


def facts_of_entities(files: Files) -> set[Triple]:
    """Every entity that joins two others is a line there; it keeps our reading as the number of its record."""
    known = entities(files)
    found = set()
    for one in known.values():
        properties = one["properties"]
        assert isinstance(properties, dict)
        ends = {
            value
            for name, values in properties.items()
            if name not in ("proof", "involved", "organizer", "location")
            for value in values
            if value in known
        }
        if len(ends) > 1 or one["schema"] == "UnknownLink":
            (reading,) = properties["recordId"]
            subject, relation, other = reading.split()[:3]
            assert all(any(end.startswith(f"{name}-") for end in ends) for name in (subject, other)) or one["schema"] == "Occupancy"
            found.add((subject, relation, other))
    return both_ways(found)


def texts_of_entities(files: Files) -> set[str]:
    """All values of all properties."""
    return {str(value) for one in entities(files).values() for values in dict(one["properties"]).values() for value in values}  # type: ignore[call-overload]  # JSON


def mappings(files: Files) -> list[dict[str, str]]:
    """The rows of a mapping set, below its header of comments."""
    lines = [line for line in files[""].decode().split("\n") if line and not line.startswith("#")]
    head, *body = (line.split("\t") for line in lines)
    return [dict(zip(head, row, strict=True)) for row in body]


def no_relations(files: Files) -> None:
    """A mapping says that two names mean one thing, or do not; it is no relation between actors."""
    assert {row["predicate_id"] for row in mappings(files)} <= {f"skos:{how}Match" for how in ("exact", "close", "broad", "narrow", "related")}


def texts_of_mappings(files: Files) -> set[str]:
    """All cells."""
    return {cell for row in mappings(files) for cell in row.values()}


_DATASET = tuple(name for name in FIELDS if name != "case")
_DRAWN = ("label", "label_km", "alias", "description", "identifier", "quote", "role")

READERS: dict[str, Reader] = {
    "trig": Reader(facts_of_dataset(ox.RdfFormat.TRIG), literals(ox.RdfFormat.TRIG), _DATASET),
    "nq": Reader(facts_of_dataset(ox.RdfFormat.N_QUADS), literals(ox.RdfFormat.N_QUADS), _DATASET),
    "jsonld": Reader(facts_of_dataset(ox.RdfFormat.JSON_LD), literals(ox.RdfFormat.JSON_LD), _DATASET),
    "oa": Reader(facts_of_annotations, literals(ox.RdfFormat.JSON_LD), ("title", "quote", "prefix", "suffix", "locator", "note")),
    "void": Reader(no_facts, literals(ox.RdfFormat.TURTLE), ("case", "curator", "title")),
    "graphml": Reader(facts_of_network("graphml"), texts_of_network("graphml"), ("case", *_DRAWN)),
    "gexf": Reader(facts_of_network("gexf"), texts_of_network("gexf"), _DRAWN),
    "node-link": Reader(facts_of_network("node-link"), texts_of_network("node-link"), ("case", *_DRAWN)),
    "neo4j": Reader(facts_of_neo4j, texts_of_neo4j, _DRAWN),
    "csv": Reader(
        lambda files: facts_of_sheet(flat(files)),
        lambda files: {shown(cell) for row in flat(files) for cell in row.values()},
        ("label", "quote", "role", "locator", "note", "title", "publisher"),
    ),
    "xlsx": Reader(
        lambda files: facts_of_sheet(book(files)["Statements"]),
        texts_of_book,
        ("label", "label_km", "description", "quote", "role", "locator", "note", "title", "publisher", "author", "source_note"),
    ),
    "ftm": Reader(facts_of_entities, texts_of_entities, ("label", "label_km", "alias", "description", "title", "author")),
    "sssom": Reader(no_relations, texts_of_mappings, ()),
    "sssom-terms": Reader(no_relations, texts_of_mappings, ()),
    "edges-csv": Reader(facts_of_edges, lambda files: {shown(cell) for row in rows(files[""]) for cell in row.values()}, ("label", "quote", "role")),
}
