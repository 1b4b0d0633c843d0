"""What a reader of the page would notice, in a real browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from page_case import CENTRAL, EVIL, KHMER, case
from page_kit import MARKS, Opened, Opener

pytestmark = MARKS

BODY = "Brightsea Crewing exploited Crew of the Marlin, 2019"
FAIR = ("ALLEGED by Dockers’ Union of Velde: ", "DENIED by Brightsea Crewing: ")


def test_page_asks_nothing_of_the_network(open_page: Opener) -> None:
    """Opening the page is one request for the file and not one word on the console; asking for more is refused."""
    opened = open_page()

    assert opened.requests == [opened.address]
    assert opened.problems == []
    assert opened.js("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')") == "refused"
    assert any("Content Security Policy" in problem for problem in opened.problems)


@pytest.mark.law
def test_only_established_lines_are_solid(open_page: Opener) -> None:
    """Of every line that can be drawn: solid means established, and a line that is neither says so in a word."""
    opened = open_page("#standing=%2Brejected,%2Brefuted,%2Bwithdrawn,%2Bunsure&origin=%2Bderived")

    drawn = opened.js("""KG.graph.edgeView.get().map(edge => {
        const statement = KG.statements.get(edge.id);
        const line = KG.graph.network.body.edges[edge.id];
        return [statement.established, statement.contested, line.options.dashes, statement.standing, edge.label];
    })""")

    assert len(drawn) == len(case().statements)
    for established, contested, dashes, standing, label in drawn:
        assert established == (dashes is False)
        word = "CONTESTED" if contested else standing
        assert label.strip("\u2068\u2069 ").startswith(word) != (established and not contested)


@pytest.mark.law
def test_arrow_head_and_colour_tell_the_standing_too(open_page: Opener) -> None:
    """No line that is not established has the arrow head or the colour of one that is, in either theme."""
    for scheme in ("light", "dark"):
        opened = open_page(color_scheme=scheme)

        looks = opened.js("""KG.graph.edgeView.get().map(edge =>
            [KG.statements.get(edge.id).established, edge.arrows.to.type + '', edge.color.color])""")

        established = {value for fact, *values in looks if fact for value in values}
        claimed = {value for fact, *values in looks if not fact for value in values}
        assert established.isdisjoint(claimed)


def test_what_people_set_aside_waits_behind_its_filter(open_page: Opener) -> None:
    """Rejected, unsure, refuted and withdrawn statements are not drawn at first; their filter says how many there are."""
    opened = open_page()

    hidden = {"rejected", "unsure", "refuted", "withdrawn"}
    kinds = "new Set(KG.graph.edgeView.get().map(edge => KG.statements.get(edge.id).kind))"
    assert hidden.isdisjoint(opened.js(f"[...{kinds}]"))
    assert opened.text("#set-aside") == "4"

    opened.page.click("details.aside summary")
    for kind in sorted(hidden):
        opened.page.check(f"input[name=standing][value={kind}]")

    assert hidden <= set(opened.js(f"[...{kinds}]"))


def test_derived_lines_are_off_at_first(open_page: Opener) -> None:
    """A derived line repeats the roles of its event, so it is drawn only when asked for, and leads to its premises' words."""
    opened = open_page()
    before = opened.js("KG.graph.edgeView.length")

    opened.page.check("input[name=origin][value=derived]")

    assert opened.js("KG.graph.edgeView.length") == before + 1
    opened.js("KG.select({statement: KG.data.statements.find(s => s.origins[0] === 'derived').edge})")
    panel = opened.text("#panel")
    assert "Follows by rule “Who presides over a meeting met who took part” from:" in panel
    assert "The union sat at the table." in panel
    assert "The ministry held a round table." in panel


def _fair(text: str) -> None:
    for found in re.finditer(re.escape(BODY), text):
        assert text[: found.start()].endswith(FAIR), text[max(0, found.start() - 80) : found.end()]


@pytest.mark.law
def test_the_central_allegation_never_reads_like_a_fact(open_page: Opener) -> None:
    """In panel, table, search, tooltip, CSV, citation, contradictions, print and without scripts the voice stands in front."""
    opened = open_page("#actor=brightsea")
    texts = [opened.text("#panel")]
    opened.page.fill("#search", "exploited")
    texts.append(opened.text("#hits"))
    edge = opened.edge(CENTRAL)
    opened.js(f"KG.select({{statement: '{edge}'}})")
    texts += [opened.text("#panel"), opened.js(f"KG.citation(KG.statements.get('{edge}'))")]
    opened.js(f"KG.graph.network.body.emitter.emit('hoverEdge', {{edge: '{edge}'}})")
    texts.append(opened.js(f"KG.graph.edges.get('{edge}').title"))
    for view in ("table", "contradictions"):
        opened.js(f"KG.show('{view}')")
        texts.append(opened.text(f"#{view}-view"))
    opened.page.pdf()
    texts += [opened.js("document.getElementById('print-rows').textContent"), _csv(opened)]
    texts.append(open_page(java_script_enabled=False).text(".noscript"))

    assert sum(BODY in text for text in texts) >= 8
    for text in texts:
        _fair(" ".join(text.split()))
    assert "Alleged by Dockers’ Union of Velde" in texts[0]


@pytest.mark.law
def test_a_row_of_the_table_says_the_standing_before_the_relation(open_page: Opener) -> None:
    """Read from left to right, a row comes to the standing and the voice before it comes to what is said."""
    opened = open_page("#view=table")

    cells = opened.page.locator(f"#rows tr[data-edge={opened.edge(CENTRAL)}] > *").all_inner_texts()

    row = [" ".join(cell.split()) for cell in cells[:4]]
    assert row == ["Brightsea Crewing", "Alleged by Dockers’ Union of Velde :", "exploited", "Crew of the Marlin, 2019"]


def _csv(opened: Opened) -> str:
    with opened.page.expect_download() as download:
        opened.js("document.getElementById('csv').click()")
    return Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_one_click_on_a_line_shows_quote_and_source(open_page: Opener) -> None:
    """A click on the words of a line opens its quote between what stands around it, its source, and who entered it when."""
    opened = open_page()
    edge = opened.edge(CENTRAL)
    x, y = opened.js(f"""(() => {{
        const line = KG.graph.network.body.edges['{edge}'];
        const place = KG.graph.network.canvasToDOM(line.edgeType.getPoint(0.5));
        const box = document.getElementById('graph').getBoundingClientRect();
        return [box.x + place.x, box.y + place.y];
    }})()""")

    opened.page.mouse.click(x, y)

    assert opened.page.locator("#panel mark").first.inner_text() == "Brightsea, the union says, worked the crew without pay."
    panel = " ".join(opened.text("#panel").split())
    for words in (
        "Alleged by Dockers’ Union of Velde",
        f"ALLEGED by Dockers’ Union of Velde: {BODY} (2019)",
        "Why “alleged”: a claim that nobody upheld",
        "…As it was told, Brightsea",
        "Crew of the Marlin went unpaid",
        "Publisher The Velde Gazette, 2019-11",
        "Claimant Dockers’ Union of Velde",
        "Entered by Kim Sørensen, 2024-03-01",
        CENTRAL,
    ):
        assert words in panel
    links = opened.page.locator("#panel dd a")
    assert [link.get_attribute("href") for link in links.all()] == ["https://gazette.example/marlin", "https://archive.example/marlin"]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}


def test_a_note_does_not_pass_for_the_source(open_page: Opener) -> None:
    """Beside a quote from a reading note stands that it is one, and of which source."""
    opened = open_page()

    opened.js("KG.select({statement: KG.data.statements.find(s => s.kind === 'denied' && s.relation === 'exploited').edge})")

    assert "Quoted from our reading note on “Plea of Brightsea”, not from its own words." in opened.text("#panel")


def test_judgements_stand_with_their_reasons(open_page: Opener) -> None:
    """An upheld allegation is solid, and the panel names who upheld it, when and why; the machine's finds name run and confidence."""
    opened = open_page()

    opened.js("KG.select({statement: KG.data.statements.find(s => s.judgements.some(j => j.judgement === 'uphold')).edge})")
    upheld = opened.text("#panel")
    opened.js("KG.select({statement: KG.data.statements.find(s => s.kind === 'candidate').edge})")
    found = " ".join(opened.text("#panel").split())

    assert "uphold by Kim Sørensen on 2024-04-02: Seen in the register." in upheld
    assert "Claimant" in upheld
    assert "Found by rules 1.0, confidence 0.62, 2024-03-01" in found
    assert "Nobody has judged this reading." in found


def test_copy_for_judgement_takes_the_reading(open_page: Opener) -> None:
    """The line that a row of judgements needs is one button away."""
    opened = open_page(permissions=["clipboard-read", "clipboard-write"])
    opened.js(f"KG.select({{statement: '{opened.edge(CENTRAL)}'}})")

    opened.page.click("text=Copy for judgement")

    assert opened.js("navigator.clipboard.readText()") == CENTRAL
    assert opened.text("#live") == "Reading copied: paste it into judgements.csv"


def test_contradicting_statements_stand_side_by_side(open_page: Opener) -> None:
    """In the panel and in their own view, what stands against each other is read at one height."""
    opened = open_page("#view=contradictions")
    sums = opened.page.locator(".contradiction", has_text="paid").locator(".side")

    assert sums.locator(".figure").all_inner_texts() == ["300 EUR", "120 EUR"]
    first, second = (side.bounding_box() for side in sums.all())
    assert first
    assert second
    assert (abs(first["y"] - second["y"]) < 2, second["x"] > first["x"] + 200) == (True, True)
    opened.js(f"KG.select({{statement: '{opened.edge(CENTRAL)}'}})")
    assert opened.page.locator("#panel .side").count() == 2


def test_the_contested_line_is_marked(open_page: Opener) -> None:
    """An established statement that is denied says CONTESTED in panel, table and legend."""
    opened = open_page("#view=table")

    opened.js("KG.select({statement: KG.data.statements.find(s => s.contested).edge})")

    assert "CONTESTED: Ministry of Harbours" in opened.text("#panel h2")
    assert opened.page.locator("#rows .contested").all_inner_texts() == ["CONTESTED"]
    assert opened.text(".row-note") == "CONTESTED 1 of these"


def test_a_planned_event_does_not_look_held(open_page: Opener) -> None:
    """An event that only a plan speaks of says so in its label and in the panel, and has a broken rim."""
    opened = open_page("#actor=hearing")

    node = opened.js("KG.graph.nodes.get().find(node => node.label.includes('Hearing'))")

    assert "planned" in node["label"]
    assert node["shapeProperties"]["borderDashes"]
    assert "This event is not established: the strongest statement on it is planned." in opened.text("#panel")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        (KHMER[5:12], "Dockers’ Union of Velde"),
        ("kohler-dang", "Ána Köhler-Đặng"),
        ("KÖHLER", "Ána Köhler-Đặng"),
        ("duv", "Dockers’ Union of Velde"),
        ("without pay", f"ALLEGED by Dockers’ Union of Velde: {BODY} (2019)"),
        ("គាំទ្រ", "Dockers’ Union of Velde supported Report on pay at sea (2019)"),
        ("pay ledger", "Pay ledger"),
    ],
)
def test_search_finds(open_page: Opener, typed: str, first: str) -> None:
    """A part of a Khmer label, a name without its accents, an acronym, a quote, a source: each finds what it belongs to."""
    opened = open_page()
    opened.page.keyboard.press("/")

    opened.page.keyboard.insert_text(typed)

    assert opened.page.locator("#hits li .label").first.inner_text() == first


def test_a_hit_opens_what_it_names(open_page: Opener) -> None:
    """Enter on a hit selects the actor; a source shows what it supports, and one button puts only that into the table."""
    opened = open_page()
    opened.page.fill("#search", "harbour w")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    assert opened.text("#panel h2") == "Harbour Watch"

    opened.page.fill("#search", "pay ledger")
    opened.page.keyboard.press("Enter")
    assert opened.text("#panel h2") == "Pay ledger"
    assert opened.page.locator("#panel .headline").all_inner_texts() == ["Brightsea Crewing is active in Velde (2019)"]
    opened.page.click("text=Only what it supports")

    assert opened.page.locator("#rows tr").count() == 1
    assert "source=" in opened.page.url


def test_actors_without_a_line_are_drawn_and_counted(open_page: Opener) -> None:
    """Who is not connected stands in the picture too, is counted, and can be switched off."""
    opened = open_page()

    assert opened.text("#alone-count") == "3"
    assert opened.js("KG.graph.nodeView.get().some(node => node.label.includes('Harbour Watch'))")
    opened.page.uncheck("#alone")

    assert not opened.js("KG.graph.nodeView.get().some(node => node.label.includes('Harbour Watch'))")


def test_parallel_lines_fan_out_and_self_lines_are_seen(open_page: Opener) -> None:
    """No two lines between the same ends lie on each other; who acts on itself has a loop."""
    opened = open_page()

    middles = opened.js("""KG.graph.edgeView.get().map(edge => {
        const place = KG.graph.network.body.edges[edge.id].edgeType.getPoint(0.5);
        return Math.round(place.x) + ' ' + Math.round(place.y);
    })""")
    loops = opened.js("KG.graph.edgeView.get().filter(edge => edge.from === edge.to).map(edge => edge.selfReference.size)")

    assert len(set(middles)) == len(middles)
    assert loops == [20]


@pytest.mark.parametrize("name", ["case", "shipped"])
def test_nothing_in_the_picture_covers_anything(open_page: Opener, name: str) -> None:
    """With the fonts of this machine no label lies over another, and no line runs through an actor that is not its own."""
    opened = open_page(of=name)

    clashes = opened.js("""(() => {
        const body = KG.graph.network.body;
        const boxes = KG.graph.nodeView.get().map(({id, x, y, size, above}) => {
            const {width, height} = body.nodes[id].labelModule.size;
            const half = Math.max(size, width / 2);
            return {id, left: x - half, right: x + half, top: y - size - (above ? height + 4 : 0), bottom: y + size + (above ? 0 : height + 4)};
        });
        const found = [];
        boxes.forEach((a, row) => boxes.slice(row + 1).forEach(b => {
            if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(['labels', KG.label(a.id), KG.label(b.id)]);
        }));
        for (const edge of KG.graph.edgeView.get()) {
            const line = body.edges[edge.id].edgeType;
            for (let step = 1; step < 40; step += 1) {
                const {x, y} = line.getPoint(step / 40);
                const hit = boxes.find(b => b.id !== edge.from && b.id !== edge.to && b.left < x && x < b.right && b.top < y && y < b.bottom);
                if (hit) found.push(['line', KG.statements.get(edge.id).reading, KG.label(hit.id)]);
            }
        }
        return found;
    })()""")

    assert clashes == []


def test_the_address_holds_what_is_seen(open_page: Opener) -> None:
    """Selection, view and filters come back from the address, by the ids of the data; Back undoes a selection."""
    opened = open_page()
    opened.page.uncheck("input[name=standing][value=alleged]")
    opened.page.uncheck("input[name=source][value=pay-ledger]")
    opened.js("KG.show('table')")
    opened.js("KG.select({actor: KG.data.actors.find(a => a.id === 'brightsea').node})")
    fragment = opened.page.url.removeprefix(opened.address)

    again = open_page(fragment)

    assert "actor=brightsea" in fragment
    for script in ("KG.state", "KG.passing().map(s => s.id)", "document.getElementById('panel').textContent"):
        assert again.js(script) == opened.js(script)
    assert again.page.locator("#table-view").is_visible()
    opened.page.go_back()
    assert opened.text("#panel h2") == "Who says so?"


def test_an_address_that_means_nothing_shows_the_page(open_page: Opener) -> None:
    """An unknown actor, filter or view in the address is no error and no script."""
    opened = open_page("#actor=%3Cimg%20src=x%20onerror=window.PWN=1%3E&view=%3Cscript%3E&standing=-nonsense,x&source=")

    assert opened.text("#panel h2") == "Who says so?"
    assert opened.js("window.PWN") is None
    assert opened.problems == []


def test_keys_alone_reach_a_quote(open_page: Opener) -> None:
    """Tab reaches the picture once and leaves it; arrows walk, N steps through lines, Enter goes to the words, Esc clears."""
    opened = open_page()
    keys = opened.page.keyboard
    for _ in range(80):
        keys.press("Tab")
        if opened.js("document.activeElement.id") == "graph":
            break

    keys.press("ArrowRight")
    first = opened.text("#panel h2")
    keys.press("ArrowLeft")
    second = opened.text("#panel h2")
    keys.press("n")

    assert first != second
    assert opened.page.locator("#panel mark").count() >= 1
    assert opened.text("#live")
    keys.press("Enter")
    assert opened.js("document.activeElement.id") == "panel"
    keys.press("Escape")
    assert opened.js("document.activeElement.id") == "graph"
    keys.press("Escape")
    assert opened.text("#panel h2") == "Who says so?"
    keys.press("Tab")
    assert opened.js("document.activeElement.id") != "graph"


def test_letters_open_views_and_help(open_page: Opener) -> None:
    """T, C and G change the view, ? explains the page, and none of them works while somebody types."""
    opened = open_page()
    keys = opened.page.keyboard
    keys.press("t")
    assert opened.page.locator("#table-view").is_visible()
    keys.press("c")
    assert opened.page.locator("#contradictions-view").is_visible()
    keys.press("?")
    assert opened.page.locator("#help").is_visible()
    keys.press("Escape")

    opened.page.fill("#search", "")
    opened.page.keyboard.type("tcg")

    assert opened.page.locator("#contradictions-view").is_visible()


def test_the_neighbourhood_of_an_actor(open_page: Opener) -> None:
    """F draws an actor with its connections only, and then everything at its old place again."""
    opened = open_page("#actor=brightsea")
    places = opened.js("KG.graph.network.getPositions()")
    opened.page.focus("#graph")

    opened.page.keyboard.press("f")

    near = opened.js("KG.graph.nodeView.getIds().map(KG.label)")
    assert "Brightsea Crewing" in near
    assert "Arland" not in near
    opened.page.keyboard.press("f")
    assert opened.js("KG.graph.network.getPositions()") == places


def test_the_table_sorts_and_says_so(open_page: Opener) -> None:
    """Each heading sorts by its column, up and then down, and tells screen readers; what has no value stands last."""
    opened = open_page("#view=table")

    opened.page.click("th[data-sort=when] button")
    when = opened.page.locator("#rows td:nth-child(5)").all_inner_texts()
    opened.page.click("th[data-sort=when] button")
    down = opened.page.locator("#rows td:nth-child(5)").all_inner_texts()

    assert opened.page.locator("th[data-sort=when]").get_attribute("aria-sort") == "descending"
    dated = [text for text in when if text]
    assert dated == sorted(dated)
    assert when[-1] == down[-1] == ""
    assert [text[:4] for text in down if text] == sorted((text[:4] for text in dated), reverse=True)


def test_what_is_taken_away(open_page: Opener) -> None:
    """The CSV holds every shown evidence and no formula, the picture is a PNG, paper is a PDF in light colours."""
    opened = open_page(color_scheme="dark")
    rows = list(csv.DictReader(io.StringIO(_csv(opened), newline="")))
    with opened.page.expect_download() as download:
        opened.js("document.getElementById('png').click()")
    picture = Path(download.value.path()).read_bytes()
    paper = opened.page.pdf()

    passing = opened.js("KG.passing().reduce((sum, s) => sum + s.evidence.length, 0)")
    assert len(rows) == passing
    assert not [cell for row in rows for cell in row.values() if cell.lstrip()[:1] in tuple("=+-@")]
    assert {row["standing"] for row in rows if row["relation"] == "exploited"} == {"alleged", "denied"}
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert paper[:5] == b"%PDF-"
    assert opened.js("document.documentElement.dataset.theme") == "dark"
    assert "Brightsea, the union says, worked the crew without pay." in opened.js("document.getElementById('print-rows').textContent")


@pytest.mark.parametrize("fragment", ["", "#actor=hostile", "#view=table", "#view=contradictions"])
def test_hostile_words_stay_words(open_page: Opener, fragment: str) -> None:
    """With hostile words in every field nothing runs, nothing is loaded, nothing becomes a link or an element."""
    opened = open_page(fragment, of="evil")
    opened.page.fill("#search", "script")
    opened.js("KG.data.statements.forEach(statement => KG.select({statement: statement.edge}))")
    opened.js("KG.select({statement: KG.data.statements.find(s => s.reading.startsWith('hostile ')).edge})")
    panel = opened.js("document.getElementById('panel').textContent")
    hrefs = opened.js("[...document.querySelectorAll('a[href]')].map(link => link.protocol)")
    opened.page.pdf()
    _csv(opened)

    assert EVIL in panel
    assert opened.js("window.PWN") is None
    assert opened.js("document.querySelectorAll('img[src=x], main script, aside script').length") == 0
    assert set(hrefs) <= {"file:", "https:"}
    # A page may ask itself for the picture it prints and the files it offers, and nobody else for anything.
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert opened.problems == []


def test_without_scripts_the_page_is_a_table(open_page: Opener) -> None:
    """Whoever runs no scripts reads every statement with its standing, words and source."""
    opened = open_page(java_script_enabled=False)

    assert opened.page.locator(".noscript tbody tr").count() == len(case().statements)
    assert opened.requests == [opened.address]


def test_themes_follow_the_system_and_the_button(open_page: Opener) -> None:
    """The page is dark where the system is, and the button turns it."""
    opened = open_page(color_scheme="dark")
    dark = opened.js("KG.css('--canvas')")

    opened.page.click("#theme")

    assert opened.js("document.documentElement.dataset.theme") == "light"
    assert opened.js("KG.css('--canvas')") != dark


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768), (390, 800)])
def test_no_width_makes_the_page_scroll_sideways(open_page: Opener, width: int, height: int) -> None:
    """On a small laptop, a tablet and a phone everything stands inside the width."""
    opened = open_page()

    opened.page.set_viewport_size({"width": width, "height": height})

    assert opened.js("document.documentElement.scrollWidth") <= width
    assert opened.page.locator("#graph").is_visible()


def test_a_large_case_opens_on_a_part_and_reaches_everybody(open_page: Opener) -> None:
    """Only a part is drawn, search finds the rest and brings it in, and Show everything goes back to the part."""
    opened = open_page(of="large")
    assert opened.js("KG.graph.nodeView.length") <= 60
    opened.page.fill("#search", "member 07-05")
    opened.page.keyboard.press("Enter")

    assert opened.text("#panel h2") == "Member 07-05"
    assert opened.js("KG.graph.nodeView.getIds().map(KG.label).includes('Member 07-05')")
    assert opened.js("KG.graph.nodeView.length") <= 61
    assert "Only the neighbourhood of Member 07-05" in opened.text("#banner")
    opened.page.click("text=Show everything")
    assert opened.js("KG.graph.nodeView.length") <= 300
    assert opened.problems == []


def test_a_browser_that_cannot_unpack_shows_the_table(open_page: Opener) -> None:
    """What is older than 2023 has the words all the same, as without scripts, and hostile ones stay words."""
    context = open_page.browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto(open_page.files["evil"].as_uri())

    shown = page.locator(".noscript")
    assert "ALLEGED by Dockers’ Union of Velde: Brightsea Crewing exploited Crew of the Marlin, 2019" in shown.inner_text()
    assert page.locator("header").count() == 0
    assert page.evaluate("window.PWN") is None
    context.close()


NAMED = """async node => {
    KG.select({actor: node});
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const body = KG.graph.network.body;
    const boxes = KG.graph.nodeView.get().map(({id, x, y, size, above}) => {
        const {width, height} = body.nodes[id].labelModule.size;
        const half = width / 2;
        return {left: x - half, right: x + half, top: above ? y - size - height - 4 : y - size, bottom: above ? y + size : y + size + height + 4, of: KG.label(id)};
    });
    const words = KG.graph.edgeView.get().filter(edge => edge.label.trim() && edge.from !== edge.to).map(edge => {
        const {width, height} = body.edges[edge.id].labelModule.size;
        const {x, y} = body.edges[edge.id].edgeType.getPoint(0.5);
        const named = KG.drawing.edge(edge.id).label === ' ';
        return {named, left: x - width / 2, right: x + width / 2, top: y + edge.lift - height / 2, bottom: y + edge.lift + height / 2, of: edge.label};
    });
    const over = (a, b) => a !== b && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const named = words.filter(word => word.named);
    return [named.length, named.flatMap(word => [...boxes, ...words].filter(box => over(word, box)).map(box => [word.of, box.of]))];
}"""


@pytest.mark.parametrize("name", ["case", "shipped"])
def test_names_of_relations_around_the_selection_cover_no_label(open_page: Opener, name: str) -> None:
    """Whoever is selected, the established relations that are named around them lie over no label and not over each other."""
    opened = open_page(of=name)
    actors = opened.js("KG.graph.nodeView.getIds().filter(node => KG.of.get(node).some(s => s.established))")
    named = 0

    for actor in actors:
        count, over = opened.js(NAMED, actor)
        named += count
        assert over == []
    assert named >= len(actors)
    assert opened.problems == []
