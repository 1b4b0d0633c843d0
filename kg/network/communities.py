"""Groups of actors who are connected among themselves more than with others (Louvain's method), the same for the same network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["communities"]

#: How often everybody may look for a better group before the groups become the actors of the next level.
ROUNDS = 12
#: A move must gain at least so much, in numbers of lines: else two groups of equal worth exchange somebody for ever.
LEAST = 1e-9

Neighbours = list[dict[int, float]]


def communities(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The groups of the actors 0 … `count` - 1, each sorted; each pair that is connected is named once.

    Everybody looks in the order of their numbers, and on a tie the group that was met first wins: nothing depends on chance.
    """
    near: Neighbours = [{} for _ in range(count)]
    for one, other in pairs:
        near[one][other] = near[other][one] = 1.0
    own = [0.0] * count
    members = [[number] for number in range(count)]
    while True:
        group = _settled(near, own)
        kept = sorted(set(group))
        if len(kept) == len(near):
            return [sorted(some) for some in members]
        row = {name: place for place, name in enumerate(kept)}
        group = [row[name] for name in group]
        members = _together(members, group, len(kept))
        near, own = _joined(near, own, group, len(kept))


def _settled(near: Neighbours, own: Sequence[float]) -> list[int]:
    """The group of everybody, after all have moved to where they have more lines than chance would give them."""
    degree = [2 * own[row] + sum(lines.values()) for row, lines in enumerate(near)]
    total = sum(degree) or 1.0
    group, weight = list(range(len(near))), list(degree)
    for _ in range(ROUNDS):
        if not sum(_moved(row, near[row], degree[row], group, weight, total) for row in range(len(near))):
            break
    return group


def _moved(row: int, lines: dict[int, float], mine: float, group: list[int], weight: list[float], total: float) -> bool:
    old = group[row]
    weight[old] -= mine
    links: dict[int, float] = {old: 0.0}
    for other, strength in lines.items():
        there = group[other]
        links[there] = links.get(there, 0.0) + strength
    best, most = old, links[old] - weight[old] * mine / total
    for there, strength in links.items():
        gain = strength - weight[there] * mine / total
        if gain > most + LEAST:
            best, most = there, gain
    group[row] = best
    weight[best] += mine
    return best != old


def _together(members: list[list[int]], group: Sequence[int], count: int) -> list[list[int]]:
    joined: list[list[int]] = [[] for _ in range(count)]
    for row, some in enumerate(members):
        joined[group[row]] += some
    return joined


def _joined(near: Neighbours, own: Sequence[float], group: Sequence[int], count: int) -> tuple[Neighbours, list[float]]:
    """The network of the groups: lines between them added up, lines inside kept as their own."""
    between: Neighbours = [{} for _ in range(count)]
    inside = [0.0] * count
    for row, lines in enumerate(near):
        mine = group[row]
        inside[mine] += own[row]
        for other, strength in lines.items():
            if group[other] == mine:
                inside[mine] += strength / 2
            else:
                between[mine][group[other]] = between[mine].get(group[other], 0.0) + strength
    return between, inside
