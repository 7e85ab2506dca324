"""Filling in: every post is saved first, then its files, then it is checked; nothing typed is ever lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, flash, g, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.accounts import Gebruiker
from portal.core.bericht.bijlagen import BijlageZicht, Upload, begin_upload, verwijder_bijlage, voltooi
from portal.core.bericht.zicht import kop
from portal.core.files.refusal import Bestandsfout, Reden
from portal.core.files.store import NietOpgeslagen
from portal.core.insturen import concepten
from portal.core.insturen.concepten import AlIngediend, Bewaard, OpenConcept
from portal.core.insturen.controle import Controle, controleer_ingevuld
from portal.core.insturen.doorgaan import go_on_in
from portal.core.insturen.kader import mailbox_en_kader
from portal.core.insturen.nagekomen import keep_beside
from portal.core.opening import NietGevonden
from portal.domain.datums import in_nederland
from portal.domain.formulier import Fout, Ingevuld, Kader
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Recht
from portal.sealing.client import VaultDown
from portal.web.bewaarwoorden import kept_elsewhere
from portal.web.formulierpagina import BIJLAGE, Invulling, filled, form_page, lost_files
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services
from portal.web.regel import FILES_BODY, TEXT_BODY
from portal.web.uploads import discard_file

bp = Blueprint("invullen", __name__)

VERDER: Final = (
    "U gaat verder met de antwoorden die hier ook worden gevraagd. Voeg de bijlagen opnieuw toe. Uw eerste concept staat nog "
    "bij Concepten: verwijder het als u het niet nodig heeft."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontvangen:
    """A post that was saved: what was typed, where it stands now, and what was wrong with its files."""

    mailbox: Mailbox
    kader: Kader
    formulier: Ingevuld
    bewaard: Bewaard
    bestandsfouten: tuple[Fout, ...] = ()


def keep_typed(wie: Gebruiker, arguments: Mapping[str, Any]) -> str:
    """Keep what was typed when the session ended or the page was stale; returns where to go on."""
    bewaard = _save(wie, arguments["concept"], levend=g.get("gebruiker") is not None).bewaard
    if bewaard.ingediend or bewaard.verdwenen:
        flash(kept_elsewhere(wie, arguments["concept"], bewaard), "let-op")
    return f"/concepten/{bewaard.concept}"


def open_files(wie: Gebruiker, arguments: Mapping[str, Any]) -> Callable[[str], Upload | None]:
    """Return where the files of this form go: sealed at once, for the attachments that this mailbox asks."""
    try:
        mailbox, _ = _asked(wie, arguments["concept"])
    except AlIngediend:
        return discard_file  # the text may have to be kept, no file belongs to it

    def open_file(field: str) -> Upload | None:
        eis = mailbox.bijlage(field.removeprefix(BIJLAGE)) if field.startswith(BIJLAGE) else None
        return None if eis is None else begin_upload(services(), concept=arguments["concept"], eis=eis)

    return open_file


@page(bp, "/concepten/<uuid:concept>", recht=Recht.BERICHT_INDIENEN)
def openen(concept: UUID) -> ResponseReturnValue:
    """Show a concept where somebody left it."""
    geopend = concepten.open_concept(services(), gebruiker(), concept)
    if geopend.actie:
        return redirect(f"/berichten/{geopend.bericht}/doen/{geopend.actie}", 303)
    invulling = invulling_of(geopend)
    response = make_response(form_page(replace(invulling, fouten=lost_files(invulling.mailbox.bijlagen))))
    response.status_code = 200  # nothing was sent here that could be refused
    return response


@page(
    bp,
    "/concepten/<uuid:concept>",
    methods=["POST"],
    recht=Recht.BERICHT_INDIENEN,
    body=FILES_BODY,
    bij_verlopen=keep_typed,
    bestanden=open_files,
)
def invullen(concept: UUID) -> ResponseReturnValue:
    """Save, attach and check; right answers lead to the page that shows them all."""
    ontvangen = _receive(concept)
    hier = ontvangen.bewaard.concept
    if elders := kept_elsewhere(gebruiker(), concept, ontvangen.bewaard):
        flash(elders, "let-op")
    if ontvangen.bewaard.kopie:
        return redirect(url_for("invullen.openen", concept=hier), 303)
    if "verder" in request.form:
        wie, van, ruw = gebruiker(), ontvangen.mailbox, ontvangen.formulier.getypt()
        verder = go_on_in(services(), wie, van, request.form["verder"], ruw, now=now())
        flash(VERDER, "goed")
        return redirect(url_for("invullen.openen", concept=verder), 303)
    if "later" in request.form and not ontvangen.bestandsfouten:
        flash("Uw concept is bewaard. Een collega kan er ook mee verder.", "goed")
        return redirect(url_for("onderweg.concepten_lijst"), 303)
    if request.form.get("actie") == "toevoegen" or "later" in request.form:
        if ontvangen.bestandsfouten:
            return form_page(invulling_of(open_saved(hier), ontvangen.bestandsfouten))
        return redirect(url_for("invullen.openen", concept=hier, _anchor="bijlagen"), 303)
    fouten = checked(ontvangen)
    if fouten:
        return form_page(invulling_of(open_saved(hier), fouten))
    return redirect(url_for("indienen.controleren", concept=hier), 303)


@page(
    bp,
    "/concepten/<uuid:concept>/bewaren",
    methods=["POST"],
    recht=Recht.BERICHT_INDIENEN,
    body=TEXT_BODY,
    bij_verlopen=keep_typed,
)
def bewaren(concept: UUID) -> ResponseReturnValue:
    """Save by script while somebody types; the page takes over version and address from the answer."""
    moment = now()
    ontvangen = _save(gebruiker(), concept)
    bewaard = ontvangen.bewaard
    # What is posted names its mailbox: it is kept also after somebody threw the concept away.
    soort = ontvangen.mailbox.code
    antwoord = jsonify(
        om=f"{in_nederland(moment):%H:%M}",
        versie=bewaard.versie,
        url=url_for("invullen.openen", concept=bewaard.concept),
        doen_url=url_for("invullen.invullen", concept=bewaard.concept, soort=soort),
        bewaar_url=url_for("invullen.bewaren", concept=bewaard.concept, soort=soort),
        melding=kept_elsewhere(gebruiker(), concept, bewaard),
    )
    return antwoord, 409 if bewaard.ingediend else 200


@page(
    bp,
    "/concepten/<uuid:concept>/bijlagen/<uuid:bijlage>/verwijderen",
    methods=["POST"],
    recht=Recht.BERICHT_INDIENEN,
    body=FILES_BODY,
    bij_verlopen=keep_typed,
    bestanden=open_files,
)
def bijlage_verwijderen(concept: UUID, bijlage: UUID) -> ResponseReturnValue:
    """Take a file off; what was typed in the same form is saved as well."""
    if "versie" in request.form:
        bewaard = _receive(concept).bewaard
        if elders := kept_elsewhere(gebruiker(), concept, bewaard):
            flash(elders, "let-op")
            return redirect(url_for("invullen.openen", concept=bewaard.concept), 303)
    verwijder_bijlage(services(), gebruiker(), concept=concept, bijlage=bijlage, now=now())
    flash("De bijlage is verwijderd.", "goed")
    return redirect(url_for("invullen.openen", concept=concept, _anchor="bijlagen"), 303)


def invulling_of(geopend: OpenConcept, fouten: tuple[Fout, ...] = (), *, controle: Controle | None = None) -> Invulling:
    """Return what the page of a concept shows; the form of a `controle` that found nothing wrong is filled in already."""
    if controle is not None and not fouten:
        mailbox, formulier = controle.mailbox, controle.formulier
    else:
        aanwezig = frozenset(bijlage.eis for bijlage in geopend.bijlagen)
        mailbox, kader = mailbox_en_kader(services(), gebruiker(), geopend.mailbox, now=now(), bijlagen=aanwezig)
        formulier = filled(mailbox, geopend.ruw, kader)
    return Invulling(
        mailbox=mailbox,
        concept=geopend.id,
        versie=geopend.versie,
        formulier=formulier,
        bijlagen=geopend.bijlagen,
        fouten=fouten,
        bewaard=geopend.gewijzigd,
    )


def open_saved(concept: UUID) -> OpenConcept:
    """Open what has just been saved; when its older files need a vault that is down, say that the text is safe."""
    try:
        return concepten.open_concept(services(), gebruiker(), concept)
    except VaultDown:
        flash("Wat u hebt ingevuld, is bewaard.", "goed")
        raise


def checked(ontvangen: Ontvangen) -> tuple[Fout, ...]:
    """Return all that is wrong; a file that was refused is named by its own reason, not as missing."""
    # Opened though only the demands count: whose older files need a vault that is away hears now that his text is safe.
    bijlagen = open_saved(ontvangen.bewaard.concept).bijlagen if ontvangen.mailbox.bijlagen else ()
    kader, formulier = ontvangen.kader, ontvangen.formulier
    if bijlagen:
        kader = replace(kader, bijlagen=frozenset(bijlage.eis for bijlage in bijlagen))
        formulier = filled(ontvangen.mailbox, formulier.getypt(), kader)
    controle = controleer_ingevuld(services(), gebruiker(), ontvangen.mailbox, formulier, kader, now=now())
    geweigerd = {fout.veld for fout in ontvangen.bestandsfouten}
    return (*(fout for fout in controle.fouten.fouten if fout.veld not in geweigerd), *ontvangen.bestandsfouten)


def _asked(wie: Gebruiker, concept: UUID) -> tuple[Mailbox, Kader]:
    """Return what a concept is for, as it was saved, and only for a new one as the page says; asked once a request."""
    if "gevraagd" not in g:
        stand = concepten.stand(services(), wie, concept)
        if stand is not None and stand.actie:
            raise NietGevonden
        code = stand.mailbox if stand is not None else request.args.get("soort", "")
        g.gevraagd = mailbox_en_kader(services(), wie, code, now=now())
    gevraagd: tuple[Mailbox, Kader] = g.gevraagd
    return gevraagd


def _receive(concept: UUID) -> Ontvangen:
    ontvangen = _save(gebruiker(), concept)
    # Files were sealed for the concept that the page named; a copy is another, so they do not go along.
    fouten = () if ontvangen.bewaard.kopie else _attach_files(concept, ontvangen.mailbox)
    return replace(ontvangen, bestandsfouten=fouten)


def _save(wie: Gebruiker, concept: UUID, *, levend: bool = True) -> Ontvangen:
    """Save what was typed, beside the bericht when the concept was submitted; raises AlIngediend when it is the same."""
    moment = now()
    try:
        mailbox, kader = _asked(wie, concept)
        formulier = _typed(mailbox, kader)
        bewaard = concepten.bewaar(
            services(),
            wie,
            concept=concept,
            mailbox=mailbox.code,
            ruw=formulier.getypt(),
            versie=request.form.get("versie", 0, type=int),
            now=moment,
            levend=levend,
        )
    except AlIngediend:
        code = kop(services(), wie, concept).mailbox.code
        mailbox, kader = mailbox_en_kader(services(), wie, code, now=moment)
        formulier = _typed(mailbox, kader)
        ruw = formulier.getypt()
        beside = keep_beside(services(), wie, concept, mailbox=mailbox, kader=kader, ruw=ruw, now=moment, levend=levend)
        if beside is None:
            raise
        bewaard = beside
    return Ontvangen(mailbox=mailbox, kader=kader, formulier=formulier, bewaard=bewaard)


def _typed(mailbox: Mailbox, kader: Kader) -> Ingevuld:
    """Return the form with what was typed in the fields that it has."""
    return mailbox.formulier.vul(request.form.to_dict(flat=False), kader)


def _attach_files(concept: UUID, mailbox: Mailbox) -> tuple[Fout, ...]:
    fouten: list[Fout] = []
    for veld, bestand in request.files.items(multi=True):
        upload: object = bestand.stream
        eis = mailbox.bijlage(veld.removeprefix(BIJLAGE))
        if not isinstance(upload, Upload) or eis is None:
            continue
        try:
            voltooi(services(), gebruiker(), upload, concept=concept, eis=eis, naam=bestand.filename or "", now=now())
        except Bestandsfout as refused:
            if not _is_there_already(concept, refused, eis.code, bestand.filename or "", upload.bytes):
                fouten.append(Fout(veld=veld, tekst=refused.tekst))
        except NietOpgeslagen as full:
            fouten.append(Fout(veld=veld, tekst=full.tekst))
    return tuple(fouten)


def _is_there_already(concept: UUID, refused: Bestandsfout, eis: str, naam: str, grootte: int) -> bool:
    """Tell whether this is the same form sent twice: the file that does not fit is the one that is there."""
    if refused.reden is not Reden.TE_VEEL:
        return False
    bijlagen: tuple[BijlageZicht, ...] = open_saved(concept).bijlagen
    return any((b.eis, b.naam, b.bytes) == (eis, naam, grootte) for b in bijlagen)
