"""Where everybody stands in a picture: names apart, lines around actors, few crossings; the same for the same input.

Nothing here is drawn, and nothing depends on chance: starts are enumerated, ties go to the first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from kg.network.board import SHAPE, Board, Floats, Line, Mark, board_of
from kg.network.parking import extent, park
from kg.network.spreading import spread
from kg.network.stress import settled, starts, wished

__all__ = ["Picture", "Spot", "place"]

STARTS = 4
TURNS = 8
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
            placed.append(park(board, placed, careful))
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
    distances = wished(board)
    tries = [settled(distances, start) for start in starts(distances, STARTS if many else 1)]
    crossed = []
    for points in tries:
        board.points = points
        crossed.append(board.crossings())
    points = tries[crossed.index(min(crossed))]
    points = points - points.mean(0)
    best, least = (points, board.sides), math.inf
    for step in range(TURNS if many else 1):
        board.points, board.sides = _turned(points, math.pi * step / TURNS), np.ones(len(board.names))
        spread(board, 20)
        board.sides = _calmer_sides(board)
        spread(board, 15)
        cost = _cost(board)
        if cost < least:
            best, least = (board.points, board.sides), cost
    board.points, board.sides = best
    spread(board, 200 if many else 40)
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
        spread(board, 25)
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


def _rows(names: Sequence[str], marks: Mapping[str, Mark], placed: Sequence[Board]) -> dict[str, Spot]:
    """Actors without a line, side by side below the picture."""
    low, high = extent(placed) if placed else (np.zeros(2), np.zeros(2))
    cell = max((marks[name].width for name in names), default=0) + 30
    tall = max((2 * marks[name].radius + marks[name].height for name in names), default=0) + 30
    across = max(1, int(max(high[0] - low[0], cell * math.sqrt(len(names) or 1)) // cell))
    top = high[1] + 40 if placed else 0.0
    return {
        name: Spot(round(low[0] + cell * (row % across + 0.5)), round(top + tall * (row // across) + marks[name].radius))
        for row, name in enumerate(names)
    }
