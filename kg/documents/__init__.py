"""The texts held of sources, and the spans that quotes stand at; where the documents came from is not its matter."""

from kg.documents.quotes import anchor
from kg.documents.read import Document, read_document

__all__ = ["Document", "anchor", "read_document"]
