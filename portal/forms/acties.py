"""The small forms of acts on a bericht: a text, another desk, a taak that was done, a search."""

from typing import Self

from portal.domain.formulier import Kader, Ruw
from portal.domain.voorwaarde import Is
from portal.forms.datum import DatumVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.gegevens import BsnVeld, VoorlettersVeld
from portal.forms.keuze import KeuzeVeld, TeamVeld
from portal.forms.veld import LangeTekstVeld, TekstVeld


class TekstFormulier(BerichtFormulier):
    """One text that goes with an act: the question, the answer, the motivering, the reason."""

    secties = (("", ("tekst",)),)

    tekst = LangeTekstVeld("Uw tekst", leeg="Vul hier uw tekst in.")

    @classmethod
    def vul(cls, ruw: Ruw, kader: Kader, *, label: str = "", verplicht: bool = True) -> Self:
        """Make the form with the label of the act; without `verplicht` the text may stay empty."""
        formulier = super().vul(ruw, kader)
        formulier.tekst.verplicht = verplicht
        if label:
            formulier.tekst.label.text = label
            formulier.tekst.leeg = f"Vul in: {label.rstrip('?.')}."
        return formulier


class DoorstuurFormulier(BerichtFormulier):
    """To which team a bericht goes on, and why."""

    secties = (("", ("team", "reden")),)

    team = TeamVeld("Naar welk team?", leeg="Kies het team dat dit bericht moet krijgen.")
    reden = LangeTekstVeld(
        "Waarom hoort dit bij een ander team?",
        hint="De afzender en het nieuwe team zien deze tekst.",
        leeg="Schrijf op waarom dit bericht bij een ander team hoort.",
    )


class TaakFormulier(BerichtFormulier):
    """The day on which what a taak asks was sent: that day counts, not the day of the click."""

    secties = (("", ("verzonden_op",)),)

    verzonden_op = DatumVeld(
        "Op welke dag is het verstuurd?",
        hint="De dag waarop het echt is verstuurd, bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de dag in waarop het is verstuurd.",
    )


class ZoekFormulier(BerichtFormulier):
    """A search for a client: by burgerservicenummer, by birth date and initials, or by kenmerk."""

    secties = (("", ("soort", "bsn", "geboortedatum", "voorletters", "kenmerk")),)

    soort = KeuzeVeld(
        "Waarop zoekt u?",
        keuzes=(("bsn", "Burgerservicenummer"), ("geboren", "Geboortedatum en voorletters"), ("kenmerk", "Kenmerk")),
    )
    bsn = BsnVeld("Burgerservicenummer", toon_als=Is("soort", "bsn"), leeg="Vul het burgerservicenummer in.")
    geboortedatum = DatumVeld(
        "Geboortedatum",
        hint="Bijvoorbeeld 12-5-1987.",
        verleden=True,
        vanaf_jaar=1900,
        toon_als=Is("soort", "geboren"),
        leeg="Vul de geboortedatum in.",
    )
    voorletters = VoorlettersVeld("Voorletters", toon_als=Is("soort", "geboren"), leeg="Vul de voorletters in.")
    kenmerk = TekstVeld("Kenmerk", maximaal=50, toon_als=Is("soort", "kenmerk"), leeg="Vul het kenmerk in.")
