"""A form as one reads it: its questions with what can be answered, and conditions in the words of those questions."""

from dataclasses import dataclass
from typing import Any, Final, assert_never

from portal.domain.datums import opsomming
from portal.domain.formulier import Formulier, Kader
from portal.domain.overdracht import VORIGE_GEMEENTEN, VORIGE_TOT
from portal.domain.voorwaarde import Eerder, En, Gelijk, Ingevuld, Is, Niet, Of, Voorwaarde
from portal.forms.keuze import JA, VinkVeld
from portal.forms.veld import Veld
from portal.forms.woorden import BURGER_MAG, BURGER_NIET

SOORTEN: Final = {
    "tekst": "één regel tekst",
    "lange_tekst": "een tekst van meer regels",
    "anonieme_tekst": "een tekst van meer regels, zonder wie het is",
    "datum": "een datum",
    "jaar": "een jaar",
    "vergadering": "een vergadering uit de lijst",
    "register": "één regel uit een register",
    "bsn": "een burgerservicenummer, met elfproef",
    "nummer": "een nummer",
    "keuze": "één antwoord uit een paar",
    "lopend_product": "één product dat liep, zoals het register van toewijzingen het weet",
    "ja_nee": "ja of nee",
    "vink": "aankruisen of niet",
    "gemeente": "een gemeente uit de lijst",
    "eigen_gemeente": "een gemeente waarvoor het team werkt",
    "aanbieder": "een aanbieder uit de lijst",
    "plaatsing": "een aanbieder uit de lijst, met wie nu is afgekoppeld",
    "ontvanger": "een aanbieder die meedoet",
    "ontvangers": "een of meer aanbieders die meedoen, of alle",
    "producten": "één of meer producten uit de lijst",
    "team": "een team uit de lijst",
    "aantallen": "een getal bij elke eigen regel van het register, als er meer zijn",
    "stukken": "de stukken van het dossier, elk met een vakje",
    "verband": "een eigen bericht, uit de lijst of met het nummer",
}
SHORT_LIST: Final = 8
JAAR: Final = 12
# Of a bericht that this one belongs to: what is no step of it.
VORIGE: Final = {
    VORIGE_GEMEENTEN: "de gemeente waar het eerder naartoe ging",
    VORIGE_TOT: "het einde van die eerdere overdracht",
}
# Facts that no question of the form gives: the core adds them.
AFGELEID: Final = {
    "team.gemeente": "de gemeente van het team dat het bericht heeft",
    "team.soort": "het soort team dat het bericht heeft",
    "afzender.soort": "het soort afzender",
    "afzender.gemeente": "de gemeente van het team dat verstuurt",
    "regio.gemeenten": "een gemeente van de regio",
    "bericht.aankomst": "de dag van ontvangst",
    "client.overleden": "de dag van overlijden die een ander bericht vastlegde",
    "stap.op": "de dag van deze stap",
    "dossier.bestanden": "een bestand uit het dossier dat meegaat",
    "taak.": "de taak",
    "register.": "wat er staat in het register",
    "verband.": "het team van het bericht waar dit bij hoort",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vraag:
    """One question: how it reads, what kind of answer it takes (`soort_code` as the field names it), when it is asked (empty: always).

    `bij_burger` says what is different when a burger brings it himself; empty when nothing is.
    """

    naam: str
    label: str
    hint: str
    soort: str
    soort_code: str
    verplicht: bool
    gevraagd_als: str
    bij_burger: str
    keuzes: tuple[str, ...]


class Verklaring:
    """The form of a mailbox in words; a question is named by its label, an answer by the text one chooses."""

    def __init__(self, formulier: type[Formulier], kader: Kader) -> None:
        # Every form of a mailbox is made of the fields of this package; the Protocol only names what the core needs.
        anders: Any = formulier
        self._formulier = anders.vul({}, kader)
        self._velden: dict[str, Veld] = {veld.short_name: veld for veld in self._formulier.velden()}

    def secties(self) -> tuple[tuple[str, tuple[Vraag, ...]], ...]:
        """Return the questions in the order and under the headings of the form."""
        return tuple(
            (titel, tuple(self._question(veld) for veld in velden)) for titel, velden in self._formulier.per_sectie()
        )

    def vraag(self, naam: str) -> str:
        """Name a question by its label in quotes, or a derived fact in words."""
        if naam in self._velden:
            return f"'{self._velden[naam].label.text}'"
        if naam.startswith("verband.") and naam.count(".") > 1:
            wat, taak = naam.split(".", 2)[2].removeprefix("taak."), "de taak " if ".taak." in naam else ""
            return VORIGE.get(wat) or f"{taak}'{wat}' van het bericht waar dit bij hoort"
        for begin, woorden in AFGELEID.items():
            if naam.startswith(begin):
                rest = naam.removeprefix(begin)
                return f"{woorden} '{rest}'" if rest else woorden
        return f"'{naam}'"

    def komt_na(self, maanden: int, veld: str, voor: str) -> str:
        """Say when a day has passed: the answer `voor`, or the bericht, comes so many maanden and more after the answer `veld`."""
        later = "" if not maanden else "meer dan een jaar " if maanden == JAAR else f"meer dan {maanden} maanden "
        return f"Komt {self.vraag(voor) if voor else 'het bericht'} {later}na {self.vraag(veld)}, dan wordt het aangenomen."

    def als(self, voorwaarde: Voorwaarde) -> str:
        """Say a condition so that it reads well after 'als'."""
        match voorwaarde:
            case Niet(binnen):
                return self._niet(binnen)
            case En(delen):
                return " en ".join(self._deel(deel, Of) for deel in delen)
            case Of(delen):
                return " of ".join(self._deel(deel, En) for deel in delen)
            case Is() | Ingevuld() | Gelijk() | Eerder():
                return self._simple(voorwaarde, niet="")
            case _:
                assert_never(voorwaarde)

    def _niet(self, voorwaarde: Voorwaarde) -> str:
        match voorwaarde:
            case Is() | Ingevuld() | Gelijk() | Eerder():
                return self._simple(voorwaarde, niet="niet ")
            case Niet(binnen):
                return self.als(binnen)
            case En(delen):  # De Morgan reads better than 'it is not so that'
                return " of ".join(self._deel(Niet(deel), En) for deel in delen)
            case Of(delen):
                return " en ".join(self._deel(Niet(deel), Of) for deel in delen)
            case _:
                assert_never(voorwaarde)

    def _simple(self, voorwaarde: Is | Ingevuld | Gelijk | Eerder, *, niet: str) -> str:
        match voorwaarde:
            case Eerder(veld, ander, maanden):
                later = f" plus {maanden} maanden" if maanden else ""
                return f"{self.vraag(veld)}{later} {niet}eerder is dan {self.vraag(ander)}"
            case Is(veld, waarde) if waarde == JA and isinstance(self._velden.get(veld), VinkVeld):
                return f"{self.vraag(veld)} {niet}is aangekruist"
            case Is(veld, waarde):
                wat = f"het antwoord op {self.vraag(veld)}" if veld in self._velden else self.vraag(veld)
                return f"{wat} {niet}'{self._label(veld, waarde)}' is"
            case Ingevuld(veld):
                return f"{self.vraag(veld)} {niet}is ingevuld"
            case Gelijk(veld, ander) if ander in self._velden:
                return f"de antwoorden op {self.vraag(veld)} en {self.vraag(ander)} {niet}gelijk zijn"
            case Gelijk(veld, ander):
                return f"het antwoord op {self.vraag(veld)} {niet}gelijk is aan {self.vraag(ander)}"
            case _:
                assert_never(voorwaarde)

    def _deel(self, voorwaarde: Voorwaarde, anders: type[En | Of]) -> str:
        """Say a part of a whole; brackets only where 'en' and 'of' would mix."""
        tekst = self.als(voorwaarde)
        kern = voorwaarde.voorwaarde if isinstance(voorwaarde, Niet) else voorwaarde
        gemengd = isinstance(kern, En | Of) and (" en " in tekst or " of " in tekst)
        return f"({tekst})" if gemengd and (isinstance(kern, anders) or isinstance(voorwaarde, Niet)) else tekst

    def _label(self, veld: str, waarde: str) -> str:
        return dict(_choices(self._velden[veld])).get(waarde, waarde) if veld in self._velden else waarde

    def _question(self, veld: Veld) -> Vraag:
        keuzes = tuple(label for waarde, label in _choices(veld) if waarde)
        return Vraag(
            naam=veld.short_name,
            label=veld.label.text,
            hint=veld.hint,
            soort_code=veld.soort,
            soort=SOORTEN.get(veld.soort, veld.soort.replace("_", " ")),
            verplicht=veld.verplicht,
            gevraagd_als=self.als(veld.toon_als) if veld.toon_als else "",
            bij_burger=self._of_burger(veld.short_name),
            keuzes=keuzes
            if len(keuzes) <= SHORT_LIST
            else (*keuzes[:SHORT_LIST], f"en {len(keuzes) - SHORT_LIST} meer"),
        )

    def _of_burger(self, naam: str) -> str:
        if naam in self._formulier.burger_niet:
            return BURGER_NIET
        return BURGER_MAG if naam in self._formulier.burger_mag else ""


def namen(formulier: Verklaring, velden: tuple[str, ...]) -> str:
    """Name several questions one after another."""
    return opsomming([formulier.vraag(veld) for veld in velden])


def _choices(veld: Veld) -> tuple[tuple[str, str], ...]:
    return tuple((keuze.value, keuze.label) for keuze in getattr(veld, "choices", None) or ())
