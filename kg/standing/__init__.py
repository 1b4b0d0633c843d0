"""What a statement is worth: the law, and all that follows from it for the statements of a case together."""

from kg.standing.sentences import body, cited, headline, voice_label
from kg.standing.standing import ESTABLISHED, Standing, counted, standing_of, stands
from kg.standing.weighing import Weighed, contradict, weigh

__all__ = [
    "ESTABLISHED",
    "Standing",
    "Weighed",
    "body",
    "cited",
    "contradict",
    "counted",
    "headline",
    "standing_of",
    "stands",
    "voice_label",
    "weigh",
]
