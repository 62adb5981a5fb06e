"""Merging of side effects: one record a concept, its band and its status."""

import pytest

from pipeline.components import view_of
from pipeline.effects.merge import concept, merged, written
from pipeline.language import blank
from pipeline.model import Band, EffectFrequency, EffectStatus, Evidence, SideEffect

NLP = blank()


def effect(term: str, band: Band | None = None, *aliases: str, status: EffectStatus = "stated") -> SideEffect:
    frequency = EffectFrequency(band=band, text=band) if band else None
    place = Evidence(start=0, end=len(term), text=term, section=None, rule="side_effect.list_item")
    return SideEffect(term=term, aliases=list(aliases), frequency=frequency, status=status, evidence=[place])


def merge(*found: SideEffect) -> list[tuple[str, list[str], str | None]]:
    view = view_of(NLP.make_doc("Tavoril"))
    return [(r.term, r.aliases, r.frequency.band if r.frequency else None) for r in merged(view, list(found))]


def test_a_mention_without_a_band_joins_the_one_that_has_it() -> None:
    assert merge(effect("rash"), effect("Rash", "rare")) == [("rash", [], "rare")]


def test_two_bands_stay_two_records() -> None:
    assert merge(effect("rash", "common"), effect("rash", "rare")) == [("rash", [], "common"), ("rash", [], "rare")]


def test_a_sign_does_not_become_an_effect() -> None:
    assert len(merge(effect("rash", "rare"), effect("rash", status="sign_of"))) == 2


def test_the_other_name_in_brackets_brings_both_together() -> None:
    found = merge(effect("glimmering", "rare", "scintillopathy"), effect("Scintillopathy"))
    assert found == [("glimmering", ["scintillopathy"], "rare")]


def test_a_severe_effect_with_a_name_is_that_name_and_not_the_mild_one() -> None:
    found = merge(effect("severe glimmering", None, "scintillopathy"), effect("glimmering", "common"))
    assert [(term, band) for term, _, band in found] == [("severe glimmering", None), ("glimmering", "common")]


def test_severity_and_plural_make_no_new_concept() -> None:
    assert concept("Severe skin reactions") == concept("skin reaction")


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("Dry skin", "dry skin"),
        ("Taste Disturbances", "taste disturbances"),
        ("LACTIC ACIDOSIS", "lactic acidosis"),
        ("QT prolongation", "QT prolongation"),
        ("Stevens-Johnson syndrome", "Stevens-Johnson syndrome"),
        ("DRESS", "DRESS"),
    ],
)
def test_a_term_is_written_as_within_a_sentence(term: str, expected: str) -> None:
    assert written(term) == expected
