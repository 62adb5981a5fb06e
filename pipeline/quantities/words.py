"""The words of quantities, as tables: what a lower-case word means as a number, a unit or a length of time."""

NUMBERS: dict[str, float] = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
    if n
} | {"twenty-one": 21, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "half": 0.5, "quarter": 0.25,
     "dozen": 12}  # fmt: skip
"""Number words of leaflets. "zero" is left out: no dose is zero."""

MULTIPLIERS = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 0.333, "⅔": 0.667, "⅛": 0.125}

ORDINALS = {w: n for n, w in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), 2)}

MEASURES: dict[str, tuple[str, float]] = {
    word: (unit, factor)
    for unit, factor, words in (
        ("mg", 1, "mg mgs mgm milligram milligrams milligramme milligrammes"),
        ("g", 1, "g gm gms gram grams gramme grammes"),
        ("ug", 1, "µg μg ug mcg mcgs microg microgram micrograms microgramme microgrammes"),
        ("ng", 1, "ng nanogram nanograms nanogramme nanogrammes"),
        ("kg", 1, "kg kgs kilogram kilograms kilogramme kilogrammes kilo kilos"),
        ("ml", 1, "ml mls millilitre millilitres milliliter milliliters cc"),
        ("ul", 1, "µl μl ul microlitre microlitres microliter microliters"),
        ("l", 1, "l litre litres liter liters"),
        ("cm", 1, "cm centimetre centimetres centimeter centimeters"),
        ("[iU]", 1, "iu ius i.u."),
        ("[iU]", 1e6, "miu"),
        ("[iU]", 1e3, "kiu"),
        ("unit", 1, "unit units u"),
        ("unit", 1e6, "mu"),
        ("mmol", 1, "mmol millimole millimoles millimol"),
        ("umol", 1, "µmol μmol umol micromole micromoles"),
        ("meq", 1, "meq milliequivalent milliequivalents"),
        ("MBq", 1, "mbq megabecquerel"),
        ("GBq", 1, "gbq gigabecquerel"),
        ("kcal", 1, "kcal"),
        ("%", 1, "%"),
    )
    for word in words.split()
}
"""Measured units, by lower-case word: (unit of the contract, how many of it one of the word is)."""

COUNTED: dict[str, str] = {
    word: unit
    for unit, words in (
        ("tablet", "tablet tab pill caplet tablett"),
        ("capsule", "capsule cap caps gelule"),
        ("drop", "drop gtt"),
        ("puff", "puff"),
        ("inhalation", "inhalation"),
        ("actuation", "actuation"),
        ("spray", "spray"),
        ("patch", "patch patche"),
        ("suppository", "suppository suppositorie"),
        ("pessary", "pessary pessarie"),
        ("sachet", "sachet"),
        ("lozenge", "lozenge"),
        ("pastille", "pastille"),
        ("ampoule", "ampoule ampule"),
        ("vial", "vial"),
        ("spoonful", "spoonful spoon teaspoon teaspoonful tablespoon tablespoonful scoop scoopful"),
        ("applicatorful", "applicatorful applicator"),
        ("application", "application"),
        ("injection", "injection"),
        ("infusion", "infusion"),
        ("pen", "pen"),
        ("syringe", "syringe"),
        ("bottle", "bottle"),
        ("implant", "implant"),
        ("insert", "insert"),
        ("film", "film"),
        ("ring", "ring"),
        ("enema", "enema"),
        ("piece", "piece gum"),
        ("dose", "dose"),
    )
    for singular in words.split()
    for word in (singular, singular + "s")
}
"""Counted units, by lower-case word, singular or plural."""

TIMES: dict[str, str] = {
    word: unit
    for unit, words in (
        ("s", "seconds sec secs"),
        ("min", "minute minutes min mins"),
        ("h", "hour hours hr hrs h"),
        ("d", "day days d dy"),
        ("wk", "week weeks wk wks"),
        ("mo", "month months mth mths mo"),
        ("a", "year years yr yrs"),
    )
    for word in words.split()
}
"""UCUM units of time, by lower-case word."""

UCUM = frozenset(
    {"mg", "g", "ug", "ng", "kg", "ml", "ul", "l", "cm", "[iU]", "mmol", "umol", "meq", "MBq", "GBq", "kcal", "%"}
)
"""Units of the contract that are UCUM codes themselves; counted units and unspecified "units" have no code."""

UCUM_OTHER = {"drop": "[drp]"}
SCALE = {"ng": 1e-9, "ug": 1e-6, "mg": 1e-3, "g": 1.0, "kg": 1e3, "ul": 1e-6, "ml": 1e-3, "l": 1.0}
"""Size of a unit in its base unit (gram or litre)."""
DIMENSION = {
    "ng": "mass",
    "ug": "mass",
    "mg": "mass",
    "g": "mass",
    "kg": "mass",
    "ul": "volume",
    "ml": "volume",
    "l": "volume",
}
