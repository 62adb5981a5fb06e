"""A span of a sentence in, whether it names a condition by itself out; and the condition of an "if you …" clause.

A condition is a disease, symptom, state (pregnancy) or age at which something holds. Its head is known by the words
that medical English builds conditions with, or by the effect lexicon.
"""

import re
from collections.abc import Callable

from pipeline.phrases.case import lower
from pipeline.phrases.clauses import SpanOf, outside_brackets, trim
from pipeline.view import Sentence, View

_HEADS = (
    "weight loss|weight management|overweight|"
    "disease|disorder|syndrome|infection|cancer|tumou?r|carcinoma|malignanc(?:y|ie)|lymphoma|leuk(?:a)?emia|"
    "failure|attack|stroke|pain|ache|fever|injur(?:y|ie)|deficienc(?:y|ie)|insufficienc(?:y|ie)|impairment|"
    "dysfunction|symptom|sign|condition|problem|illness|depression|anxiety|mania|psychos[ie]s|schizophrenia|"
    "dementia|insomnia|epilepsy|seizure|fit|convulsion|migraine|headache|hypertension|hypotension|blood pressure|"
    "angina|infarction|thrombos[ie]s|embolism|clot|bleeding|ha?emorrhage|bruise|anaemia|diabetes|obesity|"
    "gout|thyroid|osteoporosis|fracture|asthma|copd|cough|cold|flu|influenza|pneumonia|tuberculosis|malaria|"
    "sepsis|virus|hiv|aids|covid-?(?:19)?|herpes|shingles|chickenpox|thrush|candida|acne|eczema|psoriasis|"
    "rash|hives|itch|itching|allerg(?:y|ie)|hypersensitivity|reaction|inflammation|swelling|ulcer|reflux|"
    "heartburn|indigestion|nausea|vomiting|constipation|diarrh(?:o)?ea|spasm|spasticity|tremor|sclerosis|"
    "glaucoma|cataract|blindness|dry eyes?|burn|wound|sore|wart|dandruff|pregnan(?:cy|t)|lactation|breast[- ]?feeding|"
    "nursing|menopause|infertility|contraception|childbirth|neonate|infant|child|children|adolescent|"
    "elderly|surgery|transplant(?:ation)?|rejection|dialysis|shock|coma|dehydration|intolerance|porphyria|"
    "addiction|alcoholism|dependence|withdrawal|overdose|poisoning|haemophilia|hemophilia|scar|lesion|"
    "blemish|blackhead|whitehead|pimple|wrinkle|corn|callus|bite|sting|sunburn|pressure|arrhythmia|tachycardia|"
    "block|fibrillation|cholesterol|dyslipid(?:a)?emia|retention|incontinence|obstruction|dysfunction|"
    "impotence|baldness|hair loss|sleepiness|vertigo|dizziness|sickness|exacerbation|episode|relapse|"
    "recurrence|shortness of breath|wheezing|congestion|discomfort|irritation|redness|stiffness|acidity|"
    "gas|bloating|flatulence|worms?|lice|scabies|skin ag(?:e)?ing|"
    "diphtheria|tetanus|pertussis|measles|mumps|rubella|polio|rabies|cholera|typhoid|anthrax|plague|tinea(?: [a-z]+)?|"
    "(?:chapped|chafed|cracked|dry|itchy|irritated|wind-?burned|sun-?burned) (?:skin|lip)"
)
_HEAD = re.compile(
    rf"(?:\b(?:{_HEADS})(?:e?s)?|[a-z]{{2,}}(?:itis|osis|[ae]mia|oma|pathy|algia|penia|uria|plegia|(?:rrh)o?ea"
    rf"|iasis|itides|"
    r"oses|plasia|trophy|ectasia|lysis|phobia|mycosis|oedema|edema|phrenia|arthrosis|stenosis|toxicity|algesia"
    r"|esthesia|ness|(?<!organ)(?<!mechan)(?<!metabol)ism)s?)\s*$"
)
_PREPOSITION = re.compile(
    r"\s+(?:(?:of|in|with|caused|due|associated|related|that|which|who|from|following|after|during|at|on|for|not|to|by"
    r"|such|secondary|resulting|"
    r"including|like|because)\b|\()"
)
_LONGEST = 300
"""No condition takes more characters; a longer span is a clause, and looking into it would cost time for nothing."""
_LONGEST_HEAD = 40
"""No head takes more characters."""
_BRACKETED_TAIL = re.compile(r"\s*\([^()]*\)\s*$")


def names_condition(view: View, sentence: Sentence) -> Callable[[int, int], bool]:
    """A test for spans of `sentence`: whether one names a condition by itself."""
    known: set[int] | None = None
    low = lower(view.text)

    def whole(start: int, end: int) -> bool:
        nonlocal known
        if end - start > _LONGEST:
            return False
        # Looked up when first asked for: most items are one condition, of which nothing is asked.
        if known is None:
            known = {hit.end for hit in view.terms(sentence, "effect")}
        ends = known
        tail = _BRACKETED_TAIL.search(low, start, end) if low.find(")", start, end) >= 0 else None
        stop = tail.start() if tail and tail.start() > start else end
        if (
            stop in ends
            or _is_head(low, start, stop)
            or (tail and _HEAD.search(low[stop : tail.end() - 1].rstrip(" )")))
        ):
            return True
        for preposition in outside_brackets(low, start, stop, _PREPOSITION):
            at = preposition.start()
            bracket = _BRACKETED_TAIL.search(low, start, at) if low[at - 1] == ")" else None
            return at in ends or _is_head(low, start, bracket.start() if bracket else at)
        return False

    return whole


def _is_head(low: str, start: int, end: int) -> bool:
    """Whether a span of a text in lower case ends with the head of a condition."""
    while end > start and low[end - 1].isspace():
        end -= 1
    return _HEAD.search(low, max(start, end - _LONGEST_HEAD), end) is not None


_LEAD = re.compile(
    r"(?:(?:and|or|if|in case|where|when|in|for|by)\s+(?=(?:you|your|the|patient|people|women|person|he|she|they"
    r"|any|child|adult|have|are|is|has|case)\b)"
    r"|(?:you|your child|your baby|the patient|the person|the child|the baby|he/she|he or she|they"
    r"|it)(?:,)?\s+(?:or\s+(?:your child|the patient|they)\s+)?"
    r"(?=(?:are|is|have|has|had|'ve|suffer|think|know|may|might|previously|recently|must|were|was|ever|already"
    r"|currently|also|take|took|drink|use|get|feel|notice|develop|do|cannot|can)\b)"
    r"|(?:adult |female |male |pa?ediatric |any )?(?:patients|people|persons|individuals|women|those|anyone"
    r"|subjects)\s+(?:with|who\s+(?=(?:are|have|is|has)\b)|having|suffering from)\s+"
    r"|(?:are|is|am)\s+(?:also\s+|currently\s+)?(?:suffering from|affected by|known to (?:have|be)|diagnosed with)\s+"
    r"|(?:have|has)\s+(?:been (?:told (?:by (?:your|a) doctor )?that you have|diagnosed with|told you have)"
    r"|or have had)\s+"
    r"|(?:suffer|suffers)\s+from\s+"
    r"|(?:are|is|am)\s+(?!also taking)|(?:have|has)\s+(?!not\b|to\b)"
    r"|(?:think|know|suspect|believe)\s+(?:that\s+)?you\s+(?:may|might)?\s*(?:be|have|are)\s+|know\s+that\s+you\s+"
    r"|(?:your|a) (?:doctor|healthcare professional) (?:has )?(?:told|informed) you (?:that )?you (?:have|are)\s+"
    r"|(?:while|during|when)\s+(?=(?:you|pregnan|breast|lactat|nursing|taking|the)\b|pregnan|breast|lactat)"
    r"|(?:the (?:presence|case) of|cases? of|known)\s+"
    r"|(?:an?|any|the)\s+(?!history|member|of\b|other|doctor))"
)
_BECAUSE = (
    r"(?:because|since|(?<!such )as (?:this|these|it|there|they|the medicine|(?:\w+ ){1,6}(?:may|can|could|causes?"
    r"|passes|is|does|do))\b)"
)
_GOES_ON = (
    r"\s*(?:(?:which (?:means|is|are|may|can)|as|which \w+|this|these|in which case|do not|talk|tell|ask|speak"
    r"|inform|contact|please|your doctor|(?:in|for|of|from)\s+which|who|whose|where"
    r"|and (?:women|men|you|patients) (?:should|must|will|need|may|can))\b)"
)
# Written to begin with a set of characters, which is found fast.
_REASON = re.compile(
    rf"[\s,:](?:(?<=,)(?:\s+{_BECAUSE}|{_GOES_ON})|(?<=:)\s|(?<=\s)\s*(?:(?=[bsayw])(?:{_BECAUSE}"
    r"|(?=your doctor (?:will|may|can|should)\b|warnings and precautions\b))"
    rf"|,{_GOES_ON}|[–—-]\s+(?=(?:this|these|see|your|tell|talk|if|ask|because|the)\b)))"
)


def condition_of(text: str, start: int, end: int) -> SpanOf:
    """The condition of a clause: "if you are allergic to x (see section 6)" gives "allergic to x".

    Reasons given behind it ("because …", ", as this may …") are not part of it.
    """
    low = lower(text)
    for reason in outside_brackets(low, start, end, _REASON):
        if reason.start() - start > 8:
            end = reason.start()
            break
    return without_leads(text, start, end)


def without_leads(text: str, start: int, end: int) -> SpanOf:
    """A clause without what leads to its condition: "if you are", "patients with"."""
    low = lower(text)
    start, end = trim(text, start, end)
    while (lead := _LEAD.match(low, start, end)) and lead.end() < end:
        start = lead.end()
    return trim(text, start, end)
