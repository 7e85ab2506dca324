"""What a step asks is checked here: its text, its form, the day on which it was, and the signature of the burger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from portal.core.behandelen.stukken import Stukken
from portal.core.klokken.klokken import LEVEND, answered
from portal.core.weigeren import NietMogelijk
from portal.domain.anoniem import BSN_IN_TEKST, is_anoniem, nummers_in
from portal.domain.bijlagen import BijlageEis
from portal.domain.bsn import noemt_bsn
from portal.domain.datums import datum_in_nederland, voluit
from portal.domain.formulier import Antwoorden, Fout, Fouten, Kader, Ruw
from portal.domain.levensloop import Actie, Tekst
from portal.domain.levensloop import Overgang as Regel
from portal.domain.mailbox import Mailbox
from portal.domain.schrift import opgeschoond
from portal.domain.termijn import BijAntwoord
from portal.domain.termijn import Termijn as Termijnregel
from portal.domain.termijnstappen import KLOKACTIES
from portal.domain.voorwaarde import Feiten
from portal.models import Overgang, Termijn

LONGEST: Final = 4000
LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Getekend:
    """That the burger signed: on which day, and who saw it."""

    op: date
    gezien_door: str


class TeVroeg(NietMogelijk):
    """The act can be done only once a clock has passed."""


class TeLaat(NietMogelijk):
    """The act could be done only until a clock had passed."""


class DagNodig(NietMogelijk):
    """The act needs the day on which it was done, or that day cannot be."""

    veld = "dag"


class TekstNodig(NietMogelijk):
    """The act needs a text, or its text is too long."""


class HandtekeningNodig(NietMogelijk):
    """The act needs the signature as facts, or they cannot be; `veld` is which of them."""

    def __init__(self, veld: str, tekst: str) -> None:
        """Keep the field and the text for the page."""
        super().__init__(tekst)
        self.veld = veld


class AntwoordNodig(NietMogelijk):
    """What the form of the step asks is missing, or cannot be; `fouten` says at which field."""

    def __init__(self, fouten: Fouten) -> None:
        """Keep what is wrong, for the page."""
        super().__init__(fouten.fouten[0].tekst)
        self.fouten = fouten.fouten


class StukNodig(NietMogelijk):
    """The act needs a file; `veld` is the field of the page where it is asked."""

    def __init__(self, eis: BijlageEis) -> None:
        """Name the file and its field."""
        super().__init__(f"Voeg toe: {eis.titel}.")
        self.veld = f"bijlage-{eis.code}"


def check_files(regel: Regel, stukken: Stukken | None) -> None:
    """Refuse with StukNodig a step without a file that it cannot do without."""
    aanwezig = {rij.eis for rij in stukken.rijen} if stukken is not None else set()
    for eis in regel.bijlagen:
        if eis.is_altijd_verplicht(voor_burger=False) and eis.code not in aanwezig:
            raise StukNodig(eis)


def checked_form(regel: Regel, ruw: Ruw, kader: Kader) -> Antwoorden | None:
    """Return what was answered in the form of the step, None when it asks none; raises AntwoordNodig."""
    gelezen = regel.formulier.lees(ruw, kader) if regel.formulier is not None else None
    if isinstance(gelezen, Fouten):
        raise AntwoordNodig(gelezen)
    return gelezen


def check_promised(
    termijnen: Sequence[Termijnregel], regel: Regel, feiten: Feiten, klokken: Sequence[Termijn], *, vandaag: date
) -> None:
    """Refuse with AntwoordNodig a promised day that has passed, or that the clock it takes over reaches by itself."""
    for termijn in termijnen:
        begint, dag = termijn.begint, answered(termijn, feiten)
        if not isinstance(begint, BijAntwoord) or begint.overgang != regel.code or dag is None:
            continue
        vorige = next((rij for rij in klokken if rij.code == begint.na), None)
        if dag < vandaag:
            raise _at(begint.veld, "Deze dag is al geweest. Vul een latere dag in.")
        if vorige is not None and dag <= vorige.datum:
            raise _at(
                begint.veld,
                f"Deze dag valt nog binnen '{vorige.titel}', tot en met {voluit(vorige.datum)}. Vul een latere dag in.",
            )


def _at(veld: str, tekst: str) -> AntwoordNodig:
    return AntwoordNodig(Fouten(fouten=(Fout(veld=veld, tekst=tekst),)))


def checked_text(regel: Regel, tekst: str) -> str:
    """Return the text as it is kept; raises TekstNodig."""
    tekst = opgeschoond(tekst, regels=True)
    if regel.tekst is Tekst.MOET and not tekst:
        raise TekstNodig(f"Vul in: {regel.tekstlabel.rstrip('?').lower()}.")
    if len(tekst) > LONGEST:
        raise TekstNodig(f"Deze tekst is te lang: {len(tekst)} tekens. Maak hem korter dan {LONGEST} tekens.")
    return "" if regel.tekst is Tekst.GEEN else tekst


def check_anonymous(mailbox: Mailbox, regel: Regel, tekst: str, antwoorden: Antwoorden | None) -> None:
    """Refuse a burgerservicenummer in what is written with a step of an anonymous mailbox; raises TekstNodig, AntwoordNodig."""
    if not is_anoniem(mailbox):
        return
    if regel.formulier is not None and antwoorden is not None and (fouten := nummers_in(regel.formulier, antwoorden)):
        raise AntwoordNodig(Fouten(fouten=fouten))
    if noemt_bsn(tekst):
        raise TekstNodig(BSN_IN_TEKST)


def checked_day(
    regel: Regel,
    dag: date | None,
    *,
    aankomst: date,
    gedaan: Sequence[Overgang],
    now: datetime,
    vooruit: bool = False,
) -> date | None:
    """Return the day of a step that asks one; raises DagNodig for a day ahead, before the bericht, or before the step before it.

    `gedaan` are the steps that were made, in their order; with `vooruit` the day may lie ahead.
    """
    if not regel.dag:
        return None
    if dag is None:
        raise DagNodig("Vul de dag in.")
    if dag > datum_in_nederland(now) and not vooruit:
        raise DagNodig("Deze dag ligt na vandaag. Vul de dag in waarop het is gebeurd.")
    if regel.actie is Actie.VERBETEREN:
        return dag  # what began before the portal knew of it
    if dag < aankomst:
        raise DagNodig(f"Deze dag ligt voor de ontvangst van het bericht, op {voluit(aankomst)}.")
    eerder = next((o.dag for o in reversed(gedaan) if o.dag is not None and o.actie not in KLOKACTIES), dag)
    if dag < eerder and regel.actie not in KLOKACTIES:
        raise DagNodig(f"Deze dag ligt voor de vorige stap, op {voluit(eerder)}.")
    return dag


def check_passed(mailbox: Mailbox, regel: Regel, klokken: Sequence[Termijn], *, op: date) -> None:
    """Refuse with TeVroeg a step before the clock it waits for has passed (one that never ran, too), with TeLaat one after its own.

    Where another clock took over from the one it waits for, it waits for that.
    """
    voorbij = [rij for rij in klokken if rij.code == regel.tot_en_met and rij.status in LEVEND and op > rij.datum]
    if voorbij:
        raise TeLaat(f"'{voorbij[0].titel}' was {voluit(voorbij[0].datum)}. Kies een latere.")
    if not regel.pas_na:
        return
    volgt = {t.code for t in mailbox.termijnen if isinstance(t.begint, BijAntwoord) and t.begint.na == regel.pas_na}
    wacht = [rij for rij in klokken if rij.code in {regel.pas_na, *volgt}]
    klok = max(wacht, key=lambda rij: (rij.status in LEVEND, rij.datum), default=None)
    if klok is None or op <= klok.datum:
        wanneer = f", op {voluit(klok.datum)}" if klok is not None else ""
        wat = klok.titel if klok is not None else regel.pas_na
        raise TeVroeg(f"Dit kan pas na de laatste dag van '{wat}'{wanneer}.")


def checked_signature(
    regel: Regel, getekend: Getekend | None, *, dag: date | None, gedaan: Sequence[Overgang], now: datetime
) -> str:
    """Return in a sentence who saw the burger sign and when, empty when the step asks none; raises HandtekeningNodig.

    Nobody signs before what he signs was sent, nor after it came back.
    """
    if not regel.getekend_na:
        return ""
    verstuurd = next((o.dag for o in reversed(gedaan) if o.code == regel.getekend_na and o.dag is not None), None)
    return signature(getekend, verstuurd=verstuurd, dag=dag, now=now)


def signature(getekend: Getekend | None, *, verstuurd: date | None, dag: date | None, now: datetime) -> str:
    """Return in a sentence who saw the burger sign, not before it was sent nor after it came back on `dag`; raises HandtekeningNodig."""
    gezien = opgeschoond(getekend.gezien_door) if getekend is not None else ""
    if getekend is None or not gezien or len(gezien) > LONGEST_NAME:
        veld = "getekend_op" if getekend is None else "gezien_door"
        raise HandtekeningNodig(veld, "Vul in op welke dag de burger tekende en wie dat heeft gezien.")
    if verstuurd is not None and getekend.op < verstuurd:
        raise HandtekeningNodig("getekend_op", f"Deze dag ligt voor de dag van versturen, {voluit(verstuurd)}.")
    if getekend.op > (dag or datum_in_nederland(now)):
        na = f"de ontvangst, op {voluit(dag)}" if dag else "vandaag"
        raise HandtekeningNodig("getekend_op", f"Deze dag ligt na {na}.")
    return f"De burger tekende op {voluit(getekend.op)}. Dat heeft gezien: {gezien}."
