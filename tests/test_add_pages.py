"""The text of web pages: what a reader sees of the article, nothing that is hidden, and a sentence where that cannot be told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from add_kit import ARTICLE, page, told

from kg.clean import TextError
from kg.documents.formats import LIMITS, take
from kg.documents.taken import Facts, LeftOut
from kg.documents.webpage import read_page
from kg.texts import sentence

HIDDEN = {
    "attribute": "<p hidden>SECRET words.</p>",
    "aria": '<p aria-hidden="TRUE">SECRET words.</p>',
    "none": '<div><p style="color:red; DISPLAY : none !important">SECRET words.</p></div>',
    "visibility": '<p style="visibility:hidden">SECRET words.</p>',
    "size": '<span style="font-size:0px">SECRET words.</span>',
    "transparent": '<p style="opacity: 0">SECRET words.</p>',
    "far away": '<p style="position:absolute; left:-9999px">SECRET words.</p>',
    "template": "<template><p>SECRET words.</p></template>",
    "noscript": "<noscript><p>SECRET words.</p></noscript>",
    "dialog": "<dialog>SECRET words.</dialog>",
    "around others": "<div hidden><p>SECRET <b hidden>words</b>.</p></div>",
}


@pytest.mark.parametrize("inside", HIDDEN.values(), ids=HIDDEN)
def test_what_no_reader_sees_is_in_no_text(inside: str) -> None:
    """A claim that is on the page and on no screen is left out, and counted."""
    found = read_page(page(f"{inside} tail"))

    assert "SECRET" not in found.text
    assert LeftOut("hidden", 1, 2) in found.left_out


@pytest.mark.parametrize("style", ["font-size:0.9em", "font-size: 10px", "opacity:0.8", "left:-10px", "text-indent:-20px"])
def test_what_is_only_small_or_moved_is_seen(style: str) -> None:
    """Styles that look alike and hide nothing."""
    assert "Plain words." in read_page(page(f'<p style="{style}">Plain words.</p>')).text


def test_scripts_and_comments_are_no_words() -> None:
    """They are neither in the text nor among what was hidden from a reader."""
    found = read_page(page("<script>SECRET words</script><style>SECRET</style><!-- SECRET -->"))

    assert (found.text, [item.what for item in found.left_out]) == (ARTICLE, ["menus", "footers", "asides"])


def test_boilerplate_is_no_part_of_the_article() -> None:
    """Menus, related stories and footers say nothing about anybody (C59); links left out are counted."""
    links = "".join(f'<li><a href="/{n}">Teaser number {n}</a></li>' for n in range(40))
    found = read_page(page().replace(b"<aside>", f"<div class='teasers'><ul>{links}</ul></div><aside>".encode()))

    assert found.text == ARTICLE
    assert found.left_out == (LeftOut("menus", 1, 2), LeftOut("footers", 1, 6), LeftOut("asides", 1, 6), LeftOut("links", 40, 120))


def test_tables_lists_and_headings_keep_their_lines() -> None:
    """Each row and item is a line, cells are apart by a tab, and what is bold or linked stays in its sentence."""
    inside = (
        "<h2>The  crew</h2><ul><li>Lena <i>Moor</i></li><li>Bo Ray</li></ul>"
        "<table><tr><th>Name</th><th>Office</th></tr><tr><td>Ana Silva</td><td><a href='/x'>director</a>, since 2019</td></tr></table>"
    )

    assert read_page(page(inside)).text == f"{ARTICLE}\nThe crew\n\nLena Moor\nBo Ray\n\nName\tOffice\nAna Silva\tdirector, since 2019\n"


def test_blanks_that_may_not_break_and_letters_stay_what_they_are() -> None:
    """Only white space that a browser would not show is settled; joiners, marks and jamo are as the page has them."""
    words = "10\u00a0000 se\u0301 \u212b \u0645\u06cc\u200c\u0631\u0648\u062f \u1112\u1161\u11ab \U00020000\u2009x in all"

    assert f"\nShe got {words}, says the paper.\n" in read_page(page(f"<p>She got {words},\n   says the paper.</p>")).text


def test_the_encoding_that_a_page_names_is_used_and_told() -> None:
    """Without one nothing is guessed (C46); a name that fits no better than UTF-8 is no help."""
    raw = page("<p>Médecins at the gate.</p>").decode().replace("“", '"').replace("”", '"').replace("’", "'")
    named = raw.replace("<head>", '<head><meta charset="iso-8859-1">')

    found = read_page(named.encode("windows-1252"))

    assert ("Médecins" in found.text, found.encoding) == (True, "windows-1252")
    assert told(raw.encode("windows-1252"), "html") == (
        'file:10: is not UTF-8: the byte 0xE9 at offset 786 looks like Windows-1252. Save it as UTF-8 (in Excel: "CSV UTF-8").'
    )
    for wrong in ("utf-8", "utf-7", "no-such", "gb18030x", "rot13"):
        with pytest.raises(TextError):
            read_page(raw.replace("<head>", f'<head><meta charset="{wrong}">').encode("windows-1252"))


def test_a_page_says_what_it_is_in_several_ways() -> None:
    """Linked data is read where `meta` says nothing; it is never followed, and a date that no machine wrote is not taken."""
    linked = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", '
        '"datePublished": "2020-05", "author": [{"name": "Jo Reed"}, {"name": "Bo Ray"}], "publisher": {"name": "The Tide"}}]}</script>'
    )
    head = '<meta name="date" content="May 4th"><meta name="dc.date" content="2020-13-45">'
    raw = f"<html><head><title>Short one</title>{head}{linked}</head><body><p>Lena Moor met Ana Silva at the gate.</p></body></html>"

    assert read_page(raw.encode()).facts == Facts("Short one", "The Tide", "Jo Reed, Bo Ray", "2020-05")


def test_the_name_of_the_paper_is_no_headline() -> None:
    """It stands at the top of every page of the site, and in every title."""
    raw = page().replace(b"<body>", b"<body><header><h1>The Tide</h1></header>")

    found = read_page(raw)

    assert (found.facts.title, found.text) == ("Union Sues Silva Shipping", ARTICLE)


def test_a_short_page_is_read_too() -> None:
    """A statement of one sentence is a document."""
    assert read_page(b"<p>Lena Moor met Ana Silva.").text == "Lena Moor met Ana Silva.\n"


def test_a_page_whose_article_cannot_be_told_is_refused() -> None:
    """Rather no text than a fifth of it without a word about the rest."""
    words = "".join(f"<div><span>{'word ' * 30}</span></div>" for _ in range(60))

    line = told(page().replace(b"</article>", b"</article><div class='comments'>" + words.encode() + b"</div>"), "html")

    assert line.endswith("could be told from menus and teasers as its article. Copy the article from the browser into a .txt file and add that.")


HOSTILE = {
    "nested": (b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000, "is nested too deeply, or has a piece too large"),
    "one paragraph": (b"<p>" + b"word " * 4_000_000, "is nested too deeply, or has a piece too large"),
    "only scripts": (b"<html><body><script>alert(1)</script></body></html>", "holds no text"),
    "only a comment": (b"<!-- nothing -->", "holds no text"),
    "binary": (bytes(range(1, 256)) * 40, "is damaged: the byte 0x80"),
    "UTF-16": ("\ufeff<p>Lena</p>".encode("utf-16-le"), "is written in UTF-16"),
    "a PDF": (b"%PDF-1.4\n", "is by its content a PDF"),
}


@pytest.mark.parametrize(("raw", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_ends_in_one_line(raw: bytes, sentence: str) -> None:
    """Whatever it was made for."""
    assert sentence in told(raw, "html")


def test_halves_of_letters_and_zeros_cut_nothing_off() -> None:
    """What a library would stop at, without a word, is taken out before it sees it."""
    found = read_page(page("<p>He&#xD800;llo &#0; wor\x00ld, th&#xFFFF;ere.</p><p>After it.</p>"))

    assert found.text == f"{ARTICLE}\nHe\ufffdllo \ufffd world, there.\n\nAfter it.\n"


def test_entities_of_a_page_are_not_expanded() -> None:
    """A page declares none; a bomb of them is text like any other."""
    raw = b"<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><p>&b; and Lena Moor met Ana Silva.</p>"

    assert "aaaa" not in read_page(raw).text.replace("'aaaa'", "")


def test_fifty_thousand_paragraphs_end() -> None:
    """In a line about the limit that was reached, and not in a wait: what the library makes of them grows with their square."""
    found, (wrong,) = take(
        b"<article>" + b"<p>Lena Moor met <a href=/x>Ana Silva</a>.</p>" * 50_000, "html", "file", limits=replace(LIMITS, seconds=2)
    )

    assert found is None
    assert sentence(wrong) == "file: Reading it was stopped after 2 s. Save its text as .txt from its own program and add that."
