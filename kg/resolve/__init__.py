"""What people decided, applied to the case: which actors are one, and which statement a judgement is about."""

from kg.resolve.identities import settle
from kg.resolve.judgements import canonical, fit

__all__ = ["canonical", "fit", "settle"]
