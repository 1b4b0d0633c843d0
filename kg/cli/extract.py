"""Commands that read documents: extract, evaluate."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.main import PATH, number_of, output_option, refuse, say, say_findings, workspace, workspace_option, write_output

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.tasks.asking import Asked
    from kg.tasks.extract import Estimate, Extracted

__all__ = ["evaluate", "extract"]


@click.command()
@workspace_option
@click.option("--text", "file", metavar="FILE", type=PATH, default=None, help="Read this text instead, in a workspace or outside; - is stdin.")
@click.option("--published", metavar="DAY", default="", help='With --text: when it appeared, so that "last month" can be dated.')
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "pairs"]),
    default="table",
    show_default=True,
    help="How candidates of --text are printed; pairs: every two actors that it ties together, without a relation.",
)
@click.option("--online", is_flag=True, help="Also ask the language model that kg.toml names; its host gets the text of the documents.")
@click.option("--dry-run", is_flag=True, help="Say what asking the model would take; ask nobody, write nothing.")
def extract(folder: str | None, file: str | None, published: str, form: str, *, online: bool, dry_run: bool) -> None:
    """Read the documents of a workspace, or one text, and propose statements.

    What is found are candidates: they wait for a person, and nothing of them is established.
    A language model is asked only where kg.toml has a section [extract.llm] and you say --online.

    \b
    Example:
      kg extract
      kg extract --text article.txt --published 2016-03-16 --format jsonl
    """
    if file is not None:
        if online or dry_run:
            refuse("--text is read by the rules alone; --online and --dry-run are for the documents of a workspace.")
        _print_text(file, published, form, folder)
        return
    from kg.tasks.extract import estimate
    from kg.tasks.extract import extract as run

    found = workspace(folder)
    if dry_run:
        _print_estimate(estimate(found))
        return
    done = run(found, online=online, progress=_bar())
    say_findings(done.findings, err=True)
    _report(done)


def _bar() -> Callable[[int, int], None] | None:
    """A line that grows on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        width = 30 * done // max(1, total)
        click.echo(f"\r[{'#' * width}{'.' * (30 - width)}] {done} of {number_of(total, 'document')}", err=True, nl=done == total)

    return show


def _print_estimate(needed: Estimate) -> None:
    click.echo(
        f"{needed.model} at {needed.host}: {number_of(needed.requests, 'request')} and at most some {needed.tokens:,} tokens "
        f"for {number_of(needed.parts, 'part')} of documents; {needed.answered} answered before."
    )


def _report_asked(asked: Asked) -> None:
    """What a model was asked, and what was not believed of it."""
    say(f"{asked.model} at {asked.host}: {number_of(asked.requests, 'request')}, {asked.tokens:,} tokens; {number_of(asked.replayed, 'reply')} read again."
        .replace("replys", "replies"))  # fmt: skip
    offline = dict(asked.unasked).get("offline", 0)
    if offline:
        say(f"{number_of(offline, 'part')} of documents never shown to it; to ask about them, add: --online")
    for why, count in asked.dropped:
        say(f"{count} of what it said not taken: {why}.")


def _report(done: Extracted) -> None:
    seen = f", {done.unchanged} of them unchanged since the last run" if done.unchanged else ""
    say(f"{number_of(done.documents, 'document')} read{seen}.")
    if done.asked:
        _report_asked(done.asked)
    for why, count in done.left_out:
        say(
            f"{number_of(count, 'candidate')} left out: {why} than the vocabulary allows."
            if "types" in why
            else f"{number_of(count, 'candidate')} left out: {why}."
        )
    if done.proposed:
        say(f"{number_of(done.proposed, 'actor')} proposed in data/extracted/actors.csv; copy a row to data/actors.csv to take it over.")
    if done.events:
        say(f"{number_of(done.events, 'event')} proposed in data/extracted/events.csv; copy a row to data/events.csv to take it over.")
    if done.admitted is None:
        say(f"{number_of(done.candidates, 'candidate')} waiting for review, 0 in the graph.")
    else:
        say(
            f"{number_of(done.candidates, 'candidate')}; by admit_confidence = {done.admitted} in kg.toml the build takes in the surest of them unseen."
        )
    say("To review: kg build, then look at what the page marks as candidates; accept or reject in data/judgements.csv (kg why prints the line).")


def _print_text(file: str, published: str, form: str, folder: str | None) -> None:
    from kg.errors import KgError
    from kg.folder import find_folder
    from kg.tasks.extract import extract_text

    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    if form == "pairs":
        from kg.tasks.pairs import pairs_of_text

        for pair in pairs_of_text(raw, "stdin" if file == "-" else file):
            click.echo(json.dumps(pair, ensure_ascii=False))
        return
    try:
        here = find_folder(folder)
    except KgError:
        if folder:
            raise
        here = None  # outside of any workspace the shipped vocabulary holds
    rows = extract_text(raw, published=published, name="stdin" if file == "-" else file, folder=here)
    for row in rows:
        click.echo(_printed(row, form))
    if form == "table":
        say(f"{number_of(len(rows), 'candidate')}; none of them is more than a proposal.")


def _printed(row: dict[str, object], form: str) -> str:
    from kg.extract.rows import KEYS

    if form == "jsonl":
        return json.dumps({key: row[key] for key in KEYS}, ensure_ascii=False)
    negative = " not" if row["polarity"] == "negative" else ""
    voice = f" by {row['claimant']}" if row["claimant"] else ""
    when = f" [{row['when']}]" if row["when"] else ""
    return f"{row['subject']} {row['relation']} {row['object']} [{row['modality']}{negative}{voice}]{when} “{' '.join(str(row['quote']).split())}”"


@click.command()
@workspace_option
@output_option
@click.argument("sets", metavar="[SET]...", nargs=-1, type=PATH)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How figures are printed.")
@click.option("--errors", metavar="N", type=click.IntRange(0, 1000), default=5, show_default=True, help="So many examples of each kind of error.")
def evaluate(folder: str | None, output: str | None, sets: tuple[str, ...], form: str, errors: int) -> None:
    """Measure the extractor against annotated texts, or against the statements that people entered.

    A SET is a file of annotated texts (JSON lines) or a folder of them (text, ---, one statement a line). Without one, the
    documents of the workspace are read and compared with its own statements.

    \b
    Example:
      kg evaluate
      kg evaluate tests/golden/extract --errors 3
    """
    from kg.tasks.evaluate import evaluate_sets, evaluate_workspace, report

    found = workspace(folder) if folder or not sets else None
    results = [evaluate_sets(Path(name), found) for name in sets] if sets else [evaluate_workspace(workspace(folder))]
    text = (
        json.dumps([result.as_json() for result in results], indent=1) + "\n"
        if form == "json"
        else "".join(report(result, errors) for result in results)
    )
    if output in (None, "-"):
        click.echo(text, nl=False)
    else:
        write_output(text.encode(), output, workspace(folder))
