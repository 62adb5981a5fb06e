"""A sentence of a text for professionals in, what of it states an effect out: the clauses, and the terms in them.

Labels speak of effects in other ways too: what to look for, what to do, what patients have had before, what a study
asked for. What was stated is what is left. Measured on annotated US labels: of the terms that a cue here rules out at
least four in seven are no effect of the medicine.
"""

import re

from pipeline.context import Scope
from pipeline.effects.items import Span
from pipeline.effects.prose import BARRED, hollow, untrusted
from pipeline.lexicon import TermHit
from pipeline.view import Sentence, View

_NUMBERED = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})+\s")
"""How a numbered heading begins; read as a row of a table where blanks part number and words."""
_BEGINS = re.compile(
    r"\W*(?:(?:permanently |immediately |temporarily )?(?:discontinue|interrupt|perform|evaluate|assess|"
    r"estimate|screen|"
    r"obtain|test|treat|prior to|before)|features of|at baseline|baseline|the (?:mean )?(?:age|safety) of|safety)\b",
    re.I,
)
"""How a sentence begins that tells the reader what to do, or of whom a study was made."""
_DIRECTS = re.compile(
    r"\b(?:should|must|differential diagnosis|advise|counsel|instruct|be alert|be aware|predispos(?:e|es|ed|ing)|"
    r"(?:can|may|might|could|will|would) (?:exacerbate|prolong)|prophylaxis|promptly|immediately|use (?:with )?caution|"
    r"used with caution|consider|(?<!is )(?<!are )considered|is recommended|highly dependent|sample handling|"
    r"influenced by|in vitro|"
    r"(?:drugs?|medications|medicines|products|agents|therapies|conditions) (?:that|which|known to)|population had|"
    r"at baseline|risk factors? (?:include|are|for)|had diabetes|mean hba1?c?|new york heart|recurrence|until|"
    r"live vaccines?|tested positive|"
    r"reflect exposure|were enrolled|enrolled (?:patients|subjects)|inclusion criteria|chronically)\b",
    re.I,
)
"""What tells the reader what to do, look for, or bear in mind: it states no effect that was seen."""
_NOT_IT = re.compile(
    r"[ -](?:thresholds?|assays?|vaccines?|medications?|trials?|stud(?:y|ies)|prophylaxis|patients|population|clinical|"
    r"adult|medicines?|drugs?|agents?|therap(?:y|ies)|treatments?|regimens?|screening|testing|status|symptom scores?|"
    r"scores?|scales?|indications?|prevention|management|institute)(?![\w-])"
    r"|\s*[- ]positiv",
    re.I,
)
"""What behind a term makes it something else: the "seizure threshold", a "schizophrenia trial"."""
_NO_EFFECT = re.compile(
    r".*\bantibod(?:y|ies)\b.*|hiv|diabetes|ra|copd|ms|nervous|precautions|underlying disease", re.I
)
"""What labels speak of without meaning an effect: antibodies that were measured, what the patients of a study have."""
_AT_RISK = re.compile(
    r"(?:\bpatients|\bsubjects|\bthose|\bwomen|\bmen|\bpersons|\bindividuals|\bpeople|\bwho (?:are|is|"
    r"were)) (?:(?:who are|"
    r"considered) )?at (?:\w+ )*?risk (?:for|of) (?:[^.;:]{0,60}, |[^.;:]{0,60} or )?(?:\w+ ){0,2}$"
    r"|\b(?:raised|increased|heightened) by [^.;:]{0,60}$"
    r"|\b(?:above all|especially|particularly|mainly) in (?:patients with )?[^.;:()]{0,60}$"
    r"|\b(?:trials?|stud(?:y|ies)) (?:in|of) (?:\w+ ){0,3}$"
    r"|\b(?:detection|diagnosis|management|history|evidence|presence|absence|risk factors?|testing|tested|"
    r"screen(?:ed|ing)?|"
    r"evaluat(?:ion|ed)|manage|treat|prevent|correct|lower the|known|pre-?existing|underlying|prior|control(?:led)?|"
    r"suspected|degree of|recovery from|recover from|resolution of) (?:(?:of|for|the|an?|any) )*$",
    re.I,
)
"""What in front of a term makes it a condition of the patient, or what is looked for."""


_RESTRICTS = re.compile(r"\b(?:avoid|caution|not recommended|contraindicated|adjust|reduce|not for)\b", re.I)
"""What is said of those who have a condition, not of an effect: "Hepatic impairment: avoid use"."""
_CLAUSE = re.compile(r";\s|\)\s+(?=[A-Z])")
_FACTUAL = BARRED | {"hypothesis"}
_CAUSE_OF = re.compile(r"causes? of\b", re.I)
_PARTED_BY_VERB = frozenset({"indication", "condition", "hypothesis"})
_REPORTS = re.compile(
    r"\b(?:included?|reported|occurr(?:ed|ing)|experienced|developed|died|were|was|consist(?:ed|s|ing)?|"
    r"comprised|observed|"
    r"have been|has been|had)\b",
    re.I,
)
_HEADS = re.compile(r"\s*:")
_CUE_BEFORE = re.compile(
    r"\b(?:cases? of|causes?|caus(?:ed|ing)|incidence of|reports? of|development of|developed|resulting in|result in|"
    r"lead to|leading to|associated with|risk of|occurrence of)\s+(?:(?:the|an?|severe|serious|fatal|"
    r"significant|new)\s+)*$",
    re.I,
)
_CUE_AFTER = re.compile(
    r"\s+(?:[^.;:]{3,60} )?(?:(?:has|have) (?:also )?been (?:reported|observed|associated)|(?:has|"
    r"have) occurred|occurred|"
    r"was reported|were reported|may occur|can occur|was observed|were observed)\b",
    re.I,
)


def stated(text: str, low: int, high: int) -> list[Span]:
    """The clauses of the sentence `text[low:high]` that state what was seen; of one that tells what to do its head.

    The head is what stands before a colon: "Hypokalemia: monitor potassium".
    """
    if _NUMBERED.match(text, low, high):
        return []
    out = []
    at = low
    for end in (*(m.end() for m in _CLAUSE.finditer(text, low, high)), high):
        if not _BEGINS.match(text, at, end) and not _DIRECTS.search(text, at, end):
            out.append((at, end))
        elif (colon := text.find(":", at, min(end, at + 80))) > 0 and not _RESTRICTS.search(text, colon, end):
            out.append((at, colon))
        at = end
    return out


def denied(text: str, around: list[Scope]) -> list[Span]:
    """The stretches of a sentence in which its context rules effects out.

    What a verb of report parts from the cue is stated all the same: "patients treated with Tavoril experienced rash".
    """
    out: list[Span] = []
    for scope in around:
        if scope.kind not in _FACTUAL or _CAUSE_OF.match(text, scope.start):
            continue
        verb = _REPORTS.search(text, scope.start, scope.end) if scope.kind in _PARTED_BY_VERB else None
        out.append((scope.start, verb.start() if verb else scope.end))
    return out


def factual(view: View, sentence: Sentence, term: TermHit) -> bool:
    """Whether a term is an effect, by itself and its neighbours: a "seizure threshold" is no seizure."""
    text = view.text
    return (
        _trusted(view, sentence, term)
        and not _NO_EFFECT.fullmatch(text, term.start, term.end)
        and not _NOT_IT.match(text, term.end, sentence.end)
        and not _AT_RISK.search(text[max(sentence.start, term.start - 100) : term.start])
    )


def _trusted(view: View, sentence: Sentence, term: TermHit) -> bool:
    wording = view.text[term.start : term.end]
    if wording.lower() in ("death", "deaths"):
        return True
    if wording.lower() in term.term.ambiguous:  # the plural counts cases: "lymphomas have been reported"
        listed = "side_effects" in view.kinds(sentence)
        return listed or (wording.isupper() and len(wording) > 2) or _cued(view, sentence, term)
    return not hollow(view, term)


def _cued(view: View, sentence: Sentence, term: TermHit) -> bool:
    """Whether what stands beside a term says that it was seen or may come, or it is listed with another effect."""
    before = view.text[max(sentence.start, term.start - 40) : term.start]
    heads = _HEADS.match(view.text, term.end, sentence.end)
    if heads and not _RESTRICTS.search(view.text, term.end, sentence.end):
        return True
    if _CUE_BEFORE.search(before) or _CUE_AFTER.match(view.text, term.end, sentence.end):
        return True
    others = any(t is not term and not untrusted(view, t) for t in view.terms(sentence, "effect"))
    return others and _LISTED.search(before) is not None


_LISTED = re.compile(r"(?:,|\bincluding|\bsuch as|\band|\bor)\s+$", re.I)
