"""The vocabulary without withheld names: examples in a workspace's own terms are taken from its case."""

from __future__ import annotations

from dataclasses import replace

from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.ontology.vocabulary import Relation, Rule, Type
from kg.redact.names import Names

__all__ = ["own_terms", "without_names"]


def without_names(ontology: Ontology, names: Names) -> Ontology:
    """The ontology with every label, definition and example of its own terms cut that holds a withheld name.

    Shipped terms stay as they are: they were written without knowing the case, whatever ordinary word a group is called by.
    """
    if not names:
        return ontology
    types, relations, rules = own_terms(ontology)
    cut_rules = {rule.id: _rule(rule, names) for rule in rules}
    return replace(
        ontology,
        types={**ontology.types, **{kind.id: _type(kind, names) for kind in types}},
        relations={**ontology.relations, **{relation.id: _relation(relation, names) for relation in relations}},
        rules=tuple(cut_rules.get(rule.id, rule) for rule in ontology.rules),
    )


def own_terms(ontology: Ontology) -> tuple[tuple[Type, ...], tuple[Relation, ...], tuple[Rule, ...]]:
    """The terms that are not just as they are shipped."""
    ours, _ = read_ontology()
    return (
        tuple(kind for kind in ontology.types.values() if kind != ours.types.get(kind.id)),
        tuple(relation for relation in ontology.relations.values() if relation != ours.relations.get(relation.id)),
        tuple(rule for rule in ontology.rules if rule not in ours.rules),
    )


def _cut(text: str, names: Names) -> str:
    return "" if names.any(text) else text


def _labels(labels: tuple[tuple[str, str], ...], names: Names) -> tuple[tuple[str, str], ...]:
    return tuple((language, label) for language, label in labels if not names.any(label))


def _type(kind: Type, names: Names) -> Type:
    return replace(
        kind,
        label=_cut(kind.label, names) or kind.id,
        definition=_cut(kind.definition, names),
        example=_cut(kind.example, names),
        lexicon=tuple(word for word in kind.lexicon if not names.any(word)),
        labels=_labels(kind.labels, names),
    )


def _relation(relation: Relation, names: Names) -> Relation:
    return replace(
        relation,
        label=_cut(relation.label, names) or relation.id,
        inverse_label=_cut(relation.inverse_label, names),
        negative_label=_cut(relation.negative_label, names),
        definition=_cut(relation.definition, names),
        example=_cut(relation.example, names),
        counter_example=_cut(relation.counter_example, names),
        lexicon=tuple(word for word in relation.lexicon if not names.any(word)),
        labels=_labels(relation.labels, names),
    )


def _rule(rule: Rule, names: Names) -> Rule:
    return replace(rule, label=_cut(rule.label, names) or rule.id, definition=_cut(rule.definition, names))
