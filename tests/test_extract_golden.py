"""The annotated texts: how well they are read, and that nothing denied, alleged or planned is ever taken for a fact."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kg.evaluate import Result
from kg.tasks.evaluate import evaluate_sets

TEXTS = Path(__file__).parent / "golden" / "extract"
SECOND = TEXTS / "second"


@cache
def result(texts: Path = TEXTS) -> Result:
    """The figures of a batch, measured once."""
    return evaluate_sets(texts)


def test_nothing_is_stated_as_fact_that_the_text_does_not_state() -> None:
    """No allegation, denial, plan or negation comes out as so, and no hurried reader's mistake either."""
    assert [f"{text}: {said}" for text, said in (*result().dangerous, *result().trapped)] == []
    assert result().facts > 70


@pytest.mark.parametrize(("level", "precision", "recall"), [("pair", 0.80, 0.45), ("relation", 0.75, 0.40), ("full", 0.72, 0.37)])
def test_what_is_found_is_right_and_enough_is_found(level: str, precision: float, recall: float) -> None:
    """Floors, not equality: a rule may cost one text what it gives three others."""
    score = result().levels[level]

    assert score.precision >= precision
    assert score.recall >= recall


def test_the_second_batch_is_read_no_worse_than_at_first_sight() -> None:
    """Its first-sight figures are floors and ceilings: a rule may mend these errors, never add to them."""
    score, found = result(SECOND).levels["full"], result(SECOND)

    assert score.precision >= 0.60
    assert score.recall >= 0.28
    assert (found.facts > 45, len(found.dangerous) <= 3, len(found.trapped) <= 1) == (True, True, True)


def test_there_are_enough_texts_of_every_kind() -> None:
    """Sixty texts or more, most relations of the vocabulary, and every modality."""
    from kg.evaluate import parse_annotated

    texts = [parse_annotated(path.stem, path.read_text(encoding="utf-8")) for path in sorted(TEXTS.rglob("*.txt"))]
    said = [statement for text in texts for statement in text.statements]

    assert len(texts) >= 60
    assert len({statement.relation for statement in said}) >= 45
    assert {statement.modality for statement in said} == {"asserted", "alleged", "denied", "planned", "hypothetical"}
    assert any(statement.negative for statement in said)
    assert [text.id for text in texts for s in text.statements if s.claimant and s.modality == "asserted"] == []
