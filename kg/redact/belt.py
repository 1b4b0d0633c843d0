"""The last look: whether any text of what is to be written holds a withheld name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from kg.clean import visible
from kg.redact.names import Names

__all__ = ["leaks"]


def leaks(records: Iterable[object], names: Names) -> str:
    """Where a withheld name stands, as `the label of Actor union`, or an empty string.

    It walks every field of every record, so that a field which `records` forgets is found here.
    """
    if not names:
        return ""
    found = (where for record in records for where, text in _texts(record, "") if names.whole(text))
    return next(found, "")


def _texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key, where)
            yield from _texts(item, where)
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from _texts(item, where)
    elif is_dataclass(value):
        named = visible(str(getattr(value, "id", "")))
        for one in fields(value):
            # A place in a file is the team's, and no writer for the public tells it.
            if one.name != "at":
                yield from _texts(getattr(value, one.name), f"the {one.name} of {type(value).__name__} {named}".rstrip())
