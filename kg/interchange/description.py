"""A description of the dataset, for catalogues and for citing it: what it counts, rests on and may be used for (VoID and DCAT)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import to_nquads, to_turtle
from kg.graph.catalogue import citation, counted_in_words, licence_of, part_name
from kg.graph.terms import day, integer, plain, tagged
from kg.interchange.registry import TEAM, Content
from kg.standing import cited
from kg.vocab import DCAT, DCT, KG, PREFIXES, RDF, RDFS, VOID, Mint

__all__ = ["to_description"]


def to_description(content: Content) -> bytes:
    """Turtle about one `void:Dataset`, its named graphs, classes and properties; every date is one of the data."""
    writer = _Writer(content)
    writer.about()
    writer.parts()
    writer.used()
    mint = writer.mint
    parts = {kind: mint.dataset(f"{kind}/") for kind in ("class", "property")}
    prefixes = {**PREFIXES, **mint.prefixes, **parts, "dcat": DCAT.base, "void": VOID.base, "case": mint.base}
    triples = sorted(writer.triples, key=lambda t: (str(t.subject) != f"<{writer.whole}>", str(t.subject), str(t.predicate), str(t.object)))
    return to_turtle(triples, prefixes)


class _Writer:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.case = content.case
        self.mint = Mint(content.case.settings.base)
        self.whole = self.mint.dataset()
        self.triples: set[Triple] = set()

    def add(self, subject: str, predicate: str, value: NamedNode | Literal | None) -> None:
        """Adds one triple, unless there is no value."""
        if value is not None:
            self.triples.add(Triple(NamedNode(subject), NamedNode(predicate), value))

    def about(self) -> None:
        """Title, licence, dates, languages, and the sentence to cite."""
        settings = self.case.settings
        for kind in (VOID.Dataset, DCAT.Dataset):
            self.add(self.whole, RDF.type, NamedNode(kind))
        self.add(self.whole, DCT.title, tagged(settings.title, settings.language))
        self.add(self.whole, DCT.language, plain(settings.language.lower()))
        self.add(self.whole, DCT.description, plain(self._counted()))
        self.add(self.whole, DCT.bibliographicCitation, plain(self._citation()))
        self.add(self.whole, DCAT.version, plain(self._version()))
        self.add(self.whole, DCT.modified, day(self.content.as_of) if self.content.as_of else None)
        self.add(self.whole, VOID.uriSpace, plain(self.mint.base))
        self.add(self.whole, VOID.vocabulary, NamedNode(KG.base))
        if self.content.profile == "team":
            self.add(self.whole, DCT.accessRights, plain(TEAM))
        if settings.licence:
            self.add(self.whole, *licence_of(settings.licence))
        self._time()

    def _time(self) -> None:
        """From the earliest to the latest day of which anything is said; where nothing is bounded, nothing."""
        times = [statement.when for statement in self.case.statements if statement.when]
        first = min((time.earliest for time in times if time.earliest), default=None)
        last = max((time.latest for time in times if time.latest), default=None)
        if not first and not last:
            return
        node = self.mint.dataset("time")
        self.add(self.whole, DCT.temporal, NamedNode(node))
        self.add(node, RDF.type, NamedNode(DCT.PeriodOfTime))
        for name, bound in ((DCAT.startDate, first), (DCAT.endDate, last)):
            self.add(node, name, day(bound) if bound else None)

    def _counted(self) -> str:
        case = self.case
        numbers = {"actor": len(case.actors), "event": len(case.events), "source": len(case.sources), "statement": len(case.statements)}
        return counted_in_words(numbers, Counter(standing.word for standing in self.content.weighed.standing.values()))

    def _citation(self) -> str:
        settings = self.case.settings
        people = ", ".join(name for _, name in settings.curators)
        return citation(people, settings.title, self.content.as_of, self.mint.base, settings.licence)

    def _version(self) -> str:
        """What the dataset is known by to the last byte: the hash of its sorted N-Quads."""
        return f"sha256:{hashlib.sha256(to_nquads(self.content.quads)).hexdigest()}"

    def parts(self) -> None:
        """What there is, in numbers: of the whole, of each named graph, of each class and of each property."""
        quads = self.content.quads
        self._count(self.whole, {VOID.triples: len(quads), VOID.distinctSubjects: len({quad.subject for quad in quads})})
        self._count(self.whole, {VOID.distinctObjects: len({quad.object for quad in quads}), VOID.entities: len({quad.subject for quad in quads})})
        for graph, number in _counted(quad.graph_name for quad in quads):
            self.add(self.whole, VOID.subset, NamedNode(graph))
            self.add(graph, RDF.type, NamedNode(VOID.Dataset))
            self._count(graph, {VOID.triples: number})
        classes = _counted(quad.object for quad in quads if quad.predicate.value == RDF.type)
        properties = _counted(quad.predicate for quad in quads)
        self._count(self.whole, {VOID.classes: len(classes), VOID.properties: len(properties)})
        self._partition(classes, VOID.classPartition, VOID.term("class"), VOID.entities)
        self._partition(properties, VOID.propertyPartition, VOID.property, VOID.triples)

    def _count(self, subject: str, numbers: dict[str, int]) -> None:
        for name, number in numbers.items():
            self.add(subject, name, integer(number))

    def _partition(self, found: Iterable[tuple[str, int]], link: str, name: str, counts: str) -> None:
        kind = link.removeprefix(VOID.base).removesuffix("Partition")
        for iri, number in found:
            node = self.mint.dataset(f"{kind}/{part_name(iri)}")
            self.add(self.whole, link, NamedNode(node))
            self.add(node, name, NamedNode(iri))
            self._count(node, {counts: number})

    def used(self) -> None:
        """The sources that it rests on, each as it would be cited, and who made it."""
        for source in self.case.sources:
            node = self.mint.source(source.id)
            self.add(self.whole, DCT.source, NamedNode(node))
            self.add(node, RDFS.label, plain(source.title))
            self.add(node, DCT.bibliographicCitation, plain(cited(source, self.case)))
            self.add(node, KG.url, plain(source.url) if source.url else None)
        for curator, name in self.case.settings.curators:
            node = self.mint.curator(curator)
            self.add(self.whole, DCT.contributor, NamedNode(node))
            self.add(node, RDFS.label, plain(name))


def _counted(terms: Iterable[object]) -> list[tuple[str, int]]:
    return sorted(Counter(term.value for term in terms if isinstance(term, NamedNode)).items())
