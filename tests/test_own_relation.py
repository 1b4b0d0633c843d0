"""A relation is data: a block of Turtle in the workspace is all it takes, everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import find_browser
from maker import make_workspace
from playwright.sync_api import sync_playwright

from kg.folder import Folder
from kg.tasks.ask import query, terms
from kg.tasks.build import build
from kg.tasks.complete import relations
from kg.tasks.reading import read_workspace
from kg.texts import sentence

IRI = "https://example.org/terms/licensed"
TURTLE = """\
@prefix kg: <https://w3id.org/actor-kg/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix my: <https://example.org/terms/> .

my:licensed a kg:Relation ;
    rdfs:label "gave a licence to" ;
    kg:inverseLabel "got a licence from" ;
    skos:definition "Allowed by an official act to do business." ;
    kg:example "The Harbour Office gave Alder a licence." ;
    kg:counterExample "Alder asked the Harbour Office for a licence. (It was only asked for.)" ;
    kg:domain kg:Actor ;
    kg:range kg:Actor ;
    kg:group "permits" ;
    kg:aspect "act" ;
    kg:lexicon "license", "grant a permit" .
"""


def workspace(root: Path, relation: str = "licensed") -> Folder:
    """A workspace with its own relation, and one row that uses it."""
    return make_workspace(
        root,
        actors=[{"id": "office", "type": "GovernmentBody", "label": "Harbour Office"}, {"id": "alder", "type": "Company", "label": "Alder"}],
        sources=[{"id": "paper", "kind": "news", "title": "Paper"}],
        statements=[
            {
                "subject": "office",
                "relation": relation,
                "object": "alder",
                "modality": "asserted",
                "source": "paper",
                "locator": "p. 1",
                "curator": "ed",
            }
        ],
        ontology=TURTLE,
    )


def test_tables_terms_completion_and_queries_know_it(tmp_path: Path) -> None:
    """It is valid in tables, listed and explained, completed, built as a fact and asked by its IRI."""
    folder = workspace(tmp_path)

    build(folder)
    card = terms(folder, "licensed")
    answer = query(folder, f"SELECT ?a ?b {{ GRAPH ?g {{ ?a <{IRI}> ?b }} }}", {}).answer

    assert read_workspace(folder).findings == ()
    assert "`licensed`" in terms(folder) or "licensed" in terms(folder)
    assert "label: gave a licence to\n" in card
    assert "lexicon: grant a permit, license\n" in card
    assert relations("lic", str(folder.root)) == (("licensed", "Allowed by an official act to do business."),)
    assert [tuple(row.values()) for row in answer] == [("https://example.org/made/actor/office", "https://example.org/made/actor/alder")]


def test_a_typing_error_gets_it_offered(tmp_path: Path) -> None:
    """The suggestion knows the workspace's own words."""
    found = read_workspace(workspace(tmp_path, "licenced")).findings

    assert [sentence(finding) for finding in found] == ['data/statements.csv:2: relation: unknown relation "licenced". Did you mean "licensed"?']


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_page_draws_and_filters_it(tmp_path: Path) -> None:
    """Its line is solid, its sentence reads with its label, and its group is a filter."""
    page = build(workspace(tmp_path)).page
    chromium = find_browser()
    assert chromium, "No Chromium was found; install one, or leave these tests out with KG_NO_BROWSER=1."

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        shown = browser.new_page()
        shown.goto(page.as_uri() + "#actor=alder")
        shown.wait_for_selector("html[data-ready]", state="attached")
        drawn = shown.evaluate("KG.graph.edges.get().map((edge) => Boolean(edge.dashes))")
        details = shown.inner_text("body")
        browser.close()

    assert drawn == [False]
    assert "Harbour Office gave a licence to Alder" in details
    assert "permits" in details
