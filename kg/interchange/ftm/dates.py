"""Vague time both ways: FollowTheMoney has years, months and days, a start and an end, and no word for "about".

What is written never admits a day that our time does not admit; what it cannot say stays as text beside it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from kg.model import Time, TimeError, parse_time

__all__ = ["from_dates", "is_whole", "one_date", "to_dates"]

# Months end with 12: what follows are the seasons of EDTF, which nobody means there.
_DAY = r"([0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?)"
_PLAIN = re.compile(f"{_DAY}[?~%]?")
_STAMP = re.compile(f"{_DAY}(?:[T ][0-9:.+Z-]*)?")
#: Years outside are no dates there.
_YEARS = range(1000, 3000)


def to_dates(when: Time | None) -> dict[str, str]:
    """The date properties of a time: `date`, or `startDate` and `endDate`; a bound that is open or too far away has none."""
    if when is None:
        return {}
    # A span that fills a year is more than some time in it.
    one = "" if "/" in when.text else one_date(when)
    if one:
        return {"date": one}
    sides = when.text.split("/") if "/" in when.text else ["", ""]
    written = {"startDate": _side(when.earliest, sides[0], when, first=True), "endDate": _side(when.latest, sides[1], when, first=False)}
    return {name: text for name, text in written.items() if text}


def one_date(when: Time) -> str:
    """The year, month or day that a time is, or an empty string where it is none of these."""
    if when.earliest is None or when.latest is None or when.earliest.year not in _YEARS:
        return ""
    plain = _PLAIN.fullmatch(when.text)
    if plain and _span(plain[1]) == (when.earliest, when.latest):
        return plain[1]
    return next((text for text in _writings(when.earliest) if _span(text) == (when.earliest, when.latest)), "")


def _writings(day: date) -> tuple[str, str, str]:
    """The year, the month and the day of a day."""
    text = day.isoformat()
    return text[:4], text[:7], text


def _span(text: str) -> tuple[date, date]:
    """The first and last day of a year, month or day."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    return date(year, month or 1, 1), date(year, month or 12, monthrange(year, month or 12)[1])


def _side(bound: date | None, side: str, when: Time, *, first: bool) -> str:
    """How one bound is written: as the source wrote that side where it can, else as coarsely as the bounds allow."""
    if bound is None or bound.year not in _YEARS:
        return ""
    plain = _PLAIN.fullmatch(side)
    for text in ((plain[1],) if plain else ()) + _writings(bound):
        low, high = _span(text)
        inside = (when.earliest is None or low >= when.earliest) and (when.latest is None or high <= when.latest)
        if inside and (low if first else high) == bound:
            return text
    return bound.isoformat()


def is_whole(when: Time | None) -> bool:
    """Whether the date properties say all that a time says."""
    return when is None or _text(to_dates(when)) == when.text


def _text(dates: Mapping[str, str]) -> str:
    if "date" in dates:
        return dates["date"]
    start, end = dates.get("startDate"), dates.get("endDate")
    return start if start and start == end else f"{start or '..'}/{end or '..'}" if start or end else ""


def from_dates(properties: Mapping[str, Iterable[str]]) -> tuple[Time | None, tuple[str, ...]]:
    """The time that date properties tell, and the values that are none.

    Several values of one property are the span that holds them all; nothing is added to what they admit.
    """
    wrong: list[str] = []
    starts, ends, dates = (_times(properties.get(name, ()), wrong) for name in ("startDate", "endDate", "date"))
    if not starts and not ends:
        starts = ends = dates
    start = min(starts, key=lambda time: (time.earliest or date.min, time.text)).text if starts else ""
    end = max(ends, key=lambda time: (time.latest or date.max, time.text)).text if ends else ""
    text = _text({name: value for name, value in (("startDate", start), ("endDate", end)) if value})
    try:
        return (parse_time(text) if text else None), tuple(wrong)
    except TimeError:
        return None, (*wrong, text)


def _times(values: Iterable[str], wrong: list[str]) -> list[Time]:
    times = []
    for value in values:
        stamp = _STAMP.fullmatch(value)
        try:
            times.append(parse_time(stamp[1] if stamp else "-"))
        except TimeError:
            wrong.append(value)
    return times
