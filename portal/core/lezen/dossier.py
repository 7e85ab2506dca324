"""The dossier around a bericht that is handed over: answers, files and what was written, also of what belongs to it, each by name.

Only what the asker may read is ever looked at, and only what the vault took in; notes of a team are no part of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.bericht.bijlagen import BijlageZicht
from portal.core.bericht.kwitantie import KloptNiet, NogNietOpgenomen
from portal.core.bericht.verbanden import own_bericht
from portal.core.bericht.verwant import of_asker
from portal.core.bericht.zicht import BerichtKop, VerloopRegel
from portal.core.lezen.reading import GeopendBericht, open_bericht
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland, voluit
from portal.domain.formulier import Antwoord, Antwoorden, Fout, Sectie
from portal.domain.mailbox import Mailbox
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Verband
from portal.sealing.client import TeVeel, VaultDown

DICHT: Final = "De stukken van het dossier kunnen nu niet worden geopend. Probeer het over een paar minuten opnieuw."
STUKKEN: Final = "Stukken uit het dossier"


class DossierDicht(Exception):
    """The dossier cannot be opened now, so nobody can say what goes along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossierstuk:
    """One document: the answers of a bericht, what was written in a step of it, or a file; `reden` says why it is left out.

    `id` is that of the bericht, the overgang or the bijlage.
    """

    id: UUID
    titel: str
    bericht: UUID
    bijlage: BijlageZicht | None = None
    secties: tuple[Sectie, ...] = ()
    reden: str = ""

    @property
    def sleutel(self) -> str:
        """What the form names it by."""
        return self.id.hex


def dossier_of(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, feiten: Feiten, *, now: datetime
) -> tuple[Dossierstuk, ...]:
    """Return the documents of the bericht that was chosen, with why one is left out; raises DossierDicht.

    Nothing when this mailbox takes no dossier along, or when no bericht of the asker was chosen.
    """
    if mailbox.meesturen is None:
        return ()
    weg = dict(_left_out(feiten, mailbox.meesturen.veld))
    nummer = str(feiten.get(mailbox.meesturen.verband, ""))
    try:
        open_ = [
            (open_bericht(services, gebruiker, bericht, now=now), code)
            for bericht, code in _berichten(services, gebruiker, mailbox, nummer)
        ]
    except (VaultDown, TeVeel, NogNietOpgenomen, KloptNiet) as dicht:
        raise DossierDicht from dicht
    # Whoever writes in the database can tie another bericht to it: what belongs to it says so in its own answers.
    erbij = [geopend for geopend, code in open_ if not code or geopend.antwoorden.feiten().get(code) == nummer]
    stukken = [stuk for geopend in erbij for stuk in _documents(geopend)]
    return tuple(replace(stuk, reden=weg.get(stuk.sleutel, "")) for stuk in stukken)


def named(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, antwoorden: Antwoorden, *, now: datetime
) -> tuple[Antwoorden, tuple[Dossierstuk, ...], tuple[Fout, ...]]:
    """Return the answers with what goes along and what does not by name, the dossier, and what is wrong with it."""
    if mailbox.meesturen is None:
        return antwoorden, (), ()
    veld = mailbox.meesturen.veld
    try:
        stukken = dossier_of(services, gebruiker, mailbox, antwoorden.feiten(), now=now)
    except DossierDicht:
        return antwoorden, (), (Fout(veld=veld, tekst=DICHT),)
    regels = tuple(
        Antwoord(
            veld=veld,
            label=stuk.titel,
            waarde="niet-mee" if stuk.reden else "mee",
            tekst=f"Gaat niet mee: {stuk.reden}" if stuk.reden else "Gaat mee",
        )
        for stuk in stukken
    )
    zonder = antwoorden.zonder({veld})
    erbij = (Sectie(titel=STUKKEN, antwoorden=regels),) if regels else ()
    return replace(zonder, secties=(*zonder.secties, *erbij)), stukken, ()


def facts_of(stukken: Sequence[Dossierstuk]) -> dict[str, str]:
    """Return as a fact whether a file of the dossier goes along: 'dossier.bestanden'."""
    return {"dossier.bestanden": "ja"} if any(stuk.bijlage is not None and not stuk.reden for stuk in stukken) else {}


def with_answers(antwoorden: Antwoorden, stukken: Sequence[Dossierstuk]) -> Antwoorden:
    """Return the answers with those of the dossier that go along, under names that no field has."""
    erbij = (sectie for stuk in stukken if not stuk.reden for sectie in stuk.secties)
    return replace(antwoorden, secties=(*antwoorden.secties, *erbij))


def _left_out(feiten: Feiten, veld: str) -> Iterator[tuple[str, str]]:
    waarde = feiten.get(veld, ())
    for weg in waarde if isinstance(waarde, tuple) else ():
        sleutel, _, reden = weg.partition(" ")
        yield sleutel, reden


def _berichten(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, nummer: str) -> list[tuple[UUID, str]]:
    """Return the bericht with this number, and the asker's own that belong to it with their link; no other hand-over of it."""
    verband = next(v for v in mailbox.verbanden if mailbox.meesturen and v.code == mailbox.meesturen.verband)
    with services.database.lezen() as session:
        eerste = session.scalar(select(Bericht.id).where(Bericht.nummer == nummer, of_asker(gebruiker)))
        rij = own_bericht(session, gebruiker, eerste) if eerste is not None else None
        if rij is None or rij.mailbox not in verband.mailboxen:
            return []
        erbij = select(Bericht.id, Verband.code).join(Verband, Verband.bericht == Bericht.id)
        erbij = erbij.where(Verband.naar == rij.id, of_asker(gebruiker), Bericht.mailbox.not_in(_hand_overs(services)))
        rijen = session.execute(erbij.order_by(Bericht.ingediend, Bericht.id)).all()
        return [(rij.id, ""), *((ander, code) for ander, code in rijen)]


def _hand_overs(services: Services) -> list[str]:
    return [mailbox.code for mailbox in services.mailboxen.alle() if mailbox.meesturen is not None]


def _documents(geopend: GeopendBericht) -> Iterator[Dossierstuk]:
    zicht = geopend.kop
    yield Dossierstuk(
        id=zicht.id,
        titel=f"Formulier {zicht.titel} ({zicht.nummer})",
        bericht=zicht.id,
        secties=tuple(_taken(sectie, zicht.titel, zicht.nummer) for sectie in geopend.antwoorden.secties),
    )
    for bijlage in geopend.bijlagen:
        eis = zicht.mailbox.bijlage(bijlage.eis)
        titel = f"{eis.titel}: {bijlage.naam}" if eis is not None else bijlage.naam
        yield Dossierstuk(id=bijlage.id, titel=titel, bericht=zicht.id, bijlage=bijlage)
    for stap in zicht.verloop:
        if (stap.tekst or stap.secties) and not stap.intern:
            yield _written(zicht, stap)
        for stuk in stap.stukken:
            titel = f"{stap.titel}: {stuk.naam}"
            yield Dossierstuk(id=stuk.id, titel=titel, bericht=zicht.id, bijlage=stuk)


def _written(zicht: BerichtKop, stap: VerloopRegel) -> Dossierstuk:
    """Return what was written in a step, a besluit with its motivering or an answer, as a document of its own."""
    dag, veld = voluit(datum_in_nederland(stap.moment)), f"{zicht.nummer}.stap-{stap.rij.volgnummer}"
    gevraagd = [replace(a, veld=f"{veld}.{a.veld}") for sectie in stap.secties for a in sectie.antwoorden]
    tekst = [Antwoord(veld=veld, label=dag, waarde=stap.tekst, tekst=stap.tekst)] if stap.tekst else []
    return Dossierstuk(
        id=stap.overgang,
        titel=f"{stap.titel}, {dag} ({zicht.nummer})",
        bericht=zicht.id,
        secties=(Sectie(titel=f"{zicht.titel} {zicht.nummer}: {stap.titel}", antwoorden=(*gevraagd, *tekst)),),
    )


def _taken(sectie: Sectie, titel: str, nummer: str) -> Sectie:
    """Name the answers so that no condition of the new bericht takes them for its own."""
    return Sectie(
        titel=f"{titel} {nummer}: {sectie.titel}" if sectie.titel else f"{titel} {nummer}",
        antwoorden=tuple(replace(antwoord, veld=f"{nummer}.{antwoord.veld}") for antwoord in sectie.antwoorden),
    )
