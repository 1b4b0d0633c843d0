"""A case as a networkx graph, and the parts that a large one falls into."""

from __future__ import annotations

import networkx as nx

from kg.model import Case
from kg.standing import Weighed

__all__ = ["between", "parts", "to_network"]

#: The parts of a network depend on chance; the same chance every time.
SEED = 1


def to_network(case: Case, weighed: Weighed, *, established_only: bool = True) -> nx.MultiDiGraph:
    """Actors and events as nodes, statements as edges keyed by their id, in sorted order.

    Only established statements, unless asked otherwise; every edge carries the standing and the relation.
    """
    network = nx.MultiDiGraph()
    for record in sorted(case.things, key=lambda found: found.id):
        network.add_node(record.id, label=record.label, type=record.type)
    for statement in case.statements:
        standing = weighed.standing[statement.id]
        if standing.established or not established_only:
            network.add_edge(statement.subject, statement.object, statement.id, relation=statement.relation, standing=standing.word)
    return network


def parts(network: nx.MultiDiGraph) -> tuple[tuple[str, ...], ...]:
    """Communities, the largest first; in each the best connected actors first."""
    plain = _plain(network)
    found = nx.community.louvain_communities(plain, seed=SEED)
    ranked = [tuple(sorted(part, key=lambda name: (-plain.degree(name), name))) for part in found]
    return tuple(sorted(ranked, key=lambda part: (-len(part), part)))


def between(network: nx.MultiDiGraph) -> dict[str, float]:
    """How often each actor lies on a shortest way between two others, from 0 to 1; directions do not matter."""
    return {name: round(share, 4) for name, share in nx.betweenness_centrality(_plain(network)).items()}


def _plain(network: nx.MultiDiGraph) -> nx.Graph:
    """Who is connected to whom, once each."""
    plain = nx.Graph()
    # A graph view iterates in the order of a set, which changes with the hash seed: hence a new graph from sorted lists.
    plain.add_nodes_from(sorted(network))
    plain.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in network.edges()}))
    return plain
