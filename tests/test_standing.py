"""The law: what is established and what is not, whose voice it is, what stands against what, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import UNSTATED, Actor, Case, Event, Evidence, Judgement, Source, Statement, gather, parse_quantity, parse_time
from kg.ontology import Ontology, Relation
from kg.standing import Standing, body, contradict, counted, headline, standing_of, stands, voice_label, weigh

GAZETTE = Source("gazette-1", "news", "First report", "The Gazette")
CORRECTION = Source("gazette-2", "news", "Correction", "The Gazette")
HERALD = Source("herald-1", "news", "Another report", "The Herald")
COPY = Source("wire-1", "news", "The report again", "The Wire", copies="gazette-1")
NAMELESS = Source("leaflet", "other", "A leaflet")
SOURCES = (GAZETTE, CORRECTION, HERALD, COPY, NAMELESS)
BY_ID = {source.id: source for source in SOURCES}


def relation(name: str, *, grave: bool = False, label: str = "") -> Relation:
    """A relation of a test's own ontology."""
    return Relation(name, f"https://example.org/{name}", label or name, "", "", "", "", "Actor", "Actor", "contact", "act", grave=grave)


ONTOLOGY = Ontology(
    relations={
        "met": relation("met"),
        "criticized": relation("criticized"),
        "trafficked": relation("trafficked", grave=True),
        "memberOf": relation("memberOf", label="is a member of"),
        "attended": relation("attended"),
    }
)


def said(
    modality: str = "asserted", *evidence: Evidence, names: str = "alder met birch", negative: bool = False, claimant: str = "", **left: str
) -> Statement:
    """A statement of two actors; one curated row from the Gazette where no evidence is given."""
    subject, verb, other = names.split()
    when = parse_time(left["when"]) if "when" in left else None
    quantity = parse_quantity(left["quantity"]) if "quantity" in left else None
    claimant = claimant or ("cedar" if modality in ("alleged", "denied") else "")
    rows = evidence or (Evidence("gazette-1"),)
    event, role = left.get("event", ""), left.get("role", "")
    return Statement(subject, verb, other, modality, negative, claimant, role, when, "", quantity, event, rows)


def judged(statement: Statement, word: str, curator: str = "ed", day: int = 1, *, source: str = "") -> Judgement:
    """One row of judgements.csv."""
    return Judgement(statement.reading, word, curator, date(2020, 1, day), "seen", source)


def a_case(*statements: Statement, judgements: Iterable[Judgement] = ()) -> Case:
    """A case of three actors and one event."""
    actors = (Actor("alder", "Company", "Alder Ltd"), Actor("birch", "Group", "The Birches"), Actor("cedar", "Person", "Cedar Hill"))
    events = (Event("fair", "Meeting", "The Fair"),)
    return Case(actors=actors, events=events, sources=SOURCES, statements=gather(statements), judgements=tuple(judgements))


# --- The law, against an oracle that is written from its words in another form than the product's

STANCES = ("supports", "taken back by the same voice", "taken back by another voice", "only taken back")
ORIGINS = ("curated", "extracted", "admitted", "derived")
#: Rows of (word, curator, day); those about the reading name the source.
JUDGED: tuple[tuple[tuple[str, str, int], ...], ...] = (
    (),
    (("accept", "ed", 1),),
    (("reject", "ed", 1),),
    (("unsure", "ed", 1),),
    (("uphold", "ed", 1),),
    (("refute", "ed", 1),),
    (("accept", "ed", 1), ("uphold", "ed", 1)),
    (("accept", "ed", 1), ("reject", "jo", 1), ("uphold", "ed", 1)),
    (("accept", "ed", 1), ("unsure", "jo", 1), ("uphold", "ed", 1)),
    (("uphold", "ed", 1), ("refute", "jo", 1)),
    (("uphold", "ed", 2), ("refute", "ed", 1)),
    (("uphold", "ed", 1), ("refute", "ed", 2)),
    (("uphold", "ed", 1), ("refute", "ed", 1)),
    (("reject", "ed", 1), ("accept", "ed", 2)),
    (("reject", "ed", 2), ("accept", "ed", 1)),
    (("reject", "ed", 1), ("uphold", "ed", 2)),
)


def last_words(rows: Iterable[tuple[str, str, int]], about: set[str]) -> set[str]:
    """What each curator says in the end on one of the two questions."""
    final: dict[str, tuple[int, bool, str]] = {}
    for word, curator, day in rows:
        if word in about:
            final[curator] = max(final.get(curator, (0, False, "")), (day, word in {"reject", "unsure", "refute"}, word))
    return {word for _, _, word in final.values()}


def lawful(modality: str, *, negative: bool, stance: str, origin: str, rows: tuple[tuple[str, str, int], ...], grave: bool) -> bool:
    """Whether the words of the law let it stand: every clause that speaks against it is asked in turn."""
    reading, world = last_words(rows, {"accept", "reject", "unsure"}), last_words(rows, {"uphold", "refute"})
    nobody_says_so = stance == "only taken back"
    misread = bool(reading & {"reject", "unsure"}) and origin != "derived"
    unread = origin == "extracted" and "accept" not in reading
    no_fact = negative or modality in {"denied", "planned", "hypothetical"}
    if no_fact or nobody_says_so or misread or unread or "refute" in world:
        return False
    its_own_word = modality == "asserted" and not grave
    # A withdrawal of another paper is nobody's here; a derived statement has no voice that could take it back.
    kept = stance == "supports" or stance == "taken back by another voice" or origin == "derived"
    return "uphold" in world or (its_own_word and kept)


def scene(modality: str, *, negative: bool, stance: str, origin: str, grave: bool) -> Statement:
    """The statement that the arguments of `lawful` describe."""
    rows = {
        "curated": Evidence("gazette-1"),
        "extracted": Evidence("gazette-1", origin="extracted", confidence=0.4),
        "admitted": Evidence("gazette-1", origin="extracted", confidence=0.9),
        "derived": Evidence("", origin="derived", premises=("a", "b"), rule="rule"),
    }
    taken_back = {STANCES[1]: "gazette-2", STANCES[2]: "herald-1", STANCES[3]: "gazette-2"}
    evidence = [] if stance == STANCES[3] else [rows[origin]]
    evidence += [Evidence(taken_back[stance], stance="withdraws")] if stance in taken_back else []
    return said(modality, *evidence, negative=negative, names=f"alder {'trafficked' if grave else 'met'} birch")


def test_the_law_holds_for_every_modality_polarity_stance_origin_judgement_and_gravity() -> None:
    """A statement is established exactly when the words of the law say so."""
    wrong = []
    every = product(("asserted", "alleged", "denied", "planned", "hypothetical"), (False, True), STANCES, ORIGINS, JUDGED, (False, True))
    for modality, negative, stance, origin, rows, grave in every:
        if origin == "derived" and modality != "asserted":
            continue  # a rule concludes nothing else
        statement = scene(modality, negative=negative, stance=stance, origin=origin, grave=grave)
        judgements = [judged(statement, word, who, day, source="" if word in ("uphold", "refute") else "gazette-1") for word, who, day in rows]

        standing = standing_of(statement, judgements, grave=grave, sources=BY_ID, admit=0.8)

        if standing.established != lawful(modality, negative=negative, stance=stance, origin=origin, rows=rows, grave=grave):
            wrong.append((statement.reading, stance, origin, rows, grave, standing))
    assert wrong == []


MODALITIES = st.sampled_from(["asserted", "alleged", "denied", "planned", "hypothetical"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["gazette-1", "gazette-2", "herald-1", "wire-1", "leaflet"]),
        st.sampled_from(["", "", "withdraws"]),
        st.sampled_from([("curated", None), ("extracted", 0.4), ("extracted", 0.9)]),
    ),
    min_size=1,
    max_size=4,
)
WORDS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "unsure", "uphold", "refute"]),
        st.sampled_from(["ed", "jo"]),
        st.integers(1, 3),
        st.sampled_from(["gazette-1", "gazette-2", "herald-1", "wire-1", "leaflet"]),
    ),
    max_size=5,
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """One statement with any evidence and any judgements."""
    evidence = [Evidence(source, stance=stance, origin=origin, confidence=sure) for source, stance, (origin, sure) in draw(ROWS)]
    names = draw(st.sampled_from(["alder met birch", "alder trafficked birch"]))
    statement = said(draw(MODALITIES), *evidence, names=names, negative=draw(st.booleans()))
    rows = [judged(statement, word, who, day, source="" if word in ("uphold", "refute") else source) for word, who, day, source in draw(WORDS)]
    return a_case(statement, judgements=rows)


def established(case: Case) -> set[str]:
    """The readings of what is established in a case."""
    weighed = weigh(case, ONTOLOGY)
    return {statement.reading for statement in case.statements if weighed.established(statement)}


@given(cases())
def test_nothing_denied_planned_supposed_or_negative_is_ever_established(case: Case) -> None:
    """Whatever evidence it has and whoever judges it."""
    statement = case.statements[0]

    if statement.negative or statement.modality in ("denied", "planned", "hypothetical"):
        assert established(case) == set()


@given(cases(), st.sampled_from(["reject", "unsure", "refute"]), st.sampled_from(["ed", "jo", "new"]), st.integers(1, 5))
def test_a_cautious_judgement_never_establishes_anything(case: Case, word: str, curator: str, day: int) -> None:
    """One more reject, unsure or refute, by anybody at any time, takes away and never adds."""
    statement = case.statements[0]
    row = judged(statement, word, curator, day, source="" if word == "refute" else "gazette-1")

    assert established(replace(case, judgements=(*case.judgements, row))) <= established(case)


@given(cases(), st.sampled_from(["herald-1", "gazette-1", "leaflet"]))
def test_a_withdrawal_never_establishes_anything(case: Case, source: str) -> None:
    """One more row that takes a statement back takes away and never adds."""
    statement = case.statements[0]
    more = replace(statement, evidence=(*statement.evidence, Evidence(source, stance="withdraws")))

    assert established(replace(case, statements=gather([more]))) <= established(case)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(case: Case, random: Random) -> None:
    """Standing, reason, voices: the same for shuffled judgements and evidence."""
    statement, judgements = case.statements[0], list(case.judgements)
    evidence = list(statement.evidence)
    random.shuffle(evidence)
    random.shuffle(judgements)
    shuffled = replace(case, statements=gather(replace(statement, evidence=(item,)) for item in evidence), judgements=tuple(judgements))

    assert weigh(shuffled, ONTOLOGY) == weigh(case, ONTOLOGY)


# --- The word and the reason

WORDED = [
    (said(), [], Standing("established", "asserted by the source")),
    (said("alleged"), [], Standing("alleged", "a claim that nobody upheld")),
    (said("alleged", negative=True), [], Standing("alleged not", "a negative statement is no fact")),
    (said(negative=True), [], Standing("asserted not", "a negative statement is no fact")),
    (said("denied"), [], Standing("denied", "a denial is no fact")),
    (said("planned"), [], Standing("planned", "a plan is no fact")),
    (said("hypothetical"), [], Standing("hypothetical", "a supposition is no fact")),
    (
        said(names="alder trafficked birch"),
        [],
        Standing("asserted", "a grave matter: a source's own sentence is not enough, and nobody upheld it"),
    ),
    (said(names="alder trafficked birch"), [("uphold", "")], Standing("established", "upheld by ed on 2020-01-01: seen")),
    (said("alleged"), [("uphold", "")], Standing("established", "upheld by ed on 2020-01-01: seen")),
    (said(), [("refute", "")], Standing("refuted", "refuted by ed on 2020-01-01: seen")),
    (said(), [("reject", "gazette-1")], Standing("rejected", "rejected by ed on 2020-01-01: seen")),
    (said(), [("unsure", "gazette-1")], Standing("unsure", "held unsure by ed on 2020-01-01: seen")),
    (
        said("asserted", Evidence("gazette-1"), Evidence("gazette-2", stance="withdraws")),
        [],
        Standing("withdrawn", "taken back in gazette-2"),
    ),
    (
        said("alleged", Evidence("gazette-1"), Evidence("herald-1", stance="withdraws")),
        [],
        Standing("withdrawn", "taken back in herald-1"),
    ),
    (said("asserted", Evidence("gazette-2", stance="withdraws")), [], Standing("withdrawn", "taken back in gazette-2")),
    (
        said("asserted", Evidence("gazette-1", origin="extracted", confidence=0.9)),
        [],
        Standing("candidate", "found by the extractor; nobody has judged it"),
    ),
    (
        said("alleged", Evidence("gazette-1", origin="extracted", confidence=0.9)),
        [("accept", "gazette-1")],
        Standing("alleged", "a claim that nobody upheld"),
    ),
    (
        said("asserted", Evidence("", origin="derived", rule="metAtMeeting")),
        [],
        Standing("established", "follows by the rule metAtMeeting from established statements"),
    ),
    (
        said("asserted", Evidence("", origin="derived", rule="metAtMeeting"), Evidence("gazette-1", origin="extracted", confidence=0.9)),
        [],
        Standing("established", "follows by the rule metAtMeeting from established statements"),
    ),
    (
        said("asserted", Evidence("", origin="derived", rule="metAtMeeting"), Evidence("gazette-1")),
        [],
        Standing("established", "asserted by the source"),
    ),
]


@pytest.mark.parametrize(("statement", "rows", "expected"), WORDED)
def test_each_standing_has_its_word_and_its_reason(statement: Statement, rows: list[tuple[str, str]], expected: Standing) -> None:
    """One plain word, and a reason that names who judged, when and why."""
    case = a_case(statement, judgements=[judged(statement, word, source=source) for word, source in rows])

    assert weigh(case, ONTOLOGY).standing[statement.id] == expected


def test_a_copy_falls_with_what_it_copies() -> None:
    """A wire that repeats a report is no second voice, so the paper's correction takes back both."""
    statement = said("asserted", Evidence("gazette-1"), Evidence("wire-1"), Evidence("gazette-2", stance="withdraws"))

    assert weigh(a_case(statement), ONTOLOGY).standing[statement.id].word == "withdrawn"


def test_a_second_paper_keeps_what_the_first_took_back() -> None:
    """A source that has not withdrawn it is enough."""
    statement = said("asserted", Evidence("gazette-1"), Evidence("gazette-2", stance="withdraws"), Evidence("herald-1"))

    assert weigh(a_case(statement), ONTOLOGY).established(statement)


def test_a_reading_that_was_rejected_in_one_source_stands_in_the_other() -> None:
    """A judgement about the reading is about one source only."""
    statement = said("asserted", Evidence("gazette-1"), Evidence("herald-1"))
    case = a_case(statement, judgements=[judged(statement, "reject", source="gazette-1")])

    assert weigh(case, ONTOLOGY).established(statement)
    assert weigh(case, ONTOLOGY).voices[statement.id] == ("The Herald",)


def test_a_judgement_about_another_statement_changes_nothing() -> None:
    """Only rows under this very reading count."""
    statement, other = said("alleged"), said("alleged", names="alder criticized birch")

    assert standing_of(statement, [judged(other, "uphold")]).word == "alleged"


def test_a_relation_that_nobody_declared_is_treated_as_grave() -> None:
    """What the ontology does not know is never established by assertion alone."""
    statement = said(names="alder befriended birch")

    assert weigh(a_case(statement), ONTOLOGY).standing[statement.id].word == "asserted"


def test_the_latest_row_of_each_curator_counts_and_on_a_tie_the_cautious_one() -> None:
    """Reading and world are two questions, and each curator has one word on each."""
    statement = said()
    rows = [
        judged(statement, "uphold", day=1),
        judged(statement, "refute", day=1),
        judged(statement, "accept", day=2, source="gazette-1"),
        judged(statement, "reject", day=1, source="gazette-1"),
        judged(statement, "uphold", "jo", day=3),
    ]

    assert [(row.curator, row.judgement) for row in counted(rows)] == [("ed", "refute"), ("ed", "accept"), ("jo", "uphold")]


@pytest.mark.parametrize(
    ("item", "words", "fate"),
    [
        (Evidence("gazette-1"), [], "stands"),
        (Evidence("gazette-1"), ["reject"], "rejected"),
        (Evidence("gazette-1"), ["accept", "reject"], "rejected"),
        (Evidence("gazette-1"), ["accept", "unsure"], "unsure"),
        (Evidence("gazette-1", origin="extracted", confidence=0.7), [], "candidate"),
        (Evidence("gazette-1", origin="extracted", confidence=0.8), [], "stands"),
        (Evidence("gazette-1", origin="extracted"), [], "candidate"),
        (Evidence("gazette-1", origin="extracted", confidence=0.7), ["accept"], "stands"),
        (Evidence("gazette-1", origin="extracted", confidence=0.9), ["unsure"], "unsure"),
    ],
)
def test_an_evidence_stands_unless_it_was_misread_or_is_a_candidate(item: Evidence, words: list[str], fate: str) -> None:
    """Reject and unsure beat every origin and the confidence that a workspace admits."""
    statement = said("asserted", item)
    rows = [judged(statement, word, f"curator-{word}", source="gazette-1") for word in words]

    assert stands(item, rows, admit=0.8) == fate


# --- Voices


def test_voices_are_claimants_or_publishers_and_copies_count_once() -> None:
    """Three papers of which one copies another are two voices; a claim has the voice of who claims it."""
    reported = said("asserted", Evidence("gazette-1"), Evidence("gazette-2"), Evidence("wire-1"), Evidence("herald-1"))
    claimed = said("alleged", Evidence("gazette-1"), Evidence("herald-1"))
    unnamed = said("alleged", claimant=UNSTATED)
    printed = said("asserted", Evidence("leaflet"), names="alder criticized birch")

    voices = weigh(a_case(reported, claimed, unnamed, printed), ONTOLOGY).voices

    assert voices[reported.id] == ("The Gazette", "The Herald")
    assert voices[claimed.id] == ("cedar",)
    assert voices[unnamed.id] == (UNSTATED,)
    assert voices[printed.id] == ("leaflet",)


def test_a_voice_counts_by_the_last_word_of_each_curator() -> None:
    """A reading that was rejected and then accepted is a voice again."""
    statement = said("asserted", Evidence("gazette-1"), Evidence("herald-1"))
    rows = [judged(statement, "reject", day=1, source="gazette-1"), judged(statement, "accept", day=2, source="gazette-1")]

    assert weigh(a_case(statement, judgements=rows), ONTOLOGY).voices[statement.id] == ("The Gazette", "The Herald")


@pytest.mark.parametrize(
    ("rows", "voices"),
    [
        ((Evidence("gazette-1"), Evidence("gazette-2", stance="withdraws"), Evidence("herald-1")), ("The Herald",)),
        ((Evidence("gazette-1"), Evidence("herald-1", origin="extracted", confidence=0.5)), ("The Gazette",)),
        ((Evidence("herald-1", origin="extracted", confidence=0.5),), ("The Herald",)),
        (
            (Evidence("gazette-1"), Evidence("gazette-2", stance="withdraws"), Evidence("herald-1", origin="extracted", confidence=0.5)),
            ("The Gazette",),
        ),
        ((Evidence("gazette-1"), Evidence("gazette-2", stance="withdraws")), ("The Gazette",)),
    ],
)
def test_only_who_still_says_so_counts_where_somebody_does(rows: tuple[Evidence, ...], voices: tuple[str, ...]) -> None:
    """Neither a candidate nor who took it back makes one voice into two; alone, each is named."""
    statement = said("asserted", *rows)

    assert weigh(a_case(statement), ONTOLOGY).voices[statement.id] == voices


def test_what_is_derived_has_the_voices_of_its_premises() -> None:
    """Of the premises, too, only who was read rightly."""
    chair, guest = (
        said("asserted", names="alder attended fair"),
        said("asserted", Evidence("gazette-1"), Evidence("herald-1"), names="birch attended fair"),
    )
    met = said("asserted", Evidence("", origin="derived", premises=(chair.id, guest.id), rule="rule"))
    case = a_case(chair, guest, met)
    misread = replace(case, judgements=(judged(guest, "reject", source="herald-1"),))

    assert weigh(case, ONTOLOGY).voices[met.id] == ("The Gazette", "The Herald")
    assert weigh(misread, ONTOLOGY).voices[met.id] == ("The Gazette",)


def test_a_circle_of_copies_ends() -> None:
    """Two sources that say of each other that they copy it are a finding, not a program that hangs."""
    circle = (replace(GAZETTE, copies="wire-1"), COPY)
    statement = said("asserted", Evidence("gazette-1"))

    assert weigh(replace(a_case(statement), sources=circle), ONTOLOGY).voices[statement.id] == ("The Wire",)


@pytest.mark.parametrize(
    ("voice", "label"),
    [
        ("cedar", "Cedar Hill"),
        ("leaflet", "A leaflet"),
        ("The Gazette", "The Gazette"),
        (UNSTATED, "somebody the source does not name"),
    ],
)
def test_a_voice_has_a_name(voice: str, label: str) -> None:
    """An actor's label, a source's title, a publisher as printed, or that nobody is named."""
    assert voice_label(voice, a_case()) == label


# --- Contradictions


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        (said(), said(negative=True), True),
        (said(), said("denied"), True),
        (said("alleged"), said("denied"), True),
        (said(negative=True), said("denied"), False),
        (said(), said("alleged"), False),
        (said(when="2012"), said(negative=True, when="2013"), False),
        (said(when="2013"), said(negative=True, when="2013-07"), True),
        (said(when="2013"), said(negative=True), True),
        (said(quantity="300"), said("alleged", quantity="44"), True),
        (said(quantity="300"), said("alleged", quantity=">200"), False),
        (said(quantity="300"), said("alleged", quantity=">700"), True),
        (said(quantity="1000"), said("alleged", quantity="<1000"), True),
        (said(quantity="300"), said("alleged", quantity="~44"), False),
        (said(quantity="300 EUR"), said("alleged", quantity="44 USD"), False),
        (said(quantity="300"), said("alleged"), False),
        (said(quantity="100", negative=True), said(quantity="50"), False),
        (said(quantity="0", negative=True), said(quantity="3"), True),
        (said(quantity="100", negative=True), said(quantity="50", negative=True), False),
        (said(role="class C"), said("denied", role="class D"), False),
        (said(role="class C"), said("denied"), True),
    ],
)
def test_statements_contradict_by_polarity_denial_or_quantity_in_overlapping_time(one: Statement, other: Statement, *, against: bool) -> None:
    """Bounds are compared, units never are, and it is the same both ways."""
    assert contradict(one, other) is against
    assert contradict(other, one) is against


def test_a_new_statement_ends_no_other_one() -> None:
    """Who criticizes one and accuses another still consults for the latter: nothing contradicts, all stand (C24)."""
    rows = (
        said(names="cedar memberOf alder", when="2012"),
        said(names="cedar criticized birch", when="2013"),
        said(names="cedar criticized alder", when="2013"),
    )
    case = a_case(*rows)

    weighed = weigh(case, ONTOLOGY)

    assert all(weighed.established(statement) for statement in rows)
    assert weighed.contradicts == {}
    assert weighed.contested == frozenset()


def test_counts_that_cannot_be_equal_are_listed_and_bounds_that_can_are_not() -> None:
    """300 stands against 44, not against more than 200 (C97)."""
    three, forty, many = (said("alleged", quantity=text, claimant=who) for text, who in (("300", "cedar"), ("44", "alder"), (">200", "birch")))

    weighed = weigh(a_case(three, forty, many), ONTOLOGY)

    assert weighed.contradicts == {
        three.id: (forty.id,),
        forty.id: tuple(sorted((three.id, many.id))),
        many.id: (forty.id,),
    }


def test_what_was_misread_or_is_a_plan_contradicts_nothing() -> None:
    """A rejected row, a candidate, a plan and a supposition say nothing of the world; a refuted one is settled but listed."""
    fact, denial = said(), said("denied")
    plan, supposed = said("planned", claimant="birch"), said("hypothetical", claimant="birch")
    candidate = said("asserted", Evidence("herald-1", origin="extracted", confidence=0.5), negative=True)
    mute = weigh(a_case(fact, plan, supposed, candidate), ONTOLOGY)
    rejected = weigh(a_case(fact, denial, judgements=[judged(denial, "reject", source="gazette-1")]), ONTOLOGY)
    other = said("alleged", quantity="44")
    settled = weigh(a_case(said(quantity="300"), other, judgements=[judged(other, "refute")]), ONTOLOGY)

    assert (mute.contradicts, rejected.contradicts) == ({}, {})
    assert set(settled.contradicts) == {other.id, said(quantity="300").id}
    assert settled.contested == frozenset()


def test_two_times_of_one_event_stand_against_each_other() -> None:
    """An event happens once, whoever took part in it."""
    one = said(names="alder attended fair", when="2013-07-04")
    other = said("alleged", names="birch attended fair", when="2013-07-05")
    never = said(names="cedar attended fair", when="2013-07-06", negative=True)

    weighed = weigh(a_case(one, other, never), ONTOLOGY)

    assert weighed.contradicts == {one.id: (other.id,), other.id: (one.id,)}
    assert weighed.contested == {one.id}


@pytest.mark.parametrize(
    ("statements", "word"),
    [
        ((said(names="alder attended fair"), said("planned", names="birch attended fair")), "established"),
        ((said("planned", names="alder attended fair"), said("alleged", names="birch attended fair")), "alleged"),
        ((said("planned", names="alder attended fair"),), "planned"),
        ((said(names="alder criticized birch", event="fair"),), "established"),
        ((said("denied", names="alder attended fair"),), "denied"),
    ],
)
def test_an_event_stands_as_firmly_as_the_strongest_statement_that_names_it(statements: tuple[Statement, ...], word: str) -> None:
    """A meeting that was only planned is not shown as held."""
    assert weigh(a_case(*statements), ONTOLOGY).events == {"fair": word}


# --- Headlines


@pytest.mark.parametrize(
    ("statement", "rows", "line"),
    [
        (said(when="2013", quantity="3", role="host", event="fair"), [], "Alder Ltd met The Birches (host, 3, 2013, The Fair)"),
        (said("alleged"), [], "ALLEGED by Cedar Hill: Alder Ltd met The Birches"),
        (said("alleged", claimant=UNSTATED), [], "ALLEGED by somebody the source does not name: Alder Ltd met The Birches"),
        (said("alleged", negative=True), [], "ALLEGED NOT by Cedar Hill: Alder Ltd not met The Birches"),
        (
            said("alleged", names="alder memberOf birch", negative=True),
            [],
            "ALLEGED NOT by Cedar Hill: Alder Ltd is not a member of The Birches",
        ),
        (said("denied"), [], "DENIED by Cedar Hill: Alder Ltd met The Birches"),
        (said("planned"), [], "PLANNED: Alder Ltd met The Birches"),
        (said("planned", claimant="birch"), [], "PLANNED by The Birches: Alder Ltd met The Birches"),
        (said("hypothetical"), [], "HYPOTHETICAL: Alder Ltd met The Birches"),
        (said(negative=True), [], "ASSERTED NOT by The Gazette: Alder Ltd not met The Birches"),
        (said(names="alder trafficked birch"), [], "ASSERTED by The Gazette: Alder Ltd trafficked The Birches"),
        (said("alleged"), [("refute", "")], "REFUTED, alleged by Cedar Hill: Alder Ltd met The Birches"),
        (said(), [("reject", "gazette-1")], "REJECTED, asserted by The Gazette: Alder Ltd met The Birches"),
        (said("alleged"), [("uphold", "")], "Alder Ltd met The Birches"),
        (
            said("asserted", Evidence("herald-1", origin="extracted", confidence=0.5)),
            [],
            "CANDIDATE, asserted by The Herald: Alder Ltd met The Birches",
        ),
        (
            said("alleged", Evidence("gazette-1"), Evidence("herald-1", stance="withdraws")),
            [],
            "WITHDRAWN, alleged by Cedar Hill: Alder Ltd met The Birches",
        ),
        (
            said("asserted", Evidence("", origin="derived", rule="rule")),
            [("refute", "")],
            "REFUTED, asserted: Alder Ltd met The Birches",
        ),
    ],
)
def test_a_headline_cannot_be_mistaken_for_a_fact(statement: Statement, rows: list[tuple[str, str]], line: str) -> None:
    """It begins with the standing in capitals and who says so, unless the statement is established."""
    case = a_case(statement, judgements=[judged(statement, word, source=source) for word, source in rows])

    assert headline(statement, case, ONTOLOGY, weigh(case, ONTOLOGY)) == line


def test_an_established_statement_that_is_contradicted_says_so() -> None:
    """CONTESTED stands where nobody has settled what speaks against it."""
    fact = said()
    case = a_case(fact, said("denied"))

    assert headline(fact, case, ONTOLOGY, weigh(case, ONTOLOGY)) == "CONTESTED: Alder Ltd met The Birches"


def test_a_negative_statement_reads_as_the_ontology_says() -> None:
    """The verb that the ontology gives, where it gives one."""
    met = replace(ONTOLOGY.relations["met"], negative_label="did not meet")
    known = replace(ONTOLOGY, relations={**ONTOLOGY.relations, "met": met})
    statement = said("alleged", negative=True)

    assert body(statement, a_case(statement), known) == "Alder Ltd did not meet The Birches"
