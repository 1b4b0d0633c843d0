"""The analysts' nine questions in generated workspaces, from tables to answers: other names and numbers, the same right.

What is right is worked out here, naively, from what the generator said and what it knows that to be worth.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from questions_world import AFFILIATIONS, CONFLICT, FATES, GRAVE, Said, World, make_world

import kg
from kg.graph import to_nquads
from kg.query.run import Value
from kg.vocab import Mint

SEEDS = range(10 * int(os.environ.get("KG_EXAMPLES", "1")))
SPOKEN = ("established", "alleged", "asserted", "candidate")
PUBLISHERS = {"paper": "House of Print", "wire": "House of Print"}
TITLES = {"paper": "The Paper", "gazette": "The Gazette", "wire": "The Wire"}


class Asked:
    """A generated workspace, built, with a way to ask it."""

    def __init__(self, seed: int, root: Path) -> None:
        self.world = make_world(seed)
        self.workspace = kg.open(self.world.write(root).root)
        case = self.workspace.case  # raises with every finding, if there is any
        if seed:
            # The page and the shapes take most of a build, are no part of an answer, and have tests of their own.
            self.workspace.folder.exports.mkdir()
            (self.workspace.folder.exports / "graph.nq").write_bytes(to_nquads(self.workspace.reading.quads))
        else:
            self.workspace.build()
        mint = Mint(case.settings.base)
        self.readings: dict[Value, str] = {mint.statement(s.id): s.reading for s in case.statements}

    def rows(self, name: str, columns: str, **values: str) -> list[tuple[Value, ...]]:
        """Some columns of a named query; `id` as the reading of the statement."""
        answer = self.workspace.query(name, timeout=None, online=False, **values)
        return [tuple(self.readings[row[c]] if c == "id" else row[c] for c in columns.split()) for row in answer]

    def label(self, relation: str) -> str:
        """What a relation is called in an answer."""
        return self.workspace.ontology.relations[relation].label


@cache
def asked(seed: int) -> Asked:
    """The workspace of a seed, built once in each process."""
    place = Path(tempfile.mkdtemp(prefix=f"kg-questions-{seed}-")).resolve()
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Asked(seed, place)


@pytest.fixture(params=SEEDS, scope="module")
def made(request: pytest.FixtureRequest) -> Asked:
    """One workspace after the other."""
    return asked(request.param)


# ---- what the rules of the tables mean, in the words of the questions


def voice(w: World, said: Said) -> str:
    """Who speaks: the claimant, else the publisher of the source."""
    return w.labels[said.claimant] if said.claimant else PUBLISHERS.get(said.evidence[0].source, w.labels[w.ids["outlet"]])


def facts(w: World, *relations: str) -> set[tuple[str, str]]:
    """Subject and object of what is established by one of these relations."""
    return {(s.subject, s.object) for s in w.said if s.relation in relations and s.standing == "established"}


def together(one: str, other: str) -> bool:
    """Whether two times may be the same: one is part of the other, or nobody says when."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def bounds(quantity: str) -> tuple[float, float]:
    """At least, at most."""
    number = float(quantity.lstrip(">"))
    return (number + 1, float("inf")) if quantity.startswith(">") else (number, number)


def clash(one: Said, other: Said) -> bool:
    """Whether two statements cannot both hold, and both are really said."""
    if one is other or (one.subject, one.relation, one.object) != (other.subject, other.relation, other.object):
        return False
    mute = {"rejected", "unsure", "candidate", "planned"}
    if {one.standing, other.standing} & mute or not together(one.when, other.when):
        return False
    against = [s.negative or s.modality == "denied" for s in (one, other)]
    if against[0] != against[1]:
        return True
    if not one.quantity or not other.quantity or any(against):
        return False
    (least, most), (other_least, other_most) = bounds(one.quantity), bounds(other.quantity)
    return most < other_least or other_most < least


def accusing(s: Said) -> bool:
    """Whether it is an accusation that somebody holds up: grave, or an alleged act of conflict."""
    grave = s.relation in GRAVE and s.standing in (*SPOKEN, "unsure", "withdrawn", "refuted")
    return grave or (s.relation in (*CONFLICT, "criticized") and s.standing == "alleged")


def organisations(w: World) -> set[str]:
    """The ids of everybody that is an organisation."""
    return {name for name, kind in w.types.items() if kind not in ("Person", "Group", "Report", "Meeting")}


# ---- the questions


def test_the_worlds_differ() -> None:
    """Other names and another mixture each time, and over all of them every fate is met."""
    worlds = [make_world(seed) for seed in SEEDS]

    assert len({w.ids["union"] for w in worlds}) > len(worlds) / 2
    assert {s.standing for w in worlds for s in w.said} == {word for words in FATES.values() for word in words}
    assert sum(bool(set(ways(w))) for w in worlds) > len(worlds) / 2
    assert make_world(0).said == worlds[0].said


def test_who_sat_at_the_table_and_who_presided(made: Asked) -> None:
    """At meetings of that month (or of no known time) at which the ministry is known to have been; plans and denials are no presence."""
    w = made.world
    ministry = w.ids["ministry"]
    mine = {s.object: s.when for s in w.said if s.subject == ministry and s.object in w.events and s.standing == "established"}

    expected = {
        (w.labels[s.object], w.labels[s.subject], made.label(s.relation), s.role or None, s.standing)
        for s in w.said
        if s.object in mine and s.standing in SPOKEN and together(w.events[s.object], "2013-07") and together(mine[s.object], "2013-07")
    }

    rows = made.rows("at-the-table", "event who relation role standing", actor=w.called("ministry"), **{"from": "2013-07-01", "to": "2013-07-31"})
    assert set(rows) == expected
    assert len(rows) == len(expected) > 0


@pytest.mark.parametrize("body", ["union", "league"])
def test_which_members_are_accused_of_what(made: Asked, body: str) -> None:
    """Of established members only; with the accuser, for whom it speaks, and every quote."""
    w = made.world
    members = {who for who, where in facts(w, "memberOf") if where == w.ids[body]}
    people = {name for name, kind in w.types.items() if kind == "Person"}
    ties = {(who, w.labels[where]) for who, where in facts(w, *AFFILIATIONS) if who in people and where in organisations(w)}

    def bodies(speaker: str) -> list[str | None]:
        return [where for who, where in ties if who == speaker] or [None]

    expected = {
        (w.labels[s.subject], s.standing, s.reading, voice(w, s), speaks_for, found.quote)
        for s in w.said
        if s.subject in members and accusing(s)
        for found in s.evidence
        if found.stance == "supports"
        for speaks_for in bodies(s.claimant)
    }

    rows = made.rows("members-accused", "member standing id by speaks_for quote", organisation=w.called(body))
    assert set(rows) == expected


def test_where_sources_contradict_each_other(made: Asked) -> None:
    """Numbers that cannot be equal, denials and negatives of the same time; each pair once."""
    w = made.world
    expected = {frozenset((one.reading, other.reading)) for one in w.said for other in w.said if clash(one, other)}

    answer = made.workspace.query("contradictions")

    found = {frozenset((made.readings[row["id"]], made.readings[row["other_id"]])) for row in answer}
    assert found == expected
    assert expected


def test_who_speaks_for_whom(made: Asked) -> None:
    """Persons with a post or mandate; whoever owns, founds or belongs does not speak."""
    w = made.world
    expected = {
        (w.labels[s.subject], made.label(s.relation), w.labels[s.object], s.role or None, s.standing, s.reading)
        for s in w.said
        if s.relation in AFFILIATIONS and s.standing in SPOKEN and w.types[s.subject] == "Person" and s.object in organisations(w)
    }

    rows = made.rows("who-speaks-for-whom", "person relation organisation role standing id")

    assert set(rows) == expected
    assert len(rows) == len(expected) > 0


def ways(w: World) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    """From an accusation over a membership to a meeting, its chair and the government."""
    bodies = {name for name, kind in w.types.items() if kind in ("GovernmentBody", "Ministry")}
    posts = {(who, where) for who, where in facts(w, "holdsOfficeAt") if where in bodies} | {(body, body) for body in bodies}
    for s in w.said:
        if s.relation not in GRAVE or s.standing not in SPOKEN:
            continue
        for member, body in facts(w, "memberOf"):
            for guest, meeting in facts(w, "participatedIn"):
                for chair, presided in facts(w, "presidedOver"):
                    if member == s.subject and guest == body and presided == meeting:
                        names = (w.labels[name] for name in (body, member))
                        for government in (where for who, where in posts if who == chair):
                            yield (*names, s.standing, s.reading, w.labels[meeting], w.labels[chair], w.labels[government])  # type: ignore[misc]


def test_which_organisation_with_an_accused_member_met_the_government(made: Asked) -> None:
    """Every step but the accusation is established, and the chair is a public body or holds office at one."""
    rows = made.rows("accused-members-at-meetings", "organisation accused standing id meeting chair government")

    assert set(rows) == set(ways(made.world))


@pytest.mark.parametrize("side", ["government", "ministry", "bureau"])
def test_what_only_the_government_says(made: Asked, side: str) -> None:
    """Whichever of its bodies is named: what they claim and nobody outside confirms, with the number that stands against it."""
    w = made.world
    bodies, before = {w.ids[side]}, set[str]()
    while bodies != before:
        before = bodies
        bodies = bodies | {one for pair in facts(w, "partOf") if bodies & {*pair} for one in pair}

    def confirmed(s: Said) -> bool:
        same = [o for o in w.said if (o.subject, o.relation, o.object) == (s.subject, s.relation, s.object)]
        return any(o.standing in ("established", "alleged", "asserted") and o.claimant not in bodies and not clash(o, s) for o in same)

    alone = [s for s in w.said if s.standing == "alleged" and s.claimant in bodies and not confirmed(s)]
    against = [(s, [o for o in w.said if clash(s, o)]) for s in alone]
    expected = Counter({(s.reading, bool(others)): max(1, len(others)) for s, others in against})

    rows = made.rows("single-side", "id contradicted_by", actor=w.called(side))
    assert Counter((reading, other is not None) for reading, other in rows) == expected
    assert expected


def days(when: str) -> tuple[str, str]:
    """The first and the last day of a time, as text that can be compared."""
    return (when + "0000-01-01"[len(when) :], when + "9999-12-31"[len(when) :])


def test_what_was_planned_and_not_done(made: Asked) -> None:
    """A plan is done by the same deed, established, at its time or later; words and older deeds do not count."""
    w = made.world

    def done(plan: Said) -> bool:
        same = [o for o in w.said if (o.subject, o.relation, o.object) == (plan.subject, plan.relation, plan.object)]
        held = [o for o in same if o.standing == "established"]
        return any(not plan.when or not o.when or days(plan.when)[0] <= days(o.when)[1] for o in held)

    expected = {(s.reading, s.evidence[0].quote, s.when or None) for s in w.said if s.standing == "planned" and not done(s)}

    rows = made.rows("planned-not-done", "id quote when")
    assert set(rows) == expected
    assert len(rows) == len(expected)


@pytest.mark.parametrize("number", range(3))
def test_what_is_established_about_an_actor_and_what_only_said(made: Asked, number: int) -> None:
    """Every statement with the actor on a side, under its standing, established ones first."""
    w = made.world
    company = w.ids[f"company{number}"]

    rows = made.rows("about", "standing id", actor=w.called(f"company{number}"))

    assert Counter(rows) == Counter((s.standing, s.reading) for s in w.said if company in (s.subject, s.object))
    assert sorted(rows, key=lambda row: row[0] != "established") == rows


@pytest.mark.parametrize("number", range(3))
def test_who_says_so(made: Asked, number: int) -> None:
    """Each evidence: claimant, stance, quote, source, what is held of it, and who or what entered it when."""
    w = made.world
    company = w.ids[f"company{number}"]
    expected = {
        (s.standing, s.reading, w.labels[s.claimant] if s.claimant else None, e.stance, e.quote, TITLES[e.source], "excerpt", e.by, e.entered)
        for s in w.said
        if s.subject == company
        for e in s.evidence
    }

    columns = "standing id claimant stance quote source document_is entered_by entered"
    rows = made.rows("who-says-so", columns, subject=w.called(f"company{number}"))
    assert {(*row[:-1], "" if row[-1] is None else str(row[-1])) for row in rows} == expected
    assert len(rows) == len(expected)


def test_no_accusation_is_a_fact(made: Asked) -> None:
    """Asked as a fact, a grave relation gives what was upheld and nothing else."""
    w = made.world
    upheld = {s.reading for s in w.said if s.relation in GRAVE and s.standing == "established"}

    rows = made.workspace.query("SELECT DISTINCT ?a ?r ?b { ?a ?r ?b . ?r a kg:Relation ; kg:grave true }")

    found = {tuple(str(row[c]).rsplit("/", 1)[1] for c in "arb") for row in rows}
    assert found == {(s.subject, s.relation, s.object) for s in w.said if s.reading in upheld}
