"""Runs the commands that the README shows, in a fresh copy of the example, and gives back their real output; makes its tables."""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

__all__ = ["formats", "shown"]


@cache
def _place() -> Path:
    """A folder in which the example was made and built as `my-case`."""
    place = Path(tempfile.mkdtemp(prefix="readme-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    _run("init --example my-case", place)
    _run("build", place / "my-case")
    return place


def _run(arguments: str, folder: Path) -> str:
    environ = {**os.environ, "COLUMNS": "100", "PYTHONWARNINGS": ""}
    command = [sys.executable, "-m", "kg", *shlex.split(arguments)]
    done = subprocess.run(command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
    return done.stdout


def shown(command: str) -> str:
    """A console block: the command after a dollar sign, and what it printed."""
    arguments = command.removeprefix("kg ")
    folder = _place() / "my-case"
    if arguments.startswith("init"):
        with tempfile.TemporaryDirectory() as empty:
            printed = _run(arguments, Path(empty))
    else:
        printed = _run(arguments, folder)
    lines = "\n".join(line.rstrip() for line in printed.rstrip().splitlines())
    return f"```console\n$ {command}\n{lines}\n```"


def formats() -> str:
    """A table of all formats of exchange: what each is and who reads it, and what it cannot hold of the shipped case."""
    from kg.folder import Folder
    from kg.interchange import FORMATS
    from kg.tasks.send import pack

    lines = ["| format | what it is, and for whom | what it cannot hold, told of the shipped case |", "|---|---|---|"]
    before: tuple[str, ...] = ()
    for form in FORMATS.values():
        losses = pack(Folder(_place() / "my-case"), form.name).losses
        told = "the same" if losses and losses == before else " ".join(losses) or "nothing"
        lines.append(f"| `{form.name}` | {form.title} | {told} |")
        before = losses
    return "\n".join(lines)
