"""The description of the tables for other programs: it is that of the tables that are there, and it stays so."""

from __future__ import annotations

import csv
import json
import re
import shutil
import warnings
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli_kit import Ran
from cli_kit import kg as run

from kg.folder import Folder
from kg.tables import METADATA, TABLES, describe
from kg.tasks.start import init

MINIMAL = Path(__file__).parent / "workspaces" / "minimal"
ROOT = Path(__file__).parent.parent
TIDY = Ran(0, "", "All tables are tidy.\n")


@pytest.fixture
def case(tmp_path: Path) -> Folder:
    """A workspace whose tables are tidy and described."""
    shutil.copytree(MINIMAL, tmp_path / "case")
    folder = Folder((tmp_path / "case").resolve())
    assert run("tidy", cwd=folder.root).code == 0
    return folder


def described(folder: Folder) -> dict[str, Any]:
    """The description that lies in a workspace."""
    content = json.loads((folder.data / METADATA).read_bytes())
    assert isinstance(content, dict)
    return content


def columns(folder: Folder) -> dict[str, dict[str, Any]]:
    """The columns of all tables as `table.column`."""
    found = described(folder)["tables"]
    return {f"{table['url'].removesuffix('.csv')}.{column['titles']}": column for table in found for column in table["tableSchema"]["columns"]}


def keys(folder: Folder) -> set[str]:
    """The foreign keys as `table.column > table`."""
    return {
        f"{table['url'].removesuffix('.csv')}.{key['columnReference']} > {key['reference']['resource'].removesuffix('.csv')}"
        for table in described(folder)["tables"]
        for key in table["tableSchema"].get("foreignKeys", ())
    }


# ---- what it says is so


def _made(tmp_path: Path, kind: str) -> Folder:
    if kind == "shipped":
        return Folder(ROOT)
    if kind == "minimal":
        shutil.copytree(MINIMAL, tmp_path / "case")
        run("tidy", cwd=tmp_path / "case")
        return Folder((tmp_path / "case").resolve())
    return init(tmp_path / "case", example=kind == "example")


KINDS = pytest.mark.parametrize("kind", ["shipped", "minimal", "new", "example"])


def _holds(text: str, datatype: object) -> bool:
    if not isinstance(datatype, dict):
        return datatype in ("string", "anyURI")
    if datatype["base"] == "date":
        return datatype["format"] == "yyyy-MM-dd" and date.fromisoformat(text).isoformat() == text
    return datatype["base"] == "string" and re.fullmatch(datatype.get("format", "(?s).*"), text) is not None


def _check_table(table: Mapping[str, Any], rows: Mapping[str, list[dict[str, str]]], head: list[str]) -> None:
    schema = table["tableSchema"]
    assert [column["titles"] for column in schema["columns"]] == head
    assert len({column["name"] for column in schema["columns"]}) == len(head)
    for column in schema["columns"]:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_]*", column["name"])
        for row in rows[table["url"]]:
            text = row[column["titles"]]
            assert text or not column.get("required")
            values = text.split(column["separator"]) if "separator" in column else [text]
            assert all(_holds(value, column["datatype"]) for value in values if value), (column["titles"], text)
    if "primaryKey" in schema:
        ids = [row[schema["primaryKey"]] for row in rows[table["url"]]]
        assert len(set(ids)) == len(ids)
    for key in schema.get("foreignKeys", ()):
        there = {row[key["reference"]["columnReference"]] for row in rows[key["reference"]["resource"]]}
        assert {row[key["columnReference"]] for row in rows[table["url"]]} <= there


@KINDS
def test_every_table_is_as_it_is_described(kind: str, tmp_path: Path) -> None:
    """Each file is there, its header is that of the description, each cell holds what is said, and each key leads to a row."""
    folder = _made(tmp_path, kind)
    rows, heads = {}, {}
    for path in sorted(folder.data.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows[path.name] = list(reader)
            heads[path.name] = list(reader.fieldnames or ())

    tables = described(folder)["tables"]

    assert sorted(table["url"] for table in tables) == sorted(rows)
    for table in tables:
        _check_table(table, rows, heads[table["url"]])


@KINDS
def test_a_validator_of_others_agrees(kind: str, tmp_path: Path) -> None:
    """The csvw package, where it is installed, finds the description and the tables valid."""
    csvw = pytest.importorskip("csvw")
    folder = _made(tmp_path, kind)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        group = csvw.CSVW(str(folder.data / METADATA), validate=True)

        assert group.is_valid, [str(warning.message) for warning in group.warnings]


def test_the_shipped_description_is_the_generated_one(tmp_path: Path) -> None:
    """What ships is what `kg tidy` would write."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("extracted"))
    shutil.copyfile(ROOT / "kg.toml", tmp_path / "kg.toml")

    assert describe(Folder(ROOT)) == (ROOT / "data" / METADATA).read_bytes()
    assert run("tidy", "--check", cwd=tmp_path) == TIDY


@pytest.mark.parametrize("example", [False, True])
def test_a_new_workspace_is_described_from_the_start(*, example: bool, tmp_path: Path) -> None:
    """All columns that there may be in an empty one, those of the case in the example."""
    folder = init(tmp_path / "case", example=example)

    assert run("tidy", "--check", cwd=folder.root) == TIDY
    assert run("check", cwd=folder.root).code == 0
    if not example:
        assert list(columns(folder)) == [f"{name}.{column}" for name, table in TABLES.items() for column in table.names]


def test_columns_say_what_their_cells_hold(tmp_path: Path) -> None:
    """The form of ids, dates, times, numbers and lists, from the declaration of the columns."""
    found = columns(init(tmp_path / "case"))

    assert found["actors.id"] == {
        "name": "id",
        "titles": "id",
        "dc:description": "This cell holds the name of the actor in all other tables.",
        "datatype": {"base": "string", "format": "[a-z][a-z0-9-]*"},
        "required": True,
    }
    assert found["actors.aliases"]["separator"] == "|"
    assert found["statements.modality"]["datatype"] == {"base": "string", "format": "asserted|alleged|denied|planned|hypothetical"}
    assert found["statements.when"]["datatype"] == {"@id": "http://id.loc.gov/datatypes/edtf/EDTF", "base": "string"}
    assert found["statements.entered"]["datatype"] == {"base": "date", "format": "yyyy-MM-dd"}
    assert found["sources.url"]["datatype"] == "anyURI"
    assert found["sources.sha256"]["datatype"] == {"base": "string", "format": "[0-9a-f]{64}"}
    assert "required" not in found["statements.quote"]


def test_the_case_is_named_with_its_licence(case: Folder) -> None:
    """A licence by its known name is an address; words of one's own stay words; none is none."""
    settings = case.root / "kg.toml"
    text = "\n".join(line for line in settings.read_text(encoding="utf-8").splitlines() if not line.startswith("licence"))
    found = []
    for line in ('licence = "CC-BY-4.0"', 'licence = "for members of the network"', ""):
        settings.write_text(f"{line}\n{text}", encoding="utf-8")
        run("tidy", cwd=case.root)
        found.append(described(case).get("dc:license"))

    assert found == [{"@id": "https://spdx.org/licenses/CC-BY-4.0"}, "for members of the network", None]
    assert described(case)["dc:title"] == {"@value": case.settings()[0].title, "@language": "en"}


# ---- keys


def test_foreign_keys_are_those_that_hold_for_every_row(tmp_path: Path) -> None:
    """Others are told with the reason: two tables, a word that may stand there, a printed name, an empty cell."""
    folder = init(tmp_path / "case")
    found = columns(folder)

    assert keys(folder) == {
        "statements.subject > actors", "statements.source > sources", "identities.left > actors", "identities.right > actors",
    }  # fmt: skip
    assert {
        name: column["rdfs:comment"].removeprefix("Not declared as a foreign key: ") for name, column in found.items() if "rdfs:comment" in column
    } == {
        "sources.publisher": "it holds an id of actors or a name as printed.",
        "sources.copies": "it holds an id of sources or nothing, and not every program takes an empty cell for no key.",
        "events.place": "it holds an id of actors or nothing, and not every program takes an empty cell for no key.",
        "statements.object": "it holds an id of actors or events, and a foreign key is one into a single table.",
        "statements.claimant": 'it holds an id of actors or the word "unstated".',
        "statements.place": "it holds an id of actors or nothing, and not every program takes an empty cell for no key.",
        "statements.event": "it holds an id of events or nothing, and not every program takes an empty cell for no key.",
        "judgements.source": "it holds an id of sources or nothing, and not every program takes an empty cell for no key.",
    }


def test_no_key_is_declared_where_records_stand_elsewhere(case: Folder) -> None:
    """With actors in Turtle, or sources in a spreadsheet, a table alone does not hold every id."""
    (case.data / "more.ttl").write_text("", encoding="utf-8")
    run("tidy", cwd=case.root)
    with_turtle = keys(case)
    (case.data / "more.ttl").unlink()
    book = openpyxl.Workbook()
    for row in csv.reader((case.data / "sources.csv").read_text(encoding="utf-8").splitlines()):
        book.active.append(row)
    book.save(case.data / "sources.xlsx")
    (case.data / "sources.csv").unlink()
    run("tidy", cwd=case.root)

    assert with_turtle == set()
    assert keys(case) == {"statements.subject > actors"}
    assert "sources.csv" not in {table["url"] for table in described(case)["tables"]}
    assert columns(case)["statements.source"]["rdfs:comment"] == "Not declared as a foreign key: sources may stand in files that are no CSV."


def test_nothing_makes_a_row_a_triple(tmp_path: Path) -> None:
    """Whoever turns tables into RDF by this description gets cells and no relations, so no allegation as a fact."""
    text = (init(tmp_path / "case").data / METADATA).read_text(encoding="utf-8")

    assert not re.search("aboutUrl|propertyUrl|valueUrl|virtual", text)
    assert "no fact: its standing is worked out by kg build" in text


# ---- it stays up to date


CHANGES: dict[str, Callable[[Folder], object]] = {
    "a language more": lambda folder: _edit(
        folder.data / "actors.csv", "id,type,label,aliases\n", "id,type,label,label@pt-br,aliases\n", ",Dock", ",Doca,Dock"
    ),
    "a column less": lambda folder: _edit(folder.data / "events.csv", ",place\n", "\n", ",port-vell\n", "\n"),
    "a table less": lambda folder: (folder.data / "judgements.csv").unlink(),
    "another title": lambda folder: _edit(folder.root / "kg.toml", 'title = "', 'title = "The other '),
    "it is gone": lambda folder: (folder.data / METADATA).unlink(),
    "it was edited": lambda folder: _edit(folder.data / METADATA, "required", "wanted"),
    "it is broken": lambda folder: (folder.data / METADATA).write_bytes(b"\xff{"),
}


def _edit(path: Path, *changes: str) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    if "pt-br" in text:  # each other row gets an empty cell
        head, *rows = text.splitlines()
        text = "\n".join([head, *(row if ",Doca," in row else re.sub(",([^,]*)$", r",,\1", row) for row in rows)]) + "\n"
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", CHANGES)
def test_tidy_says_when_it_is_out_of_date_and_makes_it_anew(name: str, case: Folder) -> None:
    """Whatever changed, the check fails until it was run; and then it is silent."""
    CHANGES[name](case)

    checked = run("tidy", "--check", cwd=case.root)
    tidied = run("tidy", cwd=case.root)

    assert checked == Ran(1, "", "data/csv-metadata.json: not tidy\nError: 1 file to tidy. Run: kg tidy\n")
    assert tidied == Ran(0, "", "data/csv-metadata.json: rewritten\n")
    assert run("tidy", "--check", cwd=case.root) == TIDY
    if name == "a language more":
        assert columns(case)["actors.label@pt-br"] | {"dc:description": ""} == {
            "name": "label_pt_br", "titles": "label@pt-br", "dc:description": "", "datatype": "string", "lang": "pt-br",
        }  # fmt: skip


def test_it_describes_the_tables_as_tidying_leaves_them(case: Folder) -> None:
    """Semicolons, another order and empty columns are gone in the same run."""
    rows = list(csv.reader((case.data / "events.csv").read_text(encoding="utf-8").splitlines()))
    (case.data / "events.csv").write_text(
        "".join(";".join([*reversed(row), ""]) + "\n" for row in rows).replace(";\n", ";description\n", 1), encoding="utf-8"
    )
    before = (case.data / METADATA).read_bytes()

    tidied = run("tidy", cwd=case.root)

    assert tidied == Ran(0, "", "data/events.csv: rewritten\n")
    assert (case.data / METADATA).read_bytes() == before
    assert run("tidy", "--check", cwd=case.root) == TIDY


def test_without_a_csv_table_there_is_none(tmp_path: Path) -> None:
    """A workspace of spreadsheets is not described, and tidy."""
    (tmp_path / "data").mkdir()
    (tmp_path / "kg.toml").touch()

    assert run("tidy", cwd=tmp_path) == TIDY
    assert describe(Folder(tmp_path)) is None
    assert not (tmp_path / "data" / METADATA).exists()


def test_a_build_neither_reads_it_nor_counts_it(case: Folder) -> None:
    """It is no JSON-LD and no input: spoilt or gone, the exports are still those of today."""
    assert run("build", cwd=case.root).code == 0
    manifest = json.loads((case.exports / "manifest.json").read_bytes())
    (case.data / METADATA).write_text('{"@context": "http://www.w3.org/ns/csvw", "@id": ')

    assert f"data/{METADATA}" not in manifest["inputs"]
    assert run("check", cwd=case.root).code == 0
    assert run("check", "--exports", cwd=case.root).err == "4 files as the build wrote them.\nNothing is wrong.\n"
