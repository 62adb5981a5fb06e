"""What a label states as effects of its medicine, and what it only speaks of."""

import pytest

from pipeline.components import view_of
from pipeline.effects.labels import reported
from pipeline.effects.statements import stated
from pipeline.language import blank

NLP = blank()


def found(text: str, *, listed: bool = False, heading: str = "Adverse Reactions") -> list[str]:
    view = view_of(NLP.make_doc(f"{heading}\n\n{text}\n"))
    short: set[str] = set()
    return [m.item.term for s in view.sentences[1:] for m in reported(view, s, listed=listed, short=short)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients with a history of seizures should be monitored.",
        "The drug may lower the seizure threshold.",
        "Screening for hepatitis is recommended.",
        "Discontinue Tavoril at the first sign of rash.",
        "At baseline the population had neuropathy.",
        "The incidence of neutralizing antibodies is unknown.",
    ],
)
def test_conditions_and_advice_are_no_effects(sentence: str) -> None:
    assert found(sentence) == []


def test_a_condition_with_a_limit_and_a_numbered_heading_are_none() -> None:
    assert found("Hepatic impairment: avoid use.", heading="Warnings") == []
    assert stated("5.3  Hepatotoxicity", 0, 19) == []


def test_the_head_of_an_advice_names_an_effect() -> None:
    assert found("Hypokalemia: monitor and correct potassium promptly.") == ["Hypokalemia"]


def test_a_verb_of_report_ends_the_condition() -> None:
    assert found("In patients with psoriasis treated with Tavoril the reactions included urticaria.") == ["urticaria"]


def test_an_abbreviation_counts_once_it_is_introduced() -> None:
    assert found("PRES was fatal.", heading="Warnings") == ["death"]
    text = "Posterior reversible encephalopathy syndrome (PRES) occurred.\n\nPRES was seen again."
    assert found(text) == ["Posterior reversible encephalopathy syndrome", "PRES", "PRES"]


def test_an_unknown_phrase_between_known_effects_is_one() -> None:
    text = "These were rash, urticaria, zorbic flutter, nausea, vomiting and headache."
    assert "zorbic flutter" in found(text)
    assert "zorbic flutter" not in found("The zorbic flutter was measured.")


def test_a_disease_is_trusted_where_it_was_seen() -> None:
    assert found("Cases of lymphoma have been reported.", heading="Warnings") == ["lymphoma"]
    assert found("The trial treated lymphoma.", heading="Warnings") == []
