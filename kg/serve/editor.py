"""The query editor: a page of our own around an editor of others, all of it from the wheel."""

from __future__ import annotations

import html
from functools import cache
from importlib.resources import files

from starlette.responses import Response

__all__ = ["POLICY", "editor", "editor_file"]

#: Everything from here and nothing else; pictures of the editor itself lie in its style sheet.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FILES = {
    "yasqe.min.js": ("vendor", "text/javascript"),
    "yasqe.min.css": ("vendor", "text/css"),
    "complete.js": ("desk", "text/javascript"),
    "answer.js": ("desk", "text/javascript"),
    "explain.js": ("desk", "text/javascript"),
    "desk.js": ("desk", "text/javascript"),
    "desk.css": ("desk", "text/css"),
}
_MARKS = {"team": "Team copy – not for publication."}


def editor(title: str, profile: str) -> Response:
    """The page with the editor."""
    page = _shipped("desk", "index.html").decode()
    for name, text in {"title": title, "mark": _MARKS.get(profile, "")}.items():
        page = page.replace(f"{{{name}}}", html.escape(text))
    return Response(page, 200, {"Content-Security-Policy": POLICY, "Vary": "Accept"}, "text/html")


def editor_file(name: str) -> Response | None:
    """A file of the editor; `None` when there is none of that name."""
    if name not in _FILES:
        return None
    folder, media = _FILES[name]
    return Response(_shipped(folder, name), 200, None, media)


@cache
def _shipped(folder: str, name: str) -> bytes:
    return (files("kg.serve") / folder / name).read_bytes()
