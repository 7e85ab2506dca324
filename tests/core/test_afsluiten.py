"""A bericht is closed because its client has died, with or without a recorded death, and opens again where it stood."""

from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.bericht.zicht import kop
from portal.core.weigeren import NietMogelijk
from portal.domain.afsluiten import AFGESLOTEN, AFSLUITEN, HEROPENEN, WEER_OPEN
from portal.domain.mailbox import Clientblok
from portal.forms.stapnaar import to_where
from portal.mailboxes import laad_mailboxen
from portal.models import AuditRegel, Bericht, Overleden, Termijn, Termijnhistorie
from portal.regios import laad_regios
from tests.core.test_beeindigen import herindicatie, leg_vast, lopend, overlijden
from tests.core.test_dood_en_bericht import NA_EEN_OVERLIJDEN
from tests.core.test_herleven import gemaild, maak_ongedaan
from tests.installatie import EEMSDELTA, SCHAKEL, Installatie
from tests.overdrachten import overgedragen, stand

VRAAG = "Wat is er nodig?"


def sluit_af(huis: Installatie, bericht: UUID) -> None:
    huis.doe(huis.gebruiker("consulent"), bericht, AFSLUITEN)


def heropen(huis: Installatie, bericht: UUID) -> None:
    huis.doe(huis.gebruiker("consulent"), bericht, HEROPENEN)


def status(huis: Installatie, bericht: UUID) -> str:
    with huis.services.database.lezen() as session:
        return session.get_one(Bericht, bericht).status


def verloop(huis: Installatie, account: str, bericht: UUID) -> list[str]:
    """What this person reads of the steps since it was sent."""
    return [regel.titel for regel in kop(huis.services, huis.gebruiker(account), bericht).verloop[1:]]


def acties(huis: Installatie, bericht: UUID) -> set[str]:
    return {o.code for o in kop(huis.services, huis.gebruiker("consulent"), bericht).acties}


def klokken(huis: Installatie, bericht: UUID) -> dict[str, tuple[str, str]]:
    """How each clock stands, and its last day."""
    query = select(Termijn).where(Termijn.bericht == bericht)
    with huis.services.database.lezen() as session:
        return {klok.code: (klok.status, klok.datum.isoformat()) for klok in session.scalars(query)}


def test_every_mailbox_about_a_living_client_can_be_closed_and_no_other() -> None:
    alle = laad_mailboxen(laad_regios()).alle()
    met = {m.code for m in alle if m.levensloop.overgang(AFSLUITEN) is not None}
    levend = {m.code for m in alle if m.clientblok is Clientblok.VOLLEDIG} - NA_EEN_OVERLIJDEN
    assert met == levend
    titels = {(m.regios[0], o.titel) for m in alle if (o := m.levensloop.overgang(AFSLUITEN)) is not None}
    assert titels == {
        ("groningen", "Afsluiten: de burger is overleden"),
        ("noord-midden-limburg", "Afsluiten: de inwoner is overleden"),
    }


def test_in_every_mailbox_opening_again_leads_to_where_it_stood_and_the_document_says_so() -> None:
    alle = laad_mailboxen(laad_regios()).alle()
    weer = [(m, o) for m in alle for o in m.levensloop.overgangen if o.code in {HEROPENEN, WEER_OPEN}]
    assert {to_where(m.levensloop, o) for m, o in weer} == {"terug naar waar het stond"}
    for mailbox, overgang in weer:
        loop = mailbox.levensloop
        dicht = next(o for o in loop.overgangen if o.code == AFSLUITEN)
        waarheen = [loop.waarheen(overgang, status=AFGESLOTEN.code, gevraagd_in=code).code for code in dicht.van]
        assert (mailbox.code, tuple(waarheen)) == (mailbox.code, dicht.van)
    loop = next(m.levensloop for m in alle if m.code == "mo-melding")
    niet = next(o for o in loop.overgangen if o.titel == "Niet intrekken")
    assert to_where(loop, niet).startswith("naar 'Geopend', of terug naar waar het stond: 'In behandeling', ")


def test_without_a_recorded_death_it_ends_alone_and_the_sender_does_not_read_why(huis: Installatie) -> None:
    bericht, ander = herindicatie(huis), herindicatie(huis)
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    voor, gehoord = klokken(huis, bericht), gemaild(huis, bericht)
    sluit_af(huis, bericht)
    assert (status(huis, bericht), lopend(huis, bericht), lopend(huis, ander)) == ("afgesloten", [], ["onderzoek"])
    assert verloop(huis, "consulent", bericht) == ["Oppakken", "Afsluiten: de burger is overleden"]
    assert verloop(huis, "indiener", bericht) == ["Oppakken", "Afgesloten door het team"]
    assert (gehoord, gemaild(huis, bericht)) == (set(), {SCHAKEL})
    for wie in ("indiener", "consulent"):
        zicht = kop(huis.services, huis.gebruiker(wie), bericht)
        assert {regel.grond for klok in zicht.termijnen for regel in klok.historie} == {""}
    heropen(huis, bericht)
    assert (status(huis, bericht), klokken(huis, bericht)) == ("in_behandeling", voor)
    assert verloop(huis, "indiener", bericht)[-1] == "Weer open"
    with huis.services.database.lezen() as session:
        audit = select(AuditRegel.actie).where(AuditRegel.onderwerp == str(bericht))
        assert {AFSLUITEN, HEROPENEN, "termijnen herleefd"} <= set(session.scalars(audit))


def test_what_is_closed_after_the_death_was_recorded_opens_again_with_its_undoing_and_not_before(
    huis: Installatie,
) -> None:
    eigen, nieuw, bericht = herindicatie(huis), herindicatie(huis, "ander"), overlijden(huis)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, eigen, "oppakken")
    huis.doe(consulent, eigen, "geen-gesprek")
    voor = [klokken(huis, b) for b in (eigen, nieuw)]
    leg_vast(huis, bericht)
    for welk in (eigen, nieuw):
        sluit_af(huis, welk)
    assert HEROPENEN not in acties(huis, eigen)
    nummer = kop(huis.services, consulent, bericht).nummer
    with pytest.raises(NietMogelijk, match=f"Bij {nummer} is vastgelegd dat deze cliënt is overleden"):
        heropen(huis, eigen)
    assert status(huis, eigen) == "afgesloten"
    # who told the death himself reads why; another does not
    assert verloop(huis, "indiener", eigen)[-1] == "Afsluiten: de burger is overleden"
    assert verloop(huis, "ander", nieuw)[-1] == "Afgesloten door het team"
    gehoord = [gemaild(huis, b) for b in (eigen, nieuw)]
    huis.later(days=1)
    maak_ongedaan(huis, bericht)
    assert [status(huis, b) for b in (eigen, nieuw)] == ["onderzoek", "ingediend"]
    assert [klokken(huis, b) for b in (eigen, nieuw)] == voor
    assert [verloop(huis, wie, b)[-1] for wie, b in (("consulent", eigen), ("ander", nieuw))] == [
        "Weer open: het vastleggen van het overlijden is ongedaan gemaakt",
        "Weer open",
    ]
    assert [EEMSDELTA in mail for mail in gehoord] == [False, False]
    assert [EEMSDELTA in gemaild(huis, b) for b in (eigen, nieuw)] == [True, True]


def test_what_was_sent_after_the_death_and_closed_because_of_it_opens_again_too(huis: Installatie) -> None:
    een, twee = overlijden(huis), overlijden(huis)
    leg_vast(huis, een)
    leg_vast(huis, twee)
    later = herindicatie(huis, "ander")
    assert lopend(huis, later) == ["onderzoek"]
    sluit_af(huis, later)
    assert (lopend(huis, later), HEROPENEN in acties(huis, later)) == ([], False)
    with huis.services.database.lezen() as session:
        eerste = session.get_one(Overleden, later).gemeld_in
    maak_ongedaan(huis, eerste)
    assert status(huis, later) == "afgesloten"
    maak_ongedaan(huis, twee if eerste == een else een)
    assert (status(huis, later), lopend(huis, later)) == ("ingediend", ["onderzoek"])


def test_what_was_closed_by_hand_before_the_death_was_recorded_opens_again_with_its_undoing(huis: Installatie) -> None:
    eigen = herindicatie(huis)
    sluit_af(huis, eigen)
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    assert HEROPENEN not in acties(huis, eigen)
    maak_ongedaan(huis, bericht)
    assert (status(huis, eigen), lopend(huis, eigen)) == ("ingediend", ["onderzoek"])


def test_what_another_team_closed_by_itself_is_its_own_to_open(huis: Installatie) -> None:
    elders, bericht = herindicatie(huis, gemeente_inschrijving="0014"), overlijden(huis)
    leg_vast(huis, bericht)
    huis.doe(huis.gebruiker("groningen"), elders, AFSLUITEN)
    maak_ongedaan(huis, bericht)
    assert (status(huis, elders), lopend(huis, elders)) == ("afgesloten", [])
    huis.doe(huis.gebruiker("groningen"), elders, HEROPENEN)
    assert (status(huis, elders), lopend(huis, elders)) == ("ingediend", ["onderzoek"])


def test_a_question_that_was_open_is_open_again_and_its_answer_leads_where_it_did(huis: Installatie) -> None:
    bericht, consulent = herindicatie(huis), huis.gebruiker("consulent")
    for stap in ("oppakken", "geen-gesprek"):
        huis.doe(consulent, bericht, stap)
    huis.doe(consulent, bericht, "vraag-stellen", tekst=VRAAG)
    voor = klokken(huis, bericht)
    sluit_af(huis, bericht)
    heropen(huis, bericht)
    assert (status(huis, bericht), klokken(huis, bericht)) == ("vraag_uit", voor)
    huis.doe(huis.gebruiker("indiener"), bericht, "beantwoorden", tekst="Dit.")
    assert status(huis, bericht) == "onderzoek"


def test_open_taken_lapse_with_it_and_come_back(huis: Installatie) -> None:
    bericht = overgedragen(huis)
    voor = stand(huis, bericht)
    assert "open" in voor.values()
    sluit_af(huis, bericht)
    assert {*stand(huis, bericht).values()} == {"vervallen"}
    heropen(huis, bericht)
    assert (stand(huis, bericht), status(huis, bericht)) == (voor, "in_overdracht")


def test_a_step_that_was_made_otherwise_meanwhile_stays_and_a_clock_tells_all_that_happened(huis: Installatie) -> None:
    bericht = herindicatie(huis)
    for stap in (AFSLUITEN, HEROPENEN, AFSLUITEN, HEROPENEN):
        huis.doe(huis.gebruiker("consulent"), bericht, stap)
    with huis.services.database.lezen() as session:
        klok = select(Termijn.id).where(Termijn.bericht == bericht, Termijn.code == "onderzoek").scalar_subquery()
        regels = select(Termijnhistorie).where(Termijnhistorie.termijn == klok).order_by(Termijnhistorie.volgnummer)
        historie = [(regel.soort, regel.grond) for regel in session.scalars(regels)]
    weg, terug = ("vervallen", "overlijden"), ("herleefd", "toch-niet-overleden")
    assert historie == [("gestart", ""), weg, terug, weg, terug]
    assert (status(huis, bericht), AFGESLOTEN.code, WEER_OPEN in acties(huis, bericht)) == (
        "ingediend",
        "afgesloten",
        False,
    )


def test_who_is_too_late_does_not_read_why(huis: Installatie) -> None:
    bericht, versie = herindicatie(huis), 1
    with huis.services.database.lezen() as session:
        versie = session.get_one(Bericht, bericht).versie
    sluit_af(huis, bericht)
    with pytest.raises(NietMogelijk) as geweigerd:
        huis.doe(huis.gebruiker("indiener"), bericht, "beantwoorden", tekst="Dit.", versie=versie)
    assert "overl" not in geweigerd.value.tekst
