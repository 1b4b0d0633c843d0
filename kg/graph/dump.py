"""Quads as bytes: sorted N-Quads, which are canonical since there are no blank nodes, and TriG for people."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from kg.vocab import PREFIXES, Mint

__all__ = ["to_nquads", "to_trig"]


def to_nquads(quads: Iterable[Quad]) -> bytes:
    """One quad a line, lines sorted by their bytes."""
    text = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""
    # Not splitlines(): a literal may hold a raw U+2028 or U+0085, only a line feed ends a quad.
    return b"".join(sorted(line + b"\n" for line in text.split(b"\n") if line))


def to_trig(quads: Iterable[Quad], mint: Mint) -> bytes:
    """The same quads as TriG with readable prefixes, in the order given."""
    # The serializer writes prefixes in the order of its own hash table, which differs from run to run.
    prefixes = dict(sorted({**PREFIXES, **mint.prefixes}.items()))
    text = pyoxigraph.serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes) or b""
    head = [line for line in text.split(b"\n") if line.startswith(b"@prefix ")]
    rest = text[sum(len(line) + 1 for line in head) :]
    return b"\n".join(sorted(head)) + b"\n" + rest
