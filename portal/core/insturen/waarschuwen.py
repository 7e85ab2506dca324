"""Warnings that go with a bericht: what is over already, a clock that would end too late, a second one about the client.

A warning never tells what another organisation sent: only terms of the asker's own team or organisation are compared.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select

from portal.core.accounts import Gebruiker
from portal.core.bericht.overgedragen import handed_on
from portal.core.bericht.overlijden import recorded
from portal.core.bericht.verbanden import led_to
from portal.core.bericht.zicht import BerichtKop
from portal.core.insturen.dubbel import second_before, second_of
from portal.core.insturen.eerst_kijken import look_first
from portal.core.insturen.einddatum import other_end
from portal.core.insturen.herkend import read_as_somebody, recognised
from portal.core.insturen.lopend import not_running
from portal.core.insturen.vooreinde import overtaken
from portal.core.insturen.waarschuwing import Ander, Waarschuwing
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.kloktelling import foreseen
from portal.core.registers.registerregels import PLAATSING, cut_off, register_choices
from portal.core.services import Services
from portal.db import Base
from portal.domain.bsn import noemt_bsn
from portal.domain.datums import voluit
from portal.domain.formulier import Antwoorden
from portal.domain.gevolg import SluitVerband
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox, Verstreken
from portal.domain.vooruitblik import Overschrijding, overschrijdingen, verstreken
from portal.domain.voorwaarde import Feiten
from portal.prepared import Prepared
from portal.sealing.client import Refused, TeVeel, VaultDown

# Asked whenever a bericht is opened, so made once and run below the ORM.
_B, _VERBAND = (Base.metadata.tables[naam].c for naam in ("berichten", "verbanden"))
OVER_HIER: Final = "Uw team nam het over. Gaat u akkoord, dan sluit het portaal die overdracht bij u."
NIETS_MEER: Final = "Bij dit bericht gaan geen nieuwe termijnen lopen."
KUNT_NOG: Final = (
    "Een taak die niet meer nodig is, kunt u laten vervallen. Een bericht dat nog open is, kunt u afsluiten."
)
OVER_ELDERS: Final = "Dat team besluit nu over dit dossier. Stuur dit bericht door naar dat team, en zeg waarom."
WACHT: Final = Prepared(
    select(_B.id, _B.nummer, _B.mailbox)
    .join_from(_B.id.table, _VERBAND.bericht.table, _VERBAND.bericht == _B.id)
    .where(_VERBAND.naar == bindparam("bericht"), _B.team == bindparam("team"), _B.fase == Fase.BIJ_TEAM.value)
    .order_by(_B.ingediend)
)


def warnings_for(
    services: Services, gebruiker: Gebruiker, zicht: BerichtKop, feiten: Feiten
) -> tuple[Waarschuwing, ...]:
    """Return the warnings on a bericht; what is late or over is for the team, the sender read it before he sent.

    Of one that was decided only what may forbid a taak that is still open.
    """
    eerst = () if zicht.is_afzender else look_first(services, gebruiker, zicht)
    if not zicht.is_open:
        return eerst
    te_laat = () if zicht.is_afzender else (*_over(zicht, feiten), *_too_late(services, zicht, feiten))
    wacht = () if zicht.is_afzender else (*_handed_on(services, zicht), *_waiting(services, zicht))
    dicht = () if zicht.is_afzender else _closed(services, zicht, feiten)
    herkend = () if zicht.is_afzender else read_as_somebody(zicht.mailbox, feiten)
    afgekoppeld = () if zicht.is_afzender else _cut_off(services, gebruiker, zicht.mailbox, feiten)
    loopt_niet = () if zicht.is_afzender else not_running(services, gebruiker, zicht.mailbox, feiten)
    dood = _died(services, gebruiker, zicht)
    return (
        *dood,
        *eerst,
        *loopt_niet,
        *other_end(services, gebruiker, zicht, feiten),
        *herkend,
        *afgekoppeld,
        *wacht,
        *_with_another(zicht.al_bij),
        *te_laat,
        *overtaken(zicht),
        *dicht,
        *second_of(services, gebruiker, zicht.mailbox, zicht.id),
    )


def before_submitting(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, antwoorden: Antwoorden, *, vandaag: date
) -> tuple[Waarschuwing, ...]:
    """Return the warnings before it is sent: who is named in clear, what is over, and that one is open here already."""
    over = verstreken(mailbox.verstreken, antwoorden.feiten(), op=vandaag)
    return (
        *_named(mailbox, antwoorden),
        *recognised(mailbox, antwoorden.feiten()),
        *not_running(services, gebruiker, mailbox, antwoorden.feiten()),
        *_cut_off(services, gebruiker, mailbox, antwoorden.feiten()),
        *(_passed(v, datum, v.voor_afzender) for v, datum in over),
        *_own_second(services, gebruiker, mailbox, antwoorden),
    )


def _named(mailbox: Mailbox, antwoorden: Antwoorden) -> tuple[Waarschuwing, ...]:
    """Warn of a burgerservicenummer that would be read without a reason, where there is a part that is sealed apart."""
    apart = {veld for deel in mailbox.delen for veld in deel.velden}
    return tuple(
        Waarschuwing(
            titel=f"Bij '{a.label}' staat misschien een burgerservicenummer",
            tekst=f"Haal het daar weg en vul het in bij '{mailbox.delen[0].titel}'. Dat deel wordt apart verzegeld.",
        )
        for sectie in antwoorden.secties
        for a in sectie.antwoorden
        if apart and a.veld not in apart and noemt_bsn(a.tekst)
    )


def _own_second(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, antwoorden: Antwoorden
) -> tuple[Waarschuwing, ...]:
    """Warn that the own organisation has such a bericht, or knows that he has died; not while the vault cannot say."""
    client = antwoorden.client
    if client is None or not client.bsn:
        return ()
    try:
        gevonden = services.vault.search(
            gebruiker.token, gebruiker.namens.sleutel, "bsn", client.bsn, herkomst=gebruiker.herkomst
        )
    except (VaultDown, TeVeel, Refused):
        return ()
    with services.database.lezen() as session:
        dood = recorded(session, services, gebruiker, welke=gevonden)
    return (*_dead(mailbox, dood), *second_before(services, gebruiker, mailbox, antwoorden.feiten(), welke=gevonden))


def _over(zicht: BerichtKop, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    over = verstreken(zicht.mailbox.verstreken, feiten, op=zicht.aankomst)
    return tuple(_passed(v, datum, v.voor_team) for v, datum in over)


def _passed(over: Verstreken, datum: date, tekst: str) -> Waarschuwing:
    return Waarschuwing(titel=f"{over.titel}: {voluit(datum)}", tekst=tekst)


def _too_late(services: Services, zicht: BerichtKop, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    over = {v.veld for v, _ in verstreken(zicht.mailbox.verstreken, feiten, op=zicht.aankomst) if not v.voor}
    stil = {t.id for t in zicht.termijnen if t.status is Klokstatus.OPGESCHORT}
    weer = foreseen(services, zicht.mailbox, stil) if any(t.niet_na for t in zicht.mailbox.termijnen) else {}
    bekend = {
        t.code: weer.get(t.id) if t.id in stil else t.gehaald or t.datum
        for t in zicht.termijnen
        if t.status is not Klokstatus.VERVALLEN
    }
    ingesteld = [services.regio.ingesteld(termijn, op=zicht.aankomst) for termijn in zicht.mailbox.termijnen]
    return tuple(
        _may_be_late(o, stil=bool(stil))
        for o in overschrijdingen(ingesteld, bekend, feiten, services.kalender)
        if o.niet_na.veld not in over  # what was over before it came says more
    )


def _may_be_late(over: Overschrijding, *, stil: bool) -> Waarschuwing:
    """Say until when it may take; of what stands still the day holds only if it runs again once the given time is over."""
    if over.datum is None:
        return Waarschuwing(
            titel=f"{over.termijn.titel} heeft nu geen laatste dag",
            tekst="Er staat een termijn stil, en er is geen dag bekend waarop die weer loopt. "
            f"Dit kan dus na {voluit(over.grens)} komen. {over.niet_na.tekst}",
        )
    als = (
        "Er staat een termijn stil. Loopt die weer na de gegeven tijd, en gebruikt iedereen"
        if stil
        else "Gebruikt iedereen"
    )
    return Waarschuwing(
        titel=f"{over.termijn.titel} kan na {voluit(over.grens)} komen",
        tekst=f"{als} de hele termijn, dan komt dit uiterlijk {voluit(over.datum)}. {over.niet_na.tekst}",
    )


def _closed(services: Services, zicht: BerichtKop, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn of what was chosen from a register and does not stand in it any more: a location that was closed (Handboek §2.3)."""
    velden = [
        v for v in zicht.mailbox.formulier.veldinfo() if v.soort == "register" and "." in str(feiten.get(v.naam, ""))
    ]
    if not velden:
        return ()
    er_nog = {sleutel for keuzes in register_choices(services, None).values() for sleutel, _ in keuzes}
    return tuple(
        Waarschuwing(
            titel=f"Staat niet meer in het register: {veld.label}",
            tekst="Wat de afzender hier koos, is sindsdien gesloten of beëindigd, en mag niet meer worden gebruikt. Stel een vraag, "
            "of besluit niet akkoord.",
        )
        for veld in velden
        if feiten[veld.naam] not in er_nog
    )


def _cut_off(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn a team of an aanbieder that was chosen and that is cut off from the sociale kaart; what CMO did is no news for others."""
    velden = [v for v in mailbox.formulier.veldinfo() if v.soort == PLAATSING and feiten.get(v.naam)]
    if gebruiker.namens.soort != "team" or not velden:
        return ()
    dicht = cut_off(services)
    return tuple(
        Waarschuwing(
            titel="Deze aanbieder is afgekoppeld van de sociale kaart",
            tekst="Er kunnen daar geen burgers worden geplaatst tot hij de sociale kaart bijwerkt (Handboek §2.4). Voor een burger "
            "die er al woont, verandert er niets. Bel de aanbieder of de afdeling CMO.",
        )
        for veld in velden
        if feiten[veld.naam] in dicht
    )


def _died(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> tuple[Waarschuwing, ...]:
    """Warn that the client has died, or may have, as another bericht that the asker may read recorded."""
    with services.database.lezen() as session:
        andere = recorded(session, services, gebruiker, van=zicht.id)
        misschien = {} if andere else recorded(session, services, gebruiker, van=zicht.id, misschien=True)
    marked = (NIETS_MEER if zicht.is_afzender else f"{NIETS_MEER} {KUNT_NOG}") if zicht.overleden else ""
    return _dead(zicht.mailbox, andere, marked) or _perhaps_dead(zicht.mailbox, misschien)


def _perhaps_dead(mailbox: Mailbox, andere: Mapping[UUID, str]) -> tuple[Waarschuwing, ...]:
    """Warn of a recorded death of who may be this client: nothing ended by it here, so a person must look."""
    gevolg = mailbox.na_overlijden or "Is hij het, dan is hier niets meer toe te kennen: rond dit bericht af."
    tekst = (
        "Bij een ander bericht is een overlijden vastgelegd van iemand die op deze cliënt lijkt. Het burgerservicenummer zegt niet "
        f"zeker of het dezelfde is. Kijk het na. {gevolg}"
    )
    nummers = tuple(Ander(id=id_, nummer=nummer) for id_, nummer in andere.items())
    return (Waarschuwing(titel="Deze cliënt is misschien overleden", tekst=tekst, andere=nummers),) if andere else ()


def _dead(mailbox: Mailbox, andere: Mapping[UUID, str], marked: str = "") -> tuple[Waarschuwing, ...]:
    """Say that he has died and what that means here: what may come after a death is not called of no use.

    `marked` is what ended of this bericht itself, so that the page says all of one death in one place.
    """
    gevolg = mailbox.na_overlijden or "Er is dan niets meer toe te kennen. Klopt het burgerservicenummer?"
    mag = " Dit bericht mag daarna nog komen." if mailbox.na_overlijden else ""
    return (
        (
            Waarschuwing(
                titel="Deze cliënt is overleden",
                tekst=f"Dat is vastgelegd bij een ander bericht.{mag} {gevolg} {marked}".rstrip(),
                dood=True,
                andere=tuple(Ander(id=id_, nummer=nummer) for id_, nummer in andere.items()),
            ),
        )
        if andere
        else ()
    )


def _waiting(services: Services, zicht: BerichtKop) -> tuple[Waarschuwing, ...]:
    """Name the berichten that belong to this one and wait for the same team: they may decide what becomes of it."""
    with services.database.lezen() as session:
        rijen = WACHT.rows(session, bericht=zicht.id, team=zicht.team)
    titels = {m.code: m.titel for m in services.mailboxen.alle()}
    return tuple(
        Waarschuwing(
            titel=f"Hierbij hoort: {titels.get(mailbox, mailbox)}",
            tekst="Dat bericht wacht nog op uw team. Kijk daar eerst naar.",
            andere=(Ander(id=id_, nummer=nummer),),
        )
        for id_, nummer, mailbox in rijen
    )


def _handed_on(services: Services, zicht: BerichtKop) -> Iterator[Waarschuwing]:
    """Tell the team what became of the dossier that it is asked to close, where that was handed over: who has it decides."""
    with services.database.lezen() as session:
        for gevolg in zicht.mailbox.op_verbanden():
            ook_over = isinstance(gevolg, SluitVerband) and gevolg.ook_overgedragen
            naar = led_to(session, zicht.id, gevolg.verband) if ook_over else None
            over = handed_on(session, services, naar) if naar is not None else None
            team = services.regio.team_met_code(over.team) if over is not None else None
            if over is not None and team is not None:
                hier = over.team == zicht.team
                yield Waarschuwing(
                    titel=f"Het dossier is overgedragen aan {team.naam}",
                    tekst=OVER_HIER if hier else OVER_ELDERS,
                    andere=(Ander(id=over.id, nummer=over.nummer),),
                )
                return


def _with_another(naam: str) -> tuple[Waarschuwing, ...]:
    """Tell the sender that he went on with another receiver of the same submission, so that this one need not wait for him."""
    if not naam:
        return ()
    tekst = f"Heeft u deze aanbieder niet meer nodig? Trek uw vraag hier in. Zegt {naam} alsnog nee, dan kunt u hier verder."
    return (Waarschuwing(titel=f"U ging al verder met {naam}", tekst=tekst),)
