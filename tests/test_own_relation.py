"""A workspace adds relations in Turtle, in a namespace of its own and in ours, and every room knows them: no Python is touched."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from cli_kit import Ran, kg
from maker import make_workspace
from page_kit import Opener
from playwright.sync_api import Page

import kg as library
from kg.cli.main import main
from kg.folder import Folder
from kg.ontology.read import read_ontology

OWN = """\
@prefix kg: <https://w3id.org/actor-kg/> .
@prefix my: <https://example.org/harbour#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

my:inspected a kg:Relation ;
    rdfs:label "inspected" ;
    kg:inverseLabel "was inspected by" ;
    skos:definition "Looked over a ship, a berth or a cargo." ;
    kg:example "The harbour master looked over the berths of Brook Agency." ;
    kg:counterExample "The harbour master saw the ship from a window. (Seeing is no inspection.)" ;
    kg:domain kg:Actor ;
    kg:range kg:Actor ;
    kg:group "harbour" ;
    kg:aspect "act" ;
    kg:lexicon "inspect", "look over" .

kg:vouchedFor a kg:Relation ;
    rdfs:label "vouched for" ;
    kg:inverseLabel "was vouched for by" ;
    skos:definition "Answered for another with a name or a sum." ;
    kg:example "Open House answered for the crew." ;
    kg:counterExample "Open House knew the crew. (Knowing somebody is no surety.)" ;
    kg:domain kg:Actor ;
    kg:range kg:Organisation ;
    kg:group "support" ;
    kg:aspect "act" ;
    kg:lexicon "vouch for", "stand surety" .
"""
MY = "PREFIX my: <https://example.org/harbour#> "
CARD = """\
relation: inspected
IRI: https://example.org/harbour#inspected
label: inspected
inverse label: was inspected by
definition: Looked over a ship, a berth or a cargo.
example: The harbour master looked over the berths of Brook Agency.
counter-example: The harbour master saw the ship from a window. (Seeing is no inspection.)
from: Actor
to: Actor
group: harbour
aspect: act: happened within the time given
lexicon: inspect, look over
publish: yes
"""


def make(root: Path, **change: str) -> Folder:
    """Three statements with the relations; `change` goes into the first row."""
    said = {"source": "paper", "curator": "ed"}
    return make_workspace(
        root,
        actors=[{"id": name, "type": "NGO", "label": name.title()} for name in ("alder", "birch", "cedar")]
        + [{"id": "dora", "type": "Person", "label": "Dora"}],
        sources=[{"id": "paper", "kind": "news", "title": "The Paper"}],
        statements=[
            {"subject": "alder", "relation": "inspected", "object": "birch", "modality": "asserted", "locator": "p. 1", **said, **change},
            {"subject": "cedar", "relation": "inspected", "object": "birch", "modality": "alleged", "claimant": "alder", "locator": "p. 2", **said},
            {"subject": "birch", "relation": "vouchedFor", "object": "cedar", "modality": "asserted", "locator": "p. 3", **said},
        ],
        ontology=OWN,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The workspace, built."""
    folder = make(tmp_path_factory.mktemp("own"))
    assert kg("build", cwd=folder.root).code == 0
    return folder


def test_it_is_valid_in_tables(made: Folder, tmp_path: Path) -> None:
    """Rows with it are read, a slip in it is met with it, and its domain and range hold."""
    slip = make(tmp_path / "slip", relation="inspeted")
    wrong = make(tmp_path / "wrong", relation="vouchedFor", object="dora")

    assert kg("check", "--shacl", cwd=made.root) == Ran(0, "", "3 rows read; 3 statements; 2 established\nNothing is wrong.\n")
    assert kg("check", cwd=slip.root).out == 'data/statements.csv:2: relation: unknown relation "inspeted". Did you mean "inspected"?\n'
    assert kg("check", cwd=wrong.root).out.startswith("data/statements.csv:2: object: ")


def test_terms_list_and_explain_it(made: Folder) -> None:
    """In the table of its group, and with every line of its block."""
    table = kg("terms", cwd=made.root).out

    assert kg("terms", "inspected", cwd=made.root) == Ran(0, CARD, "")
    assert "### Relations: harbour\n" in table
    assert "| `inspected` | Actor | Actor | Looked over a ship, a berth or a cargo. | act |\n" in table
    assert "| `vouchedFor` | Actor | Organisation | Answered for another with a name or a sum. | act |\n" in table
    assert kg("terms", "inspectd", cwd=made.root) == Ran(2, "", 'Error: There is no term "inspectd". Did you mean "inspected"?\n')


def test_the_extractor_will_find_its_words(made: Folder) -> None:
    """The lexicon of the vocabulary holds them."""
    relations = read_ontology(made)[0].relations

    assert relations["inspected"].lexicon == ("inspect", "look over")
    assert relations["vouchedFor"].lexicon == ("stand surety", "vouch for")


def test_the_shell_completes_it(made: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a relation and as a term."""
    from click.shell_completion import BashComplete

    def completed(words: str) -> str:
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
        monkeypatch.chdir(made.root)
        return BashComplete(main, {}, "kg", "_KG_COMPLETE").complete()

    assert completed("kg why alder insp") == "plain,inspected"
    assert completed("kg terms vou") == "plain,vouchedFor"


def test_it_can_be_asked_under_its_prefix(made: Folder) -> None:
    """What is established is a direct triple; ours needs no prefix line."""
    own = kg("query", f"{MY}SELECT ?a ?b {{ ?a my:inspected ?b }}", cwd=made.root)
    ours = kg("query", "SELECT ?a ?b { ?a kg:vouchedFor ?b }", cwd=made.root)
    every = library.open(made.root).query("SELECT ?r { ?a ?r ?b . ?r a kg:Relation }")

    assert own == Ran(0, "a            b\n───────────  ───────────\nactor:alder  actor:birch\n", "")
    assert ours == Ran(0, "a            b\n───────────  ───────────\nactor:birch  actor:cedar\n", "")
    assert [row["r"] for row in every] == ["https://example.org/harbour#inspected", "https://w3id.org/actor-kg/vouchedFor"]


def test_named_queries_know_it(made: Folder) -> None:
    """By its id or its label, as a parameter and in the answers."""
    by_id = kg("query", "who-says-so", "subject=birch", "relation=vouchedFor", "-f", "csv", cwd=made.root)
    used = kg("query", "relations-used", "-f", "csv", cwd=made.root)

    assert kg("query", "who-says-so", "subject=birch", "relation=vouched for", "-f", "csv", cwd=made.root) == by_id
    assert "Birch vouched for Cedar" in by_id.out
    assert used.out.splitlines()[1:] == [
        "inspected,established,1,https://example.org/harbour#inspected",
        "inspected,alleged,1,https://example.org/harbour#inspected",
        "vouched for,established,1,https://w3id.org/actor-kg/vouchedFor",
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (f"{MY}SELECT ?a {{ ?a my:inspektd ?b }}", "my:inspektd is not known here. Did you mean my:inspected?"),
        ("SELECT ?a { ?a kg:vouchedfor ?b }", "kg:vouchedfor is not known here. Did you mean kg:vouchedFor?"),
        (
            f"{MY}SELECT ?a {{ ?a my:inspected actor:alder }}",
            (
                '"?a my:inspected actor:alder" has no match, so the query has no answer; the other way round it has. Write: actor:alder my:inspected ?a\n'
                "1 statement that is not established uses my:inspected; see: kg query relations-used"
            ),
        ),
    ],
)
def test_hints_know_it(text: str, hint: str, made: Folder) -> None:
    """A slip in it, the wrong way round, and what is only said with it."""
    assert kg("query", text, cwd=made.root).err == f"No rows.\n{hint}\n"


def test_the_built_dataset_holds_it(made: Folder) -> None:
    """As a direct triple among the established ones, only where it is established; with its label in the ontology's graph."""
    lines = (made.exports / "graph.nq").read_text(encoding="utf-8").splitlines()
    base = "https://example.org/made"

    direct = [line for line in lines if line.split(" ")[1] == "<https://example.org/harbour#inspected>"]
    assert direct == [f"<{base}/actor/alder> <https://example.org/harbour#inspected> <{base}/actor/birch> <{base}/graph/established> ."]
    label = '<https://example.org/harbour#inspected> <http://www.w3.org/2000/01/rdf-schema#label> "inspected"'
    assert f"{label} <{base}/graph/ontology> ." in lines
    rows = csv.DictReader((made.exports / "statements.csv").read_text(encoding="utf-8").splitlines())
    assert {row["reading"]: row["standing"] for row in rows} == {
        "alder inspected birch": "established",
        "birch vouchedFor cedar": "established",
        "cedar inspected birch [alleged by alder]": "alleged",
    }


def test_why_tells_it(made: Folder) -> None:
    """With its label, and a slip in it is met with it."""
    assert kg("why", "cedar", "inspected", cwd=made.root).out.startswith("ALLEGED by Alder: Cedar inspected Birch\n")
    assert kg("why", "cedar", "inspectd", cwd=made.root) == Ran(2, "", 'Error: "inspectd" is no relation. Did you mean "inspected"?\n')


def test_without_the_file_it_is_unknown(tmp_path: Path) -> None:
    """It belongs to this workspace and to no other."""
    folder = make(tmp_path)
    (folder.ontology / "own.ttl").unlink()

    ran = kg("check", cwd=folder.root)

    assert ran.code == 1
    assert [line.split(": ")[2].split('"')[1] for line in ran.out.splitlines()] == ["inspected", "inspected", "vouchedFor"]


# ---- drawn


@pytest.fixture
def page(made: Folder, open_page: Opener) -> Page:
    """The built page in a real browser."""
    return open_page(of=made.exports / "index.html").page


@pytest.mark.browser
def test_it_is_drawn_labelled_and_filtered(page: Page) -> None:
    """Its lines stand under its label, solid or broken; its group is a switch of the legend that takes them away and brings them back."""
    lines = """() => KG.graph.edgeView.get().map(edge => {
        const statement = KG.statements.get(edge.id);
        return [statement.reading, KG.graph.network.body.edges[edge.id].options.dashes !== false, edge.label || ''];
    }).sort()"""
    switch = page.locator("input[name=group][value=harbour]")

    # An established relation is named around what is selected; what is not established always bears its word.
    page.evaluate("() => KG.select({actor: KG.data.actors.find(a => a.id === 'birch').node})")
    drawn = page.evaluate(lines)
    counted = page.locator("#filters label", has=switch).inner_text()
    switch.uncheck()
    without = page.evaluate(lines)
    switch.check()

    assert [(reading, broken) for reading, broken, _ in drawn] == [
        ("alder inspected birch", False),
        ("birch vouchedFor cedar", False),
        ("cedar inspected birch [alleged by alder]", True),
    ]
    labels = [" ".join(label.translate({0x2068: None, 0x2069: None}).split()) for *_, label in drawn]
    assert labels == ["inspected", "vouched for", "alleged inspected"]
    assert counted.split() == ["harbour", "2"]
    assert [reading for reading, *_ in without] == ["birch vouchedFor cedar"]
    assert page.evaluate(lines) == drawn


@pytest.mark.browser
def test_it_is_found_and_told_in_the_page(page: Page) -> None:
    """The search knows its label, and the panel tells it with its voice."""
    page.fill("#search", "inspected")
    hits = " ".join(page.locator("#hits").inner_text().split())
    page.evaluate("() => KG.select({statement: KG.data.statements.find(s => s.kind === 'alleged').edge})")

    assert "Alder inspected Birch" in hits
    assert "ALLEGED by Alder: Cedar inspected Birch" in page.locator("#panel").inner_text()
