"""Identity decisions and judgements: what they change, what takes them back, and what they may not be about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.findings import Finding, Place
from kg.model import Actor, Case, Event, Evidence, Identity, Judgement, Source, Statement, gather, parse_time
from kg.ontology import Ontology, Relation, Type
from kg.resolve import canonical, fit, settle
from kg.texts import sentence


def relation(name: str, *, symmetric: bool = False) -> Relation:
    """A relation of a test's own ontology."""
    return Relation(name, f"https://example.org/{name}", name, "", "", "", "", "Actor", "Actor", "contact", "act", symmetric=symmetric)


def kind(name: str, *wider: str, publish: str = "yes") -> Type:
    """A type of a test's own ontology."""
    return Type(name, f"https://example.org/{name}", name, wider=wider, publish=publish)


TYPES = (
    kind("Actor"),
    kind("Organisation", "Actor"),
    kind("Company", "Organisation", "Actor"),
    kind("Person", "Actor"),
    kind("Victim", "Person", "Actor", publish="pseudonym"),
    kind("Place", "Actor"),
)
ONTOLOGY = Ontology(
    types={found.id: found for found in TYPES},
    relations={found.id: found for found in (relation("met", symmetric=True), relation("memberOf"), relation("accused"))},
)


def line(number: int, table: str = "statements") -> Place:
    """A line of a table."""
    return Place(f"data/{table}.csv", number)


def said(subject: str, verb: str, other: str, modality: str = "asserted", *, source: str = "paper", number: int = 2, **left: str) -> Statement:
    """A statement with one curated row."""
    when = parse_time(left["when"]) if "when" in left else None
    row = Evidence(source, curator="ed", at=line(number))
    claimant, place, handle = left.get("claimant", ""), left.get("place", ""), left.get("handle", "")
    negative = "negative" in left
    return Statement(subject, verb, other, modality, negative, claimant, when=when, place=place, evidence=(row,), handle=handle, at=line(number))


def pair(left: str, right: str, word: str = "same", *, curator: str = "ed", day: int = 1, number: int = 2) -> Identity:
    """A row of identities.csv."""
    return Identity(left, right, word, curator, date(2020, 1, day), "seen", at=line(number, "identities"))


def judged(text: str, word: str, source: str = "", *, curator: str = "ed", day: int = 1, number: int = 2, instead: str = "") -> Judgement:
    """A row of judgements.csv."""
    return Judgement(text, word, curator, date(2020, 1, day), "seen", source, instead, line(number, "judgements"))


ACTORS = tuple(Actor(name, "Actor", name.title(), at=line(n, "actors")) for n, name in enumerate(("alder", "birch", "cedar", "dogwood", "elm"), 2))


def a_case(
    *statements: Statement, pairs: tuple[Identity, ...] = (), judgements: tuple[Judgement, ...] = (), actors: tuple[Actor, ...] = ACTORS
) -> Case:
    """A case of five actors, one event and two sources."""
    sources = (Source("paper", "news", "Paper", "The Paper"), Source("release", "party", "Release", "birch"))
    events = (Event("fair", "Event", "The Fair", place="birch"),)
    return Case(actors=actors, events=events, sources=sources, statements=gather(statements), identities=pairs, judgements=judgements)


def lines(findings: tuple[Finding, ...]) -> list[str]:
    """The sentences of findings or reports."""
    return [sentence(finding) for finding in findings]


def readings(case: Case) -> list[str]:
    """The readings of all statements."""
    return [statement.reading for statement in case.statements]


# --- same


def test_the_left_actor_is_the_heading_and_every_name_stays() -> None:
    """Labels and aliases become aliases, ids stay valid, and what both rows say is joined."""
    alder = Actor("alder", "Organisation", "Alder Ltd", (("km", "អាល់ឌ័រ"),), ("Alder",), "grower of berries", ("lei:1",), at=line(2, "actors"))
    birch = Actor("birch", "Company", "Birch Ltd", (("km", "ប៊ីឆ"), ("fr", "Bouleau")), ("Alder", "B."), "seen on paper", ("lei:1", "lei:2"), "no")

    case, findings, reports = settle(a_case(actors=(alder, birch), pairs=(pair("alder", "birch"),)), ONTOLOGY)

    assert (findings, reports) == ((), ())
    assert case.actors == (
        Actor(
            "alder",
            "Company",
            "Alder Ltd",
            (("fr", "Bouleau"), ("km", "អាល់ឌ័រ")),
            ("Alder", "Birch Ltd", "ប៊ីឆ", "B."),
            "grower of berries; seen on paper",
            ("lei:1", "lei:2"),
            "no",
            ("birch",),
        ),
    )
    assert case.actor_by_id["birch"].label == "Alder Ltd"


def test_everything_that_names_a_joined_actor_is_rewritten() -> None:
    """Subject, object, claimant, place, the place of an event, the publisher of a source; judgements are not."""
    rows = (
        said("birch", "memberOf", "cedar", "alleged", claimant="birch", place="birch"),
        said("cedar", "accused", "birch", number=3),
    )
    row = judged("cedar accused birch", "uphold")

    case, _, _ = settle(a_case(*rows, pairs=(pair("alder", "birch"),), judgements=(row,)), ONTOLOGY)

    assert readings(case) == ["alder memberOf cedar [alleged by alder] [in alder]", "cedar accused alder"]
    assert case.statements[1].evidence[0].recorded == "cedar accused birch"
    assert [event.place for event in case.events] == ["alder"]
    assert [source.publisher for source in case.sources] == ["The Paper", "alder"]
    assert case.judgements == (row,)
    assert [actor.id for actor in case.actors] == ["alder", "cedar", "dogwood", "elm"]


def test_statements_that_become_one_gather_their_evidence() -> None:
    """Two reports under two ids of one actor are one statement with two reasons, each with the reading it was recorded under."""
    case, _, _ = settle(
        a_case(said("alder", "accused", "cedar"), said("birch", "accused", "cedar", source="release", number=3), pairs=(pair("alder", "birch"),)),
        ONTOLOGY,
    )

    assert readings(case) == ["alder accused cedar"]
    assert [(item.source, item.recorded) for item in case.statements[0].evidence] == [
        ("paper", "alder accused cedar"),
        ("release", "birch accused cedar"),
    ]


def test_symmetric_statements_are_sorted_whoever_is_joined() -> None:
    """A met B and B met A are one statement."""
    case, _, _ = settle(
        a_case(said("cedar", "met", "birch"), said("birch", "met", "cedar", source="release"), said("cedar", "accused", "birch")), ONTOLOGY
    )

    assert readings(case) == ["birch met cedar", "cedar accused birch"]
    assert [item.recorded for item in case.statements[0].evidence] == ["cedar met birch", "birch met cedar"]


def test_the_reading_of_the_row_is_kept_as_it_was_typed() -> None:
    """What the reader of the tables noted is not overwritten."""
    typed = replace(said("birch", "accused", "cedar"), evidence=(Evidence("paper", recorded="birch accused  cedar"),))

    case, _, _ = settle(a_case(typed, pairs=(pair("alder", "birch"),)), ONTOLOGY)

    assert case.statements[0].evidence[0].recorded == "birch accused  cedar"


def test_chains_have_one_head_and_of_two_heads_the_later_counts() -> None:
    """The left of the left heads the whole chain, in whatever order the rows stand."""
    chain = (pair("birch", "cedar", day=1), pair("alder", "birch", day=2), pair("dogwood", "elm", day=3))

    case, _, _ = settle(a_case(pairs=chain), ONTOLOGY)
    later, _, _ = settle(a_case(pairs=(*chain, pair("elm", "cedar", day=4))), ONTOLOGY)

    assert [(actor.id, actor.former) for actor in case.actors] == [("alder", ("birch", "cedar")), ("dogwood", ("elm",))]
    assert [(actor.id, actor.former) for actor in later.actors] == [("dogwood", ("alder", "birch", "cedar", "elm"))]


def test_the_most_cautious_wish_to_be_withheld_holds_for_all() -> None:
    """Also where it is only the default of one type: a victim does not become public by being somebody."""
    alder, birch = Actor("alder", "Organisation", "Alder", publish="yes"), Actor("birch", "Victim", "Birch")

    case, _, reports = settle(a_case(actors=(alder, birch), pairs=(pair("alder", "birch"),)), ONTOLOGY)

    assert case.actors[0].publish == "pseudonym"
    assert lines(reports) == [': type: "Birch" is of type Victim, yet joined to "Alder" of type Organisation.']


def test_a_statement_between_two_that_are_one_is_kept_and_reported() -> None:
    """It is shown to whoever joined them, with the rows that did (C23)."""
    pairs = (pair("alder", "birch", number=4), pair("birch", "cedar", number=5))

    case, findings, reports = settle(a_case(said("cedar", "memberOf", "alder", number=9), pairs=pairs), ONTOLOGY)

    assert findings == ()
    assert readings(case) == ["alder memberOf alder"]
    assert lines(reports) == ["data/statements.csv:9: object: joins an actor to itself after data/identities.csv:4, data/identities.csv:5."]


# --- different, unsure, and who wins


@pytest.mark.parametrize("word", ["different", "unsure"])
def test_doubt_of_any_curator_keeps_two_apart(word: str) -> None:
    """The disagreement is listed, and stops nothing."""
    pairs = (pair("alder", "birch", day=2, number=3), pair("birch", "alder", word, curator="jo", day=1, number=2))

    case, findings, reports = settle(a_case(pairs=pairs), ONTOLOGY)

    assert [actor.id for actor in case.actors] == ["alder", "birch", "cedar", "dogwood", "elm"]
    assert findings == ()
    assert lines(reports) == [f"data/identities.csv:3: judgement: curators disagree, and the most cautious counts (ed: same; jo: {word})."]


@pytest.mark.parametrize(
    ("pairs", "joined"),
    [
        ((pair("alder", "birch", day=1), pair("alder", "birch", "different", day=2)), False),
        ((pair("alder", "birch", "unsure", day=1), pair("alder", "birch", day=2)), True),
        ((pair("alder", "birch", day=1), pair("alder", "birch", "unsure", day=1)), False),
    ],
)
def test_the_latest_row_of_a_curator_counts_and_on_a_tie_the_cautious_one(pairs: tuple[Identity, ...], *, joined: bool) -> None:
    """To doubt takes one more line; so does to join after a doubt."""
    case, findings, _ = settle(a_case(pairs=pairs), ONTOLOGY)

    assert findings == ()
    assert ("birch" in case.actors[0].former) is joined


def test_a_curator_who_said_different_may_not_say_same_by_one_more_line() -> None:
    """Two people who were told apart are joined only when the row that did so is gone."""
    pairs = (pair("alder", "birch", "different", day=1, number=2), pair("birch", "alder", day=2, number=5))

    _, findings, _ = settle(a_case(pairs=pairs), ONTOLOGY)

    assert lines(findings) == [
        "data/identities.csv:5: judgement: the same curator says the opposite: data/identities.csv:2. Delete the row that is wrong."
    ]


def test_a_chain_that_contradicts_a_different_is_a_finding_and_joins_nobody() -> None:
    """Both ends of the contradiction are named; other rows are applied (C25)."""
    pairs = (
        pair("alder", "birch", number=2),
        pair("birch", "cedar", curator="jo", number=3),
        pair("cedar", "alder", "different", number=4),
        pair("dogwood", "elm", number=5),
    )

    case, findings, _ = settle(a_case(pairs=pairs), ONTOLOGY)

    assert lines(findings) == [
        'data/identities.csv:4: judgement: a chain of "same" says the opposite: data/identities.csv:2, data/identities.csv:3. '
        + "Delete the row that is wrong."
    ]
    assert [(actor.id, actor.former) for actor in case.actors] == [("alder", ()), ("birch", ()), ("cedar", ()), ("dogwood", ("elm",))]


def test_a_chain_over_a_pair_in_doubt_is_reported() -> None:
    """The rows of the chain were decided; that somebody doubts their sum is worth knowing."""
    pairs = (pair("alder", "birch", number=2), pair("birch", "cedar", number=3), pair("alder", "cedar", "unsure", number=4))

    case, findings, reports = settle(a_case(pairs=pairs), ONTOLOGY)

    assert findings == ()
    assert case.actors[0].former == ("birch", "cedar")
    assert lines(reports) == ["data/identities.csv:4: judgement: these two are in doubt, yet joined by data/identities.csv:2, data/identities.csv:3."]


def test_ids_that_nobody_has_and_pairs_of_one_are_findings() -> None:
    """Nothing is applied of such a row (C25)."""
    pairs = (pair("aldr", "birch", number=2), pair("birch", "fair", number=3), pair("cedar", "cedar", number=4))

    case, findings, _ = settle(a_case(pairs=pairs), ONTOLOGY)

    assert lines(findings) == [
        'data/identities.csv:2: left: unknown actor "aldr". Did you mean "alder"?',
        'data/identities.csv:3: right: unknown actor "fair". Write the id of an actor of actors.csv.',
        'data/identities.csv:4: right: "cedar" is compared with itself. Write the id of the other actor, or delete the row.',
    ]
    assert case.actors == ACTORS


# --- Laws of identity

NAMES = st.sampled_from(["alder", "birch", "cedar", "dogwood", "elm"])
PAIRS = st.lists(
    st.builds(
        lambda left, right, word, curator, day, number: pair(left, right, word, curator=curator, day=day, number=number),
        NAMES,
        NAMES,
        st.sampled_from(["same", "same", "different", "unsure"]),
        st.sampled_from(["ed", "jo"]),
        st.integers(1, 3),
        st.integers(2, 99),
    ),
    max_size=6,
)
STATEMENTS = st.lists(
    st.builds(
        lambda subject, verb, other, number: said(subject, verb, other, number=number),
        NAMES,
        st.sampled_from(["met", "accused"]),
        NAMES,
        st.integers(2, 99),
    ),
    max_size=6,
)


@given(STATEMENTS, PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(statements: list[Statement], pairs: list[Identity], random: Random) -> None:
    """Shuffled rows give the same case, findings and reports."""
    case = a_case(*statements, pairs=tuple(pairs))
    shuffled = list(pairs)
    random.shuffle(shuffled)

    first, second = settle(case, ONTOLOGY), settle(replace(case, identities=tuple(shuffled)), ONTOLOGY)

    assert replace(first[0], identities=()) == replace(second[0], identities=())
    assert first[1:] == second[1:]


@given(STATEMENTS, PAIRS, st.data())
def test_a_row_that_is_deleted_never_was(statements: list[Statement], pairs: list[Identity], data: st.DataObject) -> None:
    """Settling leaves its input alone, so the case without a row is the case that never had it (C20)."""
    gone = data.draw(st.integers(0, len(pairs)))
    without = a_case(*statements, pairs=tuple(pairs[:gone] + pairs[gone + 1 :]))
    before = settle(without, ONTOLOGY)
    case = a_case(*statements, pairs=tuple(pairs))
    settle(case, ONTOLOGY)

    after = settle(replace(case, identities=without.identities), ONTOLOGY)

    assert after == before


@given(STATEMENTS, PAIRS)
def test_no_row_and_no_name_is_lost(statements: list[Statement], pairs: list[Identity]) -> None:
    """Every actor is somebody, every evidence is kept or equal to another, and every statement names actors that are left."""
    case = a_case(*statements, pairs=tuple(pairs))

    settled, _, _ = settle(case, ONTOLOGY)

    left = {actor.id for actor in settled.actors}
    assert {name for actor in settled.actors for name in (actor.id, *actor.former)} == {actor.id for actor in ACTORS}
    assert {name for actor in settled.actors for name in (actor.label, *actor.aliases)} == {actor.label for actor in ACTORS}
    assert {name for statement in settled.statements for name in (statement.subject, statement.object)} <= left
    assert len(settled.statements) <= len(case.statements)


# --- Readings


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("cedar  met\nbirch", "alder met cedar"),
        ("birch not accused cedar [alleged by birch] [when 2013] [in birch] [quantity 3] [during fair]",
         "alder not accused cedar [alleged by alder] [when 2013] [in alder] [quantity 3] [during fair]"),
        ("dogwood accused elm [as head of birch]", "dogwood accused elm [as head of birch]"),
        ("falcao-owner", "falcao-owner"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_reading_is_written_as_the_case_writes_it_today(text: str, now: str) -> None:
    """Joined ids become the present one, symmetric ends are sorted, blanks are single; a role is left alone."""
    case, _, _ = settle(a_case(pairs=(pair("alder", "birch"),)), ONTOLOGY)

    assert canonical(text, case, ONTOLOGY) == now


# --- Judgements


@pytest.mark.parametrize(
    "text",
    [
        "alder accused cedar [when 2013]",
        "birch  accused cedar [when 2013] ",
        "alder accused dogwood [when 2013]",
        "birch accused dogwood [when 2013]",
    ],
)
def test_a_judgement_applies_under_every_id_that_was_joined(text: str) -> None:
    """Given before a join, after it, or in between (design.md §1.5)."""
    pairs = (pair("alder", "birch"), pair("cedar", "dogwood"))
    case, _, _ = settle(a_case(said("birch", "accused", "dogwood", when="2013"), pairs=pairs, judgements=(judged(text, "refute"),)), ONTOLOGY)

    fitted, findings, reports = fit(case, ONTOLOGY)

    assert (findings, reports) == ((), ())
    assert [row.statement for row in fitted.judgements] == ["alder accused cedar [when 2013]"]


def test_a_judgement_on_a_symmetric_statement_applies_either_way_round() -> None:
    """Who met whom is one statement."""
    case, _, _ = settle(a_case(said("cedar", "met", "birch"), judgements=(judged("cedar met birch", "refute"),)), ONTOLOGY)

    assert [row.statement for row in fit(case, ONTOLOGY)[0].judgements] == ["birch met cedar"]


def test_a_reading_of_today_comes_before_one_of_yesterday() -> None:
    """A line that two statements had at different times means the one that has it now."""
    old = replace(said("alder", "accused", "cedar"), evidence=(Evidence("paper", recorded="birch accused cedar"),))
    case = a_case(old, said("birch", "accused", "cedar", number=3), judgements=(judged("birch accused cedar", "refute"),))

    assert [row.statement for row in fit(case, ONTOLOGY)[0].judgements] == ["birch accused cedar"]


@pytest.mark.parametrize(
    ("text", "said_so"),
    [
        (
            "cedar accused alder [alleged by birch] [when 2012]",
            (
                'no statement reads so: "cedar accused alder [alleged by birch] [when 2012]". '
                'Did you mean "cedar accused alder [alleged by birch] [when 2013]"?'
            ),
        ),
        ("row-7", 'no statement reads so: "row-7". Did you mean "cedar memberOf elm"?'),
        (
            "dogwood funded alder",
            'no statement reads so: "dogwood funded alder". Copy the reading from exports/statements.csv or from kg why.',
        ),
    ],
)
def test_a_judgement_that_fits_no_statement_prints_the_line_to_paste(text: str, said_so: str) -> None:
    """After an edit of the row, or when somebody typed the row's id."""
    rows = (
        said("cedar", "accused", "alder", "alleged", claimant="birch", when="2013"),
        said("cedar", "accused", "alder", number=3),
        said("cedar", "memberOf", "elm", number=4, handle="row-7"),
    )
    case = a_case(*rows, judgements=(judged(text, "uphold"),))

    fitted, findings, _ = fit(case, ONTOLOGY)

    assert lines(findings) == [f"data/judgements.csv:2: statement: {said_so}"]
    assert fitted == case


def test_the_statement_that_takes_the_place_is_fitted_too() -> None:
    """`instead` is a reading like any other."""
    rows = (said("cedar", "met", "birch"), said("cedar", "met", "dogwood", "planned", number=3))
    good = judged("birch met cedar", "reject", "paper", instead="dogwood met cedar [planned]")
    bad = judged("birch met cedar", "reject", "paper", curator="jo", number=3, instead="cedar met dogwod [planned]")
    case, _, _ = settle(a_case(*rows, judgements=(good, bad)), ONTOLOGY)

    fitted, findings, _ = fit(case, ONTOLOGY)

    assert [row.instead for row in fitted.judgements] == ["cedar met dogwood [planned]", "cedar met dogwod [planned]"]
    assert lines(findings) == [
        'data/judgements.csv:3: instead: no statement reads so: "cedar met dogwod [planned]". Did you mean "cedar met dogwood [planned]"?'
    ]


@pytest.mark.parametrize(
    ("row", "said_so"),
    [
        (
            judged("cedar accused alder", "accept"),
            'source: "accept" says whether one source was read rightly, and names none. Write paper or release.',
        ),
        (
            judged("cedar accused alder", "reject", "leaflet"),
            'source: "leaflet" gives no evidence for this statement. It rests on: paper, release.',
        ),
        (
            judged("cedar accused alder", "uphold", "paper"),
            (
                'source: "uphold" says whether the statement holds, all sources together, so it names none. '
                "Leave the source empty, or write accept, reject or unsure."
            ),
        ),
        (
            judged("cedar accused birch [denied by birch]", "uphold"),
            (
                'judgement: "uphold" cannot be said of a denied statement. '
                "Judge the statement that it answers, or enter what happened as a row with its evidence."
            ),
        ),
        (
            judged("cedar accused birch [planned]", "refute"),
            (
                'judgement: "refute" cannot be said of a planned statement. '
                "Judge the statement that it answers, or enter what happened as a row with its evidence."
            ),
        ),
        (
            judged("cedar not accused birch", "uphold"),
            (
                'judgement: "uphold" cannot be said of a negative statement. '
                "Judge the statement that it answers, or enter what happened as a row with its evidence."
            ),
        ),
        (
            judged("dogwood met elm", "reject", "paper"),
            (
                'judgement: "reject" is about what a source says, and this statement follows from others by a rule. '
                "Judge those, or write uphold or refute."
            ),
        ),
    ],
)
def test_the_two_questions_are_never_mixed(row: Judgement, said_so: str) -> None:
    """About a reading a source is named, about the world none; denials, plans and negatives are not upheld."""
    derived = Statement("dogwood", "met", "elm", "asserted", evidence=(Evidence("", origin="derived", rule="rule"),))
    rows = (
        said("cedar", "accused", "alder"),
        said("cedar", "accused", "alder", source="release", number=3),
        said("cedar", "accused", "birch", "denied", claimant="birch", number=4),
        said("cedar", "accused", "birch", "planned", number=5),
        said("cedar", "accused", "birch", negative="yes", number=6),
    )

    _, findings, _ = fit(a_case(*rows, derived, judgements=(row,)), ONTOLOGY)

    assert lines(findings) == [f"data/judgements.csv:2: {said_so}"]


def test_sound_judgements_have_no_finding() -> None:
    """A reading in each of its sources, the world without one, a derived statement by the world only."""
    derived = Statement("dogwood", "met", "elm", "asserted", evidence=(Evidence("", origin="derived", rule="rule"),))
    rows = (
        judged("cedar accused alder", "accept", "paper"),
        judged("cedar accused alder", "unsure", "release"),
        judged("cedar accused alder", "uphold"),
        judged("cedar accused birch [alleged by elm]", "refute"),
        judged("cedar accused birch [denied by birch]", "reject", "paper"),
        judged("dogwood met elm", "refute"),
    )
    statements = (
        said("cedar", "accused", "alder"),
        said("cedar", "accused", "alder", source="release", number=3),
        said("cedar", "accused", "birch", "alleged", claimant="elm", number=4),
        said("cedar", "accused", "birch", "denied", claimant="birch", number=5),
    )

    assert fit(a_case(*statements, derived, judgements=rows), ONTOLOGY)[1] == ()


def test_curators_who_disagree_are_listed() -> None:
    """On one question of one statement, by their last words; the two questions are not held against each other."""
    rows = (
        judged("cedar accused alder", "uphold", day=1, number=2),
        judged("cedar accused alder", "refute", curator="jo", day=2, number=3),
        judged("cedar accused alder", "accept", "paper", day=3, number=4),
        judged("cedar accused alder", "unsure", "paper", curator="jo", day=4, number=5),
        judged("cedar accused alder", "accept", "release", curator="jo", day=4, number=6),
        judged("cedar memberOf alder", "uphold", day=1, number=7),
        judged("cedar memberOf alder", "refute", day=2, number=8),
    )
    case = a_case(
        said("cedar", "accused", "alder"), said("cedar", "accused", "alder", source="release"), said("cedar", "memberOf", "alder"), judgements=rows
    )

    assert lines(fit(case, ONTOLOGY)[2]) == [
        'data/judgements.csv:3: judgement: curators disagree, and the most cautious counts (ed: uphold; jo: refute): "cedar accused alder".',
        'data/judgements.csv:5: judgement: curators disagree, and the most cautious counts (ed: accept; jo: unsure): "cedar accused alder".',
    ]


@given(STATEMENTS, PAIRS, st.lists(st.tuples(NAMES, st.sampled_from(["met", "accused"]), NAMES), max_size=5))
def test_fitting_twice_changes_nothing_more(statements: list[Statement], pairs: list[Identity], lines_typed: list[tuple[str, str, str]]) -> None:
    """Every judgement that fits is under a reading of the case; the others are as they were typed."""
    rows = tuple(judged(" ".join(parts), "refute", number=n) for n, parts in enumerate(lines_typed, 2))
    settled, _, _ = settle(a_case(*statements, pairs=tuple(pairs), judgements=rows), ONTOLOGY)

    once = fit(settled, ONTOLOGY)

    assert fit(once[0], ONTOLOGY) == once
    assert {row.statement for row in once[0].judgements} <= set(readings(settled)) | {row.statement for row in rows}
    assert len(once[1]) == sum(row.statement not in readings(settled) for row in once[0].judgements)
