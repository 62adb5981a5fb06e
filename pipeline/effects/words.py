"""The closed classes of words and phrases that the grammar of effect lists goes by; no name of an effect among them."""

import re
from collections.abc import Iterable


def phrases(wordings: Iterable[str], before: str, after: str = "") -> re.Pattern[str]:
    """A pattern for lower-case text: one of `wordings`, with `before` (a format for the first letter) in front.

    Parted by first letter, so that the search leaps from one such letter to the next.
    """
    by_letter: dict[str, list[str]] = {}
    for wording in wordings:
        by_letter.setdefault(wording[0], []).append(wording[1:])
    return re.compile("|".join(f"{c}{before.format(c)}(?:{'|'.join(rest)}){after}" for c, rest in by_letter.items()))


WORD_BEGINS, WORD_ENDS = r"(?<!\w{})", r"\b"
"""What stands before and after phrases that are whole words, for `phrases`."""
JOINT = re.compile(
    r"(?:;|,(?:\s*(?:and/or|and|or|as well as|plus)(?!\w)|(?!\d{3}))|a(?<=\sa)(?:nd/or|nd|s well as)(?=\s)|"
    r"o(?<=\so)r(?=\s)|p(?<=\sp)lus(?=\s)|&(?<=\s&)(?=\s)|•|·)\s*"
)
"""What parts the items of a list, in lower-case text."""
STOP = phrases(
    (
        "which", "that", "who", r"when(?! \w+ing\b)", "where", "if", "because", "as a result", "as shown",
        "as well as when", "such as", "including", "for example", "for instance", r"e\.g\.", r"i\.e\.", "especially",
        "particularly", "in particular", "mainly", "mostly", "r(?<=, r)equiring", "n(?<=, n)eeding",
        "r(?<=, r)esolving", "u(?<=, u)sually", "o(?<=, o)ften", "s(?<=, s)ometimes", "p(?<=, p)ossibly", "leading to",
        "resulting in",
        "this (?:may|can|could|is|usually|often)", "these (?:may|can|could|are)", "it (?:may|can|is)",
        "seen (?:in|on|by|as)", "detected", "measured", "shown (?:in|by|on)", "found in", "have been", "has been",
        "may (?:be|occur|cause|also)", "can (?:be|occur|cause)", "is ", "are ", "was ", "were ", "you ", "like ",
        "described", "characteri[sz]ed by", "accompanied by", "at the start", "during treatment",
        "after (?:stopping|starting|the first)", "whether", "unless", "until", "although", "but ", "while ", "see ",
        "refer ",
    ),
    r"(?<![\w-]{})",
)  # fmt: skip
"""Where a list ends and a sentence about it begins, in lower-case text."""
EXAMPLES = re.compile(
    r"\W*(?:such as|including|for example|for instance|e\.g\.|like|especially|particularly|in particular|"
    r"mainly)[,:]?\s+",
    re.I,
)
SIGN_LEAD = re.compile(
    r"\W*(?:(?:with )?(?:the following |possible )?(?:signs?|symptoms?)(?: (?:and|or|of|may|can|might|"
    r"include|including|are|such as|symptoms?|signs?|be|e\.g\.))*|such as|for example|e\.g\.,?|like|"
    r"i\.e\.,?|include)[:,]?\s+",
    re.I,
)
SIGN = re.compile(r"\b(?:signs?|symptoms?)\b", re.I)
SIGN_OF = re.compile(
    r"\W*(?:(?:this|these|which|it) (?:may|can|could|might) be (?:an? )?)?(?:early |possible |"
    r"potential )?(?:signs?|symptoms?) of\s+",
    re.I,
)
PROBLEM = re.compile(r"\b(?:problems?|issues?|disorders?)\W*$", re.I)
MEDICAL = re.compile(
    r"(?:syndrome|disease|failure|necrolysis|itis|osis|a?emia|pathy|penia|edema|sclerosis|infarction|"
    r"pustulosis|pemphigoid|erythema multiforme)\W*$",
    re.I,
)
CALLED = re.compile(
    r"\W*(?:also (?:called|known as|referred to as)|known as|called|a condition (?:called|known as)|"
    r"medically known as|i\.e\.,?|or)\s+",
    re.I,
)
NO_NAME = re.compile(
    r"\W*(?:see|refer|section|which|this|these|that|may|can|if|in|with|at|on|during|when|after|before|"
    r"usually|especially|"
    r"mostly|only|both|mild|severe|moderate|temporary|transient|reversible|also|not|more|less|very|some|"
    r"most|for|as|due|caused|"
    r"seen|based|grade|\d|frequency|n\s*=|your|you|the|often|sometimes|possibly|and|all|any|potentially|"
    r"particularly|without|has|including)(?![\w-])|[^A-Za-z]*$",
    re.I,
)
FINITE = phrases(
    "is are was were may can could might will you your should have has been means?".split(), WORD_BEGINS, WORD_ENDS
)
"""Words that stand in a sentence and in no name of an effect, in lower-case text."""
PREPOSITION = re.compile(
    r"\b(?:of|in|on|to|at|around|under|from|behind|near|over|between|inside|within|with|for|"
    r"by)\b(?!.*\b(?:of|in|on|to|at|around|under|from|behind|near|over|between|inside|within|with|for|"
    r"by)\b)",
    re.I,
)
SMALL = frozenset(
    "a an the your of in on to at and or around under from both one some any other his her their for with by "
    "between".split()
)
MODIFIERS = frozenset(
    "increased decreased reduced raised elevated lowered high low higher lower abnormal altered impaired "
    "excessive loose hard dry itchy itching red sore swollen painful stiff blurred blurry cloudy cold hot "
    "runny stuffy blocked burning watery slow fast rapid irregular difficult frequent heavy light partial "
    "complete acute chronic local localised generalised peripheral central sudden temporary permanent "
    "bloody dark pale yellow white fungal viral bacterial upper lower bad weak deep shallow strange "
    "unusual vivid small large full sweet metallic bitter involuntary uncontrolled thick thin brittle "
    "vaginal nasal rectal oral abdominal muscular skeletal gastrointestinal cardiac renal hepatic urinary "
    "ocular urethral systolic diastolic injection infusion application feeling being".split()
)
"""Words that need a head: "increased" before "or decreased appetite"."""
GRADES = frozenset("severe serious mild moderate fatal life threatening possibly potentially sometimes very".split())
HEADLESS = frozenset(
    "loss gain cramp pain discomfort spasm tenderness stiffness weakness ache aching tightness bloating distension "
    "irritation inflammation swelling redness bleeding infection damage disorder problem injury pressure soreness "
    "fullness".split()
)
SHARED_LEAD = re.compile(
    r"(?P<lead>(?:feeling|being|difficulty|difficulties|trouble|problems?|unable to|"
    r"inability to)(?: (?:in|with|to))?)\s+\w+(?: \w+)?$",
    re.I,
)
HEAD_OF = re.compile(r"^(?P<head>(?:[\w-]+ ){1,2})(?P<noun>[\w-]+)$")
_ADVICE = (
    "tell", "contact", "call", "see", "seek", "talk", "ask", "stop", "do not", "don['’]t", "please", "take", "keep",
    "check", "this", "these", "they", "there", "however", "for more", "the frequency", "avoid", "drink", "report",
    "by reporting", "like all", "not all", "not everybody", "it is", "it may", "if any", "if you are", "if it",
    "if this", "if these", "if side", "go to", "treatment", "most of", "some of", "many of", "the most",
    "your doctor", "you should", "you must", "you will", "in clinical", "in studies", "during", "when", "because",
    "reporting", "inform", "speak", "consult", "wash", "use", "always", "never", "remember", "information",
    "although", "since", "after", "before", "once", "table", "figure", "note",
)  # fmt: skip
"""How a sentence begins that tells the reader something: no item of a list of effects."""
_SAYS = re.compile(rf"\W*(?:{'|'.join(_ADVICE)}|\d+ (?:mg|ml))(?![\w-])", re.I)
_FIRST_WORD = re.compile(r"\W*(\w+)")
_FIRST_WORDS = frozenset(re.match(r"\w+", phrase)[0] for phrase in _ADVICE)  # type: ignore[index]


def advises(piece: str) -> bool:
    """Whether a piece begins as a sentence that tells the reader something; most begin with another word."""
    first = _FIRST_WORD.match(piece)
    if first is None:
        return False
    word = first[1].lower()
    return (word in _FIRST_WORDS or word[0].isdigit()) and _SAYS.match(piece) is not None


FRAME = re.compile(
    r"\b(?:side|adverse|undesirable|unwanted)[\s-]+(?:effects?|reactions?|events?)\b|\b(?:doctor|pharmacist|"
    r"www|https?|leaflet|tablets?|section|yellow card|dose[sd]?)\b"
)
"""Words that no effect contains, in lower-case text."""
NESTED = re.compile(r"(?:in|from|into|around|at|on|under|of)\s", re.I)
"""How an item begins that names only the place of the effect that the item above it names."""
FIXED = phrases(
    (
        "pins and needles", "aches and pains", "hand[- ]and[- ]foot", "head and neck", "wear and tear",
        "stuffed and runny",
    ),
    WORD_BEGINS,
    WORD_ENDS,
)  # fmt: skip
"""Phrases whose "and" parts nothing, in lower-case text."""
CONTINUES = re.compile(
    r"(?:on|in|into|at|of|from|to|under|around|for|by|caused|with|due|as|than|types? of|that|chara?cteri[sz]ed|"
    r"accompanied|followed|resulting|leading|"
    r"associated|related|mainly|especially|particularly|such|so|then|not|be|have|has|will|can|may|you|we|"
    r"he|she|they|it|its|their|goe?s? away|disappear|resolve|subside|settle|wear off|get better|need no|following an?|"
    r"followed by|to check|to be|show up|shown|showing|frequenc(?:y|ies) of)(?![\w-])",
    re.I,
)
"""How a phrase begins that goes on with the item before it and names nothing by itself."""
APPOSITION = re.compile(
    r"\W*(?:an?|this|the) (?:[\w-]+ ){0,5}?(?:condition|disease|type|form|kind|product|substance|protein|"
    r"enzyme|hormone|pigment|marker|infection|disorder|illness|"
    r"syndrome|reaction|problem)s?(?= (?:of|that|in|caused|with|where)\b)",
    re.I,
)
VERB_END = re.compile(r"(?:\bto \w+|\bof \w+ing)$", re.I)
MAX_WORDS = 14
"""Longer items are sentences, not names of effects."""
