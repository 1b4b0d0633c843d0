"""Commands that show: page, completion."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from kg.cli.ask import complete_actor, complete_relation
from kg.cli.main import main, output_option, say, say_withheld, workspace, workspace_option, write_output

__all__ = ["completion", "page"]


def _complete_standing(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.tasks.portion import standings

    return [CompletionItem(word) for word in standings() if word.startswith(incomplete)]


@click.command()
@workspace_option
@output_option
@click.option("--profile", type=click.Choice(["public", "team"]), default="public", show_default=True, help="Who will read it.")
@click.option("--title", metavar="TEXT", default=None, help="The title; default: that of the case.")
@click.option("--language", type=click.Choice(["en", "fr"]), default=None, help="The language it opens in; default: that of kg.toml.")
@click.option("--actor", "actors", metavar="ACTOR", multiple=True, shell_complete=complete_actor, help="Only around this actor; may be repeated.")
@click.option("--hops", metavar="N", type=int, default=None, help="How many steps around the actors; default: 1.")
@click.option(
    "--relation", "relations", metavar="RELATION", multiple=True, shell_complete=complete_relation, help="Only this relation; may be repeated."
)
@click.option("--since", metavar="DAY", default="", help="Only what may lie on this day or later: 2013-07-15, 2013-07 or 2013.")
@click.option("--until", metavar="DAY", default="", help="Only what may lie on this day or earlier.")
@click.option(
    "--standing", "standings", metavar="WORD", multiple=True, shell_complete=_complete_standing, help="Only this standing; may be repeated."
)
def page(
    folder: str | None, output: str | None, profile: str, title: str | None, language: str | None, actors: tuple[str, ...], hops: int | None,
    relations: tuple[str, ...], since: str, until: str, standings: tuple[str, ...],
) -> None:  # fmt: skip
    """Write one interactive page: a single HTML file that works offline.

    With --actor, --relation, --since, --until or --standing it holds a part of the case, and says which.

    \b
    Example:
      kg page --actor cdm-manpower --hops 2 -o part.html
    """
    from kg.tasks.show import Choice, page_of

    found = workspace(folder)
    shown = page_of(found, profile=profile, title=title, language=language, choice=Choice(actors, hops, relations, since, until, standings))
    data = shown.html.encode()
    target = output or "page.html"
    write_output(data, target, found)
    if target != "-":
        say(f"{target}: {len(data) // 1000} kB, for {'the team' if profile == 'team' else 'anybody'}; it works without a network.")
    if shown.part:
        say(shown.part)
    if shown.untold:
        say("A story is told whole or not at all: " + ("one does" if shown.untold == 1 else f"{shown.untold} do") + " not go with this part.")
    say_withheld(shown.seen)


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
