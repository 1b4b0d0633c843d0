"""What must hold between records, what is only worth knowing, and the shapes of the dataset."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.findings import Finding, Place
from kg.folder import Folder
from kg.graph import to_quads
from kg.model import UNSTATED, Actor, Case, Event, Evidence, Identity, Judgement, Source, Statement, gather, parse_time
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.standing import weigh
from kg.texts import sentence
from kg.validate import check_references, check_rules, check_shapes, shape_places, worth_knowing
from kg.vocab import KG, RDF


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """The shipped terms."""
    found, findings = read_ontology()
    assert findings == ()
    return found


def line(number: int, table: str = "statements") -> Place:
    """A line of a table."""
    return Place(f"data/{table}.csv", number)


ACTORS = (
    Actor("acra", "Association", "Association of Agencies", aliases=("ACRA",), at=line(2, "actors")),
    Actor("alder", "RecruitmentAgency", "Alder Ltd", at=line(3, "actors")),
    Actor("birch", "NGO", "Birch House", at=line(4, "actors")),
    Actor("cedar", "Person", "Cedar Hill", at=line(5, "actors")),
    Actor("norland", "Country", "Norland", at=line(6, "actors")),
    Actor("workers", "Group", "Workers of the shed", at=line(7, "actors")),
)
EVENTS = (Event("fair", "Meeting", "The Fair", when=parse_time("2013-07"), place="norland", at=line(2, "events")),)
SOURCES = (
    Source("gazette-1", "news", "First report", "The Gazette", at=line(2, "sources")),
    Source("gazette-2", "news", "Correction", "The Gazette", at=line(3, "sources")),
    Source("herald-1", "news", "Another report", "The Herald", at=line(4, "sources")),
    Source("leaflet", "party", "A leaflet", "birch", at=line(5, "sources")),
)


def said(
    names: str, modality: str = "asserted", *rows: Evidence, number: int = 9, when: str = "", claimant: str = "", place: str = "", event: str = ""
) -> Statement:
    """A statement; one curated row from the Gazette where no evidence is given."""
    subject, verb, other = names.split()
    evidence = rows or (Evidence("gazette-1", curator="ed", at=line(number)),)
    claimant = claimant or ("cedar" if modality in ("alleged", "denied") else "")
    time = parse_time(when) if when else None
    return Statement(subject, verb, other, modality, claimant=claimant, when=time, place=place, event=event, evidence=evidence, at=evidence[0].at)


def row(source: str = "gazette-1", stance: str = "", number: int = 9) -> Evidence:
    """One evidence."""
    return Evidence(source, stance=stance, curator="ed", at=line(number))


def a_case(*statements: Statement) -> Case:
    """A sound case with these statements."""
    return Case(actors=ACTORS, events=EVENTS, sources=SOURCES, statements=gather(statements))


def lines(findings: tuple[Finding, ...]) -> list[str]:
    """The sentences of findings or reports."""
    return [sentence(finding) for finding in findings]


# --- References


def test_a_sound_case_has_no_finding(ontology: Ontology) -> None:
    """Ids of actors, events and sources, types under those of the relation, a claimant whom nobody names (C92)."""
    case = a_case(
        said("alder memberOf acra", "alleged", when="2013"),
        said("birch participatedIn fair", when="2013-07"),
        said("birch criticized alder", "asserted", row("leaflet"), event="fair"),
        said("alder recruited workers", "alleged", claimant=UNSTATED, place="norland"),
        Statement("birch", "met", "acra", "asserted", evidence=(Evidence("", origin="derived", rule="metAtMeeting"),)),
    )

    assert check_references(case, ontology) == ()
    assert check_rules(case, ontology) == ()
    assert worth_knowing(case, ontology) == ()


@pytest.mark.parametrize(
    ("statement", "said_so"),
    [
        (said("aldr met birch"), 'subject: unknown actor "aldr". Did you mean "alder"?'),
        (said("nobody-here met birch"), 'subject: unknown actor "nobody-here". Add it to actors.csv.'),
        (said("alder met BirchHouse"), 'object: unknown "BirchHouse". Add it to actors.csv or events.csv.'),
        (said("alder memberof acra"), 'relation: unknown relation "memberof". Did you mean "memberOf"?'),
        (said("alder xyz acra"), 'relation: unknown relation "xyz". List them with: kg terms'),
        (said("birch participatedIn fare"), 'object: unknown "fare". Did you mean "fair"?'),
        (said("alder met birch", "alleged", claimant="cedr"), 'claimant: unknown actor "cedr". Did you mean "cedar"?'),
        (
            said("alder met birch", "alleged", claimant="somebody-else"),
            'claimant: unknown actor "somebody-else". Add it to actors.csv, or write unstated where the source names nobody.',
        ),
        (said("alder met birch", place="norlnd"), 'place: unknown place "norlnd". Did you mean "norland"?'),
        (said("alder met birch", place="atlantis"), 'place: unknown place "atlantis". Add it to actors.csv, with Place or Country as type.'),
        (
            said("alder met birch", place="cedar"),
            'place: "Cedar Hill" is of type Person, which is no place. Write where it was, or correct the type.',
        ),
        (said("alder met birch", event="fairs"), 'event: unknown event "fairs". Did you mean "fair"?'),
        (said("alder met birch", event="acra"), 'event: unknown event "acra". Add it to events.csv.'),
        (said("alder met birch", "asserted", row("gazette-9")), 'source: unknown source "gazette-9". Did you mean "gazette-2"?'),
        (said("alder met birch", "asserted", row("radio")), 'source: unknown source "radio". Add it to sources.csv.'),
        (
            said("alder memberOf norland"),
            'object: memberOf ends at type Organisation, and "Norland" is of type Country. Choose another relation, or correct the type.',
        ),
        (
            said("alder directorOf acra"),
            'subject: directorOf begins at type Person, and "Alder Ltd" is of type RecruitmentAgency. Choose another relation, or correct the type.',
        ),
        (
            said("alder participatedIn birch"),
            'object: participatedIn ends at type Event, and "Birch House" is of type NGO. Choose another relation, or correct the type.',
        ),
        (
            said("alder met fair"),
            'object: met ends at type Actor, and "The Fair" is of type Meeting. Choose another relation, or correct the type.',
        ),
    ],
)
def test_a_name_that_means_nothing_or_the_wrong_type_is_a_finding(ontology: Ontology, statement: Statement, said_so: str) -> None:
    """With the id that was meant, where one is near or has this label (C47)."""
    assert lines(check_references(a_case(statement), ontology)) == [f"data/statements.csv:9: {said_so}"]


@pytest.mark.parametrize(("typed", "meant"), [("Birch-House", "birch"), ("ACRA", "acra"), ("ALDER LTD", "alder"), ("The-Fair", "")])
def test_a_label_that_was_typed_for_an_id_is_understood(ontology: Ontology, typed: str, meant: str) -> None:
    """People type what they read; the finding says the id (C47)."""
    statement = replace(said("alder met birch"), object=typed.replace("-", " "))

    (finding,) = check_references(a_case(statement), ontology)

    assert finding.value("near") == meant


def test_every_row_of_a_statement_gets_its_finding(ontology: Ontology) -> None:
    """Each of them is to be put right."""
    statement = said("aldr met birch", "asserted", row(number=9), row("herald-1", number=12), row("radio", number=12))

    assert [str(finding.place) for finding in check_references(a_case(statement), ontology)] == [
        "data/statements.csv:9: subject",
        "data/statements.csv:12: source",
        "data/statements.csv:12: subject",
    ]


def test_an_id_is_used_once_over_all_tables(ontology: Ontology) -> None:
    """The later place is named, with the earlier one."""
    case = a_case()
    twin = Actor("acra", "Association", "Another", at=line(30, "actors"))
    case = replace(case, actors=(*case.actors, twin), sources=(*case.sources, Source("fair", "news", "Fair", at=line(8, "sources"))))

    assert lines(check_references(case, ontology)) == [
        'data/actors.csv:30: id: "acra" is an id already, at data/actors.csv:2. Choose another: actors, events and sources share one list of ids.',
        'data/sources.csv:8: id: "fair" is an id already, at data/events.csv:2. Choose another: actors, events and sources share one list of ids.',
    ]


def test_actors_have_types_of_actors_and_events_types_of_events(ontology: Ontology) -> None:
    """A label of a type is understood; whoever names such an actor gets no second finding."""
    case = replace(
        a_case(said("wrong memberOf acra")),
        actors=(*ACTORS, Actor("wrong", "Meeting", "W", at=line(30, "actors")), Actor("near", "Recruitment agency", "N", at=line(31, "actors"))),
        events=(Event("party", "Party", "P", at=line(3, "events")), Event("raid", "raid", "R", place="cedar", at=line(4, "events"))),
    )

    assert lines(check_references(case, ontology)) == [
        'data/actors.csv:30: type: unknown type of actor "Meeting". List the types with: kg terms',
        'data/actors.csv:31: type: unknown type of actor "Recruitment agency". Did you mean "RecruitmentAgency"?',
        'data/events.csv:3: type: unknown type of event "Party". List the types with: kg terms',
        'data/events.csv:4: place: "Cedar Hill" is of type Person, which is no place. Write where it was, or correct the type.',
        'data/events.csv:4: type: unknown type of event "raid". Did you mean "Raid"?',
        'data/statements.csv:9: subject: memberOf begins at type Actor, and "W" is of type Meeting. Choose another relation, or correct the type.',
    ]


def test_sources_copy_sources_and_parties_are_actors(ontology: Ontology) -> None:
    """A publisher that is no party may be a name as printed."""
    sources = (
        Source("a", "news", "A", "Any Name", copies="b", at=line(2, "sources")),
        Source("b", "news", "B", copies="a", at=line(3, "sources")),
        Source("c", "news", "C", copies="a", at=line(4, "sources")),
        Source("d", "news", "D", copies="e-1", at=line(5, "sources")),
        Source("e-2", "party", "E", "Birch House", at=line(6, "sources")),
        Source("f", "party", "F", at=line(7, "sources")),
        Source("g", "news", "G", copies="g", at=line(8, "sources")),
    )

    assert lines(check_references(Case(actors=ACTORS, sources=sources), ontology)) == [
        'data/sources.csv:2: copies: "b" copies this source in turn. Leave it empty for the source that was first.',
        'data/sources.csv:3: copies: "a" copies this source in turn. Leave it empty for the source that was first.',
        'data/sources.csv:5: copies: unknown source "e-1". Did you mean "e-2"?',
        'data/sources.csv:6: publisher: "Birch House" is no actor, and a party must be one. Did you mean "birch"?',
        'data/sources.csv:7: publisher: "" is no actor, and a party must be one. Write the id of an actor, or another kind of source.',
        'data/sources.csv:8: copies: "g" copies this source in turn. Leave it empty for the source that was first.',
    ]


def test_a_whole_column_of_unknown_ids_is_listed_without_looking_for_each(ontology: Ontology) -> None:
    """All are found; only the first hundred are worth a suggestion."""
    case = a_case(*(said(f"alder-{n} met birch", number=n) for n in range(1, 301)))

    findings = check_references(case, ontology)

    assert len(findings) == 300
    assert sum(bool(finding.value("near")) for finding in findings) == 100


# --- Rules


@pytest.mark.parametrize(
    ("statement", "said_so"),
    [
        (
            said("alder trafficked workers", "asserted", row("leaflet")),
            (
                "modality: a party's own paper asserts nothing but what the party says in it. "
                "Write alleged, with birch (or whom it quotes) as claimant."
            ),
        ),
        (
            said("birch aided workers", "asserted", row("leaflet")),
            (
                "modality: a party's own paper asserts nothing but what the party says in it. "
                "Write alleged, with birch (or whom it quotes) as claimant."
            ),
        ),
        (
            said("alder criticized birch", "asserted", row("leaflet")),
            (
                "modality: a party's own paper asserts nothing but what the party says in it. "
                "Write alleged, with birch (or whom it quotes) as claimant."
            ),
        ),
        (
            said("birch participatedIn fair", when="2013-08"),
            "when: 2013-08 is outside 2013-07, the time of fair. Correct it, or widen the time in events.csv.",
        ),
        (
            said("birch criticized alder", when="2012", event="fair"),
            "when: 2012 is outside 2013-07, the time of fair. Correct it, or widen the time in events.csv.",
        ),
        (
            said("birch participatedIn fair", event="fair"),
            'event: "fair" is the object already. Leave it empty: it is for what happened during an event, not for its roles.',
        ),
        (
            said("alder met birch", "asserted", row("gazette-2", "withdraws")),
            (
                'stance: takes back "alder met birch", which no row says. '
                "Add the row that says it, or correct the left columns so that they agree with it."
            ),
        ),
    ],
)
def test_what_cannot_hold_between_records_is_a_finding(ontology: Ontology, statement: Statement, said_so: str) -> None:
    """Papers of parties, times of events, withdrawals of what nobody said."""
    assert lines(check_rules(a_case(statement), ontology)) == [f"data/statements.csv:9: {said_so}"]


@pytest.mark.parametrize(
    "statement",
    [
        said("birch accused alder", "asserted", row("leaflet")),
        said("alder trafficked workers", "alleged", row("leaflet"), claimant="birch"),
        said("alder trafficked workers"),
        said("birch participatedIn fair"),
        said("birch participatedIn fair", when="2013"),
        said("birch criticized alder", when="2013-07-15", event="fair"),
        said("alder met birch", "asserted", row("gazette-1"), row("gazette-2", "withdraws")),
        said("alder met birch", "alleged", row("gazette-1"), row("herald-1", "withdraws")),
    ],
)
def test_what_may_hold_is_no_finding(ontology: Ontology, statement: Statement) -> None:
    """A party's own speech, its claims in its own name, vague times, corrections by the same voice."""
    assert check_rules(a_case(statement), ontology) == ()


def test_a_paper_cannot_take_back_what_another_one_says(ontology: Ontology) -> None:
    """It would change nothing, and nobody would see that; a claim can be taken back anywhere."""
    statement = said("alder met birch", "asserted", row("gazette-1"), row("herald-1", "withdraws", 12))

    assert lines(check_rules(a_case(statement), ontology)) == [
        "data/statements.csv:12: stance: The Herald takes back what it never said: that was The Gazette. "
        + "Enter what The Herald says as a row of its own, such as a denial."
    ]


def test_a_party_that_takes_back_what_a_paper_says_asserts_nothing(ontology: Ontology) -> None:
    """The row has one fault, and only that one is named."""
    statement = said("alder met acra", "asserted", row("gazette-1"), row("leaflet", "withdraws", 12))

    assert [finding.code for finding in check_rules(a_case(statement), ontology)] == ["withdrawal-foreign"]


# --- Worth knowing


def reports(ontology: Ontology, *actors: Actor, identities: tuple[Identity, ...] = (), sources: tuple[Source, ...] = ()) -> list[str]:
    """What is worth knowing about these actors."""
    return lines(worth_knowing(Case(actors=actors, sources=sources, identities=identities), ontology))


def test_actors_of_one_label_are_reported_until_somebody_decides(ontology: Ontology) -> None:
    """Equal, or equal but for accents and case; any decision on the pair ends it (C9)."""
    one = Actor("ly-1", "Person", "Ly Vichutá", at=line(2, "actors"))
    same = Actor("ly-2", "Person", "Ly Vichutá", at=line(3, "actors"))
    capitals = Actor("ly-3", "Person", "LY VICHUTA", at=line(4, "actors"))
    apart = Identity("ly-2", "ly-1", "different", "ed", date(2020, 1, 1), "seen")

    assert reports(ontology, one, same, capitals) == [
        "data/actors.csv:3: label: is the label of ly-1 too (data/actors.csv:2). Are they one? Say so in identities.csv: same, different or unsure.",
        'data/actors.csv:4: label: "LY VICHUTA" is nearly the label "Ly Vichutá" of ly-1 (data/actors.csv:2). '
        + "Are they one? Say so in identities.csv: same, different or unsure.",
        'data/actors.csv:4: label: "LY VICHUTA" is nearly the label "Ly Vichutá" of ly-2 (data/actors.csv:3). '
        + "Are they one? Say so in identities.csv: same, different or unsure.",
    ]
    assert reports(ontology, one, same, identities=(apart,)) == []


def test_an_alias_of_two_actors_is_reported(ontology: Ontology) -> None:
    """A mention of it resolves to nobody; nothing is merged (C21)."""
    lscw = Actor("lscw", "NGO", "Legal Support", aliases=("the centre",), at=line(2, "actors"))
    clec = Actor("clec", "NGO", "Legal Education", aliases=("The Centre", "legal support"), at=line(3, "actors"))

    assert reports(ontology, clec, lscw) == [
        'data/actors.csv:2: aliases: "the centre" is a name of clec too (data/actors.csv:3). A mention of it means neither of the two.',
        'data/actors.csv:3: aliases: "legal support" is a name of lscw too (data/actors.csv:2). A mention of it means neither of the two.',
    ]


def test_a_label_that_joins_two_others_is_reported(ontology: Ontology) -> None:
    """A person and a company in one cell; groups and places are rightly named after others (C17)."""
    company, person = Actor("cdm", "Company", "CDM Manpower"), Actor("rith", "Person", "Sok Rith")
    joined = Actor("cdm-rith", "Company", "CDM Manpower Sok Rith", at=line(9, "actors"))
    group = Actor("staff", "Group", "Staff of CDM Manpower under Sok Rith")

    assert reports(ontology, company, joined, person, group) == [
        'data/actors.csv:9: label: "CDM Manpower Sok Rith" holds the names of others: "CDM Manpower" and "Sok Rith". Should it be two rows?'
    ]


def test_short_names_inside_of_words_are_nobody(ontology: Ontology) -> None:
    """ACRA is not in Sacramento, and one name inside another is no double (C14)."""
    names = ("ACRA", "Sacramento Labour", "Caram", "Cara Ly", "CLEC", "CLEO", "Labour", "Ministry of Labour")

    assert reports(ontology, *(Actor(f"actor-{n}", "NGO", name) for n, name in enumerate(names))) == []


def test_a_publisher_printed_by_the_name_of_an_actor_is_reported(ontology: Ontology) -> None:
    """As an id and as a name it would be two voices."""
    source = Source("paper", "news", "Paper", "acra", at=line(2, "sources"))

    assert reports(ontology, *ACTORS, sources=(source,)) == []
    assert reports(ontology, *ACTORS, sources=(replace(source, publisher="Acra"),)) == [
        'data/sources.csv:2: publisher: "Acra" is the name of an actor. Did you mean "acra"?'
    ]


# --- Shapes


def quads_of(case: Case, ontology: Ontology) -> list[Quad]:
    """The dataset of a case."""
    return to_quads(case, ontology, weigh(case, ontology))


@pytest.fixture
def whole() -> Case:
    """A case with every kind of record, sound as its tables would have it."""
    items = (
        Evidence("gazette-1", "Alder met Birch.", curator="ed", entered=date(2020, 1, 1), span=(0, 16), document_hash="0" * 64, at=line(9)),
        Evidence("gazette-2", locator="p. 3", curator="ed", at=line(10)),
    )
    met = Statement("alder", "met", "birch", "asserted", when=parse_time("2013"), evidence=items, at=line(9))
    case = a_case(met, said("birch participatedIn fair", "asserted", Evidence("herald-1", locator="p. 1", curator="ed", at=line(11))))
    row = Judgement(met.reading, "accept", "ed", date(2020, 1, 2), "seen", "gazette-1", at=line(2, "judgements"))
    pair = Identity("alder", "acra", "different", "ed", date(2020, 1, 2), "seen", at=line(2, "identities"))
    return replace(case, judgements=(row,), identities=(pair,), settings=replace(case.settings, curators=(("ed", "Ed Itor"),)))


def workspace(root: Path, shapes: str = "") -> Folder:
    """A workspace, with shapes of its own where some are given."""
    (root / "ontology").mkdir()
    if shapes:
        (root / "ontology" / "shapes.ttl").write_text(shapes, encoding="utf-8")
    return Folder(root.resolve())


HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix kg: <https://w3id.org/actor-kg/> .\n@prefix ex: <https://example.org/> .\n"


def test_a_dataset_of_ours_fits_the_shipped_shapes(tmp_path: Path, ontology: Ontology, whole: Case) -> None:
    """What passes the checks of the tables passes the shapes."""
    assert lines(check_shapes(quads_of(whole, ontology), workspace(tmp_path), shape_places(whole))) == []


def test_every_violation_is_listed_at_the_line_of_its_record(tmp_path: Path, ontology: Ontology, whole: Case) -> None:
    """Three bad records are three findings, in one run (C92)."""
    quads = [quad for quad in quads_of(whole, ontology) if quad.predicate.value != KG.kind]

    findings = check_shapes(quads, workspace(tmp_path), shape_places(whole))

    assert lines(findings) == [
        f"data/sources.csv:{n}: kind: A source has exactly one kind: news, official, court, party, dataset or other." for n in (2, 3, 4, 5)
    ]


def test_a_value_that_does_not_fit_is_shown(tmp_path: Path, ontology: Ontology, whole: Case) -> None:
    """A word that is not of the list, and a record of nobody's row, by its IRI."""
    statement = NamedNode("https://example.org/case/statement/made-up")
    graph = NamedNode("https://example.org/case/graph/statements")
    quads = quads_of(whole, ontology)
    old = next(quad for quad in quads if quad.predicate.value == KG.modality and "alder" in whole.statements[0].reading)
    quads = [Quad(old.subject, old.predicate, Literal("rumoured"), graph) if quad == old else quad for quad in quads]
    quads.append(Quad(statement, NamedNode(RDF.type), NamedNode(KG.Statement), graph))

    found = lines(check_shapes(quads, workspace(tmp_path), shape_places(whole)))

    assert any(
        line.endswith('modality: A statement has exactly one modality: asserted, alleged, denied, planned or hypothetical. Here: "rumoured".')
        for line in found
    )
    assert any(line.startswith("https://example.org/case/statement/made-up: modality: ") for line in found)


def test_a_workspace_adds_shapes_of_its_own(tmp_path: Path, ontology: Ontology, whole: Case) -> None:
    """They hold beside the shipped ones, and reach every graph."""
    shapes = (
        HEAD + 'ex:dated a sh:NodeShape ; sh:targetClass kg:Source ; sh:property [ sh:path kg:retrieved ; sh:minCount 1 ; sh:message "Say when." ] .'
    )

    findings = check_shapes(quads_of(whole, ontology), workspace(tmp_path, shapes), shape_places(whole))

    assert lines(findings) == [f"data/sources.csv:{n}: retrieved: Say when." for n in (2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("shapes", "said_so"),
    [
        (
            HEAD + 'ex:asks a sh:NodeShape ; sh:targetClass kg:Source ; sh:sparql [ sh:select "SELECT $this { SERVICE <http://x.example/> {} }" ] .',
            "ontology/shapes.ttl: holds a query (sh:select), which could ask another machine. Write the shape without it.",
        ),
        (
            HEAD + "ex:odd a sh:NodeShape ; sh:targetClass kg:Source ; sh:property [ sh:minCount 1 ] .",
            "ontology/shapes.ttl: cannot be used: ",
        ),
        (
            HEAD + 'ex:odd a sh:NodeShape ; sh:targetClass kg:Source ; sh:property [ sh:path kg:kind ; sh:pattern "(" ] .',
            "ontology/shapes.ttl: cannot be used: ",
        ),
        (HEAD + "ex:odd a sh:NodeShape", "ontology/shapes.ttl:4: not readable as Turtle: "),
    ],
)
def test_shapes_that_cannot_be_used_are_findings(tmp_path: Path, ontology: Ontology, whole: Case, shapes: str, said_so: str) -> None:
    """A query in a shape could reach the network, so none is run; what is malformed says so."""
    (found,) = lines(check_shapes(quads_of(whole, ontology), workspace(tmp_path, shapes), shape_places(whole)))

    assert found.startswith(said_so)


def test_every_iri_of_a_record_has_its_place(ontology: Ontology, whole: Case) -> None:
    """Each subject of the dataset that a row made leads back to that row."""
    kinds = ("actor", "event", "source", "statement", "evidence", "judgement")
    subjects = {quad.subject.value for quad in quads_of(whole, ontology) if isinstance(quad.subject, NamedNode)}
    minted = {iri for iri in subjects if iri.removeprefix(whole.settings.base).split("/")[0] in kinds}

    assert minted <= shape_places(whole).keys()
