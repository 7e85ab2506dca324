"""What a taak about a 301 does in the register of toewijzingen: write one down, or end one."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.client.overleden import death_of
from portal.core.klokken.herindicatieplan import IS_NAAST
from portal.core.klokken.verplichtingen import Plichtstatus
from portal.core.lezen.reading import open_bericht
from portal.core.registers.overlijdenseinde import end_by_death
from portal.core.registers.toewijzingen import Nieuw, Toegewezen, end, last_day, of_client, prepare, store
from portal.core.services import Services
from portal.core.taken.indicatie import GEEN_PLAN, EinddatumNodig, Indicatie, about_same, receiver
from portal.core.weigeren import NietMogelijk
from portal.domain.datums import voluit
from portal.domain.formulier import Antwoorden, Client
from portal.domain.gevolg import Planning
from portal.domain.gevolg import Taak as TaakRegel
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Overgang, Taak, Toewijzing, Verplichting


def prepared(
    services: Services, gebruiker: Gebruiker, taak: UUID, *, verzonden: date, indicatie: Indicatie, now: datetime
) -> Nieuw | None:
    """Open the bericht of an open taak that gives a toewijzing, and seal that one to the team and to who got it.

    None when the taak gives none, or asks more: whoever ticks it off hears that. Raises AanbiederNodig, EinddatumNodig, and what
    `open_bericht` raises: whose toewijzing it is, the vault alone can tell.
    """
    with services.database.lezen() as session:
        rij = session.get(Taak, taak)
        if rij is None or gebruiker.namens.sleutel != ("team", rij.team) or rij.status != "open":
            return None
        bericht = session.get_one(Bericht, rij.bericht)
        regel = declared(services, session, bericht, rij)
        planning, einddatum = (regel.plant if regel is not None else None), indicatie.einddatum
        if planning is None or einddatum is None or einddatum < verzonden:
            return None
        if indicatie.vanaf is not None and einddatum < indicatie.vanaf:
            raise EinddatumNodig("Deze einddatum ligt voor de ingangsdatum. Controleer beide datums.")
        organisatie = receiver(session, bericht, planning, indicatie.aanbieder)
    antwoorden = open_bericht(services, gebruiker, bericht.id, now=now).antwoorden
    feiten = antwoorden.feiten()
    wat = Toegewezen(
        client=_client(antwoorden, eigen=(bericht.afzender_soort, bericht.afzender) == ("organisatie", organisatie)),
        gemeente=_gemeente(services, rij.team, feiten),
        vanaf=indicatie.vanaf or _begin(feiten) or verzonden,
        einddatum=einddatum,
        nummer=indicatie.nummer,
        producten=_products(planning, feiten),
    )
    naast = planning.naast
    return prepare(services, wat, team=rij.team, organisatie=organisatie, now=now, naast=naast, bericht=bericht.id)


def declared(services: Services, session: Session, bericht: Bericht, rij: Taak) -> TaakRegel | None:
    """Return the taak as the outcome that set it declares it; other outcomes may have one with the same code."""
    mailbox = services.mailboxen.met_code(bericht.mailbox)
    regel = mailbox.levensloop.overgang(session.get_one(Overgang, rij.overgang).code) if mailbox is not None else None
    taken = (gevolg for gevolg in (regel.gevolgen if regel is not None else ()) if isinstance(gevolg, TaakRegel))
    return next((taak for taak in taken if taak.code == rij.code), None)


def keep(
    session: Session,
    gebruiker: Gebruiker,
    *,
    bericht: Bericht,
    regel: TaakRegel | None,
    nieuw: Nieuw | None,
    indicatie: Indicatie,
    verzonden: date,
    overgang: date | None,
    overleden: date | None,
    now: datetime,
) -> None:
    """End the toewijzing that was withdrawn, and write down the one that was given unless it is there already.

    One that was withdrawn runs until the day before `overgang`, the first day at who comes after, unless another last day is said.
    One beside an indicatie has its own 301, whatever else ends on that day. Of a client who has died it ends at once, until
    that turns out to be wrong: on the day on which he died (`overleden`, where it is known), for care ends then at the latest.
    Raises NietMogelijk for a later last day.
    """
    if regel is not None and regel.schrapt:
        anders = verzonden if overgang is None else overgang - timedelta(days=1)
        op = _last_day(indicatie.tot, anders, overleden)
        rijen = _withdrawn(session, gebruiker, bericht, indicatie, op=op)
        end(session, gebruiker.actor, rijen, op=op, now=now, bericht=bericht.id)
    if nieuw is not None and (nieuw.rij.naast or not _is_there(session, gebruiker, bericht, nieuw)):
        store(session, gebruiker.actor, nieuw)
        dood = death_of(session, bericht.id)
        if dood is not None:
            op = overleden if overleden is not None and nieuw.rij.vanaf <= overleden else verzonden
            end_by_death(session, gebruiker.actor, [nieuw.rij], op=op, bericht=dood, now=now)


def _last_day(gezegd: date | None, anders: date, overleden: date | None) -> date:
    """Return the last day of a toewijzing that was withdrawn: as was said, or else `anders`, and not after the death."""
    if overleden is None:
        return gezegd or anders
    if gezegd is not None and gezegd > overleden:
        raise NietMogelijk(
            f"De cliënt is op {voluit(overleden)} overleden, en de toewijzing eindigt uiterlijk op die dag (Handboek §5.8). Vul bij "
            "'Laatste dag' die dag in, of een eerdere."
        )
    return gezegd or min(anders, overleden)


def _withdrawn(
    session: Session, gebruiker: Gebruiker, bericht: Bericht, indicatie: Indicatie, *, op: date
) -> Sequence[Toewijzing]:
    """Return the toewijzing that an intrekking ends: that of the chosen indicatie, else of the only one the sender has.

    What stands beside that indicatie ends with it. With more than one nothing is guessed: the team ends it on its page.
    """
    if indicatie.plan == GEEN_PLAN:
        return ()
    rijen = [rij for rij in of_client(session, gebruiker.namens.sleutel, bericht.id) if last_day(rij) > op]
    query = select(Verplichting).where(
        Verplichting.vanaf.in_({rij.einddatum for rij in rijen}),
        ~(IS_NAAST & (Verplichting.status == Plichtstatus.VERVALLEN.value)),
        about_same(gebruiker, bericht),
    )
    plichten = {str(plicht.id): (plicht.organisatie, plicht.vanaf) for plicht in session.scalars(query)}
    if indicatie.plan:
        gekozen = plichten.get(indicatie.plan)
        return _with_beside(rijen, gekozen, {*plichten.values()}) if gekozen is not None else ()
    if bericht.afzender_soort == "organisatie":
        rijen = [rij for rij in rijen if rij.organisatie == bericht.afzender]
    indicaties = {(rij.organisatie, rij.einddatum) for rij in rijen if rij.organisatie} & {*plichten.values()}
    if len(rijen) > 1 and len(indicaties) == 1:
        return _with_beside(rijen, indicaties.pop(), {*plichten.values()})
    return rijen if len(rijen) == 1 else ()


def _with_beside(
    rijen: Sequence[Toewijzing], indicatie: tuple[str, date], indicaties: AbstractSet[tuple[str, date]]
) -> Sequence[Toewijzing]:
    """Return the toewijzingen of an indicatie (of whom, until when): with its end, or beside it, without a herindicatie of their own."""
    organisatie, einde = indicatie
    return [
        rij
        for rij in rijen
        if rij.organisatie == organisatie
        and rij.einddatum <= einde
        and (rij.einddatum == einde or (rij.naast and (organisatie, rij.einddatum) not in indicaties))
    ]


def _is_there(session: Session, gebruiker: Gebruiker, bericht: Bericht, nieuw: Nieuw) -> bool:
    """Tell whether another 301 gave the same: to this aanbieder, of this client, with the same end."""
    gelijk = (nieuw.rij.organisatie, nieuw.rij.einddatum)
    rijen = of_client(session, gebruiker.namens.sleutel, bericht.id)
    return any((rij.organisatie, rij.einddatum) == gelijk and rij.beeindigd is None for rij in rijen)


def _client(antwoorden: Antwoorden, *, eigen: bool) -> Client:
    """Return the client; the kenmerk is the sender's own, so another aanbieder does not get it."""
    client = antwoorden.client or Client()
    return Client(
        bsn=client.bsn,
        geboortedatum=client.geboortedatum,
        voorletters=client.voorletters,
        achternaam=client.achternaam,
        kenmerk=client.kenmerk if eigen else "",
    )


def _gemeente(services: Services, code: str, feiten: Feiten) -> str:
    """Return the gemeente of a team; of one with several gemeenten the one that was answered."""
    team = services.regio.team_met_code(code)
    gemeenten = team.gemeenten if team is not None else ()
    antwoorden = {waarde for waarde in feiten.values() if isinstance(waarde, str)}
    return next((cbs for cbs in gemeenten if cbs in antwoorden), gemeenten[0] if gemeenten else "")


def _begin(feiten: Feiten) -> date | None:
    """Return the day on which both aanbieders change, where the bericht names one."""
    dag = feiten.get("overgangsdatum")
    return date.fromisoformat(str(dag)) if dag else None


def _products(planning: Planning, feiten: Feiten) -> tuple[str, ...]:
    producten = planning.product or feiten.get(planning.veld, ())
    return (producten,) if isinstance(producten, str) else tuple(producten)
