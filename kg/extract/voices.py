"""Who says so: speakers of quotations, "according to", ", police said", documents that speak for their authors."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.clauses import agents, is_passive, prepositional, relative, surface
from kg.extract.framing import framing, is_story
from kg.extract.mentions import Actor, Mentions
from kg.extract.view import View
from kg.extract.words import words

__all__ = ["UNSTATED", "Voice", "Voices"]

#: Somebody says it, and the text names nobody.
UNSTATED = None
#: The one who says it; `UNSTATED` where the text names nobody.
Voice = Actor | None

_COURTS = ("court", "jury", "juror", "tribunal", "inquest", "hearing", "trial", "magistrate", "panel", "inquiry", "judge")
_SHORT = 4


class Voices:
    """The speakers of one view."""

    def __init__(self, view: View, mentions: Mentions) -> None:
        self.view = view
        self.mentions = mentions
        self.doc = view.doc
        self._around = self.sentence_attributions()
        self._stories = [self._content(token) for token in self.doc if is_story(token)]
        for number in range(len(view.quotes)):
            if self.is_speech(number):
                speaker = self._speaker(number)
                if speaker is not None:
                    mentions.speakers[number] = speaker

    # quotations

    def is_speech(self, number: int) -> bool:
        """Whether a quotation is something said, not a word held at arm's length."""
        start, end = self.view.quotes[number]
        inner = self.doc[start:end]
        return len(inner) >= _SHORT and any(token.pos_ in ("VERB", "AUX") for token in inner)

    def quotation_of(self, token: Token) -> int | None:
        """The number of the quotation in which a token is said."""
        number = self.view.quoted.get(token.i)
        return number if number is not None and self.is_speech(number) else None

    def is_held_at_arms_length(self, token: Token) -> bool:
        """Whether a single word stands in quotation marks: the text does not say it so itself."""
        number = self.view.quoted.get(token.i)
        return number is not None and not self.is_speech(number) and self.view.quotes[number][1] - self.view.quotes[number][0] < _SHORT

    def _speaker(self, number: int) -> Voice:
        start, end = self.view.quotes[number]
        verbs = sorted(self.reporting_near(start, end), key=lambda item: item[0])
        for _, verb in verbs:
            found = self.source_of(verb)
            if found is not None:
                return found
        before = self.mentions.speakers.get(number - 1)
        if before is None or number == 0:
            return None
        last = self.view.quotes[number - 1]
        same = self.view.paragraph[last[0]] == self.view.paragraph[start]
        following = self.view.paragraph[start] - self.view.paragraph[last[0]] == 1 and self.opens_paragraph(start) and not verbs
        return before if (same and not verbs) or following else None

    def opens_paragraph(self, start: int) -> bool:
        """Whether a quotation, given by its first token, begins its paragraph."""
        return start < 2 or self.view.paragraph[start - 2] != self.view.paragraph[start]

    def reporting_near(self, start: int, end: int) -> Iterator[tuple[int, Token]]:
        """Verbs of saying outside of the quotation in the sentences at its two edges, with their distance."""
        limit = len(self.doc)
        for edge, step in ((end + 1, 1), (start - 2, -1)):
            here = self.sentence_at(end if step > 0 else start - 1)
            for k in range(26):
                i = edge + step * k
                if not 0 <= i < limit or not here[0] <= i < here[1] or i in self.view.quoted:
                    break
                if self.is_reporting(self.doc[i]):
                    yield k + (0 if step > 0 else 2), self.doc[i]
                    break

    def sentence_at(self, i: int) -> tuple[int, int]:
        """Token positions of the sentence around a position."""
        i = min(i, len(self.doc) - 1)
        return next(((a, b) for a, b in self.view.sentences if a <= i < b), (0, len(self.doc)))

    # sources

    def is_reporting(self, token: Token) -> bool:
        """Whether a verb puts words into somebody's mouth."""
        return token.pos_ in ("VERB", "AUX") and token.lemma_ in words("report", "verbs")

    def source_of(self, verb: Token) -> Voice:
        """Who speaks with a verb of saying: its subject, or its agent in the passive."""
        if is_passive(verb) and not agents(verb):
            return UNSTATED
        for token in agents(verb) or surface(verb):
            if token.lemma_ in _COURTS and verb.lemma_ in ("hear", "tell"):
                return UNSTATED
            found = self.named_source(token)
            if found is not None:
                return found
        return UNSTATED

    def sources_of(self, verb: Token) -> list[Actor]:
        """All who speak with a verb: "A and B deny it"."""
        if is_passive(verb) and not agents(verb):
            return []
        return [found for token in agents(verb) or surface(verb) if (found := self.named_source(token)) is not None]

    def named_source(self, token: Token) -> Voice:
        """The actor behind a subject: a person, a body, or the author of a document."""
        if token.lemma_ in words("parts", "documents") and token.i not in self.mentions.at:
            return self._author(token)
        if token.lemma_ in ("judge", "panel", "bench") and token.i not in self.mentions.at and not any(c.dep_ == "appos" for c in token.children):
            court = self.mentions.last_of(token, "Court")
            if court is not None:
                return court
        found = self.mentions.actor(relative(token))
        if found is not None and found.type == "Report":
            return self._publisher(found)
        return found

    def _author(self, document: Token) -> Voice:
        inner = next((c for c in document.children if c.dep_ == "appos" and c.i in self.mentions.at), None)
        for owner in [*(c for c in document.children if c.dep_ == "poss"), *prepositional(document, "by", "from", "of", "for")]:
            found = self.mentions.actor(relative(owner))
            if found is not None and found.type not in ("Place", "Group", "Country"):
                return found
        compound = next((c for c in document.children if c.dep_ == "compound" and c.i in self.mentions.at), None)
        if compound is not None:
            return self.mentions.actor(compound)
        filer = self.mentions.filers.get(document.lemma_)
        if filer:
            return self.mentions.find(filer, document)
        report = self.mentions.actor(inner if inner is not None else document)
        return self._publisher(report) if report is not None and report.named else UNSTATED

    def _publisher(self, report: Actor) -> Actor:
        name = self.mentions.filers.get(report.name)
        return (self.mentions.find(name, self.doc[report.at]) if name else None) or report

    # what hangs on a whole sentence

    def sentence_attributions(self) -> list[tuple[frozenset[int], Token, Token | None]]:
        """(tokens that are attributed, the cue, its source) of "according to X" and of ", X said,"."""
        found: list[tuple[frozenset[int], Token, Token | None]] = []
        for token in self.doc:
            if token.lower_ == "according" and any(c.lower_ == "to" for c in token.children):
                source = next(prepositional(token, "to"), None) or next((g for c in token.children for g in c.children if g.dep_ == "pobj"), None)
                found.append((self._content(token), token, source))
            elif (framed := framing(token))[0]:
                inside = token.nbor(-1).subtree if token.lower_ == "whose" else None
                found.append((frozenset(t.i for t in inside) if inside else self._content(token), token, framed[1]))
            elif token.text == ":" and token.i + 1 not in self.view.quoted:
                cue = self._before_colon(token)
                if cue is not None:
                    _, high = self.sentence_at(token.i)
                    subject = next((c for c in cue.children if c.dep_ == "nsubj"), None)
                    found.append((frozenset(range(token.i + 1, high)), cue, subject))
                elif (label := self.label_before(token)) is not None:
                    _, high = self.sentence_at(token.i)
                    found.append((frozenset(range(token.i + 1, high)), token, label if label.i in self.view.names else None))
            elif (closing := self._closing_source(token)) is not None:
                found.append((self._content(token), token, closing))
            elif self._is_aside(token):
                subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
                found.append((self._content(token), token, subject))
        return found

    def _before_colon(self, colon: Token) -> Token | None:
        """As in "X criticized Y: it had …": what follows is X's word."""
        low, _ = self.sentence_at(colon.i)
        verbs = [t for t in self.doc[low : colon.i] if t.pos_ == "VERB" and t.dep_ in ("ROOT", "ccomp", "conj")]
        return next((t for t in verbs if t.lemma_ in words("report", "verbs") | words("hedge", "accuse") | words("plan", "demands")), None)

    def label_before(self, colon: Token) -> Token | None:
        """As in "Open House: X did it", "Allegation: X did it": the name or noun that heads a line."""
        low, _ = self.sentence_at(colon.i)
        before = self.doc[low : colon.i]
        if not 0 < len(before) <= _SHORT or any(t.pos_ in ("VERB", "AUX") for t in before):
            return None
        claims = words("report", "nouns") | words("report", "frames") | words("hedge", "nouns")
        return next((t for t in before if t.i in self.view.names or t.lemma_.lower() in claims), None)

    def _is_aside(self, token: Token) -> bool:
        """A verb of saying beside the clause and not above it: "X, she alleged, punched Y"; "X was shut, police said."."""
        if token.lemma_ not in words("report", "plain") or token.pos_ != "VERB" or token.i in self.view.quoted:
            return False
        if any(c.dep_ in ("ccomp", "xcomp", "dobj") and c.i > token.i for c in token.children) or not any(
            c.dep_ in ("nsubj", "nsubjpass") for c in token.children
        ):
            return False
        own = sorted(t.i for t in token.subtree if t.dep_ != "ccomp" and not _under_ccomp(t, token))
        first = min((c.i for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), default=token.i)
        low = min(first, token.i)
        start = self._left_of(low)
        before = self.doc[start - 1].text if start > 0 else ""
        return before == "," and token.dep_ != "relcl" and len(own) < 30

    def _closing_source(self, verb: Token) -> Token | None:
        """Who says all before at the end of a sentence: "…, its spokesperson, Ana Berg, said on Monday", whatever the parser made of it."""
        if verb.lemma_ not in words("report", "plain") or verb.tag_ not in ("VBD", "VBZ") or verb.i in self.view.quoted or verb.dep_ != "conj":
            return None
        low, high = self.sentence_at(verb.i)
        idle = not any(c.dep_ in ("nsubj", "nsubjpass", "ccomp", "xcomp", "dobj") for c in verb.children) and not any(
            c.dep_ == "cc" for c in verb.head.children
        )
        if not idle or any(t.pos_ in ("VERB", "AUX") for t in self.doc[verb.i + 1 : high]) or verb.i - low < 5:
            return None
        comma = self.doc[verb.i - 1].text == ","
        near = self.doc[verb.i - 2] if comma else self.doc[verb.i - 1]
        edge = self.doc[near.left_edge.i - 1].text if near.left_edge.i > low else ""
        return near if near.pos_ in ("PROPN", "NOUN") and edge == "," else None

    def _left_of(self, i: int) -> int:
        subject = self.doc[i]
        return min(t.i for t in subject.subtree) if subject.dep_ in ("nsubj", "nsubjpass") else i

    def _content(self, cue: Token) -> frozenset[int]:
        own = {t.i for t in cue.subtree if not _under_ccomp(t, cue)}
        low, high = self.sentence_at(cue.i)
        head = cue.head
        if cue.dep_ != "ROOT" and head.pos_ in ("VERB", "AUX") and head.dep_ in ("relcl", "conj", "advcl"):
            return frozenset(t.i for t in head.subtree if t.i not in own)
        stops = [t.i for t in self.doc[low:high] if t.text in (":", ";")]
        low = max((i + 1 for i in stops if i < cue.i), default=low)
        high = min((i for i in stops if i > cue.i and self.doc[i].text == ";"), default=high)
        return frozenset(i for i in range(low, high) if i not in own)

    def is_story(self, token: Token) -> bool:
        """Whether a token stands in what a film or a dream tells."""
        return any(token.i in content for content in self._stories)

    def aside(self, token: Token) -> tuple[bool, Voice]:
        """Whether the sentence around a token is attributed beside it, and to whom."""
        for content, cue, source in self._around:
            if token.i in content and not _is_background(token, cue):
                if (
                    source is None
                    or (source.lemma_ in _COURTS and cue.lemma_ in ("hear", "tell"))
                    or (source.dep_ == "nsubjpass" and cue.lower_ != "according")
                ):
                    return True, UNSTATED
                return True, self.named_source(source)
        return False, UNSTATED


def _under_ccomp(token: Token, cue: Token) -> bool:
    here = token
    for _ in range(20):
        if here.i == cue.i:
            return False
        if here.head.i == cue.i:
            return here.dep_ in ("ccomp", "parataxis")
        if here.head.i == here.i:
            return False
        here = here.head
    return False


def _is_background(token: Token, cue: Token) -> bool:
    """A clause set off by commas on a name is the article's own, whoever the sentence is attributed to."""
    here = token
    for _ in range(12):
        if here.dep_ in ("relcl", "acl", "appos") and here.i != cue.i:
            left = min(t.i for t in here.subtree)
            return left > 0 and here.doc[left - 1].text in (",", "–", "(", "-") and not any(t.i == cue.i for t in here.subtree)
        if here.head.i == here.i:
            return False
        here = here.head
    return False
