"""Formats of graph programs: GraphML, GEXF, node-link JSON, a list of edges as CSV, and tables for Neo4j."""

from __future__ import annotations

import csv
import io
import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kg.interchange.drawn import Attributes, drawn, edges, joined, losses, nodes
from kg.interchange.jsonld import to_json
from kg.interchange.neo4j import to_neo4j
from kg.interchange.registry import TEAM, Content, Format, one_file

__all__ = ["FORMATS"]

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"


def _graphml(content: Content) -> bytes:
    """GraphML: every attribute is declared, and is text; edges have ids."""
    points, lines = nodes(content), edges(content)
    root = Element("graphml", xmlns=_GRAPHML)
    declared = {"graph": ("title", "profile"), "node": ("label", *drawn(points)), "edge": ("label", *drawn(lines))}
    for kind, names in declared.items():
        for name in names:
            SubElement(root, "key", {"id": f"{kind}-{name}", "for": kind, "attr.name": name, "attr.type": "string"})
    graph = SubElement(root, "graph", id="case", edgedefault="directed")
    _data(graph, "graph", {"title": content.case.settings.title, "profile": _profile(content)})
    for node in points:
        _data(SubElement(graph, "node", id=node.id), "node", {"label": node.label, **node.attributes})
    for edge in lines:
        made = SubElement(graph, "edge", id=edge.id, source=edge.source, target=edge.target)
        _data(made, "edge", {"label": edge.label, **edge.attributes})
    return _xml(root)


def _data(parent: Element, kind: str, attributes: Attributes) -> None:
    for name, value in attributes.items():
        SubElement(parent, "data", key=f"{kind}-{name}").text = joined(value)


def _gexf(content: Content) -> bytes:
    """GEXF 1.3; the kind of an edge is its relation, so that parallel edges of different relations are not merged."""
    points, lines, settings = nodes(content), edges(content), content.case.settings
    root = Element("gexf", xmlns=_GEXF, version="1.3")
    # The day of the data, since a day of writing would make other bytes of the same case.
    meta = SubElement(root, "meta", {"lastmodifieddate": content.as_of.isoformat()} if content.as_of else {})
    SubElement(meta, "creator").text = ", ".join(name for _, name in settings.curators) or "kg"
    SubElement(meta, "description").text = f"{settings.title} – {_profile(content)}"
    graph = SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for kind, names in (("node", drawn(points)), ("edge", drawn(lines))):
        group = SubElement(graph, "attributes", {"class": kind, "mode": "static"})
        for name in names:
            SubElement(group, "attribute", id=f"{kind}-{name}", title=name, type="string")
    place = SubElement(graph, "nodes")
    for node in points:
        _values(SubElement(place, "node", id=node.id, label=node.label), "node", node.attributes)
    place = SubElement(graph, "edges")
    for edge in lines:
        kind = joined(edge.attributes["relation"])
        made = SubElement(place, "edge", id=edge.id, source=edge.source, target=edge.target, label=edge.label, kind=kind)
        _values(made, "edge", edge.attributes)
    return _xml(root)


def _values(parent: Element, kind: str, attributes: Attributes) -> None:
    group = SubElement(parent, "attvalues")
    for name, value in attributes.items():
        SubElement(group, "attvalue", {"for": f"{kind}-{name}", "value": joined(value)})


def _xml(root: Element) -> bytes:
    """A document to read; a carriage return is written as one, since parsers turn a bare one into a line feed."""
    indent(root, " ")
    text = tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _profile(content: Content) -> str:
    return TEAM if content.profile == "team" else "for anybody"


def _node_link(content: Content) -> bytes:
    """The JSON of networkx and D3: `nodes` and `edges`, several texts as lists."""
    about = {"title": content.case.settings.title, "profile": _profile(content)}
    points = [{"id": node.id, "label": node.label, **node.attributes} for node in nodes(content)]
    lines = [{"source": e.source, "target": e.target, "key": e.id, "label": e.label, **e.attributes} for e in edges(content)]
    return to_json({"directed": True, "multigraph": True, "graph": about, "nodes": points, "edges": lines})


#: What a spreadsheet calculates, also behind a blank that it skips; or what looks as if it were guarded already.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
#: Source and target first: there programs look for them. Then what a person wants to see beside them.
_LISTED = (
    "source", "target", "label", "source_label", "target_label", "relation", "when", "standing", "contested", "claimant", "voices",
    "earliest", "latest", "role", "quantity", "place", "event", "symmetric", "quote", "cited", "reading", "id",
)  # fmt: skip


def _edges_csv(content: Content) -> bytes:
    """One edge a row. No byte order mark: programs that look for a column `source` would not find it."""
    name = content.case.label
    text = io.StringIO()
    # With both characters in the line end, a cell that holds either is quoted by every version of the module.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_LISTED)
    for edge in edges(content):
        ends = {"id": edge.id, "source": edge.source, "target": edge.target, "label": edge.label}
        ends |= {"source_label": name(edge.source), "target_label": name(edge.target)}
        cells = {**ends, **{key: joined(value) for key, value in edge.attributes.items()}}
        writer.writerow([_guarded(cells.get(column, "")) for column in _LISTED])
    return text.getvalue().encode()


def _guarded(text: str) -> str:
    """The text with an apostrophe where a spreadsheet would take it for a formula, or take off an apostrophe of its own."""
    return f"'{text}" if _FORMULA.match(text) else text


FORMATS = (
    Format("graphml", ".graphml", "Actors and what is established between them as GraphML: for yEd, Cytoscape, igraph.", one_file(_graphml), losses),
    Format("gexf", ".gexf", "Actors and what is established between them as GEXF: for Gephi and Gephi Lite.", one_file(_gexf), losses),
    Format("node-link", ".json", "Actors and what is established between them as JSON: for networkx and D3.", one_file(_node_link), losses),
    Format("neo4j", "", "Tables for neo4j-admin, and the command that loads them: for Neo4j.", to_neo4j, losses),
    Format("edges-csv", ".edges.csv", "What is established as a list of edges: for Gephi, Kumu, Maltego and i2.", one_file(_edges_csv), losses),
)
