"""One Turtle file as blocks: all that it says of one subject, with the line where that stands.

Files of users are hostile: strict parsing, no network, no blank nodes, no triple terms, a cap on the size. Which terms and
properties mean something is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.clean import TextError, decode, visible
from kg.findings import Finding, Place, find

__all__ = ["LARGEST", "Block", "Value", "local_name", "read_turtle", "too_many_triple_terms"]

#: Bytes of one file; the shipped vocabulary has about 50 000.
LARGEST = 5_000_000
#: A file with more triple terms than these is refused without being parsed.
TERMS = 500
#: Strings, comments, IRIs and escapes, so that the `<<` of a triple term is told from one inside of them.
_TOKEN = re.compile(
    r"""
    \"{3} (?: [^"\\] | \\. | "(?!"") )* "{3} | \'{3} (?: [^'\\] | \\. | '(?!'') )* '{3}
    | " (?: [^"\\\n] | \\. )* " | ' (?: [^'\\\n] | \\. )* ' | \#[^\n]* | <(?!<) [^<>\s]* > | \\. | (?P<term><<)
    """,
    re.DOTALL | re.VERBOSE,
)
_START_OF_BLOCK = re.compile(r"^(?:[\w.-]*:|<[^<>\s]*[/#])([^\s;,<>/#\"]+?)>?(?=[\s;,.]|$)", re.MULTILINE)
_FROM_THE_LIBRARY = re.compile(r"^Parser error at line \d+ (?:column \d+|between columns? \d+ and (?:line \d+ )?(?:column )?\d+): ")


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """The object of one triple: an IRI (`kind` is `iri`), or a literal (`kind` is its datatype)."""

    text: str
    kind: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """All that one file says of one subject: sorted values by the IRI of the property."""

    iri: str
    at: Place
    values: Mapping[str, tuple[Value, ...]]


def local_name(iri: str) -> str:
    """What stands after the last `/` or `#`: the id of a term."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def too_many_triple_terms(text: str) -> bool:
    """Whether a text must not reach the parser, which some thousands of triple terms inside each other would end with the program."""
    # It takes them apart by recursion, and the stack overflows.
    return text.count("<<") > TERMS and sum(match["term"] is not None for match in _TOKEN.finditer(text)) > TERMS


def read_turtle(path: Path, name: str) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    """The blocks of a file in order of their IRIs, and what is wrong with it; a file that cannot be parsed has none.

    `name` is how findings call the file.
    """
    here = Place(name)
    try:
        if not path.is_file():  # a pipe would be waited for without end
            return (), (find("ontology-unreadable", here, detail="it is no file"),)
        if path.stat().st_size > LARGEST:
            return (), (find("ontology-large", here, most=LARGEST // 1_000_000),)
        text = decode(path.read_bytes())
        if too_many_triple_terms(text):
            return (), (find("ontology-triple-term", here),)
        triples = list(parse(text, format=RdfFormat.TURTLE))
    except OSError as error:
        return (), (find("ontology-unreadable", here, detail=error.strerror),)
    except TextError as error:
        return (), (find(error.code, Place(name, error.line), **error.values),)
    except SyntaxError as error:
        return (), (find("ontology-syntax", Place(name, error.lineno or 0), detail=_said(error.msg)),)
    return _blocks(triples, name, _lines(text))


def _said(message: str) -> str:
    """What the parser said, without the place; it quotes the file, so it is made safe to print, piece by piece."""
    return re.sub("(?s).{1,60}", lambda piece: visible(piece[0]), _FROM_THE_LIBRARY.sub("", message)[:240])


def _lines(text: str) -> dict[str, int]:
    """The line of each name that stands at the start of a line: the parser itself tells no lines."""
    lines: dict[str, int] = {}
    line, seen = 1, 0
    for match in _START_OF_BLOCK.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        lines.setdefault(match[1], line)
    return lines


def _blocks(triples: list[Triple], name: str, lines: Mapping[str, int]) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    found: set[Finding] = set()
    together: dict[str, dict[str, set[Value]]] = {}
    for triple in triples:
        subject, value = triple.subject, triple.object
        iri = subject.value if isinstance(subject, NamedNode) else ""
        if isinstance(value, Triple):
            found.add(find("ontology-triple-term", _place(iri, name, lines)))
        elif isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            found.add(find("ontology-blank", _place(iri, name, lines)))
        else:
            together.setdefault(iri, {}).setdefault(triple.predicate.value, set()).add(_value(value))
    return tuple(_gathered(together, name, lines)), tuple(finding for finding in sorted(found) if finding.place.column or len(found) == 1)


def _place(iri: str, name: str, lines: Mapping[str, int]) -> Place:
    return Place(name, lines.get(local_name(iri), 0), visible(local_name(iri)))


def _value(term: NamedNode | Literal) -> Value:
    if isinstance(term, NamedNode):
        return Value(term.value, "iri")
    return Value(term.value, term.datatype.value, (term.language or "").lower())


def _gathered(together: Mapping[str, Mapping[str, set[Value]]], name: str, lines: Mapping[str, int]) -> Iterator[Block]:
    for iri, values in sorted(together.items()):
        yield Block(iri, _place(iri, name, lines), {prop: tuple(sorted(items)) for prop, items in sorted(values.items())})
