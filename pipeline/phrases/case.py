"""A text in, the same text in lower case out, every character at its place.

A pattern without regard to case is tried several times slower than a plain one: patterns of the phrases are written in
lower case and matched on this.
"""

from functools import lru_cache


def lower_piece(text: str) -> str:
    """A stretch of a text in lower case, as long as before: what has no single small letter stays.

    >>> lower_piece("Do NOT take")
    'do not take'
    """
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=4)
def lower(text: str) -> str:
    """The whole text of a leaflet in lower case, kept while it is read. Not for pieces: they would push it out."""
    return lower_piece(text)
