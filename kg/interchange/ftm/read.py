"""FollowTheMoney to rows of our tables; every entity has a fate."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clean import trouble
from kg.interchange.ftm.arrivals import Arrivals, cells, joined, left_out, named, notes, prose, sound
from kg.interchange.ftm.dates import from_dates
from kg.interchange.ftm.joints import Joints
from kg.interchange.ftm.lines import Line, parse_lines
from kg.interchange.ftm.papers import Papers
from kg.interchange.ftm.schemata import IDENTIFIERS, is_a, schema_of_type, type_of
from kg.interchange.ftm.things import GROUP_NOTE
from kg.interchange.incoming import Incoming, Receiver
from kg.model import Actor, TimeError, parse_time
from kg.model.rules import actor_trouble

__all__ = ["read"]

_NAMES = ("name", "title", "full", "alias", "weakAlias", "previousName", "abbreviation", "fileName")
#: What acts or is acted on: other things, such as contracts and accounts, are no actors.
_ACTORS = ("LegalEntity", "Address", "Territory", "Vehicle", "RealEstate")
#: Properties of a thing that have a place here, or repeat one that has.
_HELD = frozenset((*_NAMES, "description", "summary", "notes", "keywords", *(one.property for one in IDENTIFIERS)))
_HELD_OF_EVENTS = _HELD | frozenset("date startDate endDate location addressEntity involved organizer recordId proof publisher sourceUrl".split())


def read(raw: bytes, path: str, receiver: Receiver) -> Incoming:
    """The rows that a file brings, the fate of each entity, and what is wrong with the file."""
    lines, found = parse_lines(raw, path)
    arrivals = Arrivals(receiver, path, lines, findings=list(found))
    papers = Papers(arrivals, raw)
    joints = Joints(arrivals, papers)
    things = _Things(arrivals, joints)
    for take in (things.actor, papers.source, things.event):
        for line in lines.values():
            take(line)
    papers.finish()
    for line in lines.values():
        if line.schema.edge:
            joints.link(line)
        else:
            joints.parts(line)
            things.rest(line)
    return arrivals.incoming()


class _Things:
    """Makes actors and events, and tells what becomes of entities that are neither."""

    def __init__(self, arrivals: Arrivals, joints: Joints) -> None:
        self.all = arrivals
        self.ontology = arrivals.receiver.ontology
        lines = arrivals.lines.values()
        links = [line for line in lines if line.schema.edge and not joints.is_mention(line)]
        self.ends = {name for line in links for end in line.schema.edge for name in line[end]}
        self.posts = {name for line in links for name in line["post"]}
        self.labels = {kind.label: kind.id for kind in self.ontology.types.values()}

    # -- actors

    def actor(self, line: Line) -> None:
        """The row of an actor, where the entity is one."""
        if not self._is_actor(line):
            return
        case = self.all.receiver.case
        known = self.all.former_id(line) if self.all.is_same(line, "actor") else self.all.by_identifier.get(f"ftm:{line.id}", "")
        if known in case.actor_by_id:
            actor = case.actor_by_id[known]
            self.all.keep_thing(line, actor.id, actor.type)
            self.all.tell(line, "ftm-actor-known", "known", id=actor.id)
            return
        label = named(line, *_NAMES)
        if not label:
            self.all.tell(line, "ftm-nameless", "skipped", schema=line.schema.name)
            return
        name, kind = self.all.new_id(line, label), self._type(line)
        self.all.keep_thing(line, name, kind)
        self.all.by_label[label] = name
        self.all.rows["actors"].append(self._actor_row(line, name, kind, label))
        self.all.tell(line, "ftm-actor", "imported", id=name, type=kind, left=left_out(line, _HELD))

    def _is_actor(self, line: Line) -> bool:
        schema = line.schema.name
        if is_a(schema, "Document"):
            ours = (self.labels[word] for word in line["keywords"] if word in self.labels)
            return line.id in self.ends or any(schema_of_type(kind, self.ontology) == schema for kind in ours)
        return schema == "Asset" or any(is_a(schema, wider) for wider in _ACTORS)

    def _type(self, line: Line) -> str:
        """The type that a file of ours names, where it is written as this schema; else what the schema is here."""
        event = is_a(line.schema.name, "Event")
        told = (self.labels[word] for word in line["keywords"] if word in self.labels)
        fitting = sorted(kind for kind in told if schema_of_type(kind, self.ontology) == line.schema.name and self.ontology.is_event(kind) == event)
        if not fitting and GROUP_NOTE in line["notes"] and "Group" in self.ontology.types:
            return "Group"
        return fitting[0] if fitting else type_of(line.schema.name, self.ontology, event=event)

    def _actor_row(self, line: Line, name: str, kind: str, label: str) -> dict[str, str]:
        identifiers = tuple(dict.fromkeys(self._identifiers(line, name)))
        kept = (one for one in identifiers if "|" not in one and not actor_trouble(Actor(name, kind, label, identifiers=(one,))))
        return cells(
            id=name,
            type=kind,
            label=label,
            aliases=joined(alias for alias in sound(line.several(*_NAMES)) if alias != label),
            description=prose(line, "description", "summary", "notes"),
            identifiers=joined(one for one in kept if not trouble(one, kind="label")),
        )

    def _identifiers(self, line: Line, name: str) -> Iterator[str]:
        for one in IDENTIFIERS:
            yield from (f"{one.scheme}:{value.removeprefix(one.before)}" for value in line[one.property] if value.startswith(one.before))
        yield from notes(line).get("identifier", ())
        if self.all.former_id(line) != name:
            yield f"ftm:{line.id}"

    # -- events

    def event(self, line: Line) -> None:
        """The row of an event."""
        if not is_a(line.schema.name, "Event"):
            return
        case, former = self.all.receiver.case, self.all.former_id(line)
        if self.all.is_same(line, "event") and former in case.event_by_id:
            self.all.keep_thing(line, former, case.event_by_id[former].type)
            self.all.tell(line, "ftm-event-known", "known", id=former)
            return
        label = named(line, *_NAMES)
        if not label:
            self.all.tell(line, "ftm-nameless", "skipped", schema=line.schema.name)
            return
        name, kind = self.all.new_id(line, label), self._type(line)
        self.all.keep_thing(line, name, kind)
        text = prose(line, "description", "notes")
        row = cells(id=name, type=kind, label=label, when=_when(line), place=self._place(line), description=text)
        self.all.rows["events"].append(row)
        self.all.tell(line, "ftm-event", "imported", id=name, type=kind, left=left_out(line, _HELD_OF_EVENTS))

    def _place(self, line: Line) -> str:
        """The place of an event: the entity that is its address, or the place of that name."""
        linked = (self.all.things[name] for name in line["addressEntity"] if name in self.all.things)
        named_so = (self.all.by_label[text] for text in line["location"] if text in self.all.by_label)
        return next(linked, "") or next(named_so, "")

    # -- what is neither

    def rest(self, line: Line) -> None:
        """The fate of an entity that is neither an actor, nor a source, nor an event."""
        if line.id in self.all.things or line.id in self.all.sources or self._is_actor(line) or is_a(line.schema.name, "Event"):
            return
        if is_a(line.schema.name, "Position") and line.id in self.posts:
            self.all.tell(line, "ftm-post", "imported")
        elif is_a(line.schema.name, "Document"):
            self.all.tell(line, "ftm-document", "skipped")
        else:
            self.all.tell(line, "ftm-placeless", "skipped", schema=line.schema.name)


def _when(line: Line) -> str:
    when, _ = from_dates(line.properties)
    for text in notes(line).get("when", ()):
        try:
            exact = parse_time(text)
        except TimeError:
            continue
        if when is None or (exact.earliest, exact.latest) == (when.earliest, when.latest):
            return exact.text
    return str(when or "")
