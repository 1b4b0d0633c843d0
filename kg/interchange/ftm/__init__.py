"""FollowTheMoney, both ways: what OpenAleph, OpenSanctions and their tools exchange, one entity a line."""

from kg.interchange.ftm.read import read
from kg.interchange.ftm.write import losses, write
from kg.interchange.incoming import Reader
from kg.interchange.registry import Format, one_file

__all__ = ["FORMATS", "READERS"]

FORMATS = (Format("ftm", ".ftm.jsonl", "FollowTheMoney entities, for OpenAleph and OpenSanctions tools", one_file(write), losses),)
READERS = (Reader("ftm", "FollowTheMoney entities, one a line, as OpenAleph and OpenSanctions tools write them", read),)
