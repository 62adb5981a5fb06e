"""Candidates and curated lines in, substances out: which are medicines, which wordings are safe, which code fits."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from lexicon.curated_lines import CuratedEntry, match_key
from lexicon.substance_vocabularies import Candidate, MeshLabels

_SHAPE = re.compile(r"[a-z](?!-)[a-z'-]{2,}(?: [a-z][a-z'-]+){0,3}")
# Stems of international nonproprietary names (WHO, "The use of stems in the selection of INN").
_STEM = re.compile(
    r"(?:mab|tinib|cept|kinra|kin|ciclib|parib|lisib|degib|rafenib|metinib|zomib|stat|prazole|sartan|pril(?:at)?|olol|alol|"
    r"dipine|pamil|tiazem|cillin|[mt]icin|mycin|rubicin|floxacin|oxacin|conazole|fungin|nidazole|bendazole|vir|vudine|"
    r"citabine|gliptin|gliflozin|glitazone|glutide|tide|formin|triptan|gepant|setron|pitant|prant|oxetine|ipramine|triptyline|"
    r"azepam|azolam|bamate|barbital|caine|curium|curonium|profen|fenac|oxicam|coxib|terol|tropium|sone|olone|onide|"
    r"gest|gestrel|estrol|estradiol|relin|relix|parin|gatran|xaban|grel|platin|taxel|trexate|trexed|bulin|tecan|poside|"
    r"limus|mod|imod|poetin|plostim|grastim|leucel|temcel|vec|rsen|siran|meran|vastatin|fibrate|thiazide|semide|azosin|"
    r"afil|entan|ciguat|dronate|dronic acid|quine|bactam|penem|cycline|butazone|sulfan|mustine|racetam|gabalin|orphan|"
    r"adol|fentanil|orphine|orphone|codone|nabant|piprazole|peridone|apine|azine|perone|perol|ridol|stigmine|astine|zoline|"
    r"tadine|lukast|phylline|vaptan|lutamide|steride|oxifene|ifene|rozole|retin|calcitol|calci\w+|"
    r"cog(?: alfa| beta| gamma)?|ase(?: alfa| beta)|tropin|"
    r"relvin|ermin|restat|fovir|buvir|asvir|previr|ciclovir|navir|tegravir|caftor|opran|"
    r"dralazine|nicate|fylline|sulfone|arone|ilide|ainide|xetil|medoxomil|vedotin|deruxtecan|ozogamicin|emtansine|tesirine)$"
)
_CEF = re.compile(r"^(?:cef|sulf|gado|io[bdfghmpstv]|florbeta|insulin |interferon |peginterferon )")
_NOT_A_MEDICINE = re.compile(
    r"\b(?:pollen|whole|hair|skin|feather|dander|venom|mite|fruit|seed|leaf|root|bark|flower|stem|wood|milk|egg|meat|"
    r"cation|anion|ion|dust|cell|cells|protein|receptor|antigen|analog|diphosphate|triphosphate|monophosphate|oil|"
    r"acid (?:ester|chloride)|unspecified|form)s?\b"
)
_HERB = re.compile(r"\b(?:extract|herb)\b")
_BIOLOGICAL = re.compile(
    r"(?:mab|cept|kinra|leucel|temcel|vec|grastim|poetin|plostim|ase(?: alfa| beta)|cog| alfa| beta|toxin[ab]|globulin)"
    r"(?:-\w+)?(?: (?:alfa|beta|gamma))?"
    r"(?: (?:vedotin|deruxtecan|ozogamicin|emtansine|tesirine|pegol|govitecan|mafodotin))?$"
    r"|^(?:insulin|interferon|peginterferon)\b"
)
# DrugBank's ranges of ligands taken from protein structures and of allergens: a name from there needs a second sign.
_LABORATORY = ((1632, 4794), (6830, 8795), (10000, 11050), (14250, 14420))


@dataclass(slots=True)
class Substance:
    """One substance: preferred name, other wordings, kind, codes by system, and where it was seen.

    `own_only`: the other wordings are narrower or broader, the codes are the name's alone.
    """

    name: str
    synonyms: list[str]
    kind: str = "drug"
    codes: dict[str, str] = field(default_factory=dict)
    ambiguous: bool = False
    own_only: bool = False
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The name and every synonym."""
        return [self.name, *self.synonyms]

    def record(self) -> dict[str, object]:
        """The line of substance.jsonl; `own_code` and `ambiguous` stand there only where they are true."""
        codes = [{"system": system, "code": code} for system, code in sorted(self.codes.items())]
        line: dict[str, object] = {
            "name": self.name,
            "synonyms": self.synonyms,
            "kind": self.kind,
            "codes": codes,
            "seen": self.seen,
        }
        line |= {"own_code": True} if self.own_only and self.synonyms else {}
        return line | ({"ambiguous": True} if self.ambiguous else {})


def is_medicine(candidate: Candidate, salts: set[str]) -> bool:
    """Whether name and id mark a candidate as a medicine: no ligand, allergen or chemical, no mere salt of one."""
    if not _SHAPE.fullmatch(candidate.name) or _NOT_A_MEDICINE.search(candidate.name):
        return False
    if " " in candidate.name and candidate.name.split()[-1] in salts and not candidate.for_patients:
        return False
    if candidate.for_patients or _STEM.search(candidate.name) or _CEF.match(candidate.name):
        return True
    number = int(candidate.accession.removeprefix("DB"))
    return not any(low <= number < high for low, high in _LABORATORY) and " acid" not in candidate.name


def kind_of(name: str) -> str:
    """drug, biological, vaccine or herbal, read off the name's own words."""
    if re.search(r"\b(?:vaccine|toxoid)\b", name):
        return "vaccine"
    if _HERB.search(name):
        return "herbal"
    return "biological" if _BIOLOGICAL.search(name) else "drug"


def spelling_variants(name: str, wordings: Iterable[str]) -> list[str]:
    """The wordings that are `name` in another English spelling: no brand, salt, Latin or Romance form is that near."""
    kept = []
    for wording in sorted(set(wordings) - {name}):
        foreign = wording.endswith(("o", "a", "um")) and wording[-2:] != name[-2:]
        near = SequenceMatcher(None, name, wording, autojunk=False).ratio() >= 0.87 and name[:2] == wording[:2]
        if near and not foreign and _SHAPE.fullmatch(wording) and len(name.split()) == len(wording.split()):
            kept.append(wording)
    return kept


def codes_of(names: list[str], drugbank: dict[str, str], mesh: MeshLabels, own_only: bool) -> dict[str, str]:
    """The codes of a substance: those of its name; else, unless `own_only`, those of its synonyms if they agree."""

    def agreed(found: list[str | None]) -> str | None:
        others = {code for code in found[1:] if code}
        return found[0] or (others.pop() if len(others) == 1 and not own_only else None)

    found = {"drugbank": [drugbank.get(n.lower()) for n in names], "mesh": [mesh.identifier(n) for n in names]}
    codes = {system: agreed(codes) for system, codes in found.items()}
    return {system: code for system, code in codes.items() if code}


@dataclass(slots=True)
class Selection:
    """What substances are chosen by: DrugBank's ids by name, MeSH's labels, salt words, names that are no substance."""

    drugbank: dict[str, str]
    mesh: MeshLabels
    salts: set[str]
    dropped: set[str]
    taken: set[tuple[str, ...]] = field(default_factory=set)

    def substance(
        self, names: list[str], kind: str, *, ambiguous: bool = False, own_only: bool = False
    ) -> Substance | None:
        """A substance of those names that no earlier one has taken; None where its first name is taken."""
        fresh: dict[tuple[str, ...], str] = {}
        for name in names:
            key = match_key(name)
            if key not in self.taken:
                fresh.setdefault(key, name)
        wordings = list(fresh.values())
        if not wordings or wordings[0] != names[0]:
            return None
        self.taken.update(fresh)
        codes = codes_of(names, self.drugbank, self.mesh, own_only)
        return Substance(names[0], wordings[1:], kind, codes, ambiguous, own_only)


def select(curated: list[CuratedEntry], candidates: list[Candidate], by: Selection) -> list[Substance]:
    """Every substance by name, each wording in one of them only: curated lines go before candidates."""
    variants = {c.name: c.variants for c in candidates}
    firsts = {match_key(e.name) for e in curated}
    found: list[Substance | None] = []
    for entry in curated:
        kind = next((f for f in ("herbal", "vaccine", "biological") if f in entry.flags), kind_of(entry.name.lower()))
        others = [s for s in entry.synonyms if match_key(s) not in firsts]
        near = spelling_variants(entry.name.lower(), variants.get(entry.name.lower(), ()))
        names = [entry.name, *others, *near]
        found.append(
            by.substance(names, kind, ambiguous="ambiguous" in entry.flags, own_only="own code" in entry.flags)
        )
    for c in candidates:
        if c.name not in by.dropped and is_medicine(c, by.salts):
            near = [v for v in spelling_variants(c.name, c.variants) if v not in by.dropped]
            found.append(by.substance([c.name, *near], kind_of(c.name)))
    return sorted((s for s in found if s), key=lambda s: s.name.lower())
