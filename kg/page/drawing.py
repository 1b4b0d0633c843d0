"""What is drawn: actors and statements as the nodes and edges of the drawing library, with their places."""

from __future__ import annotations

import heapq
import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from kg.model import Actor, Case, Event, Statement
from kg.network import Line, Mark, Picture, Spot, parts, place
from kg.ontology import Ontology
from kg.page.look import family_of, line_of, plain_word
from kg.page.overview import MOST, NAME, overview
from kg.standing import FIRMNESS, Weighed, standing_word, verb_of
from kg.texts import ENGLISH, LANGUAGES, say

Json = dict[str, Any]

__all__ = ["CAP", "Drawing", "draw", "is_hidden", "isolate", "short_label", "word_on_line"]

#: At most this many actors are drawn at once; above it a page opens on one part of the network. Drawing 300 is no work for
#: a browser, but their labels are then 5 pixels high on a screen: nobody reads a picture like that, and it persuades all the same.
CAP = 150
#: As many members of a part are drawn together.
PART = 60
SIZE = 14
#: A symbol grows by at most so much, whatever measure the reader chooses: less than the room that labels keep.
GROWTH = 7
WORDS = 12
#: A label line aims at this many letters, and never has more than so many lines.
WRAP, LINES, WIDEST = 19, 4, 26
#: Longer labels give way to an acronym among their aliases: it is what people say.
LONG = 24
ACRONYM = re.compile(r"[A-Z][A-Z0-9&.-]{1,7}")
#: How far parallel lines fan out, without and with words on them.
FAN, FAN_WORDED = 0.2, 0.3


@dataclass(frozen=True, slots=True)
class Drawing:
    """Nodes and edges by short ids of our own: `n0` is the first actor, `e0` the first statement."""

    nodes: tuple[Json, ...]
    edges: tuple[Json, ...]
    #: Of a large network: how many actors each part has, and the short ids of those that are drawn when it is opened.
    parts: tuple[tuple[int, tuple[str, ...]], ...] = ()
    #: Of a large network: its parts as a picture of their own.
    map: Json | None = None


def isolate(text: str) -> str:
    """The text between direction isolates, so that no script turns its neighbours around."""
    return f"\u2068{text}\u2069"


def is_hidden(statement: Statement, weighed: Weighed) -> bool:
    """Whether a statement waits behind its filter: set aside by a person, taken back, or only derived."""
    derived = all(item.origin == "derived" for item in statement.evidence) and bool(statement.evidence)
    return derived or line_of(weighed.standing[statement.id]).hidden


def short_label(record: Actor | Event, language: str = ENGLISH) -> str:
    """What stands in the picture: the acronym of a long label, else the label."""
    label = dict(record.labels).get(language, record.label)
    aliases = record.aliases if isinstance(record, Actor) else ()
    return next((alias for alias in aliases if len(label) > LONG and ACRONYM.fullmatch(alias)), label)


def word_on_line(statement: Statement, ontology: Ontology, weighed: Weighed, language: str = ENGLISH) -> str:
    """Two short lines: what the statement is worth, and the relation; empty where it is simply established."""
    standing = weighed.standing[statement.id]
    if standing.established and statement.id not in weighed.contested:
        return ""
    plain = plain_word(standing)
    if standing.established:
        head, negative = say(language, "sentence.contested").upper(), False
    elif plain in FIRMNESS:
        head, negative = standing_word(standing.word, language), False
    else:
        head, negative = _unjudged(plain, statement.modality, language), statement.negative
    verb = verb_of(statement.relation, ontology, language, negative=negative)
    return f"{head}\n{verb} {statement.quantity or ''}".rstrip()


def _unjudged(plain: str, modality: str, language: str) -> str:
    """`candidate, denied ?`: how firmly it is said is not lost on the line of what nobody has taken over."""
    word = standing_word(plain, language)
    if modality != "asserted":
        word = say(language, "sentence.firmness", head=word, modality=standing_word(modality, language))
    return word + (" ?" if plain == "candidate" else "")


def draw(records: Sequence[Actor | Event], case: Case, ontology: Ontology, weighed: Weighed, language: str = ENGLISH) -> Drawing:
    """Nodes in the order of the records, edges in the order of the statements; words in a language, with room for every other."""
    ids = {record.id: f"n{row}" for row, record in enumerate(records)}
    bends = _bends(case.statements, weighed)
    edges = [_edge(f"e{row}", s, ids, bends[s.id], ontology, weighed, language) for row, s in enumerate(case.statements)]
    degree: dict[str, int] = {}
    for statement in case.statements:
        if not is_hidden(statement, weighed):
            for end in {statement.subject, statement.object}:
                degree[end] = degree.get(end, 0) + 1
    nodes = {record.id: _node(ids[record.id], record, degree.get(record.id, 0), ontology, weighed, language) for record in records}
    marks = {name: _mark(node) for name, node in nodes.items()}
    if len(records) <= CAP:
        return _placed(nodes, edges, place(marks, _lines(case.statements, dict.fromkeys(ids, 0), bends, ontology, weighed)))
    every = parts(case)
    groups = every[:MOST]
    near = _near(case.statements)
    first = [_drawn_first(group, near) for group in groups]
    together = {name: row for row, group in enumerate(first) for name in group}
    lines = _lines(case.statements, together, bends, ontology, weighed)
    labels = {name: {record.id: _known_as(record, name) for record in records} for name in LANGUAGES}
    drawing = _placed(nodes, edges, _apart(first, marks, lines))
    shown = tuple((len(group), tuple(ids[name] for name in some)) for group, some in zip(groups, first, strict=True))
    beyond = {"parts": len(every) - len(groups), "actors": sum(map(len, every[MOST:]))}
    return replace(drawing, parts=shown, map=overview(groups, labels, case, weighed, language) | {"beyond": beyond})


def _known_as(record: Actor | Event, language: str) -> str:
    label = dict(record.labels).get(language, record.label)
    return label if len(label) <= NAME else short_label(record, language)


def _near(statements: Iterable[Statement]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {}
    for statement in statements:
        near.setdefault(statement.subject, set()).add(statement.object)
        near.setdefault(statement.object, set()).add(statement.subject)
    return near


def _drawn_first(group: Sequence[str], near: Mapping[str, set[str]]) -> list[str]:
    """The members of a part that are drawn when it is opened: from the best connected one outwards, so that they hang together."""
    rank = {name: row for row, name in enumerate(group)}
    found: list[str] = []
    seen, edge = {group[0]}, [0]
    while edge and len(found) < PART:
        name = group[heapq.heappop(edge)]
        found.append(name)
        for other in sorted((near.get(name, set()) & rank.keys()) - seen):
            seen.add(other)
            heapq.heappush(edge, rank[other])
    found += [name for name in group if name not in seen][: PART - len(found)]
    return sorted(found, key=rank.__getitem__)


def _placed(nodes: Mapping[str, Json], edges: Iterable[Json], picture: Picture) -> Drawing:
    """Nodes and edges with their places; whoever is in no picture yet has none."""
    spots, lifts = picture.spots, picture.lifts
    where: dict[str, Json] = {name: {"x": spot.x, "y": spot.y, "above": spot.above} for name, spot in spots.items()}
    return Drawing(
        tuple({**node, **where.get(name, {})} for name, node in nodes.items()),
        tuple({**edge, "lift": lifts.get(str(edge["id"]), 0)} for edge in edges),
    )


def _node(short: str, record: Actor | Event, degree: int, ontology: Ontology, weighed: Weighed, language: str) -> Json:
    family = family_of(record.type, ontology)
    # A meeting that is only planned must not look as if it was held, least of all one that nobody speaks of.
    standing = weighed.events.get(record.id, "") if isinstance(record, Event) else "established"
    labels = {name: _label(record, standing, name) for name in LANGUAGES}
    mine = labels.pop(language)
    others = {name: label for name, label in labels.items() if label != mine}
    size = family.size + min(GROWTH, round(1.6 * math.sqrt(degree)))
    return {
        "id": short,
        "shape": family.shape,
        "size": size,
        "base": family.size,
        "family": family.key,
        "doubtful": standing != "established",
        **mine,
        **({"said": others} if others else {}),
    }


def _label(record: Actor | Event, standing: str, language: str) -> Json:
    """The label in lines, and its room: only we know on which side of its symbol it stands."""
    name = short_label(record, language)
    if standing != "established":
        word = standing_word(standing, language) if standing else say(language, "network.unsaid")
        name = say(language, "network.marked", standing=word, name=name)
    rows = wrapped(name)
    wide = round(max(text_width(row, SIZE) for row in rows)) + 4
    return {"label": "\n".join(isolate(row) for row in rows), "wide": wide, "high": SIZE * len(rows) + 2}


def wrapped(text: str) -> list[str]:
    """A label in at most four lines of about equal length; what does not fit becomes an ellipsis."""
    flat = " ".join(text.split())
    count = min(LINES, math.ceil(len(flat) / WRAP)) or 1
    for width in range(max(9, math.ceil(len(flat) / count)), WIDEST + 1):
        found = textwrap.wrap(flat, width, break_long_words=False, break_on_hyphens=False)
        if len(found) <= count:
            break
    else:
        found = textwrap.wrap(flat, WIDEST, break_long_words=False, break_on_hyphens=False, max_lines=LINES, placeholder=" …")
    return [_cut(line) for line in found] or ["?"]


def _cut(line: str, most: int = 34) -> str:
    """A line without blanks that is too long is cut, but not before a mark that belongs to the letter in front of it."""
    if len(line) <= most:
        return line
    end = most
    while end > 1 and unicodedata.combining(line[end]) + (unicodedata.category(line[end])[0] == "M"):
        end -= 1
    return line[:end] + "…"


def text_width(text: str, size: float) -> float:
    """About how wide a line of text is drawn: generous, since every machine has other fonts."""
    return sum(map(_width, text)) * size


@cache
def _width(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(letter) in "WF" else 0.68 if letter.isupper() else 0.56


def _mark(node: Mapping[str, object]) -> Mark:
    size, said = node["size"], node.get("said", {})
    assert isinstance(size, int)
    assert isinstance(said, dict)
    # Whatever language the page is read in, no label may lie over another.
    every = (node, *said.values())
    return Mark(size + 2.0, max(label["wide"] for label in every), max(label["high"] for label in every))


def _lines(statements: Iterable[Statement], part: Mapping[str, int], bends: Mapping[str, float], ontology: Ontology, weighed: Weighed) -> list[Line]:
    """The lines that are drawn at first, with the room of their words; words of parallel lines know their place among each other."""
    found: list[Line] = []
    stacked: dict[frozenset[str], list[str]] = {}
    for row, statement in enumerate(statements):
        if statement.subject == statement.object or not _together(statement, part) or is_hidden(statement, weighed):
            continue
        words = [word for name in LANGUAGES for word in word_on_line(statement, ontology, weighed, name).split("\n")]
        lines = len(words) // len(LANGUAGES)
        room = (max(text_width(word, WORDS) for word in words) + 4, WORDS * lines + 4.0) if words[0] else (0.0, 0.0)
        found.append(Line(f"e{row}", statement.subject, statement.object, bends[statement.id], room))
        if words[0]:
            stacked.setdefault(frozenset((statement.subject, statement.object)), []).append(f"e{row}")
    ranks = {name: place - (len(same) - 1) / 2 for same in stacked.values() for place, name in enumerate(same)}
    return [replace(line, rank=ranks.get(line.id, 0.0)) for line in found]


def _together(statement: Statement, part: Mapping[str, int]) -> bool:
    return statement.subject in part and part[statement.subject] == part.get(statement.object)


def _edge(short: str, statement: Statement, ids: Mapping[str, str], bend: float, ontology: Ontology, weighed: Weighed, language: str) -> Json:
    look = line_of(weighed.standing[statement.id])
    relation = ontology.relations.get(statement.relation)
    head = {"enabled": True, "type": look.arrow}
    words = word_on_line(statement, ontology, weighed, language)
    edge: Json = {
        "id": short,
        "from": ids[statement.subject],
        "to": ids[statement.object],
        "dashes": list(look.dash) or False,
        "arrows": {"to": head, "from": head} if relation and relation.symmetric else {"to": head},
        "label": "\n".join(isolate(row) for row in words.split("\n")) if words else " ",
        "width": look.width,
    }
    if statement.subject == statement.object:
        edge["selfReference"] = {"size": 20 + round(60 * abs(bend)), "angle": 0.8, "renderBehindTheNode": False}
    elif bend:
        edge["smooth"] = {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)}
    return edge


def _bends(statements: Iterable[Statement], weighed: Weighed) -> dict[str, float]:
    """How far each line bends, so that parallel ones fan out and none hides another; those hidden at first go outside."""
    pairs: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        pairs.setdefault((min(statement.subject, statement.object), max(statement.subject, statement.object)), []).append(statement)
    bends = {}
    for same in pairs.values():
        same.sort(key=lambda s: (is_hidden(s, weighed), s.reading))
        shown = sum(not is_hidden(s, weighed) for s in same) or 1
        # Beyond one, the drawing library bends lines into loops.
        step = min(FAN if all(weighed.established(s) for s in same[:shown]) else FAN_WORDED, 1 / shown)
        for row, statement in enumerate(same):
            side = row - (shown - 1) / 2 if row < shown else (shown / 2 + (row - shown) // 2 + 0.5) * (1 if (row - shown) % 2 else -1)
            bends[statement.id] = round(step * side * (1 if statement.subject <= statement.object else -1), 2)
    return bends


def _apart(groups: Sequence[Sequence[str]], marks: Mapping[str, Mark], lines: Sequence[Line]) -> Picture:
    """Large networks: the members that are drawn together have places of their own part, all around one middle."""
    spots: dict[str, Spot] = {}
    lifts: dict[str, int] = {}
    part_of = {name: row for row, group in enumerate(groups) for name in group}
    inside: dict[int, list[Line]] = {}
    for line in lines:
        inside.setdefault(part_of[line.start], []).append(line)
    for row, group in enumerate(groups):
        shown = place({name: marks[name] for name in group}, inside.get(row, ()), careful=False)
        spots |= shown.spots
        lifts |= shown.lifts
    return Picture(spots, lifts)
