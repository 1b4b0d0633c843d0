"""Commands that take in: import."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from kg.cli.build import day
from kg.cli.main import PATH, fail, number_of, say, workspace, workspace_option

if TYPE_CHECKING:
    from kg.tasks.gather import Imported

__all__ = ["import_"]


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@workspace_option
@click.option(
    "--from", "form", metavar="FORMAT", default=None, help="Such as kumu, edges, csv; default: as the files show. A wrong one gets the list."
)
@click.option("--map", "mapping", metavar="FILE", type=PATH, default=None, help="A TOML file that says which of their columns is which of ours.")
@click.option("--as", "way", type=click.Choice(["curated", "candidates"]), default="curated", show_default=True, help="What the rows become.")
@click.option("--source", metavar="ID", default=None, help="The source that the file is; default: a new one, called like the file.")
@click.option("--curator", metavar="ID", default=None, help="Who answers for the rows; default: the only curator of kg.toml.")
@click.option("--entered", metavar="DAY", callback=day, default=None, help="The day to write into the rows; default: none.")
@click.option("--dry-run", is_flag=True, help="Show what would be appended, and write nothing.")
def import_(
    files: tuple[str, ...], folder: str | None, form: str | None, mapping: str | None, way: str,
    source: str | None, curator: str | None, entered: date | None, *, dry_run: bool,
) -> None:  # fmt: skip
    """Append what other programs wrote to the tables, whole or not at all; the fate of every row is told.

    \b
    Example:
      kg import links.csv --map links.toml --dry-run
    """
    from kg.tasks.gather import import_files

    done = import_files(
        workspace(folder), files, form=form, mapping=mapping, way=way, source=source, curator=curator, entered=entered, dry_run=dry_run
    )
    for fate in done.fates:
        click.echo(str(fate))
    if dry_run:
        _show(done)
    _summarise(done, dry_run=dry_run)


def _show(done: Imported) -> None:
    """Exactly what would be appended, file by file."""
    for title, files in (("", done.added), (" (changed)", done.changed)):
        for name, lines in files.items():
            click.echo(f"\n{name}{title}")
            for line in lines:
                click.echo(f"  {line}")


#: How a line of each file is counted.
_WORDS = {"actors": "actor", "events": "event", "sources": "source", "statements": "evidence", "identities": "identity row", "extracted": "candidate"}


def _summarise(done: Imported, *, dry_run: bool) -> None:
    counted = []
    for name, lines in done.added.items():
        table = PurePath(name).parent.name if name.endswith(".jsonl") else PurePath(name).stem
        counted.append(number_of(len(lines) - name.endswith(".csv"), _WORDS[table]))
    counted += [f"identifiers of {number_of(len(lines) - 1, 'actor')}" for lines in done.changed.values()]
    skipped, known = done.count("skipped"), done.count("known")
    if any(one.code == "relation-unknown" for one in done.fates):
        say('Say what their words mean in a mapping file (--map): [values.relation], then "their word" = "our relation".')
    say(f"{'Would be added' if dry_run else 'Added'}: {', '.join(counted) or 'nothing'}; {known} there already; {skipped} skipped.")
    if not counted and skipped and not known:
        fail("Nothing could be imported.")
    if counted:
        say("Nothing was written. Leave out --dry-run to write it." if dry_run else "Next: kg build")
