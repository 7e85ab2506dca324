"""Fields with something to choose: ja or nee, one of a few, a gemeente, an aanbieder, products, a team."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Unpack

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget, Select

from portal.domain.datums import opsomming, voluit
from portal.domain.formulier import Kader
from portal.domain.routering import BUITEN_DE_REGIO, BUITENLAND, WEET_IK_NIET
from portal.domain.vergadering import vergaderdagen
from portal.domain.voorwaarde import Feit
from portal.forms.veld import Afgekeurd, Veld, Veldopties

JA, NEE = "ja", "nee"
ALLE_AANBIEDERS = "alle-aanbieders"

Keuzes = Iterable[tuple[str, str]]


class _Gekozen(Veld):
    """What all fields with choices share: only what is offered can be chosen."""

    leeg = "Kies een antwoord bij: {label}."
    hulp = ()

    def kies_uit(self, keuzes: Keuzes) -> None:
        """Offer these (value, label) pairs."""
        self.choices = [SelectChoice(value=waarde, label=label) for waarde, label in keuzes]

    def lees(self) -> Feit:
        """Return the chosen value; raises Afgekeurd for one that is not offered."""
        gekozen = self.getypt()[0]
        if gekozen and gekozen not in self._labels():
            raise Afgekeurd("Deze keuze bestaat niet. Kies een van de mogelijkheden.")
        return gekozen

    def toon(self, waarde: Feit) -> str:
        """Write the label of what was chosen."""
        return self._labels()[str(waarde)]

    def _labels(self) -> dict[str, str]:
        return {keuze.value: keuze.label for keuze in self.choices}


class KeuzeVeld(_Gekozen, RadioField):  # type: ignore[misc]  # wtforms ships without types
    """One of a few, all in sight; `uitleg` says of a choice, by its value, when it is the right one."""

    soort = "keuze"
    widget = ListWidget(prefix_label=False)

    def __init__(
        self, label: str, *, keuzes: Keuzes, uitleg: Mapping[str, str] | None = None, **anders: Unpack[Veldopties]
    ) -> None:
        super().__init__(label, **anders)
        self.kies_uit(keuzes)
        self.uitleg = uitleg or {}

    @property
    def anker(self) -> str:
        """The id of the first button."""
        return f"{self.id}-0"


class LopendProductVeld(KeuzeVeld):
    """A product that must have run on the day answered in `op`, as the register of toewijzingen knows it.

    A choice is a product of the region, or what the keys of several begin with.
    """

    soort = "lopend_product"

    def __init__(self, label: str, *, op: str, keuzes: Keuzes, **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, keuzes=keuzes, **anders)
        self.op = op


class JaNeeVeld(KeuzeVeld):
    """Ja or nee."""

    soort = "ja_nee"

    def __init__(self, label: str, **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, keuzes=((JA, "Ja"), (NEE, "Nee")), **anders)


class VinkVeld(Veld):
    """A box to tick; its value is 'ja' or nothing."""

    soort = "vink"
    hulp = ()
    widget = CheckboxInput()

    def lees(self) -> Feit:
        """Return 'ja' when ticked."""
        return JA if self.data else ""

    def toon(self, waarde: Feit) -> str:
        """Write what a tick means."""
        return "Ja" if waarde else "Nee"

    def _value(self) -> str:
        return JA


class Lijst(_Gekozen, SelectField):  # type: ignore[misc]  # wtforms ships without types
    """One of many, in a list that opens."""

    soort = "lijst"
    widget = Select()
    uitnodiging = "Kies uit de lijst"

    def __init__(self, label: str, **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, **anders)
        self.kies_uit([("", self.uitnodiging)])


class GemeenteVeld(Lijst):
    """A gemeente by its CBS code; `weet_ik_niet`, `buiten` (outside the region) and `buitenland` offer those answers too."""

    soort = "gemeente"
    uitnodiging = "Kies een gemeente"

    def __init__(
        self,
        label: str,
        *,
        weet_ik_niet: bool = False,
        buiten: bool = False,
        buitenland: bool = False,
        **anders: Unpack[Veldopties],
    ) -> None:
        super().__init__(label, **anders)
        self.weet_ik_niet = weet_ik_niet
        self.buiten = buiten
        self.buitenland = buitenland

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the gemeenten of the region by name, then the answers that are none of them."""
        keuzes = [("", self.uitnodiging), *sorted(((g.cbs, g.naam) for g in kader.regio.gemeenten), key=lambda k: k[1])]
        if self.weet_ik_niet:
            keuzes.append((WEET_IK_NIET, "Weet ik niet"))
        if self.buiten:
            keuzes += [(b.cbs, b.naam) for b in kader.regio.buiten]
            keuzes.append((BUITEN_DE_REGIO, "Een gemeente buiten de regio"))
        if self.buitenland:
            keuzes.append((BUITENLAND, "Het buitenland"))
        self.kies_uit(keuzes)


class EigenGemeenteVeld(Lijst):
    """One of the gemeenten that a team works for; of a team with one it stands filled in."""

    soort = "eigen_gemeente"
    uitnodiging = "Kies een gemeente"

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the gemeenten that the core gave as 'gemeente'."""
        eigen = kader.keuzes.get("gemeente", ())
        self.kies_uit(eigen if len(eigen) == 1 else [("", self.uitnodiging), *eigen])

    def lees(self) -> Feit:
        """Return the chosen gemeente, the only one when nothing was chosen; raises Afgekeurd for one that is not offered."""
        return super().lees() or next(iter(self._labels()))


class OntvangerVeld(Lijst):
    """The aanbieder that gets a bericht: one of those that take part."""

    soort = "ontvanger"
    uitnodiging = "Kies een aanbieder"

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the aanbieders of the kader but the sender's own."""
        self.kies_uit([("", self.uitnodiging), *(a for a in kader.aanbieders if a[0] != kader.organisatie)])


class TeamVeld(Lijst):
    """One of the teams of the kader."""

    soort = "team"
    uitnodiging = "Kies een team"

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the teams one may choose."""
        self.kies_uit([("", self.uitnodiging), *kader.teams])


class _Vakjes(_Gekozen, SelectMultipleField):  # type: ignore[misc]  # wtforms ships without types
    """Boxes of which one or more are ticked; its value is a tuple, in the order in which they stand."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, **anders)
        self.kies_uit(())

    def lees(self) -> Feit:
        """Return the chosen values; raises Afgekeurd for one that is not offered."""
        if set(self.data) - self._labels().keys():
            raise Afgekeurd("Deze keuze bestaat niet. Kies een van de mogelijkheden.")
        return tuple(waarde for waarde in self._labels() if waarde in self.data)

    def toon(self, waarde: Feit) -> str:
        """Write the names one after another."""
        return opsomming([self._labels()[sleutel] for sleutel in waarde])

    def getypt(self) -> Sequence[str]:
        """Return every box that was ticked."""
        return tuple(self.data)

    def process_data(self, value: object) -> None:
        """Start with nothing ticked."""
        self.data = list(value) if isinstance(value, list) else []

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep every box that was ticked."""
        self.data = list(valuelist)

    @property
    def anker(self) -> str:
        """The id of the first box."""
        return f"{self.id}-0"


class ProductenVeld(_Vakjes):
    """One or more products of the region, or only `alleen`, by their keys; of one burger at most one arrangement (Handboek §3)."""

    soort = "producten"
    leeg = "Kies minstens een product bij: {label}."

    def __init__(
        self, label: str, *, alleen: Collection[str] = (), van_burger: bool = True, **anders: Unpack[Veldopties]
    ) -> None:
        super().__init__(label, **anders)
        self.alleen, self.van_burger = alleen, van_burger
        self.arrangementen: frozenset[str] = frozenset()

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the products with their code, where there is one."""
        producten = [p for p in kader.regio.producten if not self.alleen or p.sleutel in self.alleen]
        self.kies_uit((p.sleutel, f"{p.code} {p.naam}".strip()) for p in producten)
        self.arrangementen = frozenset(p.sleutel for p in producten if p.arrangement and self.van_burger)

    def lees(self) -> Feit:
        """Return the chosen products; raises Afgekeurd for two arrangementen of one burger."""
        gekozen = super().lees()
        samen = [
            label for sleutel, label in self._labels().items() if sleutel in gekozen and sleutel in self.arrangementen
        ]
        if len(samen) > 1:
            raise Afgekeurd(f"Een burger heeft één arrangement tegelijk. Kies één van deze: {opsomming(samen)}.")
        return gekozen


class OntvangersVeld(_Vakjes):
    """The aanbieders that get a bericht, by their codes: some, or all that take part."""

    soort = "ontvangers"
    leeg = "Kies minstens een aanbieder, of alle aanbieders."

    def bereid_voor(self, kader: Kader) -> None:
        """Offer all at once, then the aanbieders of the kader but the sender's own."""
        eigen = (a for a in kader.aanbieders if a[0] != kader.organisatie)
        self.kies_uit([(ALLE_AANBIEDERS, "Alle aanbieders"), *eigen])

    def lees(self) -> Feit:
        """Return the chosen codes, of all when that was chosen; raises Afgekeurd for one that is not offered."""
        gekozen = super().lees()
        alle = self._labels() if ALLE_AANBIEDERS in gekozen else gekozen
        return tuple(code for code in alle if code != ALLE_AANBIEDERS)


class VergaderingVeld(Lijst):
    """One of the next meetings of something that meets every four weken from the first day that the region set."""

    soort = "vergadering"
    uitnodiging = "Kies een vergadering"
    weken = 4
    aantal = 6

    def __init__(self, label: str, *, instelling: str, **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, **anders)
        self.instelling = instelling

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the next meetings from today on, by their date."""

        def eerste(op: date) -> date:
            return date.fromisoformat(kader.regio.instelling(self.instelling, op=op))

        dagen = vergaderdagen(eerste, self.weken, kader.vandaag, self.aantal)
        self.kies_uit([("", self.uitnodiging), *((dag.isoformat(), voluit(dag)) for dag in dagen)])
