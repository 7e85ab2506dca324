"""To whom a mail goes and when: by choice, by duty, and to who stands in."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from portal.core.accounts import Gebruiker
from portal.core.beheer.toelating import NietToegelaten
from portal.core.herinneren.verdeling import verdeel
from portal.core.herinneren.voorkeuren import kies_wijze, mijn_wijze
from portal.core.herinneren.waarnemen import (
    beeindig_waarneming,
    mogelijke_waarnemers,
    waargenomen,
    waarneming_nu,
    waarnemingen,
    zet_waarneming,
    zinnen,
)
from portal.core.lezen.worklist import werkvoorraad
from portal.core.opening import NietGevonden
from portal.core.post.bundel import _bundle_one, bundle
from portal.core.post.outbox import Stand, enqueue_mail, stand
from portal.domain.mailsoort import GEWIJZIGD, NIEUW, SPOED, TE_LAAT, VRAAG
from portal.domain.mailwijze import Wijze
from portal.models import Mailvoorkeur, Termijn, Uitgaand, Waarneming
from tests.core.slechte_mailserver import Mailserver
from tests.core.test_notifications import read
from tests.installatie import EEMSDELTA, HIER, SCHAKEL, Installatie
from tests.rondes import werk_alles_af

DIGEST = datetime.fromisoformat("2026-04-07T06:00:00+00:00")


def mail(
    sjabloon: str = NIEUW, bericht: UUID | None = None, *, aan: str = EEMSDELTA, soort: str = "team"
) -> Mapping[str, str]:
    pad = f"/berichten/{bericht}" if bericht else "/werkvoorraad"
    return {"aan_soort": soort, "aan": aan, "sjabloon": sjabloon, "nummer": "", "pad": pad}


def wie(huis: Installatie, lading: Mapping[str, str]) -> dict[str, datetime]:
    """Return who gets a mail and when, by account."""
    namen = {
        huis.gebruiker(a).persoon: a for a in ("consulent", "tweede", "frontoffice", "dubbel", "indiener", "collega")
    }
    return {namen[persoon]: deel.moment for persoon, deel in verdeel(huis.services, lading, now=huis.now).items()}


def kies(huis: Installatie, account: str, wijze: Wijze) -> None:
    kies_wijze(huis.services, huis.gebruiker(account), wijze, now=huis.now)


def neem_waar(
    huis: Installatie, voor: str, door: str, *, van: date | None = None, dagen: int = 7, beheerder: str = ""
) -> None:
    persoon = huis.gebruiker(voor)
    begin = van or huis.now.date()
    zet_waarneming(
        huis.services,
        huis.gebruiker(beheerder) if beheerder else persoon,
        persoon.persoon,
        keuze=f"team:{EEMSDELTA}:{huis.gebruiker(door).persoon}",
        van=begin,
        tot=begin + timedelta(days=dagen),
        now=huis.now,
    )


def test_without_a_choice_everybody_who_it_concerns_hears_at_once(huis: Installatie) -> None:
    assert wie(huis, mail()) == dict.fromkeys(("consulent", "tweede", "frontoffice", "dubbel"), huis.now)


def test_each_gets_what_he_chose_and_a_choice_can_be_changed(huis: Installatie) -> None:
    for account, wijze in (("consulent", Wijze.DAGELIJKS), ("tweede", Wijze.DIRECT), ("tweede", Wijze.GEEN)):
        kies(huis, account, wijze)
    dubbel = huis.gebruiker("dubbel").persoon
    with huis.services.database.schrijven() as session:
        session.add(Mailvoorkeur(persoon=dubbel, wijze="vervalst", gewijzigd=huis.now))
    assert mijn_wijze(huis.services, huis.gebruiker("tweede")) is Wijze.GEEN
    assert wie(huis, mail()) == {"consulent": DIGEST, "frontoffice": huis.now, "dubbel": huis.now}
    assert set(wie(huis, mail(SPOED)).values()) == {huis.now}


def test_a_duty_is_a_duty_for_who_works_on_the_bericht_and_for_everybody_while_nobody_does(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    for account in ("consulent", "tweede", "frontoffice", "dubbel"):
        kies(huis, account, Wijze.GEEN)
    niemand = wie(huis, mail(TE_LAAT, bericht))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    opgepakt = wie(huis, mail(TE_LAAT, bericht)), wie(huis, mail(GEWIJZIGD, bericht))
    huis.client.block(huis.token("beheerder"), huis.gebruiker("consulent").persoon, herkomst=HIER)
    assert (len(niemand), opgepakt) == (4, ({"consulent": huis.now}, {}))
    assert {
        account
        for account in ("tweede", "frontoffice", "dubbel")
        if huis.gebruiker(account).persoon in verdeel(huis.services, mail(TE_LAAT, bericht), now=huis.now)
    } == {"tweede", "frontoffice", "dubbel"}


def test_a_question_is_a_duty_for_who_sent_the_bericht(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    for account in ("indiener", "collega"):
        kies(huis, account, Wijze.GEEN)
    assert wie(huis, mail(VRAAG, bericht, aan=SCHAKEL, soort="organisatie")) == {"indiener": huis.now}


def test_a_clock_that_runs_out_before_the_digest_is_mailed_at_once(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    for account in ("consulent", "tweede", "frontoffice", "dubbel"):
        kies(huis, account, Wijze.DAGELIJKS)
    with huis.services.database.schrijven() as session:
        termijn = session.scalars(select(Termijn).where(Termijn.bericht == bericht)).all()[0]
        termijn.datum, id_ = date(2026, 4, 4), termijn.id
    lading = {"aan_soort": "team", "aan": EEMSDELTA, "rol": "", "sjabloon": TE_LAAT, "termijnen": str(id_), "rest": "0"}
    nu = set(wie(huis, lading).values())
    with huis.services.database.schrijven() as session:
        session.get_one(Termijn, id_).datum = date(2026, 4, 7)
    assert (nu, set(wie(huis, {**lading, "rest": "3"}).values())) == ({huis.now}, {DIGEST})


def test_who_is_away_gets_nothing_and_his_waarnemer_gets_it_as_a_duty_of_his_own(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    kies(huis, "tweede", Wijze.GEEN)
    neem_waar(huis, "consulent", "tweede", van=date(2026, 4, 3), dagen=0)
    voor = set(wie(huis, mail(TE_LAAT, bericht)))
    huis.later(days=1)
    tijdens = set(wie(huis, mail(TE_LAAT, bericht))), set(wie(huis, mail(GEWIJZIGD, bericht)))
    huis.later(days=1)
    na = set(wie(huis, mail(TE_LAAT, bericht)))
    team = {"frontoffice", "dubbel"}
    assert (voor, tijdens, na) == (
        {"consulent", *team},
        ({"tweede", *team}, {"tweede", *team}),
        {"consulent", *team},
    )


def test_a_waarnemer_is_spared_what_the_other_would_not_have_wanted_and_keeps_his_own_moment(huis: Installatie) -> None:
    neem_waar(huis, "consulent", "tweede")
    kies(huis, "consulent", Wijze.GEEN)
    kies(huis, "tweede", Wijze.GEEN)
    niets = wie(huis, mail())
    kies(huis, "tweede", Wijze.DAGELIJKS)
    kies(huis, "consulent", Wijze.DIRECT)
    assert ("tweede" in niets, wie(huis, mail())["tweede"], "consulent" in wie(huis, mail())) == (False, DIGEST, False)


def test_standing_in_gives_no_right_and_ends_when_the_other_may_no_longer_do_it(huis: Installatie) -> None:
    consulent, frontoffice = huis.gebruiker("consulent"), huis.gebruiker("frontoffice")
    with pytest.raises(NietGevonden):
        mogelijke_waarnemers(huis.services, UUID(int=1), vandaag=huis.now.date())
    keuzes = {k.naam for k in mogelijke_waarnemers(huis.services, consulent.persoon, vandaag=huis.now.date())}
    with pytest.raises(NietToegelaten):
        neem_waar(huis, "consulent", "frontoffice")
    with huis.services.database.schrijven() as session:  # as somebody with the database would
        session.add(
            Waarneming(
                persoon=consulent.persoon,
                soort="team",
                code=EEMSDELTA,
                waarnemer=frontoffice.persoon,
                van=huis.now.date(),
                tot=huis.now.date(),
                door=consulent.persoon,
                gemaakt=huis.now,
            )
        )
    (zicht,) = waarnemingen(huis.services, consulent.persoon, vandaag=huis.now.date())
    assert (keuzes, zicht.geldt, "consulent" in wie(huis, mail())) == ({"Dubbel", "Tweede"}, False, True)
    assert waarneming_nu(huis.services, frontoffice, vandaag=huis.now.date()) == ()


def test_both_see_it_where_their_work_stands_and_it_stops_by_itself(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    neem_waar(huis, "consulent", "tweede", dagen=1)
    wie_doet, wie_weg = huis.gebruiker("tweede"), huis.gebruiker("consulent")

    def mijn(gebruiker: Gebruiker) -> tuple[int, tuple[str, ...]]:
        nu = waarneming_nu(huis.services, gebruiker, vandaag=huis.now.date())
        voor = waargenomen(nu, gebruiker)
        lijst = werkvoorraad(huis.services, gebruiker, keuze="van-mij", waargenomen=voor)
        return len(lijst.rijen), zinnen(nu, gebruiker)

    assert mijn(wie_doet) == (
        1,
        ("U neemt waar voor Consulent, tot en met vrijdag 3 april 2026. U krijgt ook de e-mail voor Consulent.",),
    )
    assert mijn(wie_weg) == (1, ("Tweede neemt voor u waar, tot en met vrijdag 3 april 2026, en krijgt uw e-mail.",))
    huis.moment[0] += timedelta(days=2)
    assert (mijn(wie_doet), mijn(wie_weg)) == ((0, ()), (1, ()))


@pytest.mark.parametrize(("dagen", "veld"), [(-1, "tot"), (367, "tot")])
def test_days_that_make_no_sense_are_refused(huis: Installatie, dagen: int, veld: str) -> None:
    with pytest.raises(NietToegelaten) as refused:
        neem_waar(huis, "consulent", "tweede", dagen=dagen)
    assert refused.value.veld == veld


def test_what_was_agreed_is_replaced_and_ended_and_who_stands_in_is_told(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    neem_waar(huis, "consulent", "tweede")
    neem_waar(huis, "consulent", "dubbel", van=date(2026, 4, 3))
    assert waarneming_nu(huis.services, consulent, vandaag=huis.now.date()) == ()
    (zicht,) = waarnemingen(huis.services, consulent.persoon, vandaag=huis.now.date())
    ended = [
        beeindig_waarneming(huis.services, consulent, consulent.persoon, plek=plek, now=huis.now)
        for plek in (zicht.plek, zicht.plek, "")
    ]
    with huis.services.database.lezen() as session:
        told = [
            json.loads(t)["persoon"]
            for t in session.scalars(select(Uitgaand.lading).where(Uitgaand.soort == "mail-een"))
        ]
    assert (zicht.waarnemer_naam, ended) == ("Dubbel", [True, False, False])
    assert set(told) == {str(huis.gebruiker(a).persoon) for a in ("tweede", "dubbel")}


def test_mails_of_one_digest_go_as_one_and_so_do_those_that_could_not_go_at_once(huis: Installatie) -> None:
    kies(huis, "consulent", Wijze.DAGELIJKS)
    kies(huis, "tweede", Wijze.DAGELIJKS)
    for nummer in ("BP-0000-0001", "BP-0000-0002"):
        with huis.services.database.schrijven() as session:
            enqueue_mail(
                session, aan=("team", EEMSDELTA), sjabloon=NIEUW, nummer=nummer, pad="/werkvoorraad", now=huis.now
            )
    werk_alles_af(huis.services, lambda: huis.now)
    before = bundle(huis.services.database, now=DIGEST - timedelta(seconds=1))
    at, again = (bundle(huis.services.database, now=DIGEST) for _ in range(2))
    # Before the digest of two persons: the mail of two others, who wanted it at once days ago.
    assert (before, at, again) == (2, 2, 0)
    assert (
        _bundle_one(huis.services.database, huis.gebruiker("consulent").persoon, now=DIGEST) == 0
    )  # another was first


def vraag(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.schrijven() as session:
        enqueue_mail(
            session, aan=("team", EEMSDELTA), sjabloon=VRAAG, nummer="", pad=f"/berichten/{bericht}", now=huis.now
        )
    werk_alles_af(huis.services, lambda: huis.now)


def bezorgd(huis: Installatie, *, op: datetime) -> Counter[str]:
    """Let the mail of the questions leave at this moment; return who got how many, of who had the choice of a digest."""
    huis.moment[0] = op
    server = Mailserver()
    with server.serving() as port:
        settings = replace(huis.services.settings, smtp_host="localhost", smtp_port=port)
        for _ in range(2):
            werk_alles_af(replace(huis.services, settings=settings), lambda: huis.now)
            huis.later(hours=7)
    over = [read(raw) for raw in server.received]
    return Counter(str(m["To"]).partition("@")[0] for m in over if "waarneemt" not in m.as_string())


@pytest.fixture
def op_samenvatting(huis: Installatie) -> UUID:
    """A bericht of the consulent; the whole team wants one mail a day, the others no more than they must have."""
    bericht = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    werk_alles_af(huis.services, lambda: huis.now)
    huis.moment[0] += timedelta(minutes=1)
    with huis.services.database.schrijven() as session:
        session.execute(delete(Uitgaand))
    for account, wijze in (("consulent", Wijze.DAGELIJKS), ("tweede", Wijze.DAGELIJKS)):
        kies(huis, account, wijze)
    for account in ("frontoffice", "dubbel"):
        kies(huis, account, Wijze.GEEN)
    return bericht


def test_mail_that_was_spread_before_somebody_went_away_goes_to_who_stands_in_once(
    huis: Installatie, op_samenvatting: UUID
) -> None:
    kies(huis, "tweede", Wijze.GEEN)
    vraag(huis, op_samenvatting)
    neem_waar(huis, "consulent", "tweede")
    assert bezorgd(huis, op=DIGEST) == {"tweede": 1}
    assert stand(huis.services.database) == Stand(wacht=0, dood=0)


def test_who_stands_in_and_gets_the_mail_himself_gets_it_once(huis: Installatie, op_samenvatting: UUID) -> None:
    vraag(huis, op_samenvatting)
    neem_waar(huis, "consulent", "tweede")
    neem_waar(huis, "dubbel", "tweede")
    assert bezorgd(huis, op=DIGEST) == {"tweede": 1}


@pytest.mark.parametrize("ook_zelf", [True, False])
def test_mail_that_was_spread_while_somebody_was_away_goes_to_himself_once_he_is_back(
    huis: Installatie, op_samenvatting: UUID, *, ook_zelf: bool
) -> None:
    kies(huis, "tweede", Wijze.DAGELIJKS if ook_zelf else Wijze.GEEN)
    neem_waar(huis, "consulent", "tweede", dagen=2)
    vraag(huis, op_samenvatting)
    assert bezorgd(huis, op=DIGEST) == {"consulent": 1, **({"tweede": 1} if ook_zelf else {})}


def test_mail_that_waits_to_be_tried_again_goes_to_who_stands_in_by_then_also_from_one_mail_of_many(
    huis: Installatie, op_samenvatting: UUID
) -> None:
    kies(huis, "tweede", Wijze.GEEN)
    for _ in range(2):
        vraag(huis, op_samenvatting)
    huis.moment[0] = DIGEST
    server = Mailserver([{"RCPT": b"450 later\r\n"}])
    with server.serving() as port:
        settings = replace(huis.services.settings, smtp_host="localhost", smtp_port=port)
        werk_alles_af(replace(huis.services, settings=settings), lambda: huis.now)
    neem_waar(huis, "consulent", "tweede")
    assert bezorgd(huis, op=DIGEST + timedelta(minutes=2)) == {"tweede": 1}
