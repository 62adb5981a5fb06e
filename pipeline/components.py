"""The stages as spaCy components: a Doc in, the same Doc with the leaflet's facts in `doc._.leaflet` out.

`nlp.add_pipe("leaflet_doses")` works in any English pipeline; a stage run without those before it makes its own view.
"""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

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
    Doc.set_extension("leaflet_blocks", default=None)


def view_of(doc: Doc) -> View:
    """The view of a Doc, made and sectioned now if no stage has yet.

    Blocks are those in `doc._.leaflet_blocks`, if a reader knew them, else read from the layout of the text.
    """
    if doc._.leaflet is None:
        blocks = doc._.leaflet_blocks if doc._.leaflet_blocks is not None else blocks_of(doc.text)
        view = View(doc, Lexicon.of(doc.vocab), blocks)
        label(view)
        doc._.leaflet = view
    found: View = doc._.leaflet
    return found


@Language.factory("leaflet_sections")
def make_sections(nlp: Language, name: str) -> Component:
    """Blocks, sections and sentences."""
    Lexicon.of(nlp.vocab)

    def sections(doc: Doc) -> Doc:
        view_of(doc)
        return doc

    return sections


def _register(entity: Entity) -> None:
    @Language.factory(PREFIX + entity.KEY)
    def make(nlp: Language, name: str) -> Component:
        Lexicon.of(nlp.vocab)

        def component(doc: Doc) -> Doc:
            view = view_of(doc)
            view.records[entity.KEY] = entity.extract(view)
            return doc

        return component


for _entity in entities():
    _register(_entity)


def build() -> Language:
    """A new Language with every stage in order; `nlp.pipe_names` reads as the architecture."""
    nlp = blank()
    # Leaflets are far shorter than spaCy's limit; the reader's own size limit is the one that counts.
    nlp.max_length = 10**9
    nlp.add_pipe("leaflet_sections")
    for entity in entities():
        nlp.add_pipe(PREFIX + entity.KEY)
    return nlp
