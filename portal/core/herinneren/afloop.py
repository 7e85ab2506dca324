"""What runs out, and when: clocks, taken and verplichtingen of a team, a person or an organisation, from columns in clear only."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.herinneren.aflopend import HOOGSTENS, KLOK, Aflopend, Span, clock_of, ours, promised
from portal.core.herinneren.iwmoherinnering import to_report
from portal.core.herinneren.taaktermijn import clock_is
from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.core.klokken.taakklokken import fulfilled_by, of_taak
from portal.core.klokken.urgentie import VAN_EEN_ANDER
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.domain.termijn import Karakter
from portal.models import Bericht, Organisatie, Taak, Termijn, Verplichting

_LAATSTE: Final = NOOIT - timedelta(days=1)
KEUZES: Final = (("alles", "Alles"), ("van-mij", "Van mij"))


def aflopend(
    services: Services,
    gebruiker: Gebruiker,
    *,
    tot: date,
    keuze: str,
    vandaag: date,
    van: date | None = None,
    hoogstens: int = HOOGSTENS,
) -> tuple[Aflopend, ...]:
    """Return what is late, and then what ends from `van` (without it from today) up to and including `tot`, each by day.

    Of each at most one more than `hoogstens`, so that what is late never pushes out what is still to come.
    """
    van = vandaag if van is None else van
    laat_tot = min(van - timedelta(days=1), vandaag - timedelta(days=1), tot)
    with services.database.lezen() as session:
        delen = [
            _found(services, session, gebruiker, keuze, Span(*dagen, hoogstens=hoogstens), vandaag=vandaag)
            for dagen in ((date.min, laat_tot), (van, tot))
        ]
    return tuple(item for deel in delen for item in sorted(deel, key=_pressing)[: hoogstens + 1])


def _found(
    services: Services, session: Session, gebruiker: Gebruiker, keuze: str, span: Span, *, vandaag: date
) -> list[Aflopend]:
    in_span = Taak.uiterlijk.between(span.van, min(span.tot, _LAATSTE))
    taken = tuple(_taken(services, session, gebruiker, keuze, in_span, hoogstens=span.hoogstens))
    in_taken = {(taak.bericht, taak.taak) for taak in taken}

    def stands_alone(rij: Row[*tuple[Any, ...]]) -> bool:
        erin = in_taken.isdisjoint((rij[5], taak) for taak in fulfilled_by(services, rij.mailbox, rij.code))
        return erin and not of_taak(services, rij.mailbox, rij.code)

    return [
        *(
            clock_of(services, rij)
            for van_ons, erbij in zip(ours(gebruiker, keuze), ((), _with_claims(services)), strict=True)
            for rij in _read(
                session, _clocks(van_ons, span, erbij, vandaag=vandaag), stands_alone, hoogstens=span.hoogstens
            )
        ),
        *promised(services, session, gebruiker, keuze, span),
        *taken,
        *_duties(services, session, gebruiker, span, vandaag=vandaag),
        *_iwmo(services, session, gebruiker, span, vandaag=vandaag),
    ]


def _read(
    session: Session,
    query: "Select[*tuple[Any, ...]]",
    telt: Callable[[Row[*tuple[Any, ...]]], bool],
    *,
    hoogstens: int,
) -> list[Row[*tuple[Any, ...]]]:
    """Read on until there are as many clocks that count as are asked: what a taak shows already takes no place of another."""
    gevonden: list[Row[*tuple[Any, ...]]] = []
    verder: tuple[ColumnElement[bool], ...] = ()
    while len(gevonden) <= hoogstens:
        rijen = session.execute(query.where(*verder).limit(hoogstens + 1)).all()
        gevonden += filter(telt, rijen)
        if len(rijen) <= hoogstens:
            break
        verder = (tuple_(Termijn.datum, Termijn.id) > (rijen[-1].datum, rijen[-1].id),)
    return gevonden


def zonder_termijn(services: Services, gebruiker: Gebruiker, *, keuze: str) -> tuple[Aflopend, ...]:
    """Return the open taken of the team without a last day, oldest first: somebody waits for them too.

    For most no source names a term. One of which the clock stands still is not among them: that clock is on the list itself.
    """
    with services.database.lezen() as session:
        stil = and_(Bericht.team == Taak.team, clock_is(services, Klokstatus.OPGESCHORT))
        zonder = and_(Taak.uiterlijk == NOOIT, ~stil)
        return tuple(_taken(services, session, gebruiker, keuze, zonder, hoogstens=HOOGSTENS))


def eis_inzage(gebruiker: Gebruiker) -> None:
    """Refuse with NietToegestaan whoever reads no berichten here; who sends follows his own."""
    gebruiker.eis(Recht.BERICHT_LEZEN if gebruiker.namens.soort == "team" else Recht.BERICHT_VOLGEN)


def _with_claims(services: Services) -> tuple[str, ...]:
    """Return the mailboxes in which a sender has a claim: his own list shows when it is over, no order of a team goes by it."""
    alle = services.mailboxen.alle()
    return tuple(m.code for m in alle if any(t.karakter is Karakter.AANSPRAAK for t in m.alle_termijnen()))


def _clocks(
    van_ons: ColumnElement[bool], span: Span, met_aanspraak: Collection[str], *, vandaag: date
) -> "Select[*tuple[Any, ...]]":
    """Ask for the running clocks but the chances of a burger; what is no duty is over when its day has passed, and never late.

    Claims only of who has them, in these mailboxes.
    """
    drukt = Bericht.urgent <= span.tot
    drukt = or_(drukt, Bericht.mailbox.in_(met_aanspraak)) if met_aanspraak else drukt
    return (
        select(*KLOK)
        .join(Bericht, Bericht.id == Termijn.bericht)
        .where(van_ons, drukt, *_runs_out(span, vandaag=vandaag, aanspraak=bool(met_aanspraak)))
        .order_by(Termijn.datum, Termijn.id)
    )


def _runs_out(span: Span, *, vandaag: date, aanspraak: bool = False) -> tuple[ColumnElement[bool], ...]:
    niet = VAN_EEN_ANDER - ({Karakter.AANSPRAAK} if aanspraak else set())
    return (
        Termijn.status == Klokstatus.LOOPT.value,
        Termijn.datum.between(span.van, span.tot),
        Termijn.karakter.not_in([karakter.value for karakter in niet]),
        or_(Termijn.datum >= vandaag, Termijn.karakter == Karakter.PLICHT.value),
    )


def _taken(
    services: Services,
    session: Session,
    gebruiker: Gebruiker,
    keuze: str,
    welke: ColumnElement[bool],
    *,
    hoogstens: int,
) -> Iterator[Aflopend]:
    """Yield these open taken of the team or aanbieder."""
    rijen = session.execute(
        select(Taak, Bericht.nummer, Bericht.mailbox, Bericht.behandelaar)
        .join(Bericht, Bericht.id == Taak.bericht)
        .where(
            Taak.team == gebruiker.namens.als_team,
            Taak.status == "open",
            welke,
            *([Bericht.behandelaar == gebruiker.persoon] if keuze == "van-mij" else []),
        )
        .order_by(Taak.uiterlijk, Taak.bericht, Taak.volgnummer, Taak.id)
        .limit(hoogstens + 1)
    ).all()
    for taak, nummer, mailbox, behandelaar in rijen:
        declaratie = services.mailboxen.met_code(mailbox)
        yield Aflopend(
            bron=taak.id,
            datum=taak.uiterlijk,
            titel=taak.titel,
            karakter=Karakter.PLICHT,
            mailbox=mailbox,
            mailbox_titel=declaratie.titel if declaratie is not None else "",
            is_taak=True,
            taak=taak.code,
            heeft_termijn=declaratie is None or declaratie.heeft_termijn(taak.code),
            bericht=taak.bericht,
            nummer=nummer,
            behandelaar=behandelaar,
        )


def _duties(
    services: Services, session: Session, gebruiker: Gebruiker, span: Span, *, vandaag: date
) -> Iterator[Aflopend]:
    """Yield what an organisation must still send though no bericht of it has begun, to it and to the team that waits for it."""
    soort, code = gebruiker.namens.sleutel
    rijen = session.execute(
        select(Termijn.id, Termijn.datum, Termijn.titel, Verplichting, Organisatie.naam, Bericht)
        .join(Verplichting, Verplichting.id == Termijn.verplichting)
        .join(Organisatie, Organisatie.code == Verplichting.organisatie)
        .outerjoin(Bericht, and_(Bericht.id == Verplichting.bron_bericht, Bericht.team == code))
        .where(
            Verplichting.team == code if soort == "team" else Verplichting.organisatie == code,
            Verplichting.status == "open",
            *_runs_out(span, vandaag=vandaag),
        )
        .order_by(Termijn.datum, Termijn.id)
        .limit(span.hoogstens + 1)
    ).all()
    for bron, datum, titel, plicht, naam, bericht in rijen:
        declaratie = services.mailboxen.met_code(plicht.mailbox)
        hier: Bericht | None = bericht if soort == "team" else None
        yield Aflopend(
            bron=bron,
            datum=datum,
            titel=f"{titel}, van {naam}" if soort == "team" else titel,
            karakter=Karakter.PLICHT,
            mailbox=plicht.mailbox,
            mailbox_titel=declaratie.titel if declaratie is not None else "",
            toewijzing=plicht.toewijzing,
            bericht=hier.id if hier is not None else None,
            nummer=hier.nummer if hier is not None else "",
        )


def _iwmo(
    services: Services, session: Session, gebruiker: Gebruiker, span: Span, *, vandaag: date
) -> Iterator[Aflopend]:
    """Yield what an aanbieder still reports with iWmo, for who may read his toewijzingen."""
    soort, code = gebruiker.namens.sleutel
    if soort == "organisatie" and gebruiker.mag(Recht.TOEWIJZING_LEZEN):
        yield from to_report(session, services.regio, code, van=max(span.van, vandaag), tot=span.tot)


def _pressing(item: Aflopend) -> tuple[date, bool, bool, bool, UUID]:
    """Order by day; on one day what is due at once, then duties, then what nobody has taken up."""
    return (
        item.datum,
        not item.onverwijld,
        item.karakter is not Karakter.PLICHT,
        item.behandelaar is not None,
        item.bron,
    )
