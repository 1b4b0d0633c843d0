"""What lies where in a picture, and what is in whose way: arithmetic over arrays, the same for every order of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["SHAPE", "Board", "Floats", "Line", "Mark", "Rows", "board_of"]

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

#: Width by height of the space that pictures are made for.
SHAPE = 1.25
#: Between symbol and label.
LEAD = 6.0
#: A bent line is tested as this many straight pieces.
PIECES = 6
#: What words on a line keep from labels, so that the two are not read as one.
CLEAR = 4.0
#: The length of an arrow head.
HEAD = 8.0


@dataclass(frozen=True, slots=True)
class Mark:
    """The room that an actor needs: the radius of its symbol, width and height of its label."""

    radius: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two actors; `bend` is the roundness that fans out parallel lines, `words` the room of its words."""

    id: str
    start: str
    end: str
    bend: float = 0.0
    words: tuple[float, float] = (0.0, 0.0)
    #: The place of its words among those of parallel lines: … -1, 0, 1 …; on steep lines they are stacked by it.
    rank: float = 0.0


@dataclass
class Board:
    """Actors as points with boxes, lines as straight pieces; y grows downwards, as on a screen."""

    names: list[str]
    points: Floats
    marks: Floats
    #: +1 where the label stands below its symbol, -1 above.
    sides: Floats
    ends: NDArray[np.int64]
    bends: Floats
    words: Floats
    ranks: Floats
    lines: list[str]
    #: For each piece: its line, and where on the line it starts and ends.
    pieces: list[tuple[int, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for row, bend in enumerate(self.bends):
            count = PIECES if bend else 1
            self.pieces += [(row, step / count, (step + 1) / count) for step in range(count)]
        self.piece_line = np.array([piece[0] for piece in self.pieces], dtype=np.int64)
        self.piece_from = np.array([piece[1] for piece in self.pieces])
        self.piece_to = np.array([piece[2] for piece in self.pieces])
        self.worded = np.flatnonzero(self.words[:, 0] > 0)
        ends = self.ends[self.piece_line]
        everyone = np.arange(len(self.names))
        #: For each piece and actor: whether the line begins or ends there.
        self.own: NDArray[np.bool_] = (ends[:, :1] == everyone) | (ends[:, 1:] == everyone)

    def labels(self, sides: Floats | None = None) -> tuple[Floats, Floats]:
        """Centres and half sizes of the labels alone."""
        sides = self.sides if sides is None else sides
        radius, width, height = self.marks.T
        drop = sides * (radius + LEAD + height / 2)
        return self.points + np.stack([np.zeros_like(drop), drop], 1), np.stack([width, height], 1) / 2

    def boxes(self) -> tuple[Floats, Floats]:
        """Centres and half sizes of symbol and label together."""
        radius, width, height = self.marks.T
        drop = self.sides * (height + LEAD) / 2
        half = np.stack([np.maximum(radius, width / 2), radius + (height + LEAD) / 2], 1)
        return self.points + np.stack([np.zeros_like(drop), drop], 1), half

    def along(self, rows: NDArray[np.int64], share: Floats) -> Floats:
        """The points at a share (0 to 1) of the way along lines, bent as the drawing library bends them."""
        start, end = self.points[self.ends[rows, 0]], self.points[self.ends[rows, 1]]
        t = share[:, None]
        found: Floats = start + (end - start) * t
        bent = np.flatnonzero(self.bends[rows])
        if len(bent):
            found[bent] = _curve(start[bent], end[bent], self.bends[rows][bent], t[bent])
        return found

    def segments(self) -> tuple[Floats, Floats]:
        """Both ends of every straight piece."""
        return self.along(self.piece_line, self.piece_from), self.along(self.piece_line, self.piece_to)

    def lifts(self) -> Floats:
        """How far the words of each line stand below its middle: those of steep parallel lines are stacked as the lines lie."""
        gap = self.points[self.ends[:, 1]] - self.points[self.ends[:, 0]]
        onward = np.where(self.ends[:, 0] <= self.ends[:, 1], gap[:, 0], -gap[:, 0])
        upward = np.where(onward > 0, -1.0, 1.0)
        steep = np.abs(gap[:, 1]) > 0.4 * np.abs(gap[:, 0])
        lifts: Floats = np.where(steep, upward * self.ranks * (self.words[:, 1] + 2), 0.0)
        return lifts

    def word_boxes(self) -> tuple[Floats, Floats]:
        """Centres and half sizes of the words on lines; the middle of a line is that between two symbols."""
        start, end = self.ends[self.worded].T
        length = np.hypot(*(self.points[end] - self.points[start]).T) + 1e-9
        shift = (self.marks[start, 0] - self.marks[end, 0] - HEAD) / (2 * length)
        middle = self.along(self.worded, np.clip(0.5 + shift, 0.3, 0.7))
        middle[:, 1] += self.lifts()[self.worded]
        return middle, self.words[self.worded] / 2

    def cuts(self, centres: Floats, halves: Floats, margin: float = 0.0) -> tuple[Rows, Rows, Floats, Floats]:
        """Pieces and the boxes that they cut, pair by pair: rows of both, how deep, signed by the side the centre lies on, and all normals."""
        a, b = self.segments()
        way = b - a
        length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
        normal = np.stack([-way[:, 1], way[:, 0]], 1) / length[:, None]
        low, high, room = np.minimum(a, b), np.maximum(a, b), halves + margin
        # Few pieces come near a box: only those are looked at closely.
        near = (low[:, None, 0] < centres[:, 0] + room[:, 0]) & (high[:, None, 0] > centres[:, 0] - room[:, 0])
        near &= (low[:, None, 1] < centres[:, 1] + room[:, 1]) & (high[:, None, 1] > centres[:, 1] - room[:, 1])
        piece, box = np.nonzero(near)
        side = normal[piece]
        off = (centres[box, 0] - a[piece, 0]) * side[:, 0] + (centres[box, 1] - a[piece, 1]) * side[:, 1]
        deep = (np.abs(side) * halves[box]).sum(1) + margin - np.abs(off)
        cut = deep > 0
        return piece[cut], box[cut], (deep * np.where(off >= 0, 1.0, -1.0))[cut], normal

    def hits(self, centres: Floats, halves: Floats) -> NDArray[np.bool_]:
        """For each piece and box: whether it cuts."""
        piece, box, _, _ = self.cuts(centres, halves)
        meets = np.zeros((len(self.pieces), len(centres)), dtype=bool)
        meets[piece, box] = True
        return meets

    def crossings(self) -> int:
        """How many pairs of lines without a common end cross, bent ones taken as straight."""
        a, b = self.points[self.ends[:, 0]], self.points[self.ends[:, 1]]
        first, second = _side(a, b, a), _side(a, b, b)
        cross = (first * second < 0) & (first * second < 0).T
        shared = (self.ends[:, None, :, None] == self.ends[None, :, None, :]).any((2, 3))
        return int(np.triu(cross & ~shared, 1).sum())

    def clashes(self) -> dict[str, int]:
        """What a reader would stumble over, counted: boxes over boxes, lines through actors, words over words and actors.

        `own` are labels that their own lines run through, `veiled` words that hide a piece of another line.
        """
        centres, halves = self.boxes()
        words, sizes = self.word_boxes()
        through = self.hits(centres, halves) & ~self.own
        own_label = self.hits(*self.labels()) & self.own
        others = self.piece_line[:, None] != self.worded
        return {
            "actors": _overlaps(centres, halves, centres, halves, same=True),
            "lines": len({(self.piece_line[piece], actor) for piece, actor in np.argwhere(through)}),
            "words": _overlaps(words, sizes, words, sizes, same=True) + _overlaps(words, sizes, centres, halves + CLEAR),
            "own": int(own_label.any(0).sum()),
            "veiled": int((self.hits(words, sizes) & others).any(0).sum()),
            "crossings": self.crossings(),
        }


def _curve(start: Floats, end: Floats, bend: Floats, t: Floats) -> Floats:
    gap = end - start
    turn = np.arctan2(-gap[:, 1], gap[:, 0]) + (bend / 2 + 0.5) * np.pi
    reach = np.hypot(gap[:, 0], gap[:, 1]) * (np.abs(bend) / 2 + 0.5)
    via = start + reach[:, None] * np.stack([np.sin(turn), np.cos(turn)], 1)
    curved: Floats = (1 - t) ** 2 * start + 2 * t * (1 - t) * via + t**2 * end
    return curved


def _side(a: Floats, b: Floats, point: Floats) -> Floats:
    """On which side of each line (rows) each point (columns) lies."""
    way = b - a
    return way[:, None, 0] * (point[None, :, 1] - a[:, None, 1]) - way[:, None, 1] * (point[None, :, 0] - a[:, None, 0])


def _overlaps(one: Floats, one_half: Floats, other: Floats, other_half: Floats, *, same: bool = False) -> int:
    over = (np.abs(one[:, None] - other[None]) < one_half[:, None] + other_half[None] - 0.5).all(2)
    return int(np.triu(over, 1).sum() if same else over.sum())


def board_of(marks: Mapping[str, Mark], lines: Sequence[Line]) -> Board:
    """A board with everybody at the origin; actors and lines in sorted order."""
    names = sorted(marks)
    index = {name: row for row, name in enumerate(names)}
    drawn = sorted(lines, key=lambda line: (line.start, line.end, line.bend, line.id))
    return Board(
        names,
        np.zeros((len(names), 2)),
        np.array([(marks[name].radius, marks[name].width, marks[name].height) for name in names], dtype=float).reshape(-1, 3),
        np.ones(len(names)),
        np.array([(index[line.start], index[line.end]) for line in drawn], dtype=np.int64).reshape(-1, 2),
        np.array([line.bend for line in drawn], dtype=float),
        np.array([line.words for line in drawn], dtype=float).reshape(-1, 2),
        np.array([line.rank for line in drawn], dtype=float),
        [line.id for line in drawn],
    )
