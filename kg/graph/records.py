"""What RDF says of one thing as a record, under the same rules as a row of a table.

A statement in which anything is wrong is left out; of actors, events and sources the record is kept where it has an id, so that
one slip does not make every statement that names it a finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal

from kg.clean import id_trouble, visible
from kg.findings import Finding, Place, find
from kg.graph.fields import Names, value_of
from kg.graph.values import Reader, Term
from kg.model import UNSTATED, Actor, Case, Event, Evidence, Source, Statement
from kg.model.rules import actor_trouble, curator_trouble, event_trouble, evidence_trouble, source_trouble, statement_trouble, word_trouble
from kg.model.statement import POLARITIES
from kg.ontology.properties import short
from kg.ontology.turtle import local_name
from kg.vocab import DCT, KG, PROV, RDF, RDFS, SKOS

__all__ = ["Node", "read_records"]


@dataclass(frozen=True)
class Node:
    """All that the files say of one record: its kind, its classes of the vocabulary, and sorted values by property."""

    iri: str
    kind: str
    types: tuple[str, ...]
    at: Place
    values: Mapping[str, tuple[Term, ...]]


def read_records(nodes: Iterable[Node], names: Names) -> tuple[Case, list[Finding]]:
    """The records of the nodes, in their order, and what is wrong with them."""
    reader = _Records(names)
    by_kind: dict[str, list[Node]] = {}
    for node in nodes:
        by_kind.setdefault(node.kind, []).append(node)
    reader.publishers = {node.iri: reader.publisher(node) for node in by_kind.get("publisher", ())}
    evidence = by_kind.get("evidence", ())
    reader.evidences = {node.iri: reader.evidence(node) for node in evidence}
    made = [reader.statement(node) for node in by_kind.get("statement", ())]
    case = Case(
        names.settings,
        actors=tuple(filter(None, map(reader.actor, by_kind.get("actor", ())))),
        events=tuple(filter(None, map(reader.event, by_kind.get("event", ())))),
        sources=tuple(filter(None, map(reader.source, by_kind.get("source", ())))),
        statements=tuple(filter(None, made)),
        unread=() if all(made) else ("statements",),
    )
    if evidence and names.settings.whole and not names.settings.curators:
        reader.found.append(find("curators-none", Place("kg.toml")))
    reader.found += [find("rdf-orphan", node.at, value=names.shown(node.iri)) for node in evidence if node.iri not in reader.named]
    return case, reader.found


class _Records:
    """Makes records of nodes; what is wrong gathers in `found`."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.found: list[Finding] = []
        self.publishers: dict[str, str] = {}
        #: By IRI; `None` where something is wrong with it.
        self.evidences: dict[str, Evidence | None] = {}
        #: The IRIs of evidence that some statement rests on.
        self.named: set[str] = set()

    def _reader(self, node: Node) -> Reader:
        return Reader(node.kind, node.at, node.values, self.names, self.found)

    def _id(self, node: Node) -> str:
        """The id of a node, or an empty string and a finding."""
        name = self.names.id_of(node.iri, (node.kind,))
        wrong = id_trouble(name)
        if not name:
            values = {"value": self.names.shown(node.iri), "wanted": f"{self.names.settings.base}{node.kind}/ID"}
            self.found.append(find("rdf-foreign", node.at, kind=node.kind, **values))
        elif wrong:
            self.found.append(find(wrong[0], node.at, **wrong[1]))
        return "" if wrong else name

    def _type(self, node: Node) -> str:
        """The id of the narrowest of a node's types, of which all others must be wider ones."""
        ids = sorted({self.names.types[iri] for iri in node.types if iri in self.names.types})
        narrowest = [one for one in ids if all(self.names.ontology.is_a(one, other) for other in ids)]
        if len(narrowest) != 1:
            self.found.append(find("rdf-types", node.at.at("rdf:type"), value=", ".join(ids)))
        return narrowest[0] if narrowest else ids[0]

    def publisher(self, node: Node) -> str:
        """The name of a publisher that is no actor."""
        said = self._reader(node)
        return said.need(RDFS.label, said.text(RDFS.label, "label"))

    def actor(self, node: Node) -> Actor | None:
        """The actor of a node, or `None` where it has no id."""
        name, said = self._id(node), self._reader(node)
        label, labels = said.labels()
        actor = Actor(
            name, self._type(node), label or name, labels, said.texts(SKOS.altLabel, "label"), said.text(DCT.description),
            said.texts(DCT.identifier, "label"), said.word(KG.publish), at=node.at,
        )  # fmt: skip
        said.troubles(actor_trouble(actor, group=self.names.ontology.is_a(actor.type, "Group")))
        return actor if name else None

    def event(self, node: Node) -> Event | None:
        """The event of a node, or `None` where it has no id."""
        name, said = self._id(node), self._reader(node)
        label, labels = said.labels()
        event = Event(
            name, self._type(node), label or name, labels, said.time(KG.when, KG.earliest, KG.latest), said.name(KG.place, "actor"),
            said.text(DCT.description), said.word(KG.publish), at=node.at,
        )  # fmt: skip
        said.troubles(event_trouble(event))
        return event if name else None

    def source(self, node: Node) -> Source | None:
        """The source of a node, or `None` where it has no id."""
        name, said = self._id(node), self._reader(node)
        source = Source(
            id=name,
            kind=said.need(KG.kind, said.word(KG.kind)),
            title=said.need(RDFS.label, said.text(RDFS.label, "label")) or name,
            publisher=self._publisher(said),
            author=said.text(KG.author, "label"),
            published=said.time(DCT.issued, KG.publishedEarliest, KG.publishedLatest),
            url=said.address(KG.url),
            archived_url=said.address(KG.archivedUrl),
            retrieved=said.day(KG.retrieved),
            sha256=said.word(KG.documentHash),
            text_sha256=said.word(KG.textHash),
            language=said.word(KG.language),
            document=said.word(KG.document, "file"),
            document_is=said.word(KG.documentIs),
            copies=said.name(KG.copies, "source"),
            reliability=said.word(KG.reliability),
            publish=said.word(KG.publish),
            note=said.text(KG.note),
            at=node.at,
        )
        said.troubles(source_trouble(source))
        return source if name else None

    def _publisher(self, said: Reader) -> str:
        """An actor's id, the label of a `kg:Publisher`, or a name as text."""
        term = said.one(KG.publisher)
        if isinstance(term, Literal):
            return said.text(KG.publisher, "label")
        known = self.publishers.get(value_of(term))
        return said.name(KG.publisher, "actor") if known is None else known

    def evidence(self, node: Node) -> Evidence | None:
        """The evidence of a node, or `None` where anything is wrong with it."""
        before, said = len(self.found), self._reader(node)
        origin, stance = said.word(KG.origin), said.word(KG.stance)
        if origin in ("extracted", "derived"):
            said.say("rdf-origin", KG.origin, value=origin)
        elif origin != "curated":
            said.troubles(word_trouble("origin", origin, ("curated",)))
        evidence = Evidence(
            source=said.need(KG.source, said.name(KG.source, "source")),
            quote=said.text(KG.quote),
            locator=said.text(KG.locator),
            stance="" if stance == "supports" else stance,
            curator=self._curator(said),
            entered=said.day(KG.entered),
            note=said.text(KG.note),
            publish=said.word(KG.publish),
            at=node.at,
        )
        said.troubles(evidence_trouble(evidence))
        return evidence if len(self.found) == before else None

    def _curator(self, said: Reader) -> str:
        """Who entered an evidence; nobody needs to be named where there is only one."""
        curators = self.names.settings.curators
        attributed = said.name(PROV.wasAttributedTo, "curator")
        curator = said.word(KG.curator) or attributed or (curators[0][0] if len(curators) == 1 else "")
        if attributed and attributed != curator:
            said.say("rdf-several", PROV.wasAttributedTo, values=f"{visible(curator)}, {visible(attributed)}")
        said.troubles(curator_trouble(curator, self.names.settings))
        return curator

    def statement(self, node: Node) -> Statement | None:
        """The statement of a node, or `None` where anything is wrong with it or its evidence."""
        before, said = len(self.found), self._reader(node)
        polarity = said.word(KG.polarity)
        said.troubles(word_trouble("polarity", polarity, POLARITIES))
        evidence = tuple(self._evidence(said))
        statement = Statement(
            subject=said.need(RDF.subject, said.name(RDF.subject, "actor", "event")),
            relation=self._relation(said),
            object=said.need(RDF.object, said.name(RDF.object, "actor", "event")),
            modality=said.need(KG.modality, said.word(KG.modality)),
            negative=polarity == "negative",
            claimant=self._claimant(said),
            role=said.text(KG.role, "label"),
            when=said.time(KG.when, KG.earliest, KG.latest),
            place=said.name(KG.place, "actor"),
            quantity=said.quantity(),
            event=said.name(KG.event, "event"),
            evidence=tuple(item for item in evidence if item),
            at=node.at,
        )
        if len(self.found) == before:
            said.troubles(statement_trouble(statement))
        if len(self.found) > before or not all(evidence):
            return None
        return replace(statement, evidence=tuple(replace(item, recorded=statement.reading) for item in statement.evidence))

    def _evidence(self, said: Reader) -> Iterator[Evidence | None]:
        """The evidence that a statement rests on; no evidence, no statement."""
        terms = said.terms(KG.evidence)
        said.need(KG.evidence, "some" if terms else "")
        for term in terms:
            iri = said.iri(term, KG.evidence, "evidence", f"{self.names.settings.base}evidence/ID, with rdf:type kg:Evidence")
            self.named.add(iri)
            if iri and iri not in self.evidences:
                said.say("rdf-target", KG.evidence, value=self.names.shown(iri), wanted="kg:Evidence of these files", example="its block as well")
            yield self.evidences.get(iri)

    def _relation(self, said: Reader) -> str:
        term = said.one(RDF.predicate)
        said.need(RDF.predicate, "some" if term else "")
        iri = said.iri(term, RDF.predicate, "relation", "kg:memberOf or another relation") if term else ""
        if iri and iri not in self.names.relations and not self.names.ontology.may_have(local_name(iri)):
            said.say("rdf-unknown", RDF.predicate, value=short(iri), near=self.names.near(iri))
        return self.names.relations.get(iri, "")

    def _claimant(self, said: Reader) -> str:
        term = said.one(KG.claimant)
        unstated = term is not None and (value_of(term) == KG.unstated or (isinstance(term, Literal) and term.value == UNSTATED))
        return UNSTATED if unstated else said.name(KG.claimant, "actor")
