"""Whether a change of the rules makes sense in a region, and what it says in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from portal.domain.datums import opsomming, voluit
from portal.domain.gemeenten import Regio
from portal.domain.instelling import FOUT, Vorm, in_woorden, past, vorm
from portal.domain.kalender import EERSTE_JAAR, LAATSTE_JAAR, Besluit, Kalender, Sluitingsdag
from portal.domain.regels import (
    BesluitHerzien,
    DagVervalt,
    NieuwBesluit,
    NieuweInstelling,
    NieuweSluitingsdag,
    NieuweTaakrol,
    SluitingsdagVervalt,
    Wijziging,
    pas_toe,
)
from portal.domain.rollen import TAAKROLLEN
from portal.domain.teams import Teamsoort

MEESTE_DAGEN: Final = 30
# voorstel: the decrees so far cover three years; more is more likely a mistyped year, and no year of it would warn any more.
MEESTE_JAREN: Final = 5
IN_WOORDEN: Final = {
    "goede_vrijdag_vrij": "Goede Vrijdag is vrij in afgesproken termijnen",
    "vijf_mei_vrij": "5 mei is vrij in afgesproken termijnen",
    "gelijkgestelde_dagen_vrij": "Dagen die bij besluit gelijk zijn gesteld, zijn vrij in afgesproken termijnen",
    "afspraak_schuift": "Een afgesproken termijn die niet op een werkdag eindigt, schuift door naar de volgende werkdag",
    "herinnering_laatste_dag": "Wie iets moet doen, krijgt op de laatste dag zelf nog een herinnering",
    "samenvatting_tijd": "Tijd waarop de e-mail van de dag weggaat, op werkdagen",
}


class PastNiet(ValueError):
    """A change that cannot be made in this region; `veld` is the answer to change, `tekst` says what to do."""

    def __init__(self, veld: str, tekst: str) -> None:
        """Keep the field and the text for the page."""
        super().__init__(tekst)
        self.veld, self.tekst = veld, tekst


def controleer(regio: Regio, wijziging: Wijziging) -> None:
    """Refuse a change that changes nothing, or that no rule allows; raises PastNiet."""
    match wijziging:
        case NieuwBesluit(besluit=besluit):
            _besluit(regio.kalender, besluit)
        case BesluitHerzien():
            _herzien(regio, wijziging)
        case DagVervalt(datum=datum):
            if regio.kalender.besluit_van(datum) is None:
                raise PastNiet("datum", "Deze dag is geen gelijkgestelde dag. Kies een dag uit een besluit.")
        case NieuweSluitingsdag(dag=dag):
            _sluitingsdag(regio, dag)
        case SluitingsdagVervalt(datum=datum, gemeente=gemeente):
            if not any((dag.datum, dag.gemeente) == (datum, gemeente) for dag in regio.sluitingsdagen):
                raise PastNiet("datum", "Deze sluitingsdag is er niet. Kies een sluitingsdag die nu geldt.")
        case NieuweTaakrol():
            _taakrol(regio, wijziging)
        case _:
            _instelling(regio, wijziging)


def omschrijf(regio: Regio, wijziging: Wijziging, instellingen: Mapping[str, str] = IN_WOORDEN) -> str:
    """Say a change in one sentence of plain Dutch; `regio` is how it was before, `instellingen` names what can be set."""
    match wijziging:
        case NieuwBesluit(besluit=besluit):
            worden = "worden gelijkgestelde dagen" if len(besluit.dagen) > 1 else "wordt een gelijkgestelde dag"
            return f"{_zin(opsomming([voluit(dag) for dag in sorted(besluit.dagen)]))} {worden} ({besluit.naam})."
        case BesluitHerzien(naam=naam, jaren=jaren):
            if jaren is None:
                return f"Het besluit '{naam}' vervalt, met zijn dagen."
            besluit = next((b for b in regio.besluiten if wijziging.is_van(b)), _zonder_dagen(wijziging))
            nieuw = replace(besluit, van=jaren[0], tot_en_met=jaren[1]).jaren
            return f"Het besluit '{naam}' geldt voor {nieuw} in plaats van {besluit.jaren}."
        case DagVervalt(datum=datum):
            return f"{_zin(voluit(datum))} is geen gelijkgestelde dag meer."
        case NieuweSluitingsdag(dag=dag):
            return f"{waar(regio, dag.gemeente)} is dicht op {voluit(dag.datum)}: {dag.reden}."
        case SluitingsdagVervalt(datum=datum, gemeente=gemeente):
            return f"{waar(regio, gemeente)} is toch niet dicht op {voluit(datum)}."
        case NieuweTaakrol(team=team, titel=titel, rol=rol, vanaf=dag):
            gevonden = regio.team_met_code(team)
            hier = gevonden.naam if gevonden is not None else team
            return f"{hier}: de taak '{titel}' is voor de rol {rol.titel}, vanaf {voluit(dag)}."
        case _:
            was, wordt = regio.instelling(wijziging.naam, op=wijziging.vanaf), wijziging.waarde
            wat, vanaf = instellingen.get(wijziging.naam, wijziging.naam), voluit(wijziging.vanaf)
            return f"{wat}: {in_woorden(wordt)} in plaats van {in_woorden(was)}, vanaf {vanaf}."


def wat_volgt(regio: Regio, wijziging: Wijziging) -> str:
    """Say what else a change does, that its own sentence does not: which years become known, what was decided and lapses; '' for nothing."""
    match wijziging:
        case NieuwBesluit(besluit=besluit):
            jaren = range(besluit.van, besluit.tot_en_met + 1)
            leeg = [str(jaar) for jaar in jaren if jaar not in {dag.year for dag in besluit.dagen}]
            geen = f" Voor {opsomming(leeg)} staat er geen dag in." if leeg else ""
            return f"Het besluit geldt voor {besluit.jaren}: daarna kent het portaal alle dagen van die jaren.{geen}"
        case BesluitHerzien(van=van, tot_en_met=tot):
            na = pas_toe(regio, wijziging).kalender
            weg = (
                [besluit for besluit in regio.besluiten if wijziging.is_van(besluit)][:1] if not wijziging.jaren else []
            )
            dagen = [voluit(dag) for besluit in weg for dag in sorted(besluit.dagen)]
            zijn = f"Geen gelijkgestelde dag meer: {opsomming(dagen)}. " if dagen else ""
            return f"{zijn}{_onbekend([str(jaar) for jaar in range(van, tot + 1) if not na.is_bekend(jaar)])}".rstrip()
        case NieuweTaakrol(team=team, taak=taak, vanaf=vanaf):
            rollen = ((dag, rol.titel) for dag, *deze, rol in regio.taakrollen if deze == [team, taak] and dag > vanaf)
            return _vervalt([f"{rol}, vanaf {voluit(dag)}" for dag, rol in rollen])
        case NieuweInstelling(naam=naam, vanaf=vanaf):
            later = ((dag, waarde) for dag, van_deze, waarde in regio.later if van_deze == naam and dag > vanaf)
            return _vervalt([f"{in_woorden(waarde)}, vanaf {voluit(dag)}" for dag, waarde in later])
        case _:
            return ""


def _onbekend(jaren: Sequence[str]) -> str:
    """Say of which years no decree is known any more; a long row by its first and last."""
    if not jaren:
        return ""
    welke = opsomming(jaren) if len(jaren) <= MEESTE_JAREN else f"{jaren[0]} tot en met {jaren[-1]}"
    return f"Van {welke} zijn de gelijkgestelde dagen dan niet bekend."


def _vervalt(later: Sequence[str]) -> str:
    """Say which later decisions an earlier day ends."""
    if not later:
        return ""
    return (
        f"Wat voor later al was besloten, vervalt: {'; '.join(later)}. Moet dat blijven? Stel het daarna opnieuw voor."
    )


def waar(regio: Regio, gemeente: str) -> str:
    """Name where a closing day holds."""
    gevonden = regio.gemeente(gemeente)
    return f"Gemeente {gevonden.naam}" if gevonden else "De hele regio"


def _besluit(kalender: Kalender, besluit: Besluit) -> None:
    _jaren(besluit.van, besluit.tot_en_met)
    if not 0 < len(besluit.dagen) <= MEESTE_DAGEN:
        raise PastNiet("dagen", f"Vul minstens één en hoogstens {MEESTE_DAGEN} dagen in.")
    for dag in besluit.dagen:
        if not besluit.van <= dag.year <= besluit.tot_en_met:
            raise PastNiet("dagen", f"{_zin(voluit(dag))} valt buiten de jaren van het besluit.")
        reden = kalender.reden_geen_werkdag(dag, wettelijk=True)
        if reden is not None:
            raise PastNiet("dagen", f"{_zin(voluit(dag))} is al vrij: {reden}. Laat deze dag weg.")


def _jaren(van: int, tot_en_met: int) -> None:
    if not EERSTE_JAAR <= van <= tot_en_met <= LAATSTE_JAAR:
        raise PastNiet("tot_en_met", f"Vul jaren in van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}, het eerste eerst.")
    if tot_en_met - van >= MEESTE_JAREN:
        raise PastNiet(
            "tot_en_met",
            f"Dat zijn meer dan {MEESTE_JAREN} jaren, en een besluit gaat over een paar jaar. Controleer het jaar: voor een jaar "
            "waarin dagen ontbreken, waarschuwt het portaal dan niet meer.",
        )


def _herzien(regio: Regio, wijziging: BesluitHerzien) -> None:
    besluit = next((besluit for besluit in regio.besluiten if wijziging.is_van(besluit)), None)
    if besluit is None:
        raise PastNiet("besluit", "Dit besluit is er niet. Kies een besluit uit de lijst.")
    if wijziging.jaren is None:
        return
    van, tot_en_met = wijziging.jaren
    if 0 in wijziging.jaren:
        raise PastNiet("tot_en_met", "Vul beide jaren in, of laat ze allebei leeg.")
    _jaren(van, tot_en_met)
    if wijziging.jaren == (besluit.van, besluit.tot_en_met):
        raise PastNiet("tot_en_met", f"Dat is nu al zo: {besluit.jaren}.")
    buiten = next((dag for dag in besluit.dagen if not van <= dag.year <= tot_en_met), None)
    if buiten is not None:
        raise PastNiet("tot_en_met", f"{_zin(voluit(buiten))} valt dan buiten de jaren. Laat eerst die dag vervallen.")


def _zonder_dagen(wijziging: BesluitHerzien) -> Besluit:
    return Besluit(naam=wijziging.naam, van=wijziging.van, tot_en_met=wijziging.tot_en_met, dagen=())


def _sluitingsdag(regio: Regio, dag: Sluitingsdag) -> None:
    if dag.gemeente and regio.gemeente(dag.gemeente) is None:
        raise PastNiet("gemeente", "Deze gemeente hoort niet bij de regio. Kies een gemeente uit de lijst.")
    reden = regio.kalender.reden_geen_werkdag(dag.datum, wettelijk=False)
    if reden is not None:
        raise PastNiet("datum", f"Die dag is al vrij: {reden}. Een sluitingsdag is dan niet nodig.")
    if any(er.datum == dag.datum and er.gemeente in {"", dag.gemeente} for er in regio.sluitingsdagen):
        raise PastNiet("datum", "Die dag staat al als sluitingsdag.")


def _instelling(regio: Regio, nieuw: NieuweInstelling) -> None:
    was = regio.instelling(nieuw.naam, op=nieuw.vanaf)
    _dag(nieuw.vanaf)
    if not was:
        raise PastNiet("naam", "Deze instelling is er niet. Kies een instelling uit de lijst.")
    hoort = vorm(nieuw.naam, was)
    if not past(hoort, nieuw.waarde):
        raise PastNiet("waarde", FOUT[hoort])
    if hoort is Vorm.DAG and (reden := _geen_werkdag(regio, nieuw.waarde)):
        raise PastNiet("waarde", f"Dan is er geen werkdag: {reden}. Kies een werkdag.")
    if was == nieuw.waarde and not any(later[0] > nieuw.vanaf and later[1] == nieuw.naam for later in regio.later):
        raise PastNiet("waarde", f"Dat is nu al zo: {in_woorden(was)}.")


def _taakrol(regio: Regio, nieuw: NieuweTaakrol) -> None:
    team = regio.team_met_code(nieuw.team)
    _dag(nieuw.vanaf)
    if team is None or team.soort is not Teamsoort.TOEGANG:
        raise PastNiet("team", "Deze Toegang is er niet. Kies er een uit de lijst.")
    if nieuw.rol not in TAAKROLLEN:
        raise PastNiet("rol", "Deze rol doet bij een Toegang geen taken. Kies een rol uit de lijst.")
    hier = [(vanaf, rol) for vanaf, waar, taak, rol in regio.taakrollen if (waar, taak) == (nieuw.team, nieuw.taak)]
    if [rol for vanaf, rol in hier if vanaf <= nieuw.vanaf][-1:] == [nieuw.rol] and hier[-1][0] <= nieuw.vanaf:
        raise PastNiet("rol", f"Dat is dan al zo: {nieuw.rol.titel}.")


def _dag(dag: date) -> None:
    if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
        raise PastNiet("vanaf", f"Vul een datum in van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}.")


def _geen_werkdag(regio: Regio, waarde: str) -> str | None:
    return regio.kalender.reden_geen_werkdag(date.fromisoformat(waarde), wettelijk=False)


def _zin(tekst: str) -> str:
    return tekst[0].upper() + tekst[1:]
