"""What the gallery fills in: berichten of four mailboxes, made without drawing a page."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from portal.config import Settings
from portal.demo.voorbeeld import Voorbeeld
from portal.demo.voorbeelden import HERINDICATIE, MAILBOX, MELDING, OVERLIJDEN, antwoorden, pdf
from portal.models import Persoon, Sessie
from portal.wiring import make_services
from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.verzoek import BSNS, today
from tests.gallery.galerij import Galerij

IDLE = timedelta(hours=12)
TITELS = {MAILBOX: "verzoek", HERINDICATIE: "herindicatie", MELDING: "melding", OVERLIJDEN: "overlijden"}
EISEN = {
    MAILBOX: ("toestemmingsformulier", "onderbouwing"),
    HERINDICATIE: ("evaluatiedocument",),
    MELDING: (),
    OVERLIJDEN: (),
}
CLIENT = ("A.M.", "Van der Voorbeeld-Langenaam", "14-3-1986")
LANG = (
    "De burger woont sinds twee jaar bij ons en wil nu dichter bij zijn familie wonen. Hij heeft daar een zus en een "
    "nicht die hem kunnen helpen.\n\nWij hebben dit op 3 maart met hem en zijn mentor besproken. De nieuwe plek is "
    "kleiner en rustiger, en dat past beter bij wat hij nu nodig heeft."
)


def velden(mailbox: str, *, bsn: str = "", **anders: str) -> dict[str, str]:
    """Return what somebody types in the form of a mailbox; a number with a sign is a day so many days from now."""
    voorbeeld = Voorbeeld(account="", dagen=0, client=CLIENT, mailbox=mailbox, antwoorden=anders)
    return {naam: waarden[0] for naam, waarden in antwoorden(voorbeeld, bsn or next(BSNS), vandaag=today()).items()}


def zet_klaar(bezoek: Bezoek, mailbox: str, getypt: Mapping[str, str], *, met: bool = True) -> str:
    """Keep a concept with its bijlagen, or without them; gives its path."""
    adres = f"/concepten/{uuid4()}"
    files = {
        f"bijlage-{eis}": {
            "name": f"{eis.capitalize()} Van der Voorbeeld.pdf",
            "mimeType": "application/pdf",
            "buffer": pdf(eis),
        }
        for eis in EISEN.get(mailbox, ())
    }
    form = {**getypt, "versie": "0", "actie": "controleren" if met else "bewaren"}
    status, said = bezoek.stuur(f"{adres}?soort={mailbox}", form, files=files if met else None)
    assert status in {303, 422}, said
    return adres


def dien_in(bezoek: Bezoek, mailbox: str, **anders: str) -> str:
    """Submit a bericht; gives its path."""
    adres = zet_klaar(bezoek, mailbox, velden(mailbox, **anders))
    status, said = bezoek.stuur(f"{adres}/indienen", {"versie": "1"})
    assert status == 303, said
    return adres.replace("/concepten/", "/berichten/")


def bericht(portaal: Portaal, mailbox: str, status: str, *, namens: str = "") -> str:
    """Give the path of a bericht of the demo in this state; raises LookupError when there is none."""
    rijen = portaal.vraag(
        "select id from berichten where mailbox = ? and status = ? and (? = '' or ? in (team, afzender))"
        " order by ingediend desc",
        mailbox,
        status,
        namens,
        namens,
    )
    if not rijen:
        msg = f"no {mailbox} is {status}"
        raise LookupError(msg)
    return f"/berichten/{UUID(rijen[0][0])}"


def persoon(g: Galerij, account: str) -> str:
    """Give the id of the person with this account, as it stands in addresses."""
    ((kaal,),) = g.portaal.vraag("select id from personen where account = ?", account)
    return str(UUID(kaal))


def instellingen(portaal: Portaal) -> Settings:
    """Give the settings of the demo that runs."""
    return Settings.from_env({"PORTAL_DATA": str(portaal.demo.data), "PORTAL_DEMO": "1"})


def verloop(portaal: Portaal, account: str) -> None:
    """Let the sessions of this account be idle for as long as none may be."""
    services = make_services(instellingen(portaal))
    wie = select(Persoon.id).where(Persoon.account == account).scalar_subquery()
    with services.database.schrijven() as session:
        session.execute(update(Sessie).where(Sessie.persoon == wie).values(last_seen=datetime.now(UTC) - IDLE))
    services.database.close()
