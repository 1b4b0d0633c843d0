"""A case as a network, a part of it, and the places of its picture; nothing here draws."""

from kg.network.board import Line, Mark
from kg.network.build import between, parts, to_network
from kg.network.places import Picture, Spot, place
from kg.network.select import Part, Wanted, select

__all__ = ["Line", "Mark", "Part", "Picture", "Spot", "Wanted", "between", "parts", "place", "select", "to_network"]
