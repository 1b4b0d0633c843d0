"""A case as a network, and the places of a picture of it; nothing here draws."""

from kg.network.board import Line, Mark
from kg.network.build import between, parts, to_network
from kg.network.places import Picture, Spot, place

__all__ = ["Line", "Mark", "Picture", "Spot", "between", "parts", "place", "to_network"]
