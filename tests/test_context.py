"""Context: which words a cue governs, and where its scope ends."""

import pytest

from pipeline.components import view_of
from pipeline.context import excluded, scopes
from pipeline.language import blank

NLP = blank()
ALL = frozenset(
    {"negation", "condition", "indication", "purpose", "animal", "placebo", "comparison", "other_drug", "definition",
     "monitoring", "hypothesis"}
)  # fmt: skip


def kind(sentence: str, word: str) -> str | None:
    view = view_of(NLP.make_doc(f"Warnings\n\n{sentence}\n"))
    (found,) = [s for s in view.sentences if word in view.quote(s)]
    start = view.text.index(word)
    return excluded(scopes(view, found), start, start + len(word), ALL)


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Tavoril does not cause drowsiness.", "drowsiness", "negation"),
        ("Tavoril does not cause drowsiness, but it may cause nausea.", "nausea", None),
        ("Tavoril may cause not only nausea.", "nausea", None),
        ("Side effects include but are not limited to rash.", "rash", None),
        ("There were no cases of hepatitis.", "hepatitis", "negation"),
        ("Hepatitis has not been reported so far.", "Hepatitis", "negation"),
        ("Tell your doctor if you have asthma.", "asthma", "condition"),
        ("Patients with diabetes may develop ketosis.", "diabetes", "condition"),
        ("Patients with diabetes may develop ketosis.", "ketosis", None),
        ("Use with care after a history of seizures.", "seizures", "condition"),
        ("It is used to treat epilepsy and may cause rash.", "epilepsy", "indication"),
        ("It is used to treat epilepsy and may cause rash.", "rash", None),
        ("Take it with food to reduce nausea.", "nausea", "purpose"),
        ("It works by decreasing inflammation.", "inflammation", "purpose"),
        ("In rats it caused liver tumours.", "liver tumours", "animal"),
        ("Rash was seen in the placebo group with fever.", "fever", "placebo"),
        ("Other medicines that may cause drowsiness add to this.", "drowsiness", "other_drug"),
        ("Monitor patients for signs of infection.", "infection", "monitoring"),
        ("Discontinue if hepatitis develops.", "hepatitis", "hypothesis"),
        ("Tavoril may cause nausea.", "nausea", None),
    ],
)
def test_a_term_is_excluded_as_the_cue_says(sentence: str, word: str, expected: str | None) -> None:
    assert kind(sentence, word) == expected


def test_a_scope_names_its_rule_and_its_characters() -> None:
    view = view_of(NLP.make_doc("Warnings\n\nTavoril does not cause drowsiness; rash is common.\n"))
    (scope,) = scopes(view, view.sentences[-1])
    assert (scope.kind, scope.rule) == ("negation", "context.not")
    assert view.text[scope.start : scope.end] == "not cause drowsiness"


def test_only_the_kinds_asked_for_exclude() -> None:
    view = view_of(NLP.make_doc("Warnings\n\nThere is no rash.\n"))
    found = scopes(view, view.sentences[-1])
    at = view.text.index("rash")
    assert excluded(found, at, at + 4, frozenset({"purpose"})) is None
