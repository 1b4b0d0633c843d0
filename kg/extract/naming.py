"""What a name names: votes of its own words, of the words around it and of the statistical model, and one type for one name in one text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.tokens import Doc

from kg.extract.words import given_gender, is_person_noun, name_words, ranked, table, words

__all__ = ["Name", "Run", "Voter", "agree", "titles", "type_words"]

_CONTINENTS = frozenset(("europe", "asia", "africa", "america", "international", "worldwide"))
_PARTS_OF_THE_WORLD = frozenset(
    "north south east west central northern southern eastern western new great upper lower saudi sri costa el papua equatorial sierra latin viet hong democratic united burkina cape cabo ivory trinidad czech dominican san puerto southeast sub".split()
)
_SETTLEMENTS = frozenset(
    ("village", "district", "province", "town", "township", "commune", "suburb", "neighbourhood", "neighborhood", "slum", "island", "peninsula")
)
_GOING = frozenset(
    "left leave leaves leaving headed heading bound flew fly flown flight flights travelled traveled went moved returned sent taken brought deported migrated fled trafficked smuggled shipped sailed back home way".split()
)
_LABELS = {"PERSON": "Person", "ORG": "Organisation", "GPE": "Place", "LOC": "Place", "FAC": "Place"}


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of a name: token positions `[start, end)` of the name itself, `[left, right)` of all that goes with it."""

    start: int
    end: int
    left: int
    right: int
    text: str
    #: A type of the ontology.
    type: str = ""
    #: Office or form of address before the name, in small letters.
    title: str = ""
    #: The acronym in brackets after it.
    short: str = ""
    #: What speaks for which type.
    votes: tuple[tuple[str, float], ...] = ()


@dataclass
class Run:
    """Tokens that look like one name while they are collected."""

    start: int
    end: int
    title_from: int = -1
    extra: int = 0
    short: str = ""
    quoted: bool = False
    #: Whether the family name stands first, with a comma behind it.
    turned: bool = False
    votes: dict[str, float] = field(default_factory=lambda: defaultdict(float))


class Voter:
    """Gives the runs of one text their types."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.lower = [token.lower_ for token in doc]
        self.label = [token.ent_type_ for token in doc]

    def named(self, run: Run) -> Name:
        """The name of a run with its most likely type."""
        start, end = (run.start + 1, run.end - 1) if run.quoted else (run.start, run.end)
        while end - start > 1 and self.doc[end - 1].text in ",.":
            end -= 1
        text = self.doc[start:end].text
        title = self.doc[run.title_from : run.start].text.lower() if run.title_from >= 0 else ""
        self._vote(run, text, title)
        kind = max(run.votes.items(), key=lambda item: (item[1], item[0]))[0]
        left = run.title_from if run.title_from >= 0 else run.start
        while end - start > 1 and self.lower[start] == "the":
            start += 1
        text = self.doc[start:end].text
        if left > 0 and self.lower[left - 1] == "the" and kind != "Person":
            left -= 1
        described = table("groups", "again").get(self.lower[left - 1], ()) if left > 1 else ()
        if (
            described
            and described[0] != "Person"
            and kind not in ("Person", "Place", "Country", "Report")
            and self.lower[left - 1] == self.doc[left - 1].text
            and self.lower[left - 2] not in ("its", "his", "her", "their", "’s", "'s", "’", "'")
        ):
            left -= 1  # "the Porto-based charity Open House" reads as "the Porto-based Open House"
            first = left
            while (
                first > 0
                and left - first < 3
                and self.doc[first - 1].text.isalpha()
                and self.doc[first - 1].text.islower()
                and not self.doc[first - 1].is_stop
            ):
                first -= 1
            if first < left and self.lower[first] == "based":
                first += 1
            if first > 0 and self.lower[first - 1] in ("the", "a", "an", "based"):
                left = first  # "the aid group Praksis"
        if run.turned:
            text = f"{self.doc[start + 2 : end].text} {self.doc[start].text}"
        if run.quoted and left > 1 and self.doc[left - 1].text == "," and "Report" in table("groups", "again").get(self.lower[left - 2], ()):
            left -= 2  # "a report, “Second Skin”, was published" reads as "a “Second Skin”, was published"
        if text.endswith(".") and len(self.doc[end - 1].text) > 4 and self.lower[end - 1] not in type_words():
            text = text[:-1]  # "Wash." ends a sentence, though the tokenizer takes it for a state
        return Name(start, end, left, run.end + run.extra, text, kind, title, run.short, tuple(run.votes.items()))

    def _vote(self, run: Run, text: str, title: str) -> None:
        votes = run.votes
        here = range(run.start, run.end)
        if title:
            votes["Person"] += 5
        kind, last = _type_by_words(text), self.lower[run.end - 1]
        if not kind and 1 < len(here) < 6 and given_gender(text):
            votes["Person"] += 3
        if not kind and len(here) > 1 and last.endswith("s") and last.removesuffix("s") in words("groups", "people"):
            votes["Organisation"] += 4  # "Blouberg Guards"
        if not kind and len(here) > 1 and all(self.lower[k] in name_words("joins", "plain") for k in here):
            votes["Organisation"] += 4
        if kind:
            votes[kind] += 7 if type_words().get(self.lower[run.end - 1]) == kind else 4
        if text.lower().removeprefix("the ") in name_words("countries", "names"):
            votes["Country"] += 6
        if self.lower[run.end - 1] in name_words("places", "words") and run.end - run.start > 1:
            votes["Place"] += 3
        for k in here:
            if self.label[k] in _LABELS:
                votes[_LABELS[self.label[k]]] += 2 / len(here)
        if run.turned or re.fullmatch(r"(?:[^\W\d_]\. ?)+[^\W\d_][\w'’-]+", text):
            votes["Person"] += 5  # "J. Preston"

        if len(here) > 1 and last in name_words("countries", "names") | _CONTINENTS and self.lower[run.start] not in _PARTS_OF_THE_WORLD:
            votes["Organisation"] += 4  # "Medline Europe", "Caritas Nepal"
        if re.fullmatch(r"[A-Z][A-Z&-]{1,7}", text):
            votes["Organisation"] += 3
        if run.short:
            votes["Organisation"] += 3
        self._vote_by_neighbours(run)

    def _vote_by_neighbours(self, run: Run) -> None:
        votes = run.votes
        left = run.title_from if run.title_from >= 0 else run.start
        before = self.lower[left - 1] if left else ""
        described = table("groups", "again").get(before, ())
        if described:
            votes["Organisation" if described[0] != "Person" else "Person"] += 3
            votes[described[0]] += 1
        elif before in words("kin", "words") or is_person_noun(before) or before in titles():
            votes["Person"] += 2.5
        elif (
            before == ","
            and left > 1
            and self.lower[run.end + run.extra : run.end + run.extra + 1] not in (["was"], ["were"], ["is"], ["did"], ["had"], ["has"], ["will"])
        ):
            self._vote_by_word_before(votes, self.lower[left - 2])
        if before in ("in", "near", "from", "at", "to", "outside") and run.end - run.start < 4:
            votes["Place"] += 2.5 if before in ("in", "near", "outside") else 1
        firm = left > 1 and type_words().get(self.lower[left - 2]) in ("Company", "RecruitmentAgency")
        if before == "of" and (self.lower[left - 2 : left - 1] == [","] or self.label[left - 2] == "PERSON" or firm):
            votes["Place"] += 4 if firm else 2
        if self.lower[left - 2 : left - 1] and self.lower[left - 2] in _GOING and before in ("to", "for", "from", "via"):
            votes["Place"] += 3
        after = self.lower[run.end + run.extra : run.end + run.extra + 4]
        if len(after) > 2 and after[0] == "," and after[1].isdigit() and after[2] == ",":
            votes["Person"] += 4
        if after[:1] == [","]:
            self._vote_by_apposition(run)
        if after[:2] in (["and", "his"], ["and", "her"]):
            votes["Person"] += 3
        if {*after[:2]} & _SETTLEMENTS and after[:1] != [","]:
            votes["Place"] += 5
        if after[:2] == ["-", "based"]:
            votes["Place"] += 5
        if (
            before == ","
            and after[:1] == [","]
            and 1 < run.end - run.start < 5
            and any(w in titles() for w in self.lower[max(0, left - 9) : left - 1])
        ):
            votes["Person"] += 2
        if after and after[0] in ("said", "told", "says", "added"):
            votes["Person"] += 0.6
        if after[:1] == ["who"] or after[:2] == [",", "who"]:
            votes["Person"] += 2
        votes["Person" if 1 < run.end - run.start <= 4 else "Organisation"] += 0.4

    def _vote_by_word_before(self, votes: dict[str, float], word: str) -> None:
        """As in "its president, Rubén Delgado"; "a cooperative, Agricola Due Torri"."""
        described = table("groups", "again").get(word, ())
        if "Person" in described and votes.get("Person", 0) >= 3:
            return
        if word in words("kin", "words") or word in titles() or (word in words("groups", "people") and described[:1] in ((), ("Person",))):
            votes["Person"] += 3
        elif described:
            votes["Organisation"] += 3
            votes[described[0]] += 1

    def _vote_by_apposition(self, run: Run) -> None:
        """As in "X, a recruitment firm …": the first noun that takes names up again tells."""
        j = run.end + run.extra + 1
        if self.lower[j : j + 1] not in (["a"], ["an"], ["the"], ["one"], ["its"], ["whose"], ["president"], ["director"], ["head"], ["chairman"]):
            return
        for k in range(j, min(j + 7, len(self.doc))):
            if self.doc[k].text in ",.;" or self.lower[k] in ("of", "that", "which", "who", "in", "with", "for"):
                break
            described = table("groups", "again").get(self.lower[k], ())
            following = self.lower[k + 1] if k + 1 < len(self.doc) else "."
            if described and (following in ",.;" or following in ("of", "that", "which", "who", "in", "with", "for", "based", "at")):
                run.votes["Organisation" if described[0] != "Person" else "Person"] += 3
                run.votes[described[0]] += 1
            elif not described and (self.lower[k] in words("kin", "words") or self.lower[k] in titles() or is_person_noun(self.lower[k])):
                run.votes["Person"] += 2.5


@cache
def titles() -> frozenset[str]:
    """Offices and ranks that stand before names."""
    return name_words("titles", "office")


@cache
def type_words() -> dict[str, str]:
    """Single words that tell a type."""
    found: dict[str, str] = {}
    for kind, listed in ranked("types"):
        for word in listed:
            found.setdefault(word, kind)
    return found


def _type_by_words(text: str) -> str:
    """The type that the words of a name tell; the last word and the first count before those between."""
    low = text.lower().replace("’", "'")
    parts = re.findall(r"[^\s'-]+", low)
    for kind, listed in ranked("types"):
        if any(" " in word and word in low for word in listed):
            return kind
    cut = re.split(r"\s(?:of|for|on|against)\s", low)[0].split()
    for word in (*cut[-1:], *cut[:1], *parts[-1:], *cut):
        if word in type_words() and (len(parts) > 1 or word not in ("as", "ab", "ag", "sa", "co", "aid")):
            return type_words()[word]
    return ""


def agree(names: Sequence[Name]) -> list[Name]:
    """One type for one name in one text, and for its short forms."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in names:
        for kind, weight in name.votes:
            votes[name.text][kind] += weight
        if name.short:
            for kind, weight in name.votes:
                votes[name.short][kind] += weight
    settled = {text: _strongest(found) for text, found in votes.items()}
    for text in sorted(settled, key=len, reverse=True):
        settled[text] = _as_the_long_form(text, settled, votes)
    for text in settled:
        for longer in settled:
            # "Polar Harvest" is a company, so "Polar Harvest ASA" is no person
            if (
                longer.startswith(f"{text} ")
                and settled[longer] in ("Person", "Place")
                and settled[text] not in (*_LOOSE, "Country")
                and votes[longer]["Person"] < 5
            ):
                settled[longer] = settled[text]
    return [replace(name, type=settled[name.text]) for name in names]


def _as_the_long_form(text: str, settled: dict[str, str], votes: dict[str, dict[str, float]]) -> str:
    """The type of a longer name that begins or, for a person, ends with this one."""
    bodies = [settled[longer] for longer in settled if longer.startswith(text + " ") and settled[longer] not in _LOOSE]
    people = [
        longer for longer in settled if longer != text and settled[longer] == "Person" and text.split()[-1] in longer.split() and text in longer
    ]
    if people and (not bodies or votes[text]["Person"] >= 4 or " " not in text):
        return "Person"
    return bodies[0] if bodies and settled[text] in _LOOSE else settled[text]


def _strongest(found: dict[str, float]) -> str:
    best = max(found.items(), key=lambda item: (item[1], item[0]))[0]
    body = sum(weight for kind, weight in found.items() if kind not in ("Person", "Place", "Country"))
    if best in ("Person", "Place") and body > found[best]:
        best = "Organisation"
    if best == "Organisation":
        finer = {kind: weight for kind, weight in found.items() if kind not in _LOOSE and kind != "Country" and weight >= 1}
        if finer:
            return max(finer.items(), key=lambda item: (item[1], item[0]))[0]
    return best


_LOOSE = {"Person", "Place", "Organisation"}
