"""Pairs of actors before any relation: found by grammar alone, so also where the vocabulary has no word."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("spacy")

from kg.evaluate import Annotated, Said, measure
from kg.extract.pairs import proposed_pairs
from kg.tasks.extract import extract_text
from kg.tasks.pairs import pairs_of_text


def found(text: str) -> set[tuple[str, str]]:
    """The pairs as they stand in a text."""
    return {(text[a:b], text[c:d]) for (a, b), (c, d) in proposed_pairs(text)}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Silva Shipping bamboozled Ana Prior.", ("Silva Shipping", "Ana Prior")),
        ("Ana Prior was bamboozled by Silva Shipping.", ("Silva Shipping", "Ana Prior")),
        ("Talks between Ana Prior and Jon Vale failed.", ("Ana Prior", "Jon Vale")),
        ("Iraqi troops have shelled a village near Mosul.", ("Iraqi troops", "a village")),
        ("Militants stormed the embassy of Peru in Porto.", ("Militants", "Peru")),
        ("Ana Prior wants Jon Vale to leave the union.", ("Ana Prior", "Jon Vale")),
        ("Silva Shipping lost patience. It has called on the union to return.", ("Silva Shipping", "the union")),
        ("Peru's bombing of Chile went on.", ("Peru", "Chile")),
        ("The board deplored the detention of three journalists in Chile.", ("The board", "three journalists")),
        ("Ana Prior and Jon Vale have quarrelled", ("Ana Prior", "Jon Vale")),
    ],
)
def test_a_pair(text: str, pair: tuple[str, str]) -> None:
    """Verbs that no vocabulary has, passives, lists, peoples, groups, embedded clauses, pronouns, nouns of doing."""
    assert pair in found(text)


def test_who_stands_in_another_sentence_is_no_pair() -> None:
    """And neither is a day."""
    assert found("Ana Prior sued Silva Shipping on Monday. Jon Vale slept.") == {("Ana Prior", "Silva Shipping")}


def test_pairs_are_printed_with_their_places() -> None:
    """As other scorers read them: without a relation."""
    text = "Silva Shipping bamboozled Ana Prior."
    (row,) = pairs_of_text(text.encode())

    assert json.dumps(row) == '{"subject": "Silva Shipping", "relation": "", "object": "Ana Prior", "s_span": [0, 14], "o_span": [26, 35]}'


def test_proposals_are_counted_by_themselves() -> None:
    """In either order, each for one marked pair; the levels of what was read do not change."""
    marked = (Said("A Hall", "met", "B Kern"), Said("C Lund", "sued", "A Hall"), Said("A Hall", "sued", "C Lund"))
    text = Annotated("one", "", statements=marked)
    result = measure("made", [text], lambda _: [], propose=lambda _: [Said("B Kern", "", "A Hall"), Said("B Kern", "", "C Lund")])

    assert result.proposed is not None
    assert (result.proposed.right, result.proposed.wrong, result.proposed.marked) == (1, 1, 2)
    assert result.levels["pair"].right == 0
    assert result.as_json()["proposed"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "right": 1, "wrong": 1, "marked": 2}


@pytest.mark.parametrize("who", ["rebels", "junta", "cabinet", "army"])
def test_forces_without_a_name_act(who: str) -> None:
    """A force or a body is somebody, by name or not."""
    rows = extract_text(f"The {who} threatened Ana Prior.".encode())

    assert [(row["subject"], row["relation"], row["object"]) for row in rows] == [(who, "threatened", "Ana Prior")]
