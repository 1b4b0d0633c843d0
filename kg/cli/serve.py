"""The command that serves: serve."""

from __future__ import annotations

import click

from kg.cli.main import fail, say, workspace, workspace_option

__all__ = ["serve"]

GIB = 1 << 30


@click.command()
@workspace_option
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", default=7300, show_default=True, help="0 takes any that is free.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 lets others in.")
@click.option("--name", "names", metavar="HOST", multiple=True, help="A name by which others call it, such as a proxy's; may be repeated.")
@click.option(
    "--profile", type=click.Choice(["public", "team"]), default=None, help="Who will read it. [default: team, and public where others can reach it]"
)
@click.option("--token", is_flag=True, help="Let in only who knows a password, which is made anew; always so for the team beyond this machine.")
@click.option(
    "--timeout", type=click.FloatRange(0, 3600, min_open=True), metavar="SECONDS", default=10, show_default=True, help="The most time of a query."
)
@click.option(
    "--memory", type=click.FloatRange(0, 1024, min_open=True), metavar="GIB", default=1, show_default=True, help="The most memory of a query."
)
@click.option("--max-rows", "most", type=click.IntRange(min=1), metavar="N", default=10_000, show_default=True, help="The most rows of an answer.")
def serve(
    folder: str | None, port: int, host: str, names: tuple[str, ...], profile: str | None, timeout: float, memory: float, most: int, *, token: bool
) -> None:
    """Serve the built dataset: its page, its files, SPARQL at /sparql, read-only; a new build is served as soon as it is whole.

    \b
    Example:
      kg serve --port 8000
    """
    try:
        from kg.serve import Options, serve
    except ImportError:
        fail("The server is not installed. Install it with: pip install 'actor-kg[serve]'")
    from kg.limits import Limits

    limits = Limits(seconds=timeout, memory=int(memory * GIB), answer_bytes=10 << 20)
    serve(workspace(folder), Options(host, port, profile, names, token, limits, most), say=say)
    say("Ended.")
