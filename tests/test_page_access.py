"""Everybody can use the page: with a keyboard, a screen reader, a phone, large letters, in light and dark."""

from __future__ import annotations

import os
from typing import Any

import pytest
from page_case import CENTRAL, case
from page_kit import MARKS, Opened, Opener

pytestmark = MARKS

MORE = int(os.environ.get("KG_EXAMPLES", "1")) >= 20
VIEWS = ("network", "table", "timeline", "contradictions", "sources", "paths")
PATH = "&path=brightsea+arland"
STATES: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("#actor=brightsea", {}),
    ("#view=table", {}),
    ("#view=timeline&from=velde-gazette", {"color_scheme": "dark"}),
    ("#view=contradictions&story=the-crew+1", {}),
    (f"#view=paths{PATH}", {"width": 390, "height": 844, "color_scheme": "dark"}),
]
if MORE:
    STATES += [
        (f"#view={view}{more}", {"color_scheme": scheme})
        for view in VIEWS
        for more in (PATH, "&from=velde-gazette", "&story=the-crew+0", "&story=the-crew+2")
        for scheme in ("light", "dark")
    ]
    STATES += [(f"#view={view}&actor=brightsea", {"width": 390, "height": 844}) for view in VIEWS]


@pytest.mark.parametrize(("fragment", "options"), STATES, ids=lambda value: str(value))
def test_no_barrier_is_found(open_page: Opener, fragment: str, options: dict[str, Any]) -> None:
    """A machine that looks for barriers finds none: names, roles, order, contrast, sizes, in each state of the page."""
    assert open_page(fragment, "story", **options).barriers() == []


def test_no_barrier_in_the_explanation_and_the_hits(open_page: Opener) -> None:
    """Neither the dialogs nor the form of a judgement, the menu or the list of hits has one, in light or dark."""
    opened = open_page(f"#statement={_central()}", color_scheme="light")
    found = []
    for scheme in ("light", "dark"):
        opened.page.emulate_media(color_scheme=scheme)
        opened.page.click("#help-open")
        found += opened.barriers() if scheme == "light" else []
        opened.page.keyboard.press("Escape")
        opened.page.fill("#search", "brightsea")
        opened.page.keyboard.press("ArrowDown")
        found += opened.barriers() if scheme == "dark" else []
        opened.page.keyboard.press("Escape")
        if scheme == "light":
            _judge(opened)
        opened.page.click("#take summary")
        found += opened.barriers()
        opened.page.keyboard.press("Escape")
        opened.page.click("#notes-open")
        found += opened.barriers()
        opened.page.keyboard.press("Escape")

    assert found == []


def _central() -> str:
    return next(statement.id for statement in case().statements if statement.reading == CENTRAL)


def _judge(opened: Opened) -> None:
    opened.page.click("text=Judge it")
    opened.page.select_option("select[name=judgement]", "refute")
    opened.page.fill("textarea[name=reason]", "Counted twice.")
    opened.page.click(".judge form button")
    opened.page.click("text=Judge it")


def _label_of(opened: Opened, name: str) -> tuple[float, float]:
    """The middle of a label on the screen, wherever it stands."""
    x, y = opened.js(f"""(() => {{
        const node = KG.graph.nodeView.get().find(n => KG.label(n.id) === {name!r});
        const place = KG.graph.network.getPosition(node.id);
        const down = node.size + KG.graph.lead + node.high / 2;
        const at = KG.graph.network.canvasToDOM({{x: place.x + node.wide / 2 - 6, y: place.y + (node.above ? -down : down)}});
        const box = document.getElementById('graph').getBoundingClientRect();
        return [box.x + at.x, box.y + at.y];
    }})()""")
    return x, y


def test_a_click_on_a_name_selects_its_actor(open_page: Opener) -> None:
    """The label is as good as the symbol, above or below it, and the pointer says so."""
    opened = open_page(of="shipped")
    sides = {side: opened.js(f"KG.label(KG.graph.nodeView.get().find(n => n.above === {side}).id)") for side in ("true", "false")}

    for name in sides.values():
        opened.page.mouse.move(*_label_of(opened, name))
        assert opened.js("document.getElementById('graph').style.cursor") == "pointer"
        opened.page.mouse.click(*_label_of(opened, name))
        assert opened.text("#panel h2") == name


def test_single_letter_keys_can_be_switched_off(open_page: Opener) -> None:
    """With the switch off no letter changes the view, here and after a reload; arrows and Escape still work."""
    opened = open_page()
    opened.page.click("#help-open")
    opened.page.uncheck("#single-keys")
    opened.page.click("dialog form button")
    opened.page.keyboard.press("t")
    assert opened.js("KG.state.view") == "network"

    opened.page.reload()
    opened.page.wait_for_selector("html[data-ready]", state="attached")
    opened.page.focus("#graph")
    opened.page.keyboard.press("t")
    assert opened.js("KG.state.view") == "network"
    opened.page.keyboard.press("ArrowRight")

    assert opened.text("#panel h2") != "Who says so?"


def test_every_view_is_reached_by_letters_and_arrows(open_page: Opener) -> None:
    """G, T, I, C, S open the views; in the row of tabs the arrows walk, and the focus follows."""
    opened = open_page()
    for letter, view in zip("tics", ("table", "timeline", "contradictions", "sources"), strict=True):
        opened.page.keyboard.press(letter)
        assert opened.js("KG.state.view") == view
        assert opened.js("document.activeElement.id") == f"tab-{view}"
        assert opened.page.locator(f"#{view}-view").is_visible()

    for view in ("paths", "network"):
        opened.page.keyboard.press("ArrowRight")
        assert opened.js("document.activeElement.id") == f"tab-{view}"
        assert opened.page.locator(f"#{view}-view").is_visible()


def test_focus_is_always_seen(open_page: Opener) -> None:
    """Every stop of the Tab key has a ring of at least two pixels, and there is a name for it."""
    opened = open_page("#actor=brightsea")
    stops = 0

    for _ in range(60):
        opened.page.keyboard.press("Tab")
        seen = opened.js("""(() => {
            const now = document.activeElement;
            const style = getComputedStyle(now);
            const name = now.getAttribute('aria-label') || now.textContent || now.labels?.[0]?.textContent || '';
            return [now.tagName, parseFloat(style.outlineWidth), style.outlineStyle, Boolean(name.trim())];
        })()""")
        if seen[0] == "BODY":
            break
        stops += 1
        assert seen[1] >= 2, seen
        assert seen[2] != "none", seen
        assert seen[3], seen
    assert stops >= 40


def test_what_happens_is_announced(open_page: Opener) -> None:
    """The live region says what was selected, how many pass a filter, what a size means and what was found."""
    opened = open_page()
    said = []

    opened.js(f"KG.select({{statement: '{opened.edge(CENTRAL)}'}})")
    said.append(opened.text("#live"))
    opened.page.uncheck("input[name=standing][value=alleged]")
    said.append(opened.text("#live"))
    opened.page.select_option("#size", "sources")
    said.append(opened.text("#live"))
    opened.page.fill("#search", "nobody has this name")
    said.append(opened.text("#live"))

    assert said[0].startswith("ALLEGED by Dockers’ Union of Velde: ")
    assert said[1] == f"{opened.js('KG.visible().length')} statements pass the filters"
    assert said[2].startswith("The larger, the more sources speak of it")
    assert said[3] == "Nothing found"


def test_a_phone_reads_the_labels(open_page: Opener) -> None:
    """On 390 pixels labels are at least ten pixels high, nothing scrolls sideways, and one button shows everything."""
    opened = open_page(of="shipped", width=390, height=844)

    assert opened.js("KG.graph.network.getScale() * KG.options.nodes.font.size") >= 10
    assert opened.js("document.documentElement.scrollWidth") <= 390
    opened.page.click("#fit")
    assert opened.js("KG.graph.network.getScale() * KG.options.nodes.font.size") < 8
    opened.js("KG.select({actor: KG.data.actors.find(a => a.id === 'cdm-manpower').node})")
    panel = opened.page.locator("#panel").bounding_box()

    assert panel
    assert panel["y"] < 844
    assert opened.page.locator("#panel h2").is_visible()
    opened.page.click("text=✕")
    assert opened.js("KG.state.actor") is None


@pytest.mark.parametrize("view", VIEWS)
def test_twice_the_size_fits(open_page: Opener, view: str) -> None:
    """At 200 % zoom of a common screen nothing scrolls sideways and the view is there."""
    opened = open_page(f"#view={view}", width=683, height=384, device_scale_factor=2)

    assert opened.js("document.documentElement.scrollWidth") <= 683
    assert opened.page.locator(f"#{view}-view").is_visible()
    assert opened.problems == []


def test_nothing_moves_for_those_who_want_no_motion(open_page: Opener) -> None:
    """No style sets an animation or a transition, and the picture jumps to its place."""
    opened = open_page(reduced_motion="reduce")

    moving = opened.js("""[...document.querySelectorAll('body *')].filter(e => {
        const style = getComputedStyle(e);
        return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
    }).length""")

    assert moving == 0
    assert opened.js("document.getAnimations().length") == 0


@pytest.mark.skipif(not MORE, reason="`bash tests/run more` opens every view in both themes")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["shipped", "evil", "large"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_in_both_themes(open_page: Opener, view: str, name: str, scheme: str) -> None:
    """Shipped, hostile and large: every view opens in light and dark, says something, and complains of nothing."""
    opened = open_page(f"#view={view}", of=name, color_scheme=scheme)

    assert opened.text(f"#{view}-view").strip()
    assert opened.js("document.documentElement.dataset.theme") == scheme
    assert opened.problems == []
    assert opened.requests == [opened.address]


def test_a_keyboard_goes_everywhere(open_page: Opener) -> None:
    """Without a pointer: a story from its button, a step, out again; a path; a source; a moment; a judgement, kept and listed."""
    opened = open_page("", "story")
    keys = opened.page.keyboard
    opened.page.focus("#story-open")
    keys.press("Enter")
    keys.press("ArrowRight")
    assert opened.text("#story h2") == "The ship's agency"
    keys.press("Escape")

    keys.press("s")
    for press in ("Tab", "Tab", "Enter"):
        keys.press(press)
    assert opened.js("KG.state.source") == 0
    keys.press("ArrowLeft")
    opened.page.focus("#tab-sources")
    keys.press("ArrowRight")
    for name in ("Brightsea Crewing", "Arland"):
        keys.press("Tab")
        if name == "Brightsea Crewing":
            keys.press("Tab")
        keys.type(name)
    assert opened.page.locator("#path-sure .stop button").all_inner_texts() == ["Brightsea Crewing", "Velde", "Arland"]

    opened.page.focus("#tab-paths")
    keys.press("i")
    for press in ("Tab", "Tab", "ArrowDown", "Enter"):
        keys.press(press)
    assert opened.js("KG.state.actor || KG.state.statement")
    opened.go(f"#statement={_central()}")
    opened.page.focus(".judge summary")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("refute")
    opened.page.focus("textarea[name=reason]")
    keys.type("Counted twice.")
    opened.page.focus(".judge form button")
    keys.press("Enter")
    assert opened.text("#notes-count") == "1"
    opened.page.focus("#notes-open")
    keys.press("Enter")
    assert opened.page.locator("#notes-list li").count() == 1
    keys.press("Escape")
    assert opened.js("document.activeElement.id") == "notes-open"
