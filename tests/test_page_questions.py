"""The questions that the shipped case is there to answer, each by at most three clicks or keys from opening the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from page_kit import MARKS, Opened, Opener

pytestmark = MARKS
MOST = 3
WHERE = """id => {
    const {x, y} = KG.graph.network.canvasToDOM(KG.graph.network.getPosition(KG.data.actors.find(actor => actor.id === id).node));
    const frame = document.getElementById('graph').getBoundingClientRect();
    return [frame.left + x, frame.top + y];
}"""


class Reader:
    """Somebody in front of the page, who counts what they press."""

    def __init__(self, opened: Opened) -> None:
        self.opened, self.acts = opened, 0

    def click_symbol(self, actor: str) -> None:
        """Clicks an actor in the picture, where it is drawn."""
        self.acts += 1
        self.opened.page.mouse.click(*self.opened.js(WHERE, actor))

    def press(self, key: str) -> None:
        """Presses one key."""
        self.acts += 1
        self.opened.page.keyboard.press(key)

    def reads(self, *words: str, where: str = "#panel") -> None:
        """All of these words are there to be read now."""
        said = self.opened.text(where)
        assert [word for word in words if word not in said] == []


@pytest.fixture
def reader(open_page: Opener) -> Iterator[Reader]:
    """A reader of the shipped case who has done nothing yet; in the end they did little, and nothing went wrong."""
    found = Reader(open_page(of="shipped"))
    yield found
    assert 0 < found.acts <= MOST
    assert found.opened.problems == []


def test_who_accuses_a_member_of_the_association_of_what_on_which_words(reader: Reader) -> None:
    """The association names its member; the member's details name act, accuser and words, and not as a fact."""
    reader.click_symbol("acra")
    reader.reads("CDM Manpower is a member of Association of Cambodian Recruitment Agencies")
    reader.click_symbol("cdm-manpower")
    quote = reader.opened.js("KG.data.statements.find(s => s.relationId === 'trafficked').evidence[0].quote")
    reader.reads("Alleged by Joel Preston", "ALLEGED by Joel Preston: CDM Manpower trafficked", " ".join(quote.split()))


def test_where_sources_contradict_each_other(reader: Reader) -> None:
    """One key: both pairs with both numbers, both voices and the words of each."""
    reader.press("c")
    reader.reads(
        "300", "44", "Ministry of Foreign Affairs", "US State Department", "Contested", "Denied by Chou Bun Eng", where="#contradictions-view"
    )
    pairs = reader.opened.page.locator("#contradictions-view .contradiction")
    assert pairs.count() == 2
    assert [pairs.nth(row).locator("blockquote").count() for row in range(2)] == [2, 2]


def test_which_association_of_an_accused_sat_at_the_governments_table(reader: Reader) -> None:
    """From the meeting to who presided and who took part, from one of those to its member, and to what that is accused of."""
    meeting = reader.opened.js("KG.data.actors.find(actor => actor.event).id")
    reader.click_symbol(meeting)
    reader.reads("Chou Bun Eng presided over", "Association of Cambodian Recruitment Agencies participated in")
    reader.click_symbol("acra")
    reader.reads("CDM Manpower is a member of")
    reader.click_symbol("cdm-manpower")
    reader.reads("ALLEGED by Joel Preston: CDM Manpower trafficked")
