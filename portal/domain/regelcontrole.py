"""Whether a change of the rules makes sense in a region, and what it says in words."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.domain.datums import opsomming, voluit
from portal.domain.gemeenten import Regio
from portal.domain.instelling import FOUT, Vorm, in_woorden, past, vorm
from portal.domain.kalender import EERSTE_JAAR, LAATSTE_JAAR, Besluit, Kalender, Sluitingsdag
from portal.domain.regels import (
    DagVervalt,
    NieuwBesluit,
    NieuweInstelling,
    NieuweSluitingsdag,
    NieuweTaakrol,
    SluitingsdagVervalt,
    Wijziging,
)
from portal.domain.rollen import TAAKROLLEN
from portal.domain.teams import Teamsoort

MEESTE_DAGEN: Final = 30
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


def waar(regio: Regio, gemeente: str) -> str:
    """Name where a closing day holds."""
    gevonden = regio.gemeente(gemeente)
    return f"Gemeente {gevonden.naam}" if gevonden else "De hele regio"


def _besluit(kalender: Kalender, besluit: Besluit) -> None:
    if not EERSTE_JAAR <= besluit.van <= besluit.tot_en_met <= LAATSTE_JAAR:
        raise PastNiet("tot_en_met", f"Vul jaren in van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}, het eerste eerst.")
    if not 0 < len(besluit.dagen) <= MEESTE_DAGEN:
        raise PastNiet("dagen", f"Vul minstens één en hoogstens {MEESTE_DAGEN} dagen in.")
    for dag in besluit.dagen:
        if not besluit.van <= dag.year <= besluit.tot_en_met:
            raise PastNiet("dagen", f"{_zin(voluit(dag))} valt buiten de jaren van het besluit.")
        reden = kalender.reden_geen_werkdag(dag, wettelijk=True)
        if reden is not None:
            raise PastNiet("dagen", f"{_zin(voluit(dag))} is al vrij: {reden}. Laat deze dag weg.")


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
