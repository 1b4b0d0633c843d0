"""What may be asked: SPARQL 1.1 that only reads, and only this dataset; runs nothing.

The query is parsed by rdflib, because pyoxigraph shows no parse tree and its SERVICE cannot be switched off. What is
refused is looked for in the tree, never in the text. The two engines do not split every text into the same words,
so a text that they could read differently is refused before it is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import rdflib.plugins.sparql
from pyparsing import ParseBaseException, ParseResults
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import QueryError
from kg.query.syntax import bare, count_words, explain, place_of

__all__ = ["Query", "check_query", "read_query", "walk"]

# A second belt: nothing that rdflib itself evaluates may load what FROM names.
rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False

MOST_BYTES = 16 * 1024
#: rdflib's parser takes up to half a millisecond for each, so it is done within some two seconds.
MOST_WORDS = 4_000
#: Python reads no longer numbers.
MOST_DIGITS = 1_000
#: Oxigraph plans a join of 40 patterns in some hundredths of a second, one of 125 in many seconds.
MOST_PATTERNS = 40
#: rdflib's parser needs some 30 frames of Python for each bracket; Oxigraph's overflows the stack of the process.
MOST_NESTED = 20

#: Node of the parse tree → what is wrong, what to do instead.
_REFUSED = {
    "ServiceGraphPattern": ("SERVICE would ask another server; a query stays inside this dataset.", "Take the SERVICE part out."),
    "DatasetClause": (
        "FROM is not read: a query always sees all graphs of this dataset.",
        "Narrow a part of it with GRAPH graph:established { … }",
    ),
}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_PREFIXED = re.compile(rf"(?:[!+^-]\s*){{{MOST_NESTED}}}")
#: A keyword that is no part of a longer word.
_KEYWORD = re.compile(r"(?<!\w)(?:SERVICE|FROM)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """A query that has passed: its text, as both engines read it, and its parse tree."""

    text: str
    tree: ParseResults

    @property
    def form(self) -> CompValue:
        """The SELECT, ASK, CONSTRUCT or DESCRIBE under the prologue."""
        form: CompValue = self.tree[1]
        return form

    @property
    def ordered(self) -> bool:
        """Whether the query itself says in which order its rows come."""
        return "orderby" in self.form

    @property
    def starred(self) -> bool:
        """Whether it is a `SELECT *`, whose columns no engine gives in a useful order."""
        return self.form.name == "SelectQuery" and "projection" not in self.form


def check_query(text: str, *, prefixes: Mapping[str, str] | None = None) -> None:
    """Returns when a query may be run; raises `QueryError` with what is wrong and what to do instead."""
    read_query(text, prefixes=prefixes)


def read_query(text: str, *, prefixes: Mapping[str, str] | None = None) -> Query:
    """The query, checked as by `check_query`; `prefixes` are those that it need not declare."""
    text = _same_for_both(_sized(text))
    code = bare(text)
    _shallow(code)
    _short(text, code)
    tree = _parse(text, prefixes or {})
    for node in walk(tree):
        if isinstance(node, CompValue) and node.name in _REFUSED:
            raise QueryError(_REFUSED[node.name][0], hint=_REFUSED[node.name][1])
    # Whatever our own scanner holds for a keyword must have been one for rdflib, and is refused by now.
    if _KEYWORD.search(code):
        raise QueryError("This query can be read in two ways.", hint="Take the words SERVICE and FROM out of it.")
    most = max((_patterns(node) for node in walk(tree) if isinstance(node, CompValue)), default=0)
    if most > MOST_PATTERNS:
        raise QueryError(f"One group of this query joins {most} patterns; at most {MOST_PATTERNS} can be planned.", hint="Ask in several queries.")
    return Query(text, tree)


def _sized(text: str) -> str:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise QueryError(f"Character {error.start + 1} of the query is half a character.", hint="Save the query as UTF-8.") from error
    if size > MOST_BYTES:
        raise QueryError(f"The query is {size} bytes long; at most {MOST_BYTES} are read.", hint="Ask in several queries.")
    return text


def _same_for_both(text: str) -> str:
    r"""The text without what the two engines read differently.

    A lone carriage return ends a comment for Oxigraph and not for rdflib. A `\u0022` is a quotation mark that ends a
    string for rdflib, which decodes first and splits then, and a letter of the string for Oxigraph.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for match in _ESCAPE.finditer(text):
        code = int(match[1] or match[2], 16)
        if code < 0x20 or code > 0x10FFFF or 0xD800 <= code < 0xE000 or chr(code) in "\"'\\<>#":
            where = place_of(text, match.start())
            raise QueryError(f"{match[0]} at {where} is not read in a query.", hint='Write the character itself, or \\" \\\\ \\n.')
    return text


def _short(text: str, code: str) -> None:
    if not code.strip():
        raise QueryError("The query is empty.", hint="kg query --list shows the named queries.")
    words = count_words(text)
    if words > MOST_WORDS:
        raise QueryError(f"The query has {words} words and signs; at most {MOST_WORDS} are read.", hint="Ask in several queries.")
    if re.search(rf"\d{{{MOST_DIGITS + 1}}}", code):
        raise QueryError(f"A number of the query has more than {MOST_DIGITS} digits.", hint="Write a shorter one.")


def _shallow(code: str) -> None:
    depth = deepest = 0
    for character in code:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > MOST_NESTED or _PREFIXED.search(code):
        raise QueryError("The query is nested too deeply.", hint=f"At most {MOST_NESTED} brackets may stand inside each other.")


def _parse(text: str, prefixes: Mapping[str, str]) -> ParseResults:
    try:
        return _tree(text)
    except RecursionError:
        # Deep brackets do that, and so do some hundred patterns in one group, of which each is read inside the one before.
        raise QueryError("The query is too long, or nested too deeply, to be read.", hint="Ask in several queries.") from None
    except ParseBaseException as error:
        if _is_update(text):
            raise QueryError("This would change the data; queries only read.", hint="Change the tables, then run: kg build") from error
        raise explain(text, prefixes, error.loc) from error


@lru_cache(maxsize=1)
def _tree(text: str) -> ParseResults:
    """The parse tree, kept because it is wanted again for the hints; nobody may change it."""
    return parseQuery(text)


def _is_update(text: str) -> bool:
    try:
        return "request" in parseUpdate(text)
    except (ParseBaseException, RecursionError):
        return False


def walk(node: Any) -> Iterator[Any]:  # rdflib's parse trees have no common type
    """Every node of a parse tree, a parent before its children, in the order of the text."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        parts = list(node.values()) if isinstance(node, dict) else node if isinstance(node, (list, tuple, ParseResults)) else ()
        waiting += reversed(list(parts))


def _patterns(group: CompValue) -> int:
    """How many patterns an engine joins in one group: groups and graphs inside it are part of the same join."""
    if group.name == "TriplesBlock":
        return sum(_joined(triples) for triples in group.triples)
    if group.name == "GroupOrUnionGraphPattern":
        return max(map(_patterns, group.graph))
    if group.name == "GraphGraphPattern":
        return _patterns(group.graph)
    if group.name == "GroupGraphPatternSub":
        return sum(_patterns(part) for part in group.part or ())
    return 0


def _joined(triples: ParseResults) -> int:
    """A path `a/b/c` is a join of three."""
    steps = sum(len(node.part) - 1 for node in walk(triples) if isinstance(node, CompValue) and node.name == "PathSequence")
    return len(triples) // 3 + steps
