"""The explanation of a clock in plain Dutch: who reads only this must come to the same date."""

from itertools import groupby

from portal.domain.datums import MAANDEN, dag_en_maand, dagenlijst, opsomming, voluit, zonder_jaar
from portal.domain.kalender import GELIJKGESTELDE_DAG, Dag
from portal.domain.partij import Partij
from portal.domain.telling import LANGSTE_DIE_SCHUIFT, Telling, schuift, te_lang_voor_atw
from portal.domain.termijn import Eenheid, Grens, Karakter, Richting, Soort, Termijn

_MEESTE_DAGEN_OP_RIJ = 5

_WOORDEN = {
    Eenheid.WERKDAG: ("werkdag", "werkdagen"),
    Eenheid.KALENDERDAG: ("dag", "dagen"),
    Eenheid.WEEK: ("week", "weken"),
    Eenheid.MAAND: ("maand", "maanden"),
}

_WIE = {
    Partij.BURGER: "de burger",
    Partij.AANBIEDER: "de aanbieder",
    Partij.NIEUWE_AANBIEDER: "de nieuwe aanbieder",
    Partij.AFZENDER: "de afzender",
    Partij.BEHANDELEND_TEAM: "het team dat het bericht behandelt",
    Partij.LATENDE_GEMEENTE: "de latende gemeente",
    Partij.ONTVANGENDE_GEMEENTE: "de ontvangende gemeente",
    Partij.GEMEENTE_VAN_HERKOMST: "de gemeente van herkomst",
    Partij.CENTRUMGEMEENTE: "de centrumgemeente",
    Partij.TOEZICHT: "de toezichthouder",
    Partij.COLLEGE: "het college",
    Partij.REGIOADVISEUR: "de regioadviseur",
    Partij.VEILIG_THUIS: "Veilig Thuis",
    Partij.PORTAAL: "het portaal",
}


def leg_uit(termijn: Termijn, telling: Telling) -> str:
    """Explain a counted clock in a few sentences, its source last."""
    if termijn.karakter is Karakter.MIJLPAAL:
        tekst = f"Dit is de datum zelf: {voluit(telling.datum)}. Er loopt geen termijn."
    elif termijn.eenheid is Eenheid.WERKDAG:
        tekst = f"{_werkdagen(termijn, telling)}{_grens(termijn, telling)}, {_slot(termijn, telling)}"
    else:
        tekst = f"{_kalenderdagen(termijn, telling)}{_grens(termijn, telling)}, {_slot(termijn, telling)}"
    if termijn.onverwijld:
        tekst = f"Onverwijld, en in elk geval uiterlijk {voluit(telling.datum)}. Wacht niet tot die dag. {tekst}"
    return f"{tekst}{_dicht(telling)} Bron: {termijn.bron}."


def in_het_kort(termijn: Termijn) -> str:
    """Say how long a clock is in a few words; a duty that is due at once never reads as a free period."""
    if termijn.karakter is Karakter.MIJLPAAL:
        return "de datum zelf"
    duur = hoeveel(termijn.aantal, termijn.eenheid)
    if termijn.onverwijld:
        return f"onverwijld, uiterlijk {duur}"
    return f"uiterlijk {duur} ervoor" if termijn.richting is Richting.TERUG else duur


def hoeveel(aantal: int, eenheid: Eenheid) -> str:
    """Write a length: '1 werkdag', '6 weken'."""
    return f"{aantal} {_WOORDEN[eenheid][aantal != 1]}"


def _werkdagen(termijn: Termijn, telling: Telling) -> str:
    """Say which days do not count and which do."""
    if termijn.aantal == 0:
        return _zelfde_werkdag(termijn, telling)
    kop = f"{_lengte(termijn)} {_begin(telling)}"
    if len(telling.geteld) > _MEESTE_DAGEN_OP_RIJ:
        return f"{kop}: {_tellen_niet_mee(telling.overgeslagen)}. De {termijn.aantal}e werkdag is {_grensdag(telling)}"
    if telling.overgeslagen:
        return f"{kop}: {_tellen_niet_mee(telling.overgeslagen)}. {_hoofdletter(dagenlijst(telling.geteld))} wel"
    return f"{kop}: {dagenlijst(telling.geteld)}"


def _zelfde_werkdag(termijn: Termijn, telling: Telling) -> str:
    """Say 'the same werkdag, or else the first one after it' (Werkproces MO stap 1)."""
    if not telling.overgeslagen:
        return f"Nog dezelfde werkdag: {_begin(telling)} is een werkdag"
    anders = "de laatste werkdag ervoor" if termijn.richting is Richting.TERUG else "de eerste werkdag erna"
    return (
        f"Nog dezelfde werkdag, en anders {anders}: {_begin(telling)} is geen werkdag. "
        f"{_hoofdletter(_tellen_niet_mee(telling.overgeslagen))}, {_grensdag(telling)} wel"
    )


def _kalenderdagen(termijn: Termijn, telling: Telling) -> str:
    """Say where so many days, weeks or months end."""
    einde = voluit(telling.grensdag)
    if termijn.aantal == 0:
        return f"Het gaat om de datum zelf: {einde}"
    tekst = f"{_lengte(termijn)} {voluit(telling.vanaf)} is {einde}"
    if termijn.eenheid is Eenheid.MAAND and telling.grensdag.day != telling.vanaf.day:
        maand = _hoofdletter(MAANDEN[telling.grensdag.month - 1])
        tekst += f". {maand} heeft geen {telling.vanaf.day}e, daarom geldt de laatste dag van de maand"
    return tekst


def _grens(termijn: Termijn, telling: Telling) -> str:
    """Say what happens at the end: the day before, a shift, or why there is none."""
    tekst = ""
    if termijn.grens is Grens.VOOR:
        tekst = f". Die dag zelf telt niet meer mee; de dag ervoor is {voluit(telling.laatste)}"
    if telling.verlengd:
        return tekst + _verlenging(telling)
    if telling.laatste != telling.datum:
        return tekst + _verschuiving(termijn, telling)
    if telling.reden is not None:
        return f"{tekst}. Dat {_is(telling.reden)}. {_schuift_niet(termijn)}"
    if schuift(termijn) and termijn.eenheid is not Eenheid.WERKDAG:
        tekst += ". Dat is een werkdag"
    return tekst


def _verschuiving(termijn: Termijn, telling: Telling) -> str:
    """Say why and by what right the last day moves on."""
    eerste, *rest = (list(dagen) for _, dagen in groupby(telling.overgeslagen, key=_is_weekend))
    ook = [dag for dagen in rest for dag in dagen] if _is_weekend(eerste[0]) else list(telling.overgeslagen[1:])
    door = "de wet schuift de termijn door (Algemene termijnenwet art. 1)"
    if termijn.soort is Soort.AFSPRAAK:
        door = "volgens afspraak schuift de termijn door naar de eerste werkdag"
    dit = f". Dat {_is(telling.overgeslagen[0].reden)}"
    return f"{dit}; ook {_tellen_niet_mee(tuple(ook))}. {_hoofdletter(door)}" if ook else f"{dit}; {door}"


def _verlenging(telling: Telling) -> str:
    """Say that Atw art. 2 lengthened a short term."""
    niet = _hoofdletter(_tellen_niet_mee(telling.overgeslagen))
    return (
        ". In een wettelijke termijn van drie dagen of meer zitten minstens twee dagen die geen zaterdag, zondag "
        f"of feestdag zijn (Algemene termijnenwet art. 2). {niet}, {dagenlijst(telling.geteld)} wel"
    )


def _schuift_niet(termijn: Termijn) -> str:
    """Say why a last day that is no werkdag stays."""
    if termijn.richting is Richting.TERUG:
        zoals = "" if termijn.soort is Soort.WETTELIJK else "net als in de "
        return f"Een termijn die terugtelt schuift niet ({zoals}Algemene termijnenwet art. 1 lid 2)"
    if termijn.soort is Soort.AFSPRAAK:
        return "Deze afgesproken termijn schuift niet door"
    if te_lang_voor_atw(termijn) and termijn.schuift is None:
        grens = hoeveel(LANGSTE_DIE_SCHUIFT[termijn.eenheid], termijn.eenheid)
        return f"Een termijn van meer dan {grens} schuift niet door (Algemene termijnenwet art. 4)"
    return "Deze termijn schuift niet door"


def _slot(termijn: Termijn, telling: Telling) -> str:
    """Say the date, and what passing it means."""
    datum = voluit(telling.datum)
    if termijn.karakter is Karakter.KANS:
        return f"dus heeft {_WIE[termijn.eigenaar]} hiervoor tot en met {datum}; later mag ook."
    if termijn.karakter is Karakter.VERWACHTING:
        return f"dus naar verwachting uiterlijk {datum}. Dit is een verwachting, geen termijn."
    return f"dus uiterlijk {datum}."


def _dicht(telling: Telling) -> str:
    """Say that a local closing day is no feestdag: it counts."""
    if not telling.dicht:
        return ""
    dagen = list(dict.fromkeys(dag_en_maand(dag.datum) for dag in telling.dicht))
    telt = "die dagen tellen" if len(dagen) > 1 else "die dag telt"
    return f" De gemeente is dicht op {opsomming(dagen)}; {telt} gewoon mee."


def _lengte(termijn: Termijn) -> str:
    return f"{hoeveel(termijn.aantal, termijn.eenheid)} {'vóór' if termijn.richting is Richting.TERUG else 'na'}"


def _begin(telling: Telling) -> str:
    """Write the start date, with its year only where the closing words give another."""
    return (zonder_jaar if telling.vanaf.year == telling.datum.year else voluit)(telling.vanaf)


def _grensdag(telling: Telling) -> str:
    """Write the last counted day; its year follows in the closing words."""
    return zonder_jaar(telling.grensdag)


def _tellen_niet_mee(dagen: tuple[Dag, ...]) -> str:
    """Name the days passed over, a whole weekend as one: 'Goede Vrijdag (3 april) en het weekend tellen niet mee'."""
    zondagen = {dag.datum.toordinal() for dag in dagen if dag.reden == "zondag"}
    hele = [dag for dag in dagen if dag.reden == "zaterdag" and dag.datum.toordinal() + 1 in zondagen]
    binnen = {dag.datum.toordinal() + erbij for dag in hele for erbij in (0, 1)}
    namen = []
    for dag in dagen:
        if dag.datum.toordinal() not in binnen:
            namen.append(_naam(dag))
        elif dag is hele[0]:
            namen.append("het weekend" if len(hele) == 1 else f"{len(hele)} weekenden")
    meervoud = len(namen) > 1 or len(hele) > 1
    return f"{opsomming(namen)} {'tellen' if meervoud else 'telt'} niet mee"


def _naam(dag: Dag) -> str:
    """Name one day: 'tweede Paasdag (6 april)', 'de gelijkgestelde dag (15 mei)'."""
    naam = f"de {GELIJKGESTELDE_DAG}" if dag.reden.startswith(GELIJKGESTELDE_DAG) else dag.reden
    return f"{naam} ({dag_en_maand(dag.datum)})"


def _is(reden: str) -> str:
    if reden in {"zaterdag", "zondag"}:
        return "valt in het weekend"
    return f"is een {GELIJKGESTELDE_DAG}" if reden.startswith(GELIJKGESTELDE_DAG) else f"is {reden}"


def _is_weekend(dag: Dag) -> bool:
    return dag.reden in {"zaterdag", "zondag"}


def _hoofdletter(tekst: str) -> str:
    return tekst[0].upper() + tekst[1:]
