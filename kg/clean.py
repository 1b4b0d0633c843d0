"""Text at the door: what may come in, how a cell is tidied, and the keys that names are compared by.

Pure functions over text. Nothing is repaired by guessing: `cell` takes off what nobody can have meant, everything else that
is wrong with a text comes back as trouble, a code and the values of its sentence, which the reader makes into a finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Literal

__all__ = ["Kind", "TextError", "Trouble", "cell", "decode", "id_trouble", "is_id", "match_key", "safe_name", "slug", "trouble", "visible"]

#: What a text is for: an id, one line that names something, prose, a whole document, the name of a file.
Kind = Literal["id", "label", "text", "document", "file"]
#: The code of a finding and the values of its sentence.
Trouble = tuple[str, dict[str, str]]

_LONGEST_ID = 100
_LONGEST_NAME = 255
_LONGEST_SHOWN = 60

_JOINERS = "\u200b\u200c\u200d"
_MARKS = "\u200e\u200f\u061c"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_HIDDEN = "\u00ad\u034f\u180b-\u180e\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_NONCHARACTER = "\ufdd0-\ufdef" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))

#: What is taken off the edges of a cell: blanks of every script and what cannot be seen there.
_EDGE = " \t\n\r\xa0\xad\u1680\u180e\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, (*range(0x2000, 0x2010), *range(0x2060, 0x2065))))
_UNSEEN = re.compile(f"[{_JOINERS}{_MARKS}{_BIDI}{_HIDDEN}]")


#: How files begin that are no text, whatever their name says.
_OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "an old file of a spreadsheet or word processor, such as .xls or .doc",
    b"PK\x03\x04": "a packed file, such as .xlsx, .ods, .docx or .zip",
    b"%PDF-": "a PDF",
    b"\x1f\x8b": "a packed file, such as .gz",
}


class TextError(ValueError):
    """The bytes are no text that we read; `code` names the finding, `line` is where it begins, `values` fill its sentence."""

    def __init__(self, code: str, line: int, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.values = values


def decode(raw: bytes) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark, line ends as they are.

    Raises `TextError` for anything else. The encoding it names is a suggestion for the user: it is never used, since a wrong
    guess changes names without a word.
    """
    kind = next((name for mark, name in _OTHER_FILES.items() if raw.startswith(mark)), "")
    if kind:
        raise TextError("text-none", 1, kind=kind)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:2]:
        raise TextError("text-utf16", 1)
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        offset = len(raw) - len(error.object) + error.start
        line = len((raw[:offset] + b".").splitlines())
        values = {"offset": str(offset), "byte": f"0x{raw[offset]:02X}"}
        likely = _likely(raw)
        if likely:
            raise TextError("text-encoding", line, likely=likely, **values) from None
        raise TextError("text-broken", line, **values) from None


def _likely(raw: bytes) -> str:
    """The encoding that a text which is no UTF-8 most probably has, or an empty string.

    A spreadsheet on Windows writes Windows-1252. On a Mac it may write Mac Roman, where é, è, ê, á, à, ç and ü are bytes that
    Windows-1252 leaves unused or has for signs that never stand between two letters.
    """
    loose = raw.decode("utf-8", "replace")
    lost = loose.count("\ufffd")
    if sum(character > "\x7f" for character in loose) > 2 * lost:
        return ""  # most of it is good UTF-8: it was damaged or cut off, not written in another encoding
    if re.search(rb"[A-Za-z][\x87\x88\x8d-\x90\x9f][a-z]", raw) and not re.search(rb"[\xe0-\xff]", raw):
        return "Mac Roman"
    if _in_runs(raw) and not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", raw):
        return "an older encoding of an alphabet that is not Latin"
    try:
        raw.decode("windows-1252")
    except UnicodeDecodeError:
        return ""
    return "Windows-1252"


def _in_runs(raw: bytes) -> bool:
    """Whether most bytes above ASCII stand beside another: accents stand alone, whole words are of an alphabet that is not Latin.

    Of three or fewer bytes nothing is said.
    """
    marked = len(re.findall(rb"[\x80-\xff]", raw))
    return marked > 3 and marked > 2 * len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", raw))


# A spreadsheet shows '0012 as 0012, so people and our own exports put an apostrophe before what it would rewrite. Only there
# it is taken off: before a sign that starts a formula, and before a number, date or code without blanks. An apostrophe
# before a letter ('s-Hertogenbosch) or an elided year ('90s, '68 Movement) belongs to the name.
_APOSTROPHE = re.compile(r"'(?=[=+\-@＝＋－＠]|[0-9][0-9XxEeTZabcdf.,:/~?%-]*\Z)")


def cell(text: str) -> str:
    """The text of a table's cell: NFC, without blanks and invisible characters at its edges, the inside untouched.

    One apostrophe is dropped where a spreadsheet wanted it. Tidying twice changes nothing more. Whoever writes a table for a
    spreadsheet puts an apostrophe before every text that this function would change.
    """
    trimmed = unicodedata.normalize("NFC", text).strip(_EDGE)
    return trimmed[1:] if _APOSTROPHE.match(trimmed) else trimmed


def visible(text: str) -> str:
    """The text as a finding may print it: what cannot be seen, or would steer a terminal, as `<U+200B>`; long text cut."""
    cut = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    if _is_plain(cut):
        return cut
    return "".join(c if c.isprintable() and not _UNSEEN.match(c) else f"<{_code_point(c)}>" for c in cut)


def _is_plain(text: str) -> bool:
    """Whether it is printable ASCII: nothing can be wrong with its characters, and most texts are such."""
    return text.isascii() and text.isprintable()


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


_ILLEGAL = {
    "text-control": re.compile(f"[{_CONTROL}]"),
    "text-surrogate": re.compile("[\ud800-\udfff]"),
    "text-noncharacter": re.compile(f"[{_NONCHARACTER}]"),
}
_ILLEGAL_IN_NAMES = _ILLEGAL | {
    "text-control": re.compile(f"[\t{_CONTROL}]"),
    "text-bidi": re.compile(f"[{_BIDI}]"),
    "text-invisible": re.compile(f"[{_JOINERS}{_HIDDEN}]"),
}
_LINE = re.compile("[\n\r\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def trouble(text: str, *, kind: Kind) -> tuple[Trouble, ...]:
    """What is wrong with a text of this kind, in a fixed order; nothing for an empty text or a sound one.

    Every value called `value` is safe to print. For illegal characters `line` counts from 1 inside the text, so that the
    finding about a document can name its line.
    """
    found = list(_characters(text, kind))
    if kind == "label":
        found += _label(text)
    if (kind in ("label", "text") and _only_question_marks(text)) or (kind == "label" and "\ufffd" in text):
        found.append(("text-lost", {"value": visible(text)}))
    if kind == "id" and text and not found:
        found += filter(None, (id_trouble(text),))
    if kind == "file" and text and not found and safe_name(text) is None:
        found.append(("file-name", {"value": visible(text)}))
    return tuple(found)


def _only_question_marks(text: str) -> bool:
    """What an encoding without the letters leaves of a Khmer name."""
    return text.count("?") > 1 and not re.search(r"\w", text)


def _characters(text: str, kind: Kind) -> Iterator[Trouble]:
    """Each illegal character once, with the line of its first place."""
    if _is_plain(text):
        return
    one_line = kind in ("id", "label", "file")
    for code, pattern in (_ILLEGAL_IN_NAMES if one_line else _ILLEGAL).items():
        seen: set[str] = set()
        for match in pattern.finditer(text):
            character, position = match[0], match.start()
            if character not in seen and not (kind in ("label", "file") and _joins(text, position)):
                seen.add(character)
                line = str(_line_of(text, position))
                yield code, {"character": _code_point(character), "line": line, "value": _around(text, position)}
    newline = _LINE.search(text) if one_line else None
    if newline:
        yield "text-newline", {"value": _around(text, newline.start())}


def _line_of(text: str, position: int) -> int:
    return len((text[:position].replace("\r\n", "\n").replace("\r", "\n") + ".").split("\n"))


def _around(text: str, position: int) -> str:
    """The printable neighbourhood of a position, short enough for a finding."""
    start = max(0, position - _LONGEST_SHOWN // 2)
    return visible(text[start : start + _LONGEST_SHOWN])


# Khmer, Thai and Lao break lines at U+200B; Arabic and Indic scripts need the joiners to be spelled rightly.
_JOINING = re.compile(
    "[\u0600-\u06ff\u0700-\u077f\u0780-\u07bf\u0860-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1800-\u18af"
    "\u1950-\u1aaf\u1b00-\u1bff\u19e0-\u19ff\ua8e0-\ua8ff\ua980-\ua9ff\uaa60-\uaa7f\ufb50-\ufdff\ufe70-\ufefc]"
)


def _joins(text: str, position: int) -> bool:
    """Whether a joiner stands at `position`, between letters of a script that needs it."""
    if text[position] not in _JOINERS:
        return False
    before, after = text[max(0, position - 4) : position].rstrip(_JOINERS), text[position : position + 5].lstrip(_JOINERS)
    return bool(_JOINING.match(before[-1:]) and _JOINING.match(after[:1]))


def _label(text: str) -> Iterator[Trouble]:
    for word in () if text.isascii() else re.findall(r"[^\W\d_]+", text):
        scripts = sorted({script for script in map(_script, word) if script})
        if len(scripts) > 1:
            yield "label-scripts", {"value": visible(word), "scripts": " and ".join(scripts), "letters": _rarer(word)}
            break
    decoded = _ENTITY.sub(lambda found: unescape(found[0]), text) if "&" in text else text
    if decoded != text:
        yield "label-entity", {"value": visible(text), "near": visible(decoded)}


def _script(letter: str) -> str:
    """Which of the three scripts that look alike a letter belongs to, or an empty string."""
    if letter.isascii():
        return "Latin"
    name = unicodedata.name(letter, "").partition(" ")[0]
    return name.capitalize() if name in ("LATIN", "CYRILLIC", "GREEK") else ""


def _rarer(word: str) -> str:
    """The letters of the script with the fewest letters in the word, with their code points: most likely the intruders."""
    by_script: dict[str, list[str]] = {}
    for letter in word:
        by_script.setdefault(_script(letter), []).append(letter)
    by_script.pop("", None)
    fewest = min(sorted(by_script), key=lambda script: (len(by_script[script]), script == "Latin"))
    return ", ".join(f"{letter} ({_code_point(letter)})" for letter in dict.fromkeys(by_script[fewest]))


_ID = re.compile(r"[a-z][a-z0-9-]*")
# A spreadsheet makes a date of may-13 and TRUE of true; longer words that only begin like a month (mayor, marta) are safe.
_REWRITTEN = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?:-?[0-9]+){0,2}|true|false|yes|no"
)
#: The claimant where the source names nobody: an actor of that id could never be told from it.
_RESERVED = "unstated"


def is_id(text: str) -> bool:
    """Whether a text may be an id: small ASCII letters, digits and hyphens, nothing that a spreadsheet rewrites."""
    return len(text) <= _LONGEST_ID and bool(_ID.fullmatch(text)) and not _REWRITTEN.fullmatch(text) and text != _RESERVED


def id_trouble(text: str) -> Trouble | None:
    """Why a text may not be an id, with one that may be (`near`) where the text gives one; `None` when it may."""
    if is_id(text):
        return None
    if _REWRITTEN.fullmatch(text.lower()):
        return "id-rewritten", {"value": visible(text)}
    if text == _RESERVED:
        return "id-reserved", {"value": text}
    if len(text) > _LONGEST_ID:
        return "id-long", {"value": visible(text), "length": str(len(text)), "most": str(_LONGEST_ID)}
    return "id-form", {"value": visible(text), "near": slug(text)}


def slug(text: str) -> str:
    """An id made of the ASCII letters and digits of a text, accents taken off; an empty string where none can be made."""
    words = re.findall(r"[a-z0-9]+", match_key(text).replace("'", ""))
    while words and words[0][0].isdigit():
        words = words[1:]
    made = "-".join(words)[:_LONGEST_ID].rstrip("-")
    return made if is_id(made) else ""


# What NFKD leaves whole although people type it both ways.
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼʹ`´‹›", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t",
    }
)  # fmt: skip
# Only accents of alphabets: in Khmer, Thai and Indic scripts a combining mark is a vowel.
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def match_key(text: str) -> str:
    """What two writings of one name have in common: for comparing and searching, never for showing.

    Case, accents, ligatures, width, invisible characters and the look of quotation marks and dashes are off, blanks are
    single; all letters of Khmer stay. The key of a key is itself.
    """
    key = unicodedata.normalize("NFC", text)
    for _ in range(2):  # folding can lay bare what itself folds, such as the capitals inside ㎒
        plain = unicodedata.normalize("NFKD", key.casefold().translate(_FOLDED))
        key = _UNSEEN.sub("", _ACCENTS.sub("", plain))
    return " ".join(unicodedata.normalize("NFC", key).split())


# Reserved by Windows with any ending: a case is shared between systems.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(f'[\\\\:*?"<>|\n\r\t\u2028\u2029{_CONTROL}\ud800-\udfff]')


def safe_name(name: str) -> str | None:
    """The name, when it names a file below a folder on every system; else `None`.

    Parts are divided by `/`. It says nothing about links: whoever opens the file still checks where it leads.
    """
    return name if all(map(_safe_part, name.split("/"))) else None


def _safe_part(part: str) -> bool:
    if _UNSAFE.search(part) or _DEVICE.fullmatch(part) or part != part.strip(" ").rstrip("."):
        return False
    return 0 < len(part.encode()) <= _LONGEST_NAME
