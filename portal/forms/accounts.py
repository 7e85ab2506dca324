"""The form to log in with."""

from wtforms.widgets import PasswordInput

from portal.domain.voorwaarde import Feit
from portal.forms.formulier import BerichtFormulier
from portal.forms.gegevens import NummerVeld
from portal.forms.veld import Afgekeurd, TekstVeld


class AccountVeld(TekstVeld):
    """The name of an account; case does not count."""

    hulp = (("autocomplete", "username"), ("autocapitalize", "none"), ("spellcheck", "false"))

    def lees(self) -> Feit:
        """Return the name in small letters; raises Afgekeurd when it is too long."""
        return str(super().lees()).lower()


class WachtwoordVeld(TekstVeld):
    """A password, exactly as typed, never shown again and never in an answer's text."""

    soort = "wachtwoord"
    gevoelig = True
    widget = PasswordInput(hide_value=True)
    hulp = (("autocomplete", "current-password"),)

    def lees(self) -> Feit:
        """Return the password untouched; raises Afgekeurd when it cannot be one."""
        wachtwoord = self.getypt()[0]
        if len(wachtwoord) > self.maximaal:
            raise Afgekeurd("Dit wachtwoord is te lang. Controleer wat u heeft ingevuld.")
        return wachtwoord

    def toon(self, waarde: Feit) -> str:
        """Write nothing of it."""
        return "••••••" if waarde else ""


class CodeVeld(NummerVeld):
    """The six digits of the second factor."""

    hulp = (("autocomplete", "one-time-code"), ("inputmode", "numeric"))


class InlogFormulier(BerichtFormulier):
    """Account, password, and the code where the second factor is on."""

    secties = (("Inloggen", ("account", "wachtwoord", "code")),)

    account = AccountVeld("Account", leeg="Vul uw account in.")
    wachtwoord = WachtwoordVeld("Wachtwoord", maximaal=1000, leeg="Vul uw wachtwoord in.")
    code = CodeVeld("Code", hint="De 6 cijfers uit uw authenticator-app.", cijfers=6, precies=True, verplicht=False)
