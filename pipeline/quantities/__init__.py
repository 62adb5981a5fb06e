"""Quantities: text in, numbers with units out. Knows nothing of leaflets, and needs no spaCy."""

from pipeline.quantities.atoms import Atom, number_value, scan
from pipeline.quantities.quantity import Quantity, parse, read_quantity, show
from pipeline.quantities.ranges import read_range
from pipeline.quantities.units import ucum

__all__ = ["Atom", "Quantity", "number_value", "parse", "read_quantity", "read_range", "scan", "show", "ucum"]
