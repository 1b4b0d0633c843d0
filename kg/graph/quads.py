"""A case as quads: the only place where records become RDF terms.

Every triple stands in exactly one named graph, the default graph stays empty, there are no blank nodes. A relation's
IRI is a predicate in the graph `established` only, and there only what `standing` calls established.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pyoxigraph import NamedNode, Quad

from kg.graph.terms import Sink, day, decimal, edtf, integer, number, plain, tagged
from kg.graph.vocabulary import add_vocabulary
from kg.model import UNSTATED, Actor, Case, Event, Evidence, Quantity, Source, Statement, Time
from kg.ontology import Ontology
from kg.standing import Weighed, headline, voice_label
from kg.vocab import DCT, KG, PROV, RDF, RDFS, SKOS, Mint

__all__ = ["GRAPHS", "evidence_graph", "to_quads"]

#: The named graphs, by the last part of their IRI; evidence has one more for each file of candidates.
GRAPHS = ("ontology", "actors", "events", "sources", "statements", "evidence/curated", "judgements", "computed", "established")


def evidence_graph(item: Evidence) -> str:
    """The graph of an evidence: what a person typed, or what one run found in one document."""
    if item.origin != "extracted":
        return "evidence/curated"
    stem = item.at.path.rsplit("/", 1)[-1].removesuffix(".jsonl") or item.source
    return f"evidence/{stem}" if stem != "curated" else "evidence/curated-candidates"


def to_quads(case: Case, ontology: Ontology, weighed: Weighed, *, kept: Iterable[tuple[str, Iterable[Quad]]] = ()) -> list[Quad]:
    """All quads of a case, sorted by graph, subject, predicate and object; the same for every order of rows.

    `kept` are triples of other vocabularies from users' files, by the name of their graph.
    """
    writer = _Writer(case, ontology, weighed)
    writer.write()
    add_vocabulary(writer.sink, ontology)
    for _, quads in kept:
        writer.sink.take(quads)
    return writer.sink.sorted()


@dataclass
class _Writer:
    case: Case
    ontology: Ontology
    weighed: Weighed
    sink: Sink = field(init=False)
    mint: Mint = field(init=False)

    def __post_init__(self) -> None:
        self.mint = Mint(self.case.settings.base)
        self.sink = Sink(self.mint)

    def write(self) -> None:
        for actor in self.case.actors:
            self._actor(actor)
        for event in self.case.events:
            self._event(event)
        for source in self.case.sources:
            self._source(source)
        for statement in self.case.statements:
            self._statement(statement)
        self._judgements()

    # -- what the IRIs of a case's names are

    def _thing(self, name: str) -> NamedNode:
        if name == UNSTATED:
            self.sink.add("ontology", NamedNode(KG.unstated), RDFS.label, plain(voice_label(UNSTATED, self.case)))
            return NamedNode(KG.unstated)
        known = self.case.event_by_id.get(name)
        return NamedNode(
            self.mint.event(name) if known else self.mint.actor(self.case.actor_by_id[name].id if name in self.case.actor_by_id else name)
        )

    def _voice(self, voice: str) -> NamedNode:
        if voice == UNSTATED or voice in self.case.actor_by_id:
            return self._thing(voice)
        if voice in self.case.source_by_id:
            return NamedNode(self.mint.source(voice))
        return self._publisher(voice)

    def _publisher(self, name: str) -> NamedNode:
        if name in self.case.actor_by_id:
            return self._thing(name)
        node = NamedNode(self.mint.publisher(name))
        self._typed("sources", node, KG.Publisher)
        self.sink.add("sources", node, RDFS.label, plain(name))
        return node

    # -- records

    def _typed(self, graph: str, node: NamedNode, kind: str) -> None:
        self.sink.add(graph, node, RDF.type, NamedNode(kind))

    def _named(self, graph: str, node: NamedNode, record: Actor | Event) -> None:
        kind = self.ontology.types.get(record.type)
        for name in (record.type, *(kind.wider if kind else ())):
            self._typed(graph, node, self.ontology.types[name].iri if name in self.ontology.types else KG.term(name))
        self.sink.add(graph, node, RDFS.label, plain(record.label))
        for language, label in ((self.case.settings.language, record.label), *record.labels):
            self.sink.add(graph, node, SKOS.prefLabel, tagged(label, language))
        self.sink.text(graph, node, DCT.description, record.description)

    def _actor(self, actor: Actor) -> None:
        node = NamedNode(self.mint.actor(actor.id))
        self._named("actors", node, actor)
        for alias in actor.aliases:
            self.sink.add("actors", node, SKOS.altLabel, plain(alias))
        for identifier in (*actor.identifiers, *(f"former:{old}" for old in actor.former)):
            self.sink.add("actors", node, DCT.identifier, plain(identifier))

    def _event(self, event: Event) -> None:
        node = NamedNode(self.mint.event(event.id))
        self._named("events", node, event)
        self._time("events", node, event.when)
        if event.place:
            self.sink.add("events", node, KG.place, self._thing(event.place))
        self.sink.text("computed", node, KG.standing, self.weighed.events.get(event.id, ""))

    def _time(self, graph: str, node: NamedNode, when: Time | None, names: tuple[str, str, str] = (KG.when, KG.earliest, KG.latest)) -> None:
        if not when:
            return
        self.sink.add(graph, node, names[0], edtf(when.text))
        for name, bound in zip(names[1:], (when.earliest, when.latest), strict=True):
            self.sink.day(graph, node, name, bound)

    def _source(self, source: Source) -> None:
        node = NamedNode(self.mint.source(source.id))
        self._typed("sources", node, KG.Source)
        self.sink.add("sources", node, RDFS.label, plain(source.title))
        if source.publisher:
            self.sink.add("sources", node, KG.publisher, self._publisher(source.publisher))
        if source.copies:
            self.sink.add("sources", node, KG.copies, NamedNode(self.mint.source(source.copies)))
        texts = {
            KG.kind: source.kind, KG.author: source.author, KG.url: source.url, KG.archivedUrl: source.archived_url,
            KG.language: source.language, KG.document: source.document, KG.documentIs: source.document_is,
            KG.documentHash: source.sha256, KG.textHash: source.text_sha256, KG.reliability: source.reliability, KG.note: source.note,
        }  # fmt: skip
        for name, value in texts.items():
            self.sink.text("sources", node, name, value)
        self.sink.day("sources", node, KG.retrieved, source.retrieved)
        self._time("sources", node, source.published, (DCT.issued, KG.publishedEarliest, KG.publishedLatest))

    def _statement(self, statement: Statement) -> None:
        node = NamedNode(self.mint.statement(statement.id))
        relation = NamedNode(self.ontology.relations[statement.relation].iri)
        subject, other = self._thing(statement.subject), self._thing(statement.object)
        self._typed("statements", node, KG.Statement)
        for name, term in ((RDF.subject, subject), (RDF.predicate, relation), (RDF.object, other)):
            self.sink.add("statements", node, name, term)
        for name, value in ((KG.modality, statement.modality), (KG.polarity, statement.polarity), (KG.role, statement.role)):
            self.sink.text("statements", node, name, value)
        for name, value in ((KG.claimant, statement.claimant), (KG.place, statement.place), (KG.event, statement.event)):
            if value:
                self.sink.add("statements", node, name, self._thing(value))
        self._time("statements", node, statement.when)
        self._quantity(node, statement.quantity)
        for item in statement.evidence:
            self._evidence(node, statement, item)
        self._computed(node, statement)
        if self.weighed.established(statement):
            self.sink.add("established", subject, relation.value, other)
            if self.ontology.relations[statement.relation].symmetric:
                self.sink.add("established", other, relation.value, subject)

    def _quantity(self, node: NamedNode, quantity: Quantity | None) -> None:
        if not quantity:
            return
        self.sink.text("statements", node, KG.quantity, quantity.text)
        self.sink.text("statements", node, KG.unit, quantity.unit)
        for name, bound in ((KG.atLeast, quantity.least), (KG.atMost, quantity.most)):
            if bound is not None:
                self.sink.add("statements", node, name, number(bound))

    def _evidence(self, node: NamedNode, statement: Statement, item: Evidence) -> None:
        if item.origin == "derived":
            self._derived(node, item)
            return
        graph = evidence_graph(item)
        reason = NamedNode(self.mint.evidence(statement.evidence_id(item)))
        self.sink.add(graph, node, KG.evidence, reason)
        self._typed(graph, reason, KG.Evidence)
        self.sink.add(graph, reason, KG.source, NamedNode(self.mint.source(item.source)))
        texts = {
            KG.quote: item.quote, KG.prefix: item.prefix, KG.suffix: item.suffix, KG.documentHash: item.document_hash,
            KG.locator: item.locator, KG.stance: item.stance or "supports", KG.origin: item.origin, KG.curator: item.curator,
            KG.run: item.run, KG.note: item.note,
        }  # fmt: skip
        for name, value in texts.items():
            self.sink.text(graph, reason, name, value)
        if item.curator:
            self.sink.add(graph, reason, PROV.wasAttributedTo, NamedNode(self.mint.curator(item.curator)))
        self.sink.day(graph, reason, KG.entered, item.entered)
        for name, offset in zip((KG.start, KG.end), item.span or (), strict=False):
            self.sink.add(graph, reason, name, integer(offset))
        if item.confidence is not None:
            self.sink.add(graph, reason, KG.confidence, decimal(Decimal(repr(item.confidence))))

    def _derived(self, node: NamedNode, item: Evidence) -> None:
        """The reasons of a derived statement are the evidence of its premises; their own triples stay where they are."""
        rule = next((rule.iri for rule in self.ontology.rules if rule.id == item.rule), KG.term(item.rule))
        self.sink.add("computed", node, KG.derivedBy, NamedNode(rule))
        for premise in item.premises:
            self.sink.add("computed", node, PROV.wasDerivedFrom, NamedNode(self.mint.statement(premise)))
            behind = self.case.statement_by_id[premise]
            for reason in behind.evidence:
                if reason.origin != "derived":
                    self.sink.add("computed", node, KG.evidence, NamedNode(self.mint.evidence(behind.evidence_id(reason))))

    def _computed(self, node: NamedNode, statement: Statement) -> None:
        standing = self.weighed.standing[statement.id]
        self.sink.text("computed", node, KG.standing, standing.word)
        self.sink.text("computed", node, KG.because, standing.because)
        self.sink.text("computed", node, RDFS.label, headline(statement, self.case, self.ontology, self.weighed))
        self.sink.text("computed", node, KG.reading, statement.reading)
        self.sink.add("computed", node, KG.triple, NamedNode(self.mint.triple(statement.triple)))
        for voice in self.weighed.voices[statement.id]:
            self.sink.add("computed", node, KG.voice, self._voice(voice))
        for other in self.weighed.contradicts.get(statement.id, ()):
            self.sink.add("computed", node, KG.contradicts, NamedNode(self.mint.statement(other)))

    def _judgements(self) -> None:
        by_reading = {statement.reading: statement for statement in self.case.statements}
        for row in self.case.judgements:
            node = NamedNode(self.mint.judgement(row.id))
            self._typed("judgements", node, KG.Judgement)
            self.sink.add("judgements", node, KG.about, NamedNode(self.mint.statement(by_reading[row.statement].id)))
            if row.source:
                self.sink.add("judgements", node, KG.source, NamedNode(self.mint.source(row.source)))
            if row.instead:
                self.sink.add("judgements", node, KG.instead, NamedNode(self.mint.statement(by_reading[row.instead].id)))
            self._judged(node, row.judgement, row.curator, row.date, row.reason)
        for pair in self.case.identities:
            node = NamedNode(self.mint.judgement(pair.id))
            self._typed("judgements", node, KG.Identity)
            for name, side in ((KG.left, pair.left), (KG.right, pair.right)):
                # Ids, not IRIs: after `same` both sides are one node.
                self.sink.text("judgements", node, name, side)
            self._judged(node, pair.judgement, pair.curator, pair.date, pair.reason)
        for curator, name in self.case.settings.curators:
            self._typed("judgements", NamedNode(self.mint.curator(curator)), KG.Curator)
            self.sink.text("judgements", NamedNode(self.mint.curator(curator)), RDFS.label, name)

    def _judged(self, node: NamedNode, judgement: str, curator: str, on: date, reason: str) -> None:
        for name, value in ((KG.judgement, judgement), (KG.curator, curator), (KG.reason, reason)):
            self.sink.text("judgements", node, name, value)
        self.sink.add("judgements", node, KG.date, day(on))
