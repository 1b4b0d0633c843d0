"""The vocabulary: what may be said, read from Turtle; nothing here knows a particular case."""

from kg.ontology.vocabulary import Ontology, Relation, Rule, Type

__all__ = ["Ontology", "Relation", "Rule", "Type"]
