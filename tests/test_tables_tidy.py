"""Tables back to bytes: canonical form, an id renamed everywhere, rows added."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from more import TIMES
from tables_kit import ACTORS, EVENTS, GOOD, HEAD, SOURCES, STATEMENTS, make, read

from kg.clean import cell
from kg.errors import DataError, UsageError
from kg.folder import Folder
from kg.tables import TABLES, append_rows, rename, tidy_tables
from kg.tables.cells import read_csv
from kg.texts import sentence


def tidied(folder: Folder) -> dict[str, str]:
    """The files that would change, and what they would hold."""
    changed, found = tidy_tables(folder)
    assert found == ()
    return {path.name: data.decode() for path, data in changed.items()}


def renamed(folder: Folder, old: str, new: str) -> dict[str, str]:
    """The files that a renaming changes."""
    return {folder.name(path): data.decode() for path, data in rename(folder, old, new).items()}


def test_canonical_tables_are_left_alone(tmp_path: Path) -> None:
    """Tidying what is tidy changes nothing."""
    files = {"statements.csv": "", "actors.csv": "id,type,label\nharbour,Company,Harbour Ltd\nlena,Person,Lena Moor\nunion,NGO,The Union\n"}

    assert tidied(make(tmp_path, files)) == {}


def test_canonical_form(tmp_path: Path) -> None:
    """Known order of columns, languages after the label, empty columns gone but for the required ones, rows by content, LF, no mark."""
    raw = (
        "\ufefflabel@km;publish;type;label;id;label@fr;aliases\r\n"
        '\u1780;;NGO;"The; Union";union;"L""union";\r\n'
        ";;;;;;\r\n"
        ";; Person;Lena Moor\u00a0;lena;;'=1|x\r\n"
    )

    assert tidied(make(tmp_path, {"actors.csv": raw}))["actors.csv"] == (
        'id,type,label,label@fr,label@km,aliases\nlena,Person,Lena Moor,,,\'=1|x\nunion,NGO,The; Union,"L""union",\u1780,\n'
    )


def test_statements_stand_by_what_they_say(tmp_path: Path) -> None:
    """The name of a row is no reason to stand first; a quote with line breaks stays as it is."""
    raw = (
        f"id,{HEAD},polarity\nz,union,accused,lena,asserted,,tide,b,\na,union,accused,harbour,asserted,,tide,c,\n"
        ',lena,accused,union,asserted,,tide,"one\r\ntwo, three",\n'
    )

    assert tidied(make(tmp_path, {"statements.csv": raw}))["statements.csv"] == (
        'id,subject,relation,object,modality,source,quote\n,lena,accused,union,asserted,tide,"one\ntwo, three"\n'
        "a,union,accused,harbour,asserted,tide,c\nz,union,accused,lena,asserted,tide,b\n"
    )


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    """They are the form that somebody will fill in."""
    header = ",".join(TABLES["actors"].names)

    assert tidied(make(tmp_path, {"actors.csv": f"{header}\n", "events.csv": "label,id,type\n", "statements.csv": ""})) == {
        "events.csv": "id,type,label\n"
    }


def test_a_broken_table_is_not_touched(tmp_path: Path) -> None:
    """Where rows cannot be read, writing would lose them; the other tables are tidied all the same."""
    folder = make(
        tmp_path, {"actors.csv": "label,id,type\nLena,lena,Person,x\n", "statements.csv": "", "events.csv": "label,id,type\nTalks,talks,Meeting\n"}
    )
    (folder.data / "judgements.xlsx").write_bytes(b"never looked into")

    changed, found = tidy_tables(folder)

    assert [path.name for path in changed] == ["events.csv"]
    assert [sentence(finding) for finding in found] == [
        'data/actors.csv:2: 4 cells, header has 3. Write " on both sides of a cell that holds a comma, and one comma for each empty cell.'
    ]


def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(tmp_path: Path) -> None:
    """It is lost again on reading; numbers need none."""
    texts = ["'=1+1", "'+855 12 345", "'-x", "'@home", "-5", "+3.5", "0012", "'s-Hertogenbosch"]
    raw = "id,type,label,description\n" + "".join(f'a{n},Person,A,"{text}"\n' for n, text in enumerate(texts))
    folder = make(tmp_path, {"actors.csv": raw})
    written = tidied(folder)["actors.csv"]
    case, found, _ = read(folder)

    assert [row["description"] for row in csv.DictReader(io.StringIO(written))] == texts
    assert found == []
    assert [actor.description for actor in case.actors] == [
        "=1+1", "+855 12 345", "-x", "@home", "-5", "+3.5", "0012", "'s-Hertogenbosch",
    ]  # fmt: skip


CELL = st.text(st.one_of(st.sampled_from(",;\t\"\n'=+-@|0 "), st.characters(codec="utf-8")), max_size=12).map(
    lambda text: cell(text.replace("\r", "\n"))
)
NAMES = [*TABLES["actors"].names, "label@km", "label@pt-br"]
#: What cells hold after reading: no formula, no error of a spreadsheet, nothing that reading would change again.
ROW = st.dictionaries(st.sampled_from(NAMES), CELL.filter(lambda text: text and cell(text) == text and not text.startswith("#")), min_size=1)


@settings(max_examples=200 * TIMES)
@given(rows=st.lists(ROW, max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]) -> None:
    """Rows added to a table, and rows tidied, are the same rows; tidying twice changes nothing more."""
    folder = Folder(tmp_path_factory.getbasetemp())
    folder.data.mkdir(exist_ok=True)
    path = folder.data / "actors.csv"
    path.unlink(missing_ok=True)

    _, data = append_rows(folder, "actors", rows)
    path.write_bytes(data)
    changed, found = tidy_tables(folder)
    again = changed.get(path, data)
    path.write_bytes(again)

    assert found == ()
    assert [dict(row.cells) for row in read_csv(data, TABLES["actors"], "x").rows] == rows
    read_again = [dict(row.cells) for row in read_csv(again, TABLES["actors"], "x").rows]
    assert sorted(map(repr, map(sorted, map(dict.items, read_again)))) == sorted(map(repr, map(sorted, map(dict.items, rows))))
    assert tidy_tables(folder) == ({}, ())


# ---- renaming

JUDGED = (
    "statement,source,judgement,curator,date,reason,instead\n"
    "union accused union-2 [alleged by union] [as union member in union] [when 2013] [in union] [during union],union,reject,ana,2024-01-01,"
    "union says so,lena not accused union [denied by union]\n"
)


def test_an_id_is_renamed_wherever_it_is_an_id(tmp_path: Path) -> None:
    """In every table, in the readings of judgements and among candidates; longer ids, roles and running text stay."""
    candidate = {"id": "union", "subject": "union", "object": "union-2", "quote": "the union", "claimant": "union", "confidence": 0.5}
    other = '{"subject":"lena",   "object":"harbour"}'
    folder = make(
        tmp_path,
        {
            "actors.csv": f"{ACTORS}union-2,NGO,union\n",
            "sources.csv": "id,kind,title,publisher,copies\ntide,party,union,union,\nwave,news,Wave,Union,tide\n",
            "events.csv": "id,type,label,place\ntalks,Meeting,union,union\n",
            "statements.csv": f"id,{HEAD},role,place\nunion,union,accused,union-2,alleged,union,tide,union,union,union\n",
            "judgements.csv": JUDGED,
            "identities.csv": "left,right,judgement,curator,date,reason\nunion,union-2,different,ana,2024-01-01,union\n",
            "extracted/x.jsonl": f"{json.dumps(candidate)}\n{other}\n",
            "extracted/y.jsonl": f"{other}\n",
        },
    )

    assert renamed(folder, "union", "workers") == {
        "data/actors.csv": "id,type,label\nharbour,Company,Harbour Ltd\nlena,Person,Lena Moor\nunion-2,NGO,union\nworkers,NGO,The Union\n",
        "data/sources.csv": "id,kind,title,publisher,copies\ntide,party,union,workers,\nwave,news,Wave,Union,tide\n",
        "data/events.csv": "id,type,label,place\ntalks,Meeting,union,workers\n",
        "data/statements.csv": "id,subject,relation,object,modality,claimant,role,place,source,quote\n"
        "union,workers,accused,union-2,alleged,workers,union,workers,tide,union\n",
        "data/judgements.csv": "statement,source,judgement,curator,date,reason,instead\n"
        "workers accused union-2 [alleged by workers] [as union member in union] [when 2013] [in workers] [during workers],workers,reject,ana,"
        "2024-01-01,union says so,lena not accused workers [denied by workers]\n",
        "data/identities.csv": "left,right,judgement,curator,date,reason\nworkers,union-2,different,ana,2024-01-01,union\n",
        "data/extracted/x.jsonl": json.dumps(candidate | {"subject": "workers", "claimant": "workers"}) + f"\n{other}\n",
    }


def test_a_source_and_an_event_are_renamed_too(tmp_path: Path) -> None:
    """All that has an id can have another; only files that hold it change."""
    folder = make(tmp_path, {"sources.csv": f"{SOURCES}wave,news,Wave\n"})

    assert renamed(folder, "talks", "talks-2013") == {"data/events.csv": EVENTS.replace("talks,", "talks-2013,")}
    assert renamed(folder, "tide", "flood") == {
        "data/sources.csv": "id,kind,title\nflood,news,The Tide of May\nwave,news,Wave\n",
        "data/statements.csv": "subject,relation,object,modality,source,quote\n" + GOOD.replace(",,tide", ",flood") + "\n",
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("onion", "workers", 'There is no actor, source or event "onion".'),
        ("union", "lena", '"lena" is the id of something else already. To say that two actors are one, write a row in identities.csv.'),
        ("union", "tide", '"tide" is the id of something else already. To say that two actors are one, write a row in identities.csv.'),
        ("union", "May-13", '"May-13" cannot be an id. Write small letters a to z, digits and hyphens, with a letter first.'),
    ],
)
def test_renamings_that_are_refused(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """Nothing is renamed to what is taken or no id."""
    with pytest.raises(UsageError) as refused:
        rename(make(tmp_path), old, new)

    assert str(refused.value) == expected


def test_nothing_is_renamed_where_something_cannot_be_read(tmp_path: Path) -> None:
    """Half a renaming would break the case: a broken table, a broken line and a spreadsheet that holds the id stop it."""
    broken = make(tmp_path / "broken", {"statements.csv": f"{STATEMENTS}x\n", "extracted/x.jsonl": "{\n"})
    sheet = make(tmp_path / "sheet")
    (sheet.data / "statements.csv").unlink()
    import openpyxl

    book = openpyxl.Workbook()
    for row in (HEAD, GOOD):
        book.active.append(row.split(","))
    book.save(sheet.data / "statements.xlsx")

    with pytest.raises(DataError) as stopped:
        rename(broken, "union", "workers")
    with pytest.raises(UsageError) as refused:
        rename(sheet, "union", "workers")

    assert [finding.code for finding in stopped.value.findings] == ["line-json", "row-ragged"]
    assert str(refused.value) == '"union" stands in data/statements.xlsx, and spreadsheets are not rewritten. Save them as CSV first.'


# ---- rows added


def test_rows_are_added_at_the_end(tmp_path: Path) -> None:
    """What was there keeps its order; a column that a new row needs, and every one of a table that is added to, is put in its place."""
    folder = make(tmp_path, {"judgements.csv": "statement,judgement,curator,date,reason\nz accused y,uphold,ana,2024-01-01,seen\n"})
    rows = [{"statement": "a accused b", "source": "tide", "judgement": "accept", "curator": "ana", "date": "2024-01-02", "reason": "read\r\nagain"}]

    path, data = append_rows(folder, "judgements", rows)

    assert path == folder.data / "judgements.csv"
    assert data.decode() == (
        "statement,source,judgement,curator,date,reason,instead\nz accused y,,uphold,ana,2024-01-01,seen,\n"
        'a accused b,tide,accept,ana,2024-01-02,"read\nagain",\n'
    )


def test_rows_are_added_to_a_table_that_is_not_there(tmp_path: Path) -> None:
    """The first judgement makes the table."""
    row = {"left": "lena", "right": "union", "judgement": "different", "curator": "ana", "date": "2024-01-02", "reason": "one is a person"}

    assert append_rows(make(tmp_path), "identities", [row])[1].decode() == (
        "left,right,judgement,curator,date,reason\nlena,union,different,ana,2024-01-02,one is a person\n"
    )


def test_rows_are_not_added_to_what_cannot_be_read(tmp_path: Path) -> None:
    """A broken table and a spreadsheet are left as they are."""
    folder = make(tmp_path, {"judgements.csv": "statement,judgement\n", "identities.ods": "x"})

    with pytest.raises(DataError) as stopped:
        append_rows(folder, "judgements", [])
    with pytest.raises(UsageError) as refused:
        append_rows(folder, "identities", [])

    assert [finding.code for finding in stopped.value.findings] == ["column-missing"]
    assert str(refused.value) == "data/identities.ods is a spreadsheet, and those are not rewritten. Save it as CSV first."


def test_a_table_that_is_only_added_to_keeps_all_its_columns(tmp_path: Path) -> None:
    """What somebody adds at its end always has the columns of the table, whatever the rows before it needed."""
    raw = "statement,judgement,curator,date,reason\nlena accused union,uphold,ed,2020-01-02,Seen.\n"

    assert tidied(make(tmp_path, {"judgements.csv": raw}))["judgements.csv"] == (
        "statement,source,judgement,curator,date,reason,instead\nlena accused union,,uphold,ed,2020-01-02,Seen.,\n"
    )


def test_a_header_that_stands_again_is_no_row() -> None:
    """Where one file was put behind another, the header between them says nothing new; a row that is only like it is a row."""
    table = TABLES["identities"]
    header = "left,right,judgement,curator,date,reason\n"

    grid = read_csv(f"{header}a,b,same,ed,2020-01-02,x\n{header}left,right,judgement,curator,date,Reason\n".encode(), table, "data/identities.csv")

    assert [row["left"] for row in grid.rows] == ["a", "left"]
    assert (grid.count, grid.findings) == (2, ())
