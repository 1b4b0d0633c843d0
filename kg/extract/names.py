"""Names in a text: where they begin and end, and which title, acronym or age stands with them.

Capital letters and small words decide; the statistical model only votes. The names are then taken out of the text before it is
parsed (see `view`), because names of the whole world are what parsers are worst at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kg.extract.capitals import QUOTES, Capitals, modifiers
from kg.extract.naming import Name, Run, Voter, agree, titles, type_words
from kg.extract.words import name_words, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Name", "find_names"]

_LINKS = ("of", "for", "on", "against", "in", "to", "at", "the", "and", "across", "without", "from", "with")
_COMMON_HEADS = (
    ("police", "station"), ("police", "department"), ("police", "force"), ("prosecutor", "'s", "office"), ("prosecutors", "'", "office"),
    ("district", "court"), ("high", "court"), ("crown", "court"), ("city", "council"), ("county", "council"), ("town", "council"),
    ("district", "council"), ("city", "hall"), ("town", "hall"), ("labour", "office"), ("labor", "office"), ("immigration", "office"),
    ("district", "administration"), ("provincial", "government"), ("regional", "government"), ("city", "government"), ("state", "government"),
    ("labour", "inspectorate"), ("labour", "court"), ("labor", "court"), ("appeals", "court"), ("border", "guard"), ("coast", "guard"),
)  # fmt: skip
#: They fight against something in their name.
_AGAINST = frozenset(
    ("campaign", "coalition", "alliance", "network", "league", "committee", "front", "movement", "action", "association", "office", "union")
)
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


def find_names(doc: Doc, starts: Iterable[int]) -> list[Name]:
    """The names of a tokenized text on which names were voted; `starts` are the positions where paragraphs begin."""
    finder = _Finder(doc, frozenset(starts))
    voter = Voter(doc)
    return agree([voter.named(run) for run in finder.runs()])


class _Finder(Capitals):
    """Finds where names begin and end."""

    def runs(self) -> Iterator[Run]:
        """Stretches of tokens that are names, in order."""
        i, size = 0, len(self.doc)
        while i < size:
            work = self._work(i) or self._turned(i)
            if work:
                yield work
                i = work.end + work.extra
            elif self.capital(i):
                run = Run(i, self._end_of_capitals(i))
                self._widen(run)
                run.end += self._common_head(run)
                for part in self._parts(run):
                    if not self._idle(part):
                        self._trail(part)
                        yield part
                i = max(run.end, i + 1)
            else:
                i += 1

    def _idle(self, run: Run) -> bool:
        """A field of work alone, or a people: "Labour activists", "Sri Lankan maids"."""
        last = self.lower[run.end - 1]
        single = run.end - run.start == 1
        return (single and (self.topic(run.start) or last in modifiers() or last in ("sri", "grade", "member"))) or last in name_words(
            "countries", "demonyms"
        )

    def _work(self, i: int) -> Run | None:
        """A title in quotation marks: “Second Skin”."""
        if self.doc[i].text not in '“"' or i + 2 >= len(self.doc):
            return None
        end = next((j for j in range(i + 1, min(i + 12, len(self.doc))) if self.doc[j].text in '”"'), 0)
        inner = [t for t in self.doc[i + 1 : end] if t.is_alpha] if end else []
        titled = [t for t in inner if t.text[0].isupper() or t.lower_ in _LINKS or t.is_stop]
        near = set(self.lower[max(0, i - 14) : i]) | set(self.lower[end : end + 6])
        if len(inner) < 2 or len(titled) < len(inner) or sum(t.text[0].isupper() for t in inner) < 2 or not near & _WORKS:
            return None
        run = Run(i, end + 1, quoted=True)
        run.votes["Report"] = 6
        return run

    def _turned(self, i: int) -> Run | None:
        """A name with the family name first, at the beginning of a sentence and with an acronym in brackets: "Preston, Joel (CLEC)"."""
        if i + 5 >= len(self.doc) or not self.opens(i) or self.lower[i + 1] != ",":
            return None
        words = (i, i + 2)
        plain = all(re.fullmatch(r"[^\W\d_][\w'’-]+", self.doc[k].text) and self.capital(k) and not self.doc[k].text.isupper() for k in words)
        places = any(self.lower[k] in name_words("countries", "names") or self.label[k] in ("GPE", "LOC", "ORG", "NORP") for k in words)
        acronym = self.lower[i + 3] == "(" and self.lower[i + 5] == ")" and re.fullmatch(r"[A-ZÀ-Þ][\w&.-]{1,11}", self.doc[i + 4].text)
        return Run(i, i + 3, extra=3, turned=True) if plain and not places and acronym else None

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
            elif self.lower[j] in ("al", "el", "ul", "as", "ar", "az", "ad", "an", "at", "ash") and self._hyphened(j):
                j += 3  # Ibrahim al-Jaafari
            elif text in ("’s", "'s", "’", "'") and self._generic_owner(j):
                j += 2
            elif text in '“"' and j + 2 < len(self.doc) and self._nickname(j):
                j = after_nickname = self._nickname(j)
            else:
                break
        return j

    def _hyphened(self, j: int) -> bool:
        """Whether a particle and its hyphen go on with a name, as in Arabic ones."""
        return self.doc[j + 1 : j + 2].text == "-" and not self.doc[j].whitespace_ and self.capital(j + 2)

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
            and (self.lower[j + 1] in name_words("joins", "heads") | name_words("places", "words") or self.lower[j + 1] in type_words())
        )

    def _widen(self, run: Run) -> None:
        """Takes in "of Labour and Social Security" after "Ministry"."""
        while True:
            end = self._next_part(run)
            if end <= run.end:
                return
            run.end = end

    def _common_head(self, run: Run) -> int:
        """How many words in small letters close the name of an office: "Nolbunia police station", "the Pasay prosecutor’s office"."""
        if run.end - run.start > 3 or self.lower[run.end - 1] in titles() or self._head_of(run):
            return 0
        after = [word.replace("’", "'") for word in self.lower[run.end : run.end + 3]]
        for head in _COMMON_HEADS:
            if after[: len(head)] == list(head):
                return len(head)
        before = self.lower[run.start - 1] if run.start else ""
        return 1 if after[:1] == ["police"] and before in ("", "the", "by", ".", "told") and after[1:2] != ["officer"] else 0

    def _next_part(self, run: Run) -> int:
        j = run.end
        if j + 1 >= len(self.doc):
            return 0
        link = self.lower[j]
        after = j + 2 if self.lower[j + 1] == "the" else j + 1
        if not self.capital(after) or self.doc[j].text in QUOTES:
            return 0
        if link in ("and", "&", ","):
            return self._topic_part(run, j) or self._closing_head(run, j)
        if link not in _LINKS or link == "the":
            return 0
        if self._is_firm(run):
            return 0
        if link in ("against", "to", "with", "from") and not (self._head_of(run) and (link != "against" or self.lower[j - 1] in _AGAINST)):
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

    def _head_of(self, run: Run) -> bool:
        here = [self.lower[k] for k in range(run.start, run.end)]
        while here and here[0] in titles() | name_words("titles", "address"):
            here = here[1:]
        return any(word in name_words("joins", "heads") for word in here)

    def _is_firm(self, run: Run) -> bool:
        kinds = [type_words().get(word, "") for word in self.lower[run.start : run.end]]
        firm = any(kind in ("Company", "RecruitmentAgency") for kind in kinds)
        return firm and not any(kind in ("Ministry", "GovernmentBody", "Association") for kind in kinds)

    def _closing_head(self, run: Run, j: int) -> int:
        """As in "Wage and Hour Division": the head stands at the end."""
        end = self._end_of_capitals(j + 1)
        plain = (
            run.end - run.start == 1
            and self.label[run.start] not in ("PERSON", "GPE", "LOC")
            and self.doc[run.start].text not in self.sure - {self.doc[run.start].text}
        )
        own = self.lower[run.start] not in type_words() and self.lower[run.start] not in name_words("countries", "names")
        closed = end - j > 2 and self.lower[end - 1] in name_words("joins", "heads") and self.lower[j + 1] not in name_words("joins", "heads")
        return (
            end
            if self.lower[j] == "and" and plain and own and closed and self.label[j + 1] != "PERSON" and not self.doc[run.start].text.isupper()
            else 0
        )

    def _office(self, run: Run, after: int) -> bool:
        """As in "Minister of Labour Ana Berg", "Secretary of State Keo Ratanak": the office takes its field with it."""
        return self.lower[run.end - 1] in titles() and (self.lower[after] in name_words("joins", "topics") or self.lower[after] == "state")

    def _is_person_run(self, run: Run) -> bool:
        return all(self.label[k] == "PERSON" for k in range(run.start, run.end)) and not self._head_of(run)

    def _one_name(self, start: int, after: int) -> bool:
        """Whether the model took all of it for one name."""
        return any(s <= start and after < e and self.label[s] in ("ORG", "FAC", "WORK_OF_ART", "LAW") for s, e in self.spanned)

    def _topic_part(self, run: Run, j: int) -> int:
        """As in "and Social Security", ", Social Protection and Family" after a field of work."""
        name_words("joins", "topics")
        end = self._end_of_capitals(j + 1)
        inside = self.lower[j + 1 : end]
        if self.lower[j] == "&":
            return end
        if not (self._head_of(run) or self.lower[run.start] in titles()) or not self.topic(j - 1):
            return 0
        if self.lower[j] == "and":
            return end if inside and self.topic(j + 1) and self.lower[j + 1] not in type_words() else 0
        k = end
        while self.lower[k : k + 1] == [","] and self.capital(k + 1):
            k = self._end_of_capitals(k + 1)
        closing = k + (self.lower[k : k + 1] == [","])
        if self.lower[closing : closing + 1] != ["and"] or not self.capital(closing + 1):
            return 0
        last = self._end_of_capitals(closing + 1)
        return last if self.topic(last - 1) and k - j < 8 else 0

    def _parts(self, run: Run) -> Iterator[Run]:
        """A run cut at its titles: "NAPTIP Director-General Ramatu Sule" is a body, an office and a person."""
        here = range(run.start, run.end)
        last = max((k for k in here if self.is_title(k) and self._free(k, run)), default=-1)
        if last < 0:
            yield run
            return
        last = self._end_of_office(last, run)
        first = last
        while first > run.start and (
            self.is_title(first - 1) or self.lower[first - 1] in modifiers() or self.lower[first - 1] == "-" or self._in_office(first - 1, run)
        ):
            first -= 1
        right, left = Run(last + 1, run.end, title_from=first), Run(run.start, first)
        if first == run.start and self.lower[last + 1 : last + 2] in (["of"], ["for"], ["at"]) and last + 2 < run.end:
            yield Run(last + 2, run.end)  # "Minister of Justice of Norland" stands alone: only its body is a name
            return
        body = any(self.lower[k] in name_words("joins", "heads") or self.lower[k] in type_words() for k in range(last + 1, run.end))
        if left.end - left.start == 1 and self.lower[left.start] in name_words("joins", "heads") | name_words("places", "words"):
            first, right.title_from, left = run.start, run.start, Run(run.start, run.start)  # "County Head Ana Berg"
        if (first == run.start or self.is_body(left)) and right.start < right.end and not body and right.end - right.start <= 6:
            if left.start < left.end:
                yield left
            right.votes["Person"] += 5
            yield right
        elif right.start >= right.end and (first > run.start) and self.is_body(left) and self.lower[last] not in name_words("joins", "heads"):
            yield left
        elif not (right.start >= right.end and first == run.start):
            yield run

    def _end_of_office(self, last: int, run: Run) -> int:
        """The last word of an office: "Director-General", "Secretary of State", "Minister of Labour, Invalids and Social Affairs"."""
        while last + 1 < run.end:
            word, after = self.lower[last + 1], self.lower[last + 2] if last + 2 < run.end else ""
            topic = bool(after) and (self.topic(last + 2) or after in modifiers() or after in titles() or after == "state")
            if (word == "-" and topic) or (word in ("of", "for", "and", ",") and topic):
                last += 2
            elif (word in modifiers() or self.topic(last + 1)) and (last + 2 < run.end or word in ("general", "state", "affairs")):
                last += 1
            else:
                return last
        return last

    def _free(self, k: int, run: Run) -> bool:
        """Whether a title is no part of a body's name: "Office of the Attorney-General"."""
        return not (k > run.start and self.lower[k - 1] in ("of", "the", "for", "and") and not any(self.is_title(m) for m in range(run.start, k)))

    def _in_office(self, k: int, run: Run) -> bool:
        topics = name_words("joins", "topics")
        return (self.lower[k] in ("of", "for", "and", "-") and k > run.start) or (
            (self.lower[k] in topics and not self.is_body(Run(run.start, k + 1))) or (self.lower[k] == "state")
        )

    def _trail(self, run: Run) -> None:
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
