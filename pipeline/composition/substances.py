"""What follows "the active substance is" or "each tablet contains" in, the substances and their strengths out.

Names are found from where they stand, so that no vocabulary has to know them.
"""

import re
from dataclasses import dataclass, field

from pipeline.composition.names import clean_end, is_name
from pipeline.composition.strengths import Group, find, per_after
from pipeline.model import Strength

_TOKEN = re.compile(
    r"(?P<open>[(\[])"
    r"|(?P<same>(?:which\s+is\s+(?:the\s+)?|that\s+is\s+(?:the\s+)?|,\s+)?(?:(?:molar\s+)?equivalent|corresponding|equal)\s+(?:to|of)\b|corresponds?\s+to\b"
    r"|in\s+the\s+form\s+of\b|present\s+as\b|as\s+(?=(?:an?\s+|the\s+)?[^\W_]))"
    r"|(?P<standard>(?:,\s*)?\b(?:IP|BP|USP|NF|EP|JP|I\.P\b\.?|B\.P\b\.?|U\.S\.P\b\.?|N\.F\b\.?|Ph\.\s?Eur\b\.?)(?![\w-]))"
    r"|(?P<leader>\.{3,}|…)"
    r"|(?P<sep>,(?!\d)|[;+&•]|\b(?:and|or)\b|\bplus\b|\bas\s+well\s+as\b|\btogether\s+with\b|\s/\s|\s[-–—]\s)"
    r"|(?P<hedge>\b(?:not|no)\s+(?:less|fewer|more)\s+than\b|\bat\s+least\b|\bapproximately\b|\babout\b|\bnominally\b|[≥≤~*†‡#]+)"
    r"|(?P<again>\b(?:called|named|known\s+as)\b)"
    r"|(?P<footnote>(?<=[)\]*\w])\d(?:,\d)*(?=[\s*,(]|$))"
    r"|(?P<stop>[.:!?)\]]|\n|\d(?=[a-z]{4,})|"
    r"\b(?i:which|that|who|whose|is|are|was|were|has|have|belongs?|used|also|known|it|this|these|by|from|with|when|if|per|each"
    r"|of(?=\s+(?:strains?|the\s+following)\b)|produced|made|obtained|derived|formulated|adjuvanted|adsorbed|expressed|purified\s+from|conjugated\s+to|works?|acts?|helps?|may"
    r"|can|such|respectively|not|does|do|for|to|in|on|at|but|because|so|where|whereas|while|measured|containing|contains?"
    r"|present|after|before|during|through|therefore|delivered|taken|given|developed|provided|i\.e\.|e\.g\.)\b"
    r"|\b(?:Each|Every|One|What|The|Other|Excipients?|Inactive)\b)"
    r"|(?P<word>(?:[^\s,;+&()\[\]:!?.]|,(?=\d)|\.(?=\w))+)"
)
_PLAIN = re.compile(r"[^\W\d_]{3,}(?=\s)")
_FUNCTION = frozenset(
    "which that the molar equivalent corresponding equal corresponds present and plus well together not fewer more "
    "less least approximately about nominally called named known who whose are was were has have belong belongs used "
    "also this these from with when per each produced made obtained derived formulated adjuvanted adsorbed expressed "
    "purified conjugated work works act acts help helps may can such respectively does for but because where whereas "
    "while measured containing contain contains after before during through therefore delivered taken given developed "
    "provided every one what other excipient excipients inactive usp".split()
)
"""Words that _TOKEN may take for something else than a part of a name; any other plain word it need not look at."""
_LEADING = re.compile(
    r"[\s:\-–—•*\"“”‘’'«]*(?:(?:the|an?|of|either|approximately|about|nominally|a\s+total\s+of|active|medicinal|following|new|called|named|only"
    r"|quantity|amount|ingredients?|substances?|medicines?|drugs?|salt|two|three|four|different|one)\b(?!-)(?:\(s\)|[\s:\"“”‘’'«-])*)*",
    re.I,
)
_ARTICLE = re.compile(r"(?:an?|one|the|two|three|called|its|their|your|our)\b", re.I)
_STRENGTH_NEXT = re.compile(r"\s*(?:\(|:|-|–|=)?\s*$")
_OF = re.compile(r"\s*of\s+(?=\S)", re.I)
_EQUATED = re.compile(r"\s*(?:as|equivalent\s+(?:to|of)|corresponding\s+to|equal\s+to|in\s+the\s+form\s+of)\b", re.I)
_DISSOLVED = re.compile(r"\s*(?:of\s+)?(?:(?!and\b|or\b|plus\b|corresp|equiv)[a-z-]+[ \u00a0]*){0,5}")
_MODIFIER = re.compile(
    r"\s*(?:(?:inactivated|activated|recombinant|adsorbed|live|attenuated|purified|human|conjugated|adjuvanted|split|rdna|r-dna|equine|bovine|porcine"
    r"|anhydrous|hydrated|dried|virus|surface\s+antigen|whole|cell)\b\s*(?:,|\(|$|[.*]|(?=(?:recombinant|inactivated|adsorbed|attenuated)\b))|\(\w)",
    re.I,
)
_GROUP_LABEL = re.compile(r"[A-Z][a-z]+(?:\s+[a-z]+){1,3}\s+antigens\s+(?=[A-Z])")
"""What heads the components of one germ in a vaccine: "Bordetella pertussis antigens Pertussis toxoid"."""


@dataclass(slots=True)
class Stated:
    """One substance of a statement: its name's characters `[start, end)`, its strengths, and what it is equated with.

    `equals` holds other forms of the same substance ("as hydrochloride", "equivalent to 10 mg of …"), each with the
    strengths given for that form; `aliases` what stands in brackets behind the name.
    """

    start: int
    end: int
    strengths: list[Strength] = field(default_factory=list)
    equals: list["Stated"] = field(default_factory=list)
    aliases: list[tuple[int, int]] = field(default_factory=list)


def read_list(text: str, start: int, end: int) -> list[Stated]:
    """The substances that `text[start:end]` lists, up to where it goes on to say something else about them."""
    return _Reader(text, start, end).read()


class _Reader:
    """One pass over a statement. Whether strengths stand before or after their names shows in its first substance."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.end = text, end
        self.at = _skip(text, start, end)
        self.groups = {g.start: g for g in find(text, self.at, end) if not _is_volume(text, g)}
        self.found: list[Stated] = []
        self.item: Stated | None = None
        self.pending: list[Strength] = []
        self.strength_first: bool | None = None
        self.same = False

    def read(self) -> list[Stated]:
        """The substances, in order."""
        while self.at < self.end:
            if self._blank():
                continue
            group = self.groups.get(self.at)
            if group is not None:
                self._strength(group)
            elif not self._token():
                break
        self._close()
        return [s for s in self.found if is_name(self.text[s.start : s.end])]

    def _blank(self) -> bool:
        if self.text[self.at].isspace() and self.text[self.at] != "\n":
            self.at += 1
            return True
        return False

    def _strength(self, group: Group) -> None:
        strengths = [s for option in group.options for s in option]
        self.at = group.end
        of = _OF.match(self.text, self.at, self.end)
        names_follow = bool(of) or self._word_follows()
        if self.strength_first is None:
            self.strength_first = self.item is None
        if self.same and self.item is not None and names_follow and self.item.equals:
            self._other_form(strengths, of.end() if of else self.at)
        elif self.same and self.item is not None:
            self.same = False
        elif self.item is not None and not self.item.strengths and not (self.strength_first and names_follow):
            self.item.strengths += strengths
            if names_follow and not of:
                self._close()
        else:
            self._close()
            self.pending = strengths
            self.at = _skip(self.text, self.at, self.end)

    def _word_follows(self) -> bool:
        token = _TOKEN.match(self.text, self._next(), self.end)
        return bool(token and token.lastgroup == "word")

    def _next(self) -> int:
        at = self.at
        while at < self.end and self.text[at].isspace() and self.text[at] != "\n":
            at += 1
        return at

    def _other_form(self, strengths: list[Strength], at: int) -> None:
        assert self.item is not None
        self.at = _skip(self.text, at, self.end)
        form = self.item.equals[-1]
        form.strengths += strengths
        form.start = form.end = self.at

    def _token(self) -> bool:
        """Take the next mark or word; False where the list ends."""
        plain = _PLAIN.match(self.text, self.at, self.end)
        if plain and plain.group().lower() not in _FUNCTION and plain.end() not in self.groups:
            self.at = plain.end()
            self._word(plain.start(), self.at)
            return True
        token = _TOKEN.match(self.text, self.at, self.end)
        if token is None or token.lastgroup == "stop":
            return self._stop(token)
        if token.lastgroup == "leader" and (self.item is None or self.item.strengths):
            return False  # what the dots lead to is no strength: "200 mg ..... Pain reliever"
        self.at = min([token.end(), *(g for g in self.groups if token.start() < g < token.end())])
        if token.lastgroup == "open":
            self._bracket(token.start())
        elif token.lastgroup == "same":
            self._equate()
        elif token.lastgroup == "again":
            self.item = None
        elif token.lastgroup in ("hedge", "footnote", "standard", "leader"):
            pass
        elif token.lastgroup == "sep":
            return self._separate()
        else:
            self._word(token.start(), self.at)
        return True

    def _stop(self, token: re.Match[str] | None) -> bool:
        """A word that no name holds: go on only where it says what a strength is per ("in 0.5 ml")."""
        if token is None or self.item is None:
            return False
        per = per_after(self.text, token.start() - 1, self.end)
        if per is None:
            return False
        for strength in [*self.item.strengths, *(s for e in self.item.equals for s in e.strengths)]:
            if strength.per_unit is None:
                strength.per_value, strength.per_unit = per[0], per[1]
        behind = _DISSOLVED.match(self.text, per[2], self.end)
        self.at = behind.end() if behind else per[2]
        return True

    def _bracket(self, opened: int) -> None:
        """What stands in brackets behind a name: its strength, another form, an alias, or part of the name itself."""
        close = closing(self.text, opened, self.end)
        inner = self.text[opened + 1 : close]
        self.at = min(close + 1, self.end)
        if self.item is None:
            return
        groups = [g for g in self.groups.values() if opened < g.start and g.end <= close]
        equated = _EQUATED.match(inner)
        if (
            groups
            and not equated
            and not self.item.strengths
            and _STRENGTH_NEXT.match(self.text[opened + 1 : groups[0].start])
        ):
            self.item.strengths += [s for option in groups[0].options for s in option]
        elif equated:
            self.item.equals += read_list(self.text, opened + 1 + equated.end(), close)
        elif not groups and re.match(r"[^\W\d_]", inner):
            self.item.aliases.append((opened + 1, close))

    def _equate(self) -> None:
        """The text goes on with the same substance in another form."""
        if self.item is not None:
            self.same = True
            self.at = _skip(self.text, self.at, self.end)
            self.item.equals.append(Stated(self.at, self.at))

    def _separate(self) -> bool:
        following = self._next()
        if (
            self.item is not None
            and not self.item.strengths
            and (more := _MODIFIER.match(self.text, following, self.end))
        ):
            self.item.end = self.at = max(following + 1, following + len(more.group().rstrip(" ,(.*")))
            return True
        if _ARTICLE.match(self.text, following) and following not in self.groups:
            return False
        self._close()
        return True

    def _word(self, start: int, end: int) -> None:
        if self.same and self.item is not None:
            form = self.item.equals[-1]
            form.start = form.start if form.end > form.start else start
            form.end = end
            return
        if self.item is None:
            self.item = Stated(start, end, self.pending)
            self.pending = []
        elif self.item.strengths and self.item.end < self._last_strength():
            self._close()
            self.item = Stated(start, end)
        else:
            self.item.end = end

    def _last_strength(self) -> int:
        """Where the last strength read so far ends."""
        return max((g.end for g in self.groups.values() if g.end <= self.at), default=0)

    def _close(self) -> None:
        if self.item is not None:
            label = _GROUP_LABEL.match(self.text, self.item.start, self.item.end)
            self.item.start = label.end() if label else self.item.start
            self.item.end = self.item.start + len(clean_end(self.text[self.item.start : self.item.end]))
            self.item.equals = [_trimmed(self.text, e) for e in self.item.equals if e.end > e.start]
            self.found.append(self.item)
        self.item, self.same = None, False


def _is_volume(text: str, group: Group) -> bool:
    """Whether a group is how much of a liquid there is, not how strong it is; "Cod liver oil (300 ml)" is no such."""
    return group.options[0][0].unit in ("ml", "ul") and text[group.start - 1 : group.start] != "("


def _skip(text: str, at: int, end: int) -> int:
    """The place behind articles and words such as "the active substance" that introduce a name."""
    match = _LEADING.match(text, at, end)
    return match.end() if match else at


def closing(text: str, opened: int, end: int) -> int:
    """Where the bracket opened at `opened` closes, `end` if it never does."""
    depth = 0
    for i in range(opened, end):
        depth += (text[i] in "([") - (text[i] in ")]")
        if not depth:
            return i
    return end


def _trimmed(text: str, stated: Stated) -> Stated:
    stated.end = stated.start + len(clean_end(text[stated.start : stated.end]))
    return stated
