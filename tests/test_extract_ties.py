"""Ties beside the relations: other names, places, numbers, bodies and their people, who fights, leads, backs and talks to whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("spacy")

from kg.extract.ties import ties
from kg.tasks.evaluate import evaluate_sets


def tied(text: str) -> set[tuple[str, str, str]]:
    """The ties as they stand in a text."""
    return {(text[slice(*tie.left)], tie.kind, text[slice(*tie.right)]) for tie in ties(text)}


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("Ana Prior, the head of the harbour police, slept.", ("Ana Prior", "same", "the head of the harbour police")),
        ("The minister for ports, Ana Prior, said that it was over.", ("The minister", "same", "Ana Prior")),
        ("The mayor is Jon Vale.", ("The mayor", "same", "Jon Vale")),
        ("They joined the Harbour Workers Union (HWU) in May.", ("Harbour Workers Union", "same", "HWU")),
        ("Ana Prior, the leader of the militants, slept.", ("Ana Prior", "head", "the militants")),
        ("The militants were in Porto.", ("The militants", "place", "Porto")),
        ("The troops entered the village at night.", ("The troops", "place", "the village")),
        ("The army's soldiers slept.", ("The army's soldiers", "part", "The army")),
        ("Three members of the Harbour Workers Union slept.", ("members", "count", "Three")),
        ("Rebels have shelled the town of Porto.", ("Rebels", "against", "the town of Porto")),
        ("The town was captured by the militants.", ("the militants", "head", "The town")),
        ("Peru supported the miners in their fight against the militia.", ("the miners", "against", "the militia")),
        ("Ana Prior held talks with Jon Vale.", ("Ana Prior", "talk", "Jon Vale")),
        ("Ana Prior praised the fishermen.", ("Ana Prior", "for", "the fishermen")),
        ("Ibrahim al-Jaziri praised the fishermen.", ("Ibrahim al-Jaziri", "for", "the fishermen")),
    ],
)
def test_a_tie(text: str, tie: tuple[str, str, str]) -> None:
    """In every grammar that says it."""
    assert tie in tied(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ana Prior is a nurse.", "same"),
        ("The troops captured Ana Prior.", "head"),
        ("Ana Prior condemned the attack on the fishermen.", "against"),
        ("The boat of the union sank.", "part"),
        ("In 2016 the union won.", "count"),
    ],
)
def test_no_tie(text: str, kind: str) -> None:
    """A kind is no second name, who is taken is not led, who condemns does not fight, a boat is nobody, a year counts nobody."""
    assert kind not in {found for _, found, _ in tied(text)}


def test_a_set_with_wider_relations_is_measured(tmp_path: Path) -> None:
    """The table names our relations and ties in its words; one pair of mentions counts once, however often it was read."""
    text = "Ana Prior, the head of the harbour police, met Jon Vale in Porto. Rebels have shelled the town."

    def said(subject: str, relation: str, thing: str) -> dict[str, object]:
        spans = {key: [text.index(name), text.index(name) + len(name)] for key, name in (("s_span", subject), ("o_span", thing))}
        return {"subject": subject, "relation": relation, "object": thing, **spans}

    marked = [
        said("Ana Prior", "IsSynonymOf", "the head of the harbour police"),
        said("the head of the harbour police", "IsSynonymOf", "Ana Prior"),
        said("Ana Prior", "CommWith", "Jon Vale"),
        said("Rebels", "FightingAgainst", "the town"),
    ]
    (tmp_path / "set.jsonl").write_text(json.dumps({"doc_id": "1", "text": text, "triples": marked}) + "\n")
    result = evaluate_sets(tmp_path / "set.jsonl")

    assert {name: (score.right, score.wrong) for name, score in result.relations.items() if score.marked} == {
        "IsSynonymOf": (2, 0), "CommWith": (1, 0), "FightingAgainst": (1, 0),
    }  # fmt: skip
