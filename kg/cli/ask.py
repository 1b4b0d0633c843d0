"""Commands that ask: query, why, terms."""

from __future__ import annotations

import math
import shutil
import sys
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.cli.main import number_of, output_option, say, workspace, workspace_option, write_output

if TYPE_CHECKING:
    from kg.tasks.ask import Written

__all__ = ["complete_actor", "complete_relation", "query", "terms", "why"]

#: Bytes.
GIB = 1 << 30
ABOVE_0, FROM_0 = click.FloatRange(min=0, min_open=True), click.FloatRange(min=0)
FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld", "rdfxml")


def _items(found: tuple[tuple[str, str], ...]) -> list[CompletionItem]:
    return [CompletionItem(name, help=text) for name, text in found]


def _complete_query(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.tasks.complete import queries

    return _items(queries(incomplete)) or [CompletionItem(incomplete, type="file")]


def complete_actor(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The actors and events that begin so."""
    from kg.tasks.complete import actors

    return _items(actors(incomplete, ctx.params.get("folder")))


def complete_relation(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The relations that begin so."""
    from kg.tasks.complete import relations

    return _items(relations(incomplete, ctx.params.get("folder")))


def _complete_term(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.tasks.complete import terms

    return _items(terms(incomplete, ctx.params.get("folder")))


def _finite(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    """Python takes `nan` and `inf` for numbers, people do not."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value} is no amount.", ctx, param)
    return value


@click.command()
@workspace_option
@output_option
@click.option("--format", "-f", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How the answer is written.")
@click.option("--timeout", type=ABOVE_0, callback=_finite, metavar="SECONDS", help="Stop the query after so long; default: never.")
@click.option("--memory", type=FROM_0, callback=_finite, metavar="GIB", default=4, show_default=True, help="Memory it may take; 0 is no limit.")
@click.option("--max-rows", "most", type=click.IntRange(min=1), metavar="N", help="Show only the first N rows, and say so.")
@click.option("--online", is_flag=True, help="Ask the server that kg.toml names as its store.")
@click.option("--explain", "explained", is_flag=True, help="Say what it asks for and what is wrong with it; run nothing.")
@click.option("--list", "listed", is_flag=True, help="List the named queries.")
@click.argument("text", required=False, shell_complete=_complete_query)
@click.argument("parameters", nargs=-1, metavar="[NAME=VALUE]...")
def query(
    folder: str | None, output: str | None, form: str, timeout: float | None, memory: float, most: int | None,
    text: str | None, parameters: tuple[str, ...], *, explained: bool, listed: bool, online: bool,
) -> None:  # fmt: skip
    """Ask the built dataset: TEXT is SPARQL, a file that ends in .rq, - for stdin, or the name of a named query.

    \b
    Example:
      kg query about actor=cdm-manpower
    """
    if listed:
        _list_queries()
        return
    if not text:
        raise click.UsageError("What is the question? Give SPARQL, a file, - or a name; kg query --list shows the names.")
    if explained:
        _explain(folder, output, form, timeout, _text(text), _values(parameters), online=online)
        return
    from kg.limits import Limits
    from kg.tasks.ask import query_apart

    found = workspace(folder)
    if online:
        from kg.tasks.load import server_of

        say(f"Asking {server_of(found).host} …")
    report = methodcaller("report", form, max(shutil.get_terminal_size((120, 24)).columns, 60))
    limits = Limits(seconds=timeout, memory=int(memory * GIB) or None)
    # Nothing else runs in the process of a command.
    written = query_apart(found, _text(text), _values(parameters), report, limits, most=most, alone=True, online=online)
    write_output(written.data, output, found)
    _remark(written, form)


def _explain(folder: str | None, output: str | None, form: str, timeout: float | None, text: str, values: dict[str, str], *, online: bool) -> None:
    """Findings end with exit code 1, remarks on costs do not: such a query may still be the right one."""
    from kg.tasks.explain import explain
    from kg.texts import sentence

    if form not in ("table", "json"):
        raise click.UsageError(f"An explanation is text or json, not {form}.")
    found = workspace(folder)
    said = explain(found, text, values, seconds=timeout, online=online)
    lines = "".join(f"{sentence(finding)}\n" for finding in (*said.findings, *said.costs))
    write_output((said.to_json() if form == "json" else said.to_text() + lines).encode(), output, found)
    if online:
        say("A server is not asked how often each pattern matches; this is what the vocabulary shows. Without --online: the last build here.")
    elif not said.counted:
        say("Looking at the data took too long; this is what the vocabulary alone shows. More time: --timeout 60")
    if said.findings:
        say(f"{number_of(len(said.findings), 'finding')}.")
        sys.exit(1)
    say("Nothing is wrong." if not said.costs else f"Nothing is wrong; {number_of(len(said.costs), 'remark')} on time and rows.")


def _remark(written: Written, form: str) -> None:
    """What is said beside an answer."""
    if form == "table" and not written.rows:
        say("No rows.")
    if written.more:
        first = "Only the first row is shown" if written.rows == 1 else f"Only the first {written.rows:,} rows are shown"
        say(f"{first}; there are more. ORDER BY in the query says which come first.")
    for hint in written.hints:
        say(hint)


def _text(given: str) -> str:
    if given == "-":
        return _decoded(sys.stdin.buffer.read(), "stdin")
    if not given.endswith(".rq"):
        return given
    try:
        return _decoded(Path(given).read_bytes(), given)
    except OSError as error:
        raise click.UsageError(f'"{given}" cannot be read: {error.strerror}.') from error


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f'"{name}" is not UTF-8: byte {error.start}.') from error


def _values(parameters: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise click.UsageError(f'"{parameter}" is no parameter. Write it as name=value; SPARQL stands in quotes.')
        values[name] = value
    return values


def _list_queries() -> None:
    from kg.query import named_queries

    for named in named_queries():
        click.echo(f"{named.name} {named.usage}".rstrip())
        click.echo(f"    {named.title}")


@click.command()
@workspace_option
@click.argument("actor", shell_complete=complete_actor)
@click.argument("relation", required=False, shell_complete=complete_relation)
@click.argument("other", required=False, shell_complete=complete_actor)
def why(folder: str | None, actor: str, relation: str | None, other: str | None) -> None:
    """Say why statements are worth what they are: of an ACTOR, of two, of one row (statements.csv:31) or one reading.

    \b
    Example:
      kg why cdm-manpower memberOf acra
    """
    from kg.errors import DataError
    from kg.tasks.account import to_text
    from kg.tasks.reading import read_workspace
    from kg.tasks.why import accounts

    reading = read_workspace(workspace(folder))
    if reading.findings:
        raise DataError(reading.findings)
    found = accounts(reading, actor, relation, other)
    click.echo("\n".join(to_text(account, reading.case) for account in found), nl=False)
    if not found:
        say("No statement says so.")
        sys.exit(1)


@click.command()
@workspace_option
@click.argument("name", required=False, shell_complete=_complete_term)
def terms(folder: str | None, name: str | None) -> None:
    """List the vocabulary, the workspace's own terms included, or explain the term NAME.

    \b
    Example:
      kg terms memberOf
    """
    from kg.tasks.ask import folder_or_none
    from kg.tasks.ask import terms as tell

    click.echo(tell(folder_or_none(folder), name), nl=False)
