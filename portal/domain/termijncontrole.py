"""The check of the clocks of a mailbox: what they begin at, end by, lead to and warn of must be there."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal.domain.levensloop import Overgang
from portal.domain.mailsoort import SOORTEN
from portal.domain.partij import TEAM_VAN, Partij
from portal.domain.routering import VastTeam
from portal.domain.termijn import (
    INDIENEN,
    VOLGEND_BERICHT,
    BijAntwoord,
    BijDeelname,
    BijOvergang,
    BijTaak,
    Jaarlijks,
    Karakter,
    NaTermijn,
    OpDatum,
    Termijn,
)
from portal.domain.vergadering import Vergadering

if TYPE_CHECKING:
    from portal.domain.mailbox import Mailbox


# The kinds of field of which the answer is a day.
DAGEN = {"datum", "vergadering"}


def termijnfouten(mailbox: "Mailbox") -> Iterator[str]:
    """Yield what is wrong with the clocks of this mailbox, in words that follow its name."""
    if bool(mailbox.geen_termijn) == any(t.kan_te_laat and _always(mailbox, t) for t in mailbox.termijnen):
        yield "moet of een termijn noemen, of zeggen dat de bron er geen noemt"
    codes = [t.code for t in mailbox.alle_termijnen()]
    if len(set(codes)) != len(codes):
        yield "heeft twee termijnen met dezelfde code"
    yield from _second(mailbox)
    if mailbox.vergadering is not None:
        yield from _meeting(mailbox, mailbox.vergadering)
    for overgang in mailbox.levensloop.overgangen:
        if overgang.bij_verlopen and overgang.bij_verlopen not in codes:
            yield f"overgang '{overgang.code}' wacht op een termijn die er niet is"
        if (overgang.mail or overgang.ook_aan) and not (overgang.bij_verlopen and overgang.mail in SOORTEN):
            yield f"overgang '{overgang.code}' noemt een e-mail die er niet is, of volgt niet vanzelf"
        yield from _told(mailbox, overgang)
        yield from _waits(overgang, codes)
        if overgang.bij_verlopen and (overgang.soms or any(gevolg.als for gevolg in overgang.gevolgen)):
            # The answers are sealed when the portal acts by itself.
            yield f"overgang '{overgang.code}' volgt vanzelf en kan niet afhangen van de antwoorden"
    for termijn in mailbox.alle_termijnen():
        if termijn.kan_te_laat and termijn.is_eigen_voorstel:
            yield f"noemt '{termijn.code}' een plicht, en alleen het portaal stelt die termijn voor: dan is hij een verwachting"
        yield from _begin(mailbox, termijn, codes)
        yield from _names(mailbox, termijn)
        yield from _warnings(mailbox, termijn)
        yield from _rung(mailbox, termijn)


def _second(mailbox: "Mailbox") -> Iterator[str]:
    """Yield that a second bericht would be known by a clock that no answer begins."""
    vanaf_antwoord = {t.code for t in mailbox.termijnen if isinstance(t.begint, OpDatum)}
    if mailbox.dubbel_klok and (mailbox.dubbel_klok not in vanaf_antwoord or not mailbox.dubbel):
        yield "kent een tweede aan een termijn die niet vanaf een antwoord telt, of zegt niet wat er dan staat"


def _waits(overgang: Overgang, codes: list[str]) -> Iterator[str]:
    """Yield the clocks after or until which a step can be done that are not there."""
    if overgang.pas_na and overgang.pas_na not in codes:
        yield f"overgang '{overgang.code}' kan pas na een termijn die er niet is"
    if overgang.tot_en_met and overgang.tot_en_met not in codes:
        yield f"overgang '{overgang.code}' kan tot en met een termijn die er niet is"


def _always(mailbox: "Mailbox", termijn: Termijn) -> bool:
    """Tell whether a clock runs whatever is answered: one that needs an answer leaves the others without a term."""
    match termijn.begint:
        case BijOvergang() | BijAntwoord() | BijTaak():
            return False
        case Jaarlijks() | BijDeelname():
            return True  # owed before anything is answered
        case OpDatum(veld=veld):
            verplicht = {v.naam: v.verplicht for v in mailbox.formulier.veldinfo()}
            return termijn.als is None and verplicht.get(veld, True)
        case _:
            return termijn.als is None


def _told(mailbox: "Mailbox", overgang: Overgang) -> Iterator[str]:
    """Yield a team of the region that would be told of a bericht that it does not get."""
    for partij in overgang.ook_aan:
        soort, regel = TEAM_VAN.get(partij), mailbox.routering
        if soort is not None and not (isinstance(regel, VastTeam) and regel.soort is soort):
            yield f"overgang '{overgang.code}' wordt verteld aan {partij.value}, die het bericht niet krijgt"


def _meeting(mailbox: "Mailbox", vergadering: Vergadering) -> Iterator[str]:
    """Yield what a meeting misses: the clock that ends on its day, and the one by which a bericht must be in before it."""
    begint = OpDatum(vergadering.veld)
    op_de_dag = [t.code for t in mailbox.termijnen if t.begint == begint and t.karakter is Karakter.MIJLPAAL]
    later = [t.code for t in mailbox.termijnen if isinstance(t.begint, BijAntwoord) and t.begint.na in op_de_dag]
    if (
        vergadering.termijn not in op_de_dag
        or vergadering.later not in {"", *later}
        or not any(t.begint == begint and INDIENEN in t.eindigt for t in mailbox.termijnen)
    ):
        yield "heeft een vergadering zonder de datum zelf of zonder termijn om in te sturen"


def _begin(mailbox: "Mailbox", termijn: Termijn, codes: list[str]) -> Iterator[str]:
    match termijn.begint:
        case OpDatum(veld=veld) if veld not in {v.naam for v in mailbox.formulier.veldinfo()}:
            yield f"termijn '{termijn.code}' begint op een veld dat er niet is: {veld}"
        case BijTaak() if termijn.als is not None:
            # The answers are sealed when a taak is done; the taak's own condition has been weighed before.
            yield f"termijn '{termijn.code}' begint bij een taak: zet de voorwaarde bij de taak"
        case BijAntwoord() as begint:
            yield from _answered(mailbox, termijn, begint, codes)
        case NaTermijn(termijn=vorige) if vorige not in codes:
            yield f"termijn '{termijn.code}' volgt op een termijn die er niet is: {vorige}"
        case _:
            pass


def _answered(mailbox: "Mailbox", termijn: Termijn, begint: BijAntwoord, codes: list[str]) -> Iterator[str]:
    """Yield what a clock from a date in the form of a step misses: that field, or the clock it takes over."""
    overgang = mailbox.levensloop.overgang(begint.overgang)
    formulier = overgang.formulier if overgang is not None else None
    datums = {v.naam for v in formulier.veldinfo() if v.soort in DAGEN} if formulier is not None else set()
    if begint.veld not in datums:
        yield f"termijn '{termijn.code}' begint op een datum die de stap niet vraagt: {begint.veld}"
    if begint.na and begint.na not in codes:
        yield f"termijn '{termijn.code}' neemt een termijn over die er niet is: {begint.na}"


def _names(mailbox: "Mailbox", termijn: Termijn) -> Iterator[str]:
    """Yield what it begins at, ends by or is suspended by and that cannot happen."""
    genoemd = {*termijn.eindigt, *termijn.vervalt, *termijn.schorst, *termijn.hervat}
    match termijn.begint:
        case BijOvergang(overgang=overgang) | BijAntwoord(overgang=overgang):
            genoemd.add(overgang)
        case BijTaak(taak=taak):
            genoemd.add(f"taak:{taak}")
        case _:
            pass
    bekend = {
        INDIENEN,
        VOLGEND_BERICHT,
        *(o.code for o in mailbox.levensloop.overgangen),
        *(f"taak:{t.code}" for t in mailbox.taken()),
    }
    if genoemd - bekend:
        yield f"termijn '{termijn.code}' noemt wat er niet is: {sorted(genoemd - bekend)}"


def _warnings(mailbox: "Mailbox", termijn: Termijn) -> Iterator[str]:
    """Yield a team of the region that would be told of a bericht that it does not get: that it exists is not for others."""
    for waarschuwing in termijn.waarschuwingen:
        soort, regel = TEAM_VAN.get(waarschuwing.aan), mailbox.routering
        if soort and not (isinstance(regel, VastTeam) and regel.soort is soort):
            yield f"termijn '{termijn.code}' waarschuwt een team dat dit bericht niet krijgt: {soort.value}"


def _rung(mailbox: "Mailbox", termijn: Termijn) -> Iterator[str]:
    """Yield why a rung cannot be taken: nobody owes it yet, nobody can, or what comes after it would not wait for a person."""
    trede, regel = termijn.trede, mailbox.routering
    if trede is None:
        return
    if not (termijn.kan_te_laat and _is_owed(mailbox, termijn)):
        yield f"termijn '{termijn.code}' heeft een trede, en is geen plicht die zonder bericht begint"
    if trede.mail not in SOORTEN:
        yield f"trede '{trede.code}' noemt een e-mail die er niet is"
    door_cmo = isinstance(regel, VastTeam) and regel.soort is TEAM_VAN[Partij.CONTRACTMANAGER]
    if not (trede.is_vanzelf or (trede.door is Partij.CONTRACTMANAGER and door_cmo)):
        yield f"trede '{trede.code}' is aan {trede.door.value}, die hem nergens kan zetten"
    if not trede.is_vanzelf and any(t.begint == NaTermijn(termijn.code) for t in mailbox.termijnen):
        yield f"trede '{trede.code}' is aan een mens, en de volgende zou niet op hem wachten"


def _is_owed(mailbox: "Mailbox", termijn: Termijn) -> bool:
    """Tell whether a clock is of a verplichting: it begins without a bericht, or after one that does."""
    gezien = set[str]()
    while isinstance(termijn.begint, NaTermijn) and termijn.code not in gezien:
        gezien.add(termijn.code)
        vorige = termijn.begint.termijn
        eerder = next((t for t in mailbox.alle_termijnen() if t.code == vorige), None)
        if eerder is None:
            return False
        termijn = eerder
    return isinstance(termijn.begint, BijDeelname | Jaarlijks)
