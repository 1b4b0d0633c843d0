"""What is told about terms: whether each is complete, the tables of the documentation, the card of one term."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from kg.errors import UsageError
from kg.findings import Finding, find, in_order
from kg.ontology.vocabulary import Ontology, Relation, Rule, Type

__all__ = ["card", "check_terms", "names", "term_table"]

#: What each kind of term must say: the field of the record, and the property in Turtle.
_TYPE = {"label": "rdfs:label", "definition": "skos:definition", "example": "kg:example"}
_RELATION = _TYPE | {
    "inverse_label": "kg:inverseLabel",
    "counter_example": "kg:counterExample",
    "domain": "kg:domain",
    "range": "kg:range",
    "group": "kg:group",
    "aspect": "kg:aspect",
}
_RULE = {
    "label": "rdfs:label",
    "definition": "skos:definition",
    "premise": "kg:premise",
    "co_premise": "kg:coPremise",
    "conclusion": "kg:conclusion",
    "event_type": "kg:eventType",
    "subject_type": "kg:subjectType",
    "object_type": "kg:objectType",
}
_ASPECTS = {"act": "act: happened within the time given", "state": "state: held then, the source vouches for no more"}
_SMALL, _CAPITAL = re.compile("[a-z][A-Za-z0-9]*"), re.compile("[A-Z][A-Za-z0-9]*")


def check_terms(ontology: Ontology) -> tuple[Finding, ...]:
    """A finding for everything that a term should say and does not, and for every name in the wrong writing."""
    found: list[Finding] = []
    for kind in ontology.types.values():
        found += _check(kind, _TYPE, "class", _CAPITAL)
    for relation in ontology.relations.values():
        found += _check(relation, _RELATION, "relation", _SMALL)
    for rule in ontology.rules:
        found += _check(rule, _RULE, "rule", _SMALL)
    return in_order(found)


def _check(term: Type | Relation | Rule, wanted: dict[str, str], kind: str, name: re.Pattern[str]) -> Iterator[Finding]:
    for field, known in wanted.items():
        if not getattr(term, field):
            yield find("term-incomplete", term.at, property=known, kind=kind)
    if not name.fullmatch(term.id):
        yield find("term-name", term.at, value=term.id, kind=kind, example="RecruitmentAgency" if kind == "class" else "memberOf")


def names(ontology: Ontology) -> tuple[str, ...]:
    """The ids of all types, relations and rules, sorted as people look them up: capitals among small letters."""
    every = (*ontology.types, *ontology.relations, *(rule.id for rule in ontology.rules))
    return tuple(sorted(every, key=lambda name: (name.lower(), name)))


def card(ontology: Ontology, name: str) -> tuple[tuple[str, str], ...]:
    """All that is known of one term, as (field, text) without empty fields; `memberof` finds nothing but suggests `memberOf`."""
    rules = {rule.id: rule for rule in ontology.rules}
    if name in ontology.relations:
        fields = _relation_card(ontology.relations[name])
    elif name in ontology.types:
        fields = _type_card(ontology.types[name], ontology)
    elif name in rules:
        fields = _rule_card(rules[name])
    else:
        raise UsageError(f'There is no term "{name}".', hint=_hint(name, ontology))
    return tuple((field, text) for field, text in (*fields, *_aligned(fields[1][1], ontology)) if text)


def _hint(name: str, ontology: Ontology) -> str:
    by_name = {known.lower(): known for known in names(ontology)}
    near = difflib.get_close_matches(name.lower(), by_name, 1)
    return f'Did you mean "{by_name[near[0]]}"?' if near else "List them with: kg terms"


def _relation_card(relation: Relation) -> list[tuple[str, str]]:
    return [
        ("relation", relation.id),
        ("IRI", relation.iri),
        ("label", relation.label),
        ("inverse label", relation.inverse_label),
        ("negative label", relation.negative_label),
        ("in other languages", _languages(relation.labels)),
        ("definition", relation.definition),
        ("example", relation.example),
        ("counter-example", relation.counter_example),
        ("from", relation.domain),
        ("to", relation.range),
        ("group", relation.group),
        ("aspect", _ASPECTS.get(relation.aspect, "")),
        ("grave", "yes: established only when a person upholds it" if relation.grave else ""),
        ("speech", "yes: a party's own paper can assert it of that party" if relation.speech else ""),
        ("symmetric", "yes: holds both ways" if relation.symmetric else ""),
        ("transitive", f"yes: queries follow it with kg:{relation.id}+" if relation.transitive else ""),
        ("inverse", relation.inverse),
        ("PLOVER", relation.plover),
        ("FollowTheMoney", relation.followthemoney),
        ("lexicon", ", ".join(relation.lexicon)),
        ("publish", relation.publish),
    ]


def _type_card(kind: Type, ontology: Ontology) -> list[tuple[str, str]]:
    return [
        ("event type" if ontology.is_event(kind.id) else "actor type", kind.id),
        ("IRI", kind.iri),
        ("label", kind.label),
        ("in other languages", _languages(kind.labels)),
        ("definition", kind.definition),
        ("example", kind.example),
        ("under", ", ".join(kind.wider)),
        ("over", ", ".join(sorted(other.id for other in ontology.types.values() if kind.id in other.wider))),
        ("FollowTheMoney", kind.followthemoney),
        ("lexicon", ", ".join(kind.lexicon)),
        ("publish", kind.publish),
    ]


def _rule_card(rule: Rule) -> list[tuple[str, str]]:
    event = rule.event_type
    return [
        ("rule", rule.id),
        ("IRI", rule.iri),
        ("label", rule.label),
        ("in other languages", _languages(rule.labels)),
        ("definition", rule.definition),
        ("when", f"{rule.subject_type} {rule.premise} {event}, and {rule.object_type} {rule.co_premise} the same {event}; both established"),
        ("then", f"{rule.subject_type} {rule.conclusion} {rule.object_type}"),
    ]


def _languages(labels: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{text} ({language})" for language, text in labels)


def _aligned(iri: str, ontology: Ontology) -> Iterator[tuple[str, str]]:
    for subject, mapping, other in ontology.alignments:
        if subject == iri:
            match = re.split("[/#]", mapping)[-1].removesuffix("Match")
            yield f"{match} match", other


def term_table(ontology: Ontology) -> str:
    """The whole vocabulary as Markdown tables: relations by group, then the types of actors and of events, then the rules."""
    parts = []
    for group in ontology.groups():
        relations = sorted((r for r in ontology.relations.values() if r.group == group), key=lambda r: r.id)
        rows = ((f"`{r.id}`", r.domain, r.range, r.definition, _marks(r)) for r in relations)
        parts += [f"### Relations: {group}", _table(("relation", "from", "to", "definition", "marks"), rows)]
    for root, title in (("Actor", "Types of actors"), ("Event", "Types of events")):
        kinds = sorted((kind for kind in ontology.types.values() if ontology.is_a(kind.id, root)), key=lambda kind: kind.id)
        lines = ((f"`{kind.id}`", ", ".join(kind.wider), kind.definition, kind.publish) for kind in kinds)
        parts += [f"### {title}", _table(("type", "under", "definition", "publish"), lines)]
    rules = ((f"`{rule.id}`", rule.conclusion, rule.definition) for rule in ontology.rules)
    return "\n\n".join([*parts, "### Rules", _table(("rule", "derives", "definition"), rules)])


def _marks(relation: Relation) -> str:
    flags = ("grave", "speech", "symmetric", "transitive")
    return ", ".join([relation.aspect, *(f"**{flag}**" if flag == "grave" else flag for flag in flags if getattr(relation, flag))])


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
