"""The declaration of a mailbox in plain Dutch: its routing, clocks, bijlagen and steps in the words of its own form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.datums import MAANDEN, opsomming
from portal.domain.gemeenten import Regio
from portal.domain.gevolg import Gevolg, LeegRegister, Taak, VulRegister
from portal.domain.kortweg import in_het_kort, trede_in_het_kort, waarschuwing_in_het_kort
from portal.domain.levensloop import Overgang, Tekst
from portal.domain.mailbox import Mailbox
from portal.domain.regiowoorden import in_elke_regio, in_regio
from portal.domain.routeregel import zonder_team
from portal.domain.routering import HEEL, Delen, Keuze, OpAfzender, OpAntwoord, OpRegister, OpVerband, Routering
from portal.domain.termijn import (
    BijAankomst,
    BijAntwoord,
    BijDeelname,
    BijOvergang,
    BijTaak,
    Grens,
    Jaarlijks,
    NaTermijn,
    OpDatum,
    Soort,
    Termijn,
    VanVerband,
)
from portal.domain.wijzigbaar import wat_mag
from portal.forms.stapnaar import to_where
from portal.forms.verklaring import Verklaring
from portal.forms.woorden import BURGER_MAG, CONTACT, EIS, FASE, GEVOLG, KARAKTER, MOMENTEN, TEKST, na_overlijden, party

OP_DE_KLOK = (("pas_na", "Kan pas na"), ("tot_en_met", "Kan tot en met"), ("bij_verlopen", "Gaat vanzelf na"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Regel:
    """One thing a mailbox declares: its title, what is to be known of it line by line, and its source."""

    titel: str
    regels: tuple[str, ...]
    bron: str = ""


class InWoorden:
    """A mailbox as its readers see it; every method gives the lines of one part of the page."""

    def __init__(self, mailbox: Mailbox, verklaring: Verklaring, regio: Regio, *, op: date) -> None:
        self._mailbox, self._form, self._regio, self._op = mailbox, verklaring, regio, op
        self._named_as = {o.code: f"'{o.titel}'" for o in mailbox.levensloop.overgangen} | MOMENTEN
        self._named_as |= {f"taak:{taak.code}": f"de taak '{taak.titel}'" for taak in mailbox.taken()}

    def afzenders(self) -> list[str]:
        """Say who may send."""
        woorden = []
        for afzender in self._mailbox.afzenders:
            rollen = opsomming([rol.titel for rol in afzender.rollen])
            burger = ", voor een burger die zich meldt" if afzender.voor_burger else ""
            register = f", alleen wie in het register '{afzender.register}' staat" if afzender.register else ""
            woorden.append(f"Een {afzender.soort.value.replace('_', ' ')} ({rollen}){burger}{register}")
        woorden += na_overlijden(self._mailbox)
        if self._mailbox.na_contract:
            woorden.append(f"Een aanbieder nog {self._mailbox.na_contract} maanden na het einde van zijn contract")
        if self._mailbox.stil:
            woorden.append("De afzender hoort niet meer dan dat het is ontvangen")
        return woorden

    def routering(self) -> list[str]:
        """Say the routing, one rule a line."""
        return list(self._route(self._mailbox.routering))

    def verwijzingen(self) -> list[Regel]:
        """Say when a matter belongs elsewhere."""
        return [
            Regel(
                titel=f"{v.tekst}{CONTACT if v.met_contact else ''}",
                regels=(f"Als {self._form.als(v.als)}.",),
                bron=str(v.bron),
            )
            for v in self._mailbox.verwijzingen
        ]

    def verstreken(self) -> list[Regel]:
        """Say what each side reads when a date had passed already."""
        return [
            Regel(
                titel=v.titel,
                regels=(
                    self._form.komt_na(v.maanden, v.veld, v.voor),
                    f"De afzender leest: {v.voor_afzender}",
                    f"Het team leest: {v.voor_team}",
                ),
                bron=str(v.bron),
            )
            for v in self._mailbox.verstreken
        ]

    def termijnen(self) -> list[Regel]:
        """Say every clock: how long, from when, what it means, what ends or suspends it."""
        return [self._clock(termijn) for termijn in self._mailbox.alle_termijnen()]

    def bijlagen(self) -> list[Regel]:
        """Say every attachment that is asked."""
        return [self._attachment(bijlage) for bijlage in self._mailbox.bijlagen]

    def toestanden(self) -> list[tuple[str, str, str]]:
        """Say every status, who is waited for, and what can be done from it."""
        loop = self._mailbox.levensloop
        kan = {t.code: [o.titel for o in loop.overgangen if t.code in o.van] or ["niets meer"] for t in loop.toestanden}
        return [(t.titel, FASE[t.fase], opsomming(kan[t.code])) for t in loop.toestanden]

    def stappen(self) -> list[tuple[Regel, list[Regel]]]:
        """Say every step with the taken that follow from it."""
        return [
            (self._step(overgang), [self._effect(gevolg, overgang.gevolgen) for gevolg in overgang.gevolgen])
            for overgang in self._mailbox.levensloop.overgangen
        ]

    def delen(self) -> list[Regel]:
        """Say which answers are sealed apart, to which other berichten this one can be tied, and what follows from sending it."""
        delen = [
            Regel(
                titel=deel.titel,
                regels=(
                    f"Apart verzegeld: {opsomming([self._form.vraag(veld) for veld in deel.velden])}.",
                    "Openen vraagt een reden." if deel.reden_nodig else "Openen vraagt geen reden.",
                ),
            )
            for deel in self._mailbox.delen
        ]
        verbanden = [
            Regel(
                titel=v.titel,
                regels=(
                    f"Verband met {opsomming(v.mailboxen)}: {v.soort.value}.",
                    *(["Alleen een bericht dat nog loopt."] if v.open else []),
                ),
            )
            for v in self._mailbox.verbanden
        ]
        return [*delen, *verbanden, *(self._effect(gevolg, ()) for gevolg in self._mailbox.bij_indienen)]

    def _route(self, regel: Routering) -> Iterator[str]:
        match regel:
            case Delen(delen=delen):
                for deel, binnen in delen:
                    wat = "" if deel == HEEL else f"Het deel '{deel}': "
                    yield from (f"{wat}{zin}" for zin in self._route(binnen))
            case Keuze(als=als, dan=dan, anders=anders):
                yield from (f"Als {self._form.als(als)}: {_small(zin)}" for zin in self._route(dan))
                yield from (f"Anders: {_small(zin)}" for zin in self._route(anders))
            case OpAntwoord():
                yield from self._by_answer(regel)
            case OpRegister(register=register, rol=rol, soort=soort, anders=anders):
                yield f"Naar {soort.titel} van de {rol}, gevonden in het register '{register}'."
                yield from (f"Wordt daar niets gevonden: {_small(zin)}" for zin in self._route(anders))
            case OpVerband(anders=anders):
                yield "Naar het team van het bericht waar dit bij hoort."
                if anders is not None:
                    yield from (f"Hoort het nergens bij: {_small(zin)}" for zin in self._route(anders))
            case OpAfzender(veld=veld):
                yield f"Naar wie de afzender kiest bij {self._form.vraag(veld)}."
            case _:
                yield f"Altijd naar {regel.soort.titel}."

    def _by_answer(self, regel: OpAntwoord) -> Iterator[str]:
        yield f"Naar {regel.soort.titel} van de {regel.rol}: het antwoord op {self._form.vraag(regel.veld)}."
        if regel.anders_soort:
            yield f"Heeft die gemeente dat team niet: naar {regel.anders_soort.titel} daar."
            if zonder := zonder_team(regel.soort, self._regio):
                yield f"In deze regio is dat team niet ingesteld voor {opsomming(zonder)}."
        if regel.onbekend:
            yield f"Weet de afzender dat niet: naar de {regel.reserve}, {self._form.vraag(regel.onbekend)}."
        if regel.buiten:
            yield f"Ligt die gemeente buiten de regio: naar de {regel.reserve}, {self._form.vraag(regel.buiten)}."

    def _clock(self, termijn: Termijn) -> Regel:
        in_regio = self._regio.ingesteld(termijn, op=self._op)
        duur = in_het_kort(in_regio)
        regels = [f"{duur[0].upper()}{duur[1:]}, {self._begin(termijn)}. Dit is {KARAKTER[termijn.karakter]}."]
        if termijn.kan_te_laat:
            regels.append(f"Aan zet: {party(termijn.eigenaar)}.")
        stil = (("Staat stil", termijn.schorst), ("Loopt weer", termijn.hervat))
        wanneer = (("Klaar", termijn.eindigt), ("Vervalt", termijn.vervalt), *stil)
        regels += [f"{woord} bij: {self._named(codes)}." for woord, codes in wanneer if codes]
        regels += wat_mag(termijn)
        if termijn.als:
            regels.append(f"Alleen als {self._form.als(termijn.als)}.")
        regels += [waarschuwing_in_het_kort(w) for w in termijn.waarschuwingen]
        if termijn.trede:
            regels.append(f"Daarna: {trede_in_het_kort(termijn.trede)}.")
        if termijn.niet_na:
            regels.append(f"Het team wordt gewaarschuwd als dit na {self._form.vraag(termijn.niet_na.veld)} uitkomt.")
        soort = "wettelijke termijn" if termijn.soort is Soort.WETTELIJK else "afspraak"
        return Regel(titel=termijn.titel, regels=tuple(regels), bron=f"{soort}, {termijn.bron}")

    def _begin(self, termijn: Termijn) -> str:
        match termijn.begint:
            case BijAankomst():
                return "vanaf de dag van ontvangst"
            case OpDatum(veld=veld):
                return f"gerekend vanaf het antwoord op {self._form.vraag(veld)}"
            case BijOvergang(overgang=overgang):
                return f"vanaf de stap {self._named((overgang,))}"
            case BijAntwoord(overgang=overgang):
                return f"gerekend vanaf de dag die de stap {self._named((overgang,))} noemt"
            case BijTaak(taak=taak):
                return f"vanaf de dag waarop {self._named((f'taak:{taak}',))} is gedaan"
            case NaTermijn(termijn=vorige):
                eerder = self._mailbox.termijn(vorige)
                return f"na de laatste dag van '{eerder.titel if eerder else vorige}'"
            case VanVerband(verband=verband, datum=datum):
                return f"vanaf '{datum}' van het bericht waar dit bij hoort ({verband})"
            case Jaarlijks(maand=maand, dag=dag):
                woord = "vóór" if termijn.grens is Grens.VOOR else "vanaf"
                return f"elk jaar {woord} {dag} {MAANDEN[maand - 1]}"
            case BijDeelname():
                return "vanaf de dag waarop een organisatie (weer) meedoet, als zij er sindsdien nog geen stuurde"

    def _attachment(self, bijlage: BijlageEis) -> Regel:
        regels = [f"{EIS[bijlage.eis].capitalize()}."]
        if bijlage.burger_mag:
            regels.append(BURGER_MAG)
        if bijlage.als:
            regels.append(f"Wordt gevraagd als {self._form.als(bijlage.als)}.")
        if bijlage.verplicht_als:
            regels.append(f"Verplicht als {self._form.als(bijlage.verplicht_als)}.")
        if bijlage.motivering:
            regels.append(f"Ontbreekt het, dan moet {self._form.vraag(bijlage.motivering)} zijn ingevuld.")
        if bijlage.handtekening:
            velden = opsomming(
                [self._form.vraag(v) for v in (bijlage.handtekening.datum, bijlage.handtekening.gezien_door)]
            )
            regels.append(f"De handtekening blijkt uit {velden}.")
        hoogstens = f"hoogstens {bijlage.maximaal_bytes // 1024**2} MB"
        regels.append(
            f"{'Eén bestand' if bijlage.aantal == 1 else f'Tot {bijlage.aantal} bestanden'}: {', '.join(bijlage.soorten)}, {hoogstens}."
        )
        return Regel(titel=bijlage.titel, regels=tuple(regels), bron=str(bijlage.bron))

    def _step(self, overgang: Overgang) -> Regel:
        loop = self._mailbox.levensloop
        van = opsomming([f"'{loop.toestand(code).titel}'" for code in overgang.van])
        regels = [f"Door {party(overgang.door)}, vanuit {van}, {to_where(loop, overgang)}."]
        if overgang.uitleg:
            regels.append(overgang.uitleg)
        if overgang.soms:
            regels.append(f"Alleen als {self._form.als(overgang.soms)}.")
        if overgang.dag:
            regels.append(f"Vraagt een dag: '{overgang.dag}'.")
        if overgang.getekend_na:
            regels.append("Vraagt op welke dag de burger tekende en wie dat heeft gezien.")
        if overgang.tekst is not Tekst.GEEN:
            regels.append(f"{TEKST[overgang.tekst]}: '{overgang.tekstlabel}'.")
        for veld, wanneer in OP_DE_KLOK:
            if code := getattr(overgang, veld):
                klok = self._mailbox.termijn(code)
                regels.append(f"{wanneer} de laatste dag van '{klok.titel if klok else code}'.")
        if overgang.voor_afzender:
            regels.append(f"Een afzender die niet mag weten waarom, leest: '{overgang.voor_afzender}'.")
        return Regel(titel=overgang.titel, regels=tuple(regels))

    def _effect(self, gevolg: Gevolg, ernaast: Sequence[Gevolg]) -> Regel:
        """Say what follows; the taken before it are named as they are called beside it."""
        als = f"Alleen als {self._form.als(gevolg.als)}." if gevolg.als else ""
        if not isinstance(gevolg, Taak):
            register = f" '{gevolg.register}'" if isinstance(gevolg, VulRegister | LeegRegister) else ""
            return Regel(
                titel=f"{GEVOLG[type(gevolg).__name__]}{register}",
                regels=tuple(r for r in (als,) if r),
                bron=str(gevolg.bron),
            )
        titels = {taak.code: taak.titel for taak in ernaast if isinstance(taak, Taak)}
        eerst = [f"de taak '{titels[code]}'" for code in gevolg.na]
        na = f"Eerst: {opsomming(eerst)}." if eerst else ""
        wie = f"Voor {party(gevolg.team)}, {gevolg.rol.titel}."
        vrij = "" if self._mailbox.heeft_termijn(gevolg.code) else "De bron noemt geen termijn."
        hier = self._regio.code in self._mailbox.regios
        uitleg = in_regio(gevolg.uitleg, self._regio) if hier else in_elke_regio(gevolg.uitleg)
        return Regel(
            titel=gevolg.titel,
            regels=tuple(r for r in (wie, uitleg, *na_overlijden(gevolg), na, vrij, als) if r),
            bron=str(gevolg.bron),
        )

    def _named(self, codes: tuple[str, ...]) -> str:
        return opsomming([self._named_as.get(code, f"'{code}'") for code in codes])


def sources(bronnen: tuple[Bron, ...]) -> str:
    """Name several sources one after another."""
    return opsomming([str(bron) for bron in bronnen])


def _small(zin: str) -> str:
    return zin[0].lower() + zin[1:]
