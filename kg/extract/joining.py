"""How far a name reaches: particles, hyphens, "of Labour and Social Security", "the Pasay prosecutor’s office"."""

from __future__ import annotations

from functools import cache

from kg.extract.capitals import QUOTES, Capitals
from kg.extract.naming import Run, titles, type_words
from kg.extract.words import name_words, words

__all__ = ["LINKS", "Joined"]

LINKS = ("of", "for", "on", "against", "in", "to", "at", "the", "and", "across", "without", "from", "with")
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


class Joined(Capitals):
    """Where the names of one text end."""

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
        if link not in LINKS or link == "the":
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
