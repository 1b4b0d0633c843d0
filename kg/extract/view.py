"""The text as the parser sees it: every name one plain word, ages and acronyms folded away, and the way back to the characters.

A parser trained on American newspapers trips over "Hajia Ramatu Sule-Danladi" and over "the Department of Foreign Employment
(DoFE)", never over "Smith" and "Microsoft". So names are found first, each is put as one word of its kind, and every token of
the view knows which characters of the document it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.layout import paragraphs
from kg.extract.names import Name, find_names

__all__ = ["View", "make_view"]

_MASKS = {"Person": "Smith", "Place": "Paris", "Country": "France", "Report": "Hamlet"}
_PLAIN = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "—": "–", "―": "–", "''": '"', "``": '"'}
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today january february march april june july august september october november december".split()
)
_SHORT_STEM = re.compile(r"([^aeiou]*[aeiou][bcdfgklmnprstvz])(?:ed|ing)")
_READS = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")
#: A run of signs that is longer than any word.
_WALL = re.compile(r"\S{201,}")


@dataclass(frozen=True)
class View:
    """A parsed text; tokens are numbered as the parser saw them."""

    text: str
    doc: Doc
    #: Characters of the document that each token stands for.
    spans: Sequence[tuple[int, int]]
    #: The name that a token stands for.
    names: dict[int, Name]
    #: Characters of each name proper, without title, article and acronym.
    name_spans: dict[int, tuple[int, int]]
    #: Tokens inside quotation marks → the number of the quotation.
    quoted: dict[int, int]
    quotes: Sequence[tuple[int, int]]
    paragraph: Sequence[int]

    def source(self, start: int, end: int) -> str:
        """The document's own characters of a span."""
        return self.text[start:end]

    def span_of(self, tokens: Iterable[Token]) -> tuple[int, int]:
        """The characters from the first to the last of some tokens."""
        numbers = sorted(token.i for token in tokens)
        return self.spans[numbers[0]][0], self.spans[numbers[-1]][1]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Token positions of each sentence."""
        return [(sent.start, sent.end) for sent in self.doc.sents]


@dataclass
class _Draft:
    words: list[str]
    spaces: list[bool]
    starts: list[bool | int | None]
    spans: list[tuple[int, int]]
    names: dict[int, Name]
    paragraph: list[int]


def make_view(text: str, nlp: Language) -> View:
    """A text, its names found and its prose parsed."""
    # Dividing what has no blanks takes time that grows with its square: a wall of signs is made for that, and no word is so long.
    open_text = _WALL.sub(lambda wall: " " * len(wall[0]), text)
    plain, where = nlp.make_doc(open_text), list(paragraphs(open_text))
    kept, starts = _prose(plain, where)
    voted = Doc(nlp.vocab, [t.text for t in kept], [bool(t.whitespace_) for t in kept])
    if len(voted):
        voted = nlp.get_pipe("ner")(voted)
    draft = _draft(voted, kept, starts, find_names(voted, starts))
    doc = Doc(nlp.vocab, draft.words, draft.spaces, sent_starts=draft.starts)
    for name in _READS if len(doc) else ():
        doc = nlp.get_pipe(name)(doc)
    for token in doc:
        _mend_lemma(token)
    quotes = _quotes(doc, draft.paragraph)
    inside = {i: number for number, (a, b) in enumerate(quotes) for i in range(a, b)}
    spans = {k: (kept[n.start].idx, kept[n.end - 1].idx + len(kept[n.end - 1])) for k, n in draft.names.items()}
    return View(text, doc, draft.spans, draft.names, spans, inside, quotes, draft.paragraph)


def _mend_lemma(token: Token) -> None:
    """As in "fined" is of "fine" and not of "fin": a short stem would have doubled its last letter."""
    short = _SHORT_STEM.fullmatch(token.lower_) if token.tag_ in ("VBD", "VBN", "VBG") else None
    if short and token.lemma_ == short[1]:
        token.lemma_ = short[1] + "e"


def _prose(plain: Doc, where: Sequence[tuple[int, int]]) -> tuple[list[Token], list[int]]:
    """The tokens of the paragraphs, without blanks, and where paragraphs begin among them."""
    kept: list[Token] = []
    starts = []
    tokens = iter(plain)
    token = next(tokens, None)
    for start, end in where:
        while token is not None and token.idx < start:
            token = next(tokens, None)
        starts.append(len(kept))
        while token is not None and token.idx < end:
            if not token.is_space:
                kept.append(token)
            token = next(tokens, None)
    return kept, starts


def _draft(voted: Doc, kept: Sequence[Token], starts: Sequence[int], names: Sequence[Name]) -> _Draft:
    draft = _Draft([], [], [], [], {}, [])
    at = {name.left: name for name in names}
    opening, paragraph, i = set(starts), -1, 0
    while i < len(kept):
        name = at.get(i)
        end = name.right if name else i + 1
        paragraph += any(j in opening for j in range(i, end))
        if name and draft.words and draft.words[-1].lower() in _CALENDAR and draft.paragraph[-1] == paragraph:
            _pause(draft)
        draft.starts.append(_starts_sentence(draft, i in opening, kept[i]))
        draft.words.append(_MASKS.get(name.type, "Microsoft") if name else _PLAIN.get(kept[i].text, kept[i].text))
        if name:
            draft.names[len(draft.words) - 1] = name
        draft.spans.append((kept[i].idx, kept[end - 1].idx + len(kept[end - 1])))
        draft.paragraph.append(paragraph)
        if name and kept[end - 1].text.endswith(".") and not name.text.endswith(".") and name.end == end:
            # a point that ends the sentence was taken for one of an abbreviation
            last = kept[end - 1].idx + len(kept[end - 1])
            draft.spaces.append(False)
            draft.words.append(".")
            draft.starts.append(False)
            draft.spans.append((last - 1, last))
            draft.paragraph.append(paragraph)
        if name and name.type == "Person":
            end = _without_age(kept, end)
        draft.spaces.append(bool(kept[end - 1].whitespace_) or (end < len(kept) and kept[end].idx > kept[end - 1].idx + len(kept[end - 1])))
        i = end
    return draft


def _pause(draft: _Draft) -> None:
    """A comma that the text does not have: without it "On Monday Smith met" reads as a person called Monday Smith."""
    at = draft.spans[-1][1]
    draft.words.append(",")
    draft.spaces.append(True)
    draft.starts.append(False)
    draft.spans.append((at, at))
    draft.paragraph.append(draft.paragraph[-1])


def _without_age(kept: Sequence[Token], end: int) -> int:
    """As in "Zoltán Kovács, 41, …" reads as "Zoltán Kovács, …"."""
    after = [token.text for token in kept[end : end + 3]]
    return end + 2 if len(after) == 3 and after[0] == after[2] == "," and after[1].isdigit() and len(after[1]) < 3 else end


def _starts_sentence(draft: _Draft, opens: bool, token: Token) -> bool:
    if opens or not draft.words:
        return True
    before = draft.words[-1]
    if before == '"' and len(draft.words) > 1 and draft.words[-2] in (".", "?", "!") and not _open_quote(draft):
        return not token.text[:1].islower()
    if before == '"' and len(draft.words) > 1 and draft.words[-2] == ":":
        return False
    return (
        before in (".", "?", "!", "...", "…")
        and token.text != "”"
        and not (token.text == '"' and _open_quote(draft))
        and not token.text[:1].islower()
    )


def _open_quote(draft: _Draft) -> bool:
    """Whether a quotation is still open in this paragraph."""
    here = draft.paragraph[-1]
    count = 0
    for word, paragraph in zip(reversed(draft.words), reversed(draft.paragraph), strict=True):
        if paragraph != here:
            break
        count += word == '"'
    return count % 2 == 1


def _quotes(doc: Doc, paragraph: Sequence[int]) -> list[tuple[int, int]]:
    """Token positions of quotations, also of one that its paragraph ends without closing."""
    found: list[tuple[int, int]] = []
    opened = -1
    for token in doc:
        if opened >= 0 and paragraph[token.i] != paragraph[opened]:
            found.append((opened + 1, token.i))
            opened = -1
        if token.text == '"':
            if opened >= 0:
                found.append((opened + 1, token.i))
            opened = token.i if opened < 0 else -1
    if opened >= 0:
        found.append((opened + 1, len(doc)))
    return [span for span in found if span[1] > span[0]]
