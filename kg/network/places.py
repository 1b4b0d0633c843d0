"""Where everybody stands in a picture: names apart, lines around actors, few crossings; the same for the same input.

Nothing here is drawn, and nothing depends on chance: starts are enumerated, ties go to the first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from kg.network.board import Board, Floats, Line, Mark, Rows, board_of

__all__ = ["Picture", "Spot", "place"]

#: Width by height of the space that pictures are made for.
SHAPE = 1.25
#: The wished length of a line without words, from symbol to symbol.
LENGTH = 70.0
#: Two or three actors have nobody to make room for: there a line that is too short to see would be the whole picture.
FEW, LONGER = 4, 1.6
STARTS = 4
TURNS = 8
#: Between groups of actors.
GAP = 24.0
#: In pictures with more lines than this, groups are parked beside each other, not into gaps.
CROWDED = 150
TIGHTER = 6
#: Above this number of actors there is one try, not the best of many.
SMALL = 60
#: What a clash costs beside one pixel of the picture's size.
COSTS = {"actors": 400.0, "lines": 300.0, "words": 150.0, "own": 20.0, "veiled": 25.0, "crossings": 40.0}


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of an actor in whole pixels, and whether its label stands above the symbol."""

    x: int
    y: int
    above: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Where everybody stands, and how far below the middle of its line a line's words stand, by the ids given."""

    spots: Mapping[str, Spot]
    lifts: Mapping[str, int]


def place(marks: Mapping[str, Mark], lines: Sequence[Line], *, careful: bool = True) -> Picture:
    """A spot for every actor: connected ones together, small groups beside, actors without a line in rows below.

    `careful` takes the best of many tries for groups of up to 60; else the first try is kept.
    """
    graph = nx.Graph()
    graph.add_nodes_from(sorted(marks))
    graph.add_edges_from(sorted((line.start, line.end) for line in lines))
    groups = sorted((sorted(group) for group in nx.connected_components(graph)), key=lambda group: (-len(group), group))
    placed: list[Board] = []
    for group in groups:
        if len(group) > 1:
            members = set(group)
            board = _arrange(board_of({name: marks[name] for name in group}, [line for line in lines if line.start in members]), careful)
            placed.append(_park(board, placed, careful))
    alone = [group[0] for group in groups if len(group) == 1]
    spots = {name: spot for board in placed for name, spot in _spots(board).items()}
    lifts = {line: round(float(lift)) for board in placed for line, lift in zip(board.lines, board.lifts(), strict=True)}
    return Picture(spots | _rows(alone, marks, placed), lifts)


def _spots(board: Board) -> dict[str, Spot]:
    # Whole pixels: another processor may differ in the last digits of a number, and the bytes must not.
    return {
        name: Spot(round(float(x)), round(float(y)), bool(side < 0))
        for name, (x, y), side in zip(board.names, board.points, board.sides, strict=True)
    }


def _arrange(board: Board, careful: bool) -> Board:
    """The best of several starts and turns: first few crossings, then little in the way of anything, then a small picture."""
    many = careful and len(board.names) <= SMALL
    wished = _wished(board)
    starts = [_stress(wished, start) for start in _starts(wished, STARTS if many else 1)]
    crossed = []
    for points in starts:
        board.points = points
        crossed.append(board.crossings())
    points = starts[crossed.index(min(crossed))]
    points = points - points.mean(0)
    best, least = (points, board.sides), math.inf
    for step in range(TURNS if many else 1):
        board.points, board.sides = _turned(points, math.pi * step / TURNS), np.ones(len(board.names))
        _spread(board, 20)
        board.sides = _calmer_sides(board)
        _spread(board, 15)
        cost = _cost(board)
        if cost < least:
            best, least = (board.points, board.sides), cost
    board.points, board.sides = best
    _spread(board, 200 if many else 40)
    if many:
        _tighten(board)
        _flip(board)
    board.points = board.points - board.points.mean(0)
    return board


def _tighten(board: Board) -> None:
    """Draws everybody nearer together as long as that costs nothing."""
    for _ in range(TIGHTER):
        before, cost = board.points, _cost(board)
        board.points = (before - before.mean(0)) * 0.94
        _spread(board, 25)
        if _cost(board) >= cost:
            board.points = before
            return


def _turned(points: Floats, angle: float) -> Floats:
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    # Labels are wide and low, and so is a screen.
    turned: Floats = points @ turn.T * np.array([math.sqrt(SHAPE), 1 / math.sqrt(SHAPE)])
    return turned


def _cost(board: Board) -> float:
    centres, halves = board.boxes()
    wide, high = (centres + halves).max(0) - (centres - halves).min(0)
    clashes = board.clashes()
    return float(max(wide / SHAPE, high)) + sum(COSTS[kind] * count for kind, count in clashes.items())


def _wished(board: Board) -> Floats:
    """How far apart any two actors would like to be: the shortest way along lines, each as long as its words and ends need."""
    count = len(board.names)
    degree = np.bincount(board.ends.ravel(), minlength=count)
    far = np.full((count, count), np.inf)
    np.fill_diagonal(far, 0)
    for (a, b), (width, _) in zip(board.ends, board.words, strict=True):
        # A line between two hubs needs room for the fans at both its ends.
        length = (
            LENGTH * (LONGER if count <= FEW else 1)
            + board.marks[a, 0]
            + board.marks[b, 0]
            + width / 2
            + 14 * math.sqrt(min(degree[a], degree[b]) - 1)
        )
        if a != b:
            far[a, b] = far[b, a] = min(far[a, b], length)
    for middle in range(count):
        far = np.minimum(far, far[:, middle, None] + far[None, middle, :])
    return far


def _starts(wished: Floats, count: int) -> Iterable[Floats]:
    """Classical scaling first, then circles on which the actors follow each other in steps of growing width."""
    size = len(wished)
    centring = np.eye(size) - 1 / size
    values, vectors = np.linalg.eigh(-0.5 * centring @ wished**2 @ centring)
    axes = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0))
    # The sign of an eigenvector is anybody's choice: take the one whose first large entry is positive.
    yield axes * np.where(axes[np.abs(axes).argmax(0), [0, 1]] < 0, -1, 1) + np.arange(size)[:, None] * 1e-3
    for step in range(1, count):
        angle = np.arange(size) * 2.399963 * step
        yield wished.max() / 2 * np.stack([np.cos(angle), np.sin(angle)], 1) * np.sqrt((np.arange(size)[:, None] + 1) / size)


def _stress(wished: Floats, points: Floats, rounds: int = 40) -> Floats:
    """The points moved until their distances are as near to the wished ones as they get (SMACOF, weights 1/d²)."""
    weight = np.where(wished > 0, 1 / np.maximum(wished, 1e-9) ** 2, 0)
    laplace = np.diag(weight.sum(1)) - weight
    inverse = np.linalg.pinv(laplace)
    for _ in range(rounds):
        gap = points[:, None] - points[None]
        distance = np.maximum(np.hypot(gap[..., 0], gap[..., 1]), 1e-9)
        pull = -weight * wished / distance
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(1))
        points = inverse @ (pull @ points)
    return points


def _spread(board: Board, rounds: int) -> None:
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


def _through(board: Board, side: float) -> Floats:
    """How many of its own lines run through each actor's label on one side."""
    meets = board.hits(*board.labels(np.full(len(board.names), side))) & board.own
    count: Floats = meets.sum(0).astype(float)
    return count


def _calmer_sides(board: Board) -> Floats:
    """For each label the side that fewer of its actor's own lines run through; below on a tie."""
    return np.where(_through(board, -1.0) < _through(board, 1.0), -1.0, 1.0)


def _flip(board: Board) -> None:
    """Turns single labels to their calmer side where nothing else is in the way there."""
    cost = _cost(board)
    for actor in np.flatnonzero(board.sides != _calmer_sides(board)):
        board.sides[actor] *= -1
        flipped = _cost(board)
        if flipped < cost:
            cost = flipped
        else:
            board.sides[actor] *= -1


def _extent(boards: Sequence[Board]) -> tuple[Floats, Floats]:
    boxes = [board.boxes() for board in boards]
    return np.min([(c - h).min(0) for c, h in boxes], 0), np.max([(c + h).max(0) for c, h in boxes], 0)


def _park(board: Board, placed: Sequence[Board], careful: bool) -> Board:
    """Moves a small group to where the whole picture grows least, and among those places the nearest to its middle."""
    if not placed:
        return board
    low, high = _extent(placed)
    mine_low, mine_high = _extent([board])
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
    low, high = _extent([board])
    return (low + high)[None] / 2, (high - low)[None] / 2


def _obstacles(board: Board) -> tuple[Floats, Floats]:
    """Boxes of actors and words, and small boxes along the lines."""
    rows = np.repeat(np.arange(len(board.ends)), 9)
    dots = board.along(rows, np.tile(np.linspace(0.1, 0.9, 9), len(board.ends)))
    boxes, words = board.boxes(), board.word_boxes()
    return np.concatenate([boxes[0], words[0], dots]), np.concatenate([boxes[1], words[1], np.full_like(dots, 8.0)])


def _rows(names: Sequence[str], marks: Mapping[str, Mark], placed: Sequence[Board]) -> dict[str, Spot]:
    """Actors without a line, side by side below the picture."""
    low, high = _extent(placed) if placed else (np.zeros(2), np.zeros(2))
    cell = max((marks[name].width for name in names), default=0) + 30
    tall = max((2 * marks[name].radius + marks[name].height for name in names), default=0) + 30
    across = max(1, int(max(high[0] - low[0], cell * math.sqrt(len(names) or 1)) // cell))
    top = high[1] + 40 if placed else 0.0
    return {
        name: Spot(round(low[0] + cell * (row % across + 0.5)), round(top + tall * (row // across) + marks[name].radius))
        for row, name in enumerate(names)
    }
