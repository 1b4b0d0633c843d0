"""Commands that show: page, completion."""

from __future__ import annotations

import click

from kg.cli.main import main, output_option, say, say_withheld, workspace, workspace_option, write_output

__all__ = ["completion", "page"]


@click.command()
@workspace_option
@output_option
@click.option("--profile", type=click.Choice(["public", "team"]), default="public", show_default=True, help="Who will read it.")
@click.option("--title", metavar="TEXT", default=None, help="The title; default: that of the case.")
def page(folder: str | None, output: str | None, profile: str, title: str | None) -> None:
    """Write one interactive page: a single HTML file that works offline.

    \b
    Example:
      kg page -o case.html
    """
    from kg.tasks.show import page_of

    found = workspace(folder)
    text, seen = page_of(found, profile=profile, title=title)
    target = output or "page.html"
    write_output(text.encode(), target, found)
    if target != "-":
        say(f"{target}: {len(text.encode()) // 1000} kB, for {'the team' if profile == 'team' else 'anybody'}; it works without a network.")
    say_withheld(seen)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a SHELL: commands, actors, relations, named queries.

    \b
    Example:
      kg completion bash > ~/.kg-complete.bash   # then: source it in ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(main, {}, "kg", "_KG_COMPLETE").source())
