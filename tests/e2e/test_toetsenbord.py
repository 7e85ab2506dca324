"""The portal by keyboard alone: one comes everywhere, sees where one is, and is brought to what is wrong."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.verzoek import CODE, Verzoek, dien_snel_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_the_first_tab_skips_to_the_content(portaal: Portaal) -> None:
    page = portaal.bezoek("indiener.schakel").naar("/")
    page.keyboard.press("Tab")
    assert focus(page) == "Naar de inhoud"
    assert page.locator(".utrecht-skip-link").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focus(page) == "Nieuw bericht"


@pytest.mark.parametrize("path", ["/", f"/nieuw/{CODE}", "/zoeken"])
def test_tab_goes_through_the_page_in_reading_order_and_every_stop_is_seen(portaal: Portaal, path: str) -> None:
    page = portaal.bezoek("indiener.schakel").naar(path)
    stops, seen = walk(page)
    assert (stops == sorted(stops), [text for text, visible in seen if not visible]) == (True, [])
    assert len(stops) == len(set(stops))


def walk(page: Page) -> tuple[list[int], list[tuple[str, bool]]]:
    """Press Tab until the page ends: where each stop stands in the page, and whether its focus can be seen."""
    stops: list[int] = []
    seen: list[tuple[str, bool]] = []
    while True:
        page.keyboard.press("Tab")
        found = page.evaluate(STOP)
        if found is None or found["plaats"] in stops:
            return stops, seen
        stops.append(found["plaats"])
        seen.append((found["tekst"], found["zichtbaar"]))


# Where the focus is among all elements, and whether it draws something and lies in the window, not under another thing.
STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const box = here.getBoundingClientRect();
  const outlined = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const drawn = [null, '::after'].some((part) => outlined(getComputedStyle(here, part)));
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0;
  return {
    plaats: [...document.querySelectorAll('*')].indexOf(here),
    tekst: here.id || here.innerText || here.name,
    zichtbaar: drawn && inside,
  };
}"""


def test_a_verzoek_is_found_begun_and_checked_by_keyboard(portaal: Portaal) -> None:
    page = portaal.bezoek("indiener.schakel").naar("/nieuw")
    page.keyboard.press("/")
    page.keyboard.type("verhuizing")
    expect(page.locator("[data-filter-aantal]")).to_have_text(re.compile(r"^2 van [0-9]+$"))
    tab_to(page, "Verzoek overdracht toewijzing")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/nieuw/{CODE}")
    tab_to(page, "bsn")
    page.keyboard.type("123456789")
    tab_to(page, "soort-0")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#soort-1")).to_be_checked()
    page.keyboard.press("ArrowUp")
    tab_to(page, "Controleren")
    page.keyboard.press("Enter")
    expect(page.locator(".bp-fouten")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#bsn")).to_be_focused()
    assert page.locator("#bsn").input_value() == "123456789"


def test_the_worklist_is_walked_with_j_and_k_and_opened_with_o(portaal: Portaal) -> None:
    for _ in range(2):
        dien_snel_in(portaal.bezoek("indiener.schakel"), Verzoek())
    consulent = portaal.bezoek("consulent")
    page = consulent.naar("/werkvoorraad")
    links = [link.get_attribute("href") for link in page.locator("[data-lijst-link]").all()]
    assert [press(page, key) for key in "jjk"] == [links[0], links[1], links[0]]
    page.keyboard.press("o")
    page.wait_for_url(f"**{links[0]}")


def test_the_shortcuts_leave_a_field_alone_and_can_be_switched_off(portaal: Portaal) -> None:
    consulent = portaal.bezoek("consulent", vers=True)
    page = consulent.naar("/zoeken")
    page.get_by_label("Burgerservicenummer", exact=True).last.fill("")
    page.keyboard.type("jko/")
    assert page.get_by_label("Burgerservicenummer", exact=True).last.input_value() == "jko/"
    page = consulent.naar("/werkvoorraad")
    page.get_by_text("Sneltoetsen", exact=True).click()
    page.get_by_role("button", name="Sneltoetsen uitzetten").click()
    page.locator("h1").click()
    assert press(page, "j") is None


def test_a_bericht_is_picked_up_by_keyboard(portaal: Portaal) -> None:
    bericht = dien_snel_in(portaal.bezoek("indiener.schakel"), Verzoek())
    consulent = portaal.bezoek("consulent")
    page = consulent.naar(bericht)
    tab_to(page, "Oppakken")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("U bent nu de behandelaar van dit bericht.")
    ask(consulent, page)


def ask(consulent: Bezoek, page: Page) -> None:
    """Go on to a question: an empty one brings the focus to what is wrong."""
    tab_to(page, "Vraag stellen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doen/vraag-stellen")
    tab_to(page, "Vraag stellen")
    page.keyboard.press("Enter")
    expect(page.locator(".bp-fouten")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Waar woont de burger nu?")
    tab_to(page, "Vraag stellen")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Uw vraag is verstuurd.")
    assert consulent.page is page


def press(page: Page, key: str) -> str | None:
    """Press a key and tell to which bericht the focus went."""
    page.keyboard.press(key)
    found: str | None = page.evaluate("() => document.activeElement.getAttribute('href')")
    return found


def focus(page: Page) -> str:
    """Name where the focus is: the id of a field, else what it says."""
    found: str = page.evaluate("() => document.activeElement.id || document.activeElement.innerText.trim()")
    return found


def tab_to(page: Page, naam: str) -> None:
    """Press Tab until the focus is there; fails when the page has no such stop."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if focus(page) == naam:
            return
    pytest.fail(f"no tab stop {naam!r} on {page.url}")
