"""Any mailbox walked through by itself: who sends it, who has it, and the shortest way to each of its outcomes."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.behandelen.stapcontrole import Getekend
from portal.core.behandelen.stapwoorden import stapkader
from portal.core.beheer.aanbieders import zet_registers
from portal.core.bericht.zicht import kop
from portal.core.insturen.kader import kader, mailbox_en_kader
from portal.core.lezen.reading import open_bericht
from portal.demo.voorbeelden import testnummers
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Kader
from portal.domain.levensloop import Fase, Overgang
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.rechten import RECHT_VOOR, WIE_MAG
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort, Teamsoort, plek_van
from portal.forms import ANDERS
from portal.models import Bericht, Team
from portal.vault.inrichten import bootstrap_person
from tests.core.personen import lid
from tests.ingevuld import ingevuld_formulier, ingevuld_met
from tests.installatie import BEGIN, MENSEN, MOVEOO, WACHTWOORD, Installatie

ROL_VAN = {
    Teamsoort.TOEGANG: Rol.CONSULENT,
    Teamsoort.KLACHTTEAM: Rol.CONSULENT,
    Teamsoort.CMO: Rol.CONTRACTMANAGER,
    Teamsoort.TOEZICHT: Rol.TOEZICHTHOUDER,
    Teamsoort.REGIOADVISEUR: Rol.REGIOADVISEUR,
    Teamsoort.COLLEGE: Rol.COLLEGE,
    Teamsoort.VEILIG_THUIS: Rol.VEILIG_THUIS,
}
AFZENDERS = {
    "groningen": {
        Organisatiesoort.AANBIEDER: "indiener",
        Organisatiesoort.GEMEENTE: "consulent",
        Organisatiesoort.CENTRUMGEMEENTE: "contractmanager",
        Organisatiesoort.TOEZICHT: "toezichthouder",
    },
    "noord-midden-limburg": {
        Organisatiesoort.AANBIEDER: "moveoo",
        Organisatiesoort.GEMEENTE: "roermond",
        Organisatiesoort.VEILIG_THUIS: "veilig-thuis",
    },
}
# Where a bericht goes by the answers, from an aanbieder and from a team: somebody of the tests is there.
GEMEENTE = {
    ("groningen", False): "1979",
    ("groningen", True): "0014",
    ("noord-midden-limburg", False): "0957",
    ("noord-midden-limburg", True): "0984",
}
# What must have happened before this one can be sent: a step on another bericht.
EERST = {
    "aanvraag-retour": ("herindicatie", "verslag-verstuurd"),
    "wijziging-locatie": ("opgave-locaties", "geaccepteerd"),
    "overdracht-dossier": ("melding-beschermd-wonen", "overgedragen"),
    "mo-screening-overdracht": ("mo-melding", "overdragen-aan-herkomst"),
}
# Tied to another bericht by a college only, or to one with all its taken done: both have tests of their own.
ZONDER_VERBAND = frozenset({"bericht-aan-aanbieder", "overdracht-wisseling"})
# Answers that fit what happened before.
ANTWOORDEN = {
    "overdracht-dossier": {"handtekening": ["ja"], "ondertekend_op": [BEGIN.date().isoformat()]},
    "overdracht-wisseling": {"handtekening": ["ja"]},
    "uitstroom-terugkeer": {"toestemming": ["ja"], "gemeente_herkomst": ["0014"]},
    "toezicht-rapport": {"gemeente_voorval": ["1979"]},
    "aanvraag-retour": {"ondertekend_op": [BEGIN.date().isoformat()]},
    "wijziging-locatie": {"huidige_locatie": [ANDERS], "nieuwe_gemeente": ["1979"]},
}
# Those that the portal or everyday work makes, and that lead to no outcome of their own.
ZIJWEGEN = frozenset({"openen", "doorsturen", "overnemen", "vraag-stellen", "hervatten", "beantwoorden"})

# Each bericht is about a client of its own.
CLIENTEN = testnummers()


def maak(huis: Installatie, mailbox: Mailbox, bsn: str = "") -> UUID:
    """Send a bericht of this mailbox by the first who may, after the one that it must belong to.

    Both are about the same client, and unless he is named about nobody before them: of one who has died most are refused.
    """
    bsn = bsn or next(CLIENTEN)
    afzender = afzender_van(huis, mailbox)
    if any(a.register for a in mailbox.afzenders):
        zet_registers(
            huis.services,
            huis.gebruiker("beheerder"),
            MOVEOO,
            gekozen=[a.register for a in mailbox.afzenders],
            now=huis.now,
        )
    anders: dict[str, list[str]] = {**ANTWOORDEN.get(mailbox.code, {})}
    if mailbox.code in EERST and not mailbox.verbanden:
        code, stap = EERST[mailbox.code]
        vorige = huis.services.mailboxen.met_code(code)
        assert vorige is not None
        ga_naar(huis, maak(huis, vorige, bsn), stap)
    for verband in mailbox.verbanden if mailbox.code not in ZONDER_VERBAND else ():
        eerst = EERST.get(mailbox.code, (verband.mailboxen[0], ""))[0]
        vorige = huis.services.mailboxen.met_code(eerst)
        assert vorige is not None
        if vorige is not mailbox:
            eerder = maak(huis, vorige, bsn)
            if mailbox.code in EERST:
                ga_naar(huis, eerder, EERST[mailbox.code][1])
            anders[verband.code] = [kop(huis.services, afzender, eerder).nummer]
    _, weet = mailbox_en_kader(huis.services, afzender, mailbox.code, now=huis.now)
    is_team = afzender.namens.soort == "team"
    gemeente = GEMEENTE[huis.services.regio.code, is_team]
    for veld in mailbox.formulier.veldinfo():
        if veld.soort == "bsn":
            anders.setdefault(veld.naam, [bsn])
        # that of the indicatie is asked when no toewijzing is found, as here
        if veld.soort == "gemeente" and (veld.verplicht or veld.naam == "gemeente_indicatie"):
            anders.setdefault(veld.naam, [gemeente])
    return huis.stuur(afzender, mailbox.code, ingevuld_met(mailbox, weet, anders))


def ga_naar(huis: Installatie, bericht: UUID, code: str) -> None:
    """Make the steps up to and including this one."""
    with huis.services.database.lezen() as session:
        rij = session.get_one(Bericht, bericht)
    mailbox = huis.services.mailboxen.met_code(rij.mailbox)
    assert mailbox is not None
    stap = mailbox.levensloop.overgang(code)
    assert stap is not None
    for eerder in weg_naar(mailbox, stap) or ():
        doe(huis, bericht, eerder, afzender_van(huis, mailbox))


def afzender_van(huis: Installatie, mailbox: Mailbox) -> Gebruiker:
    """Return somebody who may send to this mailbox."""
    accounts = AFZENDERS[huis.services.regio.code]
    return huis.gebruiker(next(accounts[a.soort] for a in mailbox.afzenders if a.soort in accounts))


def lid_van(huis: Installatie, team: str) -> Gebruiker:
    """Return somebody of this team who may do all that it does; one is let in where nobody is."""
    plek = plek_van(team)
    if plek[0] == "organisatie":
        leden_van = MENSEN[huis.services.regio.code].items()
        return huis.gebruiker(next(wie for wie, (_, leden) in leden_van if leden == ((*plek, Rol.INDIENER),)))
    soort = next(t.soort for t in huis.services.regio.teams if t.code == team)
    for account, (_, leden) in MENSEN[huis.services.regio.code].items():
        if leden == (("team", team, ROL_VAN[soort]),):
            return huis.gebruiker(account)
    account = f"lid-{team}"
    try:
        return huis.gebruiker(account)
    except Exception:  # noqa: BLE001 - nobody of this name yet
        with huis.services.database.lezen() as session:
            organisatie = session.get_one(Team, team).organisatie
        bootstrap_person(
            huis.vault,
            account=account,
            naam=account,
            email=f"{account}@portaal.example",
            organisatie=organisatie,
            wachtwoord=WACHTWOORD,
            lidmaatschappen=[lid(team, ROL_VAN[soort])],
        )
        return huis.gebruiker(account)


def uitkomsten(mailbox: Mailbox) -> tuple[Overgang, ...]:
    """Return the steps by which people end a bericht, whose condition its own example meets."""
    klaar = {t.code for t in mailbox.levensloop.toestanden if t.fase is Fase.KLAAR}
    return tuple(
        o for o in mailbox.levensloop.overgangen if o.naar in klaar and o.door is not Partij.PORTAAL and not o.pas_na
    )


def weg_naar(mailbox: Mailbox, doel: Overgang) -> tuple[Overgang, ...] | None:
    """Return the shortest way from the submission to this step, that step included; None when a condition stands in it."""
    wachtrij: deque[tuple[str, tuple[Overgang, ...]]] = deque([(mailbox.levensloop.begin, ())])
    gezien = {mailbox.levensloop.begin}
    while wachtrij:
        status, weg = wachtrij.popleft()
        if status in doel.van:
            return (*weg, doel)
        for stap in _verder(mailbox, status):
            if stap.naar is not None and stap.naar not in gezien:
                gezien.add(stap.naar)
                wachtrij.append((stap.naar, (*weg, stap)))
    return None


def _verder(mailbox: Mailbox, status: str) -> Iterator[Overgang]:
    for stap in mailbox.levensloop.overgangen:
        kan = status in stap.van and stap.door is not Partij.PORTAAL and not stap.soms and not stap.pas_na
        if kan and stap.code not in ZIJWEGEN:
            yield stap


def is_offered(huis: Installatie, bericht: UUID, stap: Overgang, afzender: Gebruiker) -> bool:
    """Tell whether the answers let a step be made that depends on them."""
    wie = _door(huis, bericht, stap, afzender)
    return stap in open_bericht(huis.services, wie, bericht, now=huis.now).acties


def doe(huis: Installatie, bericht: UUID, stap: Overgang, afzender: Gebruiker) -> None:
    """Make a step by who may, with all that it asks."""
    vandaag = datum_in_nederland(huis.now)
    wie = _door(huis, bericht, stap, afzender)
    assert WIE_MAG[RECHT_VOOR[stap.actie]] & wie.rollen
    huis.doe(
        wie,
        bericht,
        stap.code,
        tekst="Een toelichting zonder namen." if stap.tekst.value != "geen" else "",
        dag=vandaag if stap.dag else None,
        getekend=Getekend(op=vandaag, gezien_door="B. Proef") if stap.getekend_na else None,
        antwoorden=ingevuld_formulier(stap.formulier, _stapkader(huis, wie), {}) if stap.formulier else {},
    )


def _stapkader(huis: Installatie, wie: Gebruiker) -> Kader:
    """What the form of a step may know, with the aanbieders that the tests choose from."""
    van_team = stapkader(huis.services.regio, wie.namens.code, vandaag=datum_in_nederland(huis.now))
    return replace(kader(huis.services, wie, now=huis.now), keuzes=van_team.keuzes)


def behandelaar(huis: Installatie, bericht: UUID) -> Gebruiker:
    """Return somebody of the team that has it now."""
    with huis.services.database.lezen() as session:
        return lid_van(huis, session.get_one(Bericht, bericht).team)


def _door(huis: Installatie, bericht: UUID, stap: Overgang, afzender: Gebruiker) -> Gebruiker:
    return afzender if stap.door is Partij.AFZENDER else behandelaar(huis, bericht)
