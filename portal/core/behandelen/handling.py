"""Handling: the one function that makes an overgang, for every act of every mailbox.

What needs the vault is asked before the transaction; one commit then holds the new status, the sealed
text, clocks, taken, audit line and outbox rows. Two people at once: the bericht's versie lets one win, the
other keeps his text and sees what happened. The same request twice is one overgang (`sleutel`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.accounts import Gebruiker
from portal.core.behandelen.afsluiten import deaths_to_hold, follow_closing
from portal.core.behandelen.beeindigen import Samen, together
from portal.core.behandelen.bewijs import sign
from portal.core.behandelen.herleven import follow_death
from portal.core.behandelen.meeschuiven import linked_here
from portal.core.behandelen.nogmaals import is_done
from portal.core.behandelen.overgang import AANVAARD, ALWAYS, ANDERE_STUKKEN, Stap, make
from portal.core.behandelen.stapcontrole import check_anonymous, check_files, check_passed, check_promised, checked_day
from portal.core.behandelen.stapinhoud import Stapinhoud
from portal.core.behandelen.stapwoorden import Invoer, words
from portal.core.behandelen.step_sealing import files_for, readers, resealed, sealed_text
from portal.core.behandelen.stukken import Stukken
from portal.core.behandelen.verbandstap import acts_on_links, follow_links, linked_ids
from portal.core.behandelen.zelfde_tekst import same_texts
from portal.core.bericht.antwoorden import read_antwoorden
from portal.core.bericht.een_ontvanger import held_with
from portal.core.bericht.gevraagd import asked_in
from portal.core.bericht.kanten import NA_OVERNAME, came_in, is_taken_over, sides, taken_over_by
from portal.core.bericht.klokzicht import clock_rows
from portal.core.bericht.kwitantie import confirm
from portal.core.bericht.submitted import ANTWOORDEN
from portal.core.bericht.taakzicht import taak_facts
from portal.core.bericht.verbanden import facts_now
from portal.core.bericht.zicht import allowed, bericht_for, declaration, toestand_of
from portal.core.klokken.klokcontrole import may_lie_ahead
from portal.core.klokken.klokkeuze import Klokkeuze, choices, waarom_niet
from portal.core.klokken.klokperioden import Klokrijen
from portal.core.klokken.kloktelling import corrected_days
from portal.core.klokken.toezegging import checked
from portal.core.opening import NietGevonden, open_items, single_item
from portal.core.services import Services
from portal.core.verzegelen import Aan
from portal.core.weigeren import Ingehaald, NietMogelijk
from portal.domain.datums import datum_in_nederland, moment
from portal.domain.gevolg import asked_by_register
from portal.domain.levensloop import Actie
from portal.domain.levensloop import Overgang as Regel
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.rechten import RECHT_VOOR, NietToegestaan
from portal.domain.routering import bij_team
from portal.domain.termijn import BijOvergang
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Overgang, Team


def doe(
    services: Services,
    gebruiker: Gebruiker,
    *,
    bericht: UUID,
    code: str,
    sleutel: UUID,
    versie: int,
    now: datetime,
    **invoer: Unpack[Invoer],
) -> None:
    """Make the overgang `code` on a bericht; `versie` is what the page was drawn from.

    Raises NietGevonden, NietMogelijk, Ingehaald, AndersGedaan, TekstNodig, DagNodig, HandtekeningNodig, AntwoordNodig, StukNodig,
    KlokNodig, NogNietOpgenomen, KloptNiet, UnsignedKey, and what the vault raises.
    """
    afdruk = invoer.get("afdruk")
    if is_done(services, gebruiker, bericht, code, sleutel=sleutel, afdruk=afdruk):
        return
    try:
        stap = _prepared(services, gebruiker, bericht, code, sleutel=sleutel, versie=versie, invoer=invoer, now=now)
        zelfde = same_texts(services, gebruiker, bericht, code, sleutel=sleutel, afdruk=afdruk)
        with services.database.schrijven() as session:
            zoals_getypt = replace(stap, afdruk=afdruk, tekstversie=invoer.get("tekstversie"), zelfde=zelfde)
            make(session, services, gebruiker, zoals_getypt)
            follow_links(session, services, gebruiker, stap)
            follow_death(session, services, gebruiker, stap)
            follow_closing(session, services, gebruiker, stap)
    except (IntegrityError, Ingehaald) as first:
        # The same request twice at the same moment: one was let through, and both hear that it is done.
        if not is_done(services, gebruiker, bericht, code, sleutel=sleutel, afdruk=afdruk):
            raise _overtaken(services, _mailbox_of(services, bericht), bericht) from first


def doelteams(services: Services, gebruiker: Gebruiker, bericht: UUID) -> tuple[Team, ...]:
    """Return the teams a bericht can be handed on to: of the same kind, in the same region."""
    with services.database.lezen() as session:
        rij, _ = bericht_for(session, gebruiker, bericht)
        nu = session.get_one(Team, rij.team)
        return tuple(
            session.scalars(
                select(Team)
                .where(Team.soort == nu.soort, Team.regio == nu.regio, Team.code != nu.code)
                .order_by(Team.naam)
            ).all()
        )


def _prepared(
    services: Services,
    gebruiker: Gebruiker,
    bericht: UUID,
    code: str,
    *,
    sleutel: UUID,
    versie: int,
    invoer: Invoer,
    now: datetime,
) -> Stap:
    """Do all that comes before the transaction: may it be done, what does it need, and the sealing."""
    with services.database.lezen() as session:
        rij, is_afzender = bericht_for(session, gebruiker, bericht)
        mailbox = declaration(services, rij.mailbox)
        klokken = clock_rows(session, bericht)
        keuzes = {} if is_afzender else choices(mailbox, klokken, aankomst=rij.aankomst)
    regel = _rule(services, gebruiker, mailbox, rij, code, versie=versie, keuzes=keuzes, klokken=klokken)
    gedaan = _made(services, bericht) if _looks_back(mailbox, rij, regel) else ()
    terug = may_lie_ahead(regel.actie, keuzes, invoer.get("klok"))
    dag = checked_day(regel, invoer.get("dag"), aankomst=rij.aankomst, gedaan=gedaan, now=now, vooruit=terug)
    inhoud, gevraagd = _words(services, rij, mailbox, regel, invoer, klokken=klokken, dag=dag, gedaan=gedaan, now=now)
    doel = _checked_doel(services, gebruiker, bericht, regel, invoer.get("doel", ""))
    feiten = {**_facts(services, gebruiker, mailbox, rij, regel), **gevraagd}
    aan = _readers(rij, mailbox, regel, doel, gedaan)
    stap = Stap(
        bericht=rij,
        mailbox=mailbox,
        regel=regel,
        is_afzender=regel.door is Partij.AFZENDER,
        feiten=feiten,
        samen=_together(services, rij, regel, feiten),
        sleutel=sleutel,
        versie=versie,
        doel=doel,
        tekst=sealed_text(services, rij, regel, inhoud, aan=aan, now=now),
        seals=resealed(services, gebruiker, bericht, doel) if doel else (),
        now=now,
        dag=dag,
        klok=checked(services, mailbox, klokken, keuzes, regel.actie, wijziging=invoer.get("klok"), op=dag),
        gevraagd_in=asked_in(gedaan, rij.status) if regel.terug else "",
        concept=invoer.get("stukken"),
        stukken=_files(services, gebruiker, rij, regel, invoer, aan=aan),
    )
    return replace(stap, verbonden=_held(services, rij, regel), bewijs=sign(services, gebruiker, stap))


def _held(services: Services, rij: Bericht, regel: Regel) -> tuple[UUID, ...]:
    """Return which other berichten are held while this step is made."""
    verbonden = linked_ids(services, rij.id, regel.gevolgen)
    mee = linked_here(services, rij.id, regel.actie)
    return (*verbonden, *mee, *held_with(services, rij, regel), *deaths_to_hold(services, rij, regel))


def _looks_back(mailbox: Mailbox, rij: Bericht, regel: Regel) -> bool:
    """Tell whether this step depends on those that were made before it."""
    return bool(regel.dag or regel.getekend_na or regel.terug or taken_over_by(mailbox, rij.afzender_soort))


def _words(
    services: Services,
    rij: Bericht,
    mailbox: Mailbox,
    regel: Regel,
    invoer: Invoer,
    *,
    klokken: Klokrijen,
    dag: date | None,
    gedaan: Sequence[Overgang],
    now: datetime,
) -> tuple[Stapinhoud, Feiten]:
    """Return what is kept of this step, and as facts its day and what its form answered; it comes in time, and so does a day promised there."""
    check_passed(mailbox, regel, klokken.termijnen, op=dag or datum_in_nederland(now))
    inhoud, gevraagd = words(regel, invoer, regio=services.regio, team=rij.team, dag=dag, gedaan=gedaan, now=now)
    check_anonymous(mailbox, regel, inhoud.tekst, inhoud.antwoorden)
    check_promised(mailbox.termijnen, regel, gevraagd, klokken.termijnen, vandaag=datum_in_nederland(now))
    return inhoud, {**gevraagd, "stap.op": f"{dag or datum_in_nederland(now)}"}


def _files(
    services: Services, gebruiker: Gebruiker, rij: Bericht, regel: Regel, invoer: Invoer, *, aan: list[Aan]
) -> Stukken | None:
    """Seal the files that go with this step, None without.

    Raises StukNodig for one that has to be there, NietMogelijk when they are not those that the page showed.
    """
    concept, getoond = invoer.get("stukken"), invoer.get("bijlagen")
    stukken = files_for(services, gebruiker, rij, concept, aan=aan) if concept and regel.bijlagen else None
    hier = {stuk.id for stuk in stukken.rijen} if stukken else set()
    if regel.bijlagen and getoond is not None and getoond != hier:
        raise NietMogelijk(ANDERE_STUKKEN)
    check_files(regel, stukken)
    return stukken


def _readers(rij: Bericht, mailbox: Mailbox, regel: Regel, doel: str, gedaan: Sequence[Overgang]) -> list[Aan]:
    """Return who reads what is written in this step; raises NietMogelijk for an act of who no longer has a say."""
    over = is_taken_over(mailbox, rij, [stap.code for stap in gedaan])
    if over and regel.door is Partij.AFZENDER and regel.actie not in NA_OVERNAME:
        raise NietMogelijk(AANVAARD)
    return readers(rij, mailbox, regel, doel, over=over)


def _together(services: Services, rij: Bericht, regel: Regel, feiten: Feiten) -> Samen | None:
    with services.database.lezen() as session:
        return together(session, rij, regel, feiten)


def _checked_doel(services: Services, gebruiker: Gebruiker, bericht: UUID, regel: Regel, doel: str) -> str:
    """Return the team to hand on to; only doorsturen has one, whatever a request says."""
    if regel.actie is not Actie.DOORSTUREN:
        return ""
    if doel not in {team.code for team in doelteams(services, gebruiker, bericht)}:
        raise NietMogelijk("Kies een team uit de lijst.")
    return doel


def _rule(
    services: Services,
    gebruiker: Gebruiker,
    mailbox: Mailbox,
    rij: Bericht,
    code: str,
    *,
    versie: int,
    keuzes: Mapping[Actie, tuple[Klokkeuze, ...]],
    klokken: Klokrijen,
) -> Regel:
    """Return the declared overgang when it is allowed now; explain when it no longer is."""
    regel = mailbox.levensloop.overgang(code)
    if regel is None or regel.actie not in RECHT_VOOR or code == "openen":
        raise NietGevonden
    gebruiker.eis(RECHT_VOOR[regel.actie])
    if regel.door not in sides(gebruiker, rij):
        raise NietToegestaan(RECHT_VOOR[regel.actie].value)
    if rij.versie != versie and regel.actie not in ALWAYS:
        raise _overtaken(services, mailbox, rij.id)
    if regel not in allowed(gebruiker, mailbox, rij, keuzes):
        if rij.status in regel.van and regel.actie in keuzes and not keuzes[regel.actie]:
            raise NietMogelijk(waarom_niet(regel.actie, mailbox, klokken))
        titel = toestand_of(mailbox, rij.status).titel.lower()
        raise NietMogelijk(f"Dit kan nu niet: het bericht heeft de status '{titel}'.")
    return regel


def _overtaken(services: Services, mailbox: Mailbox, bericht: UUID) -> Ingehaald:
    laatste = next(o for o in reversed(_made(services, bericht)) if o.actie != Actie.NOTEREN.value)
    regel = mailbox.levensloop.overgang(laatste.code)
    wat = f" ('{regel.titel_voor(wie_weet=False)}', {moment(laatste.moment)})" if regel is not None else ""
    return Ingehaald(f"Het bericht is intussen veranderd{wat}. Uw tekst staat er nog. Kijk of uw actie nog nodig is.")


def _mailbox_of(services: Services, bericht: UUID) -> Mailbox:
    with services.database.lezen() as session:
        return declaration(services, session.get_one(Bericht, bericht).mailbox)


def _made(services: Services, bericht: UUID) -> Sequence[Overgang]:
    with services.database.lezen() as session:
        gedaan = select(Overgang).where(Overgang.bericht == bericht).order_by(Overgang.volgnummer)
        return session.scalars(gedaan).all()


def _facts(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, rij: Bericht, regel: Regel) -> Feiten:
    """Open the answers when the act, a clock or a register needs them; raises NietMogelijk when they do not allow it.

    Raises KloptNiet when they are not those that were taken in: no decision stands on answers that were put there.
    """
    nodig = any(t.als is not None and t.begint == BijOvergang(regel.code) for t in mailbox.termijnen)
    nodig = nodig or asked_by_register(regel.gevolgen)
    op_verband = acts_on_links(regel.gevolgen)
    if not nodig and not op_verband and regel.soms is None and not any(g.als is not None for g in regel.gevolgen):
        return {}
    with services.database.lezen() as session:
        item, taken = single_item(session, rij.id, ANTWOORDEN), taak_facts(session, rij.id)
        klokken = clock_rows(session, rij.id).termijnen
    geopend = open_items(services, gebruiker, [item])
    if item not in geopend:
        raise NietGevonden
    confirm(services, rij)
    antwoorden = read_antwoorden(geopend[item]).antwoorden.feiten()
    feiten = bij_team(antwoorden, services.regio, gebruiker.namens.code) | came_in(rij)
    feiten |= facts_now(services, gebruiker, mailbox, rij.id, antwoorden) | taken
    feiten |= corrected_days(mailbox, klokken)
    if regel.soms is not None and not regel.soms.geldt(feiten):
        raise NietMogelijk("Dit besluit past niet bij de antwoorden in het bericht. Kies een ander besluit.")
    return feiten
