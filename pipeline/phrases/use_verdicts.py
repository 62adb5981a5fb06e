"""A purpose and what follows it in, verdicts out: whether it is the product's, whether its object is a condition."""

from collections.abc import Callable

from pipeline.phrases import run_in, treated, uses
from pipeline.phrases.clauses import SpanOf, trim
from pipeline.rules import Hit
from pipeline.view import Sentence, View


def counts(view: View, sentence: Sentence, hit: Hit, use: Hit | None, given: Hit | None) -> bool:
    """Whether a purpose is the product's: said of its use, or the sentence begins with it."""
    if (hit.rule.id == "indication.diagnose" and not use) or uses.aside(view.text, sentence, hit):
        return False
    if use and use.start < hit.start:
        return not uses.others_use(view.text, sentence, hit)
    if hit.label != "purpose":
        # "Reduces the risk of x" at the beginning of a use, or of the product itself.
        measured = treated.MEASURE.match(view.text, hit.end + 1, sentence.end)
        opening = measured is not None or uses.opens(view.text, sentence, hit) or uses.for_a_time(view.text, hit)
        return view.kind(sentence) == "indications" and opening
    if given and given.start < hit.start and uses.near(view.text, given, hit):
        return True
    return uses.opens(view.text, sentence, hit)


def before_product(view: View, start: int, end: int) -> SpanOf:
    """The span up to where the product's name begins the next clause ("… gastric cancer, Tavoril is given")."""
    low = view.text[start:end].lower()
    at = min((i for name in view.product_names if len(name) > 3 and (i := low.find(name)) >= 0), default=-1)
    return trim(view.text, start, end if at < 0 else start + at)


def names_medicine(view: View, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a substance, or a medicine called by it, stands where a condition should: "Pantoprazole tablets"."""
    named = next((t.end for t in view.terms(sentence, "substance") if t.start == start), None)
    return named is not None and (named >= end or run_in.NAME_GOES_ON.match(view.text, named, end) is not None)


def sure(whole: Callable[[int, int], bool], hit: Hit, text: str, start: int, end: int) -> bool:
    """Whether the object of a cue that many things may follow ("reduce", "used for") is a condition."""
    if hit.label == "goal":
        return False
    if hit.rule.id == "indication.use" and text[hit.start : hit.end].lower() in ("indicated", "prescribed"):
        return len(text[start:end].split()) <= 10 or whole(start, end)
    return whole(start, end) and not treated.only_level(text, start, end)
