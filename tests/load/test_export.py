"""Exported tables come back as they were; no text becomes a formula; what a format cannot hold is refused in words."""

import csv
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline.errors import LeafletError, UsageError
from pipeline.load import export as module
from pipeline.load.export import COLUMNS_TABLE, Format, defused, export
from pipeline.load.layout import layouts
from pipeline.load.tables import Frames, columns, tables
from pipeline.model import from_json, to_json

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "\uff1d1",
    "'quoted",
    '"a","b"',
    "a\rb",
    "a\r\nb",
    "#N/A",
    "\U0001f48a",
]


@pytest.fixture
def frames(out: Path) -> Frames:
    file = out / "fexavil.txt.json"
    leaflet = from_json(file.read_bytes())
    assert leaflet.side_effects
    for effect, text in zip(leaflet.side_effects, HOSTILE, strict=False):
        effect.term, effect.aliases = text, [text]
    file.write_bytes(to_json(leaflet))
    found = tables(out)
    assert set(HOSTILE) <= set(found["side_effects"]["term"])
    return found


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_parquet_comes_back_equal_with_dtypes_and_descriptions(frames: Frames, tmp_path: Path) -> None:
    import pyarrow.parquet

    assert export([frames, frames], tmp_path / "p", "parquet") == 2 * sum(map(len, frames.values()))
    assert names(tmp_path / "p") == {f"{name}.parquet" for name in [*frames, COLUMNS_TABLE]}
    for name, frame in frames.items():
        twice = pd.concat([frame, frame], ignore_index=True)
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "p" / f"{name}.parquet"), twice)
    metadata = pyarrow.parquet.read_schema(tmp_path / "p" / "side_effects.parquet").field("term").metadata
    assert metadata
    assert metadata[b"description"] == b"The effect as written, without frequency or filler."


def test_csv_comes_back_equal_once_the_apostrophes_are_off(frames: Frames, tmp_path: Path) -> None:
    export([frames], tmp_path / "c", "csv")
    for name, frame in frames.items():
        dtypes = dict(frame.dtypes)
        read = pd.read_csv(tmp_path / "c" / f"{name}.csv", dtype=dtypes, keep_default_na=False, na_values=[""])
        for column in [name for name, dtype in frame.dtypes.items() if dtype == "string"]:
            read[column] = read[column].str.removeprefix("'")
        pd.testing.assert_frame_equal(read, frame)


def test_no_cell_of_a_csv_file_begins_a_formula(frames: Frames, tmp_path: Path) -> None:
    export([frames], tmp_path / "c", "csv")
    numbers = {(t.name, c.name) for t in layouts() for c in t.columns if c.kind in ("integer", "number")}
    for path in (tmp_path / "c").iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                cells = [cell for name, cell in row.items() if (path.stem, name) not in numbers]
                assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n\uff1d"))]


@pytest.mark.parametrize("text", HOSTILE)
def test_defused_can_be_undone(text: str) -> None:
    assert defused(text).removeprefix("'") == text
    assert defused("nausea") == "nausea"


def test_excel_holds_texts_as_texts(frames: Frames, tmp_path: Path) -> None:
    export([frames], tmp_path / "x", "xlsx")
    assert names(tmp_path / "x") == {"leaflets.xlsx"}
    book = openpyxl.load_workbook(tmp_path / "x" / "leaflets.xlsx")
    assert book.sheetnames == [*frames, COLUMNS_TABLE]
    terms = [cell for (cell,) in book["side_effects"].iter_rows(min_row=2, min_col=4, max_col=4)]
    assert {cell.data_type for cell in terms} == {"s"}
    # XML reads every line end as a line feed.
    plain = [str(text).replace("\r\n", "\n").replace("\r", "\n") for text in frames["side_effects"]["term"]]
    assert [str(cell.value).replace("\r\n", "\n").replace("\r", "\n") for cell in terms] == plain
    assert book[COLUMNS_TABLE].max_row == len(columns()) + 1


@pytest.mark.parametrize(
    ("text", "words"), [("x" * 40_000, "longer than the 32,767 characters"), ("a\0b", "has a control character")]
)
def test_excel_refuses_in_words_and_leaves_what_was_there(
    frames: Frames, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "leaflets.xlsx").write_text("old")
    frames["warnings"].loc[0, "text"] = text
    with pytest.raises(LeafletError, match=f"a text in warnings .*{words}.*export csv or parquet"):
        export([frames], tmp_path, "xlsx")
    assert (tmp_path / "leaflets.xlsx").read_text() == "old"
    assert {name for name in names(tmp_path) if name.startswith(".")} == set()


def test_excel_refuses_more_rows_than_a_sheet_has(
    frames: Frames, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module._Excel, "ROWS", 20)
    with pytest.raises(LeafletError, match="more rows than the 20 of an Excel sheet"):
        export([frames], tmp_path, "xlsx")


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_texts_of_any_kind_and_size_go_into_other_formats(frames: Frames, tmp_path: Path, format_: Format) -> None:
    frames["warnings"].loc[0, "text"] = "a\0b" + "x" * 1_000_000
    export([frames], tmp_path, format_)
    path = tmp_path / f"warnings.{format_}"
    csv.field_size_limit(2_000_000)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        text = pd.read_parquet(path)["text"][0] if format_ == "parquet" else next(csv.DictReader(file))["text"]
    assert text == frames["warnings"]["text"][0]


def test_a_folder_that_cannot_be_made_is_refused(frames: Frames, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written to"):
        export([frames], tmp_path / "file" / "deeper", "csv")


def test_a_missing_library_is_named_with_what_installs_it(
    frames: Frames, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"needs pyarrow.*pip install 'leaflet-pipeline\[parquet\]'"):
        export([frames], tmp_path, "parquet")
