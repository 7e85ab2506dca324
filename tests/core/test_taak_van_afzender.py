"""A taak for who sent a bericht: in his list, done by him alone, and gone when it is not needed any more."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.bericht.zicht import kop
from portal.core.herinneren.afloop import aflopend
from portal.core.opening import NietGevonden
from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.domain.bron import Bron
from portal.domain.gevolg import Taak as Taakregel
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.termijn import BijOvergang, Eenheid
from portal.domain.termijn import Termijn as Termijnregel
from portal.mailboxes import Register, waarschuwingen
from portal.models import Termijn
from portal.worker.loop import work_clocks
from tests.core.test_onderbreking import verleng, verlengd
from tests.core.test_sociale_kaart import told
from tests.installatie import SCHAKEL, Installatie, vervang
from tests.voorbeelden import volledig_verzoek

TAAK = "hervatting-305"


def lijst(huis: Installatie, account: str) -> list[str]:
    return [taak.code for taak in takenlijst(huis.services, huis.gebruiker(account)).taken]


def taken(huis: Installatie, account: str, bericht: UUID) -> list[tuple[str, bool, bool]]:
    return [(t.code, t.open, t.van_ons) for t in kop(huis.services, huis.gebruiker(account), bericht).taken]


def test_an_aanbieder_has_a_taak_of_what_it_sent_and_does_it_itself(huis: Installatie) -> None:
    bericht = verlengd(huis, "1-6-2026")
    verleng(huis, bericht, "1-7-2026")
    assert (lijst(huis, "indiener"), lijst(huis, "consulent"), lijst(huis, "ander")) == ([TAAK], [], [])
    assert (taken(huis, "indiener", bericht), taken(huis, "consulent", bericht)) == (
        [(TAAK, True, True)],
        [(TAAK, True, False)],
    )
    (taak,) = kop(huis.services, huis.gebruiker("indiener"), bericht).taken
    assert taak.rol == Rol.INDIENER.value
    vandaag = huis.now.date()
    for account in ("consulent", "ander"):
        with pytest.raises(NietGevonden):
            taak_gedaan(huis.services, huis.gebruiker(account), taak=taak.id, verzonden=vandaag, now=huis.now)
    taak_gedaan(huis.services, huis.gebruiker("indiener"), taak=taak.id, verzonden=vandaag, now=huis.now)
    assert (lijst(huis, "indiener"), taken(huis, "consulent", bericht)) == ([], [(TAAK, False, False)])
    assert aflopend(huis.services, huis.gebruiker("indiener"), tot=vandaag, keuze="alles", vandaag=vandaag) == ()


def test_a_taak_of_the_aanbieder_lapses_with_the_decision_that_ends_what_it_was_for(huis: Installatie) -> None:
    bericht = verlengd(huis, "1-6-2026")
    huis.moment[0] = datetime(2026, 6, 2, 8, tzinfo=UTC)
    huis.doe(huis.gebruiker("consulent"), bericht, "indicatie-ingetrokken", tekst="De zorg is niet hervat.")
    assert lijst(huis, "indiener") == []
    assert [code for code, _, _ in taken(huis, "indiener", bericht)] == [TAAK]


def test_an_aanbieder_that_takes_the_burger_along_sees_to_the_inschrijving(huis: Installatie) -> None:
    ruw = volledig_verzoek(nieuwe_aanbieder="eigen-organisatie", nieuwe_aanbieder_naam=None)
    bericht = huis.stuur(huis.gebruiker("indiener"), "verzoek-overdracht-toewijzing", ruw)
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    huis.doe(huis.gebruiker("consulent"), bericht, "akkoord-andere-gemeente", tekst="Past bij de burger.")
    assert lijst(huis, "indiener") == ["inschrijving"]


def test_the_clock_of_a_taak_of_the_aanbieder_warns_him_and_is_late_in_his_list(huis: Installatie) -> None:
    binnen = met_termijn(huis)
    bericht = verlengd(binnen, "1-6-2026")
    with binnen.services.database.lezen() as session:
        klok = session.scalars(select(Termijn).where(Termijn.bericht == bericht, Termijn.code == "hervatting")).one()
    assert (klok.datum, klok.status) == (date(2026, 2, 27), "loopt")
    (taak,) = takenlijst(binnen.services, binnen.gebruiker("indiener")).taken
    assert taak.uiterlijk == klok.datum
    told(binnen)
    mails = []
    for maand, dag in ((2, 25), (2, 26), (2, 28), (3, 2)):
        binnen.moment[0] = datetime(2026, maand, dag, 8, tzinfo=UTC)
        work_clocks(binnen.services, now=binnen.now)
        mails += [(dag, *mail) for mail in told(binnen)]
    assert [mail for mail in mails if mail[1] == SCHAKEL] == [(26, SCHAKEL, "herinnering"), (2, SCHAKEL, "te-laat")]
    vandaag = binnen.now.date()
    (laat,) = aflopend(binnen.services, binnen.gebruiker("indiener"), tot=vandaag, keuze="alles", vandaag=vandaag)
    assert (laat.is_taak, laat.titel) == (True, taak.titel)
    taak_gedaan(binnen.services, binnen.gebruiker("indiener"), taak=taak.id, verzonden=vandaag, now=binnen.now)
    with binnen.services.database.lezen() as session:
        assert session.get_one(Termijn, klok.id).status == "gehaald"


def met_termijn(huis: Installatie) -> Installatie:
    """Give the 305 a term of five werkdagen, with a warning a werkdag before."""
    verklaring = huis.services.mailboxen.met_code("verlenging-onderbreking")
    assert verklaring is not None
    verlengen = verklaring.levensloop.overgang("verlengd")
    assert verlengen is not None
    termijn = Termijnregel(
        code="hervatting",
        titel="iWmo 305-bericht",
        aantal=5,
        eenheid=Eenheid.WERKDAG,
        begint=BijOvergang("verlengd"),
        eigenaar=Partij.AFZENDER,
        bron=Bron(plaats="proef"),  # a duty has a source: what only the portal proposes is never late
        waarschuwingen=(waarschuwingen.vooraf(1, Eenheid.WERKDAG, Partij.AFZENDER),),
    )
    taken = tuple(replace(g, termijn=termijn) if isinstance(g, Taakregel) else g for g in verlengen.gevolgen)
    overgangen = tuple(replace(o, gevolgen=taken) if o is verlengen else o for o in verklaring.levensloop.overgangen)
    loop = replace(verklaring.levensloop, overgangen=overgangen)
    return vervang(huis, mailboxen=Register((replace(verklaring, levensloop=loop),)))
