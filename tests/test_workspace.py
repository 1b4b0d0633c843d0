"""`kg.open()`: the whole program from Python, as a notebook would use it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import networkx
import pytest
import rdflib
from cli_kit import copy_of_example, example
from cli_kit import kg as command

import kg
from kg.graph import open_store
from kg.query.run import lexical, run


@pytest.fixture
def case(tmp_path: Path) -> kg.Workspace:
    """A copy of the built example that may be changed."""
    return kg.open(copy_of_example(tmp_path / "case").root)


@pytest.fixture
def shipped() -> kg.Workspace:
    """The built example, only to be read."""
    return kg.open(example().root)


def spoil(case: kg.Workspace) -> None:
    """Two slips in the tables."""
    table = case.folder.data / "statements.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("iom,participatedIn", "iom,participatedin").replace("lscw,aided", "lscv,aided"), encoding="utf-8")


# ---- opening and making


def test_importing_kg_imports_nothing_heavy() -> None:
    """Only what is used is paid for: neither a store nor a page nor the command line."""
    heavy = ("rdflib", "pyoxigraph", "networkx", "numpy", "pyvis", "pyshacl", "click", "jinja2", "openpyxl", "kg.errors")
    code = f"import sys, kg; dir(kg); print([name for name in {heavy} if name in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_workspace_is_found_from_below(shipped: kg.Workspace) -> None:
    """As a string or a path; what is shown of it can be typed again."""
    below = kg.open(str(shipped.folder.documents))

    assert below.folder == shipped.folder
    assert repr(below) == f"kg.open({str(shipped.folder.root)!r})"


def test_no_workspace_is_a_workspace_error(tmp_path: Path) -> None:
    """With the folder and the remedy, apart."""
    with pytest.raises(kg.WorkspaceError) as raised:
        kg.open(tmp_path)

    assert raised.value.message == f'There is no workspace here: "{tmp_path}" and the folders above it hold no kg.toml.'
    assert raised.value.hint == "Make one with: kg init my-case"
    assert isinstance(raised.value, kg.KgError)


def test_init_makes_and_opens(tmp_path: Path) -> None:
    """Empty or with the example; it never overwrites."""
    empty, full = kg.init(tmp_path / "empty"), kg.init(tmp_path / "full", example=True)

    assert (empty.check(), empty.case.statements) == ((), ())
    assert (full.check(), len(full.case.statements)) == ((), 42)
    with pytest.raises(kg.WorkspaceError, match="exists and is no empty folder"):
        kg.init(tmp_path / "full")


# ---- reading


def test_the_case_is_there_as_records(shipped: kg.Workspace) -> None:
    """Frozen, sorted, with the standing of each statement beside them."""
    case = shipped.case

    assert [actor.id for actor in case.actors] == sorted(actor.id for actor in case.actors)
    assert case.actor_by_id["acra"] == kg.Actor("acra", "Association", "Association of Cambodian Recruitment Agencies", aliases=("ACRA",))
    assert isinstance(case.statements[0], kg.Statement)
    assert {standing.word for standing in shipped.reading.weighed.standing.values()} == {"established", "alleged", "alleged not", "denied", "planned"}
    assert shipped.ontology.relations["trafficked"].grave


def test_findings_are_values_and_stop_what_builds_on_the_case(case: kg.Workspace) -> None:
    """`check` returns them, everything else raises them all at once, and the exports stay."""
    before = (case.folder.exports / "graph.nq").read_bytes()
    spoil(case)

    found = case.check()

    assert [(f.code, str(f.place)) for f in found] == [
        ("unknown-relation", "data/statements.csv:15: relation"),
        ("unknown-subject", "data/statements.csv:20: subject"),
    ]
    attempts = (lambda: case.case, case.build, case.network, lambda: case.why("acra"), lambda: case.page(case.folder.root / "page.html"))
    for attempt in attempts:
        with pytest.raises(kg.DataError) as raised:
            attempt()
        assert raised.value.findings == found
    assert (case.folder.exports / "graph.nq").read_bytes() == before
    assert not (case.folder.root / "page.html").exists()


def test_check_and_build_read_anew(case: kg.Workspace) -> None:
    """What was repaired or changed is seen from then on, in the same object; until then it holds what it has read."""
    table = case.folder.data / "judgements.csv"
    good = table.read_text(encoding="utf-8")
    assert case.why("cdm-manpower", "memberOf")[0].standing == "established"

    table.write_text(good.replace("[when 2013]", "[when 2014]"), encoding="utf-8")
    held = case.why("cdm-manpower", "memberOf")[0].standing
    found = case.check()
    with pytest.raises(kg.DataError):
        case.why("cdm-manpower", "memberOf")
    table.write_text(good.splitlines()[0] + "\n", encoding="utf-8")
    case.build()

    assert (held, [f.code for f in found]) == ("established", ["judgement-unfit"])
    assert case.why("cdm-manpower", "memberOf")[0].standing == "alleged"
    assert not case.query("ASK { actor:cdm-manpower kg:memberOf ?b }")


def test_a_build_that_fails_is_not_forgotten(case: kg.Workspace) -> None:
    """The object does not go on telling what was read before."""
    assert case.case.statements
    spoil(case)

    for attempt in (case.build, lambda: case.case):
        with pytest.raises(kg.DataError):
            attempt()


# ---- building and asking


def test_build_tells_what_it_wrote(case: kg.Workspace) -> None:
    """Paths and hashes by name, and the page to open."""
    shutil.rmtree(case.folder.exports)

    built = case.build()

    assert set(built.paths) == {"graph.nq", "graph.trig", "statements.csv", "index.html", "manifest.json"}
    assert all(path.is_file() for path in built.paths.values())
    assert built.page == case.folder.exports / "index.html"
    assert set(built.hashes) == set(built.paths) - {"manifest.json"}


def test_a_query_gives_rows_as_dictionaries(shipped: kg.Workspace) -> None:
    """By name with parameters, or as SPARQL; values are Python's own."""
    named = shipped.query("members", organisation="ACRA")
    typed = shipped.query(
        "SELECT ?day ?number ?grave { ?s kg:quantity '133' ; kg:atLeast ?number ; kg:earliest ?day . kg:trafficked kg:grave ?grave }"
    )

    assert {row["member"] for row in named} == {"CDM Manpower"}
    assert list(typed) == [{"day": date(2012, 1, 1), "number": 133, "grave": True}]
    assert isinstance(next(iter(typed))["number"], int | Decimal)
    assert (typed.columns, len(typed), bool(shipped.query("ASK { ?a kg:trafficked ?b }"))) == (("day", "number", "grave"), 1, False)
    assert "<td>CDM Manpower</td>" in named._repr_html_()


@pytest.mark.parametrize(
    ("text", "values", "error", "said"),
    [
        ("abuot", {}, kg.UsageError, 'There is no query "abuot". Did you mean "about"?'),
        ("about", {"actor": "acraa"}, kg.UsageError, 'actor: no actor is called "acraa". Did you mean "acra"?'),
        ("SELECT ?a {", {}, kg.QueryError, 'The { at line 1, column 11 is never closed: "SELECT ?a {".'),
        ("SELECT * { ?a ?b ?c }", {"a": "acra"}, kg.UsageError, "Only a named query takes parameters. Write the values into the SPARQL."),
    ],
)
def test_a_question_that_cannot_be_asked(text: str, values: dict[str, str], error: type[kg.KgError], said: str, shipped: kg.Workspace) -> None:
    """Raises what is wrong with it, in the sentence that the command prints."""
    with pytest.raises(error) as raised:
        shipped.query(text, timeout=None, online=False, **values)

    assert str(raised.value) == said


def test_what_was_not_built_cannot_be_asked(tmp_path: Path) -> None:
    """Neither as rows nor as a graph."""
    empty = kg.init(tmp_path / "case")

    for attempt in (lambda: empty.query("sources"), empty.graph):
        with pytest.raises(kg.WorkspaceError, match="Nothing has been built here yet"):
            attempt()


def test_why_gives_accounts(shipped: kg.Workspace) -> None:
    """As values: the standing, its reason, the reading, and each evidence with its source."""
    (account,) = shipped.why("cdm-manpower", "memberOf", "acra")

    assert account.standing == "established"
    assert account.because.startswith("upheld by ")
    assert account.reading == "cdm-manpower memberOf acra [alleged by joel-preston] [when 2013]"
    assert [(r.fate, r.evidence.quote) for r in account.reasons] == [("stands", "In passing, Joel Preston called CDM Manpower a member of ACRA.")]
    assert [(j.judgement, j.curator) for j in account.judgements] == [("uphold", "editor")]
    with pytest.raises(kg.UsageError, match='Nobody is called "nobody" here'):
        shipped.why("nobody")


def test_terms_are_those_of_the_command(shipped: kg.Workspace) -> None:
    """The list, and one term."""
    assert shipped.terms("memberOf") == command("terms", "memberOf").out
    assert shipped.terms() == command("terms").out


# ---- the page


def test_a_page_is_written_where_it_was_asked_for(case: kg.Workspace) -> None:
    """For anybody or for the team, under a title of one's own."""
    public = case.page(case.folder.root / "public.html", title="Ours")
    team = case.page(str(case.folder.root / "team.html"), profile="team")

    assert public == case.folder.root / "public.html"
    assert "<title>Ours</title>" in public.read_text(encoding="utf-8")
    assert team.read_bytes() == (case.folder.exports / "index.html").read_bytes()


def test_a_public_page_withholds_or_is_refused(case: kg.Workspace) -> None:
    """Python is no way around it."""
    table = case.folder.data / "actors.csv"
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text(
        "\n".join([f"{header},publish", *(f"{row},{'no' if row.startswith('caram,') else ''}" for row in rows)]) + "\n", encoding="utf-8"
    )

    with pytest.raises(kg.KgError):
        case.page(case.folder.root / "page.html")

    assert not (case.folder.root / "page.html").exists()


# ---- as a graph


def test_the_dataset_for_rdflib_answers_as_ours_does(shipped: kg.Workspace) -> None:
    """Its queries see the union of all named graphs, and give what pyoxigraph gives."""
    graph = shipped.graph()
    store = open_store(shipped.folder.exports / "graph.nq", shipped.folder.cache)
    text = """
        PREFIX kg: <https://w3id.org/actor-kg/>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?who ?standing ?quote WHERE {
          ?s a kg:Statement ; rdf:subject/rdfs:label ?who ; kg:standing ?standing ; kg:evidence/kg:quote ?quote .
          OPTIONAL { ?s kg:claimant ?claimant }
        }"""

    theirs = Counter(tuple(str(term) for term in row) for row in graph.query(text))  # type: ignore[union-attr]  # rows of a SELECT
    ours = Counter(tuple(lexical(term) for term in row) for row in run(store, text, prefixes={}).rows)

    assert isinstance(graph, rdflib.Dataset)
    assert theirs == ours
    assert len(ours) > 30


def test_the_dataset_for_rdflib_can_be_walked(shipped: kg.Workspace) -> None:
    """As any graph: the direct triples are the established ones."""
    graph = shipped.graph()
    base, ours = rdflib.Namespace("https://example.org/case/actor/"), rdflib.Namespace("https://w3id.org/actor-kg/")

    assert (base["cdm-manpower"], ours["memberOf"], base["acra"]) in graph
    assert list(graph.subject_objects(ours["trafficked"])) == []
    established = graph.graph(rdflib.URIRef("https://example.org/case/graph/established"))
    assert len(established) == 38


def test_the_network_is_of_what_is_established(shipped: kg.Workspace) -> None:
    """Actors and events as nodes, statements as edges; what is only said is there on request and says so."""
    network, everything = shipped.network(), shipped.network(established_only=False)

    assert isinstance(network, networkx.MultiDiGraph)
    assert len(network) == len(everything) == len(shipped.case.things)
    assert {data["standing"] for *_, data in network.edges(data=True)} == {"established"}
    assert (network.number_of_edges(), everything.number_of_edges()) == (32, 42)
    assert not any(data["relation"] == "trafficked" for *_, data in network.edges(data=True))
    (claim,) = [data for *_, data in everything.edges(data=True) if data["relation"] == "trafficked"]
    assert claim == {"relation": "trafficked", "standing": "alleged"}
    assert network.nodes["acra"] == {"label": "Association of Cambodian Recruitment Agencies", "type": "Association"}


# ---- in a notebook


def test_a_cell_shows_the_page_for_others(case: kg.Workspace) -> None:
    """Apart from the notebook around it; what must not be named is not in a notebook that may be mailed."""
    assert command("tidy", "--rename", "joel-preston", "speaker-1", cwd=case.folder.root).code == 0
    table = case.folder.data / "actors.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    marked = (f"{row},{'no' if row.startswith('speaker-1,') else ''}" for row in rows)
    table.write_text("\n".join([f"{head},publish", *marked]) + "\n", encoding="utf-8")

    shown = kg.open(case.folder.root)._repr_html_()

    assert shown.startswith('<iframe title="Page of the case" sandbox="allow-scripts allow-popups allow-downloads allow-modals" style="')
    assert "Community Legal Education Center" in shown
    assert "Preston" not in shown


def test_a_cell_says_what_is_wrong(case: kg.Workspace) -> None:
    """The findings in place of the page, with nothing of theirs taken for markup."""
    spoil(case)

    shown = kg.open(case.folder.root)._repr_html_()

    assert shown.startswith("<pre>data/statements.csv:15: relation: unknown relation &quot;participatedin&quot;.")
    assert shown.count("\n") == 1
