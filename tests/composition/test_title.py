"""The lines above the first section: brand, strengths, forms and substances, in every layout that leaflets have."""

import pytest

from pipeline.components import view_of
from pipeline.composition.title import read_title
from pipeline.language import blank

NLP = blank()


def title(text: str) -> tuple[str | None, list[str], list[str], list[str]]:
    view = view_of(NLP.make_doc(text))
    found = read_title(view)
    name = view.text[slice(*found.name)] if found.name else None
    strengths = [s.text for g in found.strengths for o in g.options for s in o]
    forms = list(dict.fromkeys(f.term.name for f in found.forms))
    return name, strengths, forms, [view.text[a:b] for a, b in found.substances]


EU = "\n\n1. What Tavoril is and what it is used for\n\nTavoril is a medicine.\n"
PAGE = "\n\nUses\n\nGout\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Package leaflet: Information for the user\n\nTavoril 5 mg film-coated tablets\ntavorilin" + EU,
         ("Tavoril", ["5 mg"], ["film-coated tablet"], ["tavorilin"])),
        ("Tavoril 5 mg capsules\nTavoril 10 mg capsules\n(tavorilin sodium)" + EU,
         ("Tavoril", ["5 mg", "10 mg"], ["capsule"], ["tavorilin sodium"])),
        ("TAVORIL (tavorilin hydrochloride) tablets, for oral use" + PAGE,
         ("TAVORIL", [], ["tablet"], ["tavorilin hydrochloride"])),
        ("TAVORIL® (tav-OH-ril)\n(tavorilin)\nTablets" + PAGE, ("TAVORIL", [], ["tablet"], ["tavorilin"])),
        ("These highlights do not include all the information needed to use TAVORIL safely. See full prescribing "
         "information for TAVORIL. TAVORIL (tavorilumab) injection, for subcutaneous use Initial U.S. Approval: 2002"
         + PAGE,
         ("TAVORIL", [], ["injection"], ["tavorilumab"])),
        ("Tavoril 200mg Tablet (10'S)" + PAGE, ("Tavoril", ["200mg"], ["tablet"], [])),
        ("Tavoril Cream (10gm)" + PAGE, ("Tavoril", [], ["cream"], [])),
        ("Tavoril contains Tavorilin." + PAGE, ("Tavoril", [], [], [])),
        ("TAVORILE-" + PAGE, ("TAVORILE", [], [], [])),
        ("Tavoril 5 mg/10 mg tablets\ntavorilin/morbidone maleate" + EU,
         ("Tavoril", ["5 mg", "10 mg"], ["tablet"], ["tavorilin", "morbidone maleate"])),
        ("Tavoril Pharma B.V. 2 mg tablets" + EU, ("Tavoril Pharma B.V.", ["2 mg"], ["tablet"], [])),
    ],
)  # fmt: skip
def test_title(text: str, expected: tuple[str | None, list[str], list[str], list[str]]) -> None:
    assert title(text) == expected
