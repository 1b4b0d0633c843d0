"""Generated cases of any size, the same each time: groups with a busy centre, lines between them, every statement with its words."""

from __future__ import annotations

from datetime import date
from functools import cache

from kg.folder import Settings
from kg.model import Actor, Case, Event, Evidence, Source, Statement, gather, parse_time

__all__ = ["generated", "name_of"]

#: As many actors know each other best.
CIRCLE = 40
TYPES = ("NGO", "Ministry", "Company", "Person", "RecruitmentAgency", "Union", "Court", "MediaOutlet")
PLACES = ("Velde", "Arland", "Norrhaven", "Sund", "Marsk", "Tolmin", "Esk", "Brae")
WORKS = ("Harbour", "Shipping", "Crewing", "Fisheries", "Dredging", "Timber", "Cannery", "Salvage", "Pilot", "Ferry")
KINDS = ("Office", "Union", "Agency", "Council", "Fund", "Court", "Watch", "Board", "League", "Yard")
RELATIONS = ("met", "supported", "aided", "criticized", "accused", "funded", "memberOf", "exploited")
SAYS = ("told the inquiry", "wrote in its report", "said in a letter", "noted in the ledger", "let the paper know")
ENTERED = date(2024, 3, 1)


class _Dice:
    """Numbers that look like chance and are the same in every version of Python."""

    def __init__(self, seed: int) -> None:
        self.state = seed * 2654435761 % 2**32 or 1

    def below(self, many: int) -> int:
        """A number from 0 to `many` - 1."""
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return (self.state >> 8) % many


def name_of(number: int) -> str:
    """The label of the n-th actor: no two are alike."""
    place, work, kind = PLACES[number % 8], WORKS[number // 8 % 10], KINDS[number // 80 % 10]
    return f"{place} {work} {kind} {number}"


def _actor(number: int) -> Actor:
    name = name_of(number)
    return Actor(f"a{number:05}", TYPES[number % len(TYPES)], name, aliases=(f"{name.split()[0][:2].upper()}{number}",))


def _pair(row: int, actors: int, dice: _Dice) -> tuple[int, int]:
    """Two of one circle, often its centre; one line in eight leaves the circle."""
    one = row % actors
    start = one - one % CIRCLE
    size = min(CIRCLE, actors - start)
    other = dice.below(actors) if dice.below(8) == 0 else start if dice.below(4) == 0 else start + dice.below(size)
    return (one, other) if one != other else (one, (one + 1) % actors)


def _statement(row: int, actors: int, sources: int, dice: _Dice) -> Statement:
    one, other = _pair(row, actors, dice)
    relation = RELATIONS[dice.below(len(RELATIONS))]
    alleged = dice.below(3) == 0
    day = f"{2000 + dice.below(24)}-{1 + dice.below(12):02}"
    quote = f"{name_of(one)} {SAYS[row % 5]} in {day} that it knew {name_of(other)} (file {row}), and would say no more."
    evidence = Evidence(
        f"s{dice.below(sources):04}", quote, f"p. {row % 400}", curator="kim", entered=ENTERED,
        prefix=f"On sheet {row} it is told: ", suffix=" The sheet ends there.",
    )  # fmt: skip
    return Statement(
        f"a{one:05}", relation, f"a{other:05}", "alleged" if alleged else "asserted", when=parse_time(day),
        claimant=f"a{dice.below(actors):05}" if alleged else "", evidence=(evidence,),
    )  # fmt: skip


@cache
def generated(actors: int = 500, statements: int = 0) -> Case:
    """A case of so many actors, and twice as many statements unless said otherwise."""
    dice, many, papers = _Dice(actors), statements or 2 * actors, max(4, actors // 250)
    rows = (_statement(row, actors, papers, dice) for row in range(many))
    sources = tuple(
        Source(
            f"s{row:04}", "news", f"Paper of {PLACES[row % 8]}, sheet {row}", f"a{row * 7 % actors:05}", published=parse_time(f"{2001 + row % 23}")
        )
        for row in range(papers)
    )
    settings = Settings(f"{actors} actors", curators=(("kim", "Kim Sørensen"),))
    return Case(settings, tuple(_actor(n) for n in range(actors)), (Event("feast", "Meeting", "Feast of the harbour"),), sources, gather(rows))
