"""Writes small .docx files, good ones and others."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

__all__ = ["repacked", "run", "saved", "with_body"]


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_body(inside: str) -> bytes:
    """A document whose body holds this XML."""
    document = docx.Document()
    for element in parse_xml(f"<w:body {nsdecls('w')}>{inside}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


def repacked(raw: bytes, name: str, content: bytes | None, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with another part of that name, or without it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", method) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        if content is not None:
            new.writestr(name, content)
    return file.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of text, as XML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
