"""The closed sets of values that fields of the records have, and numbers as the contract writes them.

Each set is an enumeration of `schemas/leaflet.schema.json`, in its order: as a type, and as a tuple of its values.
"""

import math
from typing import Literal, get_args

SectionKind = Literal[
    "title",
    "overview",
    "before_use",
    "indications",
    "contraindications",
    "boxed_warning",
    "warnings",
    "interactions",
    "pregnancy_lactation",
    "driving",
    "special_populations",
    "dosage",
    "how_to_use",
    "missed_dose",
    "overdose",
    "stopping",
    "side_effects",
    "storage",
    "composition",
    "mechanism",
    "pharmacology",
    "clinical_studies",
    "benefits",
    "supply",
    "patient_advice",
    "disclaimer",
    "contents",
    "other",
]
WarningCategory = Literal[
    "pregnancy",
    "breastfeeding",
    "fertility_contraception",
    "driving_machines",
    "alcohol",
    "children",
    "elderly",
    "hepatic",
    "renal",
    "cardiovascular",
    "psychiatric",
    "neurological",
    "allergy",
    "respiratory",
    "blood",
    "infection",
    "skin",
    "eye",
    "endocrine_metabolic",
    "gastrointestinal",
    "dependence_withdrawal",
    "surgery_anaesthesia",
    "monitoring",
    "excipient",
    "misuse_overdose",
    "cancer",
    "musculoskeletal",
    "other",
]
HeadingKind = Literal["explicit", "inferred"]
Role = Literal["active", "excipient"]
DoseKind = Literal["usual", "initial", "maintenance", "maximum", "titration", "loading"]
Per = Literal["kg", "m2", "h", "min"]
Band = Literal["very_common", "common", "uncommon", "rare", "very_rare", "not_known"]
EffectStatus = Literal["stated", "sign_of", "overdose", "withdrawal"]
AgentKind = Literal["drug", "class", "food", "alcohol", "herbal", "test", "other"]

SECTION_KINDS: tuple[SectionKind, ...] = get_args(SectionKind)
WARNING_CATEGORIES: tuple[WarningCategory, ...] = get_args(WarningCategory)
HEADING_KINDS: tuple[HeadingKind, ...] = get_args(HeadingKind)
ROLES: tuple[Role, ...] = get_args(Role)
DOSE_KINDS: tuple[DoseKind, ...] = get_args(DoseKind)
PERS: tuple[Per, ...] = get_args(Per)
BANDS: tuple[Band, ...] = get_args(Band)
EFFECT_STATUSES: tuple[EffectStatus, ...] = get_args(EffectStatus)
AGENT_KINDS: tuple[AgentKind, ...] = get_args(AgentKind)

Number = int | float


def number(value: Number) -> Number:
    """Return `value` as the contract writes it: 10.0 becomes 10, 0.5 stays 0.5.

    Raises ValueError for NaN and infinity, which JSON has no word for.
    """
    if isinstance(value, int):
        return value
    if not math.isfinite(value):
        raise ValueError(f"a number must be finite, not {value}")
    return int(value) if value.is_integer() else value
