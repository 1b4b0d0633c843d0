"""The map of a large network: its parts as circles, named by their best known members, and the strongest ties between them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from kg.model import Case
from kg.network import Line, Mark, place
from kg.standing import Weighed
from kg.texts import ENGLISH, say

__all__ = ["MOST", "NAME", "Json", "overview"]

Json = dict[str, object]

#: At most so many parts are on the map, the largest: more names nobody reads.
MOST = 30
#: The room of a part on the map: three names of a usual length.
CELL = (204, 112)
#: Width by height of the space for the map.
SHAPE = 1.4
#: A line is drawn when it is among the strongest so many of either part; a part of a thousand ties would be a knot.
STRONGEST = 2
#: A part is named by so many of its members.
NAMES = 3
#: A name has so many letters at most.
NAME = 24


def overview(groups: Sequence[Sequence[str]], labels: Mapping[str, Mapping[str, str]], case: Case, weighed: Weighed, language: str = ENGLISH) -> Json:
    """Circles, one for each part: place, size, names; and ties: two parts, and how many established statements join them.

    `labels` are those of each language; what differs from the language of the page stands in `said`.
    """
    ends = {end for statement in case.statements for end in (statement.subject, statement.object)}
    ties = _ties(groups, case, weighed)
    circles = [
        {"x": x, "y": y, "radius": round(min(26, 10 + math.sqrt(len(group)))), **_names(group, labels, language, known=group[0] in ends)}
        for group, (x, y) in zip(groups, _spots(len(groups), ties), strict=True)
    ]
    return {"circles": circles, "ties": ties}


def _spots(count: int, ties: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Rows of places, every second one moved by half a place: who is tied lies near each other, and every name has room."""
    names = [f"{row:04}" for row in range(count)]
    free = place(dict.fromkeys(names, Mark(30, 60, 30)), [Line(f"{a}-{b}", names[a], names[b]) for a, b, _ in ties]).spots
    across = math.ceil(math.sqrt(count * SHAPE * CELL[1] / CELL[0]))
    order = sorted(range(count), key=lambda row: (free[names[row]].y, free[names[row]].x))
    found: dict[int, tuple[int, int]] = {}
    for line in range(math.ceil(count / across)):
        some = sorted(order[line * across : (line + 1) * across], key=lambda row: (free[names[row]].x, row))
        for step, row in enumerate(some):
            found[row] = (step * CELL[0] + (line % 2) * CELL[0] // 2, line * CELL[1])
    return [found[row] for row in range(count)]


def _names(group: Sequence[str], labels: Mapping[str, Mapping[str, str]], language: str, *, known: bool) -> Json:
    """The best known members, each on a line of its own; whoever no statement names is known for nothing."""
    rows = {name: [_short(of[member]) for member in group[:NAMES]] if known else [say(name, "map.without")] for name, of in labels.items()}
    mine = rows.pop(language)
    others = {name: some for name, some in rows.items() if some != mine}
    return {"rows": mine, **({"said": others} if others else {})}


def _short(label: str) -> str:
    flat = " ".join(label.split())
    return flat if len(flat) <= NAME else f"{flat[: NAME - 1].rstrip()}…"


def _ties(groups: Sequence[Sequence[str]], case: Case, weighed: Weighed) -> list[tuple[int, int, int]]:
    part_of = {name: row for row, group in enumerate(groups) for name in group}
    counts: Counter[tuple[int, int]] = Counter()
    for statement in case.statements:
        one, other = part_of.get(statement.subject), part_of.get(statement.object)
        if one is not None and other is not None and one != other and weighed.established(statement):
            counts[min(one, other), max(one, other)] += 1
    drawn: Counter[int] = Counter()
    kept = []
    for (one, other), count in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
        if min(drawn[one], drawn[other]) < STRONGEST:
            kept.append((one, other, count))
            drawn.update((one, other))
    return sorted(kept)
