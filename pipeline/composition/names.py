"""A substance's name as written in; as the contract writes it, without its salt, or whether it is one at all out."""

import re
from functools import lru_cache

from pipeline.lexicon import load_words

_GENERIC = re.compile(
    r"(?:the\s+)?(?:active|other|inactive|following|several|substances?|medicines?|ingredients?|drugs?|products?|mixture|same|none|no|genetically\s+modified)\b"
    r"(?!\s+\w*(?:vaccine|globulin))|.*\b(?:tablets?|capsules?|syringes?|pens?|solution|vials?|ampoules?|section|leaflet|pack|strengths?|doses?)$",
    re.I,
)
_FOOTNOTE = re.compile(r"(?:[*†‡§#]+|(?<=[a-z]{3})\d(?:,\d)*)$")
_TAIL = re.compile(r"[\s.,;:*†‡§/\"“”‘’'»®™-]+$")
_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_SPACES = re.compile(r"\s+")
_KIND_ALONE = re.compile(r"type\s+\w{1,3}\b", re.I)
"""A component called by its type alone; what it is a type of stands further above."""
_SET_HIGH = re.compile(r"(?<=[A-Za-z][a-z]{3})(?<!omega)\d(?:,\d)*(?=\s)")
_NUMBERED = re.compile(r"\d+[A-Za-z]{4,}|\d+\s[a-z]{4,}|[\d.,]+\s\d+\s|[\d.,]+\s?[x×]")
_VOLUME_WORD = re.compile(r"\b(?:m[lL]|millilit(?:re|er)s?|volume)\b")
_MOST_WORDS = 14


def normal_name(text: str) -> str:
    """A substance's name as the contract writes it: lower case, single blanks, no marks around it."""
    return _TAIL.sub("", _SET_HIGH.sub("", _SPACES.sub(" ", text))).lstrip(" \"“‘'*").lower()


@lru_cache(maxsize=4096)
def base_of(name: str) -> str | None:
    """The substance without the salt, ester and hydrate words that end its name; None where it has none.

    >>> base_of("paroxetine hydrochloride hemihydrate"), base_of("levetiracetam"), base_of("sodium chloride")
    ('paroxetine', None, None)
    """
    salts = load_words("salt.txt")
    words = _BRACKETED.sub("", name).split()
    kept = len(words)
    while kept and (words[kept - 1] in salts or words[kept - 1].strip("-") in salts):
        kept -= 1
    if kept >= 2 and " ".join(words[kept - 1 : kept + 1]) in salts:
        kept -= 1
    left = words[:kept]
    if not left or kept == len(words) or all(w in salts for w in left):
        return None
    return " ".join(left)


def clean_end(name: str) -> str:
    """A name without the marks and footnotes at its end."""
    return _TAIL.sub("", _FOOTNOTE.sub("", _TAIL.sub("", name)))


def is_name(name: str) -> bool:
    """Whether this may be a substance's name: letters, not too many words, no mere word for a medicine or its form."""
    letters = sum(map(str.isalpha, name))
    if "=" in name or _KIND_ALONE.match(name) or _NUMBERED.match(name) or _VOLUME_WORD.search(name):
        return False
    return letters >= 3 and len(name.split()) <= _MOST_WORDS and not _GENERIC.match(name)
