"""The explanation of a clock in plain Dutch: who reads only this must come to the same date."""

from datetime import date, timedelta
from itertools import dropwhile

from portal.domain.datums import MAANDEN, dag_en_maand, dagenlijst, opsomming, voluit, zonder_jaar
from portal.domain.kalender import GELIJKGESTELDE_DAG, Dag
from portal.domain.partij import Partij
from portal.domain.stilstand import Stil
from portal.domain.telling import LANGSTE_DIE_SCHUIFT, Telling, schuift, te_lang_voor_atw
from portal.domain.termijn import BijAntwoord, Eenheid, Grens, Karakter, Richting, Soort, Termijn

_MEESTE_DAGEN_OP_RIJ = 5
_WEEKEND = {"zaterdag", "zondag"}

_WOORDEN = {
    Eenheid.WERKDAG: ("werkdag", "werkdagen"),
    Eenheid.KALENDERDAG: ("dag", "dagen"),
    Eenheid.WEEK: ("week", "weken"),
    Eenheid.MAAND: ("maand", "maanden"),
}

WIE = {
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
    Partij.TEAMLEIDER: "de teamleider",
    Partij.CONTRACTMANAGER: "de contractmanager",
    Partij.COLLEGE: "het college",
    Partij.REGIOADVISEUR: "de regioadviseur",
    Partij.VEILIG_THUIS: "Veilig Thuis",
    Partij.PORTAAL: "het portaal",
}


def leg_uit(termijn: Termijn, telling: Telling, *, toegezegd: str = "") -> str:
    """Explain a counted clock in a few sentences, its source last; `toegezegd` is what was promised beside it."""
    if termijn.karakter is Karakter.MIJLPAAL:
        tekst = f"Dit is de datum zelf: {voluit(telling.datum)}. Er loopt geen termijn."
    else:
        tekst = f"{geteld(termijn, telling)}{_grens(termijn, telling)}, {_slot(termijn, telling)}"
    if termijn.onverwijld:
        tekst = f"Onverwijld, en in elk geval uiterlijk {voluit(telling.datum)}. Wacht niet tot die dag. {tekst}"
    return f"{tekst}{begonnen(termijn)}{_dicht(telling)}{toegezegd} Bron: {termijn.bron}."


def begonnen(termijn: Termijn) -> str:
    """Name the event from which it counts; of a day that was named itself, what that day is."""
    if not termijn.begin_in_woorden:
        return ""
    zelf = termijn.aantal == 0 and termijn.eenheid is not Eenheid.WERKDAG
    return f" {'Het gaat om' if zelf else 'Geteld vanaf'} {termijn.begin_in_woorden}."


def hoeveel(aantal: int, eenheid: Eenheid) -> str:
    """Write a length: '1 werkdag', '6 weken'."""
    return f"{aantal} {_WOORDEN[eenheid][aantal != 1]}"


def geteld(termijn: Termijn, telling: Telling) -> str:
    """Say where the count lands, without a last full stop."""
    return (_werkdagen if termijn.eenheid is Eenheid.WERKDAG else _kalenderdagen)(termijn, telling)


def _werkdagen(termijn: Termijn, telling: Telling) -> str:
    """Say which days do not count and which do."""
    if termijn.aantal == 0:
        return _zelfde_werkdag(termijn, telling)
    erbij = "".join(
        f", verlengd met {hoeveel(v.aantal, v.eenheid)} want {v.grond.met_bron}," for v, _ in telling.verlengd_tot
    )
    kop = f"{hoeveel(termijn.aantal, termijn.eenheid)}{erbij} {_kant(termijn)} {_begin(telling)}"
    niet = [_tellen_niet_mee(telling.overgeslagen)] if telling.overgeslagen else []
    niet += [f"de termijn {_stond_stil(stil)}; die dagen tellen niet mee" for stil in telling.stil]
    zinnen = "".join(f"{_hoofdletter(zin) if nummer else zin}. " for nummer, zin in enumerate(niet))
    if len(telling.geteld) > _MEESTE_DAGEN_OP_RIJ:
        return f"{kop}: {zinnen}De {len(telling.geteld)}e werkdag is {_grensdag(telling)}"
    dagen = dagenlijst(telling.geteld)
    return f"{kop}: {zinnen}{_hoofdletter(dagen)} {_tellen_wel(telling)}" if niet else f"{kop}: {dagen}"


def _zelfde_werkdag(termijn: Termijn, telling: Telling) -> str:
    """Say 'the same werkdag, or else the first one after it' (Werkproces MO stap 1)."""
    if not telling.overgeslagen:
        return f"Nog dezelfde werkdag: {_begin(telling)} is een werkdag"
    anders = "de laatste werkdag ervoor" if termijn.richting is Richting.TERUG else "de eerste werkdag erna"
    return (
        f"Nog dezelfde werkdag, en anders {anders}: {_begin(telling)} is geen werkdag. "
        f"{_hoofdletter(_tellen_niet_mee(telling.overgeslagen))}, {_grensdag(telling)} telt wel mee"
    )


def _kalenderdagen(termijn: Termijn, telling: Telling) -> str:
    """Say where so many days, weeks or months end, and what came to them."""
    basis = telling.basis or telling.grensdag
    if termijn.aantal == 0:
        if termijn.grens is Grens.VOOR:
            return f"Het moet klaar zijn vóór {voluit(basis)}"
        if isinstance(termijn.begint, BijAntwoord):
            return f"Het gaat om de dag die bij de beslissing hierover is vastgelegd: {voluit(basis)}"
        return f"Het gaat om de datum zelf: {voluit(basis)}"
    tekst = f"{hoeveel(termijn.aantal, termijn.eenheid)} {_kant(termijn)} {voluit(telling.vanaf)} is {voluit(basis)}"
    tekst += _korte_maand(termijn.eenheid, telling.vanaf, basis)
    for verlenging, einde in telling.verlengd_tot:
        lengte = hoeveel(verlenging.aantal, verlenging.eenheid)
        tekst += f". Verlengd met {lengte}, want {verlenging.grond.met_bron}: {voluit(einde)}"
        tekst += _korte_maand(verlenging.eenheid, basis, einde)
        basis = einde
    if telling.stil:
        tekst += "".join(f". De termijn {_stond_stil(stil)}: {_dagen(stil.dagen)}" for stil in telling.stil)
        samen = sum(stil.dagen for stil in telling.stil)
        later = f"{'Samen is dat' if len(telling.stil) > 1 else 'Dat is'} {_dagen(samen)} later"
        tekst += f". {later}: {voluit(telling.grensdag)}"
    return tekst


def _korte_maand(eenheid: Eenheid, van: date, tot: date) -> str:
    """Say that a month has no such day."""
    if eenheid is not Eenheid.MAAND or tot.day == van.day:
        return ""
    maand = _hoofdletter(MAANDEN[tot.month - 1])
    return f". {maand} heeft geen {van.day}e, daarom geldt de laatste dag van de maand"


def _stond_stil(stil: Stil) -> str:
    """Say when and why: 'stond stil van maandag 13 tot en met vrijdag 24 april 2026, want ...'."""
    tot = voluit(stil.laatste)
    if stil.dagen == 1:
        return f"stond stil op {tot}, want {stil.grond.met_bron}"
    van = (zonder_jaar if stil.eerste.year == stil.laatste.year else voluit)(stil.eerste)
    return f"stond stil van {van} tot en met {tot}, want {stil.grond.met_bron}"


def _dagen(aantal: int) -> str:
    return hoeveel(aantal, Eenheid.KALENDERDAG)


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
    door = "de wet schuift de termijn door (Algemene termijnenwet art. 1)"
    if termijn.soort is Soort.AFSPRAAK:
        door = "volgens afspraak schuift de termijn door naar de eerste werkdag"
    return verschoven(telling, door)


def verschoven(telling: Telling, door: str) -> str:
    """Say why the last day moves on, and in the words `door` by what."""
    na = [dag for dag in telling.overgeslagen if telling.laatste < dag.datum < telling.datum]
    if telling.reden in _WEEKEND:  # the weekend itself has been named
        na = list(dropwhile(_is_weekend, na))
    ook = f"; ook {_tellen_niet_mee(tuple(na))}" if na else ""
    stond_stil = "".join(f". De termijn {_stond_stil(stil)}; die dagen tellen niet mee" for stil in telling.stil_na)
    dit = f". Dat {_is(str(telling.reden))}{ook}{stond_stil}"
    return f"{dit}. {_hoofdletter(door)}" if ook or stond_stil else f"{dit}; {door}"


def _verlenging(telling: Telling) -> str:
    """Say that Atw art. 2 lengthened a short term."""
    niet = _hoofdletter(_tellen_niet_mee(telling.overgeslagen))
    return (
        ". In een wettelijke termijn van drie dagen of meer zitten minstens twee dagen die geen zaterdag, zondag "
        f"of feestdag zijn (Algemene termijnenwet art. 2). {niet}, {dagenlijst(telling.geteld)} {_tellen_wel(telling)}"
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
        return f"dus heeft {WIE[termijn.eigenaar]} hiervoor tot en met {datum}; later mag ook."
    if termijn.karakter is Karakter.AANSPRAAK:
        return f"dus kan {WIE[termijn.eigenaar]} dit tot en met {datum}; daarna kan het niet meer."
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


def _kant(termijn: Termijn) -> str:
    return "vóór" if termijn.richting is Richting.TERUG else "na"


def _begin(telling: Telling) -> str:
    """Write the start date, with its year only where the closing words give another."""
    return (zonder_jaar if telling.vanaf.year == telling.datum.year else voluit)(telling.vanaf)


def _grensdag(telling: Telling) -> str:
    """Write the last counted day; its year follows in the closing words."""
    return zonder_jaar(telling.grensdag)


def _tellen_wel(telling: Telling) -> str:
    return "telt wel mee" if len(telling.geteld) == 1 else "tellen wel mee"


def _tellen_niet_mee(dagen: tuple[Dag, ...]) -> str:
    """Name the days passed over, a whole weekend as one: 'Goede Vrijdag (3 april) en het weekend tellen niet mee'.

    Beside a zaterdag or zondag alone it says which weekend: 'zondag (12 april) en het weekend (18 en 19 april)'.
    """
    zondagen = {dag.datum.toordinal() for dag in dagen if dag.reden == "zondag"}
    hele = [dag for dag in dagen if dag.reden == "zaterdag" and dag.datum.toordinal() + 1 in zondagen]
    binnen = {dag.datum.toordinal() + erbij for dag in hele for erbij in (0, 1)}
    los = any(_is_weekend(dag) and dag.datum.toordinal() not in binnen for dag in dagen)
    namen = []
    for dag in dagen:
        if dag.datum.toordinal() not in binnen:
            namen.append(_naam(dag))
        elif dag is hele[0]:
            namen.append(_weekend(hele, los=los))
    meervoud = len(namen) > 1 or len(hele) > 1
    return f"{opsomming(namen)} {'tellen' if meervoud else 'telt'} niet mee"


def _weekend(zaterdagen: list[Dag], *, los: bool) -> str:
    """Name whole weekends; by their days or as whole where half a weekend stands beside them."""
    if len(zaterdagen) > 1:
        return f"{len(zaterdagen)} {'hele ' if los else ''}weekenden"
    zaterdag, zondag = zaterdagen[0].datum, zaterdagen[0].datum + timedelta(days=1)
    eerste = str(zaterdag.day) if zaterdag.month == zondag.month else dag_en_maand(zaterdag)
    return f"het weekend ({eerste} en {dag_en_maand(zondag)})" if los else "het weekend"


def _naam(dag: Dag) -> str:
    """Name one day: 'tweede Paasdag (6 april)', 'de gelijkgestelde dag uit het besluit voor 2026 tot en met 2028 (15 mei)'."""
    gelijkgesteld = dag.reden.startswith(GELIJKGESTELDE_DAG)
    return f"{f'de {_uit_besluit(dag.reden)}' if gelijkgesteld else dag.reden} ({dag_en_maand(dag.datum)})"


def _uit_besluit(reden: str) -> str:
    """Name a gelijkgestelde dag with the decree that made it one."""
    besluit = reden.removeprefix(GELIJKGESTELDE_DAG).strip(" ()")
    return f"{GELIJKGESTELDE_DAG} uit het {besluit}" if besluit else GELIJKGESTELDE_DAG


def _is(reden: str) -> str:
    if reden in _WEEKEND:
        return "valt in het weekend"
    return f"is een {_uit_besluit(reden)}" if reden.startswith(GELIJKGESTELDE_DAG) else f"is {reden}"


def _is_weekend(dag: Dag) -> bool:
    return dag.reden in _WEEKEND


def _hoofdletter(tekst: str) -> str:
    return tekst[0].upper() + tekst[1:]
