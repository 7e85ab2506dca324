"""The files that go with a text on a bericht: taken in with the form of an act, shown in it, sent with it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from flask import g, request

from portal.core.accounts import Gebruiker
from portal.core.behandelen.nogmaals import Gekozen
from portal.core.bericht.bijlagen import Upload, begin_upload, manifests_of, voltooi
from portal.core.bericht.zicht import BerichtKop
from portal.core.bericht.zicht import kop as kop_van
from portal.core.files.refusal import Bestandsfout
from portal.core.files.store import NietOpgeslagen
from portal.core.insturen import concepten
from portal.core.insturen.concepten import Bewaard
from portal.core.insturen.conceptenlijst import ConceptRij, teksten_bij
from portal.core.opening import NietGevonden
from portal.domain.formulier import Fout, Ruw
from portal.domain.levensloop import Overgang
from portal.web.formulierpagina import BIJLAGE, Bijlageblok
from portal.web.kader import gebruiker, now, services
from portal.web.regel import subject_of
from portal.web.uploads import discard_file

VELD: Final = "stukken"
VERSIE: Final = "tekstversie"
GETOOND: Final = "getoond"
KOPIE: Final = (
    "Deze tekst is intussen ook ergens anders gewijzigd: door een collega, of door uzelf in een ander venster. Uw tekst is "
    "apart bewaard, naast de andere. Voeg bestanden die erbij horen hier opnieuw toe."
)
WEG: Final = (
    "De tekst die hier was bewaard, is weg: verstuurd of weggegooid, door een collega of door uzelf in een ander venster. Wat "
    "u hier typte, is opnieuw bewaard. Voeg bestanden die erbij horen hier opnieuw toe."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontvangen:
    """What came with a form: the concept of its text, None when it has none, and what was wrong with its files.

    `versie` is the version of that text which the page holds, `bijlagen` the files that it showed and those that came along.
    `bewaard` is whether the text was saved by this request, `melding` what there is to say of where it stands.
    """

    concept: UUID | None = None
    versie: int = 0
    bijlagen: frozenset[UUID] = frozenset()
    bewaard: bool = False
    melding: str = ""
    fouten: tuple[Fout, ...] = ()

    def invoer(self) -> dict[str, Any]:
        """Return what the act has to know of it."""
        return {"stukken": self.concept, "tekstversie": self.versie, "bijlagen": self.bijlagen}


GEEN: Final = Ontvangen()


def open_files(wie: Gebruiker, arguments: Mapping[str, Any]) -> Callable[[str], Upload | None]:
    """Return where the files of this form go: sealed at once, for what may go with this act."""
    bericht = subject_of(arguments, "bericht")
    try:
        regel = kop_van(services(), wie, bericht).mailbox.levensloop.overgang(str(arguments["code"]))
    except NietGevonden:
        return discard_file  # the page says that it is not there
    eisen = {f"{BIJLAGE}{eis.code}": eis for eis in (regel.bijlagen if regel is not None else ())}

    def open_file(field: str) -> Upload | None:
        return begin_upload(services(), concept=bericht, eis=eisen[field]) if field in eisen else None

    return open_file


def receive(zicht: BerichtKop, regel: Overgang, ruw: Ruw, *, altijd: bool = False) -> Ontvangen:
    """Attach what came with the form to a concept of its text; without files it is kept only when it has to be (`altijd`)."""
    concept, nieuw = request.form.get(VELD, type=UUID), _uploads()
    if not nieuw and not (altijd and any(waarde.strip() for waarden in ruw.values() for waarde in waarden)):
        return Ontvangen(concept=concept, versie=request.form.get(VERSIE, 0, type=int), bijlagen=_shown())
    bewaard = keep(gebruiker(), zicht.id, zicht.mailbox.code, regel.code, ruw=ruw, concept=concept)
    bijlagen = set(_shown())
    fouten: list[Fout] = []
    for veld, naam, upload in nieuw:
        eis = next(eis for eis in regel.bijlagen if f"{BIJLAGE}{eis.code}" == veld)
        try:
            hier = voltooi(services(), gebruiker(), upload, concept=bewaard.concept, eis=eis, naam=naam, now=now())
            bijlagen.add(hier.id)
        except (Bestandsfout, NietOpgeslagen) as refused:
            fouten.append(Fout(veld=veld, tekst=refused.tekst))
    return Ontvangen(
        concept=bewaard.concept,
        versie=bewaard.versie,
        bijlagen=frozenset(bijlagen),
        bewaard=True,
        melding=said(bewaard),
        fouten=tuple(fouten),
    )


def chosen() -> tuple[Gekozen, ...]:
    """Return by what the files that came with this form are known again."""
    return tuple(Gekozen(veld, naam, _digest(upload)) for veld, naam, upload in _uploads())


def drop_twin(ontvangen: Ontvangen) -> None:
    """Throw away what was kept for a form that was just done, by the same form at the same moment."""
    if not ontvangen.bewaard or ontvangen.concept is None:
        return
    with suppress(NietGevonden):
        stand = concepten.stand(services(), gebruiker(), ontvangen.concept)
        if stand is not None and stand.versie == ontvangen.versie:
            concepten.verwijder(services(), gebruiker(), ontvangen.concept, now=now())


def keep(wie: Gebruiker, bericht: UUID, mailbox: str, code: str, *, ruw: Ruw, concept: UUID | None) -> Bewaard:
    """Seal what was typed for an act, over what its page was drawn from, else beside it. Raises NietGevonden."""
    stand = concepten.stand(services(), wie, concept) if concept is not None else None
    if stand is not None and (stand.bericht, stand.actie) != (bericht, code):
        raise NietGevonden
    versie = stand.versie if stand is not None else 0
    return concepten.bewaar(
        services(),
        wie,
        concept=concept or uuid4(),
        mailbox=mailbox,
        ruw={naam: list(waarden) for naam, waarden in ruw.items()},
        versie=request.form.get(VERSIE, versie, type=int) if concept is not None else 0,
        now=now(),
        bericht=bericht,
        actie=code,
        levend=g.gebruiker is not None,
    )


def said(bewaard: Bewaard) -> str:
    """Say why a text does not stand where its page left it; empty when it does."""
    if bewaard.verdwenen:
        return WEG
    return KOPIE if bewaard.kopie else ""


def blocks(regel: Overgang, concept: UUID | None, fouten: Sequence[Fout]) -> tuple[Bijlageblok, ...]:
    """Return the file fields of an act with what hangs on its concept already."""
    aanwezig = manifests_of(services(), gebruiker(), concept) if concept is not None and regel.bijlagen else ()
    return tuple(
        Bijlageblok(
            eis=eis,
            aanwezig=[bijlage for bijlage in aanwezig if bijlage.eis == eis.code],
            fout=next((fout.tekst for fout in fouten if fout.veld == f"{BIJLAGE}{eis.code}"), ""),
        )
        for eis in regel.bijlagen
    )


def kept(bericht: UUID, code: str) -> tuple[ConceptRij, ...]:
    """Return texts for this act that were kept and not sent, of anyone in the team."""
    return teksten_bij(services(), gebruiker(), bericht, code)


def _shown() -> frozenset[UUID]:
    """Return which files the page of this form showed; what is no id names none that is there."""
    gevonden = set()
    for deel in request.form.get(GETOOND, "").split():
        with suppress(ValueError):
            gevonden.add(UUID(deel))
    return frozenset(gevonden)


def _uploads() -> list[tuple[str, str, Upload]]:
    streams: list[tuple[str, str, object]] = [
        (veld, bestand.filename or "", bestand.stream) for veld, bestand in request.files.items(multi=True)
    ]
    return [(veld, naam, stream) for veld, naam, stream in streams if isinstance(stream, Upload)]


def _digest(upload: Upload) -> str:
    """Return the SHA-256 of a file; of one that was refused, its size."""
    try:
        reader = upload.reader()
    except (Bestandsfout, NietOpgeslagen):
        return str(upload.bytes)
    found = hashlib.sha256()
    for deel in iter(partial(reader.read, 64 * 1024), b""):
        found.update(deel)
    reader.seek(0)
    return found.hexdigest()
