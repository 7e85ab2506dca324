"""A journey of one person after another through the pages, in one real browser: log in, write, make a step, look at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.vault.inrichten import bootstrap_person
from tests.browser import check
from tests.installatie import WACHTWOORD, Installatie
from tests.voorbeelden import pdf

WACHT = 15_000  # milliseconds that a page may take on a busy machine


@dataclass(frozen=True)
class Reis:
    """The browser, the portal that it visits, and where the file lies that people attach."""

    page: Page
    address: str
    huis: Installatie
    folder: Path

    def als(self, account: str) -> Page:
        """Log in as somebody else."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/inloggen")
        self.page.fill("#account", account)
        self.page.fill("#wachtwoord", WACHTWOORD)
        self.page.get_by_role("button", name="Inloggen").click()
        self.page.wait_for_url(lambda url: "/inloggen" not in url)
        return self.page

    def naar(self, path: str | UUID) -> Page:
        """Go to a page, or to a bericht."""
        self.page.goto(f"{self.address}{f'/berichten/{path}' if isinstance(path, UUID) else path}")
        return self.page

    def leest(self, *teksten: str) -> None:
        """Tell that these texts stand on the page."""
        for tekst in teksten:
            expect(self.page.locator("main")).to_contain_text(tekst, timeout=WACHT)

    def stap(self, titel: str, *, kijk: bool = False, **antwoorden: str) -> None:
        """Make a step from the page of a bericht, with these answers by the name of their field; `kijk` checks its form."""
        main = self.page.locator("main")
        knop, link = (main.get_by_role(soort, name=titel, exact=True) for soort in ("button", "link"))
        expect(knop.or_(link)).to_be_visible(timeout=WACHT)
        if link.count() == 0:
            self.druk(knop)
            return
        link.click()
        self.page.wait_for_url("**/doen/**")
        if kijk:
            check(self.page)
        for naam, waarde in antwoorden.items():
            vul(self.page, naam, waarde, "main")
        knop.click()
        self.page.wait_for_url(lambda url: "/doen/" not in url)

    def druk(self, knop: Locator) -> None:
        """Press a button or follow a link, and wait for the page that answers."""
        with self.page.expect_navigation():
            knop.click()

    def begin(self, mailbox: str) -> None:
        """Follow the link on this page to a new bericht of a mailbox."""
        self.druk(self.page.locator(f'main a[href^="/nieuw/{mailbox}"]').first)

    def open(self, bericht: UUID) -> None:
        """Follow the link on this page to a bericht."""
        self.druk(self.page.locator(f'main a[href^="/berichten/{bericht}"]').first)

    def verstuur(self, antwoorden: Mapping[str, Sequence[str]], *, bijlagen: Sequence[str] = ()) -> UUID:
        """Fill in the form on the page, attach, check and send it; gives the bericht, taken in by the vault."""
        for naam, waarden in antwoorden.items():
            for waarde in waarden:
                vul(self.page, naam, waarde, "#invullen")
        (stuk := self.folder / "stuk.pdf").write_bytes(pdf())
        for eis in bijlagen:
            self.page.locator(f"#bijlage-{eis}").set_input_files(stuk)
        self.page.get_by_role("button", name="Controleren").click()
        expect(self.page.get_by_role("heading", name="Controleer uw antwoorden")).to_be_visible()
        self.page.get_by_role("button", name="Versturen").click()
        self.page.wait_for_url("**/ontvangst")
        bericht = UUID(self.page.url.rsplit("/", 2)[1])
        self.huis.client.take_in(bericht)
        return bericht


def vul(page: Page, naam: str, waarde: str, binnen: str = "#invullen") -> None:
    """Fill in a field by its name, whatever kind it is; what is not asked is not there to see."""
    veld = page.locator(f'{binnen} [name="{naam}"]').first
    soort = veld.get_attribute("type")
    if soort in {"radio", "checkbox"}:
        page.locator(f'{binnen} [name="{naam}"][value="{waarde}"]').check()
    elif veld.evaluate("element => element.tagName") == "SELECT":
        veld.select_option(waarde)
    elif veld.is_visible():
        veld.fill(waarde)


def laat_toe(huis: Installatie, account: str, organisatie: str, code: str, rol: Rol) -> None:
    """Let somebody in who holds this role in a team."""
    bootstrap_person(
        huis.vault,
        account=account,
        naam=account.capitalize(),
        email=f"{account}@portaal.example",
        organisatie=organisatie,
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[Lidmaatschap(soort="team", code=code, rol=rol, vanaf=date(2026, 1, 1))],
    )
