"""One act over the berichten that were ticked on a page, and what it says of those of which it could not be made."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from uuid import UUID

from flask import flash, request

from portal.core.behandelen.in_een_keer import doe_in_een_keer
from portal.sealing.envelope import new_id
from portal.web.kader import gebruiker, now, services

# So many berichten that could not be done are named one by one.
GENOEMD: Final = 10


def do_ticked(code: str) -> int:
    """Make the step on each bericht that was ticked, and say of which it could not be made and why; returns how many."""
    sleutel = request.form.get("sleutel", type=UUID) or new_id()
    uitkomst = doe_in_een_keer(services(), gebruiker(), _ticked(), code, sleutel=sleutel, now=now())
    if uitkomst.gedaan:
        flash(f"Gedaan bij {uitkomst.gedaan} {'bericht' if uitkomst.gedaan == 1 else 'berichten'}.", "goed")
    for mislukt in uitkomst.mislukt[:GENOEMD]:
        flash(f"{mislukt.nummer} niet: {mislukt.reden}", "let-op")
    if (meer := len(uitkomst.mislukt) - GENOEMD) > 0:
        flash(f"En nog {meer} berichten niet. Kijk in de lijst welke dat zijn.", "let-op")
    return uitkomst.gedaan + len(uitkomst.mislukt)


def _ticked() -> Iterator[tuple[UUID, int]]:
    """Yield the berichten that were ticked, each with the versie the page was drawn from; what cannot be read is left out."""
    for waarde in request.form.getlist("bericht"):
        bericht, _, versie = waarde.partition(":")
        if versie.isascii() and versie.isdigit():
            with suppress(ValueError):
                yield UUID(bericht), int(versie[:9])
