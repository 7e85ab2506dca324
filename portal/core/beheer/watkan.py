"""What somebody may do here: of his rights, of the mailboxes he may send, and of those that his team gets."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from portal.core.accounts import Gebruiker
from portal.core.beheer.wie_krijgt import can_get, place_of
from portal.core.bericht.kanten import sender_fact
from portal.core.insturen.kader import sendable
from portal.core.services import Services
from portal.domain.afsluiten import AFSLUITEN, HEROPENEN, WEER_OPEN
from portal.domain.basisloop import BASIS_OVERGANGEN, INTREKKEN
from portal.domain.gevolg import Taak
from portal.domain.levensloop import Overgang
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.rechten import RECHT_VOOR, Recht
from portal.domain.rechtwoorden import WAT_EN_WAAR
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.domain.voorwaarde import Feiten

# What is the same in every mailbox is said once, by the rights.
GEDEELD: Final = frozenset(
    {*(o.code for o in (*BASIS_OVERGANGEN, INTREKKEN, *TERMIJNSTAPPEN)), AFSLUITEN, HEROPENEN, WEER_OPEN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mogelijk:
    """A mailbox with the steps of its own that somebody may take, by their titles."""

    mailbox: Mailbox
    stappen: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatKan:
    """All that somebody may do: `kan` are (sentence after 'U kunt', address)."""

    kan: tuple[tuple[str, str], ...]
    sturen: tuple[Mogelijk, ...]
    ontvangen: tuple[Mogelijk, ...]


def what_one_may(services: Services, gebruiker: Gebruiker) -> WatKan:
    """Return what this person may do for whom he acts now, derived from the table of rights and the declarations."""
    ontvangen, sturen = _received(services, gebruiker), sendable(services, gebruiker)
    nergens_voor = _of_no_use(services, gebruiker, ontvangen, sturen)
    return WatKan(
        kan=tuple(w for recht, w in WAT_EN_WAAR.items() if gebruiker.mag(recht) and recht not in nergens_voor),
        sturen=tuple(_possible(gebruiker, m, Partij.AFZENDER, sender_fact(gebruiker.namens.soort)) for m in sturen),
        ontvangen=tuple(
            _possible(gebruiker, m, Partij.BEHANDELEND_TEAM, _team_facts(services, gebruiker)) for m in ontvangen
        ),
    )


def _received(services: Services, gebruiker: Gebruiker) -> list[Mailbox]:
    """Return the open mailboxes of this region whose rule can lead to where somebody reads."""
    plek = place_of(services, gebruiker) if gebruiker.mag(Recht.BERICHT_LEZEN) else None
    regio, mailboxen = services.regio, services.mailboxen
    return [m for m in mailboxen.alle() if can_get(regio, mailboxen, m, plek)] if plek is not None else []


def _of_no_use(
    services: Services, gebruiker: Gebruiker, ontvangen: Sequence[Mailbox], sturen: Sequence[Mailbox]
) -> frozenset[Recht]:
    """Return the rights for which he has no use here.

    Not every mailbox lets every team hand on (toezicht, CMO), and not everybody who may send has a mailbox to send. Who may not
    send follows what others of his team sent.
    """
    feiten = _team_facts(services, gebruiker)
    doorsturen = any(stap.code == "doorsturen" for mailbox in ontvangen for stap in ever_possible(mailbox, feiten))
    zelf = any(not mailbox.is_registratie(gebruiker.namens.soort) for mailbox in sturen)
    volgt = bool(sturen) or not gebruiker.mag(Recht.BERICHT_INDIENEN)
    zin = {Recht.DOORSTUREN: doorsturen, Recht.BERICHT_INDIENEN: zelf, Recht.BERICHT_VOLGEN: volgt}
    return frozenset(recht for recht, heeft in zin.items() if not heeft)


def _team_facts(services: Services, gebruiker: Gebruiker) -> Feiten:
    """Return what is known of every bericht that the team he acts for has, without opening one."""
    soort, code = gebruiker.namens.sleutel
    team = services.regio.team_met_code(code) if soort == "team" else None
    return {"team.soort": team.soort.value} if team is not None else {}


def ever_possible(mailbox: Mailbox, feiten: Feiten) -> tuple[Overgang, ...]:
    """Return the steps that can ever be made of a bericht of which these facts are known: from where it can come, and hold there.

    A step that waits for a taak is not among them where no step that can be made sets that taak.
    """
    loop = mailbox.levensloop
    gezet = {taak.code for taak in mailbox.taken()}
    while True:
        gekend = feiten.keys() | {f"taak.{taak.code}" for taak in mailbox.taken() if taak.code not in gezet}
        kan = [o for o in loop.overgangen if _can_hold(o, feiten, gekend)]
        bereikt = _reached(loop.begin, kan)
        stappen = tuple(o for o in kan if bereikt & set(o.van))
        nu = {gevolg.code for o in stappen for gevolg in o.gevolgen if isinstance(gevolg, Taak)}
        if nu == gezet:
            return stappen
        gezet = nu


def _reached(begin: str, stappen: Sequence[Overgang]) -> set[str]:
    """Return the toestanden that these steps lead to, after one another."""
    bereikt = {begin}
    while nieuw := {o.naar for o in stappen if o.naar and bereikt & set(o.van)} - bereikt:
        bereikt |= nieuw
    return bereikt


def _can_hold(overgang: Overgang, feiten: Feiten, gekend: AbstractSet[str]) -> bool:
    """Tell whether a step can ever be there: not where its condition looks at what is known alone, and that does not meet it."""
    return overgang.soms is None or not overgang.soms.velden() <= gekend or overgang.soms.geldt(feiten)


def _possible(gebruiker: Gebruiker, mailbox: Mailbox, door: Partij, feiten: Feiten) -> Mogelijk:
    """Name his steps in this mailbox; who sends one that goes on in silence has none."""
    stil = mailbox.stil and door is Partij.AFZENDER
    stappen = () if stil else (o for o in ever_possible(mailbox, feiten) if _is_his(gebruiker, o, door))
    return Mogelijk(mailbox=mailbox, stappen=tuple(dict.fromkeys(o.titel for o in stappen)))


def _is_his(gebruiker: Gebruiker, overgang: Overgang, door: Partij) -> bool:
    return overgang.door is door and overgang.code not in GEDEELD and gebruiker.mag(RECHT_VOOR[overgang.actie])
