"""Filters whose counts stay true, and an address that holds what is seen."""

from __future__ import annotations

import pytest
from page_case import case
from page_kit import MARKS, Opened, Opener

pytestmark = MARKS

LISTS = ("standing", "group", "relation", "claimant", "origin", "source")


def _counts(opened: Opened, name: str) -> dict[str, str]:
    rows = opened.page.locator(f"input[name={name}]").all()
    return {row.get_attribute("value") or "": row.locator("xpath=..").locator("output").text_content() or "" for row in rows}


def _seen(opened: Opened) -> int:
    found: int = opened.js("KG.visible().length")
    return found


@pytest.mark.parametrize("fragment", ["", "#standing=-alleged&group=-contact", "#time=2019-10-01..2019-12-31&undated=-&source=-velde-gazette"])
def test_each_switch_counts_what_it_would_show(open_page: Opener, fragment: str) -> None:
    """Beside each switch stands how many statements pass all other filters and have its value, whatever else is switched."""
    opened = open_page(fragment)

    for name in LISTS:
        for value, shown in _counts(opened, name).items():
            held = opened.js(f"""(() => {{
                const others = Object.keys(KG.groups).filter(name => !['family', 'type', '{name}'].includes(name));
                const on = (name, s) => {{
                    const keys = KG.groups[name].of(s);
                    return !keys.length || keys.some(key => KG.groups[name].values.find(v => v.key === key).on);
                }};
                return KG.data.statements.filter(s =>
                    KG.groups.{name}.of(s).includes({value!r}) && KG.inTime(s) && others.every(other => on(other, s))).length;
            }})()""")
            assert shown == str(held), (name, value)
    for value, shown in _counts(opened, "family").items():
        assert shown == str(opened.js(f"KG.data.actors.filter(a => a.family === {value!r}).length"))


def test_a_switch_takes_away_what_it_says(open_page: Opener) -> None:
    """Switching a value off removes as many lines as its count said, in the picture and in the words above it."""
    opened = open_page()
    before = opened.js("KG.graph.edgeView.length")
    count = int(_counts(opened, "standing")["alleged"])

    opened.page.uncheck("input[name=standing][value=alleged]")

    assert count == 5
    assert opened.js("KG.graph.edgeView.length") == before - count
    assert opened.text("#shown").endswith(f"{before - count} lines")
    assert _counts(opened, "standing")["alleged"] == "5"


def test_relations_unfold_below_their_group(open_page: Opener) -> None:
    """One relation can be switched off inside its group, which then is neither on nor off; the address holds it."""
    opened = open_page()
    before = _seen(opened)
    opened.page.click("button[aria-label='Relations: exploitation']")

    opened.page.uncheck("input[name=relation][value=deceived]")

    assert _seen(opened) == before - 1
    assert opened.js("document.querySelector('input[name=group][value=exploitation]').indeterminate")
    assert opened.page.url.endswith("#relation=-deceived")


def test_types_unfold_below_their_family(open_page: Opener) -> None:
    """One type of actors can be switched off: its actors and their lines go, those of its family stay."""
    opened = open_page(of="shipped")
    opened.page.click("button[aria-label='Actors: State body']")

    opened.page.uncheck("input[name=type][value=Embassy]")

    drawn = opened.js("KG.graph.nodeView.getIds().map(node => KG.actors.get(node).type)")
    assert "Embassy" not in drawn
    assert "Ministry" in drawn
    assert opened.js("document.querySelector('input[name=family][value=state]').indeterminate")
    assert opened.page.url.endswith("#type=-Embassy")


def test_a_claimant_can_be_left_out(open_page: Opener) -> None:
    """What one party claims goes with its switch; what the source says in its own voice has a switch of its own."""
    opened = open_page()
    counts = _counts(opened, "claimant")

    opened.page.uncheck("input[name=claimant][value=brightsea]")

    assert not opened.js("KG.visible().some(s => s.claimantId === 'brightsea')")
    assert counts["brightsea"] == "2"
    assert int(counts["-"]) == opened.js("KG.visible().filter(s => !s.claimantId).length")


def test_time_counts_vague_dates_by_their_bounds(open_page: Opener) -> None:
    """A year passes wherever a part of it lies in the range; what has no date is kept or not as the reader says."""
    opened = open_page()
    before = opened.js("KG.visible().map(s => s.when).filter(w => w === '2019').length")

    _drag(opened, "To", "October 2019")

    assert opened.text("#range-words").startswith("January 2019 – October 2019")
    whens = opened.js("[...new Set(KG.visible().map(s => s.when))].sort()")
    assert whens == ["", "2019", "2019-10"]
    assert opened.js("KG.visible().filter(s => s.when === '2019').length") == before
    opened.page.uncheck("#undated")
    assert opened.js("KG.visible().every(s => s.when)")
    _drag(opened, "From", "October 2019")
    assert "2019" in opened.js("KG.visible().map(s => s.when)")
    assert opened.text("#range-words") == "October 2019"


def _drag(opened: Opened, label: str, wanted: str) -> None:
    """Moves a handle of the range with the arrow keys until it says what is wanted."""
    handle = opened.page.get_by_role("slider", name=label, exact=True)
    handle.focus()
    for _ in range(40):
        if handle.get_attribute("aria-valuetext") == wanted:
            break
        handle.press("ArrowLeft" if label == "To" else "ArrowRight")
        opened.page.wait_for_timeout(30)
    assert handle.get_attribute("aria-valuetext") == wanted


def test_the_histogram_is_true(open_page: Opener) -> None:
    """A bar is as high as the share of statements that may lie in its month; its range is that of the data."""
    opened = open_page()

    bars = opened.js("[...document.querySelectorAll('.histogram rect')].map(bar => Number(bar.getAttribute('height')))")

    assert len(bars) == 24
    counted = opened.js("""KG.visible().filter(s => s.span.length).map(s => s.span)""")
    january = sum(first <= "2019-01-31" and last >= "2019-01-01" for first, last in counted)
    october = sum(first <= "2019-10-31" and last >= "2019-10-01" for first, last in counted)
    assert bars[0] / bars[9] == pytest.approx(january / october)


def test_a_link_shows_exactly_what_was_seen(open_page: Opener) -> None:
    """Filters, time, size, sorting, neighbourhood, moved symbols and the view come back from the address."""
    opened = open_page("#actor=brightsea")
    opened.page.uncheck("input[name=claimant][value=brightsea]")
    _drag(opened, "To", "October 2019")
    opened.page.uncheck("#undated")
    opened.page.select_option("#size", "sources")
    opened.page.focus("#graph")
    opened.page.keyboard.press("f")
    opened.page.click("#zoom-in")
    opened.page.click("#tab-table")
    opened.page.click("th[data-sort=when] button")
    opened.page.click("#tab-network")
    fragment = opened.page.url.removeprefix(opened.address)

    again = open_page(fragment)
    again.page.wait_for_timeout(100)

    assert fragment == again.page.url.removeprefix(again.address)
    for script in (
        "KG.state", "KG.sorted().map(s => s.id)", "document.getElementById('panel').textContent", "KG.graph.network.getPositions()",
        "KG.graph.nodeView.get().map(n => [n.id, n.size])", "KG.graph.edgeView.getIds()", "KG.graph.network.getScale().toFixed(2)",
    ):  # fmt: skip
        assert again.js(script) == opened.js(script), script


def test_a_moved_symbol_stays_where_it_was_put(open_page: Opener) -> None:
    """Whoever pulls a symbol aside finds it there when the link is opened again."""
    opened = open_page()
    node = opened.js("KG.data.actors.find(a => a.id === 'harbour-watch').node")
    x, y = opened.js(f"""(() => {{
        const place = KG.graph.network.canvasToDOM(KG.graph.network.getPosition('{node}'));
        const box = document.getElementById('graph').getBoundingClientRect();
        return [box.x + place.x, box.y + place.y];
    }})()""")
    mouse = opened.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y - 30, steps=4)
    mouse.up()
    opened.page.wait_for_function("location.hash.includes('moved=')")
    fragment = opened.page.url.removeprefix(opened.address)

    again = open_page(fragment)

    spot = f"(({{x, y}}) => [Math.round(x), Math.round(y)])(KG.graph.network.getPosition('{node}'))"
    assert "moved=harbour-watch" in fragment
    assert again.js(spot) == opened.js(spot)


def test_back_and_forward_walk_through_what_was_seen(open_page: Opener) -> None:
    """Back undoes selections and views one by one, Forward brings them again, filters included."""
    opened = open_page()
    panel = "document.querySelector('#panel h2').textContent"
    opened.js("KG.select({actor: KG.data.actors.find(a => a.id === 'brightsea').node})")
    opened.page.click("#tab-timeline")
    opened.page.uncheck("input[name=standing][value=alleged]")
    opened.page.click("#tab-sources")
    opened.page.locator(".source-card button", has_text="What it supports").first.click()

    opened.page.go_back()
    assert (opened.js("KG.state.view"), opened.js(panel)) == ("sources", "Brightsea Crewing")
    opened.page.go_back()
    assert (opened.js("KG.state.view"), opened.js("KG.groups.standing.isOn.get('alleged')")) == ("timeline", False)
    opened.page.go_back()
    assert opened.js("[KG.state.view, KG.groups.standing.isOn.get('alleged')]") == ["network", True]
    opened.page.go_back()
    assert opened.js(panel) == "Who says so?"
    for _ in range(4):
        opened.page.go_forward()
    assert opened.js("[KG.state.view, KG.state.source !== null, KG.groups.standing.isOn.get('alleged')]") == ["sources", True, False]


def test_back_leaves_a_neighbourhood_and_shows_the_whole_again(open_page: Opener) -> None:
    """Whoever went into the neighbourhood of an actor comes back to the picture as it was, places and view included."""
    opened = open_page()
    look = "[KG.graph.network.getPositions(), KG.graph.network.getScale().toFixed(3), KG.graph.nodeView.length]"
    before = opened.js(look)
    opened.js("KG.select({actor: KG.data.actors.find(a => a.id === 'brightsea').node})")
    opened.page.focus("#graph")
    opened.page.keyboard.press("f")
    assert "near=brightsea" in opened.page.url
    opened.js("KG.select({actor: KG.data.actors.find(a => a.id === 'marlin-crew').node})")

    opened.page.go_back()
    near = opened.js(look)
    opened.page.go_back()

    assert near[2] < before[2]
    assert opened.js(look) == before
    assert opened.page.locator("#banner").is_hidden()


@pytest.mark.parametrize("measure", ["statements", "established", "sources", "between", "same"])
def test_the_size_of_a_symbol_says_what_it_means(open_page: Opener, measure: str) -> None:
    """Each measure explains itself, never shrinks what it counts more of, and leaves the labels apart."""
    opened = open_page(f"#size={measure}")

    says = opened.text("#size-says")
    sizes = dict(opened.js("KG.graph.nodeView.get().map(n => [KG.label(n.id), n.size - n.base])"))

    assert says.startswith(("The larger,", "All symbols"))
    assert opened.page.locator("#size").input_value() == measure
    assert set(sizes.values()) <= set(range(8))
    if measure == "same":
        assert len(set(sizes.values())) == 1
    elif measure == "between":
        assert max(sizes, key=lambda label: sizes[label]) == "Dockers’ Union of Velde"
    else:
        assert sizes["Brightsea Crewing"] > sizes["Harbour Watch"] == 0
    assert opened.problems == []


def test_established_size_counts_no_claim(open_page: Opener) -> None:
    """An actor of whom only claims and plans speak is as small as one of whom nobody speaks."""
    opened = open_page("#size=established")

    size = "KG.graph.nodeView.get().filter(n => KG.label(n.id) === {!r}).map(n => n.size - n.base)"
    crew = opened.js(size.format("Crew of the Marlin, 2019"))

    assert not [s for s in case().statements if s.object == "marlin-crew" and s.modality == "asserted" and s.relation != "deceived"]
    assert crew == [0]
