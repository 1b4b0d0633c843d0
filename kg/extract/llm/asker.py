"""Asks a model about documents: what was answered before is read again, what is left of the budget decides about the rest."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.extract.llm.prompt import estimate, form, key_of, parts, request
from kg.extract.llm.wire import Answered, Failed, ask_once
from kg.files import write_atomic
from kg.folder import Model
from kg.ontology import Ontology

__all__ = ["Asker", "Said"]

#: The longest wait for a host that wants to be asked later, in seconds.
_LONGEST_WAIT = 60.0
#: A part whose reply was cut off is asked about in halves, down to so many characters.
_SMALLEST = 400
#: Ways to ask for the form of a reply, the strictest first: not every service knows each.
_FORMS = ("json_schema", "json_object", "")
#: The statuses of a service that does not know the form that was asked for.
_NO_FORM = (400, 422)


@dataclass(frozen=True, slots=True)
class Said:
    """What a model said about one part of a document, or why nothing of it can be used."""

    start: int
    end: int
    content: str = ""
    trouble: str = ""


@dataclass
class Asker:
    """One run's questions to one model, and what they took."""

    model: Model
    ontology: Ontology
    #: Where replies are kept.
    kept: Path
    key: str = ""
    #: Whether the user has asked for the network in this command.
    online: bool = False
    requests: int = 0
    tokens: int = 0
    replayed: int = 0
    #: Parts that nobody was asked about, by why: `offline`, `requests`, `tokens`, `unreached`.
    unasked: dict[str, int] = field(default_factory=dict)
    #: Why the host is asked no more.
    trouble: str = ""
    _form: int = 0

    def about(self, text: str, published: str) -> Iterator[Said]:
        """What the model said about each part of a document, now or before."""
        for start, end in parts(text, self.model.part):
            yield from self._part(text, start, end, published)

    def needed(self, text: str, published: str) -> tuple[int, int, int]:
        """Of a document: parts, parts that were not answered before, and the tokens that these take at most."""
        bodies = [request(self.model.model, self.model.reply, self.ontology, text[a:b], published) for a, b in parts(text, self.model.part)]
        new = [body for body in bodies if self._read(key_of(body, self.ontology)) is None]
        return len(bodies), len(new), sum(estimate(body, self.model.reply) for body in new)

    def _part(self, text: str, start: int, end: int, published: str) -> Iterator[Said]:
        body = request(self.model.model, self.model.reply, self.ontology, text[start:end], published)
        key = key_of(body, self.ontology)
        reply = self._read(key)
        if reply is None:
            told = self._asked(body)
            if not isinstance(told, dict):
                if told is not None:
                    yield Said(start, end, trouble=told)
                return
            reply = told
            self.kept.mkdir(parents=True, exist_ok=True)
            write_atomic(self.kept / f"{key}.json", json.dumps(reply, ensure_ascii=False, sort_keys=True).encode())
        else:
            self.replayed += 1
        if reply["finish"] == "length" and end - start > _SMALLEST:
            for a, b in parts(text, (end - start) // 2 + 1, start, end):
                yield from self._part(text, a, b, published)
            return
        yield Said(start, end, reply["content"])

    def _read(self, key: str) -> dict[str, str] | None:
        """A reply that was kept; one that was damaged was never given."""
        try:
            found = json.loads((self.kept / f"{key}.json").read_bytes())
            sound = isinstance(found, dict) and all(isinstance(found[name], str) for name in ("content", "finish"))
        except (OSError, ValueError, KeyError, RecursionError):
            return None
        return found if sound else None

    def _asked(self, body: dict[str, object]) -> dict[str, str] | str | None:
        """The reply of the host; a text is why it cannot be used, `None` that it was not asked."""
        again = 0
        while self._may(body):
            answer = self._once(body)
            if isinstance(answer, Answered):
                return self._content(answer.raw, body)
            if answer.status in _NO_FORM and self._form + 1 < len(_FORMS):
                self._form += 1
                continue
            if not answer.again or again >= self.model.retries:
                self._stop(answer.detail)
                return None
            time.sleep(min(_LONGEST_WAIT, answer.after if answer.after >= 0 else self.model.wait * 2**again))
            again += 1
        return None

    def _stop(self, why: str) -> None:
        self.trouble = why
        self._count("unreached")

    def _may(self, body: dict[str, object]) -> bool:
        """Whether the budget, the user and the host allow one more request; counted where not."""
        needs = estimate(body, self.model.reply)
        why = (
            "offline" if not self.online
            else "unreached" if self.trouble
            else "requests" if self.requests >= self.model.requests
            else "tokens" if self.tokens + needs > self.model.tokens
            else ""
        )  # fmt: skip
        if why:
            self._count(why)
        return not why

    def _count(self, why: str) -> None:
        self.unasked[why] = self.unasked.get(why, 0) + 1

    def _once(self, body: dict[str, object]) -> Answered | Failed:
        self.requests += 1
        wanted: dict[str, object] = {"type": _FORMS[self._form]}
        if self._form == 0:
            wanted["json_schema"] = {"name": "statements", "strict": True, "schema": form(self.ontology)}
        url = f"{self.model.url.rstrip('/')}/chat/completions"
        answer = ask_once(url, body | ({"response_format": wanted} if _FORMS[self._form] else {}), self.key, self.model.timeout)
        if isinstance(answer, Failed):
            self.tokens += estimate(body, 0)  # it may have been charged for
        return answer

    def _content(self, raw: bytes, body: dict[str, object]) -> dict[str, str] | str:
        """What the model wrote, out of what the service wrote around it."""
        spent = estimate(body, 0)
        try:
            told = json.loads(raw)
            choice = told["choices"][0]
            content, finish = choice["message"]["content"], choice.get("finish_reason")
            self.tokens += max(spent, _tokens(told.get("usage")))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            self.tokens += spent
            return "it is no reply of a chat service"
        if not isinstance(content, str) or not content.strip():
            return "it is empty"
        return {"content": content, "finish": finish if isinstance(finish, str) else ""}


def _tokens(usage: Any) -> int:
    """The tokens that a service says it took."""
    told = usage.get("total_tokens") if isinstance(usage, dict) else None
    return told if isinstance(told, int) and 0 < told < 10_000_000 else 0
