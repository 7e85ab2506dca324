"""What the core carries out of a declaration today: a mailbox that asks more refuses to start, so that nothing goes silently wrong."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from portal.core.insturen.opzoeken import OPGEZOCHT
from portal.domain.gevolg import (
    BeeindigClient,
    Gevolg,
    HerstelClient,
    LeegRegister,
    NieuwBericht,
    SluitVerband,
    StapBijClient,
    StapBijMede,
    StapBijVolgers,
    StapOpVerband,
    Taak,
    TaakGedaan,
    TakenVervallen,
    VulRegister,
    gedane_taken,
)
from portal.domain.levensloop import Overgang, Tekst
from portal.domain.mailbox import Clientblok, FouteDeclaratie, Mailbox, Verbandsoort
from portal.domain.partij import Partij
from portal.domain.registers import REGISTERS
from portal.domain.routering import (
    HEEL,
    Delen,
    Keuze,
    OpAfzender,
    OpAntwoord,
    OpRegister,
    OpVerband,
    Routering,
    VastTeam,
)
from portal.domain.termijnstappen import DOORLOPEN, KLOKACTIES, LANGER, OPSCHORTEN

# The names that the page of an act has itself, and the kinds of field that need more than the region to be asked.
VAN_DE_STAP: Final = frozenset(
    "tekst dag getekend_op gezien_door sleutel versie stukken actie team reden csrf_token".split()  # noqa: SIM905 - a line, not eleven
)
NIET_BIJ_EEN_STAP: Final = frozenset({"verband", "aanbieder", "plaatsing", "register", "aantallen"})


def check_uitvoerbaar(mailboxen: Iterable[Mailbox]) -> None:
    """Refuse with FouteDeclaratie a mailbox with a rule, link or consequence that the core does not carry out yet."""
    alle = {mailbox.code: mailbox for mailbox in mailboxen}
    for mailbox in alle.values():
        if meer := _beyond(mailbox):
            raise FouteDeclaratie(f"mailbox '{mailbox.code}' vraagt wat de kern nog niet uitvoert: {', '.join(meer)}")
        if fout := next(_dangling(mailbox, alle), ""):
            raise FouteDeclaratie(f"mailbox '{mailbox.code}' {fout}")


def _dangling(mailbox: Mailbox, alle: Mapping[str, Mailbox]) -> Iterator[str]:
    """Yield what it expects of other mailboxes and that is not there."""
    gevolgen = [gevolg for overgang in mailbox.levensloop.overgangen for gevolg in overgang.gevolgen]
    genoemd = {code for verband in mailbox.verbanden for code in verband.mailboxen}
    genoemd |= {gevolg.mailbox for gevolg in gevolgen if isinstance(gevolg, NieuwBericht)}
    genoemd |= {verwijzing.mailbox for verwijzing in mailbox.verwijzingen if verwijzing.mailbox}
    for code in sorted(genoemd - alle.keys()):
        yield f"noemt een mailbox die er niet is: '{code}'"
    for code in sorted(code for verband in mailbox.verbanden for code in verband.mailboxen if alle[code].stil):
        yield f"hoort bij '{code}', en daar weet de afzender niets van"
    yield from _compared(mailbox, alle)
    yield from _never_offered(mailbox, alle)
    for op_verband in mailbox.op_verbanden():
        for code in _acted_on(mailbox, op_verband, alle):
            yield from _no_step_of_portal(alle, code, op_verband.stap)
    for gevolg in gevolgen:
        if isinstance(gevolg, StapBijClient | StapBijVolgers):
            yield from _no_step_of_portal(alle, gevolg.mailbox, gevolg.stap)
        elif isinstance(gevolg, StapBijMede):
            yield from _no_step_of_portal(alle, mailbox.code, gevolg.stap, mag_blijven=True)
    for gedaan in gedane_taken(mailbox.bij_indienen):
        yield from _not_there_to_do(mailbox, gedaan, alle)
    yield from _leads_nowhere(mailbox, alle)


def _leads_nowhere(mailbox: Mailbox, alle: Mapping[str, Mailbox]) -> Iterator[str]:
    """Yield to which new berichten a step leads that cannot belong to it, or are not offered then."""
    stappen = ((o, g) for o in mailbox.levensloop.overgangen for g in o.gevolgen)
    for overgang, nieuw in stappen:
        if isinstance(nieuw, NieuwBericht):
            verband = alle[nieuw.mailbox].verband_met(mailbox.code)
            if verband is None:
                yield f"leidt naar '{nieuw.mailbox}', dat er niet bij kan horen"
            elif verband.bij and (overgang.naar or "") not in {"", *verband.bij}:
                yield f"leidt naar '{nieuw.mailbox}', dat na de stap '{overgang.code}' niet wordt aangeboden"


def _no_step_of_portal(
    alle: Mapping[str, Mailbox], code: str, naam: str, *, mag_blijven: bool = False
) -> Iterator[str]:
    """Yield that the portal cannot take this step there by itself."""
    stap = alle[code].levensloop.overgang(naam) if code in alle else None
    if (
        stap is None
        or not (stap.naar or mag_blijven)
        or stap.door is not Partij.PORTAAL
        or stap.tekst is not Tekst.GEEN
    ):
        yield f"zet op '{code}' de stap '{naam}', en die is daar niet van het portaal"


def _not_there_to_do(mailbox: Mailbox, gedaan: TaakGedaan, alle: Mapping[str, Mailbox]) -> Iterator[str]:
    """Yield which taken are not set by the linked mailboxes, or ask more of who does them than the day."""
    codes = _acted_on(mailbox, gedaan, alle)
    taken = [taak for code in codes for taak in alle[code].taken() if taak.code in gedaan.taken]
    for code in sorted({*gedaan.taken} - {taak.code for taak in taken}):
        yield f"doet de taak '{code}', en die is er niet"
    for taak in taken:
        if taak.plant or taak.schrapt or taak.getekend:
            yield f"doet de taak '{taak.code}', en die vraagt meer dan een dag"


def _compared(mailbox: Mailbox, alle: Mapping[str, Mailbox]) -> Iterator[str]:
    """Yield with which answers of a linked bericht it compares its own, that are not asked there."""
    for verband in mailbox.verbanden:
        for code in verband.mailboxen if verband.gelijk else ():
            gevraagd = {veld.naam for veld in alle[code].formulier.veldinfo()}
            for daar in sorted({daar for _, daar in verband.gelijk} - gevraagd):
                yield f"vergelijkt met '{daar}' van '{code}', en dat wordt daar niet gevraagd"


def _never_offered(mailbox: Mailbox, alle: Mapping[str, Mailbox]) -> Iterator[str]:
    """Yield the toestanden in which it would be offered, that no linked bericht can have."""
    for verband in mailbox.verbanden:
        daar = {toestand.code for code in verband.mailboxen for toestand in alle[code].levensloop.toestanden}
        for toestand in sorted({*verband.bij} - daar):
            yield f"wordt aangeboden bij de toestand '{toestand}', en die is er niet"


def _acted_on(
    mailbox: Mailbox, gevolg: SluitVerband | StapOpVerband | TaakGedaan, alle: Mapping[str, Mailbox]
) -> tuple[str, ...]:
    """Return the mailboxes on whose berichten this acts: of the link, or of the link that those have."""
    codes = next(v.mailboxen for v in mailbox.verbanden if v.code == gevolg.verband)
    if isinstance(gevolg, SluitVerband) and gevolg.ook_overgedragen:
        over = [m for m in alle.values() if m.overdracht is not None]
        return (*codes, *(m.code for m in over if any({*v.mailboxen} & {*codes} for v in m.verbanden)))
    if isinstance(gevolg, SluitVerband) or not gevolg.door:
        return codes
    return tuple(code for c in codes for v in alle[c].verbanden if v.code == gevolg.door for code in v.mailboxen)


def _beyond(mailbox: Mailbox) -> list[str]:
    gevolgen = (*(g for o in mailbox.levensloop.overgangen for g in o.gevolgen), *mailbox.bij_indienen)
    return sorted(
        {
            *(type(gevolg).__name__ for gevolg in gevolgen if not _carried_out(mailbox, gevolg)),
            *_rules_beyond(_asked(mailbox)),
            *(
                ["meer ontvangers zonder per_ontvanger"]
                if _several(mailbox.routering) and not mailbox.per_ontvanger
                else []
            ),
            *(["meer dan een Deel"] if sum(deel.reden_nodig for deel in mailbox.delen) > 1 else []),
            *(f"het verband '{code}'" for code in _links_unasked(mailbox)),
            *(f"de taak '{taak.code}'" for taak in mailbox.taken() if not _can_be_done(mailbox, taak)),
            *(f"het formulier van '{o.code}'" for o in mailbox.levensloop.overgangen if not _asks_well(o)),
            *("een verband bij een stap van het portaal" for o in mailbox.levensloop.overgangen if _links_by_itself(o)),
            *(["taken die vanzelf vervallen"] if _lapses_by_itself(mailbox) else []),
            *(
                f"een antwoord bij de stap '{o.code}' van het portaal"
                for o in mailbox.levensloop.overgangen
                if _weighs_answers(o)
            ),
            *(["een cliënt die onder een voorwaarde eindigt"] if _ends_perhaps(mailbox) else []),
            *(f"de stap '{code}'" for code in _steps_missing(mailbox)),
        }
    )


def _asked(mailbox: Mailbox) -> Routering:
    """Return the rule that is followed when a register gives nothing, where the core looks in that register.

    Only where the answer may stay empty: else it would be asked every time, and never be looked up.
    """
    regel = mailbox.routering
    if not (isinstance(regel, OpRegister) and isinstance(regel.anders, OpAntwoord) and regel.register in OPGEZOCHT):
        return regel
    verplicht = any(veld.verplicht for veld in mailbox.formulier.veldinfo() if veld.naam == regel.anders.veld)
    return regel if verplicht else regel.anders


def _can_be_done(mailbox: Mailbox, taak: Taak) -> bool:
    """Tell whether somebody can do this taak: the team that has the bericht, or who sent it where a day is all that is asked."""
    if taak.team is Partij.AFZENDER:
        return not (taak.plant or taak.schrapt or taak.getekend)
    return taak.team is Partij.BEHANDELEND_TEAM and not isinstance(mailbox.routering, OpAfzender)


def _asks_well(overgang: Overgang) -> bool:
    """Tell whether the form of a step can be asked: by a person, beside his text, and of what needs no register."""
    if overgang.formulier is None:
        return True
    velden = overgang.formulier.veldinfo()
    return (
        overgang.door is not Partij.PORTAAL
        and overgang.tekst is not Tekst.GEEN
        and overgang.actie not in KLOKACTIES
        and not any(veld.naam in VAN_DE_STAP or veld.soort in NIET_BIJ_EEN_STAP for veld in velden)
    )


def _links_by_itself(overgang: Overgang) -> bool:
    """Tell whether a step of the portal itself would act on a linked bericht: nobody is there who may."""
    gevolgen = overgang.gevolgen if overgang.door is Partij.PORTAAL else ()
    op_ander = SluitVerband | StapOpVerband | StapBijClient | StapBijMede | StapBijVolgers
    return any(isinstance(gevolg, op_ander) for gevolg in gevolgen)


def _lapses_by_itself(mailbox: Mailbox) -> bool:
    """Tell whether taken would lapse because a clock has passed: nobody is there who decides it."""
    vanzelf = (o.gevolgen for o in mailbox.levensloop.overgangen if o.bij_verlopen)
    return any(isinstance(gevolg, TakenVervallen) for gevolgen in vanzelf for gevolg in gevolgen)


def _weighs_answers(overgang: Overgang) -> bool:
    """Tell whether a step of the portal depends on more than how the taken stand: the answers are sealed."""
    als = [overgang.soms, *(gevolg.als for gevolg in overgang.gevolgen)] if overgang.door is Partij.PORTAAL else []
    return any(not veld.startswith("taak.") for v in als if v is not None for veld in v.velden())


def _ends_perhaps(mailbox: Mailbox) -> bool:
    """Tell whether a client ends only with some answers: a bericht that is taken in later cannot tell, they are sealed."""
    gevolgen = (g for o in mailbox.levensloop.overgangen for g in o.gevolgen)
    return any(isinstance(g, BeeindigClient | HerstelClient) and g.als is not None for g in gevolgen)


def _carried_out(mailbox: Mailbox, gevolg: Gevolg) -> bool:
    """Tell whether the core does this: into a register go only answers it has a field for, and never about a client."""
    gevraagd = {veld.naam for veld in mailbox.formulier.veldinfo()}
    if isinstance(gevolg, VulRegister | LeegRegister) and gevolg.regel and gevolg.regel not in gevraagd:
        return False
    if not isinstance(gevolg, VulRegister) or not gevolg.velden:
        return True
    register = REGISTERS.get(gevolg.register)
    return (
        register is not None
        and mailbox.clientblok is Clientblok.GEEN
        and all(register.veld(veld) is not None and antwoord in gevraagd for veld, antwoord in gevolg.velden)
    )


def _links_unasked(mailbox: Mailbox) -> list[str]:
    """Name the links that no field of the form asks, or that must be chosen where the field may stay empty."""
    gevraagd = {veld.naam: veld.verplicht for veld in mailbox.formulier.veldinfo() if veld.soort == "verband"}
    return [
        verband.code
        for verband in mailbox.verbanden
        if verband.code not in gevraagd or (verband.soort is Verbandsoort.MOET and not gevraagd[verband.code])
    ]


def _steps_missing(mailbox: Mailbox) -> set[str]:
    """Name the steps that a clock needs to stand still or become longer, and that the levensloop has not."""
    stil = any(termijn.opschorten for termijn in mailbox.termijnen)
    langer = any(termijn.verlengen for termijn in mailbox.termijnen)
    nodig = ({OPSCHORTEN.code, DOORLOPEN.code} if stil else set()) | (
        {stap.code for stap in LANGER} if langer else set()
    )
    return nodig - {overgang.code for overgang in mailbox.levensloop.overgangen}


def _rules_beyond(regel: Routering) -> list[str]:
    match regel:
        case Delen(delen=delen):
            heel = [] if any(deel == HEEL for deel, _ in delen) else ["Delen zonder ontvanger van het geheel"]
            return heel + [wat for _, binnen in delen for wat in _rules_beyond(binnen)]
        case OpAfzender() | OpAntwoord() | VastTeam():
            return []
        case OpVerband(anders=anders):
            return _rules_beyond(anders) if anders is not None else []
        case Keuze(dan=dan, anders=anders):
            return [*_rules_beyond(dan), *_rules_beyond(anders)]
        case _:
            return [type(regel).__name__]


def _several(regel: Routering) -> bool:
    """Tell whether a rule can find more than one receiver by itself; of chosen ones the form says how many."""
    match regel:
        case Delen():
            return True
        case Keuze(dan=dan, anders=anders):
            return _several(dan) or _several(anders)
        case OpVerband(anders=reserve) if reserve is not None:
            return _several(reserve)
        case _:
            return False
