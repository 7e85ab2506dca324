"""Who is asking: a session that is real, in time, not revoked, of somebody who still belongs here."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal.core import accounts
from portal.core.accounts import (
    Gebruiker,
    GeenSessie,
    Namens,
    SessieVerlopen,
    keuzes,
    load_gebruiker,
    names_of,
    switch_namens,
    token_hash,
)
from portal.core.beheer.afmelden import log_out
from portal.core.beheer.collegas import collegas
from portal.core.bericht.zicht import kop
from portal.core.lezen.worklist import werkvoorraad
from portal.domain.rechten import Lidmaatschap, NietToegestaan, Recht
from portal.domain.rollen import Rol
from portal.models import Organisatie, Persoon, Sessie, Team
from portal.sealing.client import Refused
from portal.sealing.sessie import make_token, read_token
from portal.vault.inrichten import bootstrap_person
from tests.installatie import EEMSDELTA, HIER, SCHAKEL, VEENDAM, WACHTWOORD, Installatie


def _load(huis: Installatie, token: str) -> Gebruiker:
    return load_gebruiker(huis.services, token, herkomst=HIER, now=huis.now)


def _edit_session(huis: Installatie, token: str, **waarden: object) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(update(Sessie).where(Sessie.token_hash == token_hash(token)).values(**waarden))


def _person(huis: Installatie, account: str, *leden: Lidmaatschap, organisatie: str = "gemeente-1979") -> None:
    bootstrap_person(
        huis.vault,
        account=account,
        naam=account.capitalize(),
        email=f"{account}@portaal.example",
        organisatie=organisatie,
        wachtwoord=WACHTWOORD,
        lidmaatschappen=list(leden),
    )


def test_a_session_gives_the_person_as_the_vault_signed_him(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    assert (consulent.account, consulent.naam, consulent.organisatie) == ("consulent", "Consulent", "gemeente-1979")
    assert consulent.namens == Namens(soort="team", code=EEMSDELTA, naam="Toegang Eemsdelta", teamsoort="toegang")
    assert consulent.rollen == {Rol.CONSULENT}
    assert consulent.mag(Recht.BESLUITEN) is True
    assert consulent.mag(Recht.PORTAAL_BEHEREN) is False
    assert consulent.actor.namens == f"team:{EEMSDELTA}"


@pytest.mark.parametrize(
    "make",
    [
        lambda _: "",
        lambda _: "onzin",
        lambda token: token + "x",
        lambda token: token[:-4] + "AAAA",
        lambda token: token.split(".")[0] + ".",
        lambda _: "é.é",
        lambda token: token.replace(".", ""),
    ],
)
def test_a_token_that_is_not_the_vault_s_own_is_no_session(huis: Installatie, make: Callable[[str], str]) -> None:
    with pytest.raises(GeenSessie):
        _load(huis, make(huis.token("indiener")))


def test_more_sessions_than_are_remembered_all_stay_sessions(
    huis: Installatie, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "KEPT_TOKENS", 1)
    wie = [huis.token(account) for account in ("indiener", "consulent", "collega")]
    tweemaal = [load_gebruiker(huis.services, token, herkomst=HIER, now=huis.now).account for token in wie * 2]
    assert tweemaal == ["indiener", "consulent", "collega"] * 2


def test_a_token_signed_by_another_installation_is_no_session_even_with_a_row(huis: Installatie) -> None:
    token = huis.token("indiener")
    vals = make_token(bytes(32), read_token(huis.services.sealer.pinned, token), geheim=bytes(32))
    _edit_session(huis, token, token_hash=token_hash(vals))
    with pytest.raises(GeenSessie):
        _load(huis, vals)


def test_a_genuine_token_without_its_row_is_no_session(huis: Installatie) -> None:
    token = huis.token("indiener")
    _edit_session(huis, token, token_hash=b"weg")
    with pytest.raises(GeenSessie):
        _load(huis, token)


def test_a_session_of_half_an_hour_without_a_click_is_over_and_says_whose_it_was(huis: Installatie) -> None:
    token = huis.token("indiener")
    huis.later(minutes=30)
    assert _load(huis, token).account == "indiener"
    huis.later(minutes=30, seconds=1)
    with pytest.raises(SessieVerlopen) as over:
        _load(huis, token)
    assert over.value.gebruiker.account == "indiener"


def test_a_session_ends_after_ten_hours_however_busy(huis: Installatie) -> None:
    token = huis.token("indiener")
    for _ in range(30):
        huis.later(minutes=20)
        if huis.now < datetime(2026, 4, 2, 18, 12, tzinfo=UTC):
            _load(huis, token)
    with pytest.raises(SessieVerlopen):
        _load(huis, token)


def test_the_last_click_is_written_at_most_once_a_minute_and_never_goes_back(huis: Installatie) -> None:
    token, begin = huis.token("indiener"), huis.now

    def seen() -> datetime:
        with huis.services.database.lezen() as session:
            return session.scalars(select(Sessie.last_seen).where(Sessie.token_hash == token_hash(token))).one()

    huis.later(seconds=59)
    _load(huis, token)
    assert seen() == begin
    huis.later(seconds=2)
    _load(huis, token)
    assert seen() == huis.now
    load_gebruiker(huis.services, token, herkomst=HIER, now=begin)
    assert seen() == huis.now


def test_a_revoked_session_is_none_for_the_web_and_the_vault(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    log_out(huis.services, consulent, now=huis.now)
    with pytest.raises(GeenSessie):
        _load(huis, consulent.token)
    _edit_session(huis, consulent.token, ingetrokken=None)
    from portal.core.lezen.reading import open_bericht

    with pytest.raises(Refused, match="ingetrokken"):
        open_bericht(huis.services, _load(huis, consulent.token), bericht, now=huis.now)


def test_a_session_ended_with_the_vault_down_stays_ended_when_it_is_back(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    huis.client.down = True
    log_out(huis.services, consulent, now=huis.now)
    huis.client.down = False
    with pytest.raises(Refused, match="ingetrokken"):
        huis.client.search(consulent.token, consulent.namens.sleutel, "bsn", "999900006", herkomst=HIER)


def test_a_blocked_person_is_out_at_once(huis: Installatie) -> None:
    collega, beheerder = huis.token("collega"), huis.gebruiker("organisatiebeheerder")
    persoon = _load(huis, collega).persoon
    huis.client.block(beheerder.token, persoon, herkomst=HIER)
    with pytest.raises(GeenSessie):
        _load(huis, collega)
    _edit_session(huis, collega, ingetrokken=None)
    with pytest.raises(GeenSessie):
        _load(huis, collega)


def test_the_last_day_of_a_membership_counts_and_the_day_after_does_not(huis: Installatie) -> None:
    _person(
        huis,
        "vertrekker",
        Lidmaatschap(soort="team", code=EEMSDELTA, rol=Rol.CONSULENT, vanaf=date(2026, 1, 1), tot=date(2026, 4, 2)),
    )
    token = huis.token("vertrekker")
    huis.later(hours=13, minutes=40)
    with pytest.raises(SessieVerlopen):
        _load(huis, token)  # 23:52 in the Netherlands, the same day: he is still of the team
    _edit_session(huis, token, last_seen=huis.now)
    huis.later(minutes=10)
    with pytest.raises(GeenSessie):
        _load(huis, token)


def test_a_membership_that_begins_tomorrow_gives_nothing_today(huis: Installatie) -> None:
    morgen = date(2026, 4, 3)
    _person(
        huis,
        "starter",
        Lidmaatschap(soort="team", code=VEENDAM, rol=Rol.CONSULENT, vanaf=date(2026, 1, 1)),
        Lidmaatschap(soort="team", code=EEMSDELTA, rol=Rol.CONSULENT, vanaf=morgen),
    )
    starter = huis.gebruiker("starter")
    assert [n.code for n in keuzes(huis.services, starter)] == [VEENDAM]
    with pytest.raises(NietToegestaan):
        switch_namens(huis.services, starter, soort="team", code=EEMSDELTA, now=huis.now)
    huis.later(days=1)
    assert [n.code for n in keuzes(huis.services, huis.gebruiker("starter"))] == [VEENDAM, EEMSDELTA]


def test_switching_team_changes_what_one_sees_and_may(huis: Installatie) -> None:
    bericht, token = huis.bericht(huis.gebruiker("indiener")), huis.token("dubbel")
    dubbel = _load(huis, token)
    assert [n.code for n in keuzes(huis.services, dubbel)] == [VEENDAM, EEMSDELTA]
    assert werkvoorraad(huis.services, dubbel).rijen == ()
    switch_namens(huis.services, dubbel, soort="team", code=EEMSDELTA, now=huis.now)
    dubbel = _load(huis, token)
    assert [rij.id for rij in werkvoorraad(huis.services, dubbel).rijen] == [bericht]
    assert kop(huis.services, dubbel, bericht).id == bericht
    for soort, code in (("team", "toegang-0014"), ("organisatie", SCHAKEL), ("organisatie", EEMSDELTA)):
        with pytest.raises(NietToegestaan):
            switch_namens(huis.services, dubbel, soort=soort, code=code, now=huis.now)


def test_a_team_written_into_the_session_row_gives_nothing(huis: Installatie) -> None:
    token = huis.token("groningen")
    _edit_session(huis, token, namens_soort="team", namens_code=EEMSDELTA)
    assert _load(huis, token).namens.code == "toegang-0014"


def test_a_role_counts_in_its_own_team_only(huis: Installatie) -> None:
    _person(
        huis,
        "tweerollen",
        Lidmaatschap(soort="team", code=EEMSDELTA, rol=Rol.BACKOFFICE, vanaf=date(2026, 1, 1)),
        Lidmaatschap(soort="team", code=VEENDAM, rol=Rol.CONSULENT, vanaf=date(2026, 1, 1)),
    )
    token = huis.token("tweerollen")
    assert _load(huis, token).mag(Recht.BESLUITEN) is False
    switch_namens(huis.services, _load(huis, token), soort="team", code=VEENDAM, now=huis.now)
    assert _load(huis, token).mag(Recht.BESLUITEN) is True


def test_a_team_that_is_no_longer_there_is_no_choice(huis: Installatie) -> None:
    token = huis.token("dubbel")
    with huis.services.database.schrijven() as session:
        session.execute(update(Team).where(Team.code == VEENDAM).values(naam=""))
    dubbel = _load(huis, token)
    assert [n.code for n in keuzes(huis.services, dubbel)] == [EEMSDELTA]
    with pytest.raises(GeenSessie):
        _load_nameless(huis, token)


def _load_nameless(huis: Installatie, token: str) -> Gebruiker:
    """Load with neither team named any more."""
    with huis.services.database.schrijven() as session:
        session.execute(update(Team).values(naam=""))
        session.execute(update(Organisatie).values(naam=""))
    return _load(huis, token)


@pytest.mark.parametrize("column", ["record", "signature"])
def test_an_edited_record_is_no_session(huis: Installatie, column: str) -> None:
    token = huis.token("consulent")
    with huis.services.database.schrijven() as session:
        rij = session.scalars(select(Persoon).where(Persoon.account == "consulent")).one()
        if column == "record":
            rij.record = rij.record.replace("consulent", "organisatiebeheerder")
        else:
            rij.signature = bytes(64)
    with pytest.raises(GeenSessie):
        _load(huis, token)


def test_a_session_without_second_factor_gives_no_right_at_all(huis: Installatie) -> None:
    import dataclasses

    half = dataclasses.replace(huis.gebruiker("consulent"), niveau=1)
    assert [recht for recht in Recht if half.mag(recht)] == []
    with pytest.raises(NietToegestaan):
        half.eis(Recht.BERICHT_LEZEN)


def test_names_come_from_the_signed_records(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    assert names_of(huis.services, {consulent.persoon}) == {consulent.persoon: "Consulent"}
    assert names_of(huis.services, set()) == {}


def test_the_colleagues_are_those_of_the_own_organisation(huis: Installatie) -> None:
    beheerder = huis.gebruiker("organisatiebeheerder")
    gevonden = collegas(huis.services, beheerder, vandaag=huis.now.date())
    assert [collega.account for collega in gevonden] == ["collega", "indiener", "organisatiebeheerder"]
    with pytest.raises(NietToegestaan):
        collegas(huis.services, huis.gebruiker("indiener"), vandaag=huis.now.date())
    with huis.services.database.schrijven() as session:
        session.execute(update(Persoon).where(Persoon.account == "collega").values(signature=bytes(64)))
    assert [c.account for c in collegas(huis.services, beheerder, vandaag=huis.now.date())] == [
        "indiener",
        "organisatiebeheerder",
    ]


def test_the_clock_of_the_web_does_not_revive_a_session(huis: Installatie) -> None:
    token = huis.token("indiener")
    later = huis.now + timedelta(hours=10)
    with pytest.raises(SessieVerlopen):
        load_gebruiker(huis.services, token, herkomst=HIER, now=later)
