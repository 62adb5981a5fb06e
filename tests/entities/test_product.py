"""The product: name, dose forms, routes and holder from titles, directions and addresses."""

import pytest

from pipeline.components import view_of
from pipeline.entities import product
from pipeline.language import blank
from pipeline.model import Product

NLP = blank()


def product_of(text: str) -> Product | None:
    return product.extract(view_of(NLP.make_doc(text)))


def in_page(title: str, directions: str, more: str = "") -> Product:
    found = product_of(f"{title}\n\nUses\n\nGout\n\nHow to use\n\n{directions}\n\n{more}\n")
    assert found is not None
    return found


def test_name_form_and_the_route_that_the_form_states() -> None:
    found = in_page("Tavoril 5 mg film-coated tablets", "Take one a day.")
    assert (found.name, found.dose_forms, found.routes) == ("Tavoril", ["film-coated tablet"], ["oral"])


@pytest.mark.parametrize(
    ("title", "directions", "routes"),
    [
        ("Tavoril 5 mg/ml solution for injection", "It is injected under the skin.", ["subcutaneous"]),
        (
            "Tavoril 5 mg/ml solution for injection",
            "It is given into a vein or into a muscle.",
            ["intravenous", "intramuscular"],
        ),
        (
            "Tavoril 5 mg/ml solution for injection",
            "It must not be given into a vein. Inject it under the skin.",
            ["subcutaneous"],
        ),
        ("Tavoril 5 mg/ml solution for injection", "Inject it subcutaneously. Do not rub the skin.", ["subcutaneous"]),
        ("Tavoril injection, for subcutaneous use", "In a trial it was given into a vein.", ["subcutaneous"]),
        ("Tavoril", "It is taken by mouth.", ["oral"]),
        ("Tavoril", "Apply a thin layer to the affected area.", ["topical"]),
    ],
)
def test_route_from_the_directions(title: str, directions: str, routes: list[str]) -> None:
    assert in_page(title, directions).routes == routes


def test_the_cap_of_a_needle_is_no_capsule() -> None:
    found = in_page("Tavoril contains Tavorilin.", "Take the grey cap off. It is injected under the skin.")
    assert (found.dose_forms, found.routes) == ([], ["subcutaneous"])


def test_form_from_the_text_where_the_title_has_none() -> None:
    found = in_page("Tavoril contains Tavorilin.", "Tavoril capsules are taken orally.")
    assert (found.name, found.dose_forms, found.routes) == ("Tavoril", ["capsule"], ["oral"])


@pytest.mark.parametrize(
    ("lines", "holder"),
    [
        ("Marketing Authorisation Holder\nBrightmoor Pharma B.V.\nMill Rise 3, Oakhaven", "Brightmoor Pharma B.V."),
        ("Marketing Authorisation Holder and Manufacturer Brightmoor GmbH Mill Rise 3", "Brightmoor GmbH"),
        ("Marketer: Brightmoor Lifecare Pvt Ltd", "Brightmoor Lifecare Pvt Ltd"),
        ("Contact the local representative of the Marketing Authorisation Holder: Brightmoor AB", None),
    ],
)
def test_holder(lines: str, holder: str | None) -> None:
    assert in_page("Tavoril 5 mg tablets", "Take one a day.", f"Manufacturer\n\n{lines}").holder == holder


def test_every_field_has_its_quote() -> None:
    found = in_page("Tavoril 5 mg/ml solution for injection", "It is injected under the skin.")
    assert [e.text for e in found.evidence] == ["Tavoril", "solution for injection", "under the skin"]


def test_none_where_nothing_names_a_product() -> None:
    assert product_of("") is None
