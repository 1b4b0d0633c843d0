"""The dataset: a case as RDF, written, stored, and read back."""

from kg.graph.dump import to_nquads, to_trig
from kg.graph.parse import Kept, find_rdf, read_rdf
from kg.graph.quads import GRAPHS, to_quads
from kg.graph.store import dataset_of, drop_unfinished, is_kept_on_disk, open_prepared, open_store, prepare_store, store_of

__all__ = [
    "GRAPHS",
    "Kept",
    "dataset_of",
    "drop_unfinished",
    "find_rdf",
    "is_kept_on_disk",
    "open_prepared",
    "open_store",
    "prepare_store",
    "read_rdf",
    "store_of",
    "to_nquads",
    "to_quads",
    "to_trig",
]
