"""The spaCy Language of leaflets: a tokenizer that splits units from numbers, and a norm that unites spellings."""

import re
from functools import lru_cache
from typing import Any, cast

from spacy.attrs import IS_PUNCT, IS_SPACE, LIKE_NUM, LOWER, NORM
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import get_lang_class
from spacy.vocab import Vocab

# Every mark splits, except a point or comma between digits and the apostrophe of a contraction; a number parts from
# the letters behind it ("20mcg"), but not from those before it ("E171", "B12").
_INFIX = re.compile(r"[^\w\s.,]|[.,](?!\d)|(?<!\d)[.,]|(?<=\d)(?=[^\W\d_])")
_PREFIX = re.compile(r"^(?:[^\w\s])")
_SUFFIX = re.compile(r"(?:['’]s|[^\w\s])$")
_ABBREVIATIONS = ("e.g.", "i.e.", "E.g.", "I.e.", "approx.", "incl.", "resp.", "vs.", "Dr.", "St.", "etc.")
_CONTRACTED = (
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "could",
    "would",
    "should",
    "must",
    "need",
)

# British and other spellings to the American one, as word parts; longest cause of variation in leaflets first.
_SPELLINGS = (
    ("oedema", "edema"), ("haem", "hem"), ("aemia", "emia"), ("aemic", "emic"), ("diarrhoea", "diarrhea"),
    ("rrhoea", "rrhea"), ("paed", "ped"), ("gynaec", "gynec"), ("oesoph", "esoph"), ("oestr", "estr"),
    ("foet", "fet"), ("anaes", "anes"), ("aesth", "esth"), ("leuco", "leuko"), ("caec", "cec"), ("faec", "fec"),
    ("tumour", "tumor"), ("colour", "color"), ("odour", "odor"), ("behaviour", "behavior"),
    ("flavour", "flavor"), ("humour", "humor"), ("labour", "labor"), ("vapour", "vapor"), ("favour", "favor"),
    ("litre", "liter"), ("metre", "meter"), ("fibre", "fiber"), ("centre", "center"), ("sulph", "sulf"),
    ("dyspnoea", "dyspnea"), ("apnoea", "apnea"), ("pnoea", "pnea"), ("coeliac", "celiac"), ("ischaem", "ischem"),
    ("defaec", "defec"), ("manoeuv", "maneuv"), ("grey", "gray"), ("mould", "mold"), ("programme", "program"),
    ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("yse", "yze"), ("ysing", "yzing"),
    ("practise", "practice"), ("tranquillis", "tranquiliz"), ("counsell", "counsel"), ("labell", "label"),
    ("judgement", "judgment"), ("naevus", "nevus"), ("naevi", "nevi"), ("aetiol", "etiol"),
)  # fmt: skip
_NOT_ISED = frozenset({"raised", "advised", "revised", "supervised", "comprised", "exercised", "raising", "rising",
                       "arising", "advising", "exercising", "promised", "compromised", "bruised", "bruising",
                       "immunocompromised", "surprised", "surprising", "comprising", "devised", "noised",
                       "praised"})  # fmt: skip
_IRREGULAR = {"n't": "not", "'t": "not", "children": "child", "women": "woman", "men": "man", "feet": "foot",
              "teeth": "tooth", "an": "a", "lens": "lens", "lenses": "lens", "viruses": "virus", "sinuses": "sinus",
              "fetuses": "fetus", "foetuses": "fetus", "fungi": "fungus", "diagnoses": "diagnosis", "crises": "crisis",
              "metastases": "metastasis", "thromboses": "thrombosis", "psychoses": "psychosis",
              "neuroses": "neurosis", "prostheses": "prosthesis", "stenoses": "stenosis", "aches": "ache",
              **{f"{part}aches": f"{part}ache" for part in ("head", "tooth", "back", "ear", "stomach", "belly")},
              }  # fmt: skip
_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "‐": "-",
                        "−": "-", "µ": "μ", "\u00ad": ""})  # fmt: skip
_SPELLING_CUE = re.compile("ae|oe|ou?r|ys|is(?:ation|ing|ed)|tre|sulph|leuc|grey|mould|gramme|practise|ell")


@lru_cache(maxsize=50_000)
def normalise(word: str) -> str:
    """The form in which two spellings of one token are equal: lower case, American spelling, singular, plain marks.

    It is the NORM of every token, so rules and lexicons match "Haemorrhages" with "hemorrhage". White space of any
    length becomes one blank. The text itself is never changed.
    """
    if word.isspace():
        return " "
    norm = word.lower().translate(_MARKS)
    if norm in _IRREGULAR:
        return _IRREGULAR[norm]
    if not norm.isalpha():
        return norm
    if _SPELLING_CUE.search(norm) and norm not in _NOT_ISED:
        for old, new in _SPELLINGS:
            norm = norm.replace(old, new)
    return singular(norm)


def singular(norm: str) -> str:
    """A lower-case word without its plural ending (also the third person's: "causes" is "cause")."""
    if len(norm) <= 3 or not norm.endswith("s") or norm.endswith(("ss", "us", "is")):
        return norm
    if norm.endswith("ies") and len(norm) > 4:
        return norm[:-3] + "y"
    if norm.endswith(("shes", "ches", "sses", "xes", "zzes")):
        return norm[:-2]
    return norm[:-1]


def _tokenizer_rules() -> dict[str, list[dict[int, str]]]:
    rules = {word: [{ORTH: word}] for word in _ABBREVIATIONS}
    for mark in "'’":
        for verb in _CONTRACTED:
            for start in (verb, verb.capitalize()):
                rules[f"{start}n{mark}t"] = [{ORTH: start}, {ORTH: f"n{mark}t"}]
        for start in ("can", "Can"):
            rules[f"{start}{mark}t"] = [{ORTH: start}, {ORTH: f"{mark}t"}]
    for start in ("can", "Can"):
        rules[f"{start}not"] = [{ORTH: start}, {ORTH: "not"}]
    return rules


def make_tokenizer(vocab: Vocab) -> Tokenizer:
    """The leaflets' tokenizer. It needs no exception list for URLs or emoticons, which is where spaCy's time goes."""
    return Tokenizer(
        vocab,
        rules=_tokenizer_rules(),
        token_match=str.isalpha,  # nothing parts a word of letters alone: said at once, no pattern is tried on it
        prefix_search=_PREFIX.search,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
    )


def use_leaflet_norms(vocab: Vocab) -> None:
    """Make `normalise` the NORM of every token of this vocab, also of those already in it. Twice is once."""
    getters = cast(Any, vocab).lex_attr_getters
    if getters.get(NORM) is normalise:
        return
    getters[NORM] = normalise
    for lexeme in vocab:
        lexeme.norm_ = normalise(lexeme.orth_)


_ASKED_FOR = frozenset({IS_PUNCT, IS_SPACE, LIKE_NUM, LOWER, NORM})
"""What rules ask of a word. spaCy works out twenty attributes more for each new one: whether it is a web address, …"""


def blank() -> Language:
    """An English spaCy Language with the leaflets' tokenizer and norms and no components yet."""
    nlp = get_lang_class("en")()
    getters = cast(Any, nlp.vocab).lex_attr_getters
    for attribute in getters.keys() - _ASKED_FOR:
        del getters[attribute]
    use_leaflet_norms(nlp.vocab)
    nlp.tokenizer = make_tokenizer(nlp.vocab)
    return nlp
