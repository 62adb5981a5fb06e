"""Codes of terms: listed names alone, spelling aside; nothing where a name is listed for several concepts."""

from pathlib import Path

import pytest

from pipeline.api import extract
from pipeline.data_files import rules_hash
from pipeline.model import to_json
from pipeline.vocab import KINDS, codes_for, condition_codes, versions
from pipeline.vocab.importing import import_files
from pipeline.vocab.store import forget

LEAFLET = (
    "Tavoril 20 mg film-coated tablets\nparoxetine\n\nComposition\n\n"
    "Each tablet contains 20 mg of paroxetine hydrochloride hemihydrate.\n"
    "The other ingredients are talc and tavorose.\n"
)


@pytest.fixture
def all_kinds(store: Path, files: dict[str, Path]) -> None:
    for kind, path in files.items():
        import_files(kind, [path])


def pairs(kind: str, term: str) -> list[tuple[str, str]]:
    return [(c.system, c.code) for c in codes_for(kind, term)]


@pytest.mark.usefixtures("all_kinds")
@pytest.mark.parametrize(
    ("kind", "term", "expected"),
    [
        ("unii", "paroxetine", [("unii", "41VRH5220H")]),
        ("unii", "Paroxetine  hydrochloride hemihydrate", [("unii", "X2ELS050D8")]),
        ("unii", "paroxetine hydrochloride", []),
        ("unii", "paracetamol", [("unii", "362O9ITL9D")]),
        ("unii", "seroxat", []),
        ("unii", "twice listed", []),
        ("rxnorm", "paracetamol", [("rxnorm", "161")]),
        ("rxnorm", "Paroxetine Hydrochloride", [("rxnorm", "114228")]),
        ("rxnorm", "tavoril", []),
        ("rxnorm", "APAP old", []),
        ("rxnorm", "acetaminofén", []),
        ("rxnorm", "acetaminophen 325 mg oral tablet", []),
        ("atc", "paroxetine", [("atc", "N06AB05")]),
        ("atc", "prednisolone", []),
        ("atc", "nervous system", []),
        ("meddra", "sick feelings of stomach", [("meddra_llt", "10041367"), ("meddra_pt", "10028813")]),
        ("meddra", "NAUSEA", [("meddra_llt", "10028813"), ("meddra_pt", "10028813")]),
        ("meddra", "nausea of old", []),
        ("meddra", "severe nausea", []),
        ("hpo", "diarrhoea", [("hpo", "HP:0002014")]),
        ("hpo", "watery stools", [("hpo", "HP:0002014")]),
        ("hpo", "loose bowel", []),
        ("hpo", "old sign", []),
        ("hpo", "part of", []),
        ("mesh", "paracetamol", [("mesh", "D000082")]),
        ("mesh", "narrower product", []),
    ],
)
def test_a_code_for_a_listed_name_and_for_nothing_else(kind: str, term: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(kind, term) == expected


@pytest.mark.usefixtures("all_kinds")
def test_conditions_are_looked_up_in_every_terminology_of_such() -> None:
    assert [c.system for c in condition_codes("nausea")] == ["meddra_llt", "meddra_pt", "hpo"]


@pytest.mark.usefixtures("store")
def test_a_kind_unknown_is_an_error_and_one_not_imported_has_no_codes() -> None:
    assert [codes_for(kind, "nausea") for kind in KINDS] == [[]] * len(KINDS)
    with pytest.raises(ValueError, match="'snomed' is no kind of terminology"):
        codes_for("snomed", "nausea")


@pytest.mark.usefixtures("all_kinds")
def test_ingredients_carry_the_codes_of_their_exact_name() -> None:
    active, talc, unknown = extract(LEAFLET).ingredients or []
    assert (active.name, talc.name, unknown.name) == ("paroxetine hydrochloride hemihydrate", "talc", "tavorose")
    codes = {c.system: c.code for c in active.codes}
    assert codes["unii"] == "X2ELS050D8", "of the salt, not of the base"
    assert codes["atc"] == "N06AB05", "the classification leaves salts aside"
    assert "rxnorm" not in codes, "the base's code is another substance's"
    assert ("unii", "7SEV7J4R1U") in [(c.system, c.code) for c in talc.codes]
    assert unknown.codes == []


@pytest.mark.usefixtures("all_kinds")
def test_conditions_and_agents_carry_imported_codes_beside_those_of_the_vocabulary() -> None:
    leaflet = extract(
        "Tavoril\n\nDo not take Tavoril if you have\n\n- nausea\n\nInteractions\n\n"
        "Tell your doctor if you take paracetamol.\n\nSide effects\n\nCommon: sick feeling of stomach\n"
    )
    (effect,), (condition,), (agent,) = (
        leaflet.side_effects or [],
        leaflet.contraindications or [],
        leaflet.interactions or [],
    )
    assert ("meddra_llt", "10041367") in [(c.system, c.code) for c in effect.codes]
    assert ("meddra_llt", "10028813") in [(c.system, c.code) for c in condition.codes]
    assert [c.code for c in condition.codes if c.system == "hpo"] == ["HP:0002018"], "listed twice, given once"
    assert {"drugbank", "unii"} <= {c.system for c in agent.codes}


@pytest.mark.usefixtures("all_kinds")
@pytest.mark.parametrize(("name", "code"), [("acetaminophen", "362O9ITL9D"), ("paracetamol", "362O9ITL9D")])
def test_both_names_of_a_pair_find_what_is_listed_for_one(name: str, code: str) -> None:
    (found,) = extract(f"Tavoril\n\nComposition: {name} (500mg)\n\nUses\n\nGout\n").ingredients or []
    assert ("unii", code) in [(c.system, c.code) for c in found.codes]


def test_the_rules_hash_tells_what_was_imported(store: Path, files: dict[str, Path]) -> None:
    bare, without = to_json(extract(LEAFLET)), rules_hash()
    import_files("unii", [files["unii"]])
    assert versions().keys() == {"unii"}
    assert rules_hash() != without
    (store / "unii.vocab").unlink()
    forget()
    assert (versions(), rules_hash(), to_json(extract(LEAFLET))) == ({}, without, bare)


def test_nothing_is_looked_up_where_the_variable_is_set_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAFLET_VOCAB", "")
    forget()
    assert versions() == {}
