"""The words of the program: the sentence of every finding and loss, by language."""

from kg.texts.words import phrase, sentence, words

__all__ = ["phrase", "sentence", "words"]
