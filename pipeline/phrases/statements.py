"""A sentence on an interaction in, what it tells of effect and advice out, clause by clause."""

import re

from pipeline.phrases.case import lower_piece

# These begin with the character before the word, a set of characters, which is found fast; then most words are passed
# over by their first letters.
_EFFECT = re.compile(
    r"[^0-9a-z_](?=m(?:ay|ight|ore l)|c(?:an|ould)|w(?:ill|ors)|in(?:cr|te|hi)|de|r(?:ed|ai|is|es)|af|l(?:ow|es|ea)"
    r"|en|pr|imp|al|tox)(?:may|can|could|might|will|increases?d?|decreases?d?|reduces?d?|affects?|lowers?|raises?|enhances?"
    r"|interferes?|prolongs?|inhibits?|risk of|less effective|more likely|worsen|lead to|result in|impaired|altered"
    r"|prolonged|toxicity)\b",
)
_ADVICE = re.compile(
    r"[^0-9a-z_](?=a(?:vo|sk|dj|t l)|do|m(?:us|on|ay|ig)|sh|t(?:el|al|ak)|in|c(?:on|an)|yo|n(?:ot|ee)|w(?:il|ou))"
    r"(?:avoid|do not|must not|should not|should|must|tell your|talk to your|ask your|inform your|consult|contact your"
    r"|your doctor (?:may|will|might|should|can|needs?)|monitor\w*|adjust\w*|at least \w+ hours?"
    r"|not recommended|take .{0,30}hours|dose (?:may|might|should)"
    r"|(?:may|might|can) be (?:considered|needed|necessary|required|adjusted|changed|monitored)"
    r"|(?:may|might|will|would) need (?:to|an?)|needs? to be)\b",
)
# "It can be combined with x", "these did not result in any side effect": nothing happens.
# Advice that asks the reader to tell what he takes, and no more.
_ASKS = re.compile(
    r"\b(?:tell|inform|ask|talk to|speak to|consult|contact)\b.*\b(?:taking|take|using|use|following|receiving)\b"
)
_SUPPOSED = re.compile(r"\bif (?:you|it|they) (?:do|does|did) not\b[^,]*")
_NO_EFFECT = re.compile(
    r"\b(?:did|do|does) not (?:result|affect|influence|change|interact)\b|\bcan be combined\b|\bmay be given\b"
)
_REASON = (
    r"(?:because|since|as (?=(?:it|this|these|they|the|you|your|\w+ (?:can|may|could|might))\b)|so that"
    r"|therefore|although|[-–] (?:this|it) is because"
    r"|which (?=(?:may|can|could|might|will)\b))\s*"
)
# Written to begin with a set of characters, which is found fast.
_SPLIT = re.compile(
    rf"[;,.\s](?:(?<=;)(?:\s+{_REASON}|\s+)|(?<=,)(?:\s+{_REASON}|\s+(?=(?:avoid|do not|your doctor|wait|tell)\b))"
    rf"|(?<=\s)\s*(?=[bastw–-]){_REASON}|(?<=\.)(?<!\bst\.)(?<!e\.g\.)(?<!i\.e\.)\s+(?=[a-z]))",
)
_DESCRIPTION = re.compile(
    r"[(mdpat](?:(?<=\()[^()]*\)|(?<!\w.)(?:(?<=m)edicines?|(?<=d)rugs?|(?<=p)roducts?|(?<=a)gents|(?<=t)reatments?)"
    r"\s+(?:that|which|used|to|for)\s+[^,;.(]*)",
)
# A sentence that lost the full stop before it: "used to treat leukaemia Tell your doctor if".
_OPENINGS = (" Tell your ", " Talk to ", " Ask your ", " Your doctor ", " Do not ", " Please tell ", " Inform your ")
_RUN_ON = re.compile(rf"(?<=[a-z)])(?<!see)(?<!under) (?={'|'.join(word[1:] for word in _OPENINGS)})")
_OPEN = ("g", "such as", "example", "including", "like", "such", "include", "this is")
_OPEN_END = re.compile(r",?\s+(?:e\.?g\.?|such as|for example|including|like|such|and include|- this is)$", re.I)
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_CONDITION = re.compile(
    r"(?:examples|has|have|are|is|if|when|whether|tell|ask|talk|medicines?|drugs?|other|especially|in particular)\b"
)
_PURPOSE = re.compile(
    r"\s*(?:an?\s+)?(?:medicines?|drugs?|used|to treat|for|taken|antibiotics?)\b"
    r"|\s*(?:[a-z-]+\s+){1,3}(?:medicines?|drugs?|antibiotics?)\s+(?:used|to (?:treat|prevent|lower|reduce)|for)\b"
)

# Advice that holds for every medicine tells nothing of those listed.
_OF_ALL = re.compile(r"\bany other medicines?\b|\brecently (?:taken|used)\b")
_NEXT_LINE = re.compile(r"(?<=[\w)])\s+(?=(?:The following|Your doctor (?:may|will)|These medicines|Medicines that)\b)")


def says_effect(low: str) -> bool:
    """Whether a text in lower case tells, outside brackets and descriptions of classes, that something happens."""
    return _EFFECT.search(" " + _DESCRIPTION.sub(" ", low)) is not None


def only_purpose(low: str) -> bool:
    """Whether a text in lower case begins by telling what a medicine is: "an antibiotic", "used to treat gout"."""
    return _PURPOSE.match(low) is not None


def clauses(text: str, effects: bool) -> tuple[str | None, str | None]:
    """(effect, advice) of a sentence: its first clause that tells what happens, and the first that tells what to do."""
    effect = advice = None
    asking = False
    if any(map(text.__contains__, _OPENINGS)):
        text = _RUN_ON.sub("; ", text)
    low = lower_piece(text)
    at = 0
    for stop, following in [*(m.span() for m in _SPLIT.finditer(low)), (len(text), len(text))]:
        clause = " ".join(text[at:stop].strip(" .,;:-–").split())
        if clause.endswith(_OPEN):
            clause = _OPEN_END.sub("", clause)
        at = following
        if not clause or len(clause) > 300 or clause.count("(") != clause.count(")"):
            continue
        plain = clause.lower()
        # "medicines used to avoid rejection" gives no advice.
        if _ADVICE.search(" " + plain) and _ADVICE.search(" " + _SUPPOSED.sub(" ", _DESCRIPTION.sub(" ", plain))):
            # "Tell your doctor if you take any of these, as your dose may need to be changed": the last is meant.
            if advice is None or asking:
                advice, asking = clause, _ASKS.search(plain) is not None
        elif effects and effect is None and _tells_effect(plain):
            effect = clause
        if advice is not None and not asking and (effect is not None or not effects):
            break
    return effect, advice


def _tells_effect(clause: str) -> bool:
    """Whether a clause, in lower case, tells what happens."""
    bare = _BRACKETS.sub(" ", clause) if "(" in clause else clause
    return _EFFECT.search(" " + bare) is not None and not _CONDITION.match(clause) and not _NO_EFFECT.search(clause)


def of_all(advice: str | None) -> bool:
    """Whether advice holds for every medicine: "tell your doctor if you take any other medicines"."""
    return advice is not None and _OF_ALL.search(advice) is not None


def last_line(text: str, start: int, end: int) -> int:
    """Where the line that opens a list begins, if it follows the last item of the list above without a full stop."""
    lines = [found.end() for found in _NEXT_LINE.finditer(text, start, end)]
    return lines[-1] if lines else start
