"""What becomes of the records of actors that are one: every name stays, and the most cautious wish to be withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.findings import Finding, find
from kg.model import Actor
from kg.ontology import Ontology

__all__ = ["joined_actors"]

#: How cautious each word of `publish` is.
CAUTION = {"yes": 0, "pseudonym": 1, "no": 2}


def joined_actors(actors: Iterable[Actor], heads: Mapping[str, str], ontology: Ontology) -> tuple[tuple[Actor, ...], list[Finding]]:
    """The actors that are left, in their order, and reports of types that do not go together."""
    by_id: dict[str, Actor] = {}
    for actor in actors:
        by_id.setdefault(actor.id, actor)
    members: dict[str, list[Actor]] = {}
    for old in sorted(heads):
        members.setdefault(heads[old], []).append(by_id[old])
    left = tuple(_joined(actor, members[actor.id], ontology) if actor.id in members else actor for actor in actors if actor.id not in heads)
    reports = [report for head, others in members.items() for report in _odd(by_id[head], others, ontology)]
    return left, reports


def _joined(head: Actor, others: list[Actor], ontology: Ontology) -> Actor:
    everybody = [head, *others]
    labels: dict[str, str] = {}
    for language, label in (pair for actor in everybody for pair in actor.labels):
        labels.setdefault(language, label)
    names = [name for actor in everybody for name in (actor.label, *(label for _, label in actor.labels), *actor.aliases)]
    shown = {head.label, *labels.values()}
    return replace(
        head,
        type=_type(head, others, ontology),
        labels=tuple(sorted(labels.items())),
        aliases=tuple(dict.fromkeys(name for name in names if name not in shown)),
        description="; ".join(dict.fromkeys(actor.description for actor in everybody if actor.description)),
        identifiers=tuple(dict.fromkeys(identifier for actor in everybody for identifier in actor.identifiers)),
        publish=max((_publish(actor, ontology) for actor in everybody), key=lambda word: CAUTION.get(word, len(CAUTION))),
        former=tuple(sorted(actor.id for actor in others)),
    )


def _type(head: Actor, others: Iterable[Actor], ontology: Ontology) -> str:
    """The head's type, or a narrower one of another: what is a company is an organisation too."""
    kind = head.type
    for actor in others:
        if ontology.is_a(actor.type, kind):
            kind = actor.type
    return kind


def _publish(actor: Actor, ontology: Ontology) -> str:
    found = ontology.types.get(actor.type)
    return actor.publish or (found.publish if found else "yes")


def _odd(head: Actor, others: Iterable[Actor], ontology: Ontology) -> list[Finding]:
    return [
        find("identity-types", actor.at.at("type"), value=actor.type, label=actor.label, head=head.label, type=head.type)
        for actor in others
        if not ontology.is_a(actor.type, head.type) and not ontology.is_a(head.type, actor.type)
    ]
