"""Files, headers and rows: what is read, and what is said about that which is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from more import TIMES
from tables_kit import ACTORS, GOOD, HEAD, STATEMENTS, make, read, said

from kg.model.judgement import IDENTITIES, READINGS, WORLD
from kg.model.statement import DOCUMENT_IS, KINDS, MODALITIES, POLARITIES, UNSTATED
from kg.tables import TABLES
from kg.tables.cells import read_csv


def grid_of(text: str | bytes, table: str = "actors") -> list[tuple[int, dict[str, str]]]:
    """The rows of a table that has nothing wrong, with their lines."""
    grid = read_csv(text.encode() if isinstance(text, str) else text, TABLES[table], f"data/{table}.csv")
    assert grid.findings == ()
    return [(row.place.line, dict(row.cells)) for row in grid.rows]


def test_closed_lists_are_those_of_the_records() -> None:
    """The words of a column are declared once more in the model; the two agree."""
    statements, sources = TABLES["statements"], TABLES["sources"]

    assert statements.get_column("modality").words == MODALITIES
    assert statements.get_column("polarity").words == POLARITIES
    assert statements.get_column("claimant").also == UNSTATED
    assert sources.get_column("kind").words == KINDS
    assert sources.get_column("document_is").words == DOCUMENT_IS
    assert TABLES["judgements"].get_column("judgement").words == (*READINGS, *WORLD)
    assert TABLES["identities"].get_column("judgement").words == IDENTITIES


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_byte_order_marks_make_no_difference(separator: str, end: str, mark: bytes) -> None:
    """What spreadsheets on different systems save is one and the same table."""
    rows = ['"id" type label description', '"lena" Person Lena "[1,1;1,1;1,1;1,1;1,1],,,"']
    text = end.join(row.replace(" ", separator) for row in rows) + end

    assert grid_of(mark + text.encode()) == [(2, {"id": "lena", "type": "Person", "label": "Lena", "description": "[1,1;1,1;1,1;1,1;1,1],,,"})]


def test_cells_are_trimmed_and_apostrophes_dropped() -> None:
    """Blanks that nobody sees, and the apostrophe that a spreadsheet wants, are no part of a cell; blank rows are no rows."""
    text = "\ufeff id\u00a0,type,label,description,\n\n lena,Person\u00a0,\u200bLena ,'=1,\n , ,\u200b,\nbo,Person,Bo,'0012,\n"

    assert grid_of(text) == [
        (3, {"id": "lena", "type": "Person", "label": "Lena", "description": "=1"}),
        (5, {"id": "bo", "type": "Person", "label": "Bo", "description": "0012"}),
    ]


def test_lines_are_those_an_editor_shows() -> None:
    """A cell with line breaks moves the rows after it, and they are still found on their line; breaks in cells become LF."""
    text = 'id,type,label,description\r\nlena,Person,Lena,"one\r\ntwo\rthree"\r\nbo,Person,Bo,\r\n'

    assert [(line, cells.get("description")) for line, cells in grid_of(text)] == [(2, "one\ntwo\nthree"), (5, None)]


def test_labels_in_other_languages_are_columns() -> None:
    """`label@xx` is known where people may have several names, and nowhere else."""
    wrong = read_csv(b"id,kind,title,title@km\n", TABLES["sources"], "data/sources.csv").findings

    assert grid_of("id,type,label,label@km\nlena,Person,Lena,\u1780\n")[0][1]["label@km"] == "\u1780"
    assert [finding.code for finding in wrong] == ["column-unknown"]


@pytest.mark.parametrize("content", ["", "\n\n", "id,type,label\n", " , \nid,type,label,publish\n,,,\n"])
def test_a_table_without_rows_is_as_one_that_is_absent(tmp_path: Path, content: str) -> None:
    """An empty file and a header alone say nothing, and nothing is wrong with them."""
    case, found, counts = read(make(tmp_path, {"actors.csv": content}))

    assert (case.actors, found, dict(counts.tables)["actors"]) == ((), [], 0)


HEADERS = {
    "a,b,c\n1,2,3\n4,5,6\n": [
        (
            'data/actors.csv:1: none of its columns is one of this table: "a", "b", "c".'
            " The first row names the columns: id,type,label,aliases,description,identifiers,publish"
        )
    ],
    "id,typ,label\nx,Person,X\n": ['data/actors.csv:1: unknown column "typ". Did you mean "type"?'],
    "ID,type,label,label@KM\nx,Person,X,\n": [
        'data/actors.csv:1: unknown column "ID". Did you mean "id"?',
        'data/actors.csv:1: unknown column "label@KM". Did you mean "label@km"?',
    ],
    "id,type,lebel,shoe size\nx,,X,\n": [
        'data/actors.csv:1: unknown column "shoe size". Known are id, type, label, aliases, description, identifiers, publish.',
        'data/actors.csv:1: unknown column "lebel". Did you mean "label"?',
    ],
    "id,aliases\nx,X\n": ['data/actors.csv:1: has no column "type", "label". Add it to the first row, and fill it in.'],
    "id,type,label,id\nlena,Person,Lena,x\n": ['data/actors.csv:1: the column "id" stands twice. Delete one of them.'],
    "id,type,label,,\nlena,Person,Lena,,x\n": [
        'data/actors.csv:2: 5 cells, header has 3. Write " on both sides of a cell that holds a comma, and one comma for each empty cell.'
    ],
    "id,type,,label\nlena,Person,gone,Lena\n": [
        'data/actors.csv:2: "gone" stands in column 3, which has no name. Name the column in the first row, or delete the cell.'
    ],
    f"id,type,label{',x' * 100}\n": ["data/actors.csv:1: has 103 columns, and at most 100 are read. Delete those that are not ours."],
}


@pytest.mark.parametrize(("text", "expected"), HEADERS.items(), ids=range(len(HEADERS)))
def test_headers(tmp_path: Path, text: str, expected: list[str]) -> None:
    """A header that is not ours is one finding (or one a column), never one a row."""
    assert said(make(tmp_path, {"actors.csv": text})) == expected


HERE = "data/statements.csv"
RAGGED = 'Write " on both sides of a cell that holds a comma, and one comma for each empty cell.'
ROWS = {
    "union,accused,harbour": [f"{HERE}:2: 3 cells, header has 7. {RAGGED}"],
    GOOD + ",more,": [f"{HERE}:2: 9 cells, header has 7. {RAGGED}"],
    "union,accused,harbour,asserted,,tide,“carried out, by a member”": [
        f'{HERE}:2: 8 cells, header has 7; typographic quotation marks do not quote. Write " on both sides of a cell that holds a comma.'
    ],
    f'union,accused,harbour,asserted,,tide,"never closed\n{GOOD}\n{GOOD}': [
        (
            f"{HERE}:2: a quotation mark opens a cell here and is never closed; nothing was read from here to line 4."
            ' Write " at the end of the cell, and "" for a quotation mark inside it.'
        )
    ],
    f'union,accused,harbour,asserted,"two\nlines",tide,"never\n\n{GOOD}': [
        (
            f"{HERE}:3: a quotation mark opens a cell here and is never closed; nothing was read from here to line 5."
            ' Write " at the end of the cell, and "" for a quotation mark inside it.'
        )
    ],
    f'union,accused,harbour,asserted,,tide,"He said "no" and left"\n{GOOD}\nx': [
        (
            f"{HERE}:2: a cell that opens here with a quotation mark goes on after the next one; nothing was read from here to line 2."
            ' Write "" for a quotation mark inside such a cell.'
        ),
        f"{HERE}:4: 1 cells, header has 7. {RAGGED}",
    ],
    f"union,accused,harbour,asserted,,tide,{'x' * (1 << 20)}x": [
        f"{HERE}:2: holds a cell of more than 1048576 characters. Move the text to a file in data/documents/."
    ],
    'union,accused,harbour,asserted,,tide,"=HYPERLINK(""http://e/"")"': [
        f'{HERE}:2: quote: "=HYPERLINK("http://e/")" is a formula. Write what it shows; an apostrophe in front makes it text.'
    ],
    "#REF!,accused,####,asserted,,tide,Err:502": [
        f'{HERE}:2: {column}: "{value}" is what a spreadsheet shows in place of a value. Type the value again.'
        for column, value in (("object", "####"), ("quote", "Err:502"), ("subject", "#REF!"))
    ],
    "union,accused,harbour,asserted,,tide,a\0b": [f'{HERE}:2: quote: "a<U+0000>b" holds the control character U+0000. Delete it.'],
}


@pytest.mark.parametrize(("row", "expected"), ROWS.items(), ids=range(len(ROWS)))
def test_rows(tmp_path: Path, row: str, expected: list[str]) -> None:
    """A row that cannot be laid under the columns is a finding with its line; the rows after it are read."""
    assert said(make(tmp_path, {"statements.csv": f"{HEAD}\n{row}\n"})) == expected


def test_a_header_that_is_broken(tmp_path: Path) -> None:
    """Where the first row cannot be read, no other can be laid under it."""
    assert said(make(tmp_path, {"actors.csv": f'"id,type,label\n{GOOD}\n'})) == [
        (
            "data/actors.csv:1: a quotation mark opens a cell here and is never closed; nothing was read from here to line 2."
            ' Write " at the end of the cell, and "" for a quotation mark inside it.'
        )
    ]


ENCODINGS: dict[bytes, str] = {
    ACTORS.replace("Lena", "Léna").encode("windows-1252"): (
        'data/actors.csv:4: is not UTF-8: the byte 0xE9 at offset 75 looks like Windows-1252. Save it as UTF-8 (in Excel: "CSV UTF-8").'
    ),
    ACTORS.encode("utf-16"): 'data/actors.csv:1: is written in UTF-16, not in UTF-8. Save it as UTF-8 (in Excel: "CSV UTF-8").',
}


@pytest.mark.parametrize(("raw", "expected"), ENCODINGS.items(), ids=range(len(ENCODINGS)))
def test_encodings(tmp_path: Path, raw: bytes, expected: str) -> None:
    """Another encoding is named, never guessed."""
    assert said(make(tmp_path, {"actors.csv": raw})) == [expected]


FILES = {
    "statments.csv": 'data/statments.csv: no table has this name, so it was not read. Did you mean "statements.csv"?',
    "Actors.csv": 'data/Actors.csv: no table has this name, so it was not read. Did you mean "actors.csv"?',
    "budget.xlsx": "data/budget.xlsx: no table has this name, so it was not read."
    " Known are actors.csv, sources.csv, events.csv, statements.csv, judgements.csv, identities.csv.",
    "identities.xls": "data/identities.xls: .xls is not read. Save it as .xlsx or .csv.",
    "statements.ods": "data/statements.ods: the same table stands in data/statements.csv, so this one was not read. Keep one of them.",
}


@pytest.mark.parametrize(("name", "expected"), FILES.items())
def test_files_that_look_like_tables(tmp_path: Path, name: str, expected: str) -> None:
    """Nobody's rows are left out because their file has another name."""
    assert said(make(tmp_path, {name: "x"})) == [expected]


@pytest.mark.parametrize("name", [".~lock.actors.csv#", "~$actors.xlsx", ".hidden.csv", "notes.txt", "documents/list.csv"])
def test_files_that_are_none_of_ours(tmp_path: Path, name: str) -> None:
    """Locks of a spreadsheet that is open, hidden files and documents are passed by."""
    assert said(make(tmp_path, {name: "x"})) == []


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    """A table is read from the workspace only, whatever a link says; links in a circle and folders are said to be none."""
    folder = make(tmp_path / "case")
    (tmp_path / "actors.csv").write_text(ACTORS)
    for name in ("actors", "events", "sources"):
        (folder.data / f"{name}.csv").unlink()
    (folder.data / "actors.csv").symlink_to(tmp_path / "actors.csv")
    (folder.data / "events.csv").symlink_to(folder.data / "events.csv")
    (folder.data / "sources.csv").mkdir()

    assert said(folder) == [
        "data/actors.csv: leads to a file outside the workspace, so it was not read. Copy the file to this place.",
        "data/events.csv: cannot be read: links in a circle. Check that it is a file and yours to read.",
        "data/sources.csv: cannot be read: it is no file. Check that it is a file and yours to read.",
    ]


def test_limits_of_size_and_rows(tmp_path: Path) -> None:
    """What is too large is a finding, and is not read to its end."""
    large = make(tmp_path / "large")
    with (large.data / "actors.csv").open("r+b") as file:
        file.truncate(50_000_001)
    grid = read_csv(b"id,type,label\n" + b"x,,\n" * 200_001, TABLES["actors"], "data/actors.csv")

    assert said(large) == [
        "data/actors.csv: larger than 50 MB, so it was not read. Divide the case into several workspaces, or take out what is no data."
    ]
    assert (len(grid.rows), [finding.code for finding in grid.findings]) == (200_000, ["table-long"])


TEXTS = st.text(st.one_of(st.sampled_from(",;\t\"\n\r'=“”|\0\ufeff\u200b"), st.characters()), max_size=60)
CELLS = st.one_of(TEXTS, st.sampled_from(("union", "accused", "harbour", "asserted", "tide", "#REF!", "2013", "unstated", "=1", "")))
LINES = st.lists(st.lists(CELLS, max_size=8).map(",".join), max_size=6).map("\n".join)


@pytest.fixture(scope="module")
def open_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace for all examples: each overwrites one table."""
    root = tmp_path_factory.mktemp("fuzz") / "case"
    make(root)
    return root


@settings(max_examples=250 * TIMES)
@given(name=st.sampled_from(sorted(TABLES)), raw=st.one_of(st.binary(max_size=200), TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_no_bytes_do_harm(open_folder: Path, name: str, raw: bytes) -> None:
    """Any bytes as a table give records or findings with a file and a line, and never an exception."""
    folder = make(open_folder, {f"{table}.csv": b"" for table in TABLES} | {f"{name}.csv": raw})

    _, found, _ = read(folder)

    assert all(line.startswith((f"data/{name}.csv:", "kg.toml:")) for line in found)


@settings(max_examples=250 * TIMES)
@given(lines=LINES)
def test_every_row_becomes_a_record_or_a_finding(open_folder: Path, lines: str) -> None:
    """Rows read = rows that became evidence + rows that have a finding of their own; nothing is lost unseen."""
    head = "id,subject,relation,object,modality,source,quote,note"
    folder = make(open_folder, {f"{table}.csv": b"" for table in TABLES} | {"statements.csv": f"{head}\n{lines}".encode("utf-8", "surrogatepass")})

    _, found, counts = read(folder)

    wrong = {line.split(":")[1] for line in found if line.split(":")[1].isdecimal()}
    broken = sum("UTF-8" in line for line in found)
    assert counts.rows == counts.evidences + len(wrong) - broken


def test_a_good_table_says_nothing(tmp_path: Path) -> None:
    """The workspace under these tests is sound."""
    case, found, counts = read(make(tmp_path))

    assert (found, counts.rows, counts.statements, counts.evidences) == ([], 1, 1, 1)
    assert [s.reading for s in case.statements] == ["union accused harbour"]
    assert STATEMENTS.count("\n") == 2
