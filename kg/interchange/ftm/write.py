"""A case as FollowTheMoney: one entity a line, sorted; established statements only."""

from __future__ import annotations

from kg.interchange.ftm.entity import Entity
from kg.interchange.ftm.links import Links
from kg.interchange.ftm.things import Things
from kg.interchange.registry import Content, Loss

__all__ = ["entities", "losses", "write"]

#: What is counted while writing, in the order in which people are told.
_LOSSES = ("event", "itself", "link", "role", "time", "span", "claimant", "contested", "place", "quantity", "group", "language")


def _made(content: Content) -> Things:
    things = Things(content)
    links = Links(things)
    for statement in content.established:
        links.draw(statement)
    return things


def entities(content: Content) -> dict[str, Entity]:
    """Every entity by its id."""
    return _made(content).entities


def write(content: Content) -> bytes:
    """The lines of all entities, sorted by id."""
    return "".join(f"{entity.line}\n" for _, entity in sorted(entities(content).items())).encode()


def losses(content: Content) -> tuple[Loss, ...]:
    """What the file cannot hold, with the numbers."""
    left_out = len(content.case.statements) - len(content.established)
    first = (Loss("standing", left_out=left_out, all=len(content.case.statements)),) if left_out else ()
    counted = _made(content).lost
    return (*first, *(Loss(f"ftm-{word}", count=counted[word]) for word in _LOSSES if counted[word]))
