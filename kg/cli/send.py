"""Commands that send a case on: export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.cli.main import PATH, number_of, refuse, say, say_withheld, workspace, workspace_option

if TYPE_CHECKING:
    from kg.folder import Folder
    from kg.interchange import Format
    from kg.tasks.send import Packed

__all__ = ["export", "load"]


def _complete_format(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.tasks.complete import formats

    return [CompletionItem(name, help=title) for name, title in formats(incomplete)]


class _Listing(click.Command):
    """A command whose help lists the formats; they are imported when somebody asks for it."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the formats with their titles."""
        from kg.tasks.complete import formats

        super().format_options(ctx, formatter)
        with formatter.section("Formats"):
            formatter.write_dl(list(formats("")))


@click.command(cls=_Listing)
@workspace_option
@click.option(
    "--output", "-o", metavar="FILE|FOLDER|-", type=PATH, default=None, help="Where to write; - is stdout. Default: here, named after the case."
)
@click.option("--profile", type=click.Choice(["public", "team"]), default="public", show_default=True, help="Who will read it.")
@click.argument("name", metavar="FORMAT", required=False, shell_complete=_complete_format)
def export(folder: str | None, output: str | None, profile: str, name: str | None) -> None:
    """Write the case in FORMAT, and say what that format cannot hold; without FORMAT, list the formats.

    \b
    Example:
      kg export gexf -o case.gexf
    """
    from kg.tasks.complete import formats
    from kg.tasks.send import check_place, get_format, pack

    if name is None:
        for known, title in formats(""):
            click.echo(f"{known}\n    {title}")
        return
    found, form = workspace(folder), get_format(name)
    target = output or _named(form, found, profile)
    if target == "-" and not form.suffix:
        refuse(f"{form.name} has several files, which stdout cannot take. Name a folder: -o FOLDER")
    if target != "-":
        check_place(form, found, Path(target))
    packed = pack(found, name, profile=profile)
    _write(packed, found, target, "the team" if profile == "team" else "anybody")
    for sentence in packed.losses:
        say(f"  {sentence}")
    say_withheld(packed.seen)


def _named(form: Format, folder: Folder, profile: str) -> str:
    """A name after the case; the team's has another, so that it is neither sent by mistake nor lost under the public's."""
    name = f"{folder.root.name or 'case'}{'.team' if profile == 'team' else ''}"
    return f"{name}{form.suffix or f'-{form.name}'}"


def _write(packed: Packed, folder: Folder, target: str, readers: str) -> None:
    from kg.tasks.send import unpack

    if target == "-":
        sys.stdout.buffer.write(packed.files[""])
        sys.stdout.buffer.flush()
        return
    paths = unpack(packed, folder, Path(target))
    size = sum(len(data) for data in packed.files.values())
    held = f" ({', '.join(path.name for path in paths)})" if len(paths) > 1 else ""
    say(f"{target}{held}: {max(size // 1000, 1)} kB, for {readers}.")


@click.command()
@workspace_option
@click.option("--online", is_flag=True, help="Yes, send it to the server that kg.toml names.")
def load(folder: str | None, *, online: bool) -> None:
    """Send the built dataset to the SPARQL server that kg.toml names as its store, in place of what is there.

    \b
    Example:
      kg load --online
    """
    from kg.tasks.load import load as send
    from kg.tasks.load import server_of

    found = workspace(folder)
    host = server_of(found).host
    if not online:
        refuse(f"kg asks nobody by itself; this sends the whole dataset, the team's copy, to {host}. If that may be, add: --online")
    say(f"Sending to {host} …")
    say(f"{host} holds {number_of(send(found), 'triple')}.")
