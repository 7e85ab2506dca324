"""The rules that a region may change in plain words: which settings there are, and what a decided change was."""

from portal.core.services import Services
from portal.domain.gemeenten import JA_NEE_INSTELLINGEN
from portal.domain.mailwijze import SAMENVATTING_TIJD
from portal.domain.regelcontrole import IN_WOORDEN, omschrijf
from portal.domain.regels import Regelboek
from portal.domain.uitleg import hoeveel


def instellingen(services: Services) -> tuple[tuple[str, str], ...]:
    """Return the settings that can be changed, each with its words.

    What is a werkdag, what moves on, when the mail of the day goes, from when a meeting comes round, the number of a term.
    """
    alle = services.mailboxen.alle()
    vergaderingen = {
        v.instelling: f"{v.titel}: eerste vergaderdag, daarna elke {v.weken} weken"
        for v in (mailbox.vergadering for mailbox in alle)
        if v is not None
    }
    getallen = {
        termijn.instelling: f"{termijn.titel} ({mailbox.titel}): aantal {hoeveel(2, termijn.eenheid)[2:]}"
        for mailbox in alle
        for termijn in mailbox.alle_termijnen()
        if termijn.instelling
    }
    vast = ((naam, IN_WOORDEN[naam]) for naam in (*JA_NEE_INSTELLINGEN, SAMENVATTING_TIJD))
    return (*vast, *sorted(vergaderingen.items()), *sorted(getallen.items()))


def wat_veranderde(services: Services, boek: Regelboek, nummer: int) -> str:
    """Say change number `nummer` in a sentence: what it was right before and what it became; '' for one that is not there."""
    wijziging = next((w.wijziging for w in boek.wijzigingen if w.nummer == nummer), None)
    return omschrijf(boek.tot(nummer - 1).regio, wijziging, dict(instellingen(services))) if wijziging else ""
