"""What a statement is worth: the law, and all that follows from it for the statements of a case together."""

from kg.standing.sentences import apart, body, cited, headline, label_in, lead, standing_word, voice_label
from kg.standing.standing import ESTABLISHED, Standing, counted, standing_of, stands
from kg.standing.weighing import Weighed, contradict, weigh

__all__ = [
    "ESTABLISHED",
    "Standing",
    "Weighed",
    "apart",
    "body",
    "cited",
    "contradict",
    "counted",
    "headline",
    "label_in",
    "lead",
    "standing_of",
    "standing_word",
    "stands",
    "voice_label",
    "weigh",
]
