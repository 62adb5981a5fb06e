"""A term as written in, the form in which two spellings of it are equal out: what stores are keyed by."""

import re
import unicodedata

from pipeline.language import normalise

_WORD = re.compile(r"[^\W_]+|[^\w\s]")


def normal_term(term: str) -> str:
    """A term without differences of case, blanks, width, British and American spelling, and plural.

    >>> normal_term("Haemorrhages,  Gastric") == normal_term("hemorrhage, gastric")
    True
    """
    return " ".join(map(normalise, _WORD.findall(unicodedata.normalize("NFKC", term))))
