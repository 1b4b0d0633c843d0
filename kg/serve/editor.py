"""The query editor."""

from starlette.responses import Response

from kg.serve.shield import refusal


def editor(title: str, profile: str) -> Response:
    """The page."""
    return refusal(404, "There is nothing here.")


def editor_file(name: str) -> Response | None:
    """A file."""
    return None
