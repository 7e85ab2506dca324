"""docs/mailboxen.md: every mailbox as it is declared, in Markdown, for who checks it against the handbook."""

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from portal.domain.basisloop import BASIS_OVERGANGEN
from portal.domain.bron import Bron
from portal.domain.buiten import Buitenzaak
from portal.domain.formulier import Kader
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import Groep, Mailbox
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.forms.inwoorden import InWoorden, Regel
from portal.forms.verklaring import Verklaring, Vraag
from portal.forms.woorden import CLIENT

# The declarations do not change by the day, but a form asks which day it is.
DAG: Final = date(2026, 1, 1)
# What is in the data of the region or of the installation is not written out here.
ZONDER_KEUZES: Final = frozenset(
    {"ja_nee", "gemeente", "vergadering", "team", "aanbieder", "ontvanger", "ontvangers", "locatie"}
)
# What a text of a declaration may hold and Markdown reads as a tag or a cell of a table.
MARKDOWN: Final = re.compile("[<|]")
KOP: Final = """# De mailboxen

Dit document komt uit de verklaringen in `portal/mailboxes/`: `portal mailboxen --document` schrijft het en een test vergelijkt
het. Verander het dus daar. Per mailbox staat hier wie stuurt, wie het krijgt, wat er wordt gevraagd, welke termijnen lopen, wat
er kan volgen en hoe lang het blijft. `[I]` is een voorstel van het portaal, dat in geen bron staat; `[M]` een bron die nog moet
worden nagekeken.

Stappen die elke mailbox heeft, staan hier niet bij: openen, oppakken, overnemen, een vraag stellen en beantwoorden, schrijven en
toevoegen, een interne notitie, doorsturen, en een termijn laten stilstaan, verlengen of verbeteren.
"""


def document(mailboxen: Iterable[Mailbox], buiten: Iterable[Buitenzaak], regios: Iterable[Regio]) -> str:
    """Write all mailboxes, and what is not for the portal, as one document in Markdown."""
    per_code = {regio.code: regio for regio in regios}
    regels = [KOP]
    for groep in Groep:
        leden = [m for m in mailboxen if m.groep is groep]
        if leden:
            regels += [f"## {groep.value}", ""]
        regels += [regel for mailbox in leden for regel in _mailbox(mailbox, per_code[mailbox.regios[0]])]
    regels += [
        "## Hoort niet in het portaal",
        "",
        "Wie hiernaar zoekt op 'Nieuw bericht', leest waar het wel hoort.",
        "",
    ]
    regels += [
        f"* **{zaak.titel}** ({', '.join(zaak.regios)}). {zaak.waar} Bron: {_source(zaak.bron)}." for zaak in buiten
    ]
    return MARKDOWN.sub(r"\\\g<0>", "\n".join(regels).rstrip() + "\n")


def _mailbox(mailbox: Mailbox, regio: Regio) -> Iterator[str]:
    verklaring = Verklaring(mailbox.formulier, Kader(vandaag=DAG, regio=regio))
    woorden = InWoorden(mailbox, verklaring, regio, op=DAG)
    yield from (f"### {mailbox.titel}", "", f"`{mailbox.code}`: {mailbox.omschrijving}", "")
    yield from _list("Bronnen", [_source(bron) for bron in mailbox.bronnen])
    yield from _list("Voorstellen", [f"[I] {voorstel}" for voorstel in _proposals(mailbox)])
    yield from _list("Wie stuurt", woorden.afzenders())
    yield from _list("Wie krijgt het", woorden.routering())
    yield from _list("Over wie", [CLIENT[mailbox.clientblok]])
    yield from _list("Wat wordt gevraagd", [_question(v) for _, vragen in verklaring.secties() for v in vragen])
    yield from _list("Hoort ergens anders", _rules(woorden.verwijzingen()))
    yield from _list("Bij een dag die al voorbij is", _rules(woorden.verstreken()))
    yield from _list("Bijlagen", _rules(woorden.bijlagen()) or ["Geen."])
    yield from _list(
        "Termijnen", [*([mailbox.geen_termijn] if mailbox.geen_termijn else []), *_rules(woorden.termijnen())]
    )
    yield from _list("Stappen en wat volgt", list(_steps(mailbox, woorden)))
    yield from _list("Delen en verbanden", _rules(woorden.delen()))
    yield from _list("De afzender leest na het versturen", [mailbox.bevestiging])
    bewaring = mailbox.bewaring
    yield from _list("Bewaren", [f"{bewaring.jaren} jaar vanaf {bewaring.vanaf} ({_source(bewaring.bron)})."])


def _list(titel: str, regels: Iterable[str]) -> Iterator[str]:
    regels = list(regels)
    if regels:
        yield from (f"**{titel}**", "", *(f"* {regel}" for regel in regels), "")


def _rules(regels: Iterable[Regel]) -> list[str]:
    return [_rule(regel) for regel in regels]


def _rule(regel: Regel) -> str:
    bron = f" Bron: {_marked(regel.bron)}." if regel.bron else ""
    return f"{regel.titel}. {' '.join(regel.regels)}{bron}".replace("?.", "?").replace("..", ".").replace(".. ", ". ")


def _question(vraag: Vraag) -> str:
    keuzes = f" ({'; '.join(vraag.keuzes)})" if vraag.keuzes and vraag.soort_code not in ZONDER_KEUZES else ""
    if vraag.soort_code == "register":  # its lines are of the installation: what is left is the answer beside them
        keuzes = "".join(f", of '{keuze}'" for keuze in vraag.keuzes)
    mag = "" if vraag.verplicht else " Niet verplicht."
    als = f" Alleen als {vraag.gevraagd_als}." if vraag.gevraagd_als else ""
    burger = f" {vraag.bij_burger}" if vraag.bij_burger else ""
    return f"'{vraag.label}': {vraag.soort}{keuzes}.{mag}{als}{burger}"


def _steps(mailbox: Mailbox, woorden: InWoorden) -> Iterator[str]:
    """Give the steps of this mailbox with what follows; those that all mailboxes share are said at the top."""
    gedeeld = {o.code for o in (*BASIS_OVERGANGEN, *TERMIJNSTAPPEN)}
    for overgang, (stap, gevolgen) in zip(mailbox.levensloop.overgangen, woorden.stappen(), strict=True):
        if overgang.code in gedeeld and not gevolgen:
            continue
        yield _rule(stap)
        yield from (f"Na '{stap.titel}': {_rule(gevolg)}" for gevolg in gevolgen)


def _source(bron: Bron) -> str:
    return _marked(str(bron))


def _marked(bron: str) -> str:
    """Mark a proposal and a source to be checked as the design does."""
    merk = "[I] " if "voorstel van het portaal" in bron else "[M] " if "(nog te controleren)" in bron else ""
    return f"{merk}{bron}"


def _proposals(mailbox: Mailbox) -> list[str]:
    """Read the proposals from the docstring of the module, one a list item, or after 'Voorstellen:'."""
    tekst = inspect.getdoc(sys.modules[mailbox.formulier.__module__]) or ""
    _, kop, rest = tekst.partition("Voorstellen")
    if not kop:
        return []
    regels = rest.partition(":")[2].strip()
    delen = regels.split("\n- ") if regels.startswith("- ") else regels.split(";")
    return [" ".join(deel.removeprefix("- ").split()).rstrip(";.") for deel in delen if deel.strip()]
