"""Which tokens of a text can be part of a name: capitals that are none of the calendar's, the money's or the sentence's own."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from kg.extract.naming import Run, titles, type_words
from kg.extract.words import is_person_noun, name_words, table

__all__ = ["QUOTES", "Capitals", "modifiers"]

_MONEY = re.compile(r"[A-Z]{1,3}[$.]?\d[\d.,]*$|[A-Z]{1,3}[$£€]$")
_ABSTRACT = re.compile(r"\w{4,}(?:tion|tions|ment|ance|ship|care|ing|ism)$")
QUOTES = '"“”«»'


class Capitals:
    """The tokens of one text, looked at one by one."""

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

    def opens(self, i: int) -> bool:
        """Whether a sentence or quotation begins at this token: a capital says nothing there."""
        if i == 0 or i in self.starts:
            return True
        before = self.doc[i - 1].text
        return before in ".!?:]" or before in QUOTES or (before in "‘'" and (i - 1 in self.starts or bool(self.doc[i - 2].whitespace_)))

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
        if (
            self.label[i] in ("DATE", "TIME", "MONEY", "NORP", "LANGUAGE", "PERCENT")
            and self.lower[i] not in type_words()
            and not self._part_of_body(i)
        ):
            return False
        if i > 2 and [t.lower_ for t in self.doc[i - 3 : i]] == ["-", "in", "-"]:
            return False  # "Officer-in-Charge"
        return not (self.opens(i) and not self._name_at_start(i))

    def _part_of_body(self, i: int) -> bool:
        """Whether the next word makes a name of a body: "Khmer Seafarers’ Union"."""
        for j in range(i + 1, min(i + 5, len(self.doc))):
            if self.doc[j].text in "’'-" or self.doc[j].text in ("’s", "'s"):
                continue
            if not self.doc[j].text[:1].isupper():
                return False
            if self.lower[j] in name_words("joins", "heads") or self.lower[j] in type_words():
                return True
        return False

    def _name_at_start(self, i: int) -> bool:
        token = self.doc[i]
        if token.is_stop or self.lower[i] in ("yesterday", "meanwhile", "earlier"):
            return False
        if self.lower[i] in ("officials", "prosecutors", "workers"):
            return self._part_of_body(i)
        if self.label[i] in ("PERSON", "ORG", "GPE", "LOC", "FAC") or token.text in self.sure or (token.text.isupper() and len(token.text) > 1):
            return True
        if (
            self.lower[i] in name_words("joins", "heads")
            and self.lower[i + 1 : i + 2] in (["of"], ["for"])
            and self.doc[i + 2 : i + 3].text[:1].isupper()
        ):
            return True
        if self._apposed(i):
            return True
        following = i + 1 < len(self.doc) and self.doc[i + 1].text[:1].isupper() and self.lower[i + 1] not in _never()
        return bool(following) or token.text.rstrip(".") in ("Mr", "Mrs", "Ms", "Dr") or "-" in token.text

    def _apposed(self, i: int) -> bool:
        """As in "Carrefood, a customer of the group, …": what a noun of people or bodies describes is a name."""
        if self.lower[i + 1 : i + 3] not in ([",", "a"], [",", "an"]) or not self.doc[i].is_alpha:
            return False
        after = self.lower[i + 3 : i + 7]
        return bool({*after} & {*table("groups", "again")}) or any(is_person_noun(word) for word in after[:3])

    def topic(self, k: int) -> bool:
        """Whether a token is a field of work: "Labour", "Prevention"."""
        return self.lower[k] in name_words("joins", "topics") or bool(_ABSTRACT.match(self.lower[k]))

    def is_title(self, k: int) -> bool:
        """Whether a token is an office or a form of address."""
        return (self.lower[k] in titles() and self.lower[k] not in modifiers()) or self.lower[k] in name_words("titles", "address")

    def is_body(self, run: Run) -> bool:
        """Whether a run names a body and no person."""
        here = self.lower[run.start : run.end]
        return (
            any(w in name_words("joins", "heads") or w in type_words() for w in here)
            or (len(here) == 1 and self.doc[run.start].text.isupper() and len(here[0]) > 1)
            or any(self.label[k] == "ORG" for k in range(run.start, run.end))
        )


@cache
def _never() -> frozenset[str]:
    return name_words("joins", "never")


@cache
def modifiers() -> frozenset[str]:
    """Words that stand beside an office: deputy, general."""
    return name_words("titles", "modifiers")
