"""Reads the text files once, and makes a finding into a line that names place, value and remedy."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from kg.findings import Finding

__all__ = ["codes", "phrase", "sentence", "words"]


@cache
def words(language: str = "en") -> dict[str, dict[str, dict[str, str]]]:
    """The texts of a language; English is the only one that is complete, so it is the default everywhere."""
    text = files("kg.texts").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def codes() -> tuple[str, ...]:
    """The codes of all findings, sorted."""
    return tuple(sorted(words()["finding"]))


def sentence(finding: Finding) -> str:
    """`data/statements.csv:14: relation: unknown relation "memberof". Did you mean "memberOf"?`

    Place first, so that editors make it clickable; what is wrong; last the remedy. A value called `near` is offered
    as "Did you mean" in place of the general remedy.
    """
    text = words()["finding"][finding.code]
    values = dict(finding.values)
    remedy = words()["phrase"]["near"]["text"] if values.get("near") else text.get("remedy", "")
    said = " ".join(part for part in (text["sentence"], remedy) if part)
    return f"{finding.place}: {said.format_map(values)}"


def phrase(section: str, code: str, **values: object) -> str:
    """The sentence of a section other than findings, such as `loss`, with its values filled in.

    Where what is counted (`count`, or `left_out`) is 1, it is the one whose code ends in `-one`, if there is such a sentence.
    """
    texts = words()[section]
    single = f"{code}-one" if 1 in (values.get("count"), values.get("left_out")) else code
    return texts.get(single, texts[code])["sentence"].format_map(values)
