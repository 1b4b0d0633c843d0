"""The dataset as RDF: everything is held."""

from __future__ import annotations

from kg.graph import to_nquads, to_trig
from kg.interchange.registry import Content, Format, Loss, one_file
from kg.vocab import Mint

__all__ = ["FORMATS"]


def _nothing(_: Content) -> tuple[Loss, ...]:
    return ()


FORMATS = (
    Format("nq", ".nq", "the dataset as sorted N-Quads, for any RDF store", one_file(lambda content: to_nquads(content.quads)), _nothing),
    Format(
        "trig",
        ".trig",
        "the dataset as TriG, to read",
        one_file(lambda content: to_trig(content.quads, Mint(content.case.settings.base))),
        _nothing,
    ),
)
