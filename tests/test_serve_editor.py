"""The query editor in a real browser: it asks nobody else, breaks no policy, and does what an analyst needs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from page_kit import AXE, LOOK, RULES
from serve_kit import MARKS, Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [*MARKS, pytest.mark.browser]
EDITOR = Path(__file__).parents[1] / "kg" / "serve"


@dataclass
class Desk:
    """The editor, opened, with what it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def write(self, query: str) -> None:
        """Puts a query into the editor."""
        self.page.evaluate("query => DESK.yasqe.setValue(query)", query)

    def run(self, query: str = "") -> None:
        """Runs a query, and waits for what comes of it."""
        if query:
            self.write(query)
        self.page.click("#run")
        self.page.wait_for_function("() => !document.getElementById('status').textContent.startsWith('Asking')")

    def text(self, selector: str) -> str:
        """The text there, on one line."""
        return " ".join(self.page.locator(selector).inner_text().split())


@pytest.fixture
def desk(server: Server, browser: Browser) -> Iterator[Desk]:
    """The editor of the shipped case; at its end nothing was asked of another host, and nothing broke the policy."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    opened = Desk(context.new_page())
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("pageerror", lambda error: opened.problems.append(str(error)))
    opened.page.on("console", lambda message: opened.problems.append(message.text) if message.type in ("error", "warning") else None)
    opened.page.goto(f"{server.address}sparql")
    opened.page.wait_for_selector("html[data-ready]", state="attached")
    yield opened
    assert [url for url in opened.requests if not url.startswith((server.address, "blob:", "data:"))] == []
    assert [said for said in opened.problems if "status of 4" not in said] == []
    context.close()


def test_our_prefixes_need_no_declaration_and_a_slip_is_marked(desk: Desk) -> None:
    """A query with our prefixes has no mark of an error; one with another prefix, or with a slip, has one in its line."""
    for query, marks in (
        ("SELECT * { ?s a kg:Event ; rdfs:label ?l . actor:acra ?p ?o }", 0),
        ("SELECT * { ?s ex:a ?o }", 1),
        ("SELECT * {\n ?s ?p }", 1),
    ):
        desk.write(query)
        desk.page.wait_for_function("marks => document.querySelectorAll('.parseErrorIcon').length === marks", arg=marks)


def test_the_first_query_runs_and_its_rows_lead_to_the_page(desk: Desk, server: Server) -> None:
    """The query that stands there when it opens has an answer: a table with labels that lead to the panel of each, and a chart."""
    desk.run()
    assert re.fullmatch(r"\d+ rows", desk.text("#status"))
    link = desk.page.locator("td a").first
    assert re.match(r"/#actor=[a-z0-9-]+$", str(link.get_attribute("href")))
    with desk.page.context.expect_page() as opening:
        link.click()
    other = opening.value
    other.wait_for_selector("html[data-ready]", state="attached")
    assert link.inner_text() in other.locator("#panel").inner_text()
    other.close()
    desk.page.click("text=Chart")
    assert desk.page.locator(".chart rect").count() > 3


def test_the_network_is_the_drawing_of_the_page_with_those_of_the_answer_only(desk: Desk) -> None:
    """Who stands in the rows is drawn, and nobody else."""
    desk.run("SELECT ?a ?b { ?a kg:criticized|kg:accused ?b } ORDER BY ?a ?b")
    rows = desk.page.locator("tbody tr").count()
    assert rows
    ids = {str(link.get_attribute("href")).partition("=")[2] for link in desk.page.locator("td a").all()}
    desk.page.click("text=Network")
    frame = desk.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(state="attached")
    drawn = desk.page.frames[-1].evaluate("() => KG.graph.nodeView.getIds().map(id => KG.actors.get(id).id)")
    assert set(drawn) <= ids
    assert drawn
    assert "Only those of a list." in frame.locator("#banner").inner_text()


def test_who_met_whom_is_joined_by_lines(desk: Desk) -> None:
    """Lines that follow from a meeting are drawn where the meeting is not; with the meeting, it stands between them."""
    lines = "() => KG.graph.edgeView.length"
    seen = []
    for query in ("SELECT DISTINCT ?a ?b { ?a kg:met ?b }", "SELECT DISTINCT ?a ?e { ?a kg:participatedIn ?e }"):
        desk.run(query)
        desk.page.click("text=Network")
        desk.page.frame_locator("iframe").locator("html[data-ready]").wait_for(state="attached")
        seen.append((desk.page.frames[-1].evaluate(lines), "derived" in desk.page.frames[-1].url))
    assert seen == [(6, True), (6, False)]


def test_it_fits_on_a_phone(desk: Desk) -> None:
    """Nothing sticks out to the side; what is wide scrolls in its own place."""
    desk.run()
    desk.page.set_viewport_size({"width": 390, "height": 800})
    assert desk.page.evaluate("() => document.documentElement.scrollWidth") == 390


def test_names_classes_and_relations_are_completed_by_label(desk: Desk) -> None:
    """A word of a label is enough; what is written is the short name, and no catalogue elsewhere is asked."""
    offers = desk.page.evaluate("() => ['manp', 'critic', 'kg:Recr', 'កម្ពុជា', 'zzz'].map(DESK.offered)")
    assert [
        any(end in offer for offer in some)
        for some, end in zip(offers[:4], ("actor:cdm-manpower", "kg:criticized", "kg:RecruitmentAgency", "actor:cambodia"), strict=True)
    ] == [True] * 4
    assert offers[4] == []
    desk.write("SELECT * { ?s ?p manp }")
    desk.page.evaluate("() => { const at = { line: 0, ch: 21 }; DESK.yasqe.focus(); DESK.yasqe.setCursor(at); }")
    desk.page.keyboard.press("Control+Space")
    desk.page.wait_for_selector(".CodeMirror-hint")
    assert desk.text(".CodeMirror-hint") == "CDM Manpower · actor:cdm-manpower"
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_function("() => DESK.yasqe.getValue().includes('actor:cdm-manpower')")
    assert desk.page.evaluate("() => DESK.yasqe.getValue()") == "SELECT * { ?s ?p actor:cdm-manpower }"


def test_named_queries_are_examples_with_their_descriptions(desk: Desk) -> None:
    """A question is chosen, its values are filled in by id or label, and what is wrong with them is said."""
    desk.page.select_option("#examples", "about")
    assert desk.text("#description").startswith("Every statement that the actor is a side of")
    desk.page.fill("#parameters input", "nobody at all")
    desk.page.click("#insert")
    desk.page.wait_for_selector("#status.wrong")
    assert 'actor: no actor is called "nobody at all".' in desk.text("#status")
    desk.page.fill("#parameters input", "CDM Manpower")
    desk.page.click("#insert")
    desk.page.wait_for_function("() => DESK.yasqe.getValue().includes('VALUES ?actor')")
    desk.run()
    assert desk.page.locator("tbody tr").count() == 5


def test_an_answer_is_downloaded_in_every_format(desk: Desk, server: Server) -> None:
    """Each file is what the endpoint gives for that type; of triples the formats of triples."""
    rows, triples = "SELECT ?s { ?s a kg:Event } ORDER BY ?s", "DESCRIBE actor:acra"
    kinds = {
        "JSON": "application/sparql-results+json",
        "XML": "application/sparql-results+xml",
        "CSV": "text/csv",
        "TSV": "text/tab-separated-values",
    }
    graphs = {"Turtle": "text/turtle", "N-Triples": "application/n-triples", "JSON-LD": "application/ld+json", "RDF/XML": "application/rdf+xml"}
    for query, formats in ((rows, kinds), (triples, graphs)):
        desk.run(query)
        assert desk.page.locator("#formats option").all_inner_texts() == list(formats)
        for name, kind in formats.items():
            desk.page.select_option("#formats", name)
            with desk.page.expect_download() as download:
                desk.page.click("#download")
            assert Path(download.value.path()).read_bytes() == server.ask(query, kind).body


def test_a_query_is_shared_by_link_and_run_by_nobody_but_the_reader(desk: Desk, server: Server) -> None:
    """The query stands after the #, so no server and no log sees it; who opens the link sees it first."""
    query = 'SELECT ("ភាសា & # ?" AS ?x) {}'
    desk.write(query)
    desk.page.click("#share")
    desk.page.wait_for_function("() => location.hash.length > 5")
    link = desk.page.url
    assert link == f"{server.address}sparql#{urlencode({'query': query}).replace('%28', '%28')}"
    other = desk.page.context.new_page()
    other.goto(link)
    other.wait_for_selector("html[data-ready]", state="attached")
    assert other.evaluate("() => DESK.yasqe.getValue()") == query
    assert other.locator("#status").inner_text() == "This query came with the link. Press Run to ask it."
    assert other.locator("td").count() == 0
    other.close()


def test_what_is_wrong_with_a_query_and_what_may_be_is_said(desk: Desk) -> None:
    """An error is the server's sentence; a name that is not known is hinted at; more rows than are shown are told."""
    desk.run("SELECT * { ?s ?p }")
    assert desk.text("#status").startswith("The query cannot be read near line 1, column 12")
    desk.run("SELECT * { ?s kg:memberOff ?o }")
    assert desk.text("#status") == "0 rows"
    desk.page.wait_for_selector("#remarks li")
    assert desk.text("#remarks") == 'kg:memberOff is not known here. Did you mean "kg:memberOf"?'
    assert desk.page.locator("#hints li").count() == 0


def test_a_query_is_explained_without_being_run(desk: Desk) -> None:
    """What it asks for and how often each part matches, set in as the query is; what cannot be, by line; and no answer is fetched."""
    desk.write("SELECT ?who\n{ ?who a kg:Meeting .\n  ?who kg:met ?other\n  OPTIONAL { ?who kg:quote ?q } }")
    before = len(desk.requests)
    desk.page.click("#explain")
    desk.page.wait_for_selector("#remarks li")
    assert desk.requests[before:] == [desk.page.url.partition("#")[0] + "/explain"]
    assert [" ".join(text.split()) for text in desk.page.locator("#remarks li").all_inner_texts()] == [
        "Line 3 kg:met starts at a kg:Actor, and ?who is a kg:Meeting, so the query has no answer. More: kg terms met",
        (
            "Line 4 kg:quote is said of a kg:Evidence, and ?who is a kg:Meeting, so this OPTIONAL adds nothing. "
            "Ask: ?s rdf:subject ?who ; kg:evidence ?e . ?e kg:quote ?x"
        ),
    ]
    assert desk.text("#asks > p") == "Asks for ?who. It looks for:"
    assert [" ".join(text.split()) for text in desk.page.locator("#asks > ul > li").all_inner_texts()] == [
        '?who is of the type "Meeting" (kg:Meeting) [1 match]',
        "?who met ?other (kg:met, as established) [12 matches]",
        "if there is one: the quote of ?who is ?q (kg:quote) [36 matches]",
    ]
    assert desk.text("#asks > ul > li > ul > li") == "the quote of ?who is ?q (kg:quote) [36 matches]"
    desk.page.click("#remarks button >> nth=0")
    assert desk.page.evaluate("() => DESK.yasqe.getSelection()") == "  ?who kg:met ?other"
    assert desk.text("#status") == ""
    assert desk.page.locator("#view *").count() == 0
    desk.run("SELECT ?s { ?s a kg:Event }")
    desk.write("ASK { ?s a kg:Event }")
    desk.page.click("#explain")
    desk.page.wait_for_function("() => document.querySelector('#asks p')?.textContent.startsWith('Asks whether')")
    assert desk.text("#status") == "Below is the answer to the query that was run before."


def test_what_takes_long_is_said_while_it_runs(desk: Desk) -> None:
    """Before any answer is there, and once it is stopped the remark stays; the next query takes it away."""
    desk.write("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    desk.page.click("#run")
    desk.page.wait_for_selector("#remarks li.cost")
    assert desk.text("#status") == "Asking …"
    assert "share no variable: each goes with each" in desk.text("#remarks li >> nth=0")
    desk.page.click("#stop")
    desk.page.wait_for_function("() => document.getElementById('status').textContent === 'Stopped.'")
    assert desk.page.locator("#remarks li.cost").count() >= 1
    desk.run("SELECT ?s { ?s a kg:Event }")
    desk.page.wait_for_selector("#explanation:not([hidden])")
    assert desk.page.locator("#remarks li").count() == 0


def test_what_cannot_be_read_cannot_be_explained(desk: Desk) -> None:
    """The server's sentence, and nothing of an explanation before it; markup in a query is shown as text."""
    desk.write("ASK { ?s a kg:Event }")
    desk.page.click("#explain")
    desk.page.wait_for_selector("#explanation:not([hidden])")
    desk.write("SELECT * { ?s ?p }")
    desk.page.click("#explain")
    desk.page.wait_for_selector("#status.wrong")
    assert desk.text("#status").startswith("The query cannot be read near line 1, column 12")
    assert not desk.page.locator("#explanation").is_visible()
    desk.write('ASK { ?s kg:standing "<img src=x onerror=window.PWN=1>" }')
    desk.page.click("#explain")
    desk.page.wait_for_selector("#asks li")
    assert "<img src=x onerror=window.PWN=1>" in desk.text("#asks")
    assert desk.page.evaluate("() => window.PWN") is None


def test_hostile_text_in_an_answer_stays_text(desk: Desk) -> None:
    """Markup in a value, in a column or in an IRI is shown and not run, and no address but ours becomes a link."""
    evil = "<img src=x onerror=window.PWN=1>"
    desk.run(f'SELECT ("{evil}" AS ?x) (IRI("javascript:window.PWN=1") AS ?y) (IRI("https://evil.example/") AS ?z) {{}}')
    assert evil in desk.text("#view")
    assert desk.page.locator("#view a, #view img").count() == 0
    assert desk.page.evaluate("() => window.PWN") is None


def test_the_editor_can_be_used_by_everybody(desk: Desk) -> None:
    """No barrier that a machine can find, after a query and with its explanation open."""
    desk.run()
    desk.write("SELECT ?a\n{ ?a kg:memberOff ?b ; kg:partOf* ?c }")
    desk.page.click("#explain")
    desk.page.wait_for_selector("#remarks li")
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert [found for found in desk.page.evaluate(LOOK, RULES) if "CodeMirror" not in found] == []


def test_the_files_of_others_are_as_published() -> None:
    """Each vendored file has the hash that stands beside it, and its licence lies there too."""
    told = dict(re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (EDITOR / "vendor" / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(told) == {path.name for path in (EDITOR / "vendor").iterdir() if path.suffix in (".js", ".css")}
    for name, digest in told.items():
        assert hashlib.sha256((EDITOR / "vendor" / name).read_bytes()).hexdigest() == digest
    assert "MIT" in (EDITOR / "vendor" / "yasqe-LICENSE.txt").read_text(encoding="utf-8")
    assert json.dumps(sorted(told)) == '["yasqe.min.css", "yasqe.min.js"]'
