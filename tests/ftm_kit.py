"""What the tests of FollowTheMoney share: a workspace to entities and back, and the rules of the format written anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from maker import make_workspace

from kg.folder import Folder, Settings
from kg.interchange import FORMATS, READERS, Content, Incoming, Receiver
from kg.model import Case
from kg.ontology.read import read_ontology
from kg.tasks.reading import Reading, read_workspace
from kg.texts import sentence

ONTOLOGY, _ = read_ontology()
Entities = dict[str, dict[str, Any]]
BASE = "https://example.org/made/"
EMPTY = Case(settings=Settings(base=BASE, curators=(("ed", "Ed Itor"), ("jo", "Jo Reader"))))

ACTORS = (
    {"id": "silva-shipping", "type": "Company", "label": "Silva Shipping"},
    {"id": "harbour-union", "type": "Association", "label": "Harbour Union", "aliases": "HU"},
    {"id": "lena-moor", "type": "Person", "label": "Lena Moor"},
    {"id": "omar-reis", "type": "Person", "label": "Omar Reis"},
    {"id": "ministry", "type": "Ministry", "label": "Ministry of Ports"},
    {"id": "dockers", "type": "Group", "label": "Dockers on strike"},
    {"id": "port-selwyn", "type": "Place", "label": "Port Selwyn"},
    {"id": "audit", "type": "Report", "label": "Audit of the Port"},
)
SOURCES = ({"id": "gazette", "kind": "news", "title": "The Harbour Gazette", "publisher": "Gazette Press"},)


def row(subject: str, relation: str, other: str, **more: str) -> dict[str, str]:
    """A row of statements that is established as it stands."""
    told = {"subject": subject, "relation": relation, "object": other, "modality": "asserted", "source": "gazette", "curator": "ed"}
    return {**told, "locator": "p. 1", **more}


def made(root: Path, *rows: Mapping[str, str], **tables: Any) -> Folder:
    """The workspace of the harbour with some statements."""
    told: dict[str, Any] = {"actors": ACTORS, "sources": SOURCES, "statements": rows, **tables}
    return make_workspace(root, **told)


def content(folder: Folder) -> Content:
    """A sound workspace as formats take it."""
    reading = read_sound(folder)
    return Content(reading.case, reading.ontology, reading.weighed)


def read_sound(folder: Folder) -> Reading:
    """The workspace, which has no findings."""
    reading = read_workspace(folder)
    wrong = [sentence(finding) for finding in reading.findings]
    assert not wrong, wrong
    return reading


def written(folder: Folder) -> bytes:
    """The bytes of the export."""
    (data,) = FORMATS["ftm"].write(content(folder)).values()
    return data


def entities(data: bytes) -> Entities:
    """The entities of a file by their id."""
    lines = [json.loads(line) for line in data.decode().splitlines()]
    assert len({line["id"] for line in lines}) == len(lines)
    return {line["id"]: line for line in lines}


def links(data: bytes) -> list[dict[str, Any]]:
    """The entities that stand for statements, in the order of the file."""
    return [entity for name, entity in entities(data).items() if name.startswith("statement-")]


def losses(folder: Folder) -> dict[str, dict[str, object]]:
    """The loss note by code."""
    return {loss.code: dict(loss.values) for loss in FORMATS["ftm"].losses(content(folder))}


def arrived(data: bytes, case: Case = EMPTY, *, path: str = "port.ftm.jsonl") -> Incoming:
    """What a file brings to a workspace, an empty one unless another is given."""
    return READERS["ftm"].read(data, path, Receiver(case, ONTOLOGY, "ed"))


def laid_out(root: Path, incoming: Incoming, *, base: str = BASE) -> Folder:
    """A workspace that holds what came in, and nothing else."""
    tables: dict[str, Any] = dict(incoming.rows)
    return make_workspace(root, base=base, **tables)


def lines(*told: tuple[str, str, dict[str, list[str]]]) -> bytes:
    """A file of entities as others write it."""
    return "".join(json.dumps({"id": name, "schema": schema, "properties": texts}) + "\n" for name, schema, texts in told).encode()


def established(reading: Reading) -> set[str]:
    """The readings of the established statements of a workspace."""
    return {statement.reading for statement in reading.case.statements if reading.weighed.established(statement)}
