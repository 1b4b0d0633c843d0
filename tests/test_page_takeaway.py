"""What a reader takes along from the page: SVG, PNG, CSV, JSON and paper, taken in a real browser and read by other programs."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_case import CENTRAL, EVIL, case
from page_kit import MARKS, Opened, Opener, write_page

pytestmark = MARKS

SVG = "{http://www.w3.org/2000/svg}"
BODY = "Brightsea Crewing exploited Crew of the Marlin, 2019"
FAIR = ("ALLEGED by Dockers’ Union of Velde: ", "DENIED by Brightsea Crewing: ")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the invented case."""
    return write_page(tmp_path_factory.mktemp("takeaway") / "case.html", case(), data_date="2024-04-02")


@pytest.fixture(scope="module")
def shared(opener: Opener, file: Path) -> Opened:
    """One opened page for the tests that only take from it."""
    return opener(of=file)


@pytest.fixture
def opened(shared: Opened) -> Iterator[Opened]:
    """The shared page as it opens; nothing may have gone wrong on it."""
    shared.go("")
    shared.js("KG.theme('light')")
    yield shared
    assert shared.problems == []
    # A page may ask itself for the picture it draws and the files it offers, and nobody else for anything.
    assert [url for url in shared.requests if not url.startswith(("file:", "data:", "blob:"))] == []


def _svg(opened: Opened, paper: str = "a4", theme: str = "") -> ET.Element:
    opened.page.evaluate("([paper, theme]) => { KG.byId('picture-paper').value = paper; KG.byId('picture-theme').value = theme; }", [paper, theme])
    return ET.fromstring(opened.taken("#svg"))


def _words(svg: ET.Element) -> str:
    return " ".join("".join(element.itertext()) for element in svg.iter(f"{SVG}text"))


def _fair(text: str) -> None:
    assert BODY in text
    for found in re.finditer(re.escape(BODY), text):
        assert text[: found.start()].endswith(FAIR), text[max(0, found.start() - 80) : found.end()]


@pytest.mark.law
def test_the_svg_draws_a_line_solid_exactly_when_it_is_established(opened: Opened) -> None:
    """Every drawn statement is a group of its own, with its standing, a dash unless it is established, and a fair title."""
    svg = _svg(opened)

    lines = {group.attrib["data-statement"]: group for group in svg.iter(f"{SVG}g") if "data-statement" in group.attrib}
    drawn = opened.js("KG.graph.edgeView.getIds().map(edge => KG.statements.get(edge).id)")
    assert set(lines) == set(drawn)
    standings = {key: opened.js(f"KG.data.statements.find(s => s.id === '{key}').established") for key in lines}
    assert set(standings.values()) == {True, False}
    for key, group in lines.items():
        stroke = next(
            e for e in group.iter() if e.tag in (f"{SVG}path", f"{SVG}circle") and e.attrib.get("fill") == "none" and "stroke-width" in e.attrib
        )
        assert ("stroke-dasharray" in stroke.attrib) != standings[key], group.attrib
    _fair(" ".join(group.findtext(f"{SVG}title") or "" for group in lines.values()))


def test_the_svg_is_drawn_and_not_a_picture_of_a_canvas(opened: Opened) -> None:
    """Shapes, heads and words are elements of their own; no image, script, style or address is in it."""
    svg = _svg(opened)

    tags = {element.tag.removeprefix(SVG) for element in svg.iter()}
    assert tags == {"svg", "title", "desc", "rect", "circle", "path", "text", "g"}
    names = {name for element in svg.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "style"]
    assert len([g for g in svg.iter(f"{SVG}g") if "data-actor" in g.attrib]) == opened.js("KG.graph.nodeView.length")
    for words in ("Ána Köhler-Đặng", "Brightsea Crewing", "alleged", "CONTESTED"):
        assert words in _words(svg)


def test_the_svg_says_what_it_is(opened: Opened) -> None:
    """Title, legend, warning, what the filters leave out, the sources and the date of the data travel with it, on paper of that size."""
    opened.go("#standing=-alleged")

    svg = _svg(opened)

    words = _words(svg)
    for said in (
        "The crew of the Marlin",
        "planned: was to happen; nobody says that it did",
        "Company, agency",
        "Team copy – not for publication. Solid lines are established; broken lines are claims, not facts.",
        "Not shown – how firmly it is said: alleged (5), withdrawn (1), refuted (1), rejected (1), unsure (1).",
        "how we know: derived by rule (1).",
        "Data of 2024-04-02. Sources: Plea of Brightsea",
    ):
        assert said in words
    assert "alleged: somebody claims it" not in words
    assert (svg.attrib["width"], svg.attrib["height"]) == ("210mm", "297mm")
    assert (_svg(opened, "a3").attrib["width"], _svg(opened, "drawn").attrib["width"].endswith("mm")) == ("297mm", False)


def test_lines_of_the_svg_run_where_the_screen_has_them(opened: Opened) -> None:
    """Straight or curved, each line is that of the drawing library, which begins its curves a head's length further out."""
    svg = _svg(opened, "drawn")

    curves = {}
    for group in svg.iter(f"{SVG}g"):
        path = next((e for e in group.iter(f"{SVG}path") if e.attrib["d"].startswith("M") and "Q" in e.attrib["d"]), None)
        if "data-statement" in group.attrib and path is not None:
            numbers = list(map(float, re.findall(r"-?[\d.]+", path.attrib["d"])))
            curves[group.attrib["data-statement"]] = numbers
    far = opened.js(
        """curves => Math.max(...KG.graph.edgeView.get().filter(edge => edge.from !== edge.to).map(edge => {
            const [ax, ay, bx, by, cx, cy] = curves[KG.statements.get(edge.id).id];
            const middle = [ax / 4 + bx / 2 + cx / 4, ay / 4 + by / 2 + cy / 4];
            const line = KG.graph.network.body.edges[edge.id].edgeType;
            const places = Array.from({length: 401}, (_, step) => line.getPoint(step / 400));
            return Math.min(...places.map(({x, y}) => Math.hypot(x - middle[0], y - middle[1])));
        }))""",
        curves,
    )

    assert len(curves) >= 15
    assert far < 10


def test_the_svg_has_the_colours_asked_for(opened: Opened) -> None:
    """Dark on a light screen, without the screen changing."""
    light, dark = _svg(opened), _svg(opened, theme="dark")

    grounds = [svg.findall(f"{SVG}rect")[0].attrib["fill"] for svg in (light, dark)]
    assert grounds == ["#fdfcf9", "#14181f"]
    assert opened.js("document.documentElement.dataset.theme") == "light"
    assert opened.js("KG.graph.nodes.get('n0').font.color") == "#1a2230"


def test_an_svg_of_hostile_words_holds_them_as_words(open_page: Opener, tmp_path: Path) -> None:
    """Whatever stands in a label, the picture is well-formed, runs nothing when it is opened by itself, and shows the words."""
    evil = open_page(of="evil")

    data = evil.taken("#svg")

    svg = ET.fromstring(data)
    assert EVIL.replace("\u2028", " ")[:20] in _words(svg)
    assert any(EVIL in (title.text or "") for title in svg.iter(f"{SVG}title"))
    picture = tmp_path / "evil.svg"
    picture.write_bytes(data)
    evil.page.goto(picture.as_uri())
    assert evil.js("window.PWN") is None
    assert evil.js("document.querySelectorAll('script, image, foreignObject, a').length") == 0
    assert evil.problems == []


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """The chunks of a PNG by their names, each with a sum that fits."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(name + data),)
        found[name] = found.get(name, b"") + data
        at += 12 + length
    return found


@pytest.mark.parametrize(("paper", "dpi", "size"), [("a4", 300, (2480, 3508)), ("a3", 150, (1754, 2480))])
def test_the_png_has_the_dots_of_its_paper(opened: Opened, paper: str, dpi: int, size: tuple[int, int]) -> None:
    """As many dots as the paper has at that resolution, said so in the file, and something drawn on them."""
    opened.page.evaluate("([paper, dpi]) => { KG.byId('picture-paper').value = paper; KG.byId('picture-dpi').value = dpi; }", [paper, str(dpi)])

    chunks = _chunks(opened.taken("#png"))

    assert struct.unpack(">II", chunks[b"IHDR"][:8]) == size
    assert struct.unpack(">IIB", chunks[b"pHYs"]) == (round(dpi / 0.0254), round(dpi / 0.0254), 1)
    assert len(set(zlib.decompress(chunks[b"IDAT"]))) > 100
    assert opened.text("#live") == "Picture saved"


def test_the_table_as_json_and_csv_is_what_passes(opened: Opened) -> None:
    """Both hold the statements that pass the filters, the standing in front; the JSON also says what was left out."""
    opened.go("#standing=-denied")

    found = json.loads(opened.taken("#json"))
    rows = list(csv.DictReader(io.StringIO(opened.taken("#csv").decode("utf-8-sig"), newline="")))

    passing = opened.js("KG.passing().map(s => s.reading)")
    assert {s["reading"] for s in found["statements"]} == {row["reading"] for row in rows} == set(passing)
    assert {next(iter(s)) for s in found["statements"]} == {"standing"}
    central = next(s for s in found["statements"] if s["reading"] == CENTRAL)
    assert (central["standing"], central["who_says_so"], central["object"]["id"]) == ("alleged", ["Dockers’ Union of Velde"], "marlin-crew")
    assert central["evidence"][0]["quote"] == "Brightsea, the union says, worked the crew without pay."
    assert central["evidence"][0]["source"] in {source["id"] for source in found["sources"]}
    assert found["data_of"] == "2024-04-02"
    assert any("denied (2)" in said for said in found["filters"])
    _fair(" ".join(s["statement"] for s in found["statements"]))


def test_no_cell_of_the_csv_runs(opened: Opened) -> None:
    """What begins like a formula, in any width, or with a tab or line break gets an apostrophe; numbers do not."""
    cells = ["=1+1", "+49 30", "-5", "+3.5", "-5 men", "@x", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", " =1", "a=1", "120 EUR", "'s"]

    read = next(csv.reader(io.StringIO(opened.js("cells => KG.csv([cells])", cells), newline="")))

    safe = [
        "'=1+1", "'+49 30", "-5", "+3.5", "'-5 men", "'@x", "'＝1", "'＋1", "'－1", "'＠x", "'\t=1", "'\r=1", "'\n=1", "' =1", "a=1", "120 EUR", "'s",
    ]  # fmt: skip
    assert read == safe


def test_paper_holds_panel_and_table_in_full(opened: Opened) -> None:
    """On paper stand the picture, the details of the selection and each row with its whole quote, light, and what the filters leave out."""
    opened.go("#actor=brightsea")
    opened.js("KG.theme('dark')")
    opened.page.emulate_media(media="print")

    opened.js("dispatchEvent(new Event('beforeprint'))")

    paper = opened.page.locator("#print-rows")
    text = opened.text("#print-rows")
    assert opened.js("document.documentElement.dataset.theme") == "light"
    assert paper.locator("tbody tr").count() == opened.js("KG.passing().length")
    assert paper.locator("svg[role=img]").bounding_box()
    assert paper.locator(".print-panel h2").inner_text() == "Brightsea Crewing"
    assert "Not shown – how firmly it is said: withdrawn (1)" in text
    assert "Data of 2024-04-02." in text
    clamped = opened.js("[...document.querySelectorAll('#print-rows q')].filter(q => q.scrollHeight > q.clientHeight + 2 && q.clientHeight).length")
    assert clamped == 0
    assert opened.js("[...document.querySelectorAll('#print-rows .acts')].every(part => !part.offsetHeight)")
    opened.js("dispatchEvent(new Event('afterprint'))")
    opened.page.emulate_media(media="screen")
    assert opened.js("document.documentElement.dataset.theme") == "dark"


def test_paper_holds_the_view_that_was_looked_at(opened: Opened) -> None:
    """Contradictions and paths stand on paper too, in front of the table."""
    for fragment, selector in (("#view=contradictions", ".contradiction"), ("#view=paths&path=brightsea+arland", ".path .stop")):
        opened.go(fragment)
        opened.js("dispatchEvent(new Event('beforeprint'))")
        assert opened.page.locator(f"#print-rows .print-view {selector}").count() >= 3
        opened.js("dispatchEvent(new Event('afterprint'))")


def test_the_menu_works_by_keyboard(opened: Opened) -> None:
    """Tab goes through it, each choice has a name, Escape closes it and leads back."""
    opened.page.focus("#take summary")
    opened.page.keyboard.press("Enter")
    named = []
    for _ in range(9):
        opened.page.keyboard.press("Tab")
        named.append(opened.js("(document.activeElement.labels?.[0] ?? document.activeElement).innerText.split('\\n')[0].trim()"))

    opened.page.keyboard.press("Escape")

    assert named[:4] == ["Copy link to this view", "Table as CSV", "Table as JSON", "Print, or save as PDF"]
    assert [name.split(" ")[0] for name in named[4:7]] == ["Paper", "Colours", "Dots"]
    assert named[7:] == ["Picture as SVG", "Picture as PNG"]
    assert not opened.js("KG.byId('take').open")
    assert opened.js("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("view", ["network", "table", "paths"])
def test_a_phone_has_everything_inside_its_width(open_page: Opener, view: str) -> None:
    """Menu, notes, story and paths: nothing makes the page scroll sideways, and the menu is reached by a thumb."""
    phone = open_page(f"#view={view}&path=brightsea+arland", width=390, height=844)

    phone.page.click("#take summary")

    box = phone.page.locator("#take > div").bounding_box()
    assert box
    assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
    assert phone.js("document.documentElement.scrollWidth") <= 390
