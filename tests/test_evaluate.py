"""The scorer: the gold against itself, against itself made into facts, and what it takes for the same name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate import Annotated, Result, Said, measure, parse_annotated

NAMES = ["Ana Prior", "Jon Vale", "Silva Shipping", "Open House", "nine sailors", "Harbour Police"]
MODALITIES = ["asserted", "alleged", "denied", "planned", "hypothetical"]
SAID = st.builds(
    Said, st.sampled_from(NAMES[:3]), st.sampled_from(["met", "sued", "paid"]), st.sampled_from(NAMES[3:]), st.sampled_from(MODALITIES), st.booleans()
)


def score(marked: list[Said], predicted: list[Said], **names: tuple[str, ...]) -> Result:
    """The figures of a prediction on one text."""
    text = Annotated("one", "", statements=tuple(marked), names={name.replace("_", " "): others for name, others in names.items()})
    return measure("made", [text], lambda _: predicted, ["met"])


@given(st.lists(SAID, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_marked_statements_score_one_in_any_order(marked: list[Said], order: object) -> None:
    """And nothing of them is dangerous."""
    shuffled = list(marked)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    result = score(marked, shuffled)

    assert [level.f1 for level in result.levels.values()] == [1.0, 1.0, 1.0]
    assert result.dangerous == []


@given(st.lists(SAID, min_size=1, max_size=8))
def test_what_is_made_a_fact_is_dangerous_unless_it_is_one(marked: list[Said]) -> None:
    """A reading that no marked statement has as a fact is told by name."""
    facts = [replace(said, modality="asserted", negative=False) for said in marked]
    true = {(s.subject, s.relation, s.object) for s in marked if s.is_fact}
    result = score(marked, facts)

    assert {(s.subject, s.relation, s.object) for _, s in result.dangerous} == {(s.subject, s.relation, s.object) for s in marked} - true


def test_nothing_predicted_is_no_error() -> None:
    """Only a recall of nothing."""
    result = score([Said("Ana Prior", "met", "Jon Vale")], [])

    assert (result.levels["full"].precision, result.levels["full"].recall, result.levels["full"].marked) == (0.0, 0.0, 1)


@pytest.mark.parametrize(
    ("predicted", "right"),
    [
        ("Prior", True),
        ("Ms Ana Prior", True),
        ("Prior Ana", True),
        ("ANA PRIOR", True),
        ("Anna Vale", False),
        ("the head of Open House", True),
        ("Jon", False),
    ],
)
def test_names(predicted: str, right: bool) -> None:
    """A part or another listed name is the same actor; somebody else's name never is."""
    marked = [Said("Ana Prior", "sued", "Silva Shipping")]
    result = score(marked, [Said(predicted, "sued", "Silva")], Ana_Prior=("the head of Open House",), Jon_Vale=("Jon",))

    assert (result.levels["full"].right == 1) is right


def test_symmetric_relations_hold_both_ways_and_others_do_not() -> None:
    """`met` may be turned round, `sued` not."""
    turned = [Said("Jon Vale", "met", "Ana Prior"), Said("Silva Shipping", "sued", "Ana Prior")]
    result = score([Said("Ana Prior", "met", "Jon Vale"), Said("Ana Prior", "sued", "Silva Shipping")], turned)

    assert (result.levels["pair"].right, result.levels["relation"].right) == (2, 1)


def test_a_trap_counts_by_name() -> None:
    """A listed wrong reading is told apart from other errors."""
    text = parse_annotated(
        "one", "published 2016\n\nx\n---\nA | met | B | asserted\n! B | sued | C | asserted\n? A | paid | B | asserted\n= A = a one\n"
    )
    result = measure("made", [text], lambda _: [Said("B", "sued", "C"), Said("A", "paid", "B"), Said("a one", "met", "B")])

    assert [str(said) for _, said in result.trapped] == ["B sued C [asserted]"]
    assert (result.levels["full"].right, result.levels["full"].wrong) == (1, 1)


@pytest.mark.parametrize("text", ["", "published 2016\n\nno marks\n", "x\n\ny\n---\n", "published 2016\n\nx\n---\nA | met\n"])
def test_a_text_without_its_form_is_refused(text: str) -> None:
    """With what it wants."""
    with pytest.raises(ValueError, match="wants"):
        parse_annotated("one", text)
