"""Sheets that go out: what a spreadsheet shows is what the case says, nothing in them is ever calculated, and nothing is lost unsaid."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import page_case
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from more import TIMES
from python_calamine import CalamineWorkbook

from kg.clean import decode
from kg.interchange import FORMATS, Content
from kg.interchange.book import Sheet, write_book
from kg.model import Case
from kg.standing import weigh
from kg.tables.safe import guarded, is_formula, to_csv, unguarded
from kg.texts import phrase

SIGNS = "=+-@\t\r\n＝＋－＠'"
TEXTS = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cs"])), max_size=12)


def content_of(case: Case, profile: str = "team") -> Content:
    """A case, weighed, as writers get it."""
    return Content(case, page_case.ontology(), weigh(case, page_case.ontology()), profile)


@cache
def made() -> Content:
    """The invented case of the page, with every standing in it."""
    return content_of(page_case.case())


def parsed(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file as somebody reads them who takes the apostrophes off."""
    rows = csv.reader(io.StringIO(decode(data), newline=""), strict=True)
    head, *rest = [[unguarded(cell) for cell in row] for row in rows]
    return [dict(zip(head, row, strict=True)) for row in rest]


def sheet(data: bytes, name: str) -> list[dict[str, object]]:
    """The rows of one sheet as another program reads them."""
    head, *rest = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in rest]


def written(name: str, content: Content) -> bytes:
    """The one file of a format."""
    return FORMATS[name].write(content)[""]


def losses(name: str, content: Content) -> list[str]:
    """What a format says that it cannot hold."""
    return [phrase("loss", loss.code, **dict(loss.values)) for loss in FORMATS[name].losses(content)]


# ---- cells


@given(TEXTS)
@example("'=1")
@example("''=1")
@example("'")
@example("-5")
@example("'-5")
def test_every_text_comes_back_and_none_is_a_formula(text: str) -> None:
    """The law of a cell: guarded it is calculated by nobody, and read again it is the same text."""
    assert not is_formula(guarded(text))
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("\n=1", "'\n=1"),
        ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠x", "'＠x"),
        ("-5", "-5"), ("+5.25", "+5.25"), ("-5 EUR", "'-5 EUR"), ("--5", "'--5"), ("'=1", "''=1"), ("'s-Hertogenbosch", "'s-Hertogenbosch"), ("", ""),
    ],
)  # fmt: skip
def test_an_apostrophe_stands_before_what_would_be_calculated_and_nowhere_else(text: str, cell: str) -> None:
    """Numbers stay numbers, names stay names."""
    assert guarded(text) == cell


@settings(max_examples=150 * TIMES)
@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), max_size=6))
def test_a_table_of_any_texts_reads_back_to_the_same_table(rows: list[list[str]]) -> None:
    """Line ends, quotes, separators, signs and invisible characters in cells change nothing."""
    lines = csv.reader(io.StringIO(decode(to_csv(rows)), newline=""), strict=True)

    assert [[unguarded(cell) for cell in line] for line in lines] == rows


# ---- csv


def test_the_first_column_is_the_standing_and_each_evidence_has_a_row() -> None:
    """The allegation says whose it is in its own row, and no row is without its standing."""
    rows = parsed(written("csv", made()))

    assert next(iter(rows[0])) == "standing"
    assert all(row["standing"] for row in rows)
    assert len(rows) == sum(len(s.evidence) for s in made().case.statements)
    [row] = [row for row in rows if row["reading"] == page_case.CENTRAL]
    assert row["standing"] == "alleged"
    assert row["sentence"] == "ALLEGED by Dockers’ Union of Velde: Brightsea Crewing exploited Crew of the Marlin, 2019 (2019)"
    assert (row["subject_label"], row["relation_label"], row["object_label"]) == ("Brightsea Crewing", "exploited", "Crew of the Marlin, 2019")
    assert (row["claimant_label"], row["when"], row["earliest"], row["latest"]) == ("Dockers’ Union of Velde", "2019", "2019-01-01", "2019-12-31")
    assert row["quote"] == "Brightsea, the union says, worked the crew without pay."
    assert (row["quoted_from"], row["source_title"], row["url"]) == ("original", "Crew of the Marlin went unpaid", "https://gazette.example/marlin")


def test_established_in_a_sheet_is_what_the_law_establishes() -> None:
    """The readings of the rows that say so, in both formats."""
    expected = {s.reading for s in made().established}

    assert {row["reading"] for row in parsed(written("csv", made())) if row["standing"] == "established"} == expected
    assert {row["reading"] for row in sheet(written("xlsx", made()), "Statements") if row["standing"] == "established"} == expected


def test_a_derived_row_names_its_rule_and_what_it_follows_from() -> None:
    """It has no source of its own, and its reason stands in it."""
    [row] = [row for row in parsed(written("csv", made())) if row["origin"] == "derived"]

    assert (row["source"], row["standing"]) == ("", "established")
    assert row["because"].startswith("follows by the rule metAtMeeting from established statements: Dockers’ Union of Velde participated in ")


def test_no_cell_of_a_csv_file_begins_like_a_formula() -> None:
    """Whatever strangers wrote into labels, titles, notes and addresses."""
    data = written("csv", content_of(page_case.evil_case()))
    cells = [cell for row in csv.reader(io.StringIO(decode(data), newline=""), strict=True) for cell in row]

    assert any(cell.startswith("'=1+1</script>") for cell in cells)
    assert not any(map(is_formula, cells))


def test_excel_is_told_that_the_file_is_utf_8() -> None:
    """Without the mark at its beginning names in other scripts would come out as rubbish."""
    assert written("csv", made()).startswith(b"\xef\xbb\xbfstanding,")


# ---- xlsx


@pytest.mark.parametrize("case", [page_case.case(), page_case.evil_case()], ids=["plain", "evil"])
def test_every_cell_of_a_workbook_is_text_or_a_number(case: Case) -> None:
    """No formula, no error, no date, no shared string; in the XML, cell by cell."""
    data = written("xlsx", content_of(case))
    kinds: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            part = packed.read(name).decode()
            assert "<f>" not in part
            assert "<f " not in part
            if name.startswith("xl/worksheets/"):
                kinds |= {found[1] for tag in re.findall(r"<c [^>]*>", part) if (found := re.search(r' t="(\w+)"', tag))}
        assert not [name for name in packed.namelist() if "externalLink" in name or "vba" in name.lower() or "sharedStrings" in name]

    assert kinds == {"inlineStr", "n"}


def test_another_program_reads_what_was_written() -> None:
    """Sheet Statements holds the rows of the CSV file, numbers as numbers."""
    flat, rows = parsed(written("csv", made())), sheet(written("xlsx", made()), "Statements")

    assert len(flat) == len(rows)
    for one, other in zip(flat, rows, strict=True):
        assert one == {name: f"{value:g}" if isinstance(value, float) else value for name, value in other.items()}


def test_the_sheets_and_what_is_on_them() -> None:
    """Statements, actors with the names they have in other languages, events, sources, contradictions, and how to read it."""
    data = written("xlsx", made())
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))

    assert book.sheet_names == ["Statements", "Actors", "Events", "Sources", "Contradictions", "About"]
    [union] = [row for row in sheet(data, "Actors") if row["id"] == "dockers-union"]
    assert (union["label@km"], union["aliases"], union["type"]) == (page_case.KHMER, "DUV|the dockers", "Association")
    [table] = [row for row in sheet(data, "Events") if row["id"] == "round-table"]
    assert table["standing"] == "established"
    assert {row["id"] for row in sheet(data, "Sources")} == {source.id for source in made().case.sources}
    pairs = {(row["reading"], row["against_reading"]) for row in sheet(data, "Contradictions")}
    assert (page_case.CENTRAL, "brightsea exploited marlin-crew [denied by brightsea] [when 2019]") in pairs
    assert not {(other, one) for one, other in pairs} & pairs


def test_the_sheet_about_says_what_it_is_and_who_may_read_it() -> None:
    """Title, profile, licence, how to read it, and what is not in it."""
    about = CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx", made()))).get_sheet_by_name("About").to_python()
    said = {row[0]: row[1] for row in about if row[0]}
    public = CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx", content_of(page_case.case(), "public")))).get_sheet_by_name("About")

    assert said["title"] == made().case.settings.title
    assert said["who may read it"] == "The team only: it may hold names that must not leave the room."
    assert ["who may read it", "Anybody."] in public.to_python()
    assert str(said["how to read it"]).startswith("On the sheet Statements one row is one evidence")
    assert said["what it does not hold"] == "Not in it: the texts of the documents (4); the quotes from them are."
    assert said["statements"] == len(made().case.statements)


def test_the_header_stays_and_can_be_filtered() -> None:
    """Frozen first row and standing, a filter over all columns, widths."""
    import openpyxl

    page = openpyxl.load_workbook(io.BytesIO(written("xlsx", made())))["Statements"]

    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref.startswith("A1:")
    assert page.column_dimensions["B"].width == 60
    assert page["A1"].font.bold


SEEDED = "import sys, test_sheets as t, hashlib; print(hashlib.sha256(t.written(sys.argv[1], t.made())).hexdigest())"


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_same_case_gives_the_same_bytes(name: str) -> None:
    """Whatever the hash seed, the time zone and the time of day."""
    hashes = set()
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC")):
        environ = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": "tests", "PATH": ""}
        done = subprocess.run([sys.executable, "-c", SEEDED, name], capture_output=True, text=True, check=True, env=environ)
        hashes.add(done.stdout)

    assert len(hashes) == 1


def test_a_workbook_bears_the_last_day_of_its_data_and_no_other() -> None:
    """Its makers' names and the moment of writing are nowhere in it."""
    with zipfile.ZipFile(io.BytesIO(written("xlsx", made()))) as packed:
        core = packed.read("docProps/core.xml").decode()
        stamps = {member.date_time for member in packed.infolist()}
    last = max(row.date for row in made().case.judgements)

    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", core)) == {f"{last.isoformat()}T00:00:00Z"}
    assert '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">kg</dc:creator>' in core
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


def test_texts_that_a_spreadsheet_would_change_come_back_as_they_were() -> None:
    """What looks like an escape, a number, a date, a yes; blanks at the edges; an apostrophe."""
    texts = ["_x0041_", "_x005F_", "0012", "1e5", "2013-07", "TRUE", "  both  ", "'=1", "=1", "a\nb", "#N/A"]
    data = write_book([Sheet("S", (("text", 10),), [(text,) for text in texts])], title="t", day=None)

    assert [row["text"] for row in sheet(data, "S")] == texts


def test_what_a_cell_cannot_hold_is_cut_or_marked_and_said() -> None:
    """A quote longer than a cell, and a character that XML has not; never without a word."""
    statement = made().case.statements[0]
    item = replace(statement.evidence[0], quote="y" * 40_000, note="a\x0bb")
    case = replace(made().case, statements=(replace(statement, evidence=(item,)),))
    content = content_of(case)
    [row] = sheet(written("xlsx", content), "Statements")

    assert (len(str(row["quote"])), str(row["quote"])[-1], row["note"]) == (32_767, "…", "a�b")
    assert "Cut off with …, since a cell of a spreadsheet takes 32767 characters: 1." in losses("xlsx", content)
    assert "Cells in which a � stands for what XML cannot hold: 1." in losses("xlsx", content)


# ---- what is lost


def test_the_notes_say_what_is_left_out() -> None:
    """Documents, judgements, and for the flat sheet what is not about a statement."""
    assert losses("csv", made())[:2] == losses("xlsx", made())[:2]
    assert losses("csv", made()) == [
        "Not in it: the texts of the documents (4); the quotes from them are.",
        "Not in it: the rows in which curators judged and joined (4); what they led to is, in the columns standing and because.",
        (
            "Not in it: aliases, descriptions, identifiers and labels in other languages of actors, and the summaries of events (7 have some); "
            "xlsx holds them."
        ),
        "Not in it: actors, events and sources that no statement names (2); xlsx holds them.",
    ]


def test_an_empty_case_loses_nothing() -> None:
    """Then there is nothing to say, and the files are still whole."""
    content = content_of(Case(made().case.settings))

    assert losses("csv", content) == losses("xlsx", content) == []
    assert parsed(written("csv", content)) == []
    assert sheet(written("xlsx", content), "Statements") == []


def test_rows_come_in_the_order_of_the_case() -> None:
    """Sorted by reading, so that two exports can be compared line by line."""
    readings = [row["reading"] for row in parsed(written("csv", made()))]

    assert all(one <= other for one, other in pairwise(readings))


def test_the_day_of_a_workbook_is_no_day_before_packed_files_have_one() -> None:
    """A judgement of 1971 does not keep the file from being written."""
    case = replace(made().case, judgements=tuple(replace(row, date=date(1971, 1, 1)) for row in made().case.judgements))

    assert sheet(written("xlsx", content_of(case)), "Statements")
