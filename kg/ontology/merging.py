"""Blocks of several files become terms: each declared once, a workspace may add words to any of them and change none that ships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.clean import visible
from kg.findings import Finding, Place, find
from kg.ontology.properties import ANNOTATIONS, KINDS, MATCHES, OWL, PROPERTIES, STRICT, Property, Suggestions, check_value, short, tidy
from kg.ontology.turtle import Block, Value, local_name
from kg.vocab import KG, PREFIXES, RDF

__all__ = ["Gathered", "Term"]


@dataclass(slots=True)
class Term:
    """One term while it is read: the good values of each property (in order, each once), by its prefixed name."""

    iri: str
    kind: str
    at: Place
    shipped: bool
    values: dict[str, dict[Value, None]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The local name."""
        return local_name(self.iri)

    def text(self, name: str) -> str:
        """The main value of a property, or an empty string; an IRI as it is."""
        return next((value.text for value in self.values.get(name, ()) if not value.language), "")

    def flag(self, name: str) -> bool:
        """Whether a flag is set."""
        return self.text(name) == "true"

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of a property in every language, each once, sorted."""
        return tuple(sorted({value.text for value in self.values.get(name, ())}))

    def translations(self, name: str) -> tuple[tuple[str, str], ...]:
        """(language, text) of the values beside the main one, sorted."""
        return tuple(sorted((value.language, value.text) for value in self.values.get(name, ()) if value.language))


@dataclass(slots=True)
class Gathered:
    """All terms by IRI, the mappings, and what is wrong so far."""

    terms: dict[str, Term] = field(default_factory=dict)
    alignments: set[tuple[str, str, str]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    suggestions: Suggestions = field(default_factory=Suggestions)
    _ids: dict[str, Term] = field(default_factory=dict)
    _additions: list[Block] = field(default_factory=list)

    def take(self, block: Block, *, shipped: bool) -> None:
        """Reads a block that declares a term; one that adds to a term elsewhere waits for `finish`."""
        kinds = [KINDS[value.text] for value in block.values.get(RDF.type, ()) if value.text in KINDS]
        wrong = tuple(self._check_kinds(block, kinds))
        self.findings += wrong
        known = self.terms.get(block.iri)
        if (not kinds and not wrong) or (known and known.shipped and not shipped):
            self._additions.append(block)
            if known and kinds and kinds != [known.kind]:
                self.findings.append(find("ontology-shipped", block.at, property="rdf:type"))
        elif len(kinds) == 1 and self._is_new(block, shipped=shipped):
            term = self.terms[block.iri] = self._ids[local_name(block.iri)] = Term(block.iri, kinds[0], block.at, shipped)
            self.findings += self._fill(term, block)

    def finish(self) -> None:
        """Adds what stands apart from its term's declaration; only now every declaration is known."""
        for block in self._additions:
            term = self.terms.get(block.iri)
            if term:
                self.findings += self._fill(term, block, adding=term.shipped)
            elif _speaks_of_a_term(block):
                likely = self.suggestions.near(short(block.iri), map(short, self.terms))
                self.findings.append(find("ontology-undeclared", block.at, value=short(block.iri), near=likely))
            else:
                self._align(block)

    def _check_kinds(self, block: Block, kinds: list[str]) -> Iterator[Finding]:
        for value in block.values.get(RDF.type, ()):
            if value.text not in KINDS and value.text.startswith((*STRICT, RDF.base)) and not _is_header(block):
                likely = self.suggestions.near(short(value.text), map(short, KINDS))
                yield find("ontology-kind", block.at, value=short(value.text), near=likely)
        if len(kinds) > 1:
            yield find("ontology-kinds", block.at, kinds=" and ".join(f"a {kind}" for kind in kinds))

    def _is_new(self, block: Block, *, shipped: bool) -> bool:
        """Whether nothing else has this id, and the dataset itself does not use the IRI."""
        twin = self._ids.get(local_name(block.iri))
        if twin:
            first = "the shipped vocabulary" if twin.shipped else str(Place(twin.at.path, twin.at.line))
            self.findings.append(find("ontology-double", block.at, value=visible(twin.id), first=first))
        elif not shipped and _is_reserved(block.iri):
            self.findings.append(find("ontology-reserved", block.at, value=short(block.iri)))
        else:
            return True
        return False

    def _fill(self, term: Term, block: Block, *, adding: bool = False) -> Iterator[Finding]:
        """Puts the values of a block into its term; `adding`: only what changes nothing of it."""
        self._align(block)
        for iri, values in block.values.items():
            known = PROPERTIES.get(iri)
            if known and term.kind in known.of:
                for value in map(tidy, values):
                    wrong = check_value(known, value, block.at) or _clash(term, known, value, block.at, adding=adding)
                    if wrong:
                        yield wrong
                    else:
                        there = term.values.setdefault(known.name, {})
                        # A workspace may call a term otherwise in a language than we do.
                        for former in _in_language(there, known, value) if adding else ():
                            del there[former]
                        there[value] = None
            elif known or (iri.startswith(STRICT) and iri not in MATCHES and iri not in ANNOTATIONS):
                names = sorted(other.name for other in PROPERTIES.values() if term.kind in other.of)
                likely = self.suggestions.near(short(iri), names)
                yield find("ontology-property", block.at, value=short(iri), kind=term.kind, known=", ".join(names), near=likely)

    def _align(self, block: Block) -> None:
        for iri in MATCHES:
            for value in block.values.get(iri, ()):
                if value.kind != "iri":
                    self.findings.append(find("ontology-form", block.at, property=short(iri), wanted="an IRI in angle brackets"))
                elif block.iri in self.terms or _is_ours(block.iri):
                    self.alignments.add((block.iri, iri, value.text))
                else:
                    self.findings.append(find("ontology-undeclared", block.at, value=short(block.iri), near=""))


def _speaks_of_a_term(block: Block) -> bool:
    """Whether the block makes no sense but for a term of ours; things of other vocabularies have labels too."""
    ours = any(iri.startswith(KG.base) for iri in block.values)
    return not _is_header(block) and (ours or (RDF.type not in block.values and any(iri in PROPERTIES for iri in block.values)))


def _is_header(block: Block) -> bool:
    """Whether the block speaks of the file as a whole."""
    return any(value.text == f"{OWL}Ontology" for value in block.values.get(RDF.type, ()))


def _is_ours(iri: str) -> bool:
    return iri.startswith(KG.base) and local_name(iri) in KG.names


def _is_reserved(iri: str) -> bool:
    """A relation of such an IRI would make the dataset's own triples, or everybody's, look like established facts."""
    return _is_ours(iri) or any(iri.startswith(base) for prefix, base in (*PREFIXES.items(), ("owl", OWL)) if prefix != "kg")


def _clash(term: Term, known: Property, value: Value, at: Place, *, adding: bool) -> Finding | None:
    """Why a good value cannot be added to what the term has; `None` when it can, or stands there already."""
    values = term.values.get(known.name, {})
    there = _in_language(values, known, value)
    unset = known.form == "flag" and value.text == "false" and not there
    if value in values or unset or known.additive or (value.language and adding):
        return None
    if adding:
        return find("ontology-shipped", at, property=known.name)
    return find("ontology-several", at, property=known.name) if there and not known.several else None


def _in_language(values: Iterable[Value], known: Property, value: Value) -> list[Value]:
    """The values that one in this language stands beside, where only one may."""
    return [] if known.several else [other for other in values if other.language == value.language]
