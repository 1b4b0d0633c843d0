"""Exchange with other programs: every format that is written or read, in one registry."""

from kg.interchange import ftm
from kg.interchange.graphs import FORMATS as GRAPHS
from kg.interchange.incoming import Fate, Incoming, Reader, Receiver
from kg.interchange.rdf import FORMATS as RDF
from kg.interchange.registry import TEAM, Content, Format, Loss
from kg.interchange.sheets import FORMATS as SHEETS
from kg.interchange.sssom import FORMATS as SSSOM
from kg.interchange.sssom_read import READERS as SSSOM_READERS

__all__ = ["FORMATS", "READERS", "TEAM", "Content", "Fate", "Format", "Incoming", "Loss", "Reader", "Receiver"]

#: Every format by its name, in the order in which people meet them; each module of this room adds its own.
FORMATS: dict[str, Format] = {made.name: made for made in (*RDF, *SHEETS, *GRAPHS, *ftm.FORMATS, *SSSOM)}
#: Every format that is read, by its name; each module of this room adds its own.
READERS: dict[str, Reader] = {made.name: made for made in (*ftm.READERS, *SSSOM_READERS)}
