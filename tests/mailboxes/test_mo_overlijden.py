"""The death of an inwoner in the opvang: told or recorded, it ends what runs about him, and can be undone."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.bericht.zicht import kop
from portal.core.insturen.inzending import OngeldigeAntwoorden
from portal.models import Termijn
from tests.installatie import Installatie
from tests.mailboxes.test_mo_melding import in_register
from tests.voorbeelden import volledige_mo_melding

CLIENT = ("bsn", "voorletters", "achternaam", "geboortedatum", "kenmerk")


def antwoorden(**anders: str) -> dict[str, list[str]]:
    client = {naam: waarde for naam, waarde in volledige_mo_melding().items() if naam in CLIENT}
    return {**client, "gemeente": ["0957"], "overlijdensdatum": ["30-3-2026"], **{n: [w] for n, w in anders.items()}}


def lopend(huis: Installatie, bericht: UUID) -> list[str]:
    query = select(Termijn.code).where(Termijn.bericht == bericht, Termijn.status == "loopt").order_by(Termijn.code)
    with huis.services.database.lezen() as session:
        return list(session.scalars(query))


@pytest.mark.parametrize("wie", ["moveoo", "roermond"])
def test_it_ends_what_runs_about_this_inwoner_whoever_told_it_and_all_comes_back_when_it_was_wrong(
    limburg: Installatie, wie: str
) -> None:
    in_register(limburg)
    melding = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", volledige_mo_melding())
    assert lopend(limburg, melding) == ["onderzoek", "persoonlijk-plan"]
    binnen = {"binnengekomen_op": "31-3-2026", "binnengekomen_via": "telefoon"} if wie == "roermond" else {}
    bericht = limburg.stuur(limburg.gebruiker(wie), "mo-overlijden", antwoorden(**binnen))
    limburg.doe(limburg.gebruiker("roermond"), bericht, "oppakken")
    limburg.doe(limburg.gebruiker("roermond"), bericht, "overlijden-vastleggen")
    assert lopend(limburg, melding) == []
    roermond = limburg.gebruiker("roermond")
    assert [taak.code for taak in kop(limburg.services, roermond, bericht).taken] == [
        "307-verwerken",
        "anderen-inlichten",
    ]
    limburg.doe(roermond, bericht, "toch-niet-overleden", tekst="Het was een naamgenoot.")
    assert lopend(limburg, melding) == ["onderzoek", "persoonlijk-plan"]


def test_nobody_dies_before_he_was_born_or_tomorrow(limburg: Installatie) -> None:
    in_register(limburg)
    for dag in ("1-1-1900", "3-4-2027"):
        with pytest.raises(OngeldigeAntwoorden) as fout:
            limburg.stuur(limburg.gebruiker("moveoo"), "mo-overlijden", antwoorden(overlijdensdatum=dag))
        assert [f.veld for f in fout.value.fouten.fouten] == ["overlijdensdatum"]
    assert date(2026, 3, 30) < limburg.now.date()
