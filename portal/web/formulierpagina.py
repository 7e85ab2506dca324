"""The page on which a bericht is filled in, drawn from what was typed: empty, resumed, or with what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from flask import Flask, make_response, render_template, request, session
from flask.typing import ResponseReturnValue

from portal.core.bericht import verbanden
from portal.core.bericht.bijlagen import BijlageZicht
from portal.core.bericht.kanten import sender_fact
from portal.core.files.kinds import Bestandssoort
from portal.core.insturen.eerder import Eerder
from portal.core.lezen.dossier import DICHT, DossierDicht, dossier_of
from portal.domain.bijlagen import BijlageEis
from portal.domain.datums import dag_en_maand, opsomming
from portal.domain.formulier import Fout, Kader, Ruw
from portal.domain.kortweg import in_het_kort
from portal.domain.mailbox import Mailbox
from portal.domain.routeregel import beschrijf
from portal.domain.termijn import BijAntwoord, BijOvergang, BijTaak, Grens, Jaarlijks, OpDatum, Richting, Termijn
from portal.web.filters import short_moment
from portal.web.kader import KWIJT, gebruiker, now, services, vandaag

BIJLAGE = "bijlage-"
KIES_EERST: Final = (
    "Kies eerst bij welk bericht dit hoort en kies daarna 'Controleren'. De stukken staan dan hier, elk met een vakje."
)
GEEN_STUKKEN: Final = "Bij dit bericht vinden wij geen stukken van uw team. Controleer het nummer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Invulling:
    """All that the page shows; `fouten` of the form and of the files, in the order of the page."""

    mailbox: Mailbox
    concept: UUID
    versie: int
    formulier: Any  # a form of the mailbox: the web only draws it
    bijlagen: tuple[BijlageZicht, ...] = ()
    fouten: tuple[Fout, ...] = ()
    eerder: tuple[Eerder, ...] = ()
    bewaard: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bijlageblok:
    """One attachment that is asked: what is there already, what is wrong, and whether one more fits."""

    eis: BijlageEis
    aanwezig: list[BijlageZicht] = field(default_factory=list)
    fout: str = ""
    voor_burger: bool = False

    @property
    def veld(self) -> str:
        """The name of its file field, and the id that the error summary links to."""
        return f"{BIJLAGE}{self.eis.code}"

    @property
    def past_nog(self) -> bool:
        """Whether one more file fits."""
        return len(self.aanwezig) < self.eis.aantal

    @property
    def hint(self) -> str:
        """The hint, with the kinds of file that are taken."""
        soorten = opsomming([Bestandssoort(soort).value for soort in self.eis.soorten]).replace(" en ", " of ")
        return f"{self.eis.hint} Een bestand van het soort {soorten}.".strip()

    @property
    def accept(self) -> str:
        """What the browser offers to choose from."""
        return ",".join(f".{extensie}" for soort in self.eis.soorten for extensie in Bestandssoort(soort).extensies)

    @property
    def altijd(self) -> bool:
        """Whether it is needed whatever the answers are."""
        return self.eis.is_altijd_verplicht(voor_burger=self.voor_burger)

    @property
    def verplicht(self) -> bool:
        """Whether it is ever needed; the answers, and at the end the check, say whether it is now."""
        return self.eis.kan_verplicht(voor_burger=self.voor_burger)


def install_drawing(app: Flask) -> None:
    """Give the templates the way to draw a field that is empty once."""
    app.jinja_env.globals["eens"] = drawn_once


def drawn_once(formulier: Any, veld: Any, draw: Callable[[Any], str]) -> str:  # noqa: ANN401 - the web only draws a form, see Invulling
    """Draw a field, or give what was drawn of it before; what anybody typed is never kept."""
    if not formulier.is_blanco(veld):
        return draw(veld)
    html: str | None = formulier.getekend.get(veld.short_name)
    if html is None:
        html = formulier.getekend[veld.short_name] = draw(veld)
    return html


def form_page(
    invulling: Invulling,
    *,
    kruimels: Sequence[tuple[str, str]] = (("Start", "/"), ("Concepten", "/concepten")),
    status: int = 200,
) -> ResponseReturnValue:
    """Draw the page; errors stand above the form and at their fields."""
    over = invulling.formulier.toon_fouten(invulling.fouten)
    _offer_links(invulling)
    _offer_documents(invulling)
    blokken = [_block(eis, invulling, over) for eis in invulling.mailbox.bijlagen]
    pagina = render_template(
        "aanbieder/invullen.html",
        invulling=invulling,
        mailbox=invulling.mailbox,
        formulier=invulling.formulier,
        blokken=blokken,
        fouten=[_summary(invulling, fout, blokken) for fout in invulling.fouten],
        verder=_leads_to(invulling),
        ontvanger=beschrijf(invulling.mailbox.routering, sender_fact(gebruiker().namens.soort)),
        termijnen=clocks_of(invulling.mailbox),
        kruimels=kruimels,
        voor_burger=invulling.mailbox.is_registratie(gebruiker().namens.soort),
    )
    response = make_response(pagina)
    response.status_code = 422 if invulling.fouten and status == 200 else status
    return response


def lost_files(eisen: Sequence[BijlageEis]) -> tuple[Fout, ...]:
    """Name once, at their fields, the files that came to this page when a session had ended: a browser gets none back."""
    kwijt: dict[str, Any] = session.get(KWIJT, {})
    if kwijt.get("pad") != request.path:
        return ()
    velden: list[str] = session.pop(KWIJT)["velden"]
    return tuple(
        Fout(veld=veld, tekst=f"Het bestand dat u koos bij '{eis.titel}' is niet bewaard. Voeg het opnieuw toe.")
        for eis in eisen
        if (veld := f"{BIJLAGE}{eis.code}") in velden
    )


def _offer_links(invulling: Invulling) -> None:
    """Offer at each link the berichten of one's own that it can lead to."""
    if invulling.mailbox.verbanden:
        for code, keuzes in verbanden.keuzes(services(), gebruiker(), invulling.mailbox).items():
            invulling.formulier[code].kies_uit((keuze.nummer, _choice(keuze)) for keuze in keuzes)


def _offer_documents(invulling: Invulling) -> None:
    """Offer the documents of the bericht that is chosen, each with a box; without one say how they come here."""
    mee = invulling.mailbox.meesturen
    if mee is None:
        return
    feiten = invulling.formulier.feiten()
    try:
        stukken = dossier_of(services(), gebruiker(), invulling.mailbox, feiten, now=now())
    except DossierDicht:
        stukken, melding = (), DICHT
    else:
        melding = GEEN_STUKKEN if feiten.get(mee.verband) else KIES_EERST
    invulling.formulier[mee.veld].bied_aan([(stuk.sleutel, stuk.titel) for stuk in stukken], melding)


def _choice(keuze: verbanden.Keuze) -> str:
    wat = (keuze.nummer, keuze.titel, short_moment(keuze.ingediend), keuze.client)
    return " · ".join(deel for deel in wat if deel)


def _leads_to(invulling: Invulling) -> list[Mailbox]:
    """Return the mailboxes where what is wrong here belongs, and that are open in this region."""
    gezegd = [(fout.veld, fout.tekst) for fout in invulling.fouten]
    codes = [v.mailbox for v in invulling.mailbox.verwijzingen if v.mailbox and (v.plek, v.tekst) in gezegd]
    gevonden = (services().mailboxen.met_code(code) for code in codes)
    return [
        m
        for m in gevonden
        if m is not None and services().regio.code in m.regios and m.code not in services().regio.gesloten_mailboxen
    ]


def filled(mailbox: Mailbox, ruw: Ruw, kader: Kader) -> Any:  # noqa: ANN401 - the web only draws a form, see Invulling
    """Return the form of a mailbox with what was typed; names it does not know are left out."""
    formulier: Any = mailbox.formulier
    return formulier.vul(ruw, kader)


def clocks_of(mailbox: Mailbox) -> list[tuple[str, str, str]]:
    """Return the clocks that start when it is sent: what, how long, and the source."""
    labels = {veld.naam: veld.label for veld in mailbox.formulier.veldinfo()}
    gevonden = (
        (termijn.titel, _length(termijn, labels), str(termijn.bron))
        for termijn in (services().regio.ingesteld(t, op=vandaag()) for t in mailbox.termijnen)
        if termijn.kan_te_laat and _starts_at_once(termijn)
    )
    return list(dict.fromkeys(gevonden))  # one that can start in several ways is said once


def _length(termijn: Termijn, labels: Mapping[str, str]) -> str:
    if isinstance(termijn.begint, Jaarlijks):
        dag = dag_en_maand(date(vandaag().year, termijn.begint.maand, termijn.begint.dag))
        return f"{'voor' if termijn.grens is Grens.VOOR else 'op'} {dag}{' van het jaar erna' if termijn.begint.over else ''}"
    if not isinstance(termijn.begint, OpDatum):
        return in_het_kort(termijn)
    if termijn.aantal == 0:
        return f"uiterlijk op de datum bij '{labels[termijn.begint.veld]}'"
    kant = "voor" if termijn.richting is Richting.TERUG else "na"
    duur = in_het_kort(termijn).removesuffix(" ervoor")
    return f"{duur} {kant} de datum bij '{labels[termijn.begint.veld]}'"


def _starts_at_once(termijn: Termijn) -> bool:
    return not isinstance(termijn.begint, BijOvergang | BijAntwoord | BijTaak)


def _block(eis: BijlageEis, invulling: Invulling, fouten: Sequence[Fout]) -> Bijlageblok:
    veld = f"{BIJLAGE}{eis.code}"
    return Bijlageblok(
        eis=eis,
        aanwezig=[bijlage for bijlage in invulling.bijlagen if bijlage.eis == eis.code],
        fout=next((fout.tekst for fout in fouten if fout.veld == veld), ""),
        voor_burger=invulling.mailbox.is_registratie(gebruiker().namens.soort),
    )


def _summary(invulling: Invulling, fout: Fout, blokken: Sequence[Bijlageblok]) -> tuple[str | None, str]:
    """Return where a line of the summary leads and what it says; of a file it names which one."""
    if fout.veld in invulling.formulier:
        return str(invulling.formulier[fout.veld].anker), fout.tekst
    blok = next((blok for blok in blokken if blok.veld == fout.veld), None)
    if blok is None:
        return None, fout.tekst
    tekst = fout.tekst if blok.eis.titel in fout.tekst else f"{blok.eis.titel}: {fout.tekst}"
    # A file field that is full has no input; its block has an id of its own.
    return (blok.veld if blok.past_nog else f"{blok.veld}-blok"), tekst
