"""Room for everybody: boxes pushed apart, and actors off the lines of others."""

from __future__ import annotations

import numpy as np

from kg.network.board import Board, Floats, Rows

__all__ = ["spread"]


def spread(board: Board, rounds: int) -> None:
    """Pushes boxes apart and actors off the lines of others, until nothing is in the way or the rounds are over."""
    for turn in range(rounds):
        push = _push_boxes(board)
        push += _push_lines(board)
        if not push.any():
            return
        board.points = board.points + push
        if turn % 20 == 19:  # stuck in a knot: a little more room for everybody
            board.points = board.points * 1.03


def _push_boxes(board: Board, gap: float = 9.0) -> Floats:
    """Half of each overlap for either side, along the shorter way out; words hand their push to both ends of their line."""
    centres, halves = board.boxes()
    words, sizes = board.word_boxes()
    middle, half = np.concatenate([centres, words]), np.concatenate([halves, sizes]) + gap / 2
    one, other, over, apart = _meeting(middle, half)
    direction = np.where(apart > 0, 1.0, np.where(apart < 0, -1.0, np.sign(one - other)[:, None]))
    axis = np.argmin(over, 1)
    pairs = np.arange(len(one))
    moves = _gathered(one * 2 + axis, (over[pairs, axis] / 2 + 0.5) * direction[pairs, axis], len(middle))
    count = len(board.names)
    push = moves[:count].copy()
    for end in (0, 1):
        np.add.at(push, board.ends[board.worded, end], moves[count:])
    return np.clip(push, -40, 40)


def _meeting(middle: Floats, half: Floats) -> tuple[Rows, Rows, Floats, Floats]:
    """Boxes that overlap, pair by pair in both orders: their rows, how much they overlap and how far their middles are apart."""
    meets = np.abs(middle[:, None, 0] - middle[:, 0]) < half[:, None, 0] + half[:, 0]
    meets &= np.abs(middle[:, None, 1] - middle[:, 1]) < half[:, None, 1] + half[:, 1]
    np.fill_diagonal(meets, val=False)
    one, other = np.nonzero(meets)
    apart = middle[one] - middle[other]
    return one, other, half[one] + half[other] - np.abs(apart), apart


def _gathered(cells: Rows, values: Floats, rows: int) -> Floats:
    """The sum of the values of each cell of a table of two columns, added in the order given."""
    return _added(cells, values, rows * 2).reshape(rows, 2)


def _added(cells: Rows, values: Floats, rows: int) -> Floats:
    # Of nothing, numpy counts in whole numbers.
    return np.bincount(cells, values, rows).astype(float)


def _push_lines(board: Board, gap: float = 6.0) -> Floats:
    """An actor whom a foreign line runs through goes aside; the line's ends come a little the other way."""
    piece, actor, deep, normal = board.cuts(*board.boxes(), margin=gap)
    foreign = ~board.own[piece, actor]
    piece, actor, deep = piece[foreign], actor[foreign], deep[foreign]
    count = len(board.names)
    aside = deep[:, None] * normal[piece]
    push = np.stack([_added(actor, aside[:, 0], count), _added(actor, aside[:, 1], count)], 1) * 0.5
    back = _added(piece, deep, len(normal))[:, None] * normal * -0.2
    for end in (0, 1):
        np.add.at(push, board.ends[board.piece_line, end], back)
    return np.clip(push, -40, 40)
