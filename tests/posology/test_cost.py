"""The time that reading doses takes grows with the length of the text, whatever the text is."""

import time

import pytest

from pipeline.collector import paused
from pipeline.components import view_of
from pipeline.entities import dose
from pipeline.findings import dose_findings
from pipeline.language import blank

NLP = blank()
NLP.max_length = 10**9

UNITS = [
    "5 mg once daily, ",
    "5 mg (one tablet) or ",
    "Take 5 mg once daily. ",
    "Adults: 5 mg once daily.\n",
    "- 5 mg/kg twice a day with food\n",
    "children aged 2 to 5 years ",
    "maximum 4 mg a day; ",
    "if you have gout, ",
    "ibuprofen 400 mg every 4 to 6 hours and ",
    "on days 1, 2, 3 ",
    "(given as ",
    "10 kg   5 mg twice daily\n",
    "morning and night ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_reading_doses_takes_time_in_proportion_to_length(unit: str) -> None:
    def seconds(times: int) -> float:
        text = f"Velmorin (telmisartan)\n\nDosage and Administration\n\n{unit * times}\n"
        spent = []
        for _ in range(2):
            view = view_of(NLP.make_doc(text))
            with paused():  # the collector would look through all that other tests have left
                begin = time.process_time()
                dose_findings(dose.extract(view) or [])
                spent.append(time.process_time() - begin)
        return min(spent)

    seconds(20)
    # Sixteen times the length: about 16 times the time if linear, 256 times if quadratic.
    assert seconds(1600) < 70 * max(seconds(100), 0.004)
