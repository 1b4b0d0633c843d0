"""What graph programs get: actors and events as nodes, established statements as edges, all else about them as text.

Such a program draws every line alike and forgets attributes on the way to a picture, so a line that is only alleged would be
seen as a fact. Therefore nothing else than what is established is in these files, and what is contested says so in its label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.interchange.registry import Content, Loss, left_out
from kg.model import Actor, Event, Statement, Time
from kg.standing import ESTABLISHED, cited, voice_label

__all__ = ["EDGE", "JOINED", "NODE", "Attributes", "Edge", "Node", "drawn", "edges", "joined", "losses", "nodes"]

#: Attributes by name: text, or several texts; none of them is empty.
Attributes = dict[str, str | tuple[str, ...]]
#: Between several texts, where the format has no lists.
JOINED = " | "
#: The attributes that every case may have, in order; labels in other languages follow as `label_km`.
NODE = ("type", "aliases", "description", "identifiers", "when", "earliest", "latest", "place")
EDGE = (
    "relation", "standing", "contested", "claimant", "voices", "when", "earliest", "latest", "role", "quantity", "place", "event",
    "symmetric", "quote", "cited", "reading",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """An actor or an event that took place."""

    id: str
    label: str
    #: The ids of its type and of all wider ones, nearest first.
    types: tuple[str, ...]
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Edge:
    """An established statement; its id is that of the statement, so that parallel edges stay apart."""

    id: str
    source: str
    target: str
    label: str
    attributes: Attributes


def nodes(content: Content) -> tuple[Node, ...]:
    """All actors, and the events of which something is established, sorted by id."""
    events = content.weighed.events
    things = [thing for thing in content.case.things if isinstance(thing, Actor) or events.get(thing.id) == ESTABLISHED]
    return tuple(_node(thing, content) for thing in sorted(things, key=lambda thing: thing.id))


def _node(thing: Actor | Event, content: Content) -> Node:
    kind = content.ontology.types.get(thing.type)
    found: Attributes = {"type": kind.label if kind else thing.type, "description": thing.description}
    if isinstance(thing, Actor):
        found |= {"aliases": thing.aliases, "identifiers": thing.identifiers}
    else:
        found |= {**_time(thing.when), "place": content.case.label(thing.place)}
    found |= {f"label_{language}": label for language, label in thing.labels}
    return Node(thing.id, thing.label, (thing.type, *(kind.wider if kind else ())), _filled(found, NODE))


def edges(content: Content) -> tuple[Edge, ...]:
    """The established statements, in the order of the case."""
    return tuple(_edge(statement, content) for statement in content.established)


def _edge(statement: Statement, content: Content) -> Edge:
    case, relation = content.case, content.ontology.relations[statement.relation]
    contested = statement.id in content.weighed.contested
    reasons = content.reasons(statement)
    found: Attributes = {
        "relation": relation.id,
        "standing": content.weighed.standing[statement.id].word,
        "contested": "yes" if contested else "",
        "claimant": voice_label(statement.claimant, case) if statement.claimant else "",
        "voices": tuple(voice_label(voice, case) for voice in content.weighed.voices[statement.id]),
        **_time(statement.when),
        "role": statement.role,
        "quantity": str(statement.quantity or ""),
        "place": case.label(statement.place),
        "event": case.label(statement.event),
        "symmetric": "yes" if relation.symmetric else "",
        "quote": _each(item.quote for item in reasons),
        "cited": _each(cited(case.source_by_id[item.source], case) for item in reasons if item.source in case.source_by_id),
        "reading": statement.reading,
    }
    label = f"CONTESTED: {relation.label}" if contested else relation.label
    return Edge(statement.id, _main(statement.subject, content), _main(statement.object, content), label, _filled(found, EDGE))


def _main(name: str, content: Content) -> str:
    """The id of the node: an actor's former ids are no nodes."""
    actor = content.case.actor_by_id.get(name)
    return actor.id if actor else name


def _time(when: Time | None) -> Attributes:
    if not when:
        return {}
    bounds = (("earliest", when.earliest), ("latest", when.latest))
    return {"when": when.text, **{name: bound.isoformat() for name, bound in bounds if bound}}


def _each(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _filled(found: Attributes, order: tuple[str, ...]) -> Attributes:
    """Attributes in their order, those that hold nothing left out: many readers cannot tell nothing from an empty text."""
    rank = {name: number for number, name in enumerate(order)}
    return {name: found[name] for name in sorted(found, key=lambda name: (rank.get(name, len(rank)), name)) if found[name]}


def joined(value: str | tuple[str, ...]) -> str:
    """An attribute as one text."""
    return value if isinstance(value, str) else JOINED.join(value)


def drawn(found: tuple[Node, ...] | tuple[Edge, ...]) -> Iterator[str]:
    """The names of all attributes that some of them have, in their order."""
    names = dict.fromkeys(name for one in found for name in one.attributes)
    rank = {name: number for number, name in enumerate((*NODE, *EDGE) if found and isinstance(found[0], Node) else EDGE)}
    return iter(sorted(names, key=lambda name: (rank.get(name, len(rank)), name)))


def losses(content: Content) -> tuple[Loss, ...]:
    """What is not drawn: statements that are not established, events that may not have been; what runs both ways, and reasons."""
    events = len(content.case.events) - sum(word == ESTABLISHED for word in content.weighed.events.values())
    both_ways = sum(content.ontology.relations[statement.relation].symmetric for statement in content.established)
    return (
        *left_out(content, "drawn"),
        *((Loss("events", count=events),) if events else ()),
        *((Loss("one-way", count=both_ways),) if both_ways else ()),
        Loss("reasons"),
    )
