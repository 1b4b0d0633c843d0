"""Closed namespaces as plain text, and the minting of IRIs; knows no RDF library.

A name that a namespace does not hold raises `AttributeError` with the nearest name, so that a typing error
fails where it is made.
"""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass
from urllib.parse import quote

__all__ = [
    "DCAT", "DCT", "EDTF", "FOAF", "KG", "OA", "PREFIXES", "PROV", "RDF", "RDFS", "SD", "SEPARATOR", "SH", "SKOS", "VOID", "XSD", "Mint", "Namespace", "digest",
]  # fmt: skip


class Namespace:
    """The terms of one vocabulary as attributes: `KG.Statement` is the whole IRI."""

    def __init__(self, base: str, names: str) -> None:
        self.base = base
        self.names = tuple(names.split())

    def __getattr__(self, name: str) -> str:
        if name in self.names:
            return self.base + name
        near = difflib.get_close_matches(name, self.names, 1)
        raise AttributeError(f'{self.base} has no "{name}".' + (f' Did you mean "{near[0]}"?' if near else ""))

    def term(self, name: str) -> str:
        """The IRI of a name that only the data knows, such as a relation's."""
        return self.base + name


KG = Namespace(
    "https://w3id.org/actor-kg/",
    # classes
    "Actor Event Statement Evidence Source Judgement Identity Relation DerivationRule Curator Publisher "
    # statements
    "modality polarity claimant role when earliest latest place quantity atLeast atMost unit event evidence triple "
    # evidence and sources
    "source quote prefix suffix start end documentHash textHash locator stance curator entered origin run confidence note "
    "kind publisher author publishedEarliest publishedLatest retrieved document documentIs copies reliability "
    "url archivedUrl language "
    # judgements
    "about judgement date reason instead left right "
    # computed
    "standing because reading voice contradicts derivedBy "
    # the ontology's own annotations
    "domain range inverseLabel negativeLabel example counterExample symmetric transitive inverse group aspect grave publish "
    "plover followthemoney lexicon speech premise coPremise conclusion eventType subjectType objectType "
    "identifier unstated",
)
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type subject predicate object")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label comment subClassOf Class")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#", "prefLabel altLabel definition exactMatch closeMatch broadMatch narrowMatch relatedMatch")
PROV = Namespace("http://www.w3.org/ns/prov#", "wasDerivedFrom wasAttributedTo wasGeneratedBy")
DCT = Namespace(
    "http://purl.org/dc/terms/",
    "title license language description identifier issued modified rights accessRights contributor source temporal bibliographicCitation "
    "PeriodOfTime",
)
XSD = Namespace("http://www.w3.org/2001/XMLSchema#", "date integer decimal boolean string nonNegativeInteger")
OA = Namespace(
    "http://www.w3.org/ns/oa#",
    "Annotation TextualBody SpecificResource TextQuoteSelector TextPositionSelector hasBody hasTarget hasSource hasSelector hasPurpose "
    "motivatedBy describing commenting exact prefix suffix start end",
)
VOID = Namespace(
    "http://rdfs.org/ns/void#",
    "Dataset triples entities distinctSubjects distinctObjects properties classes classPartition class propertyPartition property subset "
    "uriSpace vocabulary sparqlEndpoint dataDump",
)
SD = Namespace(
    "http://www.w3.org/ns/sparql-service-description#",
    "Service Dataset Graph NamedGraph SPARQL11Query UnionDefaultGraph endpoint supportedLanguage feature resultFormat defaultDataset "
    "defaultGraph namedGraph name graph",
)
DCAT = Namespace("http://www.w3.org/ns/dcat#", "Dataset version startDate endDate")
FOAF = Namespace("http://xmlns.com/foaf/0.1/", "Document page homepage")
SH = Namespace("http://www.w3.org/ns/shacl#", "")
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

#: Prefixes that every query and every TriG file starts with; the workspace's own come from `Mint.prefixes`.
PREFIXES = {
    "kg": KG.base,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "skos": SKOS.base,
    "prov": PROV.base,
    "dct": DCT.base,
    "xsd": XSD.base,
}


#: Between the parts of a hash: a sign that no text may hold (see `clean`), so that parts never run into each other.
SEPARATOR = "\x1f"


def digest(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a text: enough for 10⁹ statements, short enough to read."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Mint:
    """IRIs under one workspace's base: `Mint("https://example.org/case/").actor("acra")`."""

    base: str

    def _iri(self, kind: str, name: str) -> str:
        return f"{self.base}{kind}/{quote(name, safe='/')}"

    def actor(self, name: str) -> str:
        """The IRI of an actor."""
        return self._iri("actor", name)

    def event(self, name: str) -> str:
        """The IRI of an event."""
        return self._iri("event", name)

    def source(self, name: str) -> str:
        """The IRI of a source."""
        return self._iri("source", name)

    def publisher(self, name: str) -> str:
        """The IRI of a publisher that is no actor of the workspace, from its name."""
        return self._iri("publisher", digest(name))

    def curator(self, name: str) -> str:
        """The IRI of a curator."""
        return self._iri("curator", name)

    def statement(self, identity: str) -> str:
        """The IRI of a statement, from the hash of its reading."""
        return self._iri("statement", identity)

    def evidence(self, identity: str) -> str:
        """The IRI of one evidence, from the hash of its content."""
        return self._iri("evidence", identity)

    def judgement(self, identity: str) -> str:
        """The IRI of one judgement, from the hash of its content."""
        return self._iri("judgement", identity)

    def triple(self, identity: str) -> str:
        """The key that all statements of one subject, relation and object share."""
        return self._iri("triple", identity)

    def graph(self, name: str) -> str:
        """The IRI of a named graph."""
        return self._iri("graph", name)

    def dataset(self, part: str = "") -> str:
        """The IRI of the dataset as a whole, or of a part that its description speaks of."""
        return self._iri("dataset", part) if part else f"{self.base}dataset"

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of this workspace, to stand beside `PREFIXES`."""
        kinds = ("actor", "event", "source", "statement", "evidence", "graph")
        return {kind: f"{self.base}{kind}/" for kind in kinds}
