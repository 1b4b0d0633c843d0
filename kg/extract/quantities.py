"""How many or how much: "at least 160 labourers", "four men", "$482,000", "41 percent", in the writing of the tables."""

from __future__ import annotations

import re
from decimal import Decimal

from spacy.tokens import Token

__all__ = ["count_of", "money_in", "number_of_words", "share_in"]

_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "m": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000, "k": 1_000}
_DOZEN = {"dozen": 12}
_BOUNDS = (
    (re.compile(r"\b(?:more than|over|above|upwards of|in excess of|exceeding)\b", re.IGNORECASE), ">"),
    (re.compile(r"\b(?:at least|no fewer than|no less than|not less than|minimum of)\b", re.IGNORECASE), ">="),
    (re.compile(r"\b(?:at most|up to|as many as|no more than|not more than|maximum of)\b", re.IGNORECASE), "<="),
    (re.compile(r"\b(?:fewer than|less than|under|below)\b", re.IGNORECASE), "<"),
    (re.compile(r"\b(?:about|around|some|nearly|almost|roughly|approximately|an estimated|estimated|close to|circa)\b", re.IGNORECASE), "~"),
)
_SIGNS = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₦": "NGN",
    "N": "NGN",
    "Rs": "INR",
    "Rs.": "INR",
    "RM": "MYR",
    "Tk": "BDT",
    "KD": "KWD",
    "NT$": "TWD",
    "A$": "AUD",
    "S$": "SGD",
}
_NAMES = {
    "dollar": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "rupee": "INR",
    "naira": "NGN",
    "ringgit": "MYR",
    "taka": "BDT",
    "baht": "THB",
    "peso": "PHP",
    "sol": "PEN",
    "rand": "ZAR",
    "shilling": "KES",
    "dong": "VND",
    "riel": "KHR",
    "yen": "JPY",
    "dinar": "KWD",
    "cedi": "GHS",
    "rupiah": "IDR",
    "lev": "BGN",
    "leu": "MDL",
    "franc": "CHF",
    "won": "KRW",
    "birr": "ETB",
    "kwacha": "ZMW",
}
# A number is tried where it begins and nowhere inside: else a line of `1,1,1,…` would take hours.
_AMOUNT = r"(?<!\d)(?<!\d,)(?P<number>\d[\d,]*(?:\.\d+)?)(?:[ -]?(?P<scale>million|billion|thousand|hundred|m|bn|k)\b)?"
_MONEY = re.compile(
    rf"(?:(?P<sign>US\$|NT\$|A\$|S\$|[$€£¥₹₦]|\b(?:N|Rs\.?|RM|Tk|KD|USD|EUR|GBP))\s?{_AMOUNT})|(?:{_AMOUNT.replace('number', 'n2').replace('scale', 's2')}\s+(?:[A-Z]?[a-z]+ )?(?P<name>{'|'.join(_NAMES)})s?\b)",
)
_SHARE = re.compile(r"(?P<number>(?<!\d)\d+(?:\.\d+)?|(?<![a-z])[a-z]+(?:-[a-z]+)?)[ -]?(?:%|per ?cent\b)", re.IGNORECASE)


def number_of_words(text: str) -> int | None:
    """The number that a word or digits say: `2,300`, `forty`, `eighty-three`; `None` for anything else."""
    low = text.lower().replace(",", "")
    if re.fullmatch(r"\d{1,12}", low):
        return int(low)
    total = 0
    for part in re.split(r"[\s-]+", low):
        if part in _UNITS or part in _TENS:
            total += _UNITS.get(part, _TENS.get(part, 0))
        elif part in _SCALES and total:
            total *= _SCALES[part]
        elif part in _DOZEN:
            total = (total or 1) * 12
        elif part not in ("a", "and"):
            return None
    return total if total or low == "zero" else None


def count_of(noun: Token, before: str) -> str:
    """How many a noun phrase counts, with its bound; `before` is the text from the start of the phrase to the noun."""
    numbers = [child for child in noun.children if child.dep_ == "nummod"] or ([noun] if noun.pos_ == "NUM" else [])
    if not numbers:
        return ""
    number = numbers[0]
    words = [
        child.text
        for child in number.children
        if child.dep_ in ("compound", "nummod", "quantmod", "punct") and number_of_words(child.text) is not None
    ]
    value = number_of_words(" ".join([*words, number.text])) if words else number_of_words(number.text)
    if value is None or value == 0:
        return ""
    return _bound(before) + str(value)


def _bound(text: str) -> str:
    return next((sign for pattern, sign in _BOUNDS if pattern.search(text)), "")


def money_in(text: str) -> str:
    """The first sum of money in a text: `USD` and its like where the currency is certain."""
    match = _MONEY.search(text)
    if not match:
        return ""
    number, scale = match["number"] or match["n2"], match["scale"] or match["s2"]
    value = Decimal(number.replace(",", "")) * _SCALES.get((scale or "").lower(), 1)
    sign = match["sign"] or ""
    unit = _NAMES.get(match["name"] or "", "") or _SIGNS.get(sign, sign)
    lead = text[max(0, match.start() - 16) : match.start()]
    return f"{_bound(lead)}{value.normalize():f} {unit}".strip()


def share_in(text: str) -> str:
    """The first share in percent in a text."""
    match = _SHARE.search(text)
    if not match:
        return ""
    number = match["number"]
    value = number if number[0].isdigit() else number_of_words(number)
    return f"{value} %" if value is not None else ""
