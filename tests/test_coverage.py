"""What was not understood: sentences of safety sections that yielded nothing, and what a run left unread in all."""

import json
from pathlib import Path

import pytest

from pipeline.api import extract
from pipeline.errors import UsageError
from pipeline.model import to_json
from pipeline.uncovered import as_json, form_of, summary

STRANGE = "The moon is made of green cheese and wonder."


def unread(text: str) -> list[str]:
    return [u.text for u in extract(text).coverage.unread]


def test_a_sentence_of_a_safety_section_without_a_fact_is_unread() -> None:
    assert unread(f"Warnings\n\n{STRANGE}\n") == [STRANGE]


def test_a_sentence_with_a_fact_is_read() -> None:
    assert unread("Warnings\n\nTavoril may harm your liver.\n") == []


@pytest.mark.parametrize(
    "idle",
    [
        "If you have any further questions, ask your doctor or pharmacist.",
        "See section 4 for more information.",
        "Like all medicines, this medicine can cause side effects, although not everybody gets them.",
    ],
)
def test_a_sentence_that_states_nothing_is_not_listed(idle: str) -> None:
    assert unread(f"Side Effects\n\n{idle} Nausea may occur.\n") == []


def test_an_idle_form_that_names_an_effect_or_medicine_is_listed() -> None:
    form = "This is because sleepiness and nausea come with rest."
    assert unread(f"Interactions\n\n{form}\n") == [form]


def test_sections_that_are_no_safety_sections_are_left_alone() -> None:
    assert unread(f"Storage\n\n{STRANGE}\n\nHow to report side effects\n\n{STRANGE}\n") == []


def test_doses_of_children_are_no_safety_section() -> None:
    text = f"3. How to take Tavoril\n\nUse in children and adolescents\n\n{STRANGE}\n"
    assert unread(text) == []


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "good.txt.json").write_bytes(to_json(extract("Warnings\n\nTavoril may harm your liver.\n")))
    (folder / "bad.txt.json").write_bytes(to_json(extract(f"Warnings\n\n{STRANGE}\n")))
    return folder


def test_a_run_is_summed_up_worst_first(out: Path) -> None:
    found = summary(str(out))
    assert (found.documents, found.total.sentences, found.broken) == (2, 1, [])
    assert [s.name for s in found.leaflets] == ["bad.txt.json", "good.txt.json"]
    assert found.leaflets[0].share == pytest.approx(len(STRANGE) / len(f"Warnings\n\n{STRANGE}"), abs=0.03)
    assert found.leaflets[1].share == 0
    assert [s.name for s in found.sections] == ["warnings"]
    assert [(f.name, f.sentences, f.example) for f in found.forms] == [("statement", 1, STRANGE)]
    assert found.absent["side_effects"] == 2


def test_no_character_counts_twice_where_safety_sections_nest(tmp_path: Path) -> None:
    text = "Warnings\n\nTavoril may harm your liver.\n\nPregnancy\n\nIt may harm an unborn baby.\n"
    (tmp_path / "a.json").write_bytes(to_json(extract(text)))
    assert summary(str(tmp_path)).total.of_characters <= len(text)


def test_a_broken_file_is_named_and_the_others_count(out: Path) -> None:
    (out / "cut.txt.json").write_text('{"schema_version": "1.', encoding="utf-8")
    found = summary(str(out))
    assert found.documents == 2
    assert len(found.broken) == 1
    assert "cut.txt.json" in found.broken[0]


def test_a_wrong_path_and_an_empty_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        summary(str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="holds no outputs"):
        summary(str(tmp_path))


def test_the_summary_as_json_holds_the_shares(out: Path) -> None:
    parts = json.loads(as_json(summary(str(out))))
    assert 0 < parts["total"]["share"] < 1
    assert parts["leaflets"][0]["sentences"] == 1


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("If you feel faint, lie down.", "condition (if, when …)"),
        ("Your doctor may do a scan.", "what the doctor does"),
        ("Do not run.", "instruction"),
        ("These go away.", "goes on about what stands before"),
        ("Sleep is good.", "statement"),
        ("Pale skin, cold hands", "words without a verb"),
    ],
)
def test_unread_sentences_are_sorted_by_how_they_begin(sentence: str, form: str) -> None:
    assert form_of(sentence) == form
