"""The OUT of a run in, its documents out: from a folder, from the one file it may keep them in, or from a URL."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from pipeline.batch.stores import Store, is_remote, open_store
from pipeline.errors import LeafletError, UsageError


class Outputs(NamedTuple):
    """The documents of one OUT: `names` are their paths in it, in order, each ending in .json."""

    out: str
    store: Store
    names: list[str]

    def where(self, name: str) -> str:
        """What a document is called in messages."""
        return f"{self.out}/{name}"

    def read(self, name: str) -> bytes:
        """The bytes of a document. LeafletError, which names it, where it cannot be read."""
        try:
            data = self.store.read(name)
        except OSError as error:
            raise LeafletError(f"cannot be read: {error.strerror or error}", file=self.where(name)) from error
        if data is None:
            raise LeafletError("is not there any more", file=self.where(name))
        return data


@contextmanager
def outputs(out: str | Path) -> Iterator[Outputs]:
    """The documents of `out`, held open. UsageError where it is no folder, or where there are none."""
    place = str(out).rstrip("/") or str(out)
    with closing(open_store(place)) as store:
        if not is_remote(place) and not Path(store.url).is_dir():
            raise UsageError("is no folder; give the OUT of `leaflet run`", file=place)
        names = store.documents()
        if not names:
            raise UsageError("holds no outputs; give the OUT of `leaflet run`", file=place)
        yield Outputs(place, store, names)
