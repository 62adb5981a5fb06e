"""Text or a file in, a Leaflet out: the whole core in one call."""

import hashlib
from functools import cache
from pathlib import Path

from spacy.language import Language

from pipeline.assemble import assemble
from pipeline.collector import paused
from pipeline.components import build
from pipeline.document import Document
from pipeline.errors import LeafletError, ReadError
from pipeline.idiom import require_english
from pipeline.model import DocumentInfo, Leaflet
from pipeline.read import MAX_BYTES, read, too_large
from pipeline.read.layout import blocks_of


@cache
def load() -> Language:
    """The spaCy Language with all stages, built once a process (about half a second)."""
    return build()


def extract(text: str, *, name: str = "text") -> Leaflet:
    """The facts of one leaflet given as text; its hash is that of the UTF-8. LanguageError if not English."""
    document = Document(text, blocks_of(text), "text", "utf-8")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return extract_document(document, name=name, sha256=digest)


def extract_file(path: str | Path, *, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Leaflet:
    """The facts of one leaflet file. Errors are LeafletErrors that name the file."""
    path = Path(path)
    try:
        return extract_bytes(read_bytes(path, max_bytes), name=path.name, encoding=encoding, max_bytes=max_bytes)
    except LeafletError as error:
        error.file = error.file or str(path)
        raise


def read_bytes(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file; one that is over the limit is refused before it is read."""
    try:
        if path.is_dir():
            raise ReadError("is a folder; `leaflet run` takes folders", file=path)
        if (size := path.stat().st_size) > max_bytes:
            raise ReadError(too_large(size, max_bytes), file=path)
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError("does not exist; check the path", file=path) from None
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", file=path) from error


def extract_bytes(data: bytes, *, name: str, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Leaflet:
    """The facts of one leaflet given as the bytes of its file."""
    document = read(data, encoding=encoding, max_bytes=max_bytes)
    return extract_document(document, name=name, sha256=hashlib.sha256(data).hexdigest())


def extract_document(document: Document, *, name: str, sha256: str) -> Leaflet:
    """The facts of one leaflet as a reader gave it."""
    require_english(document.text)
    info = DocumentInfo(name=name, sha256=sha256, format=document.format, language="en", characters=len(document.text))
    with paused():
        return _facts(document, info)


def _facts(document: Document, info: DocumentInfo) -> Leaflet:
    """All stages, in a frame of its own: what only they need is free before the collector runs again."""
    nlp = load()
    doc = nlp.make_doc(document.text)
    doc._.leaflet_document = document
    for _, component in nlp.pipeline:
        doc = component(doc)
    view = doc._.leaflet
    doc._.leaflet = None  # the two hold each other: parted, their memory is free at once, and not some day
    return assemble(view, info)
