"""The berichten of the demo, made as people would: log in, fill in, add files, submit, ask, answer, decide."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from portal.core.accounts import Gebruiker, load_gebruiker
from portal.core.bijlagen import begin_upload, voltooi
from portal.core.concepten import bewaar
from portal.core.handling import doe
from portal.core.indicatie import DOET_NIET_MEE, Indicatie
from portal.core.intake import submit_bericht
from portal.core.services import Services
from portal.core.taken import taak_gedaan
from portal.core.zicht import kop
from portal.demo.voorbeelden import MAILBOX, VOORBEELDEN, Voorbeeld, antwoorden, pdf, testnummers
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Mailbox

HERKOMST: Final = "127.0.0.1"
BETWEEN: Final = timedelta(minutes=40)
EEN_JAAR: Final = timedelta(days=365)
CONCEPT_VAN: Final = "collega.schakel"


class Maker:
    """Makes the examples with the sessions of the demo's accounts."""

    def __init__(self, services: Services, passwords: Mapping[str, str], *, now: datetime) -> None:
        """Log nobody in yet."""
        self._services = services
        self._passwords = passwords
        self._now = now
        self._personen: dict[str, Gebruiker] = {}

    def make_all(self) -> int:
        """Make every example of this region and one concept, and log everybody out; returns how many berichten there are."""
        nummers = testnummers()
        regio = self._services.regio.code
        hier = [v for v in VOORBEELDEN if regio in self._mailbox(v.mailbox).regios]
        try:
            for voorbeeld in hier:
                self._make(voorbeeld, next(nummers))
            if hier:
                self._concept(next(nummers))
        finally:
            for gebruiker in self._personen.values():
                self._services.vault.logout(gebruiker.token, herkomst=HERKOMST)
        return len(hier)

    def _make(self, voorbeeld: Voorbeeld, bsn: str) -> None:
        moment = self._now - timedelta(days=voorbeeld.dagen, hours=1)
        bericht = self._submit(voorbeeld, bsn, now=moment)
        for stap in voorbeeld.stappen:
            moment += BETWEEN
            gebruiker = self._persoon(stap.account)
            doe(
                self._services,
                gebruiker,
                bericht=bericht,
                code=stap.code,
                sleutel=uuid.uuid4(),
                versie=kop(self._services, gebruiker, bericht).versie,
                tekst=stap.tekst,
                doel=stap.doel,
                dag=datum_in_nederland(moment) if stap.op_die_dag else None,
                now=min(moment, self._now),
            )
        if voorbeeld.taken_gedaan:
            self._do_taken(voorbeeld, bericht, now=moment)

    def _submit(self, voorbeeld: Voorbeeld, bsn: str, *, now: datetime) -> UUID:
        gebruiker, mailbox = self._persoon(voorbeeld.account), self._mailbox(voorbeeld.mailbox)
        bericht = uuid.uuid4()
        ruw = antwoorden(voorbeeld, bsn, vandaag=datum_in_nederland(now))
        bewaar(self._services, gebruiker, concept=bericht, mailbox=mailbox.code, ruw=ruw, versie=0, now=now)
        for eis in mailbox.bijlagen:
            upload = begin_upload(self._services, concept=bericht, eis=eis)
            upload.write(pdf(f"Verzonnen voorbeeld: {eis.code}"))
            voltooi(
                self._services, gebruiker, upload, concept=bericht, eis=eis, naam=f"voorbeeld-{eis.code}.pdf", now=now
            )
        return submit_bericht(self._services, gebruiker, concept=bericht, now=now)

    def _do_taken(self, voorbeeld: Voorbeeld, bericht: UUID, *, now: datetime) -> None:
        gebruiker = self._persoon(voorbeeld.stappen[-1].account)
        for taak in kop(self._services, gebruiker, bericht).taken[: voorbeeld.taken_gedaan]:
            taak_gedaan(
                self._services,
                gebruiker,
                taak=taak.id,
                verzonden=datum_in_nederland(now),
                indicatie=Indicatie(einddatum=datum_in_nederland(now) + EEN_JAAR, aanbieder=DOET_NIET_MEE),
                now=min(now + BETWEEN, self._now),
            )

    def _concept(self, bsn: str) -> None:
        """Leave one bericht half filled in."""
        voorbeeld = Voorbeeld(account=CONCEPT_VAN, dagen=0, client=("E.", "Halverwege", "19-9-1993"))
        ruw = antwoorden(voorbeeld, bsn, vandaag=datum_in_nederland(self._now))
        half = {naam: ruw[naam] for naam in ("bsn", "voorletters", "achternaam", "geboortedatum", "soort")}
        bewaar(
            self._services,
            self._persoon(CONCEPT_VAN),
            concept=uuid.uuid4(),
            mailbox=MAILBOX,
            ruw=half,
            versie=0,
            now=self._now,
        )

    def _persoon(self, account: str) -> Gebruiker:
        if account not in self._personen:
            session = self._services.vault.login(account, self._passwords[account], "", adres=HERKOMST)
            self._personen[account] = load_gebruiker(self._services, session.token, herkomst=HERKOMST, now=self._now)
        return self._personen[account]

    def _mailbox(self, code: str) -> Mailbox:
        mailbox = self._services.mailboxen.met_code(code)
        if mailbox is None:
            raise LookupError(code)
        return mailbox
