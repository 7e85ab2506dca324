"""What comes with an act, and what is kept of it: signature and text in one, and the answers of its form."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from portal.core.behandelen.stapcontrole import Getekend, checked_form, checked_signature, checked_text
from portal.core.behandelen.stapinhoud import Stapinhoud
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.klokken.klokken import STAP
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Kader, Ruw
from portal.domain.gemeenten import Regio
from portal.domain.levensloop import Overgang as Regel
from portal.domain.voorwaarde import Feiten
from portal.models import Overgang


class Invoer(TypedDict, total=False):
    """What may come with an act.

    `doel` is a team code, `dag` the day on which the thing was sent or received, `getekend` the signature of the burger,
    `antwoorden` what was typed in the form of the step, `klok` what an act on a clock changes. `stukken` is the concept
    that the text was kept in as `tekstversie`, and `bijlagen` are the files on it that its page showed. `afdruk` is by what
    the same form is known again.
    """

    tekst: str
    doel: str
    dag: date | None
    getekend: Getekend | None
    antwoorden: Ruw
    stukken: UUID | None
    klok: Wijziging | None
    afdruk: bytes | None
    tekstversie: int
    bijlagen: frozenset[UUID]


def stapkader(regio: Regio, team: str, *, vandaag: date) -> Kader:
    """Return what the form of a step may know: the gemeenten for which the team works that has the bericht, and no other."""
    return Kader(vandaag=vandaag, regio=regio, keuzes={"gemeente": regio.gemeenten_van(team)})


def words(
    regel: Regel,
    invoer: Invoer,
    *,
    regio: Regio,
    team: str,
    dag: date | None,
    gedaan: Sequence[Overgang],
    now: datetime,
) -> tuple[Stapinhoud, Feiten]:
    """Return what is kept, the text after the signature that the step asks, and the answers of its form as facts.

    Raises what those checks raise.
    """
    kader = stapkader(regio, team, vandaag=datum_in_nederland(now))
    antwoorden = checked_form(regel, invoer.get("antwoorden", {}), kader)
    handtekening = checked_signature(regel, invoer.get("getekend"), dag=dag, gedaan=gedaan, now=now)
    tekst = "\n\n".join(deel for deel in (handtekening, checked_text(regel, invoer.get("tekst", ""))) if deel)
    feiten = antwoorden.feiten() if antwoorden is not None else {}
    return Stapinhoud(tekst=tekst, antwoorden=antwoorden), {f"{STAP}{veld}": feit for veld, feit in feiten.items()}
