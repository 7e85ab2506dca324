"""A taak that could not be ticked off, with what was typed for it; and the aanbieders to choose from where a taak asks one."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from flask import request

from portal.core.bericht.taakzicht import TaakZicht
from portal.core.insturen.kader import kader
from portal.core.taken.indicatie import DOET_NIET_MEE, GEEN_PLAN, plans_to_end
from portal.domain.datums import voluit
from portal.web.kader import gebruiker, now, services
from portal.web.opnieuw import typed

OPNIEUW: Final = (
    "Uw sessie was verlopen en deze taak is nog niet afgevinkt. Kijk na wat hier staat en verstuur het opnieuw."
)


class Taakfout(NamedTuple):
    """Which taak, at which of its fields, why, and what was typed."""

    taak: UUID
    veld: str
    tekst: str
    verzonden: str
    einddatum: str
    aanbieder: str
    plan: str
    ingangsdatum: str
    toewijzingnummer: str
    laatste_dag: str
    getekend_op: str
    gezien_door: str

    @property
    def anker(self) -> str:
        """The id of the field that is wrong."""
        return f"{self.veld}-{self.taak}"

    @property
    def in_meer(self) -> bool:
        """Whether it is wrong, or was typed, in the part that may stay closed."""
        return bool(self.ingangsdatum or self.toewijzingnummer or self.laatste_dag)


def taakfout_of(taak: UUID, veld: str, tekst: str, getypt: Mapping[str, str]) -> Taakfout:
    """Return a taak that was not done, with what was typed at it."""
    namen = [naam for naam in Taakfout._fields if naam not in {"taak", "veld", "tekst", "verzonden"}]
    return Taakfout(
        taak, veld, tekst, verzonden=getypt.get("verzonden_op", ""), **{naam: getypt.get(naam, "") for naam in namen}
    )


def kept_fout(taken: Sequence[TaakZicht]) -> Taakfout | None:
    """Return the taak, one of these, at which somebody was typing when his session ended."""
    if request.method != "GET":
        return None
    getypt = {naam: waarden[0] for naam, waarden in typed().items() if waarden}
    taak = next((taak.id for taak in taken if str(taak.id) == getypt.get("taak")), None)
    return None if taak is None else taakfout_of(taak, "verzonden_op", OPNIEUW, getypt)


def aanbieders_for(taken: Sequence[TaakZicht]) -> tuple[tuple[str, str], ...]:
    """Return the aanbieders by name where a taak asks which one got the toewijzing, and that he takes no part."""
    if not any(taak.vraagt_aanbieder for taak in taken):
        return ()
    alle = kader(services(), gebruiker(), now=now()).aanbieders
    return (*alle, (DOET_NIET_MEE, "Een aanbieder die niet meedoet in het portaal"))


def plannen_for(taken: Sequence[TaakZicht]) -> Mapping[UUID, tuple[tuple[str, str], ...]]:
    """Return by bericht the indicaties to choose from where a taak of it withdraws one, and that it is none of these."""
    vragen = {taak.bericht: taak.schrapt for taak in taken if taak.schrapt and taak.open and not taak.wacht_op}
    return {
        bericht: (
            *((str(plan.id), f"{plan.naam}, einddatum {voluit(plan.einddatum)}") for plan in plannen),
            (GEEN_PLAN, "Een andere indicatie, die niet in deze lijst staat"),
        )
        for bericht, plannen in plans_to_end(services(), gebruiker(), vragen).items()
    }
