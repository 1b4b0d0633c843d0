"""Turtle files become the vocabulary of a workspace: the shipped terms first, then the workspace's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kg.findings import Finding, Place, find, in_order
from kg.folder import Folder, shipped
from kg.ontology.merging import Gathered, Term
from kg.ontology.properties import RELATION, RULE, TYPE, Suggestions, short
from kg.ontology.turtle import read_turtle
from kg.ontology.vocabulary import Ontology, Relation, Rule, Type

__all__ = ["read_ontology", "shapes"]

_SHIPPED = ("kg.ttl", "alignments.ttl")
_SHAPES = "shapes.ttl"
#: From the most open to the most careful.
_CAUTION = ("yes", "pseudonym", "no")
#: A tree deeper than this is a mistake or an attack; what hangs lower has no root, which is a finding.
_DEEPEST = 30
_ROOTS = ("Actor", "Event")
_TO_TYPES = ("kg:domain", "kg:range", "kg:subjectType", "kg:objectType", "rdfs:subClassOf")
_TO_RELATIONS = ("kg:inverse", "kg:premise", "kg:coPremise", "kg:conclusion")
_TO_EVENTS = ("kg:eventType",)


def read_ontology(folder: Folder | None = None) -> tuple[Ontology, tuple[Finding, ...]]:
    """Every term that holds in a workspace (without one: the shipped terms), and what is wrong with its Turtle.

    Whether each term is complete is asked of `terms.check_terms`. A term with findings is kept as far as it could be read.
    """
    own = tuple(_own(folder)) if folder else ()
    if folder and own:
        return _with_own(folder, own)
    stands = [(shipped() / "ontology" / name).stat() for name in _SHIPPED]
    return _shipped_only(tuple((file.st_mtime_ns, file.st_size) for file in stands))


@lru_cache(maxsize=1)
def _shipped_only(_changed: tuple[tuple[int, int], ...]) -> tuple[Ontology, tuple[Finding, ...]]:
    """What most workspaces have; a server and a notebook ask for it again and again. Files that changed are read anew."""
    return _with_own(None, ())


def _with_own(folder: Folder | None, own: Iterable[Path]) -> tuple[Ontology, tuple[Finding, ...]]:
    gathered = Gathered()
    for name in _SHIPPED:
        _read(gathered, shipped() / "ontology" / name, f"ontology/{name}", is_shipped=True)
    for path in own:
        assert folder
        if not path.resolve().is_relative_to(folder.root.resolve()):
            gathered.findings.append(find("ontology-outside", Place(folder.name(path))))
        elif path.name != _SHAPES:
            _read(gathered, path, folder.name(path), is_shipped=False)
    gathered.finish()
    ontology = replace(_ontology(gathered), unread=tuple(sorted({finding.place.column for finding in gathered.findings})))
    return ontology, in_order((*gathered.findings, *_check_links(gathered, ontology)))


def shapes(folder: Folder | None = None) -> tuple[Path, ...]:
    """The files of SHACL shapes: the shipped one, then the workspace's own `ontology/shapes.ttl` when it is another file."""
    first = shipped() / "ontology" / _SHAPES
    inside = (path for path in _own(folder) if path.resolve().is_relative_to(folder.root.resolve())) if folder else ()
    return (first, *(path for path in inside if path.name == _SHAPES and path.is_file()))


def _own(folder: Folder) -> Iterator[Path]:
    """The workspace's files in order of their names; this repository is a workspace whose files are the shipped ones."""
    ours = {(shipped() / "ontology" / name).resolve() for name in (*_SHIPPED, _SHAPES)}
    return (path for path in sorted(folder.ontology.glob("*.ttl")) if path.resolve() not in ours)


def _read(gathered: Gathered, path: Path, name: str, *, is_shipped: bool) -> None:
    blocks, found = read_turtle(path, name)
    gathered.findings += found
    for block in blocks:
        gathered.take(block, shipped=is_shipped)


def _ontology(gathered: Gathered) -> Ontology:
    by_id = sorted(gathered.terms.values(), key=lambda term: term.id)
    names = {term.iri: term.id for term in by_id}
    parents = {term.id: _parents(term, names) for term in by_id if term.kind == TYPE}
    stated = {term.id: term for term in by_id}
    return Ontology(
        {term.id: _type(term, _wider(term.id, parents), stated) for term in by_id if term.kind == TYPE},
        {term.id: _relation(term, names) for term in by_id if term.kind == RELATION},
        tuple(_rule(term, names) for term in by_id if term.kind == RULE),
        tuple(sorted(gathered.alignments)),
    )


def _parents(term: Term, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names[iri] for iri in term.texts("rdfs:subClassOf") if iri in names))


def _wider(kind: str, parents: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All wider types, nearest first; a type is never wider than itself, even in a circle."""
    found: dict[str, None] = {}
    level: tuple[str, ...] = (kind,)
    for _ in range(_DEEPEST):
        above = {parent for name in level for parent in parents.get(name, ()) if parent in parents}
        level = tuple(sorted(name for name in above if name not in found and name != kind))
        found.update(dict.fromkeys(level))
    return tuple(found)


def _type(term: Term, wider: tuple[str, ...], stated: Mapping[str, Term]) -> Type:
    # A type of one's own under Victim withholds names without saying so: forgetting the line must not publish them.
    inherited = max((stated[name].text("kg:publish") or "yes" for name in wider), key=_CAUTION.index, default="yes")
    return Type(
        id=term.id,
        iri=term.iri,
        label=term.text("rdfs:label"),
        definition=term.text("skos:definition"),
        example=term.text("kg:example"),
        wider=wider,
        publish=term.text("kg:publish") or inherited,
        labels=term.translations("rdfs:label"),
        followthemoney=next(filter(None, (stated[name].text("kg:followthemoney") for name in (term.id, *wider))), ""),
        lexicon=term.texts("kg:lexicon"),
        at=term.at,
    )


def _id(term: Term, name: str, names: Mapping[str, str]) -> str:
    """The id of the term that a property names; the short IRI where there is no such term."""
    iri = term.text(name)
    return names.get(iri, short(iri) if iri else "")


def _relation(term: Term, names: Mapping[str, str]) -> Relation:
    return Relation(
        id=term.id,
        iri=term.iri,
        label=term.text("rdfs:label"),
        inverse_label=term.text("kg:inverseLabel"),
        negative_label=term.text("kg:negativeLabel"),
        definition=term.text("skos:definition"),
        example=term.text("kg:example"),
        counter_example=term.text("kg:counterExample"),
        domain=_id(term, "kg:domain", names),
        range=_id(term, "kg:range", names),
        group=term.text("kg:group"),
        aspect=term.text("kg:aspect"),
        symmetric=term.flag("kg:symmetric"),
        transitive=term.flag("kg:transitive"),
        grave=term.flag("kg:grave"),
        speech=term.flag("kg:speech"),
        inverse=_id(term, "kg:inverse", names),
        plover=term.text("kg:plover"),
        followthemoney=term.text("kg:followthemoney"),
        lexicon=term.texts("kg:lexicon"),
        publish=term.text("kg:publish") or "yes",
        labels=term.translations("rdfs:label"),
        at=term.at,
    )


def _rule(term: Term, names: Mapping[str, str]) -> Rule:
    return Rule(
        id=term.id,
        iri=term.iri,
        label=term.text("rdfs:label"),
        premise=_id(term, "kg:premise", names),
        co_premise=_id(term, "kg:coPremise", names),
        conclusion=_id(term, "kg:conclusion", names),
        event_type=_id(term, "kg:eventType", names),
        subject_type=_id(term, "kg:subjectType", names),
        object_type=_id(term, "kg:objectType", names),
        definition=term.text("skos:definition"),
        labels=term.translations("rdfs:label"),
        at=term.at,
    )


def _check_links(gathered: Gathered, ontology: Ontology) -> Iterator[Finding]:
    """What is wrong between terms: names of nothing, circles, types that are neither actors nor events."""
    terms = gathered.terms
    relations = {term.iri for term in terms.values() if term.kind == RELATION}
    types = {term.iri for term in terms.values() if term.kind == TYPE}
    events = {term.iri for term in terms.values() if ontology.is_event(term.id)}
    for term in terms.values():
        for names, known, wanted in ((_TO_TYPES, types, "class"), (_TO_RELATIONS, relations, "relation"), (_TO_EVENTS, events, "class of events")):
            yield from _targets(term, names, known, wanted, gathered.suggestions)
    for kind in ontology.types.values():
        yield from _check_place(kind, ontology, terms)


def _targets(term: Term, names: Iterable[str], known: Collection[str], wanted: str, suggestions: Suggestions) -> Iterator[Finding]:
    for name in names:
        for iri in term.texts(name):
            if iri not in known:
                likely = suggestions.near(short(iri), map(short, known))
                yield find("ontology-target", term.at, property=name, value=short(iri), wanted=wanted, near=likely)


def _check_place(kind: Type, ontology: Ontology, terms: Mapping[str, Term]) -> Iterator[Finding]:
    stated = set(terms[kind.iri].texts("rdfs:subClassOf"))
    parents = [ontology.types[name] for name in kind.wider if ontology.types[name].iri in stated]
    if kind.iri in stated or any(kind.id in parent.wider for parent in parents):
        yield find("ontology-circle", kind.at)
    elif sum(root in (kind.id, *kind.wider) for root in _ROOTS) != 1:
        yield find("ontology-rootless", kind.at)
