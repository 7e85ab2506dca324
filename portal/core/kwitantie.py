"""Whose bericht this is by the vault's own word: nothing more is sealed to a team or sender that it did not sign for."""

from sqlalchemy import select

from portal.core.overgang import NietMogelijk
from portal.core.services import Services
from portal.models import Bericht
from portal.sealing.client import Refused, VaultDown
from portal.sealing.sessie import Ongeldig, verify_receipt


class NogNietOpgenomen(NietMogelijk):
    """The vault has not yet confirmed whose bericht this is; nothing is sealed until it has."""

    def __init__(self) -> None:
        """Say when to try again."""
        super().__init__("Dit bericht wordt net verwerkt. Uw tekst staat er nog. Probeer het over een minuut opnieuw.")


class KloptNiet(NietMogelijk):
    """Team or sender of the row are not those the vault confirmed: a text would go to the wrong one."""

    def __init__(self) -> None:
        """Say whom to call."""
        super().__init__(
            "De gegevens van dit bericht kloppen niet. Uw tekst staat er nog en is niet verstuurd. "
            "Bel de beheerder van het portaal en noem het nummer van het bericht."
        )


def confirm(services: Services, rij: Bericht) -> None:
    """Check that the vault signed this team and this sender, so that a text goes to nobody else.

    Right after a submission or doorsturen the vault is asked to take in now: it knows whether the row is right.
    """
    if _is_signed(services, rij, rij.kwitantie):
        return
    try:
        services.vault.take_in(rij.id)
    except VaultDown:
        raise NogNietOpgenomen from None
    except Refused as refused:
        raise NogNietOpgenomen if refused.code == "storing" else KloptNiet from None
    with services.database.lezen() as session:
        kwitantie = session.scalar(select(Bericht.kwitantie).where(Bericht.id == rij.id))
    if not _is_signed(services, rij, kwitantie):
        raise NogNietOpgenomen


def _is_signed(services: Services, rij: Bericht, kwitantie: bytes | None) -> bool:
    """Tell whether the receipt names team and sender of this row; raises KloptNiet for one that was forged."""
    if kwitantie is None:
        return False
    try:
        feiten = verify_receipt(services.sealer.pinned, kwitantie)
    except Ongeldig:
        raise KloptNiet from None
    if feiten.get("bericht") != str(rij.id):
        raise KloptNiet
    return (feiten.get("team"), feiten.get("afzender")) == (rij.team, [rij.afzender_soort, rij.afzender])
