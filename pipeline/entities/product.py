"""A leaflet's view in, the product out: brand name, dose forms, routes and marketing authorisation holder."""

import re
from collections.abc import Hashable, Iterable

from pipeline.composition.title import Title, read_title
from pipeline.lexicon import TermHit
from pipeline.model import Evidence, Product
from pipeline.view import Sentence, View

KEY = "product"
NEEDS: tuple[str, ...] = ()

_USE = frozenset(
    {"dosage", "how_to_use", "overview", "title", "composition", "contents", "indications", "benefits", "other"}
)
_FORMS = ("title", "overview", "composition", "supply", "how_to_use", "dosage", "benefits")
_HOLDER = frozenset({"supply", "contents", "composition", "other"})
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
_INJECTED = re.compile(r"\b(?:injection|infusion|implant)")
_PARENTERAL = frozenset(
    {"subcutaneous", "intravenous", "intramuscular", "intradermal", "intravitreal", "intrathecal", "epidural",
     "intravesical", "intraarticular", "intraperitoneal", "intralesional", "intracavernosal"}
)  # fmt: skip
_FATAL = re.compile(r"\b(?:fatal|death)\b", re.I)
_NEGATED = re.compile(r"\b(?:not|never|avoid|instead\s+of|other\s+than)\b[^.;:]*$", re.I)
_OTHER_HOLDER = re.compile(r"\b(?:of|the\s+local|contact)\s+(?:the\s+)?$", re.I)
_HOLDER_LEAD = re.compile(
    r"(?:\s|[:;&/,]|\b(?:and|is|are|the|(?:marketing\s+authori[sz]ation|product\s+licence)\s+holder|manufacturers?|importer|batch\s+releaser?|(?:the\s+)?manufacturer\s+responsible\s+for\s+batch\s+release|holder)\b"
    r"|\([^()]*\))*",
    re.I,
)
_LEGAL = (
    r"(?:B\.?\s?V\.?|GmbH(?:\s*&\s*Co\.?,?\s*(?:KGaA|KG|OHG))?|AG(?:\s*&\s*Co\.?\s*KG)?|(?:Pvt\.?|Private)\s+(?:Ltd\.?|Limited)|Ltd\.?|Limited|Inc\.?|S\.A\.S\.|SAS|ehf\.?|s\.\s?a\."
    r"|S\.A\./N\.V\.|S\.A\.|SA|S\.?p\.?A\.?|S\.?r\.?l\.?|S\.L\.U?\.?|SLU|N\.?V\.?|AB|A/S|ApS|Oyj?|d\.\s?d\.|d\.\s?o\.\s?o\.|EEIG|plc|PLC|LLC|L\.P\."
    r"|DAC|d\.a\.c\.|Designated\s+Activity\s+Company|Unlimited\s+Company|UC|K\.S\.|k\.s\.|Kft\.?|Zrt\.?|Nyrt\.?|a\.\s?s\.|s\.\s?r\.\s?o\.|Sp\.\s?z\s?o\.\s?o\.|SE"
    r"|KGaA|KG|Corporation|Corp\.?|UAB|Lda\.?|S\.C\.A\.|SCA)"
)
_COMPANY = re.compile(rf"[^\W\d_][^\n\r]{{0,90}}?(?<![\w.]){_LEGAL}(?![\w&-])(?:\s+{_LEGAL}(?![\w-]))?")
_LEADING_LEGAL = re.compile(rf"{_LEGAL}\s+[^\W\d_][\w-]*")
_COMPANY_LINE = re.compile(r"[^\W\d_][^\n\r,;:\d]{1,60}")


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
    _add_routes(view, forms, product)
    _add_holder(view, product)
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
    if name in _CONTAINERS:
        return False
    return name not in _VAGUE or any(n in view.quote(sentence).lower() for n in view.product_names)


def _add_routes(view: View, forms: Iterable[TermHit], product: Product) -> None:
    """The routes that the dose form's own name states; where it leaves them open, those that the directions state."""
    stated = [r for form in forms for r in form.term.more.get("routes", ())]
    product.routes = list(dict.fromkeys(stated))
    if product.routes:
        return
    injected = any(_INJECTED.search(form.term.name) for form in forms)
    for sentence in view.sentences:
        kinds = view.kinds(sentence)
        if kinds and _USE.isdisjoint(kinds):
            continue
        for hit in view.hits("product", sentence):
            if hit.label != "route" or (injected and hit.value not in _PARENTERAL):
                continue
            if _NEGATED.search(view.text[sentence.start : hit.start]) or _FATAL.search(view.quote(sentence)):
                continue
            if hit.value not in product.routes:
                product.routes.append(hit.value)
                product.evidence.append(view.evidence(hit.start, hit.end, hit.rule.id))


def _add_holder(view: View, product: Product) -> None:
    """The company behind "Marketing Authorisation Holder", on the same line or the next."""
    for sentence in view.sentences:
        if sentence.section >= 0 and _HOLDER.isdisjoint(view.kinds(sentence)):
            continue
        for hit in view.hits("product", sentence):
            if hit.label != "holder" or _OTHER_HOLDER.search(view.text[sentence.start : hit.start]):
                continue
            found = _company(view, hit.end, hit.rule.id)
            if found and found.text != product.name:
                product.holder = found.text
                product.evidence.append(found)
                return


def _company(view: View, start: int, rule: str) -> Evidence | None:
    """The company named at `start`, up to its legal form, else the rest of the line before its address."""
    lead = _HOLDER_LEAD.match(view.text, start)
    at = lead.end() if lead else start
    line = view.text[at : at + 160]
    match = _COMPANY.match(line)
    if match and re.fullmatch(_LEGAL, match.group()):
        match = _LEADING_LEGAL.match(line)
    match = match or _COMPANY_LINE.match(line)
    return view.evidence(at, at + match.end(), rule) if match else None
