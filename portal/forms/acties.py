"""The small forms of acts on a bericht: a text, another desk, a taak that was done, a search."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final, Self

from wtforms.fields import Label

from portal.domain.formulier import Kader, Ruw
from portal.domain.openingsreden import REDENEN, Openingsreden
from portal.domain.voorwaarde import Is
from portal.forms.aanbiederveld import AanbiederVeld
from portal.forms.datum import DatumVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.gegevens import BsnVeld, NummerVeld, VoorlettersVeld
from portal.forms.keuze import KeuzeVeld, TeamVeld
from portal.forms.veld import LangeTekstVeld, TekstVeld


class TekstFormulier(BerichtFormulier):
    """One text that goes with an act: the question, the answer, the motivering, the reason."""

    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("", ("tekst",)),)

    tekst = LangeTekstVeld("Uw tekst", leeg="Vul hier uw tekst in.")

    @classmethod
    def vul(cls, ruw: Ruw, kader: Kader, *, label: str = "", verplicht: bool = True, daglabel: str = "") -> Self:
        """Make the form with the labels of the act; without `verplicht` the text may stay empty."""
        formulier = super().vul(ruw, kader)
        formulier.tekst.verplicht = verplicht
        if label:
            formulier.tekst.label = Label(formulier.tekst.label.field_id, label)
            formulier.tekst.leeg = (
                f"Geef antwoord op: {label}" if label.endswith("?") else f"Vul in: {label.rstrip('.')}."
            )
        if daglabel:
            formulier.dag.label = Label(formulier.dag.label.field_id, daglabel)
        return formulier


class StapFormulier(TekstFormulier):
    """A step that was made outside the portal: the day on which it was, and a text that goes with it."""

    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("", ("dag", "tekst")),)

    dag = DatumVeld(
        "Op welke dag?",
        hint="De dag waarop het echt is gebeurd, bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de dag in.",
    )


class GetekendFormulier(TekstFormulier):
    """That the burger signed, as facts: on which day and who saw it; with a text that goes with it."""

    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("", ("getekend_op", "gezien_door", "tekst")),)

    getekend_op = DatumVeld(
        "Op welke dag heeft de burger getekend?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul in op welke dag de burger heeft getekend.",
    )
    gezien_door = TekstVeld(
        "Wie heeft gezien dat de burger tekende?",
        hint="Naam en functie.",
        leeg="Vul in wie heeft gezien dat de burger tekende.",
    )


class GetekendeStapFormulier(GetekendFormulier, StapFormulier):
    """What was signed came in on a day."""

    secties = (("", ("dag", "getekend_op", "gezien_door", "tekst")),)


# What the page of every act sends along in fields of its own, and asks of itself: no question of a step may be called so.
VAN_DE_STAP: Final = frozenset(
    {"sleutel", "versie", "stukken", "tekstversie", "getoond", "tekst", "dag", "getekend_op", "gezien_door"}
)
# By what an act asks besides its text: a day, and a signature.
TEKSTFORMULIEREN: Final[Mapping[tuple[bool, bool], type[TekstFormulier]]] = {
    (False, False): TekstFormulier,
    (True, False): StapFormulier,
    (False, True): GetekendFormulier,
    (True, True): GetekendeStapFormulier,
}


@cache
def met_vragen(tekst: type[TekstFormulier], vragen: Any) -> type[TekstFormulier]:  # noqa: ANN401 - a form class of a mailbox, which the web hands on
    """Return the form of an act with the questions of its step before the text."""
    delen = {"__doc__": vragen.__doc__, "secties": (*vragen.secties, *tekst.secties)}
    return type(f"{vragen.__name__}MetTekst", (tekst, vragen), delen)


class DoorstuurFormulier(BerichtFormulier):
    """To which team a bericht goes on, and why."""

    secties = (("", ("team", "reden")),)

    team = TeamVeld("Naar welk team?", leeg="Kies het team dat dit bericht moet krijgen.")
    reden = LangeTekstVeld(
        "Waarom hoort dit bij een ander team?",
        hint="De afzender en het nieuwe team zien deze tekst.",
        leeg="Schrijf op waarom dit bericht bij een ander team hoort.",
    )


def _opening(namens: str) -> KeuzeVeld:
    return KeuzeVeld(
        "Waarom opent u dit?",
        hint="Uw reden wordt vastgelegd.",
        keuzes=tuple((reden.value, reden.titel) for reden in REDENEN[namens]),
        leeg="Kies waarom u dit opent.",
    )


class RedenFormulier(BerichtFormulier):
    """Why somebody opens who a melding is about: a choice, for what stands in the log must name nobody."""

    secties = (("", ("opening",)),)

    opening = _opening("team")

    @classmethod
    def van(cls, namens: str) -> "type[RedenFormulier]":
        """Return the form with the reasons of this side: "team" or "organisatie"."""
        return EigenRedenFormulier if namens == "organisatie" else cls

    def reden(self) -> Openingsreden:
        """Return the chosen reason; only for a form without errors."""
        return Openingsreden(str(self.feiten()["opening"]))


class EigenRedenFormulier(RedenFormulier):
    """Why the sender opens it again."""

    opening = _opening("organisatie")


class TaakFormulier(BerichtFormulier):
    """The day on which what a taak asks was sent: that day counts, not the day of the click."""

    secties = (
        (
            "",
            (
                "verzonden_op",
                "getekend_op",
                "gezien_door",
                "einddatum",
                "aanbieder",
                "ingangsdatum",
                "toewijzingnummer",
                "laatste_dag",
            ),
        ),
    )

    einddatum = DatumVeld(
        "Wat is de einddatum van de indicatie?",
        hint="Die staat in het 301-bericht, bijvoorbeeld 31-12-2026.",
        verplicht=False,
    )
    aanbieder = AanbiederVeld(
        "Welke aanbieder kreeg de toewijzing?",
        hint="Die aanbieder krijgt een herinnering voor de herindicatie.",
        verplicht=False,
    )
    ingangsdatum = DatumVeld("Ingangsdatum van de toewijzing", hint="Bijvoorbeeld 31-12-2026.", verplicht=False)
    toewijzingnummer = NummerVeld(
        "Toewijzingsnummer", hint="Hoogstens 9 cijfers, staat in het iWmo 301-bericht.", cijfers=9, verplicht=False
    )
    laatste_dag = DatumVeld("Laatste dag van de toewijzing", hint="Bijvoorbeeld 31-12-2026.", verplicht=False)
    getekend_op = DatumVeld(
        "Op welke dag heeft de burger getekend?", hint="Bijvoorbeeld 31-12-2026.", verleden=True, verplicht=False
    )
    gezien_door = TekstVeld("Wie heeft gezien dat de burger tekende?", hint="Naam en functie.", verplicht=False)
    verzonden_op = DatumVeld(
        "Op welke dag is het verstuurd?",
        hint="De dag waarop het echt is verstuurd, bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de dag in waarop het is verstuurd.",
    )

    def datum(self) -> date:
        """Return the day that was filled in; only for a form without errors."""
        return date.fromisoformat(str(self.feiten()["verzonden_op"]))


class ZoekFormulier(BerichtFormulier):
    """A search: by burgerservicenummer, by birth date and initials, by kenmerk, or by the number of a bericht."""

    secties = (("", ("soort", "bsn", "geboortedatum", "voorletters", "kenmerk", "nummer")),)

    soort = KeuzeVeld(
        "Waarop zoekt u?",
        keuzes=(
            ("bsn", "Burgerservicenummer"),
            ("geboren", "Geboortedatum en voorletters"),
            ("kenmerk", "Kenmerk van de aanbieder"),
            ("nummer", "Nummer van het bericht"),
        ),
    )
    bsn = BsnVeld(
        "Burgerservicenummer",
        hint="9 cijfers.",
        toon_als=Is("soort", "bsn"),
        alleen_als="Alleen als u zoekt op burgerservicenummer.",
        leeg="Vul het burgerservicenummer in.",
    )
    geboortedatum = DatumVeld(
        "Geboortedatum",
        hint="Bijvoorbeeld 12-5-1987.",
        verleden=True,
        vanaf_jaar=1900,
        toon_als=Is("soort", "geboren"),
        alleen_als="Alleen als u zoekt op geboortedatum.",
        leeg="Vul de geboortedatum in.",
    )
    voorletters = VoorlettersVeld(
        "Voorletters",
        hint="Bijvoorbeeld J.P.",
        toon_als=Is("soort", "geboren"),
        alleen_als="Alleen als u zoekt op geboortedatum.",
        leeg="Vul de voorletters in.",
    )
    kenmerk = TekstVeld(
        "Kenmerk van de aanbieder",
        maximaal=50,
        toon_als=Is("soort", "kenmerk"),
        alleen_als="Alleen als u zoekt op kenmerk.",
        leeg="Vul het kenmerk in.",
    )
    nummer = TekstVeld(
        "Nummer van het bericht",
        hint="Het nummer uit de e-mail of de ontvangstbevestiging.",
        maximaal=30,
        toon_als=Is("soort", "nummer"),
        alleen_als="Alleen als u zoekt op nummer.",
        leeg="Vul het nummer in.",
    )

    def zoekopdracht(self) -> tuple[str, str]:
        """Return kind and value as the search takes them; only for a form without errors."""
        feiten = self.feiten()
        soort = str(feiten["soort"])
        if soort == "geboren":
            return soort, f"{feiten['geboortedatum']}|{feiten['voorletters']}"
        return soort, str(feiten[soort])
