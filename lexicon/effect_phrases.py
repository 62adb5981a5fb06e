"""From one list item of a leaflet to the names of effects in it: edges cleaned, parts split, brackets read as names."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

Words = tuple[str, ...]
MOST_WORDS = 7


def _any(words: str) -> str:
    """A regular expression of alternatives, written one after the other with blanks (`_` for a blank inside one)."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for sets too long to be read as a list of literals."""
    return frozenset(text.split())


_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[a-z)\]*])[.!?]\s*(?=[A-Z(])|\.\s*$|\s[-–—]\s")
_LABEL = re.compile(r"^[A-Z][\w ,/-]{2,45}:\s+(?=\w)")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
# Where the name of an effect ends and words about it begin.
_CUT = re.compile(
    r"\s+"
    + _any(
        r"such_as including includes? incl\b e\.?g\b i\.?e\b like for_example which that who where when while "
        r"if because so_that as_well_as see cause[sd]?_by cause[sd]? causing due_to resulting leading_to "
        r"sometimes possibly usually mostly often particularly especially in_some in_patients in_people "
        r"in_children in_women in_men in_adults with_or_without with_symptoms (?:shown|seen)_(?:in|by|on|up) "
        r"detected observed as_shown during after before at_the_start may can could this these has have were "
        r"was is are not also and/or_other or_other and_other than_(?:usual|normal) much_(?:higher|lower) "
        r"accompanied associated_with called known_as in_blood_tests? or_worsening_of a_type_of"
    )
    + r"\b.*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:[^\w]+|"
    + _any(
        r"and or an? the your some any other more very both as_well_as a_case_of cases?_of severe(?:ly)? "
        r"serious mild moderate slight(?:ly)? life-threatening potentially sometimes possibl[ey] "
        r"occasional(?:ly)? certain temporary transient persistent signs?_(?:of|and) symptoms?_of "
        r"you_may_(?:have|get|feel|experience) you_have side_effects? "
        r"(?:a_)?(?:feeling|sense|episode|form|type|kind|bout|attack)s?_of(?=_(?:an?|the|severe)\b) "
        r"(?:(?:blood|laboratory|lab|urine)_)?(?:tests?|test_results?)_(?:showing|which_show|that_show|may_show) "
        r"particularly especially including such_as like e\.?g\.? i\.?e\.? namely with mainly mostly usually "
        r"generally causing caused_by cause (?:type|kind|form|condition)s?_of indicators?_of"
    )
    + r"\s+)+",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"(?:\s+"
    + _any(r"and or of in the your a an with to by on at for from as very more including signs?")
    + r"|[^\w)%'’]+)+$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"^(?:(?:also |a condition |sometimes |commonly |medically )?(?:called|known as|named|termed|referred to as)|"
    r"or|medical term:?|so-called|=)\s+",
    re.IGNORECASE,
)
# A bracket with one of these is a remark, not another name.
_NO_NAME = re.compile(
    r"\b"
    + _any(
        r"see section you your may might tell if this these that which such including e\.?g i\.?e signs? "
        r"symptoms? seen shown when people patients? doctor common uncommon rare frequency usually with by due "
        r"because from after during only mild severe also_in or_more part body cells? type caused where "
        r"protein enzymes? is are than"
    )
    + r"\b|\d",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s+(?:and/or|and|or)\s+|\s*/\s*|\s+as well as\s+", re.IGNORECASE)
_PROSE = word_set(
    "you may might can could should would must will is are was were be been being has have had do does did "
    "this these those they it he she we who whom whose which that what if when while because tell ask contact "
    "stop take taking talk call doctor nurse pharmacist medicine tablet hospital leaflet section see get "
    "getting need needs seek please people patient patients child children woman women men user users adults "
    "year years month months week weeks day days hour hours dose doses treatment treated treat mg ml percent "
    "reported occur occurs occurred occurring following include includes including such example e.g i.e other "
    "others above below usually often sometimes also however therefore than not no none n't cannot please "
    "known frequency common uncommon rare very placebo grade study trial sign side as well much certain cause "
    "causing with without immediately start starting maintain inhibit suppress"
)
_BEING = frozenset({"sick", "unwell", "ill", "unable", "short"})
_DANGLING = word_set("of in the your a with to by on at for from and or")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name of an effect. `whole`: it was a list item or bracket of its own, not a part cut out of a longer one."""

    name: str
    whole: bool
    others: tuple[str, ...] = ()


def clean(text: str) -> str:
    """A phrase without its articles, list marks, severity, trailing advice and clauses; "" when nothing is left."""
    text = _SPACE.sub(" ", text.replace("’", "'")).strip()
    text = _CUT.sub("", " " + text).strip() if not _CUT.match(" " + text) else text
    return _TRAIL.sub("", _LEAD.sub("", text))


def read_item(item: str) -> list[Phrase]:
    """The effects one list item names, in its order.

    A bracket that holds one short name is another name of what stands before it; a bracket with a list, a clause or a
    number is left out. Parts of "A, B and C" come as phrases with `whole=False`, for the caller to check.
    """
    item = _LABEL.sub("", _SENTENCE_END.split(_SPACE.sub(" ", item).strip(" *•·-–"))[0])
    pieces = _split_outside_brackets(item)
    return [phrase for piece in pieces for phrase in _read_piece(piece, alone=len(pieces) == 1)]


def _split_outside_brackets(text: str) -> list[str]:
    depth, start, pieces = 0, 0, []
    for i, char in enumerate(text):
        depth = max(0, depth + (char in "([") - (char in ")]"))
        if depth == 0 and (char == ";" or (char == "," and not text[i + 1 : i + 2].isdigit())):
            pieces.append(text[start:i])
            start = i + 1
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()]


def _read_piece(piece: str, *, alone: bool) -> list[Phrase]:
    phrases: list[Phrase] = []
    at = 0
    for bracket in _BRACKET.finditer(piece):
        before = piece[at : bracket.start()]
        at = bracket.end()
        names = bracket_names(bracket.group(1))
        phrases += _parts(before, alone=alone, others=names)
        phrases += [Phrase(name, True) for name in names]
    return phrases + _parts(piece[at:], alone=alone and at == 0, others=())


def bracket_names(content: str) -> tuple[str, ...]:
    """The names in a bracket: "syncope" of "fainting (syncope)"; none where it holds a clause, a list or a number."""
    content = _CALLED.sub("", content.strip(" \"'“”"))
    if not content or _NO_NAME.search(content) or len(content.split()) > 5 or re.search(r"[,;:]", content):
        return ()
    parts = [clean(part) for part in _JOIN.split(content)]
    return (parts[0],) if len(parts) == 1 and parts[0] else ()


def _parts(text: str, *, alone: bool, others: tuple[str, ...]) -> list[Phrase]:
    whole = clean(text)
    if not whole:
        return []
    parts = [clean(part) for part in _JOIN.split(text)]
    if len(parts) == 1:
        return [Phrase(whole, alone, others)]
    # What stands in a bracket behind "A and B" may name either, so it names neither here.
    cut = [Phrase(part, False) for part in parts if part]
    return [Phrase(whole, False), *cut] if "/" not in whole else cut


def read_heads(path: Path) -> Callable[[Iterable[str]], bool]:
    """A test for effect-naming words from a file of words and "-endings", one a line, "#" for comments."""
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]
    endings = tuple(line[1:] for line in lines if line.startswith("-"))
    words = frozenset(line for line in lines if not line.startswith("-"))
    return lambda norms: any(norm in words or norm.endswith(endings) for norm in norms)


def is_phrase(words: Words) -> bool:
    """Whether normalised words read as a noun phrase of a lexicon: short, no verbs of prose, no number in front."""
    if not words or len(words) > MOST_WORDS or not words[0][:1].isalpha() or not any(len(w) > 2 for w in words):
        return False
    if words[0] in ("being", "be") and len(words) > 1 and words[1] in _BEING:
        words = words[1:]
    if words[0] in _DANGLING or words[-1] in _DANGLING:
        return False
    return not any(word in _PROSE for word in words) and not any(c in '%<>=≥≤*:;"' for w in words for c in w)
