"""The vocabulary as quads of the graph `ontology`: types with all wider types, relations, rules, alignments."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.graph.terms import Sink, tagged, truth
from kg.ontology import Ontology, Relation, Rule, Type
from kg.vocab import KG, RDF, RDFS, SKOS

__all__ = ["add_vocabulary"]

GRAPH = "ontology"


def add_vocabulary(sink: Sink, ontology: Ontology) -> None:
    """Adds everything the ontology declares; all superclasses are written out, so that no store needs to reason."""
    for kind in ontology.types.values():
        _add_type(sink, kind, ontology)
    for relation in ontology.relations.values():
        _add_relation(sink, relation, ontology)
    for rule in ontology.rules:
        _add_rule(sink, rule, ontology)
    for subject, predicate, other in ontology.alignments:
        sink.add(GRAPH, NamedNode(subject), predicate, NamedNode(other))


def _add_labels(sink: Sink, node: NamedNode, labels: Iterable[tuple[str, str]]) -> None:
    for language, label in labels:
        sink.add(GRAPH, node, SKOS.prefLabel, tagged(label, language))


def _add_type(sink: Sink, kind: Type, ontology: Ontology) -> None:
    node = NamedNode(kind.iri)
    sink.add(GRAPH, node, RDF.type, NamedNode(RDFS.Class))
    texts = {
        RDFS.label: kind.label, SKOS.definition: kind.definition, KG.example: kind.example,
        KG.followthemoney: kind.followthemoney, KG.publish: kind.publish,
    }  # fmt: skip
    for name, value in texts.items():
        sink.text(GRAPH, node, name, value)
    _add_labels(sink, node, kind.labels)
    for word in kind.lexicon:
        sink.text(GRAPH, node, KG.lexicon, word)
    for wider in kind.wider:
        sink.add(GRAPH, node, RDFS.subClassOf, NamedNode(ontology.types[wider].iri))


def _add_relation(sink: Sink, relation: Relation, ontology: Ontology) -> None:
    node = NamedNode(relation.iri)
    sink.add(GRAPH, node, RDF.type, NamedNode(KG.Relation))
    texts = {
        RDFS.label: relation.label, KG.inverseLabel: relation.inverse_label, KG.negativeLabel: relation.negative_label,
        SKOS.definition: relation.definition, KG.example: relation.example, KG.counterExample: relation.counter_example, KG.group: relation.group,
        KG.aspect: relation.aspect, KG.plover: relation.plover, KG.followthemoney: relation.followthemoney, KG.publish: relation.publish,
    }  # fmt: skip
    for name, value in texts.items():
        sink.text(GRAPH, node, name, value)
    _add_labels(sink, node, relation.labels)
    for word in relation.lexicon:
        sink.text(GRAPH, node, KG.lexicon, word)
    flags = {KG.grave: relation.grave, KG.speech: relation.speech, KG.symmetric: relation.symmetric, KG.transitive: relation.transitive}
    for name, flag in flags.items():
        sink.add(GRAPH, node, name, truth(flag))
    for name, kind_id in ((KG.domain, relation.domain), (KG.range, relation.range)):
        sink.add(GRAPH, node, name, NamedNode(ontology.types[kind_id].iri))
    if relation.inverse:
        sink.add(GRAPH, node, KG.inverse, NamedNode(ontology.relations[relation.inverse].iri))


def _add_rule(sink: Sink, rule: Rule, ontology: Ontology) -> None:
    node = NamedNode(rule.iri)
    sink.add(GRAPH, node, RDF.type, NamedNode(KG.DerivationRule))
    sink.text(GRAPH, node, RDFS.label, rule.label)
    sink.text(GRAPH, node, SKOS.definition, rule.definition)
    for name, relation_id in ((KG.premise, rule.premise), (KG.coPremise, rule.co_premise), (KG.conclusion, rule.conclusion)):
        sink.add(GRAPH, node, name, NamedNode(ontology.relations[relation_id].iri))
    for name, kind_id in ((KG.eventType, rule.event_type), (KG.subjectType, rule.subject_type), (KG.objectType, rule.object_type)):
        sink.add(GRAPH, node, name, NamedNode(ontology.types[kind_id].iri))
