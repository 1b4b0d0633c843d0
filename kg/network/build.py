"""A case as a networkx graph, and the parts that a large one falls into."""

from __future__ import annotations

from collections import Counter

import networkx as nx

from kg.model import Case
from kg.network.communities import communities
from kg.standing import Weighed

__all__ = ["between", "parts", "to_network"]


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


def parts(case: Case) -> tuple[tuple[str, ...], ...]:
    """Communities of everybody that a statement names or a record declares, the largest first; in each the best connected first.

    Whoever is connected to nobody is in the last part, with all others of that kind.
    """
    pairs = {(min(s.subject, s.object), max(s.subject, s.object)) for s in case.statements if s.subject != s.object}
    names = sorted({thing.id for thing in case.things} | {s.subject for s in case.statements} | {s.object for s in case.statements})
    row = {name: place for place, name in enumerate(names)}
    degree = Counter(end for pair in pairs for end in pair)
    found = communities(len(names), sorted((row[one], row[other]) for one, other in pairs))
    ranked = [tuple(sorted((names[member] for member in part), key=lambda name: (-degree[name], name))) for part in found]
    alone = tuple(part[0] for part in sorted(ranked) if not degree[part[0]])
    connected = sorted((part for part in ranked if degree[part[0]]), key=lambda part: (-len(part), part))
    return (*connected, alone) if alone else tuple(connected)


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
