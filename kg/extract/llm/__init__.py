"""A language model that may be asked for candidates: optional, off by default, and believed in nothing that the text does not hold."""
