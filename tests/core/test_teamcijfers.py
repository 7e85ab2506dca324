"""The numbers of a team with very many berichten: counted by the worker, shown as of that moment, and the same as when counted live."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from portal.core.klokken.verplichtingen import plan_duties
from portal.core.lezen.cijfers import Aantallen, Cijfers, cijfers
from portal.core.lezen.op_tijd import OpTijd, op_tijd
from portal.core.lezen.teamcijfers import keep_large
from portal.domain.datums import datum_in_nederland
from portal.models import Cijferstand
from tests.core.test_op_tijd import JAAR, WORKER, onderzocht
from tests.installatie import EEMSDELTA, Installatie


def numbers(huis: Installatie, account: str = "beleid") -> tuple[Cijfers, tuple[OpTijd, ...]]:
    wie, vandaag = huis.gebruiker(account), datum_in_nederland(huis.now)
    return cijfers(huis.services, wie, vandaag=vandaag), op_tijd(huis.services, wie, jaar=JAAR, vandaag=vandaag)


def kept(huis: Installatie) -> list[str]:
    with huis.services.database.lezen() as session:
        return [*session.scalars(select(Cijferstand.team).order_by(Cijferstand.team))]


def test_what_the_worker_counts_is_what_a_look_would_count(huis: Installatie) -> None:
    onderzocht(huis, verstuurd=datum_in_nederland(huis.now))
    onderzocht(huis)
    huis.bericht(huis.gebruiker("indiener"))
    plan_duties(huis.services, WORKER, now=huis.now)
    huis.later(days=60)
    live = {account: numbers(huis, account) for account in ("beleid", "contractmanager")}
    assert keep_large(huis.services, now=huis.now, vanaf=0) == len(kept(huis))
    assert numbers(huis)[0].geteld == huis.now
    for account, gezien in live.items():
        aantallen, plichten = numbers(huis, account)
        assert (replace(aantallen, geteld=None), plichten) == gezien
    assert [(c.op_tijd, c.loopt_te_laat) for c in live["beleid"][1] if not c.van_ander] == [(1, 1)]
    assert [c.van_ander for c in live["contractmanager"][1]] == [True] * len(live["contractmanager"][1]) != []


def test_the_numbers_of_a_large_team_are_those_of_the_last_count(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    huis.bericht(indiener)
    keep_large(huis.services, now=huis.now, vanaf=0)
    geteld = huis.now
    huis.bericht(indiener)
    huis.later(minutes=2)
    een = Aantallen(open=1, zonder_behandelaar=1)
    assert (numbers(huis)[0].totaal, numbers(huis)[0].geteld) == (een, geteld)
    keep_large(huis.services, now=huis.now, vanaf=0)
    assert numbers(huis)[0].totaal == Aantallen(open=2, zonder_behandelaar=2)
    assert numbers(huis)[0].geteld == geteld + timedelta(minutes=2)


def test_a_team_that_has_no_longer_very_many_is_counted_at_every_look(huis: Installatie) -> None:
    huis.bericht(huis.gebruiker("indiener"))
    assert (keep_large(huis.services, now=huis.now, vanaf=0), kept(huis)) == (1, [EEMSDELTA])
    assert (keep_large(huis.services, now=huis.now, vanaf=1), kept(huis)) == (0, [])
    assert numbers(huis)[0].geteld is None
