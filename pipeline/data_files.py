"""The package's rule and lexicon files, and the hash of them that every output is stamped with.

Apart from what compiles them, so that a batch that finds nothing to do need not load spaCy.
"""

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from pipeline.vocab import versions


@cache
def rule_files() -> dict[str, Traversable]:
    """Every rule file of the package by its stem; each stands beside the module that uses it."""
    root = resources.files("pipeline")
    folders = [root, *(d for d in root.iterdir() if d.is_dir() and d.name != "lexicons")]
    return {f.name.removesuffix(".jsonl"): f for d in folders for f in d.iterdir() if f.name.endswith(".jsonl")}


def lexicon_file(name: str) -> Traversable:
    """The file lexicons/`name`."""
    return resources.files("pipeline") / "lexicons" / name


def data_files() -> list[tuple[str, bytes]]:
    """Every rule and lexicon file of the package as (name, content), by name: what the rules hash is taken over."""
    lexicons = (resources.files("pipeline") / "lexicons").iterdir()
    files = [*rule_files().values(), *(f for f in lexicons if f.name.endswith((".jsonl", ".txt")))]
    return sorted((f.name, f.read_bytes()) for f in files)


def rules_hash() -> str:
    """SHA-256 over all rule and lexicon files (names and contents) and the versions of imported terminologies.

    The first 12 hex digits.
    """
    return _hash_with(tuple(versions().items()))


@cache
def _hash_with(imported: tuple[tuple[str, str], ...]) -> str:
    digest = hashlib.sha256()
    for name, data in data_files():
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    for kind, version in imported:
        digest.update(f"{kind}\0{version}\0".encode())
    return digest.hexdigest()[:12]
