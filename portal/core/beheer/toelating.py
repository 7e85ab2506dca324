"""Letting people in and out: each act asks the vault, which alone may write; what it refuses is said in words."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.beheer.beheer import organisatie as find_organisatie
from portal.core.beheer.beheer import persoon as find_persoon
from portal.core.beheer.collegas import collega, te_geven_rollen
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.domain.rechten import Lidmaatschap, Recht
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort
from portal.sealing.client import Refused, Toelating

REDENEN: Final[Mapping[str, tuple[str, str]]] = {
    "account_bestaat": ("account", "Dit account bestaat al. Kies een andere accountnaam."),
    "uzelf": ("", "Dit kan niet met uw eigen account. Vraag het aan een andere beheerder."),
    "laatste_beheerder": (
        "",
        (
            "Dit is de enige organisatiebeheerder. Zonder beheerder kan niemand meer collega's toelaten. "
            "Geef eerst een collega deze rol en beëindig dan deze."
        ),
    ),
    "organisatie_bestaat": ("code", "Deze code is al in gebruik. Kies een andere code."),
    "laatste_twee": (
        "",
        (
            "U bent met deze persoon de laatste functioneel beheerder die kan inloggen. Blokkeren kan, maar dan sluit het ook "
            "uw eigen account. Kies hieronder of u dat wilt."
        ),
    ),
    "beheerder_nodig": (
        "",
        (
            "Deze persoon is functioneel beheerder van het portaal, en zonder deze persoon zijn er te weinig. Vraag het aan de "
            "functioneel beheerders."
        ),
    ),
    "tweede_beheerder_nodig": ("", "U vroeg dit zelf aan. Een andere functioneel beheerder moet het bevestigen."),
    "eigen_beheerder": (
        "",
        (
            "Voor deze persoon maakt de beheerder van de eigen organisatie een nieuw wachtwoord. U kunt dat alleen "
            "aanvragen voor iemand die zelf beheerder is."
        ),
    ),
    "heeft_al_beheerder": (
        "",
        "Deze organisatie heeft al een beheerder die kan inloggen. Die laat zelf collega's toe, ook een tweede beheerder.",
    ),
}
GONE: Final = frozenset({"geen_record", "onbekend", "niet_toegestaan"})


class NietToegelaten(Exception):
    """An act that the vault refused; `veld` is the answer to change, empty for none, `tekst` says what to do."""

    def __init__(self, veld: str, tekst: str) -> None:
        """Keep the field and the text for the page."""
        super().__init__(tekst)
        self.veld, self.tekst = veld, tekst


@dataclass(frozen=True, slots=True, kw_only=True)
class Wachtend:
    """What waits for a second functioneel beheerder; `van_mij` when the asker may not confirm it himself."""

    id: UUID
    herstel: bool
    naam: str
    account: str
    email: str
    organisatie: str
    organisatie_naam: str
    door: str
    van_mij: bool


@contextmanager
def in_words() -> Iterator[None]:
    """Say what the vault refuses as the page must say it."""
    try:
        yield
    except Refused as refused:
        if refused.code in REDENEN:
            raise NietToegelaten(*REDENEN[refused.code]) from None
        if refused.code in GONE:
            raise NietGevonden from None
        raise


def laat_toe(
    services: Services,
    gebruiker: Gebruiker,
    *,
    naam: str,
    account: str,
    email: str,
    rollen: Iterable[str],
    sleutel: UUID,
    vandaag: date,
) -> Toelating:
    """Let a colleague in with these roles; raises NietToegelaten. The one-time password is in the answer only."""
    keuzes = {keuze.sleutel: keuze for keuze in te_geven_rollen(services, gebruiker)}
    gekozen = [keuzes[rol] for rol in rollen if rol in keuzes]
    leden = [Lidmaatschap(soort=k.soort, code=k.code, rol=k.rol, vanaf=vandaag) for k in gekozen]
    with in_words():
        return services.vault.admit(
            gebruiker.token,
            account=account,
            naam=naam,
            email=email,
            organisatie=gebruiker.namens.code,
            lidmaatschappen=leden,
            herkomst=gebruiker.herkomst,
            sleutel=sleutel,
        )


def vraag_beheerder(
    services: Services,
    gebruiker: Gebruiker,
    *,
    organisatie: str,
    naam: str,
    account: str,
    email: str,
    sleutel: UUID,
    vandaag: date,
) -> Toelating:
    """Ask to let in the first beheerder of an organisation, who then waits for a second functioneel beheerder."""
    gebruiker.eis(Recht.EERSTE_BEHEERDER_TOELATEN)
    gevonden = find_organisatie(services, gebruiker, organisatie, vandaag=vandaag)
    if gevonden.soort == Organisatiesoort.BEHEER:
        raise NietGevonden
    if gevonden.beheerders:
        raise NietToegelaten(*REDENEN["heeft_al_beheerder"])
    lid = Lidmaatschap(soort="organisatie", code=organisatie, rol=Rol.ORGANISATIEBEHEERDER, vanaf=vandaag)
    with in_words():
        return services.vault.admit(
            gebruiker.token,
            account=account,
            naam=naam,
            email=email,
            organisatie=organisatie,
            lidmaatschappen=[lid],
            herkomst=gebruiker.herkomst,
            sleutel=sleutel,
        )


def geef_rol(services: Services, gebruiker: Gebruiker, persoon: UUID, rol: str, *, vandaag: date) -> None:
    """Give a colleague one more role from today; one that he holds already stays as it is."""
    collega(services, gebruiker, persoon, vandaag=vandaag)
    keuze = next((k for k in te_geven_rollen(services, gebruiker) if k.sleutel == rol), None)
    if keuze is None:
        raise NietGevonden
    lid = Lidmaatschap(soort=keuze.soort, code=keuze.code, rol=keuze.rol, vanaf=vandaag)
    with in_words():
        services.vault.add_membership(gebruiker.token, persoon, lid, herkomst=gebruiker.herkomst)


def beeindig_rol(services: Services, gebruiker: Gebruiker, persoon: UUID, nummer: int, *, vandaag: date) -> None:
    """End a role of a colleague at once; one that has ended already stays as it is."""
    wie = collega(services, gebruiker, persoon, vandaag=vandaag)
    rol = next((rol for rol in wie.rollen if rol.nummer == nummer), None)
    if rol is None:
        raise NietGevonden
    if rol.loopt:
        with in_words():
            services.vault.end_membership(gebruiker.token, persoon, rol.lid, herkomst=gebruiker.herkomst)


def blokkeer(services: Services, gebruiker: Gebruiker, persoon: UUID, *, vandaag: date, samen: bool = False) -> None:
    """Block a colleague, or anyone for a functioneel beheerder: he is logged out everywhere at once.

    One of the last two functioneel beheerders only together with oneself (`samen`).
    """
    _find(services, gebruiker, persoon, vandaag=vandaag)
    with in_words():
        services.vault.block(gebruiker.token, persoon, herkomst=gebruiker.herkomst, samen=samen)


def herstel(services: Services, gebruiker: Gebruiker, persoon: UUID, *, sleutel: UUID, vandaag: date) -> Toelating:
    """Give a new one-time password, or ask for it where a second functioneel beheerder must confirm."""
    _find(services, gebruiker, persoon, vandaag=vandaag)
    with in_words():
        return services.vault.reset(gebruiker.token, persoon, herkomst=gebruiker.herkomst, sleutel=sleutel)


def wachtenden(services: Services, gebruiker: Gebruiker, *, vandaag: date) -> tuple[Wachtend, ...]:
    """Return what waits for a second functioneel beheerder; raises NietToegestaan, VaultDown."""
    gebruiker.eis(Recht.EERSTE_BEHEERDER_TOELATEN)
    return tuple(
        Wachtend(
            id=data["wacht_op"],
            herstel=data["soort"] == "herstel",
            naam=data["naam"],
            account=data["account"],
            email=data["email"],
            organisatie=data["organisatie"],
            organisatie_naam=find_organisatie(services, gebruiker, data["organisatie"], vandaag=vandaag).naam,
            door=_name(services, gebruiker, data["door"], vandaag=vandaag),
            van_mij=data["door"] == gebruiker.persoon,
        )
        for data in services.vault.pending(gebruiker.token)
    )


def bevestig(services: Services, gebruiker: Gebruiker, wacht_op: UUID) -> Toelating:
    """Let in or reset what another functioneel beheerder asked; raises NietToegelaten, NietGevonden."""
    gebruiker.eis(Recht.EERSTE_BEHEERDER_TOELATEN)
    with in_words():
        return services.vault.confirm(gebruiker.token, wacht_op, herkomst=gebruiker.herkomst)


def wijs_af(services: Services, gebruiker: Gebruiker, wacht_op: UUID) -> None:
    """Drop what waits, one's own or another's; raises NietGevonden when it is no longer there."""
    gebruiker.eis(Recht.EERSTE_BEHEERDER_TOELATEN)
    with in_words():
        services.vault.decline(gebruiker.token, wacht_op, herkomst=gebruiker.herkomst)


def _find(services: Services, gebruiker: Gebruiker, persoon: UUID, *, vandaag: date) -> None:
    """Refuse who is not there for this person, before the vault is asked."""
    find = collega if gebruiker.mag(Recht.COLLEGA_TOELATEN) else find_persoon
    find(services, gebruiker, persoon, vandaag=vandaag)


def _name(services: Services, gebruiker: Gebruiker, persoon: UUID, *, vandaag: date) -> str:
    try:
        return find_persoon(services, gebruiker, persoon, vandaag=vandaag).naam
    except NietGevonden:
        return "iemand die er niet meer is"
