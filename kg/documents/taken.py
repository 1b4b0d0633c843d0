"""What a reader takes out of a file: its text, what the file says of itself, and what was left out; and why it takes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.clean import decode
from kg.model.time import TimeError, parse_time

__all__ = [
    "LARGEST",
    "Facts",
    "LeftOut",
    "Taken",
    "UnreadableError",
    "count_words",
    "day_in",
    "decode_declared",
    "is_illegal",
    "one_blank",
    "without_controls",
]

#: In bytes of UTF-8; a longer text is a book, and a quote from a book has its chapter as document.
LARGEST = 5_000_000
#: What no text of ours may hold; a line break and a tab it may.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Encodings that name themselves, of which each byte has one meaning. Not UTF-7, in which signs hide.
_DECLARED = re.compile(r"(?:windows|cp|iso|koi8|mac|gb|big5|euc|shift|sjis|tis|latin|us-?ascii|x-)[\w-]*", re.IGNORECASE | re.ASCII)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class UnreadableError(ValueError):
    """A file that gives no text; `code` names the finding, `values` fill its sentence."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the file that is not in its text: what (a code of `left-out`), how often, and how many words of it."""

    what: str
    count: int
    words: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself; empty where it says nothing."""

    title: str = ""
    publisher: str = ""
    author: str = ""
    #: In EDTF.
    published: str = ""
    language: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The text of a file, as it is to be held, and what a person should know about it."""

    text: str
    facts: Facts = field(default_factory=Facts)
    left_out: tuple[LeftOut, ...] = ()
    #: The encoding, where it is another than UTF-8 and the file itself names it.
    encoding: str = ""


def count_words(text: str) -> int:
    """How many words a text has; signs alone are none."""
    return sum(1 for _ in _WORD.finditer(text))


def one_blank(text: str) -> str:
    """The text with each run of blanks and line ends as one blank; a blank that may not break stays what it is."""
    return re.sub("[ \t\n\r\f]+", " ", text).strip(" ")


def day_in(values: Iterable[str]) -> str:
    """The first of some texts that begins with a date which a machine wrote, as that date; its time of day is left off."""
    for value in values:
        match = re.fullmatch(r"([0-9]{4}(?:-[0-9]{2}){0,2})(?:[T ].*)?", value.strip(), re.DOTALL)
        if match:
            try:
                return parse_time(match[1]).text
            except TimeError:
                continue
    return ""


def is_illegal(character: str) -> bool:
    """Whether a character may stand in no text."""
    return _ILLEGAL.match(character) is not None


def without_controls(text: str) -> tuple[str, int]:
    """The text without characters that no text may hold, and how many they were."""
    return _ILLEGAL.subn("", text)


def decode_declared(raw: bytes, declared: str) -> tuple[str, str]:
    """The text of bytes in UTF-8, or in the encoding that their file names; and that name, where it was needed.

    Raises `kg.clean.TextError` where neither fits: nothing is guessed.
    """
    try:
        return decode(raw), ""
    except ValueError:
        # What calls itself Latin-1 on the web is Windows-1252: so browsers read it, and so it was written.
        name = "windows-1252" if declared.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else declared.lower()
        if not _DECLARED.fullmatch(name):
            raise
        try:
            return raw.decode(name), name
        except (LookupError, ValueError):
            pass
        raise
