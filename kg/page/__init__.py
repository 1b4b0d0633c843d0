"""The page: one HTML file of a case that asks nothing of the network and says of every line who says so and how firmly."""

from kg.page.render import render

__all__ = ["render"]
