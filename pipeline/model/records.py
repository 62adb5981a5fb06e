"""The records of one leaflet: facts come in as keyword arguments, one record of each kind comes out.

Every Struct mirrors one `$def` of `schemas/leaflet.schema.json`: same names, same order, same types. Offsets are
Unicode code points into the document's text; `None` in a list's place means "nothing could have stated it", an
empty list means "read, and nothing stated".

`gc=False`: records hold others and are held by none of them, so no cycle is there for the garbage collector to find.
"""

import msgspec

from pipeline.model.values import (
    AgentKind,
    Band,
    DoseKind,
    EffectStatus,
    HeadingKind,
    Number,
    Per,
    Role,
    SectionKind,
    WarningCategory,
    number,
)

SCHEMA_VERSION = "1.0.0"


class _Quantified(msgspec.Struct, gc=False):
    """A record with numbers: whatever it is built or decoded from, its numbers are canonical."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if type(value) is float:
                setattr(self, name, number(value))


class Evidence(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A place that states a fact: `text == document_text[start:end]`; `section` None outside all sections."""

    start: int
    end: int
    text: str
    section: str | None
    rule: str


class DocumentInfo(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The leaflet that was read: name, hash of its raw bytes, and length of its text in code points."""

    name: str
    sha256: str
    format: str
    language: str
    characters: int


class Generator(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What produced the document; `rules` is the first 12 hex digits of the rule files' SHA-256."""

    name: str
    version: str
    rules: str


class Product(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The medicinal product the leaflet is about."""

    name: str | None = None
    dose_forms: list[str] = []
    routes: list[str] = []
    holder: str | None = None
    evidence: list[Evidence]


class Section(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One labelled stretch of the text, heading and subsections included; `title` None where inferred."""

    id: str
    kind: SectionKind
    title: str | None = None
    start: int
    end: int
    parent: str | None = None
    heading: HeadingKind


class Code(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """An entry of an outside terminology, looked up and never stated by the leaflet."""

    system: str
    code: str


class Strength(_Quantified, kw_only=True, forbid_unknown_fields=True):
    """How much of an ingredient a unit of product holds: 250 mg/5 ml is value 250, per_value 5."""

    value: Number
    unit: str
    per_value: Number | None = None
    per_unit: str | None = None
    text: str


class Ingredient(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """An active substance or excipient as written; `base` is the substance without its salt or ester."""

    name: str
    base: str | None = None
    role: Role
    strengths: list[Strength] = []
    codes: list[Code] = []
    evidence: list[Evidence]


class Amount(_Quantified, kw_only=True, forbid_unknown_fields=True):
    """How much at a time or per period; `low` None for "up to", `high` None for "at least"."""

    low: Number | None = None
    high: Number | None = None
    unit: str
    per: Per | None = None


class Frequency(_Quantified, kw_only=True, forbid_unknown_fields=True):
    """Times per period of a dose: "twice a day" is 2, 2, period 1, "d"; "per day" alone has no times."""

    low: Number | None = None
    high: Number | None = None
    period: Number | None = None
    period_high: Number | None = None
    period_unit: str | None = None


class Count(_Quantified, kw_only=True, forbid_unknown_fields=True):
    """A count of dose units beside an amount: "one 10 mg tablet"."""

    low: Number | None = None
    high: Number | None = None
    unit: str


class Duration(_Quantified, kw_only=True, forbid_unknown_fields=True):
    """How long to go on; numbers and unit are None where only words say it ("several months")."""

    low: Number | None = None
    high: Number | None = None
    unit: str | None = None
    text: str


class Dose(_Quantified, kw_only=True, forbid_unknown_fields=True):
    """One dosage statement; `amount` None where only a frequency is stated."""

    text: str
    kind: DoseKind
    amount: Amount | None = None
    frequency: Frequency | None = None
    divided_into: int | None = None
    divided_into_high: int | None = None
    count: Count | None = None
    ucum: str | None = None
    route: str | None = None
    timing: list[str] = []
    as_needed: bool = False
    duration: Duration | None = None
    population: str | None = None
    indication: str | None = None
    evidence: list[Evidence]


class EffectFrequency(_Quantified, kw_only=True, forbid_unknown_fields=True):
    """How often an effect occurs; `low` and `high` are fractions of the people treated (0.01, 0.1)."""

    band: Band | None = None
    text: str
    low: Number | None = None
    high: Number | None = None


class SideEffect(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One unwanted effect; `aliases` are other names of the same concept in the leaflet."""

    term: str
    aliases: list[str] = []
    frequency: EffectFrequency | None = None
    serious: bool = False
    status: EffectStatus = "stated"
    population: str | None = None
    action: str | None = None
    codes: list[Code] = []
    evidence: list[Evidence]


class LeafletWarning(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One warning or precaution, with what it asks the reader to do."""

    text: str
    category: WarningCategory
    further_categories: list[WarningCategory] = []
    boxed: bool = False
    population: str | None = None
    actions: list[str] = []
    evidence: list[Evidence]


class Contraindication(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A condition under which the product must not be used."""

    condition: str
    codes: list[Code] = []
    evidence: list[Evidence]


class Interaction(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """An agent that the product interacts with, what happens, and what to do."""

    agent: str
    agent_kind: AgentKind
    effect: str | None = None
    advice: str | None = None
    codes: list[Code] = []
    evidence: list[Evidence]


class Indication(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A condition that the product is used for."""

    condition: str
    population: str | None = None
    codes: list[Code] = []
    evidence: list[Evidence]


class Storage(_Quantified, kw_only=True, forbid_unknown_fields=True):
    """One storage instruction; `low` and `high` are temperatures in `unit` ("Cel", "[degF]")."""

    text: str
    low: Number | None = None
    high: Number | None = None
    unit: str | None = None
    protect_from: list[str] = []
    evidence: list[Evidence]


class Finding(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A contradiction inside the leaflet, in words."""

    kind: str
    text: str
    evidence: list[Evidence]


class Unread(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A sentence of a safety section that yielded no fact."""

    start: int
    end: int
    section: str | None
    text: str


class Coverage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the leaflet lacks and what was not understood."""

    sections_absent: list[SectionKind] = []
    unread: list[Unread] = []


class Leaflet(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """All facts of one leaflet. Entity lists have no default: None and [] mean different things."""

    schema_version: str = SCHEMA_VERSION
    document: DocumentInfo
    generator: Generator
    product: Product | None
    sections: list[Section]
    ingredients: list[Ingredient] | None
    doses: list[Dose] | None
    side_effects: list[SideEffect] | None
    warnings: list[LeafletWarning] | None
    contraindications: list[Contraindication] | None
    interactions: list[Interaction] | None
    indications: list[Indication] | None
    storage: list[Storage] | None
    findings: list[Finding]
    coverage: Coverage
