"""What a clause asks for, and what only looks like it."""

import pytest

from pipeline.phrases.actions import actions_of


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("stop taking it and tell your doctor", ["stop taking it", "tell your doctor"]),
        ("if you stop taking it, tell your nurse", ["tell your nurse"]),
        ("you must use effective contraception.", ["use effective contraception"]),
        ("go to hospital at once", ["go to hospital at once"]),
        ("your doctor will test your blood", ["your doctor will test your blood"]),
        ("your doctor will:", []),
        ("these stop the treatment working", []),
        ("you should not stop treatment at once", ["you should not stop treatment at once"]),
        ("seek medical help if you get", ["seek medical help"]),
        (
            "your doctor may check your blood (platelets) and your heart",
            ["your doctor may check your blood (platelets) and your heart"],
        ),
        ("it is for people who do not have gout", []),
    ],
)
def test_actions(text: str, actions: list[str]) -> None:
    line = f"- {text}"
    assert [line[a:b] for a, b in actions_of(line, 2, len(line))] == actions
