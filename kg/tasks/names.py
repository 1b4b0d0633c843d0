"""What a person typed for an actor: its id, or a label or alias that only one actor has."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kg.clean import match_key
from kg.errors import UsageError
from kg.model import Case

__all__ = ["find_actor", "known_names", "nearest"]


def nearest(text: str, names: Iterable[str]) -> str:
    """`Did you mean "x"?`, or an empty string when nothing is near: a slip of the pen, or a word of a longer name."""
    known = sorted(names)
    key = match_key(text)
    near = difflib.get_close_matches(text, known, 1, 0.6) or [name for name in known if key and key in match_key(name).split()]
    return f'Did you mean "{near[0]}"?' if near else ""


def known_names(case: Case) -> dict[str, set[str]]:
    """Match keys of ids, labels and aliases, each with the ids it may mean."""
    known: dict[str, set[str]] = {}
    for actor in case.actors:
        for name in (actor.id, *actor.former, actor.label, *(label for _, label in actor.labels), *actor.aliases):
            known.setdefault(match_key(name), set()).add(actor.id)
    for event in case.events:
        for name in (event.id, event.label, *(label for _, label in event.labels)):
            known.setdefault(match_key(name), set()).add(event.id)
    return known


def find_actor(case: Case, text: str) -> str:
    """The id of the actor or event that is meant; an id wins over a label.

    Raises `UsageError` when nobody, or more than one, is meant.
    """
    if text in case.actor_by_id:
        return case.actor_by_id[text].id
    if text in case.event_by_id:
        return text
    meant = sorted(known_names(case).get(match_key(text), ()))
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UsageError(f'"{text}" may mean {" or ".join(meant)}.', hint="Type the id.")
    raise UsageError(f'Nobody is called "{text}" here.', hint=nearest(text, [*case.actor_by_id, *case.event_by_id, *(a.label for a in case.actors)]))
