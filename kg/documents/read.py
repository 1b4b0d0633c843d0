"""Opens the documents of a workspace: only files below `data/documents`, only UTF-8, never a large one."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from kg.clean import TextError, decode, safe_name, trouble, visible
from kg.findings import Finding, Place, find
from kg.folder import Folder
from kg.model import Source

__all__ = ["LARGEST", "Document", "read_document"]

#: In bytes; a longer text is a book, and a quote from a book has its chapter as document.
LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """The text held of a source, character for character; spans count in `text`."""

    #: The path as findings print it.
    name: str
    text: str
    #: SHA-256 of the file, in hexadecimal digits.
    hash: str


def read_document(source: Source, folder: Folder) -> tuple[Document | None, tuple[Finding, ...]]:
    """The document of a source that names one, or `None` when it cannot be read, and what is wrong with it."""
    place = source.at.at("document")
    shown = visible(source.document)
    try:
        path = _path(source.document, folder)
        if path is None:
            return None, (find("document-outside", place, value=shown),)
        if not path.is_file():
            return None, (find("document-missing", place, value=shown, near=_near(source.document, folder)),)
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError up to Python 3.12
        detail = error.strerror if isinstance(error, OSError) and error.strerror else "its links lead in a circle"
        return None, (find("document-unreadable", place, value=shown, detail=detail),)
    if len(raw) > LARGEST:
        return None, (find("document-large", place, value=shown, most=LARGEST // 1_000_000),)
    return _decoded(source, folder.name(folder.documents / source.document), raw)


def _path(name: str, folder: Folder) -> Path | None:
    """Where a document lies, links followed; `None` when that is not below the folder of documents."""
    if safe_name(name) is None:
        return None
    # Neither the folder itself may be a link that leads out of the workspace, nor anything below it.
    base = folder.root.resolve() / folder.documents.relative_to(folder.root)
    path = (base / name).resolve()
    return path if path.is_relative_to(base) else None


def _near(name: str, folder: Folder) -> str:
    held = sorted(path.relative_to(folder.documents).as_posix() for path in folder.documents.rglob("*") if path.is_file())
    return next(iter(difflib.get_close_matches(name, held, 1, 0.6)), "")


def _decoded(source: Source, name: str, raw: bytes) -> tuple[Document | None, tuple[Finding, ...]]:
    try:
        text = decode(raw)
    except TextError as error:
        return None, (find(error.code, Place(name, error.line), **error.values),)
    found = [find(code, Place(name, int(values["line"])), **values) for code, values in trouble(text, kind="document")]
    digest = hashlib.sha256(raw).hexdigest()
    # Where the text was taken out of another file, `sha256` is of that one and nothing here can be compared with it.
    column = "text_sha256" if source.text_sha256 else "sha256"
    expected = getattr(source, column)
    if expected and expected.lower() != digest:
        found.append(find("document-changed", source.at.at(column), document=name, hash=digest))
    return Document(name, text, digest), tuple(found)
