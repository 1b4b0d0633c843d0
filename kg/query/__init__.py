"""Asking: a query is guarded, run on a store, written in a format, and helped along; knows no tables."""

from kg.query.explain import Explanation, explain, hints
from kg.query.guard import check_query
from kg.query.named import Known, Named, Parameter, fill, get_named, known_names, named_queries
from kg.query.results import FORMATS, to_format
from kg.query.run import Answer, Graphs, kind_of, run

__all__ = [
    "FORMATS",
    "Answer",
    "Explanation",
    "Graphs",
    "Known",
    "Named",
    "Parameter",
    "check_query",
    "explain",
    "fill",
    "get_named",
    "hints",
    "kind_of",
    "known_names",
    "named_queries",
    "run",
    "to_format",
]
