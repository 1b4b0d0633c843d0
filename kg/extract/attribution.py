"""Attributions by themselves: who is said to say what, as places in the text; for measuring the voices apart from relations."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.clauses import agents, is_passive, prepositional, surface
from kg.extract.mentions import Mentions
from kg.extract.model import load_model
from kg.extract.view import View, make_view
from kg.extract.voices import Voices
from kg.extract.words import words

__all__ = ["attributions"]

Span = tuple[int, int]
_CONTENT = ("ccomp", "xcomp", "parataxis")
#: Reporting without a clause: what is said is the object.
_OBJECT = frozenset(("continue", "mention", "echo", "attack", "blast", "slam", "liken", "decry", "lament", "mock", "applaud", "commend", "reiterate", "repeat", "tout", "outline", "highlight", "detail", "clarify", "address", "rebuke", "deplore", "chant", "joke", "argue", "state", "add", "declare", "announce", "claim", "describe", "deny", "criticize", "criticise", "condemn", "praise", "blame", "reject", "dismiss", "call", "cite", "report", "predict", "propose", "demand", "express", "voice", "question", "discuss", "support", "oppose", "endorse", "denounce", "threaten", "promise", "accept", "recommend", "mention", "acknowledge", "defend", "welcome", "estimate", "explain", "note", "quote", "reveal", "stress", "suggest", "warn", "accuse", "want", "request", "seek", "write", "tell", "ask", "urge", "know", "see", "consider", "plan", "expect", "understand", "show", "find"))  # fmt: skip
#: Outside of a quotation it is the writer who speaks or is spoken to, and a writer is no source of his own text.
_SPEAKER = frozenset(("i", "we", "you", "me", "us"))
_MORE = frozenset(
    "continue speak mention echo attack blast slam liken decry lament mock praise condemn denounce defend endorse applaud commend repeat tout outline highlight clarify rebuke deplore chant protest apologize apologise weigh refer talk view want hope plan expect decide urge demand deny propose consider call express criticize blame question wish prefer refuse agree see know feel like need seem appear vote love hate regret worry doubt decline dismiss reject intend seek try declare guess assume".split()
)


def attributions(text: str) -> list[tuple[Span, Span]]:
    """(characters of the source, characters of what it says), in the order of the text."""
    view = make_view(text, load_model())
    voices = Voices(view, Mentions(view))
    found: dict[tuple[Span, Span], None] = {}
    for token in view.doc:
        if voices.quotation_of(token) is not None:
            continue  # who speaks in a quotation says it in the quoted one's mouth
        source, content = _source(token, view, voices), _content(token, view, voices)
        if source is not None and content is not None:
            found[source, content] = None
    return list(found)


#: What somebody sees, needs, knows or tries is not what he says.
_UNSAID = frozenset(
    "try see need appear seem vote know think seek understand accept learn hold determine answer consider hear feel decide like guess".split()
)


def _says(token: Token) -> bool:
    return (
        token.lemma_ not in _UNSAID
        and token.pos_ in ("VERB", "AUX")
        and (token.lemma_ in words("report", "verbs") or token.lemma_ in _MORE or token.lemma_ in words("deny", "verbs"))
    )


def _source(token: Token, view: View, voices: Voices) -> Span | None:
    if token.lower_ == "according":
        found = next(prepositional(token, "to"), None)
        return _phrase(found, view) if found is not None else None
    if not _says(token):
        return None
    if is_passive(token) and not agents(token):
        return None
    pronoun = next((c for c in token.children if c.dep_ == "nsubj" and c.tag_ in ("WP", "WDT")), None)
    subjects = [pronoun] if pronoun is not None else agents(token) or surface(token)
    return _phrase(subjects[0], view) if subjects and subjects[0].lower_ not in _SPEAKER else None


def _phrase(token: Token, view: View) -> Span:
    """The whole noun phrase of a source, up to its first clause or apposition."""
    cut = {t.i for c in token.children if c.dep_ in ("relcl", "acl", "appos", "conj", "cc", "punct", "advcl") and c.i > token.i for t in c.subtree}
    keep = {t.i for t in token.subtree} - cut
    left = right = token.i
    while left - 1 in keep:
        left -= 1
    while right + 1 in keep:
        right += 1
    return view.spans[left][0], view.spans[right][1]


def _content(token: Token, view: View, voices: Voices) -> Span | None:
    pieces: list[Span] = []
    if token.lower_ == "according":
        inside = {t.i for t in token.subtree}
        rest = [t.i for t in token.sent if t.i not in inside and not t.is_punct]
        return (view.spans[min(rest)][0], view.spans[max(rest)][1]) if rest else None
    for child in token.children:
        if child.dep_ in _CONTENT or (child.dep_ in ("dobj", "attr", "oprd") and token.lemma_ in _OBJECT):
            pieces.append(view.span_of(child.subtree))
        elif (
            child.dep_ == "prep"
            and child.lower_ in ("for", "of", "about", "on", "against", "with", "as")
            and not pieces
            and token.lemma_ not in ("say", "tell", "add")
        ):
            inner = [t for t in child.subtree if t.i != child.i]
            if inner:
                pieces.append(view.span_of(inner))
    pieces += _beside(token, view, voices)
    if not pieces:
        return None
    return min(a for a, _ in pieces), max(b for _, b in pieces)


def _beside(token: Token, view: View, voices: Voices) -> list[Span]:
    """Quotations that a verb of saying introduces or closes."""
    found = []
    low, high = token.sent.start, token.sent.end
    for number, (start, end) in enumerate(view.quotes):
        near = low - 2 <= start <= high or low <= end <= high + 1
        if near and not start <= token.i < end and token.lemma_ in words("report", "verbs") and voices.is_speech(number):
            found.append((view.spans[max(0, start - 1)][0], view.spans[min(end, len(view.spans) - 1)][1]))
    if (
        not found
        and token.dep_ in ("parataxis", "ccomp", "advcl", "dep")
        and token.head.i < token.i
        and not any(c.dep_ in _CONTENT for c in token.children)
    ):
        inside = {t.i for t in token.subtree}
        rest = [t.i for t in token.sent if t.i not in inside and not t.is_punct]
        if rest:
            found.append((view.spans[min(rest)][0], view.spans[max(rest)][1]))
    return found
