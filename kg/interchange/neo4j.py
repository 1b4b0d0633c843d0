"""Tables that `neo4j-admin database import` reads: nodes, relationships, and the command that loads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from kg.interchange.drawn import Attributes, drawn, edges, nodes
from kg.interchange.registry import TEAM, Content

__all__ = ["to_neo4j"]

#: What may stand between several values of a cell: the first that no value holds; of the last one no text can hold any.
_SEPARATORS = (";", "|", "¦", "\x1f")
#: Attributes of which there may be several; what is a list for one is a list for all.
_SEVERAL = frozenset(("aliases", "identifiers", "voices", "quote", "cited"))
_COMMAND = """\
neo4j-admin database import full neo4j --nodes=nodes.csv --relationships=relationships.csv {separator}--multiline-fields=true

Run this in this folder while the database is stopped; it makes the database "neo4j" anew.
{profile}A relationship is one statement: its type is the relation, `id` that of the statement, `when` the time as the source has it.
"""


def to_neo4j(content: Content) -> dict[str, bytes]:
    """The three files by their names."""
    points, lines = nodes(content), edges(content)
    separator = _separator([*(node.attributes for node in points), *(edge.attributes for edge in lines)])
    node_names, edge_names = tuple(drawn(points)), tuple(drawn(lines))
    node_rows = [[n.id, n.label, *_cells(n.attributes, node_names, separator), separator.join(n.types)] for n in points]
    edge_rows = [[e.source, e.target, e.id, e.label, *_cells(e.attributes, edge_names, separator), str(e.attributes["relation"])] for e in lines]
    typed = f"--array-delimiter=U+{ord(separator):04X} "
    profile = f"{TEAM}.\n" if content.profile == "team" else ""
    return {
        "nodes.csv": _table(["id:ID", "label", *map(_typed, node_names), ":LABEL"], node_rows),
        "relationships.csv": _table([":START_ID", ":END_ID", "id", "label", *map(_typed, edge_names), ":TYPE"], edge_rows),
        "import.txt": _COMMAND.format(separator="" if separator == ";" else typed, profile=profile).encode(),
    }


def _separator(all_attributes: Iterable[Attributes]) -> str:
    held = {letter for attributes in all_attributes for name in _SEVERAL & attributes.keys() for text in attributes[name] for letter in text}
    return next(separator for separator in _SEPARATORS if separator not in held)


def _typed(name: str) -> str:
    return f"{name}:string[]" if name in _SEVERAL else name


def _cells(attributes: Mapping[str, str | tuple[str, ...]], names: Iterable[str], separator: str) -> list[str]:
    values = (attributes.get(name, "") for name in names)
    return [value if isinstance(value, str) else separator.join(value) for value in values]


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    # With CRLF as the end of a row, a cell that holds either of the two is quoted; a program reads these, so nothing is guarded.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
