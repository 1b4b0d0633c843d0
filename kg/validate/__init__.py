"""What must hold between the records of a case, and between the triples of its dataset."""

from kg.validate.references import check_references
from kg.validate.rules import check_rules, worth_knowing
from kg.validate.shapes import check_shapes, shape_places

__all__ = ["check_references", "check_rules", "check_shapes", "shape_places", "worth_knowing"]
