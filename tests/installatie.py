"""A whole installation in a temporary directory: a region, two aanbieders, a person in every role, its own vault."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from portal.config import Settings
from portal.core.accounts import Gebruiker, load_gebruiker
from portal.core.behandelen import handling
from portal.core.behandelen.stapcontrole import Getekend
from portal.core.beheer.inrichting import all_organisaties, all_teams, install_region, put_organisatie
from portal.core.bericht import bijlagen
from portal.core.bericht.zicht import kop
from portal.core.files.store import LocalStore
from portal.core.insturen import concepten, intake
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.regelbron import Regelbron
from portal.core.services import Services
from portal.core.verzegelen import Sealer
from portal.db import Database, is_writing
from portal.domain.gemeenten import Regio
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort
from portal.mailboxes import Register, laad_mailboxen
from portal.regios import laad_regio, laad_regios
from portal.sealing.client import LocalClient, VaultDown
from portal.sealing.envelope import new_id
from portal.sealing.sessie import Pinned
from portal.vault.door import Vault
from portal.vault.inrichten import add_recipient, bootstrap_person, init_installation
from tests.voorbeelden import pdf, volledig_verzoek

HIER = "127.0.0.1"
WACHTWOORD = "vier gekke woorden achter elkaar"
BEGIN = datetime(2026, 4, 2, 8, 12, tzinfo=UTC)
VERZOEK = "verzoek-overdracht-toewijzing"
SCHAKEL = "de-schakel"
DIEP = "huis-aan-het-diep"
EEMSDELTA = "toegang-1979"
GRONINGEN = "toegang-0014"
VEENDAM = "toegang-0047"

PERSONEN: Mapping[str, tuple[str, tuple[tuple[str, str, Rol], ...]]] = {
    "indiener": (SCHAKEL, (("organisatie", SCHAKEL, Rol.INDIENER),)),
    "collega": (SCHAKEL, (("organisatie", SCHAKEL, Rol.INDIENER),)),
    "organisatiebeheerder": (SCHAKEL, (("organisatie", SCHAKEL, Rol.ORGANISATIEBEHEERDER),)),
    "ander": (DIEP, (("organisatie", DIEP, Rol.INDIENER),)),
    "consulent": ("gemeente-1979", (("team", EEMSDELTA, Rol.CONSULENT),)),
    "tweede": ("gemeente-1979", (("team", EEMSDELTA, Rol.CONSULENT),)),
    "frontoffice": ("gemeente-1979", (("team", EEMSDELTA, Rol.FRONTOFFICE),)),
    "backoffice": ("gemeente-1979", (("team", EEMSDELTA, Rol.BACKOFFICE),)),
    "beleid": ("gemeente-1979", (("team", EEMSDELTA, Rol.BELEID),)),
    "groningen": ("gemeente-0014", (("team", GRONINGEN, Rol.CONSULENT),)),
    "dubbel": ("gemeente-0047", (("team", VEENDAM, Rol.CONSULENT), ("team", EEMSDELTA, Rol.CONSULENT))),
    "toezichthouder": ("toezicht", (("team", "toezicht", Rol.TOEZICHTHOUDER),)),
    "contractmanager": ("centrumgemeente-0014", (("team", "cmo", Rol.CONTRACTMANAGER),)),
    "regioadviseur": ("centrumgemeente-0014", (("team", "regioadviseur", Rol.REGIOADVISEUR),)),
    "beheerder": ("beheer", (("organisatie", "beheer", Rol.FUNCTIONEEL_BEHEERDER),)),
}


MOVEOO = "moveoo"
VENRAY = "toegang-0984"
ROERMOND = "toegang-0957"
MER = "toegang-mer"
LIMBURG: Mapping[str, tuple[str, tuple[tuple[str, str, Rol], ...]]] = {
    "moveoo": (MOVEOO, (("organisatie", MOVEOO, Rol.INDIENER),)),
    "rendiz": ("rendiz", (("organisatie", "rendiz", Rol.INDIENER),)),
    "venray": ("gemeente-0984", (("team", VENRAY, Rol.CONSULENT),)),
    "roermond": ("gemeente-0957", (("team", ROERMOND, Rol.CONSULENT),)),
    "roermond-backoffice": ("gemeente-0957", (("team", ROERMOND, Rol.BACKOFFICE),)),
    "mer": ("gemeente-mer", (("team", MER, Rol.CONSULENT),)),
    "veilig-thuis": ("veilig-thuis", (("team", "veilig-thuis", Rol.VEILIG_THUIS),)),
    "beheerder": ("beheer", (("organisatie", "beheer", Rol.FUNCTIONEEL_BEHEERDER),)),
}
# Per region: its aanbieders and its people.
AANBIEDERS = {
    "groningen": ((SCHAKEL, "Stichting De Schakel"), (DIEP, "Huis aan het Diep")),
    "noord-midden-limburg": ((MOVEOO, "Stichting Moveoo"), ("rendiz", "Rendiz Zorg")),
}
MENSEN = {"groningen": PERSONEN, "noord-midden-limburg": LIMBURG}


class BreakableClient(LocalClient):
    """The vault in process, with a switch that makes it unreachable as a stopped process would be."""

    down = False

    def _call(self, verb: str, **arguments: Any) -> Any:
        if self.down:
            raise VaultDown
        return super()._call(verb, **arguments)


@dataclass
class Installatie:
    """The services with the clock in hand, and short words for what people do."""

    services: Services
    vault: Vault
    client: BreakableClient
    moment: list[datetime]

    @property
    def now(self) -> datetime:
        """The moment of this installation."""
        return self.moment[0]

    def later(self, **time: int) -> None:
        """Let time pass."""
        self.moment[0] += timedelta(**time)

    def token(self, account: str) -> str:
        """Log in and give the session token."""
        return self.client.login(account, WACHTWOORD, "", adres=HIER).token

    def gebruiker(self, account: str) -> Gebruiker:
        """Log in and give the person as the web knows him."""
        return load_gebruiker(self.services, self.token(account), herkomst=HIER, now=self.now)

    def stuur(self, wie: Gebruiker, mailbox: str, ruw: Mapping[str, list[str]], *, opgenomen: bool = True) -> UUID:
        """Fill in any mailbox with all its bijlagen, submit it, and let the vault take it in, unless that comes later."""
        verklaring, concept = self.services.mailboxen.met_code(mailbox), new_id()
        assert verklaring is not None
        concepten.bewaar(self.services, wie, concept=concept, mailbox=mailbox, ruw=ruw, versie=0, now=self.now)
        for eis in verklaring.bijlagen:
            self.bijlage(wie, concept, eis.code, mailbox=mailbox)
        intake.submit_bericht(self.services, wie, concept=concept, now=self.now)
        if opgenomen:
            self.client.take_in(concept)
        return concept

    def concept(self, wie: Gebruiker, *, met_bijlagen: bool = True, **anders: Any) -> UUID:
        """Fill in a verzoek, to Eemsdelta unless said otherwise."""
        concept = new_id()
        concepten.bewaar(
            self.services, wie, concept=concept, mailbox=VERZOEK, ruw=volledig_verzoek(**anders), versie=0, now=self.now
        )
        if met_bijlagen:
            for eis in ("toestemmingsformulier", "onderbouwing"):
                self.bijlage(wie, concept, eis)
        return concept

    def bijlage(
        self,
        wie: Gebruiker,
        concept: UUID,
        eis: str,
        *,
        inhoud: bytes = b"",
        naam: str = "stuk.pdf",
        mailbox: str = VERZOEK,
    ) -> UUID:
        """Attach a file to a concept."""
        verklaring = self.services.mailboxen.met_code(mailbox)
        assert verklaring is not None
        demand = verklaring.bijlage(eis)
        assert demand is not None
        upload = bijlagen.begin_upload(self.services, concept=concept, eis=demand)
        source = io.BytesIO(inhoud or pdf())
        while piece := source.read(64 * 1024):
            upload.write(piece)
        upload.seek(0)
        return bijlagen.voltooi(self.services, wie, upload, concept=concept, eis=demand, naam=naam, now=self.now).id

    def bericht(self, wie: Gebruiker, **anders: Any) -> UUID:
        """Submit a verzoek and let the vault take it in."""
        bericht = intake.submit_bericht(self.services, wie, concept=self.concept(wie, **anders), now=self.now)
        self.client.take_in(bericht)
        return bericht

    def doe(
        self,
        wie: Gebruiker,
        bericht: UUID,
        code: str,
        *,
        versie: int | None = None,
        sleutel: UUID | None = None,
        tekst: str = "",
        doel: str = "",
        dag: date | None = None,
        getekend: Getekend | None = None,
        klok: Wijziging | None = None,
        antwoorden: Mapping[str, list[str]] | None = None,
        bestand: str = "",
        afdruk: bytes | None = None,
    ) -> None:
        """Make an overgang from the page as it is now; `bestand` is the demand that a file is sent along for."""
        handling.doe(
            self.services,
            wie,
            bericht=bericht,
            code=code,
            sleutel=sleutel or new_id(),
            versie=kop(self.services, wie, bericht).versie if versie is None else versie,
            tekst=tekst,
            doel=doel,
            dag=dag,
            getekend=getekend,
            klok=klok,
            antwoorden=antwoorden or {},
            afdruk=afdruk,
            stukken=self._stuk(wie, bericht, code, bestand) if bestand else None,
            now=self.now,
        )

    def _stuk(self, wie: Gebruiker, bericht: UUID, code: str, eis: str) -> UUID:
        """Hang a file on the text of an act, as the page does before it is sent; returns the concept."""
        mailbox = kop(self.services, wie, bericht).mailbox
        regel = mailbox.levensloop.overgang(code)
        assert regel is not None
        demand = next(b for b in regel.bijlagen if b.code == eis)
        bewaard = concepten.bewaar(
            self.services,
            wie,
            concept=new_id(),
            mailbox=mailbox.code,
            ruw={},
            versie=0,
            now=self.now,
            bericht=bericht,
            actie=code,
        )
        upload = bijlagen.begin_upload(self.services, concept=bericht, eis=demand)
        upload.write(pdf())
        upload.seek(0)
        bijlagen.voltooi(
            self.services, wie, upload, concept=bewaard.concept, eis=demand, naam="aanvraag.pdf", now=self.now
        )
        return bewaard.concept


def installeer(data: Path, database_url: str, regio: str = "groningen") -> None:
    """Make an installation in this data directory, on a migrated and empty database."""
    settings = _settings(data, database_url, regio=regio)
    init_installation(settings)
    # Before anybody does anything: what is done comes first on a page of the log, which this alone would fill.
    vault = Vault(settings, klok=lambda: BEGIN - timedelta(minutes=5))
    _fill(vault, laad_regio(regio))
    vault.close()


@cache
def verklaard() -> Register:
    """Return the mailboxes and forms of the portal: declared once, the same for every installation of a run."""
    return laad_mailboxen(laad_regios())


def open_installatie(data: Path, database_url: str, **instellingen: Any) -> Installatie:
    """Open an installation that `installeer` made, or a copy of it."""
    settings = _settings(data, database_url, **instellingen)
    pinned = Pinned.read(settings.pinned_key_file)
    moment = [BEGIN]
    vault = Vault(settings, klok=lambda: moment[0])
    client = BreakableClient(vault, is_writing)
    database = Database(database_url)
    services = Services(
        settings=settings,
        database=database,
        mailboxen=verklaard(),
        regels=Regelbron(database, laad_regio(settings.regio)),
        sealer=Sealer(pinned.installation, pinned.public),
        vault=client,
        store=LocalStore(settings.files_dir),
    )
    return Installatie(services=services, vault=vault, client=client, moment=moment)


def vervang(installatie: Installatie, **delen: Any) -> Installatie:
    """Give the same installation with other parts in its services."""
    return replace(installatie, services=replace(installatie.services, **delen))


def sluit(installatie: Installatie) -> None:
    """Close the databases of an installation."""
    installatie.vault.close()
    installatie.services.database.close()


def _settings(data: Path, database_url: str, **instellingen: Any) -> Settings:
    standaard: dict[str, Any] = {
        "data": data,
        "database_url": database_url,
        "sleutels_url": f"sqlite:///{data / 'kluis' / 'sleutels.db'}",
        "vault_socket": data / "s" / "vault.sock",
        "tweede_factor": False,
        "demo": True,
        "limieten": 100,
    }
    return Settings(**(standaard | instellingen))


def _fill(vault: Vault, regio: Regio) -> None:
    with vault.database.schrijven() as session:
        install_region(session, regio)
        for code, naam in AANBIEDERS[regio.code]:
            put_organisatie(session, code, naam=naam, soort=Organisatiesoort.AANBIEDER)
        teams = [(team.code, team.organisatie, team.gemeenten) for team in all_teams(session)]
        organisaties = [organisatie.code for organisatie in all_organisaties(session)]
    for code in organisaties:
        add_recipient(vault, kind="organisatie", code=code, organisatie=code)
    for code, organisatie, gemeenten in teams:
        add_recipient(vault, kind="team", code=code, organisatie=organisatie, gemeente=gemeenten or None)
    for account, (organisatie, leden) in MENSEN[regio.code].items():
        bootstrap_person(
            vault,
            account=account,
            naam=account.capitalize(),
            email=f"{account}@portaal.example",
            organisatie=organisatie,
            wachtwoord=WACHTWOORD,
            lidmaatschappen=_members(leden),
        )


def _members(leden: Sequence[tuple[str, str, Rol]]) -> list[Lidmaatschap]:
    return [Lidmaatschap(soort=soort, code=code, rol=rol, vanaf=date(2026, 1, 1)) for soort, code, rol in leden]
