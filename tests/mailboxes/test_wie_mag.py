"""Role by mailbox by act by organisation, as declared, against real requests: who may begin, see and do what; nobody else anything."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from portal.app import create_app
from portal.core.beheer.watkan import GEDEELD, what_one_may
from portal.core.lezen.reading import open_bericht
from portal.domain.levensloop import Overgang
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.rechten import RECHT_VOOR, WIE_MAG, Recht
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort, plek_van
from portal.domain.termijnstappen import KLOKACTIES
from portal.mailboxes import laad_mailboxen
from portal.models import Bericht, Organisatie
from portal.models import Team as Teamrij
from portal.regios import laad_regios
from tests.bezoeker import Bezoeker, Portaal
from tests.installatie import MENSEN, Installatie
from tests.mailboxes.doorlopen import behandelaar, maak

PAREN = [(code, m.code) for m in laad_mailboxen(laad_regios()).alle() for code in m.regios]
# A right is decided in Python, from rows that both engines give alike.
pytestmark = pytest.mark.parametrize("huizen", ["sqlite"], indirect=True)
# A stranger is refused at the first act as at the last; the sides are asked for every one.
VREEMDE_ACT = "oppakken"


@dataclass(frozen=True, slots=True)
class Mens:
    """Somebody of an installation: where he is, in which role, and of what kind of organisation."""

    plek: tuple[str, str]
    rol: Rol
    soort: Organisatiesoort


@dataclass(frozen=True, slots=True)
class Buurt:
    """An installation of one region with a browser for one person of each place and role."""

    huis: Installatie
    mensen: dict[str, Mens]
    bezoekers: dict[str, Bezoeker]


@pytest.fixture(scope="module")
def buurten(huizen: dict[str, Installatie]) -> dict[str, Buurt]:
    """Every region with everyone in it logged in."""
    return {code: _buurt(huis) for code, huis in huizen.items()}


@pytest.mark.parametrize(("regio", "code"), PAREN, ids=[f"{code}-{regio}" for regio, code in PAREN])
def test_who_may_begin_see_and_do_is_what_the_declaration_and_the_table_say(
    buurten: dict[str, Buurt], regio: str, code: str
) -> None:
    buurt = buurten[regio]
    mailbox = buurt.huis.services.mailboxen.met_code(code)
    assert mailbox is not None
    bericht = maak(buurt.huis, mailbox)
    open_bericht(buurt.huis.services, behandelaar(buurt.huis, bericht), bericht, now=buurt.huis.now)
    with buurt.huis.services.database.lezen() as session:
        rij = session.get_one(Bericht, bericht)
    gevonden = {wie: _seen(buurt, wie, mailbox, bericht, rij) for wie in buurt.mensen}
    assert gevonden == {wie: _expected(mens, mailbox, rij, regio) for wie, mens in buurt.mensen.items()}
    for wie, (_, ziet, acts) in gevonden.items():
        if ziet and Partij.BEHANDELEND_TEAM in _sides(buurt.mensen[wie], rij):
            assert acts - _told(buurt.huis, wie, mailbox) - GEDEELD == set(), wie


def _seen(buurt: Buurt, wie: str, mailbox: Mailbox, bericht: UUID, rij: Bericht) -> tuple[bool, bool, frozenset[str]]:
    """Ask the site as this person: may he begin one, does he see this one, and which acts does it let him begin."""
    bezoeker, partij = buurt.bezoekers[wie], _sides(buurt.mensen[wie], rij)
    begin = bezoeker.get(f"/nieuw/{mailbox.code}").status_code
    pagina, nergens = bezoeker.get(f"/berichten/{bericht}"), bezoeker.get(f"/berichten/{uuid4()}")
    codes = [o.code for o in _acts(mailbox)] if partij else [VREEMDE_ACT]
    acts = {act: bezoeker.get(f"/berichten/{bericht}/doen/{act}").status_code for act in codes}
    if not partij:
        assert (pagina.status_code, len(pagina.data)) == (404, len(nergens.data))
    return begin == 200, pagina.status_code == 200, frozenset(act for act, status in acts.items() if status == 200)


def _told(huis: Installatie, wie: str, mailbox: Mailbox) -> set[str]:
    """Return the acts that 'Wat kan ik hier?' names of this mailbox, which has to be among those that this person gets."""
    (regel,) = (m for m in what_one_may(huis.services, huis.gebruiker(wie)).ontvangen if m.mailbox is mailbox)
    return {o.code for o in mailbox.levensloop.overgangen if o.titel in regel.stappen}


def _expected(mens: Mens, mailbox: Mailbox, rij: Bericht, regio: str) -> tuple[bool, bool, frozenset[str]]:
    """Say the same from the declaration and the permission table alone."""
    van = [a for a in mailbox.afzenders if a.soort is mens.soort and mens.rol in a.rollen]
    in_register = not any(a.register for a in van) or mens.plek[1] == "moveoo"
    sides = _sides(mens, rij)
    leest = Recht.BERICHT_LEZEN if Partij.BEHANDELEND_TEAM in sides else Recht.BERICHT_VOLGEN
    ziet = bool(sides) and mens.rol in WIE_MAG[leest]
    acts = {
        o.code
        for o in _acts(mailbox)
        if rij.status in o.van and o.door in sides and o.code != "openen" and mens.rol in WIE_MAG[RECHT_VOOR[o.actie]]
    }
    return bool(van) and in_register and regio in mailbox.regios, ziet, frozenset(acts)


def _acts(mailbox: Mailbox) -> list[Overgang]:
    """Return the steps that hang on role and status alone: not on a clock that runs, nor on an answer."""
    return [o for o in mailbox.levensloop.overgangen if o.actie not in KLOKACTIES and o.soms is None]


def _sides(mens: Mens, rij: Bericht) -> set[Partij]:
    plekken = {Partij.BEHANDELEND_TEAM: plek_van(rij.team), Partij.AFZENDER: (rij.afzender_soort, rij.afzender)}
    return {partij for partij, plek in plekken.items() if plek == mens.plek}


def _buurt(huis: Installatie) -> Buurt:
    portaal = Portaal(huis, create_app(huis.services.settings, huis.services, klok=lambda: huis.now))
    portaal.app.testing = False
    mensen: dict[str, Mens] = {}
    bezoekers = {}
    with huis.services.database.lezen() as session:
        for account, (_, leden) in MENSEN[huis.services.regio.code].items():
            if len(leden) > 1:
                continue
            ((soort, code, rol),) = leden
            organisatie = code if soort == "organisatie" else session.get_one(Teamrij, code).organisatie
            van = Organisatiesoort(session.get_one(Organisatie, organisatie).soort)
            mens = Mens((soort, code), rol, van)
            if mens not in mensen.values():  # a colleague with the same role is let do the same
                mensen[account], bezoekers[account] = mens, portaal.bezoek(account)
    return Buurt(huis, mensen, bezoekers)
