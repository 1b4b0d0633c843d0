"""What the tests of tables share: a small vocabulary, a workspace of two good rows, and what the program says about it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.folder import Folder
from kg.model import Case
from kg.ontology import Ontology, Type
from kg.tables import Counts, read_tables
from kg.texts import sentence

IRI = "https://w3id.org/actor-kg/"

SETTINGS = 'title = "Test"\nbase = "https://example.org/test/"\n[curators]\nana = "Ana Lee"\n'
TWO_CURATORS = f'{SETTINGS}bo = "Bo Ray"\n'
ACTORS = "id,type,label\nunion,NGO,The Union\nharbour,Company,Harbour Ltd\nlena,Person,Lena Moor\n"
SOURCES = "id,kind,title\ntide,news,The Tide of May\n"
EVENTS = "id,type,label\ntalks,Meeting,Talks\n"
HEAD = "subject,relation,object,modality,claimant,source,quote"
GOOD = "union,accused,harbour,asserted,,tide,The Union accused Harbour Ltd."
STATEMENTS = f"{HEAD}\n{GOOD}\n"


def _type(name: str, *wider: str) -> Type:
    return Type(name, IRI + name, name, wider=wider)


TYPES = (
    _type("Actor"),
    _type("Person", "Actor"),
    _type("Organisation", "Actor"),
    _type("Company", "Organisation", "Actor"),
    _type("NGO", "Organisation", "Actor"),
    _type("Group", "Actor"),
    _type("Event"),
    _type("Meeting", "Event"),
)
ONTOLOGY = Ontology(types={t.id: t for t in TYPES})


def make(root: Path, files: Mapping[str, str | bytes] | None = None, *, settings: str = SETTINGS) -> Folder:
    """A workspace with sound tables, some of them (or other files of `data/`) replaced."""
    tables: dict[str, str | bytes] = {"actors.csv": ACTORS, "sources.csv": SOURCES, "events.csv": EVENTS, "statements.csv": STATEMENTS}
    root.mkdir(exist_ok=True)
    (root / "kg.toml").write_text(settings, encoding="utf-8")
    for name, content in {**tables, **(files or {})}.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Folder(root.resolve())


def read(folder: Folder) -> tuple[Case, list[str], Counts]:
    """The case, the findings as they are printed, and the counts."""
    case, found, counts = read_tables(folder, folder.settings()[0], ONTOLOGY)
    return case, [sentence(finding) for finding in found], counts


def said(folder: Folder) -> list[str]:
    """The findings as they are printed."""
    return read(folder)[1]
