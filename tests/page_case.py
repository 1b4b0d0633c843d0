"""A small invented case that holds one of everything a page can show; every name in it is made up."""

from __future__ import annotations

import itertools
from datetime import date
from functools import cache

from kg.folder import Settings
from kg.model import Actor, Case, Event, Evidence, Judgement, Source, Statement, gather, parse_quantity, parse_time
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.standing import Weighed, weigh
from kg.stories import Story, read_story

__all__ = ["CENTRAL", "EVIL", "KHMER", "case", "evil_case", "large_case", "ontology", "story", "weighed"]

#: Words that would run as script, end an element, turn the text around or start a formula, if anything let them.
EVIL = "=1+1</script><script>window.PWN=1</script><img src=x onerror=window.PWN=1>\"'&{{7*7}}\u2028`"
KHMER = "សហជីពកម្មករកំពង់ផែ"
#: The reading of the allegation that must never look like a fact.
CENTRAL = "brightsea exploited marlin-crew [alleged by dockers-union] [when 2019]"

ENTERED = date(2024, 3, 1)
RUN = "rules 1.0"


def _evidence(source: str, quote: str, **more: object) -> Evidence:
    known: dict[str, object] = {"curator": "kim", "entered": ENTERED, "prefix": "As it was told, ", "suffix": " And so it went on."}
    return Evidence(source, quote, **(known | more))  # type: ignore[arg-type]  # the fields of an evidence, by name


def _said(subject: str, relation: str, target: str, modality: str, quote: str, source: str = "velde-gazette", **more: object) -> Statement:
    evidence = more.pop("evidence", None) or (_evidence(source, quote),)
    when = more.pop("when", "2019")
    quantity = more.pop("quantity", "")
    return Statement(
        subject,
        relation,
        target,
        modality,
        when=parse_time(str(when)) if when else None,
        quantity=parse_quantity(str(quantity)) if quantity else None,
        evidence=evidence,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def _actors() -> tuple[Actor, ...]:
    return (
        Actor("ana-koehler", "Person", "Ána Köhler-Đặng", aliases=("Dr. Köhler",), description="speaks for the dockers"),
        Actor("arland", "Country", "Arland"),
        Actor("brightsea", "RecruitmentAgency", "Brightsea Crewing", identifiers=("lei:5299000J2N45DDNE4Y28",)),
        Actor("dockers-union", "Association", "Dockers’ Union of Velde", (("km", KHMER),), ("DUV", "the dockers")),
        Actor("harbour-court", "Court", "Harbour Court"),
        Actor("harbour-watch", "NGO", "Harbour Watch", description="nothing is said of it"),
        Actor("hostile", "NGO", EVIL, (("km", EVIL),), (EVIL,), EVIL, (f"x:{EVIL}",)),
        Actor("marlin-crew", "Group", "Crew of the Marlin, 2019"),
        Actor("ministry-of-harbours", "Ministry", "Ministry of Harbours and Inland Waterways", aliases=("MHIW",)),
        Actor("pay-report", "Report", "Report on pay at sea"),
        Actor("velde", "Place", "Velde"),
        Actor("velde-gazette-ltd", "MediaOutlet", "The Velde Gazette"),
    )


def _sources() -> tuple[Source, ...]:
    day = parse_time
    return (
        Source("brightsea-plea", "party", "Plea of Brightsea", "brightsea", published=day("2020-02-03"), document="plea.txt", document_is="note"),
        Source("evil-source", "other", EVIL, EVIL, EVIL, url="java\nscript:window.PWN=1", archived_url=f"https://example.org/?q={EVIL}", note=EVIL),
        Source("khmer-letter", "other", "A letter", "dockers-union", language="km", document="letter.txt", document_is="translation"),
        Source("pay-ledger", "official", "Pay ledger", "Harbour Office", document="ledger.txt", document_is="excerpt"),
        Source(
            "velde-gazette", "news", "Crew of the Marlin went unpaid", "velde-gazette-ltd", "I. Ferrer", day("2019-11"),
            "https://gazette.example/marlin", "https://archive.example/marlin", language="en", document="marlin.txt", document_is="original",
        ),
    )  # fmt: skip


def _plain() -> tuple[Statement, ...]:
    """One of each standing that needs no judgement."""
    ministry, union, crew = "ministry-of-harbours", "dockers-union", "marlin-crew"
    return (
        _said("ana-koehler", "directorOf", union, "asserted", "Ána Köhler-Đặng, who leads the union, spoke first."),
        _said("brightsea", "exploited", crew, "alleged", "Brightsea, the union says, worked the crew without pay.", claimant=union),
        _said("brightsea", "exploited", crew, "denied", "Nobody was exploited, Brightsea pleads.", "brightsea-plea", claimant="brightsea"),
        _said("brightsea", "deceived", crew, "asserted", "Brightsea had misled the crew about the ship."),
        _said(ministry, "met", "brightsea", "planned", "The ministry will see Brightsea in spring.", when="2020"),
        _said(ministry, "sanctioned", "brightsea", "hypothetical", "The ministry might yet suspend Brightsea.", claimant="ana-koehler"),
        _said(ministry, "investigated", "brightsea", "alleged", "Nobody ever looked into it, the union says.", claimant=union, negative=True),
        _said("harbour-court", "convicted", "brightsea", "asserted", "No court has convicted Brightsea.", negative=True),
        _said(
            "ana-koehler", "accused", ministry, "asserted", "",
            evidence=(_evidence("velde-gazette", "She accused the ministry."), _evidence("velde-gazette", "Correction: she did not.", stance="withdraws")),
        ),
        _said("brightsea", "paid", crew, "alleged", "120 a head, says the union.", quantity="120 EUR", claimant=union),
        _said("brightsea", "paid", crew, "alleged", "We paid 300 each.", "brightsea-plea", quantity="300 EUR", claimant="brightsea"),
        _said(ministry, "disputed", "pay-report", "asserted", "The ministry rejected the report."),
        _said(ministry, "disputed", "pay-report", "denied", "We have no quarrel with it.", claimant=ministry),
        _said(ministry, "criticized", ministry, "asserted", "The ministry found fault with itself."),
        _said("brightsea", "operatesIn", "velde", "asserted", "", evidence=(_evidence("pay-ledger", "", locator="page 4, line 2"),)),
        _said(union, "supported", "pay-report", "asserted", "សហជីពគាំទ្ររបាយការណ៍", "khmer-letter"),
        _said("velde", "locatedIn", "arland", "asserted", "Velde lies in Arland.", when=""),
    )  # fmt: skip


def _events() -> tuple[Statement, ...]:
    said = [
        _said("ministry-of-harbours", "presidedOver", "round-table", "asserted", "The ministry held a round table.", when="2019-10", role="host"),
        _said("dockers-union", "participatedIn", "round-table", "asserted", "The union sat at the table.", when="2019-10"),
        _said("brightsea", "participatedIn", "hearing", "planned", "Brightsea is to be heard in May.", when="2020-05"),
    ]
    because = Evidence("", origin="derived", premises=tuple(sorted(s.id for s in said[:2])), rule="metAtMeeting")
    return (*said, _said("dockers-union", "met", "ministry-of-harbours", "asserted", "", when="2019-10", event="round-table", evidence=(because,)))


def _judged() -> tuple[tuple[Statement, str], ...]:
    """Statements with the judgement that makes them what they are; a candidate has none."""
    found = {"origin": "extracted", "curator": "", "run": RUN, "confidence": 0.62}
    return (
        (_said("brightsea", "memberOf", "dockers-union", "alleged", "Brightsea belongs to the union, she said.", claimant="ana-koehler"), "uphold"),
        (_said("brightsea", "funded", "pay-report", "asserted", "Brightsea paid for the report."), "refute"),
        (
            _said("ana-koehler", "praised", "brightsea", "asserted", "", evidence=(_evidence("velde-gazette", "Praise, not blame.", **found),)),
            "reject",
        ),
        (_said("ana-koehler", "visited", "velde", "asserted", "", evidence=(_evidence("velde-gazette", "She came by boat.", **found),)), "unsure"),
        (
            _said(
                "pay-report",
                "criticized",
                "brightsea",
                "asserted",
                "",
                evidence=(_evidence("velde-gazette", "The report blames Brightsea.", **found),),
            ),
            "",
        ),
    )


def _hostile() -> Statement:
    evil = _evidence("evil-source", EVIL, locator=EVIL, note=EVIL, prefix=EVIL, suffix=EVIL)
    return _said("hostile", "accused", "ana-koehler", "alleged", "", claimant="hostile", role=EVIL, place="hostile", evidence=(evil,))


def _judgements(judged: tuple[tuple[Statement, str], ...]) -> tuple[Judgement, ...]:
    day = date(2024, 4, 2)
    return tuple(
        Judgement(s.reading, word, "kim", day, "Seen in the register.", source="velde-gazette" if word in ("reject", "unsure") else "")
        for s, word in judged
        if word
    )


@cache
def case() -> Case:
    """The whole case; the same object each time, it is frozen."""
    judged = _judged()
    statements = gather((*_plain(), *_events(), *(s for s, _ in judged), _hostile()))
    events = (
        Event("feast", "Meeting", "Feast of the harbour", when=parse_time("2019-08")),
        Event("hearing", "Hearing", "Hearing on the Marlin", when=parse_time("2020-05")),
        Event("round-table", "Meeting", "Round table on crew pay", when=parse_time("2019-10"), place="velde"),
    )
    settings = Settings("The crew of the Marlin", curators=(("kim", "Kim Sørensen"),))
    return Case(settings, _actors(), events, _sources(), statements, _judgements(judged))


def evil_case() -> Case:
    """The same with a title, a curator and a reason that are hostile too."""
    plain = case()
    rows = tuple(Judgement(j.statement, j.judgement, "kim", j.date, EVIL, j.source) for j in plain.judgements)
    settings = Settings(EVIL.replace("\u2028", " "), curators=(("kim", EVIL),))
    return Case(settings, plain.actors, plain.events, plain.sources, plain.statements, rows)


def large_case(circles: int = 16, size: int = 20) -> Case:
    """Circles of actors who met, each circle tied to the next by one allegation: more than a page draws at once."""
    names = [[f"actor-{circle:02}-{place:02}" for place in range(size)] for circle in range(circles)]
    actors = tuple(Actor(name, "Person", f"Member {name[6:]}") for circle in names for name in circle)
    statements = []
    for row, circle in enumerate(names):
        pairs = [(circle[0], other) for other in circle[1:]] + list(itertools.pairwise(circle[1:]))
        statements += [_said(one, "met", other, "asserted", f"{one} met {other}.") for one, other in pairs]
        statements.append(_said(circle[0], "threatened", names[(row + 1) % circles][0], "alleged", "So it is told.", claimant=circle[1]))
    return Case(Settings("Many circles"), actors, (), _sources(), gather(statements))


@cache
def ontology() -> Ontology:
    """The shipped vocabulary."""
    return read_ontology()[0]


def weighed(of: Case) -> Weighed:
    """The case weighed under the shipped vocabulary."""
    return weigh(of, ontology())


def story() -> Story:
    """Three steps through the case, one of them hostile."""
    edge = next(statement.id for statement in case().statements if statement.reading == CENTRAL)
    text = f"""# The unpaid crew

Who says what, and *how firmly*.

## The ship's agency
Brightsea found the crew.

[see](#actor=brightsea)

## {EVIL.splitlines()[0]}
{EVIL.splitlines()[0].replace("<", "‹")}

[see](#statement={edge}&standing=-denied)

## In the table
All of it.

[see](#view=table&standing=-established)
"""
    story, found = read_story(text, "the-crew", "data/stories/the-crew.md")
    assert found == ()
    assert story
    return story
