"""Users' RDF under `data/`, read into records; what belongs to other vocabularies is kept as quads, all else is a finding.

Each triple has one of three fates: it is part of a record, it is kept in the graph of its file, or it is refused. What decides
is in `refusals`; what a record may say is in `records`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from kg.clean import trouble, visible
from kg.findings import Finding, Place, find, in_order
from kg.folder import Folder, Settings
from kg.graph.fields import FIELDS, Names, value_of
from kg.graph.intake import FORMATS, UNREAD, RdfFile, read_file
from kg.graph.records import Node, read_records
from kg.graph.refusals import refusals
from kg.graph.values import Term
from kg.model import Case, join
from kg.ontology import Ontology
from kg.ontology.properties import short
from kg.vocab import RDF

__all__ = ["Kept", "find_rdf", "read_rdf"]

#: The name of a graph, without the workspace's base, and its quads.
Kept = tuple[str, tuple[Quad, ...]]


def read_rdf(folder: Folder, settings: Settings, ontology: Ontology) -> tuple[Case, tuple[Kept, ...], tuple[Finding, ...]]:
    """The records that RDF files hold, the triples of other vocabularies by the graph of their file, and what is wrong.

    Every *.ttl, *.trig, *.nt, *.nq and *.jsonld below `data/` is read, but for documents and candidates; all files together
    are one: a record may be written in several. The names of kept graphs are those for `Mint.graph`. Where there are
    findings, nothing may be written from the rest.
    """
    found: list[Finding] = []
    files: list[RdfFile] = []
    for path in find_rdf(folder):
        file, wrong = _read(path, folder, settings)
        found += wrong
        files += [file] if file else []
    sorting = _Sorting(Names(settings, ontology))
    for file in files:
        sorting.look_over(file)
    kept = tuple((name, quads) for name, quads in map(sorting.sort, files) if quads)
    case, wrong_records = read_records(sorting.nodes(), sorting.names)
    # What has no type that is known has one finding; that nothing says what it is would be a second one.
    typed = {finding.place for finding in sorting.found if finding.code == "rdf-unknown" and finding.place.column == "rdf:type"}
    found += (f for f in sorting.found if f.code != "rdf-untyped" or f.place.at("rdf:type") not in typed)
    found += wrong_records
    lost = any(finding.place.column in ("", "rdf:type") for finding in found)
    unread = ("actors", "events", "sources", "statements") if lost else case.unread
    return join(Case(settings), replace(case, unread=unread)), kept, in_order(found)


def find_rdf(folder: Folder) -> list[Path]:
    """The files of a workspace that may be RDF, in order of names."""
    found = [path for path in folder.data.rglob("*") if path.suffix.lower() in FORMATS.keys() | UNREAD.keys()]
    apart = (folder.documents, folder.extracted)
    hidden = {path for path in found if path.name.startswith((".", "~$")) or any(path.is_relative_to(other) for other in apart)}
    return sorted((path for path in found if path not in hidden and not path.is_dir()), key=folder.name)


def _read(path: Path, folder: Folder, settings: Settings) -> tuple[RdfFile | None, tuple[Finding, ...]]:
    name = folder.name(path)
    place = Place(visible(name))
    wrong = tuple(find(code, place, **values) for code, values in trouble(path.name, kind="file"))
    if wrong:
        return None, wrong
    if path.suffix.lower() in UNREAD:
        return None, (find("rdf-format", place, format=UNREAD[path.suffix.lower()]),)
    # A link may lead anywhere; what lies outside is not part of the workspace. Reading a pipe would wait for ever.
    if not path.is_file():
        return None, (find("rdf-unreadable", place, detail="it is no file"),)
    if not path.resolve().is_relative_to(folder.root.resolve()):
        return None, (find("rdf-outside", place),)
    return read_file(path, name, settings.base)


class _Sorting:
    """Sorts triples into those of records, those that are kept, and those that are refused."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.found: set[Finding] = set()
        #: For each subject that is a record: its classes of the vocabulary, and where it is first said to be one.
        self._classes: dict[str, set[str]] = {}
        self._places: dict[str, Place] = {}
        self._values: dict[str, dict[str, set[Term]]] = {}
        self._kept: set[Triple] = set()

    def look_over(self, file: RdfFile) -> None:
        """Takes out what stands in graphs that a build writes, and notes which subjects are records: of one in several files, too."""
        exported = self.names.mint.graph("")
        for graph in sorted({value_of(quad.graph_name) for quad in file.quads}):
            if graph.startswith(exported):
                self.found.add(find("rdf-graph", file.place(graph), value=self.names.shown(graph)))
        file.quads = [quad for quad in file.quads if not value_of(quad.graph_name).startswith(exported)]
        for quad in file.quads:
            if isinstance(quad.subject, NamedNode) and self._declares(quad):
                self._classes.setdefault(quad.subject.value, set()).add(value_of(quad.object))
                self._places.setdefault(quad.subject.value, file.place(quad.subject.value))

    def _declares(self, quad: Quad) -> bool:
        """Whether a triple says that something is a record."""
        return quad.predicate.value == RDF.type and bool(self.names.kind(value_of(quad.object)))

    def _kinds(self, iri: str) -> frozenset[str]:
        return frozenset(map(self.names.kind, self._classes.get(iri, ())))

    def sort(self, file: RdfFile) -> Kept:
        """The triples of a file that are kept, under the name of their graph."""
        kept: list[Quad] = []
        for quad in file.quads:
            subject, predicate = value_of(quad.subject), quad.predicate.value
            kinds = self._kinds(subject)
            refused = list(refusals(quad, kinds, self.names))
            self.found |= {find(code, file.place(subject).at(short(predicate)), **values) for code, values in refused}
            if refused or self._declares(quad):
                continue
            if any(predicate in FIELDS[kind] for kind in kinds):
                assert not isinstance(quad.object, Triple)  # these are refused
                self._values.setdefault(subject, {}).setdefault(predicate, set()).add(quad.object)
            else:
                kept.append(quad)
        return file.name, tuple(self._settled(kept, NamedNode(self.names.mint.graph(file.name))))

    def _settled(self, quads: Iterable[Quad], graph: NamedNode) -> list[Quad]:
        """The quads in that graph, as an engine writes them back, blank nodes named by the order in which they appear."""
        named: dict[str, NamedNode] = {}

        def name(term: BlankNode) -> NamedNode:
            return named.setdefault(term.value, NamedNode(f"{graph.value}/b{len(named) + 1}"))

        moved = []
        for quad in quads:
            subject, other = quad.subject, quad.object
            subject = name(subject) if isinstance(subject, BlankNode) else subject
            other = name(other) if isinstance(other, BlankNode) else other
            moved.append(Quad(subject, quad.predicate, other, graph))
        store = Store()
        store.extend(moved)
        # A triple in two graphs would count twice, so the first file has it.
        new = {quad.triple: quad for quad in store if quad.triple not in self._kept}
        self._kept |= new.keys()
        return sorted(new.values(), key=str)

    def nodes(self) -> list[Node]:
        """Every record, sorted by its IRI; what is said to be two things at once is none, and a finding."""
        nodes = []
        for iri, classes in sorted(self._classes.items()):
            kinds = sorted(self._kinds(iri))
            if len(kinds) > 1:
                self.found.add(find("rdf-kinds", self._places[iri].at("rdf:type"), value=" and ".join(kinds)))
                continue
            values = {name: tuple(sorted(terms, key=str)) for name, terms in sorted(self._values.get(iri, {}).items())}
            nodes.append(Node(iri, kinds[0], tuple(sorted(classes)), self._places[iri], values))
        return nodes
