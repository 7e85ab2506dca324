"""Whose bericht this is and what was submitted, by the vault's own word: nothing else is shown, decided on or sealed to."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.bericht.submitted import TERMIJNEN, Facts, facts_of, is_as
from portal.core.services import Services
from portal.core.weigeren import NietMogelijk
from portal.models import Bericht
from portal.prepared import Row
from portal.sealing.client import Refused, VaultDown
from portal.sealing.sessie import Ongeldig, verify_receipt

# A receipt of an older version names fewer facts, and is signed anew.
NEEDED = {"afzender", "antwoorden"}


class NogNietOpgenomen(NietMogelijk):
    """The vault has not yet confirmed whose bericht this is; nothing is shown or sealed until it has."""

    def __init__(self) -> None:
        """Say when to try again."""
        super().__init__("Dit bericht wordt net verwerkt. Probeer het over een minuut opnieuw.")


class KloptNiet(NietMogelijk):
    """The row, the answers or the bijlagen are not those the vault confirmed: nothing of it can be trusted."""

    def __init__(self) -> None:
        """Say whom to call."""
        super().__init__(
            "De gegevens van dit bericht kloppen niet met wat is ingediend. Daarom tonen en versturen wij niets. "
            "Bel de beheerder van het portaal en noem het nummer van het bericht."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kwitantie:
    """What the signed receipt says, in the vault's words; `kenmerk` is the digest of the answers it stands for."""

    nummer: str
    ingediend: datetime
    team_naam: str
    termijnen: tuple[tuple[str, date], ...]
    bijlagen: int
    kenmerk: str


def signed_in(session: Session, services: Services, rij: Bericht | Row, *, team_naam: str) -> Kwitantie | None:
    """Read the receipt in the row of a bericht; None until the vault has signed one for the team that has it now.

    Raises KloptNiet when it was forged, or says something else than the row.
    """
    if rij.kwitantie is None or not _is_signed(services, rij, rij.kwitantie, facts_of(session, rij)):
        return None
    feiten = verify_receipt(services.sealer.pinned, rij.kwitantie)
    return Kwitantie(
        nummer=feiten["nummer"],
        ingediend=datetime.fromisoformat(feiten["ingediend"]),
        team_naam=team_naam,
        termijnen=tuple((titel, date.fromisoformat(datum)) for titel, datum in feiten.get(TERMIJNEN, ())),
        bijlagen=len(feiten.get("bijlagen", ())),
        kenmerk=feiten["antwoorden"],
    )


def confirm(services: Services, rij: Bericht, nu: Facts | None = None) -> None:
    """Check that the vault signed this team, this sender, these answers and these bijlagen; `nu` when they were just read.

    Right after a submission or doorsturen the vault is asked to take in now: it knows whether the row is right.
    Raises NogNietOpgenomen, KloptNiet.
    """
    if nu is None:
        with services.database.lezen() as session:
            nu = facts_of(session, rij)
    if _is_signed(services, rij, rij.kwitantie, nu):
        return
    try:
        services.vault.take_in(rij.id)
    except VaultDown:
        raise NogNietOpgenomen from None
    except Refused:
        raise KloptNiet from None
    with services.database.lezen() as session:
        kwitantie = session.scalar(select(Bericht.kwitantie).where(Bericht.id == rij.id))
    if not _is_signed(services, rij, kwitantie, nu):
        raise NogNietOpgenomen


def _is_signed(services: Services, rij: Bericht | Row, kwitantie: bytes | None, nu: Facts) -> bool:
    """Tell whether the receipt names the team of this row; raises KloptNiet when it was forged or names other facts."""
    if kwitantie is None:
        return False
    try:
        feiten = verify_receipt(services.sealer.pinned, kwitantie)
    except Ongeldig:
        raise KloptNiet from None
    if feiten.get("bericht") != str(rij.id):
        raise KloptNiet
    if not feiten.keys() >= NEEDED:
        return False
    team = feiten.pop("team", None)
    if not is_as(feiten, nu):
        raise KloptNiet
    return bool(team == rij.team)
