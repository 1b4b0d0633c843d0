"""What people decided, applied to the case: which actors are one, and which statement a judgement is about."""

from kg.resolve.identities import decided, settle
from kg.resolve.judgements import canonical, fit

__all__ = ["canonical", "decided", "fit", "settle"]
