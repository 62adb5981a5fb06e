"""The `leaflet` command as a user meets it: exit codes, what it prints, what it writes, how it refuses."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Command = Callable[..., Result]

PAGE = "Tavoril 10 mg tablets\n\nUses\n\nTavoril is used to treat gout.\n"

DANISH = (
    "Indlægsseddel: Information til brugeren. Læs denne indlægsseddel grundigt, inden du begynder at tage dette "
    "lægemiddel, da den indeholder vigtige oplysninger. Gem indlægssedlen. Du kan få brug for at læse den igen. "
    "Spørg lægen eller apotekspersonalet, hvis der er mere, du vil vide. Lægen har ordineret dette lægemiddel til dig "
    "personligt. Lad derfor være med at give medicinen til andre, og kontakt lægen, hvis du får bivirkninger.\n"
)


def test_run_writes_validates_verifies(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = leaflet("run", raw, out)
    assert ran.exit_code == 0
    assert "1 of 1 leaflets written" in ran.stdout
    assert "side effects" in ran.stdout
    document = json.loads((out / "tavoril.txt.json").read_text("utf-8"))
    assert [s["term"] for s in document["side_effects"]] == ["nausea", "headache", "rash"]
    assert (out / "tavoril.txt.json").read_bytes().endswith(b"}\n")
    assert leaflet("validate", out / "tavoril.txt.json").exit_code == 0
    checked = leaflet("verify", out, "--raw", raw)
    assert checked.exit_code == 0
    assert "0 wrong" in checked.stderr


def test_run_goes_on_after_a_bad_file_and_says_so(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    (raw / "aaa.txt").write_bytes(b"")
    (raw / "dansk.txt").write_text(DANISH, encoding="utf-8")
    (raw / "scan.pdf").write_bytes(b"%PDF-1.4 ...")
    ran = leaflet("run", raw, tmp_path / "out", "--jobs", "0")
    assert ran.exit_code == 1
    assert "1 of 4 leaflets written" in ran.stdout
    failures = ran.stderr.splitlines()
    assert [f for f in failures if "aaa.txt: is empty" in f]
    assert [f for f in failures if "dansk.txt: looks like Danish; English is what the rules read" in f]
    assert [f for f in failures if "scan.pdf: is a PDF file" in f]
    assert "Traceback" not in ran.stderr


def test_extract_prints_one_file_and_wants_a_folder_for_more(
    leaflet: Command, page: str, raw: Path, tmp_path: Path
) -> None:
    one = leaflet("extract", raw / "tavoril.txt")
    assert one.exit_code == 0
    assert json.loads(one.stdout)["document"]["name"] == "tavoril.txt"
    (raw / "b.txt").write_text(page, encoding="utf-8")
    many = leaflet("extract", raw / "tavoril.txt", raw / "b.txt")
    assert many.exit_code == 2
    assert "-o DIR" in many.stderr
    assert leaflet("extract", raw / "tavoril.txt", raw / "b.txt", "-o", tmp_path / "o").exit_code == 0
    assert sorted(p.name for p in (tmp_path / "o").iterdir()) == ["b.txt.json", "tavoril.txt.json"]


@pytest.mark.parametrize("command", ["run", "extract"])
def test_a_path_that_is_not_there(leaflet: Command, command: str, tmp_path: Path) -> None:
    args = (tmp_path / "nowhere",) if command == "extract" else (tmp_path / "nowhere", tmp_path / "out")
    result = leaflet(command, *args)
    assert result.exit_code == 2
    assert "nowhere: does not exist; check the path" in result.stderr


def test_an_empty_folder(leaflet: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = leaflet("run", tmp_path / "empty", tmp_path / "out")
    assert result.exit_code == 2
    assert "holds no files" in result.stderr


def test_an_output_folder_that_cannot_be_written(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = leaflet("run", raw, tmp_path / "file")
    assert result.exit_code == 2
    assert "cannot be written to" in result.stderr


def test_an_unreadable_file(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    # A link to itself and no chmod, for root may read everything.
    (raw / "loop.txt").symlink_to("loop.txt")
    result = leaflet("run", raw, tmp_path / "out", "--jobs", "0")
    assert result.exit_code == 1
    assert "loop.txt: cannot be read: Too many levels of symbolic links" in result.stderr


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        (b"\x00\xff" * 500, (), "holds binary data"),
        (b"caf\xe9 " * 10, ("--encoding", "utf-8"), "is not utf-8: byte 3"),
        (b"word " * 3000, ("--max-bytes", "10000"), "has 15,000 bytes, more than the limit of 10,000"),
    ],
)
def test_bad_files_in_words(
    leaflet: Command, data: bytes, options: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    result = leaflet("extract", tmp_path / "bad.txt", *options)
    assert result.exit_code == 1
    assert f"bad.txt: {words}" in result.stderr
    assert result.stdout == ""


def test_a_declared_encoding_is_used(leaflet: Command, page: str, tmp_path: Path) -> None:
    (tmp_path / "mac.txt").write_bytes(page.encode("mac-roman"))
    result = leaflet("extract", tmp_path / "mac.txt", "--encoding", "mac-roman")
    assert json.loads(result.stdout)["storage"][0]["high"] == 25


def test_a_run_that_finds_nothing_to_do_loads_nothing_heavy(leaflet: Command, page: str, tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "page.txt").write_text(page, encoding="utf-8")
    assert leaflet("run", raw, out).exit_code == 0
    code = (
        "import sys, pipeline.cli; pipeline.cli.main(sys.argv[1:], standalone_mode=False);"
        "print(sorted({'spacy', 'pandas', 'jsonschema', 'numpy'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, "run", str(raw), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("1 already done.\n[]")


def test_help_loads_nothing_heavy(leaflet: Command) -> None:
    code = "import sys, pipeline.cli; heavy = {'spacy', 'pandas', 'jsonschema', 'numpy'} & set(sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print(sorted(heavy))"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert leaflet("--help").exit_code == 0


def test_a_second_run_says_what_was_done_already(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    leaflet("run", raw, tmp_path / "out", "--jobs", "0")
    (raw / "new.txt").write_text(PAGE, encoding="utf-8")
    again = leaflet("run", raw, tmp_path / "out", "--jobs", "0")
    assert "1 of 1 leaflets written" in again.stdout
    assert "0 failed, 1 already done." in again.stdout
    third = leaflet("run", raw, tmp_path / "out")
    assert third.exit_code == 0
    assert "0 of 0 leaflets written" in third.stdout
    assert "2 already done." in third.stdout


def test_a_dry_run_says_what_and_why_and_writes_nothing(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    told = leaflet("run", raw, tmp_path / "out", "--dry-run")
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        "new      tavoril.txt",
        "1 of 1 leaflets to do: 1 new; 0 done, 0 left out, 0 gone.",
    ]
    assert not (tmp_path / "out").exists()
    leaflet("run", raw, tmp_path / "out", "--jobs", "0")
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    (raw / "tavoril.txt").write_text(PAGE + "More.", encoding="utf-8")
    (raw / "old.txt").write_text(PAGE, encoding="utf-8")
    os.utime(raw / "old.txt", (1000, 1000))
    told = leaflet("run", raw, tmp_path / "out", "-n", "--since", "2d")
    assert told.stdout.splitlines() == [
        "changed  tavoril.txt",
        "1 of 2 leaflets to do: 1 changed; 0 done, 1 left out, 0 gone.",
    ]
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("when", ["1970-01-02", "1970-01-02T03:04", "3000w"])
def test_since_takes_dates_and_times_ago(leaflet: Command, raw: Path, tmp_path: Path, when: str) -> None:
    assert "1 of 1 leaflets to do" in leaflet("run", raw, tmp_path / "out", "-n", "--since", when).stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--since", "yesterday"), "is no date such as 2026-01-31"),
        (("--scheduler", "tcp://host:8786"), "--scheduler goes with --engine dask"),
    ],
)
def test_wrong_options_in_words(
    leaflet: Command, raw: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    result = leaflet("run", raw, tmp_path / "out", *options)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_table_names_its_columns(leaflet: Command, tmp_path: Path) -> None:
    table = tmp_path / "leaflets.csv"
    table.write_text(f'id,page\ntavoril,"{PAGE}"\n', encoding="utf-8")
    refused = leaflet("run", table, tmp_path / "out")
    assert refused.exit_code == 2
    assert "give one of its columns as --text-column: id, page" in refused.stderr
    columns = ("--text-column", "page", "--id-column", "id")
    assert leaflet("run", table, tmp_path / "out", *columns, "--jobs", "0").exit_code == 0
    checked = leaflet("verify", tmp_path / "out", "--raw", table, *columns)
    assert checked.exit_code == 0
    assert "in 1 files looked up, 0 wrong" in checked.stderr


def test_archives_are_verified_and_strays_named(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "raw.zip", "w") as archive:
        archive.write(raw / "tavoril.txt", "deep/tavoril.txt")
    leaflet("run", tmp_path / "raw.zip", tmp_path / "out", "--jobs", "0")
    (tmp_path / "out" / "stray.txt.json").write_text("{}")
    checked = leaflet("verify", tmp_path / "out", "--raw", tmp_path / "raw.zip")
    assert checked.exit_code == 1
    assert "stray.txt.json: its leaflet, stray.txt, is not in RAW" in checked.stdout
    assert "in 2 files looked up, 1 wrong" in checked.stderr


def test_the_log_for_programs(leaflet: Command, raw: Path, tmp_path: Path) -> None:
    (raw / "empty.txt").write_bytes(b"")
    ran = leaflet("run", raw, tmp_path / "out", "--json-log", "--quiet", "--jobs", "0")
    events = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [e["event"] for e in events] == ["started", "failed", "ended"]
    assert events[-1]["written"] == 1
    assert ran.stdout == ""
