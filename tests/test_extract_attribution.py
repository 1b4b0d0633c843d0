"""Attributions: who says what, wherever in the sentence and in whatever grammar; and what is none."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy")

from kg.extract.attribution import attributions

PAID = "Silva Shipping had paid no wages"


def said(text: str) -> list[tuple[str, str]]:
    """Source and content as they stand in a text."""
    return [(text[a:b], text[c:d]) for (a, b), (c, d) in attributions(text)]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (f"The harbour board said on Monday that {PAID}.", "The harbour board", f"that {PAID}"),
        (f"{PAID}, the harbour board said on Monday.", "the harbour board", PAID),
        (f"According to the harbour board, {PAID}.", "the harbour board", PAID),
        (f"{PAID}, according to the harbour board.", "the harbour board", PAID),
        ("Ana Prior has condemned the raid on the shelter.", "Ana Prior", "the raid on the shelter"),
        ("The raid on the shelter was condemned by Ana Prior.", "Ana Prior", "The raid on the shelter"),
        ("Ana Prior wants the port to close.", "Ana Prior", "the port to close"),
        ("The inspector spoke of beatings on board.", "The inspector", "beatings on board"),
        ("Ana Prior's claim that the men were beaten was read out.", "Ana Prior's", "that the men were beaten"),
        ("The union was confident that the men would return.", "The union", "that the men would return"),
        ("Ana Prior, who believes that the port will close, left the room.", "who", "that the port will close"),
    ],
)
def test_one_attribution(text: str, source: str, content: str) -> None:
    """Clause, aside, phrase, object, passive, infinitive, preposition, noun, adjective, relative clause."""
    assert said(text) == [(source, content)]


@pytest.mark.parametrize("marks", ["“”", '""', "«»", ("''", "''")])
def test_a_quotation_goes_on_behind_its_speaker(marks: tuple[str, str]) -> None:
    """One attribution from its first word to its last, in whatever quotation marks."""
    left, right = marks
    text = f"{left}We never paid,{right} Ana Prior said. {left}We had no money. We told them so.{right}"

    assert said(text) == [("Ana Prior", text)]


def test_the_name_behind_a_quotation_and_a_dash_is_its_speaker() -> None:
    """As readers' letters are signed."""
    text = "The paper asked its readers about the port.\n\n“We have never seen a cent of it.” ― Ana Prior, a nurse.\n\nThe port is closed."

    assert ("Ana Prior", "“We have never seen a cent of it.”") in said(text)


def test_what_a_speaker_says_of_others_is_the_speakers_word() -> None:
    """Inside a quotation nobody else speaks."""
    text = "“The board told us that it would sue, and we believe that it lied,” Ana Prior said."

    assert [source for source, _ in said(text)] == ["Ana Prior"]


@pytest.mark.parametrize(
    "text",
    [
        "Silva Shipping made it clear that the men could leave.",
        "The board ensured that the men were paid.",
        "The men were told that the ship had sailed.",
        "It was said that the ship had sailed.",
        "There were fears that the ship had sailed.",
        "Ana Prior repaired the boat and sold the nets.",
    ],
)
def test_nobody_speaks(text: str) -> None:
    """Where nobody is named or nothing is said."""
    assert said(text) == []
