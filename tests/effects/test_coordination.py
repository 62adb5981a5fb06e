"""Effects that share a word with their neighbour."""

import pytest

from pipeline.effects.coordination import at_site, shared
from pipeline.effects.items import Item


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("increases in ALT and AST were seen", ["increases in AST"]),
        ("AST and ALT elevations", ["AST elevations"]),
        ("bacterial, viral, and fungal infections", ["bacterial infections", "viral infections"]),
        ("swelling of the face, lips and tongue", ["swelling of the lips", "swelling of the tongue"]),
        ("increased ALT, decreased weight", []),
        ("skin and subcutaneous disorders", []),
        ("pain in extremity, and upper abdomen", []),
        ("serious and fatal infections", []),
    ],
)
def test_what_is_shared_is_added(text: str, terms: list[str]) -> None:
    found = shared(text, 0, len(text))
    assert [s.term for s in found] == terms
    assert all(text[s.start : s.end].strip() for s in found)


def test_reactions_at_a_site_are_named_with_it() -> None:
    text = "Injection site reactions (pain, erythema) and nausea"
    found = [Item(text.index(w), text.index(w) + len(w), w) for w in ("pain", "erythema", "nausea")]
    assert [i.term for i in at_site(text, 0, len(text), found)] == [
        "Injection site pain", "Injection site erythema", "nausea"]  # fmt: skip
