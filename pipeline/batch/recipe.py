"""What the outputs are made with, as one value: an output made with another is stale."""

import hashlib
from functools import cache
from pathlib import Path

import msgspec

_APART = ("batch", "cli")
"""The folders of the package whose code does not change what a document says."""


class Recipe(msgspec.Struct, frozen=True):
    """All that a document depends on beside the leaflet's bytes.

    `code` is a hash over the program's own files, so that in a checkout an edited program makes its outputs stale
    without a new version number. It is None where it is not known: no document says it.
    """

    schema: str
    version: str
    rules: str
    code: str | None
    encoding: str | None

    def differs(self, other: "Recipe") -> list[str]:
        """The names of the parts in which an output made by `other` would differ from one made by this."""
        return [
            name
            for name in self.__struct_fields__
            if getattr(self, name) != getattr(other, name) and not (name == "code" and None in (self.code, other.code))
        ]


def current(encoding: str | None = None) -> Recipe:
    """The recipe of this program as it is installed, for leaflets read with a declared `encoding`."""
    from pipeline import __version__
    from pipeline.data_files import rules_hash
    from pipeline.model import SCHEMA_VERSION

    return Recipe(SCHEMA_VERSION, __version__, rules_hash(), code_hash(), encoding)


@cache
def code_hash() -> str:
    """SHA-256 over the package's Python files (paths and contents) apart from batches and commands, 12 hex digits."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        path = file.relative_to(package)
        if path.parts[0] not in _APART:
            data = file.read_bytes()
            digest.update(f"{path.as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()[:12]
