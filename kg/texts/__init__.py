"""The words of the program, by language: the sentence of every finding and loss, and the words of statements and of the page."""

from kg.texts.speech import ENGLISH, LANGUAGES, Texts, say, speech, spoken
from kg.texts.words import phrase, sentence, words

__all__ = ["ENGLISH", "LANGUAGES", "Texts", "phrase", "say", "sentence", "speech", "spoken", "words"]
