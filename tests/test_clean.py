"""Text at the door: bytes decoded strictly, cells tidied without loss, trouble named, names compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.clean import Kind, TextError, cell, decode, id_trouble, is_id, match_key, safe_name, slug, trouble, visible
from kg.findings import Place, find
from kg.texts import sentence

ANY = st.text(alphabet=st.characters(exclude_categories=()))
#: Text that is dense in what this room looks for.
ODD = st.text(
    alphabet=st.sampled_from("aAé'=-@1X \t\n\r\x00\x85\xa0\xad\u200b\u200c\u200e\u202e\u2060\u3000\ufeff\ufdd0\ufffd\ud800ភ្ក&#;39?ßﬁСѓΩİ’–.:/\\|")
)
PATHS = "Write a path below the folder with / between its parts, and without .. : \\ or names that Windows reserves."
KINDS = st.sampled_from(("id", "label", "text", "document", "file"))


def _said(code: str, values: dict[str, str]) -> str:
    """What the user reads, without the place."""
    return sentence(find(code, Place("x"), **values)).removeprefix("x: ")


def _sentences(text: str, kind: Kind) -> list[str]:
    return [_said(code, values) for code, values in trouble(text, kind=kind)]


@pytest.mark.parametrize("raw", [b"", b"a\r\nb\n", "ក្រសួង Médecins".encode(), b"\xef\xbb\xbfid,type"])
def test_utf8_is_read_with_and_without_a_byte_order_mark(raw: bytes) -> None:
    """The mark at the start goes, line ends and everything else stay."""
    assert decode(raw) == raw.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (
            "id\nMédecins\n".encode("windows-1252"),
            2,
            'is not UTF-8: the byte 0xE9 at offset 4 looks like Windows-1252. Save it as UTF-8 (in Excel: "CSV UTF-8").',
        ),
        (
            "id\r\n“CLEC”\r\n".encode("windows-1252"),
            2,
            'is not UTF-8: the byte 0x93 at offset 4 looks like Windows-1252. Save it as UTF-8 (in Excel: "CSV UTF-8").',
        ),
        (
            "id\rx\rMédecins\r".encode("mac-roman"),
            3,
            'is not UTF-8: the byte 0x8E at offset 6 looks like Mac Roman. Save it as UTF-8 (in Excel: "CSV UTF-8").',
        ),
        (
            "\ufeffក្រសួង".encode()[:-1],
            1,
            "is damaged: the byte 0xE1 at offset 18 belongs to no text in UTF-8. Copy the file again from where it came, or save it as UTF-8.",
        ),
        (
            b"id\n\x81\n",
            2,
            "is damaged: the byte 0x81 at offset 3 belongs to no text in UTF-8. Copy the file again from where it came, or save it as UTF-8.",
        ),
        ("id".encode("utf-16"), 1, 'is written in UTF-16, not in UTF-8. Save it as UTF-8 (in Excel: "CSV UTF-8").'),
        ("id".encode("utf-16-be"), 1, 'is written in UTF-16, not in UTF-8. Save it as UTF-8 (in Excel: "CSV UTF-8").'),
    ],
)
def test_other_encodings_are_refused_with_their_place_and_likely_name(raw: bytes, line: int, message: str) -> None:
    """Nothing is decoded by a guess: the finding names the line, the byte and what it looks like."""
    with pytest.raises(TextError) as caught:
        decode(raw)

    assert caught.value.line == line
    assert _said(caught.value.code, caught.value.values) == message


@given(st.binary())
def test_any_bytes_are_text_or_a_text_error_with_a_sentence(raw: bytes) -> None:
    """Nothing but `TextError` is raised, and what is read gives back its bytes."""
    try:
        text = decode(raw)
    except TextError as error:
        said = _said(error.code, error.values)
        assert (said.endswith("."), 1 <= error.line <= len(raw) + 1) == (True, True)  # noqa: PT017  # one of two good ends
    else:
        assert text.encode() == raw.removeprefix(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("memberOf\u00a0", "memberOf"),
        ("\ufeff acra\u3000\u200b", "acra"),
        ("a \u00a0 b", "a \u00a0 b"),
        ("Vichuta\u0301", "Vichutá"),
        ("ភ្នំ\u200bពេញ\u200b", "ភ្នំ\u200bពេញ"),
        # what a spreadsheet would rewrite
        ("'1999-02", "1999-02"),
        ("'2013-07-15", "2013-07-15"),
        ("'0012", "0012"),
        ("'73928e03", "73928e03"),
        ("'2017-06/..", "2017-06/.."),
        ("'201X~", "201X~"),
        ("'=1+1", "=1+1"),
        ("'-0044", "-0044"),
        ("'@home", "@home"),
        (" '2013 ", "2013"),
        # what belongs to the name
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("'Ndrangheta", "'Ndrangheta"),
        ("'90s", "'90s"),
        ("'68 Movement", "'68 Movement"),
        ("'100 people came,' he said", "'100 people came,' he said"),
        ("''2013", "''2013"),
        ("'", "'"),
        ("x'1", "x'1"),
        ("", ""),
    ],
)
def test_a_cell_loses_what_nobody_can_have_meant(text: str, expected: str) -> None:
    """Edges are trimmed, letters composed, a spreadsheet's apostrophe dropped; the inside and a name's apostrophe stay."""
    assert cell(text) == expected


@given(st.one_of(ANY, ODD))
def test_tidying_a_cell_twice_changes_nothing_more(text: str) -> None:
    """A tidied cell is canonical: `kg tidy` and a second reading agree."""
    once = cell(text)

    assert cell(once) == once
    assert once in unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Joel\x00Preston", "label", ['"Joel<U+0000>Preston" holds the control character U+0000. Delete it.']),
        ("a\tb", "label", ['"a<U+0009>b" holds the control character U+0009. Delete it.']),
        ("a\x85b\x85", "text", ['"a<U+0085>b<U+0085>" holds the control character U+0085. Delete it.']),
        ("a\ud800b", "text", ['"a<U+D800>b" holds U+D800, half of a character. Type the character again.']),
        ("a\ufffeb", "document", ['"a<U+FFFE>b" holds U+FFFE, which is no character. Delete it.']),
        ("evil\u202etxt", "label", ['"evil<U+202E>txt" holds U+202E, which turns the direction of what follows. Delete it.']),
        ("ac\u00adra", "id", ['"ac<U+00AD>ra" holds the invisible character U+00AD. Delete it.']),
        ("Phnom\u200bPenh", "label", ['"Phnom<U+200B>Penh" holds the invisible character U+200B. Delete it.']),
        ("Phnom\nPenh", "label", ['"Phnom<U+000A>Penh" is broken over two lines. Write it on one line.']),
        (
            "??? ????",
            "label",
            [
                '"??? ????" has lost its letters, as happens when a table is saved in an encoding without them. Type it again and save the table as UTF-8.'
            ],
        ),
        (
            "M\ufffddecins",
            "label",
            [
                '"M\ufffddecins" has lost its letters, as happens when a table is saved in an encoding without them. Type it again and save the table as UTF-8.'
            ],
        ),
        (
            "The \u0421ambodia Daily",
            "label",
            ['"\u0421ambodia" mixes the scripts Cyrillic and Latin in one word: \u0421 (U+0421). Type the word again in one script.'],
        ),
        ("O&#039;Connor", "label", ['"O&#039;Connor" is written in the codes of web pages. Did you mean "O\'Connor"?']),
        ("Tom &amp; Co", "label", ['"Tom &amp; Co" is written in the codes of web pages. Did you mean "Tom & Co"?']),
        ("Ly Vichutá", "id", ['"Ly Vichutá" cannot be an id. Did you mean "ly-vichuta"?']),
        ("ក្រសួង", "id", ['"ក្រសួង" cannot be an id. Write small letters a to z, digits and hyphens, with a letter first.']),
        ("0012", "id", ['"0012" cannot be an id. Write small letters a to z, digits and hyphens, with a letter first.']),
        ("may-13", "id", ['"may-13" cannot be an id: a spreadsheet would rewrite it. Put a word in front, as in raid-may-13.']),
        ("TRUE", "id", ['"TRUE" cannot be an id: a spreadsheet would rewrite it. Put a word in front, as in raid-may-13.']),
        ("unstated", "id", ['"unstated" cannot be an id: it stands for a claimant whom the source does not name. Choose another word.']),
        ("a" * 101, "id", [f'"{"a" * 59}…" is too long for an id: 101 characters. Write at most 100.']),
        (
            "../actors.csv",
            "file",
            [f'"../actors.csv" cannot be the name of a file on every system. {PATHS}'],
        ),
    ],
)
def test_trouble_names_the_character_and_the_remedy(text: str, kind: Kind, expected: list[str]) -> None:
    """Each kind of trouble has its sentence; what cannot be seen is printed by its number."""
    assert _sentences(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ភ្នំ\u200bពេញ", "label"),
        ("می\u200cخواهم", "label"),
        ("क्\u200dष", "label"),
        ("ភ្នំ\u200bពេញ.txt", "file"),
        ("T&P Manpower Co., Ltd.", "label"),
        ("R&D; and AT&T", "label"),
        ("Московский Комсомолец / Moskovsky Komsomolets", "label"),
        ("what?", "label"),
        ("?", "label"),
        ("O&#039;Connor said\n\tso: \u202bno\u202c", "text"),
        ("line\r\nline\ttab", "document"),
        ("mayor", "id"),
        ("decree-2013", "id"),
        ("marta", "id"),
        ("2013/courier.txt", "file"),
        ("", "id"),
        ("", "file"),
        ("", "label"),
    ],
)
def test_sound_text_gives_no_trouble(text: str, kind: Kind) -> None:
    """Joiners that a script needs, ampersands, whole words in another script and broken lines in prose are left alone."""
    assert trouble(text, kind=kind) == ()


def test_the_same_character_is_told_once_with_its_first_line() -> None:
    """A document full of one character gives one finding, and its line counts every way of ending one."""
    found = trouble("a\r\nb\rc\n\x0c\x0c\x00\n\x0c", kind="document")

    assert [(code, values["character"], values["line"]) for code, values in found] == [
        ("text-control", "U+000C", "4"),
        ("text-control", "U+0000", "4"),
    ]


@given(st.one_of(ANY, ODD), KINDS)
def test_whatever_the_text_its_trouble_can_be_printed(text: str, kind: Kind) -> None:
    """Every trouble has a sentence of one line, made of characters that can be written and do not steer a terminal."""
    said = _sentences(text, kind)

    assert all(line.isprintable() for line in said)
    assert "".join(said).encode().decode() == "".join(said)


@given(st.one_of(ANY, ODD))
def test_what_is_shown_is_printable_and_short(text: str) -> None:
    """Whatever comes in, `visible` gives a line that may be printed; a sound text it gives back."""
    shown = visible(text)

    assert shown.isprintable()
    assert len(shown) <= 60 * len("<U+10FFFF>")
    assert visible("Médecins – ភ្នំ") == "Médecins – ភ្នំ"


@given(st.one_of(ANY, ODD, st.from_regex(r"[a-z0-9-]{0,12}", fullmatch=True)))
@example("sept-2013-07")
def test_an_id_has_no_trouble_and_everything_else_has(text: str) -> None:
    """`is_id` and `id_trouble` never disagree, and an id that is offered may be one."""
    found = id_trouble(text)

    assert is_id(text) == (found is None)
    assert found is None or not found[1].get("near") or is_id(found[1]["near"])


@given(st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True))
def test_an_id_is_its_own_slug(text: str) -> None:
    """What may be an id is offered as it is, what may not is not offered."""
    assert slug(text) == (text if is_id(text) else "")


@pytest.mark.parametrize(
    "text",
    ["jan", "may", "sept-13", "december-2013", "mar13", "oct-1-2013", "true", "false", "yes", "no", "unstated", "", "-a", "1a", "a_b", "é", "a\n"],
)
def test_what_a_spreadsheet_rewrites_is_no_id(text: str) -> None:
    """Months with or without numbers, truth values and what is not small ASCII with a letter first are refused."""
    assert not is_id(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Duarte Nunes (driver)", "duarte-nunes-driver"),
        ("L'Écho d'Angkor", "lecho-dangkor"),
        ("133 suspects", "suspects"),
        ("Ørsted & Łódź", "orsted-lodz"),
        ("May 13", ""),
        ("ក្រសួង", ""),
        ("a" * 99 + " b", "a" * 99),
    ],
)
def test_a_slug_is_an_id_or_nothing(text: str, expected: str) -> None:
    """Letters that have an ASCII form make an id; numbers in front are dropped; nothing is made up for other scripts."""
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LY VICHUTA", "Ly Vichuta\u0301"),
        ("ភ្នំពេញ", "ភ្នំ\u200bពេញ"),
        ("traﬃcking oﬃcials", "trafficking officials"),
        ("“O’Connor”", '"O\'Connor"'),
        ("2017–2019", "2017-2019"),
        ("Ｗｉｎｒｏｃｋ\u3000Ｉｎｔｌ", "winrock intl"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("co\u00adoperation", "cooperation"),
        (" a\n\u00a0 b ", "a b"),
    ],
)
def test_writings_of_one_name_share_their_key(one: str, other: str) -> None:
    """Case, accents, width, ligatures, quotation marks, dashes, blanks and invisible characters make no difference."""
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(("one", "other"), [("ភ្នំ", "ភ្ន"), ("Caram", "Cara"), ("\u0421LEC", "CLEC"), ("हिंदी", "हद"), ("ก็", "ก")])
def test_other_names_keep_other_keys(one: str, other: str) -> None:
    """Vowel signs of Khmer, Thai and Indic scripts are letters, and letters that only look alike are not folded together."""
    assert match_key(one) != match_key(other)


@given(st.one_of(ANY, ODD))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    """A key is stable, is the same for the composed, the decomposed and the upper-case writing, and has no outer blanks."""
    key = match_key(text)

    assert match_key(key) == key
    assert match_key(unicodedata.normalize("NFD", text)) == match_key(unicodedata.normalize("NFC", text)) == key
    assert key == " ".join(key.split())


@pytest.mark.parametrize("name", ["courier.txt", "2013/courier.txt", ".hidden", "Médecins – note.txt", "ភ្នំ.txt", "console.txt", "com.txt", "a..b"])
def test_a_safe_name_is_given_back(name: str) -> None:
    """Names that every system takes are kept, folders and other scripts included."""
    assert safe_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            ".",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            "/etc/passwd",
            "a//b",
            "a/",
            "a\\b",
            "c:a",
            "c:/a",
            "a:stream",
            "a.",
            "a ",
            " a",
            "a?",
            "a\nb",
            "a\x00",
        ),
        *("con", "CON.txt", "aux/x", "Com1.csv", "lpt9", "nul .txt", "a\ud800", "a" * 256, "ភ" * 86),
    ],
)
def test_an_unsafe_name_is_none(name: str) -> None:
    """What leaves the folder, or means something else on another system, is no name of a document."""
    assert safe_name(name) is None


@given(st.one_of(ANY, ODD))
def test_a_safe_name_stays_below_its_folder(name: str) -> None:
    """No part of a safe name is empty, climbs or holds a sign that a system reads otherwise."""
    safe = safe_name(name)

    assert safe in (None, name)
    assert safe is None or all(part not in ("", ".", "..") and not set(part) & set('\\:*?"<>|') for part in safe.split("/"))
