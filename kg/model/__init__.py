"""What a workspace holds, as frozen records: no file, no RDF, no opinion about what is true."""

from kg.model.actor import Actor, Event
from kg.model.case import Case, gather, join
from kg.model.judgement import Identity, Judgement
from kg.model.quantity import Quantity, QuantityError, parse_quantity
from kg.model.statement import UNSTATED, Evidence, Source, Statement
from kg.model.time import Time, TimeError, parse_time

__all__ = [
    "UNSTATED",
    "Actor",
    "Case",
    "Event",
    "Evidence",
    "Identity",
    "Judgement",
    "Quantity",
    "QuantityError",
    "Source",
    "Statement",
    "Time",
    "TimeError",
    "gather",
    "join",
    "parse_quantity",
    "parse_time",
]
