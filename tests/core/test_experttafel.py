"""The story of a casus for the experttafel: a week ahead, without anybody's number, completed, discussed."""

from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.worklist import werkvoorraad
from portal.core.zicht import kop
from portal.domain.formulier import Fouten
from portal.mailboxes.groningen_bw.experttafel_casus import MAILBOX
from portal.models import Bericht, Termijn
from tests.installatie import Installatie
from tests.voorbeelden import BSN, kader, volledige_casus


def klok(huis: Installatie, bericht: UUID, code: str) -> Termijn:
    with huis.services.database.lezen() as session:
        query = select(Termijn).where(Termijn.bericht == bericht, Termijn.code == code)
        return session.scalars(query).one()


@pytest.mark.parametrize(("later", "te_laat"), [(21, False), (22, True)], ids=["a week ahead", "six days ahead"])
def test_a_casus_must_be_in_a_week_before_the_meeting_and_a_later_one_is_marked(
    huis: Installatie, later: int, te_laat: bool
) -> None:
    huis.later(days=later)
    bericht = huis.stuur(huis.gebruiker("indiener"), "experttafel-casus", volledige_casus())
    gehaald = klok(huis, bericht, "insturen")
    assert (gehaald.datum.isoformat(), gehaald.status) == ("2026-04-23", "gehaald")
    (rij,) = werkvoorraad(huis.services, huis.gebruiker("regioadviseur")).rijen
    assert (rij.id, rij.kwam_te_laat, rij.client) == (bericht, te_laat, "zonder naam")


@pytest.mark.parametrize("getypt", [BSN, f"{BSN[:4]}.{BSN[4:6]}.{BSN[6:]}", f"nummer {BSN[:3]} {BSN[3:6]} {BSN[6:]}."])
def test_a_burgerservicenummer_in_any_text_is_refused(getypt: str) -> None:
    gelezen = MAILBOX.formulier.lees(volledige_casus(casus=f"Het gaat om {getypt}"), kader())
    assert isinstance(gelezen, Fouten)
    assert [fout.veld for fout in gelezen.fouten] == ["casus"]
    assert not isinstance(
        MAILBOX.formulier.lees(volledige_casus(casus="Bel 050 123 45 67 of 123456789"), kader()), Fouten
    )


@pytest.mark.parametrize(("dag", "kan"), [("2026-04-30", True), ("2026-04-02", False), ("2026-04-23", False)])
def test_only_a_day_on_which_the_experttafel_still_meets_can_be_chosen(dag: str, kan: bool) -> None:
    gelezen = MAILBOX.formulier.lees(volledige_casus(vergadering=dag), kader())
    assert isinstance(gelezen, Fouten) is not kan


def test_the_regioadviseur_asks_what_is_missing_puts_it_on_the_agenda_and_writes_the_outcome(huis: Installatie) -> None:
    indiener, adviseur = huis.gebruiker("indiener"), huis.gebruiker("regioadviseur")
    bericht = huis.stuur(indiener, "experttafel-casus", volledige_casus())
    huis.doe(adviseur, bericht, "onvolledig", tekst="Welke stappen?")
    huis.doe(indiener, bericht, "aanvullen", tekst="Ook de crisisdienst.")
    huis.doe(adviseur, bericht, "volledig")
    assert kop(huis.services, indiener, bericht).toestand.titel == "Op de agenda"
    huis.doe(adviseur, bericht, "besproken", tekst="Een aanbieder neemt het op zich.")
    with huis.services.database.lezen() as session:
        assert session.get_one(Bericht, bericht).status == "afgehandeld"
    assert klok(huis, bericht, "vergadering").status == "gehaald"
