"""The words of the program: the sentence of every finding, by language."""

from kg.texts.words import sentence, words

__all__ = ["sentence", "words"]
