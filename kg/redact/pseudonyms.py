"""Names in place of names: the same for one record in every export of a workspace, and worthless without its key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Pseudonyms"]

#: Digits of a pseudonym; more where two would be the same.
SHORTEST = 4


@dataclass(frozen=True)
class Pseudonyms:
    """Pseudonyms of the records of one case, by their ids.

    A keyed hash (HMAC-SHA-256): without the key nobody can try a list of names against it, as one could with a plain hash.
    """

    key: bytes
    names: tuple[str, ...] = ()

    def token(self, text: str) -> str:
        """The keyed hash of a text: equal texts stay equal, nothing else can be learned from it."""
        return hmac.new(self.key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    @cached_property
    def _digits(self) -> dict[str, str]:
        tokens = {name: self.token(name) for name in self.names}
        length = next(size for size in range(SHORTEST, 65) if _all_differ(token[:size] for token in tokens.values()))
        return {name: token[:length] for name, token in tokens.items()}

    def id(self, name: str) -> str:
        """An id in place of an id: `withheld-7f3a`."""
        return f"withheld-{self._digits[name]}"

    def label(self, name: str, kind: str) -> str:
        """A label in place of a label: `Person 7F3A`."""
        return f"{kind} {self._digits[name].upper()}"


def _all_differ(tokens: Iterable[str]) -> bool:
    found = list(tokens)
    return len(set(found)) == len(found)
