"""How values are written on a page: dates, moments, sizes, what is left of a clock, and text in paragraphs."""

import re
from datetime import date, datetime
from typing import Final

from flask import Flask
from markupsafe import Markup, escape

from portal.core.bericht.klokzicht import TermijnZicht
from portal.core.bericht.lijstrijen import Rij, Rijklok
from portal.core.files.refusal import readable_size
from portal.core.herinneren.aflopend import Aflopend
from portal.domain import datums
from portal.domain.berekening import Berekening, Dringendheid, dringendheid, hoe_laat, jaar_onbekend, resterend
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import Karakter
from portal.web.kader import services, vandaag

BADGES: Final = {
    Dringendheid.LAAT: "te-laat",
    Dringendheid.NU: "dringend",
    Dringendheid.BINNENKORT: "let-op",
    Dringendheid.RUIM: "neutraal",
    Dringendheid.GEEN: "neutraal",
}


def install_filters(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update(
        datum=datums.voluit,
        datum_kort=short_date,
        dag=plain_date,
        moment=datums.moment,
        moment_kort=short_moment,
        betrekkelijk=betrekkelijk,
        grootte=readable_size,
        resterend=left,
        dringend=urgency,
        klokcel=clock_cell,
        termijnkop=clock_title,
        termijnzin=clock_sentence,
        jaaronbekend=unknown_year,
        alinea=paragraphs,
        bereik=reachable,
    )


def short_date(dag: date) -> str:
    """Write a date for a list, with its year where that is not this one."""
    return datums.kort(dag, vandaag())


def plain_date(dag: date) -> str:
    """Write a date of which the day of the week tells nothing: '14 januari 2026'."""
    return f"{datums.dag_en_maand(dag)} {dag.year}"


def short_moment(tijdstip: datetime) -> str:
    """Write a moment for a list, with its year where that is not this one."""
    return datums.kort_moment(tijdstip, vandaag())


def betrekkelijk(dag: date | datetime) -> str:
    """Say how far off a day is: 'morgen', '3 dagen geleden'."""
    if isinstance(dag, datetime):
        dag = datums.datum_in_nederland(dag)
    return datums.betrekkelijk(dag, vandaag())


def left(termijn: TermijnZicht | Rijklok | Berekening | Aflopend) -> str:
    """Say what is left of a clock: 'nog 2 werkdagen'."""
    return resterend(
        termijn.datum,
        vandaag(),
        kalender=services().kalender,
        karakter=termijn.karakter,
        onverwijld=termijn.onverwijld,
    )


def clock_title(termijn: TermijnZicht | Berekening, titel: str) -> str:
    """Write a clock with its last day; what is due at once never reads as a free period."""
    dag = datums.voluit(termijn.datum)
    if termijn.bij_indienen and _met_on(termijn) > termijn.datum:
        return f"{titel}: {hoe_laat(termijn.datum, _met_on(termijn), services().kalender)}"
    if termijn.onverwijld:
        return f"{titel}: onverwijld; uiterlijk {dag}"
    return f"{titel}: uiterlijk {dag}" if termijn.bij_indienen else f"{titel}: {dag}"


def clock_sentence(termijn: TermijnZicht | Berekening) -> str:
    """Say of a clock that sending the bericht meets whether that is in time; empty where there is nothing to say."""
    if not termijn.bij_indienen:
        return ""
    if _met_on(termijn) <= termijn.datum:
        if termijn.onverwijld:  # there are no days left to take
            return "Verstuur dit meteen." if isinstance(termijn, Berekening) else ""
        return "U bent op tijd."
    return f"Dit moest uiterlijk {datums.voluit(termijn.datum)}. Uw bericht wordt gewoon behandeld, met de melding dat het te laat is."


def unknown_year(termijn: TermijnZicht | Berekening, mailbox: Mailbox) -> str:
    """Warn of a clock that ends in a year whose decree days are not known yet; empty where that cannot move it."""
    regel, regio = mailbox.termijn(termijn.code), services().regio
    if regel is None:
        return ""
    ingesteld = regio.ingesteld(regel, op=termijn.vanaf)
    return jaar_onbekend(ingesteld, termijn.vanaf, termijn.datum, services().kalender, toegezegd=termijn.toegezegd)


def _met_on(termijn: TermijnZicht | Rijklok | Berekening | Aflopend) -> date:
    """Return the day on which the bericht was sent, or today while it is not."""
    return (termijn.gehaald if isinstance(termijn, TermijnZicht) else None) or vandaag()


def urgency(termijn: TermijnZicht | Rijklok | Berekening | Aflopend) -> str:
    """Name the badge of a clock, as the macro `badge` knows them."""
    if termijn.bij_indienen:
        return "te-laat" if _met_on(termijn) > termijn.datum else "goed"
    return BADGES[
        dringendheid(
            termijn.datum,
            vandaag(),
            kalender=services().kalender,
            karakter=termijn.karakter,
            onverwijld=termijn.onverwijld,
        )
    ]


def clock_cell(rij: Rij, afzender: bool) -> tuple[str, str, str]:  # noqa: FBT001 - as a template calls it
    """Say in a row what its clock asks now: words, the kind of badge, and the line below."""
    klok, onder = rij.termijn, ""
    mijlpaal = klok is not None and klok.karakter is Karakter.MIJLPAAL
    if klok is not None and rij.fase is not Fase.KLAAR and not mijlpaal:
        onder = f"{klok.titel}, uiterlijk {short_date(klok.datum)}"
    elif klok is not None and rij.fase is Fase.BIJ_TEAM:
        onder = f"{klok.titel.lower()} {short_date(klok.datum)}"
    if rij.fase is Fase.BIJ_AFZENDER:
        return "wacht op u" if afzender else "wacht op afzender", "neutraal", onder
    if rij.fase is Fase.KLAAR:
        return rij.status_titel.lower(), "goed", ""
    return ("geen termijn", "neutraal", onder) if klok is None or mijlpaal else (left(klok), urgency(klok), onder)


def reachable(text: str) -> Markup:
    """Write an e-mail address or telephone number so that a narrow screen breaks the one at its parts, the other nowhere."""
    html = re.sub(r"(?<=[A-Za-z0-9])(?=[@.][A-Za-z0-9])", "<wbr>", str(escape(text)))
    return Markup(re.sub(r"\d[\d-]{5,}\d", r'<span class="bp-heel">\g<0></span>', html))  # noqa: S704 - escaped before


def paragraphs(text: str) -> Markup:
    """Write plain text as paragraphs with its line breaks; whatever looks like markup in it is shown as text."""
    import bleach  # noqa: PLC0415 - it brings a parser of its own, which a start need not wait for

    blokken = (blok for blok in re.split(r"\n\s*\n", text.strip()) if blok.strip())
    html = "".join(f"<p>{'<br>'.join(str(escape(regel)) for regel in blok.splitlines())}</p>" for blok in blokken)
    return Markup(bleach.clean(html, tags={"p", "br"}, attributes={}))  # noqa: S704 - escaped line by line above, and cleaned
