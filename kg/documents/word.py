"""The text of a .docx file that a reader of it sees, in the order of the document, tables and text boxes where they stand."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from kg.documents.taken import Facts, LeftOut, Taken, UnreadableError, count_words, one_blank, without_controls

__all__ = ["read_word"]

#: In bytes, unpacked: of one part that is text, and of all parts together; and how many parts there may be.
_LARGEST_PART = 50_000_000
_LARGEST = 200_000_000
_MOST_PARTS = 5_000
_DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))
_P, _TABLE, _ROW, _CELL, _RUN, _SECTION = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:r", "w:sectPr"))
#: What a run may hold, as text; U+2011 is the hyphen at which no line ends.
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011", qn("w:softHyphen"): "\xad", qn("w:ptab"): "\t"}
_TEXT, _GONE_TEXT = qn("w:t"), qn("w:delText")
#: What is in the file and not in the document: deletions that are still marked, and the second writing of what older programs cannot show.
_GONE = frozenset(map(qn, ("w:del", "w:moveFrom")))
_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What programs write where the name of a person is meant.
_PROGRAMS = ("python-docx", "microsoft office user", "user", "unknown", "admin", "administrator")
#: Notes that are only the lines between notes and text.
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read_word(raw: bytes) -> Taken:
    """The visible text; raises `UnreadableError` for what is no such file, or one made to harm its reader."""
    _check(raw)
    document = docx.Document(io.BytesIO(raw))
    body = _Walk()
    text = body.blocks(document.element.body)
    notes = _notes(document, body)
    left_out = (
        LeftOut("vanished", body.vanished, body.vanished_words),
        LeftOut("deleted", body.deleted, body.deleted_words),
        *_beside(document),
        LeftOut("notes", len(notes), sum(map(count_words, notes))),
    )
    whole = "\n\n".join(filter(None, (text, *notes)))
    return Taken(f"{whole}\n", _facts(document), tuple(item for item in left_out if item.count))


def _check(raw: bytes) -> None:
    """Looks over the archive before anybody trusts it: it may unpack to more than there is memory, or declare entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST:
                raise UnreadableError("add-archive", detail="it unpacks to more than any text is")
            if "word/document.xml" not in archive.namelist():
                raise UnreadableError("add-failed", detail="it is an archive, but holds no document")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_part(archive, part)
    except zipfile.BadZipFile as error:
        raise UnreadableError("add-failed", detail=f"no whole archive: {error}") from None


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > _LARGEST_PART:
        raise UnreadableError("add-archive", detail=f"{one_blank(without_controls(part.filename)[0])[:60]} unpacks to more than any text is")
    content = archive.read(part)
    if any(doctype in content for doctype in _DOCTYPES):
        raise UnreadableError("add-archive", detail="it declares a document type")


@dataclass(slots=True)
class _Walk:
    """Walks through paragraphs and tables, and counts what it leaves out."""

    vanished: int = 0
    vanished_words: int = 0
    deleted: int = 0
    deleted_words: int = 0
    #: Paragraphs of text boxes, which stand inside of others and are told after them.
    _boxes: list[etree._Element] = field(default_factory=list)

    def blocks(self, parent: etree._Element) -> str:
        """Paragraphs apart by an empty line, rows of tables each on a line."""
        return "\n\n".join(filter(None, (text for element in _outermost(parent, (_P, _TABLE)) for text in self._block(element))))

    def _block(self, element: etree._Element) -> Iterator[str]:
        if element.tag == _TABLE:
            yield "\n".join(filter(None, map(self._row, _outermost(element, (_ROW,)))))
            return
        yield self._paragraph(element)
        while self._boxes:
            yield self._paragraph(self._boxes.pop(0))

    def _row(self, row: etree._Element) -> str:
        """Its cells apart by a tab; a table inside a cell is told in the cell."""
        cells = (re.sub(r"\s*\n\s*", " ", self.blocks(cell)) for cell in _outermost(row, (_CELL,)))
        return "\t".join(cells).rstrip("\t")

    def _paragraph(self, paragraph: etree._Element) -> str:
        text = "".join(self._pieces(paragraph))
        return "\n".join(re.sub("  +", " ", line).strip(" ") for line in text.split("\n")).strip("\n")

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        """The text of a paragraph, without descending where nothing of it is seen."""
        for child in element.iterchildren(tag=etree.Element):
            if child.tag in _GONE:
                words = sum(count_words(text.text or "") for text in child.iter(_GONE_TEXT, _TEXT))
                self.deleted, self.deleted_words = self.deleted + bool(words), self.deleted_words + words
            elif child.tag == _P:
                self._boxes.append(child)
            elif child.tag == _TEXT:
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield "" if child.get(qn("w:type")) == "page" else _SIGNS[child.tag]
            elif child.tag == _RUN and _is_hidden(child):
                words = sum(count_words(text.text or "") for text in child.iter(_TEXT))
                self.vanished, self.vanished_words = self.vanished + bool(words), self.vanished_words + words
            elif child.tag != _TWICE:
                yield from self._pieces(child)


def _is_hidden(run: etree._Element) -> bool:
    """Whether a run is marked as hidden, on the page or on the web."""
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False
    marks = (properties.find(qn(name)) for name in ("w:vanish", "w:webHidden"))
    return any(mark is not None and mark.get(qn("w:val"), "1").lower() not in ("0", "false", "off") for mark in marks)


def _outermost(parent: etree._Element, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Elements of these tags in their order that lie in no other such; also those inside content controls and insertions."""
    for child in parent.iterchildren(tag=etree.Element):
        if child.tag in tags:
            yield child
        elif child.tag not in (_TWICE, _SECTION, *_GONE):
            yield from _outermost(child, tags)


def _notes(document: Document, walk: _Walk) -> list[str]:
    """Footnotes, then endnotes, each with its number; they belong to the text, and stand after it."""
    found = []
    for kind in ("footnotes", "endnotes"):
        for root in _parts(document, kind):
            notes = [note for note in root.iterchildren(qn(f"w:{kind[:-1]}")) if note.get(qn("w:type")) not in _SEPARATORS]
            found += [f"[{number}] {text}" for number, note in enumerate(notes, 1) if (text := walk.blocks(note))]
    return found


def _parts(document: Document, kind: str) -> Iterator[etree._Element]:
    """The roots of the parts of a kind that the document names, in the order of their names."""
    named = [link.target_part for link in document.part.rels.values() if not link.is_external and link.reltype.endswith(f"/{kind}")]
    for part in sorted(named, key=lambda part: str(part.partname)):
        yield etree.fromstring(part.blob)


def _beside(document: Document) -> Iterator[LeftOut]:
    """Headers, footers and comments: they stand on pages, and in no place of the text."""
    for what, kinds in (("headers", ("header", "footer")), ("comments", ("comments",))):
        count = words = 0
        for kind in kinds:
            for root in _parts(document, kind):
                held = [count_words(_Walk().blocks(one)) for one in (root.iterchildren(qn("w:comment")) if kind == "comments" else (root,))]
                count, words = count + sum(map(bool, held)), words + sum(held)
        yield LeftOut(what, count, words)


def _facts(document: Document) -> Facts:
    """Title, author and language as the file states them. When it was saved is not when it was published, so no date is taken."""
    said = document.core_properties
    language = (said.language or "").strip().lower().replace("_", "-")
    title, author = one_blank(said.title or "") or _heading(document), one_blank(said.author or "")
    return Facts(title=title[:500], author="" if author.lower() in _PROGRAMS else author[:500], language=language)


def _heading(document: Document) -> str:
    """What stands at the top as a title or as a heading of the first level; empty where text comes first."""
    for paragraph in document.element.body.iterchildren(_P):
        if text := one_blank("".join(part.text or "" for part in paragraph.iter(_TEXT))):
            return text if paragraph.style in ("Title", "Heading1") else ""
    return ""
