"""What the tests of `kg add` share: a sound workspace, and a small page of its world."""

from __future__ import annotations

import shutil
from pathlib import Path

from kg.documents.formats import take
from kg.documents.taken import Taken
from kg.folder import Folder
from kg.texts import sentence

__all__ = ["ARTICLE", "PAGE", "case", "page", "sources", "taken", "told"]

MINIMAL = Path(__file__).parent / "workspaces" / "minimal"

#: What a reader of the page sees of the article.
ARTICLE = """Union Sues Silva Shipping

The harbour union took Silva Shipping to court on Monday over wages that it says were never paid to the crew of the Alder.

“Nobody has seen a cent since March,” said Lena Moor, the union’s secretary.
She spoke at the gate.

Silva Shipping did not answer. Its director, Ana Silva, is abroad.
"""
PAGE = """<!doctype html>
<html lang="en-GB"><head><title>Union Sues Silva Shipping | The Tide</title>
<meta property="og:site_name" content="The Tide"><meta name="author" content="Jo Reed">
<meta property="article:published_time" content="2020-05-04T08:00:00+02:00"><link rel="canonical" href="https://tide.example/union-sues"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Union Sues Silva Shipping</h1>
<p>The harbour union took Silva Shipping to court on Monday over wages that it says were never paid to the crew of the Alder.</p>
<p>“Nobody has seen a cent since March,” said Lena Moor, the union’s secretary.<br>She spoke at the gate.</p>
<p>Silva Shipping did not answer. Its director, Ana Silva, is <b>abroad</b>.</p>
{inside}</article>
<aside><p>Related Stories: Police Arrest Union Chief</p></aside>
<footer><p>Sign up today, says The Tide.</p></footer></body></html>
"""


def page(inside: str = "") -> bytes:
    """The page, with something more in its article."""
    return PAGE.replace("{inside}", inside).encode()


def case(root: Path) -> Folder:
    """A sound workspace that a test may change."""
    shutil.copytree(MINIMAL, root)
    return Folder(root.resolve())


def sources(folder: Folder) -> list[str]:
    """The lines of the table of sources."""
    return (folder.data / "sources.csv").read_text(encoding="utf-8").splitlines()


def taken(raw: bytes, form: str) -> Taken:
    """What is taken out of a file, which must be possible."""
    found, wrong = take(raw, form, "file")
    assert found is not None, told(raw, form)
    assert wrong == ()
    return found


def told(raw: bytes, form: str) -> str:
    """The one line about a file that nothing is taken out of."""
    found, (wrong,) = take(raw, form, "file")
    assert found is None
    return sentence(wrong)
