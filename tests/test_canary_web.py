"""No plaintext on disk, ever, through the pages too: marked words in every form, refused and broken requests included."""

import io
import logging
import tempfile
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from portal.app import create_app
from portal.models import Bericht, Concept
from tests.bezoeker import OWN_PAGE, Bezoeker, Portaal, page_text
from tests.installatie import VERZOEK, WACHTWOORD, Installatie
from tests.kanarie import Kanarie, in_cluster, in_files, in_tables
from tests.voorbeelden import BSN, pdf, volledig_verzoek


@pytest.fixture
def kanarie() -> Kanarie:
    return Kanarie(getypt=(BSN, "1987-05-12", "12-5-1987", WACHTWOORD))


@pytest.fixture
def portal(huis: Installatie) -> Portaal:
    app = create_app(huis.services.settings, huis.services, klok=lambda: huis.now)
    app.testing = False  # an error is answered with its page, as it is for people
    return Portaal(huis, app)


@pytest.fixture
def plek(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep temporary files where they are searched."""
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    monkeypatch.setenv("TMPDIR", str(temp))
    return tmp_path


class Visits:
    """Visits with words of their own in every box."""

    def __init__(self, portal: Portaal, kanarie: Kanarie) -> None:
        self.portal, self.kanarie = portal, kanarie
        self.indiener, self.consulent = portal.bezoek("indiener"), portal.bezoek("consulent")

    def form(self, waar: str, versie: int, *files: tuple[str, bytes, str], **anders: str) -> dict[str, object]:
        word = self.kanarie(waar)
        velden = volledig_verzoek(achternaam=word, reden=f"{word} reden", kenmerk=word, gezien_door=word)
        bestanden = {f"bijlage-{eis}": (io.BytesIO(inhoud), naam) for eis, inhoud, naam in files}
        return {**velden, "versie": str(versie), **bestanden, **anders}

    def marked(self, waar: str) -> bytes:
        inhoud = pdf()
        tabel = inhoud.index(b"xref\n")
        extra = f"% {self.kanarie(waar)} {BSN}\n".encode()
        return inhoud[:tabel] + extra + inhoud[tabel:].replace(b"\n%d\n" % tabel, b"\n%d\n" % (tabel + len(extra)))

    def wrong_logins(self) -> None:
        for data in (
            {"account": "indiener", "wachtwoord": self.kanarie("wachtwoord")},
            {"account": self.kanarie("account"), "wachtwoord": "x"},
            {"account": self.kanarie("leeg"), "wachtwoord": ""},
        ):
            assert self.portal.bezoek().post("/inloggen", data).status_code == 422

    def concept(self) -> str:
        return f"/concepten/{uuid4()}"

    def submit(self) -> str:
        path = self.concept()
        goed = ("onderbouwing", self.marked("inhoud"), f"{self.kanarie('naam')}.pdf")
        vermomd = ("toestemmingsformulier", b"MZ" + self.kanarie("vermomd").encode() * 50, f"{self.kanarie('v')}.pdf")
        assert self.indiener.post(f"{path}?soort={VERZOEK}", self.form("een", 0, goed, vermomd)).status_code == 422
        te_veel = ("onderbouwing", self.marked("teveel"), f"{self.kanarie('teveel')}.pdf")
        self.indiener.post(path, self.form("twee", 1, te_veel))
        heel = ("toestemmingsformulier", self.marked("heel"), f"{self.kanarie('heel')}.pdf")
        assert self.indiener.post(path, self.form("drie", 2, heel)).status_code == 303
        versie = str(self.version(path))
        assert self.kanarie("drie") in page_text(self.indiener.get(f"{path}/controleren"))
        location = self.indiener.post(f"{path}/indienen", {"versie": versie}).location
        assert location.endswith("/ontvangst")
        bericht = location.removesuffix("/ontvangst")
        self.portal.huis.client.take_in(self.submitted())
        return bericht

    def version(self, path: str) -> int:
        with self.portal.huis.services.database.lezen() as session:
            return session.scalars(select(Concept.versie).where(Concept.mailbox == VERZOEK)).all()[-1]

    def submitted(self) -> UUID:
        with self.portal.huis.services.database.lezen() as session:
            return session.scalars(select(Bericht.id)).one()

    def refused(self) -> None:
        path = self.concept()
        self.indiener.post(f"{path}/bewaren?soort={VERZOEK}", self.form("automatisch", 0))
        self.indiener.post(f"{path}/bewaren", self.form("kopie", 7))
        groot = self.kanarie("groot").encode() * (26 * 1024 * 1024 // 17)
        self.indiener.post(path, self.form("groot", 1, ("onderbouwing", groot, f"{self.kanarie('groot')}.pdf")))
        self.indiener.client.post(path, data=self.form("zonder", 1))  # no token of the form
        self.indiener.client.post(path, data=self.form("elders", 1), headers={"Sec-Fetch-Site": "cross-site"})
        self.indiener.post(f"/concepten/{uuid4()}?soort=bestaat-niet", self.form("nergens", 0))
        self.portal.bezoek().client.post(path, data=self.form("niemand", 0), headers=OWN_PAGE)
        body = f"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n{self.kanarie('half')}".encode()
        kind = "multipart/form-data; boundary=x"
        self.indiener.client.post(path, data=body, content_type=kind, headers=OWN_PAGE)
        self.indiener.client.post(path, data=body, content_type="multipart/form-data", headers=OWN_PAGE)
        self.indiener.get(f"/bestaat-niet/{self.kanarie('pad')}?vraag={self.kanarie('vraag')}")

    def acts(self, bericht: str) -> None:
        page = self.consulent.get(bericht)
        assert page.status_code == 200
        assert self.kanarie("drie") in page_text(page)
        for wie, code, tekst in (
            (self.consulent, "oppakken", ""),
            (self.consulent, "vraag-stellen", "vraag"),
            (self.indiener, "beantwoorden", "antwoord"),
            (self.consulent, "afgewezen", "motivering"),
        ):
            self.act(wie, bericht, code, tekst)
        self.act(self.consulent, bericht, "afgewezen", "telaat", status=None)

    def act(self, wie: Bezoeker, bericht: str, code: str, tekst: str, status: int | None = 303) -> None:
        with self.portal.huis.services.database.lezen() as session:
            versie = session.scalars(select(Bericht.versie)).one()
        data = {"sleutel": str(uuid4()), "versie": str(versie), "tekst": self.kanarie(tekst) if tekst else ""}
        response = wie.post(f"{bericht}/doen/{code}", data)
        assert status in {None, response.status_code}, page_text(response)

    def searches(self) -> None:
        for data in (
            {"soort": "bsn", "bsn": BSN},
            {"soort": "bsn", "bsn": self.kanarie("bsn")},
            {"soort": "geboren", "geboortedatum": "12-5-1987", "voorletters": "J."},
            {"soort": "kenmerk", "kenmerk": self.kanarie("drie")},
            {"soort": "nummer", "nummer": self.kanarie("nummer")},
        ):
            assert self.consulent.post("/zoeken", data).status_code in {200, 422}
        self.indiener.post("/nieuw", {"zoek": self.kanarie("mapje")})

    def after_the_session(self, bericht: str) -> None:
        path = self.concept()
        self.indiener.get(path)
        self.portal.huis.later(hours=1)
        self.indiener.post(f"{path}?soort={VERZOEK}", self.form("verlopen", 0))
        self.consulent.post(f"{bericht}/doen/vraag-stellen", {"tekst": self.kanarie("verlopenvraag")})

    def when_it_breaks(self) -> None:
        """Take a table away in the middle: the page says sorry, and the log says where, not what."""
        self.indiener, engine = self.portal.bezoek("indiener"), self.portal.huis.services.database.engine
        path = self.concept()
        for tabel in ("concepten", "sealed_items"):
            with engine.begin() as connection:
                connection.execute(text(f"ALTER TABLE {tabel} RENAME TO weg"))
            response = self.indiener.post(f"{path}?soort={VERZOEK}", self.form("kapot", 0))
            assert response.status_code in {500, 503}
            with engine.begin() as connection:
                connection.execute(text(f"ALTER TABLE weg RENAME TO {tabel}"))


def test_nothing_that_goes_through_the_pages_stands_anywhere_in_clear(
    portal: Portaal, kanarie: Kanarie, plek: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    visits = Visits(portal, kanarie)
    visits.wrong_logins()
    bericht = visits.submit()
    visits.refused()
    visits.acts(bericht)
    visits.searches()
    visits.after_the_session(bericht)
    visits.when_it_breaks()
    database = portal.huis.services.database
    assert in_tables(kanarie, database) == {}
    assert in_files(kanarie, plek) == {}
    if not database.is_sqlite:
        assert in_cluster(kanarie, database) == {}
    logged = "\n".join(f"{r.getMessage()} {r.exc_text or ''} {r.args}" for r in caplog.records)
    assert "ERROR" in {record.levelname for record in caplog.records}
    assert kanarie.found_in(f"{logged}\n{caplog.text}".encode()) == []
    assert list((plek / "temp").iterdir()) == []
