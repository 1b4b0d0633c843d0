"""What a file of FollowTheMoney becomes here: ids, cells and rows in the making, and the fate of each entity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.clean import is_id, slug, trouble
from kg.findings import Finding, find
from kg.interchange.ftm.lines import Line
from kg.interchange.ftm.things import GROUP_NOTE, entity_id
from kg.interchange.incoming import TABLES, Fate, Incoming, Outcome, Receiver, Row, fate
from kg.tables.cells import damaged
from kg.vocab import Mint, digest

__all__ = ["Arrivals", "cells", "joined", "named", "notes", "prose", "sound"]

#: Our id, eight digits of the hash of its IRI, and the signature that OpenAleph hangs on.
_OURS = re.compile(r"([a-z][a-z0-9-]*)-[0-9a-f]{8}(?:\.[0-9a-f]{40})?")
_LISTED = re.compile("[;,]")
#: What the writer keeps in notes, since FollowTheMoney has no place for it.
_NOTE = re.compile(r"(identifier|kind|published|language|archived|sha256|copies|reliability|when): (.+)", re.DOTALL)


@dataclass
class Arrivals:
    """Gathers rows, fates and findings; gives every entity one id that nothing here has yet."""

    receiver: Receiver
    path: str
    lines: Mapping[str, Line]
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    fates: list[Fate] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: Our id of each actor and event that came in, by the entity's id; of each source likewise.
    things: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    #: The same by the id that it had in the workspace that wrote the file.
    former_things: dict[str, str] = field(default_factory=dict)
    former_sources: dict[str, str] = field(default_factory=dict)
    #: The last number that was hung on a name.
    numbers: dict[str, int] = field(default_factory=dict)
    #: The type of each actor and event that came in, by our id.
    types: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        case = self.receiver.case
        self.mint = Mint(case.settings.base)
        self.taken = {thing.id for thing in (*case.things, *case.sources)} | case.actor_by_id.keys()
        #: The id of the actor of a label: the one that comes in, before one that was here.
        self.by_label = {actor.label: actor.id for actor in reversed(case.actors)}
        self.by_identifier = {identifier: actor.id for actor in reversed(case.actors) for identifier in actor.identifiers}

    def tell(self, line: Line, code: str, outcome: Outcome, **values: object) -> None:
        """The fate of an entity."""
        self.fates.append(fate(code, outcome, line.place, **values))

    def wrong(self, line: Line, code: str, column: str = "", **values: object) -> None:
        """A finding about an entity."""
        self.findings.append(find(code, line.place.at(column), **values))

    def former_id(self, line: Line) -> str:
        """The id that an entity of a file of ours had where it was written, or an empty string."""
        match = _OURS.fullmatch(line.id)
        return match[1] if match and is_id(match[1]) else ""

    def is_same(self, line: Line, kind: str) -> bool:
        """Whether an entity was written by this workspace, as an `actor`, `event` or `source`."""
        name = self.former_id(line)
        return bool(name) and line.id.partition(".")[0] == entity_id(name, getattr(self.mint, kind)(name))

    def new_id(self, line: Line, label: str) -> str:
        """A new id for an entity: the one it had, else one made of its name."""
        # Only a file of ours says what kind of thing it is, so that foreign ids are not cut by chance.
        ours = line["keywords"] or any(note.startswith("kind: ") for note in line["notes"])
        wanted = (ours and self.former_id(line)) or slug(label)[:80].rstrip("-") or f"{line.schema.name.lower()}-{digest(line.id)[:8]}"
        name = self.free(wanted)
        self.taken.add(name)
        return name

    def keep_thing(self, line: Line, name: str, kind: str) -> None:
        """Remembers the id and the type of an actor or event."""
        self.things[line.id] = name
        self.former_things.setdefault(self.former_id(line), name)
        self.types[name] = kind

    def keep_source(self, line: Line, name: str) -> None:
        """Remembers the id of a source."""
        self.sources[line.id] = name
        self.former_sources.setdefault(self.former_id(line), name)

    def free(self, wanted: str) -> str:
        """The id itself, or with the first number that nothing has."""
        number, made = self.numbers.get(wanted, 1), wanted
        while made in self.taken or not is_id(made):
            number += 1
            made = f"{wanted}-{number}" if is_id(f"{wanted}-{number}") else f"x-{wanted}-{number}"
        # The next of the same name goes on from here: a file of one name must not take hours.
        self.numbers[wanted] = number
        return made

    def incoming(self) -> Incoming:
        """All that came in, in the order of the file."""
        rows = {name: tuple(made) for name, made in self.rows.items() if made}
        return Incoming(rows, fates=tuple(sorted(self.fates)), findings=tuple(sorted(set(self.findings))))


def sound(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that may be a name here, in one line each; those with characters that deceive are left out."""
    lines = (" ".join(text.split()).replace("|", "/") for text in texts)
    return tuple(dict.fromkeys(line for line in lines if line and not trouble(line, kind="label") and not damaged(line)))


def named(line: Line, *names: str) -> str:
    """The first sound text of some properties."""
    return next(iter(sound(line.several(*names))), "")


def joined(names: Iterable[str]) -> str:
    """Several names as one cell; a | at the end says of one name with commas that it is one."""
    text = "|".join(names)
    return f"{text}|" if text and "|" not in text and _LISTED.search(text) else text


def cells(**texts: str) -> dict[str, str]:
    """A row without its empty cells; those that cannot be text of a table are empty."""
    return {name: text for name, text in texts.items() if text and not trouble(text, kind="text") and not damaged(text)}


def notes(line: Line) -> dict[str, tuple[str, ...]]:
    """What a file of ours says in notes, by the word before the colon."""
    found: dict[str, list[str]] = {}
    for note in line["notes"]:
        match = _NOTE.fullmatch(note)
        if match:
            found.setdefault(match[1], []).append(match[2])
    return {word: tuple(values) for word, values in found.items()}


def prose(line: Line, *names: str) -> str:
    """The texts of an entity that are for people, one after the other."""
    texts = (text for text in line.several(*names) if text != GROUP_NOTE and not _NOTE.fullmatch(text))
    return "\n".join(texts)


def left_out(line: Line, held: frozenset[str]) -> str:
    """The properties of an entity that have no place here, as the end of a sentence."""
    left = sorted(name for name, values in line.properties.items() if values and name not in held)
    return f" Left out: {', '.join(left[:12])}{' and more' if len(left) > 12 else ''}." if left else ""
