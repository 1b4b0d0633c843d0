"""The names that must not be read anywhere, and whether a text holds one of them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from kg.clean import match_key
from kg.model import Actor, Case, Event, Source
from kg.ontology import Ontology
from kg.redact.decisions import YES, Decisions

__all__ = ["CUT", "Names", "coined", "names_of"]

#: Stands where words were taken out.
CUT = "[…]"
#: A name of this many letters is found inside other letters too, as in an address; a shorter one only as whole words.
LONG = 6
#: So many letters of a name can be read as a piece of it.
FRAGMENT = 3
#: Words of a person's name that name nobody.
TITLES = frozenset(
    (
        "mr",
        "ms",
        "dr",
        "jr",
        "sr",
        "st",
        "de",
        "la",
        "le",
        "el",
        "al",
        "du",
        "mrs",
        "miss",
        "mister",
        "sir",
        "lady",
        "lord",
        "prof",
        "the",
        "and",
        "for",
        "from",
        "van",
        "von",
        "der",
        "bin",
        "ibn",
        "del",
    )
)
_WORD = re.compile(r"[^\W_]+")
#: A word divided at the end of a line.
_DIVIDED = re.compile(r"(?<=\w)[-\u00ad\u2010]\s+(?=\w)")
#: What people type for letters that their keyboard lacks; without marks, the same letters are folded elsewhere.
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"})
#: What a name gets in the plural and the genitive.
_ENDINGS = ("s", "es")


@dataclass(frozen=True, slots=True)
class Names:
    """What gives somebody away: whole names, single words of persons' names, and ids."""

    #: Long names, letters and digits alone.
    long: frozenset[str] = frozenset()
    #: Short names, as words with a blank on either side.
    short: frozenset[str] = frozenset()
    #: Single words of the names of persons.
    parts: frozenset[str] = frozenset()
    #: Those of two letters: words only where they begin with a capital.
    tiny: frozenset[str] = frozenset()
    #: Ids, as words with a blank on either side; looked for in ids, addresses and names of files only.
    ids: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.long or self.short or self.ids)

    def whole(self, text: str) -> bool:
        """Whether a text holds a whole name: what a label must not."""
        return any(self._whole(_words(form)) for form in _forms(text))

    def any(self, text: str) -> bool:
        """Whether a text holds a whole name, or a word of a person's name: what a sentence must not."""
        return any(self._whole(words := _words(form)) or any(map(self._part, words)) or self._tiny(form) for form in _forms(text))

    def _part(self, word: str) -> bool:
        """Whether a word is one of a name, with an ending or not; a long one is found inside other letters, as in whole names."""
        if word in self.parts or any(word.endswith(end) and word.removesuffix(end) in self.parts for end in _ENDINGS):
            return True
        return len(word) > LONG and any(len(part) >= LONG and part in word for part in self.parts)

    def _tiny(self, text: str) -> bool:
        return bool(self.tiny) and any(len(word) == 2 and word[0].isupper() and match_key(word) in self.tiny for word in _WORD.findall(text))

    def address(self, text: str) -> bool:
        """Whether an id, an address or the name of a file gives somebody away."""
        return self.any(text) or any(_holds(self.ids, _words(form)) for form in _forms(text))

    def before(self, text: str) -> str:
        """The words before a quote, or nothing where they hold a name or begin with the end of one: they were cut at any letter."""
        start = "".join(_words(text))
        torn = any(start.startswith(name[-size:]) for name in self.long | self.parts for size in range(FRAGMENT, len(name)))
        return "" if torn or self.any(text) else text

    def after(self, text: str) -> str:
        """The words after a quote, or nothing where they hold a name or end with the beginning of one."""
        end = "".join(_words(text))
        torn = any(end.endswith(name[:size]) for name in self.long | self.parts for size in range(FRAGMENT, len(name)))
        return "" if torn or self.any(text) else text

    def _whole(self, words: list[str]) -> bool:
        joined = "".join(words)
        return any(name in joined for name in self.long) or _holds(self.short, words)

    def cut(self, text: str) -> str:
        """The text, or the sign that something was cut where it holds a name."""
        return CUT if text and self.any(text) else text


def _forms(text: str) -> tuple[str, ...]:
    """A text as it stands, as a browser would read it, with its divided words joined, and with umlauts spelled out."""
    plain = html.unescape(unquote(unquote(text)))
    joined = _DIVIDED.sub("", plain)
    return tuple(dict.fromkeys((text, plain, joined, _spelled(joined))))


def _spelled(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_SPELLED)


def _words(text: str) -> list[str]:
    return _WORD.findall(match_key(text))


def _holds(names: frozenset[str], words: list[str]) -> bool:
    line = f" {' '.join(words)} "
    return any(name in line for name in names)


def names_of(case: Case, ontology: Ontology, decisions: Decisions) -> Names:
    """The names of everybody and everything that is withheld in a case.

    A word that a published place or organisation is called by gives no person away; nor does one of a group or an event of
    which a row says that it may be published. Else their labels are the curators' own words, such as `The … family`.
    """
    withheld = [record for record in case.things if decisions.of(record.id) != YES]
    sources = [source for source in case.sources if decisions.of(source.id) != YES]
    people = [record for record in withheld if _person(record, ontology)]
    whole = {form for record in (*withheld, *sources) for name in _called(record) for form in (name, _spelled(name))}
    whole |= {turned for person in people for name in _labels(person) for turned in _turned(name)}
    ids = {record.id for record in (*withheld, *sources)} | {old for record in withheld if isinstance(record, Actor) for old in record.former}
    free = {word for record in case.things if decisions.of(record.id) == YES and _frees(record, ontology) for word in _words(record.label)}
    parts = {word for person in people for name in _labels(person) for form in (name, _spelled(name)) for word in _parts(form)}
    parts |= {word for person in people if person.label.islower() for word in _parts(person.label.title())}
    words = [found for name in whole if (found := _words(name))]
    return Names(
        frozenset("".join(found) for found in words if _is_long(found)),
        frozenset(f" {' '.join(found)} " for found in words if not _is_long(found)),
        frozenset(word for word in parts - free - TITLES if not _is_tiny(word)),
        frozenset(word for word in parts - free - TITLES if _is_tiny(word)),
        frozenset(f" {' '.join(_words(name))} " for name in ids),
    )


def coined(record: Actor | Event, ontology: Ontology) -> bool:
    """Whether the label of a record is most likely the curators' own words: that of a group or an event nobody marked for publication."""
    return record.publish != YES and (isinstance(record, Event) or ontology.is_a(record.type, "Group"))


def _frees(record: Actor | Event, ontology: Ontology) -> bool:
    return not _person(record, ontology) and not coined(record, ontology)


def _turned(name: str) -> Iterator[str]:
    """A name with its family name at the other end, as in `Devlin, Mara`."""
    words = name.split()
    if 1 < len(words) < 5:
        yield " ".join((words[-1], *words[:-1]))
        yield " ".join((*words[1:], words[0]))


def _is_tiny(word: str) -> bool:
    return len(word) == 2 and word.isascii()


def _is_long(words: list[str]) -> bool:
    joined = "".join(words)
    return len(joined) >= LONG or not joined.isascii()


def _person(record: Actor | Event, ontology: Ontology) -> bool:
    return ontology.is_a(record.type, "Person")


def _labels(record: Actor | Event) -> tuple[str, ...]:
    return (record.label, *(label for _, label in record.labels), *(record.aliases if isinstance(record, Actor) else ()))


def _called(record: Actor | Event | Source) -> Iterator[str]:
    """All that a record is called by; a source's publisher is somebody else, whose name stays free."""
    if isinstance(record, Source):
        yield from (text for text in (record.title, record.url, record.archived_url, record.document, record.sha256, record.text_sha256) if text)
        return
    yield from _labels(record)
    if isinstance(record, Actor):
        yield from (value.partition(":")[2] for value in record.identifiers)


def _parts(name: str) -> Iterable[str]:
    """The words of a name that are proper: with a capital, or of a script that has none; what a sign joins also as one word."""
    joined = (re.sub(r"[\W_]", "", word) for word in name.split() if _WORD.fullmatch(word) is None)
    for word in (*_WORD.findall(name), *joined):
        if word and (word[0] != word[0].lower() or word.lower() == word.upper()):
            yield from (key for key in _words(word) if len(key) >= 2 and not key.isdigit())
