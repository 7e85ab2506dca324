"""What a person may change about a clock, checked against its declaration before the step is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.core.klokken.klokkeuze import Klokkeuze
from portal.domain.datums import HOOGSTENS_TIJD, voluit
from portal.domain.grond import GRONDEN
from portal.domain.levensloop import Actie
from portal.domain.termijnstappen import KLOKACTIES, UITSTEL_INTREKKEN
from portal.domain.verlengen import te_lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Wijziging:
    """What a person chose: which clock, on which ground, by how much, and until which day the other has the time.

    Of a promise `uiterlijk` is the promised day, which follows from the rest.
    """

    termijn: UUID
    grond: str = ""
    aantal: int = 0
    uiterlijk: date | None = None


class KlokNodig(Exception):
    """The change cannot be made so; `veld` is the answer that is wrong, `tekst` says why."""

    def __init__(self, veld: str, tekst: str) -> None:
        """Keep both for the page."""
        super().__init__(tekst)
        self.veld = veld
        self.tekst = tekst


def checked(
    actie: Actie, keuzes: Mapping[Actie, Sequence[Klokkeuze]], wijziging: Wijziging | None, op: date | None
) -> Wijziging | None:
    """Return what an act on a clock changes, None for any other act.

    Raises KlokNodig for what the declaration does not allow, or a day on which it makes no sense.
    """
    if actie not in KLOKACTIES or op is None:
        return None
    klok = next((keuze for keuze in keuzes[actie] if wijziging is not None and keuze.id == wijziging.termijn), None)
    if klok is None or wijziging is None:
        raise KlokNodig("termijn", "Kies de termijn.")
    if klok.gronden and wijziging.grond not in {code for code, _ in klok.gronden}:
        raise KlokNodig("grond", "Kies een grond die bij deze termijn past.")
    match actie:
        case Actie.OPSCHORTEN:
            _check_still(klok, op)
            _check_until(wijziging, op)
        case Actie.DOORLOPEN if klok.stil_vanaf is not None:
            _check_again(klok, klok.stil_vanaf, op)
        case Actie.VERLENGEN:
            _check_longer(klok, wijziging, op)
        case Actie.UITSTEL_INTREKKEN:
            _check_back(klok, op)
        case Actie.VERBETEREN:
            _check_begin(klok, op)
        case Actie.DAG_VERBETEREN:
            _check_met(klok, op)
        case _:
            pass
    return wijziging


def may_lie_ahead(actie: Actie, keuzes: Mapping[Actie, Sequence[Klokkeuze]], wijziging: Wijziging | None) -> bool:
    """Tell whether the day of this act may lie after today: the one from which a clock is counted back."""
    gekozen = wijziging.termijn if actie is Actie.VERBETEREN and wijziging is not None else None
    return any(klok.id == gekozen and klok.terug_van for klok in keuzes.get(actie, ()))


def _check_still(klok: Klokkeuze, op: date) -> None:
    if op < klok.vanaf:
        raise KlokNodig("dag", f"De termijn begon pas op {voluit(klok.vanaf)}. Vul die dag in, of een latere.")
    if klok.weer_vanaf is not None and op < klok.weer_vanaf:
        raise KlokNodig(
            "dag", f"De termijn stond al stil, tot {voluit(klok.weer_vanaf)}. Vul die dag in, of een latere."
        )
    if op >= klok.datum:
        raise KlokNodig("dag", f"De laatste dag was {voluit(klok.datum)}. Stilzetten kan alleen op een dag daarvoor.")


def _check_begin(klok: Klokkeuze, op: date) -> None:
    if op == klok.vanaf:
        raise KlokNodig("dag", "De termijn telt al vanaf deze dag.")
    if op < klok.eerst:
        raise KlokNodig(
            "dag",
            f"Op deze dag kan de termijn niet zijn begonnen: dat is voor {voluit(klok.eerst)}. Controleer het jaar.",
        )
    if klok.gehaald is not None and op > klok.gehaald and not klok.terug_van:
        raise KlokNodig("dag", f"De termijn is al gehaald op {voluit(klok.gehaald)}. Vul die dag in, of een eerdere.")


def _check_until(wijziging: Wijziging, op: date) -> None:
    """Check until when the other has the time: without that a clock may stand still for ever (Awb 4:5, 4:15 lid 1)."""
    if wijziging.uiterlijk is None and GRONDEN[wijziging.grond].vraagt_einde:
        raise KlokNodig("uiterlijk", "Vul in tot en met welke dag de ander de tijd krijgt. Die dag staat in de brief.")
    if wijziging.uiterlijk is not None and wijziging.uiterlijk <= op:
        raise KlokNodig("uiterlijk", f"Deze dag ligt niet na {voluit(op)}, de dag van de brief. Vul een latere dag in.")
    if wijziging.uiterlijk is not None and wijziging.uiterlijk - op > HOOGSTENS_TIJD:
        raise KlokNodig(
            "uiterlijk",
            f"Deze dag ligt meer dan een jaar na {voluit(op)}. Controleer het jaar. Is er echt zoveel tijd nodig? Vul dan een dag in "
            f"tot en met {voluit(op + HOOGSTENS_TIJD)}, en zet de termijn daarna opnieuw stil.",
        )


def _check_again(klok: Klokkeuze, stil_vanaf: date, op: date) -> None:
    if op < stil_vanaf:
        raise KlokNodig("dag", f"De termijn staat stil sinds {voluit(stil_vanaf)}. Vul die dag in, of een latere.")
    if klok.vanzelf_op is not None and op > klok.vanzelf_op:
        raise KlokNodig(
            "dag",
            f"De tijd was om: de termijn loopt weer vanaf {voluit(klok.vanzelf_op)}. Vul die dag in, of een eerdere.",
        )
    if klok.loopt and op == klok.vanzelf_op:
        raise KlokNodig("dag", "De termijn loopt al weer vanaf deze dag.")


def _check_met(klok: Klokkeuze, op: date) -> None:
    if op == klok.gehaald:
        raise KlokNodig("dag", "De termijn is al gehaald op deze dag.")
    if klok.vanaf <= klok.datum and op < klok.vanaf:
        raise KlokNodig("dag", f"De termijn begon pas op {voluit(klok.vanaf)}. Vul die dag in, of een latere.")


def _check_longer(klok: Klokkeuze, wijziging: Wijziging, op: date) -> None:
    grond = GRONDEN[wijziging.grond]
    vorige = klok.langer.besloten if klok.langer is not None else None
    if tekst := te_lang(klok.verlengen, grond, wijziging.aantal):
        raise KlokNodig("aantal", tekst)
    if op > klok.datum and not grond.toezegging:
        raise KlokNodig("dag", f"De laatste dag was {voluit(klok.datum)}. Verlengen kan alleen op die dag of daarvoor.")
    if vorige is not None and (op < vorige or (op == vorige and grond.toezegging)):
        raise KlokNodig(
            "dag",
            f"Op {voluit(vorige)} is al eerder verlengd of uitstel gemeld. Komt er nog uitstel bij? Vul dan een latere dag in. "
            f"Klopte het niet? Kies dan '{UITSTEL_INTREKKEN.titel}'.",
        )


def _check_back(klok: Klokkeuze, op: date) -> None:
    """Check that nothing is taken back before it was decided."""
    if klok.langer is not None and klok.langer.besloten is not None and op < klok.langer.besloten:
        besloten = voluit(klok.langer.besloten)
        raise KlokNodig("dag", f"De verlenging of het uitstel is van {besloten}. Vul die dag in, of een latere.")
