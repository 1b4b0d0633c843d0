"""The page in several languages: the texts are complete, nothing is said but by them, and a reader changes the language in place."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from page_case import CENTRAL, case, large_case, ontology
from page_kit import MARKS, Opened, Opener, write_page

from kg.folder import Settings
from kg.model import Actor, Case
from kg.model.judgement import READINGS, WORLD
from kg.model.statement import DOCUMENT_IS, KINDS, ORIGINS
from kg.page.addresses import FILTERS, views
from kg.page.look import families, lines
from kg.texts import LANGUAGES, say, speech

KG = Path(__file__).parent.parent / "kg"
PAGE = KG / "page"
ARABIC = "اتحاد البحارة"
MIXED = "مرفأ (2019)"
#: Keys that are put together from words of the data: each of these words has its sentence.
NAMED = (
    *(f"{section}.{line.key}" for line in lines() for section in ("standing", "says")),
    *(f"family.{family.key}" for family in families()),
    *(f"group.{relation.group}" for relation in ontology().relations.values()),
    *(f"source-kind.{kind}" for kind in KINDS),
    *(f"filter.of-{name}" for name in FILTERS),
    *(f"filter.origin-{origin}" for origin in ORIGINS),
    *(f"notes.says-{word}" for word in (*READINGS, *WORLD)),
    *(f"view.{view}" for view in views()),
    *(f"panel.held-{held}" for held in DOCUMENT_IS),
    *(f"{place}.whose-{held}" for held in DOCUMENT_IS if held != "original" for place in ("evidence", "cite")),
)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _forms(value: Any) -> dict[str, str]:  # a sentence, or one for each number
    return {"": value} if isinstance(value, str) else dict(value)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_language_has_the_same_keys_and_placeholders(language: str) -> None:
    """What English says, every language says, with the same things filled in and the same signs around strong words."""
    english, other = speech("en"), speech(language)

    assert list(english) == list(other)
    for key, value in english.items():
        mine, theirs = _forms(value), _forms(other[key])
        assert mine.keys() == theirs.keys(), key
        for form, text in mine.items():
            assert _placeholders(text) == _placeholders(theirs[form]), key
            assert [text.count(sign) for sign in "*`"] == [theirs[form].count(sign) for sign in "*`"], key
            assert bool(text.strip()) == bool(theirs[form].strip()), key


def test_french_is_set_as_french_is() -> None:
    """A space that no line breaks at stands before colon, semicolon, question mark and inside quotation marks."""
    for key, value in speech("fr").items():
        for text in _forms(value).values() if key != "sentence.negations" else ():
            assert not re.search(" [:;?!»]|« ", text), key
            assert not re.search("[\\w’)}][;?!»:]|«[\\w{]", text), key
            assert not re.search("['\"]", text), key


def _scripts() -> Iterator[tuple[str, str]]:
    for path in sorted(PAGE.glob("*.js")):
        text = path.read_text(encoding="utf-8")
        yield path.name, "\n".join(line for line in text.splitlines() if not line.strip().startswith("//"))


def _sources() -> str:
    python = "\n".join(path.read_text(encoding="utf-8") for path in sorted(KG.rglob("*.py")))
    return "\n".join((python, (PAGE / "page.html.j2").read_text(encoding="utf-8"), *(text for _, text in _scripts())))


def test_no_key_is_missing_or_idle() -> None:
    """Every key that page and program ask for is there, and every one that is there is asked for."""
    text = _sources()
    keys = set(speech("en"))
    sections = {key.partition(".")[0] for key in keys}
    asked = {key for key in re.findall(r"""["']([a-z-]+\.[a-z][a-z-]*)["']""", text) if key.partition(".")[0] in sections}
    asked |= {"count." + what for what in re.findall(r'counted\("(\w+)"\)', text)}
    asked |= {"key." + action for action in re.findall(r'\("[^"]+", "(\w+)"\)', (PAGE / "page.html.j2").read_text(encoding="utf-8"))}
    # What is put together: a hole for the word, and what stands around it.
    made = {
        re.sub(r"\\\$\\\{.*?\\\}|\\\{.*?\\\}", "[a-z-]+", re.escape(pattern))
        for pattern in re.findall(r"""[`"]([a-z-]+\.[a-z-]*\$?\{[^`"]*\}[a-z-]*)[`"]""", text)
        if pattern.partition(".")[0] in sections
    }

    assert asked - keys - FILES == set()
    assert set(NAMED) - keys == set()
    assert [key for key in sorted(keys - asked) if not any(re.fullmatch(pattern, key) for pattern in made)] == []


#: What the page saves, which looks like keys.
FILES = {"network.png", "network.svg", "sources.csv"}
#: Words of program and style, and what is written for programs.
PROGRAM = re.compile(
    r"""<\?xml[^`]*|@misc[^`]*|class: ["`][^"`]*["`]|querySelector(All)?\([^)]*\)|closest\([^)]*\)|matchMedia\([^)]*\)|className|"use strict"|new RegExp|"rgba[^"]*"|d: [`"][^`"]*[`"]|"M[\d.]+ ?[^"]*"|charset=[\w-]+"""
)
ALLOWED = frozenset(
    (
        "evidence withdraws",
        "noopener noreferrer", "DOMContentLoaded", "Georgia, 'Noto Serif', serif", "KG.later", "Enter", "Escape", "ArrowRight", "ArrowLeft", "ArrowUp",
        "ArrowDown", "INPUT", "BUTTON", "SELECT", "TEXTAREA",
    )
)  # fmt: skip


def test_no_sentence_stands_in_a_script() -> None:
    """A literal of two words, or of one with a capital, is a sentence: its place is the texts."""
    found = []
    for name, text in _scripts():
        bare = PROGRAM.sub("", text)
        for literal in re.findall(r'"((?:[^"\\\n]|\\.)*)"', bare) + [re.sub(r"\$\{.*?\}", "", one) for one in re.findall(r"`([^`\n]*)`", bare)]:
            said = re.search(r"[A-Za-z]{2,},? [a-z]{2,}", literal) or re.fullmatch(r"\W*[A-Z][a-z]+\W*", literal)
            if said and literal not in ALLOWED:
                found.append((name, literal))

    assert found == []


def test_no_sentence_stands_in_the_template() -> None:
    """Between the tags of the template, and in the attributes that are read aloud, nothing but keys."""
    text = (PAGE / "page.html.j2").read_text(encoding="utf-8")
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(script|style).*?</\1>", "", text, flags=re.DOTALL)

    assert re.findall(r"\w{2,}", re.sub(r"<[^>]*>", " ", bare)) == ["A4", "A3"]
    assert re.findall(r' (?:aria-label|aria-roledescription|placeholder|title|alt)="', bare) == []


# ---- in the browser


def _several() -> Case:
    """The case with labels in French and Arabic, and one that begins in Arabic and ends in digits."""
    plain = case()
    labels = {
        "dockers-union": (("ar", ARABIC), ("fr", "Syndicat des dockers de Velde")),
        "harbour-court": (("fr", "Tribunal du port"),),
    }
    more = {"velde": MIXED, "ana-koehler": "ענת קהלר"}
    actors = tuple(
        replace(actor, label=more.get(actor.id, actor.label), labels=labels.get(actor.id, actor.labels)) if isinstance(actor, Actor) else actor
        for actor in plain.actors
    )
    return replace(plain, actors=actors)


SAID = """() => KG.data.statements.map(s => [s.reading, s.headline, s.lead, s.body, s.because, s.claimant, s.place, s.event, s.voices, s.relation,
    KG.drawing.edge(s.edge).label])"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of that case, made in each language."""
    folder = tmp_path_factory.mktemp("languages")
    return {language: write_page(folder / f"{language}.html", _several(), language=language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def pages(several: dict[str, Path], opener: Opener) -> dict[str, Opened]:
    """That page, opened in the language that it was made in."""
    return {language: opener(of=file) for language, file in several.items()}


def marked(test: Any) -> Any:  # a test as pytest has it
    """A test that needs the browser."""
    for mark in MARKS:
        test = mark(test)
    return test


@marked
@pytest.mark.law
@pytest.mark.parametrize("home", LANGUAGES)
def test_the_page_says_in_another_language_what_the_program_says_in_it(pages: dict[str, Opened], home: str) -> None:
    """Sentences made in the browser are those that Python writes, for every statement, in every language."""
    for language in LANGUAGES:
        pages[language].go("")
        written = pages[language].js(SAID)
        pages[home].go(f"#lang={language}")

        assert pages[home].js(SAID) == written
    pages[home].go("")
    assert pages[home].problems == []


@marked
@pytest.mark.law
def test_a_french_page_never_takes_an_allegation_for_a_fact(pages: dict[str, Opened]) -> None:
    """The sentence begins with what it is worth and who says so; what is negative says so; what was upheld says by whom."""
    said = {row[0]: row for row in pages["fr"].js(SAID)}

    assert said[CENTRAL][1] == "ALLÉGUÉ par Syndicat des dockers de Velde\u00a0: Brightsea Crewing a exploité Crew of the Marlin, 2019 (2019)"
    assert said[CENTRAL][2] == "Allégué par Syndicat des dockers de Velde"
    assert said["harbour-court not convicted brightsea [when 2019]"][1] == (
        "AFFIRMÉ QUE NON par The Velde Gazette\u00a0: Tribunal du port n’a pas condamné Brightsea Crewing (2019)"
    )
    upheld = said["brightsea memberOf dockers-union [alleged by ana-koehler] [when 2019]"]
    assert upheld[1].startswith("ÉTABLI, affirmé par \u2068ענת קהלר\u2069, confirmé par Kim Sørensen\u00a0: Brightsea Crewing est membre de ")
    assert all(row[1] != row[3] for row in said.values() if not _established(pages["fr"], row[0]))


def _established(opened: Opened, reading: str) -> bool:
    return bool(opened.js("reading => KG.data.statements.find(s => s.reading === reading).established", reading))


@marked
def test_a_reader_changes_the_language_in_place(several: dict[str, Path], open_page: Opener) -> None:
    """Everything changes but what is looked at; the address keeps it, Back takes it back, and it is announced."""
    opened = open_page("#actor=dockers-union&standing=-alleged", of=several["en"])
    page = opened.page
    edges = "KG.graph.edgeView.getIds().sort().join()"
    drawn = opened.js(edges)

    page.locator("#language").select_option("fr")

    assert page.locator("html").get_attribute("lang") == "fr"
    assert opened.text("#panel h2") == "Syndicat des dockers de Velde"
    assert "Dockers’ Union of Velde" in opened.text("#panel .other-labels")
    assert opened.text("#live") == "Cette page est maintenant en français"
    assert opened.text("#tab-timeline") == "Chronologie"
    assert page.locator("#search").get_attribute("placeholder") == "Chercher noms, citations, sources"
    assert opened.js(edges) == drawn
    assert opened.js("decodeURIComponent(location.hash)") == "#actor=dockers-union&lang=fr&standing=-alleged"
    assert "Tribunal du port" in opened.js("KG.graph.nodeView.get().map(node => node.label).join(' ')")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert opened.text("#panel h2") == "Syndicat des dockers de Velde"
    assert page.locator("#language").input_value() == "fr"
    page.locator("#language").select_option("en")
    assert opened.text("#panel h2") == "Dockers’ Union of Velde"
    assert opened.js("decodeURIComponent(location.hash)") == "#actor=dockers-union&standing=-alleged"
    assert (opened.problems, [url for url in opened.requests if not url.startswith("file:")]) == ([], [])


@marked
@pytest.mark.parametrize("fragment", ["", *(f"#view={view}" for view in views()), "#actor=brightsea", "#from=khmer-letter"])
def test_no_english_is_left_on_a_french_page(pages: dict[str, Opened], fragment: str) -> None:
    """In no view, no panel, no name for screen readers stands a sentence of the English texts."""
    opened = pages["en"]
    opened.go(f"{fragment or '#'}&lang=fr")
    told = opened.js(
        """() => [document.body.innerText, ...[...document.querySelectorAll('*')].filter(e => !e.closest('script, noscript, [role=tabpanel][hidden]')).flatMap(element =>
            [...element.childNodes].filter(n => n.nodeType === 3).map(n => n.data)
                .concat(['aria-label', 'placeholder', 'title', 'aria-roledescription'].map(name => element.getAttribute(name) || '')))].join('\\n')"""
    )
    english, french = speech("en"), speech("fr")
    left = [
        text
        for key, value in english.items()
        for text in _forms(value).values()
        if value != french[key] and "{" not in text and len(text) > 12 and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", told)
    ]

    assert left == []
    opened.go("")


@marked
def test_labels_that_run_from_the_right_are_shown_so(pages: dict[str, Opened], tmp_path: Path) -> None:
    """In panel, table and headline they keep their direction to themselves; canvas and SVG draw them from the right."""
    opened = pages["en"]
    opened.go("#actor=velde")
    assert opened.page.locator("#panel h2 bdi").inner_text() == MIXED
    assert opened.js("getComputedStyle(document.querySelector('#panel h2 bdi')).direction") == "rtl"
    opened.go("#view=table")
    assert opened.js("[...document.querySelectorAll('#rows th')].some(cell => cell.textContent.includes('ענת'))")
    headline = opened.js("KG.data.statements.find(s => s.relationId === 'directorOf').headline")
    assert headline.startswith("\u2068ענת קהלר\u2069 is director of Dockers’ Union of Velde")
    label = opened.js("KG.graph.nodes.get().find(node => node.label.includes('2019)')).label")
    assert label == f"\u2068{MIXED}\u2069"
    opened.go("")
    svg = opened.taken("#svg").decode()
    assert re.search(rf'<text[^>]*direction="rtl"[^>]*>{re.escape(MIXED)}</text>', svg)
    assert "ענת" in opened.taken("#csv").decode()
    assert opened.problems == []


@marked
def test_the_language_of_the_workspace_is_that_of_the_page(tmp_path: Path, open_page: Opener) -> None:
    """`language` in kg.toml chooses; a region does not matter, and a language that the page does not speak gives English."""
    plain = case()
    told = {}
    for tag in ("fr-CH", "km", "en"):
        told[tag] = write_page(tmp_path / f"{tag}.html", replace(plain, settings=Settings("The crew", language=tag))).read_text(encoding="utf-8")

    assert {tag: html.split('<html lang="')[1][:2] for tag, html in told.items()} == {"fr-CH": "fr", "km": "en", "en": "en"}
    opened = open_page(of=tmp_path / "fr-CH.html", java_script_enabled=False)
    assert "Sans scripts, cette page est un tableau de ses énoncés." in opened.text("noscript")
    assert "ALLÉGUÉ par Dockers’ Union of Velde" in opened.text("noscript")
    assert opened.text("#tab-sources").startswith("Sources 5")


@marked
def test_a_map_and_what_is_taken_away_speak_the_language(tmp_path: Path, open_page: Opener) -> None:
    """The map of a large case, its names for screen readers, and the legend of a picture are French too."""
    opened = open_page("#lang=fr", of=write_page(tmp_path / "large.html", large_case(), packed_above=0))

    assert "sont trop nombreux pour une seule image" in opened.text("#map-says")
    assert opened.page.locator("#map g[role=button] title").first.inner_html().startswith("Partie 1&nbsp;: ")
    svg = opened.taken("#svg").decode()
    assert "Les lignes pleines sont établies" in svg
    assert "Le réseau est dessiné comme une carte de ses parties." in svg
    opened.page.locator("#language").select_option("en")
    assert opened.page.locator("#map g[role=button] title").first.inner_html().startswith("Part 1: ")
    assert opened.problems == []


@marked
def test_no_barrier_is_found_in_french(pages: dict[str, Opened]) -> None:
    """A French page has no barrier that the English one has not."""
    opened = pages["fr"]
    opened.go("#actor=brightsea")

    assert opened.barriers() == []
    opened.go("")


def test_numbers_are_counted_as_the_language_counts() -> None:
    """English counts none as many, French as one."""
    assert [say("en", "count.actors", count=count) for count in (0, 1, 2)] == ["0 actors", "1 actor", "2 actors"]
    assert [say("fr", "count.actors", count=count) for count in (0, 1, 2)] == ["0 acteur", "1 acteur", "2 acteurs"]
