"""Small groups beside the large one, where the whole picture grows least."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.network.board import SHAPE, Board, Floats

__all__ = ["extent", "park"]

#: Between groups of actors.
GAP = 24.0
#: In pictures with more lines than this, groups are parked beside each other, not into gaps.
CROWDED = 150


def extent(boards: Sequence[Board]) -> tuple[Floats, Floats]:
    """The lowest and the highest corner of what the boards take up together."""
    boxes = [board.boxes() for board in boards]
    return np.min([(c - h).min(0) for c, h in boxes], 0), np.max([(c + h).max(0) for c, h in boxes], 0)


def park(board: Board, placed: Sequence[Board], careful: bool) -> Board:
    """Moves a small group to where the whole picture grows least, and among those places the nearest to its middle."""
    if not placed:
        return board
    low, high = extent(placed)
    mine_low, mine_high = extent([board])
    size = mine_high - mine_low
    # At most some 80 × 80 places are looked at, so that a large picture costs no more than a small one.
    steps = np.maximum(20.0, (high - low + size) / 80)
    xs, ys = (np.arange(low[axis] - size[axis] - 40, high[axis] + 41, steps[axis]) for axis in (0, 1))
    moves = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2) - mine_low
    wide, tall = (np.maximum(high, mine_high + moves) - np.minimum(low, mine_low + moves)).T
    aside = np.hypot(*(moves + (mine_low + mine_high) / 2 - (low + high) / 2).T)
    order = np.argsort(np.maximum(wide / SHAPE, tall) + 0.02 * aside, kind="stable")
    # In a picture of many lines there is no room between them that would be worth the search.
    around = _obstacles if careful and sum(len(other.ends) for other in placed) <= CROWDED else _whole
    centres, halves = (np.concatenate(part) for part in zip(*(around(other) for other in placed), strict=True))
    middle, half = (mine_low + mine_high) / 2, size / 2 + GAP
    for chunk in np.array_split(moves[order], max(1, len(moves) // 64)):
        apart = np.abs((middle + chunk)[:, None] - centres[None])
        free = np.flatnonzero(~(apart < half + halves).all(2).any(1))
        if len(free):  # sooner or later: the outermost places are always free
            board.points = board.points + chunk[free[0]]
            break
    return board


def _whole(board: Board) -> tuple[Floats, Floats]:
    """One box around all of a board."""
    low, high = extent([board])
    return (low + high)[None] / 2, (high - low)[None] / 2


def _obstacles(board: Board) -> tuple[Floats, Floats]:
    """Boxes of actors and words, and small boxes along the lines."""
    rows = np.repeat(np.arange(len(board.ends)), 9)
    dots = board.along(rows, np.tile(np.linspace(0.1, 0.9, 9), len(board.ends)))
    boxes, words = board.boxes(), board.word_boxes()
    return np.concatenate([boxes[0], words[0], dots]), np.concatenate([boxes[1], words[1], np.full_like(dots, 8.0)])
