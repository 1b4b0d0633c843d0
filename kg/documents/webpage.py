"""The text of a web page: what a reader of the page sees of its article, paragraph by paragraph; the rest is counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

import lxml.html
from lxml import etree
from trafilatura import bare_extraction

from kg.documents.pagefacts import facts_of
from kg.documents.taken import LeftOut, Taken, UnreadableError, count_words, decode_declared, is_illegal, one_blank, without_controls

__all__ = ["read_page"]

#: Of the words outside of links and menus at least so many must be in what is taken for the article.
_LEAST = 0.2
_LINKS = 2_000
_UNSEEN_TAGS = "script style noscript template head title meta link object embed iframe audio video canvas map datalist"
#: Inline styles by which a text is on the page and on no screen.
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity)\s*:\s*0*(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:!|;|$)"
    r"|(?:^|[;\s])(?:left|top|text-indent)\s*:\s*-[0-9]{4,}|content-visibility\s*:\s*hidden",
    re.IGNORECASE,
)
#: What stands around an article, by tag and by role, and what it is called in the report.
_AROUND = {"nav": "menus", "footer": "footers", "aside": "asides"}
_ROLES = {"navigation": "menus", "contentinfo": "footers", "complementary": "asides", "search": "menus", "banner": "menus"}
#: Between paragraphs, lines and cells, until blanks are settled; the source holds none, as all controls were taken out.
_PARAGRAPH, _LINE, _CELL = "\x1d", "\x1e", "\x1f"
_MARKS = {"item": _LINE, "row": _LINE, "cell": _CELL}
_INLINE = frozenset(("hi", "ref", "del", "code", "span"))


def read_page(raw: bytes, charset: str = "") -> Taken:
    """The article of a page; raises `UnreadableError` where there is none to be told from the rest, and `TextError` for no text.

    Nothing in the page is run, fetched or followed.
    """
    source, encoding = decode_declared(raw, charset or _declared(raw))
    root = _parsed(without_controls(source)[0])
    facts = facts_of(root)
    hidden = _cut(root, "hidden", list(_hidden(root)))
    heading, seen = _only_heading(root), _words(root)
    around = [_cut(root, what, [element for element, name in _around(root) if name == what]) for what in dict.fromkeys(_AROUND.values())]
    links = [one_blank("".join(element.itertext())) for element in root.iter("a")]
    wanted = _words(root) - sum(map(count_words, links))
    text = _article(root)
    if heading and heading not in one_blank(text):
        text = f"{heading}\n\n{text}"
    kept = count_words(text)
    if not seen:
        raise UnreadableError("add-empty")
    if not kept or kept < _LEAST * wanted:
        raise UnreadableError("add-unclear", kept=str(kept), words=str(seen))
    flat = one_blank(text)
    # Of a page made of links only so many are looked for; the others count as words around the article.
    lost = [words for words in dict.fromkeys(links[:_LINKS]) if words and words not in flat]
    outside = (*around, LeftOut("links", len(lost), sum(map(count_words, lost))))
    others = LeftOut("words", max(0, seen - kept - sum(item.words for item in outside)))
    return Taken(f"{text}\n", facts, tuple(item for item in (hidden, *outside, others) if item.count), encoding)


def _article(root: lxml.html.HtmlElement) -> str:
    """What is the article by trafilatura's judgement; it guesses, so whoever calls counts what it took."""
    back = _stand_in(root)
    found = bare_extraction(root, include_comments=False, include_tables=True, with_metadata=False)
    return "" if found is None or isinstance(found, dict) or found.body is None else _written(found.body).translate(back)


def _stand_in(root: lxml.html.HtmlElement) -> dict[int, str]:
    """Puts plain letters in the place of signs that the library would compose, drop or make blanks of; and the way back.

    The letters are of a block so rare that they are in no page; where one is, another is taken.
    """
    texts = [text for element in root.iter() for text in (element.text, element.tail) if text]
    used = set().union(*map(set, texts)) if texts else set()
    rare = (chr(code) for code in range(0x20000, 0x2A000) if chr(code) not in used)
    there = {ord(character): next(rare) for character in sorted(used) if _is_delicate(character)}
    table: dict[int, str | None] = there | dict.fromkeys(map(ord, filter(is_illegal, used)))
    if table:
        for element in root.iter():
            element.text = element.text and element.text.translate(table)
            element.tail = element.tail and element.tail.translate(table)
    return {ord(letter): chr(code) for code, letter in there.items()}


def _is_delicate(character: str) -> bool:
    """Whether composing a text would change it, or a reader of letters takes it for a blank or for nothing."""
    if character.isascii() or is_illegal(character):
        return False
    if unicodedata.combining(character) or unicodedata.normalize("NFC", character) != character:
        return True
    return "\u1160" <= character <= "\u11ff" or not character.isprintable()


def _declared(raw: bytes) -> str:
    """The encoding that a page says it is in, where a browser would look for it."""
    match = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", raw[:4096], re.IGNORECASE)
    return match[1].decode("ascii") if match else ""


def _parsed(source: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8"), parser=parser)
    except etree.ParserError:
        raise UnreadableError("add-empty") from None
    # At a limit the parser gives up and returns what it had, or nothing, as if that were the page.
    if any(error.level_name == "FATAL" and error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise UnreadableError("add-limits")
    return root


def _hidden(root: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """The outermost elements that no reader of the page sees; what a style sheet hides cannot be known here."""
    tags = frozenset(_UNSEEN_TAGS.split())
    yield from _outermost(root, lambda one: one.tag in tags or _is_hidden(one))


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    asked = element.get("hidden") is not None or element.get("aria-hidden", "").strip().lower() == "true"
    closed = element.tag == "dialog" and element.get("open") is None
    return asked or closed or bool(_UNSEEN_STYLE.search(element.get("style", "")))


def _outermost(root: lxml.html.HtmlElement, wanted: Callable[[lxml.html.HtmlElement], object]) -> Iterator[lxml.html.HtmlElement]:
    """Elements for which `wanted` holds and that lie in no other such."""
    inside = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if inside is None and event == "start" and element is not root and isinstance(element.tag, str) and wanted(element):
            inside = element
            yield element
        elif event == "end" and element is inside:
            inside = None


def _around(root: lxml.html.HtmlElement) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
    def called(element: lxml.html.HtmlElement) -> str:
        return _AROUND.get(element.tag, "") or _ROLES.get(element.get("role", "").strip().lower(), "")

    for element in list(_outermost(root, called)):
        yield element, called(element)


def _cut(root: lxml.html.HtmlElement, what: str, elements: list[lxml.html.HtmlElement]) -> LeftOut:
    """Takes elements out of the page; of the hidden ones only those with words are worth a count, and scripts have none."""
    counted = words = 0
    for element in elements:
        if element is root or element.getparent() is None:
            continue
        held = 0 if element.tag in ("script", "style", "head", "title", "meta", "link") else _words(element)
        counted += bool(held)
        words += held
        element.drop_tree()
    return LeftOut(what, counted, words)


def _words(element: lxml.html.HtmlElement) -> int:
    return sum(map(count_words, element.itertext()))


def _only_heading(root: lxml.html.HtmlElement) -> str:
    """The headline, where the page has a single one: it may stand above what is taken for the article."""
    found = [one_blank("".join(element.itertext())) for element in root.iter("h1") if not _in_masthead(element)]
    return found[0] if len(found) == 1 and len(found[0]) <= 300 else ""


def _in_masthead(element: lxml.html.HtmlElement) -> bool:
    """Whether an element stands in the head of the site, and not in that of an article."""
    around = {one.tag for one in element.iterancestors()}
    return "header" in around and not around & {"article", "main"}


def _written(body: etree._Element) -> str:
    """Paragraphs apart by an empty line, items and rows each on a line, cells by a tab."""
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        start = event == "start"
        if element.tag == "lb":
            parts.append("" if start else _LINE)
        elif element.tag not in _INLINE:
            parts.append(_MARKS.get(element.tag, _PARAGRAPH))
        parts.append(_flat(element.text if start else element.tail if element is not body else None))
    return _settled("".join(parts))


def _flat(text: str | None) -> str:
    return re.sub("[ \t\n\r\f]+", " ", text or "")


def _settled(text: str) -> str:
    """Each run of marks as the strongest of them, and no blanks beside it."""

    def written(run: re.Match[str]) -> str:
        return "\n\n" if _PARAGRAPH in run[0] else "\n" if _LINE in run[0] else "\t" if _CELL in run[0] else " "

    return re.sub("[ \x1d-\x1f]+", written, text).strip(" \n\t")
