"""The shipped case says what a careful reader takes from its source, in our own words: checked without the program."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SAID = ("subject", "relation", "object", "modality", "polarity", "claimant", "role", "when", "place", "quantity")
#: The judgement of each row; an empty polarity is positive.
EXPECTED = """\
acra,participatedIn,meeting-2013-07,asserted,,,,2013-07,,
caram,participatedIn,meeting-2013-07,asserted,,,,2013-07,,
iom,participatedIn,meeting-2013-07,asserted,,,,2013-07,,
lscw,participatedIn,meeting-2013-07,asserted,,,,2013-07,,
uniap,participatedIn,meeting-2013-07,asserted,,,,2013-07,,
winrock-international,participatedIn,meeting-2013-07,asserted,,,,2013-07,,
ministry-of-interior-kh,presidedOver,meeting-2013-07,asserted,,,host,2013-07,,
chou-bun-eng,presidedOver,meeting-2013-07,asserted,,,,2013-07,,
chou-bun-eng,holdsOfficeAt,ministry-of-interior-kh,asserted,,,Secretary of State,2013,,
ly-vichuta,directorOf,lscw,asserted,,,,2013,,
lim-tith,employedBy,uniap,asserted,,,national project coordinator,2013,,
joel-preston,consultantFor,clec,asserted,,,,2013,,
ministry-of-interior-kh,partOf,government-of-cambodia,asserted,,,,,,
ministry-of-foreign-affairs-kh,partOf,government-of-cambodia,asserted,,,,,,
ministry-of-interior-kh,disputed,trafficking-in-persons-report-2013,asserted,,,,2013-07,,
ministry-of-interior-kh,disputed,trafficking-in-persons-report-2013,denied,,chou-bun-eng,,2013-07,,
ministry-of-interior-kh,met,us-embassy-phnom-penh,planned,,,,2013-07,,
ministry-of-foreign-affairs-kh,criticized,trafficking-in-persons-report-2013,asserted,,,,2013-06-21/2013-07,,
us-state-department,published,trafficking-in-persons-report-2013,asserted,,,,2013-06-21,,
us-state-department,ranked,cambodia,asserted,,,Tier 2 Watch List,2013-06,,
us-state-department,criticized,government-of-cambodia,asserted,,,,2013-06,,
svay-pak-brothels,operatesIn,svay-pak,alleged,,us-state-department,,2013,,
svay-pak,locatedIn,phnom-penh,asserted,,,,,,
government-of-cambodia,arrested,suspects-arrested-2012,alleged,,ministry-of-foreign-affairs-kh,,2012,,133
government-of-cambodia,convicted,people-counted-as-convicted-2012,alleged,,ministry-of-foreign-affairs-kh,,2012,,300
government-of-cambodia,convicted,people-counted-as-convicted-2012,alleged,,us-state-department,,2012,,44
government-of-cambodia,rescued,people-counted-as-rescued-2012,alleged,,ministry-of-foreign-affairs-kh,,2012,,458
lscw,aided,maids-from-malaysia,asserted,,,,,,
clec,repatriated,clec-returnees-2012,asserted,,,,2012,,>700
clec,criticized,cdm-manpower,asserted,,,,2013-07,,
joel-preston,accused,cdm-manpower,asserted,,,,2013-07,,
joel-preston,supported,trafficking-in-persons-report-2013,asserted,,,,2013-07,,
workers-in-thai-seafood-factory,movedTo,thailand,alleged,,joel-preston,,2012,,
cdm-manpower,trafficked,workers-in-thai-seafood-factory,alleged,,joel-preston,,2012,thailand,
cdm-manpower,memberOf,acra,alleged,,joel-preston,,2013,,
government-of-cambodia,prosecuted,cdm-manpower,alleged,negative,joel-preston,,2012,,
"""
#: So many words in a row, the same as the newspaper's, are a copy and not a summary.
RUN = 6

Row = dict[str, str]
Words = tuple[str, ...]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _said(row: Row) -> Words:
    cells = {**row, "polarity": row["polarity"] or "positive"}
    return tuple(cells.get(column, "") for column in SAID)


def _fold(text: str) -> str:
    return " ".join(text.split())


def _runs(text: str) -> set[Words]:
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.casefold().replace("’", "'"))
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def _pieces(data: Path) -> Iterator[str]:
    """Each cell of a table and the whole of any other file: words of two cells do not stand in a row."""
    for path in sorted(path for path in data.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8")
        yield from (cell for row in csv.reader(text.splitlines()) for cell in row) if path.suffix == ".csv" else (text,)


def _within(mine: str, theirs: str) -> bool:
    """Whether a time is the other one, or a month or day of it."""
    return mine == theirs or ("/" not in mine and theirs != "" and mine.startswith(f"{theirs}-"))


@pytest.fixture
def statements(root: Path) -> list[Row]:
    """The shipped rows."""
    return _rows(root / "data" / "statements.csv")


@pytest.fixture
def reference(root: Path) -> Path:
    """The folder with the newspaper's text and the reader's rows, which are not ours to ship."""
    folder = root.parent / "shared" / "case"
    if not (folder / "expected.csv").is_file():
        pytest.skip("the newspaper's text and its reader's rows are not beside this checkout")
    return folder


def test_the_shipped_statements_are_these_and_no_others(statements: list[Row]) -> None:
    """What is fact, allegation, denial and plan, and who says so, is fixed row by row."""
    expected = csv.DictReader(EXPECTED.splitlines(), SAID, strict=True)

    said = [_said(row) for row in statements]

    assert sorted(said) == sorted(_said(row) for row in expected)


def test_each_quote_stands_once_in_the_reading_note(root: Path, statements: list[Row]) -> None:
    """A quote points to one place of the note, whatever the line breaks."""
    note = _fold((root / "data" / "documents" / "reading-note.txt").read_text(encoding="utf-8"))

    times = {row["quote"]: note.count(_fold(row["quote"])) for row in statements}

    assert set(times.values()) == {1}, [quote for quote, count in times.items() if count != 1]


def test_each_row_of_the_careful_reader_has_ours(reference: Path, statements: list[Row]) -> None:
    """No row of the reader is left out or weakened but the derived one; a time may only be narrower."""
    theirs = [row for row in _rows(reference / "expected.csv") if not row["note"].startswith("derived by rule")]
    when = SAID.index("when")
    ours = [_said(row) for row in statements]

    missing = [
        row
        for row in map(_said, theirs)
        if not any(_within(mine[when], row[when]) and (*mine[:when], *mine[when + 1 :]) == (*row[:when], *row[when + 1 :]) for mine in ours)
    ]

    assert len(theirs) == len(ours) == 36
    assert missing == []


def test_no_wording_of_the_newspaper_is_copied(root: Path, reference: Path) -> None:
    """No six words in a row are the newspaper's, other than inside a name or the title."""
    data = root / "data"
    actors, sources = _rows(data / "actors.csv"), _rows(data / "sources.csv")
    names = [name for row in actors for name in (row["label"], *row["aliases"].split("|"))] + [row["title"] for row in sources]
    allowed = set().union(*map(_runs, names))
    article = _runs((reference / "article.txt").read_text(encoding="utf-8"))

    copied = set().union(*map(_runs, _pieces(data))) & article - allowed

    assert copied == set()
