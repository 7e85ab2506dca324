"""What is sealed of a step: its text, and apart from it the answers of its form, each with what a reader may see of it at once.

A step without a form seals its text as it is, under form version 0; one with a form seals both, under the version of that form.
"""

import json
from dataclasses import dataclass

from portal.core.bericht.antwoorden import antwoorden_json, read_antwoorden
from portal.domain.formulier import Antwoorden, Sectie

ZONDER_FORMULIER = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stapinhoud:
    """The words of a step; `antwoorden` is None for a step that asks none."""

    tekst: str = ""
    antwoorden: Antwoorden | None = None

    @property
    def secties(self) -> tuple[Sectie, ...]:
        """The answers under their headings."""
        return self.antwoorden.secties if self.antwoorden is not None else ()

    @property
    def formulierversie(self) -> int:
        """The version under which it is sealed, which says how to read it."""
        return self.antwoorden.formulierversie if self.antwoorden is not None else ZONDER_FORMULIER

    def write(self) -> bytes:
        """Write what is sealed; nothing when there is nothing to seal."""
        if self.antwoorden is None:
            return self.tekst.encode()
        inhoud = {"tekst": self.tekst, "antwoorden": antwoorden_json(self.antwoorden).decode()}
        return json.dumps(inhoud, ensure_ascii=False).encode()


def read_stap(plaintext: bytes, formulierversie: int) -> Stapinhoud:
    """Read what `write` wrote under this version."""
    if formulierversie == ZONDER_FORMULIER:
        return Stapinhoud(tekst=plaintext.decode())
    inhoud = json.loads(plaintext)
    return Stapinhoud(tekst=inhoud["tekst"], antwoorden=read_antwoorden(inhoud["antwoorden"].encode()).antwoorden)
