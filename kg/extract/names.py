"""Names in a text: where they begin and end, and which title, acronym or age stands with them.

Capital letters and small words decide; the statistical model only votes. The names are then taken out of the text before it is
parsed (see `view`), because names of the whole world are what parsers are worst at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.extract.capitals import modifiers
from kg.extract.joining import LINKS, Joined
from kg.extract.naming import Name, Run, Voter, agree, titles, type_words
from kg.extract.words import name_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Name", "find_names"]

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


class _Finder(Joined):
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
        titled = [t for t in inner if t.text[0].isupper() or t.lower_ in LINKS or t.is_stop]
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
