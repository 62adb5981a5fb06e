"""The sentences of a leaflet in, its warnings out: read one by one in their sections, or found elsewhere."""
