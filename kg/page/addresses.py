"""What the address of a view may hold, and what is wrong with the addresses that a workspace keeps in its stories."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qsl, unquote, urlencode

from kg.clean import visible
from kg.findings import Finding, Place, find, in_order
from kg.model import UNSTATED, Case
from kg.ontology import Ontology
from kg.page.look import families, lines
from kg.page.render import SCRIPTS
from kg.stories import Step, Story
from kg.texts import LANGUAGES

__all__ = ["FILTERS", "check_stories", "keys", "settled", "views"]

#: The table that the words of a switch are taken from, where they are ids.
_TABLES = {"source": "sources", "claimant": "actors"}
#: Switches: each value is a sign and a word, `-alleged` or `+derived`.
FILTERS = ("standing", "family", "type", "group", "relation", "claimant", "origin", "source")


@cache
def views() -> tuple[str, ...]:
    """The names of the page's views: its tabs."""
    return tuple(re.findall(r'role="tab" id="tab-(\w+)"', files("kg.page").joinpath("page.html.j2").read_text(encoding="utf-8")))


@cache
def keys() -> tuple[str, ...]:
    """Everything that an address of the page may say; what its parts remember is found where they say so. A story leads to no story."""
    scripts = "".join(files("kg.page").joinpath(f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    remembered = set(re.findall(r'KG\.remember\("(\w+)"', scripts)) - {"story"}
    return ("view", "actor", "statement", "from", *FILTERS, "alone", *sorted(remembered - {"alone"}))


def check_stories(stories: Iterable[Story], case: Case, ontology: Ontology) -> tuple[Finding, ...]:
    """Whatever the addresses of stories say that the page or the case does not know."""
    return in_order(finding for story in stories for step in story.steps for finding in _of_step(step, case, ontology))


def settled(story: Story, case: Case) -> Story:
    """The story with every actor under the id that it has now, which is the one that the page knows."""
    return replace(story, steps=tuple(replace(step, address=_now(step.address, case)) for step in story.steps))


def _now(address: str, case: Case) -> str:
    def now(name: str) -> str:
        return case.actor_by_id[name].id if name in case.actor_by_id else name

    pairs = parse_qsl(address, keep_blank_values=True)
    return urlencode([(key, " ".join(map(now, value.split())) if key in ("actor", "path") else value) for key, value in pairs])


def _of_step(step: Step, case: Case, ontology: Ontology) -> Iterator[Finding]:
    pairs = parse_qsl(step.address, keep_blank_values=True)
    seen: set[str] = set()
    for key, value in pairs:
        if key not in keys():
            yield find("story-key", step.at, value=visible(key), known=", ".join(keys()), near=_near(key, keys()))
        elif key in seen:
            yield find("story-key-twice", step.at, value=key)
        elif key in FILTERS:
            yield from _of_filter(key, value, step.at, case, ontology)
        else:
            yield from _of_value(key, value, step.at, case)
        seen.add(key)


def _of_value(key: str, value: str, at: Place, case: Case) -> Iterator[Finding]:
    if key == "view" and value not in views():
        yield _unknown("view", value, views(), at)
    elif key == "lang" and value not in LANGUAGES:
        yield _unknown("language", value, LANGUAGES, at)
    elif key == "actor":
        yield from _of_things([value], at, case)
    elif key == "from" and value not in case.source_by_id and "sources" not in case.unread:
        yield _unknown("source", value, case.source_by_id, at)
    elif key == "path":
        if len(value.split()) != 2:
            yield find("story-path", at, value=visible(value))
        yield from _of_things(value.split(), at, case)
    # A statement whose row has a finding is missing for that reason, which is told there.
    elif key == "statement" and value not in case.statement_by_id and not case.doubtful and "statements" not in case.unread:
        yield find("story-statement", at, value=visible(value))


def _of_things(names: Iterable[str], at: Place, case: Case) -> Iterator[Finding]:
    things = {*case.actor_by_id, *case.event_by_id}
    if not {"actors", "events"} & set(case.unread):
        yield from (_unknown("actor or event", name, things, at) for name in names if name not in things)


def _of_filter(key: str, value: str, at: Place, case: Case, ontology: Ontology) -> Iterator[Finding]:
    known = _words(key, case, ontology)
    for word in filter(None, value.split(",")):
        if word[0] not in "+-":
            yield find("story-sign", at, key=key, value=visible(word))
        elif unquote(word[1:]) not in known and _TABLES.get(key) not in case.unread:
            yield _unknown(key, unquote(word[1:]), known, at)


def _words(key: str, case: Case, ontology: Ontology) -> frozenset[str]:
    return frozenset(
        {
            "standing": (line.key for line in lines()),
            "family": (family.key for family in families()),
            "type": (kind.label for kind in ontology.types.values()),
            "relation": iter(ontology.relations),
            "claimant": iter((*case.actor_by_id, UNSTATED, "-")),
            "group": (relation.group for relation in ontology.relations.values()),
            "origin": iter(("curated", "extracted", "derived")),
            "source": iter(case.source_by_id),
        }[key]
    )


def _unknown(what: str, value: str, known: Iterable[str], at: Place) -> Finding:
    return find("story-unknown", at, what=what, value=visible(value), near=_near(value, known))


def _near(value: str, known: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(value, sorted(known), 1, 0.6)), "")
