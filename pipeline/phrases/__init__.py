"""How leaflets word conditions, uses, agents and precautions, and the clauses and lists these stand in."""
