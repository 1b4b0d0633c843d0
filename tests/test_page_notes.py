"""Judgements written on the page, saved as a file, and added to the tables of a workspace that accepts them."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_kit import MARKS, Opened, Opener

from kg.folder import Folder, shipped
from kg.page.render import JUDGEMENTS
from kg.tables import TABLES
from kg.tasks.build import build, check

pytestmark = MARKS

ACCUSED = "joel-preston accused cdm-manpower [when 2013-07]"
ARRESTED = "government-of-cambodia arrested suspects-arrested-2012 [alleged by ministry-of-foreign-affairs-kh] [when 2012] [quantity 133]"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the shipped case."""
    shutil.copytree(shipped() / "data", tmp_path / "case" / "data", ignore=shutil.ignore_patterns("extracted"))
    shutil.copy(shipped() / "kg.toml", tmp_path / "case" / "kg.toml")
    return Folder(tmp_path / "case")


@pytest.fixture
def opened(open_page: Opener) -> Iterator[Opened]:
    """The page as it opens; nothing may have gone wrong on it."""
    yield (page := open_page(of="shipped"))
    assert page.problems == []


def _judge(opened: Opened, reading: str, word: str, reason: str, day: str = "2026-12-01") -> None:
    opened.js("edge => KG.select({ statement: edge })", opened.edge(reading))
    opened.page.click("text=Judge it")
    opened.page.select_option("select[name=judgement]", word)
    opened.page.fill("input[name=date]", day)
    opened.page.fill("textarea[name=reason]", reason)
    opened.page.click(".judge form button")


def test_the_columns_are_those_of_the_table() -> None:
    """What the page saves has every column of `judgements.csv`, in its order."""
    assert TABLES["judgements"].names == JUDGEMENTS


def test_what_is_judged_on_the_page_is_accepted_by_the_workspace(opened: Opened, folder: Folder) -> None:
    """Two judgements, saved, put behind the table as they are: check finds nothing, and the build holds them."""
    reason = '=Seen in the "register", said twice:\nonce in May.'
    _judge(opened, ARRESTED, "uphold", reason)
    _judge(opened, ACCUSED, "reject", "The note names the company, he did not.")
    assert opened.text("#notes-count") == "2"
    opened.page.click("#notes-open")
    assert opened.page.locator("#notes-list li").count() == 2

    saved = opened.taken("#notes-save")

    table = folder.data / "judgements.csv"
    table.write_bytes(table.read_bytes() + saved)
    rows = list(csv.reader(io.StringIO(saved.decode(), newline="")))
    assert tuple(rows[0]) == TABLES["judgements"].names
    assert rows[1] == [ARRESTED, "", "uphold", "editor", "2026-12-01", f"'{reason}", ""]
    assert rows[2][:3] == [ACCUSED, "cambodia-daily-2013-07", "reject"]
    assert check(folder).findings == ()
    reading = build(folder).reading
    standings = {s.reading: reading.weighed.standing[s.id].word for s in reading.case.statements}
    assert (standings[ARRESTED], standings[ACCUSED]) == ("established", "rejected")
    assert next(j.reason for j in reading.case.judgements if j.statement == ARRESTED) == reason
    assert opened.text("#notes-list li >> nth=0").count("(saved)") == 1
    assert opened.js("KG.byId('notes-count').hidden")


def test_the_form_asks_for_what_a_row_needs(opened: Opened) -> None:
    """No judgement without word, curator, day and reason; a source only where reading is judged; who was typed stays."""
    opened.js("edge => KG.select({ statement: edge })", opened.edge(ACCUSED))
    opened.page.click("text=Judge it")
    valid = "document.querySelector('.judge form').checkValidity()"
    assert opened.page.input_value("input[name=curator]") == "editor"
    assert opened.page.input_value("input[name=date]")
    opened.page.click(".judge form button")
    assert not opened.js(valid)
    assert opened.page.locator(".judge .note").count() == 0
    opened.page.fill("textarea[name=reason]", "Heard by two.")
    assert not opened.js(valid)

    opened.page.select_option("select[name=judgement]", "uphold")
    assert not opened.page.locator("select[name=source]").is_visible()
    opened.page.fill("textarea[name=reason]", "   ")
    assert not opened.js(valid)
    opened.page.fill("textarea[name=reason]", "Heard by two.")
    assert opened.js(valid)
    opened.page.fill("input[name=curator]", "Jo Reader")
    assert not opened.js(valid)
    opened.page.fill("input[name=curator]", "jo")
    opened.page.select_option("select[name=judgement]", "reject")
    assert opened.page.locator("select[name=source]").is_visible()
    opened.page.fill("input[name=instead]", "nobody knows nothing")
    assert not opened.js(valid)
    opened.page.fill("input[name=instead]", ARRESTED)
    # A filter draws the details anew, and what was typed is still there.
    opened.page.uncheck("input[name=standing][value=denied]")
    assert opened.page.input_value("textarea[name=reason]") == "Heard by two."
    opened.page.click(".judge form button")
    assert opened.text(".judge .note").startswith("reject by jo on ")
    assert opened.js("document.activeElement.tagName") == "SUMMARY"


def test_only_what_the_law_lets_be_judged_is_offered(opened: Opened) -> None:
    """Of a denial or a plan nobody says that it is true, of what follows by rule nobody says that it was read."""
    offered = {}
    for kind, find in (
        ("denied", "s.kind === 'denied'"),
        ("planned", "s.kind === 'planned'"),
        ("not", "s.polarity === 'negative'"),
        ("derived", "s.origins[0] === 'derived'"),
        ("alleged", "s.kind === 'alleged'"),
    ):
        opened.js(f"KG.select({{ statement: KG.data.statements.find(s => {find}).edge }})")
        opened.page.click("text=Judge it")
        offered[kind] = opened.js("[...document.querySelectorAll('select[name=judgement] option')].map(o => o.value).filter(Boolean).join(' ')")

    reading, world = "accept reject unsure", "uphold refute"
    assert offered == {"denied": reading, "planned": reading, "not": reading, "derived": world, "alleged": f"{reading} {world}"}


def test_nothing_is_kept_but_in_the_window_and_leaving_warns(opened: Opened) -> None:
    """No storage of the browser holds a judgement; closing with one unsaved asks, and no more once it was saved or removed."""
    asks = "() => { const event = new Event('beforeunload', { cancelable: true }); dispatchEvent(event); return event.defaultPrevented; }"
    assert not opened.js(asks)

    _judge(opened, ARRESTED, "refute", "Counted twice.")

    assert opened.js(asks)
    assert opened.js("localStorage.length + sessionStorage.length") == 0
    assert opened.js("document.cookie") == ""
    assert "Counted" not in opened.js("location.href")
    opened.page.click("#notes-open")
    opened.page.click("#notes-list >> text=Remove")
    assert not opened.js(asks)
    assert "Nothing yet." in opened.text("#notes-list")
    assert opened.page.locator("#panel .note").count() == 0


def test_words_of_a_note_stay_words(opened: Opened) -> None:
    """What is typed becomes neither element nor script."""
    _judge(opened, ARRESTED, "refute", "<img src=x onerror=window.PWN=1>")

    assert "<img src=x onerror=window.PWN=1>" in opened.text(".judge .note")
    opened.page.click("#notes-open")
    assert opened.js("document.querySelectorAll('img[src=x]').length") == 0
    assert opened.js("window.PWN") is None
