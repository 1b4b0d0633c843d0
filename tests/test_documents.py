"""Documents and quotes: what is opened, what is the same words, where a quote stands, and what is said when it does not."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.documents import Document, anchor, read_document
from kg.documents.folding import fold, one_line
from kg.documents.read import LARGEST
from kg.findings import Place
from kg.folder import Folder
from kg.model import Case, Evidence, Source, Statement, gather
from kg.texts import sentence

AT = Place("data/statements.csv", 7)


def source_of(document: str, *, sha256: str = "") -> Source:
    """A source with a document, as line 3 of sources.csv."""
    at = Place("data/sources.csv", 3)
    return Source("paper", "news", "A report", document=document, sha256=sha256, at=at)


def workspace(root: Path, **documents: str | bytes) -> Folder:
    """A workspace with these documents; `paper` becomes `paper.txt`."""
    folder = Folder(root.resolve())
    folder.documents.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (folder.documents / f"{name}.txt").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def quoting(*quotes: str, source: Source | None = None) -> Case:
    """A case whose statements quote one source, each in a row of its own."""
    rows = (
        Statement("alder", "met", f"actor-{n}", "asserted", evidence=(Evidence("paper", quote, at=replace(AT, line=7 + n)),), at=AT)
        for n, quote in enumerate(quotes)
    )
    return Case(sources=(source or source_of("paper.txt"),), statements=gather(rows))


def anchored(folder: Folder, quote: str) -> Evidence:
    """The evidence of the only quote, which is found."""
    case, findings, _ = anchor(quoting(quote), folder)
    assert [sentence(finding) for finding in findings] == []
    return case.statements[0].evidence[0]


def complaints(folder: Folder, *quotes: str, source: Source | None = None) -> list[str]:
    """The sentences of all findings."""
    return [sentence(finding) for finding in anchor(quoting(*quotes, source=source), folder)[1]]


# --- Quotes that stand there


def test_a_quote_is_kept_as_the_document_writes_it(tmp_path: Path) -> None:
    """Span, hash and the characters around it are the document's own; white space becomes single blanks (C50)."""
    text = "It was, he wrote,  “not the will\n of the government,” and\nnothing more was said that day by anybody."
    folder = workspace(tmp_path, paper=text)

    found = anchored(folder, '"not  the will of the government,"')

    assert found.quote == "“not the will of the government,”"
    assert found.span == (19, 53)
    assert text[19:53] == "“not the will\n of the government,”"
    assert found.prefix == "It was, he wrote, "
    assert found.suffix == " and nothing more was said that "
    assert found.document_hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "quote", "kept"),
    [
        ("said traﬃcking oﬃcials went", "trafficking officials", "traﬃcking oﬃcials"),
        ("in ភ្នំ\u200bពេញ today", "ភ្នំពេញ", "ភ្នំ\u200bពេញ"),
        ("in ភ្នំពេញ today", "ភ្នំ\u200bពេញ", "ភ្នំពេញ"),
        ("Ly Vichuta\u0301 left", "Ly Vichutá", "Ly Vichuta\u0301"),
        ("Ly Vichutá left", "Ly Vichuta\u0301", "Ly Vichutá"),
        ("rows of traf\xad\nficking rings", "trafficking rings", "traf\xadficking rings"),
        ("it’s over — he said … and left", "it's over - he said ... and left", "it’s over — he said … and left"),
        ("a\r\n\r\nnew page", "a new page", "a new page"),
        ("no-break\xa0space here", "no-break space", "no-break space"),
        ("ក្រសួងមហាផ្ទៃ", "មហាផ្ទៃ", "មហាផ្ទៃ"),
        ("内政部は発表した", "発表", "発表"),
        ("« Sans papiers » cried", '" Sans papiers "', "« Sans papiers »"),
        ("The end.", "The end.", "The end."),
    ],
)
def test_what_typing_and_printing_change_does_not_hide_a_quote(tmp_path: Path, text: str, quote: str, kept: str) -> None:
    """Ligatures, invisible characters, accents, dashes, quotation marks, line ends (C8, C50, C52)."""
    assert anchored(workspace(tmp_path, paper=text), quote).quote == kept


def test_a_byte_order_mark_is_no_character_of_the_text(tmp_path: Path) -> None:
    """Offsets count from the first character that a reader sees."""
    folder = workspace(tmp_path, paper=b"\xef\xbb\xbfAlder met Birch.")

    assert anchored(folder, "Alder met Birch.").span == (0, 16)


def test_extracted_evidence_is_anchored_too_and_derived_is_left(tmp_path: Path) -> None:
    """A candidate must quote its document like anybody; what follows by a rule has no document."""
    items = (Evidence("paper", "Alder met Birch.", origin="extracted", confidence=0.5, run="r"), Evidence("", origin="derived", rule="rule"))
    case = Case(sources=(source_of("paper.txt"),), statements=(Statement("alder", "met", "birch", "asserted", evidence=items),))

    found, findings, _ = anchor(case, workspace(tmp_path, paper="Alder met Birch."))

    assert findings == ()
    assert [item.span for item in found.statements[0].evidence] == [None, (0, 16)]


def test_two_typings_of_one_quote_are_one_evidence(tmp_path: Path) -> None:
    """What differs only in the quotation marks that somebody typed is the same span of the same document."""
    items = tuple(Evidence("paper", quote) for quote in ('he said "yes" then', "he said “yes” then"))
    case = Case(sources=(source_of("paper.txt"),), statements=(Statement("alder", "met", "birch", "asserted", evidence=items),))

    found, _, _ = anchor(case, workspace(tmp_path, paper="And he said “yes” then."))

    assert [item.quote for item in found.statements[0].evidence] == ["he said “yes” then"]


def test_without_a_document_the_locator_says_where_it_stands(tmp_path: Path) -> None:
    """A quote is then nobody's to check, and is left as it is."""
    source = Source("paper", "news", "Seen on paper")
    (statement,) = quoting("words of a paper that we do not hold", source=source).statements
    located = replace(statement, evidence=(Evidence("paper", "words of a paper", locator="p. 3", at=AT),))
    case = Case(sources=(source,), statements=(located,))

    assert anchor(case, workspace(tmp_path)) == (case, (), ())
    assert complaints(workspace(tmp_path), "words of a paper", source=source) == [
        "data/statements.csv:7: locator: is empty, and no document of paper is held. "
        + "Write where in it this stands, such as p. 3, or keep its text in data/documents."
    ]


# --- Quotes that do not


def test_a_missing_quote_names_the_document(tmp_path: Path) -> None:
    """A row from a source whose text we hold quotes it; blanks and invisible characters are no quote."""
    assert complaints(workspace(tmp_path, paper="Alder met Birch."), "", " \u200b ") == [
        (
            "data/statements.csv:7: quote: is empty, although data/documents/paper.txt is held of this source. "
            "Quote the words of the document that say so."
        ),
        (
            "data/statements.csv:8: quote: is empty, although data/documents/paper.txt is held of this source. "
            "Quote the words of the document that say so."
        ),
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("sweet caramel", "Caram"),
        ("sweet Caramel", "Caram"),
        ("all 133 suspects", "33 suspects"),
        ("Ly Vichuta\u0301 left", "Ly Vichuta"),
        ("កាត", "ក"),
        ("a word", "A word"),
        ("CLEC", "CLEO"),
    ],
)
def test_half_a_word_or_another_case_is_no_quote(tmp_path: Path, text: str, quote: str) -> None:
    """A quote begins and ends with whole words, letter for letter (C55)."""
    assert complaints(workspace(tmp_path, paper=text), quote) == [
        f'data/statements.csv:7: quote: "{quote}" does not stand in data/documents/paper.txt word for word. Copy the words from the document.'
    ]


@pytest.mark.parametrize(
    ("text", "quote", "near"),
    [
        (
            "It … was carried out by an\n12\nThe Daily\nACRA member last year.",
            "was carried out by an ACRA member",
            "was carried out by an 12 The Daily ACRA member",
        ),
        (
            "We know more. Ponte Sul trafficked these people. We do not say so lightly.",
            "Ponte Sul sold these people.",
            "Ponte Sul trafficked these people.",
        ),
        ("They found 24 workers from Nepal in a shed.", "They found 24 workers from nepal", "They found 24 workers from Nepal"),
        ("one two three four five six", "zero two three four", "one two three four"),
        ("all of it was said by the head of the agency", "all of it was sai", "all of it was said"),
        (
            "zebra one two three four five six seven eight nine ten eleven twelve thirteen and he paid the agency forty dollars that day",
            "zebra and he paid the agency sixty dollars",
            "thirteen and he paid the agency forty dollars",
        ),
    ],
)
def test_a_quote_that_was_altered_is_refused_with_the_passage_that_was_meant(tmp_path: Path, text: str, quote: str, near: str) -> None:
    """Nothing is accepted that is only nearly there; an interruption is shown (C53)."""
    assert complaints(workspace(tmp_path, paper=text), quote) == [
        f'data/statements.csv:7: quote: "{quote}" does not stand in data/documents/paper.txt word for word. Did you mean "{near}"?'
    ]


def test_a_quote_of_other_words_gets_no_suggestion(tmp_path: Path) -> None:
    """A few words in common are no passage that was meant."""
    text = "He paid the agency forty dollars on the day before he left."
    quote = "she never paid the agency anything at all, whatever anybody may have told you since then"

    assert complaints(workspace(tmp_path, paper=text), quote)[0].endswith("word for word. Copy the words from the document.")


def test_a_quote_that_stands_twice_lists_its_lines(tmp_path: Path) -> None:
    """Which place is meant cannot be guessed (C56)."""
    text = "One declined to comment.\nTwo\rdeclined to comment.\r\nThree declined to comment, and declined to comment."

    assert complaints(workspace(tmp_path, paper=text), "declined to comment") == [
        (
            'data/statements.csv:7: quote: "declined to comment" stands more than once in data/documents/paper.txt: lines 1, 3, 4 (2 times). '
            "Quote more of the sentence, so that it stands once."
        )
    ]


def test_of_very_many_places_only_the_first_lines_are_listed(tmp_path: Path) -> None:
    """A finding stays one line that can be read."""
    assert complaints(workspace(tmp_path, paper="he left.\n" * 100), "he left.")[0].split(": ", 3)[3] == (
        "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and more. Quote more of the sentence, so that it stands once."
    )


# --- Documents


def test_a_document_is_its_text_and_the_hash_of_its_bytes(tmp_path: Path) -> None:
    """Line ends are kept: spans depend on them. Folders below are allowed."""
    folder = workspace(tmp_path)
    (folder.documents / "2013").mkdir()
    (folder.documents / "2013" / "paper.txt").write_bytes(b"one\r\ntwo")

    document, findings = read_document(source_of("2013/paper.txt"), folder)

    assert findings == ()
    assert document == Document("data/documents/2013/paper.txt", "one\r\ntwo", hashlib.sha256(b"one\r\ntwo").hexdigest())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../secret.txt", '"../secret.txt" does not lie in data/documents. Copy the text there, and write its name as it is below that folder.'),
        ("/etc/hostname", '"/etc/hostname" does not lie in data/documents. Copy the text there, and write its name as it is below that folder.'),
        ("c:\\x.txt", '"c:\\x.txt" does not lie in data/documents. Copy the text there, and write its name as it is below that folder.'),
        ("out.txt", '"out.txt" does not lie in data/documents. Copy the text there, and write its name as it is below that folder.'),
        ("loop.txt", '"loop.txt" cannot be read: its links lead in a circle. Check that the file is there and is yours to read.'),
        ("a-folder", '"a-folder" is not in data/documents. Copy the text there, or correct the name.'),
        ("papr.txt", '"papr.txt" is not in data/documents. Did you mean "paper.txt"?'),
        ("large.txt", '"large.txt" is larger than 5 MB. Keep the chapter or the pages that are quoted as a document of their own.'),
    ],
)
def test_a_document_that_cannot_be_read_is_a_finding_of_its_source(tmp_path: Path, name: str, said: str) -> None:
    """Nothing is opened outside the folder, whatever the table or a link says."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = workspace(tmp_path / "case", paper="Alder met Birch.", large=b"x" * (LARGEST + 1))
    (folder.documents / "a-folder").mkdir()
    (folder.documents / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder.documents / "loop.txt").symlink_to(folder.documents / "loop.txt")

    document, findings = read_document(source_of(name), folder)

    assert document is None
    assert [sentence(finding) for finding in findings] == [f"data/sources.csv:3: document: {said}"]


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    """Only where it leads counts."""
    folder = workspace(tmp_path, paper="Alder met Birch.")
    (folder.documents / "link.txt").symlink_to(folder.documents / "paper.txt")

    document, findings = read_document(source_of("link.txt"), folder)

    assert findings == ()
    assert document
    assert document.text == "Alder met Birch."


def test_a_folder_of_documents_that_leads_elsewhere_is_not_entered(tmp_path: Path) -> None:
    """A case that a stranger hands over may link its folder to another one."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "paper.txt").write_text("secret", encoding="utf-8")
    folder = Folder((tmp_path / "case").resolve())
    folder.data.mkdir(parents=True)
    folder.documents.symlink_to(tmp_path / "elsewhere")

    document, findings = read_document(source_of("paper.txt"), folder)

    assert document is None
    assert [finding.code for finding in findings] == ["document-outside"]


@pytest.mark.parametrize(("raw", "code"), [("one\nM\xe9decins".encode("windows-1252"), "text-encoding"), (b"one\ntwo\x07", "text-control")])
def test_a_document_that_is_no_clean_text_names_the_line(tmp_path: Path, raw: bytes, code: str) -> None:
    """Nothing is decoded by guessing, and no control character comes in (C46)."""
    _, findings = read_document(source_of("paper.txt"), workspace(tmp_path, paper=raw))

    assert [(finding.code, str(finding.place)) for finding in findings] == [(code, "data/documents/paper.txt:2")]


def test_a_hash_in_the_table_is_checked(tmp_path: Path) -> None:
    """A document that is no longer what it was when somebody entered it is a finding."""
    folder = workspace(tmp_path, paper="Alder met Birch.")
    right = hashlib.sha256(b"Alder met Birch.").hexdigest()

    assert read_document(source_of("paper.txt", sha256=right.upper()), folder)[1] == ()
    assert [sentence(finding) for finding in read_document(source_of("paper.txt", sha256="0" * 64), folder)[1]] == [
        f"data/sources.csv:3: sha256: is not the hash of data/documents/paper.txt, which is {right}. "
        + "Put back what was there, or write the hash of what it is now."
    ]


def test_a_text_taken_out_of_another_file_has_a_hash_of_its_own(tmp_path: Path) -> None:
    """What came was a page or a PDF: its hash is not the text's, and the text is still watched."""
    folder = workspace(tmp_path, paper="Alder met Birch.")
    right = hashlib.sha256(b"Alder met Birch.").hexdigest()
    came = replace(source_of("paper.txt", sha256="a" * 64), text_sha256=right)

    assert read_document(came, folder)[1] == ()
    assert [str(finding.place) for finding in read_document(replace(came, text_sha256="0" * 64), folder)[1]] == ["data/sources.csv:3: text_sha256"]


def test_every_problem_of_a_run_is_listed(tmp_path: Path) -> None:
    """A document that cannot be read hides no other finding, and its quotes are not complained of."""
    case = quoting("Alder met Cedar there.", "Alder met Birch.")
    gone = Source("gone", "news", "Gone", document="gone.txt", at=Place("data/sources.csv", 4))
    item = Evidence("gone", "anything", at=AT)
    more = Statement("alder", "aided", "birch", "asserted", evidence=(item,))
    case = replace(case, sources=(*case.sources, gone), statements=(*case.statements, more))

    _, findings, _ = anchor(case, workspace(tmp_path, paper="Alder met Birch."))

    assert [sentence(finding) for finding in findings] == [
        'data/sources.csv:4: document: "gone.txt" is not in data/documents. Copy the text there, or correct the name.',
        (
            'data/statements.csv:7: quote: "Alder met Cedar there." does not stand in data/documents/paper.txt word for word. '
            "Copy the words from the document."
        ),
    ]


# --- Laws

PIECES = st.sampled_from(
    ["a", "B", "é", "e\u0301", "ﬁ", "fi", " ", "  ", "\n", "\r\n", "\u200b", "\xad", "\xad\n", "“", '"', "—", "-", "…", ".", "ភ្នំ", "ពេញ", "각", "\u1100\u1161", "1"]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join)


@given(TEXTS, st.data())
@example("e\u0301" * 3, None)
def test_the_way_back_from_a_folded_text_is_true(text: str, data: st.DataObject | None) -> None:
    """Every span of the folded text leads to a span of the document that folds to at least those characters."""
    folded = fold(text)
    start = data.draw(st.integers(0, max(0, len(folded.text) - 1))) if data else 0
    end = data.draw(st.integers(start + 1, max(start + 1, len(folded.text)))) if data else 1
    if not folded.text:
        return

    first, last = folded.origin(start, min(end, len(folded.text)))

    assert 0 <= first < last <= len(text)
    assert folded.text[start:end] in fold(text[first:last]).text


@given(TEXTS)
def test_folding_is_composed_and_has_no_double_blanks(text: str) -> None:
    """Folded text is in NFC wherever no invisible character had to be taken out, and folding it again changes nothing."""
    folded = fold(text).text

    assert fold(folded).text == folded
    assert unicodedata.is_normalized("NFC", folded)
    assert "  " not in folded


@given(
    st.lists(st.sampled_from(["Alder", "met", "Birch", "CLEC", "ភ្នំពេញ", "“so”", "traﬃcked", "in", "2013", "—"]), min_size=2, max_size=30), st.data()
)
def test_a_span_quotes_its_text(words: list[str], data: st.DataObject) -> None:
    """Whatever is anchored stands there: the stored quote is the text of the span, on one line."""
    text = " ".join(f"{word}{n}" for n, word in enumerate(words))
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    typed = " ".join(f"{word}{n}" for n, word in enumerate(words))
    quote = " ".join(typed.split(" ")[start:end]).replace("“", '"').replace("”", '"').replace("ﬃ", "ffi").replace("—", "-")
    span = fold(text).origin(*_only(fold(text).text, fold(quote).text))

    assert one_line(text[slice(*span)]) == " ".join(text.split(" ")[start:end])


def _only(text: str, quote: str) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


def test_a_heap_of_marks_is_folded_in_a_moment() -> None:
    """No letter carries so many: a document made to take hours takes none."""
    heap = "a" + "\u0301\u0323" * 100_000

    assert len(fold(heap).text) <= len(heap)


def test_anchoring_twice_changes_nothing(tmp_path: Path) -> None:
    """What the document says is found again under the document's own characters."""
    folder = workspace(tmp_path, paper="He  said “no\xad\nthing” — twice — in ភ្នំ\u200bពេញ.")
    once, findings, _ = anchor(quoting('He said "nothing" - twice', "in ភ្នំពេញ."), folder)

    assert findings == ()
    assert anchor(once, folder) == (once, (), ())


# --- What is kept otherwise than it was typed


def told(folder: Folder, *quotes: str) -> list[str]:
    """The sentences of what is worth knowing."""
    _, findings, reports = anchor(quoting(*quotes), folder)
    assert findings == ()
    return [sentence(report) for report in reports]


def test_a_quote_that_the_document_writes_otherwise_is_told(tmp_path: Path) -> None:
    """Blanks or marks: the first such quote of a document with both writings, and how many others (C50)."""
    folder = workspace(tmp_path, paper="It was, he wrote, “not the will of the government,” and – so he said – no crime.")

    assert told(folder, '"not the  will of the government,"') == [
        'data/statements.csv:7: quote: ""not the  will of the government,"" is written "“not the will of the government,”" '
        + "in data/documents/paper.txt, and so it is kept."
    ]
    assert told(folder, "It was, he wrote", "and - so he said", "not the  will") == [
        'data/statements.csv:8: quote: "and - so he said" is written "and – so he said" in data/documents/paper.txt, '
        + "and so it is kept; 1 more of its quotes differ in blanks or marks."
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("not the will\n  of the government", "not the will of the government"),
        ("not the will\r\nof the government", "not the will\nof the government"),
        ("not the  will of the government", "not the will of the government"),
        ("not the  will of the government", "not the  will of the government"),
        ("Ly Vichuta\u0301 left", "Ly Vichutá left"),
    ],
)
def test_what_only_the_layout_of_a_document_changes_is_not_told(tmp_path: Path, text: str, quote: str) -> None:
    """Lines that the document breaks, blanks that it doubles, accents that it composes otherwise: nobody typed anything else."""
    assert told(workspace(tmp_path, paper=text), quote) == []
