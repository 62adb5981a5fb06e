"""Patterns for the words that name parts of a dosage form: "tablet core", "capsule shell", "black printing ink"."""

import re

_WORD = (
    r"(?:tablets?|capsules?|caplets?|film|granul\w+|pellets?|beads?|inner|outer|coated|hard|soft|print(?:ing|ed)?|imprint(?:ing)?"
    r"|enteric|sub|seal|over|functional|cosmetic|colou?red|black|white|red|brown|blue|green|yellow|orange|pink|purple|gr[ea]y"
    r"|opaque|active|inactive|placebo|the|of|in|for|and|internal|external|extra|intra|granular|immediate|prolonged|release"
    r"|delayed|layer|upper|lower|body|cap|powder|solvent|oral|mg|\d+(?:\.\d+)?|vial|syringe|pre-?filled|reconstituted|dry"
    r"|liquid|gelatin|hypromellose|transparent|clear|ink|core|shell|coat(?:ing)?|adhesive|drug|backing|protective)"
)
PART = (
    rf"(?:{_WORD}[\s/-]+){{0,7}}"
    r"(?:cores?|coat(?:ing)?s?|film|shells?|contents?|fill(?:ing)?s?|inks?|solvents?|diluents?|powder|caps?|body|bodies|layers?"
    r"|imprint|band(?:ing)?|capsules?|tablets?|granules|pellets|suspension|solution|mixture|membrane|adhesive|matrix|overcoat"
    r"|seal|colou?rants?|sweeteners?|flavou?r(?:ing)?s?|propellants?|preservatives?|buffers?|adjuvants?|vehicle|base"
    r"|concentrate|vials?|syringes?|liner|printing)"
    r"(?:\s+of\s+(?:the\s+)?(?:capsules?|tablets?|vials?|pellets?))?(?:\s*\([^()]{0,60}\))?"
)
"""A part's name with up to seven words before its noun and a remark in brackets behind it."""
LABEL = re.compile(
    rf"\s*(?:[-–•*]\s*)?(?:(?:in\s+)?(?:the\s+)?{PART}|[^:,;.()]{{2,60}}?(?:\([^()]{{0,60}}\))?)\s*:\s*(?!\d)", re.I
)
"""Whatever opens a stretch of a list and ends in a colon."""
PART_LABEL = re.compile(rf"\s*(?:in\s+)?(?:the\s+)?{PART}\s*:", re.I)
INNER_LABEL = re.compile(rf"(?:(?<=\s)|^)(?:and\s+)?(?:in\s+)?(?:the\s+)?{PART}\s*:\s*", re.I)
BARE_LABEL = re.compile(rf"\s*(?:the\s+)?{PART}\s*:?\s*", re.I)
LABEL_ALONE = re.compile(rf"(?i:\s*(?:the\s+)?{PART})\s+(?=[A-Z][a-z])")
"""A label that lost its colon: "Tablet core Magnesium stearate"."""
STRENGTH_LABEL = re.compile(
    r"[^.:;,\d]{0,50}\b\d[\d.,]*\s*(?:mg|mcg|micrograms?|g)\b[^.:;,]{0,60}?\b(?:tablets?|capsules?|granules|pellets)(?:\s+only)?\s*:?\s+",
    re.I,
)
"""The strength whose own list follows: "Tablet coating Tavoril 5 mg tablets Hypromellose, …"."""
LABEL_BEHIND = re.compile(rf"\s+(?=[A-Z])(?i:{PART})\s*$")
PART_CLAUSE = re.compile(
    rf"(?:[^.:;]{{0,60}}?\b(?:{PART}|strength|formulation|presentation|capsules?|tablets?|it|they)\b[^.:;,]{{0,50}}?)"
    r"\b(?:also\s+|additionally\s+)?(?:contains?|containing\s+the\s+following\s+\w+|(?:is|are)\s+(?:composed|made|made\s+up)\s+(?:of|from)|consists?\s+of"
    r"|comprises?|includes?|(?<=solvent\s)is|(?<=diluent\s)is|(?<=colourants\s)are|(?<=colorants\s)are)\b(?:\s+also)?\s*:?\s*",
    re.I,
)
"""A sentence that tells what a part contains, up to its verb."""
