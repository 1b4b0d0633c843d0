"""What follows by a rule: from established roles of one event only, and never between its participants."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.derive import derive
from kg.model import Actor, Case, Event, Evidence, Judgement, Source, Statement, gather, parse_time
from kg.ontology import Ontology, Relation, Rule, Type
from kg.standing import weigh


def relation(name: str, *, symmetric: bool = False) -> Relation:
    """A relation of a test's own ontology."""
    return Relation(name, f"https://example.org/{name}", name, "", "", "", "", "Actor", "Actor", "contact", "act", symmetric=symmetric)


def kind(name: str, *wider: str) -> Type:
    """A type of a test's own ontology."""
    return Type(name, f"https://example.org/{name}", name, wider=wider)


TYPES = (
    kind("Actor"),
    kind("Organisation", "Actor"),
    kind("NGO", "Organisation", "Actor"),
    kind("Person", "Actor"),
    kind("Event"),
    kind("Meeting", "Event"),
    kind("Raid", "Event"),
)
RELATIONS = {name: relation(name, symmetric=name == "met") for name in ("met", "hosted", "presided", "attended")}
MET = Rule("metAtMeeting", "https://example.org/rule", "", "presided", "attended", "met", "Meeting", "Organisation", "Actor")
HOSTED = Rule("hostedAtMeeting", "https://example.org/rule-2", "", "presided", "attended", "hosted", "Meeting", "Actor", "Actor")
ONTOLOGY = Ontology({found.id: found for found in TYPES}, RELATIONS, (MET,))


def role(
    actor: str, verb: str, *, when: str = "", event: str = "fair", modality: str = "asserted", part: str = "", negative: bool = False
) -> Statement:
    """What somebody was to an event."""
    claimant = "tom" if modality in ("alleged", "denied") else ""
    return Statement(actor, verb, event, modality, negative, claimant, part, parse_time(when) if when else None, evidence=(Evidence("paper"),))


def a_case(*statements: Statement, judgements: tuple[Judgement, ...] = ()) -> Case:
    """A case of organisations, a person, a meeting and a raid."""
    actors = (Actor("ministry", "Organisation", "M"), Actor("acra", "NGO", "A"), Actor("zeta", "NGO", "Z"), Actor("tom", "Person", "Tom"))
    events = (Event("fair", "Meeting", "Fair"), Event("fete", "Meeting", "Fete"), Event("raid", "Raid", "Raid"))
    return Case(actors=actors, events=events, sources=(Source("paper", "news", "P"),), statements=gather(statements), judgements=judgements)


def derived(case: Case, ontology: Ontology = ONTOLOGY) -> list[str]:
    """The readings of what follows."""
    return [statement.reading for statement in derive(case, ontology, weigh(case, ontology))]


def test_who_presides_met_each_participant_and_they_did_not_meet_each_other() -> None:
    """One conclusion for each participant, with the event, the two premises and the rule; never with oneself."""
    chair = role("ministry", "presided", when="2013-07")
    guests = (role("acra", "attended", when="2013-07"), role("tom", "attended"), role("ministry", "attended"))
    case = a_case(chair, *guests)

    found = derive(case, ONTOLOGY, weigh(case, ONTOLOGY))

    because = Evidence("", origin="derived", premises=tuple(sorted((chair.id, guests[0].id))), rule="metAtMeeting")
    assert found[0] == Statement("acra", "met", "ministry", "asserted", when=parse_time("2013-07"), event="fair", evidence=(because,))
    assert [statement.reading for statement in found] == [
        "acra met ministry [when 2013-07] [during fair]",
        "ministry met tom [when 2013-07] [during fair]",
    ]


def test_a_conclusion_that_is_not_symmetric_keeps_its_direction() -> None:
    """From who holds the premise to who holds the other."""
    case = a_case(role("ministry", "presided"), role("acra", "attended"))

    assert derived(case, Ontology(ONTOLOGY.types, RELATIONS, (HOSTED,))) == ["ministry hosted acra [during fair]"]


@pytest.mark.parametrize(
    "statements",
    [
        (role("ministry", "presided", modality="alleged"), role("acra", "attended")),
        (role("ministry", "presided"), role("acra", "attended", modality="alleged")),
        (role("ministry", "presided"), role("acra", "attended", modality="planned")),
        (role("ministry", "presided"), role("acra", "attended", negative=True)),
        (role("ministry", "presided"), role("acra", "attended", event="fete")),
        (role("ministry", "presided", event="raid"), role("acra", "attended", event="raid")),
        (role("tom", "presided"), role("acra", "attended")),
        (role("acra", "attended"), role("zeta", "attended")),
        (role("ministry", "presided"),),
        (role("ministry", "presided", when="2013-07-04"), role("acra", "attended", when="2013-07-05")),
    ],
)
def test_nothing_follows_from_less(statements: tuple[Statement, ...]) -> None:
    """Not from claims, plans and negatives, not across events or other types, not from times that cannot both hold."""
    assert derived(a_case(*statements)) == []


def test_an_upheld_role_is_a_premise_and_a_refuted_one_is_none() -> None:
    """What people judged decides what follows."""
    alleged, chair = role("acra", "attended", modality="alleged"), role("ministry", "presided")
    uphold = Judgement(alleged.reading, "uphold", "ed", date(2020, 1, 1), "seen")
    refute = Judgement(chair.reading, "refute", "ed", date(2020, 1, 1), "seen")

    assert derived(a_case(chair, alleged, judgements=(uphold,))) == ["acra met ministry [during fair]"]
    assert derived(a_case(chair, alleged, judgements=(uphold, refute))) == []


@pytest.mark.parametrize(
    ("one", "other", "when"),
    [
        ("2013", "2013-07", "[when 2013-07] "),
        ("2013-07", "2013", "[when 2013-07] "),
        ("", "2013", "[when 2013] "),
        ("2013", "", "[when 2013] "),
        ("", "", ""),
        ("2013-07/..", "2013", "[when 2013] "),
        ("2013-06/2013-07", "2013-07-20/2013-08-10", "[when 2013-07-20/2013-08-10] "),
    ],
)
def test_the_narrower_time_holds(one: str, other: str, when: str) -> None:
    """The one that leaves fewer days open; what only one of them gives is kept."""
    case = a_case(role("ministry", "presided", when=one), role("acra", "attended", when=other))

    assert derived(case) == [f"acra met ministry {when}[during fair]"]


def test_two_roles_of_one_host_give_one_conclusion_with_both_reasons() -> None:
    """Host and chair are two statements, but who met whom is one."""
    case = a_case(role("ministry", "presided", part="host"), role("ministry", "presided", part="chair"), role("acra", "attended"))

    (found,) = derive(case, ONTOLOGY, weigh(case, ONTOLOGY))

    assert len(found.evidence) == 2


def test_deriving_from_what_was_derived_adds_nothing() -> None:
    """Conclusions are no premises, and the same case has the same conclusions."""
    case = a_case(role("ministry", "presided"), role("acra", "attended"))
    conclusions = derive(case, ONTOLOGY, weigh(case, ONTOLOGY))
    more = a_case(*case.statements, *conclusions)

    assert derive(more, ONTOLOGY, weigh(more, ONTOLOGY)) == conclusions
    assert weigh(more, ONTOLOGY).established(conclusions[0])


ROLES = st.lists(
    st.builds(
        lambda actor, verb, event, modality: role(actor, verb, event=event, modality=modality),
        st.sampled_from(["ministry", "acra", "zeta", "tom"]),
        st.sampled_from(["presided", "attended"]),
        st.sampled_from(["fair", "fete", "raid"]),
        st.sampled_from(["asserted", "asserted", "alleged", "denied"]),
    ),
    max_size=12,
)


@given(ROLES, st.randoms(use_true_random=False))
def test_every_conclusion_rests_on_two_established_roles_of_its_event(roles: list[Statement], random: Random) -> None:
    """One presides, the other takes part, they are two, and the order of rows decides nothing."""
    case = a_case(*roles)
    weighed = weigh(case, ONTOLOGY)
    shuffled = list(roles)
    random.shuffle(shuffled)

    found = derive(case, ONTOLOGY, weighed)

    assert found == derive(a_case(*shuffled), ONTOLOGY, weighed)
    for statement in found:
        for item in statement.evidence:
            premises = [case.statement_by_id[premise] for premise in item.premises]
            assert all(weighed.established(premise) and premise.object == statement.event for premise in premises)
            assert {premise.relation for premise in premises} == {"presided", "attended"}
            assert {premise.subject for premise in premises} == {statement.subject, statement.object}
