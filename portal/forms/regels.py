"""The forms by which a change of the rules is proposed: a decree, a day that lapses, a closing day, a setting."""

import re
from datetime import date
from typing import Final, TypeAlias

from portal.domain.formulier import Kader
from portal.domain.kalender import Besluit, Sluitingsdag
from portal.domain.regels import (
    BesluitHerzien,
    DagVervalt,
    NieuwBesluit,
    NieuweInstelling,
    NieuweSluitingsdag,
    NieuweTaakrol,
    SluitingsdagVervalt,
    Wijziging,
)
from portal.domain.rollen import TAAKROLLEN, Rol
from portal.domain.schrift import opgeschoond
from portal.domain.voorwaarde import Feit
from portal.forms.datum import DatumVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.gegevens import NummerVeld
from portal.forms.keuze import GemeenteVeld, KeuzeVeld, Lijst
from portal.forms.personen import RolVeld
from portal.forms.veld import Afgekeurd, LangeTekstVeld, TekstVeld

HELE_REGIO: Final = "regio"
_LIJKT_DATUM: Final = re.compile(r"[0-9]+([-/.])[0-9]+\1[0-9]+", re.ASCII)


def bronveld() -> TekstVeld:
    """Return the question where a rule is written down, which every change answers."""
    return TekstVeld(
        "Waar staat dit?",
        hint="Bijvoorbeeld Staatscourant 2028, 123. Iedere beheerder kan dit lezen: zet er geen namen van mensen in.",
        maximaal=200,
        leeg="Vul in waar dit staat, zodat een ander het kan nakijken.",
    )


class DagenVeld(LangeTekstVeld):
    """One day on each line; its value is a text of ISO dates."""

    def lees(self) -> Feit:
        """Return the days in ISO form, a space between; raises Afgekeurd for a line that is no date."""
        regels = opgeschoond(str(super().lees()), regels=True).split("\n")
        dagen = [DatumVeld.datum(regel.replace(" ", "")) for regel in regels if regel.strip()]
        if len(set(dagen)) != len(dagen):
            raise Afgekeurd("Er staat een dag twee keer in. Haal er een weg.")
        return " ".join(dag.isoformat() for dag in dagen)


class WaarVeld(GemeenteVeld):
    """One gemeente, or the whole region."""

    uitnodiging = "Kies waar"

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the whole region after the gemeenten."""
        super().bereid_voor(kader)
        self.kies_uit([*((keuze.value, keuze.label) for keuze in self.choices), (HELE_REGIO, "De hele regio")])


class UitKader(Lijst):
    """One of what the kader offers under the name of the field."""

    soort = "uit_kader"

    def bereid_voor(self, kader: Kader) -> None:
        """Offer it, in the order of the kader."""
        self.kies_uit([("", self.uitnodiging), *kader.keuzes.get(self.short_name, ())])


class WaardeVeld(TekstVeld):
    """The value of a setting; a day may be typed in any way a date may, and becomes ISO."""

    def lees(self) -> Feit:
        """Return the value in small letters; raises Afgekeurd for a date that is not there."""
        tekst = str(super().lees()).lower()
        return DatumVeld.datum(tekst).isoformat() if _LIJKT_DATUM.fullmatch(tekst) else tekst


class _Voorstel(BerichtFormulier):
    """A change that is proposed; `wijziging` gives it, only after a check without errors."""

    def _datum(self, naam: str) -> date:
        return date.fromisoformat(self._tekst(naam))

    def _tekst(self, naam: str) -> str:
        return str(self.feiten()[naam])

    def _gemeente(self) -> str:
        gekozen = self._tekst("gemeente")
        return "" if gekozen == HELE_REGIO else gekozen


class BesluitFormulier(_Voorstel):
    """A royal decree with its days."""

    secties = (("", ("naam", "bron", "van", "tot_en_met", "dagen")),)

    naam = TekstVeld("Naam van het besluit", maximaal=300, leeg="Vul de naam van het besluit in.")
    bron = bronveld()
    van = NummerVeld(
        "Eerste jaar waarvoor het besluit geldt",
        hint="Een besluit gaat over een paar jaar, tot nu toe drie.",
        cijfers=4,
        precies=True,
        leeg="Vul het eerste jaar in.",
    )
    tot_en_met = NummerVeld("Laatste jaar", cijfers=4, precies=True, leeg="Vul het laatste jaar in.")
    dagen = DagenVeld(
        "Gelijkgestelde dagen",
        hint="Eén dag op elke regel, als dag-maand-jaar. Vul alle dagen van het besluit in: daarna kent het portaal deze jaren.",
        leeg="Vul minstens één dag in.",
    )

    def wijziging(self) -> Wijziging:
        """Return the decree."""
        dagen = tuple(sorted(date.fromisoformat(dag) for dag in self._tekst("dagen").split()))
        return NieuwBesluit(
            besluit=Besluit(
                naam=self._tekst("naam"),
                van=int(self._tekst("van")),
                tot_en_met=int(self._tekst("tot_en_met")),
                dagen=dagen,
                bron=self._tekst("bron"),
            )
        )


class DagVervaltFormulier(_Voorstel):
    """A day that is a gelijkgestelde dag no more."""

    secties = (("", ("datum", "bron")),)

    datum = DatumVeld("Welke dag is geen gelijkgestelde dag meer?", leeg="Vul de dag in.")
    bron = bronveld()

    def wijziging(self) -> Wijziging:
        """Return the day that lapses."""
        return DagVervalt(datum=self._datum("datum"), bron=self._tekst("bron"))


def besluitsleutel(besluit: Besluit) -> str:
    """Return by what a decree is chosen: '2026-2028 Besluit …'."""
    return f"{besluit.van}-{besluit.tot_en_met} {besluit.naam}"


class BesluitHerzienFormulier(_Voorstel):
    """A decree with the wrong years, or that is none."""

    secties = (("", ("besluit", "van", "tot_en_met", "bron")),)

    besluit = UitKader("Welk besluit klopt niet?", leeg="Kies een besluit.")
    van = NummerVeld(
        "Eerste jaar waarvoor het besluit wel geldt",
        hint="Vervalt het hele besluit, met zijn dagen? Laat dan beide jaren leeg.",
        cijfers=4,
        precies=True,
        verplicht=False,
    )
    tot_en_met = NummerVeld("Laatste jaar", cijfers=4, precies=True, verplicht=False)
    bron = bronveld()

    def wijziging(self) -> Wijziging:
        """Return the decree with its years; with one of them missing as 0, which no decree covers."""
        jaren, _, naam = self._tekst("besluit").partition(" ")
        van, tot_en_met = (int(jaar) for jaar in jaren.split("-"))
        nieuw = (self._jaar("van"), self._jaar("tot_en_met"))
        return BesluitHerzien(
            naam=naam, van=van, tot_en_met=tot_en_met, jaren=nieuw if any(nieuw) else None, bron=self._tekst("bron")
        )

    def _jaar(self, naam: str) -> int:
        return int(str(self.feiten().get(naam) or 0))


class SluitingsdagFormulier(_Voorstel):
    """A day on which a gemeente or the region is closed."""

    secties = (("", ("gemeente", "datum", "reden", "bron")),)

    gemeente = WaarVeld("Wie is er dicht?", leeg="Kies een gemeente of de hele regio.")
    datum = DatumVeld("Op welke dag?", leeg="Vul de dag in.")
    reden = TekstVeld("Waarom?", hint="Kort, zoals 'collectieve vrije dag'.", maximaal=80, leeg="Vul kort in waarom.")
    bron = bronveld()

    def wijziging(self) -> Wijziging:
        """Return the closing day."""
        dag = Sluitingsdag(
            datum=self._datum("datum"),
            gemeente=self._gemeente(),
            reden=self._tekst("reden"),
            bron=self._tekst("bron"),
        )
        return NieuweSluitingsdag(dag=dag)


class SluitingsdagVervaltFormulier(_Voorstel):
    """A closing day that is none after all."""

    secties = (("", ("gemeente", "datum", "bron")),)

    gemeente = WaarVeld("Wie is toch niet dicht?", leeg="Kies een gemeente of de hele regio.")
    datum = DatumVeld("Op welke dag?", leeg="Vul de dag in.")
    bron = bronveld()

    def wijziging(self) -> Wijziging:
        """Return the closing day that lapses."""
        return SluitingsdagVervalt(datum=self._datum("datum"), gemeente=self._gemeente(), bron=self._tekst("bron"))


class InstellingFormulier(_Voorstel):
    """Another value for a setting, from a day on; the kader names the settings as the teams one may choose."""

    secties = (("", ("naam", "waarde", "vanaf", "bron")),)

    naam = RolVeld("Welke instelling?", leeg="Kies een instelling.")
    waarde = WaardeVeld(
        "Nieuwe waarde",
        hint="Ja of nee, een aantal, een tijd zoals 08:00, of een dag zoals 7-1-2027: wat bij de instelling hoort.",
        maximaal=10,
        leeg="Vul in wat het moet worden.",
    )
    vanaf = DatumVeld(
        "Vanaf welke dag?",
        hint="Voor vrije dagen, een tijd of een dag: vanaf dan. Voor al het andere: termijnen die vanaf dan beginnen.",
        leeg="Vul de dag in waarop dit ingaat.",
    )
    bron = bronveld()

    def wijziging(self) -> Wijziging:
        """Return the setting."""
        return NieuweInstelling(
            naam=self._tekst("naam"),
            waarde=self._tekst("waarde"),
            vanaf=self._datum("vanaf"),
            bron=self._tekst("bron"),
        )


class TaakrolFormulier(_Voorstel):
    """Another role for a taak in one Toegang, from a day on."""

    secties = (("", ("team", "taak", "rol", "vanaf", "bron")),)

    team = UitKader("Bij welke Toegang?", leeg="Kies een Toegang.")
    taak = UitKader("Welke taak?", leeg="Kies een taak.")
    rol = KeuzeVeld("Wie doet die?", keuzes=[(rol.value, rol.titel) for rol in TAAKROLLEN], leeg="Kies een rol.")
    vanaf = DatumVeld(
        "Vanaf welke dag?",
        hint="Voor taken die vanaf dan ontstaan. Wat al openstaat, houdt zijn rol.",
        leeg="Vul de dag in waarop dit ingaat.",
    )
    bron = bronveld()

    def wijziging(self) -> Wijziging:
        """Return the role of the taak."""
        return NieuweTaakrol(
            team=self._tekst("team"),
            taak=self._tekst("taak"),
            titel=self.taak.toon(self._tekst("taak")),
            rol=Rol(self._tekst("rol")),
            vanaf=self._datum("vanaf"),
            bron=self._tekst("bron"),
        )


RegelFormulier: TypeAlias = (
    BesluitFormulier
    | DagVervaltFormulier
    | BesluitHerzienFormulier
    | SluitingsdagFormulier
    | SluitingsdagVervaltFormulier
    | InstellingFormulier
    | TaakrolFormulier
)
FORMULIEREN: Final[dict[str, type[RegelFormulier]]] = {
    "besluit": BesluitFormulier,
    "dag-vervalt": DagVervaltFormulier,
    "besluit-herzien": BesluitHerzienFormulier,
    "sluitingsdag": SluitingsdagFormulier,
    "sluitingsdag-vervalt": SluitingsdagVervaltFormulier,
    "instelling": InstellingFormulier,
    "taakrol": TaakrolFormulier,
}
