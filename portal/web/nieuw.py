"""'Wat wilt u doen?': the choice of a bericht, and the empty form with what one needs before typing."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, zip_longest
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.insturen.eerder import earlier
from portal.core.insturen.kader import mailbox_en_kader, sendable
from portal.core.insturen.meenemen import start_from
from portal.core.insturen.voorinvullen import suggested
from portal.core.toewijzing.uit_toewijzing import start_from_toewijzing
from portal.domain.buiten import Buitenzaak
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Recht
from portal.domain.vinden import Vindbaar, vind
from portal.sealing.envelope import new_id
from portal.web.formulierpagina import Invulling, filled, form_page
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services
from portal.web.opnieuw import remember, typed

bp = Blueprint("nieuw", __name__)

EXAMPLES: Final = 3


@page(bp, "/nieuw", methods=["GET", "POST"], recht=Recht.BERICHT_INDIENEN, bij_verlopen=remember)
def nieuw() -> ResponseReturnValue:
    """Show what one can send, in groups; a search comes by POST, so that no word of it stands in an address."""
    return _choose(voor_burger=False)


@page(bp, "/registreren", methods=["GET", "POST"], recht=Recht.BERICHT_REGISTREREN, bij_verlopen=remember)
def registreren() -> ResponseReturnValue:
    """Show what can be registered for a burger who came by phone, desk, letter or e-mail."""
    return _choose(voor_burger=True)


def _choose(*, voor_burger: bool) -> ResponseReturnValue:
    """Show one of the two pages; what is found stands together, also what is on the other page and what is not for the portal."""
    zoek = next(iter(typed().get("zoek", ())), "").strip()[:100]
    te_sturen = sendable(services(), gebruiker())
    alle = [m for m in te_sturen if m.is_registratie(gebruiker().namens.soort) is voor_burger]
    buiten = services().mailboxen.buiten(services().regio)
    gevonden = found(in_words(zoek, services().regio), te_sturen, buiten)
    mailboxen = [zaak for zaak in gevonden if isinstance(zaak, Mailbox)]
    elders = [zaak for zaak in gevonden if isinstance(zaak, Buitenzaak)]
    eerst = [zaak for zaak in elders if zaak.dringend and zaak is gevonden[0]]
    return render_template(
        "aanbieder/nieuw.html",
        groepen=[]
        if gevonden
        else [(groep, list(leden)) for groep, leden in groupby(alle, key=lambda m: m.groep.value)],
        gevonden=[m for m in mailboxen if m in alle],
        hiernaast=[m for m in mailboxen if m not in alle],
        eerst=eerst,
        elders=[zaak for zaak in elders if zaak not in eerst],
        buiten=[] if gevonden else buiten,
        zoek=zoek,
        voorbeelden=search_examples(alle),
        zoektekst=search_text,
        voor_burger=voor_burger,
        is_team=gebruiker().namens.soort == "team",
    )


@page(bp, "/nieuw/<code>", recht=Recht.BERICHT_INDIENEN)
def begin(code: str) -> ResponseReturnValue:
    """Show the empty form. Nothing is stored yet: the id of the concept is only in the page.

    `bij` in the address is a bericht of one's own that the new one belongs to; its answers are taken along.
    """
    mailbox, kader = mailbox_en_kader(services(), gebruiker(), code, now=now())
    voorstel = suggested(services(), gebruiker(), mailbox, kader)
    ruw = {} if voorstel is None else {voorstel.veld: [voorstel.waarde]}
    bij = request.args.get("bij", type=UUID)
    ruw |= start_from(services(), gebruiker(), mailbox, bij, now=now()) if bij is not None else {}
    uit = request.args.get("toewijzing", type=UUID)
    if uit is not None:
        ruw |= start_from_toewijzing(services(), gebruiker(), mailbox, uit, vandaag=kader.vandaag)
    formulier = filled(mailbox, ruw, kader)
    if voorstel is not None and ruw[voorstel.veld] == [voorstel.waarde]:
        formulier[voorstel.veld].description = f"{voorstel.hint} {formulier[voorstel.veld].hint}"
    eerder = earlier(services(), gebruiker(), code)
    return form_page(
        Invulling(mailbox=mailbox, concept=new_id(), versie=0, formulier=formulier, eerder=eerder),
        kruimels=[
            ("Start", "/"),
            ("Bericht registreren", url_for("nieuw.registreren"))
            if kader.voor_burger
            else ("Nieuw bericht", url_for("nieuw.nieuw")),
        ],
    )


def found(zoek: str, mailboxen: Iterable[Mailbox], buiten: Iterable[Buitenzaak]) -> tuple[Mailbox | Buitenzaak, ...]:
    """Return what fits these words best, of all that is sent and of all that is not for the portal: they are weighed together.

    Of what fits as well comes first what cannot wait, then what is sent here.
    """
    zaken: list[tuple[Mailbox | Buitenzaak, Vindbaar]] = [
        (m, Vindbaar(woorden=m.zoekwoorden, tekst=m.titel, uitleg=m.omschrijving)) for m in mailboxen
    ]
    zaken += [(zaak, Vindbaar(woorden=zaak.zoekwoorden, tekst=zaak.titel)) for zaak in buiten]
    return vind(zoek, sorted(zaken, key=lambda paar: not (isinstance(paar[0], Buitenzaak) and paar[0].dringend)))


def in_words(zoek: str, regio: Regio) -> str:
    """Return what is sought with a code of a product of this region, which is its data, as the name of that before any number."""
    namen = {product.code.lower(): re.split(r"[0-9]", product.naam)[0] for product in regio.producten if product.code}
    return " ".join(namen.get(woord.lower(), woord) for woord in zoek.split())


def search_text(mailbox: Mailbox) -> str:
    """Return the words by which a bericht is found: its title, its sentence and its synonyms."""
    return " ".join((mailbox.titel, mailbox.omschrijving, *mailbox.zoekwoorden))


def search_examples(mailboxen: Sequence[Mailbox]) -> str:
    """Return a few words that find something here: the first of each bericht, then their others."""
    per_rang = chain.from_iterable(zip_longest(*(mailbox.zoekwoorden for mailbox in mailboxen)))
    woorden = [woord for woord in dict.fromkeys(per_rang) if woord][:EXAMPLES]
    return " of ".join(filter(None, (", ".join(woorden[:-1]), *woorden[-1:])))
