"""A stretch of text that lists side effects in, its items out: the grammar of lists, with no word list of effects.

Items are parted by commas, semicolons, "and" and "or", but not everywhere: "swelling of the face, lips or tongue" is one
effect, "increased or decreased appetite" two that share a head. Brackets hold another name of the effect, its
signs, or a frequency.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pipeline.effect_edges import SEVERITY, trimmed
from pipeline.frequency import frequencies
from pipeline.language import normalise as uncached
from pipeline.lexicon import load_words
from pipeline.model import EffectFrequency

Span = tuple[int, int]
normalise = lru_cache(maxsize=20_000)(uncached)
Known = Callable[[int, int], bool]
"""Whether the characters [start, end) are, as a whole, a term of the lexicon of effects."""


class Item(NamedTuple):
    """One effect of a list: its place `[start, end)`, the full `term`, places of other names, and how often it occurs.

    `sign` marks what only describes another effect. Where two effects share a head, `term` says in full what the place
    says in part.
    """

    start: int
    end: int
    term: str
    aliases: tuple[Span, ...] = ()
    frequency: EffectFrequency | None = None
    sign: bool = False


class _Chunk(NamedTuple):
    start: int
    end: int
    joint: str


_JOINT = re.compile(r"(?:;|,\s*(?:and/or|and|or|as well as|plus)(?!\w)|,(?!\d{3})|(?<=\s)(?:and/or|and|or|as well as|plus|&)(?=\s)|[•·])\s*", re.I)
_STOP = re.compile(
    r",?\s?(?<![\w-])(?:which|that|who|when(?! \w+ing\b)|where|if|because|as a result|as shown|as well as when|such as|including|for example|"
    r"for instance|e\.g\.|i\.e\.|especially|particularly|in particular|mainly|mostly|(?<=, )(?:usually|often|sometimes|possibly)|"
    r"leading to|resulting in|this (?:may|can|could|is)|these (?:may|can|could|are)|it (?:may|can|is)|seen (?:in|on|by|as)|detected|measured|shown (?:in|by|on)|found in|have been|has been|"
    r"may (?:be|occur|cause|also)|can (?:be|occur|cause)|is |are |was |were |you |like |described|characteri[sz]ed by|accompanied by|"
    r"at the start|during treatment|after (?:stopping|starting|the first)|whether|unless|until|although|but |while |see |refer )",
    re.I,
)
_EXAMPLES = re.compile(r"\W*(?:such as|including|for example|for instance|e\.g\.|like|especially|particularly|in particular|mainly)[,:]?\s+", re.I)
_SIGN_LEAD = re.compile(r"\W*(?:(?:with )?(?:the following |possible )?(?:signs?|symptoms?)(?: (?:and|or|of|may|can|might|include|including|are|such as|symptoms?|signs?|be|e\.g\.))*|such as|for example|e\.g\.,?|like|i\.e\.,?|include)[:,]?\s+", re.I)
_SIGN_OF = re.compile(r"\W*(?:(?:this|these|which|it) (?:may|can|could|might) be (?:an? )?)?(?:early |possible |potential )?(?:signs?|symptoms?) of\s+", re.I)
_PROBLEM = re.compile(r"\b(?:problems?|issues?|disorders?)\W*$", re.I)
_MEDICAL = re.compile(
    r"(?:syndrome|disease|failure|necrolysis|itis|osis|a?emia|pathy|penia|edema|sclerosis|infarction|pustulosis|pemphigoid|erythema multiforme)\W*$", re.I
)
_CALLED = re.compile(r"\W*(?:also (?:called|known as|referred to as)|known as|called|a condition (?:called|known as)|medically known as|i\.e\.,?|or)\s+", re.I)
_NO_NAME = re.compile(
    r"\W*(?:see|refer|section|which|this|these|that|may|can|if|in|with|at|on|during|when|after|before|usually|especially|"
    r"mostly|only|both|mild|severe|moderate|temporary|transient|reversible|also|not|more|less|very|some|most|for|as|due|caused|"
    r"seen|based|grade|\d|frequency|n\s*=|your|you|the|often|sometimes|possibly|and|all|any|potentially|particularly|without|has|including)(?![\w-])|[^A-Za-z]*$",
    re.I,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|may|can|could|might|will|you|your|should|have|has|been|means?)\b", re.I)
_PREPOSITION = re.compile(r"\b(?:of|in|on|to|at|around|under|from|behind|near|over|between|inside|within|with|for|by)\b(?!.*\b(?:of|in|on|to|at|around|under|from|behind|near|over|between|inside|within|with|for|by)\b)", re.I)
_CHANGE = re.compile(r"\b(?:increas\w+|decreas\w+|reduc\w+|rais\w+|elevat\w+|low|lower|high|higher|chang\w+|abnormal\w*|loss|lack|levels?)\b", re.I)
_SMALL = frozenset("a an the your of in on to at and or around under from both one some any other his her their for with by".split())
_MODIFIERS = frozenset(
    "increased decreased reduced raised elevated lowered high low higher lower abnormal altered impaired excessive loose hard "
    "dry itchy itching red sore swollen painful stiff blurred blurry cloudy cold hot runny stuffy blocked burning watery slow fast rapid "
    "irregular difficult frequent heavy light partial complete acute chronic local localised generalised peripheral "
    "central sudden temporary permanent bloody dark pale yellow white fungal viral bacterial upper lower bad weak deep "
    "shallow strange unusual vivid small large full sweet metallic bitter involuntary uncontrolled thick thin brittle "
    "vaginal nasal rectal oral abdominal muscular skeletal gastrointestinal cardiac renal hepatic urinary ocular urethral systolic diastolic "
    "injection infusion application feeling being".split()
)  # fmt: skip
_GRADES = frozenset("severe serious mild moderate fatal life threatening possibly potentially sometimes very".split())
_HEADLESS = frozenset("loss gain cramp pain discomfort spasm tenderness stiffness weakness ache aching tightness bloating distension irritation "
                      "inflammation swelling redness bleeding infection damage disorder problem injury pressure soreness fullness".split())  # fmt: skip
_SHARED_LEAD = re.compile(r"(?P<lead>(?:feeling|being|difficulty|difficulties|trouble|problems?|unable to|inability to)(?: (?:in|with|to))?)\s+\w+(?: \w+)?$", re.I)
_HEAD_OF = re.compile(r"^(?P<head>(?:[\w-]+ ){1,2})(?P<noun>[\w-]+)$")

ADVICE = re.compile(
    r"\W*(?:tell|contact|call|see|seek|talk|ask|stop|do not|don['’]t|please|take|keep|check|this|these|they|there|however|for more|"
    r"the frequency|avoid|drink|report|by reporting|like all|not all|not everybody|it is|it may|if any|if you are|if it|if this|if these|if side|go to|treatment|"
    r"most of|some of|many of|the most|your doctor|you should|you must|you will|in clinical|in studies|during|when|because|reporting|"
    r"inform|speak|consult|wash|use|always|never|remember|information|although|since|after|before|once|table|figure|note|\d+ (?:mg|ml))(?![\w-])",
    re.I,
)
"""How a sentence begins that tells the reader something: no item of a list of effects."""
FRAME = re.compile(r"\b(?:side|adverse|undesirable|unwanted)\s+(?:effects?|reactions?|events?)\b|\b(?:doctor|pharmacist|www|https?|leaflet|tablets?|section|yellow card|dose[sd]?)\b", re.I)
"""Words that no effect contains."""
MAX_WORDS = 14
"""Longer items are sentences, not names of effects."""


def is_effect(item: Item, known: set[Span], names: tuple[str, ...]) -> bool:
    """Whether an item of a list can be an effect: known, or a short phrase with letters and none of the stop list.

    `names` are how the product is called.
    """
    term = item.term.lower()
    if (item.start, item.end) in known:
        return True
    if term in load_words("effect_stop.txt") or term in load_words("body_part.txt") or term in names:
        return False
    if not re.search(r"[a-z]{3}", term) or len(term.split()) > MAX_WORDS:
        return False
    return not FRAME.search(term) and not ADVICE.match(term) and not _CONTINUES.match(term)


def items(text: str, start: int, end: int, known: Known) -> list[Item]:
    """The effects listed in `text[start:end]`, in order of place, signs marked as such."""
    masked, brackets = _mask(text, start, end)
    stop = _STOP.search(masked, 1)
    tail = end
    if stop and masked[: stop.start()].strip():
        tail = start + stop.start()
    chunks = _joined(masked, start, _chunks(masked, start, tail), known)
    out = _items_of(text, masked, start, chunks, known)
    found = _with_brackets(text, out, [b for b in brackets if b[0] < tail], known)
    if tail < end and (lead := _EXAMPLES.match(masked, tail - start)):
        examples = "nclud" not in lead[0]
        found += [i._replace(sign=i.sign or examples) for i in items(text, start + lead.end(), end, known)]
    return found


def _mask(text: str, start: int, end: int) -> tuple[str, list[Span]]:
    """`text[start:end]` with what stands in brackets made NUL characters, and where the brackets are."""
    piece = text[start:end]
    if "(" not in piece and "[" not in piece:
        return piece, []
    spans: list[Span] = []
    depth = opened = 0
    for match in re.finditer(r"[()\[\]]", piece):
        if match[0] in "([":
            opened = match.start() if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                spans.append((opened, match.end()))
    if depth:
        spans.append((opened, len(piece)))
    for a, b in spans:
        piece = piece[:a] + "\0" * (b - a) + piece[b:]
    return piece, [(start + a, start + b) for a, b in spans]


_FIXED = re.compile(r"\b(?:pins and needles|aches and pains|hand[- ]and[- ]foot|head and neck|wear and tear|stuffed and runny)\b", re.I)
_CONTINUES = re.compile(
    r"(?:on|in|at|of|from|to|under|around|for|by|caused|with|due|as|than|types? of|that|chara?cteri[sz]ed|accompanied|followed|resulting|leading|"
    r"associated|related|mainly|especially|particularly|such|so|then|not|be|have|has|will|can|may|you|we|he|she|they|it|its|their)(?![\w-])", re.I
)
"""How a phrase begins that goes on with the item before it and names nothing by itself."""
_APPOSITION = re.compile(r"\W*(?:an?|this|the) (?:[\w-]+ ){0,5}?(?:condition|disease|type|form|kind|infection|disorder|illness|syndrome|reaction|problem)s?(?= (?:of|that|in|caused|with|where)\b)", re.I)


def _chunks(masked: str, start: int, end: int) -> list[_Chunk]:
    out: list[_Chunk] = []
    at, joint = 0, ""
    fixed = [m.span() for m in _FIXED.finditer(masked)] if " and " in masked else []
    for match in _JOINT.finditer(masked, 0, end - start):
        if any(a < match.start() < b for a, b in fixed):
            continue
        if match.start() > at:
            out.append(_Chunk(start + at, start + match.start(), joint))
        at, joint = match.end(), match[0].strip().lower()
    if at < end - start:
        out.append(_Chunk(start + at, end, joint))
    return out


def _words(masked: str, start: int, chunk: _Chunk) -> list[str]:
    """The norms of a chunk's words, small ones left out."""
    found = re.findall(r"[^\W\d_]+", masked[chunk.start - start : chunk.end - start].replace("\0", " "))
    return [w for w in map(normalise, found) if w not in _SMALL]


def _is_part(words: list[str]) -> bool:
    """Whether all words name parts of the body or things measured: no effect by itself."""
    return bool(words) and all(w in load_words("body_part.txt") for w in words)


def _joined(masked: str, start: int, chunks: list[_Chunk], known: Known) -> list[_Chunk]:
    """The chunks with those that only go on with the neighbour joined to it."""
    if len(chunks) < 2:
        return chunks
    out: list[_Chunk] = []
    waiting: _Chunk | None = None
    for chunk in chunks:
        words = _words(masked, start, chunk)
        part = _is_part(words) and not known(chunk.start, chunk.end)
        if out and waiting is None and chunk.joint in ("or", "and", "and/or") and _shares_object(masked, start, out[-1], chunk):
            out[-1] = out[-1]._replace(end=chunk.end)
            continue
        if waiting is None and words and all(w in _GRADES for w in words) and chunk is not chunks[-1]:
            waiting = chunk
            continue
        if part and out and waiting is None and chunk.joint != ";" and _goes_on(masked, start, out[-1]):
            out[-1] = out[-1]._replace(end=chunk.end)
        elif part and chunk is not chunks[-1]:
            waiting = waiting or chunk
        elif waiting is not None and len(words) > 1 and words[-1] in _HEADLESS and _is_part(words[:-1]) and chunk.joint != ",":
            out += [waiting, chunk]
            waiting = None
        elif waiting is not None:
            out.append(chunk._replace(start=waiting.start, joint=waiting.joint))
            waiting = None
        else:
            out.append(chunk)
    if waiting is not None:
        out.append(waiting)
    return out


_VERB_END = re.compile(r"(?:\bto \w+|\bof \w+ing)$", re.I)


def _shares_object(masked: str, start: int, before: _Chunk, chunk: _Chunk) -> bool:
    """Whether two verbs share an object: "inability to have or maintain an erection" is one effect."""
    head = masked[before.start - start : before.end - start].rstrip()
    return bool(_VERB_END.search(head)) and " " in masked[chunk.start - start : chunk.end - start].strip()


def _goes_on(masked: str, start: int, chunk: _Chunk) -> bool:
    """Whether a bare part of the body can go on with `chunk`: it ends in such a part itself, behind a preposition."""
    piece = masked[chunk.start - start : chunk.end - start]
    at = _PREPOSITION.search(piece)
    if at is None:
        words = _words(piece, 0, _Chunk(0, len(piece), ""))
        return len(words) > 1 and _is_part(words[-1:])
    tail = _words(piece, 0, _Chunk(at.end(), len(piece), ""))
    return not tail or _is_part(tail[-1:])


def _items_of(text: str, masked: str, start: int, chunks: list[_Chunk], known: Known) -> list[Item]:
    out: list[Item] = []
    for index, chunk in enumerate(chunks):
        if out and chunk.joint == "," and _APPOSITION.match(masked, chunk.start - start):
            continue  # "Fournier's gangrene, a serious infection of the genitals": said of the item before
        a, b = trimmed(text, *_without_end_bracket(masked, start, chunk))
        if a >= b:
            continue
        term = _plain(text, masked, start, a, b)
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        item = Item(a, b, term)
        if not known(a, b):
            if after is not None and (full := _with_next_head(text, masked, start, (a, b), after, known)):
                item = Item(a, trimmed(text, *_without_end_bracket(masked, start, after))[1], full)
            elif out and (full := _with_last_head(out[-1], term, chunk.joint)):
                item = Item(a, b, full)
        elif out and chunk.joint in ("or", "and", "and/or") and " " not in term and (full := _with_last_head(out[-1], term, chunk.joint)):
            item = Item(a, b, full)
        out.append(item)
    return out


def _without_end_bracket(masked: str, start: int, chunk: _Chunk) -> Span:
    piece = masked[chunk.start - start : chunk.end - start]
    return chunk.start, chunk.start + len(piece.rstrip(" \t\n\r\u00a0\0.,:;*"))


def _plain(text: str, masked: str, start: int, a: int, b: int) -> str:
    """The words of `text[a:b]` without what stands in brackets, blanks evened."""
    piece = masked[a - start : b - start].replace("\0", " ")
    return " ".join((piece or text[a:b]).split())


def _with_next_head(text: str, masked: str, start: int, span: Span, after: _Chunk, known: Known) -> str | None:
    """The full term of a bare modifier: "increased" before "or decreased appetite" is "increased appetite"."""
    words = masked[span[0] - start : span[1] - start].replace("\0", " ").split()
    if not words or after.joint not in ("or", "and", "and/or", "/", ","):
        return None
    part = _is_part([normalise(w) for w in words])
    if not part and normalise(words[-1]) not in _MODIFIERS and words[-1].lower() not in _MODIFIERS:
        return None
    a, b = trimmed(text, *_without_end_bracket(masked, start, after))
    following = _plain(text, masked, start, a, b).split()
    if len(following) < 2 or (len(words) == 1 and known(*span)):
        return None
    if part:
        return " ".join([*words, following[-1]]) if normalise(following[-1]) in _HEADLESS else None
    while len(following) > 1 and following[0].lower() in _MODIFIERS:
        following = following[1:]
    return " ".join([*words, *following])


def _with_last_head(before: Item, term: str, joint: str) -> str | None:
    """The full term of a bare noun: "pain" behind "muscle cramps or" is "muscle pain"."""
    words = term.split()
    if lead := _SHARED_LEAD.search(before.term):
        if len(words) <= 2 and (words[0].lower().endswith("ing") or lead["lead"].lower() in ("feeling", "being")) and words[0].lower() not in ("feeling", "being"):
            return f"{lead['lead']} {term}" if joint != ";" and not before.sign and len(words) == 1 and _may_share(lead["lead"], words[0]) else None
        return None
    if len(words) != 1 or joint not in ("or", "and", "and/or") or normalise(term) not in _HEADLESS:
        return None
    head = _HEAD_OF.match(before.term)
    if not head or normalise(head["noun"]) not in _HEADLESS:
        return None
    return f"{head['head']}{term}"


def _may_share(lead: str, word: str) -> bool:
    """Whether "difficulty … or swallowing", "feeling … or weak" share their lead: a gerund, or an adjective."""
    gerund = word.lower().endswith("ing")
    return gerund if not lead.lower().startswith(("feeling", "being")) else not gerund and not word.lower().endswith(("ness", "tion", "ia", "itis", "ache", "pain"))


def _with_brackets(text: str, found: list[Item], brackets: list[Span], known: Known) -> list[Item]:
    """The items with what their brackets say: other names and frequencies added, signs as items of their own."""
    out = list(found)
    extra: list[Item] = []
    for a, b in brackets:
        index = max((i for i, item in enumerate(out) if item.end <= a + 1), default=-1)
        inside = any(item.start < a and b < item.end for item in out)
        if index < 0 or inside:
            continue
        inner = (a + 1, b - 1 if text[b - 1] in ")]" else b)
        near = text[out[index].end : a].strip(" ,") == ""
        out, more = _bracket(text, out, index, inner, near, known)
        extra += more
    return sorted([*out, *extra], key=lambda i: (i.start, i.end))


_MOST_SIGNS = 4
"""Of a longer list only the last item is meant by the "(signs of …)" behind it."""


def _bracket(text: str, out: list[Item], index: int, inner: Span, near: bool, known: Known) -> tuple[list[Item], list[Item]]:
    a, b = inner
    piece = text[a:b]
    item = out[index]
    hits = frequencies(text, a, b)
    if hits and len(piece) - (hits[0].end - hits[0].start) < 16:
        first = index
        while not near and first > 0:
            first -= 1
        out[index] = item._replace(frequency=hits[0].frequency)
        return out, []
    lead = _SIGN_OF.match(piece)
    if lead or (len(out) > 1 and _PROBLEM.search(piece)):
        effects = items(text, a + (lead.end() if lead else 0), b, known)
        first = 0 if len(out) <= _MOST_SIGNS else index
        return [i._replace(sign=True) if n >= first else i for n, i in enumerate(out)], effects
    if lead := _EXAMPLES.match(piece) or _SIGN_LEAD.match(piece):
        stated = "nclud" in lead[0]
        return out, [i._replace(sign=i.sign or not stated) for i in items(text, a + lead.end(), b, known)]
    if lead := _CALLED.match(piece):
        a, piece = a + lead.end(), piece[lead.end() :]
    elif _NO_NAME.match(piece):
        return out, []
    if _FINITE.search(piece) or not near:
        return out, []
    names = items(text, a, b, known)
    if len(names) == 1 and len(names[0].term.split()) <= 8:
        out[index] = item._replace(aliases=(*item.aliases, (names[0].start, names[0].end)))
        return out, []
    return out, [n._replace(sign=not _MEDICAL.search(n.term)) for n in names if len(n.term.split()) <= 8]


def bare(term: str) -> str:
    """A term without words of severity at its front."""
    return SEVERITY.sub("", term)
