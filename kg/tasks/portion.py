"""A part of a case for one page: what somebody typed, what is selected by it, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.clean import match_key, visible
from kg.errors import UsageError
from kg.model import Time, parse_time
from kg.model.time import TimeError
from kg.network import Wanted, select
from kg.ontology import Ontology
from kg.page.addresses import check_stories
from kg.page.look import lines
from kg.redact import Redacted
from kg.standing import label_in, standing_word
from kg.tasks.names import find_actor, nearest
from kg.texts import ENGLISH, LANGUAGES, say

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


def portion(seen: Redacted, choice: Choice) -> tuple[Redacted, Mapping[str, str]]:
    """What of a case is asked for, and, by language, a sentence that says what it is; the whole case and no sentence where nothing is.

    Names are looked up in what the reader may see. Stories are told whole or not at all. Raises `UsageError` when a word
    means nothing, and when nothing is left.
    """
    wanted = _wanted(seen, choice)
    if wanted.everything:
        return seen, {}
    part = select(seen.case, seen.weighed, wanted)
    if not part.case.statements:
        raise UsageError(f"No statement of this case is selected: {_asked(seen, wanted)}.", hint=_alone(seen, wanted))
    stories = tuple(story for story in seen.stories if not check_stories([story], part.case, seen.ontology))
    counts = len(part.case.statements), part.beside, len(seen.case.statements)
    said = {
        language: say(language, "part.whole", asked=_asked(seen, wanted, language), counted=_counted(*counts, language)) for language in LANGUAGES
    }
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


def _asked(seen: Redacted, wanted: Wanted, language: str = ENGLISH) -> str:
    """`actors within 2 steps of ACRA; relation accused; from 2013-01-01`."""
    return "; ".join(words for _, words in _criteria(seen, wanted, language))


def _criteria(seen: Redacted, wanted: Wanted, language: str = ENGLISH) -> list[tuple[Wanted, str]]:
    """Each criterion alone, and its words."""
    found = []
    if wanted.actors:
        who = _listed((label_in(language, name, seen.case) for name in wanted.actors), "and", language)
        steps = say(language, "part.actors", count=wanted.hops, who=who) if wanted.hops else say(language, "part.nobody-but", who=who)
        found.append((Wanted(actors=wanted.actors, hops=wanted.hops), steps))
    if wanted.relations:
        labels = _listed((seen.ontology.relations[name].label_in(language) for name in wanted.relations), "or", language)
        found.append((Wanted(relations=wanted.relations), say(language, "part.relation", labels=labels)))
    if wanted.since or wanted.until:
        found.append((Wanted(since=wanted.since, until=wanted.until), _days(wanted.since, wanted.until, language)))
    if wanted.standings:
        words = _listed((standing_word(word, language) for word in wanted.standings), "or", language)
        found.append((Wanted(standings=wanted.standings), say(language, "part.standing", words=words)))
    return found


def _days(since: date | None, until: date | None, language: str) -> str:
    if since and until:
        return say(language, "part.between", first=since, last=until)
    return say(language, "part.from", day=since) if since else say(language, "part.until", day=until)


def _listed(words: Iterable[str], last: str, language: str) -> str:
    *most, end = words
    return say(language, f"part.list-{last}", most=", ".join(most), end=end) if most else end


def _alone(seen: Redacted, wanted: Wanted) -> str:
    """How much each criterion would select by itself: that shows which one to give up."""
    rows = [(words, len(select(seen.case, seen.weighed, alone).case.statements)) for alone, words in _criteria(seen, wanted)]
    if len(rows) == 1:
        return "Ask for less."
    return f"Alone they select: {'; '.join(f'{words}: {count}' for words, count in rows)}."


def _counted(shown: int, beside: int, every: int, language: str) -> str:
    if beside:
        return say(language, "part.beside", shown=shown, all=every, beside=beside)
    return say(language, "part.counted", shown=shown, all=every)
