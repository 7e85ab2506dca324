"""The routing rehearsal: the questions of a mailbox's own form on which its routing hangs, and nothing about a client."""

from collections.abc import Iterator
from typing import Any

from portal.domain.formulier import Kader, Ruw
from portal.domain.mailbox import Mailbox
from portal.domain.routeregel import velden_van, verbanden_van
from portal.domain.routering import Delen, Keuze, OpRegister, OpVerband, Routering
from portal.domain.voorwaarde import Feit
from portal.forms.formulier import BerichtFormulier
from portal.forms.keuze import GemeenteVeld, TeamVeld
from portal.forms.veld import Veld


class Routeproef:
    """The fields to show, what is wrong with what was typed, and the facts that the routing weighs."""

    def __init__(self, mailbox: Mailbox, ruw: Ruw, kader: Kader) -> None:
        anders: Any = mailbox.formulier
        self._formulier: BerichtFormulier = anders.vul(ruw, kader)
        self._vondsten = _found_form(mailbox.routering).vul(ruw, kader)
        gevraagd = self._with_conditions(_asked(mailbox))
        self.velden: list[Veld] = [veld for veld in self._formulier.velden() if veld.short_name in gevraagd]
        self.velden += self._vondsten.velden()
        for veld in self.velden:
            veld.verplicht = False  # an empty answer is a trial too: the routing says what is missing

    def fouten(self) -> list[tuple[str, str]]:
        """Put what cannot be an answer at its field; returns (anker, text) of each."""
        for veld in self.velden:
            formulier = self._vondsten if veld.short_name in self._vondsten else self._formulier
            tekst = formulier.afkeuring(veld)
            veld.errors = [tekst] if tekst else []
        return [(veld.anker, veld.errors[0]) for veld in self.velden if veld.errors]

    def feiten(self) -> dict[str, Feit]:
        """Return the facts of the fields shown, and what a register or link would give."""
        namen = {veld.short_name for veld in self.velden}
        feiten = {naam: waarde for naam, waarde in self._formulier.feiten().items() if naam in namen}
        return feiten | {naam.replace("_", ".", 1): waarde for naam, waarde in self._vondsten.feiten().items()}

    def anker(self, naam: str) -> str:
        """Return the id of a field, empty when it is not shown."""
        gezocht = naam.replace(".", "_", 1)
        return next((veld.anker for veld in self.velden if veld.short_name == gezocht), "")

    def _with_conditions(self, namen: frozenset[str]) -> frozenset[str]:
        """Add the questions that decide whether another one is asked at all."""
        velden = {veld.short_name: veld for veld in self._formulier.velden()}
        while True:
            voorwaarden = (velden[naam].toon_als for naam in namen if naam in velden)
            meer = namen.union(*(voorwaarde.velden() for voorwaarde in voorwaarden if voorwaarde is not None))
            if meer == namen:
                return namen
            namen = meer


def _asked(mailbox: Mailbox) -> frozenset[str]:
    return velden_van(mailbox.routering).union(*(verwijzing.als.velden() for verwijzing in mailbox.verwijzingen))


def _found_form(routering: Routering) -> Any:  # noqa: ANN401 - a form class that is made on the spot
    """Make a form that asks what a search in a register, or a link, would give."""
    velden: dict[str, Veld] = {
        f"register_{naam}": GemeenteVeld(
            f"Welke gemeente staat in het register '{naam}'?", hint="Laat leeg als er niets wordt gevonden."
        )
        for naam in sorted(set(_registers(routering)))
    }
    for naam in sorted(verbanden_van(routering)):
        velden[f"verband_{naam}"] = TeamVeld(
            f"Welk team heeft het bericht waar dit bij hoort ({naam})?", hint="Laat leeg als er geen is."
        )
    return type("Vondsten", (BerichtFormulier,), {"secties": (("", tuple(velden)),) if velden else (), **velden})


def _registers(routering: Routering) -> Iterator[str]:
    match routering:
        case OpRegister(register=register, anders=anders):
            yield register
            yield from _registers(anders)
        case OpVerband(anders=anders) if anders is not None:
            yield from _registers(anders)
        case Keuze(dan=dan, anders=anders):
            yield from _registers(dan)
            yield from _registers(anders)
        case Delen(delen=delen):
            for _, regel in delen:
                yield from _registers(regel)
        case _:
            return
