"""A case for a profile: what the public may not see is gone before any writer begins."""

from kg.redact.decisions import Decisions, decide
from kg.redact.profile import PROFILES, Redacted, for_profile

__all__ = ["PROFILES", "Decisions", "Redacted", "decide", "for_profile"]
