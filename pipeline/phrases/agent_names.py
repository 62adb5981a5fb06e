"""A list in running text in, its members that look like names of agents out, and what kind of agent a name is.

For names that no lexicon knows: structure has shown that an agent stands there, the words decide whether one does.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.model import AgentKind
from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, members, trim

MEDICINES = (
    r"(?:medicines?|medications?|drugs?|products?|preparations?|agents?|treatments?|tablets|pills|supplements?|remedies"
    r"|antibiotics?|therap(?:y|ies)|vaccines?|substances?|inhibitors?)"
)
"""Words for medicines in general, as part of a pattern."""
_LEADS = re.compile(
    r"(?:(?:an?|the|any|other|certain|some|most|all|oral|any other|use of|using|taking|medicines?|drugs?|products?"
    r"|preparations?|tablets|eye drops|supplements?|treatment|"
    r"called|named|containing|with|like|such as|especially|particularly|particular|also|either|both|e\.g\.?"
    r"|including|for example|another|active substances?|and|or|of|"
    r"if|you|are|take|taken|your|child|have|been|recently|also|currently|concomitant|concurrent|use|drinking"
    r"|eating)\s*,?\s+)+",
)
_NOT_A_NAME = re.compile(
    r"\b(?:you|your|doctor|pharmacist|nurse|blood|kidney|liver|heart|other|others|these|those|this|that|them|it"
    r"|risk|effects?|level|levels|dose|doses|treatment|infections?|"
    r"disease|disorders?|pain|problems?|pressure|condition|conditions|symptoms?|pregnan\w+|breast\w*|children"
    r"|adults|patients?|days?|weeks?|hours?|section|"
    r"prescription|without|below|above|following|same|time|tell|ask|talk|please|not|any|new|no|none|how|what|why"
    r"|and so on|etc|cancer|hiv|hepatitis|asthma|"
    r"epilepsy|depression|diabetes|medicines?|medications?|drugs?|medicinal|sugar|fluid|body|bleeding|dizziness"
    r"|nausea|drowsiness|tests?|more|less|bought|"
    r"obtained|including|leaflet|information|class|group|types?|use|combination|if|cholesterol|infection|angina"
    r"|others|several|many|both|or|and|swelling|fits|"
    r"warnings?|precautions?|interactions?|interaction|contents?|drink|food|foods|meals?|important|general|possible"
    r"|increased|reduced|decreased|avoid|condoms?|diaphragm|sponge|barrier|partner|diet)\b",
)
# Too general to be an agent, or a means that is not taken.
VAGUE = frozenset(
    (
        "anaesthesia; blood test; blood tests; blood transfusion; blood transfusions; breast milk; "
        "chemotherapy medicines; cholesterol; contact lenses; contraception; creams; dialysis; drug; ecg; food; foods; "
        "hormones; iodine; laboratory tests; meal; meals; medicines obtained without a prescription; milk; "
        "pregnancy test; mesylate; malate; maleate; succinate; tartrate; hydrochloride; "
        "product; soft contact lenses; surgery; tests; transfusion; vaccination; "
        "vaccinations; vaccine; vitamins; water"
    ).split("; ")
)
_ORDINARY = frozenset(
    (
        "there always do does it they when where while once only until after before some then if see for because "
        "increases increase decreases reduces reduce also inform contact speak check consult take use make stop store "
        "swallow read keep give start wait can may is are has have with by from often usually commonly sometimes "
        "mainly generally against"
    ).split()
)
_KIND_WORDS: tuple[tuple[AgentKind, re.Pattern[str]], ...] = (
    ("alcohol", re.compile(r"\b(?:alcohol|wine|beer|spirits)\b")),
    (
        "food",
        re.compile(
            r"\b(?:juice|milk|dairy|grapefruit|cheese|liquorice|licorice|meals?|coffee|tea|soy|banana\w*|cranberry"
            r"|broccoli|vegetables?|fruits?)\b"
        ),
    ),
    ("herbal", re.compile(r"\b(?:wort|ginkgo|ginseng|herb\w*|echinacea|valerian|kava|senna)\b")),
    ("test", re.compile(r"\b(?:tests?|assays?|scans?|imaging|x-?rays?)\b")),
)
_CLASS = re.compile(
    r"\b(?:inhibitors?|antagonists?|agonists?|\w+ics?|steroids?|diuretics?|agents|drugs|medicines|supplements?"
    r"|salts?|pills|\w+ines|\w+ants|\w+ives|nsaids?|\w+ides"
    r"|blockers?|(?:eye|ear)[- ]?drops|(?:water|sleeping|salt|iron|steroid) tablets|\w*vitamins|hormones?"
    r"|therap(?:y|ies)|treatments?"
    r"|contraceptives?|vaccines?|products?|preparations?|derivatives?"
    r"|anti(?:coagulant|depressant|biotic|histamine|psychotic|epileptic|convulsant|hypertensive|diabetic|platelet)s?)$"
)
_QUOTES = "®™\"“”‘’'`´"
"""Marks at the edges of a name that are no part of it."""


def names_in(text: str, start: int, end: int) -> Iterator[SpanOf]:
    """The members of a list that look like names: at most four words, none of them ordinary."""
    low = lower(text)
    for a, b in members(text, start, end):
        while lead := _LEADS.match(low, a, b):
            a = lead.end()
        a, b = trim(text, a, b)
        while a < b and text[a] in _QUOTES:
            a += 1
        while b > a and text[b - 1] in _QUOTES:
            b -= 1
        if 3 <= b - a <= 50 and _is_name(low[a:b]):
            yield a, b


@lru_cache(maxsize=4096)
def _is_name(low: str) -> bool:
    """Whether a member of a list, in lower case, may be a name."""
    words = low.split()
    if (
        len(words) > 4
        or low in VAGUE
        or "(" in low
        or " such " in low
        or " like " in low
        or low[0].isdigit()
        or words[0] in _ORDINARY
    ):
        return False
    if low.endswith(" e.g") or words[0].endswith("ing") or words[0] in ("don", "don't", "e.g", "i.e", "eg"):
        return False
    return _NOT_A_NAME.search(low) is None


@lru_cache(maxsize=4096)
def kind_of(name: str) -> AgentKind:
    """The kind of an agent that no lexicon knows, by its words."""
    low = name.lower().partition(" containing ")[0]
    named = next((kind for kind, words in _KIND_WORDS if words.search(low)), None)
    return named or ("class" if _CLASS.search(low) else "drug")
