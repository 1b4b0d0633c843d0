"""From the lines of printed pages to paragraphs: what runs along the edges of pages is dropped, sentences and words are made whole.

Pure functions. A page is the tuple of its lines; a line ends in a soft hyphen (U+00AD) where a word is divided.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.clean import match_key

__all__ = ["Joined", "join_lines", "without_running"]

Page = tuple[str, ...]
DIVIDED = "\xad"
#: So many lines at the top and at the bottom of a page may run along.
_EDGE = 2
#: A line shorter than this part of the usual one ends a paragraph, if nothing speaks against it.
_SHORT = 0.6
#: What ends a sentence, with what may close behind it; a colon ends no more than a line.
_END = re.compile(r"[.!?…。．！？؟۔।॥។៕၊။]['\"’”»)\]]*$")
#: A full stop after these ends no sentence: titles, law and numbers, and the initial of a name.
_GOES_ON = re.compile(
    r"(?:^|[\s(“\"])(?:Mr|Mrs|Ms|Messrs|Dr|Prof|Sr|Sra|St|Gen|Col|Lt|Capt|Maj|Sgt|Sen|Rep|Gov|Hon|No|Nos|Art|Arts|Sec|vs?|cf|pp?|[^\W\d_])\.$"
)
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Joined:
    """The text of pages, and how many divided words were made whole in it."""

    text: str
    words: int


def without_running(pages: Sequence[Page]) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages without the headers and footers that most of them share but for numbers, and every line that was dropped.

    Of two pages only lines that count on are known to run: two letters may well begin alike.
    """
    held = [page for page in pages if page]
    keys = Counter(key for page in held for key in {_key(line) for line in _edges(page)})
    running = {key for key, count in keys.items() if count > len(held) / 2 and (len(held) > 2 or (len(held) == 2 and count == 2 and "#" in key))}
    kept, dropped = [], []
    for page in pages:
        first, last = 0, len(page)
        while first < min(_EDGE, last) and _key(page[first]) in running:
            first += 1
        while last > max(first, len(page) - _EDGE) and _key(page[last - 1]) in running:
            last -= 1
        kept.append(page[first:last])
        dropped += [*page[:first], *page[last:]]
    return tuple(kept), tuple(dropped)


def _edges(page: Page) -> Page:
    return page if len(page) <= 2 * _EDGE else page[:_EDGE] + page[-_EDGE:]


def _key(line: str) -> str:
    """What a running line has in common on all pages: all but its numbers."""
    return _NUMBER.sub("#", match_key(line))


@dataclass(slots=True)
class _Piece:
    """Lines that belong together: the page on which they begin, what stands before them, and their text."""

    page: int
    gap: str
    text: str


def join_lines(pages: Sequence[Page]) -> Joined:
    """The pages as paragraphs, and where there are several the number of each on a line of its own: `[p. 2]`.

    A line is joined to the next one unless it ends a sentence, or is short and the next does not go on in small letters. The
    end of a page cuts no sentence: the number stands before the first one that begins on the page.
    """
    lines = [(number, line) for number, page in enumerate(pages, 1) for line in page]
    usual, compounds = _usual(lines), _compounds(lines)
    pieces: list[_Piece] = []
    before, words = "", 0
    for number, line in lines:
        gap = _gap(before, line, usual) if pieces else "\n\n"
        if before.endswith(DIVIDED):
            hyphen = _hyphen(pieces[-1].text, line, compounds)
            pieces[-1].text = pieces[-1].text.removesuffix(DIVIDED) + hyphen + line
            words += not hyphen
        elif gap in ("", " "):
            pieces[-1].text += gap + line
        else:
            pieces.append(_Piece(number, gap, line))
        before = line
    several = sum(1 for page in pages if page) > 1
    return Joined("".join(_written(pieces, several)).removesuffix(DIVIDED).strip("\n") + "\n", words)


def _written(pieces: Iterable[_Piece], several: bool) -> Iterator[str]:
    page = 0
    for piece in pieces:
        if several and piece.page > page:
            yield "\n\n" + "\n\n".join(f"[p. {number}]" for number in range(page + 1, piece.page + 1)) + "\n\n"
            page = piece.page
        else:
            yield piece.gap
        yield piece.text


def _usual(lines: Iterable[tuple[int, str]]) -> int:
    """The length that three quarters of the lines do not exceed."""
    lengths = sorted(len(line) for _, line in lines)
    return lengths[len(lengths) * 3 // 4] if lengths else 0


# Scripts without blanks between words: a line that ends in one goes on without a blank.
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff]"


def _gap(before: str, line: str, usual: int) -> str:
    """What stands between a line and the next."""
    short = len(before) < _SHORT * usual
    if _GOES_ON.search(before):
        return " "
    if _END.search(before):
        return "\n\n" if short else "\n"
    if short and not line[:1].islower():
        return "\n\n"
    return "" if re.match(_UNSPACED, line) and re.search(f"{_UNSPACED}$", before) else " "


def _compounds(lines: Iterable[tuple[int, str]]) -> frozenset[str]:
    """Words with a hyphen inside that stand whole in some line."""
    return frozenset(word.casefold() for _, line in lines for word in re.findall(r"\w+-\w+", line))


def _hyphen(before: str, line: str, compounds: frozenset[str]) -> str:
    """The hyphen of a word that has one wherever it stands, else nothing: it only divided the word."""
    left, right = re.search(r"\w*$", before.removesuffix(DIVIDED)), re.match(r"\w*", line)
    assert left is not None
    assert right is not None
    return "-" if f"{left[0]}-{right[0]}".casefold() in compounds or not right[0][:1].islower() else ""
