"""Terminologies that users import from their own files: a term in, the codes that the terminology lists for it out.

`leaflet vocab import KIND FILE` compiles a file once into a local store; extraction looks terms up in the stores that
are there. A code is given for a name or a listed synonym, spelling and plural aside, and never by likeness. Without a
store nothing is looked up and nothing is loaded.
"""

from pipeline.model import Code
from pipeline.vocab.store import stores

KINDS = ("unii", "rxnorm", "atc", "meddra", "hpo", "mesh")
"""The kinds of terminology that can be imported; each is a module of pipeline.vocab.kinds."""
SUBSTANCES = ("unii", "rxnorm", "atc", "mesh")
"""The kinds that name substances."""
CONDITIONS = ("meddra", "hpo", "mesh")
"""The kinds that name what people have: side effects, diseases, findings."""


def codes_for(kind: str, term: str) -> list[Code]:
    """The codes that the imported terminology `kind` lists for `term`; none where it is not imported or has none.

    A term that the terminology lists for several concepts alike gets none: no code is better than a wrong one.
    ValueError for a kind that is none of KINDS, UsageError where a store is damaged.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of terminology: {', '.join(KINDS)}")
    found = stores()
    if kind not in found:
        return []
    return [Code(system=system, code=code) for system, code in found[kind].look_up(term)]


def condition_codes(term: str) -> list[Code]:
    """The codes of a side effect, disease or finding in every imported terminology of such."""
    return [code for kind in CONDITIONS for code in codes_for(kind, term)] if stores() else []


def versions() -> dict[str, str]:
    """What is imported, by kind: the release where it is known, and the hash of the store's content.

    Equal values give equal codes: what the rules hash and the manifest of a run record. Empty without a store.
    """
    return {kind: store.version for kind, store in stores().items()}
