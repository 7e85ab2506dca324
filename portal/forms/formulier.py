"""The form of a bericht: its fields in sections, asked under conditions, read once into answers or errors."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final, Self

from wtforms import Form

from portal.domain.datums import voluit
from portal.domain.formulier import Antwoord, Antwoorden, Client, Fout, Fouten, Kader, Ruw, Sectie, VeldInfo
from portal.domain.voorwaarde import Feit, Feiten, Voorwaarde
from portal.forms.aanbiederveld import ANDERE_AANBIEDER
from portal.forms.datum import DatumVeld
from portal.forms.registerveld import ANDERS
from portal.forms.registratie import Registratie
from portal.forms.veld import Afgekeurd, Veld

# Forms without answers that are kept: one per kind of form, day and organisation that asks.
KEPT: Final = 256
# What the page around a form sends along in fields of its own.
VAN_DE_SITE: Final = ("actie", "csrf_token", "later", "verder")


class FoutFormulier(TypeError):
    """A form class contradicts itself; the app refuses to start with it."""


class _Invoer:
    """What was typed, as WTForms asks for it."""

    def __init__(self, ruw: Ruw) -> None:
        self._ruw = ruw

    def getlist(self, naam: str) -> list[str]:
        return list(self._ruw[naam])

    def __contains__(self, naam: str) -> bool:
        return naam in self._ruw


class BerichtFormulier(Form):  # type: ignore[misc]  # wtforms ships without types
    """A form that a mailbox fills with fields.

    `secties` names every field once, in the order of the page. `alleen_bij` gives, by the title of a section, the
    condition under which all of it is asked, and the same in words. `versie` goes up with every change that alters
    what an answer means. `burger_mag` names what a burger who comes by himself may leave out, `burger_niet` what he is not
    asked: what only an aanbieder has. `in_lijst` names the answers that stand in lists where there is no client. Answers keep
    the version and the labels they were given under.
    """

    versie: int = 1
    secties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    alleen_bij: Mapping[str, tuple[Voorwaarde, str]] = MappingProxyType({})
    burger_mag: tuple[str, ...] = ()
    burger_niet: tuple[str, ...] = ()
    in_lijst: tuple[str, ...] = ()

    def __init_subclass__(cls, **anders: object) -> None:
        """Refuse a form whose sections and fields differ; raises FoutFormulier."""
        super().__init_subclass__(**anders)
        genoemd = [naam for _, namen in cls.secties for naam in namen]
        velden = {naam for naam in dir(cls) if hasattr(getattr(cls, naam), "_formfield")}
        if cls.secties and (len(set(genoemd)) != len(genoemd) or set(genoemd) != velden):
            anders_dan = sorted(velden ^ set(genoemd)) or "een veld staat er twee keer"
            raise FoutFormulier(f"{cls.__name__}: secties en velden verschillen: {anders_dan}")
        burger = {*cls.burger_mag, *cls.burger_niet} - velden
        if cls.secties and burger:
            raise FoutFormulier(f"{cls.__name__}: vraagt een burger niet wat er niet is: {sorted(burger)}")
        if cls.secties and not velden.issuperset(cls.in_lijst):
            raise FoutFormulier(
                f"{cls.__name__}: in een lijst staat wat er niet is: {sorted({*cls.in_lijst} - velden)}"
            )
        eigen = velden & {*dir(BerichtFormulier), "getekend", *VAN_DE_SITE}
        if eigen:
            raise FoutFormulier(f"{cls.__name__}: deze namen zijn van het formulier zelf: {sorted(eigen)}")

    def __init__(self, *, kader: Kader | None = None) -> None:
        super().__init__()
        for titel, namen in self.secties:
            for naam in namen if titel in self.alleen_bij else ():
                self[naam].vraag_alleen(*self.alleen_bij[titel])
        self._waarden: dict[str, Feit] = {}
        self._afgekeurd: dict[str, str] = {}
        self._gevraagd: dict[str, bool] = {}
        if kader is not None:
            for veld in self:
                veld.verplicht = veld.verplicht and not (kader.voor_burger and veld.short_name in self.burger_mag)
                veld.spreek_als(kader.regio)
                veld.bereid_voor(kader)
                veld.kijkt_naar = veld.toon_als.velden() if veld.toon_als else frozenset()
                self._read(veld, _Invoer({}))
        # What a page drew of the fields that are empty: of no answer, so the same for everybody.
        self.getekend: dict[str, Any] = {}
        self._leeg: Mapping[str, Veld] = self._fields

    @classmethod
    def lees(cls, ruw: Ruw, kader: Kader) -> Antwoorden | Fouten:
        """Check what was typed; raises nothing."""
        return cls.vul(ruw, kader).gelezen()

    @classmethod
    def vul(cls, ruw: Ruw, kader: Kader) -> Self:
        """Make a form that shows what was typed, now or in a concept; names it does not know are left out."""
        soort: Any = cls  # mypy takes no class of wtforms for hashable
        gevraagd: Any = _voor_burger(soort) if kader.voor_burger else soort
        blanco: Self = _blanco(gevraagd, kader)
        return blanco.met(ruw)

    def gelezen(self) -> Antwoorden | Fouten:
        """Check this form, put each message at its field, and return the answers or all that is wrong."""
        fouten = self.fouten()
        return Fouten(fouten=fouten) if fouten else self.antwoorden()

    @classmethod
    def veldinfo(cls) -> tuple[VeldInfo, ...]:
        """Name the fields in their order."""
        soort: Any = cls
        gevonden: tuple[VeldInfo, ...] = _veldinfo(soort)
        return gevonden

    def met(self, ruw: Ruw) -> Self:
        """Return a copy with fields of its own that hold what was typed."""
        nieuw = copy(self)
        BerichtFormulier._take(nieuw, ruw)
        return nieuw

    def is_blanco(self, veld: Veld) -> bool:
        """Tell whether a field shows the same to everybody: nothing typed, nothing wrong, no hint or choice of his own."""
        blanco: Veld = self._leeg[veld.short_name]
        return not veld.persoonlijk and not any(veld.getypt()) and not veld.errors and veld.hint == blanco.hint

    def per_sectie(self) -> tuple[tuple[str, tuple[Veld, ...]], ...]:
        """Return the sections with their fields, for the page."""
        return tuple((titel, tuple(self[naam] for naam in namen)) for titel, namen in self.secties)

    def fouten(self) -> tuple[Fout, ...]:
        """Check the form, put each message at its field, and return them in the order of the form."""
        # What `validate` of WTForms comes to: a field has this one check.
        for veld in self:
            veld.errors = [tekst] if (tekst := self.afkeuring(veld)) else []
        zonder_fout = {naam for naam, veld in self._fields.items() if not veld.errors}
        feiten = self.feiten()
        samen = (*self._after_arrival(feiten), *self.samenhang(feiten))
        self.toon_fouten(fout for fout in samen if fout.veld in zonder_fout)
        return tuple(Fout(veld=veld.short_name, tekst=veld.errors[0]) for veld in self.velden() if veld.errors)

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:  # noqa: ARG002  # for the forms that override it
        """Yield what is wrong between answers; a mailbox says here what no single field can tell."""
        return ()

    def toon_fouten(self, fouten: Iterable[Fout]) -> tuple[Fout, ...]:
        """Put messages of elsewhere at their fields; return those that belong to no field of this form."""
        over = []
        for fout in fouten:
            if fout.veld in self:
                self[fout.veld].errors = [*self[fout.veld].errors, fout.tekst]
            else:
                over.append(fout)
        return tuple(over)

    def antwoorden(self) -> Antwoorden:
        """Return the answers with their labels; fields that are not asked or left empty are not there."""
        feiten = self.feiten()
        secties = (
            Sectie(
                titel=titel,
                antwoorden=tuple(
                    _answer(veld, feiten[veld.short_name]) for veld in velden if veld.short_name in feiten
                ),
            )
            for titel, velden in self.per_sectie()
        )
        return Antwoorden(
            formulierversie=self.versie,
            secties=tuple(s for s in secties if s.antwoorden),
            client=self.client_uit(feiten),
        )

    def client_uit(self, feiten: Feiten) -> Client | None:
        """Return the client that the answers are about; of a form without one what stands in lists, None where that is nothing."""
        # 'another one' says nothing: its name is a field of its own
        delen = [
            self[naam].toon(feiten[naam])
            for naam in self.in_lijst
            if feiten.get(naam, ANDERS) not in {ANDERS, ANDERE_AANBIEDER}
        ]
        return Client(aanduiding=" · ".join(delen)) if delen else None

    def feiten(self) -> dict[str, Feit]:
        """Return the values of the fields that are asked and filled in rightly."""
        return {naam: waarde for naam, waarde in self._waarden.items() if waarde and self.wordt_gevraagd(naam)}

    def getypt(self) -> dict[str, list[str]]:
        """Return what was typed, for a concept: also what is wrong or not asked for now."""
        return {veld.short_name: list(veld.getypt()) for veld in self if any(veld.getypt())}

    def wordt_gevraagd(self, naam: str) -> bool:
        """Tell whether a field is asked with the other answers; an answer that is not asked counts for nothing."""
        if naam not in self._gevraagd:
            self._gevraagd[naam] = self._is_asked(self[naam])
        return self._gevraagd[naam]

    def afkeuring(self, veld: Veld) -> str:
        """Say what is wrong with one field; empty when nothing is."""
        naam = veld.short_name
        if not self.wordt_gevraagd(naam):
            return ""
        if naam in self._afgekeurd:
            return self._afgekeurd[naam]
        waarde = self._waarden[naam]
        if waarde and waarde == self._waarden.get(veld.anders_dan):
            return f"Dit is hetzelfde als bij '{self[veld.anders_dan].label.text}'. Vul iets anders in, of wijzig het antwoord daarboven."
        return veld.leeg if veld.verplicht and not waarde else ""

    def velden(self) -> list[Veld]:
        """Return the fields in the order of the page."""
        return [veld for _, velden in self.per_sectie() for veld in velden]

    def _after_arrival(self, feiten: Feiten) -> Iterable[Fout]:
        """Yield the past days after the day it came in: what a burger brought cannot tell of what had yet to happen."""
        aankomst = str(feiten.get("binnengekomen_op", ""))
        for veld in self.velden() if aankomst else ():
            dag = str(feiten.get(veld.short_name, ""))
            if isinstance(veld, DatumVeld) and veld.verleden and dag > aankomst:
                yield Fout(
                    veld=veld.short_name,
                    tekst=f"Deze dag ligt na de dag waarop het binnenkwam, {voluit(date.fromisoformat(aankomst))}. "
                    "Controleer beide datums.",
                )

    def _is_asked(self, veld: Veld) -> bool:
        if veld.toon_als is None:
            return True
        waarden = self._waarden
        return veld.toon_als.geldt({v: waarden[v] for v in veld.kijkt_naar if v in waarden and self.wordt_gevraagd(v)})

    def _take(self, ruw: Ruw) -> None:
        """Give this copy of an empty form fields of its own; one in which nothing was typed was read before."""
        self._fields = {naam: _copied(veld) for naam, veld in self._leeg.items()}
        self.__dict__.update(self._fields)  # as wtforms does: a field is an attribute too
        self._waarden, self._afgekeurd, self._gevraagd = {**self._waarden}, {**self._afgekeurd}, {}
        invoer = _Invoer(ruw)
        for naam, veld in self._fields.items():
            if naam in ruw:
                self._read(veld, invoer)

    def _read(self, veld: Veld, invoer: _Invoer) -> None:
        veld.process(invoer)
        naam = veld.short_name
        self._afgekeurd.pop(naam, None)
        try:
            self._waarden[naam] = veld.lees()
        except Afgekeurd as fout:
            self._waarden[naam] = ""
            self._afgekeurd[naam] = str(fout)


@lru_cache(maxsize=KEPT)
def _blanco(soort: type[BerichtFormulier], kader: Kader) -> Any:  # noqa: ANN401 - the form of that class; a TypeVar does not pass lru_cache
    """Return the form without answers; making its fields costs ten times as much as copying them."""
    return soort(kader=kader)


@cache
def _voor_burger(soort: type[BerichtFormulier]) -> type[BerichtFormulier]:
    """Return the form as it is filled in for a burger: how it came in, and nothing that only an aanbieder is asked."""
    over = ((titel, tuple(naam for naam in namen if naam not in soort.burger_niet)) for titel, namen in soort.secties)
    secties = (Registratie.SECTIE, *((titel, namen) for titel, namen in over if namen))
    # A field that is None is one that WTForms leaves out.
    delen = {"__doc__": soort.__doc__, "secties": secties, "burger_niet": (), **dict.fromkeys(soort.burger_niet)}
    return type(f"{soort.__name__}VoorBurger", (Registratie, soort), delen)


@cache
def _veldinfo(soort: type[BerichtFormulier]) -> tuple[VeldInfo, ...]:
    return tuple(veld.info() for veld in soort().velden())


def _copied(veld: Veld) -> Veld:
    """Copy a field with what a form may change of it; label, choices and conditions are shared."""
    eigen: Veld = object.__new__(type(veld))  # wtforms itself makes no field outside a form
    eigen.__dict__.update(veld.__dict__)
    return eigen


def _answer(veld: Veld, waarde: Feit) -> Antwoord:
    return Antwoord(
        veld=veld.short_name,
        label=veld.label.text,
        waarde=waarde,
        tekst=veld.toon(waarde),
        gevoelig=veld.gevoelig,
    )
