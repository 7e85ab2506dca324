"""The register of toewijzingen: what a 301 writes down and ends in it, and who sees what."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.stapcontrole import Getekend
from portal.core.beheer.watkan import what_one_may
from portal.core.herinneren.afloop import aflopend
from portal.core.opening import NietGevonden
from portal.core.registers.toewijzingen import INHOUD, Stand, Toegewezen
from portal.core.taken.indicatie import EinddatumNodig, Indicatie
from portal.core.taken.taken import taak_gedaan
from portal.core.toewijzing.toewijzingenlijst import (
    Regel,
    correct_end,
    end_by_hand,
    enter_by_hand,
    everything,
    of_bsn,
    open_toewijzing,
    register,
)
from portal.core.weigeren import NietMogelijk
from portal.domain.formulier import Client
from portal.domain.rechten import Lidmaatschap, NietToegestaan
from portal.domain.rollen import Rol
from portal.models import AuditRegel, SealedItem, Termijn, Termijnhistorie, Toewijzing, Uitgaand, Zoekterm
from portal.sealing.client import Refused, VaultDown
from portal.sealing.envelope import new_id
from portal.vault.inrichten import bootstrap_person
from portal.vault.verify import verify
from portal.worker.loop import work_clocks
from tests.core.test_indicatie import EINDE, Zaak, plan_of, plans, toegekend, two_plans, wisseling
from tests.core.test_sociale_kaart import told
from tests.ingevuld import ingevuld
from tests.installatie import DIEP, EEMSDELTA, SCHAKEL, WACHTWOORD, Installatie

BSN = "999900006"
CLIENT = Client(bsn="999900018", geboortedatum="1980-01-31", voorletters="AB", achternaam="Voorbeeld")


def take_in(huis: Installatie) -> None:
    """Let the vault take in every toewijzing, as the worker does."""
    with huis.services.database.lezen() as session:
        ids = session.scalars(select(Toewijzing.id)).all()
    for toewijzing in ids:
        huis.client.take_in(toewijzing)


def lines(huis: Installatie, wie: str, toon: str = "alles") -> list[Regel]:
    take_in(huis)
    gevonden = register(huis.services, huis.gebruiker(wie), toon=toon, sorteer="einde", vandaag=huis.now.date())
    return list(gevonden.regels)


def seen(huis: Installatie, wie: str, toon: str = "alles") -> list[tuple[str, str, Stand]]:
    return [(regel.aanbieder, regel.laatste_dag.isoformat(), regel.stand) for regel in lines(huis, wie, toon)]


def by_hand(
    huis: Installatie, organisatie: str | None = SCHAKEL, *, wie: Gebruiker | None = None, **anders: Any
) -> Any:
    wat: dict[str, Any] = {
        "client": CLIENT,
        "gemeente": "1979",
        "vanaf": date(2026, 1, 1),
        "einddatum": date(2026, 12, 31),
        "nummer": "412",
    }
    wie = wie or huis.gebruiker("backoffice")
    return enter_by_hand(huis.services, wie, Toegewezen(**(wat | anders)), organisatie=organisatie, now=huis.now)


def tick(zaak: Zaak, code: str, **anders: Any) -> None:
    taak_gedaan(
        zaak.huis.services,
        zaak.huis.gebruiker("backoffice"),
        taak=zaak.taak(code),
        verzonden=zaak.huis.now.date(),
        indicatie=Indicatie(**anders),
        now=zaak.huis.now,
    )


def test_a_301_writes_a_toewijzing_down_for_the_team_and_the_aanbieder_that_got_it(huis: Installatie) -> None:
    zaak = toegekend(huis)
    tick(zaak, "301-toewijzing", einddatum=EINDE, vanaf=date(2026, 6, 1), nummer="412")
    for wie in ("backoffice", "indiener"):
        (regel,) = lines(huis, wie)
        assert (regel.aanbieder, regel.vanaf, regel.einddatum, regel.stand) == (
            "Stichting De Schakel",
            date(2026, 6, 1),
            EINDE,
            Stand.KOMT,
        )
        assert (regel.client.endswith(" · 412"), regel.bericht is not None) == (True, True)
        inhoud = open_toewijzing(huis.services, huis.gebruiker(wie), regel.id, vandaag=huis.now.date()).inhoud
        assert (inhoud.client.bsn, inhoud.gemeente, inhoud.nummer, len(inhoud.producten) > 0) == (
            BSN,
            "1979",
            "412",
            True,
        )
        found = of_bsn(huis.services, huis.gebruiker(wie), BSN, vandaag=huis.now.date())
        assert [r.id for r in found] == [regel.id]
    assert lines(huis, "ander") == lines(huis, "groningen") == []


def test_what_a_toewijzing_says_stands_nowhere_in_clear(huis: Installatie) -> None:
    by_hand(huis)
    take_in(huis)
    with huis.services.database.lezen() as session:
        bytes_ = [item.content or b"" for item in session.scalars(select(SealedItem))]
        bytes_ += [term.term for term in session.scalars(select(Zoekterm))]
    assert not [b for b in bytes_ if b"999900018" in b or b"Voorbeeld" in b or b"412" in b]


def test_at_a_wisseling_the_new_aanbieder_sees_his_own_toewijzing_and_nothing_of_the_old_one(
    huis: Installatie,
) -> None:
    oud = toegekend(huis)
    tick(oud, "301-toewijzing", einddatum=EINDE, vanaf=date(2026, 4, 1))
    take_in(huis)
    zaak = wisseling(huis)
    tick(zaak, "formulier-wisseling")
    tick(zaak, "301-intrekking", tot=date(2026, 4, 30))
    tick(zaak, "301-toewijzing", einddatum=EINDE, aanbieder=DIEP, vanaf=date(2026, 5, 1))
    (nieuw,) = lines(huis, "ander")
    assert (nieuw.aanbieder, nieuw.bericht, nieuw.tot_bericht) == ("Huis aan het Diep", None, None)
    geopend = open_toewijzing(huis.services, huis.gebruiker("ander"), nieuw.id, vandaag=huis.now.date())
    assert (geopend.inhoud.client.bsn, geopend.inhoud.client.kenmerk) == (BSN, "")
    assert seen(huis, "indiener") == [("Stichting De Schakel", "2026-04-30", Stand.LOOPT)]
    assert sorted(seen(huis, "backoffice")) == [
        ("Huis aan het Diep", "2027-06-30", Stand.KOMT),
        ("Stichting De Schakel", "2026-04-30", Stand.LOOPT),
    ]
    with pytest.raises(NietGevonden):
        open_toewijzing(huis.services, huis.gebruiker("indiener"), nieuw.id, vandaag=huis.now.date())


def test_the_same_301_from_two_berichten_is_one_toewijzing(huis: Installatie) -> None:
    zaak = toegekend(huis)
    tick(zaak, "301-toewijzing", einddatum=EINDE)
    take_in(huis)
    tick(toegekend(huis), "301-toewijzing", einddatum=EINDE)
    assert len(lines(huis, "indiener")) == 1


def product(huis: Installatie, mailbox: str, **anders: list[str]) -> Zaak:
    """A melding for a product beside the running indicatie, granted: up to its taken."""
    verklaring = huis.services.mailboxen.met_code(mailbox)
    assert verklaring is not None
    bericht = huis.stuur(huis.gebruiker("indiener"), mailbox, ingevuld(verklaring, **anders))
    consulent, vandaag = huis.gebruiker("consulent"), huis.now.date()
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "gesprek-gevoerd", dag=vandaag)
    huis.doe(consulent, bericht, "verslag-verstuurd", dag=vandaag)
    huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=vandaag, getekend=Getekend(vandaag, "K. Wiersma"))
    huis.doe(consulent, bericht, "toegekend", tekst="Nodig.")
    return Zaak(huis, bericht)


@pytest.mark.parametrize(
    ("mailbox", "anders", "producten"),
    [
        (
            "melding-woonbegeleiding-complex",
            {"producten": ["verblijf-nabij"], "naast": ["verblijf-nabij"]},
            ("woonbegeleiding-complex",),
        ),
        ("melding-activering-vervoer", {"gevraagd": ["activering-participatie"]}, ("activering-participatie",)),
    ],
)
def test_a_301_for_a_product_beside_an_indicatie_is_written_down_and_plans_no_herindicatie_of_its_own(
    huis: Installatie, mailbox: str, anders: dict[str, list[str]], producten: tuple[str, ...]
) -> None:
    tick(toegekend(huis), "301-toewijzing", einddatum=EINDE)
    take_in(huis)
    naast = product(huis, mailbox, **anders)
    with pytest.raises(EinddatumNodig):
        tick(naast, "301-product")
    tick(naast, "301-product", einddatum=EINDE, nummer="77")
    eigen = [regel for regel in lines(huis, "indiener") if regel.client.endswith(" · 77")]
    assert [(regel.aanbieder, regel.einddatum) for regel in eigen] == [("Stichting De Schakel", EINDE)]
    geopend = open_toewijzing(huis.services, huis.gebruiker("backoffice"), eigen[0].id, vandaag=huis.now.date())
    assert geopend.inhoud.producten == producten
    assert (len(lines(huis, "backoffice")), plans(huis)) == (2, {SCHAKEL: ("2027-05-05", "open")})


def test_with_an_indicatie_what_stands_beside_it_is_withdrawn_too(huis: Installatie) -> None:
    tick(toegekend(huis), "301-toewijzing", einddatum=EINDE)
    take_in(huis)
    tick(product(huis, "melding-activering-vervoer"), "301-product", einddatum=date(2027, 1, 31))
    take_in(huis)
    zaak = wisseling(huis)
    tick(zaak, "formulier-wisseling")
    tick(zaak, "301-intrekking", tot=date(2026, 5, 31))
    assert {dag for _, dag, _ in seen(huis, "backoffice")} == {"2026-05-31"}


def test_a_product_that_is_written_down_by_hand_has_the_herindicatie_of_the_indicatie_beside_it(
    huis: Installatie,
) -> None:
    naast: dict[str, Any] = {"producten": ("activering-participatie",), "einddatum": date(2026, 9, 30)}
    by_hand(huis, producten=("verblijf-nabij",))
    take_in(huis)
    toewijzing = by_hand(huis, **naast)
    take_in(huis)
    correct_end(huis.services, huis.gebruiker("backoffice"), toewijzing, einddatum=date(2026, 10, 31), now=huis.now)
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [("2026-11-05", "loopt")]
    by_hand(huis, client=replace(CLIENT, bsn="999990019"), **naast)
    assert len(clocks(huis)) == 2  # of who has no indicatie here, it is all there is
    by_hand(huis, einddatum=date(2026, 8, 31), producten=("verblijf-24-uur",))
    assert len(clocks(huis)) == 3


def test_of_two_toewijzingen_of_one_client_an_intrekking_ends_that_of_the_chosen_indicatie_or_none(
    huis: Installatie,
) -> None:
    two_plans(huis)
    take_in(huis)
    zaak = wisseling(huis)
    tick(zaak, "formulier-wisseling")
    tick(zaak, "301-intrekking", plan=plan_of(huis, date(2027, 12, 31)))
    assert {dag for _, dag, _ in seen(huis, "indiener")} == {"2026-04-30", "2027-06-30"}  # the overgangsdatum is 1 May


def test_an_intrekking_that_a_team_registered_ends_the_only_one_there_is(huis: Installatie) -> None:
    by_hand(huis, client=Client(bsn=BSN))
    take_in(huis)
    binnen = {"binnengekomen_op": "30-3-2026", "binnengekomen_via": "brief"}
    zaak = wisseling(huis, "frontoffice", **binnen)
    tick(zaak, "formulier-wisseling")
    plan = plan_of(huis, date(2026, 12, 31))
    tick(zaak, "301-intrekking", tot=date(2026, 5, 31), plan=plan)
    assert seen(huis, "indiener") == [("Stichting De Schakel", "2026-05-31", Stand.LOOPT)]


def test_without_the_vault_the_taak_waits_and_nothing_is_written_down(huis: Installatie) -> None:
    zaak = toegekend(huis)
    wie, taak = huis.gebruiker("backoffice"), zaak.taak("301-toewijzing")
    huis.client.down = True
    with pytest.raises(VaultDown):
        taak_gedaan(
            huis.services,
            wie,
            taak=taak,
            verzonden=huis.now.date(),
            indicatie=Indicatie(einddatum=EINDE),
            now=huis.now,
        )
    huis.client.down = False
    assert (zaak.taak("301-toewijzing"), lines(huis, "backoffice")) == (taak, [])


def test_an_aanbieder_that_takes_no_part_is_named_so_and_only_the_team_has_it(huis: Installatie) -> None:
    by_hand(huis, organisatie=None)
    assert seen(huis, "backoffice") == [("Doet niet mee in het portaal", "2026-12-31", Stand.LOOPT)]
    assert lines(huis, "indiener") == []


def test_a_team_writes_down_what_its_own_gemeente_gave_and_no_other(huis: Installatie) -> None:
    with pytest.raises(NietToegestaan):
        by_hand(huis, gemeente="0014")
    bootstrap_person(
        huis.vault,
        account="kantoor-cmo",
        naam="Kantoor CMO",
        email="kantoor@portaal.example",
        organisatie="centrumgemeente-0014",
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[Lidmaatschap(soort="team", code="cmo", rol=Rol.BACKOFFICE, vanaf=date(2026, 1, 1))],
    )
    with pytest.raises(NietToegestaan):  # it works for the whole region, and no gemeente indicates through it
        by_hand(huis, wie=huis.gebruiker("kantoor-cmo"))
    waar = {waar for _, waar in what_one_may(huis.services, huis.gebruiker("kantoor-cmo")).kan}
    assert waar & {"/toewijzingen", "/toewijzingen/nieuw"} == set()
    assert seen(huis, "indiener") == []


def test_the_team_alone_writes_down_and_ends_by_hand_and_the_log_has_its_lines(huis: Installatie) -> None:
    toewijzing = by_hand(huis)
    for wie in ("indiener", "frontoffice", "groningen"):
        with pytest.raises((NietToegestaan, NietGevonden)):
            end_by_hand(huis.services, huis.gebruiker(wie), toewijzing, op=date(2026, 6, 1), now=huis.now)
    backoffice = huis.gebruiker("backoffice")
    for _ in range(2):
        end_by_hand(huis.services, backoffice, toewijzing, op=date(2026, 6, 1), now=huis.now)
    for dag in (date(2026, 7, 1), date(2026, 12, 31)):
        with pytest.raises(NietMogelijk):
            end_by_hand(huis.services, backoffice, toewijzing, op=dag, now=huis.now)
    assert seen(huis, "indiener") == [("Stichting De Schakel", "2026-06-01", Stand.LOOPT)]
    with huis.services.database.lezen() as session:
        regels = session.scalars(select(AuditRegel).where(AuditRegel.onderwerp == str(toewijzing))).all()
        wachtend = session.scalars(select(Uitgaand.lading).where(Uitgaand.soort == "opnemen")).all()
    assert sorted(r.actie for r in regels) == ["opnemen", "toewijzing beëindigen", "toewijzing vastleggen"]
    assert any(str(toewijzing) in lading for lading in wachtend)
    huis.vault.chain.step()
    assert verify(huis.vault).ok


def test_ending_one_by_hand_takes_the_herindicatie_away_that_its_301_planned(huis: Installatie) -> None:
    tick(toegekend(huis), "301-toewijzing", einddatum=EINDE)
    (regel,) = lines(huis, "backoffice")
    assert plans(huis)[SCHAKEL][1] == "open"
    end_by_hand(huis.services, huis.gebruiker("backoffice"), regel.id, op=date(2026, 6, 1), now=huis.now)
    assert plans(huis)[SCHAKEL][1] == "vervallen"


def clocks(huis: Installatie) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return of each clock of a planned herindicatie its last day, how it stands and what happened to it."""
    with huis.services.database.lezen() as session:
        rijen = session.scalars(
            select(Termijn)
            .where(Termijn.verplichting.is_not(None))
            .order_by(Termijn.vanaf, Termijn.datum, Termijn.status)
        ).all()
        return [
            (
                rij.datum.isoformat(),
                rij.status,
                [
                    (stap.soort, stap.van_datum.isoformat() if stap.van_datum else "")
                    for stap in session.scalars(
                        select(Termijnhistorie)
                        .where(Termijnhistorie.termijn == rij.id)
                        .order_by(Termijnhistorie.volgnummer)
                    )
                ],
            )
            for rij in rijen
        ]


def test_one_written_down_by_hand_plans_its_herindicatie_once(huis: Installatie) -> None:
    by_hand(huis, organisatie=None)
    by_hand(huis, einddatum=date(2026, 4, 1))  # over yesterday
    assert plans(huis) == {}
    by_hand(huis)
    take_in(huis)
    by_hand(huis)
    backoffice, huis.client.down = huis.gebruiker("backoffice"), True
    by_hand(huis, organisatie=DIEP, wie=backoffice)  # nobody can say whether it is there already
    huis.client.down = False
    assert plans(huis) == {SCHAKEL: ("2026-11-05", "open"), DIEP: ("2026-11-05", "open")}
    assert len(clocks(huis)) == 2


def test_its_herindicatie_is_met_by_the_melding_of_the_aanbieder_and_lapses_with_its_end(huis: Installatie) -> None:
    by_hand(huis, client=replace(CLIENT, bsn=BSN))
    ander = by_hand(huis, client=replace(CLIENT, bsn="999990019"), einddatum=date(2027, 1, 31))
    take_in(huis)
    melding = huis.services.mailboxen.met_code("herindicatie")
    assert melding is not None
    huis.stuur(
        huis.gebruiker("indiener"),
        "herindicatie",
        dict(ingevuld(melding)) | {"bsn": [BSN], "einddatum": ["31-12-2026"]},
    )
    end_by_hand(huis.services, huis.gebruiker("backoffice"), ander, op=date(2026, 6, 1), now=huis.now)
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [
        ("2026-11-05", "gehaald"),
        ("2026-12-06", "vervallen"),
    ]


def test_a_corrected_end_moves_the_herindicatie_and_its_history_says_so(huis: Installatie) -> None:
    backoffice, toewijzing = huis.gebruiker("backoffice"), by_hand(huis)
    for dag in (date(2027, 1, 31), date(2027, 1, 31)):
        correct_end(huis.services, backoffice, toewijzing, einddatum=dag, now=huis.now)
    assert clocks(huis) == [("2026-12-06", "loopt", [("gestart", ""), ("begin_gecorrigeerd", "2026-11-05")])]
    (regel,) = lines(huis, "indiener")
    inhoud = open_toewijzing(huis.services, huis.gebruiker("indiener"), toewijzing, vandaag=huis.now.date()).inhoud
    assert (regel.laatste_dag, inhoud.einddatum) == (date(2027, 1, 31), date(2027, 1, 31))
    with pytest.raises(NietMogelijk, match="gaat in op"):
        correct_end(huis.services, backoffice, toewijzing, einddatum=date(2025, 12, 31), now=huis.now)
    with pytest.raises((NietToegestaan, NietGevonden)):
        correct_end(huis.services, huis.gebruiker("groningen"), toewijzing, einddatum=date(2027, 2, 1), now=huis.now)


def test_one_that_was_ended_by_mistake_runs_again_and_its_herindicatie_is_due_again(huis: Installatie) -> None:
    backoffice, toewijzing = huis.gebruiker("backoffice"), by_hand(huis)
    end_by_hand(huis.services, backoffice, toewijzing, op=date(2026, 6, 1), now=huis.now)
    assert plans(huis) == {SCHAKEL: ("2026-11-05", "vervallen")}
    correct_end(huis.services, backoffice, toewijzing, einddatum=date(2027, 1, 31), now=huis.now)
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [
        ("2026-11-05", "vervallen"),
        ("2026-12-06", "loopt"),
    ]
    assert seen(huis, "indiener") == [("Stichting De Schakel", "2027-01-31", Stand.LOOPT)]


def test_the_end_that_a_301_set_is_corrected_too_but_not_what_a_bericht_ended(huis: Installatie) -> None:
    tick(toegekend(huis), "301-toewijzing", einddatum=EINDE)
    (regel,) = lines(huis, "backoffice")
    later = EINDE + timedelta(weeks=1)
    correct_end(huis.services, huis.gebruiker("backoffice"), regel.id, einddatum=later, now=huis.now)
    assert plans(huis) == {SCHAKEL: ("2027-05-12", "open")}
    with huis.services.database.schrijven() as session:
        rij = session.get_one(Toewijzing, regel.id)
        rij.tot_bericht = rij.bericht
    with pytest.raises(NietMogelijk, match="Een bericht heeft deze toewijzing"):
        correct_end(huis.services, huis.gebruiker("backoffice"), regel.id, einddatum=EINDE, now=huis.now)


def test_the_team_that_gave_the_indicatie_hears_that_the_herindicatie_does_not_come(huis: Installatie) -> None:
    by_hand(huis)
    backoffice = huis.gebruiker("consulent")
    gevonden = aflopend(huis.services, backoffice, tot=date(2026, 11, 8), keuze="alles", vandaag=date(2026, 11, 2))
    assert [(item.titel, item.datum) for item in gevonden] == [
        ("Melding herindicatie, van Stichting De Schakel", date(2026, 11, 5))
    ]
    found = []
    for dag in (5, 6, 9, 10, 11):
        huis.moment[0] = datetime(2026, 11, dag, 9, tzinfo=UTC)
        work_clocks(huis.services, now=huis.now)
        found += [(dag, *mail) for mail in told(huis)]
    assert found == [
        (5, SCHAKEL, "herinnering"),
        (6, SCHAKEL, "te-laat"),
        (6, EEMSDELTA, "te-laat"),
        (10, EEMSDELTA, "escalatie"),
    ]


def test_a_list_shows_what_runs_what_ends_soon_and_what_has_ended_page_by_page(huis: Installatie) -> None:
    for dag in (date(2026, 3, 31), date(2026, 6, 1), date(2027, 1, 1)):
        by_hand(huis, einddatum=dag)
    gevonden = {
        toon: [dag for _, dag, _ in seen(huis, "indiener", toon)]
        for toon in ("lopend", "binnenkort", "afgelopen", "alles")
    }
    assert gevonden == {
        "lopend": ["2026-06-01", "2027-01-01"],
        "binnenkort": ["2026-06-01"],
        "afgelopen": ["2026-03-31"],
        "alles": ["2026-03-31", "2026-06-01", "2027-01-01"],
    }
    for _ in range(49):
        by_hand(huis, einddatum=date(2027, 1, 1))
    wie, vandaag = huis.gebruiker("backoffice"), huis.now.date()
    eerste = register(huis.services, wie, toon="alles", sorteer="begin", vandaag=vandaag)
    tweede = register(huis.services, wie, toon="alles", sorteer="begin", vandaag=vandaag, na=eerste.volgende)
    assert (len(eerste.regels), len(tweede.regels), tweede.volgende) == (50, 2, "")
    assert not {r.id for r in eerste.regels} & {r.id for r in tweede.regels}
    assert [r.client for r in everything(huis.services, wie, toon="binnenkort", sorteer="einde", vandaag=vandaag)] == [
        ""
    ]
    assert eerste.aantallen == {"lopend": 51, "binnenkort": 1, "afgelopen": 1, "alles": 52}


def test_while_the_vault_is_away_the_list_stands_without_clients(huis: Installatie) -> None:
    by_hand(huis)
    take_in(huis)
    wie = huis.gebruiker("indiener")
    huis.client.down = True
    gevonden = register(huis.services, wie, toon="lopend", sorteer="einde", vandaag=huis.now.date())
    assert ([r.client for r in gevonden.regels], gevonden.kluis_dicht) == ([""], True)


def test_the_vault_takes_in_no_toewijzing_that_is_not_there_or_not_whole(huis: Installatie) -> None:
    toewijzing = by_hand(huis)
    with huis.services.database.schrijven() as session:
        session.delete(session.scalars(select(SealedItem).where(SealedItem.purpose == INHOUD)).one())
    for wat in (toewijzing, new_id()):
        with pytest.raises(Refused):
            huis.client.take_in(wat)


def test_a_toewijzing_whose_seal_is_not_for_the_asker_is_as_not_there(huis: Installatie) -> None:
    toewijzing = by_hand(huis)
    with huis.services.database.schrijven() as session:
        session.get_one(
            Toewijzing, toewijzing
        ).organisatie = DIEP  # who writes in the database leads nothing to another
    take_in(huis)
    wie = huis.gebruiker("ander")
    (regel,) = lines(huis, "ander")
    assert regel.client == ""
    with pytest.raises(NietGevonden):
        open_toewijzing(huis.services, wie, toewijzing, vandaag=huis.now.date())
    assert of_bsn(huis.services, wie, CLIENT.bsn, vandaag=huis.now.date()) == ()
