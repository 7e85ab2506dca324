"""Tests that the design tokens keep every text and control of the portal readable, in light and in dark."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
SCHEMES = {
    "licht": ':root,\n[data-thema="licht"] {',
    "donker door de computer": ':root:not([data-thema="licht"]) {',
    "donker door keuze": '[data-thema="donker"] {',
}
ON_SURFACES = ("inkt", "zacht", "accent", "accent-sterk", "goed", "waarschuwing", "fout", "neutraal")
TEXT_PAIRS = [
    *[(colour, surface) for colour in ON_SURFACES for surface in ("pagina", "kaart")],
    *[(colour, f"{colour}-vlak") for colour in ("goed", "waarschuwing", "fout", "neutraal")],
    *[("inkt", f"{state}-vlak") for state in ("goed", "waarschuwing", "fout", "neutraal")],
    *[
        (colour, "accent-zacht")
        for colour in ("inkt", "zacht", "accent", "accent-sterk", "goed", "waarschuwing", "fout")
    ],
    *[("accent", f"{state}-vlak") for state in ("goed", "waarschuwing", "fout", "neutraal")],
    *[("zacht", f"{state}-vlak") for state in ("goed", "waarschuwing", "fout", "neutraal")],
    ("op-accent", "accent"),
    ("op-accent", "accent-sterk"),
    ("kaart", "fout"),
    ("kaart", "inkt"),
]
CONTROL_PAIRS = [
    *[(colour, surface) for colour in ("rand", "accent", "fout") for surface in ("pagina", "kaart")],
    ("rand", "accent-zacht"),
    ("rand", "neutraal-vlak"),
    ("focus", "focus-rand"),
]


def colours(scheme: str) -> dict[str, str]:
    """Return the colours of one scheme by role; of `var(--x, #fff)` the value that holds without a gemeente."""
    block = TOKENS.split(SCHEMES[scheme], 1)[1].split("}", 1)[0]
    found = re.findall(r"--bp-kleur-([a-z-]+):\s*(?:var\(--[a-z-]+,\s*)?(#[0-9a-f]{3,6})", block)
    return dict(found)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2), between 0 and 1."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast between two colours (WCAG 2.2), from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(scheme: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    """Return the pairs of a scheme whose contrast is less than asked."""
    by_role = colours(scheme)
    return [
        f"{one} op {other}: {contrast(by_role[one], by_role[other]):.2f}"
        for one, other in pairs
        if contrast(by_role[one], by_role[other]) < least
    ]


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000", "#fff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_can_be_read_on_its_surface(scheme: str) -> None:
    assert too_weak(scheme, TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_control_stands_out_from_its_surface(scheme: str) -> None:
    assert too_weak(scheme, CONTROL_PAIRS, 3) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("surface", ["pagina", "kaart", "accent-zacht"])
def test_the_focus_ring_shows_on_every_surface(scheme: str, surface: str) -> None:
    by_role = colours(scheme)
    ring = max(contrast(by_role[part], by_role[surface]) for part in ("focus", "focus-rand"))
    assert ring >= 3


def test_dark_is_the_same_by_setting_and_by_choice() -> None:
    assert colours("donker door de computer") == colours("donker door keuze")


def test_dark_names_every_colour_that_light_has() -> None:
    assert sorted(colours("donker door keuze")) == sorted(colours("licht"))


def test_light_has_the_colours_that_were_chosen() -> None:
    assert colours("licht") == {
        "inkt": "#16212b",
        "zacht": "#51606d",
        "lijn": "#d5dce2",
        "rand": "#51606d",
        "pagina": "#f5f7f8",
        "kaart": "#fff",
        "accent": "#0b5563",
        "accent-sterk": "#083f4a",
        "accent-zacht": "#e3f0f2",
        "op-accent": "#fff",
        "focus": "#ffb400",
        "focus-rand": "#16212b",
        "goed": "#1c6b3a",
        "goed-vlak": "#e4f3e9",
        "waarschuwing": "#8a4b00",
        "waarschuwing-vlak": "#fdf0dc",
        "fout": "#a3182b",
        "fout-vlak": "#fbe6e8",
        "neutraal": "#3c4a56",
        "neutraal-vlak": "#eaeef1",
    }


@pytest.mark.parametrize("name", ["nlds.css", "portaal.css"])
def test_colours_stand_in_the_token_file_only(name: str) -> None:
    text = re.sub(r"@media print \{.*", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s}])|rgba?\(", text) == []


@pytest.mark.parametrize("name", ["nlds.css", "portaal.css"])
def test_every_token_that_a_style_reads_is_set_or_has_a_fallback(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")
    everything = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))
    known = set(re.findall(r"(--[\w-]+)\s*:", everything))
    assert sorted({token for token in re.findall(r"var\((--[\w-]+)\)", text) if token not in known}) == []


def test_the_styles_stay_small_and_load_nothing_from_elsewhere() -> None:
    styles = [path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.css"))]
    assert sum(len(style.encode()) for style in styles) < 70_000
    assert re.findall(r"url\((?!\"lettertype/)[^)]*\)|@import|https?:", "".join(styles)) == []
