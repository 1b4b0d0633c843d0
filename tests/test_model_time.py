"""Vague time: what is read, what is refused and with which words, and the library `edtf` as oracle."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given, settings
from hypothesis import strategies as st
from more import TIMES

from kg.findings import Place, find
from kg.model import Time, TimeError, parse_time
from kg.texts import sentence

EXAMPLES = "2013, 2013-07, 2013-07-15 or 2013-06/2013-07"

READ = [
    ("2013", "2013-01-01", "2013-12-31"),
    ("2013-07", "2013-07-01", "2013-07-31"),
    ("2013-07-15", "2013-07-15", "2013-07-15"),
    ("2012-02", "2012-02-01", "2012-02-29"),
    ("0001", "0001-01-01", "0001-12-31"),
    ("9999", "9999-01-01", "9999-12-31"),
    # a sign makes a time vaguer, but by how much is nobody's to invent
    ("2013~", "2013-01-01", "2013-12-31"),
    ("2013-07?", "2013-07-01", "2013-07-31"),
    ("2013-07-15%", "2013-07-15", "2013-07-15"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("20XX~", "2000-01-01", "2099-12-31"),
    ("2013-XX", "2013-01-01", "2013-12-31"),
    ("2013-07-XX", "2013-07-01", "2013-07-31"),
    ("2013-XX-XX?", "2013-01-01", "2013-12-31"),
    # the hemisphere is unknown, so a season bounds no more than its year
    ("2013-21", "2013-01-01", "2013-12-31"),
    ("2013-22", "2013-01-01", "2014-03-31"),
    ("2013-23~", "2013-01-01", "2013-12-31"),
    ("2013-24", "2013-01-01", "2014-03-31"),
    ("2013/2014", "2013-01-01", "2014-12-31"),
    ("2013-06-21/2013-07", "2013-06-21", "2013-07-31"),
    ("2013-07-31/2013-07", "2013-07-31", "2013-07-31"),
    ("2013~/201X", "2013-01-01", "2019-12-31"),
    ("2017-06/..", "2017-06-01", None),
    ("2017-06/", "2017-06-01", None),
    ("../2012", None, "2012-12-31"),
    ("/2012", None, "2012-12-31"),
]

REFUSED = [
    ("", "time-unreadable", EXAMPLES),
    ("ABC", "time-unreadable", EXAMPLES),
    ("Jul-13", "time-unreadable", EXAMPLES),
    ("201307", "time-unreadable", EXAMPLES),
    ("2013-XX-15", "time-unreadable", EXAMPLES),
    ("XXXX", "time-unreadable", EXAMPLES),
    ("201X-07", "time-unreadable", EXAMPLES),
    ("2013/2014/2015", "time-unreadable", EXAMPLES),
    ("2013\n", "time-unreadable", EXAMPLES),
    ("២០១៣", "time-unreadable", EXAMPLES),
    ("before 2013", "time-unreadable", EXAMPLES),
    ("circa 2013/2014", "time-unreadable", EXAMPLES),
    ("2013" + " " * 61, "time-unreadable", EXAMPLES),
    (" 2013", "time-unreadable", "2013"),
    ("2013-7", "time-unreadable", "2013-07"),
    ("2013/7/5", "time-unreadable", "2013-07-05"),
    ("20130715", "time-unreadable", "2013-07-15"),
    ("06/2013", "time-unreadable", "2013-06"),
    ("2013–2015", "time-unreadable", "2013/2015"),
    ("2013 to 2015", "time-unreadable", "2013/2015"),
    ("1990s", "time-unreadable", "199X"),
    ("2013-xx", "time-unreadable", "2013-XX"),
    ("2013?~", "time-unreadable", "2013%"),
    ("05/06/2013", "time-day-month", "2013-06-05 or 2013-05-06"),
    ("05.06.2013", "time-day-month", "2013-06-05 or 2013-05-06"),
    ("5-6-2013", "time-day-month", "2013-06-05 or 2013-05-06"),
    ("2/1/1999", "time-day-month", "1999-01-02 or 1999-02-01"),
    ("13/06/2013", "time-day-month", "2013-06-13"),
    ("06/13/2013", "time-day-month", "2013-06-13"),
    ("6/6/2013", "time-day-month", "2013-06-06"),
    ("July 2013", "time-month-name", "2013-07"),
    ("15 July 2013", "time-month-name", "2013-07-15"),
    ("July 15th, 2013", "time-month-name", "2013-07-15"),
    ("15-Jul-2013", "time-month-name", "2013-07-15"),
    ("Sept. 2013", "time-month-name", "2013-09"),
    ("circa 2013", "time-month-name", "2013~"),
    ("c. 2013", "time-month-name", "2013~"),
    ("c2013", "time-month-name", "2013~"),
    ("about July 2013", "time-month-name", "2013-07~"),
    ("ca. 2013-07?", "time-month-name", "2013-07?"),
    ("Autumn 2013", "time-month-name", "2013-23"),
    ("41470", "time-serial", "2013-07-15"),
    ("41470.5", "time-serial", "2013-07-15"),
    ("20000", "time-serial", "1954-10-03"),
    ("60000", "time-serial", "2064-04-08"),
    ("2013-02-30", "time-no-such-day", "2013-02"),
    ("2013-13", "time-no-such-day", "2013"),
    ("2013-00", "time-no-such-day", "2013"),
    ("2013-21-05", "time-no-such-day", "2013"),
    ("31/02/2013", "time-no-such-day", "2013-02"),
    ("02/31/2013", "time-no-such-day", "2013-02"),
    ("31 June 2013", "time-no-such-day", "2013-06"),
    ("2013-02-30/2014-13", "time-no-such-day", "2013-02/2014"),
    ("2013-02-30T10:00", "time-no-such-day", "2013-02"),
    ("2013-07-31/2013-07-01", "time-backwards", "2013-07-01/2013-07-31"),
    ("../..", "time-unbounded", ""),
    ("/", "time-unbounded", ""),
    ("../", "time-unbounded", ""),
    ("2013-21/2013-23", "time-season-interval", ""),
    ("2013-24~/..", "time-season-interval", ""),
    ("{2013,2014}", "time-set", ""),
    ("[2013..2014]", "time-set", ""),
    ("2004-06~-11", "time-partial-qualifier", "2004-06-11~"),
    ("~2013-07", "time-partial-qualifier", "2013-07~"),
    ("?2013", "time-partial-qualifier", "2013?"),
    ("2013?-07~", "time-partial-qualifier", "2013-07%"),
    ("~2013/2014", "time-partial-qualifier", "2013~/2014"),
    ("-0044", "time-out-of-range", ""),
    ("0000", "time-out-of-range", ""),
    ("00XX", "time-out-of-range", ""),
    ("Y170000", "time-out-of-range", ""),
    ("12013", "time-out-of-range", ""),
    ("12013-05", "time-out-of-range", ""),
    ("9999-24", "time-out-of-range", ""),
    ("2013-07-15T10:00", "time-clock", "2013-07-15"),
    ("2013-07-15 00:00:00", "time-clock", "2013-07-15"),
    ("2013-07-15T10:00Z/2013-07-16T11:30+07:00", "time-clock", "2013-07-15/2013-07-16"),
]

SENTENCES = [
    ("ABC", f'"ABC" is no time that we read. Write {EXAMPLES}.'),
    ("05/06/2013", '"05/06/2013" does not say which number is the month. Write 2013-06-05 or 2013-05-06.'),
    ("July 2013", '"July 2013" is written in words. Write 2013-07.'),
    (
        "41470",
        '"41470" looks like the serial number of a spreadsheet for 2013-07-15. Write 2013-07-15, and format the column as text.',
    ),
    ("2013-02-30", '"2013-02-30" names a day or a month that does not exist. Correct it, or write what is known: 2013-02.'),
    ("2014/2013", '"2014/2013" ends before it begins. Correct it, or write 2013/2014.'),
    (
        "../..",
        '"../.." has neither a beginning nor an end. Leave the cell empty, or write the one that is known, as in 2013/.. for a beginning.',
    ),
    ("2013-21/2014", '"2013-21/2014" is an interval of seasons. Write months, such as 2013-03/2013-11.'),
    ("{2013}", '"{2013}" is a set of dates. Write an interval, such as 2013/2014, or one row for each date.'),
    ("~2013", '"~2013" qualifies a part of the date. Write the sign at the end, for the whole date: 2013~.'),
    (
        "-0044",
        '"-0044" lies outside the years 0001 to 9999. Write a year of four digits, or leave the cell empty and say it in a note.',
    ),
    ("2013-07-15T10:00", '"2013-07-15T10:00" holds a time of day. Write 2013-07-15.'),
]
#: Codes whose sentence offers no writing of this very time.
WITHOUT_SUGGESTION = {"time-unbounded", "time-season-interval", "time-set", "time-out-of-range"}


def _read(text: str) -> Time | TimeError:
    try:
        return parse_time(text)
    except TimeError as error:
        return error


def _refusal(text: str) -> TimeError:
    error = _read(text)
    assert isinstance(error, TimeError)
    return error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "earliest", "latest"), READ)
def test_a_time_keeps_its_text_and_has_the_bounds_of_its_writing(text: str, earliest: str | None, latest: str | None) -> None:
    """Each writing is kept as it is, and bounds what it says and nothing more; an open end has no bound."""
    time = parse_time(text)

    assert time == Time(text, _day(earliest), _day(latest))
    assert str(time) == text


@pytest.mark.parametrize(("text", "code", "suggestion"), REFUSED)
def test_what_can_be_mistaken_is_refused_with_a_writing_that_would_do(text: str, code: str, suggestion: str) -> None:
    """Nothing is guessed: each kind of unreadable time has its code and, where one is plain, its suggestion."""
    error = _refusal(text)

    assert (error.code, error.suggestion) == (code, suggestion)


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_each_refusal_has_a_sentence(text: str, expected: str) -> None:
    """The sentence of every code says what is wrong with the value and what to write."""
    error = _refusal(text)

    said = sentence(find(error.code, Place("data/statements.csv", 14, "when"), value=text, suggestion=error.suggestion))

    assert said == f"data/statements.csv:14: when: {expected}"


def test_every_code_has_an_example_and_a_sentence() -> None:
    """No code of this room is without an example above."""
    codes = {code for _, code, _ in REFUSED}

    said = {_refusal(text).code for text, _ in SENTENCES}

    assert said == codes


def test_bounds_that_touch_overlap_and_open_bounds_exclude_nothing() -> None:
    """Two times overlap unless one is over before the other begins."""
    july, august, later = parse_time("2013-07"), parse_time("2013-08"), parse_time("2013-07-31/..")

    overlaps = [july.overlaps(later), later.overlaps(august), july.overlaps(august), august.overlaps(july)]

    assert overlaps == [True, True, False, False]


YEAR = st.integers(1000, 2999).map(str)
PLAIN_YEAR = st.one_of(YEAR, YEAR.map(lambda y: y[:3] + "X"), YEAR.map(lambda y: y[:2] + "XX"))
NUMBER = st.integers(0, 13).map("{:02}".format)
DAY = st.one_of(st.integers(0, 32).map("{:02}".format), st.just("XX"))
SIGN = st.sampled_from(("", "", "?", "~", "%"))
DATE = st.one_of(
    st.builds("{}{}".format, PLAIN_YEAR, SIGN),
    st.builds("{}-{}{}".format, YEAR, st.one_of(NUMBER, st.just("XX"), st.just("XX-XX")), SIGN),
    # not 2013-XX-15, which the library reads and we refuse: nobody knows a day without its month
    st.builds("{}-{}-{}{}".format, YEAR, NUMBER, DAY, SIGN),
)
SEASON = st.builds("{}-{}{}".format, YEAR, st.integers(21, 24), SIGN)
INTERVAL = st.builds("{}/{}".format, st.one_of(DATE, st.sampled_from(("", ".."))), st.one_of(DATE, st.sampled_from(("", ".."))))
GRAMMAR = st.one_of(DATE, INTERVAL, SEASON)
#: Letters and signs of which dates are made, so that random text comes near to one.
NEARLY = st.text(alphabet="0123456789XxTZ-/.?~%:[{ ,sc–", max_size=20)
WORDS = st.lists(
    st.sampled_from(("July", "may", "15", "2013", "13", "circa", "c.", "of", "winter", "-", "/", "~", "X", "10:00", "to", ", ")), max_size=6
)


def _oracle(text: str) -> tuple[date, date] | None:
    """What the library `edtf` says, by the calls that do not stretch `~`; `None` where it reads nothing or fails.

    Where we differ on purpose the oracle is not asked. Seasons: it takes the northern hemisphere and meteorological months.
    Open ends: it answers with a bare `TypeError` for `../2013`, and gives `2013/` an end ten years later.
    """
    try:
        read = parse_edtf(text)
        lower, upper = read.lower_strict(), read.upper_strict()
        return date(*lower[:3]), date(*upper[:3])
    # Errors that are not its own come out for 2013-XX/2014, and some sides of an interval end on a day that does not exist.
    except (EDTFParseException, ValueError, TypeError, AttributeError):
        return None


@given(st.one_of(DATE, st.builds("{}/{}".format, DATE, DATE)))
@settings(max_examples=250 * TIMES)
def test_closed_times_agree_with_the_library(text: str) -> None:
    """Wherever the library `edtf` reads a date or a closed interval we read the same bounds, or refuse with a reason."""
    expected = _oracle(text)

    time = _read(text)

    if isinstance(time, Time):
        assert expected in (None, (time.earliest, time.latest))
    elif expected is not None:
        # The library accepts an interval that ends before it begins.
        assert (time.code, expected[0] > expected[1]) == ("time-backwards", True)


@given(DATE)
@settings(max_examples=120 * TIMES)
def test_the_library_reads_every_date_that_we_read(text: str) -> None:
    """What we accept as a date is EDTF to others too."""
    time = _read(text)

    assert isinstance(time, TimeError) or _oracle(text) == (time.earliest, time.latest)


@given(st.one_of(GRAMMAR, NEARLY, st.text(max_size=80), WORDS.map(" ".join), WORDS.map("".join)))
@settings(max_examples=1000 * TIMES)
def test_any_text_is_a_time_in_order_or_a_time_error_with_a_writing_that_is_read(text: str) -> None:
    """Nothing but `TimeError` is raised; bounds are in order; each suggestion can be read, and is none only where none is plain."""
    time = _read(text)

    if isinstance(time, Time):
        assert time.text == text
        assert time.earliest is None or time.latest is None or time.earliest <= time.latest
        assert time.earliest is not None or time.latest is not None
    else:
        offers = time.suggestion.replace(EXAMPLES, "2013").split(" or ") if time.suggestion else []
        assert [parse_time(offer).text for offer in offers] == offers
        assert (time.code in WITHOUT_SUGGESTION) == (not offers)
