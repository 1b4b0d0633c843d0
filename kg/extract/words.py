"""The word data of this room, read once: which words tell who speaks, how firmly, and what names are made of."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

__all__ = ["given_gender", "is_person_noun", "name_words", "ranked", "table", "words"]

_HERE = Path(__file__).parent


@cache
def _read(file: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((_HERE / file).read_text(encoding="utf-8"))


@cache
def words(section: str, key: str) -> frozenset[str]:
    """A list of `words.toml` as a set."""
    found = _read("words.toml")[section][key]
    assert isinstance(found, list)
    return frozenset(map(str, found))


@cache
def table(section: str, key: str) -> dict[str, tuple[str, ...]]:
    """A table of `words.toml`: each key with its values."""
    found = _read("words.toml")[section][key]
    assert isinstance(found, dict)
    return {str(name): tuple(map(str, value)) if isinstance(value, list) else (str(value),) for name, value in found.items()}


@cache
def name_words(section: str, key: str) -> frozenset[str]:
    """A list of `names.toml` as a set."""
    found = _read("names.toml")[section][key]
    assert isinstance(found, list)
    return frozenset(map(str, found))


@cache
def ranked(section: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A section of `names.toml` in the order in which it stands there."""
    return tuple((name, tuple(map(str, value))) for name, value in _read("names.toml")[section].items() if isinstance(value, list))


_PERSON = re.compile(r"[a-z-]{2,}(?:(?<!t)er|or|ist|ee|eer|men?|man|woman|women|ant|ian|smith|folk)$|[a-z-]{3,}(?:(?<!t)ers|ors|ists|ees)$")


def is_person_noun(lemma: str) -> bool:
    """Whether a common noun means people: listed, or built like one ("bricklayer", "trainee", "gunman")."""
    low = lemma.lower()
    return low in words("groups", "people") or (bool(_PERSON.fullmatch(low)) and not {low, low.removesuffix("s")} & words("groups", "things"))


def given_gender(name: str) -> str:
    """`female`, `male` or `either` for a name of several words that begins with a given name; else empty."""
    first, _, rest = name.partition(" ")
    plain = "".join(c for c in unicodedata.normalize("NFD", first.lower()) if not unicodedata.combining(c)) if rest else ""
    return next((sex for sex in ("female", "male", "either") if plain in name_words("given", sex)), "")
