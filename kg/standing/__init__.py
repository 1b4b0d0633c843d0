"""What a statement is worth: the law, and all that follows from it for the statements of a case together."""

from kg.standing.sentences import FIRMNESS, apart, body, cited, citing, headline, label_in, lead, standing_word, verb_of, voice_label
from kg.standing.standing import ESTABLISHED, Standing, counted, standing_of, stands
from kg.standing.weighing import Weighed, contradict, weigh

__all__ = [
    "ESTABLISHED",
    "FIRMNESS",
    "Standing",
    "Weighed",
    "apart",
    "body",
    "cited",
    "citing",
    "contradict",
    "counted",
    "headline",
    "label_in",
    "lead",
    "standing_of",
    "standing_word",
    "stands",
    "verb_of",
    "voice_label",
    "weigh",
]
