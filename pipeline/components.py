"""The stages as spaCy components: a Doc in, the same Doc with the leaflet's facts in `doc._.leaflet` out.

`nlp.add_pipe("leaflet_doses")` works in any English pipeline; a stage run without those before it makes its own view.
"""

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.document import Document
from pipeline.entities import Entity, entities
from pipeline.language import blank
from pipeline.lexicon import Lexicon
from pipeline.read.layout import blocks_of
from pipeline.sections import label
from pipeline.view import View

Component = Callable[[Doc], Doc]
PREFIX = "leaflet_"

if not Doc.has_extension("leaflet"):
    Doc.set_extension("leaflet", default=None)
    Doc.set_extension("leaflet_document", default=None)


def view_of(doc: Doc) -> View:
    """The view of a Doc, made and sectioned now if no stage has yet.

    Its layout is that of `doc._.leaflet_document`, if a reader gave one, else read from the text alone.
    """
    found: View | None = doc._.leaflet
    if found is None:
        document = doc._.leaflet_document
        if document is None:
            text = doc.text
            document = Document(text, blocks_of(text), "text", "utf-8")
        found = View(doc, Lexicon.of(doc.vocab), document.text, document.blocks)
        label(found)
        doc._.leaflet = found
    return found


@Language.factory("leaflet_sections")
def make_sections(nlp: Language, name: str) -> Component:
    """Blocks, sections and sentences."""
    Lexicon.of(nlp.vocab)

    def sections(doc: Doc) -> Doc:
        view_of(doc)
        return doc

    return sections


def _register(entity: Entity) -> Any:
    @Language.factory(PREFIX + entity.KEY)
    def make(nlp: Language, name: str) -> Component:
        Lexicon.of(nlp.vocab)

        def component(doc: Doc) -> Doc:
            view = view_of(doc)
            view.records[entity.KEY] = entity.extract(view)
            return doc

        return component

    return make


_FACTORIES = {PREFIX + "sections": make_sections, **{PREFIX + e.KEY: _register(e) for e in entities()}}


def __getattr__(name: str) -> Any:
    """The factories by the names of their components: what the entry points in pyproject.toml refer to."""
    try:
        return _FACTORIES[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None


def build() -> Language:
    """A new Language with every stage in order; `nlp.pipe_names` reads as the architecture."""
    nlp = blank()
    # Leaflets are far shorter than spaCy's limit; the reader's own size limit is the one that counts.
    nlp.max_length = 10**9
    nlp.add_pipe("leaflet_sections")
    for entity in entities():
        nlp.add_pipe(PREFIX + entity.KEY)
    return nlp
