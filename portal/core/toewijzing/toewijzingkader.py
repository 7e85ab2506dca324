"""What the form for writing down a toewijzing may know: the aanbieders, and the gemeenten of the own team."""

from dataclasses import replace
from datetime import datetime

from portal.core.accounts import Gebruiker
from portal.core.insturen.kader import kader
from portal.core.services import Services
from portal.domain.formulier import Kader
from portal.domain.rechten import NietToegestaan, Recht


def hand_kader(services: Services, gebruiker: Gebruiker, *, now: datetime) -> Kader:
    """Return the kader of the form; a team without gemeenten has none to choose from."""
    gemeenten = services.regio.gemeenten_van(gebruiker.namens.code)
    return replace(kader(services, gebruiker, now=now), keuzes={"gemeente": gemeenten})


def must_enter_for(services: Services, gebruiker: Gebruiker, gemeente: str) -> None:
    """Refuse with NietToegestaan unless he may write down a toewijzing of this gemeente (CBS code): one his own team works for."""
    gebruiker.eis(Recht.TOEWIJZING_VASTLEGGEN)
    if gemeente not in dict(services.regio.gemeenten_van(gebruiker.namens.code)):
        raise NietToegestaan(Recht.TOEWIJZING_VASTLEGGEN.value)
