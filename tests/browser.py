"""A real Chromium for the tests, and the check that a page is accessible."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # dark changes colours only
FLAGS = [
    "--no-sandbox",  # the suite may run as root, where Chromium has no sandbox
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # a page may reach this machine only
]

NARROW = ViewportSize(width=320, height=800)
WIDE = ViewportSize(width=1280, height=900)


class NoChromium(Exception):
    """There is no Chromium here; the message says what to do about it."""


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A headless Chromium of the system, ended afterwards."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def chromium_path() -> str:
    """Where Chromium is: CHROMIUM when set, else on the PATH."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        msg = "Chromium is not installed: apt-get install -y --no-install-recommends chromium"
        raise NoChromium(msg)
    return path


def axe(page: Page) -> None:
    """Fail unless axe finds nothing to say about the page as it is now (WCAG 2.2 AA and best practices)."""
    _axe(page, AXE_RULES)


def _axe(page: Page, rules: object) -> None:
    loaded = page.evaluate("typeof axe == 'object'")
    result = Axe("" if loaded else AXE_SCRIPT).run(page, options={"resultTypes": ["violations"], "runOnly": rules})
    assert result.response["violations"] == [], result.generate_report()


def check(page: Page) -> None:
    """Fail unless the page is accessible, light and dark, and fits a narrow screen."""
    page.emulate_media(color_scheme="light")
    axe(page)
    page.emulate_media(color_scheme="dark")
    _axe(page, COLOUR_RULES)
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"], page.url
    axe(page)
    page.set_viewport_size(WIDE)
