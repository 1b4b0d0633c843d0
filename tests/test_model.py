"""The records: the reading identifies a statement, gathering keeps all evidence, quantities exclude only what cannot be equal."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.findings import Place, find
from kg.model import Evidence, Quantity, QuantityError, Statement, gather, parse_quantity, parse_time
from kg.texts import sentence

BARE = Statement("ana-teles", "presidedOver", "round-table-2019", "asserted")
FULL = Statement(
    "cdm-manpower",
    "paid",
    "acra",
    "alleged",
    negative=True,
    claimant="joel-preston",
    role="per worker",
    when=parse_time("2012/.."),
    place="thailand",
    quantity=parse_quantity("1200..1500 USD"),
    event="meeting-2013-07",
)


@pytest.mark.parametrize(
    ("statement", "reading"),
    [
        (
            Statement("cdm-manpower", "memberOf", "acra", "alleged", claimant="joel-preston", when=parse_time("2013")),
            "cdm-manpower memberOf acra [alleged by joel-preston] [when 2013]",
        ),
        (
            Statement(
                "government-of-cambodia",
                "prosecuted",
                "cdm-manpower",
                "alleged",
                negative=True,
                claimant="joel-preston",
                when=parse_time("2012"),
                quantity=parse_quantity("0"),
            ),
            "government-of-cambodia not prosecuted cdm-manpower [alleged by joel-preston] [when 2012] [quantity 0]",
        ),
        (
            replace(BARE, role="chair", when=parse_time("2019-03-04")),
            "ana-teles presidedOver round-table-2019 [as chair] [when 2019-03-04]",
        ),
        (BARE, "ana-teles presidedOver round-table-2019"),
        (replace(BARE, modality="planned"), "ana-teles presidedOver round-table-2019 [planned]"),
        (replace(BARE, place="thailand", event="raid-2019"), "ana-teles presidedOver round-table-2019 [in thailand] [during raid-2019]"),
        (
            FULL,
            "cdm-manpower not paid acra [alleged by joel-preston] [as per worker] [when 2012/..] [in thailand] [quantity 1200..1500 USD] [during meeting-2013-07]",
        ),
    ],
)
def test_the_reading_names_every_column_that_is_filled(statement: Statement, reading: str) -> None:
    """A reading holds what is said, in one order, and leaves out what is not said."""
    assert statement.reading == reading


def test_every_part_of_what_is_said_is_identity() -> None:
    """Leaving out any one part gives another reading and another id; how we know it, the row's id and the place do not."""
    said = [name for name in (part.name for part in fields(Statement)) if name not in ("evidence", "handle", "at")]
    other: dict[str, object] = {name: getattr(BARE, name) for name in said} | {"modality": "denied"}

    ids = {replace(FULL, **{name: other[name]}).id for name in said}  # type: ignore[arg-type]  # each name with a value of its type
    known = replace(FULL, evidence=(Evidence("courier"),), handle="fees", at=Place("data/statements.csv", 4))

    assert len(ids | {FULL.id}) == len(said) + 1
    assert known.id == FULL.id


def test_the_key_of_a_triple_is_shared_by_all_who_speak_of_it() -> None:
    """Statements of one subject, relation and object share their triple whatever else is said."""
    others = [replace(FULL, negative=False), replace(FULL, modality="denied"), replace(FULL, when=None), replace(FULL, quantity=None)]

    assert {statement.triple for statement in others} == {FULL.triple}
    assert replace(FULL, object="caram").triple != FULL.triple


WORD = st.sampled_from(("acra", "caram", "clec"))
EVIDENCE = st.builds(
    Evidence,
    source=WORD,
    quote=st.sampled_from(("", "they met", "they met again")),
    stance=st.sampled_from(("", "withdraws")),
    origin=st.sampled_from(("curated", "extracted")),
    entered=st.sampled_from((None, date(2026, 1, 2))),
    confidence=st.sampled_from((None, 0.5)),
)
STATEMENT = st.builds(
    Statement,
    subject=WORD,
    relation=st.sampled_from(("met", "praised")),
    object=WORD,
    modality=st.sampled_from(("asserted", "alleged")),
    negative=st.booleans(),
    role=st.text(alphabet="ab ", max_size=2),
    when=st.sampled_from((None, parse_time("2013"), parse_time("2013~"))),
    evidence=st.lists(EVIDENCE, min_size=1, max_size=2).map(tuple),
    handle=st.sampled_from(("", "fees")),
)
ROWS = st.lists(STATEMENT, max_size=8)


def _placed(rows: list[Statement]) -> list[Statement]:
    """The rows as a reader gives them: each with the line on which it stands."""
    places = [Place("data/statements.csv", line) for line, _ in enumerate(rows, 2)]
    return [replace(row, at=at, evidence=tuple(replace(e, at=at) for e in row.evidence)) for row, at in zip(rows, places, strict=True)]


def _whole(statements: tuple[Statement, ...]) -> list[dict[str, object]]:
    """Everything in the statements, also what does not count when two are compared."""
    return [asdict(statement) for statement in statements]


@given(ROWS.map(_placed), st.randoms(use_true_random=False), st.data())
def test_the_order_of_rows_and_their_repetition_change_nothing(rows: list[Statement], random: Random, data: st.DataObject) -> None:
    """Rows shuffled, some of them twice, gather to the same statements, evidence, lines and handles."""
    shuffled = rows + (data.draw(st.lists(st.sampled_from(rows), max_size=4)) if rows else [])
    random.shuffle(shuffled)

    gathered = gather(shuffled)

    assert _whole(gathered) == _whole(gather(rows))


@given(ROWS.map(_placed))
def test_gathering_loses_no_evidence_and_is_done_once(rows: list[Statement]) -> None:
    """One statement for each reading, in order, with each evidence once and its first line; gathering again changes nothing."""
    gathered = gather(rows)

    assert [s.reading for s in gathered] == sorted({row.reading for row in rows})
    assert {(s.reading, e) for s in gathered for e in s.evidence} == {(row.reading, e) for row in rows for e in row.evidence}
    assert all(s.at == min(row.at for row in rows if row.reading == s.reading) for s in gathered)
    assert all(e.at == min(row.at for row in rows if row.reading == s.reading and e in row.evidence) for s in gathered for e in s.evidence)
    assert all(len({e.id for e in s.evidence}) == len(s.evidence) for s in gathered)
    assert _whole(gather(gathered)) == _whole(gathered)


@given(STATEMENT, STATEMENT)
def test_two_statements_of_one_reading_say_the_same(one: Statement, other: Statement) -> None:
    """Equal readings come from equal columns, for ids and for roles without brackets, which the tables see to."""
    said = [replace(statement, evidence=(), claimant="", role=statement.role.strip()) for statement in (one, other)]

    assert (said[0].reading == said[1].reading) == (said[0] == said[1])


@pytest.mark.parametrize(
    ("text", "canonical", "least", "most"),
    [
        ("133", "133", 133, 133),
        ("0", "0", 0, 0),
        ("0133.50", "133.5", "133.5", "133.5"),
        (">700", ">700", 701, None),
        (">=700", ">=700", 700, None),
        ("<1000", "<1000", None, 999),
        ("<=1000.0", "<=1000", None, 1000),
        ("~40", "~40", None, None),
        (">=40000 EUR", ">=40000 EUR", 40000, None),
        ("1200..1500 USD", "1200..1500 USD", 1200, 1500),
        ("450 EUR/month", "450 EUR/month", 450, 450),
        ("5..5", "5", 5, 5),
        ("12.5 %", "12.5 %", "12.5", "12.5"),
        (f"{'9' * 40}.5", f"{'9' * 40}.5", f"{'9' * 40}.5", f"{'9' * 40}.5"),
        (f">{'9' * 40}", f">{'9' * 40}", f"1{'0' * 40}", None),
    ],
)
def test_a_quantity_has_one_writing_and_its_bounds(text: str, canonical: str, least: int | str | None, most: int | str | None) -> None:
    """The canonical writing drops idle zeros; bounds are exact at any length, and counts above 700 begin at 701."""
    quantity = parse_quantity(text)

    bounds = [None if bound is None else Decimal(bound) for bound in (least, most)]
    assert (str(quantity), [quantity.least, quantity.most]) == (canonical, bounds)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *(
            (text, f'"{text}" is no quantity that we read. Write 133, >700, ~40, 1200..1500 USD or 450 EUR/month; ranks and offices are roles.')
            for text in ("", "many", "more than 700", "1,000", "1e3", "-5", "40-50", ">40..50", "40  EUR", "40EUR", "40 ", "40\n", "៤០", "4" * 81)
        ),
        ("50..40", '"50..40" ends below its beginning. Write the smaller number first.'),
    ],
)
def test_what_is_no_quantity_is_refused(text: str, message: str) -> None:
    """Words, separators and forms that a spreadsheet rewrites are no quantities."""
    with pytest.raises(QuantityError) as caught:
        parse_quantity(text)

    said = sentence(find(caught.value.code, Place("data/statements.csv", 14, "quantity"), value=text))

    assert said == f"data/statements.csv:14: quantity: {message}"


NUMBER = st.one_of(st.integers(0, 12).map(str), st.integers(0, 10**40).map(str), st.decimals(0, 12, places=1).map(str))
UNIT = st.sampled_from(("", " USD", " EUR/month", " %"))
SIGNED = st.builds("{}{}{}".format, st.sampled_from(("", "~", ">", ">=", "<", "<=")), NUMBER, UNIT)
RANGE = st.builds(lambda a, b, unit: f"{min(a, b)}..{max(a, b)}{unit}", st.integers(0, 12), st.integers(0, 12), UNIT)
QUANTITY = st.one_of(SIGNED, RANGE).map(parse_quantity)


@given(QUANTITY)
def test_the_canonical_writing_is_read_as_itself(quantity: Quantity) -> None:
    """A quantity goes through a table unchanged, however long its digits are."""
    assert parse_quantity(str(quantity)) == quantity


@given(st.sampled_from((">", ">=", "<", "<=", "", "~")), st.integers(0, 12), st.integers(0, 12), UNIT)
def test_a_bound_excludes_exactly_the_numbers_beyond_it(sign: str, bound: int, number: int, unit: str) -> None:
    """`>700` excludes 700 and not 701; `~40` excludes nothing."""
    holds = {">": number > bound, ">=": number >= bound, "<": number < bound, "<=": number <= bound, "": number == bound, "~": True}

    excluded = parse_quantity(f"{sign}{bound}{unit}").excludes(parse_quantity(f"{number}{unit}"))

    assert excluded == (not holds[sign])


@given(QUANTITY, QUANTITY)
def test_two_quantities_exclude_each_other_or_neither_does(one: Quantity, other: Quantity) -> None:
    """Exclusion is symmetric, never of a quantity by itself, and never between different units."""
    excluded = one.excludes(other)

    assert excluded == other.excludes(one)
    assert not one.excludes(one)
    assert not excluded or one.unit == other.unit
