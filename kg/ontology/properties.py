"""What may be said of a term: the properties that are read, what their values look like, and how IRIs are shortened."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.clean import trouble, visible
from kg.findings import Finding, Place, find
from kg.ontology.turtle import Value
from kg.vocab import KG, PREFIXES, RDFS, SKOS, XSD

__all__ = ["ANNOTATIONS", "KINDS", "MATCHES", "PROPERTIES", "STRICT", "Property", "Suggestions", "check_value", "near", "short", "tidy"]

RELATION, TYPE, RULE = "relation", "class", "rule"
#: The kinds of term, by the IRI that declares them.
KINDS = {KG.Relation: RELATION, RDFS.Class: TYPE, KG.DerivationRule: RULE}
OWL = "http://www.w3.org/2002/07/owl#"
#: Namespaces of which every property must be known: a slip in one of these would go unnoticed.
STRICT = (KG.base, RDFS.base, SKOS.base, OWL)
#: Mappings to other vocabularies.
MATCHES = tuple(f"{SKOS.base}{name}Match" for name in ("exact", "close", "broad", "narrow", "related"))
#: Remarks for whoever reads the file; they go nowhere else.
ANNOTATIONS = tuple(RDFS.base + name for name in ("comment", "seeAlso", "isDefinedBy"))


@dataclass(frozen=True, slots=True)
class Property:
    """One property of terms, by the prefixed name that findings print."""

    name: str
    #: The kinds of term that may have it.
    of: tuple[str, ...]
    #: `text`, `iri` or `flag`.
    form: str = "text"
    several: bool = False
    #: Whether values in other languages are kept beside the main one.
    translated: bool = False
    one_of: tuple[str, ...] = ()
    longest: int = 2000

    @property
    def additive(self) -> bool:
        """Whether a workspace may add a value to a term that is not its own."""
        return self.several and self.form == "text"


_ALL, _DESCRIBED = (RELATION, TYPE, RULE), (RELATION, TYPE)
_DECLARED = {
    RDFS.label: Property("rdfs:label", _ALL, translated=True, longest=200),
    SKOS.definition: Property("skos:definition", _ALL),
    RDFS.subClassOf: Property("rdfs:subClassOf", (TYPE,), "iri", several=True),
    KG.example: Property("kg:example", _DESCRIBED),
    KG.publish: Property("kg:publish", _DESCRIBED, one_of=("yes", "pseudonym", "no")),
    KG.inverseLabel: Property("kg:inverseLabel", (RELATION,), longest=200),
    KG.negativeLabel: Property("kg:negativeLabel", (RELATION,), longest=200),
    KG.counterExample: Property("kg:counterExample", (RELATION,)),
    KG.group: Property("kg:group", (RELATION,), longest=200),
    KG.aspect: Property("kg:aspect", (RELATION,), one_of=("act", "state")),
    KG.plover: Property("kg:plover", (RELATION,), longest=200),
    KG.followthemoney: Property("kg:followthemoney", _DESCRIBED, longest=200),
    KG.lexicon: Property("kg:lexicon", _DESCRIBED, several=True, translated=True, longest=200),
}
_REFERENCES = dict.fromkeys(("domain", "range", "inverse"), RELATION)
_REFERENCES |= dict.fromkeys(("premise", "coPremise", "conclusion", "eventType", "subjectType", "objectType"), RULE)
_FLAGS = ("symmetric", "transitive", "grave", "speech")
#: Every property that is read, by its IRI.
PROPERTIES: dict[str, Property] = (
    _DECLARED
    | {KG.term(name): Property(f"kg:{name}", (kind,), "iri") for name, kind in _REFERENCES.items()}
    | {KG.term(name): Property(f"kg:{name}", (RELATION,), "flag") for name in _FLAGS}
)


def short(iri: str) -> str:
    """An IRI with its usual prefix, safe to print: `kg:memberOf`; in full where no prefix is known."""
    for prefix, base in (*PREFIXES.items(), ("owl", OWL)):
        if iri.startswith(base):
            return visible(f"{prefix}:{iri.removeprefix(base)}")
    return visible(f"<{iri}>")


def near(wanted: str, known: Iterable[str]) -> str:
    """The name that was probably meant, or an empty string; what stands after the prefix decides."""
    by_name = {_bare(name): name for name in sorted(known, reverse=True)}
    found = difflib.get_close_matches(_bare(wanted), sorted(by_name), 1)
    return by_name[found[0]] if found else ""


def _bare(name: str) -> str:
    return re.split("[:/#]", name)[-1].rstrip(">").lower()


@dataclass(slots=True)
class Suggestions:
    """Names that were probably meant, for the first findings only: a file of ten thousand slips must not take minutes."""

    left: int = 100

    def near(self, wanted: str, known: Iterable[str]) -> str:
        """What `near` says, or an empty string when enough has been suggested."""
        self.left -= 1
        return near(wanted, known) if self.left >= 0 else ""


_TRUTH = {"1": "true", "0": "false"}


def tidy(value: Value) -> Value:
    """The value in one writing: single blanks, flags as words; `@en` is the language of the program, so it counts as no tag."""
    if value.kind == "iri":
        return value
    if value.kind == XSD.boolean:
        return replace(value, text=_TRUTH.get(value.text, value.text))
    language = "" if value.language.partition("-")[0] == "en" else value.language
    return Value(" ".join(value.text.split()), XSD.string if value.language else value.kind, language)


_WANTED = {"text": "text in quotes", "iri": "a term, such as kg:Person", "flag": "true or false, without quotes"}


def check_value(known: Property, value: Value, at: Place) -> Finding | None:
    """What is wrong with a tidied value of a property, if anything."""
    if _form(value) != known.form:
        return find("ontology-form", at, property=known.name, wanted=_WANTED[known.form])
    return _check_text(known, value, at) if known.form == "text" else None


def _form(value: Value) -> str:
    if value.kind == XSD.boolean and value.text in ("true", "false"):
        return "flag"
    return {"iri": "iri", XSD.string: "text"}.get(value.kind, "other")


def _check_text(known: Property, value: Value, at: Place) -> Finding | None:
    if not value.text:
        return find("ontology-empty", at, property=known.name)
    if len(value.text) > known.longest:
        return find("ontology-long", at, property=known.name, most=known.longest)
    if value.language and not known.translated:
        return find("ontology-tagged", at, property=known.name, language=value.language)
    if known.one_of and value.text not in known.one_of:
        values = {"property": known.name, "value": visible(value.text), "known": ", ".join(known.one_of)}
        return find("ontology-value", at, **values, near=near(value.text, known.one_of))
    wrong = trouble(value.text, kind="label" if known.longest == 200 else "text")
    return find(wrong[0][0], at, **wrong[0][1]) if wrong else None
