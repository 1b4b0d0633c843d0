"""A case for a profile: what the public may not see is gone before any writer begins."""
