"""The words that name nothing: "if you notice any of these signs" is made of such words only.

What such a clause says is about what stands before or behind it. A clause is of this kind when every word of it is a
general one: a function word, a word for what all leaflets speak of (side effect, doctor, treatment), or the product.
"""

import re
from collections.abc import Iterable
from functools import cache

from spacy.vocab import Vocab

from pipeline.language import normalise

_WORD = re.compile(r"[^\W_]+")
_GENERAL = (
    "the a an any some all one two several many more most of in on at to for from with by and or if when whether while "
    "before after during as is are be being been was were do does did not no none have has had having may might can "
    "could should must will would need you your yourself he she him her his it its they them their this that these "
    "those such there here who which what how either both each other another also too very so then first next again "
    "immediately straight straightaway away once right now soon possible urgent urgently promptly further additional "
    "quickly already ever always yet only even however therefore although important "
    "side effect unwanted undesirable adverse sign symptom reaction event condition situation problem illness disease "
    "complication thing change medicine medication drug product treatment therapy tablet capsule injection infusion "
    "vaccine dose use used using take taking taken give given receive received receiving start started starting stop "
    "tell told talk speak ask contact call see seek consult inform check discuss discussed mention notice noticed get "
    "getting go experience experienced experiencing develop developed suffer feel feeling occur occurred happen "
    "happened appear appeared apply applied concern concerned affect affected bother trouble become worse worsen "
    "serious severe persistent doctor nurse pharmacist physician hospital help medical attention advice care emergency "
    "professional healthcare health specialist staff team department provider casualty room nearest listed following "
    "above below mentioned described section list leaflet information certain sure unsure doubt question case "
    "statement applicable past previously people patient cause necessary person include included carefully read "
    "suitable consider make point ensure "
    "think please child "
    "example particular way like closely observe observed look out aware you re known "
    ", . : ; ( ) ' ’ “ ” \" - – — / * • 1 2 3 4 5 6"
)


def general_norms(vocab: Vocab, names: Iterable[str]) -> frozenset[int]:
    """The norms of the general words and of the words of the product's `names`: a clause of these names nothing."""
    return _general(vocab).union(vocab.strings.add(normalise(part)) for name in names for part in name.split())


def names_nothing(sentence: str) -> bool:
    """Whether a sentence is made of general words only.

    >>> names_nothing("If you notice any of these signs"), names_nothing("If you notice a rash")
    (True, False)
    """
    return _general_words().issuperset(map(normalise, _WORD.findall(sentence)))


@cache
def _general_words() -> frozenset[str]:
    return frozenset(map(normalise, _GENERAL.split()))


@cache
def _general(vocab: Vocab) -> frozenset[int]:
    return frozenset(vocab.strings.add(word) for word in (*_general_words(), " "))
