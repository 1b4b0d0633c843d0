"""Events of one text to events of the case: the one that it tells of, or a proposed one; never a guess between two."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.clean import visible
from kg.model import Case, Event
from kg.model.time import parse_time
from kg.ontology import Ontology

__all__ = ["EventProposals", "ReadEvent"]


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event as one text tells of it."""

    #: What the text calls it; no other event of the text is called so.
    name: str
    kind: str
    #: A sound writing of time, or empty.
    when: str = ""
    place: str = ""
    #: Whether the source itself says when and where it was: a claimed day is no summary of an event.
    asserted: bool = False
    #: The ids of those who had a part in it.
    parties: frozenset[str] = frozenset()


@dataclass
class EventProposals:
    """The events of a case, and those proposed for what texts tell beside them."""

    ontology: Ontology
    #: The events of the case's own tables and files in which people's rows give an actor a part, by actor and source.
    _with: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _known: dict[str, Event] = field(default_factory=dict)
    _rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def know(self, case: Case, proposed: str) -> None:
        """Takes in the events of the case, but those of the file of proposed ones."""
        self._known = {event.id: event for event in case.events if event.at.path != proposed}
        for statement in case.statements:
            for event in {statement.object, statement.event} & self._known.keys():
                for item in statement.evidence:
                    if item.origin == "curated":
                        self._with[statement.subject, item.source].add(event)

    def identify(self, read: Iterable[ReadEvent], source: str) -> dict[str, str]:
        """The id of each event of one text, by its name there.

        It is an event of the case where that has the type, a common day and somebody with a part in it by the same source. Of
        several that a text tells of, one event of the case is the one with most parties in common; where none has most, none.
        """
        found: dict[str, str] = {}
        claims: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for event in read:
            found[event.name] = self._propose(event, source)
            common = Counter(known for party in event.parties for known in self._with.get((party, source), ()) if self._may_be(known, event))
            if len(common) == 1:
                ((known, count),) = common.items()
                claims[known].append((count, event.name))
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
        when, place = (event.when, event.place) if event.asserted else ("", "")
        self._rows[made] = {"id": made, "type": event.kind, "label": label, "when": when, "place": place, "description": said}
        return made

    def _may_be(self, known: str, read: ReadEvent) -> bool:
        event = self._known[known]
        alike = self.ontology.is_a(read.kind, event.type) or self.ontology.is_a(event.type, read.kind)
        return alike and (not read.when or event.when is None or parse_time(read.when).overlaps(event.when))

    def type_of(self, event: str) -> str:
        """The type of an event of the case or of a proposed one; empty for what is none."""
        return self._known[event].type if event in self._known else self._rows.get(event, {}).get("type", "")

    def rows(self, used: Iterable[str]) -> list[dict[str, str]]:
        """The proposed events among some ids as rows of the table of events."""
        return [self._rows[made] for made in sorted(set(used)) if made in self._rows]
