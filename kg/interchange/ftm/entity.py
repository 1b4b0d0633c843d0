"""One entity of FollowTheMoney: an id, a schema, and several texts under each property."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.interchange.ftm.schemata import SCHEMATA, is_a

__all__ = ["Entity", "faults"]


@dataclass
class Entity:
    """An entity in the making; a text stands once, and an empty one not at all."""

    id: str
    schema: str
    properties: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, *values: str) -> None:
        """Adds texts to a property."""
        kept = {value for value in values if value}
        if kept:
            self.properties.setdefault(name, set()).update(kept)

    @property
    def line(self) -> str:
        """The entity as one line of JSON, the same for every order in which it was made."""
        told = {"id": self.id, "schema": self.schema, "properties": {name: sorted(values) for name, values in self.properties.items()}}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def faults(entity: Entity, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """What FollowTheMoney would not have of an entity: its own library lets a membership pass that is in no organisation."""
    schema = SCHEMATA.get(entity.schema)
    if schema is None or schema.abstract:
        return (f"{entity.schema}: no schema of an entity",)
    found = [f"{name}: missing" for name in sorted(schema.required - entity.properties.keys())]
    for name, values in sorted(entity.properties.items()):
        wanted = schema.ranges.get(name)
        if wanted is None and name not in schema.texts:
            found.append(f"{name}: no property of {entity.schema}")
        for value in sorted(values) if wanted else ():
            other = entities.get(value)
            if other is None or value == entity.id or not is_a(other.schema, wanted or ""):
                found.append(f"{name}: {value} is no {wanted}")
    return tuple(found)
