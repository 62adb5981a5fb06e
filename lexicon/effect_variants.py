"""One name of an effect in, the other orders and articles in out that leaflets write for it."""

import re
from functools import partial

from lexicon.effect_phrases import word_set

# Places of the body: before these leaflets write "the", "your" or nothing ("pain in the legs", "pain in your legs").
_PLACES = word_set(
    "abdomen abdominal airways ankle ankles anus arm arms arteries artery back belly bladder blood body bone "
    "bones bowel bowels brain breast breasts cervix chest cornea ear ears eye eyes eyelid eyelids eyesight "
    "face feet finger fingers foot gallbladder genitals groin gullet gum gums gut hand hands head heart hip "
    "hips intestine intestines jaw joint joints kidney kidneys knee knees leg legs limb limbs lip lips liver "
    "lung lungs mouth muscle muscles nail nails neck nerve nerves nose nostrils oesophagus ovaries palms "
    "pancreas pelvis penis pharynx rectum retina scalp sinuses skin soles spine spleen stomach stools tendon "
    "tendons testicles throat thyroid toe toes tongue tonsils tooth teeth tummy urine urinary uterus vagina "
    "vein veins vulva windpipe womb wrist"
)
_PLACE = re.compile(r"\b(of|in|on|around|under|behind|inside|from) (?:(?:the|your) )?([a-z]+)(?= |$)")
# What is measured rises and falls in many words; a cough only "increases".
_MEASURED = re.compile(
    r"\b(?:blood|serum|plasma|urine|level|count|enzymes?|pressure|\w+ases?|bilirubin|creatinine|cholesterol|lipids?|"
    r"triglycerides?|glucose|sugar|urea|uric acid|potassium|sodium|calcium|magnesium|phosph\w+|ha?emoglobin|weight|"
    r"ha?ematocrit|platelets?|neutrophils?|lymphocytes?|eosinophils?|monocytes?|leu[ck]ocytes?|cells?|alt|ast|ggt|cpk|"
    r"ck|ldh|alp|wbc|rbc|tsh|prolactin|albumin|ammonia|heart rate)\b",
    re.IGNORECASE,
)
_WORDS = {
    # (risen, measured) -> words before the name, words behind it
    (True, True): (
        (
            "increased",
            "elevated",
            "raised",
            "high",
            "increase in",
            "increases in",
            "elevation in",
            "elevations in",
        ),
        ("increased", "increase", "elevated", "elevation"),
    ),
    (True, False): (("increased", "increase in"), ("increased",)),
    (False, True): (
        ("decreased", "reduced", "low", "decrease in", "decreases in", "reduction in", "reductions in"),
        ("decreased", "decrease"),
    ),
    (False, False): (("decreased", "reduced", "decrease in"), ("decreased",)),
}
_CHANGED = re.compile(
    r"(?:(increased?|raised|elevated|elevations?|high|rise|decreased?|reduced|reductions?|low)s? "
    r"(?:(?:of|in) )?(?:the )?(.+?)|(.+?) (increased?|raised|elevated|elevations?|decreased?|reduced)s?)",
    re.IGNORECASE,
)


def variants(name: str) -> list[str]:
    """Other wordings of a name that mean the same: articles before a place, orders of rise and fall, no hyphens."""
    found: list[str] = []
    if any(match[2] in _PLACES for match in _PLACE.finditer(name)):
        found += [_PLACE.sub(partial(_with, article), name) for article in ("the ", "your ", "")]
    if change := _CHANGED.fullmatch(name):
        found += _changes(change[2] or change[3], (change[1] or change[4]).lower())
    # Text that went through a narrow character set lost its apostrophes: "Sweet s syndrome".
    found += [name.replace("'s ", " s ")] if "'s " in name else []
    found += [each.replace("-", " ") for each in (name, *found) if re.search(r"[a-z]-[a-z]", each)]
    return [each for each in dict.fromkeys(found) if each != name]


def _with(article: str, match: re.Match[str]) -> str:
    return f"{match[1]} {article}{match[2]}" if match[2] in _PLACES else match[0]


def _changes(what: str, verb: str) -> list[str]:
    """The ways to say that `what` rose or fell; none for "raised rash", where the verb means something else."""
    measured, rise = bool(_MEASURED.search(what)), verb[:2] in ("in", "el", "hi", "ra", "ri")
    if len(what.split()) > 4 or re.search(r"\b(?:an?|and|or|of|in|with|to|the|risk)\b", what):
        return []
    if not measured and verb[:3] not in ("inc", "dec", "red"):
        return []
    before, after = _WORDS[rise, measured]
    return [f"{word} {what}" for word in before] + [f"{what} {word}" for word in after]
