"""A term that counts from a day which the sender said: that day is corrected, and what was met in time may turn out late."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from portal.core.behandelen.stapcontrole import DagNodig
from portal.core.bericht.klokzicht import TermijnZicht
from portal.core.bericht.zicht import kop
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.klokken.klokcontrole import KlokNodig, Wijziging
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.kloktelling import corrected_days
from portal.core.lezen.reading import open_bericht
from portal.domain.termijn import Karakter, OpDatum, VanVerband
from portal.mailboxes import laad_mailboxen
from portal.models import Termijn as TermijnRij
from portal.regios import laad_regios
from tests.core.test_beeindigen import overlijden
from tests.core.test_klokwijziging import aanvraag, wijzig
from tests.core.test_onderbreking_begonnen import vastgelegd
from tests.installatie import Installatie
from tests.voorbeelden import volledige_herindicatie, volledige_melding, volledige_onderbreking


def klok(huis: Installatie, wie: str, bericht: UUID, code: str) -> TermijnZicht:
    return next(k for k in kop(huis.services, huis.gebruiker(wie), bericht).termijnen if k.code == code)


def verbeter(huis: Installatie, wie: str, bericht: UUID, code: str, dag: date) -> None:
    wijziging = Wijziging(termijn=klok(huis, wie, bericht, code).id)
    stap = "termijn-begin-verbeteren"
    huis.doe(huis.gebruiker(wie), bericht, stap, tekst="De dag was verkeerd.", dag=dag, klok=wijziging)


def test_a_melding_that_was_in_time_is_late_when_the_voorval_was_earlier(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding())
    assert klok(huis, "toezichthouder", bericht, "melden").te_laat is False
    verbeter(huis, "toezichthouder", bericht, "melden", date(2026, 3, 26))
    nu = klok(huis, "toezichthouder", bericht, "melden")
    assert (nu.status, nu.datum, nu.te_laat) == (Klokstatus.GEHAALD, date(2026, 3, 31), True)
    laatste = nu.historie[-1]
    assert (laatste.soort, laatste.van, laatste.naar) == (
        Gebeurtenis.BEGIN_GECORRIGEERD,
        date(2026, 4, 7),
        date(2026, 3, 31),
    )
    open_bericht(huis.services, huis.gebruiker("toezichthouder"), bericht, now=huis.now)  # what was signed still holds


def test_nazorgdagen_go_by_the_corrected_day_of_the_death(huis: Installatie) -> None:
    bericht = overlijden(huis, nazorg="ja", product="thuis-plus", dagen="5")

    def uitkomsten() -> list[str]:
        geopend = open_bericht(huis.services, huis.gebruiker("consulent"), bericht, now=huis.now)
        return [o.code for o in geopend.acties if o.naar == "besloten"]

    assert uitkomsten() == ["nazorg-toekennen", "nazorg-afwijzen"]
    verbeter(huis, "consulent", bericht, "nazorg", date(2026, 2, 27))
    assert klok(huis, "consulent", bericht, "nazorg").te_laat is True
    assert uitkomsten() == ["nazorg-te-laat", "nazorg-te-laat-toekennen"]
    huis.later(days=3)
    with pytest.raises(KlokNodig, match="al gehaald"):
        verbeter(huis, "consulent", bericht, "nazorg", date(2026, 4, 4))


@pytest.mark.parametrize("soort", ["onderbreking-begonnen", "verlenging-onderbreking"])
def test_the_three_maanden_run_from_the_corrected_stop_date(huis: Installatie, soort: str) -> None:
    huis.moment[0] = datetime(2026, 2, 20, 8, tzinfo=UTC)
    stuur = {
        "onderbreking-begonnen": lambda: vastgelegd(huis),
        "verlenging-onderbreking": lambda: huis.stuur(huis.gebruiker("indiener"), soort, volledige_onderbreking()),
    }
    bericht = stuur[soort]()
    assert klok(huis, "consulent", bericht, "onderbreking").datum == date(2026, 5, 2)
    verbeter(huis, "consulent", bericht, "onderbreking", date(2026, 1, 20))
    nu = klok(huis, "consulent", bericht, "onderbreking")
    assert (nu.status, nu.datum) == (Klokstatus.LOOPT, date(2026, 4, 20))
    with pytest.raises(DagNodig, match="na vandaag"):
        verbeter(huis, "consulent", bericht, "onderbreking", date(2026, 2, 21))


def test_a_melding_before_an_end_that_was_mistyped_is_judged_by_the_end_that_was_meant(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(einddatum="27-5-2027"))
    consulent = huis.gebruiker("consulent")

    def gewaarschuwd() -> bool:
        geopend = open_bericht(huis.services, consulent, bericht, now=huis.now)
        titels = [w.titel for w in warnings_for(huis.services, consulent, geopend.kop, geopend.feiten)]
        return "Beschikking kan na dinsdag 26 mei 2026 komen" in titels

    assert (klok(huis, "consulent", bericht, "melden").te_laat, gewaarschuwd()) == (False, False)
    verbeter(huis, "consulent", bericht, "melden", date(2026, 5, 26))
    nu = klok(huis, "consulent", bericht, "melden")
    # 8 weken before dinsdag 26 mei: it was sent on 2 april
    assert (nu.status, nu.vanaf, nu.datum, nu.te_laat) == (
        Klokstatus.GEHAALD,
        date(2026, 5, 26),
        date(2026, 3, 31),
        True,
    )
    assert ("dinsdag 26 mei 2026" in nu.uitleg, gewaarschuwd()) == (True, True)
    verbeter(huis, "consulent", bericht, "melden", date(2026, 5, 27))
    assert klok(huis, "consulent", bericht, "melden").datum == date(2026, 4, 1)
    with pytest.raises(DagNodig, match="na vandaag"):
        verbeter(huis, "consulent", bericht, "onderzoek", date(2026, 5, 27))


def test_a_day_of_a_clock_that_lapsed_does_not_go_before_the_corrected_one() -> None:
    mailbox = laad_mailboxen(laad_regios()).met_code("overlijden")
    assert mailbox is not None
    rijen = [
        TermijnRij(code="nazorgdagen", vanaf=date(2026, 3, 27), status="loopt"),
        TermijnRij(code="nazorg-aanspraak", vanaf=date(2026, 3, 30), status="vervallen"),
    ]
    for volgorde in (rijen, rijen[::-1]):
        assert corrected_days(mailbox, volgorde) == {"overlijdensdatum": "2026-03-27"}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_term_from_the_receipt_cannot_have_begun_long_before_the_bericht_was_there(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    with pytest.raises(KlokNodig, match="kan de termijn niet zijn begonnen"):
        wijzig(huis, bericht, "begin-verbeteren", date(2025, 3, 31))
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 2, 2))
    assert klok(huis, "consulent", bericht, "beschikking").vanaf == date(2026, 2, 2)


def test_every_mailbox_whose_term_counts_from_a_day_that_was_said_can_correct_it() -> None:
    """A meeting is chosen from those there are, and another is a step of its own; a day that is named is the last day itself."""
    zonder = [
        mailbox.code
        for mailbox in laad_mailboxen(laad_regios()).alle()
        if any(
            isinstance(t.begint, OpDatum | VanVerband) and t.karakter is not Karakter.MIJLPAAL and t.aantal
            for t in mailbox.termijnen
        )
        and mailbox.vergadering is None
        and mailbox.levensloop.overgang("termijn-begin-verbeteren") is None
    ]
    assert zonder == []
