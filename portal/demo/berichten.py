"""The berichten and registers of the demo, made as people would: log in, fill in, add files, submit, ask, answer, decide."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from portal.core.accounts import Gebruiker, load_gebruiker
from portal.core.behandelen.handling import doe
from portal.core.behandelen.stapcontrole import Getekend
from portal.core.beheer.aanbieders import zet_deelname
from portal.core.bericht.bijlagen import begin_upload, voltooi
from portal.core.bericht.zicht import kop
from portal.core.insturen.concepten import bewaar
from portal.core.insturen.intake import submit_bericht
from portal.core.insturen.kader import mailbox_en_kader
from portal.core.klokken.verplichtingen import plan_duties
from portal.core.post.outbox import wait_from
from portal.core.registers.toewijzingen import Toegewezen
from portal.core.services import Services
from portal.core.taken.indicatie import DOET_NIET_MEE, Indicatie
from portal.core.taken.taken import taak_gedaan
from portal.core.toewijzing.toewijzingenlijst import enter_by_hand
from portal.demo.personen import AANBIEDERS
from portal.demo.voorbeeld import Stap, Toewijzingvoorbeeld, Voorbeeld
from portal.demo.voorbeelden import CLIENTVELDEN, HALVERWEGE, VOORBEELDEN, antwoorden, pdf, testnummers
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Client
from portal.domain.mailbox import Mailbox

HERKOMST: Final = "127.0.0.1"
BETWEEN: Final = timedelta(minutes=40)
EEN_JAAR: Final = timedelta(days=365)
CONCEPT_VAN: Final = "collega.schakel"
BEHEERDER: Final = "beheer.een"
GEZIEN_DOOR: Final = "B. Bedacht, begeleider"


class Maker:
    """Makes the examples with the sessions of the demo's accounts."""

    def __init__(self, services: Services, passwords: Mapping[str, str], *, now: datetime) -> None:
        """Log nobody in yet."""
        self._services = services
        self._passwords = passwords
        self._now = now
        self._personen: dict[str, Gebruiker] = {}
        self._nummers = testnummers()
        self._bsns: dict[tuple[str, str, str], str] = {}
        self._bekend: dict[str, tuple[Voorbeeld, str]] = {}

    def make_all(self) -> None:
        """Make every example of this region and one concept, and log everybody out."""
        regio = self._services.regio.code
        try:
            self._ask_the_verantwoording()
            for voorbeeld in VOORBEELDEN[regio]:
                if isinstance(voorbeeld, Voorbeeld):
                    self._make(voorbeeld)
                else:
                    self._write_down(voorbeeld)
            self._concept(*HALVERWEGE[regio])
            wait_from(self._services.database, self._now)
        finally:
            for gebruiker in self._personen.values():
                self._services.vault.logout(gebruiker.token, herkomst=HERKOMST)

    def _make(self, voorbeeld: Voorbeeld) -> None:
        moment = self._moment(voorbeeld.dagen)
        bericht = self._submit(voorbeeld, now=moment)
        for stap in voorbeeld.stappen:
            moment = min(moment + timedelta(days=stap.na) + BETWEEN, self._now)
            self._do(bericht, stap, now=moment)
        if voorbeeld.taken_gedaan:
            self._do_taken(voorbeeld, bericht, now=moment)

    def _ask_the_verantwoording(self) -> None:
        """Let the aanbieders take part since last year, so that they owe what is asked on the first of this year."""
        jaar, beheer = self._now.year, self._persoon(BEHEERDER)
        for code, _ in AANBIEDERS:
            zet_deelname(self._services, beheer, code, vanaf=date(jaar - 1, 12, 1), now=self._now)
        plan_duties(self._services, beheer.actor, now=self._now.replace(month=1, day=1))

    def _moment(self, dagen: int) -> datetime:
        """Return a moment of that day in working hours, the same at every start; an hour ago for today."""
        dag = self._now - timedelta(days=dagen)
        return dag.replace(hour=8 + dagen % 5, minute=dagen * 17 % 60) if dagen else dag - timedelta(hours=1)

    def _do(self, bericht: UUID, stap: Stap, *, now: datetime) -> None:
        gebruiker, dag = self._persoon(stap.account), datum_in_nederland(now)
        doe(
            self._services,
            gebruiker,
            bericht=bericht,
            code=stap.code,
            sleutel=uuid.uuid4(),
            versie=kop(self._services, gebruiker, bericht).versie,
            tekst=stap.tekst,
            doel=stap.doel,
            dag=dag if stap.dag else None,
            getekend=Getekend(op=dag, gezien_door=GEZIEN_DOOR) if stap.getekend else None,
            now=now,
        )

    def _submit(self, voorbeeld: Voorbeeld, *, now: datetime) -> UUID:
        gebruiker, mailbox = self._persoon(voorbeeld.account), self._mailbox(voorbeeld.mailbox)
        bericht = uuid.uuid4()
        ruw = self._typed(voorbeeld, gebruiker, now=now)
        bewaar(self._services, gebruiker, concept=bericht, mailbox=mailbox.code, ruw=ruw, versie=0, now=now)
        for eis in mailbox.bijlagen:
            upload = begin_upload(self._services, concept=bericht, eis=eis)
            upload.write(pdf(f"Verzonnen voorbeeld: {eis.code}"))
            voltooi(
                self._services, gebruiker, upload, concept=bericht, eis=eis, naam=f"voorbeeld-{eis.code}.pdf", now=now
            )
        submit_bericht(self._services, gebruiker, concept=bericht, now=now)
        if voorbeeld.naam:
            self._services.vault.take_in(bericht)
            self._bekend[voorbeeld.naam] = (voorbeeld, kop(self._services, gebruiker, bericht).nummer)
        return bericht

    def _typed(self, voorbeeld: Voorbeeld, gebruiker: Gebruiker, *, now: datetime) -> dict[str, list[str]]:
        """Return what is typed, with the numbers and choices that an example only points at."""
        client = self._bekend[voorbeeld.over][0].client if voorbeeld.over else voorbeeld.client
        bsn = self._bsn(client) if client else ""
        vandaag = datum_in_nederland(now)
        ruw = antwoorden(replace(voorbeeld, client=client), bsn, vandaag=vandaag)
        for naam, (waarde, *_) in ruw.items():
            if waarde.startswith("#"):
                ruw[naam] = [self._bekend[waarde[1:]][1]]
            elif waarde.startswith("~"):
                ruw[naam] = [self._choice(voorbeeld.mailbox, gebruiker, naam, waarde[1:], now=now)]
        return ruw

    def _choice(self, mailbox: str, gebruiker: Gebruiker, veld: str, woorden: str, *, now: datetime) -> str:
        """Return the first choice of a list whose words begin so; raises LookupError."""
        verklaring, weet = mailbox_en_kader(self._services, gebruiker, mailbox, now=now)
        soort: Any = verklaring.formulier
        for keuze in soort.vul({}, weet)[veld].choices:
            if keuze.value and keuze.label.startswith(woorden):
                return str(keuze.value)
        raise LookupError(veld, woorden)

    def _write_down(self, voorbeeld: Toewijzingvoorbeeld) -> None:
        vandaag, (voorletters, achternaam, geboren) = datum_in_nederland(self._now), voorbeeld.client
        bsn, (dag, maand, jaar) = self._bsn(voorbeeld.client), map(int, geboren.split("-"))
        wat = Toegewezen(
            client=Client(
                bsn=bsn,
                voorletters=voorletters.replace(".", ""),
                achternaam=achternaam,
                geboortedatum=date(jaar, maand, dag).isoformat(),
            ),
            gemeente=voorbeeld.gemeente,
            vanaf=vandaag - timedelta(days=voorbeeld.loopt),
            einddatum=vandaag + timedelta(days=voorbeeld.nog),
            nummer=bsn[-6:],
            producten=voorbeeld.producten,
        )
        toewijzing = enter_by_hand(
            self._services, self._persoon(voorbeeld.account), wat, organisatie=voorbeeld.aanbieder, now=self._now
        )
        self._services.vault.take_in(toewijzing)

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

    def _concept(self, mailbox: str, velden: Sequence[str]) -> None:
        """Leave one bericht half filled in."""
        voorbeeld = Voorbeeld(account=CONCEPT_VAN, dagen=0, mailbox=mailbox, client=("E.", "Halverwege", "19-9-1993"))
        ruw = antwoorden(voorbeeld, next(self._nummers), vandaag=datum_in_nederland(self._now))
        half = {naam: ruw[naam] for naam in (*CLIENTVELDEN, *velden)}
        gebruiker = self._persoon(CONCEPT_VAN)
        bewaar(self._services, gebruiker, concept=uuid.uuid4(), mailbox=mailbox, ruw=half, versie=0, now=self._now)

    def _bsn(self, client: tuple[str, str, str]) -> str:
        """Return the number of this client: the next of the test range for one who is new."""
        if client not in self._bsns:
            self._bsns[client] = next(self._nummers)
        return self._bsns[client]

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
