"""Opens pages in a real browser, and looks at what they ask for and complain about; fixtures for every test of the page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from kg.model import Case

__all__ = ["MARKS", "Open", "Opened", "browser", "files", "open_page", "shipped_page"]

# pytest-socket lets unix sockets pass, and that is all that playwright needs: it speaks to the browser over pipes.
MARKS = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (tags) => {
    const found = await axe.run({ runOnly: { type: 'tag', values: tags } });
    return found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.any.map(a => a.message).join('; ')).join(' | ')}`);
}"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of the page."""
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


@dataclass
class Opened:
    """A page in the browser, with everything it asked for and complained about."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def js(self, script: str) -> Any:  # whatever the script returns
        """The value of a script, run through the debugger, so that the page's own policy stays as shipped."""
        return self.page.evaluate(script)

    def edge(self, reading: str) -> str:
        """The short id of a statement."""
        return str(self.page.evaluate("reading => KG.data.statements.find(s => s.reading === reading).edge", reading))

    def text(self, selector: str) -> str:
        """The text that a reader sees there."""
        return self.page.locator(selector).inner_text()

    def barriers(self) -> list[str]:
        """What stands in the way of people who see, hear or move otherwise, as far as a machine can tell."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(LOOK, RULES)
        return found


Open = Callable[..., Opened]


class Files(dict[str, Path]):
    """The pages that the tests open, each written when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, name: str) -> Path:
        import page_case

        kinds: dict[str, Callable[[], Case]] = {"case": page_case.case, "evil": page_case.evil_case, "large": page_case.large_case}
        self[name] = shipped_page(self.folder) if name == "shipped" else self.write(kinds[name](), name)
        return self[name]

    def write(self, of: Case, name: str) -> Path:
        """The page of a case, in the folder of the tests."""
        from page_case import ontology, weighed

        from kg.page import render

        file = self.folder / f"{name}.html"
        file.write_text(render(of, ontology(), weighed(of)), encoding="utf-8")
        return file


def shipped_page(folder: Path) -> Path:
    """The page of the shipped case."""
    from kg.folder import Folder, shipped
    from kg.page import render
    from kg.tasks.reading import read_workspace

    reading = read_workspace(Folder(shipped()))
    file = folder / "shipped.html"
    file.write_text(render(reading.case, reading.ontology, reading.weighed), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Every page is written once, whichever modules open it."""
    return Files(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def open_page(browser: Browser, files: Files) -> Iterator[Open]:
    """Opens a page at an address and waits until it says that it is ready."""
    contexts = []

    def opener(fragment: str = "", name: str = "case", *, width: int = 1600, height: int = 960, **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        opened = Opened(context.new_page(), files[name].as_uri())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("pageerror", lambda error: opened.problems.append(str(error)))
        opened.page.on("console", lambda message: opened.problems.append(message.text))
        opened.page.on("dialog", lambda dialog: opened.problems.append(dialog.message))
        opened.page.goto(opened.address + fragment)
        if options.get("java_script_enabled", True):
            opened.page.wait_for_selector("html[data-ready]", state="attached")
        return opened

    yield opener
    for context in contexts:
        context.close()
