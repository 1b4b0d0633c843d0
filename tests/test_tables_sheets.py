"""Spreadsheets: what people see in a cell is what is read, or a finding; and no file brings the program down."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
import zlib
from datetime import date, datetime, time
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_kit import STATEMENTS, make, read, said

from kg.clean import cell
from kg.tables import TABLES
from kg.tables.cells import Grid
from kg.tables.sheets import read_sheet

HEAD = ("subject", "relation", "object", "modality", "source", "quote")
GOOD = ("union", "accused", "harbour", "asserted", "tide", "They did.")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def written(*rows: tuple[object, ...], sheet: str = "Sheet1", others: tuple[str, ...] = ()) -> bytes:
    """A workbook as a spreadsheet program writes it."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for other in others:
        book.create_sheet(other).append(("something", "else"))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def packed(parts: dict[str, str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A packed file of these parts."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", compression) as target:
        for name, text in parts.items():
            target.writestr(name, text)
    return saved.getvalue()


def xlsx(rows: str, *, dimension: str = "A1", strings: str = "", after: str = "") -> bytes:
    """A workbook of one sheet, its rows written by hand."""
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData>{after}</worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        }
    )


def text_row(number: int, cells: tuple[str, ...]) -> str:
    """One row of text cells."""
    inline = "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' for text in cells)
    return f'<row r="{number}">{inline}</row>'


def ods(*rows: str, before: str = "") -> bytes:
    """An OpenDocument spreadsheet with one table, its rows written by hand."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("draw", "drawing"))
    )
    body = f'{before}<table:table table:name="statements">{"".join(rows)}</table:table>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed(
        {
            "mimetype": kind,
            "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        }
    )


def ods_cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    """One cell that shows a text."""
    return f"<table:table-cell {attributes}>{f'<text:p>{escape(text)}</text:p>' if text else ''}</table:table-cell>"


def ods_row(*cells: str, attributes: str = "") -> str:
    """One row of cells: finished ones, or the text of one."""
    return f"<table:table-row {attributes}>{''.join(c if c.startswith('<') else ods_cell(c) for c in cells)}</table:table-row>"


def only_sheet(tmp_path: Path, raw: bytes, *, name: str = "statements.xlsx") -> list[str]:
    """The findings of a workspace whose statements stand in one spreadsheet."""
    folder = make(tmp_path, {name: raw})
    (folder.data / "statements.csv").unlink()
    return said(folder)


def grid_of(raw: bytes, table: str = "statements", suffix: str = "xlsx") -> Grid:
    """A spreadsheet as rows."""
    return read_sheet(raw, TABLES[table], f"data/{table}.{suffix}")


@pytest.mark.parametrize(("sheet", "others"), [("Sheet1", ("notes",)), ("Statements", ("notes",))])
def test_a_workbook_is_a_table(tmp_path: Path, sheet: str, others: tuple[str, ...]) -> None:
    """The first sheet, row for row, blank ones left out; the line of a place is the number of the row."""
    folder = make(tmp_path, {"statements.xlsx": written(HEAD, GOOD, (), ("lena", *GOOD[1:]), sheet=sheet, others=others)})
    (folder.data / "statements.csv").unlink()
    case, found, counts = read(folder)

    assert (found, counts.rows) == ([], 2)
    assert [(s.reading, str(s.at)) for s in case.statements] == [
        ("lena accused harbour", "data/statements.xlsx:4"),
        ("union accused harbour", "data/statements.xlsx:2"),
    ]


def test_the_sheet_called_like_the_table_comes_first() -> None:
    """A workbook may hold all tables, each on its own sheet."""
    book = openpyxl.Workbook()
    book.active.append(("budget",))
    for row in (HEAD, GOOD):
        if "Statements" not in book.sheetnames:
            book.create_sheet("Statements")
        book["Statements"].append(row)
    saved = io.BytesIO()
    book.save(saved)

    assert [row["subject"] for row in grid_of(saved.getvalue()).rows] == ["union"]


def test_an_opendocument_spreadsheet_is_a_table(tmp_path: Path) -> None:
    """Repeated cells and rows, texts of several paragraphs and notes beside a cell are read as they are shown."""
    quote = ods_cell("x").replace(
        "<text:p>x</text:p>",
        "<office:annotation><text:p>a note</text:p></office:annotation><text:p>One <text:span>two</text:span></text:p><text:p>three</text:p>",
    )
    raw = ods(
        ods_row(*HEAD),
        ods_row(*GOOD[:5], quote),
        ods_row("", ods_cell("", 'table:number-columns-repeated="16000"'), attributes='table:number-rows-repeated="2"'),
        ods_row("lena", *GOOD[1:]),
        ods_row(ods_cell("", 'table:number-columns-repeated="16000"'), attributes='table:number-rows-repeated="1000000"'),
    )
    folder = make(tmp_path, {"statements.ods": raw})
    (folder.data / "statements.csv").unlink()
    case, found, _ = read(folder)

    assert found == []
    assert [(s.subject, s.at.line, s.evidence[0].quote) for s in case.statements] == [("lena", 5, "They did."), ("union", 2, "One two\nthree")]


def test_a_lying_dimension_loses_no_row() -> None:
    """What a workbook says of its own size is not believed."""
    rows = [text_row(1, HEAD), *(text_row(n, GOOD) for n in range(2, 52))]

    for dimension in ("A1:A3", "A1:XFD1048576", "B2"):
        assert len(grid_of(xlsx("".join(rows), dimension=dimension)).rows) == 50


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("when", 2013, "2013"),
        ("when", "2013-07", "2013-07"),
        ("when", "'2013-07", "2013-07"),
        ("when", date(2013, 7, 15), "2013-07-15"),
        ("when", datetime(2013, 7, 15), "2013-07-15"),
        ("entered", date(2013, 7, 1), "2013-07-01"),
        ("quantity", 700, "700"),
        ("locator", 12, "12"),
        ("note", "  =1+1", "=1+1"),
        ("note", "two\r\nlines", "two\nlines"),
        ("subject", "73928e03", "73928e03"),
    ],
)
def test_values_of_cells(column: str, value: object, expected: str) -> None:
    """Numbers, dates and texts become what the person typed, where that is certain."""
    grid = grid_of(written((*HEAD, column), (*GOOD, value)) if column != "subject" else written(HEAD, (value, *GOOD[1:])))

    if column == "note" and str(value).startswith("  ="):
        assert grid.rows[0][column] == expected
    assert (grid.findings, grid.rows[0][column]) == ((), expected)


TYPE = "Format the column as text and type the cell again."
CELLS = [
    ("subject", 12, f"subject: 12 is a number, and may have been something else when it was typed. {TYPE}"),
    ("subject", True, f'subject: "TRUE" is a yes or no of the spreadsheet. {TYPE}'),
    ("subject", date(2026, 5, 13), f"subject: 2026-05-13 is a date, and may have been something else when it was typed. {TYPE}"),
    ("claimant", 1e20, f"claimant: 1e+20 is a number, and may have been something else when it was typed. {TYPE}"),
    ("when", 41470, 'when: "41470" looks like the serial number of a spreadsheet for 2013-07-15. Write 2013-07-15, and format the column as text.'),
    (
        "when",
        date(2013, 7, 1),
        "when: 2013-07-01 is a date on the first of a month: the month or the day? Format the column as text and write 2013-07 or 2013-07-01.",
    ),
    ("when", datetime(2013, 7, 15, 10, 30), 'when: "2013-07-15 10:30:00" holds a time of day. Write 2013-07-15.'),
    ("when", 2013.5, f"when: 2013.5 is a number that the sheet may show in another way, as 0.5 for 50 %. {TYPE}"),
    ("when", time(3, 0), f"when: 03:00:00 is a time of day or a duration. {TYPE}"),
    ("quantity", 0.5, f"quantity: 0.5 is a number that the sheet may show in another way, as 0.5 for 50 %. {TYPE}"),
    ("quantity", date(2026, 5, 4), f"quantity: 2026-05-04 is a date, and may have been something else when it was typed. {TYPE}"),
    ("note", "=1+1", "note: is a formula that was never calculated. Open the file in a spreadsheet and save it, or write the value."),
    ("note", "#REF!", 'note: "#REF!" is what a spreadsheet shows in place of a value. Type the value again.'),
]


@pytest.mark.parametrize(("column", "value", "expected"), CELLS, ids=range(len(CELLS)))
def test_cells_that_a_spreadsheet_has_changed(tmp_path: Path, column: str, value: object, expected: str) -> None:
    """Where what was typed cannot be known any more, a person is asked; the other cells of the row are looked at too."""
    row = [value if name == column else good for name, good in zip(HEAD, GOOD, strict=True)]
    more = () if column in HEAD else ((column, value),)
    raw = written((*HEAD, *(name for name, _ in more), "stance"), (*row, *(v for _, v in more), "maybe"))

    found = only_sheet(tmp_path, raw)

    assert f"data/statements.xlsx:2: {expected}" in found
    assert len(found) == 2


def test_errors_and_formulas_are_seen_although_the_library_gives_nothing(tmp_path: Path) -> None:
    """An error is no empty cell; what a formula showed when the file was saved is its value."""
    cells = text_row(2, GOOD).removesuffix("</row>")
    raw = xlsx(
        text_row(1, (*HEAD, "note", "locator", "role"))
        + f'{cells}<c t="e"><f>A9</f><v>#N/A</v></c><c t="str"><f>"p."&amp;3</f><v>p.3</v></c><c><f>1+1</f></c></row>'
        + text_row(3, GOOD)
    )

    assert only_sheet(tmp_path, raw) == [
        'data/statements.xlsx:2: note: "#N/A" is what a spreadsheet shows in place of a value. Type the value again.',
        "data/statements.xlsx:2: role: is a formula that was never calculated. Open the file in a spreadsheet and save it, or write the value.",
    ]
    assert grid_of(raw).rows[0]["locator"] == "p.3"


def test_errors_and_formulas_in_opendocument(tmp_path: Path) -> None:
    """The same in the other format, and a text that has no type."""
    error = ods_cell("Err:502", 'office:value-type="string" office:string-value="" table:formula="of:=A9"')
    raw = ods(
        ods_row(*HEAD, "note", "role", "locator"),
        ods_row(*GOOD, error, ods_cell("", 'table:formula="of:=1+1"'), ods_cell("p. 3", "")),
    )

    assert only_sheet(tmp_path, raw, name="statements.ods") == [
        'data/statements.ods:2: locator: shows "p. 3", which could not be read. Type the cell again as text.',
        'data/statements.ods:2: note: "Err:502" is what a spreadsheet shows in place of a value. Type the value again.',
        "data/statements.ods:2: role: is a formula that was never calculated. Open the file in a spreadsheet and save it, or write the value.",
    ]


def test_values_of_opendocument_cells() -> None:
    """Numbers, dates and yes or no have types there too."""
    raw = ods(
        ods_row("subject", "when", "note", *HEAD[1:]),
        ods_row(
            ods_cell("0012", 'office:value-type="float" office:value="12"'),
            ods_cell("15/07/13", 'office:value-type="date" office:date-value="2013-07-15"'),
            ods_cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'),
            *GOOD[1:],
        ),
    )
    grid = grid_of(raw, suffix="ods")

    assert grid.rows[0]["when"] == "2013-07-15"
    assert [finding.code for finding in grid.findings] == ["cell-number", "cell-boolean"]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_merged_cells_are_a_finding(tmp_path: Path, suffix: str) -> None:
    """All but one of them are empty in the file, whatever the person sees."""
    if suffix == "xlsx":
        raw = xlsx(text_row(1, HEAD) + text_row(2, GOOD), after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')
        expected = "A2:A3"
    else:
        raw = ods(ods_row(*HEAD), ods_row(ods_cell("union", 'office:value-type="string" table:number-rows-spanned="2"'), *GOOD[1:]))
        expected = "from column 1"

    assert only_sheet(tmp_path, raw, name=f"statements.{suffix}") == [
        (
            f"data/statements.{suffix}:2: cells are merged ({expected}), and all but the first of them are empty."
            " Take the merge apart and fill in each cell."
        )
    ]


def test_cells_beyond_the_header_are_a_finding(tmp_path: Path) -> None:
    """A value under no name is not lost unseen."""
    assert only_sheet(tmp_path, written(HEAD, (*GOOD, "more"))) == [
        "data/statements.xlsx:2: has cells beyond the 6 columns of the header. Delete them, or name their column in the first row."
    ]


def test_one_table_in_two_files_is_a_finding(tmp_path: Path) -> None:
    """Nobody knows which of them is the newer."""
    found = said(make(tmp_path, {"statements.xlsx": written(HEAD, GOOD), "statements.csv": STATEMENTS}))

    assert found == ["data/statements.xlsx: the same table stands in data/statements.csv, so this one was not read. Keep one of them."]


NO_SHEET = "is no spreadsheet that we read. Open it in a spreadsheet, take off any password, and save it as .xlsx or .csv."
FAR = "has cells beyond column 100, so it was not read. Delete what stands far out on the right."
LONG = "has more than 200000 rows. Divide the case into several workspaces."
LARGE = "larger than 50 MB, so it was not read. Divide the case into several workspaces, or take out what is no data."
BOMB = "unpacks to more than 200 MB, or to far more than a spreadsheet does, so it was not read. Save it as .csv."
HEADER = text_row(1, HEAD)
DOCTYPE = '<!DOCTYPE worksheet [<!ENTITY a "x">]>'


def hostile() -> dict[str, tuple[str, bytes, str]]:
    """Files that would lose rows, take all memory or bring the library down: (suffix, bytes, what is said)."""
    sound = written(HEAD, GOOD)
    with zipfile.ZipFile(io.BytesIO(sound)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    string = f"<si><t>{'x' * 100_000}</t></si>"
    many = "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(2, 800))
    filled = ods_cell("x" * 1000, 'office:value-type="string" table:number-columns-repeated="100"')
    return {
        "empty": ("xlsx", b"", NO_SHEET),
        "text": ("xlsx", b"subject,relation", NO_SHEET),
        "cut": ("xlsx", sound[:3000], NO_SHEET),
        "no sheet": ("xlsx", packed({"x.xml": "<a/>"}), NO_SHEET),
        "old format": ("xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), NO_SHEET),
        "other format": ("ods", sound, NO_SHEET),
        "no xml": ("ods", packed({"content.xml": "<a"}), NO_SHEET),
        "far cell": ("xlsx", xlsx(HEADER + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), LONG),
        "far column": ("xlsx", xlsx(HEADER + '<row r="2"><c r="CW2"><v>1</v></c></row>'), FAR),
        "far row": ("xlsx", xlsx(HEADER + '<row r="200002"><c><v>1</v></c></row>'), LONG),
        "cell of error far out": ("xlsx", xlsx(HEADER + '<row r="2"><c r="XFD2" t="e"><v>#REF!</v></c></row>'), FAR),
        "empty text far out": ("xlsx", xlsx(HEADER + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t></t></is></c></row>'), LONG),
        "reference": ("xlsx", xlsx(HEADER + '<row r="2"><c r="ZZZZZZZ99999999999"><v>1</v></c></row>'), NO_SHEET),
        "row zero": ("xlsx", xlsx(HEADER + '<row r="0"><c r="A0"><v>1</v></c></row>'), NO_SHEET),
        "row word": ("xlsx", xlsx(HEADER + '<row r="x"><c><v>1</v></c></row>'), NO_SHEET),
        "number": ("xlsx", xlsx(HEADER + '<row r="2"><c t="n"><v>abc</v></c></row>'), NO_SHEET),
        "string that is not there": ("xlsx", xlsx(HEADER + '<row r="2"><c t="s"><v>7</v></c></row>'), NO_SHEET),
        "one string many times": ("xlsx", xlsx(HEADER + many, strings=string), LARGE),
        "entities": ("xlsx", packed({**parts, "xl/worksheets/sheet1.xml": DOCTYPE + parts["xl/worksheets/sheet1.xml"]}), NO_SHEET),
        "bomb": ("xlsx", packed({**parts, "xl/bomb.xml": " " * 20_000_000}), BOMB),
        "name outside": ("xlsx", packed({**parts, "../x.xml": "<a/>"}), NO_SHEET),
        "name from the root": ("xlsx", packed({**parts, "/x.xml": "<a/>"}), NO_SHEET),
        "two of one name": ("xlsx", packed({**parts, "XL/workbook.xml": "<a/>"}), NO_SHEET),
        "many parts": ("xlsx", packed({**parts, **{f"x{n}": "" for n in range(1001)}}), NO_SHEET),
        "other packing": ("xlsx", packed(parts, compression=zipfile.ZIP_LZMA)[:-400], NO_SHEET),
        "repeated rows": ("ods", ods(ods_row(*HEAD), ods_row(*GOOD, attributes='table:number-rows-repeated="1000000"')), LONG),
        "repeated columns": (
            "ods",
            ods(ods_row(*HEAD), ods_row(ods_cell("x", 'office:value-type="string" table:number-columns-repeated="101"'))),
            FAR,
        ),
        "repeated text": ("ods", ods(ods_row(*HEAD), ods_row(filled, attributes='table:number-rows-repeated="1000"')), LARGE),
        "repeated for ever": ("ods", ods(ods_row(*HEAD), ods_row(ods_cell("", 'table:number-columns-repeated="99999999999"'), "x")), NO_SHEET),
        "repeated word": ("ods", ods(ods_row(*HEAD), ods_row("x", attributes='table:number-rows-repeated="x"')), NO_SHEET),
        "spanned word": ("ods", ods(ods_row(*HEAD), ods_row(ods_cell("x", 'table:number-rows-spanned="x"'))), NO_SHEET),
    }


HOSTILE = hostile()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(tmp_path: Path, name: str) -> None:
    """They are refused with one sentence, before the library sees them."""
    suffix, raw, expected = HOSTILE[name]

    assert only_sheet(tmp_path, raw, name=f"statements.{suffix}") == [f"data/statements.{suffix}: {expected}"]


def test_a_size_that_lies_is_found_out() -> None:
    """A part that unpacks to more than it says is cut where it says, and the library gets no more than was looked at."""
    raw = bytearray(xlsx(HEADER + text_row(2, GOOD) + " " * 5_000_000))
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size
        cut = zlib.crc32(book.read("xl/worksheets/sheet1.xml")[:2000])
        check = book.getinfo("xl/worksheets/sheet1.xml").CRC
    for true, lie in ((size, 2000), (check, cut)):
        raw = raw.replace(true.to_bytes(4, "little"), lie.to_bytes(4, "little"))

    assert [finding.code for finding in grid_of(bytes(raw)).findings] == ["sheet-unreadable"]


def test_the_library_is_loaded_only_for_spreadsheets() -> None:
    """Most workspaces have none, and every command reads tables."""
    code = "import sys, kg.tables; print('python_calamine' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@given(raw=st.binary(max_size=100), suffix=st.sampled_from(("xlsx", "ods")))
def test_any_bytes_are_refused(raw: bytes, suffix: str) -> None:
    """Bytes that are no spreadsheet are a finding, never an exception."""
    assert [finding.code for finding in grid_of(raw, suffix=suffix).findings] == ["sheet-unreadable"]


VALUE = st.one_of(
    st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=8),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
)


def _xml(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c t="str"><v xml:space="preserve">{escape(value)}</v></c>'
    return f"<c><v>{quoteattr(str(value))[1:-1]}</v></c>"


@given(rows=st.lists(st.lists(VALUE, max_size=len(HEAD)), max_size=5))
def test_every_row_of_a_sheet_is_a_row_or_a_finding(rows: list[list[object]]) -> None:
    """Whatever the cells hold, each row that shows anything is counted, and is laid under the columns or has a finding."""
    lines = "".join(f'<row r="{n}">{"".join(map(_xml, row))}</row>' for n, row in enumerate(rows, 2))
    grid = grid_of(xlsx(text_row(1, HEAD) + lines))

    filled = {n for n, row in enumerate(rows, 2) if any(cell(value) if isinstance(value, str) else value is not None for value in row)}
    assert {row.place.line for row in grid.rows if row.cells} | {finding.place.line for finding in grid.findings} == filled
    assert grid.count == len(filled)
