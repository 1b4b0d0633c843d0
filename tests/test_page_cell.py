"""The page inside another page, as a notebook shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli_kit import example
from page_kit import MARKS

import kg

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = MARKS


def test_the_page_works_in_a_notebook_cell(browser: Browser, tmp_path: Path) -> None:
    """Views and selections open, although the page may write no address there; and it reaches nothing of the notebook around it."""
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f'<!doctype html><base href="https://notebook.example/x/"><p>Cell</p>{kg.open(example().root)._repr_html_()}')
    outside = browser.new_context().new_page()
    problems: list[str] = []
    outside.on("pageerror", lambda error: problems.append(str(error)))
    outside.goto(notebook.as_uri())
    inside = outside.frames[1]
    inside.wait_for_selector("html[data-ready]", state="attached")

    inside.click("#tab-table")
    address = inside.evaluate("KG.fragment()")
    inside.evaluate("KG.open('#actor=joel-preston')")
    selected = inside.evaluate("KG.fragment()")
    around = inside.evaluate("(() => { try { return parent.document.title } catch { return 'out of reach' } })()")
    outside.context.close()

    assert (address, selected, around, problems) == ("#view=table", "#actor=joel-preston", "out of reach", [])
