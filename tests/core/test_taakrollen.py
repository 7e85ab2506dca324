"""Who does a taak: as the Toegang divides its work from a day on, and who is there when nobody holds the role."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.opening import NietGevonden
from portal.core.regels.regelproef import Taakproef
from portal.core.regels.regelvoorstel import stel_voor
from portal.core.regels.taakrollen import kinds, taakverdeling
from portal.domain.rechten import NietToegestaan
from portal.domain.regelcontrole import PastNiet
from portal.domain.regels import NieuweTaakrol
from portal.domain.rollen import Rol
from portal.models import Taak
from portal.sealing.envelope import new_id
from tests.core.regels import beslis, oefen, stel, twee_beheerders
from tests.domain.test_regels import taakrol
from tests.installatie import EEMSDELTA, GRONINGEN, Installatie

VANDAAG = date(2026, 4, 2)
FORMULIER = NieuweTaakrol(
    team=EEMSDELTA,
    taak="formulier-wisseling",
    titel="Stuur het formulier wisseling aanbieder aan de backoffice",
    rol=Rol.FRONTOFFICE,
    vanaf=VANDAAG,
    bron="werkafspraak",
)


def besloten(huis: Installatie, wie: str, gemeente: str) -> UUID:
    """Let a Toegang decide on a verzoek within its own gemeente."""
    bericht = huis.bericht(huis.gebruiker("indiener"), gemeente_inschrijving=gemeente, verhuist="nee")
    for code in ("oppakken", "akkoord-zelfde-gemeente"):
        huis.doe(huis.gebruiker(wie), bericht, code, tekst="Akkoord.")
    return bericht


def rollen(huis: Installatie, bericht: UUID) -> dict[str, str]:
    with huis.services.database.lezen() as session:
        return dict(session.execute(select(Taak.code, Taak.rol).where(Taak.bericht == bericht)).all())


def test_a_taak_is_for_the_role_that_its_toegang_chose_from_a_day_on_and_what_is_open_keeps_its_own(
    huis: Installatie,
) -> None:
    een, twee = twee_beheerders(huis)
    eerder = besloten(huis, "consulent", "1979")
    assert rollen(huis, eerder)["formulier-wisseling"] == "consulent"
    welk = stel(huis, een, FORMULIER)
    assert oefen(huis, twee, FORMULIER).taak == Taakproef(rol=Rol.FRONTOFFICE, doet=Rol.FRONTOFFICE, open=1)
    beslis(huis, twee, welk, ook_lopende=False)
    later = besloten(huis, "consulent", "1979")
    assert [rollen(huis, bericht)["formulier-wisseling"] for bericht in (eerder, later)] == ["consulent", "frontoffice"]


def test_at_a_toegang_without_backoffice_or_frontoffice_every_taak_falls_to_the_consulenten(huis: Installatie) -> None:
    assert set(rollen(huis, besloten(huis, "groningen", "0014")).values()) == {"consulent"}
    verdeling, aanwezig = taakverdeling(huis.services, huis.gebruiker("beheerder"), GRONINGEN, vandaag=VANDAAG)
    beschikking = next(regel for regel in verdeling if regel.soort.code == "beschikking")
    assert (aanwezig, beschikking.rol, beschikking.doet) == (
        frozenset({Rol.CONSULENT}),
        Rol.BACKOFFICE,
        Rol.CONSULENT,
    )


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_only_a_functioneel_beheerder_sees_the_division_and_only_of_a_toegang(huis: Installatie) -> None:
    with pytest.raises(NietToegestaan):
        taakverdeling(huis.services, huis.gebruiker("consulent"), EEMSDELTA, vandaag=VANDAAG)
    with pytest.raises(NietGevonden):
        taakverdeling(huis.services, huis.gebruiker("beheerder"), "cmo", vandaag=VANDAAG)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_taak_that_no_mailbox_of_the_region_sets_is_refused(huis: Installatie) -> None:
    vreemd = taakrol(Rol.CONSULENT, VANDAAG)
    for taak in ("weg", "uitnodigen"):
        nieuw = NieuweTaakrol(team=EEMSDELTA, taak=taak, titel="x", rol=vreemd.rol, vanaf=VANDAAG, bron="x")
        with pytest.raises(PastNiet, match="Deze taak is er niet"):
            stel_voor(huis.services, huis.gebruiker("beheerder"), nieuw, sleutel=new_id(), now=huis.now)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_kind_of_taak_is_named_once_by_its_shortest_title(huis: Installatie) -> None:
    soorten = {soort.code: soort for soort in kinds(huis.services.mailboxen, huis.services.regio)}
    assert soorten["beschikking"].titel == "Stuur de beschikking aan de burger"
    assert "Stuur de afwijzende beschikking aan de burger" in soorten["beschikking"].ook
    assert soorten["beschikking"].voorstel is Rol.BACKOFFICE
