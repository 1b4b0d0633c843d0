"""Where everybody would like to stand: as far from each other as the lines between them are long."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from kg.network.board import Board, Floats

__all__ = ["settled", "starts", "wished"]

#: The wished length of a line without words, from symbol to symbol.
LENGTH = 70.0
#: Two or three actors have nobody to make room for: there a line that is too short to see would be the whole picture.
FEW, LONGER = 4, 1.6


def wished(board: Board) -> Floats:
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


def starts(distances: Floats, count: int) -> Iterable[Floats]:
    """Classical scaling first, then circles on which the actors follow each other in steps of growing width."""
    size = len(distances)
    centring = np.eye(size) - 1 / size
    values, vectors = np.linalg.eigh(-0.5 * centring @ distances**2 @ centring)
    axes = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0))
    # The sign of an eigenvector is anybody's choice: take the one whose first large entry is positive.
    yield axes * np.where(axes[np.abs(axes).argmax(0), [0, 1]] < 0, -1, 1) + np.arange(size)[:, None] * 1e-3
    for step in range(1, count):
        angle = np.arange(size) * 2.399963 * step
        yield distances.max() / 2 * np.stack([np.cos(angle), np.sin(angle)], 1) * np.sqrt((np.arange(size)[:, None] + 1) / size)


def settled(distances: Floats, points: Floats, rounds: int = 40) -> Floats:
    """The points moved until their distances are as near to the wished ones as they get (SMACOF, weights 1/d²)."""
    weight = np.where(distances > 0, 1 / np.maximum(distances, 1e-9) ** 2, 0)
    laplace = np.diag(weight.sum(1)) - weight
    inverse = np.linalg.pinv(laplace)
    for _ in range(rounds):
        gap = points[:, None] - points[None]
        distance = np.maximum(np.hypot(gap[..., 0], gap[..., 1]), 1e-9)
        pull = -weight * distances / distance
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(1))
        points = inverse @ (pull @ points)
    return points
