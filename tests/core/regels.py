"""Rules that change in an installation: a second beheerder, clocks that run, and the worker that counts them anew."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.audit import Actor
from portal.core.klokken import klokken
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.regels.herrekenen import herreken
from portal.core.regels.regelproef import Proef, proef
from portal.core.regels.regelvoorstel import besluit, stel_voor, voorstel
from portal.domain.berekening import bereken
from portal.domain.datums import datum_in_nederland
from portal.domain.rechten import Lidmaatschap
from portal.domain.regels import Wijziging
from portal.domain.rollen import Rol
from portal.models import Bericht, Termijn
from portal.sealing.envelope import new_id
from portal.vault.inrichten import bootstrap_person
from tests.installatie import VERZOEK, WACHTWOORD, Installatie

WERKER = Actor(persoon="worker", namens="portaal", herkomst="worker")
HERINDICATIE = "melding-herindicatie"


def twee_beheerders(huis: Installatie) -> tuple[Gebruiker, Gebruiker]:
    """Give who proposes and who decides."""
    lid = Lidmaatschap(soort="organisatie", code="beheer", rol=Rol.FUNCTIONEEL_BEHEERDER, vanaf=date(2026, 1, 1))
    bootstrap_person(
        huis.vault,
        account="beheerder2",
        naam="Beheerder twee",
        email="beheerder2@portaal.example",
        organisatie="beheer",
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[lid],
    )
    return huis.gebruiker("beheerder"), huis.gebruiker("beheerder2")


def klok(huis: Installatie, bericht: UUID, code: str, vanaf: date, *, mailbox: str = VERZOEK) -> UUID:
    """Let a clock run on a bericht by the rules in force, as if it had started on this day."""
    services, verklaring = huis.services, huis.services.mailboxen.met_code(mailbox)
    assert verklaring is not None
    termijn = verklaring.termijn(code)
    assert termijn is not None
    berekening = bereken(services.regio.ingesteld(termijn, op=vanaf), vanaf, services.kalender)
    with services.database.schrijven() as session:
        eerder = set(session.scalars(select(Termijn.id).where(Termijn.bericht == bericht)))
        klokken.start(session, verklaring, bericht, [berekening], door=Aanleiding(now=huis.now))
        session.flush()
        (nieuw,) = set(session.scalars(select(Termijn.id).where(Termijn.bericht == bericht))) - eerder
        rij = session.get_one(Bericht, bericht)
        rij.urgent = min(rij.urgent, berekening.datum)
    return nieuw


def datums(huis: Installatie) -> dict[UUID, date]:
    """Give the last day of every clock."""
    with huis.services.database.lezen() as session:
        return dict(session.execute(select(Termijn.id, Termijn.datum)).all())


def stel(huis: Installatie, wie: Gebruiker, wijziging: Wijziging) -> UUID:
    """Propose a change."""
    return stel_voor(huis.services, wie, wijziging, sleutel=new_id(), now=huis.now)


def beslis(huis: Installatie, wie: Gebruiker, welk: UUID, *, ook_lopende: bool) -> None:
    """Decide on a change as the page shows it."""
    stand = voorstel(huis.services, wie, welk).stand
    besluit(huis.services, wie, welk, ook_lopende=ook_lopende, stand=stand, now=huis.now)


def oefen(huis: Installatie, wie: Gebruiker, wijziging: Wijziging, *, na: str = "") -> Proef:
    """Rehearse a change today."""
    return proef(huis.services, wie, wijziging, na=na, vandaag=datum_in_nederland(huis.now))


def pas_toe(huis: Installatie, *, batch: int = 2) -> None:
    """Let the worker count anew until it is done, two minutes after the decision."""
    huis.later(minutes=2)
    while herreken(huis.services, WERKER, now=huis.now, batch=batch):
        pass
