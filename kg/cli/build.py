"""Commands that make and check: init, check, tidy, build."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.main import PATH, fail, number_of, say, say_findings, workspace, workspace_option

if TYPE_CHECKING:
    from kg.findings import Finding
    from kg.tasks.reading import Reading

__all__ = ["build", "check", "day", "init", "tidy"]


@click.command()
@click.argument("folder", type=PATH)
@click.option("--example", is_flag=True, help="Fill it with the shipped case.")
def init(folder: str, *, example: bool) -> None:
    """Make a new workspace in FOLDER.

    \b
    Example:
      kg init my-case
    """
    from kg.tasks.start import init as make

    made = make(folder, example=example)
    there = "" if made.root == Path.cwd() else f"cd {shlex.quote(folder)} && "
    say(f"{made.root.name}: made. Next: {there}kg {'build' if example else 'check'}")


@click.command()
@workspace_option
@click.option("--shacl", is_flag=True, help="Run the SHACL shapes on a workspace of any size.")
@click.option("--exports", is_flag=True, help="Look over exports/ instead: is it what the last build wrote?")
def check(folder: str | None, *, shacl: bool, exports: bool) -> None:
    """List everything that is wrong with a workspace, one line a finding.

    \b
    Example:
      kg check
    """
    from kg.tasks.build import check as look

    if exports:
        if shacl:
            raise click.UsageError("--exports looks at what was built and --shacl at what would be: give one of them.")
        _check_exports(folder)
        return
    checked = look(workspace(folder), shacl=shacl)
    say_findings(checked.findings)
    _summarise(checked.reading)
    if checked.findings:
        say(f"{number_of(len(checked.findings), 'finding')}.")
        raise SystemExit(1)
    say("Nothing is wrong.")


def _check_exports(folder: str | None) -> None:
    from kg.folder import find_folder
    from kg.tasks.exports import check_exports

    # Not `workspace`: that would finish an interrupted build, and the user asked what is there.
    checked = check_exports(find_folder(folder))
    say_findings(checked.findings)
    say_reports(checked.reports)
    if checked.sound:
        say(f"{number_of(checked.sound, 'file')} as the build wrote {'it' if checked.sound == 1 else 'them'}.")
    if checked.findings:
        say(f"{number_of(len(checked.findings), 'finding')}.")
        raise SystemExit(1)
    say("Nothing is wrong.")


@click.command()
@workspace_option
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if a file is not tidy.")
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Rename an id in all tables and readings.")
def tidy(folder: str | None, rename: tuple[str, str] | None, *, only_check: bool) -> None:
    """Rewrite the tables in canonical order, so that a pass through a spreadsheet is no difference.

    What their columns hold is described for other programs in data/csv-metadata.json, which is kept up to date with them.

    \b
    Example:
      kg tidy --check
    """
    from kg.tasks.tidy import tidy as rewrite

    if only_check and rename:
        raise click.UsageError("--check changes nothing and --rename does: give one of them.")
    changed = rewrite(workspace(folder), rename=rename, write=not only_check)
    for name in changed:
        say(f"{name}: {'not tidy' if only_check else 'rewritten'}")
    if only_check and changed:
        fail(f"{number_of(len(changed), 'file')} to tidy. Run: kg tidy")
    if not changed:
        say("All tables are tidy.")


def day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    """The day that somebody typed, or `None`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise click.BadParameter(f'"{text}" is no day. Write it as 2013-07-15.') from error


@click.command()
@workspace_option
@click.option("--known-on", metavar="DAY", callback=day, help="Leave out what was not yet known on this day; needs --output.")
@click.option("--output", "-o", metavar="FOLDER", type=PATH, default=None, help="Where to write; default: exports/ of the workspace.")
def build(folder: str | None, known_on: date | None, output: str | None) -> None:
    """Build the dataset, the table of statements and the page; whole or not at all.

    \b
    Example:
      kg build
    """
    from kg.tasks.build import build as make

    built = make(workspace(folder), day=known_on, output=Path(output) if output else None)
    _summarise(built.reading)
    say(f"Written to {_shown(built.page.parent)}: {', '.join(built.paths)} (the team's copy)")
    click.echo(_shown(built.page))


def _summarise(reading: Reading) -> None:
    say_reports(reading.reports)
    statements = reading.case.statements
    derived = sum(any(item.origin == "derived" for item in s.evidence) for s in statements)
    established = sum(reading.weighed.standing[s.id].established for s in statements)
    by_rule = f", {derived} of them by rule" if derived else ""
    say(f"{number_of(reading.counts.rows, 'row')} read; {number_of(len(statements), 'statement')}{by_rule}; {established} established")


def say_reports(reports: tuple[Finding, ...]) -> None:
    """What is worth knowing, on stderr."""
    if reports:
        say("Worth knowing:")
        say_findings(reports, err=True)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
