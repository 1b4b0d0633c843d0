"""A document on its way in: opened where the user said it lies, its text taken, and what it and the user say of its source."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from kg.clean import cell, is_id, trouble, visible
from kg.documents.fetch import address_of, fetch
from kg.documents.formats import ENDINGS, LARGEST_FILE, form_of, take
from kg.documents.taken import Facts, Taken, UnreadableError
from kg.errors import UsageError
from kg.findings import Finding, Place, find
from kg.model import Source
from kg.model.rules import source_trouble
from kg.model.statement import KINDS
from kg.model.time import TimeError, parse_time

__all__ = ["Came", "Wish", "check_wish", "is_address", "open_document"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says of the documents; empty where it is to be found in them."""

    title: str = ""
    publisher: str = ""
    #: In EDTF.
    published: str = ""
    kind: str = ""
    author: str = ""
    language: str = ""
    id: str = ""
    url: str = ""
    archived_url: str = ""
    retrieved: date | None = None
    #: Whether the files hold only a part of what was published.
    excerpt: bool = False


@dataclass(frozen=True, slots=True)
class Came:
    """A document whose text was taken; its source has neither id nor file yet."""

    #: As the user named it.
    name: str
    form: str
    taken: Taken
    source: Source
    #: The columns of the source that the document itself filled in.
    found: tuple[str, ...] = ()


#: Of one document each: they cannot be those of several.
_SINGLE = ("title", "id", "url", "archived_url")


def check_wish(wish: Wish, names: Sequence[str]) -> None:
    """Raises `UsageError` for what cannot stand in the table, before any document is opened."""
    single = next((word for word in _SINGLE if getattr(wish, word)), "")
    if single and len(names) > 1:
        raise UsageError(f"{_option(single)} is of one document, and {len(names)} are named.", hint="Add them one by one.")
    if wish.kind and wish.kind not in KINDS:
        raise UsageError(f'"{visible(wish.kind)}" is no kind of source.', hint=f"Known are: {', '.join(KINDS)}.")
    if wish.id and not is_id(wish.id):
        raise UsageError(f'"{visible(wish.id)}" cannot be an id.', hint="Write small letters a to z, digits and hyphens, with a letter first.")
    try:
        parse_time(wish.published) if wish.published else None
    except TimeError as error:
        raise UsageError(f'"{visible(wish.published)}" is no date of publication.', hint="Write it as 2016-03-16, 2016-03 or 2016.") from error
    for column in ("title", "publisher", "author"):
        if trouble(getattr(wish, column), kind="label"):
            raise UsageError(f'{_option(column)} "{visible(getattr(wish, column))}" holds what no name can.', hint="Type it again.")
    for _, column, values in source_trouble(Source("a", "other", "a", url=wish.url, archived_url=wish.archived_url, language=wish.language)):
        near = values.get("near")
        raise UsageError(f'{_option(column)} "{values["value"]}" cannot be kept.', hint=f'Did you mean "{near}"?' if near else "Check its form.")


def _option(column: str) -> str:
    return f"--{column.replace('_', '-')}"


def open_document(name: str, wish: Wish, held: Mapping[str, str]) -> tuple[Came | None, tuple[Finding, ...]]:
    """The document of a file or address, or `None` and why: it is held already (`held` has the hashes), or something is wrong with it."""
    if is_address(name):
        return _fetched(name, wish, held)
    place, form, path = Place(name), form_of(name), Path(name)
    try:
        if not path.is_file():
            return None, (find("add-unreadable", place, detail="it is no file") if path.exists() else find("add-missing", place),)
        if not form:
            return None, (find("add-form", place, known=", ".join(ENDINGS)),)
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        return None, (find("add-unreadable", place, detail=getattr(error, "strerror", None) or "its name is none"),)
    return _taken(name, raw, form, wish, held)


def is_address(name: str) -> bool:
    """Whether the user typed an address and no file."""
    return "://" in name


def _fetched(name: str, wish: Wish, held: Mapping[str, str]) -> tuple[Came | None, tuple[Finding, ...]]:
    try:
        came = fetch(address_of(name))
    except UnreadableError as error:
        return None, (find(error.code, Place(visible(name)), **error.values),)
    asked = replace(wish, url=wish.url or came.url, retrieved=wish.retrieved or date.today())
    return _taken(name, came.raw, came.form, asked, held, came.charset)


def _taken(name: str, raw: bytes, form: str, wish: Wish, held: Mapping[str, str], charset: str = "") -> tuple[Came | None, tuple[Finding, ...]]:
    digest = hashlib.sha256(raw).hexdigest()
    if digest in held:
        return None, (find("add-known", Place(name), source=held[digest]),)
    taken, found = take(raw, form, name, charset=charset)
    if taken is None:
        return None, found
    source, filled = _source(taken.facts, wish, digest)
    return Came(name, form, taken, source, filled), found


def _source(facts: Facts, wish: Wish, digest: str) -> tuple[Source, tuple[str, ...]]:
    """The source as far as the user and the document say, and the columns that only the document fills."""
    said = {item.name: _sound(item.name, getattr(facts, item.name)) for item in fields(Facts)}
    wished = {name: getattr(wish, name) for name in said}
    texts = {name: cell(wished[name]) or text for name, text in said.items()}
    published = texts.pop("published")
    source = Source(
        "", wish.kind, texts["title"], texts["publisher"], texts["author"], url=texts["url"], language=texts["language"],
        published=parse_time(published) if published else None, archived_url=wish.archived_url,
        retrieved=wish.retrieved, sha256=digest, document_is="excerpt" if wish.excerpt else "original",
    )  # fmt: skip
    return source, tuple(name for name, text in said.items() if text and not wished[name])


def _sound(column: str, text: str) -> str:
    """What a document says of itself, where that can stand in the table: a stranger wrote it."""
    plain = cell(text)
    if column in ("title", "publisher", "author") and trouble(plain, kind="label"):
        return ""
    shown = Source("a", "other", "a", url=plain if column == "url" else "", language=plain if column == "language" else "")
    return "" if source_trouble(shown) else plain
