"""What the shell offers after a tab: actors, relations, terms, named queries; silent where there is no workspace."""

from __future__ import annotations

from kg.errors import KgError
from kg.folder import Folder, find_folder
from kg.graph import read_rdf
from kg.interchange import FORMATS
from kg.model import join
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.query import named_queries
from kg.tables import read_tables

__all__ = ["actors", "formats", "queries", "relations", "terms"]


def _folder(start: str | None) -> Folder | None:
    try:
        return find_folder(start)
    except KgError:
        return None


def _ontology(start: str | None) -> Ontology:
    return read_ontology(_folder(start))[0]


def actors(begin: str, start: str | None = None) -> tuple[tuple[str, str], ...]:
    """(id, label) of the actors and events whose id, or a word of whose label, begins so."""
    folder = _folder(start)
    if folder is None:
        return ()
    settings, ontology = folder.settings()[0], _ontology(start)
    case = join(read_tables(folder, settings, ontology)[0], read_rdf(folder, settings, ontology)[0])
    wanted = begin.casefold()

    def fits(name: str, label: str) -> bool:
        return name.startswith(wanted) or any(word.startswith(wanted) for word in label.casefold().split())

    return tuple((record.id, record.label) for record in case.things if fits(record.id, record.label))


def relations(begin: str, start: str | None = None) -> tuple[tuple[str, str], ...]:
    """(id, definition) of the relations that begin so, the workspace's own among them."""
    return tuple((r.id, r.definition) for r in _ontology(start).relations.values() if r.id.startswith(begin))


def terms(begin: str, start: str | None = None) -> tuple[tuple[str, str], ...]:
    """(id, definition) of the relations, types and rules that begin so."""
    ontology = _ontology(start)
    known = [(term.id, term.definition) for terms in (ontology.relations.values(), ontology.types.values(), ontology.rules) for term in terms]
    return tuple(sorted(term for term in known if term[0].startswith(begin)))


def queries(begin: str) -> tuple[tuple[str, str], ...]:
    """(name, title) of the named queries that begin so."""
    return tuple((query.name, query.title) for query in named_queries() if query.name.startswith(begin))


def formats(begin: str) -> tuple[tuple[str, str], ...]:
    """(name, title) of the formats of exchange that begin so."""
    return tuple((form.name, form.title) for form in FORMATS.values() if form.name.startswith(begin))
