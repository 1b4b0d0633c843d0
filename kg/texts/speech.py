"""The words of the page and of statements in every language that ships: one file a language, the same keys in all of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["ENGLISH", "LANGUAGES", "Texts", "say", "speech", "spoken"]

ENGLISH = "en"
#: The languages that ship, each with its own name, in the order in which they are offered.
LANGUAGES = {"en": "English", "fr": "Français"}
#: Languages in which nothing is counted as one thing is.
NONE_IS_ONE = frozenset(("fr",))

Texts = Mapping[str, str | Mapping[str, str]]


@cache
def speech(language: str) -> Texts:
    """All sentences of a language by `section.key`; one that depends on a number is a table of `one` and `other`."""
    text = files("kg.texts").joinpath(f"page.{language}.toml").read_text(encoding="utf-8")
    return {f"{section}.{key}": value for section, rows in tomllib.loads(text).items() for key, value in rows.items()}


def spoken(language: str) -> str:
    """The language that ships for a tag such as `fr-CH`; English where there is none."""
    first = language.partition("-")[0].lower()
    return first if first in LANGUAGES else ENGLISH


def say(language: str, key: str, **values: object) -> str:
    """The sentence of a key with its values filled in; `count` chooses between singular and plural."""
    found = speech(language)[key]
    if not isinstance(found, str):
        count = values["count"]
        found = found["one" if count == 1 or (count == 0 and language in NONE_IS_ONE) else "other"]
    return found.format_map(values)
