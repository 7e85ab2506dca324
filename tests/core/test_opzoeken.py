"""Which gemeente gave the indicatie is looked up in the toewijzingen to the sender's own organisation, else asked."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from portal.core.insturen import concepten
from portal.core.insturen.controle import OTHER_TEAM, Controle, controleer
from portal.core.insturen.intake import OngeldigeAntwoorden, submit_bericht
from portal.core.registers.toewijzingen import Toegewezen, prepare, store
from portal.domain.formulier import Client
from portal.models import AuditRegel, Bericht
from portal.sealing.envelope import new_id
from tests.ingevuld import ingevuld
from tests.installatie import DIEP, EEMSDELTA, GRONINGEN, SCHAKEL, Installatie

GEVRAAGD = "Wij vonden de gemeente die de indicatie gaf niet. Kies de gemeente uit de lijst."
CLIENT = Client(bsn="999900006", geboortedatum="1987-05-12", voorletters="JV", achternaam="Visser")


def given(huis: Installatie, team: str = GRONINGEN, organisatie: str = SCHAKEL, **anders: Any) -> None:
    """Write down a toewijzing and let the vault take it in."""
    wat: dict[str, Any] = {
        "client": CLIENT,
        "gemeente": team.removeprefix("toegang-"),
        "vanaf": date(2026, 1, 1),
        "einddatum": date(2026, 12, 31),
        "nummer": "412",
    }
    wat |= anders
    nieuw = prepare(huis.services, Toegewezen(**wat), team=team, organisatie=organisatie, now=huis.now, naast=False)
    actor = huis.gebruiker("consulent").actor
    with huis.services.database.schrijven() as session:
        store(session, actor, nieuw)
    huis.client.take_in(nieuw.rij.id)


def checked(huis: Installatie, *, down: bool = False, **anders: str | None) -> tuple[Controle, Any]:
    """Fill in a question without the gemeente, and check it."""
    mailbox = huis.services.mailboxen.met_code("vraag-toegang")
    assert mailbox is not None
    ruw = {**ingevuld(mailbox), "bsn": ["999900006"], "gemeente_indicatie": []}
    ruw |= {naam: [waarde] if waarde else [] for naam, waarde in anders.items()}
    wie, concept = huis.gebruiker("indiener"), new_id()
    concepten.bewaar(huis.services, wie, concept=concept, mailbox="vraag-toegang", ruw=ruw, versie=0, now=huis.now)
    huis.client.down = down
    return controleer(huis.services, wie, concepten.open_concept(huis.services, wie, concept), now=huis.now), concept


def outcome(huis: Installatie, *, down: bool = False, **anders: str | None) -> list[str]:
    """Return who gets it and why, or what is asked."""
    controle, _ = checked(huis, down=down, **anders)
    fouten = [f"{fout.veld}: {fout.tekst}" for fout in controle.fouten.fouten]
    return fouten or [f"{b.team} {b.regel}: {b.uitleg}" for b in controle.bestemmingen]


def test_the_running_toewijzing_says_who_gets_it_and_which_one_it_was(huis: Installatie) -> None:
    given(huis)
    why = "Toegang Groningen behandelt berichten van de gemeente die de indicatie gaf: Groningen."
    assert outcome(huis) == [f"toegang-0014 gemeente-van-toewijzing: {why} Gevonden in toewijzing 412."]


def test_who_says_that_it_is_otherwise_is_believed_and_nothing_is_looked_up(huis: Installatie) -> None:
    given(huis)
    (gevonden,) = outcome(huis, gemeente_indicatie="1979")
    assert gevonden.startswith("toegang-1979 gemeente-van-indicatie: ")
    with huis.services.database.lezen() as session:
        assert session.scalars(select(AuditRegel).where(AuditRegel.actie == "zoeken")).all() == []


@pytest.mark.parametrize(
    "anders",
    [
        {"organisatie": DIEP},
        {"einddatum": date(2026, 4, 1)},
        {"vanaf": date(2026, 4, 3)},
        {"client": Client(bsn="999900018")},
        {"gemeente": "0000"},
    ],
    ids=["of another aanbieder", "ended yesterday", "begins tomorrow", "another client", "a gemeente that is no more"],
)
def test_what_is_no_running_toewijzing_of_this_client_to_the_sender_is_asked(
    huis: Installatie, anders: dict[str, Any]
) -> None:
    given(huis, **anders)
    assert outcome(huis) == [f"gemeente_indicatie: {GEVRAAGD}"]


def test_two_gemeenten_are_asked_and_two_toewijzingen_of_one_gemeente_are_not(huis: Installatie) -> None:
    given(huis)
    given(huis, nummer="413")
    assert outcome(huis)[0].endswith("Gevonden in toewijzing 412 en 413.")
    given(huis, team=EEMSDELTA)
    assert outcome(huis) == [f"gemeente_indicatie: {GEVRAAGD}"]


def test_a_client_without_bsn_is_found_by_birth_date_initials_and_name(huis: Installatie) -> None:
    given(huis, client=Client(geboortedatum="1987-05-12", voorletters="JV", achternaam="Visser"), nummer="")
    zonder: dict[str, Any] = {
        "bsn": None,
        "geen_bsn": "ja",
        "geboortedatum": "12-5-1987",
        "voorletters": "J.V.",
        "achternaam": "Visser",
    }
    adres: dict[str, Any] = {"voornamen": "Jan", "postcode": "9712 HW", "huisnummer": "1"}
    assert outcome(huis, **zonder, **adres)[0].endswith("Gevonden in het register.")
    assert outcome(huis, **(zonder | {"achternaam": "Bakker"}), **adres) == [f"gemeente_indicatie: {GEVRAAGD}"]


def test_while_the_vault_is_away_it_is_asked_in_the_same_words(huis: Installatie) -> None:
    given(huis)
    assert outcome(huis, down=True) == [f"gemeente_indicatie: {GEVRAAGD}"]


def test_more_than_a_few_running_toewijzingen_are_not_all_opened_but_asked(huis: Installatie) -> None:
    for _ in range(6):
        given(huis)
    assert outcome(huis) == [f"gemeente_indicatie: {GEVRAAGD}"]


def test_what_is_found_at_sending_must_be_what_was_shown(huis: Installatie) -> None:
    given(huis)
    _, concept = checked(huis)
    wie = huis.gebruiker("indiener")
    with pytest.raises(OngeldigeAntwoorden) as anders:
        submit_bericht(huis.services, wie, concept=concept, now=huis.now, aan=[EEMSDELTA])
    assert [fout.tekst for fout in anders.value.fouten.fouten] == [OTHER_TEAM]
    bericht = submit_bericht(huis.services, wie, concept=concept, now=huis.now, aan=[GRONINGEN])
    with huis.services.database.lezen() as session:
        rij = session.get_one(Bericht, bericht)
        assert (rij.team, rij.routeregel) == (GRONINGEN, "gemeente-van-toewijzing")
