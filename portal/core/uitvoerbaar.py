"""What the core carries out of a declaration today: a mailbox that asks more refuses to start, so that nothing goes silently wrong."""

from collections.abc import Iterable

from portal.domain.levensloop import BeeindigClient, Gevolg, LeegRegister, Taak, VulRegister
from portal.domain.mailbox import FouteDeclaratie, Mailbox
from portal.domain.routering import Keuze, OpAntwoord, Routering, VastTeam
from portal.domain.termijn import BijAankomst, BijDeelname, BijOvergang, BijTaak, Jaarlijks, NaTermijn, OpDatum
from portal.domain.termijnstappen import DOORLOPEN, OPSCHORTEN, VERLENGEN


def check_uitvoerbaar(mailboxen: Iterable[Mailbox]) -> None:
    """Refuse with FouteDeclaratie a mailbox with a rule, clock or consequence that the core does not carry out yet."""
    for mailbox in mailboxen:
        if meer := _beyond(mailbox):
            raise FouteDeclaratie(f"mailbox '{mailbox.code}' vraagt wat de kern nog niet uitvoert: {', '.join(meer)}")


def _beyond(mailbox: Mailbox) -> list[str]:
    gevolgen = (gevolg for overgang in mailbox.levensloop.overgangen for gevolg in overgang.gevolgen)
    return sorted(
        {
            *(type(gevolg).__name__ for gevolg in gevolgen if not _carried_out(gevolg)),
            *(
                type(termijn.begint).__name__
                for termijn in mailbox.alle_termijnen()
                if not isinstance(
                    termijn.begint, BijAankomst | BijDeelname | BijOvergang | BijTaak | Jaarlijks | NaTermijn | OpDatum
                )
            ),
            *_rules_beyond(mailbox.routering),
            *(["Deel zonder reden"] if any(not deel.reden_nodig for deel in mailbox.delen) else []),
            *(["meer dan een Deel"] if len(mailbox.delen) > 1 else []),
            *(["per_ontvanger"] if mailbox.per_ontvanger else []),
            *("Overgang.formulier" for o in mailbox.levensloop.overgangen if o.formulier),
            *(f"de stap '{code}'" for code in _steps_missing(mailbox)),
            *("Afzender.register" for afzender in mailbox.afzenders if afzender.register),
        }
    )


def _carried_out(gevolg: Gevolg) -> bool:
    """Tell whether the core does this: of a register only that an organisation stands in it, not what was answered."""
    return isinstance(gevolg, Taak | LeegRegister | BeeindigClient) or (
        isinstance(gevolg, VulRegister) and not gevolg.velden
    )


def _steps_missing(mailbox: Mailbox) -> set[str]:
    """Name the steps that a clock needs to stand still or become longer, and that the levensloop has not."""
    stil = any(termijn.opschorten for termijn in mailbox.termijnen)
    langer = any(termijn.verlengen for termijn in mailbox.termijnen)
    nodig = ({OPSCHORTEN.code, DOORLOPEN.code} if stil else set()) | ({VERLENGEN.code} if langer else set())
    return nodig - {overgang.code for overgang in mailbox.levensloop.overgangen}


def _rules_beyond(regel: Routering) -> list[str]:
    match regel:
        case OpAntwoord() | VastTeam():
            return []
        case Keuze(dan=dan, anders=anders):
            return [*_rules_beyond(dan), *_rules_beyond(anders)]
        case _:
            return [type(regel).__name__]
