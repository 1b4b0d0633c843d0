"""Vague time in FollowTheMoney: never a day that ours does not admit, and back again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.interchange.ftm.dates import from_dates, is_whole, one_date, to_dates
from kg.model import Time, TimeError, parse_time


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2013", {"date": "2013"}),
        ("2013-07", {"date": "2013-07"}),
        ("2013-07-15", {"date": "2013-07-15"}),
        ("2013~", {"date": "2013"}),
        ("2013-07-15?", {"date": "2013-07-15"}),
        ("2013-XX", {"date": "2013"}),
        ("2013-07-XX", {"date": "2013-07"}),
        ("201X", {"startDate": "2010", "endDate": "2019"}),
        ("19XX", {"startDate": "1900", "endDate": "1999"}),
        ("2013-21", {"date": "2013"}),
        ("2013-22", {"startDate": "2013", "endDate": "2014-03"}),
        ("2013-06-21/2013-07", {"startDate": "2013-06-21", "endDate": "2013-07"}),
        ("2013/2014", {"startDate": "2013", "endDate": "2014"}),
        ("2013-01-01/2014", {"startDate": "2013-01-01", "endDate": "2014"}),
        ("2013~/2014", {"startDate": "2013", "endDate": "2014"}),
        ("201X/2014-05", {"startDate": "2010", "endDate": "2014-05"}),
        ("2013-01-01/2013-12-31", {"startDate": "2013-01-01", "endDate": "2013-12-31"}),
        # The month reaches further than the whole time does.
        ("2013-06/2013-06-15", {"startDate": "2013-06-01", "endDate": "2013-06-15"}),
        ("2017-06/..", {"startDate": "2017-06"}),
        ("2017-06/", {"startDate": "2017-06"}),
        ("../2012", {"endDate": "2012"}),
        # There are no such years there.
        ("0980", {}),
        ("0980/2013", {"endDate": "2013"}),
        ("3013", {}),
    ],
)
def test_a_time_as_dates(text: str, dates: dict[str, str]) -> None:
    """Years, months and days as they are; everything else as the narrowest span that FollowTheMoney can say."""
    assert to_dates(parse_time(text)) == dates


def test_no_time_has_no_dates() -> None:
    """What has no time has none there, and nothing is lost of it."""
    assert (to_dates(None), is_whole(None), from_dates({})) == ({}, True, (None, ()))


DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
PLAIN = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from((4, 7, 10)))
ONE = st.one_of(
    st.builds(str.__add__, PLAIN, st.sampled_from(("", "", "~", "?", "%"))),
    st.builds(lambda day, length, x: day.isoformat()[:length] + x, DAYS, st.just(3), st.just("X")),
    st.builds(lambda day: f"{day.isoformat()[:2]}XX", DAYS),
    st.builds(lambda day: f"{day.isoformat()[:4]}-XX", DAYS),
    st.builds(lambda day: f"{day.isoformat()[:7]}-XX", DAYS),
)
SEASONS = st.builds(lambda day, season: f"{min(day.year, 2998)}-{season}", DAYS, st.sampled_from(("21", "22", "23", "24")))
SPANS = st.builds(lambda a, b: f"{a}/{b}", st.one_of(ONE, st.sampled_from(("", ".."))), st.one_of(ONE, st.sampled_from(("", ".."))))


@st.composite
def times(draw: st.DrawFn) -> Time:
    """Every writing that the tables take, in years that FollowTheMoney has."""
    text = draw(st.one_of(ONE, SEASONS, SPANS))
    try:
        return parse_time(text)
    except TimeError:
        left, _, right = text.partition("/")
        return parse_time(f"{right}/{left}" if left.strip(".") and right.strip(".") else "2013")


@given(times())
def test_dates_never_admit_a_day_that_the_time_does_not(when: Time) -> None:
    """Each value lies wholly within our earliest and latest day, and the first and last of them are the bounds."""
    values = {name: parse_time(text) for name, text in to_dates(when).items()}

    for value in values.values():
        assert when.earliest is None or (value.earliest and value.earliest >= when.earliest)
        assert when.latest is None or (value.latest and value.latest <= when.latest)
    first, last = values.get("startDate", values.get("date")), values.get("endDate", values.get("date"))
    assert (first.earliest if first else None) == when.earliest
    assert (last.latest if last else None) == when.latest


@given(times())
def test_dates_read_back_have_the_same_bounds(when: Time) -> None:
    """Only the writing may differ, and `is_whole` says when it does."""
    back, wrong = from_dates({name: (text,) for name, text in to_dates(when).items()})

    assert wrong == ()
    assert back is not None
    assert (back.earliest, back.latest) == (when.earliest, when.latest)
    assert is_whole(when) == (back.text == when.text)


@given(times())
def test_one_date_is_all_of_the_time_or_nothing(when: Time) -> None:
    """A source has one date there: a span is no date."""
    text = one_date(when)

    assert not text or (parse_time(text).earliest, parse_time(text).latest) == (when.earliest, when.latest)


@pytest.mark.parametrize(
    ("properties", "text", "wrong"),
    [
        ({"date": ["2013-07-15T10:30:00"]}, "2013-07-15", ()),
        ({"date": ["2013-07-15 10:30:00+07:00"]}, "2013-07-15", ()),
        ({"startDate": ["2013"], "endDate": ["2013"]}, "2013", ()),
        ({"startDate": ["2013"], "endDate": ["2015-06"]}, "2013/2015-06", ()),
        ({"startDate": ["2013-05"]}, "2013-05/..", ()),
        ({"endDate": ["2015-06-01"]}, "../2015-06-01", ()),
        # A relation that began is not over on the day that a register was read.
        ({"startDate": ["2013"], "date": ["2020-01-01"]}, "2013/..", ()),
        # Two records disagree: both stay possible.
        ({"startDate": ["2014", "2013"], "endDate": ["2015", "2016"]}, "2013/2016", ()),
        ({"date": ["2013", "2015"]}, "2013/2015", ()),
        ({"date": ["circa 2013"]}, None, ("circa 2013",)),
        ({"date": ["2013-02-30"]}, None, ("2013-02-30",)),
        ({"date": ["05/06/2013", "2014"]}, "2014", ("05/06/2013",)),
        ({"startDate": ["2015"], "endDate": ["2013"]}, None, ("2015/2013",)),
        ({"date": ["0000"]}, None, ("0000",)),
        ({"date": ["2013-22"]}, None, ("2013-22",)),
    ],
)
def test_dates_as_a_time(properties: dict[str, list[str]], text: str | None, wrong: tuple[str, ...]) -> None:
    """What a file of others tells, at its widest; what is no date is handed back and never guessed."""
    when, told = from_dates(properties)

    assert (when.text if when else None, told) == (text, wrong)
