"""The forms of who lets people in: a colleague with his roles, a first beheerder, one more role."""

import re
from typing import Final

from portal.domain.formulier import Kader
from portal.domain.voorwaarde import Feit
from portal.forms.accounts import AccountVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.keuze import KeuzeVeld, ProductenVeld
from portal.forms.veld import Afgekeurd, TekstVeld

# One plain address: nothing that a header of a mail could read as a second one.
EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
ACCOUNT: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{2,63}")


class NieuwAccountVeld(AccountVeld):
    """The name of an account that is to be made."""

    hulp = (("autocomplete", "off"), ("autocapitalize", "none"), ("spellcheck", "false"))

    def lees(self) -> Feit:
        """Return the name in small letters; raises Afgekeurd when it cannot be one."""
        account = str(super().lees())
        if account and ACCOUNT.fullmatch(account) is None:
            raise Afgekeurd(
                "Gebruik 3 tot 64 letters, cijfers, punten of streepjes, zonder spaties. Bijvoorbeeld j.devries."
            )
        return account


class EmailVeld(TekstVeld):
    """One e-mail address."""

    soort = "e-mail"
    hulp = (("autocomplete", "off"), ("inputmode", "email"), ("autocapitalize", "none"), ("spellcheck", "false"))

    def lees(self) -> Feit:
        """Return the address; raises Afgekeurd when it is none, or more than one."""
        email = str(super().lees())
        if email and EMAIL.fullmatch(email) is None:
            raise Afgekeurd("Dit e-mailadres klopt niet. Vul één adres in, zoals naam@organisatie.nl.")
        return email


class RollenVeld(ProductenVeld):
    """One or more roles; the kader names them as the teams one may choose."""

    soort = "rollen"
    leeg = "Kies minstens één rol."

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the roles that can be given here."""
        self.kies_uit(kader.teams)


class RolVeld(KeuzeVeld):
    """One role; the kader names them as the teams one may choose."""

    soort = "rol"

    def __init__(self, label: str, **anders: object) -> None:
        super().__init__(label, keuzes=(), **anders)  # type: ignore[arg-type]  # the options of a field

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the roles that can be given here."""
        self.kies_uit(kader.teams)


class BeheerderFormulier(BerichtFormulier):
    """Who is to be the beheerder of an organisation."""

    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("", ("naam", "email", "account")),)

    naam = TekstVeld(
        "Naam", hint="Voor- en achternaam, zoals collega's die kennen.", maximaal=120, leeg="Vul de naam in."
    )
    email = EmailVeld(
        "E-mailadres",
        hint="Voor e-mail dat er iets klaarstaat. Daar staat nooit inhoud in.",
        leeg="Vul het e-mailadres in.",
    )
    account = NieuwAccountVeld(
        "Accountnaam",
        hint="Hiermee logt deze persoon in. Kies iets herkenbaars, zoals j.devries. U kunt dit later niet wijzigen.",
        maximaal=64,
        leeg="Vul een accountnaam in.",
    )


class ToelaatFormulier(BeheerderFormulier):
    """Who is let in, and with which roles."""

    secties = (("", ("naam", "email", "account", "rollen")),)

    rollen = RollenVeld("Wat mag deze collega doen?", hint="U kunt dit later wijzigen.", leeg="Kies minstens één rol.")


class RolFormulier(BerichtFormulier):
    """One more role for somebody who is in already."""

    secties = (("", ("rol",)),)

    rol = RolVeld("Welke rol komt erbij?", leeg="Kies de rol die erbij komt.")
