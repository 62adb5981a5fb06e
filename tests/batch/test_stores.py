"""What is written is there whole or not at all, in a folder and in a remote place."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.batch.stores import LocalStore, RemoteStore, Store, open_store
from pipeline.errors import UsageError


@pytest.fixture(params=["local", "memory", "moved"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "local":
        yield open_store(str(tmp_path / "out"))
        return
    # fsspec's own view of a folder stands for the systems that files are moved into their place in.
    url = f"file://{tmp_path}/out" if request.param == "moved" else f"memory://{uuid.uuid4().hex}/out"
    found = RemoteStore(url)
    yield found
    found._fs.rm(found._root, recursive=True)


def test_files_come_and_go(store: Store) -> None:
    store.prepare()
    store.write("deep/a.json", b"old", durable=False)
    store.write("deep/a.json", b"new", durable=True)
    store.sync(["deep/a.json"])
    assert store.read("deep/a.json") == b"new"
    assert store.read("deep/b.json") is None
    assert list(store.sizes(["deep/a.json", "deep/b.json"])) == [3, None]
    store.remove("deep/a.json")
    store.remove("deep/a.json")
    assert store.read("deep/a.json") is None


def test_documents_are_what_is_not_the_runs_own(store: Store) -> None:
    store.prepare()
    for name in ("b.json", "_a.json", "deep/a.json", "_runs/x.json", "_failed/b.json", ".c.json", "notes.txt"):
        store.write(name, b"{}", durable=False)
    assert store.documents() == ["_a.json", "b.json", "deep/a.json"]


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    store = LocalStore(str(tmp_path / "out"))
    store.prepare()
    store.write("deep/.leaflet-1-abc-0.part", b"half", durable=False)
    store.write("deep/a.json", b"whole", durable=False)
    store.sweep()
    assert store.read("deep/.leaflet-1-abc-0.part") is None
    assert store.read("deep/a.json") == b"whole"


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written to"):
        LocalStore(str(tmp_path / "file" / "out")).prepare()
