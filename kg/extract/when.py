"""Times in words against the day of publication: "on Monday", "last month", "since 2015", to the writing of the tables (EDTF).

No precision is invented: "early April" is April, "this week" is the week, and what cannot be told is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Moment", "find_moments"]

_MONTHS = {
    m: k
    for k, names in enumerate(
        (
            "january jan jan.",
            "february feb feb.",
            "march mar mar.",
            "april apr apr.",
            "may",
            "june jun jun.",
            "july jul jul.",
            "august aug aug.",
            "september sept sept. sep sep.",
            "october oct oct.",
            "november nov nov.",
            "december dec dec.",
        ),
        1,
    )
    for m in names.split()
}
_DAYS = {d: k for k, d in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}
_MONTH = "|".join(sorted((re.escape(m) for m in _MONTHS), key=len, reverse=True))
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "a": 1, "one": 1}
_YEAR = r"(?:19|20)\d{2}"
_FORMS = (
    (
        "range",
        re.compile(
            rf"\b(?:between|from)\s+(?P<a>(?:(?:{_MONTH})\s+)?{_YEAR})\s+(?:and|to|until|till)\s+(?P<b>(?:(?:{_MONTH})\s+)?{_YEAR})\b", re.IGNORECASE
        ),
    ),
    ("dmy", re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH})(?:,?\s+(?P<y>{_YEAR}))?\b", re.IGNORECASE)),
    ("mdy", re.compile(rf"\b(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y>{_YEAR}))?\b", re.IGNORECASE)),
    ("my", re.compile(rf"\b(?P<m>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})\b", re.IGNORECASE)),
    (
        "lastmonth",
        re.compile(
            rf"\b(?:last|this|next|in|since|until|till|early|late|mid-?|by|of|during)\s+(?:early\s+|late\s+|mid-)?(?P<m>{_MONTH})\b(?!\s*\d)",
            re.IGNORECASE,
        ),
    ),
    ("iso", re.compile(r"\b(?P<y>(?:19|20)\d{2})-(?P<mm>\d{2})(?:-(?P<dd>\d{2}))?\b")),
    (
        "day",
        re.compile(
            r"\b(?P<which>last\s+|next\s+|this\s+|coming\s+)?(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:’s|'s)?\b",
            re.IGNORECASE,
        ),
    ),
    ("near", re.compile(r"\b(?P<w>yesterday|today|tonight|tomorrow)\b", re.IGNORECASE)),
    (
        "period",
        re.compile(
            r"\b(?P<which>last|this|next|the previous|the past)\s+(?P<unit>week|month|year|weekend|spring|summer|autumn|fall|winter)\b", re.IGNORECASE
        ),
    ),
    (
        "ago",
        re.compile(
            r"\b(?P<n>\d{1,2}|a|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "year",
        re.compile(rf"\b(?:in|since|until|till|by|during|of|for|before|after|from)\s+(?:early\s+|late\s+|mid-)?(?P<y>{_YEAR})\b(?!-)", re.IGNORECASE),
    ),
)
_FUTURE = re.compile(r"\b(?:will|shall|is to|are to|next|coming|plans?|planned|set for|due|scheduled|would)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in the text, by its characters, and what it stands for."""

    start: int
    end: int
    value: str


def find_moments(text: str, published: str) -> list[Moment]:
    """The times that a text names, in order; relative ones only when the day of publication is known to the day."""
    day = _day(published)
    found: list[Moment] = []
    for name, pattern in _FORMS:
        for match in pattern.finditer(text):
            if any(m.start < match.end() and match.start() < m.end for m in found):
                continue
            value = _value(name, match, day, text)
            if value:
                found.append(Moment(match.start(), match.end(), _opened(text, match, value)))
    return sorted(found, key=lambda moment: moment.start)


def _day(published: str) -> date | None:
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", published)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _opened(text: str, match: re.Match[str], value: str) -> str:
    """As in "since 2015" is open after, "until 2019" before."""
    lead = text[max(0, match.start() - 10) : match.end()].lower()
    if re.search(r"\bsince\s+(?:early |late |mid-|the )?[\w. ,]*$", lead) and "/" not in value:
        return f"{value}/.."
    if re.search(r"\b(?:until|till)\s+[\w. ,]*$", lead) and "/" not in value:
        return f"../{value}"
    return value


def _value(name: str, match: re.Match[str], day: date | None, text: str) -> str:
    if name == "range":
        left, right = _plain(match["a"]), _plain(match["b"])
        return f"{left}/{right}" if left and right and left < right else ""
    if name in ("dmy", "mdy"):
        return _calendar(match["y"], match["m"], match["d"], day)
    if name == "my":
        return f"{match['y']}-{_MONTHS[match['m'].lower()]:02d}"
    if name == "iso":
        return "-".join(part for part in (match["y"], match["mm"], match["dd"]) if part)
    if name == "year":
        return str(match["y"])
    return _relative(name, match, day, text) if day else ""


def _plain(text: str) -> str:
    parts = text.split()
    return parts[0] if len(parts) == 1 else f"{parts[1]}-{_MONTHS[parts[0].lower()]:02d}"


def _calendar(year: str | None, month: str, number: str, day: date | None) -> str:
    m, d = _MONTHS[month.lower()], int(number)
    y = int(year) if year else _nearest_year(m, d, day) if day else 0
    try:
        return date(y, m, d).isoformat() if y else ""
    except ValueError:
        return ""


def _nearest_year(month: int, number: int, day: date) -> int:
    """A date without a year is the last one before publication."""
    return day.year if (month, number) <= (day.month, day.day) else day.year - 1


def _relative(name: str, match: re.Match[str], day: date, text: str) -> str:
    before = text[max(0, match.start() - 60) : match.start()]
    ahead = bool(_FUTURE.search(before.rsplit(".", 1)[-1]))
    if name == "near":
        shift = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}[match["w"].lower()]
        return (day + timedelta(days=shift)).isoformat()
    if name == "day":
        return _weekday(match, day, ahead=ahead)
    if name == "lastmonth":
        return _month(match, day, ahead=ahead)
    if name == "ago":
        return _ago(match, day)
    return _period(match["which"].lower(), match["unit"].lower(), day)


def _weekday(match: re.Match[str], day: date, *, ahead: bool) -> str:
    which, wanted = (match["which"] or "").strip().lower(), _DAYS[match["day"].lower()]
    if which in ("next", "coming") or (ahead and which != "last"):
        return (day + timedelta(days=(wanted - day.weekday()) % 7 or 7)).isoformat()
    back = (day.weekday() - wanted) % 7
    return (day - timedelta(days=back or (7 if which == "last" else 0))).isoformat()


def _month(match: re.Match[str], day: date, *, ahead: bool) -> str:
    month, low = _MONTHS[match["m"].lower()], match[0].lower()
    if low.startswith(("until", "till", "next", "by")) or ahead:
        year = day.year if month >= day.month else day.year + 1
    elif low.startswith("last") and month == day.month:
        year = day.year - 1
    else:
        year = day.year if month <= day.month else day.year - 1
    return f"{year}-{month:02d}"


def _ago(match: re.Match[str], day: date) -> str:
    count = _NUMBERS.get(match["n"].lower()) or int(match["n"])
    unit = match["unit"].lower()
    if unit == "year":
        return str(day.year - count)
    if unit == "month":
        months = day.year * 12 + day.month - 1 - count
        return f"{months // 12}-{months % 12 + 1:02d}"
    if unit == "day":
        return (day - timedelta(days=count)).isoformat()
    return ""


def _period(which: str, unit: str, day: date) -> str:
    step = {"last": -1, "the previous": -1, "the past": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        return str(day.year + step) if which != "the past" else ""
    if unit == "month":
        months = day.year * 12 + day.month - 1 + step
        return f"{months // 12}-{months % 12 + 1:02d}"
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * step)
        first = monday + timedelta(days=5) if unit == "weekend" else monday
        return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    season = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}[unit]
    return f"{day.year + step}-{season}" if which != "this" else f"{day.year}-{season}"


def iter_values(moments: list[Moment], start: int, end: int) -> Iterator[Moment]:
    """The times inside of a span."""
    return (moment for moment in moments if start <= moment.start and moment.end <= end)
