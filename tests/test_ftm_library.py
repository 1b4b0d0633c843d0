"""Our files under FollowTheMoney's own library, where it is installed (it needs a compiler, so nobody has to)."""

from __future__ import annotations

import importlib
import random
import warnings
from pathlib import Path
from typing import Any

import pytest
from ftm_kit import ACTORS, entities, made, row, written
from questions_world import make_world

from kg.folder import Folder
from kg.interchange.ftm.schemata import LANGUAGES, SCHEMATA


@pytest.fixture(scope="module")
def ftm() -> Any:
    """The library."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("followthemoney")


def complaints(ftm: Any, data: bytes) -> list[str]:
    """What the library, asked about everything that it knows, has against a file."""
    found = []
    told = entities(data)
    for name, entity in told.items():
        schema = ftm.model.get(entity["schema"])
        schema.validate(entity)
        proxy = ftm.model.get_proxy(entity, cleaned=False)
        missing = set(schema.required) - entity["properties"].keys()
        found += [f"{name}: {one} is missing" for one in sorted(missing)]
        for one, values in entity["properties"].items():
            known = schema.get(one)
            clean = proxy.get(one) if known else []
            found += [] if sorted(clean) == values else [f"{name}: {one}: {values} becomes {sorted(clean)}"]
            ends = [told[value]["schema"] for value in values if known and known.range]
            found += [f"{name}: {one}: a {end}" for end in ends if not ftm.model.get(end).is_a(known.range)]
    return found


def test_the_shipped_case_is_sound_ftm(ftm: Any) -> None:
    """Every entity of the example: schema, properties, values, required ones, and what its links lead to."""
    assert complaints(ftm, written(Folder(Path(__file__).parent.parent))) == []


@pytest.mark.parametrize("seed", range(5))
def test_generated_cases_are_sound_ftm(ftm: Any, tmp_path: Path, seed: int) -> None:
    """The same of workspaces with some two hundred statements of every standing."""
    assert complaints(ftm, written(make_world(seed).write(tmp_path))) == []


@pytest.mark.parametrize("seed", range(10))
def test_every_relation_between_any_two_is_sound_ftm(ftm: Any, tmp_path: Path, seed: int) -> None:
    """Whatever the types of subject and object, and with every kind of time and quantity."""
    chance = random.Random(seed)
    from kg.ontology.read import read_ontology

    ontology = read_ontology()[0]
    types = {actor["id"]: actor["type"] for actor in ACTORS} | {"meeting": "Meeting"}
    rows = []
    for relation in ontology.relations.values():
        pairs = [(a, b) for a in types for b in types if a != b and a != "meeting"]
        fit = [(a, b) for a, b in pairs if ontology.is_a(types[a], relation.domain) and ontology.is_a(types[b], relation.range)]
        for one, other in chance.sample(fit, min(2, len(fit))):
            when = chance.choice(("", "2013", "2013-07~", "2013-06-21/2013-07", "../2012", "2013-22", "201X", "0980", "2999/..", "2013-XX"))
            quantity = chance.choice(("", "3", ">700", "40000.5 EUR", "12..15 %", "30 %"))
            rows.append(row(one, relation.id, other, when=when, quantity=quantity, role=chance.choice(("", "as “chair”: one"))))
    events = [{"id": "meeting", "type": "Meeting", "label": "Talks", "place": "port-selwyn"}]
    folder = made(tmp_path, *rows, events=events, judgements=[judgement for one in rows for judgement in upheld(one, ontology)])

    assert complaints(ftm, written(folder)) == []


def upheld(one: dict[str, str], ontology: Any) -> list[dict[str, str]]:
    """The judgement that a grave statement needs."""
    if not ontology.relations[one["relation"]].grave:
        return []
    details = (("as", one["role"]), ("when", one["when"]), ("quantity", one["quantity"]))
    reading = f"{one['subject']} {one['relation']} {one['object']}" + "".join(f" [{word} {text}]" for word, text in details if text)
    return [{"statement": reading, "judgement": "uphold", "curator": "jo", "date": "2024-01-01", "reason": "seen"}]


def test_the_frozen_table_is_the_librarys(ftm: Any) -> None:
    """Every schema with what stands above it, its required properties, its edge and the ranges of its links."""
    for schema in ftm.model.schemata.values():
        ours = SCHEMATA[schema.name]
        ranges = {p.name: p.range.name for p in schema.properties.values() if p.range and not p.stub}
        assert (ours.names, ours.required, ours.abstract) == (frozenset(schema.names), frozenset(schema.required), schema.abstract), schema.name
        assert ours.edge == ((schema.edge_source, schema.edge_target) if schema.edge else ()), schema.name
        assert dict(ours.ranges) == ranges, schema.name
        assert ours.texts <= schema.properties.keys(), schema.name
    assert SCHEMATA.keys() == set(ftm.model.schemata)


def test_languages_are_the_librarys(ftm: Any) -> None:
    """Two letters here are the three letters there."""
    registry = importlib.import_module("followthemoney.types").registry

    assert {short: registry.language.clean(short) for short in LANGUAGES} == dict(LANGUAGES)
