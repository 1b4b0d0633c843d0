"""Events of one text to events of the case: the one that it tells of, or a proposed one; never a guess between two."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.clean import visible
from kg.model import Case, Event
from kg.model.time import Time, TimeError, parse_time
from kg.ontology import Ontology

__all__ = ["EventProposals", "ReadEvent"]


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event as one text tells of it."""

    #: What the text calls it; no other event of the text is called so.
    name: str
    kind: str
    when: str = ""
    place: str = ""
    #: The ids of those who had a part in it.
    parties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Told:
    """What people's rows say about an event: who had a part in it, by which source."""

    event: Event
    parts: frozenset[tuple[str, str]]


@dataclass
class EventProposals:
    """The events of a case, and those proposed for what texts tell beside them."""

    ontology: Ontology
    #: The events of the case's own tables and files, proposed ones left out.
    _known: list[_Told] = field(default_factory=list)
    _rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def know(self, case: Case, proposed: str) -> None:
        """Takes in the events of the case, but those of the file of proposed ones."""
        for event in case.events:
            if event.at.path != proposed:
                said = (s for s in case.statements if event.id in (s.object, s.event))
                parts = frozenset((s.subject, e.source) for s in said for e in s.evidence if e.origin == "curated")
                self._known.append(_Told(event, parts))

    def identify(self, read: Iterable[ReadEvent], source: str) -> dict[str, str]:
        """The id of each event of one text, by its name there.

        It is an event of the case where that has the type, a common day and somebody with a part in it by the same source. Of
        several that a text tells of, one event of the case is the one with most parties in common; where none has most, none.
        """
        found: dict[str, str] = {}
        claims: dict[str, list[tuple[int, str]]] = {}
        for event in read:
            found[event.name] = self._propose(event, source)
            named = {(party, source) for party in event.parties}
            fits = [(len(named & told.parts), told.event.id) for told in self._known if self._may_be(told, event.kind, _time(event.when))]
            likely = [(count, known) for count, known in fits if count]
            if len(likely) == 1:
                claims.setdefault(likely[0][1], []).append((likely[0][0], event.name))
        for known, claimed in claims.items():
            most = max(claimed)
            if sum(count == most[0] for count, _ in claimed) == 1:
                found[most[1]] = known
        return found

    def _propose(self, event: ReadEvent, source: str) -> str:
        mark = hashlib.sha256(f"{source}/{event.name}".encode()).hexdigest()[:8]
        made = f"c-{event.kind.lower()}-{mark}"
        label = f"{event.name[:1].upper()}{event.name[1:]} ({source})"
        said = f"Proposed: told of in {visible(source)}."
        self._rows[made] = {"id": made, "type": event.kind, "label": label, "when": event.when, "place": event.place, "description": said}
        return made

    def _may_be(self, told: _Told, kind: str, when: Time | None) -> bool:
        alike = self.ontology.is_a(kind, told.event.type) or self.ontology.is_a(told.event.type, kind)
        return alike and (when is None or told.event.when is None or when.overlaps(told.event.when))

    def type_of(self, event: str) -> str:
        """The type of an event of the case or of a proposed one; empty for what is none."""
        known: Mapping[str, str] = {told.event.id: told.event.type for told in self._known}
        return known.get(event) or self._rows.get(event, {}).get("type", "")

    def rows(self, used: Iterable[str]) -> list[dict[str, str]]:
        """The proposed events among some ids as rows of the table of events."""
        return [self._rows[made] for made in sorted(set(used)) if made in self._rows]


def _time(text: str) -> Time | None:
    try:
        return parse_time(text) if text else None
    except TimeError:
        return None
