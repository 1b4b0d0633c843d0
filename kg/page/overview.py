"""The map of a large network: its parts as circles, named by their best known members, and the strongest ties between them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from kg.model import Case
from kg.network import Line, Mark, place
from kg.standing import Weighed

__all__ = ["MOST", "Json", "overview"]

Json = dict[str, object]

#: At most so many parts are on the map, the largest: more names nobody reads.
MOST = 48
#: A line is drawn when it is among the strongest so many of either part; a part of a thousand ties would be a knot.
STRONGEST = 3
#: A part is named by so many of its members.
NAMES = 3
ROW, SIZE, WIDEST = 17, 13, 30
LETTER = 0.56


def overview(groups: Sequence[Sequence[str]], labels: Mapping[str, str], case: Case, weighed: Weighed) -> Json:
    """Circles, one for each part: place, size, names; and ties: two parts, and how many established statements join them."""
    ends = {end for statement in case.statements for end in (statement.subject, statement.object)}
    rows = [_rows(group, labels, known=group[0] in ends) for group in groups]
    radii = [round(min(44, 8 + 2 * math.sqrt(len(group)))) for group in groups]
    ties = _ties(groups, case, weighed)
    names = [f"{row:04}" for row in range(len(groups))]
    marks = {
        name: Mark(radius + 4.0, max(map(len, said)) * SIZE * LETTER + 8, ROW * len(said) + 4.0)
        for name, radius, said in zip(names, radii, rows, strict=True)
    }
    spots = place(marks, [Line(f"{a}-{b}", names[a], names[b]) for a, b, _ in ties]).spots
    circles = [
        {"x": spots[name].x, "y": spots[name].y, "above": spots[name].above, "radius": radius, "rows": said}
        for name, radius, said in zip(names, radii, rows, strict=True)
    ]
    return {"circles": circles, "ties": ties}


def _rows(group: Sequence[str], labels: Mapping[str, str], *, known: bool) -> list[str]:
    """The best known members, each on a line of its own; whoever no statement names is known for nothing."""
    if not known:
        return ["without any statement"]
    return [_short(labels[name]) for name in group[:NAMES]]


def _short(label: str) -> str:
    flat = " ".join(label.split())
    return flat if len(flat) <= WIDEST else f"{flat[: WIDEST - 1].rstrip()}…"


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
