"""Which property of which record says which column, and how names of this workspace are told from all others."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import NamedNode

from kg.clean import match_key, visible
from kg.folder import Settings
from kg.ontology import Ontology
from kg.ontology.properties import OWL, near, short
from kg.ontology.turtle import local_name
from kg.vocab import DCT, KG, PROV, RDF, RDFS, SKOS, Mint

__all__ = ["FIELDS", "WORKED_OUT", "WRITTEN", "Names", "is_axiom", "value_of"]

_NAMED = {RDFS.label: "label", SKOS.prefLabel: "labels", DCT.description: "description", KG.publish: "publish"}
#: The properties of each kind of record, and the column of the tables that each stands for; no column: worked out again.
FIELDS: dict[str, dict[str, str]] = {
    "actor": {**_NAMED, SKOS.altLabel: "aliases", DCT.identifier: "identifiers"},
    "event": {**_NAMED, KG.when: "when", KG.place: "place", KG.earliest: "", KG.latest: ""},
    "source": {
        RDFS.label: "title", KG.kind: "kind", KG.publisher: "publisher", KG.author: "author", DCT.issued: "published",
        KG.publishedEarliest: "", KG.publishedLatest: "", KG.url: "url", KG.archivedUrl: "archived_url", KG.retrieved: "retrieved",
        KG.documentHash: "sha256", KG.textHash: "text_sha256", KG.language: "language", KG.document: "document", KG.documentIs: "document_is",
        KG.copies: "copies", KG.reliability: "reliability", KG.publish: "publish", KG.note: "note",
    },
    "statement": {
        RDF.subject: "subject", RDF.predicate: "relation", RDF.object: "object", KG.modality: "modality", KG.polarity: "polarity",
        KG.claimant: "claimant", KG.role: "role", KG.when: "when", KG.earliest: "", KG.latest: "", KG.place: "place",
        KG.quantity: "quantity", KG.atLeast: "", KG.atMost: "", KG.unit: "", KG.event: "event", KG.evidence: "",
    },
    "evidence": {
        KG.source: "source", KG.quote: "quote", KG.locator: "locator", KG.stance: "stance", KG.curator: "curator",
        KG.entered: "entered", KG.note: "note", KG.publish: "publish", KG.origin: "origin", PROV.wasAttributedTo: "",
        KG.prefix: "", KG.suffix: "", KG.start: "", KG.end: "", KG.documentHash: "",
    },
    "publisher": {RDFS.label: ""},
}  # fmt: skip
#: What the build works out and nobody enters.
WORKED_OUT = frozenset((KG.standing, KG.because, KG.voice, KG.contradicts, KG.triple, KG.derivedBy, KG.reading))
#: Properties of other vocabularies that our own writer uses: about our own things they are read or refused, never kept beside.
WRITTEN = frozenset(
    (RDFS.label, SKOS.prefLabel, SKOS.altLabel, DCT.description, DCT.identifier, DCT.issued, PROV.wasAttributedTo, PROV.wasDerivedFrom)
)
_KINDS = {KG.Statement: "statement", KG.Evidence: "evidence", KG.Source: "source", KG.Publisher: "publisher"}
#: So many different unknown terms get a suggestion.
SUGGESTIONS = 100
_OURS = ("actor", "event", "source", "publisher", "curator", "statement", "evidence", "judgement", "triple", "graph")


class Names:
    """What the IRIs of the vocabulary and of this workspace mean."""

    def __init__(self, settings: Settings, ontology: Ontology) -> None:
        self.settings = settings
        self.ontology = ontology
        self.mint = Mint(settings.base)
        #: The id of each relation and type, by its IRI.
        self.relations = {relation.iri: relation.id for relation in ontology.relations.values()}
        self.types = {kind.iri: kind.id for kind in ontology.types.values()}
        #: Ids of relations as a reader would take them: case and invisible signs make no other word.
        self.relation_keys = {match_key(name) for name in ontology.relations}
        self._ours = tuple(f"{settings.base}{kind}/" for kind in _OURS)
        self._near: dict[str, str] = {}

    def kind(self, iri: str) -> str:
        """The kind of record that a class is of, or an empty string."""
        if iri in self.types:
            return "event" if self.ontology.is_event(self.types[iri]) else "actor"
        return _KINDS.get(iri, "")

    def is_term(self, iri: str) -> bool:
        """Whether an IRI belongs to the vocabulary, the workspace's own terms included."""
        return iri.startswith(KG.base) or iri in self.relations or iri in self.types

    def is_ours(self, iri: str) -> bool:
        """Whether an IRI is one that the build mints for this workspace."""
        return iri.startswith(self._ours)

    def id_of(self, iri: str, kinds: Iterable[str]) -> str:
        """The id in an IRI of one of these kinds of this workspace, not checked; an empty string for any other IRI."""
        bases = (f"{self.settings.base}{kind}/" for kind in kinds)
        return next((iri.removeprefix(base) for base in bases if iri.startswith(base)), "")

    def shown(self, iri: str) -> str:
        """An IRI as findings print it: without the base of the workspace, with the usual prefixes."""
        return visible(iri.removeprefix(self.settings.base)) if iri.startswith(self.settings.base) else short(iri)

    def near(self, iri: str) -> str:
        """The term that was probably meant by an IRI that is none, as people write it, or an empty string."""
        if iri not in self._near:
            # A file full of terms that mean nothing gets no suggestions: looking for them would take hours.
            self._near[iri] = self._look(iri) if len(self._near) < SUGGESTIONS else ""
        return self._near[iri]

    def _look(self, iri: str) -> str:
        properties = {name for known in FIELDS.values() for name in known if name.startswith(KG.base)}
        return near(local_name(iri), map(short, {*self.relations, *self.types, *_KINDS, *properties}))


@lru_cache(10_000)
def is_axiom(predicate: str) -> bool:
    """Whether programs that reason draw conclusions from a property."""
    remarks = (RDFS.label, RDFS.comment, RDFS.base + "seeAlso", RDFS.base + "isDefinedBy")
    # A list may be the keys of a class, or the members of a chain of properties.
    return predicate == RDF.base + "first" or (predicate.startswith((OWL, RDFS.base)) and predicate not in remarks)


def value_of(term: object) -> str:
    """The IRI of a named node, an empty string for every other term."""
    return term.value if isinstance(term, NamedNode) else ""
