"""A case that is too large for one picture, in a real browser: a map, its parts, expansion, and nothing missing anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_case import ontology, weighed
from page_kit import Files, Opener, launched
from page_large import generated, name_of
from playwright.sync_api import Browser

from kg.page import render
from kg.page.drawing import CAP
from kg.page.embed import PACKED_ABOVE, heavy

pytestmark = [pytest.mark.browser]

SIZE = 500
DRAWN = "KG.graph.nodeView.getIds().map(KG.label)"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for this module."""
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The generated case as a page that can be read in an editor, and as one whose data are packed."""
    folder, case = tmp_path_factory.mktemp("large"), generated(SIZE)
    found = {}
    for name, above in (("plain", PACKED_ABOVE), ("packed", 0)):
        found[name] = folder / f"{name}.html"
        found[name].write_text(render(case, ontology(), weighed(case), packed_above=above), encoding="utf-8")
    return found


@pytest.fixture
def opener(chromium: Browser) -> Iterator[Opener]:
    """Opens pages, and closes them after the test."""
    found = Opener(chromium, Files(Path()))
    yield found
    found.close()


def test_a_large_case_opens_on_a_map_and_leads_to_everybody(files: dict[str, Path], opener: Opener) -> None:
    """Map, part, search, expansion, filters and table: all that is in the case is reached, drawn within the cap, and counted truly."""
    opened, case = opener(of=files["plain"]), generated(SIZE)
    page = opened.page

    # The map: parts named by members, nobody drawn.
    circles = page.locator("#map [role=button]")
    assert page.locator("#map").is_visible()
    assert opened.js("KG.graph.nodeView.length") == 0
    assert circles.count() == opened.js("KG.data.parts.length") > 5
    assert sum(opened.js("KG.data.parts.map(part => part[0])")) == len(case.actors) + len(case.events)
    assert "501 actors and events are too many for one picture" in opened.text("#map-says")

    # One circle opened: its members, and the way back.
    circles.nth(1).click()
    assert page.locator("#map").is_hidden()
    assert 30 <= opened.js("KG.graph.nodeView.length") <= 60
    assert opened.js("location.hash") == "#part=2"
    page.click("#to-map")
    assert page.locator("#map").is_visible()

    # Somebody who is not drawn is found, drawn and explained.
    wanted = name_of(SIZE - 3)
    page.fill("#search", wanted)
    page.keyboard.press("Enter")
    assert opened.text("#panel h2") == wanted
    assert wanted in opened.js(DRAWN)
    about = [s for s in case.statements if f"a{SIZE - 3:05}" in (s.subject, s.object)]
    assert page.locator("#panel article").count() == len(about)

    # Filters count what is in the case, not what is drawn.
    alleged = sum(s.modality == "alleged" for s in case.statements)
    known = weighed(case)
    switch = page.locator("#filters label", has=page.locator('input[value="alleged"]'))
    assert switch.locator("output").inner_text() == str(alleged)
    switch.locator("input").uncheck()
    assert opened.js("KG.visible().length") == len(case.statements) - alleged
    assert sorted(opened.js("KG.visible().map(s => s.id)")) == sorted(s.id for s in case.statements if known.standing[s.id].word != "alleged")

    # The table holds every statement, with its words.
    page.click("#reset")
    page.click("#tab-table")
    while page.locator("#more").is_visible():
        page.click("#more")
    assert page.locator("#rows tr").count() == len(case.statements)
    first = case.statements[0].evidence[0].quote
    assert page.locator("#rows q", has_text=first).count() == 1

    assert opened.requests == [opened.address]
    assert opened.problems == []


def test_the_map_is_taken_away_as_a_picture(files: dict[str, Path], opener: Opener) -> None:
    """As SVG it holds every part with its names and size, and says that it is a map of parts."""
    opened = opener(of=files["plain"])

    picture = opened.taken("#svg").decode()

    for part in opened.js("KG.data.map.circles.map(one => one.rows[0])"):
        assert f"\u2068{part}\u2069" in picture
    assert picture.count("<circle ") == opened.js("KG.data.parts.length")
    assert "The network is drawn as a map of its parts." in picture
    assert opened.problems == []


def test_neighbours_are_brought_in_and_a_link_brings_them_again(files: dict[str, Path], opener: Opener) -> None:
    """E adds whom the actor is connected to, each in a free place and no more than the cap; the address shows the same again."""
    opened = opener("#part=1", files["packed"])
    hub = opened.js("KG.data.parts[0][1].find(node => [...KG.graph.near(node)].some(other => !KG.graph.nodeView.get(other)))")
    opened.js("node => KG.select({ actor: node })", hub)
    before = set(opened.js(DRAWN))
    opened.page.focus("#graph")
    opened.page.keyboard.press("e")

    near = set(opened.js("node => [...KG.graph.near(node)].map(KG.label)", hub))
    after = set(opened.js(DRAWN))
    assert before | near == after
    assert len(before) < len(after) <= CAP
    places = opened.js("KG.graph.network.getPositions(KG.graph.nodeView.getIds())")
    assert len({(spot["x"], spot["y"]) for spot in places.values()}) == len(after)

    again = opener(opened.js("location.hash"), files["packed"])
    assert again.js("KG.graph.network.getPositions(KG.graph.nodeView.getIds())") == places
    assert (opened.problems, again.problems) == ([], [])


def test_the_map_is_walked_by_keyboard(files: dict[str, Path], opener: Opener) -> None:
    """One tab stop; arrows go from part to part, Enter opens one and the picture has the focus, M goes back to it."""
    opened = opener(of=files["plain"])
    keyboard, name = opened.page.keyboard, "document.activeElement.querySelector('title').textContent"
    assert opened.page.locator("#map [tabindex='0']").count() == 1
    keyboard.press("g")
    assert opened.js(name).startswith("Part 1: ")

    keyboard.press("ArrowDown")
    there = opened.js(name)
    assert not there.startswith("Part 1: ")
    keyboard.press("Enter")
    assert opened.js("document.activeElement.id") == "graph"
    assert opened.js("`Part ${KG.graph.sheet.part + 1}: `") in there
    keyboard.press("m")
    assert opened.js(name) == there
    assert opened.problems == []


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"width": 390, "height": 844}], ids=["light", "dark", "phone"])
def test_the_map_is_for_everybody(options: dict[str, Any], files: dict[str, Path], opener: Opener) -> None:
    """No barrier is found on the map, in light, dark and on a phone; its names are large enough to read, and the page is no wider than the screen."""
    opened = opener(of=files["plain"], **options)

    assert opened.barriers() == []
    letters = opened.js("(text => text.getBoundingClientRect().height / text.getBBox().height * 13)(document.querySelector('#map text.first'))")
    assert letters >= 10
    assert opened.js("document.documentElement.scrollWidth - innerWidth") <= 0
    opened.page.locator("#map [role=button]").nth(3).click()
    assert opened.js("KG.graph.nodeView.length") > 1
    assert opened.problems == []


def test_packed_records_are_the_same_as_readable_ones(files: dict[str, Path], opener: Opener) -> None:
    """Columns give back every field of every actor, statement, evidence and source, and how each is drawn."""
    script = """() => JSON.stringify([
        KG.data.actors.map(a => [a.node, a.id, a.label, a.labels, a.aliases, a.type, a.family, a.description, a.identifiers, a.event, a.span, a.between]),
        KG.data.statements.map(s => [s.edge, s.id, s.reading, s.subject, s.object, s.relation, s.standing, s.headline, s.lead, s.because, s.voices,
            s.claimant, s.when, s.sort, s.span, s.origins, s.sources, s.contradicts, s.judgements,
            s.evidence.map(e => [e.source, e.quote, e.prefix, e.suffix, e.locator, e.curator, e.entered, e.premises])]),
        KG.data.sources,
        KG.data.actors.map(a => Object.entries(KG.drawing.node(a.node)).sort()),
        KG.data.statements.map(s => Object.entries(KG.drawing.edge(s.edge)).sort()),
    ])"""
    plain, packed = (opener(of=files[kind]).js(script) for kind in ("plain", "packed"))

    assert plain == packed


def test_only_what_is_heavy_is_packed() -> None:
    """Below some megabytes the data stay readable for whoever opens the file in an editor."""
    one = {"quote": "x" * 1000, "evidence": []}

    assert not heavy({"statements": [one] * 4000})
    assert heavy({"statements": [one] * 6000})
