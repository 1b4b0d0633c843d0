"""The pairs of actors that a text ties together, before any relation is read."""

from __future__ import annotations

from kg.tasks.extract import text_of

__all__ = ["pairs_of_text"]


def pairs_of_text(raw: bytes, name: str = "text") -> list[dict[str, object]]:
    """Each pair with the words and the characters of both.

    Raises `DataError` where the bytes are no text, and `UsageError` where the model is missing.
    """
    from kg.extract.model import load_model

    load_model()  # says what to install before anything of it is imported
    from kg.extract.pairs import proposed_pairs

    text = text_of(raw, name)
    return [
        {"subject": text[a:b], "relation": "", "object": text[c:d], "s_span": [a, b], "o_span": [c, d]} for (a, b), (c, d) in proposed_pairs(text)
    ]
