"""Documents that were damaged on their way: each gives a text or one line, whatever has become of its bytes."""

from __future__ import annotations

import io
from collections import Counter
from random import Random

import docx
import pytest
from add_kit import page
from more import TIMES
from pdf_maker import draw, pdf

from kg.documents.formats import take
from kg.texts.words import sentence


def _word() -> bytes:
    document = docx.Document()
    for number in range(20):
        document.add_paragraph(f"Lena Moor met Ana Silva on day {number}.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


GOOD = {
    "html": page(),
    "pdf": pdf(*(draw([f"Lena Moor met Ana Silva on day {n}."]) for n in range(5)), info="<< /Title (Wages) >>"),
    "docx": _word(),
    "text": ("Lena Moor met Ana Silva.\n" * 40).encode(),
}


def damaged(raw: bytes, seed: int) -> bytes:
    """The bytes after one of six accidents, at a place that the seed chooses."""
    random = Random(seed)
    at, size = random.randrange(len(raw)), random.randrange(1, 400)
    piece = raw[at : at + size]
    return (
        raw[:at],
        raw[at:],
        raw[:at] + bytes(len(piece)) + raw[at + size :],
        raw[:at] + piece * random.randrange(2, 50) + raw[at + size :],
        bytes(byte ^ (random.random() < 0.01) << random.randrange(8) for byte in raw),
        raw[:at] + random.randbytes(size) + raw[at:],
    )[seed % 6]


@pytest.mark.parametrize("form", GOOD)
def test_a_damaged_document_is_a_text_or_one_line(form: str) -> None:
    """Truncated, with holes, with pieces twice, with other bytes between: never an exception."""
    ends: Counter[str] = Counter()
    for seed in range(9 * TIMES):
        found, wrong = take(damaged(GOOD[form], seed), form, "file")
        assert (found is None) == (len(wrong) > 0)
        assert all(sentence(one).startswith("file") and "\n" not in sentence(one) for one in wrong)
        ends["text" if found else wrong[0].code] += 1

    assert ends["add-ended"] == 0, "nothing of it runs away or crashes"
    # A packed file is sound or it is not, and what is left of a PDF is found by luck.
    assert form in ("docx", "pdf") or ends["text"] > 2
