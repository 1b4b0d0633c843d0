"""Workspaces in which the analysts' questions have other answers: names, numbers and fates come from a seed.

A statement is entered with a fate (asserted, alleged and upheld, found by a machine and rejected, …), and what it is worth
then is written down here from the rules' words, not asked of the program.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from maker import make_workspace

from kg.folder import Folder

__all__ = ["AFFILIATIONS", "CONFLICT", "GRAVE", "PARTS", "Found", "Said", "World", "make_world"]

WORDS = (
    "Alder Aspen Bantry Birch Bramble Calder Cedar Clover Corrin Dogwood Drummer Elder Ember Fallow Fennel Garnet Gorse Harrow "
    "Hazel Heron Iris Ivel Jasper Juniper Kestrel Kittle Larch Linnet Maple Merlin Nettle Oakham Osprey Pike Plover Quarry "
    "Rowan Rush Sable Sorrel Tamar Teasel Umber Vetch Wicket Willow Yarrow Yew Zephyr Zinnia"
).split()
GRAVE = ("trafficked", "exploited", "confined", "abused", "deceived", "attacked")
CONFLICT = ("threatened", "sanctioned", "protestedAgainst")
#: A post or mandate of a person; what follows are ties by which nobody speaks for anybody.
AFFILIATIONS = ("holdsOfficeAt", "directorOf", "spokespersonFor", "employedBy", "consultantFor", "represents")
MERE_TIES = ("memberOf", "founded", "owns")
SYMMETRIC = ("agreedWith",)

#: What becomes of a positive statement: the word for its standing, and the word where the relation is grave.
FATES = {
    "asserted": ("established", "asserted"), "upheld": ("established", "established"), "accepted": ("established", "asserted"),
    "alleged": ("alleged", "alleged"), "copied": ("alleged", "alleged"), "denied": ("denied", "denied"), "planned": ("planned", "planned"),
    "negative": ("asserted not", "asserted not"), "alleged-negative": ("alleged not", "alleged not"), "refuted": ("refuted", "refuted"),
    "withdrawn": ("withdrawn", "withdrawn"), "candidate": ("candidate", "candidate"), "rejected": ("rejected", "rejected"),
    "unsure": ("unsure", "unsure"),
}  # fmt: skip
ESTABLISHING = ("asserted", "upheld", "accepted")
CLAIMED = ("alleged", "copied", "upheld", "denied", "alleged-negative")
FOUND = ("candidate", "accepted", "rejected")

PARTS = {
    "government": "GovernmentBody", "ministry": "Ministry", "bureau": "GovernmentBody", "office": "GovernmentBody", "pretender": "Ministry",
    "union": "Association", "league": "Association", "report": "Report", "embassy": "Embassy", "outlet": "MediaOutlet",
    **{f"company{n}": "Company" for n in range(9)}, **{f"charity{n}": "NGO" for n in range(4)},
    **{f"person{n}": "Person" for n in range(7)}, **{f"crew{n}": "Group" for n in range(9)},
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One evidence: the words, the source, the stance, and who or what entered it when."""

    source: str
    quote: str
    stance: str
    by: str
    entered: str


@dataclass(frozen=True)
class Said:
    """A statement with what it is worth."""

    subject: str
    relation: str
    object: str
    standing: str
    modality: str
    negative: bool
    claimant: str
    role: str
    when: str
    quantity: str
    evidence: tuple[Found, ...]

    @property
    def reading(self) -> str:
        """The line that identifies it."""
        text = f"{self.subject} {'not ' if self.negative else ''}{self.relation} {self.object}"
        if self.modality != "asserted":
            text += f" [{self.modality}{f' by {self.claimant}' if self.claimant else ''}]"
        details = (("as", self.role), ("when", self.when), ("quantity", self.quantity))
        return text + "".join(f" [{word} {value}]" for word, value in details if value)


@dataclass
class World:
    """One workspace in the making."""

    random: random.Random
    ids: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    candidates: list[dict[str, object]] = field(default_factory=list)
    judgements: list[dict[str, str]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=lambda: {"paper": [], "gazette": [], "wire": []})

    def name(self, part: str, kind: str, word: str) -> None:
        """A new actor or event with a name of its own."""
        label = f"{word} {self.random.choice(('of the North', 'and Sons', 'Circle', 'Body', 'Hall'))}"
        self.ids[part] = label.lower().replace(" ", "-")
        self.labels[self.ids[part]], self.types[self.ids[part]] = label, kind
        self.aliases[self.ids[part]] = f"Old {word}"

    def called(self, part: str) -> str:
        """One of the names of a part, as a user might type it."""
        name = self.ids[part]
        return self.random.choice((name, self.labels[name], self.aliases[name]))

    def _quote(self, source: str) -> str:
        sentence = f"({sum(map(len, self.texts.values()))}) {self.random.choice(WORDS)} tells what was told."
        self.texts[source].append(sentence)
        return sentence

    def say(self, subject: str, relation: str, other: str, fate: str, by: str = "", *, role: str = "", when: str = "", quantity: str = "") -> Said:
        """Enters a statement so that it meets its fate."""
        one, two = self.ids[subject], self.ids[other]
        if relation in SYMMETRIC:
            one, two = sorted((one, two))
        modality = fate if fate in ("alleged", "denied", "planned") else "alleged" if fate in CLAIMED else "asserted"
        negative, claimant = fate.endswith("negative"), self.ids[by] if fate in CLAIMED else ""
        content = {"subject": one, "relation": relation, "object": two, "modality": modality, "claimant": claimant}
        content |= {"polarity": "negative" if negative else "positive", "role": role, "when": when, "quantity": quantity}
        source = self.random.choice(("paper", "gazette"))
        # The wire repeats the paper: two evidences, one voice.
        found = [self._enter(content, where, fate) for where in (("paper", "wire") if fate == "copied" else (source,))]
        if fate == "withdrawn":
            found.append(self._enter({**content, "stance": "withdraws"}, source, fate))
        standing = FATES[fate][relation in GRAVE]
        said = Said(one, relation, two, standing, modality, negative, claimant, role, when, quantity, tuple(found))
        assert said.reading not in {other.reading for other in self.said}, said.reading
        self.said.append(said)
        self._judge(said, fate, source)
        return said

    def _enter(self, content: dict[str, str], source: str, fate: str) -> Found:
        quote = self._quote(source)
        if fate in FOUND:
            self.candidates.append({**{k: v for k, v in content.items() if v}, "source": source, "quote": quote, "run": "model-7", "confidence": 0.5})
            return Found(source, quote, "supports", "model-7", "")
        curator, day = self.random.choice(("ed", "jo")), f"2024-01-{self.random.randint(1, 28):02}"
        self.rows.append({**content, "source": source, "quote": quote, "curator": curator, "entered": day})
        return Found(source, quote, content.get("stance", "supports"), {"ed": "Ed Itor", "jo": "Jo Reader"}[curator], day)

    def _judge(self, said: Said, fate: str, source: str) -> None:
        word = {"upheld": "uphold", "refuted": "refute", "accepted": "accept", "rejected": "reject", "unsure": "unsure"}.get(fate)
        if word:
            about = "" if word in ("uphold", "refute") else source
            row = {"statement": said.reading, "source": about, "judgement": word, "curator": "jo", "date": "2024-02-01", "reason": "looked at again"}
            self.judgements.append(row)

    def write(self, root: Path) -> Folder:
        """The workspace on disk."""
        actors = [
            {"id": name, "type": self.types[name], "label": label, "aliases": self.aliases[name]}
            for name, label in self.labels.items()
            if name not in self.events
        ]
        kinds = {
            "paper": ("news", "The Paper", "House of Print", ""),
            "gazette": ("news", "The Gazette", self.ids["outlet"], ""),
            "wire": ("news", "The Wire", "Wire Ltd", "paper"),
        }
        sources = [
            {"id": name, "kind": kind, "title": title, "publisher": publisher, "copies": copies, "document": f"{name}.txt", "document_is": "excerpt"}
            for name, (kind, title, publisher, copies) in kinds.items()
        ]
        return make_workspace(
            root,
            actors=actors,
            events=[{"id": name, "type": "Meeting", "label": self.labels[name], "when": when} for name, when in self.events.items()],
            sources=sources,
            statements=self.rows,
            judgements=self.judgements,
            candidates={"found": self.candidates} if self.candidates else {},
            documents={f"{name}.txt": "\n".join(lines) for name, lines in self.texts.items()},
        )


def make_world(seed: int) -> World:
    """What was said in one workspace."""
    w = World(random.Random(seed))  # repeatable on purpose
    words = w.random.sample(WORDS, len(PARTS) + 4)
    for part, kind in PARTS.items():
        w.name(part, kind, words.pop())
    for number in range(4):
        w.name(f"meeting{number}", "Meeting", words.pop())
        w.events[w.ids[f"meeting{number}"]] = ("2013-07", w.random.choice(("2013-07-15", "2013-08")), "2013-09", "")[number]
    _ties(w)
    _meetings(w)
    _members(w)
    _numbers(w)
    _disputes(w)
    _plans(w)
    return w


def _pick(w: World, parts: Iterable[str]) -> str:
    return w.random.choice(list(parts))


def _people(w: World) -> list[str]:
    return [part for part in PARTS if part.startswith("person")]


def _ties(w: World) -> None:
    """Who is part of what, and who speaks for whom; ties that are only said to be, or are no voice."""
    w.say("ministry", "partOf", "government", _pick(w, ESTABLISHING), "charity0")
    w.say("bureau", "partOf", "ministry", _pick(w, ESTABLISHING), "charity0")
    w.say("pretender", "partOf", "government", _pick(w, ("alleged", "denied", "candidate", "refuted")), "charity0")
    w.say("person0", "holdsOfficeAt", "ministry", _pick(w, ESTABLISHING), "charity1", role="secretary", when="2013")
    w.say("person1", "holdsOfficeAt", "office", _pick(w, ("alleged", "denied", "planned", "negative")), "charity1", role="chief")
    w.say("person0", "represents", "person6", "asserted")
    for number, person in enumerate(_people(w)[2:]):
        body = _pick(w, ("charity0", "charity1", "charity2", "charity3", "union", "league"))
        w.say(person, w.random.choice(AFFILIATIONS), body, "asserted" if number < 2 else w.random.choice(list(FATES)), "charity0", when="2013")
        w.say(person, w.random.choice(MERE_TIES), _pick(w, ("company0", "company1")) if number % 2 else "embassy", "asserted")


def _meetings(w: World) -> None:
    """Four meetings: the ministry is known to have been at some, and is only said or planned to have been at others."""
    guests = ["union", "league", "charity0", "charity1", "charity2", "charity3", "embassy"]
    for number in range(4):
        meeting = f"meeting{number}"
        when = w.random.choice((w.events[w.ids[meeting]], ""))
        fate = w.random.choice(ESTABLISHING if number == 0 else (*ESTABLISHING, "alleged", "planned", "denied"))
        if w.random.random() < 0.5:
            w.say("ministry", "presidedOver", meeting, fate, "charity2", role="host", when=when)
        else:
            w.say("ministry", "participatedIn", meeting, fate, "charity2", when=when)
        chair = _pick(w, ("person0", "person1", "charity3", "office"))
        w.say(chair, "presidedOver", meeting, w.random.choice(ESTABLISHING if number < 2 else (*ESTABLISHING, "alleged")), "charity2", when=when)
        for guest in ["union", *w.random.sample(guests[1:], 4)]:
            if guest != chair:
                sure = (guest, number) == ("union", 0)
                w.say(guest, "participatedIn", meeting, w.random.choice(ESTABLISHING if sure else list(FATES)), "charity2", when=when)


def _members(w: World) -> None:
    """Companies in and out of two associations, and what they are accused of by whom."""
    for number in range(9):
        company, body = f"company{number}", _pick(w, ("union", "league")) if number else "union"
        fate = w.random.choice(ESTABLISHING) if number < 3 else w.random.choice(list(FATES))
        member = w.say(company, "memberOf", body, fate, "person2", when="2013")
        if member.standing == "established" and w.random.random() < 0.3:
            w.say(company, "memberOf", body, "denied", company, when="2013")
        relations = [*w.random.sample(GRAVE, 2), w.random.choice(CONFLICT)]
        for relation in relations:
            accuser = _pick(w, ("person2", "person3", "person4", "charity0"))
            fate = "alleged" if relation == relations[0] else w.random.choice(list(FATES))
            w.say(company, relation, f"crew{number}", fate, accuser, when="2012")
        w.say("charity0", "criticized", company, w.random.choice(("asserted", "alleged")), "person3", when="2013-07")


def _numbers(w: World) -> None:
    """What a government counts: alone, with a second voice, against another number; and what only looks like that."""
    patterns = ["alone", "agreed", "differs", "own side", "other year", "bound", "candidate", "refuted", "asserted", "unsure", "rejected"]
    for number, pattern in enumerate(w.random.sample(patterns, 8)):
        what, crew = w.random.choice(("arrested", "rescued", "convicted")), f"crew{number}"
        count, voice = w.random.randint(20, 900), _pick(w, ("ministry", "bureau", "government"))
        same, other, outside = str(count), str(count + w.random.randint(1, 99)), _pick(w, ("charity1", "embassy", "pretender"))
        w.say("government", what, crew, "alleged", voice, when="2012", quantity=same)
        second = {"agreed": (same, outside), "differs": (other, outside), "own side": (same, "ministry" if voice != "ministry" else "bureau")}
        if pattern in second:
            amount, speaker = second[pattern]
            w.say("government", what, crew, "alleged", speaker, when="2012", quantity=amount)
        elif pattern == "other year":
            w.say("government", what, crew, "alleged", outside, when="2011", quantity=other)
        elif pattern == "bound":
            w.say("government", what, crew, "alleged", outside, when="2012", quantity=w.random.choice((f">{count}", f">{count - 1}")))
        elif pattern in ("candidate", "refuted", "unsure", "rejected", "asserted"):
            w.say("government", what, crew, pattern, when="2012", quantity=w.random.choice((same, other)))


def _disputes(w: World) -> None:
    """What was done and what denies it, in the same time or another."""
    w.say("ministry", "disputed", "report", "asserted", when="2013-07")
    w.say("ministry", "disputed", "report", "denied", "person0", when=w.random.choice(("2013-07", "2013", "2012")))
    w.say("embassy", "supported", "report", w.random.choice(("asserted", "alleged")), "charity1", when="2013")
    w.say("embassy", "supported", "report", w.random.choice(("negative", "alleged-negative")), "charity2", when=w.random.choice(("2013-07", "2014")))


def _plans(w: World) -> None:
    """Plans that were carried out after all, earlier, only in somebody's words, or not at all."""
    pairs = [
        ("ministry", "embassy"),
        ("bureau", "embassy"),
        ("charity0", "office"),
        ("charity1", "office"),
        ("charity2", "union"),
        ("charity3", "league"),
    ]
    w.say("bureau", "visited", "league", "planned", when="2013-07")
    w.say("bureau", "visited", "league", "asserted", when="2013")
    for subject, other in pairs:
        relation, planned = w.random.choice(("visited", "agreedWith")), w.random.choice(("2013-07", "2013", ""))
        w.say(subject, relation, other, "planned", when=planned)
        then = w.random.choice(("2013-08", "2013-07-20", "2013", "2012", "2014", ""))
        fate = w.random.choice(("nothing", "asserted", "asserted", "upheld", "alleged", "denied", "candidate", "negative", "withdrawn"))
        if fate != "nothing":
            w.say(subject, relation, other, fate, "person3", when=then)
