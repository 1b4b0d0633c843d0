"""Runs the commands that the README shows, in a fresh copy of the example, and gives back their real output."""

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

__all__ = ["shown"]


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
