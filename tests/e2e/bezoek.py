"""A visit to the running portal: a person in a browser of his own, and the promises that hold for every page he sees."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize

from tests.browser import axe
from tests.demo.running import Demo

SCHERMEN = Path(__file__).parent / "schermen"
BREED: ViewportSize = {"width": 1280, "height": 900}
TELEFOON: ViewportSize = {"width": 360, "height": 740}
SMALST: ViewportSize = {"width": 320, "height": 640}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
# The document itself may be a refusal; anything it loads may not.
STATUS = "Failed to load resource: the server responded with a status of"


@dataclass(slots=True)
class Bezoek:
    """One person at the portal; `klachten` is what his browser complained of."""

    context: BrowserContext
    page: Page
    basis: str
    klachten: list[str] = field(default_factory=list)

    def naar(self, path: str) -> Page:
        """Go to a page of the portal."""
        self.page.goto(f"{self.basis}{path}")
        return self.page

    def log_in(self, account: str, wachtwoord: str) -> Page:
        """Log in through the form, where it stands now or else on the login page."""
        if not self.path.startswith("/inloggen"):
            self.naar("/inloggen")
        self.page.get_by_label("Account").fill(account)
        self.page.get_by_label("Wachtwoord").fill(wachtwoord)
        self.page.get_by_role("button", name="Inloggen").click()
        self.page.wait_for_url(lambda url: "/inloggen" not in url)
        return self.page

    @property
    def path(self) -> str:
        """Where the browser is."""
        return urlsplit(self.page.url).path

    def kop(self) -> str:
        """What stands above the page."""
        return self.page.locator("h1").inner_text()

    def inhoud(self) -> str:
        """What a reader sees of the page itself."""
        return self.page.locator("main").inner_text()

    def doe(self, knop: str) -> None:
        """Press a button or follow a link that looks like one, and wait for the page that comes."""
        main = self.page.locator("main")
        main.get_by_role("button", name=knop).or_(main.get_by_role("link", name=knop)).first.click()
        self.page.wait_for_load_state()

    def in_orde(self, naam: str) -> None:
        """Hold the page as it is against the promises for every state, and keep a picture of one that breaks them.

        Accessible in light on a screen and in dark on a telephone, and no scrolling sideways at 320 px.
        """
        self.page.wait_for_load_state()  # a page on its way has no document to look at
        try:
            self.page.set_viewport_size(BREED)
            axe(self.page)
            self.page.set_viewport_size(TELEFOON)
            self.page.emulate_media(color_scheme="dark")
            axe(self.page)
            self.page.emulate_media(color_scheme="light")
            assert self.te_breed() == [], naam
        except AssertionError:
            self.page.screenshot(path=SCHERMEN / f"{naam}.jpg", type="jpeg", quality=70, full_page=True)
            raise
        self.page.set_viewport_size(BREED)

    def te_breed(self, size: ViewportSize = SMALST) -> Sequence[str]:
        """Name what sticks out in a window of this size; the default is the narrowest that must work."""
        self.page.set_viewport_size(size)
        found: Sequence[str] = self.page.evaluate(STICKS_OUT)
        return found

    def stuur(
        self, path: str, velden: Mapping[str, Any] | None = None, *, files: Mapping[str, Any] | None = None
    ) -> tuple[int, str]:
        """Send a form without drawing a page; gives the status and the text of the answer."""
        form = {"csrf_token": self.token(), **(velden or {})}
        sent: dict[str, Any] = {"multipart": {**form, **files}} if files else {"form": form}
        answer = self.context.request.post(f"{self.basis}{path}", max_redirects=0, **sent)
        return answer.status, answer.text()

    def haal(self, path: str) -> tuple[int, str]:
        """Fetch a page without drawing it."""
        answer = self.context.request.get(f"{self.basis}{path}", max_redirects=0)
        return answer.status, answer.text()

    def token(self) -> str:
        """Give the token that a form of this session carries."""
        found = TOKEN.search(self.haal("/toegankelijkheid")[1]) or TOKEN.search(self.haal("/inloggen")[1])
        assert found is not None
        return found[1]


@dataclass(slots=True)
class Portaal:
    """A running demo and the people who visit it; `geduld` is how long each waits for a page, in milliseconds."""

    demo: Demo
    chromium: Browser
    geduld: int = 15_000
    sessies: dict[str, Any] = field(default_factory=dict)
    bezoeken: list[Bezoek] = field(default_factory=list)

    def bezoek(
        self,
        account: str = "",
        *,
        vers: bool = False,
        viewport: ViewportSize = BREED,
        script: bool = True,
        telefoon: bool = False,
        schaal: float = 1,
    ) -> Bezoek:
        """Come with a browser of one's own, logged in; `vers` logs in anew, so that the session is nobody else's."""
        state = None if vers else self.sessies.get(account)
        opened = self.chromium.new_context(
            locale="nl-NL",
            viewport=viewport,
            java_script_enabled=script,
            has_touch=telefoon,
            is_mobile=telefoon,
            device_scale_factor=schaal,
            reduced_motion="reduce",
            storage_state=state,
        )
        opened.set_default_timeout(self.geduld)
        bezoek = Bezoek(opened, opened.new_page(), self.basis)
        watch(bezoek)
        self.bezoeken.append(bezoek)
        if account and state is None:
            bezoek.log_in(account, self.wachtwoord(account))
            if not vers:
                self.sessies[account] = opened.storage_state()
        return bezoek

    @property
    def basis(self) -> str:
        """Where the portal is."""
        return f"http://127.0.0.1:{self.demo.port}"

    def wachtwoord(self, account: str) -> str:
        """Give the password of an account of the demo."""
        return self.demo.accounts()[account]

    def vraag(self, sql: str, *waarden: object) -> list[tuple[Any, ...]]:
        """Read the database."""
        connection = sqlite3.connect(f"file:{self.demo.data / 'portaal.db'}?mode=ro", uri=True)
        try:
            return connection.execute(sql, waarden).fetchall()
        finally:
            connection.close()

    def sluit(self) -> list[str]:
        """Close all browsers; gives what they complained of."""
        klachten = [klacht for bezoek in self.bezoeken for klacht in bezoek.klachten]
        for bezoek in self.bezoeken:
            bezoek.context.close()
        self.bezoeken.clear()
        return klachten


def watch(bezoek: Bezoek) -> None:
    """Write down what must never happen: another host, a script that fails, a policy that is broken, a part that is missing."""
    own = urlsplit(bezoek.basis).netloc

    def console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(STATUS):
            bezoek.klachten.append(f"{message.type}: {message.text}")

    def request(found: Request) -> None:
        if urlsplit(found.url).scheme in {"http", "https"} and urlsplit(found.url).netloc != own:
            bezoek.klachten.append(f"another host: {found.url}")

    def response(found: Response) -> None:
        kind = found.request.resource_type
        if found.status >= 400 and kind not in {"document", "fetch", "xhr"}:
            bezoek.klachten.append(f"{found.status} {found.url}")

    bezoek.context.on("console", console)
    bezoek.context.on("request", request)
    bezoek.context.on("response", response)
    bezoek.context.on("weberror", lambda fout: bezoek.klachten.append(f"script: {fout.error}"))


# Elements that begin or end outside the window, where the page itself can be scrolled sideways.
STICKS_OUT = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most && innerWidth <= most + 1) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > most + 1)
    .map((element) => `${element.tagName} ${element.className} ${(element.textContent || '').trim().slice(0, 40)}`)
    .slice(0, 5);
}"""
