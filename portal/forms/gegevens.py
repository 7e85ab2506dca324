"""Fields for what identifies a person or a decision: burgerservicenummer, voorletters, address and numbers."""

import re
from typing import Unpack

from stdnum.exceptions import ValidationError
from stdnum.nl import bsn

from portal.domain.anoniem import BSN_IN_TEKST
from portal.domain.bsn import noemt_bsn
from portal.domain.schrift import opgeschoond
from portal.domain.voorwaarde import Feit
from portal.forms.veld import Afgekeurd, LangeTekstVeld, Tekstopties, TekstVeld

_POSTCODE = re.compile(r"([1-9][0-9]{3})(?!SA|SD|SS)([A-Z]{2})")
_HUISNUMMER = re.compile(r"[1-9][0-9]{0,4}([ -]?[0-9A-Za-z]{1,6})?")


class BsnVeld(TekstVeld):
    """A burgerservicenummer that passes the elfproef; its value is 9 digits, with a leading zero where it has one."""

    soort = "bsn"
    gevoelig = True
    hulp = (("autocomplete", "off"), ("inputmode", "numeric"))

    def lees(self) -> Feit:
        """Return 9 digits; dots and spaces may stand between, a leading zero may be left out; raises Afgekeurd."""
        cijfers = re.sub(r"[ .-]", "", opgeschoond(self.getypt()[0]))
        if not cijfers:
            return ""
        if not (cijfers.isascii() and cijfers.isdigit() and len(cijfers) in {8, 9}):
            raise Afgekeurd("Een burgerservicenummer heeft 9 cijfers. Controleer wat u heeft ingevuld.")
        try:
            return str(bsn.validate(cijfers))
        except ValidationError:
            raise Afgekeurd("Dit nummer klopt niet. Controleer de cijfers.") from None


class VoorlettersVeld(TekstVeld):
    """Initials, with or without dots; the value is capitals without dots."""

    def lees(self) -> Feit:
        """Return the capitals; raises Afgekeurd when there is more than letters."""
        letters = re.sub(r"[ .]", "", opgeschoond(self.getypt()[0])).upper()
        if len(letters) > 10 or not all(t.isalpha() for t in letters):
            raise Afgekeurd("Vul alleen de voorletters in, bijvoorbeeld J.P.")
        return letters

    def toon(self, waarde: Feit) -> str:
        """Write the initials with dots."""
        return "".join(f"{letter}." for letter in waarde)


class PostcodeVeld(TekstVeld):
    """A Dutch postcode; its value is '9712 HW'."""

    def lees(self) -> Feit:
        """Return four digits, a space and two capitals; raises Afgekeurd."""
        tekst = opgeschoond(self.getypt()[0]).replace(" ", "").upper()
        gevonden = _POSTCODE.fullmatch(tekst)
        if tekst and gevonden is None:
            raise Afgekeurd("Een postcode heeft 4 cijfers en 2 letters, bijvoorbeeld 1234 AB.")
        return f"{gevonden[1]} {gevonden[2]}" if gevonden else ""


class HuisnummerVeld(TekstVeld):
    """A house number with what is added to it: '12', '12a', '12-3'."""

    def lees(self) -> Feit:
        """Return the number as typed; raises Afgekeurd when it does not start with one."""
        tekst = opgeschoond(self.getypt()[0])
        if tekst and _HUISNUMMER.fullmatch(tekst) is None:
            raise Afgekeurd("Vul een huisnummer in, eventueel met een toevoeging, bijvoorbeeld 12a.")
        return tekst


class NummerVeld(TekstVeld):
    """A number of at most `cijfers` digits that is a name, not an amount: a toewijzingnummer, a code."""

    soort = "nummer"
    hulp = (("autocomplete", "off"), ("inputmode", "numeric"))

    def __init__(self, label: str, *, cijfers: int, precies: bool = False, **anders: Unpack[Tekstopties]) -> None:
        super().__init__(label, **anders)
        self.cijfers = cijfers
        self.precies = precies

    def lees(self) -> Feit:
        """Return the digits; raises Afgekeurd for anything else."""
        tekst = opgeschoond(self.getypt()[0]).replace(" ", "")
        past = len(tekst) == self.cijfers if self.precies else len(tekst) <= self.cijfers
        if tekst and not (past and tekst.isascii() and tekst.isdigit()):
            hoogstens = "" if self.precies else "hoogstens "
            raise Afgekeurd(f"Dit nummer heeft {hoogstens}{self.cijfers} cijfers. Controleer wat u heeft ingevuld.")
        return tekst


class AnoniemeTekstVeld(LangeTekstVeld):
    """Several lines about somebody who may not be known from them: a burgerservicenummer is refused, a name warned about."""

    soort = "anonieme_tekst"

    def lees(self) -> Feit:
        """Return the text; raises Afgekeurd when a number in it passes the elfproef."""
        tekst = super().lees()
        if noemt_bsn(str(tekst)):
            raise Afgekeurd(BSN_IN_TEKST)
        return tekst
