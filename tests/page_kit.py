"""A page in a real browser, for the tests of what it can do: opened at an address, watched for requests and complaints."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from browser import find_browser
from page_case import ontology, weighed
from playwright.sync_api import Browser, Page, sync_playwright

from kg.model import Case
from kg.page import render

__all__ = ["ARGUMENTS", "Opened", "Opener", "launched", "write_page"]

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser; without one the tests fail, or are skipped where the environment says so."""
    path = find_browser()
    if not path and os.environ.get("KG_NO_BROWSER") == "1":
        pytest.skip("KG_NO_BROWSER=1")
    if not path:
        pytest.fail("No Chromium, Chrome or Edge was found: install one, or set KG_NO_BROWSER=1 to leave these tests out.", pytrace=False)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def write_page(file: Path, of: Case, **more: Any) -> Path:  # what `render` takes besides
    """The page of a case, in a file."""
    file.write_text(render(of, ontology(), weighed(of), **more), encoding="utf-8")
    return file


@dataclass
class Opened:
    """A page in the browser, with everything it asked for and complained about."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def js(self, script: str, value: object = None) -> Any:  # whatever the script returns
        """The value of a script, run through the debugger, so that the page's own policy stays as shipped."""
        return self.page.evaluate(script, value)

    def edge(self, reading: str) -> str:
        """The short id of a statement."""
        return str(self.js("reading => KG.data.statements.find(s => s.reading === reading).edge", reading))

    def text(self, selector: str) -> str:
        """The text that a reader sees there, on one line."""
        return " ".join(self.page.locator(selector).inner_text().split())

    def go(self, fragment: str) -> None:
        """Shows another address of the same page, as a link in it would."""
        self.js("fragment => { history.pushState(null, '', fragment || location.pathname); KG.readAddress(); }", fragment)

    def taken(self, selector: str) -> bytes:
        """What a click on a button of the page saves."""
        with self.page.expect_download() as download:
            self.js("selector => document.querySelector(selector).click()", selector)
        return Path(download.value.path()).read_bytes()


class Opener:
    """Opens files in a browser, each in a context of its own, and closes them all."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def __call__(self, file: Path, fragment: str = "", **options: Any) -> Opened:
        """The page of a file, ready, at an address."""
        context = self.browser.new_context(**{"viewport": {"width": 1600, "height": 960}, **options})
        opened = Opened(context.new_page(), file.as_uri())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("pageerror", lambda error: opened.problems.append(str(error)))
        opened.page.on("console", lambda message: opened.problems.append(message.text))
        opened.page.goto(opened.address + fragment)
        opened.page.wait_for_selector("html[data-ready]", state="attached")
        return opened

    def close(self) -> None:
        """Closes every page that was opened."""
        for context in self.browser.contexts:
            context.close()
