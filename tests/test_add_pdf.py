"""The text of PDFs: lines made whole, pages numbered, nothing that no reader sees; and hostile files, each of which ends in one line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from add_kit import told
from hypothesis import given
from hypothesis import strategies as st
from pdf_maker import bomb, draw, pdf, written

from kg.documents.formats import LIMITS, take
from kg.documents.lines import join_lines, without_running
from kg.documents.pdf import read_pdf
from kg.documents.taken import Facts, LeftOut
from kg.texts import sentence

FIRST = ["The harbour union took Silva Shipping to court on Monday over", "wages that were never paid to the crew of the Alder.", "Nobody was paid."]


def test_a_page_becomes_paragraphs() -> None:
    """Lines are joined to sentences, a short line that ends one ends a paragraph, a heading stands alone."""
    lines = ["The Wages of the Alder", *FIRST, "It is said by the union that the ship lay in the harbour for", "a month, without food."]

    assert read_pdf(pdf(draw(lines))).text == (
        "The Wages of the Alder\n\n"
        "The harbour union took Silva Shipping to court on Monday over wages that were never paid to the crew of the Alder.\n"
        "Nobody was paid.\n\n"
        "It is said by the union that the ship lay in the harbour for a month, without food.\n"
    )


def test_words_divided_at_the_ends_of_lines_are_whole() -> None:
    """The hyphen goes where it only divides, and stays in a word that has it elsewhere, and before a capital; the count is told."""
    lines = [
        "The well-known harbour union accused Silva Ship-", "ping on Monday; it is as well-", "known as the town's Anglo-", "Dutch bank, and the co-", "operation ended there.",
    ]  # fmt: skip
    found = read_pdf(pdf(draw(lines)))

    assert found.text == (
        "The well-known harbour union accused Silva Shipping on Monday; it is as well-known as the town's Anglo-Dutch bank, and the cooperation ended there.\n"
    )
    assert found.left_out == (LeftOut("divided", 2),)


def test_pages_are_numbered_and_cut_no_sentence() -> None:
    """A locator `p. 2` can be found; a sentence over the end of a page stays whole, before the number, so no half of it reads as a claim."""
    second = ["Ana Silva denied on Tuesday that the company", "has paid the police, although the union says that it has seen all the", "papers."]
    third = ["She is abroad."]
    first = [*FIRST, "According to the union's secretary, whom the paper asked at the gate,"]

    assert read_pdf(pdf(draw(first), draw(second), draw(third))).text == (
        "[p. 1]\n\n"
        "The harbour union took Silva Shipping to court on Monday over wages that were never paid to the crew of the Alder.\n"
        "Nobody was paid.\n\n"
        "According to the union's secretary, whom the paper asked at the gate, Ana Silva denied on Tuesday that the company has paid the police, "
        "although the union says that it has seen all the papers.\n\n"
        "[p. 3]\n\nShe is abroad.\n"
    ).replace("[p. 3]", "[p. 2]\n\n[p. 3]")


def test_headers_and_footers_are_dropped_and_told() -> None:
    """What most pages share but for its numbers; so that a sentence over two pages has no newspaper's name in it (C53)."""
    pages = [
        draw(["THE TIDE OF MAY", f"{text} and was not seen again by anybody.", f"Page {number} of 3"])
        for number, text in enumerate(("Lena went", "Ana left", "Bo sat"), 1)
    ]

    found = read_pdf(pdf(*pages))

    assert (
        found.text
        == "[p. 1]\n\nLena went and was not seen again by anybody.\n\n[p. 2]\n\nAna left and was not seen again by anybody.\n\n[p. 3]\n\nBo sat and was not seen again by anybody.\n"
    )
    assert found.left_out == (LeftOut("running", 6, 24),)


def test_two_pages_that_begin_alike_keep_their_beginnings() -> None:
    """Only what counts on is known to run along two pages."""
    kept, dropped = without_running((("Dear Sir,", "one.", "1"), ("Dear Sir,", "two.", "2")))

    assert (kept, dropped) == ((("Dear Sir,", "one."), ("Dear Sir,", "two.")), ("1", "2"))


UNSEEN = {
    "invisible": draw(["SECRET words."], y=300, mode=3),
    "only a clip": draw(["SECRET words."], y=300, mode=7),
    "beside the page": draw(["SECRET words."], x=700, y=300),
    "below the page": draw(["SECRET words."], y=-50),
    "too small": draw(["SECRET words."], y=300, size=0.3),
}


@pytest.mark.parametrize("hidden", UNSEEN.values(), ids=UNSEEN)
def test_what_no_reader_sees_is_in_no_text(hidden: bytes) -> None:
    """A claim that is in the file and on no page is left out, and counted."""
    found = read_pdf(pdf(draw(["Lena Moor met Ana Silva."]) + hidden + draw(["They talked."], y=200)))

    assert found.text == "Lena Moor met Ana Silva.\nThey talked.\n"
    assert found.left_out == (LeftOut("unseen", 1, 2),)


def test_what_the_crop_hides_is_unseen() -> None:
    """A page may be larger than what is shown of it."""
    raw = pdf(draw(["Lena Moor met Ana Silva."]) + draw(["SECRET words."], y=100), more="/CropBox [0 400 612 792] ")

    assert read_pdf(raw).text == "Lena Moor met Ana Silva.\n"


def test_a_file_says_its_title_and_no_date() -> None:
    """When it was made is not when it was published, and a name that a program gave is no title."""
    said = "<< /Title (Wages of the Alder) /Author (Jo Reed) /CreationDate (D:20200504080000Z) >>"

    assert read_pdf(pdf(draw(["Lena."]), info=said)).facts == Facts("Wages of the Alder", author="Jo Reed")
    for name in ("Microsoft Word - draft 3.docx", "untitled", "Document1", "scan.pdf"):
        assert read_pdf(pdf(draw(["Lena."]), info=f"<< /Title ({name}) >>")).facts == Facts()


def test_pages_without_text_are_told() -> None:
    """They may be pictures of what matters."""
    assert read_pdf(pdf(draw(["Lena Moor met Ana Silva."]), b"", b"")).left_out == (LeftOut("bare-pages", 2),)


_ONE = b"<< /Type /Catalog /Pages 2 0 R >>"
HOSTILE = {
    "nothing but a beginning": (b"%PDF-1.7\n", "cannot be read: it is damaged"),
    "no PDF": (b"Lena Moor met Ana Silva.", "cannot be read: it is damaged"),
    "truncated": (pdf(draw(FIRST * 40))[:600], "cannot be read: it is damaged"),
    "no pages": (pdf(), "cannot be read: it is damaged"),
    "a picture": (pdf(b"0 0 100 100 re f"), "has no text: its pages are pictures"),
    "a scan": (pdf(draw(FIRST, mode=3)), "has pictures for pages, and behind them a text that a program recognised"),
    "pages in a circle": (written([_ONE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]), ""),
    "a false count": (written([_ONE, b"<< /Type /Pages /Kids [] /Count 2000000000 >>"]), ""),
    "nested": (written([_ONE, b"[" * 100_000 + b"]" * 100_000]), ""),
    "locked": (
        written([_ONE, b"<< /Type /Pages /Kids [] /Count 0 >>"]).replace(
            b"/Root 1 0 R",
            b"/Root 1 0 R /ID [(a)(a)] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") >>",
        ),
        "is locked with a password",
    ),
}


@pytest.mark.parametrize(("raw", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_ends_in_one_line(raw: bytes, said: str) -> None:
    """Whatever it was made for."""
    assert said in told(raw, "pdf")


def test_a_stream_that_unpacks_without_end_is_stopped() -> None:
    """A file of a few hundred kilobytes: its reader ends at its limit of memory, by itself or by a crash, and nobody else does."""
    found, (wrong,) = take(bomb(1 << 27), "pdf", "file", limits=replace(LIMITS, memory=1 << 26))

    assert found is None
    assert sentence(wrong).startswith(("file: Reading it was stopped: it needs more than 64 MiB of memory.", "file: Reading it crashed (SIG"))


def test_three_hundred_thousand_orders_are_read_or_stopped() -> None:
    """Sixteen kilobytes packed, minutes for other readers."""
    content = b"BT /F1 9 Tf 72 700 Td " + b"(ab) Tj 0 0 Td " * 300_000 + b"ET"

    found, wrong = take(pdf(content, packed=True), "pdf", "file", limits=replace(LIMITS, seconds=3))

    assert found is not None or [sentence(one).startswith("file: Reading it was stopped after 3 s.") for one in wrong] == [True]


LINES = st.lists(st.text(st.sampled_from("ab CD.-\xad\u1780,"), min_size=1, max_size=12).map(str.strip).filter(bool), max_size=5).map(tuple)


@given(st.lists(LINES, max_size=5))
def test_no_letter_is_lost_in_joining(pages: list[tuple[str, ...]]) -> None:
    """Blanks, hyphens at the ends of lines and the numbers of pages apart, the text has the letters of the pages in their order."""
    import re

    text = re.sub(r"(?m)^\[p\. [0-9]+\]$", "", join_lines(pages).text)

    assert re.sub(r"[\s\xad-]", "", text) == re.sub(r"[\s\xad-]", "", "".join(line for page in pages for line in page))
