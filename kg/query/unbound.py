"""Variables that a query uses and to which nothing in it gives a value: mostly a slip of the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyparsing import ParseResults
from rdflib import Variable
from rdflib.plugins.sparql.parserutils import CompValue

from kg.findings import Finding, Place, find
from kg.query.guard import Query
from kg.query.named import did_you_mean
from kg.query.syntax import line_of

__all__ = ["unbound"]

#: Of such variables in one query.
MOST = 10
#: By kind of node the field whose variables get their value there; in a block of triples each does.
_GIVING = {"GraphGraphPattern": "term", "Bind": "var", "InlineData": "var", "vars": "evar", "GroupAs": "var"}
#: What stands in here is only compared, and hands nothing out.
_APART = ("Builtin_EXISTS", "Builtin_NOTEXISTS", "MinusGraphPattern")


def unbound(query: Query) -> tuple[Finding, ...]:
    """One finding for each such variable, in the order of the text."""
    uses = tuple(_uses(query.form, apart=False, giving=False))
    everywhere = {name for name, giving, _ in uses if giving}
    outside = {name for name, giving, apart in uses if giving and not apart}
    wrong = (name for name, giving, apart in uses if not giving and name not in (everywhere if apart else outside))
    return tuple(_say(query.text, name, everywhere) for name in list(dict.fromkeys(wrong))[:MOST])


def _say(text: str, name: str, given: set[str]) -> Finding:
    near = did_you_mean(name, given - {name}, prefix="?").removeprefix('Did you mean "').removesuffix('"?')
    return find("query-unbound", Place("query", line_of(text, f"?{name}", f"${name}")), name=f"?{name}", near=near)


def _uses(node: Any, *, apart: bool, giving: bool) -> Iterator[tuple[str, bool, bool]]:  # rdflib's parse trees have no common type
    """Each variable with whether it gets its value here, and whether this is a part that hands nothing out."""
    if isinstance(node, Variable):
        yield str(node), giving, apart
    elif isinstance(node, CompValue):
        apart = apart or node.name in _APART
        for key, part in node.items():
            yield from _uses(part, apart=apart, giving=giving or node.name == "TriplesBlock" or _GIVING.get(node.name) == key)
    elif isinstance(node, (list, tuple, ParseResults)):
        for part in node:
            yield from _uses(part, apart=apart, giving=giving)
