"""The network of a case and the places of its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_case import case, large_case, weighed

from kg.network import Line, Mark, Picture, between, parts, place, to_network
from kg.network.board import Board, board_of

MARK = Mark(14, 120, 30)


def _board(marks: Mapping[str, Mark], lines: Sequence[Line], picture: Picture) -> Board:
    board = board_of(marks, lines)
    board.points = np.array([(picture.spots[name].x, picture.spots[name].y) for name in board.names], dtype=float)
    board.sides = np.array([-1.0 if picture.spots[name].above else 1.0 for name in board.names])
    return board


def _star(leaves: int) -> list[Line]:
    return [Line(f"e{leaf}", "a-hub", f"leaf-{leaf}") for leaf in range(leaves)]


def _marks(lines: Sequence[Line], *more: str) -> dict[str, Mark]:
    return dict.fromkeys({*more, *(end for line in lines for end in (line.start, line.end))}, MARK)


@pytest.mark.law
def test_only_established_statements_make_the_network() -> None:
    """Unless asked otherwise, an edge is an established statement: no allegation, denial or plan is one."""
    of = case()
    known = weighed(of)

    network = to_network(of, known)

    keys = {key for _, _, key in network.edges(keys=True)}
    assert keys == {s.id for s in of.statements if known.established(s)}
    assert set(network) == {thing.id for thing in of.things}


def test_every_statement_is_an_edge_when_all_are_asked_for() -> None:
    """With all statements, each is one edge that carries its relation and its standing."""
    of = case()
    known = weighed(of)

    network = to_network(of, known, established_only=False)

    found = {(a, b, key, row["relation"], row["standing"]) for a, b, key, row in network.edges(keys=True, data=True)}
    assert found == {(s.subject, s.object, s.id, s.relation, known.standing[s.id].word) for s in of.statements}


def test_parts_hold_everybody_once_and_the_largest_come_first() -> None:
    """Each actor stands in exactly one part; parts and their members come by size and degree."""
    of = large_case()

    found = parts(of)

    assert sorted(name for part in found for name in part) == sorted(actor.id for actor in of.actors)
    assert [len(part) for part in found] == sorted((len(part) for part in found), reverse=True)
    assert all(part[0].endswith("-00") for part in found)


def test_a_star_has_nothing_in_the_way() -> None:
    """Around a hub no label covers another, and no line crosses or runs through anybody."""
    lines = _star(9)
    marks = _marks(lines)

    picture = place(marks, lines)

    clashes = _board(marks, lines, picture).clashes()
    assert {kind: clashes[kind] for kind in ("actors", "lines", "words", "crossings")} == {"actors": 0, "lines": 0, "words": 0, "crossings": 0}


def test_words_of_parallel_lines_stand_apart() -> None:
    """Three lines between two actors fan out, and their words do not cover each other."""
    lines = [Line(f"e{row}", "a", "b", 0.3 * (row - 1), (90, 28), row - 1.0) for row in range(3)]
    marks = _marks(lines)

    board = _board(marks, lines, place(marks, lines))

    assert board.clashes()["words"] == 0
    assert len({tuple(point) for point in np.round(board.word_boxes()[0])}) == 3


def test_small_groups_and_lone_actors_stand_beside_the_large_one() -> None:
    """Who is not connected to the rest is drawn too, and in nobody's way."""
    lines = [*_star(6), Line("e7", "x", "y"), Line("e8", "u", "v", 0.0, (80, 28))]
    marks = _marks(lines, "lone-1", "lone-2", "lone-3")

    picture = place(marks, lines)

    clashes = _board(marks, lines, picture).clashes()
    assert set(picture.spots) == set(marks)
    assert (clashes["actors"], clashes["lines"], clashes["words"]) == (0, 0, 0)


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]), max_size=14))
@settings(max_examples=15)
def test_no_label_ever_covers_another(pairs: set[tuple[int, int]]) -> None:
    """Whatever is connected to whatever, every actor has a place of its own, in whole pixels."""
    lines = [Line(f"e{a}-{b}", f"n{a}", f"n{b}") for a, b in sorted(pairs)]
    marks = dict.fromkeys((f"n{row}" for row in range(10)), MARK)

    picture = place(marks, lines)

    assert _board(marks, lines, picture).clashes()["actors"] == 0
    assert all(isinstance(spot.x, int) and isinstance(spot.y, int) for spot in picture.spots.values())


def test_order_of_rows_changes_no_place() -> None:
    """Actors and lines in another order give the same picture."""
    lines = [*_star(7), Line("e8", "leaf-1", "leaf-2", 0.0, (80, 28))]
    marks = _marks(lines, "lone")

    shuffled = place(dict(reversed(marks.items())), lines[::-1])

    assert shuffled == place(marks, lines)


def test_nobody_is_no_trouble() -> None:
    """An empty case has an empty picture."""
    assert place({}, []).spots == {}


def test_who_lies_between_others_is_counted_along_established_lines() -> None:
    """In a star the middle lies on every way and a leaf on none; a claim is no way."""
    of = case()

    shares = between(to_network(of, weighed(of)))

    assert shares["dockers-union"] == max(shares.values()) > 0
    assert shares["marlin-crew"] == shares["harbour-watch"] == 0
