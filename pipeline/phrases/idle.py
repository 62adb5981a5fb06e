"""A sentence in, the kind of those that state nothing to extract out: introductions, advice to ask, pointers.

Each kind is a pattern that must match the whole sentence, in lower case and without the marks at its end, with
examples and counterexamples that a test holds it to. A sentence that names an effect, a risk or something to do
beyond asking is of no kind here: it has something to say.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.phrases.case import lower_piece
from pipeline.phrases.general import names_nothing

_WHOM = (
    r"(?:(?:your|the|a|an|another|his or her|their)\s)?(?:(?:child\W?s|baby\W?s|own|treating|nearest|healthcare"
    r"|health care|medical|hospital|specialist|transplant|nuclear medicine)\s)*(?:doctors?|physicians?|pharmacists?"
    r"|nurses?|professionals?|providers?|dentists?|midwi(?:fe|ves)|team|staff|practitioners?|prescriber|specialist)"
)
_WHOMS = rf"{_WHOM}(?:(?:\s?,\s?|\s?/\s?|\s(?:or|and|and/or)\s)+{_WHOM})*"
_ASK = rf"(?:talk|speak|tell|ask|call|check|consult|contact|inform|discuss|see|seek|refer)\b[^.;:]{{0,25}}?\b{_WHOMS}"
_POLITE = (
    r"(?:(?:also|please|however|therefore|otherwise|in such cases?|if so|always|you (?:should|must|need to))[\s,]+)*"
)
_MEDICINE = (
    r"(?:(?:any|other|all|some|certain|several|many|of|these|those|the|following|your)\s)*medic(?:ines?|ations?)"
)
_THIS = (
    r"(?:this|these|it|they|such|that|the (?:symptoms|signs|effect))"
    r"(?: (?:medicines?|drugs?|symptoms|tests?|conditions?|effects?|signs|substances?|group|includes?))*"
)
_OFTEN = r"(?:(?:often|also|usually|generally|commonly|mainly|mostly|sometimes|all|both|normally|known as)\s)*"
_EVENTS = (
    r"(?:(?:these|some|other|additional|further|the|following|most|serious|possible|rare|certain|\w+ cases of|cases of"
    r"|five|no|a|number|of|above|listed|below|same)\s)*(?:side effects|effects|events|reactions|cases|overdose|this"
    r"|these|they|it|following)"
)


class Idle(NamedTuple):
    """A kind of sentence that states nothing: why it does not, and what it does and does not match.

    All that it matches has one of the `needs`, if there are any, in it and ends with one of the `ends`: both are cheap
    to look for.
    """

    name: str
    why: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    needs: tuple[str, ...] = ()
    ends: tuple[str, ...] = ("",)

    def match(self, low: str) -> bool:
        """Whether a sentence in lower case, with single blanks and without marks at its end, is of this kind."""
        if not low.endswith(self.ends) or (self.needs and not any(map(low.__contains__, self.needs))):
            return False
        return self.pattern.fullmatch(low) is not None


def _idle(
    name: str,
    why: str,
    pattern: str,
    examples: tuple[str, ...],
    counterexamples: tuple[str, ...],
    needs: tuple[str, ...] = (),
    ends: tuple[str, ...] = ("",),
) -> Idle:
    return Idle(name, why, re.compile(pattern, re.S), examples, counterexamples, needs, ends)


IDLE: tuple[Idle, ...] = (
    _idle(
        "introduction",
        "opens a list; what it asks or says of all items is kept with each of them",
        r"[^:]{3,260}:|.{3,200}\b(?:include|includes|included|including|such as|may be|are|if|if you|if you have"
        r"|when you|if you are|the following|as follows|(?:following|these) (?:\w+ )?(?:side effects|symptoms|signs"
        r"|medicines|conditions)|below)",
        (
            "Tell your doctor before taking Tavoril if you have:",
            "Other side effects that have been seen include",
            "Talk to your doctor if any of the following",
        ),
        ("Tavoril can harm your liver.", "Stop at once: your skin may peel off."),
        ends=(
            *(":", "include", "includes", "included", "including", "such as", "may be", "are", "if", "you", "have"),
            *("following", "follows", "effects", "symptoms", "signs", "medicines", "conditions", "below"),
        ),
    ),
    _idle(
        "frequency",
        "names how often the effects below it happen; the effects carry it",
        r"(?:other |reported )?(?:very |un)?(?:common|rare|rarely|frequent|commonly|frequency not known|not known"
        r"|unknown(?: frequency)?)"
        r"(?:\s(?:side effects|effects|reactions|adverse|undesirable|events|the following|these"
        r"|in (?:adults|children|adolescents|women|men|patients)))*(?:\W{1,3}(?:the following )?(?:these )?(?:may "
        r"|can |might )?(?:affects?"
        r"|occurs? in|seen in|happens? (?:in|to)|frequency|(?:more|less|fewer|up to|between|at least|\d)\b)"
        r"[^.;]{0,110})?(?:\W\s?(?:side effects|effects?))?",
        ("Common (may affect up to 1 in 10 people)", "Not known (frequency cannot be estimated from available data)"),
        ("Common side effects are headache and nausea.", "Rare: liver failure"),
    ),
    _idle(
        "any_effects",
        "says of every medicine that it can have effects, and of none which",
        r"(?:like|as with) (?:all|other|any|every)[^.;]{0,80}\b(?:can|may|could|might)\b[^.;]{0,20}\b(?:cause|have"
        r"|produce)\b[^.;]{0,40}(?:effects|reactions)(?:[\s,]+(?:although|but|though)[^.;]*)?"
        r"|(?:[^.;]{0,50}\b)?not (?:everybody|everyone|all (?:patients|people|women|men))[^.;]{0,30}"
        r"\b(?:gets?|has|have|experiences?|suffers?)[^.;]{0,40}"
        r"|(?:some|these|the|most|many) (?:of (?:these|the) )?(?:possible )?side effects\b[^.;]{0,40}"
        r"\b(?:can|may|could|are|were|is) (?:also )?(?:be )?(?:usually |generally |very |mostly )*"
        r"(?:serious|severe|mild|minor|moderate|listed|described|reported|observed|similar|temporary|dose.related"
        r"|expected|more (?:serious"
        r"|common|frequent))\b[^.;]*",
        (
            "Like all medicines, this medicine can cause side effects, although not everybody gets them.",
            "Some side effects could be serious.",
        ),
        ("Like other medicines of its class, Tavoril can cause gout.", "Some side effects are fatal."),
        needs=("effects", "reactions", "not every", "not all"),
    ),
    _idle(
        "ask",
        "asks to ask when in doubt or when anything at all happens: no sign, drug or state is named",
        rf"{_POLITE}(?:if (?:you|you or your child|your child|in|any|one|either|some|this|these|it|that|they|the"
        r"|symptoms|something)\b[^.;]{0,110}?"
        r"\b(?:questions?|concern(?:s|ed)?|worried|sure|unsure|certain|uncertain|doubts?|apply|applies|applied|true"
        r"|happens?|occurs?|case|side effects?|these|this|them|symptoms?|understand|advice|relevant|unclear|unwell"
        r"|worse|troublesome|develop|serious)\b[^.;]{0,90})?"
        rf"[\s,]*{_POLITE}(?:{_ASK}|tell (?:us|them)|get (?:medical )?(?:advice|help))"
        r"(?:\s(?:first|straight\s?away|immediately|at once|as soon as possible|now|again|promptly|urgently))*"
        r"(?:[\s,]+(?:for|about|before|if|when|while|during|prior to|how|what|whether|that|to|or|as|and|who|with|in"
        r"|on|so|because|which|of|at|the)\b"
        r"[^.;]{0,110})?",
        (
            "If you have any further questions on the use of this medicine, ask your doctor or pharmacist.",
            "If you are not sure, talk to your doctor or nurse before using Tavoril.",
            "If any of these apply to you, tell your doctor.",
            "Tell your doctor or pharmacist if you are taking, have recently taken or might take any other medicines.",
        ),
        ("Do not take Tavoril with grapefruit juice.", "Stop taking Tavoril and call an ambulance."),
    ),
    _idle(
        "pointer",
        "points to another place, where the fact stands",
        r"(?:(?:please|also|always|it is important (?:that you|to)|you (?:should|must)|for|more|further|detailed"
        r"|additional|full|the)[\s,]+)*(?:see|refer|read|check|follow|information|instructions?|details|advice)\b"
        r"[^.;]{0,160}\b(?:section|leaflets?|above|below|table|instructions?|guide|card|booklet|brochure|information"
        r"|warnings|pregnancy|document|label|list|manual|\d)\b[^.;]{0,80}"
        r"|[^.;]{0,120}\b(?:found|provided|listed|described|explained|given in|mentioned)\b[^.;]{0,30}"
        r"\b(?:section|leaflet|above|below|table|end of|guide|card|warnings)\b[^.;]{0,60}"
        r"|(?:\W?\s?(?:see|listed in) )(?:also )?(?:section )?[^.;]{0,50}",
        ("See section 4 for more.", "The full list of side effects is given in section 4."),
        ("Take two tablets, see section 3, and drink no wine.",),
    ),
    _idle(
        "doctor_decides",
        "leaves it to the doctor, without saying what is watched for or changed",
        rf"(?:therefore|however|if necessary|then|in this case|before [^.;,]{{0,60}}"
        rf"|during [^.;,]{{0,60}})?[\s,]*{_WHOMS}"
        r"[\s,]+(?:\w+ )?(?:will|may|can|should|might|is|has)(?: also| then| need to| be able to| likely| want to)*\s"
        r"(?:discuss|explain|advise|decide|know|tell|weigh|inform|consider|talk|train|instruct|help|determine|choose"
        r"|assess|give you|provide|judge|make|see|recommend)\b[^.;]*",
        ("Your doctor will decide which dose is right for you.", "The nurse will explain the risks and benefits."),
        ("Your doctor will test your liver before treatment.", "Your doctor may stop the treatment."),
    ),
    _idle(
        "title",
        "a heading that stands in a line of its own without its mark: it asserts nothing",
        r"(?:if (?:you|your child|a dose|too much|too many|someone)(?: \w+){0,3} (?:forgets?|forgotten|miss(?:es|ed)?"
        r"|takes?|uses?|stops?|injects?|receives?|taken|used|given|swallows?|more)\b[^.;,:]{0,70}"
        r"|(?:how|what|when|why|who|where|which|can|do|does|is|are|should)\b[^.;:]{2,110}\?"
        r"|(?:other|additional|further|more|serious|possible|important|some|most|reporting of|the most|specific"
        r"|reported)?\s?(?:important |serious |common |possible )*(?:side effects|information|medicines|interactions"
        r"|warnings)"
        r"(?: (?:in|with|of|and|about|that|for|from|seen|on|observed|reported)\b[^.;:,]{0,60})?"
        r"|(?:use|using|taking|how to|method of|instructions for)\b[^.;:,]{0,60})",
        ("If you forget to take Tavoril", "How do I inject Tavoril?", "Additional side effects in children"),
        ("If you forget a dose, wait until the next one.", "If you stop, your pain may come back"),
    ),
    _idle(
        "no_interaction",
        "says that nothing is known or happens: the contract holds interactions, not their absence",
        r"[^.;]{0,120}\b(?:can|may|could|should)\b[^.;]{0,40}\b(?:taken|used|given|administered)\b[^.;]{0,40}"
        r"\b(?:with or without|at the same time as|together with|independently of|regardless of|with or between"
        r"|with food or)\b[^.;]*"
        r"|[^.;]{0,100}\b(?:no|not)\b[^.;]{0,60}\b(?:interactions?|interact|effects?|expected|influence|side effects)\b"
        r"[^.;]{0,100}\b(?:known|expected|observed|reported|seen|influence|medicines|of|with)\b[^.;]{0,60}",
        (
            "Tavoril can be taken with or without food.",
            "No interactions with other medicines are known.",
        ),
        ("Do not take Tavoril together with lithium.",),
        needs=(
            *("interact", "effect", "expected", "influence", "with or", "with food or", "together with", "same time"),
            *("regardless of", "independently of"),
        ),
    ),
    _idle(
        "origin",
        "tells where the knowledge comes from",
        rf"{_EVENTS}\b[^.;]{{0,60}}\b(?:reported|observed|seen|recorded|identified|noted|happened|caused|assessed"
        r"|related|determine|occurred)\b[^.;]{0,120}",
        ("These side effects were seen in clinical studies with Tavoril.",),
        ("Deaths were seen in elderly patients.", "Liver failure was reported in studies with Tavoril."),
    ),
    _idle(
        "explanation",
        "tells what a word means or how a thing works, not what to heed",
        rf"(?:{_THIS})\s(?:is|are|was|were|means?|could mean|may mean)\s{_OFTEN}"
        r"(?:(?:because|due to)\b[^.;]*\b(?:works?|way|how)\b|an?\b|the\b|types?|used|given|called|known|seen|part"
        r"|one of|prescribed|taken|medicines?|drugs?|that (?:your|the) doctor|made|measured|natural|similar|different"
        r"|injected|substances?|proteins?|your doctor)\b[^.;]*"
        rf"|(?!there\b)[\w\s(),-]{{3,60}}?\s(?:is|are)\s{_OFTEN}(?:an?|the|types? of|one of)\s[^.;]*"
        r"|(?:this|that|it|which) (?:means|could mean|may mean)\b[^.;]*"
        r"|(?:this|it) (?:is|may be|can be) (?:normal|expected|quite normal)\b[^.;]*"
        r"|(?:this|these|it)(?: medicines?)? (?:include|applies|apply|includes)\b[^.;]*",
        (
            "This is because Tavoril can change the way some medicines work.",
            "Lactose is a sugar found in milk.",
            "This drug is used to treat high blood pressure in the lungs.",
        ),
        ("This is a serious reaction and can be fatal.", "It may harm your kidneys.", "Deaths were seen in the old."),
    ),
    _idle(
        "bring",
        "asks to show the pack or leaflet",
        r"(?:if possible|please|remember to|also|always|and|if you have to go to [^.;,]{0,40})?[\s,]*(?:take|bring|show"
        r"|keep|have|carry)\b[^.;]{0,60}\b(?:pack|package|packet|carton|box|leaflet|bottle|card|container|label|inhaler"
        r"|blister)\b[^.;]{0,100}",
        ("Take the pack and this leaflet with you.",),
        ("Take two tablets a day.",),
    ),
)
_SAYS = re.compile(
    r"\W(?:fatal|death|die|dies|deadly|life.?threatening|harm(?:ful)?|danger(?:ous)?|risk of|do not (?:take|use|driv"
    r"|drink|giv|stop|inject|breast|becom|start|receiv|eat|operat|appl|exceed|swallow|put)\w*"
    r"|must not|should not|never|avoid|stop (?:taking|using|(?:the |your |this )?treatment)|ambulance|emergency"
    r"|hospital|monitor(?:ed)?"
    r"|blood tests?|check.?ups?|(?:adjust|change|reduce|lower|increase)\w* (?:your|the) (?:dose|treatment|medicine)"
    r"|observation|discontinu\w+|birth control|pregnan\w*|breast.?feed\w*|driv(?:e|ing)|alcohol|grapefruit"
    r"|contracepti\w+|urgent|immediately stop)\b"
)
"""Words of those who have something to say, whatever the sentence looks like, with what stands before them."""
_EXEMPT = frozenset({"introduction", "frequency", "any_effects", "pointer", "title", "bring", "origin"})
"""Kinds whose form alone shows that nothing is stated."""
GENERAL = "general"
"""The name of a kind without a pattern: all words are general ones (pipeline.phrases.general)."""
_END = " \t\r\n\f\v\u00a0.!;•*·-–—•"


@lru_cache(maxsize=2048)
def idle(sentence: str) -> str | None:
    """The name of the kind of idle sentence that `sentence` is, None where it may state something."""
    low = " ".join(lower_piece(sentence).split())
    full = low.endswith((".", "!"))
    low = low.strip(_END)
    says = _SAYS.search(" " + low) is not None
    for kind in IDLE:
        if (says and kind.name not in _EXEMPT) or (full and kind.name == "title"):
            continue
        if kind.match(low):
            return kind.name
    return GENERAL if not says and names_nothing(low) else None
