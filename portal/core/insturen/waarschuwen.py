"""All warnings that go with a bericht, in their order; what each kind looks at stands in a file of its own beside this one.

A warning never tells what another organisation sent: only terms of the asker's own team or organisation are compared.
"""

from collections.abc import Collection, Iterator, Mapping
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
from portal.core.insturen.overgenomen import taken_over
from portal.core.insturen.overleden import dead, deaths, died, with_death
from portal.core.insturen.te_laat import may_be_late, over_already, passed
from portal.core.insturen.uit_register import closed, cut_off_since, not_admitted
from portal.core.insturen.voor_het_begin import before_it_began
from portal.core.insturen.vooreinde import overtaken
from portal.core.insturen.waarschuwing import Ander, Waarschuwing
from portal.core.services import Services
from portal.db import Base
from portal.domain.bsn import noemt_bsn
from portal.domain.formulier import Antwoorden
from portal.domain.gevolg import SluitVerband
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox
from portal.domain.vooruitblik import verstreken
from portal.domain.voorwaarde import Feiten
from portal.prepared import Prepared
from portal.sealing.client import Refused, TeVeel, VaultDown

# Asked whenever a bericht is opened, so made once and run below the ORM.
_B, _VERBAND = (Base.metadata.tables[naam].c for naam in ("berichten", "verbanden"))
OVER_HIER: Final = "Uw team nam het over. Gaat u akkoord, dan sluit het portaal die overdracht bij u."
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

    Of one that is closed only what may forbid a taak that is still open, and who has it now.
    """
    eerst = () if zicht.is_afzender else look_first(services, gebruiker, zicht)
    if not zicht.is_open:
        return (*eerst, *taken_over(services, zicht))
    doden = deaths(services, gebruiker, zicht)
    over = () if zicht.is_afzender else over_already(zicht, with_death(services, zicht.mailbox, feiten, doden))
    te_laat = () if zicht.is_afzender else may_be_late(services, zicht, feiten)
    wacht = () if zicht.is_afzender else (*_handed_on(services, zicht), *_waiting(services, zicht))
    dicht = () if zicht.is_afzender else closed(services, gebruiker, zicht, feiten)
    herkend = () if zicht.is_afzender else read_as_somebody(zicht.mailbox, feiten)
    afgekoppeld = () if zicht.is_afzender else cut_off_since(services, gebruiker, zicht.mailbox, feiten)
    derde = () if zicht.is_afzender else not_admitted(services, zicht.mailbox, feiten, bericht=zicht.id)
    loopt_niet = () if zicht.is_afzender else not_running(services, gebruiker, zicht.mailbox, feiten)
    return (
        *died(services, gebruiker, zicht, doden),
        *eerst,
        *loopt_niet,
        *other_end(services, gebruiker, zicht, feiten),
        *before_it_began(services, gebruiker, zicht, feiten),
        *herkend,
        *afgekoppeld,
        *derde,
        *wacht,
        *_with_another(zicht.al_bij),
        *over,
        *te_laat,
        *overtaken(zicht),
        *dicht,
        *second_of(services, gebruiker, zicht.mailbox, zicht.id),
    )


def before_submitting(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, antwoorden: Antwoorden, *, vandaag: date
) -> tuple[Waarschuwing, ...]:
    """Return the warnings before it is sent: who is named in clear, what is over, and that one is open here already."""
    feiten, hier = antwoorden.feiten(), _about_client(services, gebruiker, antwoorden)
    doden = _known_deaths(services, gebruiker, hier)
    over = verstreken(mailbox.verstreken, with_death(services, mailbox, feiten, doden), op=vandaag)
    return (
        *_named(mailbox, antwoorden),
        *recognised(mailbox, feiten),
        *not_running(services, gebruiker, mailbox, feiten),
        *cut_off_since(services, gebruiker, mailbox, feiten),
        *not_admitted(services, mailbox, feiten, organisatie=gebruiker.namens.code),
        *(passed(v, datum, v.voor_afzender) for v, datum in over),
        *dead(mailbox, doden),
        *(second_before(services, gebruiker, mailbox, feiten, welke=hier) if hier is not None else ()),
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


def _about_client(services: Services, gebruiker: Gebruiker, antwoorden: Antwoorden) -> Collection[UUID] | None:
    """Return what the own organisation has about this client; None without a number, or while the vault cannot say."""
    client = antwoorden.client
    if client is None or not client.bsn:
        return None
    try:
        return services.vault.search(
            gebruiker.token, gebruiker.namens.sleutel, "bsn", client.bsn, herkomst=gebruiker.herkomst
        )
    except (VaultDown, TeVeel, Refused):
        return None


def _known_deaths(services: Services, gebruiker: Gebruiker, welke: Collection[UUID] | None) -> Mapping[UUID, str]:
    """Return which of these berichten of the own organisation recorded that he has died."""
    if welke is None:
        return {}
    with services.database.lezen() as session:
        return recorded(session, services, gebruiker, welke=welke)


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
