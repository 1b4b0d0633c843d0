"""Timeline, contradictions, sources, the explanation, and the details: what a reader finds in each."""

from __future__ import annotations

import pytest
from page_case import CENTRAL, case
from page_kit import MARKS, Opener

pytestmark = MARKS

UPHELD = "Established: claimed by Ána Köhler-Đặng, upheld by Kim Sørensen"


def test_the_timeline_draws_vague_times_as_spans(open_page: Opener) -> None:
    """A year is a long span with soft ends, a month a short one inside it, and what is earlier stands above."""
    opened = open_page("#view=timeline")

    rows = opened.js("""[...document.querySelectorAll('.moment')].map(row => {
        const box = row.querySelector('.span').getBoundingClientRect();
        return [row.querySelector('.date').textContent, Math.round(box.left), Math.round(box.width), row.querySelector('.span').classList.contains('soft')];
    })""")

    year = next(row for row in rows if row[0] == "2019")
    month = next(row for row in rows if row[0] == "2019-10")
    assert year[3]
    assert month[3]
    assert year[2] > 8 * month[2]
    assert year[1] < month[1] < year[1] + year[2]
    assert [row[0][:4] for row in rows] == sorted(row[0][:4] for row in rows)
    assert opened.page.locator(".axis .tick").count() >= 2


@pytest.mark.law
def test_the_timeline_says_what_each_moment_is_worth(open_page: Opener) -> None:
    """A claim is broken and led by its voice, an event by its standing, and one that no statement names says so."""
    opened = open_page("#view=timeline")

    texts = [" ".join(text.split()) for text in opened.page.locator(".moment .what").all_inner_texts()]
    dashes = opened.js("""KG.visible().filter(s => s.span.length).map(s => {
        const row = [...document.querySelectorAll('.moment')].find(row => row.textContent.includes(s.lead) && row.textContent.includes(s.body));
        return [s.established, Boolean(row.querySelector('line').getAttribute('stroke-dasharray'))];
    })""")

    assert "Alleged by Dockers’ Union of Velde : Brightsea Crewing exploited Crew of the Marlin, 2019 (2019)" in texts
    assert "Event planned: Hearing on the Marlin" in texts
    assert "Event Round table on crew pay" in texts
    assert "Event no statement: Feast of the harbour" in texts
    assert all(established != dashed for established, dashed in dashes)


def test_what_has_no_date_is_counted_and_listed(open_page: Opener) -> None:
    """Below the axis stands how many have no date; they are one click away, and so is each moment, also by the arrow keys."""
    opened = open_page("#view=timeline")

    assert opened.text(".undated summary") == "Without a date (1)"
    opened.page.click(".undated summary")
    opened.page.click(".undated li button")
    assert opened.text("#panel h2") == "Velde lies in or near Arland"
    first = opened.page.locator(".moment > button").first
    first.focus()
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")

    assert opened.js("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert opened.js("document.querySelectorAll('.moment')[1].classList.contains('chosen')")


def test_the_timeline_follows_the_filters(open_page: Opener) -> None:
    """What is filtered away is on no axis."""
    opened = open_page("#view=timeline")
    before = opened.page.locator(".moment").count()

    opened.page.uncheck("input[name=standing][value=alleged]")

    assert opened.page.locator(".moment").count() == before - 5
    assert "Alleged" not in opened.text("#timeline-view")


def test_contradictions_show_both_quotes_in_their_context(open_page: Opener) -> None:
    """Each side has its marked words between what stands around them, and says when they are not the source's own."""
    opened = open_page("#view=contradictions")

    pair = opened.page.locator(".contradiction", has_text="exploited")

    assert sorted(pair.locator("mark").all_inner_texts()) == [
        "Brightsea, the union says, worked the crew without pay.",
        "Nobody was exploited, Brightsea pleads.",
    ]
    assert pair.locator(".around").first.inner_text().startswith("…As it was told,")
    assert "Quoted from our reading note on “Plea of Brightsea”, not from its own words." in pair.inner_text()


def test_every_source_says_what_it_is_and_supports(open_page: Opener) -> None:
    """A source shows kind, publisher, links and how much rests on it; a click leads to its statements."""
    opened = open_page("#view=sources")
    card = opened.page.locator(".source-card", has_text="Crew of the Marlin went unpaid")

    text = " ".join(card.inner_text().split())
    links = [link.get_attribute("href") for link in card.locator("a").all()]
    supports = "KG.data.statements.filter(s => s.sources.some(row => KG.data.sources[row].id === 'velde-gazette'))"
    numbers = opened.js(f"[{supports}.length, {supports}.filter(KG.passes).length]")
    card.locator("button", has_text="What it supports").click()

    assert opened.page.locator(".source-card").count() == len(case().sources)
    for words in (
        "Supports {} statements, {} of them pass the filters".format(*numbers),
        "Publisher The Velde Gazette, 2019-11",
        "Author I. Ferrer",
        "Kind news",
        "alleged",
    ):
        assert words in text
    assert links == ["https://gazette.example/marlin", "https://archive.example/marlin"]
    assert opened.text("#panel h2") == "Crew of the Marlin went unpaid"
    assert "#view=sources&from=velde-gazette" in opened.page.url
    assert opened.page.locator("#panel .card").count() == opened.js("KG.visible().filter(s => s.sources.includes(KG.state.source)).length")


def test_an_actor_is_told_in_groups(open_page: Opener) -> None:
    """Established, said by others, contradicted and planned stand apart; each statement unfolds to all behind it."""
    opened = open_page("#actor=brightsea")

    heads = opened.page.locator("#panel > h3").all_inner_texts()
    upheld = opened.page.locator("#panel .card", has_text="is a member of")
    upheld.locator("summary").click()
    upheld.get_by_text("Seen in the register.").wait_for()
    text = " ".join(upheld.inner_text().split())

    assert [head.lower() for head in heads] == [
        "established (2)", "said by others (3)", "contradicted (4)", "planned or supposed (3)", "found by a machine, not judged (1)",
    ]  # fmt: skip
    assert opened.page.locator("#panel .card .pill", has_text="claimed by").inner_text() == UPHELD
    for words in ("Claimant Ána Köhler-Đặng", "Entered by Kim Sørensen, 2024-03-01", "uphold by Kim Sørensen on 2024-04-02: Seen in the register."):
        assert words in text
    assert [link.inner_text() for link in upheld.locator("dd a").all()] == ["original", "archived copy"]


def test_identifiers_lead_to_their_register(open_page: Opener) -> None:
    """An identifier of a scheme that we know is a link, one of another scheme stays words."""
    opened = open_page("#actor=brightsea")
    link = opened.page.locator(".identifiers a")

    assert (link.inner_text(), link.get_attribute("href")) == (
        "lei:5299000J2N45DDNE4Y28",
        "https://search.gleif.org/#/record/5299000J2N45DDNE4Y28",
    )
    assert link.get_attribute("rel") == "noopener noreferrer"
    hostile = open_page("#actor=hostile", of="evil")
    assert hostile.page.locator(".identifiers a").count() == 0


def test_a_line_shows_all_between_the_two(open_page: Opener) -> None:
    """Whoever selects one statement sees the others between the same actors, and those that wait behind the filters counted."""
    opened = open_page("#standing=-asserted")

    opened.js(f"KG.select({{statement: '{opened.edge(CENTRAL)}'}})")

    assert opened.text("#panel h3:has-text('Also between')").lower() == "also between the two (3)"
    headlines = opened.page.locator("#panel .card .headline").all_inner_texts()
    assert len(headlines) == 2
    assert all("paid Crew of the Marlin" in headline for headline in headlines)
    assert "1 more behind the filters." in opened.text("#panel")


def test_citations_are_copied_as_words_and_as_bibtex(open_page: Opener) -> None:
    """Both name standing and voice before what is said; BibTeX has no letter that it would take for an order."""
    opened = open_page(permissions=["clipboard-read", "clipboard-write"])
    opened.js(f"KG.select({{statement: '{opened.edge(CENTRAL)}'}})")
    opened.page.click("text=Copy citation")
    words = opened.js("navigator.clipboard.readText()")
    opened.page.click("text=Copy BibTeX")
    entry = opened.js("navigator.clipboard.readText()")
    hostile = open_page(of="evil").js("KG.bibtex(KG.data.statements.find(s => s.reading.startsWith('hostile ')))")

    assert words == (
        "ALLEGED by Dockers’ Union of Velde: Brightsea Crewing exploited Crew of the Marlin, 2019 (2019)."
        " “Brightsea, the union says, worked the crew without pay.” I. Ferrer, Crew of the Marlin went unpaid, The Velde Gazette, 2019-11."
        " https://gazette.example/marlin https://archive.example/marlin"
    )
    assert entry.splitlines() == [
        "@misc{velde-gazette,",
        "  author = {I. Ferrer},",
        "  title = {{Crew of the Marlin went unpaid}},",
        "  publisher = {The Velde Gazette},",
        "  year = {2019},",
        "  month = {11},",
        "  url = {https://gazette.example/marlin},",
        (
            "  note = {ALLEGED by Dockers’ Union of Velde: Brightsea Crewing exploited Crew of the Marlin, 2019 (2019),"
            " “Brightsea, the union says, worked the crew without pay.”}"
        ),
        "}",
    ]
    bare = hostile.replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")
    assert "\\&\\{\\{7*7\\}\\}" in hostile


@pytest.mark.law
def test_all_that_is_said_of_an_actor_is_copied_with_its_sources(open_page: Opener) -> None:
    """A text by worth, in which each line that is no fact begins with what it is; it says what of, as of when, and what filters left out."""
    opened = open_page("#actor=brightsea&standing=-hypothetical", permissions=["clipboard-read", "clipboard-write"])
    opened.page.click("text=Copy all with sources")
    copied = opened.js("navigator.clipboard.readText()").split("\n\n")

    shown = opened.js("KG.of.get(KG.state.actor).filter(KG.passes).map(s => [s.headline, s.established])")
    assert copied[0] == "Brightsea Crewing (Recruitment agency)\nlei:5299000J2N45DDNE4Y28"
    assert copied[1].startswith("Established (")
    claim = next(row for row, part in enumerate(copied) if part.startswith("Said by others ("))
    for headline, established in shown:
        lines = [row for row, part in enumerate(copied) if part.startswith(headline)]
        assert lines, headline
        assert established or not headline.startswith("Brightsea"), headline
        assert not established or lines[0] < claim, headline
    assert any("“We paid 300 each.” Plea of Brightsea" in part for part in copied)
    assert copied[-1] == (
        "Team copy – not for publication. The crew of the Marlin. Data of 2024-04-02."
        " Not shown – how firmly it is said: hypothetical (1), withdrawn (1), refuted (1), rejected (1), unsure (1). Not shown – how we know: derived by rule (1).\n"
    )
    assert opened.text("#live") == f"Copied: {len(shown)} statements with their sources"


def test_the_page_explains_itself(open_page: Opener) -> None:
    """Whoever gets the file by mail reads what lines mean, what an allegation is, how to check a quote, and who made it."""
    opened = open_page()

    opened.page.click("#help-open")

    text = " ".join(opened.text("#help").split())
    for words in (
        "alleged: somebody claims it and nobody upheld it",
        "An allegation is what a source reports somebody to have claimed. It is named with whoever made it",
        "Open the source, by its link or its archived copy, and search for the words.",
        "Entered and judged by Kim Sørensen.",
        "This is the team’s copy",
    ):
        assert words in text


@pytest.mark.law
def test_an_event_that_nothing_names_is_not_drawn_solid(open_page: Opener) -> None:
    """It has a broken rim, says in its label that there is no statement, and its details say that it rests on nothing."""
    opened = open_page("#actor=feast")

    node = opened.js("KG.graph.nodes.get().find(node => node.label.includes('Feast'))")

    assert " ".join(node["label"].replace("\u2068", "").replace("\u2069", "").split()) == "no statement: Feast of the harbour"
    assert node["shapeProperties"]["borderDashes"]
    assert "No statement names this event: that it happened rests on nothing here." in opened.text("#panel")


def test_search_groups_what_it_finds(open_page: Opener) -> None:
    """Actors, statements and sources stand under their heads with their numbers, and the number of all is announced."""
    opened = open_page()

    opened.page.fill("#search", "brightsea")

    heads = opened.page.locator(".hits-head").all_inner_texts()
    found = opened.js("KG.data.statements.filter(s => KG.fold(s.headline + s.evidence.map(e => e.quote).join(' ')).includes('brightsea')).length")
    assert heads == ["Actors and events (1)", f"Statements (6 of {found})", "Sources (1)"]
    assert opened.text("#live") == f"{found + 2} results: 1 actors and events, {found} statements, 1 sources"
    assert opened.page.locator("#hits [role=option]").count() == 8
    for _ in range(8):
        opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    assert opened.text("#panel h2") == "Plea of Brightsea"


def test_the_card_of_an_upheld_claim_names_claimant_and_upholder_once(open_page: Opener) -> None:
    """In the line above the sentence; where a sentence stands alone, and where it is disputed, it says it itself."""
    opened = open_page()
    edge = opened.js("KG.data.statements.find(s => s.lead.includes('upheld by') && !s.contested).edge")

    opened.js("edge => KG.select({ statement: edge })", edge)

    assert opened.text("#panel .kicker .pill") == UPHELD
    assert opened.text("#panel h2") == "Brightsea Crewing is a member of Dockers’ Union of Velde (2019)"
    assert opened.text("#live").startswith("ESTABLISHED, claimed by Ána Köhler-Đặng, upheld by Kim Sørensen: ")
