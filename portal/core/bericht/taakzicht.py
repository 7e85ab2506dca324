"""How a taak is shown: what must be done, by whom, after what, and what is asked when it is ticked off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.db import Base
from portal.domain.formulier import Antwoorden
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import Mailbox
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Taak
from portal.prepared import Prepared

# Asked whenever a bericht is opened, so made once and run below the ORM.
_TAAK: Final = Base.metadata.tables["taken"].c
_STAP: Final = Base.metadata.tables["overgangen"].c
STAND: Final = Prepared(
    select(_TAAK.code, _TAAK.status)
    .where(_TAAK.bericht == bindparam("bericht"), _STAP.id == _TAAK.overgang)
    .order_by(_STAP.volgnummer, _TAAK.volgnummer)
)
# The status of a taak that need not be done any more.
VERVALLEN: Final = "vervallen"
# Why one need not be done here: it stands open with another bericht about the same death, and is done with it.
ELDERS: Final = "elders"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaakZicht:
    """A taak; `wacht_op` names the taken that must be done first.

    `overgang` is the step that set it. `van_ons` tells whether it is of who looks.
    `vraag` asks the end of the indicatie that the taak sets, `vraagt_aanbieder` tells whether it must be asked of whom; once the client has died
    both may stay empty.
    `getekend` tells whether the signature of the burger is asked. `schrapt` are the mailboxen of which it ends a duty, `bij_overgang`
    that what it withdraws runs until the day before the overgangsdatum.
    `gemeente` is the code and name of the gemeente for which it is done, only once the answers were opened; `gemeente_uit` are those
    of which it is one, where the step was made before it was asked and the team works for several. `aan` is the name of the aanbieder to
    whom it goes, also only then.
    `heeft_termijn` is False where no source names a term for it: not where its clock only does not run yet.
    `elders` tells that it stands open with another bericht about the same death; what comes after it waits for that.
    `overleden` is the number of the bericht in which the team read that the client has died: then it may lapse.
    """

    id: UUID
    bericht: UUID
    nummer: str
    overgang: UUID
    code: str
    titel: str
    uitleg: str
    bron: str
    rol: str
    team: str
    van_ons: bool
    open: bool
    uiterlijk: date | None
    verzonden: date | None
    wacht_op: tuple[str, ...]
    vraag: str = ""
    vraagt_aanbieder: bool = False
    schrapt: tuple[str, ...] = ()
    bij_overgang: bool = False
    getekend: bool = False
    vervallen: bool = False
    elders: bool = False
    overleden: str = ""
    gemeente: str = ""
    gemeente_uit: tuple[str, ...] = ()
    aan: str = ""
    heeft_termijn: bool = True


def taak_zicht(
    bericht: Bericht, rij: Taak, alle: Sequence[Taak], mailbox: Mailbox | None, *, wie: str, overleden: str = ""
) -> TaakZicht:
    """Return the view of a taak among all taken of the same bericht, for the team or aanbieder `wie`."""
    regels = [t for t in mailbox.taken() if t.code == rij.code] if mailbox else []
    plant = next((t.plant for t in regels if t.plant), None)
    nog_te_doen = (t for t in alle if t.overgang == rij.overgang and (t.status == "open" or t.grond == ELDERS))
    open_titels = {t.code: t.titel for t in nog_te_doen}
    return TaakZicht(
        id=rij.id,
        bericht=rij.bericht,
        nummer=bericht.nummer,
        overgang=rij.overgang,
        code=rij.code,
        titel=rij.titel,
        uitleg=rij.uitleg,
        bron=rij.bron,
        rol=rij.rol,
        team=rij.team,
        van_ons=rij.team == wie,
        open=rij.status == "open",
        uiterlijk=rij.uiterlijk if rij.uiterlijk.year < 9999 else None,
        verzonden=rij.verzonden,
        getekend=any(t.getekend for t in regels) and not overleden,
        vervallen=rij.status == VERVALLEN,
        elders=rij.grond == ELDERS,
        overleden=overleden,
        heeft_termijn=mailbox is None or mailbox.heeft_termijn(rij.code),
        vraag=plant.vraag if plant else "",
        vraagt_aanbieder=plant is not None and plant.vraagt_aanbieder(bericht.afzender_soort),
        schrapt=next((t.schrapt for t in regels if t.schrapt), ()),
        bij_overgang=any(t.vanaf is not None and not t.vanaf.erna for t in regels),
        wacht_op=tuple(open_titels[code] for code in rij.na.split(",") if code in open_titels),
    )


def with_gemeente(
    taken: Sequence[TaakZicht], mailbox: Mailbox, regio: Regio, gezegd: Mapping[UUID, Feiten]
) -> tuple[TaakZicht, ...]:
    """Return these taken, with the gemeente that was said at the step that set them (`gezegd`), where the declaration names it.

    A step of before that was asked says none: then it is that of the team, if it works for one, else one of those it works for.
    """
    velden = {taak.code: taak.gemeente for taak in mailbox.taken() if taak.gemeente}
    return tuple(
        _of_gemeente(taak, regio, str(gezegd.get(taak.overgang, {}).get(velden[taak.code], "")))
        if taak.code in velden
        else taak
        for taak in taken
    )


def _of_gemeente(taak: TaakZicht, regio: Regio, cbs: str) -> TaakZicht:
    namen = {gemeente.cbs: f"{gemeente.cbs} {gemeente.naam}" for gemeente in regio.gemeenten}
    team = regio.team_met_code(taak.team)
    mogelijk = (cbs,) if cbs in namen else team.gemeenten if team is not None else ()
    uit = tuple(namen[code] for code in mogelijk if code in namen)
    return replace(taak, gemeente=uit[0]) if len(uit) == 1 else replace(taak, gemeente_uit=uit)


def with_aanbieder(
    taken: Sequence[TaakZicht], mailbox: Mailbox, antwoorden: Antwoorden, afzender: str
) -> tuple[TaakZicht, ...]:
    """Return these taken, with the name of the aanbieder to whom each goes, where the declaration asks it.

    It is the one that was answered, else `afzender`, the name of the organisation that sent it; '' where neither is there.
    """
    velden = {taak.code: taak.aan for taak in mailbox.taken() if taak.aan}
    gezegd = {a.veld: a.tekst for sectie in antwoorden.secties for a in sectie.antwoorden}
    return tuple(
        replace(taak, aan=gezegd.get(velden[taak.code]) or afzender) if taak.code in velden else taak for taak in taken
    )


def taak_facts(session: Session, bericht: UUID) -> dict[str, str]:
    """Return as facts how each taak stands: 'taak.301-intrekking' is "open", "gedaan" or "vervallen"; of one set twice, the last."""
    return {f"taak.{code}": status for code, status in STAND.rows(session, bericht=bericht)}
