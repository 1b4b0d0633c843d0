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

__all__ = ["formats", "session", "shown"]


@cache
def _place() -> Path:
    """A folder in which the example was made and built as `my-case`."""
    place = Path(tempfile.mkdtemp(prefix="readme-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    _run("init --example my-case", place)
    _run("build", place / "my-case")
    return place


def _run(arguments: str, folder: Path, code: int = 0) -> str:
    environ = {**os.environ, "COLUMNS": "100", "PYTHONWARNINGS": ""}
    command = [sys.executable, "-m", "kg", *shlex.split(arguments)]
    done = subprocess.run(command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != code:
        raise RuntimeError(f"kg {arguments} ended with {done.returncode}, not {code}: {done.stdout}")
    return done.stdout


def shown(command: str, code: int = 0) -> str:
    """A console block: the command after a dollar sign, and what it printed before it ended with that code."""
    arguments = command.removeprefix("kg ")
    folder = _place() / "my-case"
    if arguments.startswith("init"):
        with tempfile.TemporaryDirectory() as empty:
            printed = _run(arguments, Path(empty))
    else:
        printed = _run(arguments, folder, code)
    lines = "\n".join(line.rstrip() for line in printed.rstrip().splitlines())
    return f"```console\n$ {command}\n{lines}\n```"


#: What a person and a notebook would type, in order; the README shows it with what it gave.
_SESSION = """
import kg
case = kg.open(".")
for row in case.query("about", actor="cdm-manpower"):
    print(row["standing"], "–", row["statement"])

accused = case.query("SELECT ?who ?whom { ?who kg:accused ?whom }", timeout=60)  # kg.QueryError when the minute is over
[(row["who"].rsplit("/")[-1], row["whom"].rsplit("/")[-1]) for row in accused]
for account in case.why("cdm-manpower", "trafficked"):
    print(account.headline)
    print(account.reading)

sorted({statement.modality for statement in case.case.statements})
len(case.graph()) > 5000  # an rdflib Dataset; its queries see the union of all named graphs
print(case.network())  # a networkx graph of what is established
for loss in case.export("gexf", "case.gexf").losses[:1]:
    print(loss)

case.page("acra.html", actor="acra", hops=1).name
"""


@cache
def session() -> str:
    """A Python block: each line of `_SESSION` after a prompt, and what it printed in the built example."""
    code = (
        "import code, contextlib, sys\n"
        "console, held = code.InteractiveConsole(), False\n"
        "for line in sys.stdin.read().strip().splitlines():\n"
        "    print(f\"{'...' if held else '>>>'} {line}\".rstrip(), flush=True)\n"
        "    held = console.push(line)\n"
    )
    environ = {**os.environ, "PYTHONWARNINGS": "", "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=_place() / "my-case", env=environ, input=_SESSION, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    if "Traceback" in done.stdout:
        raise RuntimeError(done.stdout)
    return f"```pycon\n{done.stdout.rstrip()}\n```"


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
