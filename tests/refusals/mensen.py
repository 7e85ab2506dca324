"""Who ask: every role in the right place and in another one, and every kind of session that gives nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import update

from portal.core.accounts import token_hash
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Sessie
from portal.sealing.envelope import new_id
from portal.sealing.sessie import PersoonRecord
from portal.vault.admission import create_person
from portal.vault.inrichten import bootstrap_person
from tests.installatie import DIEP, EEMSDELTA, GRONINGEN, HIER, SCHAKEL, WACHTWOORD, Installatie

Plek = tuple[str, str]
# The organisation that a place belongs to.
VAN: Final[Mapping[Plek, str]] = {
    ("team", EEMSDELTA): "gemeente-1979",
    ("team", GRONINGEN): "gemeente-0014",
    ("team", "toezicht"): "toezicht",
    ("team", "cmo"): "centrumgemeente-0014",
    ("organisatie", SCHAKEL): SCHAKEL,
    ("organisatie", DIEP): DIEP,
    ("organisatie", "gemeente-1979"): "gemeente-1979",
    ("organisatie", "beheer"): "beheer",
}
VAN_ORGANISATIES: Final = frozenset({Rol.INDIENER, Rol.ORGANISATIEBEHEERDER})
NERGENS: Final[Plek] = ("", "")
GELDIG: Final = "geldig"
HALVERWEGE: Final = "niveau 1"
VERLOPEN: Final = "verlopen"
# These would be in their right, if only their session were.
ANDERE_SESSIES: Final = (HALVERWEGE, VERLOPEN, "ingetrokken", "geblokkeerd", "lidmaatschap voorbij")


@dataclass(frozen=True, slots=True)
class Mens:
    """Somebody who asks: a role in one place, with a session of some kind; without role nobody at all."""

    naam: str
    rol: Rol | None
    plek: Plek
    sessie: str = GELDIG

    @property
    def account(self) -> str:
        """The name he logs in with."""
        return self.naam.replace(" ", "-")

    @property
    def is_binnen(self) -> bool:
        """Whether he has a full session that runs."""
        return self.rol is not None and self.sessie == GELDIG


def iedereen() -> Iterator[Mens]:
    """Yield everyone; a new role comes by itself, in the team that has the berichten and in another one."""
    yield Mens("niemand", None, NERGENS)
    yield Mens("vervalste sessie", None, NERGENS)
    for rol in Rol:
        if rol is Rol.FUNCTIONEEL_BEHEERDER:
            yield Mens("functioneel_beheerder.beheer", rol, ("organisatie", "beheer"))
        elif rol in VAN_ORGANISATIES:
            yield from (Mens(f"{rol.value}.{code}", rol, ("organisatie", code)) for code in (SCHAKEL, DIEP))
        else:
            yield from (Mens(f"{rol.value}.{code}", rol, ("team", code)) for code in (EEMSDELTA, GRONINGEN))
    yield Mens("collega.de-schakel", Rol.INDIENER, ("organisatie", SCHAKEL))
    yield Mens("organisatiebeheerder.gemeente", Rol.ORGANISATIEBEHEERDER, ("organisatie", "gemeente-1979"))
    yield Mens("toezichthouder.toezicht", Rol.TOEZICHTHOUDER, ("team", "toezicht"))
    yield Mens("backoffice.cmo", Rol.BACKOFFICE, ("team", "cmo"))
    yield Mens("contractmanager.cmo", Rol.CONTRACTMANAGER, ("team", "cmo"))
    for sessie in ANDERE_SESSIES:
        for rol, plek in ((Rol.CONSULENT, ("team", EEMSDELTA)), (Rol.INDIENER, ("organisatie", SCHAKEL))):
            yield Mens(f"{rol.value}.{sessie}", rol, plek, sessie)


IEDEREEN: Final[Mapping[str, Mens]] = {mens.naam: mens for mens in iedereen()}


def laat_toe(huis: Installatie) -> dict[str, UUID]:
    """Let everyone in under one password and return who they are."""
    phc, vault = huis.vault.passwords.hash(WACHTWOORD), huis.vault
    personen = {}
    with vault.database.schrijven() as session:
        for mens in IEDEREEN.values():
            if mens.rol is not None:
                half = mens.sessie == HALVERWEGE
                personen[mens.naam] = create_person(vault, session, _record(mens), phc=phc, eenmalig=half).id
        records = session.info["records"]
    for persoon, versie in records:
        vault.state.raise_version(persoon, versie)
    return personen


def laat_een_toe(huis: Installatie, organisatie: str) -> UUID:
    """Let one more person in at an organisation, whom nobody will miss."""
    wie = new_id()
    lid_ = Lidmaatschap(soort="organisatie", code=organisatie, rol=Rol.INDIENER, vanaf=date(2026, 1, 1))
    return bootstrap_person(
        huis.vault,
        account=f"wegwerp-{wie.hex}",
        naam="Wegwerp",
        email=f"{wie.hex}@portaal.example",
        organisatie=organisatie,
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[lid_],
    )


def log_iedereen_in(huis: Installatie, personen: Mapping[str, UUID]) -> dict[str, str]:
    """Return the session of everyone, made into the kind that it should be in the way that life does."""
    tokens = {naam: huis.token(IEDEREEN[naam].account) for naam in personen}
    for naam, token in tokens.items():
        _bederf(huis, IEDEREEN[naam], token, personen[naam])
    return {**tokens, "vervalste sessie": "vervalst.token"}


def lid(mens: Mens) -> Lidmaatschap:
    """Return his only membership."""
    assert mens.rol is not None
    return Lidmaatschap(soort=mens.plek[0], code=mens.plek[1], rol=mens.rol, vanaf=date(2026, 1, 1))


def _bederf(huis: Installatie, mens: Mens, token: str, persoon: UUID) -> None:
    if mens.sessie == VERLOPEN:
        rij = Sessie.token_hash == token_hash(token)
        with huis.services.database.schrijven() as session:
            session.execute(update(Sessie).where(rij).values(last_seen=huis.now - timedelta(hours=3)))
    elif mens.sessie == "ingetrokken":
        huis.client.logout(token, herkomst=HIER)
    elif mens.sessie == "geblokkeerd":
        huis.client.block(huis.token("beheerder"), persoon, herkomst=HIER)
    elif mens.sessie == "lidmaatschap voorbij":
        baas = "organisatiebeheerder.de-schakel" if mens.rol is Rol.INDIENER else "organisatiebeheerder.gemeente"
        huis.client.end_membership(huis.token(baas), persoon, lid(mens), herkomst=HIER)


def _record(mens: Mens) -> PersoonRecord:
    return PersoonRecord(
        id=new_id(),
        account=mens.account,
        naam=mens.naam.capitalize(),
        email=f"{mens.account}@portaal.example",
        organisatie=VAN[mens.plek],
        actief=True,
        versie=0,
        lidmaatschappen=(lid(mens),),
        verifiers="",
    )
