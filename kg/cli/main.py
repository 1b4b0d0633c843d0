"""The `kg` command: its group, what commands share, and the one place where errors become sentences and exit codes.

Exit codes: 0 fine, 1 findings or failure, 2 wrong usage. Data goes to stdout, talk to stderr.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import keyword
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

import kg
from kg.errors import DataError, KgError, UsageError
from kg.offline import offline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.findings import Finding
    from kg.folder import Folder
    from kg.redact import Redacted

__all__ = [
    "PATH",
    "fail",
    "main",
    "number_of",
    "output_option",
    "refuse",
    "say",
    "say_findings",
    "say_withheld",
    "workspace",
    "workspace_option",
    "write_output",
]

#: A path that the shell completes; whether it is there and may be read is said in our own words.
PATH = click.Path(readable=False)

F = TypeVar("F", bound=Callable[..., object])

#: Each command and the module that holds it: a module is imported only when its command runs or is asked for help.
COMMANDS = {
    "init": "build",
    "add": "add",
    "check": "build",
    "tidy": "build",
    "build": "build",
    "extract": "extract",
    "evaluate": "extract",
    "import": "gather",
    "query": "ask",
    "why": "ask",
    "terms": "ask",
    "page": "show",
    "export": "send",
    "serve": "serve",
    "load": "send",
    "completion": "show",
}

#: One line each, here and not in the modules, so that `kg --help` imports nothing.
SHORT = {
    "init": "Make a new workspace.",
    "add": "Add documents, and a source for each.",
    "check": "List everything that is wrong with a workspace.",
    "tidy": "Rewrite the tables in canonical order, or rename an id.",
    "build": "Build dataset, table and page into exports/.",
    "extract": "Read documents and propose statements.",
    "evaluate": "Measure the extractor against annotated texts.",
    "import": "Append what other programs wrote to the tables.",
    "query": "Ask the built dataset, in SPARQL or by a named query.",
    "why": "Say why a statement is worth what it is worth.",
    "terms": "List the vocabulary, or explain one term.",
    "page": "Write one interactive page.",
    "export": "Write the case in the format of another program.",
    "serve": "Serve pages and SPARQL of the built dataset.",
    "load": "Send the built dataset to a SPARQL server.",
    "completion": "Print the completion script of a shell.",
}


class LazyGroup(click.Group):
    """A group that imports a command when it is needed, lets none of them open the network, and turns errors into sentences."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # click's own types, which differ between its versions
        """Everything that a call does, completion included, under the belt."""
        with offline(everywhere=True):
            return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        # A word of Python's own cannot be the name of a function.
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command = getattr(importlib.import_module(f"kg.cli.{COMMANDS[cmd_name]}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SHORT.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command to run; a word that is none gets the nearest one."""
        import difflib

        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = difflib.get_close_matches(name, COMMANDS, 1, 0.7)
            ctx.fail(f'No command "{name}".' + (f' Did you mean "{near[0]}"?' if near else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; our own errors become one sentence each, anything else is a bug and shows itself."""
        _write_utf8()
        try:
            with offline(everywhere=True):  # again: what was refused must become a sentence here
                return super().invoke(ctx)
        except DataError as error:
            say_findings(error.findings, err=True)
            say(f"{number_of(len(error.findings), 'finding')}; nothing was done.")
            ctx.exit(1)
        except UsageError as error:
            refuse(str(error))
        except KgError as error:
            fail(str(error))
        except BrokenPipeError:
            # The reader of our output has left (`kg query … | head`): not our error, and nothing more to say.
            _give_up_stdout()
            ctx.exit(0)
        except OSError as error:
            if error.filename is None:
                _give_up_stdout()
            what = "The output" if error.filename is None else f'"{error.filename}"'
            fail(f"{what} cannot be read or written: {error.strerror}.")


def _write_utf8() -> None:
    """Data is UTF-8 whatever the locale: names in any script, and paths as the system has them, must come out whole."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")


def _give_up_stdout() -> None:
    """Lets nothing that is still buffered be written when Python ends: it would fail once more, and say so."""
    with contextlib.suppress(OSError):
        stdout = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, prog_name="kg")
def main() -> None:
    """Who did what to whom, who says so, and on which evidence."""


def workspace_option(command: F) -> F:
    """Adds `--workspace`."""
    help_ = "The workspace; default: found upwards from here."
    return click.option("--workspace", "-w", "folder", metavar="FOLDER", type=PATH, default=None, help=help_)(command)


def output_option(command: F) -> F:
    """Adds `--output`."""
    return click.option("--output", "-o", metavar="FILE", type=PATH, default=None, help="Where to write; - is stdout.")(command)


def workspace(folder: str | None) -> Folder:
    """The workspace that `--workspace` names, or the one around the current directory; an interrupted build is finished."""
    from kg.folder import find_folder
    from kg.tasks.recovery import finish_interrupted_build

    found = find_folder(folder)
    finish_interrupted_build(found)
    return found


def say(text: str) -> None:
    """Talks to the user, on stderr."""
    click.echo(text, err=True)


def number_of(number: int, word: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def say_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """Prints a line for each finding."""
    from kg.texts import sentence

    for finding in findings:
        click.echo(sentence(finding), err=err)


def say_withheld(seen: Redacted) -> None:
    """Says what was done to a case before the public sees it, and what no program can do; nothing where nothing was done."""
    counts = (
        (seen.veiled, "record", "under a pseudonym"),
        (seen.hidden, "record", "left out"),
        (seen.left_out, "statement", "left out"),
        (seen.cut, "quote", "cut"),
    )
    done = [f"{number_of(number, word)} {what}" for number, word, what in counts if number]
    if done:
        say(f"Withheld: {', '.join(done)}. Who is linked to whom can still give somebody away: read it before you publish.")


class _WrongUsage(click.ClickException):
    exit_code = 2


def fail(text: str) -> NoReturn:
    """Ends the command with exit code 1 and a sentence."""
    raise click.ClickException(text)


def refuse(text: str) -> NoReturn:
    """Ends the command with exit code 2 and a sentence: it was not used rightly."""
    raise _WrongUsage(text)


def write_output(data: bytes, output: str | None, folder: Folder) -> None:
    """Writes bytes to a file, whole or not at all, or to stdout; never over what the workspace is made of."""
    if output in (None, "-"):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from kg.files import write_atomic

    path = Path(str(output))
    if path.is_dir():
        refuse(f'"{output}" is a folder. Name a file in it.')
    if folder.holds_input(path):
        refuse(f'"{output}" belongs to what the workspace is made of; nothing was written. Choose another file.')
    write_atomic(path, data)
