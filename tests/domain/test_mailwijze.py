"""When a mail goes to a person: what he chose, what it weighs, and never a duty that waits until it is too late."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from portal.domain.kalender import Kalender
from portal.domain.mailsoort import SOORTEN, VRAAG, Gewicht, mailsoort
from portal.domain.mailwijze import Wijze, moment, volgende_samenvatting
from portal.domain.rechten import Lidmaatschap, Recht
from portal.domain.rollen import Rol
from portal.domain.waarneming import kan_waarnemen, vervanger, werk

NOW = datetime(2026, 4, 2, 8, 12, tzinfo=UTC)  # donderdag 10:12 in the Netherlands
DIGEST = datetime(2026, 4, 7, 6, 0, tzinfo=UTC)  # dinsdag 08:00, after Goede Vrijdag and Pasen
A, B, C = (UUID(int=n) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        (datetime(2026, 4, 2, 5, 59, tzinfo=UTC), datetime(2026, 4, 2, 6, 0, tzinfo=UTC)),
        (datetime(2026, 4, 2, 6, 0, tzinfo=UTC), DIGEST),
        (NOW, DIGEST),
        (datetime(2026, 4, 4, 5, 0, tzinfo=UTC), DIGEST),
        (datetime(2026, 10, 23, 10, 0, tzinfo=UTC), datetime(2026, 10, 26, 7, 0, tzinfo=UTC)),  # winter time began
    ],
)
def test_the_digest_comes_on_a_werkdag_at_its_time_in_the_netherlands(now: datetime, digest: datetime) -> None:
    assert volgende_samenvatting(now, "08:00", Kalender()) == digest


@pytest.mark.parametrize("tijd", ["", "acht uur", "25:00", "08:00+02:00"])
def test_a_time_that_is_none_is_eight_o_clock(tijd: str) -> None:
    assert volgende_samenvatting(NOW, tijd, Kalender()) == DIGEST


@pytest.mark.parametrize(
    ("wijze", "gewicht", "uiterlijk", "when"),
    [
        (Wijze.DIRECT, Gewicht.GEWOON, None, NOW),
        (Wijze.DIRECT, Gewicht.PLICHT, None, NOW),
        (Wijze.DAGELIJKS, Gewicht.GEWOON, None, DIGEST),
        (Wijze.DAGELIJKS, Gewicht.PLICHT, None, DIGEST),
        (Wijze.DAGELIJKS, Gewicht.PLICHT, date(2026, 4, 7), DIGEST),
        (Wijze.DAGELIJKS, Gewicht.PLICHT, date(2026, 4, 6), NOW),
        (Wijze.DAGELIJKS, Gewicht.PLICHT, date(2026, 4, 2), NOW),
        (Wijze.DAGELIJKS, Gewicht.PLICHT, date(2026, 4, 1), DIGEST),
        (Wijze.DAGELIJKS, Gewicht.GEWOON, date(2026, 4, 2), DIGEST),
        (Wijze.GEEN, Gewicht.GEWOON, date(2026, 4, 2), None),
        (Wijze.GEEN, Gewicht.PLICHT, None, NOW),
        *[(wijze, Gewicht.SPOED, None, NOW) for wijze in Wijze],
    ],
)
def test_a_choice_moves_a_mail_and_never_drops_a_duty(
    wijze: Wijze, gewicht: Gewicht, uiterlijk: date | None, when: datetime | None
) -> None:
    assert moment(wijze, gewicht, now=NOW, samenvatting=DIGEST, uiterlijk=uiterlijk) == when


def test_a_kind_of_mail_that_nobody_knows_is_a_duty() -> None:
    assert (mailsoort("vervalst").gewicht, mailsoort(VRAAG)) == (Gewicht.PLICHT, SOORTEN[VRAAG])


@pytest.mark.parametrize(
    ("weg", "doet"),
    [({}, A), ({A: B}, B), ({A: B, B: C}, C), ({A: B, B: A}, A), ({A: B, B: C, C: B}, A), ({B: C}, A)],
)
def test_who_is_away_is_stood_in_for_by_the_first_who_is_not(weg: dict[UUID, UUID], doet: UUID) -> None:
    assert vervanger(A, weg) == doet


@pytest.mark.parametrize(
    ("eigen", "ander", "kan"),
    [
        (Rol.CONSULENT, Rol.FRONTOFFICE, True),
        (Rol.FRONTOFFICE, Rol.CONSULENT, False),
        (Rol.CONSULENT, Rol.CONSULENT, True),
        (Rol.INDIENER, Rol.ORGANISATIEBEHEERDER, False),
    ],
)
def test_only_who_may_do_all_that_the_other_may_can_stand_in(eigen: Rol, ander: Rol, *, kan: bool) -> None:
    def rechten(rol: Rol) -> frozenset[Recht]:
        lid = Lidmaatschap(soort="team", code="t", rol=rol, vanaf=date(2026, 1, 1))
        return werk([lid], soort="team", code="t", vandaag=NOW.date())

    assert kan_waarnemen(rechten(eigen), rechten(ander)) is kan
