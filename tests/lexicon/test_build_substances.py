"""The builders of the substance lexicons, and what the lexicons they wrote must hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from lexicon.build_substances import check_distinct, excipient_record, form_record, without_salt, word_list
from lexicon.composition_counts import composition_names, leaflets_with, read_leaflets
from lexicon.curated_lines import match_key, parse_line, read_curated
from lexicon.substance_selection import Selection, is_medicine, kind_of, select, spelling_variants
from lexicon.substance_vocabularies import Candidate, MeshLabels

Owners = dict[tuple[str, ...], dict[str, Any]]
LEXICONS = Path(__file__).parents[2] / "pipeline" / "lexicons"


class Labels(MeshLabels):
    """MeSH labels given by hand, without a file."""

    def __init__(self, ids: dict[str, str]) -> None:
        self._ids = {name: {identifier} for name, identifier in ids.items()}


def load(stem: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (LEXICONS / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()]


def owner_of(records: list[dict[str, Any]]) -> Owners:
    return {match_key(name): r for r in records for name in (r["name"], *r["synonyms"])}


@pytest.fixture(scope="module")
def substances() -> Owners:
    return owner_of(load("substance"))


@pytest.fixture(scope="module")
def excipients() -> Owners:
    return owner_of(load("excipient"))


@pytest.fixture(scope="module")
def classes() -> Owners:
    return owner_of(load("drug_class"))


@pytest.fixture(scope="module")
def forms() -> Owners:
    return owner_of(load("dose_form"))


def test_line_has_name_synonyms_flags_and_fields() -> None:
    entry = parse_line("talc = talcum; purified talc [herbal] [ambiguous] | E553b | known", header="food")
    assert entry.names == ("talc", "talcum", "purified talc")
    assert entry.flags == {"herbal", "ambiguous"}
    assert entry.fields == ("E553b", "known")
    assert entry.header == "food"


@pytest.mark.parametrize("line", ["", " = talcum", "talc = talcum; ; chalk"])
def test_line_without_a_name_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="a name is missing"):
        parse_line(line)


def test_file_gives_entries_under_their_header(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# comment\n\n[food]\nmilk = dairy\n[test]\nblood test\n", encoding="utf-8")
    assert [(e.name, e.header) for e in read_curated(path)] == [("milk", "food"), ("blood test", "test")]


def test_a_wording_of_two_entries_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'Statins' stands under 'statin' and 'lipid medicine'"):
        check_distinct([parse_line("statin"), parse_line("lipid medicine = Statins")])


def test_wordings_equal_to_the_matcher_are_kept_once() -> None:
    (entry,) = check_distinct([parse_line("beta-blockers = Beta-Blocker; beta blockers")])
    assert entry.names == ("beta-blockers", "beta blockers")


def test_first_excipient_of_an_e_number_owns_it() -> None:
    numbered: set[str] = set()
    first = excipient_record(parse_line("iron oxide | E172"), numbered, leaflets_with({}, []))
    second = excipient_record(parse_line("iron oxide red | E172 | known"), numbered, leaflets_with({}, []))
    assert first["synonyms"] == ["E172", "E 172"]
    assert (second["synonyms"], second["e_number"], second["known_effect"]) == ([], "E172", True)


def test_form_has_the_routes_of_its_name() -> None:
    assert form_record(parse_line("eye/ear drops | ophthalmic; otic | drop")) == {
        "name": "eye/ear drops", "synonyms": [], "routes": ["ophthalmic", "otic"], "unit": "drop",
    }  # fmt: skip
    assert form_record(parse_line("solution | |"))["unit"] is None


@pytest.mark.parametrize(
    ("written", "base"),
    [("paroxetine hydrochloride hemihydrate", "paroxetine"), ("sodium chloride", "sodium"), ("zinc", "zinc")],
)
def test_salt_words_at_the_end_are_taken_off(written: str, base: str) -> None:
    assert without_salt(written, word_list(LEXICONS / "salt.txt")) == base


def test_leaflets_are_counted_once_by_the_longest_name() -> None:
    names = {"insulin": ["insulin"], "insulin lispro": ["insulin lispro"], "sulfa": ["sulphonamides"]}
    texts = ["Insulin lispro, insulin lispro.", "insulin or a sulfonamide", "nothing"]
    assert leaflets_with(names, texts) == {"insulin lispro": 1, "insulin": 1, "sulfa": 1}


def test_compositions_are_split_and_lose_their_strengths(tmp_path: Path) -> None:
    path = tmp_path / "products.jsonl"
    path.write_text(
        '{"composition": "Iron (60mg) + Vitamin B6 (pyridoxine) (1mg/5ml)"}\n{"composition": "Iron"}\n',
        encoding="utf-8",
    )
    assert composition_names(path) == {"iron": 2, "vitamin b6 (pyridoxine)": 1}


def test_leaflets_are_read_with_their_last_section(tmp_path: Path) -> None:
    (tmp_path / "txt").mkdir()
    (tmp_path / "txt" / "a.txt").write_bytes(b"One. Contents: talc.")
    row = {"file": "a.txt", "sections": [{"key": "6_contents", "start": 5, "end": 20}]}
    (tmp_path / "sections.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert list(read_leaflets(tmp_path)) == [("One. Contents: talc.", "Contents: talc.")]


@pytest.mark.parametrize(
    ("name", "accession", "for_patients", "expected"),
    [
        ("exampltinib", "DB02000", False, True),  # a ligand's number, but the stem of a medicine
        ("examplol", "DB00200", False, True),
        ("oak pollen", "DB10300", False, False),
        ("house dust", "DB10300", False, False),
        ("exampline", "DB02000", False, False),
        ("exampline", "DB02000", True, True),
        ("exampline acetate", "DB00200", False, False),
        ("2-amino-5-exampline", "DB00200", False, False),
    ],
)
def test_candidates_that_are_medicines(name: str, accession: str, for_patients: bool, expected: bool) -> None:
    assert is_medicine(Candidate(name, (), accession, for_patients), {"acetate"}) is expected


def test_spellings_are_kept_and_brands_salts_and_latin_are_not() -> None:
    wordings = ["amoxycillin", "amoxicillinum", "amoxicilina", "amoxil", "amoxicillin sodium", "clamoxyl"]
    assert spelling_variants("amoxicillin", wordings) == ["amoxycillin"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("examplimab", "biological"),
        ("examplimab vedotin", "biological"),
        ("rabies vaccine", "vaccine"),
        ("ivy extract", "herbal"),
        ("examplol", "drug"),
    ],
)
def test_kind_is_read_off_the_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_selection_prefers_curated_names_and_gives_codes_by_equal_name() -> None:
    candidates = [
        Candidate("albuterol", ("salbutamol", "ventolin"), "DB01001", True),
        Candidate("examplol", (), "DB00009", False),
    ]
    by = Selection({"salbutamol": "DB01001", "examplol": "DB00009"}, Labels({"albuterol": "D000420"}), set(), set())
    first, second = select([parse_line("salbutamol = albuterol")], candidates, by)[::-1]
    assert (first.name, first.synonyms, first.codes) == (
        "salbutamol",
        ["albuterol"],
        {"drugbank": "DB01001", "mesh": "D000420"},
    )
    assert (second.name, second.codes) == ("examplol", {"drugbank": "DB00009"})


def test_codes_of_narrower_or_disagreeing_names_are_not_taken() -> None:
    by = Selection({"octocog alfa": "DB1", "turoctocog": "DB2"}, Labels({"octocog alfa": "D1"}), set(), set())
    lines = [
        parse_line("factor VIII = octocog alfa [own code]"),
        parse_line("factor 8 = octocog alfa; turoctocog"),
    ]
    codes = {s.name: s.codes for s in select(lines, [], by)}
    assert codes == {"factor VIII": {}, "factor 8": {"mesh": "D1"}}


@pytest.mark.parametrize("stem", ["substance", "excipient", "drug_class", "dose_form"])
def test_each_wording_stands_in_one_record_only(stem: str) -> None:
    records = load(stem)
    keys = [match_key(name) for r in records for name in (r["name"], *r["synonyms"])]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("name", "preferred", "drugbank", "mesh"),
    [
        ("acetaminophen", "paracetamol", "DB00316", "D000082"),
        ("albuterol", "salbutamol", "DB01001", "D000420"),
        ("aspirin", "acetylsalicylic acid", "DB00945", "D001241"),
        ("epinephrine", "adrenaline", "DB00668", "D004837"),
        ("cyclosporine", "ciclosporin", "DB00091", "D016572"),
        ("verapamil", "verapamil", "DB00661", "D014700"),
        ("amisulpride", "amisulpride", "DB06288", "D000077582"),
        ("warfarin", "warfarin", "DB00682", "D014859"),
        ("estradiol", "estradiol", "DB00783", "D004958"),
        ("metformin", "metformin", "DB00331", "D008687"),
    ],
)
def test_well_known_substances(substances: Owners, name: str, preferred: str, drugbank: str, mesh: str) -> None:
    record = substances[match_key(name)]
    assert record["name"] == preferred
    assert record["codes"] == [{"system": "drugbank", "code": drugbank}, {"system": "mesh", "code": mesh}]


@pytest.mark.parametrize(
    "name",
    ["water", "pumpkin", "house dust", "cholesterol", "tylenol", "viagra", "microcrystalline cellulose"],
)
def test_no_substance_is_a_food_a_brand_or_a_filler(substances: Owners, name: str) -> None:
    assert match_key(name) not in substances


def test_codes_have_the_shape_of_their_system(substances: Owners) -> None:
    codes = [(c["system"], c["code"]) for r in substances.values() for c in r["codes"]]
    assert {system for system, _ in codes} == {"drugbank", "mesh"}
    assert all(
        code.startswith("DB" if system == "drugbank" else ("C", "D")) and code[2:].isdigit() for system, code in codes
    )


@pytest.mark.parametrize(
    ("name", "number", "known"),
    [
        ("E171", "E171", False),
        ("aspartame", "E951", True),
        ("lactose", None, True),
        ("E 172", "E172", False),
        ("red iron oxide", "E172", False),
        ("benzyl alcohol", "E1519", True),
        ("talc", "E553b", False),
        ("sodium", None, True),
        ("Aspartame (E951)", None, None),
    ],
)
def test_excipients(excipients: Owners, name: str, number: str | None, known: bool | None) -> None:
    record = excipients.get(match_key(name))
    assert (record and record["e_number"], record and record["known_effect"]) == (number, known)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("angiotensin-converting enzyme inhibitor", "class"),
        ("water tablets", "class"),
        ("grapefruit juice", "food"),
        ("beer", "alcohol"),
        ("live vaccines", "class"),
        ("thyroid function tests", "test"),
        ("smoking", "other"),
        ("medicines used to treat epilepsy", "class"),
    ],
)
def test_interaction_agents(classes: Owners, name: str, kind: str) -> None:
    assert classes[match_key(name)]["kind"] == kind


@pytest.mark.parametrize(
    ("name", "routes", "unit"),
    [
        ("Film-coated tablets", ["oral"], "tablet"),
        ("solution for injection", [], None),
        ("eye drops, suspension", ["ophthalmic"], "drop"),
        ("concentrate for solution for infusion", ["intravenous"], None),
        ("cream", ["topical"], None),
        ("vaginal tablet", ["vaginal"], "tablet"),
        ("powder and solvent for solution for injection in pre-filled syringe", [], None),
        ("transdermal patches", ["transdermal"], "patch"),
    ],
)
def test_dose_forms(forms: Owners, name: str, routes: list[str], unit: str | None) -> None:
    record = forms[match_key(name)]
    assert (record["routes"], record["unit"]) == (routes, unit)


def test_kinds_and_routes_are_of_the_closed_sets() -> None:
    assert {r["kind"] for r in load("substance")} == {"drug", "herbal", "vaccine", "biological"}
    assert {r["kind"] for r in load("drug_class")} <= {"class", "food", "alcohol", "herbal", "test", "other"}
    known = "oral topical ophthalmic nasal inhalation rectal subcutaneous intravenous intramuscular transdermal otic"
    rare = "vaginal sublingual buccal intravitreal intrauterine intraperitoneal intravesical intrathecal urethral"
    assert {route for r in load("dose_form") for route in r["routes"]} <= {
        *known.split(),
        *rare.split(),
        "endocervical",
        "endotracheal",
    }


def test_salt_words_are_distinct() -> None:
    words = (LEXICONS / "salt.txt").read_text(encoding="utf-8").split("\n")
    assert words[-1] == ""
    assert len(words) == len({w.lower() for w in words})
    assert {
        "hydrochloride",
        "maleate",
        "mesilate",
        "disoproxil",
        "trihydrate",
        "sodium",
        "besilate",
        "hcl",
    } <= {w.lower() for w in words}
