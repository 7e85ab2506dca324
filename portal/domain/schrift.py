"""Typed text made fit to keep: one normal form, plain line ends, nothing invisible; the words stay as they were typed."""

import re
import unicodedata

# Marks that turn the direction of text, with which a reader can be shown something else than what is stored.
_TURNS = r"\u202a-\u202e\u2066-\u2069\ufeff"
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"})
# Control characters but the line end, and lone surrogates, which no database keeps.
_UNFIT = r"\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_REFUSED = re.compile(f"[{_UNFIT}{_TURNS}]+")
# Text of nothing but these is nothing: a reader would see an empty question. Inside words they may belong (emoji).
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Zl", "Zp", "Zs"})
_BLANK = frozenset("\n\u115f\u1160\u2800\u3164\uffa0")


def opgeschoond(tekst: str, *, regels: bool = False) -> str:
    """Return text without control characters; on one line unless `regels`. Nothing is escaped: that is for the page.

    Text in which nothing can be seen is empty.
    """
    tekst = unicodedata.normalize("NFC", tekst).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    tekst = tekst.translate(_LINE_ENDS)
    tekst = _REFUSED.sub("", tekst)
    if all(t in _BLANK or unicodedata.category(t) in _UNSEEN for t in tekst):
        return ""
    if not regels:
        return " ".join(tekst.split())
    return "\n".join(regel.rstrip() for regel in tekst.split("\n")).strip()
