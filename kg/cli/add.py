"""Commands that take documents in: add."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from kg.cli.main import PATH, number_of, say, say_findings, workspace, workspace_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Source
    from kg.tasks.add import Added, AddedAll

__all__ = ["add"]

#: What is told of each source, and asked for where somebody sits at a terminal.
_TOLD = ("title", "publisher", "author", "published", "language", "url")
_ASKED = ("title", "publisher", "published")


def _day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise click.BadParameter(f'"{text}" is no day. Write it as 2013-07-15.') from error


@click.command()
@click.argument("names", nargs=-1, required=True, type=PATH, metavar="FILE|URL...")
@workspace_option
@click.option("--title", default="", help="As printed; default: as the document says, else the name of the file.")
@click.option("--publisher", default="", help="Who published it: an actor's id or label, else the name as printed.")
@click.option("--published", default="", metavar="EDTF", help="When it was published, such as 2016-03-16 or 2016.")
@click.option("--kind", default="", help="news, official, court, party, dataset or other; default: other.")
@click.option("--author", default="", help="Who wrote it.")
@click.option("--language", default="", help="The language of the text, such as en.")
@click.option("--id", "id_", default="", help="The id of the source; default: after its title.")
@click.option("--url", default="", help="Where it stands on the web.")
@click.option("--archived-url", default="", metavar="URL", help="Where an archive keeps it.")
@click.option("--retrieved", metavar="DAY", callback=_day, default=None, help="The day it was fetched from the web.")
@click.option("--excerpt", is_flag=True, help="The file holds only a part of what was published.")
@click.option("--online", is_flag=True, help="Fetch addresses; their hosts learn that somebody reads them.")
def add(names: tuple[str, ...], folder: str | None, id_: str, retrieved: date | None, *, excerpt: bool, online: bool, **texts: str) -> None:
    """Add documents: their text to data/documents/, and a row each to data/sources.csv.

    With --online also what lies at an address: that one file, and nothing that it links to. FILE is .txt, .md, .html, .pdf or .docx. What is left out of a text is told, what the document says of itself too.

    \b
    Example:
      kg add article.html --kind news
    """
    from kg.tasks.add import Wish
    from kg.tasks.add import add as take_in

    ask = _asker() if sys.stdin.isatty() and sys.stderr.isatty() else None
    done = take_in(workspace(folder), names, Wish(id=id_, retrieved=retrieved, excerpt=excerpt, **texts), online=online, ask=ask)
    for added in done.added:
        _tell(added)
    _summarise(done)


def _asker() -> Callable[[str, Source], Source]:
    """Asks at the terminal for what nobody has said; an empty answer leaves it open."""
    from kg.model.statement import KINDS
    from kg.model.time import TimeError, parse_time

    def read_time(text: str) -> str:
        try:
            parse_time(text) if text else None
        except TimeError:
            raise click.BadParameter("Write it as 2016-03-16, 2016-03 or 2016, or nothing.") from None
        return text

    def ask(name: str, source: Source) -> Source:
        say(f"{name}: what is not known may be left empty.")
        answers = {
            column: click.prompt(
                f"  {column}", default="", show_default=False, err=True, value_proc=read_time if column == "published" else str.strip
            )
            for column in _ASKED
            if not getattr(source, column)
        }
        if not source.kind:
            answers["kind"] = click.prompt("  kind", default="other", type=click.Choice(KINDS), err=True)
        said = {column: answers.get(column, getattr(source, column)) for column in ("title", "publisher", "kind")}
        published = parse_time(answers["published"]) if answers.get("published") else source.published
        return replace(source, title=said["title"], publisher=said["publisher"], kind=said["kind"], published=published)

    return ask


def _tell(added: Added) -> None:
    """What a person should look over: where it is, what the document said of itself, what is missing, what is not in the text."""
    from kg.texts import phrase

    source = added.source
    click.echo(source.id)
    say(f"{added.name}: {source.id}, {number_of(added.words, 'word')} in data/documents/{source.document}")
    if added.encoding:
        say(f"  read as {added.encoding}, as the file itself says")
    say(f"  kind: {source.kind}")
    for column in _TOLD:
        value = getattr(source, column)
        shown = value.text if column == "published" and value else value
        if shown:
            say(f"  {column}: {shown}{' (from the document)' if column in added.found else ''}")
        elif column in _ASKED:
            say(f"  {column}: not known; --{column} or the table says it")
    for item in added.left_out:
        say(f"  {phrase('left-out', item.what, count=item.count, words=number_of(item.words, 'word'))}")


def _summarise(done: AddedAll) -> None:
    say_findings(done.reports, err=True)
    say_findings(done.findings, err=True)
    if done.added:
        say(f"Added: {number_of(len(done.added), 'source')}. Next: kg check")
    if done.findings:
        say(f"{number_of(len(done.findings), 'finding')}; {'the others were' if done.added else 'nothing was'} added.")
        raise SystemExit(1)
