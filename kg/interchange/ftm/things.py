"""Actors, events and sources as entities of FollowTheMoney."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.interchange.ftm.dates import is_whole, one_date, to_dates
from kg.interchange.ftm.entity import Entity
from kg.interchange.ftm.schemata import LANGUAGES, identifier_of, is_a, schema_of_type
from kg.interchange.registry import Content
from kg.model import Actor, Event, Source
from kg.ontology import Type
from kg.vocab import SEPARATOR, Mint, digest

__all__ = ["GROUP_NOTE", "Things", "address", "entity_id"]

GROUP_NOTE = "A group of people or bodies, not one legal entity."


def entity_id(name: str, iri: str) -> str:
    """The id of an entity: our id for people to read, and eight digits that tell it from the same id in other workspaces."""
    return f"{name}-{digest(iri)[:8]}"


def address(url: str) -> str:
    """An address as FollowTheMoney writes it: a bare host ends in a slash."""
    return f"{url}/" if url.count("/") == 2 else url


@dataclass
class Things:
    """Makes the entities that links are drawn between, and counts what they cannot hold."""

    content: Content
    entities: dict[str, Entity] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    #: The entity of each actor and event, by our id.
    by_name: dict[str, Entity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mint = Mint(self.content.case.settings.base)
        for actor in self.content.case.actors:
            self._actor(actor)
        for event in self.content.case.events:
            # An event that was only planned, or is only said to have been, did not happen for all that is known.
            if self.content.weighed.events.get(event.id) == "established":
                self._event(event)
            else:
                self.lost["event"] += 1

    def new(self, name: str, iri: str, schema: str) -> Entity:
        """A new entity."""
        entity = Entity(entity_id(name, iri), schema)
        self.entities[entity.id] = entity
        return entity

    def _name(self, entity: Entity, thing: Actor | Event, aliases: tuple[str, ...]) -> None:
        entity.add("name", thing.label)
        others = (*aliases, *(label for _, label in thing.labels))
        entity.add("alias", *(name for name in others if name != thing.label))
        entity.add("description", thing.description)
        entity.add("keywords", self._kind(thing.type))
        self.lost["language"] += bool(thing.labels)
        self.by_name[thing.id] = entity

    def _kind(self, kind: str) -> str:
        """The label of a type. Types that protect somebody say what is said of them, so the next open type stands in."""
        types = self.content.ontology.types
        found: list[Type] = [types[name] for name in (kind, *(types[kind].wider if kind in types else ())) if name in types]
        return next((one.label for one in found if one.publish == "yes"), "")

    def _actor(self, actor: Actor) -> None:
        entity = self.new(actor.id, self.mint.actor(actor.id), schema_of_type(actor.type, self.content.ontology))
        self._name(entity, actor, actor.aliases)
        entity.add("full" if entity.schema == "Address" else "title" if is_a(entity.schema, "Document") else "name", actor.label)
        if self.content.ontology.is_a(actor.type, "Group"):
            entity.add("notes", GROUP_NOTE)
            self.lost["group"] += 1
        for identifier in actor.identifiers:
            written = identifier_of(identifier, entity.schema)
            entity.add(*written or ("notes", f"identifier: {identifier}"))

    def _event(self, event: Event) -> None:
        entity = self.new(event.id, self.mint.event(event.id), schema_of_type(event.type, self.content.ontology))
        self._name(entity, event, ())
        for name, text in to_dates(event.when).items():
            entity.add(name, text)
        if not is_whole(event.when):
            entity.add("notes", f"when: {event.when}")
        place = self.by_name.get(event.place)
        if place:
            entity.add("location", self.content.case.label(event.place))
            entity.add("addressEntity", place.id if place.schema == "Address" else "")

    def source(self, source_id: str) -> Entity | None:
        """The document of a source; made when the first evidence names it."""
        source = self.content.case.source_by_id.get(source_id)
        if source is None:
            return None
        made = self.entities.get(entity_id(source.id, self.mint.source(source.id)))
        return made or self._source(source)

    def _source(self, source: Source) -> Entity:
        # A document has a file; where we hold none, an article is the one kind of document that needs none.
        entity = self.new(source.id, self.mint.source(source.id), "Document" if source.document else "Article")
        entity.add("name", source.title)
        entity.add("title", source.title)
        entity.add("fileName", source.document)
        entity.add("author", source.author)
        entity.add("publisher", self.publisher(source))
        entity.add("publishedAt", one_date(source.published) if source.published else "")
        entity.add("retrievedAt", source.retrieved.isoformat() if source.retrieved else "")
        entity.add("sourceUrl", address(source.url))
        entity.add("language", LANGUAGES.get(source.language.partition("-")[0], ""))
        told = {
            "kind": source.kind,
            "published": source.published,
            "language": source.language,
            "archived": source.archived_url,
            "sha256": source.sha256,
            "copies": source.copies,
            "reliability": source.reliability,
        }
        entity.add("notes", *(f"{word}: {value}" for word, value in told.items() if value))
        entity.add("description", source.note)
        return entity

    def publisher(self, source: Source) -> str:
        """The name of a publisher."""
        return self.content.case.label(source.publisher) if source.publisher else ""

    def post(self, office: str, body: Entity) -> Entity:
        """The post that an office is, in the body that has it."""
        entity = Entity(f"position-{digest(SEPARATOR.join((office, body.id)))}", "Position")
        entity.add("name", office)
        entity.add("organization", body.id)
        return self.entities.setdefault(entity.id, entity)
