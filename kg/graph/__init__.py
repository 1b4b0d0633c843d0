"""The dataset: a case as RDF, written, stored, and read back."""

from kg.graph.dump import to_nquads, to_trig
from kg.graph.parse import Kept, find_rdf, read_rdf
from kg.graph.quads import GRAPHS, to_quads
from kg.graph.store import dataset_of, open_store, store_of

__all__ = ["GRAPHS", "Kept", "dataset_of", "find_rdf", "open_store", "read_rdf", "store_of", "to_nquads", "to_quads", "to_trig"]
