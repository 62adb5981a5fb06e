"""Records of single mentions to one record a fact, in order; what was not read is listed."""

from pipeline.api import extract
from pipeline.assemble import merge
from pipeline.model import Evidence, Indication


def mention(condition: str, start: int, population: str | None = None) -> Indication:
    evidence = Evidence(start=start, end=start + 4, text="gout", section=None, rule="indication.x")
    return Indication(condition=condition, population=population, evidence=[evidence])


def test_equal_facts_become_one_record_with_all_places() -> None:
    (gout, acne) = merge(
        [mention("gout", 50), mention("acne", 60), mention("gout", 10, "adults")], lambda r: r.condition
    )
    assert [e.start for e in gout.evidence] == [50, 10]
    assert gout.population == "adults"
    assert acne.condition == "acne"


def test_records_stand_in_order_of_their_best_place_and_no_place_twice() -> None:
    merged = merge([mention("b", 50), mention("a", 10), mention("b", 50)], lambda r: r.condition)
    assert [(r.condition, len(r.evidence)) for r in merged] == [("a", 1), ("b", 1)]


def test_absent_sections_and_unread_sentences_are_listed() -> None:
    leaflet = extract("Warnings\n\nThe moon is made of green cheese and wonder.\n\nStorage\n\nStore below 25 °C.\n")
    assert "side_effects" in leaflet.coverage.sections_absent
    assert "storage" not in leaflet.coverage.sections_absent
    assert [u.text for u in leaflet.coverage.unread] == ["The moon is made of green cheese and wonder."]
    assert leaflet.side_effects is None


def test_the_same_text_gives_the_same_document() -> None:
    text = "Side Effects\n\nNausea, rash and dizziness.\n"
    assert extract(text) == extract(text)
