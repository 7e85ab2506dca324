"""What stands on paper: the words in a PDF that a browser makes of a page."""

import re
from io import BytesIO

import pikepdf
from playwright.sync_api import Page

_HEX = rb"<([0-9a-fA-F]+)>"
# One code with its letter, or a row of codes with the letter of the first.
_TABEL = {b"char": re.compile(rb"\s*".join([_HEX] * 2)), b"range": re.compile(rb"\s*".join([_HEX] * 3))}


def printed(page: Page) -> str:
    """Print this page and return its words, without the white between them: a line on paper ends where it is full."""
    with pikepdf.open(BytesIO(page.pdf())) as document:
        return squeezed("".join(_words(blad) for blad in document.pages))


def squeezed(tekst: str) -> str:
    """Leave the white out of a text."""
    return re.sub(r"\s", "", tekst)


def _words(blad: pikepdf.Page) -> str:
    lettertypen = {str(naam): _letters(font) for naam, font in blad.resources.Font.items()}
    letters: dict[bytes, str] = {}
    gevonden = []
    for instructie in pikepdf.parse_content_stream(blad):
        operanden, operator = instructie.operands, str(instructie.operator)
        match operator:
            case "Tf":
                letters = lettertypen[str(operanden[0])]
            case "Tj" | "TJ":
                delen = operanden[0] if operator == "TJ" else operanden
                codes = b"".join(bytes(deel) for deel in delen if isinstance(deel, pikepdf.String))
                breedte = len(next(iter(letters), b"x"))
                gevonden += [letters.get(codes[i : i + breedte], "") for i in range(0, len(codes), breedte)]
            case _:
                pass
    return "".join(gevonden)


def _letters(font: pikepdf.Object) -> dict[bytes, str]:
    """Read which letter each code of a font stands for."""
    tabel = font.ToUnicode.read_bytes()
    letters = {}
    for soort, blok in re.findall(rb"beginbf(char|range)(.*?)endbf", tabel, re.DOTALL):
        for van, *rest in _TABEL[soort].findall(blok):
            tot, naar = rest if soort == b"range" else (van, *rest)
            begin = bytes.fromhex(naar.decode()).decode("utf-16-be")
            for n in range(int(van, 16), int(tot, 16) + 1):
                letter = begin[:-1] + chr(ord(begin[-1]) + n - int(van, 16))
                letters[n.to_bytes(len(van) // 2, "big")] = letter
    return letters
