"""Posology: the text of a dosage statement in, its regimens out. Pure, and independent of leaflets and of spaCy."""
