"""What a web page says of itself in its head: for people to confirm, never guessed from its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from kg.documents.taken import Facts, day_in, one_blank

__all__ = ["facts_of"]

_LONGEST = 500
_LINKED_MOST = 1_000_000
_DATES = (
    "article:published_time", "datepublished", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "citation_publication_date",
    "citation_date", "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "date",
)  # fmt: skip
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author")


def facts_of(root: lxml.html.HtmlElement) -> Facts:
    """Title, publisher, author, date, language and address, each where the page states it."""
    meta, linked = _meta(root), list(_linked(root))
    return Facts(
        title=_title(root, meta),
        publisher=_first((*_listed(meta, _PUBLISHERS), *(_name(item.get("publisher")) for item in linked))),
        author=_first(text for text in (*_listed(meta, _AUTHORS), *(_name(item.get("author")) for item in linked)) if "://" not in text),
        published=day_in((*_listed(meta, _DATES), *(str(item.get("datePublished", "")) for item in linked))),
        language=_language(root),
        url=_address(root, meta),
    )


def _meta(root: lxml.html.HtmlElement) -> dict[str, list[str]]:
    """What stands in `meta` elements, by its name in small letters; in the order of the page."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = one_blank(element.get("content", "").replace("\xa0", " "))
        if name and 0 < len(content) <= _LONGEST:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _listed(meta: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from meta.get(name, ())


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def _linked(root: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of linked data in the page that have a date, a publisher or an author; their contexts are never asked for."""
    for element in root.iter("script"):
        text = element.text or ""
        if element.get("type", "").strip().lower() != "application/ld+json" or len(text) > _LINKED_MOST:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        items = value if isinstance(value, list) else [value]
        for item in items:
            graph = item.get("@graph") if isinstance(item, dict) else None
            within = graph if isinstance(graph, list) else [item]
            yield from (one for one in within if isinstance(one, dict) and "article" in str(one.get("@type", "")).lower())


def _name(value: object) -> str:
    """The name, or the names, that a publisher or an author of linked data has."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))[:_LONGEST]
    name = value.get("name", "") if isinstance(value, dict) else value
    return one_blank(name)[:_LONGEST] if isinstance(name, str) else ""


def _title(root: lxml.html.HtmlElement, meta: dict[str, list[str]]) -> str:
    """The title as printed: the headline where the window's title holds it among other words."""
    window = one_blank("".join(text for element in root.iter("title") for text in element.itertext()))[:_LONGEST]
    headlines = [one_blank("".join(element.itertext())) for element in root.iter("h1")]
    # The longest: the name of the paper is often a headline too, and in every title.
    printed = max((line for line in headlines if line and line in window), key=len, default="")
    return printed or _first((*meta.get("og:title", ()), window)) or (headlines[0][:_LONGEST] if len(headlines) == 1 else "")


def _language(root: lxml.html.HtmlElement) -> str:
    tag = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower().replace("_", "-")
    return tag if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", tag) else ""


def _address(root: lxml.html.HtmlElement, meta: dict[str, list[str]]) -> str:
    canonical = (element.get("href", "").strip() for element in root.iter("link") if "canonical" in element.get("rel", "").lower().split())
    for text in (*canonical, *meta.get("og:url", ())):
        try:
            parts = urlsplit(text)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and not parts.username and len(text) <= _LONGEST:
            return str(text)
    return ""
