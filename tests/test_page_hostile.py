"""Forty payloads, each in every field that somebody else may have typed: none runs, none asks for anything, all of them are shown as words."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from page_case import case
from page_kit import MARKS, Opened, Opener, write_page

from kg.folder import Settings
from kg.model import Actor, Case, Event, Evidence, Judgement, Source, Statement, gather, parse_time
from kg.page.addresses import views

pytestmark = MARKS
MORE = int(os.environ.get("KG_EXAMPLES", "1")) >= 20
RUN = "window.PWN=1"
PAYLOADS = (
    f"<script>{RUN}</script>", f"</script><script>{RUN}</script>", f"</SCRIPT ><script>{RUN}</script>", f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror={RUN}>', f"'><svg onload={RUN}>", f"<svg><script>{RUN}</script></svg>", f"<svg><animate onbegin={RUN} attributeName=x>",
    f"<body onload={RUN}>", f"<iframe srcdoc='<script>parent.{RUN}</script>'>", f"<object data=javascript:{RUN}>", f"<embed src=javascript:{RUN}>",
    f"<a href=javascript:{RUN}>x</a>", f"javascript:{RUN}", f"java\tscript:{RUN}", f"JaVaScRiPt:{RUN}//", f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}", f"<details open ontoggle={RUN}>", f"<input autofocus onfocus={RUN}>", f"<video><source onerror={RUN}>",
    f"<style>@import 'https://evil.example/{RUN}'</style>", "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>", "<base href=https://evil.example/>",
    f"<form action=https://evil.example/><button formaction=javascript:{RUN}>", f"<template><img src=x onerror={RUN}></template>",
    f"<noscript><img src=x onerror={RUN}></noscript>", f"</noscript><img src=x onerror={RUN}>", f"</style><script>{RUN}</script>",
    f"<!--<script>{RUN}</script>", f"--><script>{RUN}</script>", f"]]><script>{RUN}</script>", "{{ 7*7 }}{% for x in y %}{{ config }}",
    f"${{{RUN}}}", f"`${{{RUN}}}`", f"\\\";{RUN}//", f"\u202e<img src=x onerror={RUN}>", f"{{title}}*{{count}}*`{RUN}`", "__proto__",
)  # fmt: skip


def _hostile() -> Case:
    """A pair of actors, an event, a source and a claim with a judgement for each payload, which stands in all of their fields."""
    actors, events, sources, statements, judgements = [], [], [], [], []
    for row, bad in enumerate(PAYLOADS):
        a, b, e, s = f"a{row}", f"b{row}", f"e{row}", f"s{row}"
        actors += [Actor(name, "NGO", f"{bad} {name}", (("fr", bad), ("km", bad)), (bad,), bad, (f"x:{bad}", bad)) for name in (a, b)]
        events.append(Event(e, "Meeting", bad, (("fr", bad),), parse_time("2019-10"), a))
        sources.append(Source(s, "other", bad, bad, bad, parse_time("2019"), bad, bad, note=bad, language="en"))
        evidence = (Evidence(s, bad, locator=bad, curator="kim", note=bad, prefix=bad, suffix=bad),)
        claim = Statement(a, "accused", b, "alleged", claimant=b, when=parse_time("2019"), place=a, role=bad, event=e, evidence=evidence)
        statements += [claim, replace(claim, modality="denied", claimant=a)]
        judgements.append(Judgement(claim.reading, "uphold", "kim", parse_time("2020-01-01").earliest, bad))  # type: ignore[arg-type]
    settings = Settings(PAYLOADS[1], curators=(("kim", PAYLOADS[3]),))
    return replace(
        case(), settings=settings, actors=tuple(actors), events=tuple(events), sources=tuple(sources), statements=gather(statements),
        judgements=tuple(judgements),
    )  # fmt: skip


@pytest.fixture(scope="module", params=["readable", "packed"] if MORE else ["readable"])
def opened(request: pytest.FixtureRequest, opener: Opener, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """That case as a page whose data can be read, and as one whose data are packed."""
    file: Path = tmp_path_factory.mktemp("hostile") / f"{request.param}.html"
    return opener(of=write_page(file, _hostile(), packed_above=0 if request.param == "packed" else 5_000_000))


def test_no_payload_runs_anywhere(opened: Opened) -> None:
    """In every view and language, in all details, in hits and tooltips, in what is copied, saved and printed."""
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 40
    for fragment in [f"#view={view}" for view in views()] + ["#lang=fr", "#view=table&lang=fr", "#path=a1+b1&view=paths"]:
        opened.go(fragment)
    opened.go("#")
    opened.js(
        """step => {
            const some = list => list.filter((_, row) => row % step === 0);
            for (const actor of some(KG.data.actors)) KG.select({actor: actor.node});
            for (const statement of some(KG.data.statements)) KG.select({statement: statement.edge});
            for (const row of some(KG.data.sources.map((_, row) => row))) KG.select({source: row});
            for (const more of document.querySelectorAll('details')) more.open = true;
            dispatchEvent(new Event('beforeprint'));
            dispatchEvent(new Event('afterprint'));
        }""",
        1 if MORE else 3,
    )
    for bad in PAYLOADS[:3]:
        opened.page.fill("#search", bad)
    for button in ("#svg", "#csv", "#json"):
        assert opened.taken(button)

    assert opened.js("typeof window.PWN") == "undefined"
    assert opened.js("document.querySelectorAll('img, iframe, object, embed, base, link, video, body style').length") == 0
    assert opened.js("[...document.querySelectorAll('a[href]')].filter(a => !/^(https?:|#)/.test(a.getAttribute('href'))).length") == 0
    assert opened.problems == []
    assert [url for url in opened.requests if not url.startswith(("file:", "blob:"))] == []


def test_every_payload_is_shown_as_it_was_typed(opened: Opened) -> None:
    """Each label in the table, letter by letter."""
    opened.go("#view=table")

    shown = set(opened.js("[...document.querySelectorAll('#rows th')].map(cell => cell.textContent)"))
    assert {bad for row, bad in enumerate(PAYLOADS) if f"{bad} a{row}" not in shown} == set()
