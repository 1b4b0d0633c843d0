"""Answers as bytes: a table for people, and the standard formats for programs.

`csv` and `tsv` hold every cell exactly, also one that begins with `=`, `+`, `-` or `@`: they are for programs, and a
spreadsheet may take such a cell for a formula. Only `table` shortens, wraps and makes visible.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query.run import Answer, Term, lexical
from kg.vocab import PREFIXES, XSD

__all__ = ["FORMATS", "Format", "to_format"]

#: Columns of a terminal when nobody says how many there are.
WIDTH = 120
#: A column is never squeezed below this.
NARROWEST = 12
#: A cell that would take more lines than this ends in "…".
MOST_LINES = 60

#: What the terminal would obey, or what turns the text around it; joiners and the blanks of Khmer are left alone.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The signs of a name at the end of an IRI, with a letter among them; gone through once, however long they are.
_ELEMENT = re.compile(r"(?<![\w.-])(?=[\w.-]*[A-Za-z_])[\w.-]++$")
_LOCAL = re.compile(r"\w(?:[\w.-]*[\w-])?")


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an answer: which kinds of answer it can hold, and the function that writes them."""

    name: str
    kinds: tuple[str, ...]
    write: Callable[[Answer, Mapping[str, str], int], bytes]


def to_format(answer: Answer, name: str, *, prefixes: Mapping[str, str] | None = None, width: int = WIDTH) -> bytes:
    """An answer in one of `FORMATS`; `prefixes` are the workspace's own, `width` is for `table` only.

    Raises `UsageError` when there is no such format, or it cannot hold this kind of answer.
    """
    if name not in FORMATS:
        raise UsageError(f'There is no format "{name}".', hint=f"Formats are: {', '.join(FORMATS)}.")
    form = FORMATS[name]
    if answer.kind not in form.kinds:
        fit = ", ".join(other.name for other in FORMATS.values() if answer.kind in other.kinds)
        raise UsageError(f"{_KINDS[answer.kind]} cannot be written as {name}.", hint=f"Formats that fit are: {fit}.")
    return form.write(answer, {**PREFIXES, **(prefixes or {})}, width)


_KINDS = {"select": "Rows of a SELECT", "ask": "The yes or no of an ASK", "construct": "Triples"}


def _table(answer: Answer, prefixes: Mapping[str, str], width: int) -> bytes:
    if answer.kind == "ask":
        return b"yes\n" if answer.boolean else b"no\n"
    rows = [[_shown(term, prefixes) for term in row] for row in answer.cells]
    if not answer.headings:
        return b""
    widths = _fitted([max(map(_wide, column)) for column in zip(answer.headings, *rows, strict=True)], width)
    lines = [_aligned(answer.headings, widths), _aligned(["─" * size for size in widths], widths)]
    for row in rows:
        wrapped = [_wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
        tall = max(map(len, wrapped))
        lines += [_aligned([cell[n] if n < len(cell) else "" for cell in wrapped], widths) for n in range(tall)]
    return "".join(f"{line}\n" for line in lines).encode()


def _shown(term: Term, prefixes: Mapping[str, str]) -> str:
    text = _short(term.value, prefixes) if isinstance(term, ox.NamedNode) else lexical(term)
    return _UNSEEN.sub(lambda found: _visible(found[0]), text)


def _visible(character: str) -> str:
    if character in "\n\t":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    fitting = [(base, prefix) for prefix, base in prefixes.items() if iri.startswith(base) and _LOCAL.fullmatch(iri[len(base) :])]
    if not fitting:
        return iri
    base, prefix = max(fitting, key=lambda pair: (len(pair[0]), pair[1]))
    return f"{prefix}:{iri[len(base) :]}"


def _wide(text: str) -> int:
    """How many places of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_place, text))


def _place(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _fitted(widths: list[int], width: int) -> list[int]:
    """Widths that together fit: the widest columns give way first, none below `NARROWEST`."""
    room = width - 2 * (len(widths) - 1)
    widths = list(widths)
    while sum(widths) > room and max(widths) > NARROWEST:
        widest = max(widths)
        next_widest = max((size for size in widths if size < widest), default=NARROWEST)
        equal = [n for n, size in enumerate(widths) if size == widest]
        share = -(-(sum(widths) - room) // len(equal))
        for n in equal:
            widths[n] = max(widest - share, next_widest, NARROWEST)
    return widths


def _aligned(cells: list[str] | tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell + " " * (size - _wide(cell)) for cell, size in zip(cells, widths, strict=True)).rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for piece in _pieces(text, width):
        if lines and _wide(lines[-1]) + 1 + _wide(piece) <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    if len(lines) > MOST_LINES:
        last = lines[MOST_LINES - 1]
        while _wide(last) > width - 1:
            last = last[:-1]
        lines[MOST_LINES - 1 :] = [f"{last}…"]
    return lines or [""]


def _pieces(text: str, width: int) -> list[str]:
    """The words of a text; one that is wider than the column is cut."""
    pieces: list[str] = []
    for word in text.split():
        if _wide(word) <= width:
            pieces.append(word)
            continue
        piece, taken = "", 0
        for character in word:
            if taken + _place(character) > width:
                pieces.append(piece)
                piece, taken = "", 0
            piece += character
            taken += _place(character)
        pieces.append(piece)
    return pieces


def _solutions(answer: Answer) -> ox.QuerySolutions | ox.QueryBoolean:
    """The answer as pyoxigraph's own object, in our order, so that its writers can be used."""
    if answer.kind == "ask":
        results: dict[str, object] = {"head": {}, "boolean": answer.boolean}
    else:
        bindings = [{c: _binding(term) for c, term in zip(answer.columns, row, strict=True) if term is not None} for row in answer.rows]
        results = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return ox.parse_query_results(json.dumps(results), format=ox.QueryResultsFormat.JSON)


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, ox.Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        plain = {"type": "literal", "value": term.value}
        return plain if term.datatype.value == XSD.string else {**plain, "datatype": term.datatype.value}
    return {"type": "bnode" if isinstance(term, ox.BlankNode) else "uri", "value": lexical(term)}


def _rows(form: ox.QueryResultsFormat) -> Callable[[Answer, Mapping[str, str], int], bytes]:
    def write(answer: Answer, prefixes: Mapping[str, str], width: int) -> bytes:
        del prefixes, width  # a standard format has no place for either
        if form == ox.QueryResultsFormat.XML and any(_NOT_XML.search(lexical(term)) for row in answer.rows for term in row):
            raise UsageError("A cell holds a control character, which XML cannot.", hint="Take json, csv or tsv.")
        text = _solutions(answer).serialize(format=form) or b""
        return text if text.endswith(b"\n") else text + b"\n"

    return write


def _turtle(answer: Answer, prefixes: Mapping[str, str], width: int) -> bytes:
    del width
    text = ox.serialize(answer.triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    # The writer puts prefixes in the order of its own hash table, which differs from run to run.
    head, rest = [], text.split(b"\n")
    while rest and rest[0].startswith(b"@prefix "):
        head.append(rest.pop(0))
    return b"\n".join([*sorted(head), *rest])


def _ntriples(answer: Answer, prefixes: Mapping[str, str], width: int) -> bytes:
    del prefixes, width
    return ox.serialize(answer.triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _jsonld(answer: Answer, prefixes: Mapping[str, str], width: int) -> bytes:
    del prefixes, width  # whole IRIs need no context, which a reader would have to trust
    return (ox.serialize(answer.triples, format=ox.RdfFormat.JSON_LD) or b"[]") + b"\n"


def _rdfxml(answer: Answer, prefixes: Mapping[str, str], width: int) -> bytes:
    del prefixes, width
    if any(_NOT_XML.search(lexical(term)) for triple in answer.triples for term in (triple.subject, triple.object)):
        raise UsageError("A value holds a control character, which XML cannot.", hint="Take turtle, ntriples or jsonld.")
    # The name of an element is the end of the predicate; the writer would leave it empty, and so write what is no XML.
    nameless = next((triple.predicate.value for triple in answer.triples if not _ELEMENT.search(triple.predicate.value)), None)
    if nameless:
        raise UsageError(f"RDF/XML has no way to write <{nameless}>.", hint="Take turtle, ntriples or jsonld.")
    return (ox.serialize(answer.triples, format=ox.RdfFormat.RDF_XML) or b"") + b"\n"


_ROWS = ("select", "ask")
#: Every format, by its name.
FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("table", ("select", "ask", "construct"), _table),
        Format("csv", _ROWS, _rows(ox.QueryResultsFormat.CSV)),
        Format("tsv", _ROWS, _rows(ox.QueryResultsFormat.TSV)),
        Format("json", _ROWS, _rows(ox.QueryResultsFormat.JSON)),
        Format("xml", _ROWS, _rows(ox.QueryResultsFormat.XML)),
        Format("turtle", ("construct",), _turtle),
        Format("ntriples", ("construct",), _ntriples),
        Format("jsonld", ("construct",), _jsonld),
        Format("rdfxml", ("construct",), _rdfxml),
    )
}
