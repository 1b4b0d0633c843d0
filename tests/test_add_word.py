"""The text of .docx files in the order of the document, what is hidden or deleted left out; and archives made to harm their reader."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache

import docx
import pytest
from add_kit import told
from docx.oxml.ns import nsdecls
from word_maker import repacked, run, saved, with_body

from kg.documents.formats import LIMITS, take
from kg.documents.taken import LeftOut
from kg.documents.word import read_word


def test_paragraphs_and_tables_come_in_their_order() -> None:
    """A table stands where it stands, its rows on lines, merged cells once; tabs and breaks in lines are kept."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author, document.core_properties.language = "Wages", "Jo Reed", "en-GB"
    document.add_heading("The Wages of the Alder", 1)
    document.add_paragraph("Lena Moor\tmet Ana Silva.").add_run().add_break()
    table = document.add_table(2, 3)
    for number, text in enumerate(("Name", "Office", "Since", "Ana Silva", "director\nof Silva Shipping", "")):
        table.cell(number // 3, number % 3).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    document.add_paragraph("They  talked.")

    found = read_word(saved(document))

    assert found.text == (
        "The Wages of the Alder\n\nLena Moor\tmet Ana Silva.\n\nName\tOffice Since\nAna Silva\tdirector of Silva Shipping\n\nThey talked.\n"
    )
    assert (found.facts.title, found.facts.author, found.facts.language, found.facts.published, found.left_out) == (
        "Wages",
        "Jo Reed",
        "en-gb",
        "",
        (),
    )


def test_what_is_inserted_or_controlled_is_text_and_what_is_deleted_or_hidden_is_none() -> None:
    """As the reader of the document sees it with its changes taken; what is left out is counted."""
    inside = (
        f"<w:p>{run('Lena Moor ')}<w:ins w:id='1' w:author='a'>{run('met ')}</w:ins><w:del w:id='2' w:author='a'><w:r><w:delText>bribed poor </w:delText></w:r></w:del>"
        f"<w:sdt><w:sdtContent>{run('Ana Silva')}</w:sdtContent></w:sdt><w:hyperlink>{run(' there')}</w:hyperlink>{run(' SECRET words', '<w:vanish/>')}"
        f"{run('.', '<w:vanish w:val=&quot;false&quot;/>'.replace('&quot;', chr(34)))}</w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run('They talked')}<w:r><w:noBreakHyphen/></w:r>{run('long.')}</w:p></w:sdtContent></w:sdt>"
    )

    found = read_word(with_body(inside))

    assert found.text == "Lena Moor met Ana Silva there.\n\nThey talked\u2011long.\n"
    assert found.left_out == (LeftOut("vanished", 1, 2), LeftOut("deleted", 1, 2))


def test_a_text_box_is_told_once() -> None:
    """Newer and older programs each have their own writing of it in the file."""
    box = f"<w:txbxContent><w:p>{run('In the box.')}</w:p></w:txbxContent>"
    inside = (
        "<w:p xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"{run('Before.')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{run(' After.')}</w:p>"
    )

    assert read_word(with_body(inside)).text == "Before. After.\n\nIn the box.\n"


def test_headers_footers_and_comments_are_left_out_and_notes_stand_at_the_end() -> None:
    """What runs along the pages is no sentence of the text; what is said in a footnote is."""
    document = docx.Document()
    document.add_paragraph("Lena Moor met Ana Silva.")
    document.sections[0].header.paragraphs[0].text = "The Tide of May"
    document.add_comment(document.paragraphs[0].runs, "Is this so?", "Jo", "J")
    raw = saved(document)
    note = f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote><w:footnote w:id='1'><w:p>{run('The Gazette, p. 3.')}</w:p></w:footnote></w:footnotes>"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        links, types = archive.read("word/_rels/document.xml.rels"), archive.read("[Content_Types].xml")
    raw = repacked(raw, "word/footnotes.xml", note.encode())
    raw = repacked(
        raw, "word/_rels/document.xml.rels",
        links.replace(b"</Relationships>", f'<Relationship Id="rId99" Type="{kinds}/footnotes" Target="footnotes.xml"/></Relationships>'.encode()),
    )  # fmt: skip
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    raw = repacked(
        raw, "[Content_Types].xml", types.replace(b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode())
    )

    found = read_word(raw)

    assert found.text == "Lena Moor met Ana Silva.\n\n[1] The Gazette, p. 3.\n"
    assert found.left_out == (LeftOut("headers", 1, 4), LeftOut("comments", 1, 3), LeftOut("notes", 1, 5))


_BODY = f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
_BOMB = (
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
)


@cache
def hostile() -> dict[str, tuple[bytes, str]]:
    """Files and what their one line says."""
    good = saved(docx.Document())
    deep = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    large = repacked(good, "word/document.xml", b" " * 51_000_000)
    return {
        "an entity bomb": (repacked(good, "word/document.xml", (_BOMB + _BODY % "&i;").encode()), "it declares a document type"),
        "a file as entity": (
            repacked(good, "docProps/core.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'), "it declares a document type",
        ),
        "a hidden declaration": (repacked(good, "word/document.xml", (_BOMB + _BODY % "&i;").encode("utf-16")), "it declares a document type"),
        "a part without end": (large, "word/document.xml unpacks to more than any text is"),
        "many parts": (repacked_many(good), "it unpacks to more than any text is"),
        "depth": (repacked(good, "word/document.xml", _BODY.replace("<w:p>", deep + "<w:p>").encode()), "cannot be read: it is damaged"),
        "no document": (repacked(good, "word/document.xml", None), "it is an archive, but holds no document"),
        "truncated": (good[: len(good) // 2], "cannot be read: it is damaged"),
        "not packed": (b"Lena Moor met Ana Silva.", "cannot be read: it is damaged"),
        "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "is by its content a file of an old office program"),
        "empty": (good, "holds no text"),
    }  # fmt: skip


def repacked_many(raw: bytes) -> bytes:
    """An archive of more parts than any document has."""
    file = io.BytesIO(raw)
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(5_001):
            archive.writestr(f"x/{number}", b"")
    return file.getvalue()


@pytest.mark.parametrize("name", hostile())
def test_a_hostile_file_ends_in_one_line(name: str) -> None:
    """Whatever it was made for."""
    raw, said = hostile()[name]

    assert said in told(raw, "docx")


def test_fifty_thousand_paragraphs_are_read() -> None:
    """Or stopped at the limit; with most of the time spent in the library."""
    document = docx.Document()
    raw = repacked(saved(document), "word/document.xml", document.element.xml.encode().replace(b"<w:sectPr", b"%%<w:sectPr", 1).replace(
        b"%%", b"<w:p><w:r><w:t>Lena Moor met Ana Silva.</w:t></w:r></w:p>" * 50_000))  # fmt: skip

    found, wrong = take(raw, "docx", "file", limits=replace(LIMITS, seconds=20))

    assert (found is not None and found.text.count("Lena") == 50_000) or [one.code for one in wrong] == ["add-ended"]
