"""A leaflet's view in, the product out: brand name, dose forms, routes and marketing authorisation holder."""

import re
from collections.abc import Hashable, Iterable

from pipeline.composition.holder import read_holder
from pipeline.composition.title import Title, read_title
from pipeline.lexicon import TermHit
from pipeline.model import Product
from pipeline.view import Sentence, View

KEY = "product"
NEEDS: tuple[str, ...] = ()

_USE = frozenset(
    {"dosage", "how_to_use", "overview", "title", "composition", "contents", "indications", "benefits", "other"}
)
_FORMS = ("title", "overview", "composition", "supply", "how_to_use", "dosage", "benefits")
_CONTAINERS = frozenset(
    {"vial", "ampoule", "cartridge", "pre-filled syringe", "pre-filled pen", "solvent", "kit", "block"}
)
"""Terms of the dose form vocabulary that name what a medicine is packed in; alone they are no dose form."""
_VAGUE = frozenset(
    {"powder", "solution", "suspension", "emulsion", "drops", "spray", "aerosol", "concentrate", "film", "insert",
     "liquid", "oil", "injection", "cream", "gel", "granules", "syrup", "lotion", "foam", "paste", "shampoo", "ring",
     "mixture"}
)  # fmt: skip
"""Forms that running text also names for other reasons; they count there only beside the product's own name."""
_SHORT = frozenset({"cap", "caps", "tab", "tabs"})
"""Short for forms in titles; in running text a cap is what a needle or bottle has."""
_INJECTED = re.compile(r"\b(?:injection|infusion|implant)")
_PARENTERAL = frozenset(
    {"subcutaneous", "intravenous", "intramuscular", "intradermal", "intravitreal", "intrathecal", "epidural",
     "intravesical", "intraarticular", "intraperitoneal", "intralesional", "intracavernosal"}
)  # fmt: skip
_FATAL = re.compile(r"\b(?:fatal|death)\b", re.I)
_NEGATED = re.compile(r"\b(?:not|never|avoid|instead\s+of|other\s+than)\b[^.;:]*$", re.I)


def extract(view: View) -> Product | None:
    """The product of a leaflet; None where neither its first lines nor its text show one."""
    title = read_title(view)
    product = Product(evidence=[])
    _add_name(view, title, product)
    forms = title.forms or _forms_in_text(view)
    for form in forms:
        if form.term.name not in product.dose_forms and form.term.name not in _CONTAINERS:
            product.dose_forms.append(form.term.name)
            product.evidence.append(view.evidence(form.start, form.end, "product.dose_form"))
    _add_routes(view, title, forms, product)
    if holder := read_holder(view, product.name):
        product.holder = holder.text
        product.evidence.append(holder)
    return product if product.evidence else None


def same(record: Product) -> Hashable:
    """A leaflet has one product."""
    return KEY


def _add_name(view: View, title: Title, product: Product) -> None:
    """The brand as the title writes it, else as the text writes the name that the headings use."""
    span = title.name
    if span is None and view.product_names:
        at = view.text.lower().find(view.product_names[0])
        span = (at, at + len(view.product_names[0])) if at >= 0 else None
    if span:
        found = view.evidence(*span, "product.name")
        product.name = found.text
        product.evidence.append(found)


def _forms_in_text(view: View) -> list[TermHit]:
    """Dose forms that the text names, from the first kind of section that names one."""
    by_kind: dict[str, list[TermHit]] = {}
    for sentence in view.within(_FORMS):
        kind = view.kind(sentence) or ""
        if kind not in by_kind and len(by_kind.setdefault(kind, [])) == 0:
            by_kind[kind] = []
        if not by_kind[kind]:
            by_kind[kind] = [h for h in view.terms(sentence, "dose_form") if _is_form(view, sentence, h)][:1]
    return next((by_kind[k] for k in _FORMS if by_kind.get(k)), [])


def _is_form(view: View, sentence: Sentence, hit: TermHit) -> bool:
    name = hit.term.name
    if name in _CONTAINERS or view.text[hit.start : hit.end].lower() in _SHORT:
        return False
    return name not in _VAGUE or any(n in view.quote(sentence).lower() for n in view.product_names)


def _add_routes(view: View, title: Title, forms: Iterable[TermHit], product: Product) -> None:
    """The routes that the dose form's own name states; where it leaves them open, those of the title or directions."""
    stated = [r for form in forms for r in form.term.more.get("routes", ())]
    product.routes = list(dict.fromkeys(stated))
    if product.routes:
        return
    injected = any(_INJECTED.search(form.term.name) for form in forms)
    triggers = view.lexicon.rules("product").triggers
    for sentence in view.sentences:
        if triggers.isdisjoint(sentence.cues) or (sentence.section >= 0 and _USE.isdisjoint(view.kinds(sentence))):
            continue
        for hit in view.hits("product", sentence):
            if injected and hit.value not in _PARENTERAL:
                continue
            if _NEGATED.search(view.text[sentence.start : hit.start]) or _FATAL.search(view.quote(sentence)):
                continue
            if hit.value not in product.routes:
                product.routes.append(hit.value)
                product.evidence.append(view.evidence(hit.start, hit.end, hit.rule.id))
        if product.routes and title.name and sentence.start <= title.name[0] < sentence.end:
            return  # "Tavoril injection, for subcutaneous use" has said it all
