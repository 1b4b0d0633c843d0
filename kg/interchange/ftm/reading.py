"""What our own files say beside FollowTheMoney: the reading of a statement, and its evidence as lines of text."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.model import QuantityError, Statement, TimeError, parse_quantity, parse_time
from kg.model.statement import MODALITIES

__all__ = ["find_evidence", "find_statement"]

_ID = "[a-z][a-z0-9-]{0,99}"
_READING = re.compile(rf"(?P<subject>{_ID}) (?P<relation>[A-Za-z][A-Za-z0-9]*) (?P<object>{_ID})(?P<rest>(?: \[[^\[\]]+\])*)")
_DETAIL = re.compile(r" \[([^\[\]]+)\]")
_WHERE = re.compile(rf"({_ID})(?:, (.+))?", re.DOTALL)

#: A quote may hold what stands between a quote and its source; a text of nothing else is an attack.
_MOST_TRIES = 50


def find_statement(text: str) -> Statement | None:
    """The statement that a reading is about, or `None` for anything else; negative ones are never exported."""
    match = _READING.fullmatch(text) if len(text) <= 2_000 else None
    if match is None:
        return None
    told: dict[str, str] = {"modality": "asserted"}
    for detail in _DETAIL.findall(match["rest"]):
        word, _, value = detail.partition(" ")
        if word in MODALITIES:
            told |= {"modality": word, "claimant": value.removeprefix("by ")}
        else:
            told[word] = value
    try:
        statement = Statement(
            match["subject"],
            match["relation"],
            match["object"],
            told["modality"],
            claimant=told.get("claimant", ""),
            role=told.get("as", ""),
            when=parse_time(told["when"]) if "when" in told else None,
            place=told.get("in", ""),
            quantity=parse_quantity(told["quantity"]) if "quantity" in told else None,
            event=told.get("during", ""),
        )
    except (TimeError, QuantityError):
        return None
    return statement if statement.reading == text else None


def find_evidence(text: str, is_source: Callable[[str], bool]) -> tuple[str, str, str] | None:
    """(source, quote, locator) of a line such as `“…” — gazette, p. 3`; `None` where it names no source."""
    if not text.startswith("“"):
        return _where("", text, is_source)
    position = text.find("” — ")
    for _ in range(_MOST_TRIES):
        found = _where(text[1:position], text[position + 4 :], is_source) if position >= 0 else None
        if found or position < 0:
            return found
        position = text.find("” — ", position + 1)
    return None


def _where(quote: str, text: str, is_source: Callable[[str], bool]) -> tuple[str, str, str] | None:
    match = _WHERE.fullmatch(text)
    return (match[1], quote, match[2] or "") if match and is_source(match[1]) else None
