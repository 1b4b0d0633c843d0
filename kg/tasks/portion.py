"""A part of a case for one page: what somebody typed, what is selected by it, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.clean import match_key, visible
from kg.errors import UsageError
from kg.model import Time, parse_time
from kg.model.time import TimeError
from kg.network import Wanted, select
from kg.ontology import Ontology
from kg.page.addresses import check_stories
from kg.page.look import lines
from kg.redact import Redacted
from kg.tasks.names import find_actor, nearest

__all__ = ["WHOLE", "Choice", "portion", "standings"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for, as it was typed: ids or labels of actors and relations, days or other times, words of standings."""

    actors: tuple[str, ...] = ()
    #: How many steps around the actors; one where it is not said.
    hops: int | None = None
    relations: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    standings: tuple[str, ...] = ()


WHOLE = Choice()


def standings() -> tuple[str, ...]:
    """The words of all standings, in the order of the legend."""
    return tuple(line.key for line in lines())


def portion(seen: Redacted, choice: Choice) -> tuple[Redacted, str]:
    """What of a case is asked for, and a sentence that says what it is; the whole case and no sentence where nothing is.

    Names are looked up in what the reader may see. Stories are told whole or not at all. Raises `UsageError` when a word
    means nothing, and when nothing is left.
    """
    wanted = _wanted(seen, choice)
    if wanted.everything:
        return seen, ""
    part = select(seen.case, seen.weighed, wanted)
    if not part.case.statements:
        raise UsageError(f"No statement of this case is selected: {_asked(seen, wanted)}.", hint=_alone(seen, wanted))
    stories = tuple(story for story in seen.stories if not check_stories([story], part.case, seen.ontology))
    said = f"A part of the case: {_asked(seen, wanted)}. {_counted(len(part.case.statements), part.beside, len(seen.case.statements))}"
    return replace(seen, case=part.case, weighed=part.weighed, stories=stories), said


def _wanted(seen: Redacted, choice: Choice) -> Wanted:
    if choice.hops is not None and not choice.actors:
        raise UsageError("Steps are counted from an actor, and none is named.", hint="Name one with --actor.")
    if choice.hops is not None and choice.hops < 0:
        raise UsageError(f"{choice.hops} is no number of steps.", hint="Give 0, 1, 2 …")
    since, until = (_time(text) for text in (choice.since, choice.until))
    first, last = since.earliest if since else None, until.latest if until else None
    if first and last and first > last:
        raise UsageError(f"{first} lies after {last}: nothing can be between them.", hint="Exchange --since and --until.")
    return Wanted(
        tuple(dict.fromkeys(find_actor(seen.case, text) for text in choice.actors)),
        1 if choice.hops is None else choice.hops,
        tuple(dict.fromkeys(_relation(seen.ontology, text) for text in choice.relations)),
        first,
        last,
        tuple(dict.fromkeys(_standing(text) for text in choice.standings)),
    )


def _time(text: str) -> Time | None:
    """A day, or a month or year as its days."""
    if not text:
        return None
    try:
        time = parse_time(text)
    except TimeError as error:
        hint = f"Write {error.suggestion}." if error.suggestion else "Write 2013-07-15, 2013-07 or 2013."
        raise UsageError(f'"{visible(text)}" is no day.', hint=hint) from error
    if time.earliest is None or time.latest is None:
        raise UsageError(f'"{visible(text)}" has no end.', hint="Write 2013-07-15, 2013-07 or 2013.")
    return time


def _relation(ontology: Ontology, text: str) -> str:
    if text in ontology.relations:
        return text
    meant = sorted(r.id for r in ontology.relations.values() if match_key(text) in (match_key(r.id), match_key(r.label)))
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UsageError(f'"{visible(text)}" may mean {" or ".join(meant)}.', hint="Type the id.")
    names = {*ontology.relations, *(r.label for r in ontology.relations.values())}
    raise UsageError(f'No relation is called "{visible(text)}".', hint=nearest(text, names) or "kg terms lists them.")


def _standing(text: str) -> str:
    if text in standings():
        return text
    hint = nearest(text, standings()) or f"There are {', '.join(standings())}."
    raise UsageError(f'No standing is called "{visible(text)}".', hint=hint)


def _asked(seen: Redacted, wanted: Wanted) -> str:
    """`actors within 2 steps of ACRA; relation accused; from 2013-01-01`."""
    return "; ".join(words for _, words in _criteria(seen, wanted))


def _criteria(seen: Redacted, wanted: Wanted) -> list[tuple[Wanted, str]]:
    """Each criterion alone, and its words."""
    found = []
    if wanted.actors:
        who = _listed(seen.case.label(name) for name in wanted.actors)
        steps = f"actors within {wanted.hops} step{'s' if wanted.hops > 1 else ''} of {who}" if wanted.hops else f"nobody but {who}"
        found.append((Wanted(actors=wanted.actors, hops=wanted.hops), steps))
    if wanted.relations:
        labels = (seen.ontology.relations[name].label for name in wanted.relations)
        found.append((Wanted(relations=wanted.relations), f"relation {_listed(labels, 'or')}"))
    if wanted.since or wanted.until:
        days = [f"from {wanted.since}"] if wanted.since else []
        days += [f"until {wanted.until}"] if wanted.until else []
        found.append((Wanted(since=wanted.since, until=wanted.until), " ".join(days)))
    if wanted.standings:
        found.append((Wanted(standings=wanted.standings), f"standing {_listed(wanted.standings, 'or')}"))
    return found


def _listed(words: Iterable[str], last: str = "and") -> str:
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end


def _alone(seen: Redacted, wanted: Wanted) -> str:
    """How much each criterion would select by itself: that shows which one to give up."""
    rows = [(words, len(select(seen.case, seen.weighed, alone).case.statements)) for alone, words in _criteria(seen, wanted)]
    if len(rows) == 1:
        return "Ask for less."
    return f"Alone they select: {'; '.join(f'{words}: {count}' for words, count in rows)}."


def _counted(shown: int, beside: int, every: int) -> str:
    more = f" ({beside} of them because they stand against a selected one, or because a selected one follows from them)" if beside else ""
    return f"{shown} of {every} statements{more}. The rest is not in this file; what each is worth was weighed in the whole case."
