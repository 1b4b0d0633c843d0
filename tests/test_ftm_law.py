"""FollowTheMoney and the law: nothing unestablished goes out, and what goes out comes back as the same statements."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from ftm_kit import ACTORS, BASE, arrived, content, entities, established, laid_out, links, made, read_sound, row, written
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from questions_world import make_world
from test_law import ACTORS as ACTORS_OF_THE_LAW
from test_law import Said, statements, write

from kg.folder import Folder
from kg.interchange.ftm.entity import faults
from kg.interchange.ftm.write import entities as made_entities
from kg.ontology.read import read_ontology
from kg.tasks.reading import Reading

pytestmark = pytest.mark.law

ONTOLOGY, _ = read_ontology()
ONE_BUILD = settings(max_examples=15, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])


def folder_of(said: list[Said], admit: float | None, root: Path) -> Folder:
    """The workspace of an example of the law."""
    write(root, said, admit)
    return Folder(root.resolve())


@given(st.data(), st.sampled_from((None, 0.5)))
@ONE_BUILD
def test_only_what_the_law_establishes_is_linked(data: st.DataObject, admit: float | None) -> None:
    """Each established statement is one link with its evidence that stands; nothing else links two actors."""
    said = [data.draw(statements(number)) for number in range(data.draw(st.integers(1, 12)))]
    with tempfile.TemporaryDirectory() as temporary:
        found = links(written(folder_of(said, admit, Path(temporary))))

    expected = {one.reading: one for one in said if one.established(admit)}
    assert {link["properties"]["recordId"][0] for link in found} == expected.keys()
    assert len(found) == len(expected)
    for link in found:
        one = expected[link["properties"]["recordId"][0]]
        named = {name.rpartition("-")[0] for values in link["properties"].values() for name in values}
        assert named & {*ACTORS_OF_THE_LAW} == {one.subject, one.object}
        assert [text for text in link["properties"]["summary"] if "taken back" in text] == []


@pytest.mark.parametrize("seed", range(3))
def test_events_and_parts_obey_the_law(tmp_path: Path, seed: int) -> None:
    """In generated cases the parts in events are the established ones, and an event that nothing establishes is not there."""
    world = make_world(seed)
    told = entities(written(world.write(tmp_path)))

    roles = {"participatedIn": "involved", "presidedOver": "organizer"}
    expected = {(s.object, roles[s.relation], s.subject) for s in world.said if s.relation in roles and s.standing == "established"}
    found = {
        (name.rsplit("-", 1)[0], role, actor.rsplit("-", 1)[0])
        for name, entity in told.items()
        for role in ("involved", "organizer")
        for actor in entity["properties"].get(role, ())
    }
    assert found == expected
    events = {name.rsplit("-", 1)[0] for name, entity in told.items() if entity["schema"] == "Event"}
    assert events == {event for event, _, _ in expected}


# ---- there and back


def imported(data: bytes, root: Path, *, base: str = BASE) -> Reading:
    """A sound workspace that holds what a file brought, and nothing else."""
    incoming = arrived(data)
    assert incoming.findings == ()
    return read_sound(laid_out(root, incoming, base=base))


def evidence(reading: Reading, kept: set[str]) -> set[tuple[str, str, str]]:
    """(reading, source, quote) of some statements."""
    return {(s.reading, e.source, e.quote) for s in reading.case.statements if s.reading in kept for e in s.evidence if e.origin != "derived"}


def comes_back(reading: Reading) -> set[str]:
    """The established statements that stay so: a claim that somebody here upheld is a claim again, until somebody upholds it there.

    So is what a rule made of such a claim.
    """
    grave = {relation.id for relation in ONTOLOGY.relations.values() if relation.grave}
    asserted = [s for s in reading.case.statements if reading.weighed.established(s) and s.modality == "asserted" and s.relation not in grave]
    typed = {s.id for s in asserted if any(item.origin != "derived" for item in s.evidence)}
    return {s.reading for s in asserted if s.id in typed or any(typed.issuperset(item.premises) for item in s.evidence)}


TEXT = st.text(alphabet="abc é\"'“”—–,:;()|#=+-.\n", min_size=1, max_size=30).map(lambda text: f"A{text}".strip())
WHEN = st.sampled_from(("", "2013", "2013-07~", "2013-06-21/2013-07", "../2012", "2013-22", "201X", "0980", "2013-XX", "2013-07-15"))
QUANTITY = st.sampled_from(("", "3", ">700", "~40", "40000 EUR", "40000.5 EUR/month", "12..15 %", "30 %"))
ROLE = st.sampled_from(("", "", "chair", "funded", "is a member of", "first, and last", "met"))
EVENTS = ({"id": "talks", "type": "Meeting", "label": "Talks at the port", "place": "port-selwyn"},)
SOURCES = (
    {"id": "gazette", "kind": "news", "title": "The Harbour Gazette", "publisher": "Gazette Press", "published": "2013-07~", "url": "https://gazette.example.org/1"},
    {"id": "register", "kind": "official", "title": "Register", "publisher": "ministry", "reliability": "B", "language": "pt-br", "retrieved": "2024-05-01"},
)  # fmt: skip


@st.composite
def said_rows(draw: st.DrawFn) -> list[Mapping[str, str]]:
    """Statements of every relation between any two that it takes, each with one or two reasons."""
    types = {str(actor["id"]): str(actor["type"]) for actor in ACTORS} | {"talks": "Meeting"}
    rows: list[Mapping[str, str]] = []
    for _ in range(draw(st.integers(1, 12))):
        relation = ONTOLOGY.relations[draw(st.sampled_from(sorted(ONTOLOGY.relations)))]
        subjects = [name for name, kind in types.items() if ONTOLOGY.is_a(kind, relation.domain)]
        one = draw(st.sampled_from(subjects))
        others = [name for name, kind in types.items() if ONTOLOGY.is_a(kind, relation.range) and name != one]
        said = {"when": draw(WHEN), "quantity": draw(QUANTITY), "role": draw(ROLE), "place": draw(st.sampled_from(("", "port-selwyn")))}
        said["event"] = "" if relation.range == "Event" else draw(st.sampled_from(("", "talks")))
        other = draw(st.sampled_from(others or [""]))
        sources = draw(st.sampled_from((("gazette",), ("register",), ("gazette", "register")))) if others else ()
        rows += [row(one, relation.id, other, source=source, quote=draw(TEXT), locator=draw(TEXT), **said) for source in sources]
    return rows


@given(said_rows())
@settings(ONE_BUILD, max_examples=8)
def test_what_is_established_comes_back(rows: list[Mapping[str, str]]) -> None:
    """Subject, relation, object, time, role, quantity, place and event; each with its sources and quotes."""
    unique = {tuple(one.items()): one for one in rows}
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        folder = made(root / "one", *unique.values(), events=EVENTS, sources=SOURCES)
        before = read_sound(folder)
        told = made_entities(content(folder))
        assert {name: faults(entity, told) for name, entity in told.items()} == dict.fromkeys(told, ())
        after = imported(written(folder), root / "two")

    kept = comes_back(before)
    assert established(after) == kept
    assert evidence(after, kept) == evidence(before, kept)


@pytest.mark.parametrize("seed", range(3))
def test_generated_cases_come_back(tmp_path: Path, seed: int) -> None:
    """Cases with statements of every standing; a workspace of another name gets the same."""
    before = read_sound(make_world(seed).write(tmp_path / "one"))
    data = written(Folder((tmp_path / "one").resolve()))

    for number, base in enumerate((BASE, "https://example.org/elsewhere/")):
        after = imported(data, tmp_path / f"back-{number}", base=base)
        kept = comes_back(before)
        assert established(after) == kept
        assert evidence(after, kept) == evidence(before, kept)


def test_bytes_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    """Shuffled tables give the same file."""
    rows = [
        row("silva-shipping", "memberOf", "harbour-union", when=str(year), source=source)
        for year in (2011, 2012)
        for source in ("gazette", "register")
    ]
    shuffled = random.Random(3).sample(rows, len(rows))

    one, other = (written(made(tmp_path / name, *order, sources=SOURCES)) for name, order in (("a", rows), ("b", shuffled)))

    assert one == other
    assert one.decode().splitlines() == sorted(one.decode().splitlines(), key=lambda line: line.split('"')[3])
