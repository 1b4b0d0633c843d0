"""One file of RDF as quads: size, encoding, syntax, and the line of each name; what the triples mean is not known here.

Files come from strangers. The parser works offline and strictly; what makes it crash or fill the memory is looked for before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.clean import TextError, decode, visible
from kg.findings import Finding, Place, find
from kg.graph.jsonld import check_jsonld
from kg.ontology.turtle import local_name, too_many_triple_terms

__all__ = ["FORMATS", "LARGEST", "MOST", "UNREAD", "RdfFile", "read_file"]

#: Bytes and triples of one file.
LARGEST, MOST = 20_000_000, 500_000
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}
#: What other endings stand for. RDF/XML can hide requests and grow to gigabytes while it is read; the others are rare.
UNREAD = {".rdf": "RDF/XML", ".owl": "RDF/XML", ".rdfs": "RDF/XML", ".n3": "N3", ".trix": "TriX"}
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|rdf:RDF)", re.IGNORECASE)
_WHERE = re.compile(r"^Parser error (?:at line \d+ (?:columns? \d+|between columns? \d+ and (?:column )?\d+)|between line .*? and .*?): ")
#: What stands first in an unindented line, and what an `@id` of JSON-LD names.
_HEAD = re.compile(r'^(?:<([^>\s]*)>|([^\s<>"\'#@;,]+))|"@?id"\s*:\s*"([^"\n]*)"', re.MULTILINE)
_NAME = re.compile(r"[^\s<>\"'/#:;,()\[\]{}|^@=\\]+")


@dataclass
class RdfFile:
    """A file that was read: its quads in order, each once."""

    name: str
    text: str
    quads: list[Quad]
    base: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def place(self, iri: str) -> Place:
        """The line that begins with an IRI, or the first that holds its local name; line 0 where none does, and for an empty one."""
        return Place(self.name, (self._heads.get(iri) or self._names.get(local_name(iri), 0)) if iri else 0)

    @cached_property
    def _heads(self) -> dict[str, int]:
        lines: dict[str, int] = {}
        line, seen = 1, 0
        for match in _HEAD.finditer(self.text):
            line += self.text.count("\n", seen, match.start())
            seen = match.start()
            lines.setdefault(self._whole(match[match.lastindex or 0].rstrip(".")), line)
        return lines

    def _whole(self, written: str) -> str:
        """The IRI that a name stands for: with a prefix, relative, or whole already."""
        prefix, colon, rest = written.partition(":")
        if colon and prefix in self.prefixes:
            return self.prefixes[prefix] + rest
        return written if colon else self.base + written

    @cached_property
    def _names(self) -> dict[str, int]:
        lines: dict[str, int] = {}
        for number, line in enumerate(self.text.split("\n"), 1):
            for name in _NAME.findall(line):
                lines.setdefault(name.rstrip("."), number)
        return lines


def read_file(path: Path, name: str, base: str) -> tuple[RdfFile | None, tuple[Finding, ...]]:
    """The file, or `None` and why it is not read; relative IRIs are taken from `base`.

    `name` is how findings call the file.
    """
    place = Place(name)
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            return None, (find("rdf-large", place, most=LARGEST // 1_000_000),)
        text = decode(raw)
        if _XML.match(text):
            return None, (find("rdf-format", place, format="RDF/XML"),)
        found = _before(text, name, suffix)
        return (None, found) if found else _parsed(text, name, suffix, base)
    except OSError as error:
        return None, (find("rdf-unreadable", place, detail=error.strerror or type(error).__name__),)
    except TextError as error:
        return None, (find(error.code, Place(name, error.line), **error.values),)
    except MemoryError:
        # Not that memory is short: the parser has a limit for one token, and says so in this way.
        return None, (find("rdf-value-large", place, most=16),)
    except SyntaxError as error:
        return None, (find("rdf-syntax", Place(name, error.lineno or 0), detail=_said(error.msg)),)


def _before(text: str, name: str, suffix: str) -> tuple[Finding, ...]:
    """What is found without the parser, because the parser would not survive it, or would say nothing."""
    if suffix == ".jsonld":
        return check_jsonld(text, name)
    if too_many_triple_terms(text):
        return (find("rdf-triple-term", Place(name)),)
    return ()


def _parsed(text: str, name: str, suffix: str, base: str) -> tuple[RdfFile | None, tuple[Finding, ...]]:
    parser = parse(text, format=FORMATS[suffix], base_iri=base)
    quads = list(islice(parser, MOST + 1))
    if len(quads) > MOST:
        return None, (find("rdf-many", Place(name), most=f"{MOST:,}".replace(",", " ")),)
    file = RdfFile(name, text, list(dict.fromkeys(quads)), base, parser.prefixes)
    return file, _left_out(file, base) if suffix == ".jsonld" else ()


def _left_out(file: RdfFile, base: str) -> tuple[Finding, ...]:
    """The IRIs of a JSON-LD file that are none: its standard leaves them out, with all that is said of them."""
    wrong: set[str] = set()
    for quad in parse(file.text, format=RdfFormat.JSON_LD, base_iri=base, lenient=True):
        terms = (quad.subject, quad.predicate, quad.object)
        wrong.update(term.value for term in terms if isinstance(term, NamedNode) and not _is_iri(term.value))
    return tuple(find("rdf-iri", file.place(iri), value=visible(iri)) for iri in sorted(wrong))


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _said(message: str) -> str:
    """What the parser said, without the place; it quotes the file, so it is made safe to print, piece by piece."""
    return re.sub("(?s).{1,60}", lambda piece: visible(piece[0]), _WHERE.sub("", message)[:240])
