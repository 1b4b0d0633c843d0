"""Where the browser for the tests is: `python tests/browser.py` prints its path, or fails."""

from __future__ import annotations

import shutil
import sys

__all__ = ["find_browser"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def find_browser() -> str | None:
    """The path of a Chromium-like browser that is there, or `None`."""
    return next((path for path in map(shutil.which, (*NAMES, *MAC)) if path), None)


if __name__ == "__main__":
    found = find_browser()
    print(found or "no browser")
    sys.exit(not found)
