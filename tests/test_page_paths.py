"""How two actors are connected, asked of the page in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from page_kit import MARKS, Opened, Opener

pytestmark = MARKS


@pytest.fixture(scope="module")
def shared(opener: Opener) -> Opened:
    """One page of the invented case, opened once."""
    return opener()


@pytest.fixture
def opened(shared: Opened) -> Iterator[Opened]:
    """The shared page as it opens; nothing may have gone wrong on it."""
    shared.go("")
    yield shared
    assert shared.problems == []


def _choose(opened: Opened, start: str, end: str) -> None:
    opened.page.click("#tab-paths")
    opened.page.fill("#path-from", start)
    opened.page.fill("#path-to", end)


def _stops(opened: Opened, answer: str) -> list[str]:
    return opened.page.locator(f"#path-{answer} .stop button").all_inner_texts()


def test_a_path_leads_through_an_event_with_words_and_source_at_each_hop(opened: Opened) -> None:
    """Two who sat at one table are two hops apart, by their roles there and not by what a rule made of them."""
    opened.js("KG.set('origin', 'derived', true); KG.changed('filters')")

    _choose(opened, "Dockers’ Union of Velde", "ministry of harbours and inland waterways")

    assert _stops(opened, "sure") == ["Dockers’ Union of Velde", "Round table on crew pay", "Ministry of Harbours and Inland Waterways"]
    text = opened.text("#path-sure")
    assert "2 hops" in text
    for words in ("The union sat at the table.", "The ministry held a round table.", "Crew of the Marlin went unpaid, 2019-11"):
        assert words in text
    assert "met" not in text
    assert opened.text("#path-claimed p") == "No claim makes it shorter."


@pytest.mark.law
def test_a_path_over_claims_is_another_answer_and_says_so(opened: Opened) -> None:
    """Where no established path is, it is said; the way over a claim stands apart, marked, with the claim led by its voice."""
    _choose(opened, "Brightsea Crewing", "Crew of the Marlin, 2019")

    assert opened.text("#path-sure p") == "No path over established statements joins Brightsea Crewing and Crew of the Marlin, 2019."
    claimed = opened.text("#path-claimed")
    assert "This path is no fact: 1 of its 1 hop is a claim that nobody upheld." in claimed
    assert opened.js("getComputedStyle(document.getElementById('path-claimed')).borderStyle") == "dashed"
    assert opened.text("#live") == "No established path. With claims: 1 hop, 1 of them claims."
    headline = opened.page.locator("#path-claimed .headline").inner_text()
    assert headline.startswith(("ALLEGED by ", "ASSERTED by "))


@pytest.mark.law
def test_no_denial_plan_supposition_negative_or_candidate_is_a_hop(opened: Opened) -> None:
    """With every switch on, the hops of all pairs are established, or positive claims in the second answer."""
    opened.js("Object.entries(KG.groups).forEach(([name, group]) => group.values.forEach(value => KG.set(name, value.key, true)))")
    opened.js("KG.changed('filters')")
    pairs = opened.js("KG.data.actors.flatMap(a => KG.data.actors.map(b => [a.id, b.id])).filter(([a, b]) => a < b)")
    seen: set[tuple[str, str]] = set()

    for start, end in pairs:
        opened.js("([a, b]) => { KG.path.between(a, b); }", [start, end])
        for answer in ("sure", "claimed"):
            seen |= {
                (answer, kind) for kind in opened.js(f"[...document.querySelectorAll('#path-{answer} .card')].map(c => c.className.split(' s-')[1])")
            }

    assert {kind for answer, kind in seen if answer == "sure"} == {"established"}
    assert {kind for answer, kind in seen if answer == "claimed"} == {"established", "alleged", "asserted"}
    for words in ("not: ", "NOT"):
        assert words not in opened.text("#path-result")


def test_there_may_be_no_path_at_all(opened: Opened) -> None:
    """Nobody speaks of Harbour Watch, so nothing leads there, and the page says that; nor is anybody a path to itself."""
    _choose(opened, "Harbour Watch", "Velde")

    assert opened.text("#path-sure p") == "No path over established statements joins Harbour Watch and Velde."
    assert opened.text("#path-claimed p") == "There is none over claims either."
    opened.page.fill("#path-to", "Harbour Watch")
    assert opened.text("#path-result") == "These are the same."


def test_filters_hold_for_paths_too(opened: Opened) -> None:
    """Without places, nothing leads over a place."""
    _choose(opened, "Brightsea Crewing", "Arland")
    assert _stops(opened, "sure") == ["Brightsea Crewing", "Velde", "Arland"]

    opened.page.uncheck("input[name=family][value=place]")

    assert opened.text("#path-sure p") == "No path over established statements joins Brightsea Crewing and Arland."


def test_the_address_holds_a_path_and_the_network_shows_it(opened: Opened) -> None:
    """Both ends come back from the address; in the picture the path is bright and the rest is not, until Escape takes it off."""
    _choose(opened, "Brightsea Crewing", "Arland")
    fragment = opened.js("location.hash.slice(1)")
    assert "path=brightsea+arland" in fragment

    opened.go("")
    assert opened.page.locator("#path-from").input_value() == ""
    opened.go(f"#{fragment}")
    assert _stops(opened, "sure") == ["Brightsea Crewing", "Velde", "Arland"]
    opened.page.click("text=Show in the network")
    bright = "KG.graph.edgeView.get().filter(edge => edge.color.opacity === 1).map(edge => KG.statements.get(edge.id).reading).sort()"
    assert opened.js(bright) == ["brightsea operatesIn velde [when 2019]", "velde locatedIn arland"]
    opened.page.focus("#graph")
    opened.page.keyboard.press("Escape")
    assert len(opened.js(bright)) > 10
    assert "path=" not in opened.js("location.hash")


def test_a_path_starts_from_the_details_and_turns_around(opened: Opened) -> None:
    """A button of the panel fills in the first end and asks for the other; Swap and Clear do what they say."""
    opened.go("#actor=brightsea")

    opened.page.click("text=Path from here")

    assert opened.js("document.activeElement.id") == "path-to"
    opened.page.keyboard.type("duv")
    assert _stops(opened, "sure")[-1] == "Dockers’ Union of Velde"
    opened.page.fill("#path-to", "velde")
    assert opened.page.locator("#path-to-names option").count() >= 2
    assert _stops(opened, "sure") == ["Brightsea Crewing", "Velde"]
    opened.page.click("text=Swap")
    assert _stops(opened, "sure") == ["Velde", "Brightsea Crewing"]
    opened.page.click("text=Clear")
    assert opened.text("#path-result") == ""


def test_a_path_of_a_large_network_is_brought_onto_the_sheet(open_page: Opener) -> None:
    """Whoever lies on it is drawn, though only a part of the network is."""
    opened = open_page("#path=actor-03-05+actor-09-07&view=paths", "large")

    assert opened.page.locator("#path-sure p").inner_text().startswith("No path over established statements")
    stops = _stops(opened, "claimed")
    assert (stops[0], stops[-1]) == ("Member 03-05", "Member 09-07")
    opened.page.click("text=Show in the network")
    drawn = set(opened.js("KG.graph.nodeView.getIds().map(KG.label)"))
    assert set(stops) <= drawn
    assert opened.problems == []
