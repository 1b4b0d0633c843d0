"""The server: pages and SPARQL of the last build, read-only; there is no code in it that could change anything."""

from kg.serve.run import Options, serve

__all__ = ["Options", "serve"]
