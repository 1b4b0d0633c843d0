"""Established statements as links of FollowTheMoney, and as roles in its events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.interchange.ftm.dates import is_whole, to_dates
from kg.interchange.ftm.entity import Entity
from kg.interchange.ftm.schemata import FALLBACK, SCHEMATA, UNKNOWN, Link, is_a, link_of, shared_schemata
from kg.interchange.ftm.things import Things, address
from kg.model import Case, Evidence, Judgement, Statement
from kg.standing import counted, stands
from kg.standing.standing import supporters_left
from kg.vocab import digest

__all__ = ["Links", "evidence_line"]


def evidence_line(item: Evidence) -> str:
    """`“Silva Shipping joined the union.” — gazette, p. 3`: the words of one evidence and where they stand."""
    where = ", ".join(filter(None, (item.source, item.locator)))
    return f"“{item.quote}” — {where}" if item.quote else where


@dataclass
class Links:
    """Draws the links between things, and counts what they cannot hold."""

    things: Things

    def __post_init__(self) -> None:
        self.content = self.things.content
        self.case: Case = self.content.case
        self.lost = self.things.lost
        self.shared = shared_schemata(self.content.ontology)
        self.judged: dict[str, list[Judgement]] = {}
        for row in self.case.judgements:
            self.judged.setdefault(row.statement, []).append(row)

    def draw(self, statement: Statement) -> None:
        """Writes one established statement; between two that are now one there is nothing to draw, and it is counted."""
        if statement.subject == statement.object:
            self.lost["itself"] += 1
            return
        link = link_of(self.content.ontology.relations.get(statement.relation))
        subject, other = self.things.by_name[statement.subject], self.things.by_name[statement.object]
        if not link.object and self._fits(link.schema, link.subject, subject) and is_a(other.schema, "Event"):
            self._take_part(statement, link, subject, other)
            return
        entity = self._edge(statement, link, subject, other)
        for name, text in to_dates(statement.when).items():
            entity.add(name, text)
        self._say(entity, statement)
        self._prove(entity, statement)
        entity.add("recordId", statement.reading)
        self.things.entities[entity.id] = entity

    def _take_part(self, statement: Statement, link: Link, subject: Entity, event: Entity) -> None:
        event.add(link.subject, subject.id)
        event.add("recordId", statement.reading)
        event.add("summary", *(f"{statement.reading}: {evidence_line(item)}" for item in self._supports(statement)))
        self._cite(event, statement)
        self.lost["role"] += 1
        self._count(statement)

    def _fits(self, schema: str, name: str, entity: Entity) -> bool:
        return is_a(entity.schema, SCHEMATA[schema].ranges.get(name, ""))

    def _edge(self, statement: Statement, link: Link, subject: Entity, other: Entity) -> Entity:
        """The link with its two ends, in the closest schema that takes them."""
        identity = f"statement-{digest(self.things.mint.statement(statement.id))}"
        if link.schema == "Occupancy" and statement.role and self._fits("Occupancy", "holder", subject) and is_a(other.schema, "Organization"):
            other = self.things.post(statement.role, other)
        if not (link.object and self._fits(link.schema, link.subject, subject) and self._fits(link.schema, link.object, other)):
            self.lost["link"] += link.schema != FALLBACK
            link, other = UNKNOWN, self.things.by_name[statement.object]
        entity = Entity(identity, link.schema)
        entity.add(link.subject, subject.id)
        entity.add(link.object, other.id)
        return entity

    def _say(self, entity: Entity, statement: Statement) -> None:
        """The words for what links them, the amount, and what else the statement says as text."""
        schema = SCHEMATA[entity.schema]
        relation = self.content.ontology.relations.get(statement.relation)
        if schema.role:
            entity.add(schema.role, relation.label if relation and entity.schema in self.shared else "", statement.role)
        quantity = statement.quantity
        if quantity and "amount" in schema.texts and quantity.least == quantity.most is not None:
            entity.add("amount", f"{quantity.least:f}")
            entity.add("currency", quantity.unit)
        if quantity and quantity.unit == "%" and "percentage" in schema.texts:
            entity.add("percentage", quantity.text.removesuffix(" %"))
        rules = {item.rule for item in statement.evidence if item.origin == "derived"}
        if rules and all(item.origin == "derived" for item in statement.evidence):
            entity.add("status" if "status" in schema.texts else "description", *(f"derived by {rule}" for rule in rules))
        entity.add("description", *self._words(statement))
        self._count(statement)

    def _words(self, statement: Statement) -> Iterator[str]:
        if not is_whole(statement.when):
            yield f"when: {statement.when}"
        if statement.claimant:
            yield f"said by: {self.case.label(statement.claimant)}; a person upheld it"
        elif statement.modality != "asserted":
            yield "said by somebody; a person upheld it"
        if statement.place:
            yield f"where: {self.case.label(statement.place)}"
        if statement.event:
            yield f"during: {self.case.label(statement.event)}"
        if statement.quantity:
            yield f"quantity: {statement.quantity}"
        if statement.id in self.content.weighed.contested:
            yield "contested: another statement stands against this one"

    def _count(self, statement: Statement) -> None:
        told = {
            "time": not is_whole(statement.when),
            "span": bool(statement.when) and "/" in str(statement.when) and self._is_act(statement),
            "claimant": bool(statement.modality != "asserted"),
            "place": bool(statement.place or statement.event),
            "quantity": bool(statement.quantity),
            "contested": statement.id in self.content.weighed.contested,
        }
        self.lost.update(word for word, holds in told.items() if holds)

    def _is_act(self, statement: Statement) -> bool:
        relation = self.content.ontology.relations.get(statement.relation)
        return relation is None or relation.aspect == "act"

    # -- how we know it

    def _supports(self, statement: Statement) -> tuple[Evidence, ...]:
        """The evidence on which a statement is established: what was rejected or taken back is none."""
        judged = counted(self.judged.get(statement.reading, ()))
        admit = self.case.settings.admit_confidence
        left, _ = supporters_left(statement, judged, self.case.source_by_id, admit)
        good = [item for item in statement.evidence if item.stance != "withdraws" and stands(item, judged, admit=admit) == "stands"]
        return tuple(item for item in left or good if item.origin != "derived")

    def _premises(self, statement: Statement) -> list[Statement]:
        names = {name for item in statement.evidence for name in item.premises}
        return [self.case.statement_by_id[name] for name in sorted(names) if name in self.case.statement_by_id]

    def _prove(self, entity: Entity, statement: Statement) -> None:
        entity.add("summary", *map(evidence_line, self._supports(statement)))
        self._cite(entity, statement)

    def _cite(self, entity: Entity, statement: Statement) -> None:
        """The documents of all evidence; what was derived rests on those of its premises."""
        for item in self._supports(statement):
            document = self.things.source(item.source)
            source = self.case.source_by_id.get(item.source)
            if document and source:
                entity.add("proof", document.id)
                entity.add("sourceUrl", address(source.url))
                entity.add("publisher", self.things.publisher(source))
                entity.add("retrievedAt", source.retrieved.isoformat() if source.retrieved else "")
        for premise in self._premises(statement):
            self._cite(entity, premise)
