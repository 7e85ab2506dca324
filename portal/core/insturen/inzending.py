"""What a submission stores, made before its transaction: for each receiver the row, the sealed items and the keys of the bijlagen."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from portal.core.accounts import Gebruiker
from portal.core.bericht.bijlagen import bijlagen_of
from portal.core.bericht.inhoud import seal_inhoud
from portal.core.insturen.bijlagekopie import Kopie, copied
from portal.core.insturen.concepten import OpenConcept
from portal.core.insturen.controle import Controle
from portal.core.insturen.meesturen import seal_along
from portal.core.insturen.per_ontvanger import Ontvangst
from portal.core.insturen.vervullen import NIETS, Vervulling, what_is_due
from portal.core.klokken.urgentie import first_pressing
from portal.core.opening import find_sealing, unseal_deks
from portal.core.services import Services
from portal.core.verzegelen import Aan, Sealed
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Fout, Fouten
from portal.domain.mailbox import Mailbox
from portal.domain.nummer import LENGTE, LETTERS, schrijf
from portal.domain.teams import plek_van
from portal.models import Bericht, Seal, SealedItem

OTHER_FILES: Final = "Er is net een bijlage toegevoegd of verwijderd. Controleer de bijlagen opnieuw."


class OngeldigeAntwoorden(Exception):
    """The answers do not pass; nothing was stored as a bericht and the concept is still there."""

    def __init__(self, fouten: Fouten) -> None:
        """Keep what is wrong."""
        super().__init__()
        self.fouten = fouten


@dataclass(frozen=True, slots=True, kw_only=True)
class Inzending:
    """All that was prepared before the transaction: the new row, sealed items, the bijlagen and their seals."""

    mailbox: Mailbox
    controle: Controle
    bericht: Bericht
    sealed: tuple[Sealed, ...]
    bijlagen: tuple[tuple[SealedItem, SealedItem], ...]
    seals: tuple[Seal, ...]
    kopieen: tuple[Kopie, ...]
    wat: Vervulling
    now: datetime


def prepared(
    services: Services, gebruiker: Gebruiker, concept: OpenConcept, ontvangst: Ontvangst, *, now: datetime
) -> Inzending:
    """Seal what one receiver gets; raises OngeldigeAntwoorden, UnsignedKey, VaultDown."""
    mailbox, controle = ontvangst.controle.mailbox, ontvangst.controle
    teams: list[Aan] = [plek_van(bestemming.team) for bestemming in controle.bestemmingen]
    aan = [*teams, gebruiker.namens.sleutel]
    bijlagen: tuple[tuple[SealedItem, SealedItem], ...] = ()
    seals: tuple[Seal, ...] = ()
    kopieen: tuple[Kopie, ...] = ()
    if ontvangst.is_eerste:
        # What is the sender's own he can open already, as its concept was sealed to him.
        anderen = [team for team in teams if team != gebruiker.namens.sleutel]
        bijlagen, seals = _sealed_files(services, gebruiker, concept, anderen)
        kopieen = seal_along(services, gebruiker, controle.dossier, bericht=concept.id, aan=aan, now=now)
    else:
        kopieen = _copies(services, gebruiker, concept, ontvangst, aan=aan, now=now)
    return Inzending(
        mailbox=mailbox,
        controle=controle,
        bericht=new_bericht(gebruiker, ontvangst, regio=services.regio.code, now=now),
        sealed=seal_inhoud(
            services,
            mailbox,
            aan,
            bericht=ontvangst.bericht,
            antwoorden=ontvangst.antwoorden,
            bestemmingen=controle.bestemmingen,
            now=now,
        ),
        bijlagen=bijlagen,
        seals=seals,
        kopieen=kopieen,
        wat=what_is_due(services, gebruiker, mailbox, ontvangst.antwoorden) if ontvangst.is_eerste else NIETS,
        now=now,
    )


def _copies(
    services: Services,
    gebruiker: Gebruiker,
    concept: OpenConcept,
    ontvangst: Ontvangst,
    *,
    aan: list[Aan],
    now: datetime,
) -> tuple[Kopie, ...]:
    mailbox, naar = ontvangst.controle.mailbox, ontvangst.bericht
    return tuple(
        copied(services, gebruiker, bijlage, eis, van=concept.id, naar=naar, aan=aan, now=now)
        for bijlage in concept.bijlagen
        if (eis := mailbox.bijlage(bijlage.eis)) is not None and ontvangst.krijgt(eis)
    )


def _sealed_files(
    services: Services, gebruiker: Gebruiker, concept: OpenConcept, teams: list[Aan]
) -> tuple[tuple[tuple[SealedItem, SealedItem], ...], tuple[Seal, ...]]:
    """Seal the keys of the bijlagen to the teams as well; their content is not touched.

    Returns manifest and part of each bijlage, and the new seals.
    """
    if not concept.bijlagen:
        return (), ()  # one that came in since is seen once the concept is locked
    with services.database.lezen() as session:
        bijlagen = bijlagen_of(session, concept.id)
        sealing = find_sealing(session, gebruiker, [item for b in bijlagen for item in (b.item, b.deel)])
        keys = services.sealer.keys(session, teams)
    opened = unseal_deks(services, gebruiker, sealing)
    if len(opened) != 2 * len(bijlagen):
        raise changed(OTHER_FILES)
    seals = (services.sealer.seal_dek(dek, services.sealer.context_of(item), keys=keys) for item, dek in opened)
    items = [item for item, _ in opened]
    return tuple(zip(items[::2], items[1::2], strict=True)), tuple(seal for part in seals for seal in part)


def new_bericht(gebruiker: Gebruiker, ontvangst: Ontvangst, *, regio: str, now: datetime) -> Bericht:
    """Return the row of what one receiver gets."""
    controle, mailbox = ontvangst.controle, ontvangst.controle.mailbox
    hoofd = controle.bestemmingen[0]
    begin = mailbox.levensloop.toestand(mailbox.levensloop.begin)
    return Bericht(
        id=ontvangst.bericht,
        bundel=ontvangst.bundel,
        nummer=_number(),
        mailbox=mailbox.code,
        regio=regio,
        formulierversie=mailbox.formulier.versie,
        afzender_soort=gebruiker.namens.soort,
        afzender=gebruiker.namens.code,
        ingediend_door=gebruiker.persoon,
        ingediend=now,
        aankomst=controle.aankomst,
        team=hoofd.team,
        routeregel=hoofd.regel,
        status=begin.code,
        fase=begin.fase.value,
        behandelaar=None,
        urgent=first_pressing(controle.termijnen, vandaag=datum_in_nederland(now)),
        versie=1,
        opgenomen=None,
        kwitantie=None,
    )


def _number() -> str:
    return schrijf("".join(secrets.choice(LETTERS) for _ in range(LENGTE)))


def changed(tekst: str) -> OngeldigeAntwoorden:
    """Return the refusal of what was changed since it was checked."""
    return OngeldigeAntwoorden(Fouten(fouten=(Fout(veld="", tekst=tekst),)))
