"""A matter that is not for the portal: what it is called, where it belongs, and which words lead to it."""

from dataclasses import dataclass

from portal.domain.bron import Bron


@dataclass(frozen=True, slots=True, kw_only=True)
class Buitenzaak:
    """What one may look for here and finds elsewhere; `waar` says to whom or how, in a sentence or two.

    What is `dringend` cannot wait: it stands above what fits as well.
    """

    titel: str
    waar: str
    zoekwoorden: tuple[str, ...]
    regios: tuple[str, ...]
    bron: Bron
    dringend: bool = False
