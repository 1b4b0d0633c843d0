"""Quads as bytes: sorted N-Quads, which are canonical since there are no blank nodes, and TriG for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from kg.vocab import PREFIXES, Mint

__all__ = ["to_nquads", "to_trig", "to_turtle"]


def to_nquads(quads: Iterable[Quad]) -> bytes:
    """One quad a line, lines sorted by their bytes."""
    text = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""
    # Not splitlines(): a literal may hold a raw U+2028 or U+0085, only a line feed ends a quad.
    return b"".join(sorted(line + b"\n" for line in text.split(b"\n") if line))


def to_trig(quads: Iterable[Quad], mint: Mint) -> bytes:
    """The same quads as TriG with readable prefixes, in the order given."""
    return _readable(quads, RdfFormat.TRIG, {**PREFIXES, **mint.prefixes})


def to_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Triples as Turtle with readable prefixes, in the order given."""
    return _readable(triples, RdfFormat.TURTLE, prefixes)


def _readable(statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    # The serializer writes prefixes in the order of its own hash table, which differs from run to run.
    text = pyoxigraph.serialize(statements, format=form, prefixes=dict(sorted(prefixes.items()))) or b""
    head = [line for line in text.split(b"\n") if line.startswith(b"@prefix ")]
    rest = text[sum(len(line) + 1 for line in head) :]
    return b"\n".join(sorted(head)) + b"\n" + rest
