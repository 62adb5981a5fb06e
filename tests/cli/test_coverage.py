"""`leaflet coverage`: a report for people, JSON for machines, and exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Command = Callable[..., Result]
STRANGE = "The moon is made of green cheese and wonder."


@pytest.fixture
def out(leaflet: Command, raw: Path, tmp_path: Path) -> Path:
    (raw / "odd.txt").write_text(f"Tavoril 10 mg tablets\n\nWarnings\n\n{STRANGE}\n", encoding="utf-8")
    leaflet("run", raw, tmp_path / "out")
    return tmp_path / "out"


def test_the_report_names_share_section_kind_and_leaflet(leaflet: Command, out: Path) -> None:
    result = leaflet("coverage", out)
    assert result.exit_code == 0
    assert "2 leaflets, 1 unread sentences" in result.stdout
    assert "warnings" in result.stdout
    assert f"statement: {STRANGE}" in result.stdout
    assert "odd.txt.json" in result.stdout


def test_json_for_machines(leaflet: Command, out: Path) -> None:
    parts = json.loads(leaflet("coverage", out, "--json").stdout)
    assert parts["documents"] == 2
    assert parts["leaflets"][0]["name"] == "odd.txt.json"


def test_worst_limits_the_leaflets_listed(leaflet: Command, out: Path) -> None:
    assert "odd.txt.json" not in leaflet("coverage", out, "--worst", 0).stdout


def test_a_wrong_path_is_wrong_usage(leaflet: Command, tmp_path: Path) -> None:
    result = leaflet("coverage", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_a_broken_output_is_told_and_the_rest_reported(leaflet: Command, out: Path) -> None:
    (out / "cut.txt.json").write_text("{", encoding="utf-8")
    result = leaflet("coverage", out)
    assert result.exit_code == 1
    assert "2 leaflets" in result.stdout
    assert "cut.txt.json" in result.stderr
