"""Names in a text: where they stand, what kind of actor they name, and which title, acronym or age stands with them.

Capital letters and small words decide where a name begins and ends; the statistical model only votes. The names are then taken
out of the text before it is parsed (see `view`), because names of the whole world are what parsers are worst at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.extract.words import name_words, ranked, table, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Name", "find_names"]

_MONEY = re.compile(r"[A-Z]{1,3}[$.]?\d[\d.,]*$|[A-Z]{1,3}[$£€]$")
_ABSTRACT = re.compile(r"\w{4,}(?:tion|tions|ment|ance|ship|care|ing|ism)$")
_QUOTES = '"“”«»'
_LINKS = ("of", "for", "on", "against", "in", "to", "at", "the", "and", "across", "without", "from", "with")
_LABELS = {"PERSON": "Person", "ORG": "Organisation", "GPE": "Place", "LOC": "Place", "FAC": "Place"}
_WORKS = {
    "report",
    "study",
    "findings",
    "titled",
    "entitled",
    "called",
    "survey",
    "paper",
    "publish",
    "published",
    "book",
    "dossier",
    "review",
    "documentary",
}


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
class _Run:
    """Tokens that look like one name while they are collected."""

    start: int
    end: int
    title_from: int = -1
    extra: int = 0
    short: str = ""
    quoted: bool = False
    votes: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def find_names(doc: Doc, starts: Iterable[int]) -> list[Name]:
    """The names of a tokenized text on which names were voted; `starts` are the positions where paragraphs begin."""
    finder = _Finder(doc, frozenset(starts))
    return _agree([finder.named(run) for run in finder.runs()])


class _Finder:
    def __init__(self, doc: Doc, starts: frozenset[int]) -> None:
        self.doc = doc
        self.lower = [token.lower_ for token in doc]
        self.starts = starts
        self.label = ["" for _ in doc]
        self.inside: set[tuple[int, int, int]] = set()
        for ent in doc.ents:
            for i in range(ent.start, ent.end):
                self.label[i] = ent.label_
            self.inside.update((i, ent.start, ent.end) for i in range(ent.start, ent.end))
        self.spanned = {(s, e) for _, s, e in self.inside}
        self.sure = self._seen_inside()

    # where a name may be

    def opens(self, i: int) -> bool:
        """Whether a sentence or quotation begins at this token: a capital says nothing there."""
        if i == 0 or i in self.starts:
            return True
        before = self.doc[i - 1].text
        return before in ".!?:" or before in _QUOTES or (before in "‘'" and (i - 1 in self.starts or bool(self.doc[i - 2].whitespace_)))

    def _seen_inside(self) -> set[str]:
        """Words with a capital in the midst of a sentence: at the start of one they are names too."""
        return {t.text for t in self.doc if t.text[:1].isupper() and not self.opens(t.i)}

    def capital(self, i: int) -> bool:
        """Whether a token can be part of a name."""
        if not 0 <= i < len(self.doc):
            return False
        token = self.doc[i]
        text = token.text
        if not text[:1].isupper():
            return bool(re.match(r"(?:al-|el-|d['’]|l['’])[A-ZÀ-Þ]", text))
        if self.lower[i] in _never() or _MONEY.match(text) or len(text) == 1:
            return False
        if self.lower[i] in name_words("countries", "demonyms") and not self._part_of_body(i):
            return False
        if self.label[i] in ("DATE", "TIME", "MONEY", "NORP", "LANGUAGE", "PERCENT") and not self._part_of_body(i):
            return False
        return not (self.opens(i) and not self._name_at_start(i))

    def _part_of_body(self, i: int) -> bool:
        """Whether the next word makes a name of a body: "Khmer Seafarers’ Union"."""
        for j in range(i + 1, min(i + 5, len(self.doc))):
            if self.doc[j].text in "’'-" or self.doc[j].text in ("’s", "'s"):
                continue
            if not self.doc[j].text[:1].isupper():
                return False
            if self.lower[j] in name_words("joins", "heads") or self.lower[j] in _type_words():
                return True
        return False

    def _name_at_start(self, i: int) -> bool:
        token = self.doc[i]
        if token.is_stop or self.lower[i] in ("yesterday", "meanwhile", "earlier", "officials", "prosecutors", "workers"):
            return False
        if self.label[i] in ("PERSON", "ORG", "GPE", "LOC", "FAC") or token.text in self.sure or (token.text.isupper() and len(token.text) > 1):
            return True
        following = i + 1 < len(self.doc) and self.doc[i + 1].text[:1].isupper() and self.lower[i + 1] not in _never()
        return bool(following) or token.text.rstrip(".") in ("Mr", "Mrs", "Ms", "Dr") or "-" in token.text

    def runs(self) -> Iterator[_Run]:
        """Stretches of tokens that are names, in order."""
        i, size = 0, len(self.doc)
        while i < size:
            work = self._work(i)
            if work:
                yield work
                i = work.end
            elif self.capital(i):
                run = _Run(i, self._end_of_capitals(i))
                self._widen(run)
                for part in self._parts(run):
                    if not self._idle(part):
                        self._trail(part)
                        yield part
                i = max(run.end, i + 1)
            else:
                i += 1

    def _idle(self, run: _Run) -> bool:
        """A field of work alone, or a people: "Labour activists", "Sri Lankan maids"."""
        last = self.lower[run.end - 1]
        single = run.end - run.start == 1
        return (single and (self._topic(run.start) or last in _modifiers() or last in ("sri", "grade", "member"))) or last in name_words(
            "countries", "demonyms"
        )

    def _work(self, i: int) -> _Run | None:
        """A title in quotation marks: “Second Skin”."""
        if self.doc[i].text not in '“"' or i + 2 >= len(self.doc):
            return None
        end = next((j for j in range(i + 1, min(i + 12, len(self.doc))) if self.doc[j].text in '”"'), 0)
        inner = [t for t in self.doc[i + 1 : end] if t.is_alpha] if end else []
        titled = [t for t in inner if t.text[0].isupper() or t.lower_ in _LINKS or t.is_stop]
        near = set(self.lower[max(0, i - 14) : i]) | set(self.lower[end : end + 6])
        if len(inner) < 2 or len(titled) < len(inner) or sum(t.text[0].isupper() for t in inner) < 2 or not near & _WORKS:
            return None
        run = _Run(i, end + 1, quoted=True)
        run.votes["Report"] = 6
        return run

    def _end_of_capitals(self, i: int) -> int:
        j, after_nickname = i + 1, -1
        while j < len(self.doc):
            text, glued = self.doc[j].text, not self.doc[j - 1].whitespace_
            if self.lower[j] in name_words("titles", "after") and text[0].isupper():
                break
            if self.capital(j) and (j == after_nickname or not self.opens(j)):
                j += 1
            elif text == "-" and glued and self.doc[j + 1 : j + 2].text.islower() and not self.doc[j].whitespace_ and not self._based(j + 1):
                j += 2  # Seung-jae
            elif (text in ("-", "&", "'", "’", "/") and self.capital(j + 1) and (glued or text == "&")) or (
                self.lower[j] in name_words("joins", "particles") and self.capital(j + 1) and self._particle(j)
            ):
                j += 2
            elif (
                self.lower[j] in ("de", "del", "van", "von")
                and self.lower[j + 1 : j + 2] in (["la"], ["los"], ["las"], ["der"], ["den"])
                and self.capital(j + 2)
            ):
                j += 3
            elif text in ("’s", "'s", "’", "'") and self._generic_owner(j):
                j += 2
            elif text in '“"' and j + 2 < len(self.doc) and self._nickname(j):
                j = after_nickname = self._nickname(j)
            else:
                break
        return j

    def _based(self, j: int) -> bool:
        return self.lower[j] in (
            "based",
            "born",
            "led",
            "run",
            "owned",
            "backed",
            "funded",
            "bound",
            "registered",
            "style",
            "educated",
            "area",
            "wide",
            "flagged",
        )

    def _particle(self, j: int) -> bool:
        return self.lower[j] not in ("i", "y", "e", "do", "as") or self.label[j] in ("PERSON", "ORG", "GPE")

    def _nickname(self, j: int) -> int:
        end = next((k for k in range(j + 1, min(j + 4, len(self.doc))) if self.doc[k].text in '”"'), 0)
        return (
            end + 1 if end and all(self.doc[k].text[0].isupper() for k in range(j + 1, end)) and self.doc[end + 1 : end + 2].text[:1].isupper() else 0
        )

    def _generic_owner(self, j: int) -> bool:
        """Whether a possessive stands inside a name: "Growers’ Union", "Prosecutor’s Office", not "Lim’s Union"."""
        owner = self.lower[j - 1].rstrip("s") if self.doc[j].text in "’'" else self.lower[j - 1]
        generic = owner in words("groups", "people") or {owner + "s", self.lower[j - 1]} & _generic()
        return (
            bool(generic)
            and self.capital(j + 1)
            and (self.lower[j + 1] in name_words("joins", "heads") | name_words("places", "words") or self.lower[j + 1] in _type_words())
        )

    def _widen(self, run: _Run) -> None:
        """Takes in "of Labour and Social Security" after "Ministry"."""
        while True:
            end = self._next_part(run)
            if end <= run.end:
                return
            run.end = end

    def _next_part(self, run: _Run) -> int:
        j = run.end
        if j + 1 >= len(self.doc):
            return 0
        link = self.lower[j]
        after = j + 2 if self.lower[j + 1] == "the" else j + 1
        if not self.capital(after) or self.doc[j].text in _QUOTES:
            return 0
        if link in ("and", "&", ","):
            return self._topic_part(run, j) or self._closing_head(run, j)
        if link not in _LINKS or link == "the":
            return 0
        if self._is_firm(run):
            return 0
        if self._one_name(run.start, after):
            return self._end_of_capitals(after)
        head = self._head_of(run)
        if link == "in" or link in ("at", "with", "from"):
            fits = link == "in" and self.lower[j - 1] in ("trafficking", "women")
        elif link == "of":
            fits = head or self._office(run, after)
        else:
            fits = (
                head
                and link in ("for", "on", "against", "to", "across", "without")
                and (link != "to" or self.lower[j - 1] in ("embassy", "mission", "ambassador"))
            )
        return self._end_of_capitals(after) if fits and not (link == "of" and self._is_person_run(run)) else 0

    def _head_of(self, run: _Run) -> bool:
        here = [self.lower[k] for k in range(run.start, run.end)]
        while here and here[0] in _titles() | name_words("titles", "address"):
            here = here[1:]
        return any(word in name_words("joins", "heads") for word in here)

    def _is_firm(self, run: _Run) -> bool:
        kinds = [_type_words().get(word, "") for word in self.lower[run.start : run.end]]
        firm = any(kind in ("Company", "RecruitmentAgency") for kind in kinds)
        return firm and not any(kind in ("Ministry", "GovernmentBody", "Association") for kind in kinds)

    def _closing_head(self, run: _Run, j: int) -> int:
        """As in "Wage and Hour Division": the head stands at the end."""
        end = self._end_of_capitals(j + 1)
        plain = (
            run.end - run.start == 1
            and self.label[run.start] not in ("PERSON", "GPE", "LOC")
            and self.doc[run.start].text not in self.sure - {self.doc[run.start].text}
        )
        own = self.lower[run.start] not in _type_words() and self.lower[run.start] not in name_words("countries", "names")
        closed = end - j > 2 and self.lower[end - 1] in name_words("joins", "heads") and self.lower[j + 1] not in name_words("joins", "heads")
        return (
            end
            if self.lower[j] == "and" and plain and own and closed and self.label[j + 1] != "PERSON" and not self.doc[run.start].text.isupper()
            else 0
        )

    def _office(self, run: _Run, after: int) -> bool:
        """As in "Minister of Labour Ana Berg", "Secretary of State Keo Ratanak": the office takes its field with it."""
        return self.lower[run.end - 1] in _titles() and (self.lower[after] in name_words("joins", "topics") or self.lower[after] == "state")

    def _is_person_run(self, run: _Run) -> bool:
        return all(self.label[k] == "PERSON" for k in range(run.start, run.end)) and not self._head_of(run)

    def _one_name(self, start: int, after: int) -> bool:
        """Whether the model took all of it for one name."""
        return any(s <= start and after < e and self.label[s] in ("ORG", "FAC", "WORK_OF_ART", "LAW") for s, e in self.spanned)

    def _topic_part(self, run: _Run, j: int) -> int:
        """As in "and Social Security", ", Social Protection and Family" after a field of work."""
        name_words("joins", "topics")
        end = self._end_of_capitals(j + 1)
        inside = self.lower[j + 1 : end]
        if self.lower[j] == "&":
            return end
        if not self._head_of(run) or not self._topic(j - 1):
            return 0
        if self.lower[j] == "and":
            return end if inside and self._topic(j + 1) and self.lower[j + 1] not in _type_words() else 0
        k = end
        while self.lower[k : k + 1] == [","] and self.capital(k + 1):
            k = self._end_of_capitals(k + 1)
        closing = k + (self.lower[k : k + 1] == [","])
        if self.lower[closing : closing + 1] != ["and"] or not self.capital(closing + 1):
            return 0
        last = self._end_of_capitals(closing + 1)
        return last if self._topic(last - 1) and k - j < 8 else 0

    def _topic(self, k: int) -> bool:
        return self.lower[k] in name_words("joins", "topics") or bool(_ABSTRACT.match(self.lower[k]))

    # titles

    def _parts(self, run: _Run) -> Iterator[_Run]:
        """A run cut at its titles: "NAPTIP Director-General Ramatu Sule" is a body, an office and a person."""
        here = range(run.start, run.end)
        last = max((k for k in here if self._is_title(k) and self._free(k, run)), default=-1)
        if last < 0:
            yield run
            return
        last = self._end_of_office(last, run)
        first = last
        while first > run.start and (
            self._is_title(first - 1) or self.lower[first - 1] in _modifiers() or self.lower[first - 1] == "-" or self._in_office(first - 1, run)
        ):
            first -= 1
        right, left = _Run(last + 1, run.end, title_from=first), _Run(run.start, first)
        body = any(self.lower[k] in name_words("joins", "heads") or self.lower[k] in _type_words() for k in range(last + 1, run.end))
        if (first == run.start or self._is_body(left)) and right.start < right.end and not body and right.end - right.start <= 6:
            if left.start < left.end:
                yield left
            right.votes["Person"] += 5
            yield right
        elif right.start >= right.end and (first > run.start) and self._is_body(left) and self.lower[last] not in name_words("joins", "heads"):
            yield left
        elif not (right.start >= right.end and first == run.start):
            yield run

    def _end_of_office(self, last: int, run: _Run) -> int:
        """The last word of an office: "Director-General", "Secretary of State", "Minister of Labour, Invalids and Social Affairs"."""
        while last + 1 < run.end:
            word, after = self.lower[last + 1], self.lower[last + 2] if last + 2 < run.end else ""
            topic = bool(after) and (self._topic(last + 2) or after in _modifiers() or after in _titles() or after == "state")
            if (word == "-" and topic) or (word in ("of", "for", "and", ",") and topic):
                last += 2
            elif (word in _modifiers() or self._topic(last + 1)) and (last + 2 < run.end or word in ("general", "state", "affairs")):
                last += 1
            else:
                return last
        return last

    def _free(self, k: int, run: _Run) -> bool:
        """Whether a title is no part of a body's name: "Office of the Attorney-General"."""
        return not (k > run.start and self.lower[k - 1] in ("of", "the", "for", "and") and not any(self._is_title(m) for m in range(run.start, k)))

    def _is_title(self, k: int) -> bool:
        return (self.lower[k] in _titles() and self.lower[k] not in _modifiers()) or self.lower[k] in name_words("titles", "address")

    def _in_office(self, k: int, run: _Run) -> bool:
        topics = name_words("joins", "topics")
        return (self.lower[k] in ("of", "for", "and", "-") and k > run.start) or (
            (self.lower[k] in topics and not self._is_body(_Run(run.start, k + 1))) or (self.lower[k] == "state")
        )

    def _is_body(self, run: _Run) -> bool:
        here = self.lower[run.start : run.end]
        return (
            any(w in name_words("joins", "heads") or w in _type_words() for w in here)
            or (len(here) == 1 and self.doc[run.start].text.isupper() and len(here[0]) > 1)
            or any(self.label[k] == "ORG" for k in range(run.start, run.end))
        )

    def _trail(self, run: _Run) -> None:
        """An acronym in brackets, letters after a name, an age."""
        j = run.end
        while j < len(self.doc) and self.lower[j] in name_words("titles", "after") and self.doc[j].text[0].isupper():
            j += 1
        if self.lower[j : j + 1] == ["("] and self.lower[j + 2 : j + 3] == [")"]:
            inside = self.doc[j + 1].text
            if re.fullmatch(r"[A-ZÀ-Þ][\w&.-]{1,11}", inside) and sum(c.isupper() for c in inside) > 1:
                run.short = inside
                j += 3
            elif inside.isdigit():
                j += 3
        run.extra = j - run.end

    # what a name names

    def named(self, run: _Run) -> Name:
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
        return Name(start, end, left, run.end + run.extra, text, kind, title, run.short, tuple(run.votes.items()))

    def _vote(self, run: _Run, text: str, title: str) -> None:
        votes = run.votes
        here = range(run.start, run.end)
        if title:
            votes["Person"] += 5
        kind = _type_by_words(text)
        if kind:
            votes[kind] += 7 if _type_words().get(self.lower[run.end - 1]) == kind else 4
        if text.lower().removeprefix("the ") in name_words("countries", "names"):
            votes["Country"] += 6
        if self.lower[run.end - 1] in name_words("places", "words") and run.end - run.start > 1:
            votes["Place"] += 3
        for k in here:
            if self.label[k] in _LABELS:
                votes[_LABELS[self.label[k]]] += 2 / len(here)
        if re.fullmatch(r"[A-Z][A-Z&-]{1,7}", text):
            votes["Organisation"] += 3
        if run.short:
            votes["Organisation"] += 3
        self._vote_by_neighbours(run)

    def _vote_by_neighbours(self, run: _Run) -> None:
        votes = run.votes
        left = run.title_from if run.title_from >= 0 else run.start
        before = self.lower[left - 1] if left else ""
        described = table("groups", "again").get(before, ())
        if described:
            votes["Organisation" if described[0] != "Person" else "Person"] += 3
            votes[described[0]] += 1
        elif (
            before in words("kin", "words") or before in words("groups", "people") or before in ("activist", "lawyer", "owner", "chairman", "witness")
        ):
            votes["Person"] += 2.5
        elif before == "," and left > 1:
            self._vote_by_word_before(votes, self.lower[left - 2])
        if before in ("in", "near", "from", "at", "to", "outside") and run.end - run.start < 4:
            votes["Place"] += 2.5 if before in ("in", "near", "outside") else 1
        if before == "of" and self.lower[left - 2 : left - 1] == [","]:
            votes["Place"] += 1.5
        after = self.lower[run.end + run.extra : run.end + run.extra + 4]
        if len(after) > 2 and after[0] == "," and after[1].isdigit() and after[2] == ",":
            votes["Person"] += 4
        if after[:1] == [","]:
            self._vote_by_apposition(run)
        if after[:2] in (["and", "his"], ["and", "her"]):
            votes["Person"] += 3
        if after[:2] == ["-", "based"]:
            votes["Place"] += 5
        if (
            before == ","
            and after[:1] == [","]
            and 1 < run.end - run.start < 5
            and any(w in _titles() for w in self.lower[max(0, left - 9) : left - 1])
        ):
            votes["Person"] += 2
        if after and after[0] in ("said", "told", "says", "added", "who"):
            votes["Person"] += 0.6
        votes["Person" if 1 < run.end - run.start <= 4 else "Organisation"] += 0.4

    def _vote_by_word_before(self, votes: dict[str, float], word: str) -> None:
        """As in "its president, Rubén Delgado"; "a cooperative, Agricola Due Torri"."""
        described = table("groups", "again").get(word, ())
        if word in words("kin", "words") or word in _titles() or (word in words("groups", "people") and described[:1] in ((), ("Person",))):
            votes["Person"] += 3
        elif described:
            votes["Organisation"] += 3
            votes[described[0]] += 1

    def _vote_by_apposition(self, run: _Run) -> None:
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
            elif self.lower[k] in words("kin", "words") or self.lower[k] in ("director", "head", "lawyer", "chairman", "spokesman", "spokeswoman"):
                run.votes["Person"] += 2.5


@cache
def _never() -> frozenset[str]:
    return name_words("joins", "never")


@cache
def _titles() -> frozenset[str]:
    return name_words("titles", "office")


@cache
def _modifiers() -> frozenset[str]:
    return name_words("titles", "modifiers")


@cache
def _generic() -> frozenset[str]:
    return frozenset(
        (
            "women",
            "children",
            "men",
            "people",
            "workers",
            "seafarers",
            "growers",
            "fishermen",
            "lawyers",
            "teachers",
            "employers",
            "journalists",
            "traders",
            "nurses",
        )
    )


@cache
def _type_words() -> dict[str, str]:
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
        if word in _type_words() and (len(parts) > 1 or word not in ("as", "ab", "ag", "sa", "co", "aid")):
            return _type_words()[word]
    return ""


def _agree(names: Sequence[Name]) -> list[Name]:
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


_LOOSE = {"Person", "Place", "Organisation"}


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
