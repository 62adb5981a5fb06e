"""Checking outputs from the command line: violations and wrong quotes are named, good ones pass."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Command = Callable[..., Result]


def test_validate_names_path_and_words(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    leaflet("run", raw, tmp_path / "out", "--jobs", "0")
    path = tmp_path / "out" / "tavoril.txt.json"
    document = json.loads(path.read_text("utf-8"))
    document["side_effects"][0]["evidence"] = []
    path.write_text(json.dumps(document), encoding="utf-8")
    result = leaflet("validate", path)
    assert result.exit_code == 1
    assert "$.side_effects[0].evidence" in result.stdout


def test_verify_finds_a_wrong_quote_and_a_changed_file(leaflet: Command, page: str, raw: Path, tmp_path: Path) -> None:
    leaflet("run", raw, tmp_path / "out", "--jobs", "0")
    path = tmp_path / "out" / "tavoril.txt.json"
    good = path.read_text("utf-8")
    document = json.loads(good)
    document["side_effects"][0]["evidence"][0]["start"] -= 1
    document["side_effects"][0]["evidence"][0]["end"] -= 1
    path.write_text(json.dumps(document), encoding="utf-8")
    moved = leaflet("verify", tmp_path / "out", "--raw", raw)
    assert moved.exit_code == 1
    assert "$.side_effects[0].evidence[0] quotes 'nausea'" in moved.stdout
    path.write_text(good, encoding="utf-8")
    (raw / "tavoril.txt").write_text(page + "More.", encoding="utf-8")
    changed = leaflet("verify", tmp_path / "out", "--raw", raw)
    assert changed.exit_code == 1
    assert "has changed since" in changed.stdout


def test_schema_prints_and_refuses(leaflet: Command, tmp_path: Path) -> None:
    assert json.loads(leaflet("schema", "leaflet").stdout)["$schema"].endswith("2020-12/schema")
    wrong = leaflet("schema", "nothing")
    assert wrong.exit_code == 2
    assert "nothing" in wrong.stderr
