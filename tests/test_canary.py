"""No plaintext on disk, ever: marked words go every way through the portal, failures too, and are found nowhere."""

import base64
import json
import logging
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from portal.core.accounts import Gebruiker, SessieVerlopen, load_gebruiker
from portal.core.behandelen.stapcontrole import TekstNodig
from portal.core.beheer.afmelden import log_out
from portal.core.beheer.opruimen import sweep
from portal.core.bericht import bijlagen
from portal.core.bericht.zicht import kop
from portal.core.files.refusal import Bestandsfout
from portal.core.insturen import concepten, intake
from portal.core.insturen.intake import OngeldigeAntwoorden
from portal.core.lezen.identiteit import open_identiteit
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.search import zoek
from portal.core.lezen.worklist import onderweg, werkvoorraad
from portal.core.weigeren import Ingehaald, NietMogelijk
from portal.db import Database
from portal.domain.openingsreden import Openingsreden
from portal.sealing.client import LoginRefused, VaultDown
from portal.sealing.envelope import new_id
from tests.installatie import GRONINGEN, HIER, VERZOEK, WACHTWOORD, Installatie
from tests.kanarie import Kanarie, in_cluster, in_files, in_tables
from tests.rondes import werk_alles_af
from tests.voorbeelden import BSN, pdf, volledig_verzoek, volledige_melding

MELDING = "calamiteit-geweld"
BETROKKEN = ("achternaam", "anderen")
TYPED = (BSN, "1987-05-12", "12-5-1987", "12 mei 1987", WACHTWOORD)


@pytest.fixture
def kanarie() -> Kanarie:
    return Kanarie(getypt=TYPED)


@pytest.fixture
def plek(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep temporary files where they are searched."""
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    monkeypatch.setenv("TMPDIR", str(temp))
    return tmp_path


def _marked_pdf(kanarie: Kanarie, waar: str) -> bytes:
    inhoud = pdf()
    tabel = inhoud.index(b"xref\n")
    extra = f"% {kanarie(waar)} {BSN}\n".encode()
    return inhoud[:tabel] + extra + inhoud[tabel:].replace(b"\n%d\n" % tabel, b"\n%d\n" % (tabel + len(extra)))


def _verzoek(kanarie: Kanarie, waar: str) -> dict[str, list[str]]:
    return volledig_verzoek(
        achternaam=kanarie(f"{waar}naam"),
        reden=f"Hij heeft {kanarie(f'{waar}reden')} en wil weg.",
        kenmerk=kanarie(f"{waar}kenmerk"),
        nieuwe_aanbieder_naam=kanarie(f"{waar}aanbieder"),
        afgesproken_met=kanarie(f"{waar}met"),
        gezien_door=kanarie(f"{waar}gezien"),
    )


# --- the searcher itself ----------------------------------------------------------------------------------------------


def _planted(word: str) -> dict[str, bytes]:
    raw = f"ruis {word} ruis".encode()
    return {
        "raw": raw,
        "utf-16-le": raw.decode().encode("utf-16-le"),
        "utf-16-be": raw.decode().encode("utf-16-be"),
        "hex": raw.hex().encode(),
        "capitals of hex": raw.hex().upper().encode(),
        "percent": "".join(f"%{byte:02X}" for byte in raw).encode(),
        "base64 at 0": base64.b64encode(b"123" + word.encode() + b"ruis"),
        "base64 at 1": base64.b64encode(b"1234" + word.encode() + b"ruis"),
        "base64 at 2": base64.b64encode(b"12345" + word.encode() + b"ruis"),
        "base64 for a URL": base64.urlsafe_b64encode(raw),
        "zlib": b"ruis" + zlib.compress(raw) + b"ruis",
        "zlib, best": zlib.compress(raw * 3, 9),
        "base64 in zlib": zlib.compress(base64.b64encode(raw)),
        "json": json.dumps({"veld": raw.decode()}).encode(),
    }


@pytest.mark.parametrize("vorm", sorted(_planted("")))
def test_a_planted_canary_is_found_in_every_form(kanarie: Kanarie, tmp_path: Path, vorm: str) -> None:
    data = bytes(100_000) + _planted(kanarie("geplant"))[vorm] + bytes(100_000)
    assert kanarie.found_in(data) != []
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "bestand").write_bytes(data)
    assert list(in_files(kanarie, tmp_path)) == [str(tmp_path / "map" / "bestand")]
    assert kanarie.found_in(_planted(Kanarie()("geplant"))[vorm]) == []


def test_a_canary_in_the_name_of_a_file_is_found(kanarie: Kanarie, tmp_path: Path) -> None:
    (tmp_path / kanarie("naam")).touch()
    assert len(in_files(kanarie, tmp_path)) == 1


def test_a_canary_in_a_table_and_in_the_files_of_the_database_is_found(huis: Installatie, kanarie: Kanarie) -> None:
    from portal.core.audit import Actor, record

    actor = Actor(persoon="worker", namens=kanarie("namens"), herkomst="x")
    with huis.services.database.schrijven() as session:
        record(session, actor, actie="proef", onderwerp="x", now=huis.now)
    assert list(in_tables(kanarie, huis.services.database)) == ["audit"]
    if not huis.services.database.is_sqlite:
        assert in_cluster(kanarie, huis.services.database) != {}


# --- the ways -----------------------------------------------------------------------------------------------------------


class Story:
    """Every way that something typed goes in, each with words of its own."""

    def __init__(self, huis: Installatie, kanarie: Kanarie) -> None:
        self.huis, self.kanarie = huis, kanarie
        self.indiener, self.collega, self.consulent = (
            huis.gebruiker(naam) for naam in ("indiener", "collega", "consulent")
        )

    def everything(self) -> None:
        self.wrong_logins()
        bericht = self.submitted()
        self.concepten()
        self.refused_files()
        self.handled(bericht)
        self.searched(bericht)
        self.reported()
        self.without_the_vault()
        self.after_the_session()
        self.worker()
        log_out(self.huis.services, self.indiener, now=self.huis.now)

    def save(self, wie: Gebruiker, concept: UUID, waar: str, *, versie: int = 0, levend: bool = True) -> UUID:
        return concepten.bewaar(
            self.huis.services,
            wie,
            concept=concept,
            mailbox=VERZOEK,
            ruw=_verzoek(self.kanarie, waar),
            versie=versie,
            now=self.huis.now,
            levend=levend,
        ).concept

    def attach(self, concept: UUID, inhoud: bytes, naam: str, eis: str) -> None:
        self.huis.bijlage(self.indiener, concept, eis, inhoud=inhoud, naam=naam)

    def wrong_logins(self) -> None:
        for account, wachtwoord in (
            ("indiener", self.kanarie("wachtwoord")),
            (self.kanarie("wachtwoordalsaccount"), "x"),
        ):
            with pytest.raises(LoginRefused):
                self.huis.client.login(account, wachtwoord, self.kanarie("code"), adres=HIER)

    def submitted(self) -> UUID:
        concept = self.save(self.indiener, new_id(), "eerst")
        self.save(self.indiener, concept, "daarna", versie=1)
        with pytest.raises(OngeldigeAntwoorden):
            intake.submit_bericht(self.huis.services, self.indiener, concept=concept, now=self.huis.now)
        for eis in ("toestemmingsformulier", "onderbouwing"):
            self.attach(concept, _marked_pdf(self.kanarie, f"inhoud{eis}"), f"{self.kanarie('naam')}.pdf", eis)
        with pytest.raises(Bestandsfout):
            self.attach(concept, _marked_pdf(self.kanarie, "teveel"), f"{self.kanarie('teveel')}.pdf", "onderbouwing")
        intake.submit_bericht(self.huis.services, self.indiener, concept=concept, now=self.huis.now)
        self.huis.client.take_in(concept)
        return concept

    def concepten(self) -> None:
        concept = self.save(self.indiener, new_id(), "blijft")
        self.save(self.collega, concept, "kopie", versie=9)
        self.attach(concept, _marked_pdf(self.kanarie, "blijft"), f"{self.kanarie('blijft')}.pdf", "onderbouwing")
        weg = self.save(self.indiener, new_id(), "weg")
        self.attach(weg, _marked_pdf(self.kanarie, "weg"), f"{self.kanarie('weg')}.pdf", "onderbouwing")
        concepten.verwijder(self.huis.services, self.indiener, weg, now=self.huis.now)

    def refused_files(self) -> None:
        concept = self.save(self.indiener, new_id(), "geweigerd")
        word = self.kanarie("geweigerd").encode()
        for inhoud, naam in (
            (b"MZ" + word * 100, "vermomd.pdf"),
            (word * (25 * 1024 * 1024 // len(word) + 1), "groot.pdf"),
            (_marked_pdf(self.kanarie, "half")[:-60], "half.pdf"),
            (word, "programma.exe"),
            (pdf(), "teken\x00.pdf"),
            (pdf(), "lang" * 50 + ".pdf"),
            (zlib.compress(word), "vermomd.docx"),
        ):
            with pytest.raises(Bestandsfout):
                self.attach(concept, inhoud, self.kanarie(naam), "onderbouwing")
        eis = self.huis.services.mailboxen.met_code(VERZOEK)
        assert eis is not None
        demand = eis.bijlage("onderbouwing")
        assert demand is not None
        half = bijlagen.begin_upload(self.huis.services, concept=concept, eis=demand)
        half.write(word * 100_000)  # cut off, and found by the sweep

    def handled(self, bericht: UUID) -> None:
        huis, consulent = self.huis, self.consulent
        open_bericht(huis.services, consulent, bericht, now=huis.now)
        huis.doe(consulent, bericht, "oppakken")
        oud = kop(huis.services, consulent, bericht).versie
        huis.doe(consulent, bericht, "vraag-stellen", tekst=self.kanarie("vraag"))
        with pytest.raises(Ingehaald):
            huis.doe(consulent, bericht, "vraag-stellen", tekst=self.kanarie("ingehaald"), versie=oud)
        concepten.bewaar(
            huis.services,
            self.indiener,
            concept=new_id(),
            mailbox=VERZOEK,
            ruw={"tekst": [self.kanarie("antwoordconcept")]},
            versie=0,
            now=huis.now,
            bericht=bericht,
            actie="beantwoorden",
        )
        huis.doe(self.indiener, bericht, "beantwoorden", tekst=self.kanarie("antwoord"))
        with pytest.raises(TekstNodig):
            huis.doe(consulent, bericht, "afgewezen", tekst=self.kanarie("lang") * 500)
        with pytest.raises(NietMogelijk):
            huis.doe(consulent, bericht, "akkoord-zelfde-gemeente", tekst=self.kanarie("pastniet"))
        huis.doe(consulent, bericht, "doorsturen", tekst=self.kanarie("doorsturen"), doel=GRONINGEN)
        huis.client.take_in(bericht)
        groningen = huis.gebruiker("groningen")
        huis.doe(groningen, bericht, "oppakken")
        huis.doe(groningen, bericht, "akkoord-zelfde-gemeente", tekst=self.kanarie("motivering"))
        for bijlage in open_bericht(huis.services, groningen, bericht, now=huis.now).bijlagen:
            _, stukken = bijlagen.lees_inhoud(huis.services, groningen, subject=bericht, bijlage=bijlage.id)
            assert self.kanarie.stem.encode() in b"".join(stukken)

    def searched(self, bericht: UUID) -> None:
        huis, groningen = self.huis, self.huis.gebruiker("groningen")
        for soort, waarde in (
            ("bsn", BSN),
            ("geboren", "1987-05-12|J."),
            ("kenmerk", self.kanarie("daarnakenmerk")),
        ):
            assert [rij.id for rij in zoek(huis.services, groningen, soort=soort, waarde=waarde, now=huis.now)] == [
                bericht
            ]
        for soort in ("kenmerk", "nummer"):
            assert zoek(huis.services, groningen, soort=soort, waarde=self.kanarie("zoek"), now=huis.now) == ()
        werkvoorraad(huis.services, groningen)
        onderweg(huis.services, self.indiener)

    def reported(self) -> UUID:
        """A melding to toezicht: who it is about goes apart, is opened with a reason, and stands in no list or search."""
        huis, toezicht, concept = self.huis, self.huis.gebruiker("toezichthouder"), new_id()
        woorden = {veld: self.kanarie(f"melding{veld}") for veld in (*BETROKKEN, "beschrijving", "locatie", "kenmerk")}
        for versie, soort in enumerate(("incident", "geweld")):
            ruw = volledige_melding(**woorden, soort=soort)
            concepten.bewaar(
                huis.services, self.indiener, concept=concept, mailbox=MELDING, ruw=ruw, versie=versie, now=huis.now
            )
            if soort == "incident":
                with pytest.raises(OngeldigeAntwoorden):
                    intake.submit_bericht(huis.services, self.indiener, concept=concept, now=huis.now)
        intake.submit_bericht(huis.services, self.indiener, concept=concept, now=huis.now)
        huis.client.take_in(concept)
        assert self.kanarie("meldingbeschrijving") in str(open_bericht(huis.services, toezicht, concept, now=huis.now))
        for wie, reden in ((toezicht, Openingsreden.SIGNAAL), (self.indiener, Openingsreden.NAKIJKEN)):
            geopend = open_identiteit(huis.services, wie, concept, reden=reden)
            assert [veld for veld in BETROKKEN if woorden[veld] not in str(geopend.antwoorden)] == []
        huis.doe(toezicht, concept, "ontvangst-bevestigen", tekst=self.kanarie("bevestiging"))
        for soort, waarde in (("kenmerk", woorden["kenmerk"]), ("kenmerk", woorden["achternaam"])):
            zoek(huis.services, toezicht, soort=soort, waarde=waarde, now=huis.now)
        werkvoorraad(huis.services, toezicht)
        return concept

    def without_the_vault(self) -> None:
        self.huis.client.down = True
        concept = self.save(self.indiener, new_id(), "kluisdicht")
        with pytest.raises(VaultDown):
            concepten.open_concept(self.huis.services, self.collega, concept)
        with pytest.raises(VaultDown):
            zoek(
                self.huis.services, self.consulent, soort="kenmerk", waarde=self.kanarie("zoekdicht"), now=self.huis.now
            )
        self.huis.client.down = False

    def after_the_session(self) -> None:
        token = self.huis.token("indiener")
        self.huis.later(hours=1)
        with pytest.raises(SessieVerlopen) as over:
            load_gebruiker(self.huis.services, token, herkomst=HIER, now=self.huis.now)
        self.save(over.value.gebruiker, new_id(), "verlopen", levend=False)

    def worker(self) -> None:
        post = self.huis.services.settings.data / "mail"
        post.mkdir()
        settings = replace(self.huis.services.settings, mail_map=post)
        services = replace(self.huis.services, settings=settings)
        werk_alles_af(services, lambda: self.huis.now)
        assert any(post.iterdir())
        sweep(services, now=self.huis.now)
        self.huis.vault.chain.step()
        self.huis.vault.chain.anchor()


def _nowhere(kanarie: Kanarie, plek: Path, database: Database) -> None:
    assert in_tables(kanarie, database) == {}
    assert in_files(kanarie, plek) == {}
    if not database.is_sqlite:
        assert in_cluster(kanarie, database) == {}


def _logged(caplog: pytest.LogCaptureFixture) -> bytes:
    return "\n".join(
        f"{record.getMessage()} {record.exc_text or ''} {record.args}" for record in caplog.records
    ).encode()


def test_nothing_that_is_typed_or_sent_stands_anywhere_in_clear(
    huis: Installatie, kanarie: Kanarie, plek: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "portal")
    Story(huis, kanarie).everything()
    _nowhere(kanarie, plek, huis.services.database)
    assert kanarie.found_in(_logged(caplog) + caplog.text.encode()) == []
    assert list((plek / "temp").iterdir()) == []


def test_who_a_melding_is_about_stands_nowhere_beside_its_own_seal(
    huis: Installatie, kanarie: Kanarie, plek: Path
) -> None:
    story = Story(huis, kanarie)
    bericht = story.reported()
    geopend = open_bericht(huis.services, huis.gebruiker("toezichthouder"), bericht, now=huis.now)
    assert [veld for veld in BETROKKEN if kanarie(f"melding{veld}") in str(geopend)] == []
    _nowhere(kanarie, plek, huis.services.database)


def test_what_was_sealed_is_there_and_opens(huis: Installatie, kanarie: Kanarie, plek: Path) -> None:
    story = Story(huis, kanarie)
    bericht = story.submitted()
    geopend = open_bericht(huis.services, story.consulent, bericht, now=huis.now)
    assert kanarie("daarnareden") in str(geopend.antwoorden.feiten()["reden"])
    assert [bijlage.naam for bijlage in geopend.bijlagen] == [f"{kanarie('naam')}.pdf"] * 2
    _nowhere(kanarie, plek, huis.services.database)
