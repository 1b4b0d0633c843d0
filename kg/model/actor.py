"""Actors and events: who acts, who is acted on, and what happened."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.findings import Place
from kg.model.time import Time

__all__ = ["Actor", "Event"]

NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation, state, group or other party that acts or is acted on."""

    id: str
    type: str
    label: str
    #: (language, label) beside the main one, from the columns `label@xx`, sorted.
    labels: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    description: str = ""
    #: `scheme:value`, such as `wikidata:Q42`.
    identifiers: tuple[str, ...] = ()
    #: `yes`, `pseudonym`, `no`, or empty: the default of its type.
    publish: str = ""
    #: Ids that a person's `same` has joined to this one; they stay valid everywhere.
    former: tuple[str, ...] = ()
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `when` and `place` are a summary, the evidence is in its role statements."""

    id: str
    type: str
    label: str
    labels: tuple[tuple[str, str], ...] = ()
    when: Time | None = None
    place: str = ""
    description: str = ""
    publish: str = ""
    at: Place = field(default=NOWHERE, compare=False)
