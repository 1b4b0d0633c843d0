"""What FollowTheMoney allows, from a table that is frozen beside this module: its library needs a compiler, and checks less."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from kg.ontology import Ontology, Relation

__all__ = [
    "FALLBACK",
    "LANGUAGES",
    "SCHEMATA",
    "Identifier",
    "Link",
    "Schema",
    "identifier_of",
    "is_a",
    "link_of",
    "schema_of_type",
    "type_of",
]

#: The link that anything may be, with words for what it is.
FALLBACK = "UnknownLink"
#: The schema for an actor of which nothing closer is known.
ANYBODY = "LegalEntity"
#: What alignments put before a schema's name.
ALIGNED = "https://schema.followthemoney.tech/#"
_TABLE = tomllib.loads(files("kg.interchange.ftm").joinpath("schemata.toml").read_text(encoding="utf-8"))
LANGUAGES: Mapping[str, str] = _TABLE["languages"]


@dataclass(frozen=True, slots=True)
class Schema:
    """One schema, with what it has from those above it."""

    name: str
    #: It and all above it.
    names: frozenset[str]
    required: frozenset[str] = frozenset()
    #: The properties of source and target; empty where it is no edge.
    edge: tuple[str, str] | tuple[()] = ()
    abstract: bool = False
    #: The schema of the entity that a property holds.
    ranges: Mapping[str, str] = field(default_factory=dict)
    #: The properties that hold text, as far as we write them.
    texts: frozenset[str] = frozenset()
    #: The property for the words that name a link, or empty.
    role: str = "role"


def _above(name: str) -> Iterator[str]:
    yield name
    for wider in _TABLE["schemata"][name]["extends"]:
        yield from _above(wider)


def _schema(name: str) -> Schema:
    own, names = _TABLE["schemata"][name], tuple(_above(name))
    ranges = {key: value for wider in reversed(names) for key, value in _TABLE["schemata"][wider].get("ranges", {}).items()}
    texts = frozenset(text for wider in names for text in _TABLE["texts"].get(wider, ()))
    edge = tuple(own.get("edge", ()))
    required, abstract = frozenset(own.get("required", ())), own.get("abstract", False)
    return Schema(name, frozenset(names), required, edge, abstract, ranges, texts, _TABLE["roles"].get(name, "role"))


#: Every schema by its name.
SCHEMATA: Mapping[str, Schema] = {name: _schema(name) for name in _TABLE["schemata"]}


def is_a(name: str, wider: str) -> bool:
    """Whether a schema is `wider` or stands under it; unknown ones are nothing."""
    return name in SCHEMATA and wider in SCHEMATA[name].names


@dataclass(frozen=True, slots=True)
class Identifier:
    """How one scheme of identifiers stands in a property."""

    scheme: str
    property: str
    #: The schema that has the property.
    of: str
    form: re.Pattern[str]
    before: str = ""

    def holds(self, value: str) -> bool:
        """Whether a value is well formed: a faulty number is nobody's."""
        return self.form.fullmatch(value) is not None and (self.scheme != "lei" or int("".join(str(int(c, 36)) for c in value)) % 97 == 1)


IDENTIFIERS = tuple(
    Identifier(scheme, told["property"], told["of"], re.compile(told["form"]), told.get("before", ""))
    for scheme, told in _TABLE["identifiers"].items()
)


def identifier_of(text: str, schema: str) -> tuple[str, str] | None:
    """The property of a schema, and its value, for our `scheme:value`; `None` where it has none."""
    scheme, _, value = text.partition(":")
    fitting = (one for one in IDENTIFIERS if one.scheme == scheme and is_a(schema, one.of) and one.holds(value))
    return next(((one.property, one.before + value) for one in fitting), None)


@dataclass(frozen=True, slots=True)
class Link:
    """How a relation is written: the schema, and the properties that hold its subject and its object.

    An event that holds the subject itself has no property for the object, which it is.
    """

    schema: str
    subject: str
    object: str = ""


#: What anything becomes that has no edge of its own.
UNKNOWN = Link(FALLBACK, "subject", "object")


def link_of(relation: Relation | None) -> Link:
    """What `kg:followthemoney` of a relation says: `Membership`, `Ownership asset owner`, `Event involved`.

    Where it says nothing, or nothing that FollowTheMoney has, the relation is an unknown link.
    """
    words = relation.followthemoney.split() if relation else []
    schema = SCHEMATA.get(words[0]) if words else None
    if schema is None:
        return UNKNOWN
    properties = tuple(words[1:]) or schema.edge
    if not properties or len(properties) > 2 or any(name not in schema.ranges for name in properties):
        return UNKNOWN
    if len(properties) == 1:
        return Link(schema.name, properties[0]) if is_a(schema.name, "Event") else UNKNOWN
    return Link(schema.name, *properties) if schema.edge else UNKNOWN


def shared_schemata(ontology: Ontology) -> frozenset[str]:
    """The schemata that say less than our relations: there a link must tell in words which relation is meant.

    That a document documents somebody says nothing of who published it, though only this relation is written so.
    """
    schemata = [link_of(relation).schema for relation in ontology.relations.values()]
    return frozenset(schema for schema in schemata if schemata.count(schema) > 1) | {FALLBACK, "Documentation"}


def schema_of_type(kind: str, ontology: Ontology) -> str:
    """The schema of an actor's or event's type; what the vocabulary says and FollowTheMoney has."""
    found = ontology.types.get(kind)
    schema = SCHEMATA.get(found.followthemoney) if found else None
    if ontology.is_event(kind):
        return schema.name if schema and is_a(schema.name, "Event") else "Event"
    usable = schema is not None and not schema.abstract and is_a(schema.name, "Thing") and not is_a(schema.name, "Interval")
    return schema.name if schema and usable else ANYBODY


def type_of(schema: str, ontology: Ontology, *, event: bool = False) -> str:
    """The type that an entity of a schema has here: the one aligned with it, else the most general that is written so.

    A schema that no type is written as takes the type of the schema above it; what is left is an `Actor`.
    """
    level = [schema]
    while level:
        for name in level:
            found = _most_general(name, ontology, event)
            if found:
                return found
        level = [wider for name in level for wider in _TABLE["schemata"].get(name, {"extends": ()})["extends"]]
    return "Event" if event else "Actor"


def _most_general(schema: str, ontology: Ontology, event: bool) -> str:
    iri = ALIGNED + schema
    close = {subject for subject, mapping, other in ontology.alignments if other == iri and mapping.endswith(("exactMatch", "closeMatch"))}
    written = (kind for kind in ontology.types.values() if kind.followthemoney == schema or kind.iri in close)
    kinds = [kind for kind in written if ontology.is_event(kind.id) == event]
    return min(kinds, key=lambda kind: (kind.iri not in close, len(kind.wider), kind.id)).id if kinds else ""
