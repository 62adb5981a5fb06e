"""Sentences that state nothing are told from those that do, kind by kind."""

import pytest

from pipeline.phrases.idle import IDLE, idle


@pytest.mark.parametrize(("name", "sentence"), [(k.name, e) for k in IDLE for e in k.examples])
def test_each_kind_takes_its_examples(name: str, sentence: str) -> None:
    assert idle(sentence) == name


@pytest.mark.parametrize("sentence", [c for k in IDLE for c in k.counterexamples])
def test_no_kind_takes_a_sentence_that_states_something(sentence: str) -> None:
    assert idle(sentence) is None


def test_every_kind_has_examples_counterexamples_and_a_reason() -> None:
    assert all(k.examples and k.counterexamples and k.why for k in IDLE)
    assert len({k.name for k in IDLE}) == len(IDLE)


def test_only_a_whole_sentence_is_idle() -> None:
    assert idle("See section 4.") == "pointer"
    assert idle("Lie down and see section 4 of this leaflet; do not drive.") is None


def test_a_title_has_no_full_stop() -> None:
    assert idle("If you forget to take Tavoril") == "title"
    assert idle("If you take more Tavoril your sugar falls.") is None
