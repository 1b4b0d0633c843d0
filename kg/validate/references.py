"""Do the names in the records mean something, and something of the right type."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from kg.clean import match_key, visible
from kg.findings import Finding, Place, find, in_order
from kg.model import UNSTATED, Actor, Case, Event, Source, Statement
from kg.ontology import Ontology

__all__ = ["check_references"]

Named = tuple[Actor | Event, ...]
Record = Actor | Event | Source


def check_references(case: Case, ontology: Ontology) -> tuple[Finding, ...]:
    """What is wrong with the ids and types of a case as it was read, before identity decisions: each row by itself.

    Not looked at here: the ids in judgements and identities, which `resolve` applies.
    """
    names = _Names(case)
    found: list[Finding] = []
    found += _twice(case)
    named: Named = (*case.actors, *case.events)
    for record in named:
        found += _typed(record, ontology)
    for event in case.events:
        found += _place(event.place, event.at, names, case, ontology)
    for source in case.sources:
        found += _source(source, names, case)
    for statement in (*case.statements, *case.doubtful):
        found += _statement(statement, names, case, ontology)
    return in_order(found)


@dataclass
class _Names:
    """The ids of a case, and what may have been meant by one that it does not have."""

    case: Case
    _by_key: dict[str, set[str]] = field(default_factory=dict)
    _near: dict[tuple[str, str], str] = field(default_factory=dict)
    _known: dict[str, Collection[str]] = field(init=False)

    def __post_init__(self) -> None:
        self._known = {"actors": self.case.actor_by_id, "events": self.case.event_by_id, "sources": self.case.source_by_id}
        named: Named = (*self.case.actors, *self.case.events)
        for record in named:
            aliases = record.aliases if isinstance(record, Actor) else ()
            for name in (record.label, *(label for _, label in record.labels), *aliases):
                self._by_key.setdefault(match_key(name), set()).add(record.id)
        for source in self.case.sources:
            self._by_key.setdefault(match_key(source.title), set()).add(source.id)

    def unknown(self, code: str, place: Place, name: str, kind: str, *, among: str = "") -> Iterator[Finding]:
        """A finding when no record of a kind (or `among` several) has an id; an empty one has its finding, or needs none.

        Nothing is said either where some of these records could not be read: it may be one of them.
        """
        kinds = (among or kind).split()
        if not name or any(name in self._known[one] or one in self.case.unread for one in kinds):
            return
        yield find(code, place, value=visible(name), near=self.near(name, kind))

    def near(self, name: str, kind: str) -> str:
        """The id of that label, or the id most like it, among `actors`, `events`, `sources`, or both of the first two."""
        if (name, kind) not in self._near:
            # A whole column of ids from elsewhere gets no suggestions: looking for them would take minutes.
            self._near[name, kind] = self._look(name, kind) if len(self._near) < SUGGESTIONS else ""
        return self._near[name, kind]

    def _look(self, name: str, kind: str) -> str:
        ids = {key for part in kind.split() for key in self._known[part]}
        labelled = sorted(self._by_key.get(match_key(name), set()) & ids)
        if labelled:
            return labelled[0] if len(labelled) == 1 else ""
        near = difflib.get_close_matches(name, sorted(ids), 1, 0.6)
        return near[0] if near else self._part(match_key(name), ids)

    def _part(self, key: str, ids: set[str]) -> str:
        """The only id of which this is a word or some words: `union` of the only union that there is."""
        names = [(match_key(one), {one}) for one in ids] + [(label, found & ids) for label, found in self._by_key.items()]
        meant = {one for label, found in names if key and f" {key} " in f" {label} " for one in found}
        return meant.pop() if len(meant) == 1 else ""


#: So many different unknown ids get a suggestion.
SUGGESTIONS = 100


def _twice(case: Case) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    records: list[Record] = [*case.actors, *case.events, *case.sources]
    for record in sorted(records, key=lambda record: record.at):
        if record.id in first:
            yield find("id-twice", record.at.at("id"), value=record.id, other=Place(first[record.id].path, first[record.id].line))
        first.setdefault(record.id, record.at)


def _typed(record: Actor | Event, ontology: Ontology) -> Iterator[Finding]:
    root = "Actor" if isinstance(record, Actor) else "Event"
    if record.type and not ontology.may_have(record.type) and not ontology.is_a(record.type, root):
        known = sorted(kind for kind in ontology.types if ontology.is_a(kind, root))
        labels = {match_key(ontology.types[kind].label): kind for kind in known}
        near = labels.get(match_key(record.type)) or next(iter(difflib.get_close_matches(record.type, known, 1, 0.6)), "")
        code = "type-actor" if isinstance(record, Actor) else "type-event"
        yield find(code, record.at.at("type"), value=visible(record.type), near=near)


def _place(name: str, at: Place, names: _Names, case: Case, ontology: Ontology) -> Iterator[Finding]:
    yield from names.unknown("unknown-place", at.at("place"), name, "actors")
    types = _types(name, case, ontology)
    if name in case.actor_by_id and types and not any(ontology.is_a(kind, "Place") for kind in types):
        yield find("place-type", at.at("place"), value=case.label(name), type=case.type_of(name))


def _types(name: str, case: Case, ontology: Ontology) -> list[str]:
    """The types that can be compared: an unknown one has its finding already, and so has an id that is two things."""
    records = (case.actor_by_id.get(name), case.event_by_id.get(name))
    return [record.type for record in records if record and record.type in ontology.types]


def _source(source: Source, names: _Names, case: Case) -> Iterator[Finding]:
    if source.kind == "party" and source.publisher not in case.actor_by_id and "actors" not in case.unread:
        near = names.near(source.publisher, "actors")
        yield find("party-unknown", source.at.at("publisher"), value=visible(source.publisher), near=near)
    yield from names.unknown("unknown-source", source.at.at("copies"), source.copies, "sources")
    if source.id in _copied(source, case):
        yield find("copies-circle", source.at.at("copies"), value=source.copies)


def _copied(source: Source, case: Case) -> list[str]:
    """The ids of the sources that one copies, and those copy, until one copies none or comes round."""
    seen: list[str] = []
    here = source
    while here.copies in case.source_by_id and here.copies not in seen:
        seen.append(here.copies)
        here = case.source_by_id[here.copies]
    return seen


def _statement(statement: Statement, names: _Names, case: Case, ontology: Ontology) -> Iterator[Finding]:
    """What is wrong with a statement, once for each of its rows: each of them is to be put right."""
    for place in sorted({item.at for item in statement.evidence} or {statement.at}):
        yield from _ends(statement, place, names, case, ontology)
        yield from _place(statement.place, place, names, case, ontology)
        if statement.claimant != UNSTATED:
            yield from names.unknown("unknown-claimant", place.at("claimant"), statement.claimant, "actors")
        yield from names.unknown("unknown-event", place.at("event"), statement.event, "events")
    for item in statement.evidence:
        yield from names.unknown("unknown-source", item.at.at("source"), item.source, "sources")


def _ends(statement: Statement, at: Place, names: _Names, case: Case, ontology: Ontology) -> Iterator[Finding]:
    """What is wrong with relation, subject and object, and with the types that the relation begins and ends at."""
    relation = ontology.relations.get(statement.relation)
    if relation is None and statement.relation and not ontology.may_have(statement.relation):
        near = _near_relation(statement.relation, ontology)
        yield find("unknown-relation", at.at("relation"), value=visible(statement.relation), near=near)
    ends = (
        ("subject", statement.subject, relation.domain if relation else "", "unknown-subject", "relation-domain"),
        ("object", statement.object, relation.range if relation else "", "unknown-object", "relation-range"),
    )
    for column, name, wanted, unknown, code in ends:
        kind = "events" if ontology.is_event(wanted) else "actors" if wanted else "actors events"
        yield from names.unknown(unknown, at.at(column), name, kind, among="actors events")
        types = _types(name, case, ontology)
        if wanted and types and not any(ontology.is_a(kind, wanted) for kind in types):
            values = {"relation": statement.relation, "value": case.label(name), "type": case.type_of(name)}
            yield find(code, at.at(column), wanted=wanted, **values)


def _near_relation(name: str, ontology: Ontology) -> str:
    labels = {match_key(word): found.id for found in ontology.relations.values() for word in (found.label, found.id)}
    near = difflib.get_close_matches(name, sorted(ontology.relations), 1, 0.6)
    return labels.get(match_key(name)) or next(iter(near), "")
