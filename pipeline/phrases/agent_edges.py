"""The agents of a sentence in, whole and bare out: "anticoagulant therapy" whole, "other vaccines" without "other"."""

import re

from pipeline.phrases.described import Agent

# "antifibrinolytic drugs": the lexicon has the class, the leaflet says it with a word for medicines.
_HEAD = re.compile(
    r"\s(?:medicinal products?|medicines?|medications?|drugs?|products?|preparations?|agents?|therap(?:y|ies)"
    r"|treatments?)\b"
)
_HAS_HEAD = re.compile(
    r".*\b(?:medicines?|medications?|drugs?|products?|preparations?|agents?|therap(?:y|ies)|treatments?|tablets?"
    r"|pills?|vaccines?|supplements?|inhibitors?|antagonists?|blockers?)",
    re.S,
)
# "aluminium-based antacids", "non-steroidal anti-inflammatory medicines".
_NARROWED = re.compile(r"\b(?:non[- ]?steroidal|[a-z]+-(?:based|containing))\s\Z")
_NARROWS = ("steroidal ", "based ", "containing ")
_REACH = 30
"""Characters before a class in which a word that narrows it begins."""
_LOOSE_WORDS = ("other ", "another ", "drinking ")
_LOOSE = re.compile(r"(?:other|another|drinking)\s+(?=\w)")
# "methadone, a heroin substitute", "the contraceptive sponge", "a low-salt diet": nothing that is taken beside it.
_NOT_TAKEN = re.compile(
    r"[\s-](?:substitut(?:e|ion)|addict\w*|dependen\w+|withdrawal|resistan\w+|responses?|sponge)\b",
)
_THIS = ("this ", "the same ")
"""What stands before the product where a description names it: "if you use this medicine for asthma"."""
_GO_ON = (" ", "-")
_OF_IN = (" of ", " in ")
"""Searches are dear: one of these has to stand before what is lacking."""
_LACK = re.compile(r"\b(?:deficienc(?:y|ies)|lack|shortage) (?:of|in)\s+\Z")
_WITHOUT_PRESCRIPTION = ("without a prescription", "without prescription", "over the counter", "over-the-counter")
_LOW = re.compile(r"\blow[- ]\Z")
_SALT = re.compile(r"salts?\Z")
# A description that broke off at the end of a line, or that tells of the product: "the amount of medicine that …".
_BROKEN_OFF = re.compile(
    r".*\s(?:for|to|of|the|used|treat|treating|treatment|prevent|preventing|prevention|reduce|reducing|control)",
    re.S,
)
_AMOUNT = re.compile(r"\b(?:amounts?|levels?|doses?|concentrations?) of\s+\Z")
# "quinidine a medicine used to treat …": the comma between a name and what it is was lost.
_APPOSED = re.compile(r"\s+an?\s+")


def put_right(low: str, found: list[Agent]) -> list[Agent]:
    """The agents of a sentence of a text in lower case, by place: each whole, without what is no agent of the product.

    What is left out tells what a name beside it is, or breaks off, or is part of another word ("low-salt diet").
    """
    out: list[Agent] = []
    for at, agent in enumerate(found):
        marked = agent.rule == "interaction.substance" and low[agent.end : agent.end + 1] not in _GO_ON
        if marked and not low.endswith(_OF_IN, 0, agent.start):
            out.append(agent)  # most are members of lists, with nothing to put right
            continue
        if _out_of_place(low, agent, found[at - 1] if at else None):
            continue
        if agent.kind != "class" and not low.startswith(_LOOSE_WORDS, agent.start):
            out.append(agent)
            continue
        limit = found[at + 1].start if at + 1 < len(found) else len(low)
        out.append(_whole(low, agent, limit, out[-1].end if out else 0))
    return out


def _out_of_place(low: str, agent: Agent, before: Agent | None) -> bool:
    if agent.rule == "interaction.described":
        return (
            _BROKEN_OFF.fullmatch(low, agent.start, agent.end) is not None
            or _AMOUNT.search(low, max(0, agent.start - _REACH), agent.start) is not None
            or _is_apposed(low, agent, before)
        )
    if low.startswith("medicine ", agent.start) and (
        low.endswith(_THIS, 0, agent.start) or _is_apposed(low, agent, before)
    ):
        return True
    if _SALT.match(low, agent.start, agent.end):
        # "lithium salts" are named by the substance.
        beside = before is not None and before.end + 1 == agent.start
        return beside or _LOW.search(low, max(0, agent.start - 5), agent.start) is not None
    if low.endswith(_OF_IN, 0, agent.start) and _LACK.search(low, max(0, agent.start - _REACH), agent.start):
        return True
    return _NOT_TAKEN.match(low, agent.end) is not None or low.endswith(_WITHOUT_PRESCRIPTION, agent.start, agent.end)


def _is_apposed(low: str, agent: Agent, before: Agent | None) -> bool:
    return before is not None and _APPOSED.fullmatch(low, before.end, agent.start) is not None


def _whole(low: str, agent: Agent, limit: int, done: int) -> Agent:
    start, end = agent.start, agent.end
    if low.startswith(_LOOSE_WORDS, start) and (loose := _LOOSE.match(low, start, end)):
        start = loose.end()
    if agent.kind == "class" and agent.rule == "interaction.drug_class":
        if (head := _HEAD.match(low, end)) and head.end() <= limit and not _HAS_HEAD.fullmatch(low, start, end):
            end = head.end()
        if low.endswith(_NARROWS, 0, start) and (n := _NARROWED.search(low, max(done, start - _REACH), start)):
            start = n.start()
    return agent if (start, end) == agent[:2] else agent._replace(start=start, end=end)
