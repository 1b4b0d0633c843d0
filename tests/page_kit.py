"""Opens pages in a real browser, and looks at what they ask for and complain about; a plugin with fixtures for every test of the page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from kg.model import Case

__all__ = ["MARKS", "Files", "Opened", "Opener", "browser", "files", "launched", "open_page", "opener", "write_page"]

# pytest-socket lets unix sockets pass, and that is all that playwright needs: it speaks to the browser over pipes.
MARKS = [pytest.mark.browser]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (tags) => {
    const found = await axe.run({ runOnly: { type: 'tag', values: tags } });
    return found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.any.map(a => a.message).join('; ')).join(' | ')}`);
}"""


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser; without one the tests fail, or are skipped where the environment says so."""
    from playwright.sync_api import sync_playwright

    path = find_browser()
    if not path and os.environ.get("KG_NO_BROWSER") == "1":
        pytest.skip("KG_NO_BROWSER=1")
    if not path:
        pytest.fail("No Chromium, Chrome or Edge was found: install one, or set KG_NO_BROWSER=1 to leave these tests out.", pytrace=False)
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module's tests; it closes with them, since a process drives one browser at a time."""
    with launched() as found:
        yield found


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

    def barriers(self) -> list[str]:
        """What stands in the way of people who see, hear or move otherwise, as far as a machine can tell."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(LOOK, RULES)
        return found


class Files(dict[str, Path]):
    """The pages that the tests open, each written when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, name: str) -> Path:
        import page_case

        cases: dict[str, Callable[[], Case]] = {
            "case": page_case.case,
            "story": page_case.case,
            "evil": page_case.evil_case,
            "large": page_case.large_case,
        }
        file = self.folder / f"{name}.html"
        stories = (page_case.story(),) if name == "story" else ()
        self[name] = _write_shipped(file) if name == "shipped" else write_page(file, cases[name](), stories=stories)
        return self[name]


def write_page(file: Path, of: Case, **more: Any) -> Path:  # what `render` takes besides
    """The page of a case, in a file."""
    from page_case import ontology, weighed

    from kg.page import render

    file.write_text(render(of, ontology(), weighed(of), **more), encoding="utf-8")
    return file


def _write_shipped(file: Path) -> Path:
    from kg.page import render
    from kg.tasks.reading import read_workspace
    from kg.tasks.start import init

    # As it ships: a checkout may hold what its extractor found, too.
    reading = read_workspace(init(file.with_name("example"), example=True))
    file.write_text(render(reading.case, reading.ontology, reading.weighed, stories=reading.stories), encoding="utf-8")
    return file


class Opener:
    """Opens pages in a browser, each in a context of its own, and closes them all."""

    def __init__(self, browser: Browser, files: Files) -> None:
        self.browser = browser
        self.files = files
        self.contexts: list[BrowserContext] = []

    def __call__(self, fragment: str = "", of: str | Path = "case", *, width: int = 1600, height: int = 960, **options: Any) -> Opened:
        """A page, by the name of its case or as a file, at an address; it says that it is ready before it is handed over."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        self.contexts.append(context)
        opened = Opened(context.new_page(), (of if isinstance(of, Path) else self.files[of]).as_uri())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("pageerror", lambda error: opened.problems.append(str(error)))
        opened.page.on("console", lambda message: opened.problems.append(message.text))
        # Whoever leaves with something unsaved is asked; anything else that asks is a fault.
        opened.page.on("dialog", lambda dialog: dialog.accept() if dialog.type == "beforeunload" else opened.problems.append(dialog.message))
        opened.page.goto(opened.address + fragment)
        if options.get("java_script_enabled", True):
            opened.page.wait_for_selector("html[data-ready]", state="attached")
        return opened

    def close(self) -> None:
        """Closes every page that was opened."""
        while self.contexts:
            self.contexts.pop().close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Every page is written once, whichever modules open it."""
    return Files(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def opener(browser: Browser, files: Files) -> Iterator[Opener]:
    """Opens pages that the tests of a module share."""
    yield (made := Opener(browser, files))
    made.close()


@pytest.fixture
def open_page(browser: Browser, files: Files) -> Iterator[Opener]:
    """Opens a page at an address and waits until it says that it is ready; it closes with the test."""
    yield (made := Opener(browser, files))
    made.close()
