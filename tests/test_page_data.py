"""What goes into the page: the data block, the looks, the drawing, and the file around them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from more import TIMES
from page_case import CENTRAL, EVIL, case, evil_case, large_case, ontology, weighed
from page_kit import Files

from kg.model import Case, Evidence, Statement
from kg.ontology import Ontology, Type
from kg.page import render
from kg.page.data import page_data
from kg.page.drawing import CAP, text_width, word_on_line, wrapped
from kg.page.embed import lean, to_json
from kg.page.look import families, family_of, line_of, lines
from kg.page.render import LOADER, SCRIPTS, STYLES
from kg.standing import Standing, headline

ROWS = ["Meeting of the", "Ministry of Harbours", "with organisations,", "July 2013"]


class _Page(HTMLParser):
    """The parts of a page as a browser would take them apart."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: dict[str, str] = {}
        self.scripts: list[str] = []
        self.metas: dict[str, str] = {}
        self.addresses: list[str] = []
        self.title = ""
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("src", "href", "action") if name in given]
        if tag == "meta":
            self.metas[given.get("http-equiv") or given.get("name", "")] = given.get("content", "")
        self._open = f"block {given['id']}" if given.get("type") == "application/json" else tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open.startswith("block "):
            self.blocks[self._open[6:]] = self.blocks.get(self._open[6:], "") + data
        elif self._open == "script":
            self.scripts.append(data)
        elif self._open == "title":
            self.title += data


def _render(of: Case, **more: Any) -> str:  # what `render` takes besides
    return render(of, ontology(), weighed(of), **more)


def _data(of: Case) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(to_json(page_data(of, ontology(), weighed(of))))
    return data


def _statement(data: dict[str, Any], reading: str) -> dict[str, Any]:
    found: dict[str, Any] = next(s for s in data["statements"] if s["reading"] == reading)
    return found


@settings(max_examples=500 * TIMES)
@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6))
def test_json_comes_back_and_cannot_end_its_element(value: object) -> None:
    """Any text survives the block, which holds no character that a parser of HTML would look at."""
    block = to_json(value)

    assert json.loads(block) == value
    assert not set(block) & set("<>&\u2028\u2029")
    block.encode()


def test_empty_fields_are_left_out_and_come_back() -> None:
    """What the file leaves out is exactly what `blank` gives back, for every record and every evidence."""
    data = _data(case())

    short: dict[str, Any] = json.loads(to_json(lean(page_data(case(), ontology(), weighed(case())))))

    for kind in ("actors", "statements", "sources"):
        for whole, record in zip(data[kind], short[kind], strict=True):
            full = short["blank"][kind] | record
            if kind == "statements":
                full["evidence"] = [short["blank"]["evidence"] | item for item in record["evidence"]]
            assert full == whole
    assert len(json.dumps(short)) < 0.9 * len(json.dumps(data))


@pytest.mark.law
def test_only_what_is_established_is_solid() -> None:
    """Exactly one look has no dash, and every other differs from it in dash, arrow head and both colours."""
    established, *others = lines()

    assert (established.key, established.dash) == ("established", ())
    for other in others:
        assert other.dash
        assert other.arrow != established.arrow
        assert {other.light, other.dark}.isdisjoint({established.light, established.dark})


def test_no_two_standings_look_alike() -> None:
    """Each standing has a dash, an arrow head and colours that no other has."""
    for name in ("dash", "arrow", "light", "dark"):
        values = [getattr(line, name) for line in lines() if name != "arrow" or not line.hidden]
        assert len(set(values)) == len(values), name


def test_a_standing_without_a_look_fails() -> None:
    """A word that the table does not know is never drawn, least of all as a solid line."""
    with pytest.raises(KeyError):
        line_of(Standing("nearly established", ""))


def test_a_type_looks_like_the_nearest_wider_type_with_a_look() -> None:
    """A workspace's own type is drawn like the type it narrows, and one of no family like the last."""
    own = Ontology(types={"Ferry": Type("Ferry", "urn:f", "Ferry line", wider=("RecruitmentAgency", "Company", "Organisation", "Actor"))})

    assert family_of("Ferry", own).key == "company"
    assert family_of("", own) == families()[-1]


@pytest.mark.law
def test_headline_and_lead_are_those_of_the_law() -> None:
    """The page takes the sentence of every statement from `standing`, and says standing and voice in small letters beside it.

    Of a claim that people upheld it says besides whose it is and who upheld it: solid lines hide that.
    """
    of = case()
    data = _data(of)
    said = {s["reading"]: s["headline"] for s in data["statements"]}
    law = {s.reading: headline(s, of, ontology(), weighed(of)) for s in of.statements}
    upheld = "brightsea memberOf dockers-union [alleged by ana-koehler] [when 2019]"

    assert {reading for reading, sentence in said.items() if sentence != law[reading]} == {upheld}
    assert said[upheld] == f"ESTABLISHED, claimed by Ána Köhler-Đặng, upheld by Kim Sørensen: {law[upheld]}"
    assert _statement(data, upheld)["lead"] == "Established: claimed by Ána Köhler-Đặng, upheld by Kim Sørensen"
    central = _statement(data, CENTRAL)
    assert central["lead"] == "Alleged by Dockers’ Union of Velde"
    assert (central["established"], central["kind"], central["standing"]) == (False, "alleged", "alleged")


@pytest.mark.law
def test_every_standing_is_in_the_case_and_only_established_ones_have_no_word_on_their_line() -> None:
    """A line without a word is established and uncontested; a contested one says so, a candidate has a question mark."""
    of = case()
    known = weighed(of)
    words = {s.id: word_on_line(s, ontology(), known) for s in of.statements}

    assert {line_of(known.standing[s.id]).key for s in of.statements} == {line.key for line in lines()}
    for statement in of.statements:
        standing = known.standing[statement.id]
        plain = standing.established and statement.id not in known.contested
        assert (words[statement.id] == "") == plain
    assert "CONTESTED\ndisputed" in words.values()
    assert "candidate ?\ncriticized" in words.values()
    assert "alleged not\ninvestigated" in words.values()


@pytest.mark.parametrize(
    ("modality", "negative", "words"),
    [
        ("asserted", False, "candidate ?\nsued"),
        ("denied", False, "candidate, denied ?\nsued"),
        ("alleged", True, "candidate, alleged ?\ndid not sue"),
    ],
)
def test_the_line_of_a_candidate_says_how_firmly_it_is_said(modality: str, negative: bool, words: str) -> None:
    """Of two candidates one may be the denial of the other: the picture must not show the same word for both."""
    base = case()
    found = Evidence("velde-gazette", "x", origin="extracted", confidence=0.5)
    statement = Statement(
        "dockers-union", "sued", "brightsea", modality, negative, "dockers-union" if modality != "asserted" else "", evidence=(found,)
    )
    of = replace(base, statements=(*base.statements, statement))

    assert word_on_line(statement, ontology(), weighed(of)) == words


def test_a_derived_statement_leads_to_the_sources_of_its_premises() -> None:
    """It has no source of its own, so it is found and filtered by those it follows from."""
    data = _data(case())

    derived = next(s for s in data["statements"] if s["origins"] == ["derived"])

    assert [data["sources"][row]["id"] for row in derived["sources"]] == ["velde-gazette"]
    premises = [s["reading"] for s in data["statements"] if s["edge"] in derived["evidence"][0]["premises"]]
    assert [reading.split(" [")[0] for reading in premises] == [
        "dockers-union participatedIn round-table",
        "ministry-of-harbours presidedOver round-table",
    ]
    assert derived["evidence"][0]["rule"] == "Who presides over a meeting met who took part"


def test_contradictions_are_listed_once_and_linked_both_ways() -> None:
    """Each pair stands in the list once; both statements name each other."""
    data = _data(case())
    by_edge = {s["edge"]: s for s in data["statements"]}

    assert len(data["contradictions"]) == 3
    for one, other in data["contradictions"]:
        assert other in by_edge[one]["contradicts"]
        assert one in by_edge[other]["contradicts"]


def test_a_name_that_nobody_declares_is_drawn_all_the_same() -> None:
    """A statement about an undeclared actor loses neither end."""
    of = case()
    bare = Case(of.settings, (), (), of.sources, of.statements)

    data = _data(bare)

    assert {actor["id"] for actor in data["actors"]} >= {"brightsea", "marlin-crew"}


@pytest.mark.parametrize(
    ("label", "rows"),
    [
        ("Velde", ["Velde"]),
        ("Meeting of the Ministry of Harbours with organisations, July 2013", ROWS),
        ("word " * 60, ["word word word word word"] * 3 + ["word word word word word …"]),
        ("", ["?"]),
        ("x" * 60, ["x" * 34 + "…"]),
    ],
)
def test_labels_break_into_at_most_four_lines(label: str, rows: list[str]) -> None:
    """Lines of a label are about equally long; what is too long ends in an ellipsis."""
    assert wrapped(label) == rows


def test_marks_take_no_room_of_their_own() -> None:
    """Combining letters of Khmer or accents do not widen a label."""
    assert text_width("e\u0301", 14) == text_width("e", 14)


def test_policy_allows_exactly_the_scripts_in_the_file() -> None:
    """Nothing may be loaded, and each script that stands in the page is allowed by its own hash; the packed one by that of its words."""
    page = _Page(_render(case()))
    page.scripts[0] = gzip.decompress(base64.b64decode(page.scripts[0])).decode()

    policy = page.metas["Content-Security-Policy"]

    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in page.scripts}
    allowed = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert len(page.scripts) == len(SCRIPTS) + 2
    assert page.scripts[0].startswith("/**\n * vis-network\n")
    assert set(allowed.split()[1:]) == hashes
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert page.metas["referrer"] == "no-referrer"


def test_nothing_in_the_file_points_outside() -> None:
    """Before its scripts run, the page holds no address but one inside itself."""
    assert _Page(_render(case())).addresses == ["#table-view"]


def test_hostile_words_stay_in_their_block() -> None:
    """Words that look like script end no element; a browser's parser finds the same scripts and reads the words back."""
    page = _Page(_render(evil_case()))

    data = json.loads(page.blocks["page-data"])

    assert page.scripts == _Page(_render(case())).scripts
    assert EVIL in {actor["label"] for actor in data["actors"]}
    assert page.title == data["title"]


def test_ids_of_the_drawing_are_our_own() -> None:
    """No word of the data becomes an id of a node or an edge."""
    network = json.loads(_Page(_render(evil_case())).blocks["network-data"])

    assert [node["id"] for node in network["nodes"]] == [f"n{row}" for row in range(15)]
    assert [edge["id"] for edge in network["edges"]] == [f"e{row}" for row in range(27)]


def test_team_copies_say_so() -> None:
    """What is written for the team is marked, what is written for others is not."""
    mark = "Team copy – not for publication</p>"

    assert mark in _render(case())
    assert mark not in _render(case(), profile="public")


def test_title_and_date_are_shown() -> None:
    """A title of one's own takes the place of the workspace's; the day of the data stands in the head."""
    html = _render(case(), title="Pay & ships", data_date="2024-04-02")

    assert _Page(html).title == "Pay & ships"
    assert "data of 2024-04-02" in html


def test_a_large_case_keeps_everybody_and_opens_on_a_part() -> None:
    """Above the cap every actor and statement stays in the file, and parts name who is drawn together."""
    of = large_case()
    page = _Page(_render(of))

    data, network = json.loads(page.blocks["page-data"]), json.loads(page.blocks["network-data"])

    assert len(of.actors) > CAP
    assert len(network["nodes"]) == len(data["actors"]) == len(of.actors)
    assert len(network["edges"]) == len(of.statements)
    assert sum(size for size, _ in data["parts"]) == len(of.actors)
    assert max(len(members) for _, members in data["parts"]) <= 60
    assert all(
        bool(edge["dashes"]) != statement.get("established", False) for edge, statement in zip(network["edges"], data["statements"], strict=True)
    )


@pytest.mark.parametrize("kind", [case, large_case])
def test_same_case_same_bytes(kind: object) -> None:
    """Neither the hash seed nor the locale nor the time zone changes a byte of the page."""
    name = getattr(kind, "__name__", "")
    program = (
        "import hashlib, page_case as p; from kg.page import render; c = p."
        f"{name}(); print(hashlib.sha256(render(c, p.ontology(), p.weighed(c)).encode()).hexdigest())"
    )
    here = Path(__file__).parent
    places = {"PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}

    settings = ({"PYTHONHASHSEED": "0", "LC_ALL": "C"}, {"PYTHONHASHSEED": "7", "LC_ALL": "C.UTF-8", "TZ": "Asia/Phnom_Penh"})
    hashes = {
        subprocess.run([sys.executable, "-c", program], env=places | more, capture_output=True, text=True, check=True).stdout for more in settings
    }

    assert len(hashes) == 1


def test_every_script_is_strict_and_short() -> None:
    """Each of our scripts is strict, one idea long, and written to be read."""
    folder = Path(__file__).parent.parent / "kg" / "page"
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js"))}

    assert sorted(texts) == sorted((*SCRIPTS, LOADER))
    for name, text in texts.items():
        assert text.startswith('"use strict";\n'), name
        assert len(text.splitlines()) <= 400, name
        assert max(map(len, text.splitlines())) <= 150, name
        # Lines are stripped on their way into the page, so no text may run over the end of one.
        assert all(line.count("`") % 2 == 0 for line in text.splitlines()), name
        assert "innerHTML" not in text
        # The page leaves out indents, so no text may run over lines.
        assert [line for line in text.splitlines() if line.count("`") % 2] == [], name
        assert "outerHTML" not in text


def test_every_style_is_one_short_file() -> None:
    """Each of our styles is in the page, one idea a file, and none is longer than a reader's patience."""
    folder = Path(__file__).parent.parent / "kg" / "page"
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css"))}

    assert sorted(texts) == sorted(STYLES)
    assert [name for name, text in texts.items() if len(text.splitlines()) > 300 or not text.startswith("/* ")] == []


def test_the_page_of_the_shipped_case_goes_into_a_mail(files: Files) -> None:
    """It stays below 560 kB, with the drawing library, all words in every language and all quotes in it."""
    assert files["shipped"].stat().st_size < 560_000
