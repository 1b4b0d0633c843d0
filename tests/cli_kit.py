"""What the tests of commands share: the shipped case, built once, and `kg` run in this process or in one of its own."""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from kg.cli import main
from kg.folder import Folder
from kg.tasks.build import build
from kg.tasks.start import init

__all__ = ["HELP", "Ran", "copy_of_example", "example", "kg", "kg_apart", "readme_files"]

#: Tables and helps are as wide as the terminal; here it is always as wide.
WIDTH = {"COLUMNS": "100"}
#: What click puts in front of a wrong use that it finds itself.
HELP = "Usage: kg {usage}\nTry 'kg{command} --help' for help.\n\nError: {error}\n"


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, its data and its talk."""

    code: int
    out: str
    err: str


@cache
def example() -> Folder:
    """The shipped case as `kg init --example` makes it, built; the same folder for all tests of a process, never to be changed."""
    place = Path(tempfile.mkdtemp(prefix="kg-example-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    folder = init(place / "case", example=True)
    build(folder)
    return folder


def copy_of_example(root: Path) -> Folder:
    """A copy of the built example that a test may change; what a server of another test holds in its cache is left there."""
    shutil.copytree(example().root, root, ignore=shutil.ignore_patterns("serve-*"))
    return Folder(root.resolve())


#: A page such as `kg add --help` speaks of.
ARTICLE = "<html><head><title>Quay</title></head><body><article><p>The dock union met the harbour office on Monday about the quay.</p></article></body></html>\n"


def readme_files() -> dict[str, str]:
    """The files that the README's section on importing shows, by the names that it gives them."""
    text = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8").partition("## Taking in what others wrote")[2]
    return {"article.html": ARTICLE} | {
        name: re.findall(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)[0]
        for kind, name in (("csv", "links.csv"), ("toml", "links.toml"))
    }


def kg(*arguments: str, cwd: Path | None = None, stdin: str | bytes = "", **environment: str) -> Ran:
    """Runs a command in this process, in the example or another folder."""
    with contextlib.chdir(cwd or example().root):
        ran = CliRunner(env=WIDTH | environment).invoke(main, list(arguments), input=stdin, prog_name="kg", catch_exceptions=False)
    # `stdout` would turn the line ends of CSV into ours.
    return Ran(ran.exit_code, ran.stdout_bytes.decode(), ran.stderr)


def kg_apart(*arguments: str, cwd: Path | None = None, stdin: str = "", **environment: str) -> Ran:
    """Runs a command in a process of its own, as the shell would: for pipes, locales and what happens at the end of Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONUTF8", "PYTHONIOENCODING"))}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=cwd or example().root, input=stdin.encode(), env=kept | WIDTH | environment, capture_output=True, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
