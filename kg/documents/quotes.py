"""Finds quotes in the documents held: word for word, exactly once, never approximately."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from kg.clean import visible
from kg.documents.folding import Folded, fold, one_line
from kg.documents.passages import Passages
from kg.documents.read import Document, read_document
from kg.documents.rewriting import Rewritten
from kg.findings import Finding, find, in_order
from kg.folder import Folder
from kg.model import Case, Evidence, Source, gather

__all__ = ["CONTEXT", "anchor", "spans_of"]

#: Characters of the document that are kept before and after a quote.
CONTEXT = 32
#: So many places of a quote are listed.
LISTED = 10
#: After so many hits inside of words a search ends: only a document made for it holds more, and it would take minutes.
HITS = 50_000


def anchor(case: Case, folder: Folder) -> tuple[Case, tuple[Finding, ...], tuple[Finding, ...]]:
    """The case with every quote anchored in its source's document, what is wrong with quotes and documents, and what is worth knowing.

    An anchored evidence has its span, the characters around it, the document's hash, and as quote the document's own
    characters of the span, each run of white space as one blank.
    """
    held, found = _held(case.sources, folder)
    # What is said to be a document has one, though its name may be wrong.
    bare = {source.id for source in case.sources if not source.document and not source.document_is}
    statements = []
    for statement in case.statements:
        evidence = []
        for item in statement.evidence:
            anchored = held[item.source].anchored(item) if item.source in held else item
            evidence.append(item if isinstance(anchored, Finding) else anchored)
            found += [anchored] if isinstance(anchored, Finding) else []
            if item.source in bare and not item.locator:
                found.append(find("locator-missing", item.at.at("locator"), source=item.source))
        statements.append(replace(statement, evidence=tuple(evidence)))
    quoted = (item for statement in case.doubtful for item in statement.evidence if item.quote and item.source in held)
    found += [wrong for item in quoted if isinstance(wrong := held[item.source].anchored(item), Finding)]
    # What was typed in two ways may be the same characters of the document, and then it is one evidence.
    reports = in_order(report for document in {id(one): one for one in held.values()}.values() for report in document.rewritten.report())
    return replace(case, statements=gather(statements)), in_order(found), reports


def _held(sources: tuple[Source, ...], folder: Folder) -> tuple[dict[str, _Held], list[Finding]]:
    """What is held of each source, by the source's id, and what is wrong with it."""
    held: dict[str, _Held] = {}
    by_name: dict[str, _Held] = {}
    found: list[Finding] = []
    for source in sources:
        if source.document:
            document, wrong = read_document(source, folder)
            found += wrong
            if document:
                # A document of several sources, such as one note on two articles, is folded once.
                held[source.id] = by_name.setdefault(document.name, _Held(document))
    return held, found


@dataclass
class _Held:
    """A document, and what finding quotes in it needs; each is worked out when it is first asked for."""

    document: Document
    rewritten: Rewritten = field(init=False)

    def __post_init__(self) -> None:
        self.rewritten = Rewritten(self.document.name)

    @cached_property
    def folded(self) -> Folded:
        return fold(self.document.text)

    @cached_property
    def passages(self) -> Passages:
        return Passages(self.folded)

    def anchored(self, item: Evidence) -> Evidence | Finding:
        """The evidence with the span of its quote, or why it has none."""
        place, document = item.at.at("quote"), self.document.name
        quote = fold(item.quote).text.strip()
        if not quote:
            return find("quote-missing", place, document=document)
        spans = [self.folded.origin(at, at + len(quote)) for at in islice(_places(self.folded.text, quote), LISTED + 1)]
        if len(spans) == 1:
            if item.origin == "curated":
                self.rewritten.look(item.quote, self.document.text[slice(*spans[0])], place)
            return self._at(item, *spans[0])
        if spans:
            return find("quote-ambiguous", place, value=visible(item.quote), document=document, lines=self._lines(spans))
        return find("quote-not-found", place, value=visible(item.quote), document=document, near=self._near(quote))

    def _at(self, item: Evidence, start: int, end: int) -> Evidence:
        text = self.document.text
        return replace(
            item,
            quote=one_line(text[start:end]),
            span=(start, end),
            prefix=one_line(text[max(0, start - CONTEXT) : start]),
            suffix=one_line(text[end : end + CONTEXT]),
            document_hash=self.document.hash,
        )

    def _lines(self, spans: list[tuple[int, int]]) -> str:
        numbers = [len(re.findall(r"\r\n|\r|\n", self.document.text[:start])) + 1 for start, _ in spans[:LISTED]]
        counted = (f"{line} ({times} times)" if times > 1 else str(line) for line, times in Counter(numbers).items())
        return ", ".join(counted) + (" and more" if len(spans) > LISTED else "")

    def _near(self, quote: str) -> str:
        span = self.passages.nearest(quote)
        return one_line(self.document.text[slice(*span)]) if span else ""


def spans_of(folded: Folded, quote: str) -> list[tuple[int, int]]:
    """The spans of a text where a quote stands as whole words, at most some ten; none for an empty quote."""
    wanted = fold(quote).text.strip()
    return [folded.origin(at, at + len(wanted)) for at in islice(_places(folded.text, wanted), LISTED + 1)] if wanted else []


def _places(text: str, quote: str) -> Iterator[int]:
    """Where the quote begins in the text: as whole words only, or "Caram" would stand in "caramel"."""
    at = -1
    for _ in range(HITS):
        at = text.find(quote, at + 1)
        if at < 0:
            return
        if not _in_word(text, at) and not _in_word(text, at + len(quote)):
            yield at


# Lao, Thai, Tibetan, Myanmar, Khmer, Chinese and Japanese put no blanks between words: where one ends cannot be seen.
_UNSPACED = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf\u2e80-\u30ff\u3400-\u9fff\ua9e0-\ua9ff\uaa60-\uaadf\uf900-\ufaff\U00020000-\U0003ffff]"
)


def _in_word(text: str, position: int) -> bool:
    """Whether a cut at this position goes through a word, or between a letter and its mark."""
    if not 0 < position < len(text):
        return False
    if unicodedata.category(text[position]).startswith("M"):
        return True
    return _of_word(text[position - 1]) and _of_word(text[position])


def _of_word(character: str) -> bool:
    letter = character.isalnum() or unicodedata.category(character).startswith("M")
    return letter and not _UNSPACED.match(character)
