"""The tables of an output folder as frames: dtypes, order, collections, and what happens to bad documents."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import LeafletError, UsageError
from pipeline.load import tables as module
from pipeline.load.documents import Refusal
from pipeline.load.layout import layouts
from pipeline.load.tables import DTYPES, columns, tables


def test_frames_have_the_documented_dtypes_with_and_without_rows(out: Path) -> None:
    found = tables(out)
    assert list(found) == [table.name for table in layouts()]
    assert len(found["findings"]) < len(found["side_effects"])
    for table in layouts():
        expected = [pd.api.types.pandas_dtype(DTYPES[column.kind]) for column in table.columns]
        assert list(found[table.name].dtypes) == expected, table.name


def test_leaflets_come_in_the_order_of_their_paths_and_only_documents_count(out: Path) -> None:
    paths = tables(out)["leaflets"]["path"]
    assert list(paths) == ["claxomund.txt", "deep/serovind.txt", "fexavil.txt", "hartolen.txt"]


def test_batches_do_not_show(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tables(out)
    monkeypatch.setattr(module, "LEAFLETS_AT_ONCE", 1)
    for name, frame in tables(out).items():
        pd.testing.assert_frame_equal(frame, whole[name])


def test_tables_can_be_joined_by_their_keys(out: Path) -> None:
    found = tables(out)
    quotes = found["side_effects"].merge(found["evidence"], on=["leaflet_id", "record_id"])
    assert set(quotes["entity"]) == {"side_effects"}
    assert quotes["record_id"].nunique() == len(found["side_effects"])
    for table in layouts():
        assert not found[table.name].duplicated(list(table.key)).any()
        for parent, here, there in table.parents:
            keys = set(found[parent][list(there)].itertuples(index=False, name=None))
            assert keys.issuperset(found[table.name][list(here)].itertuples(index=False, name=None))


def test_a_collection_gives_other_keys(out: Path) -> None:
    assert set(tables(out)["leaflets"]["leaflet_id"]).isdisjoint(tables(out, collection="b")["leaflets"]["leaflet_id"])


def test_a_bad_document_raises_or_is_handed_over(out: Path) -> None:
    (out / "fexavil.txt.json").write_text('{"a": 1}')
    with pytest.raises(LeafletError, match=r"fexavil.txt.json: is not valid: .*leaflet validate") as caught:
        tables(out)
    assert caught.value.exit_code == 1
    refused: list[Refusal] = []
    assert len(tables(out, refused=refused.append)["leaflets"]) == 3
    assert [Path(r.where).name for r in refused] == ["fexavil.txt.json"]


def test_a_folder_of_bad_documents_gives_empty_tables_and_an_empty_folder_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no outputs"):
        tables(tmp_path)
    (tmp_path / "a.txt.json").write_text("no JSON")
    assert sum(map(len, tables(tmp_path, refused=lambda _: None).values())) == 0


def test_columns_tells_of_every_column() -> None:
    meanings = columns()
    assert len(meanings) == sum(len(table.columns) for table in layouts())
    assert meanings.notna().all(axis=None)
