"""The text of a PDF that a reader of its pages sees, as paragraphs with the numbers of the pages."""

from __future__ import annotations

import contextlib
import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw as pdfium

from kg.documents.lines import DIVIDED, Page, join_lines, without_running
from kg.documents.taken import Facts, LeftOut, Taken, UnreadableError, count_words, one_blank, without_controls

__all__ = ["read_pdf"]

#: A child with thirty seconds never gets so far; a number in the file may claim any.
_MOST_PAGES = 20_000
#: Modes of drawing in which a letter leaves no mark on the page: invisible, and only as an edge of what is drawn later.
_UNSEEN_MODES = (3, 7)
#: In points: what is lower than this nobody reads.
_LEAST_HEIGHT = 1.0
#: Titles that programs give by themselves.
_NO_TITLE = re.compile(
    r"untitled.*|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|pptx?|xlsx?|tmp)|microsoft (?:word|powerpoint).*|(?:document|slide) ?[0-9]*", re.IGNORECASE
)


def read_pdf(raw: bytes) -> Taken:
    """The visible text; raises `UnreadableError` for what is no PDF, is locked, or holds only pictures of text."""
    document = _opened(raw)
    pages, hidden, bare, lost = [], _Hidden(), 0, 0
    for number in range(min(len(document), _MOST_PAGES)):
        with contextlib.closing(document[number]) as page:
            lines, unknown = _page_lines(page, hidden)
        pages.append(lines)
        bare += not lines
        lost += unknown
    if not any(pages):
        raise UnreadableError("add-scan-read" if hidden.words else "add-scan")
    kept, running = without_running(pages)
    joined = join_lines(kept)
    left_out = (
        LeftOut("unseen", hidden.runs, hidden.words),
        LeftOut("running", len(running), sum(map(count_words, running))),
        LeftOut("bare-pages", bare),
        LeftOut("divided", joined.words),
        LeftOut("unknown-letters", lost),
        LeftOut("pages-beyond", max(0, len(document) - _MOST_PAGES)),
    )
    return Taken(joined.text, _facts(document), tuple(item for item in left_out if item.count))


def _opened(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableError("add-locked") from None
        raise UnreadableError("add-failed", detail=one_blank(str(error))[:200].rstrip(".")) from None
    if len(document) < 1:
        raise UnreadableError("add-empty")
    return document


@dataclass(slots=True)
class _Hidden:
    """What was on no page for a reader: its words, and in how many pieces they came."""

    words: int = 0
    runs: int = 0

    def take(self, text: str) -> None:
        """Counts a piece."""
        words = count_words(text)
        self.words += words
        self.runs += bool(words)


def _page_lines(page: pypdfium2.PdfPage, hidden: _Hidden) -> tuple[Page, int]:
    """The lines of a page, a divided word at the end of one marked by a soft hyphen, and how many letters nothing is known of."""
    seen: list[str] = []
    unseen: list[str] = []
    for letter, visible in _Letters(page).read():
        if visible:
            seen.append(letter)
        if visible and letter.strip():
            hidden.take(_text(unseen))
            unseen.clear()
        else:
            unseen.append(letter)
    hidden.take(_text(unseen))
    text = _text(seen)
    lines = (re.sub("[ \t\xa0]+", lambda run: "\xa0" if run[0] == "\xa0" else " ", line).strip() for line in text.split("\n"))
    return tuple(line for line in lines if line), text.count("\ufffd")


def _text(units: list[str]) -> str:
    """Characters from the library's units, of which two may make one; what is none becomes U+FFFD."""
    whole = "".join(units).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return without_controls(whole.replace("\x00", "\ufffd"))[0]


@dataclass(slots=True)
class _Letters:
    """The letters of a page in the order of its text, and whether a reader sees each."""

    page: pypdfium2.PdfPage
    #: Whether the object of the page that a letter belongs to is drawn, by its address: letters share few.
    _drawn: dict[int, bool] = field(default_factory=dict)

    def read(self) -> Iterator[tuple[str, bool]]:
        """Each letter; blanks and ends of lines that the library makes up are seen, a hyphen that divides a word ends its line."""
        box = self._box()
        with contextlib.closing(self.page.get_textpage()) as text:
            yield from self._letters(text, box)

    def _letters(self, text: pypdfium2.PdfTextPage, box: tuple[float, float, float, float]) -> Iterator[tuple[str, bool]]:
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if pdfium.FPDFText_IsGenerated(text, index) == 1:
                yield ("" if code == 13 else chr(code)), True
            elif pdfium.FPDFText_IsHyphen(text, index) == 1:
                yield f"{DIVIDED}\n", self._is_seen(text, index, box)
            else:
                yield ("\ufffd" if code in (0, 0xFFFE, 0xFFFF) else chr(code)), self._is_seen(text, index, box)

    def _box(self) -> tuple[float, float, float, float]:
        """The part of the page that is shown."""
        media, crop = self.page.get_mediabox(), self.page.get_cropbox()
        return max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])

    def _is_seen(self, text: pypdfium2.PdfTextPage, index: int, box: tuple[float, float, float, float]) -> bool:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
            if not (box[0] <= x <= box[2] and box[1] <= y <= box[3]):
                return False
        thing = pdfium.FPDFText_GetTextObject(text, index)
        if not thing:
            return True
        address = ctypes.addressof(thing.contents)
        if address not in self._drawn:
            self._drawn[address] = self._is_drawn(text, index, thing)
        return self._drawn[address]

    @staticmethod
    def _is_drawn(text: pypdfium2.PdfTextPage, index: int, thing: object) -> bool:
        if pdfium.FPDFTextObj_GetTextRenderMode(thing) in _UNSEEN_MODES:
            return False
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if pdfium.FPDFText_GetFillColor(text, index, red, green, blue, alpha) and alpha.value == 0:
            return False
        box = pdfium.FS_RECTF()
        known = pdfium.FPDFText_GetLooseCharBox(text, index, box)
        return not known or max(abs(box.top - box.bottom), abs(box.right - box.left)) >= _LEAST_HEIGHT


def _facts(document: pypdfium2.PdfDocument) -> Facts:
    """Title and author as the file states them. When it was made is not when it was published, so no date is taken."""
    said = {name: one_blank(value)[:500] for name, value in document.get_metadata_dict().items()}
    title = said.get("Title", "")
    return Facts(title="" if _NO_TITLE.fullmatch(title) else title, author=said.get("Author", ""))
