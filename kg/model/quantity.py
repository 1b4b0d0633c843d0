"""How many, or how much, as a source says it: a number, a bound, a range, with a unit or without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Quantity", "QuantityError", "parse_quantity"]

_NUMBER = r"\d+(?:\.\d+)?"
_GRAMMAR = re.compile(rf"(?P<sign>~|>=|<=|>|<)?(?P<low>{_NUMBER})(?:\.\.(?P<high>{_NUMBER}))?(?: (?P<unit>[A-Za-z%]+(?:/[A-Za-z]+)?))?", re.ASCII)

#: Words that are often typed in place of the sign.
_WORDS = {
    ">": ("more than", "over", "above"),
    ">=": ("at least", "no fewer than", "no less than"),
    "<": ("less than", "fewer than", "under", "below"),
    "<=": ("at most", "up to", "no more than"),
    "~": ("about", "around", "approximately", "roughly", "some", "circa", "ca."),
}


class QuantityError(ValueError):
    """The text is no quantity; `code` names the finding, `near` is what may have been meant."""

    def __init__(self, code: str, near: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.near = near


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in canonical writing, with what it leaves possible.

    `least` and `most` are inclusive where `strict_*` is false; `None` means that the source gives no bound.
    `~40` has no bounds at all: how far "about" reaches is nobody's to invent.
    """

    text: str
    least: Decimal | None = None
    most: Decimal | None = None
    strict_least: bool = False
    strict_most: bool = False
    unit: str = ""

    def excludes(self, other: Quantity) -> bool:
        """Whether the two cannot be equal; quantities in different units are never compared."""
        return self.unit == other.unit and (self._below(other) or other._below(self))

    def _below(self, other: Quantity) -> bool:
        if self.most is None or other.least is None:
            return False
        touching = self.strict_most or other.strict_least
        return self.most < other.least or (self.most == other.least and touching)

    def __str__(self) -> str:
        return self.text


def _plain(text: str) -> Decimal:
    """The number without idle zeros; by its digits, since arithmetic on decimals rounds to 28 of them."""
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def parse_quantity(text: str) -> Quantity:
    """The quantity written as `133`, `>700`, `~40`, `>=40000 EUR`, `1200..1500 USD`, `450 EUR/month`.

    Raises `QuantityError` with the code of the finding when the text is none of these.
    """
    match = _GRAMMAR.fullmatch(text) if len(text) <= 80 else None
    if not match or (match["sign"] and match["high"]):
        raise QuantityError("quantity-unreadable", _meant(text))
    sign, unit, low = match["sign"] or "", match["unit"] or "", _plain(match["low"])
    high = _plain(match["high"]) if match["high"] else low
    if high < low:
        raise QuantityError("quantity-backwards")
    number = f"{low:f}" if high == low else f"{low:f}..{high:f}"
    canonical = f"{sign}{number} {unit}".rstrip()
    if sign == "~":
        return Quantity(canonical, unit=unit)
    if not sign:
        return Quantity(canonical, low, high, unit=unit)
    bound, strict = _bound(sign, low, counted=not unit)
    if sign.startswith(">"):
        return Quantity(canonical, least=bound, strict_least=strict, unit=unit)
    return Quantity(canonical, most=bound, strict_most=strict, unit=unit)


def _meant(text: str) -> str:
    """The quantity of which the words of English say what a sign would say, or an empty string."""
    words, _, rest = text.casefold().rpartition(" ")
    sign = next((sign for sign, known in _WORDS.items() if words in known), "")
    return f"{sign}{rest}" if sign and re.fullmatch(_NUMBER, rest, re.ASCII) else ""


def _bound(sign: str, number: Decimal, *, counted: bool) -> tuple[Decimal, bool]:
    """The bound that a sign makes of a number, and whether the bound itself is excluded."""
    if len(sign) > 1:
        return number, False
    # Things that are counted come in whole numbers: more than 700 people are at least 701.
    if counted and number == int(number):
        return Decimal(int(number) + (1 if sign == ">" else -1)), False
    return number, True
