"""Opening a bericht: one call of the vault for all of it, compared with its receipt, and the mark that the team saw it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.behandelen.bewijs import confirm_steps
from portal.core.behandelen.stapinhoud import Stapinhoud, read_stap
from portal.core.behandelen.stukken import by_overgang, stukken_of
from portal.core.bericht.antwoorden import Apart, Ingediend, read_antwoorden
from portal.core.bericht.bijlagen import BijlageZicht, bijlagen_of, lees_inhoud, zicht_van
from portal.core.bericht.kanten import came_in
from portal.core.bericht.kwitantie import KloptNiet, confirm
from portal.core.bericht.submitted import ANTWOORDEN, facts_of
from portal.core.bericht.taakzicht import taak_facts, with_aanbieder, with_gemeente
from portal.core.bericht.verbanden import facts_now
from portal.core.bericht.zicht import BerichtKop, VerloopRegel, bericht_for, kop, read_kop
from portal.core.klokken.kloktelling import corrected_days
from portal.core.lezen.inzien import mark_opened
from portal.core.opening import NietGevonden, Sealing, find_sealing, single_item, unseal
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland, voluit
from portal.domain.formulier import Antwoorden
from portal.domain.gevolg import Taak
from portal.domain.levensloop import Overgang
from portal.domain.openingsreden import Openingsreden
from portal.domain.rechten import Recht
from portal.domain.routering import bij_team
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Bijlage


@dataclass(frozen=True, slots=True, kw_only=True)
class GeopendBericht:
    """A bericht as its reader sees it; `uitleg` says why it is with this team, `feiten` what conditions look at.

    `apart` names the parts that are sealed apart and not opened with it.
    """

    kop: BerichtKop
    antwoorden: Antwoorden
    feiten: Feiten
    uitleg: tuple[str, ...]
    bijlagen: tuple[BijlageZicht, ...]
    apart: tuple[Apart, ...] = ()

    @property
    def acties(self) -> tuple[Overgang, ...]:
        """The acts that the answers allow as well."""
        return tuple(o for o in self.kop.acties if o.soms is None or o.soms.geldt(self.feiten))

    def gevolgen(self, overgang: Overgang) -> tuple[Taak, ...]:
        """The taken that this act would set in motion here."""
        return overgang.taken(self.feiten)


class Teruggehaald(NietGevonden):
    """Who sent it took it back: its team has it in its lists, and nothing of it opens any more."""


def open_bericht(
    services: Services, gebruiker: Gebruiker, bericht: UUID, *, now: datetime, reden: Openingsreden | None = None
) -> GeopendBericht:
    """Open a bericht; raises NietGevonden, NietToegestaan, VaultDown, TeVeel, NotGenuine, NogNietOpgenomen, KloptNiet.

    Nothing is given that the vault did not take in: whoever writes in the database can seal answers of his own.
    The first opening by the team is a step of its verloop that the sender sees.
    """
    with services.database.lezen() as session:
        rij, _ = bericht_for(session, gebruiker, bericht)
        zicht = read_kop(session, services, gebruiker, rij)
        gebruiker.eis(Recht.BERICHT_VOLGEN if zicht.is_afzender else Recht.BERICHT_LEZEN)
        antwoorden, taken = single_item(session, bericht, ANTWOORDEN), taak_facts(session, bericht)
        bijlagen = bijlagen_of(session, bericht)
        stukken = stukken_of(session, [r.overgang for r in zicht.verloop])
        confirm_steps(session, services.sealer.pinned, zicht.mailbox, [r.rij for r in zicht.verloop], stukken)
        dicht = {r.overgang for r in zicht.verloop if r.dicht}
        items = [antwoorden, *(b.item for b in (*bijlagen, *stukken) if b.bij not in dicht)]
        items += [r.item for r in zicht.verloop if r.item]
        sealing, nu = find_sealing(session, gebruiker, items), facts_of(session, rij)
    geopend = unseal(services, gebruiker, sealing, reden=reden)
    if antwoorden not in geopend:
        raise Teruggehaald if zicht.is_teruggehaald else NietGevonden
    confirm(services, rij, nu)
    if any(item not in geopend for item in items):
        raise KloptNiet  # a bijlage or a text whose seal is gone would not be missed on the page
    if mark_opened(services, gebruiker, zicht, now=now):
        zicht = kop(services, gebruiker, bericht)
    ingediend: Ingediend = read_antwoorden(geopend[antwoorden])
    feiten = ingediend.antwoorden.feiten()
    verloop = _with_words(zicht, stukken, sealing, geopend)
    afzender = zicht.afzender_naam if rij.afzender_soort == "organisatie" else ""
    return GeopendBericht(
        kop=_with_said(services, replace(zicht, verloop=verloop), ingediend.antwoorden, afzender),
        antwoorden=ingediend.antwoorden,
        feiten=bij_team(feiten, services.regio, zicht.team)
        | came_in(rij)
        | facts_now(services, gebruiker, zicht.mailbox, bericht, feiten)
        | taken
        | corrected_days(zicht.mailbox, zicht.termijnen),
        uitleg=_why(zicht, ingediend),
        bijlagen=tuple(zicht_van(b, geopend[b.item]) for b in bijlagen),
        apart=ingediend.apart,
    )


def _with_said(services: Services, zicht: BerichtKop, antwoorden: Antwoorden, afzender: str) -> BerichtKop:
    """Return it with what was said for each taak: for which gemeente it is done, and to which aanbieder it goes."""
    gezegd = {r.overgang: {a.veld: a.waarde for s in r.secties for a in s.antwoorden} for r in zicht.verloop}
    taken = with_gemeente(zicht.taken, zicht.mailbox, services.regio, gezegd)
    return replace(zicht, taken=with_aanbieder(taken, zicht.mailbox, antwoorden, afzender))


def _with_words(
    zicht: BerichtKop, stukken: Sequence[Bijlage], sealing: Sealing, geopend: dict[UUID, bytes]
) -> tuple[VerloopRegel, ...]:
    """Return the steps with their text, answers and files, as far as those were opened."""
    versies = {item.id: item.form_version for item in sealing.items}
    return tuple(
        _with_its_words(regel, read_stap(geopend[regel.item], versies[regel.item]), stukken, geopend)
        if regel.item is not None and regel.item in geopend
        else regel
        for regel in zicht.verloop
    )


def _with_its_words(
    regel: VerloopRegel, inhoud: Stapinhoud, stukken: Sequence[Bijlage], geopend: dict[UUID, bytes]
) -> VerloopRegel:
    bestanden = by_overgang([stuk for stuk in stukken if stuk.bij == regel.overgang], geopend)
    return replace(regel, tekst=inhoud.tekst, secties=inhoud.secties, stukken=bestanden.get(regel.overgang, ()))


def open_bijlage(
    services: Services, gebruiker: Gebruiker, bericht: UUID, *, bijlage: UUID
) -> tuple[BijlageZicht, Iterator[bytes]]:
    """Open one bijlage of a bericht, as `lees_inhoud` gives it; raises what `open_bericht` raises."""
    zicht = kop(services, gebruiker, bericht)
    gebruiker.eis(Recht.BERICHT_VOLGEN if zicht.is_afzender else Recht.BERICHT_LEZEN)
    inhoud = lees_inhoud(services, gebruiker, subject=bericht, bijlage=bijlage)
    with services.database.lezen() as session:
        rij = session.get_one(Bericht, bericht)
        stuk = session.get_one(Bijlage, bijlage)
        stappen = [regel.rij for regel in zicht.verloop if regel.overgang == stuk.bij]
        confirm_steps(session, services.sealer.pinned, zicht.mailbox, stappen, stukken_of(session, [stuk.bij]))
    confirm(services, rij)
    return inhoud


def _why(zicht: BerichtKop, ingediend: Ingediend) -> tuple[str, ...]:
    """Say why this team has it: as it was routed, or since somebody handed it on."""
    door = next((r for r in reversed(zicht.verloop) if r.code == "doorsturen"), None)
    if door is None:
        return ingediend.uitleg
    return (
        f"Doorgestuurd aan {door.naar_team} op {voluit(datum_in_nederland(door.moment))}. De reden staat in het verloop.",
    )
