"""A story on the page, clicked and keyed through in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from page_kit import MARKS, Opened, Opener

from kg.folder import Folder, shipped
from kg.page.addresses import FILTERS, keys
from kg.tasks.reading import read_workspace

pytestmark = MARKS


@pytest.fixture
def opened(open_page: Opener) -> Iterator[Opened]:
    """The page as it opens; nothing may have gone wrong on it."""
    yield (page := open_page(of="story"))
    assert page.problems == []
    assert page.js("window.PWN") is None


def test_a_story_is_clicked_through(opened: Opened) -> None:
    """From its button to its title to each step, every one with its view; leaving it keeps what is seen."""
    assert not opened.page.locator("#story").is_visible()

    opened.page.click("#story-open")
    assert opened.text("#story h2") == "The unpaid crew"
    assert opened.page.locator("#story em").inner_text() == "how firmly"
    assert opened.page.locator("#story ol button").all_inner_texts()[0] == "The ship's agency"
    opened.page.click("text=Begin")
    assert (opened.text("#story h2"), opened.text("#panel h2")) == ("The ship's agency", "Brightsea Crewing")
    assert opened.text("#live") == "Step 1 of 3: The ship's agency"
    opened.page.click("text=Next")
    assert opened.text("#panel h2").startswith("ALLEGED by Dockers’ Union of Velde: ")
    assert not opened.page.is_checked("input[name=standing][value=denied]")
    opened.page.click("text=Next")
    assert opened.page.locator("#table-view").is_visible()
    # The filter of a step is that step's own.
    assert opened.page.is_checked("input[name=standing][value=denied]")
    assert not opened.page.is_checked("input[name=standing][value=established]")
    assert opened.page.locator("#story .next").is_disabled()

    opened.page.click("text=Leave the story")

    assert not opened.page.locator("#story").is_visible()
    assert opened.page.locator("#table-view").is_visible()
    assert "story=" not in opened.js("location.href")


def test_arrow_keys_turn_the_pages_of_a_story(opened: Opened) -> None:
    """Left and right step, Back of the browser steps back, Escape leaves; the picture keeps its own arrows."""
    keys = opened.page.keyboard
    opened.page.focus("#story-open")
    keys.press("Enter")
    for _ in range(5):
        keys.press("ArrowRight")
    assert opened.text("#story h2") == "In the table"
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    assert opened.text("#story h2") == "The ship's agency"
    opened.page.go_back()
    assert opened.page.locator("#story h2").inner_text().startswith("=1+1")
    opened.go("#actor=brightsea&story=the-crew+1")
    opened.page.focus("#graph")
    keys.press("ArrowRight")
    assert opened.text("#story h2") == "The ship's agency"
    assert opened.text("#panel h2") != "Brightsea Crewing"

    opened.page.focus("#story")
    keys.press("Escape")

    assert not opened.page.locator("#story").is_visible()
    assert opened.js("document.activeElement.id") == "story-open"


def test_the_address_holds_story_and_step(open_page: Opener) -> None:
    """A link into a story opens it there, also after the reader looked at something else; nonsense opens none."""
    opened = open_page("#view=table&story=the-crew+1", "story")
    assert opened.text("#story h2") == "The ship's agency"
    assert opened.page.locator("#table-view").is_visible()
    opened.js("KG.select({actor: KG.data.actors[0].node})")
    assert "story=the-crew+1" in opened.js("location.href")

    for fragment in ("#story=nobody+1", "#story=the-crew+9", "#story=the-crew+-1", "#story=the-crew+x", "#story=%3Cb%3E"):
        opened.go(fragment)
        assert opened.js("document.querySelectorAll('#story h2').length") == ("the-crew" in fragment)
    assert opened.problems == []


def test_words_of_a_story_stay_words(opened: Opened) -> None:
    """Markup in a heading is shown as it is written."""
    opened.go("#story=the-crew+2")

    assert "<script>window.PWN=1</script>" in opened.page.locator("#story h2").inner_text()
    assert opened.js("document.querySelectorAll('#story img, #story script, #story b').length") == 0


def test_a_story_is_printed_a_page_a_step(opened: Opened) -> None:
    """Its title, then each step with its words, its picture or table, and the evidence of what it shows; then the view is as before."""
    opened.go("#view=contradictions&story=the-crew+0")

    opened.js("[...document.querySelectorAll('#story button')].find(button => button.textContent === 'Print the story').click()")

    pages = opened.page.locator("#print-rows .story-page")
    opened.page.emulate_media(media="print")
    breaks = opened.js("[...document.querySelectorAll('.story-page')].map(page => getComputedStyle(page).breakAfter)")
    assert breaks == ["page", "page", "page", "auto"]
    texts = [" ".join(text.split()) for text in pages.all_text_contents()]
    assert len(texts) == 4
    assert "Who says what, and how firmly." in texts[0]
    assert "Step 1 of 3." in texts[1]
    assert "Brightsea, the union says, worked the crew without pay." in texts[2]
    assert "Not shown – how firmly it is said: denied (2)" in texts[2]
    assert [page.locator("svg[role=img]").count() for page in pages.all()] == [0, 1, 1, 0]
    assert opened.js("document.querySelectorAll('.story-page')[3].querySelectorAll('tbody tr').length") > 5
    opened.page.emulate_media(media="screen")
    assert opened.page.locator("#contradictions-view").is_visible()
    assert "story=the-crew+0" in opened.js("location.href")
    for event in ("afterprint", "beforeprint", "afterprint"):
        opened.js("name => dispatchEvent(new Event(name))", event)
    assert opened.page.locator("#print-rows .story-page").count() == 0


def test_a_page_without_stories_has_no_button(open_page: Opener) -> None:
    """What a case does not have is not offered."""
    opened = open_page()

    assert opened.page.locator("#story-open").count() == 0
    assert opened.problems == []


def test_every_step_of_the_shipped_story_shows_something(open_page: Opener) -> None:
    """Each step selects or shows what it speaks of, without a word on the console."""
    (story,) = read_workspace(Folder(shipped())).stories
    opened = open_page(of="shipped")

    for row, step in enumerate(story.steps, 1):
        opened.go(f"#{step.address}&story={story.id}+{row}")
        chosen = opened.js("KG.state.actor || KG.state.statement || KG.state.view !== 'network'")
        assert chosen, step.heading
    assert opened.problems == []


def test_stories_are_checked_against_the_addresses_of_the_page(opened: Opened) -> None:
    """What `kg check` lets an address say is what the page writes and reads."""
    assert set(opened.js("Object.keys(KG.groups)")) == set(FILTERS)
    opened.js("KG.alone.on = false; KG.select({actor: 'n0'}); KG.show('table')")

    written = opened.js("[...new URLSearchParams(location.hash.slice(1)).keys()]")

    assert set(written) <= set(keys())
