"""Vague time: EDTF text with the earliest and latest day it allows.

Reads the part of EDTF that sources need: years, months, days, unspecified digits (`201X`, `2013-XX`), seasons, intervals
with open ends, and `?`, `~` or `%` at the end. Nothing is guessed: a writing that can be mistaken is refused with the
writings that cannot.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Time", "TimeError", "parse_time"]


class TimeError(ValueError):
    """The text is no time that we read; `code` names the finding, `suggestion` may be a writing that would do."""

    def __init__(self, code: str, suggestion: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Time:
    """A time as written; a bound that is `None` is one that the writing leaves open."""

    text: str
    earliest: date | None = None
    latest: date | None = None

    def __str__(self) -> str:
        return self.text

    def overlaps(self, other: Time) -> bool:
        """Whether both can hold at some common day; an open bound excludes nothing."""
        return not (self._ends_before(other) or other._ends_before(self))

    def _ends_before(self, other: Time) -> bool:
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest


_LONGEST = 64
#: Offered where the text gives no hint of what was meant.
_EXAMPLES = "2013, 2013-07, 2013-07-15 or 2013-06/2013-07"

# [0-9] and not \d: the digits of other scripts would pass as a number and then stand in the data as no EDTF.
_DATE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?P<sign>[?~%]?)"
    r"|(?P<y>[0-9]{4})-(?P<month>[0-9]{2}|XX(?!-[0-9]))(?:-(?P<day>[0-9]{2}|XX))?(?P<mark>[?~%]?)"
)
_SEASONS = ("21", "22", "23", "24")
_OPEN = ("", "..")

_CLOCK = re.compile(r"(?<=[0-9])[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?")
_BEYOND = re.compile(r"-[0-9]{3,}.*|[Yy]-?[0-9].*|[0-9]{5}|[0-9]{5,}-.*")
_SERIAL = re.compile(r"([2-5][0-9]{4}|60000)(?:\.[0-9]+)?")
#: Day 0 of the 1900 date system, for every day after February 1900.
_SERIAL_START = date(1899, 12, 30)
_DAY_MONTH = re.compile(r"([0-9]{1,2})[./ -]([0-9]{1,2})[./ -]([0-9]{4})")
_INNER_SIGN = re.compile(r"[?~%] ?(?=[0-9X-])")
_ABOUT = re.compile(r"(?:circa|ca|c|about|around|approximately|approx)(?![a-z])\.? *", re.IGNORECASE)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_SEASON_NAMES = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_FILLERS = frozenset(("of", "the", "in", "on", "st", "nd", "rd", "th"))
#: What people type for an EDTF writing, and the writing.
_NEARLY = (
    (re.compile(r"[‐-―−]"), "-"),
    (re.compile(r"x(?=[x-]|$)"), "X"),
    (re.compile(r" *(?:/| to |(?<=[0-9]{4}) ?- ?(?=[0-9]{4})) *"), "/"),
    (re.compile(r"(?<![0-9])([0-9]{4})[./]([0-9]{1,2})[./]([0-9]{1,2})(?![0-9])"), r"\1-\2-\3"),
    (re.compile(r"(?<![0-9])([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])"), r"\1-\2-\3"),
    (re.compile(r"^([0-9]{1,2})[./ -]([0-9]{4})$"), r"\2-\1"),
    (re.compile(r"(?<=[0-9]-)([0-9])(?![0-9X])"), r"0\1"),
    (re.compile(r"([0-9]{3})0s"), r"\1X"),
    (re.compile(r"\?~|~\?"), "%"),
    (re.compile(r" +"), ""),
)


def parse_time(text: str) -> Time:
    """The time that an EDTF text stands for, its text kept as written.

    Raises `TimeError` with the code of the finding, and with a writing that would do.
    """
    if len(text) > _LONGEST:
        raise TimeError("time-unreadable", _EXAMPLES)
    left, slash, right = text.partition("/")
    if not slash:
        return Time(text, *_bounds(text, text))
    if left in _OPEN and right in _OPEN:
        raise TimeError("time-unbounded")
    earliest = None if left in _OPEN else _bounds(left, text)[0]
    latest = None if right in _OPEN else _bounds(right, text)[1]
    if earliest is not None and latest is not None and earliest > latest:
        raise TimeError("time-backwards", f"{right}/{left}")
    return Time(text, earliest, latest)


def _bounds(part: str, text: str) -> tuple[date, date]:
    """The bounds of `part`, which is all of `text` or one side of an interval."""
    match = _DATE.fullmatch(part)
    if match is None:
        raise _refusal(text)
    year, month, day = match["year"] or match["y"], match["month"], match["day"]
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first == 0:
        # 0000 is 1 BC in EDTF, and neither it nor 000X fits the calendar of xsd:date that the dataset promises.
        raise TimeError("time-out-of-range")
    if month in _SEASONS and day is None:
        if part != text:
            # EDTF has no intervals of seasons, and where they begin and end would be ours to invent.
            raise TimeError("time-season-interval")
        return _season(first, month)
    try:
        return _calendar(first, last, month, day)
    except ValueError:
        known = f"{year}-{month}" if "01" <= month <= "12" else year
        raise _offer("time-no-such-day", text.replace(part, known)) from None


def _calendar(first: int, last: int, month: str | None, day: str | None) -> tuple[date, date]:
    """The first and last day of a span of years, a month or a day; `ValueError` where the calendar has none."""
    if month is None or month == "XX":
        return date(first, 1, 1), date(last, 12, 31)
    number = int(month)
    if day is None or day == "XX":
        return date(first, number, 1), date(first, number, monthrange(first, number)[1])
    whole = date(first, number, int(day))
    return whole, whole


def _season(year: int, month: str) -> tuple[date, date]:
    """The bounds of a season.

    EDTF seasons are independent of location, and the hemisphere is not known: spring is March or September. So a season
    bounds no more than its year; winter in the north and summer in the south begin in December and run into March.
    """
    if month not in ("22", "24"):
        return date(year, 1, 1), date(year, 12, 31)
    if year == date.max.year:
        raise TimeError("time-out-of-range")
    return date(year, 1, 1), date(year + 1, 3, 31)


def _refusal(text: str) -> TimeError:
    """Why a text is no time; the order matters: a clock is looked for before a set, since exports write `[date …T00:00]`."""
    for explain in (_clock, _set, _serial, _beyond, _day_month, _inner_sign, _words, _nearly):
        error = explain(text)
        if error is not None:
            return error
    return TimeError("time-unreadable", _EXAMPLES)


def _offer(code: str, text: str) -> TimeError:
    """An error that suggests `text`; where that is no time either, the error of that."""
    try:
        parse_time(text)
    except TimeError as error:
        return error
    return TimeError(code, text)


def _clock(text: str) -> TimeError | None:
    bare = _CLOCK.sub("", text)
    return _offer("time-clock", bare) if bare != text else None


def _set(text: str) -> TimeError | None:
    return TimeError("time-set") if text[:1] in ("[", "{") else None


def _serial(text: str) -> TimeError | None:
    match = _SERIAL.fullmatch(text)
    return TimeError("time-serial", (_SERIAL_START + timedelta(days=int(match[1]))).isoformat()) if match else None


def _beyond(text: str) -> TimeError | None:
    return TimeError("time-out-of-range") if any(_BEYOND.fullmatch(part) for part in text.split("/")) else None


def _day_month(text: str) -> TimeError | None:
    match = _DAY_MONTH.fullmatch(text)
    if match is None:
        return None
    a, b, year = match[1].zfill(2), match[2].zfill(2), match[3]
    offers = [_offer("time-day-month", f"{year}-{month}-{day}") for day, month in ((a, b), (b, a))]
    possible = dict.fromkeys(offer.suggestion for offer in offers if offer.code == "time-day-month")
    if possible:
        return TimeError("time-day-month", " or ".join(possible))
    return max(offers, key=lambda offer: len(offer.suggestion))


def _inner_sign(text: str) -> TimeError | None:
    """A sign that qualifies a part of the date; ours qualify the whole, so the whole is as vague as its vaguest part."""
    sides = text.split("/")
    if not any(_INNER_SIGN.search(side) for side in sides):
        return None
    return _offer("time-partial-qualifier", "/".join(_sign_last(side) for side in sides))


def _sign_last(side: str) -> str:
    signs = {sign for sign in side if sign in "?~%"}
    sign = "%" if len(signs) > 1 else "".join(signs)
    return re.sub(r"[?~%] ?", "", side) + sign


def _words(text: str) -> TimeError | None:
    """Months, seasons and "circa" in English, as in "15 July 2013"."""
    about = _ABOUT.match(text)
    bare = text[about.end() :] if about else text
    written = _spelled(bare) or (bare if about and "/" not in bare else "")
    if not written:
        return None
    if about and written[-1] not in "?~%":
        written += "~"
    error = _offer("time-month-name", written)
    return None if error.code == "time-unreadable" else error


def _spelled(text: str) -> str:
    """The EDTF writing of a date in English words, or an empty string."""
    months, days, years = [], [], []
    for token in re.findall(r"[a-z]+|[0-9]+|[^a-z0-9 ,./-]", text.lower()):
        month = _month(token)
        if month:
            months.append(month)
        elif re.fullmatch(r"[0-9]{4}", token):
            years.append(token)
        elif re.fullmatch(r"[0-9]{1,2}", token):
            days.append(token.zfill(2))
        elif token not in _FILLERS:
            return ""
    if (len(months), len(years)) != (1, 1) or len(days) > 1 or (days and months[0] in _SEASONS):
        return ""
    return "-".join(years + months + days)


def _month(token: str) -> str:
    """The digits of an English month, whole or shortened to three letters or more, or of a season; else an empty string."""
    numbers = (f"{number:02}" for number, name in enumerate(_MONTHS, 1) if len(token) >= 3 and name.startswith(token))
    return _SEASON_NAMES.get(token) or next(numbers, "")


def _nearly(text: str) -> TimeError | None:
    """A writing that differs only in punctuation, such as `2013/7/5`."""
    written = text
    for pattern, replacement in _NEARLY:
        written = pattern.sub(replacement, written)
    return _offer("time-unreadable", written) if written != text else None
