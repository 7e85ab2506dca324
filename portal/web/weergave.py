"""How the page of a bericht says things: its verloop and its acts in words. No rule stands here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from flask import url_for

from portal.core.bericht.zicht import BerichtKop, VerloopRegel
from portal.domain.levensloop import Actie, Overgang, Tekst
from portal.domain.partij import Partij
from portal.domain.regiowoorden import burger_in
from portal.domain.termijnstappen import KLOKACTIES
from portal.web.filters import short_date, short_moment
from portal.web.kader import services

# What was done, as the verloop says it; an act that is not here is called by its own title.
GEDAAN: Final[Mapping[Actie, str]] = {
    Actie.OPENEN: "Geopend",
    Actie.OPPAKKEN: "In behandeling genomen",
    Actie.VRAAG_STELLEN: "Vraag gesteld",
    Actie.BEANTWOORDEN: "Vraag beantwoord",
    Actie.HERVATTEN: "Verder zonder antwoord",
    Actie.SCHRIJVEN: "Geschreven aan de afzender",
    Actie.TOEVOEGEN: "Iets toegevoegd",
    Actie.BESLUITEN: "Besloten",
    Actie.INTREKKEN: "Ingetrokken",
    Actie.AFRONDEN: "Afgehandeld",
    Actie.HEROPENEN: "Weer open",
    Actie.OPSCHORTEN: "Termijn stilgezet",
    Actie.DOORLOPEN: "Termijn loopt weer",
    Actie.VERLENGEN: "Termijn verlengd of uitstel gemeld",
    Actie.UITSTEL_INTREKKEN: "Verlenging of uitstel ingetrokken",
    Actie.VERBETEREN: "Begindatum van een termijn verbeterd",
    Actie.DAG_VERBETEREN: "Dag verbeterd waarop een termijn is gehaald",
}
# The weight of a button; the first that may be 'hoofd' is, the others stand beside it.
SOORT: Final[Mapping[Actie, str]] = {
    Actie.OPPAKKEN: "hoofd",
    Actie.BESLUITEN: "hoofd",
    Actie.BEANTWOORDEN: "hoofd",
    Actie.AANVULLEN: "hoofd",
    Actie.BEVESTIGEN: "hoofd",
    Actie.VASTLEGGEN: "hoofd",
    Actie.DOORSTUREN: "link",
    Actie.INTREKKEN: "link",
    Actie.AFSLUITEN: "link",
    **dict.fromkeys(KLOKACTIES, "link"),
}
# Stand with the conversation and with the notes, not among what one can do next.
IN_GESPREK: Final = frozenset({Actie.SCHRIJVEN, Actie.TOEVOEGEN, Actie.NOTEREN})
# Needs nothing of what is sealed and has no text to be signed, so it can be done while the vault is away.
ZONDER_KLUIS: Final = frozenset({Actie.OPPAKKEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stap:
    """A step of the verloop: made, the last one made, or still to come."""

    titel: str
    onder: str = ""
    toestand: str = "gedaan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knop:
    """An act one may do now, with what it sets in motion."""

    titel: str
    url: str
    uitleg: str
    soort: str
    methode: str
    velden: Mapping[str, object] = field(default_factory=dict)


def steps(zicht: BerichtKop) -> tuple[Stap, ...]:
    """Return what happened and what is still to come; the last step made is where the bericht stands now."""
    gedaan = [Stap(titel=done(zicht, regel), onder=_when(regel)) for regel in zicht.verloop if not regel.intern]
    if zicht.verloop and zicht.verloop[0].naar_team:
        eerste = zicht.verloop[0]
        gedaan.insert(1, Stap(titel=f"Ontvangen door {eerste.naar_team}", onder=short_moment(eerste.moment)))
    straks = [Stap(titel=titel, onder=onder, toestand="straks") for titel, onder in _ahead(zicht)]
    if straks and gedaan:
        gedaan[-1] = Stap(titel=gedaan[-1].titel, onder=gedaan[-1].onder, toestand="nu")
    return (*gedaan, *straks)


def done(zicht: BerichtKop, regel: VerloopRegel) -> str:
    """Say a step that was made: 'Vraag gesteld', 'Doorgestuurd naar Toegang Veendam'."""
    overgang = zicht.mailbox.levensloop.overgang(regel.code)
    if overgang is None:
        return regel.titel
    if overgang.actie is Actie.DOORSTUREN:
        return f"Doorgestuurd naar {regel.naar_team}"
    if overgang.code == "overnemen":
        return "Overgenomen"
    if overgang.actie is Actie.BESLUITEN:
        return f"Besloten: {overgang.titel[0].lower()}{overgang.titel[1:]}"
    if overgang.actie is Actie.SCHRIJVEN and zicht.is_afzender:
        return "Aan u geschreven"
    return GEDAAN.get(overgang.actie, regel.titel)


def buttons(zicht: BerichtKop, acties: Sequence[Overgang]) -> tuple[Knop, ...]:
    """Return the acts in the order of their weight, one of them the primary one."""
    gewicht = ("hoofd", "tweede", "link")
    geordend = sorted(
        (o for o in acties if o.actie not in IN_GESPREK),
        key=lambda o: (gewicht.index(_weight(zicht, o)), not (zicht.overleden and o.actie is Actie.AFSLUITEN)),
    )
    knoppen: list[Knop] = []
    for overgang in geordend:
        soort = _weight(zicht, overgang)
        if soort == "hoofd" and any(knop.soort == "hoofd" for knop in knoppen):
            soort = "tweede"
        knoppen.append(_button(zicht, overgang, soort))
    return tuple(knoppen)


def party(zicht: BerichtKop, partij: str) -> str:
    """Name a party of this bericht in a sentence."""
    namen = {Partij.AFZENDER: sender(zicht), Partij.BEHANDELEND_TEAM: zicht.team_naam}
    if zicht.voor_burger:
        namen[Partij.AANBIEDER] = f"de {burger()}"
    namen[Partij.BURGER] = f"de {burger()}"
    return namen.get(Partij(partij), f"de {partij.replace('_', ' ')}")


def sender(zicht: BerichtKop) -> str:
    """Name who is waited for when the sender is: the burger for whom the own team registered it."""
    return f"de {burger()}" if zicht.is_beide and zicht.voor_burger else zicht.afzender_naam


def burger() -> str:
    """Return what this region calls who it is about."""
    return burger_in(services().regio)


def new_key() -> UUID:
    """Return a fresh key for a form, so that sending it twice is one act."""
    return uuid4()


def _when(regel: VerloopRegel) -> str:
    moment = f"{short_moment(regel.moment)}, {regel.wie}" if regel.wie else short_moment(regel.moment)
    return f"op {short_date(regel.dag)}; vastgelegd {moment}" if regel.dag else moment


def _ahead(zicht: BerichtKop) -> Iterator[tuple[str, str]]:
    """Name what is still to come, as far as the lifecycle knows it."""
    levensloop, status = zicht.mailbox.levensloop, zicht.toestand.code
    if zicht.mailbox.stil and zicht.is_afzender:
        return
    if not zicht.is_open:
        afgerond = any(o.actie is Actie.AFRONDEN and status in o.van for o in levensloop.overgangen)
        if afgerond and not zicht.is_afzender and any(taak.open for taak in zicht.taken):
            yield "Afgehandeld", "als alle taken zijn gedaan"
        return
    if status == levensloop.begin and not any(regel.code == "openen" for regel in zicht.verloop):
        yield "Geopend", "nog niet geopend"
    if zicht.behandelaar is None:
        yield "In behandeling", "nog niet opgepakt"
    if any(o.actie is Actie.BEANTWOORDEN and status in o.van for o in levensloop.overgangen):
        yield "Antwoord op de vraag", f"wacht op {sender(zicht)}"
    if any(o.actie is Actie.BESLUITEN for o in levensloop.overgangen):
        yield "Besluit", "nog niet besloten"


def _weight(zicht: BerichtKop, overgang: Overgang) -> str:
    """Return how much a button weighs; of a client who has died closing is one of the first."""
    if zicht.overleden and overgang.actie is Actie.AFSLUITEN:
        return "hoofd"
    return "link" if overgang.code == "overnemen" else SOORT.get(overgang.actie, "tweede")


def _button(zicht: BerichtKop, overgang: Overgang, soort: str) -> Knop:
    url = url_for("doen.doen", bericht=zicht.id, code=overgang.code)
    een_klik = overgang.tekst is Tekst.GEEN and overgang.actie is Actie.OPPAKKEN
    return Knop(
        titel=overgang.titel,
        url=url,
        uitleg=overgang.uitleg,
        soort=soort,
        methode="post" if een_klik else "get",
        velden={"sleutel": new_key(), "versie": zicht.versie} if een_klik else {},
    )


def as_typed(dag: date) -> str:
    """Write a date as people type it: '9-4-2026'."""
    return f"{dag.day}-{dag.month}-{dag.year}"
